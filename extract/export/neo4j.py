"""`neo4j`: CSV files with the headers of ``neo4j-admin database import``."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from extract.export.graph import edges, nodes
from extract.export.source import Run
from extract.schema import ClaimEnd

Row = tuple[Any, ...]
_PARTS = ";"  # between the values of an array, as neo4j-admin has it
ENTITIES = ("key:ID(Entity)", "name", "curie", ":LABEL")
DOCUMENTS = (
    "doc_id:ID(Document)", "title", "authors:string[]", "journal", "year:int", "doi", "pmid", "pmcid", ":LABEL",
)  # fmt: skip
CLAIMS = (
    ":START_ID(Entity)", ":TYPE", ":END_ID(Entity)", "claim_id", "claim", "sign:int", "negated:boolean", "kind",
    "mechanism_class:string[]", "predicates:string[]", "support:int", "against:int", "documents:int",
    "confidence:float", "sentences:string[]", "publications:string[]",
)  # fmt: skip
MENTIONS = (":START_ID(Entity)", ":TYPE", ":END_ID(Document)", "times:int")


def write(run: Run, path: Path) -> None:
    """Write entities and documents (nodes), claims and mentions (relationships)."""
    known = nodes(run)
    _file(path / "entities.csv", ENTITIES, ((e.key, e.norm, e.curie, f"Entity;{_label(e)}") for e in known.values()))
    _file(path / "documents.csv", DOCUMENTS, _documents(run))
    _file(path / "claims.csv", CLAIMS, _claims(run))
    _file(path / "mentions.csv", MENTIONS, _mentions(run, known))


def _label(end: ClaimEnd) -> str:
    return "".join(part.title() for part in end.type.split("_"))


def _documents(run: Run) -> Iterable[Row]:
    for d in run.documents():
        yield d.doc_id, d.title, _array(d.authors), d.journal, d.year, d.doi, d.pmid, d.pmcid, "Document"


def _claims(run: Run) -> Iterable[Row]:
    for e in edges(run):
        counts = e.support, e.against, e.documents, e.confidence
        about = e.id, e.claim, e.sign, str(e.negated).lower(), e.kind, _array(e.mechanism_class), _array(e.predicates)
        yield e.source, e.type.upper(), e.target, *about, *counts, _array(e.sentences), _array(e.publications)


def _mentions(run: Run, known: dict[str, ClaimEnd]) -> Iterable[Row]:
    for doc_id, group in groupby(run.mentions(), key=attrgetter("doc_id")):
        counts = Counter(end.key for mention in group for end in ClaimEnd.each(mention))
        yield from ((key, "MENTIONED_IN", doc_id, times) for key, times in counts.items() if key in known)


def _array(values: Iterable[str]) -> str:
    return _PARTS.join(value.replace(_PARTS, ",") for value in values)


def _file(path: Path, header: tuple[str, ...], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
