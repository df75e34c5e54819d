"""Train the teacher of the recogniser on what the recogniser is trained on: annotated texts whole, the rest in part."""

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
import torch
from convert_gold import pieces
from encoder import Reader, Teacher, Text, batch_of, probabilities
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from torch import Tensor, nn

from extract.language.model.recogniser import MARKED, TAGS, allowed_tags, best_path

PIECE = 60  # tokens of a piece of a text, at the end of a sentence
BATCH = 1500  # pieces of words in a batch
OTHERS = 0.3  # the share of copies with invented names, and of corpora that mark some types, in an epoch
SORTED = 400  # texts among which those of like length share a batch
MIDDLE = 2 / 3  # of the steps
RATES = (1.4e-4, 1.4e-3)  # of the encoder and of the rest


@dataclass(frozen=True)
class Lesson:
    """A text and which tags its tokens may have."""

    text: Text
    allowed: np.ndarray


def lessons(docs: Sequence[Doc], reader: Reader) -> Iterator[Lesson]:
    """Yield the pieces of texts."""
    parts = [part for doc in docs for part in pieces(doc, PIECE) if len(part) > 1]
    for part, text in zip(parts, reader.read(parts), strict=True):
        yield Lesson(text, allowed_tags(Example(Doc(part.vocab, words=[token.text for token in part]), part)))


def once(docs: Sequence[Doc]) -> tuple[list[Doc], list[Doc]]:
    """Tell what marks all types and stands several times among the documents from the rest; each text comes once."""
    times = Counter(doc.text for doc in docs if MARKED not in doc.user_data)
    kinds = {doc.text: doc for doc in docs}
    often = [doc for text, doc in kinds.items() if times[text] > 1]
    return often, [doc for text, doc in kinds.items() if times[text] <= 1]


def epoch(whole: Sequence[Lesson], others: Sequence[Lesson], rng: random.Random) -> list[list[Lesson]]:
    """Return the batches of an epoch, in random order."""
    pool = [*whole, *rng.sample(others, int(len(others) * OTHERS))]
    rng.shuffle(pool)
    batches: list[list[Lesson]] = []
    for start in range(0, len(pool), SORTED):
        batch: list[Lesson] = []
        for lesson in sorted(pool[start : start + SORTED], key=lambda lesson: len(lesson.text.pieces)):
            if batch and len(lesson.text.pieces) * (len(batch) + 1) > BATCH:
                batches.append(batch)
                batch = []
            batch.append(lesson)
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def loss(scores: Tensor, batch: Sequence[Lesson]) -> Tensor:
    """Return minus the logarithm of the probability of the tags that may be right, a mean over the tokens."""
    allowed = np.ones(scores.shape, dtype=bool)
    for row, lesson in enumerate(batch):
        allowed[row, : len(lesson.allowed)] = lesson.allowed
    mask = torch.from_numpy(allowed)
    telling = ~mask.all(dim=-1)
    right = scores.log_softmax(dim=-1).masked_fill(~mask, -1e9).logsumexp(dim=-1)
    return -right[telling].sum() / max(int(telling.sum()), 1)


def train(teacher: Teacher, batches: Sequence[Sequence[Lesson]]) -> None:
    """Go through the batches once, at rates that rise at first and then fall.

    The teacher keeps the mean of its weights at `MIDDLE` and at the end.
    """
    encoder = [weights for weights in teacher.encoder.parameters() if weights.requires_grad]
    rest = [weights for name, weights in teacher.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": part, "lr": rate} for part, rate in zip((encoder, rest), RATES, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    rise = 0.06 * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / rise) * max(0.02, 1 - step / len(batches))
    )
    teacher.train()
    middle: dict[str, Tensor] = {}
    for number, batch in enumerate(batches, 1):
        error = loss(teacher(batch_of([lesson.text for lesson in batch])), batch)
        optimizer.zero_grad()
        error.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if number == int(MIDDLE * len(batches)):
            middle = {name: weights.clone() for name, weights in teacher.state_dict().items()}
        if not number % 50:
            print(f"{number} of {len(batches)} batches, loss {error.item():.4f}", flush=True)
    end = teacher.state_dict()
    teacher.load_state_dict({name: (weights + end[name]) / 2 for name, weights in middle.items()})


def right_tags(teacher: Teacher, learned: Sequence[Lesson]) -> float:
    """Return the share of tokens within or beside names whose tag in the likeliest sequence may be right."""
    right = seen = 0
    for lesson, rows in zip(learned, probabilities(teacher, [lesson.text for lesson in learned]), strict=True):
        path = np.array(best_path(np.log(np.maximum(rows, 1e-9))))
        named = (path != TAGS.index("O")) | ~lesson.allowed[:, 0]
        right += int(lesson.allowed[np.arange(len(path)), path][named].sum())
        seen += int(named.sum())
    return right / max(seen, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("encoder", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("recogniser", type=Path, help="pipeline with the recogniser of the corpora's entities")
    parser.add_argument("output", type=Path)
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    rng = random.Random(arguments.seed)  # noqa: S311
    torch.manual_seed(arguments.seed)
    nlp = spacy.load(arguments.recogniser)
    reader = Reader(arguments.encoder, nlp)
    docs = [list(DocBin().from_disk(path).get_docs(nlp.vocab)) for path in (arguments.train, arguments.dev)]
    whole, others = (list(lessons(part, reader)) for part in once(docs[0]))
    batches = [batch for _ in range(math.ceil(arguments.epochs)) for batch in epoch(whole, others, rng)]
    batches = batches[: int(len(batches) * arguments.epochs / math.ceil(arguments.epochs))]
    teacher = Teacher(arguments.encoder / "model.safetensors")
    train(teacher, batches)
    print(f"right tags of names in dev: {right_tags(teacher, list(lessons(docs[1], reader))):.3f}")
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    torch.save(teacher.state_dict(), arguments.output)


if __name__ == "__main__":
    main()
