"""Collect what speaks for and against names being genes or chemicals, in texts whose annotators marked them.

Run: ``python training/likelihood/collect.py CORPORA RAW ROWS.jsonl`` with the folder of corpora of
``training/README.md`` and the raw text that ``training/annotations`` and ``benchmarks/mentions`` annotate. Writes one
row a name, with its evidence and whether it is right, for texts that the recogniser was not trained on: passages of raw
text, some of their sentences alone, and the parts of corpora that are held out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import extract
from extract.language.components.mentions import Mentions
from extract.language.names.likelihood import Likelihood

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from convert_gold import annotated_sentences, annotated_texts
from entities import Annotated, read_all

LEARNED = Path(__file__).parents[1] / "annotations"
ANNOTATIONS = (Path(__file__).parents[2] / "benchmarks/mentions", LEARNED / "teacher")
FOLD = 3  # of every ten passages that the recogniser learned from, the one that was left out
#: Parts of corpora, and what they mark of our types.
FRESH = {
    "cg-dev": ("GENE", "CHEMICAL"),
    "biored-dev": ("GENE", "CHEMICAL"),
    "bc5cdr-dev": ("CHEMICAL",),
    "bc2gm-train": ("GENE",),
}
BOTH = ("GENE", "CHEMICAL")
MOST = 400  # documents of one part
ALONE = 1200  # sentences that are read by themselves, too
SETTLED = ("pattern", "abbreviation")  # what these find needs no weighing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("raw", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    nlp = extract.load()
    corpora = read_all(arguments.corpora)
    sentences = [found for folder in ANNOTATIONS for found in annotated_sentences(folder, arguments.raw)]
    random.Random(1).shuffle(sentences)  # noqa: S311
    with arguments.output.open("w", encoding="utf-8") as file:
        for part, labels in FRESH.items():
            for document in corpora[part][:MOST]:
                write(file, "corpus", rows(nlp, document, labels))
        learned = annotated_texts(LEARNED, arguments.raw)
        left_out = [text for number, text in enumerate(learned) if number % 10 == FOLD]
        passages = [found for folder in ANNOTATIONS for found in annotated_texts(folder, arguments.raw)] + left_out
        for kind, texts in (("passage", passages), ("sentence", sentences[:ALONE])):
            for name, text, spans, doubtful in texts:
                write(file, kind, rows(nlp, Annotated("raw", name, text, tuple(spans)), BOTH, doubtful))


def rows(
    nlp: Language, document: Annotated, labels: tuple[str, ...], doubtful: Iterable[tuple[int, int]] = ()
) -> Iterator[dict]:
    """Yield a row for each name of a document that dictionary or recogniser propose as one of the types.

    Names that overlap `doubtful` spans are left out.
    """
    doc, mentions = nlp.make_doc(document.text), None
    for _, component in nlp.pipeline:
        if isinstance(component, Mentions):
            mentions = component
            break
        doc = component(doc)
    found = mentions.find(doc)
    likelihood = Likelihood(doc)
    for label in labels:
        for start, end in sorted(places(doc, label, mentions.names.evidence.trimmed)):
            other = (c for c in found if c.start <= start and end <= c.end)
            if any(c.source in SETTLED or (c.label != label and c.end - c.start > end - start) for c in other):
                continue
            span = doc[start:end]
            if any(a < span.end_char and span.start_char < b for a, b in doubtful):
                continue
            right = any(a < span.end_char and span.start_char < b and type_ == label for a, b, type_ in document.spans)
            evidence = likelihood.evidence(start, end, label)
            name = f"{document.corpus}{document.doc_id}"
            yield {"doc": name, "corpus": document.corpus, "label": label, "right": right, "evidence": evidence}


def places(doc: Doc, label: str, trimmed) -> set[tuple[int, int]]:
    """Return where a name of the type may stand: token ranges, none inside another."""
    spans = [*doc.spans["lexicon"], *doc.spans["likely"]]
    found = {(span.start, span.end) for span in spans if span.label_ == label}
    found |= {trimmed(doc, ent.start, ent.end) for ent in doc.ents if ent.label_ == label}
    whole = {(a, b) for a, b in found if a < b}
    return {(a, b) for a, b in whole if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in whole)}


def write(file, kind: str, found: Iterator[dict]) -> None:
    """Write rows as JSON lines; ``kind`` says what sort of text they are of."""
    file.writelines(json.dumps({"kind": kind} | row, ensure_ascii=False) + "\n" for row in found)


if __name__ == "__main__":
    main()
