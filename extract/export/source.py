"""A run folder as exports read it: records one at a time, those that were asked for."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from extract.export.errors import ExportError
from extract.export.jsonl import read_jsonl
from extract.schema import (
    Claim,
    ClaimEnd,
    DocumentRecord,
    FoundMention,
    Kind,
    MechanismClass,
    Mention,
    Paper,
    Record,
    Triple,
)

R = TypeVar("R", bound=Record)
D = TypeVar("D", FoundMention, Triple)


@dataclass(frozen=True)
class Selection:
    """Which claims: at least this sure, of these kinds and classes (all where empty), with identifiers at both ends."""

    min_confidence: float = 0.0
    kinds: frozenset[Kind] = frozenset()
    classes: frozenset[MechanismClass] = frozenset()
    only_grounded: bool = False

    def takes(self, claim: Triple | Claim) -> bool:
        """Tell whether a claim is wanted."""
        return (
            claim.confidence >= self.min_confidence
            and (not self.kinds or claim.kind in self.kinds)
            and (not self.classes or not self.classes.isdisjoint(claim.mechanism_class))
            and (not self.only_grounded or (grounded(claim.subject) and grounded(claim.object)))
        )


@dataclass(frozen=True)
class Options:
    """What a table holds: claims across documents instead of those of sentences; a row for each drug of a response."""

    grouped: bool = False
    by_drug: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the whole run says of a claim: its id, the keys of its ends, sentences for and against, those against."""

    claim: str
    ends: tuple[str, str]
    support: int
    against: int
    opposing: tuple[str, ...]


class Standings:
    """How claims stand, by the triples that speak for and against them; on disk, so that they take no memory.

    A triple has one claim, or one for each drug of a response.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._store = sqlite3.connect("")  # a file of its own, without a name, that goes with the connection
        weakref.finalize(self, self._store.close)
        self._store.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;
            CREATE TABLE claim (id TEXT, subject TEXT, object TEXT, support INTEGER, against INTEGER, opposing TEXT);
            CREATE TABLE place (triple TEXT, claim INTEGER, speaks_against INTEGER);
            """
        )
        with self._store:
            for number, claim in enumerate(claims, 1):
                opposing = json.dumps(list(dict.fromkeys(support.sentence for support in claim.counter_evidence)))
                row = claim.id, claim.subject.key, claim.object.key, claim.support, claim.against, opposing
                self._store.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", row)
                for against, supports in enumerate((claim.evidence, claim.counter_evidence)):
                    places = ((support.triple, number, against) for support in supports)
                    self._store.executemany("INSERT INTO place VALUES (?, ?, ?)", places)
        self._store.execute("CREATE INDEX by_triple ON place (triple)")

    def of(self, triple: str) -> tuple[Standing, ...]:
        """Return how the claims of a triple stand, the best supported first.

        A sentence that denies one claim and speaks for another belongs to the one that it speaks for.
        """
        found: dict[tuple[str, str], Standing] = {}
        for row in self._store.execute(
            """
            SELECT c.id, c.subject, c.object, c.support, c.against, c.opposing FROM place p
            JOIN claim c ON c.rowid = p.claim WHERE p.triple = ? ORDER BY p.speaks_against, c.rowid
            """,
            (triple,),
        ):
            ends = row[1], row[2]
            found.setdefault(ends, Standing(row[0], ends, row[3], row[4], tuple(json.loads(row[5]))))
        return tuple(sorted(found.values(), key=lambda standing: -standing.support))


@dataclass(frozen=True)
class Paged:
    """A document with what was found in it."""

    record: DocumentRecord
    text: str
    mentions: Sequence[FoundMention]
    triples: Sequence[Triple]


