"""Convert CRAFT and GENIA to spaCy's training format under the pipeline's tokeniser."""

import argparse
import random
from pathlib import Path

import spacy
from clauses import Clauses
from prose import Words, reworded
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from trees import Sentence, augmented, chunks, craft_article, genia_abstracts, native_doc, retokenized_doc

CHUNK = 150  # tokens in a training document
REWORDED = 0.5  # of the training documents, once more with other words
PUT_TOGETHER = 6000  # documents of sentences made of the treebanks' phrases


def read_corpora(corpora: Path) -> dict[str, list[list[Sentence]]]:
    """Return texts by split: craft-train, craft-dev, craft-test, genia-train, genia-dev, genia-test."""
    craft = corpora / "CRAFT"
    splits = {}
    for split in ("train", "dev", "test"):
        numbers = (craft / f"articles/ids/craft-ids-{split}.txt").read_text().split()
        splits[f"craft-{split}"] = [
            craft_article(
                craft / f"structural-annotation/dependency/conllu/{number}.conllu", craft / f"articles/txt/{number}.txt"
            )
            for number in numbers
        ]
    trees, raw = corpora / "genia-clearnlp-derived", corpora / "genia-dependency-trees/raw"
    for split in ("train", "dev", "test", "future_use"):
        splits[f"genia-{split}"] = genia_abstracts(
            trees / f"genia_{split}.clear.conllx", trees / f"{split}_per_sentence.pmids", raw / split
        )
    splits["genia-train"] += splits.pop("genia-future_use")
    return splits


def convert(nlp: Language, texts: list[list[Sentence]], *, training: bool, rng: random.Random) -> list[Doc]:
    """Make the documents of one split; training documents come with the treebank's tokens and augmented, too."""
    docs = []
    for chunk in (chunk for text in texts for chunk in chunks(text, CHUNK)):
        docs.append(retokenized_doc(nlp, chunk))
        if training and rng.random() < 0.25:
            docs.append(native_doc(nlp, chunk))
        if training and rng.random() < 0.2:
            docs.append(retokenized_doc(nlp, augmented(chunk, rng)))
    lost = sum(doc is None for doc in docs)
    if lost:
        print(f"left out {lost} of {len(docs)} documents where a token spans a sentence boundary")
    return [doc for doc in docs if doc is not None]


def in_prose(nlp: Language, texts: list[list[Sentence]], rng: random.Random) -> list[Doc]:
    """Make documents with the treebanks' trees in the words of reviews: texts reworded, and sentences put together."""
    words = Words()
    docs = []
    for chunk in (chunk for text in texts for chunk in chunks(text, CHUNK)):
        if rng.random() < REWORDED:
            docs.append(retokenized_doc(nlp, [reworded(sentence, words, rng) for sentence in chunk]))
    clauses = Clauses([sentence for text in texts for sentence in text], words, rng)
    for _ in range(PUT_TOGETHER):
        docs.append(retokenized_doc(nlp, [clauses.sentence() for _ in range(rng.choice((1, 2, 4, 8)))]))
    return [doc for doc in docs if doc is not None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "resistract.Tokenizer.v1"}}})
    rng = random.Random(arguments.seed)  # noqa: S311
    (arguments.output / "trees-train").mkdir(parents=True, exist_ok=True)
    splits = read_corpora(arguments.corpora)
    for name, parts in {
        "trees-train/gold": ("craft-train", "genia-train"),
        "trees-dev": ("craft-dev", "genia-dev"),
        "craft-test": ("craft-test",),
        "genia-test": ("genia-test",),
    }.items():
        docs = [
            doc for part in parts for doc in convert(nlp, splits[part], training=name == "trees-train/gold", rng=rng)
        ]
        if name == "trees-dev":
            docs = docs[::2]
        DocBin(docs=docs).to_disk(arguments.output / f"{name}.spacy")
        print(f"{name}: {len(docs)} documents, {sum(map(len, docs))} tokens")
        if name.endswith("-test"):
            native = [native_doc(nlp, chunk) for text in splits[parts[0]] for chunk in chunks(text, CHUNK)]
            DocBin(docs=native).to_disk(arguments.output / f"{name}-native.spacy")
    docs = in_prose(nlp, splits["craft-train"] + splits["genia-train"], rng)
    DocBin(docs=docs).to_disk(arguments.output / "trees-train" / "prose.spacy")
    print(f"trees-train/prose: {len(docs)} documents, {sum(map(len, docs))} tokens")


if __name__ == "__main__":
    main()
