"""Have teachers read raw text: passages with the probabilities of each tag, for the recogniser to learn.

A third of each probability is what the recogniser itself, as trained before, holds of the tag; the teachers share
the rest.

Left out are the lines that annotations or benchmarks are drawn from, and lines that share eight successive words with
them, with the texts in other folders, or with a corpus's held-out part.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy
import torch
from encoder import Reader, Teacher, probabilities
from entities import read_all, runs
from raw_passages import lines_of, passages
from spacy.tokens import Doc, DocBin

from extract.language.model.recogniser import TAUGHT, Recogniser

AT_ONCE = 4000  # passages
OWN = 1 / 3  # the recogniser's part in the probabilities


def taught(docs: list[Doc], teachers: list[Teacher], reader: Reader, learner: Recogniser) -> Iterator[Doc]:
    """Yield the Docs with what teachers and recogniser hold their tags to be."""
    for start in range(0, len(docs), AT_ONCE):
        part = docs[start : start + AT_ONCE]
        texts = list(reader.read(part))
        told = zip(*(probabilities(teacher, texts) for teacher in teachers), strict=True)
        for doc, voices, own in zip(part, told, learner.predict(part), strict=True):
            mean = sum(voices) / len(voices) * (1 - OWN) + own * OWN
            doc.user_data[TAUGHT] = np.rint(mean * 255).astype("uint8").tobytes()
            yield doc


def teacher_of(weights: Path, encoder: Path) -> Teacher:
    """Return a trained teacher."""
    teacher = Teacher(encoder / "model.safetensors")
    teacher.load_state_dict(torch.load(weights))
    return teacher


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("encoder", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("entities", type=Path, help="pipeline with the recogniser of the corpora's entities")
    parser.add_argument("recogniser", type=Path, help="pipeline with the recogniser of mentions")
    parser.add_argument("output", type=Path)
    parser.add_argument("--teacher", type=Path, action="append", required=True, help="weights of a teacher")
    parser.add_argument("--records", type=Path, action="append", default=[], help="folder of records on lines")
    parser.add_argument("--held-out", type=Path, action="append", default=[], help="folder of texts")
    parser.add_argument("--tokens", type=int, default=2_200_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    nlp = spacy.load(arguments.recogniser)
    learner = nlp.get_pipe("resistract_recogniser")
    known = lines_of(path for folder in arguments.records for path in folder.rglob("*.jsonl"))
    texts = [path.read_text(encoding="utf-8") for folder in arguments.held_out for path in folder.rglob("*.txt")]
    texts += [doc.text for name, docs in read_all(arguments.corpora).items() if name.endswith("-dev") for doc in docs]
    teachers = [teacher_of(weights, arguments.encoder) for weights in arguments.teacher]
    refused = set().union(*map(runs, texts))
    docs = list(passages(nlp, arguments.raw, known, refused, arguments.tokens, arguments.seed))
    reader = Reader(arguments.encoder, spacy.load(arguments.entities))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=taught(docs, teachers, reader, learner), store_user_data=True).to_disk(arguments.output)
    print(len(docs), sum(map(len, docs)))


if __name__ == "__main__":
    main()