@dataclass(frozen=True)
class Run:
    """A run folder and what is wanted of it. Everything is read when it is asked for, one record at a time."""

    folder: Path
    selection: Selection = field(default_factory=Selection)
    options: Options = field(default_factory=Options)

    def triples(self) -> Iterator[Triple]:
        """Yield the claims of sentences, by document."""
        return (triple for triple in self._read("triples.jsonl", Triple) if self.selection.takes(triple))

    def claims(self) -> Iterator[Claim]:
        """Yield the claims across documents, the best supported first."""
        return (claim for claim in self._read("claims.jsonl", Claim) if self.selection.takes(claim))

    def mentions(self) -> Iterator[FoundMention]:
        """Yield all mentions, by document."""
        return self._read("mentions.jsonl", FoundMention)

    def documents(self) -> Iterator[DocumentRecord]:
        """Yield what is known of each document, without its text, by id."""
        for doc_id in self.doc_ids:
            yield self.document(doc_id)

    def document(self, doc_id: str) -> DocumentRecord:
        """Return what is known of a document."""
        path = self.folder / "documents" / f"{doc_id}.json"
        try:
            return DocumentRecord.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ExportError(f"{path}: cannot be read as a document's record; run resistract run again") from error

    def paged(self) -> Iterator[Paged]:
        """Yield each document with its text, mentions and claims, by id."""
        mentions = _ByDocument(self.mentions())
        triples = _ByDocument(self.triples())
        for doc_id in self.doc_ids:
            text = (self.folder / "documents" / f"{doc_id}.txt").read_bytes().decode("utf-8")
            yield Paged(self.document(doc_id), text, mentions.take(doc_id), triples.take(doc_id))

    @cached_property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents of the run, sorted as its records are."""
        return tuple(sorted(path.stem for path in (self.folder / "documents").glob("*.json")))

    @cached_property
    def papers(self) -> Mapping[str, Paper]:
        """What each document is."""
        fields = Paper.model_fields
        return {record.doc_id: Paper(**{name: getattr(record, name) for name in fields}) for record in self.documents()}

    @cached_property
    def standings(self) -> Standings:
        """How the claims of each triple stand in the whole run."""
        return Standings(self._read("claims.jsonl", Claim))

    @cached_property
    def about(self) -> Mapping[str, object]:
        """What ``run.json`` says."""
        try:
            found: dict[str, object] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
            return found
        except (OSError, ValueError):
            return {}

    def _read(self, name: str, record: type[R]) -> Iterator[R]:
        path = self.folder / name
        try:
            yield from read_jsonl(path, record)
        except FileNotFoundError as error:
            raise ExportError(f"{self.folder} is no run folder: it has no {name}; give the folder of a run") from error
        except ValueError as error:
            raise ExportError(f"{error}; made by another version? run resistract run again") from error


def open_run(folder: str | Path, selection: Selection | None = None, options: Options | None = None) -> Run:
    """Return a run to export.

    Raises
    ------
    ExportError
        If the folder is not that of a run.
    """
    folder = Path(folder)
    if not (folder / "triples.jsonl").is_file():
        raise ExportError(f"{folder} is no run folder: it has no triples.jsonl; give the folder of a run")
    return Run(folder, selection or Selection(), options or Options())


def grounded(end: Mention | ClaimEnd) -> bool:
    """Tell whether an end has an identifier; a drug response has those of its drugs."""
    if end.type == "DRUG_RESPONSE":
        drugs = end.drugs or ()
        return bool(drugs) and all(drug.curie for drug in drugs)
    return end.curie is not None


class _ByDocument(Generic[D]):
    """Records in the order of their documents, handed out a document at a time."""

    def __init__(self, records: Iterator[D]) -> None:
        self._groups: Iterator[tuple[str, Iterator[D]]] = groupby(records, key=attrgetter("doc_id"))
        self._held: tuple[str, list[D]] | None = None

    def take(self, doc_id: str) -> list[D]:
        """Return the records of a document; documents are asked for in order."""
        while self._held is None or self._held[0] < doc_id:
            group = next(self._groups, None)
            if group is None:
                return []
            self._held = (group[0], list(group[1]))
        return self._held[1] if self._held[0] == doc_id else []
