"""Convert the entity corpora to spaCy's training format.

No corpus marks all types. ``teachers`` writes one training file for each group of corpora that is complete in its
types; ``final`` has the recognisers trained on them fill in, in every corpus, the types it leaves unmarked.
"""

import argparse
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import spacy
from entities import (
    CELL_LINE,
    CELL_TYPE,
    CHEMICAL,
    DISEASE,
    GENE,
    NCRNA,
    ORGANISM,
    UNKNOWN,
    VARIANT,
    Annotated,
    EntitySpan,
    ncrna_or_gene,
    read_all,
    read_raw,
)
from entity_docs import renamed, to_doc, with_references
from spacy.language import Language
from spacy.tokens import DocBin, Span

#: Which corpora teach which types.
TEACHERS = {
    "chemicals-diseases": (("bc5cdr-train", "biored-train"), {CHEMICAL, DISEASE}),
    "genes-cells": (("cg-train",), {GENE, NCRNA, CELL_LINE, CELL_TYPE, ORGANISM, CHEMICAL, DISEASE}),
}
#: Which types are taken from a teacher.
TAUGHT = {"chemicals-diseases": {CHEMICAL, DISEASE}, "genes-cells": {GENE, NCRNA, CELL_LINE, CELL_TYPE, ORGANISM}}

#: Copies of each corpus in the final mix: as it is, and with invented names. BC2GM stays out: its gene spans run over
#: whole phrases ("wild-type LE6", "oIGF-I transcripts").
COPIES = {
    "cg": (4, 2.0),
    "biored": (2, 1.0),
    "anatem": (1, 0.5),
    "pc": (1, 0.5),
    "bc5cdr": (3, 0.75),
    "ncbi": (1, 0.0),
    "jnlpba": (1, 0.1),
    "raw": (1, 0.25),
}

_VARIANT = re.compile(
    r"\b(?:p\.)?(?:[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWYX*]|(?:Ala|Arg|Asn|Asp|Cys|Gl[nuy]|His|Ile|Leu|Lys|Met|Phe|Pro|Ser"
    r"|Thr|Trp|Tyr|Val)\d+(?:[A-Z][a-z]{2}))\b|\brs\d{3,}\b|\bc\.-?\d+[ACGT]>[ACGT]|\b-?\d+[ACGT](?:>|/)[ACGT]\b"
)


_PROCESS = re.compile(
    r"metasta|genesis|genic|hypoxi|inflamma|death|necro|toxic|ischemi|lesion|injur|dysfunction|abnormal", re.IGNORECASE
)


def silver(document: Annotated, teachers: dict[str, Language], checker: Language | None) -> list[EntitySpan]:
    """Spans of the types that the corpus does not mark, as the teachers see them.

    Spans that do not look like their type, and with a `checker` those that only it or only a teacher finds, come
    last and as ``UNKNOWN``.
    """
    found = [ent for name, nlp in teachers.items() for ent in nlp(document.text).ents if ent.label_ in TAUGHT[name]]
    spans = {_silver_span(ent) for ent in found if plausible(ent)}
    doubted = {_silver_span(ent) for ent in found} - spans
    if checker is not None:
        checked = {_silver_span(ent) for ent in checker(document.text).ents if ent.label_ != VARIANT}
        doubted |= spans ^ checked
        spans &= checked
    variants = [(match.start(), match.end(), VARIANT) for match in _VARIANT.finditer(document.text)]
    unknown = [(start, end, UNKNOWN) for start, end, label in sorted(doubted) if label not in document.known]
    return variants + sorted(spans) + unknown


def _silver_span(ent: Span) -> EntitySpan:
    label = ncrna_or_gene(ent.text) if ent.label_ in {GENE, NCRNA} else ent.label_
    return ent.start_char, ent.end_char, label


def plausible(ent: Span) -> bool:
    """Whether the form of a teacher's span speaks for its type.

    A cell line has a digit in its name or the word "cell" in or after it; an organism has no digit; "cells" names
    no type of cell; "metastasis" and "hypoxia" are processes.
    """
    digit = any(character.isdigit() for character in ent.text)
    if ent.label_ == CELL_LINE:
        return digit or "cell" in ent.text or ent.doc[ent.end : ent.end + 1].text.startswith("cell")
    if ent.label_ == CELL_TYPE:
        return ent.text.lower() not in {"cell", "cells", "cellular", "cell line", "cell lines"}
    if ent.label_ == DISEASE:
        return not _PROCESS.search(ent.text)
    return not (ent.label_ == ORGANISM and digit)


