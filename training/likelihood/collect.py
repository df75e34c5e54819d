"""Collect what speaks for and against names being genes, chemicals or processes, in texts whose annotators marked them.

Run: ``python training/likelihood/collect.py CORPORA OUTPUT [--gold FOLDER ...] [--annotations FOLDER --raw FILE]``
with the folder of corpora of ``training/README.md``. Writes ``fresh.jsonl`` for the parts of corpora that neither
recogniser was trained on and for annotated raw text, and ``seen.jsonl`` for folders of gold records: one row a name,
with its evidence and whether it is right. The annotated raw text counts as fresh if the recogniser that is run was
trained without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import extract
from extract.language.names.likelihood import Likelihood

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from convert_gold import annotated_texts, gold_documents
from entities import Annotated, read_all

#: Parts of corpora, what they mark of our two types, and which of their documents are taken.
FRESH = {
    "cg-dev": ("GENE", "CHEMICAL"),
    "biored-dev": ("GENE", "CHEMICAL"),
    "bc5cdr-dev": ("CHEMICAL",),
    "bc2gm-train": ("GENE",),
}
ALL = ("GENE", "CHEMICAL", "PROCESS")
MOST = 4500  # documents of one part
SETTLED = ("pattern", "abbreviation")  # what these find needs no weighing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--annotations", type=Path, help="annotations of raw text, by offsets")
    parser.add_argument("--raw", type=Path, help="the raw text that they annotate")
    arguments = parser.parse_args()
    nlp = extract.load()
    arguments.output.mkdir(parents=True, exist_ok=True)
    corpora = read_all(arguments.corpora)
    with (arguments.output / "fresh.jsonl").open("w", encoding="utf-8") as file:
        for part, labels in FRESH.items():
            for document in corpora[part][:MOST]:
                write(file, rows(nlp, document, labels))
        if arguments.annotations:
            for name, text, spans, doubtful in annotated_texts(arguments.annotations, arguments.raw):
                document = Annotated("annotated", name, text, tuple(spans))
                write(file, rows(nlp, document, ALL, doubtful))
    with (arguments.output / "seen.jsonl").open("w", encoding="utf-8") as file:
        for name, text, spans in gold_documents(arguments.gold):
            write(file, rows(nlp, Annotated("gold", name, text, tuple(spans)), ALL))


def rows(
    nlp: Language, document: Annotated, labels: tuple[str, ...], doubtful: Iterable[tuple[int, int]] = ()
) -> Iterator[dict]:
    """Yield a row for each name of a document that dictionary or recognisers propose as one of the types.

    Names that overlap `doubtful` spans are left out.
    """
    doc, mentions = nlp.make_doc(document.text), None
    for name, component in nlp.pipeline:
        if name == "resistract_mentions":
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
            yield {"doc": f"{document.corpus}{document.doc_id}", "label": label, "right": right, "evidence": evidence}


def places(doc: Doc, label: str, trimmed) -> set[tuple[int, int]]:
    """Return where a name of the type may stand: token ranges, none inside another."""
    spans = [*doc.spans["lexicon"], *doc.spans["likely"]]
    found = {(span.start, span.end) for span in spans if span.label_ == label}
    found |= {trimmed(doc, ent.start, ent.end) for ent in doc.ents if ent.label_ == label}
    whole = {(a, b) for a, b in found if a < b}
    return {(a, b) for a, b in whole if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in whole)}


def write(file, found: Iterator[dict]) -> None:
    """Write rows as JSON lines."""
    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


if __name__ == "__main__":
    main()