def upper(document: Annotated) -> Annotated:
    """Put the document in capitals, as headings and titles are."""
    text = document.text.upper()
    return replace(document, text=text) if len(text) == len(document.text) else document


def final_docs(
    nlp: Language,
    documents: list[Annotated],
    teachers: dict[str, Language],
    checker: Language | None,
    rng: random.Random,
) -> list:
    """Training documents of one corpus, with silver spans, copies and invented names."""
    docs, lost, count = [], 0, 0
    for document in documents:
        filled = silver(document, teachers, checker)
        times, share = COPIES[document.corpus]
        if document.corpus == "cg":
            # It marks cancers, so that a disease it leaves out may or may not be one.
            filled = [(start, end, UNKNOWN if label == DISEASE else label) for start, end, label in filled]
        doc, missed = to_doc(nlp, document, filled)
        lost, count = lost + missed, count + len(document.spans)
        # Gold and silver together, so that invented names replace both.
        gold = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
        unknown = [(token.idx, token.idx + len(token), UNKNOWN) for token in doc if not token.ent_iob_]
        complete = replace(document, spans=tuple(sorted({*gold, *unknown})))
        for _ in range(times):
            docs.append(to_doc(nlp, with_references(complete, rng))[0] if rng.random() < 0.3 else doc)
        while share > 0:
            if rng.random() < share:
                docs.append(to_doc(nlp, renamed(complete, rng))[0])
            share -= 1
        if rng.random() < 0.04:
            docs.append(to_doc(nlp, upper(complete))[0])
    print(f"{documents[0].corpus}: {len(docs)} documents, {lost} of {count} spans do not fit the tokens")
    return docs


def recogniser(path: Path) -> Language:
    """Load a trained recogniser; what a text defines an abbreviation as, it marks it as."""
    nlp = spacy.load(path)
    nlp.add_pipe("resistract_defined_entities")
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=("teachers", "final"))
    parser.add_argument("corpora", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--teachers", type=Path, help="folder with a trained pipeline for each teacher")
    parser.add_argument("--checker", type=Path, help="trained pipeline whose disagreement with a teacher casts doubt")
    parser.add_argument("--raw", type=Path, help="raw text, one paragraph a line, to be marked by the teachers as well")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "resistract.Tokenizer.v1"}}})
    rng = random.Random(arguments.seed)  # noqa: S311
    corpora = read_all(arguments.corpora)
    arguments.output.mkdir(parents=True, exist_ok=True)
    if arguments.stage == "teachers":
        for name, (parts, kinds) in TEACHERS.items():
            chosen = [
                replace(doc, spans=tuple(span for span in doc.spans if span[2] in kinds))
                for part in parts
                for doc in corpora[part]
            ]
            docs = [to_doc(nlp, doc)[0] for doc in chosen] + [to_doc(nlp, renamed(doc, rng))[0] for doc in chosen]
            DocBin(docs=docs).to_disk(arguments.output / f"teacher-{name}.spacy")
        dev = [to_doc(nlp, doc)[0] for name in ("bc5cdr-dev", "cg-dev") for doc in corpora[name][:60]]
        DocBin(docs=dev).to_disk(arguments.output / "teacher-dev.spacy")
        return

    teachers = {name: recogniser(arguments.teachers / name / "model-last") for name in TEACHERS}
    checker = recogniser(arguments.checker) if arguments.checker else None
    if arguments.raw:
        held_out = [doc for name, documents in corpora.items() if name.endswith("-dev") for doc in documents]
        corpora["raw-train"] = read_raw(arguments.raw, held_out)
    docs, dev = [], []
    for name, documents in corpora.items():
        if name.endswith("-train") and documents[0].corpus in COPIES:
            docs += final_docs(nlp, documents, teachers, checker, rng)
        else:
            gold = [to_doc(nlp, document)[0] for document in documents]
            DocBin(docs=gold).to_disk(arguments.output / f"{name}.spacy")
            if name in {"cg-dev", "biored-dev"}:
                dev += gold
    DocBin(docs=docs).to_disk(arguments.output / "entities-train.spacy")
    DocBin(docs=dev).to_disk(arguments.output / "entities-dev.spacy")
    print(Counter(ent.label_ for doc in docs for ent in doc.ents))


if __name__ == "__main__":
    main()
