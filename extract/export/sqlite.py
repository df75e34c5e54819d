"""`sqlite`: a run as one database, for Datasette, DuckDB and SQL by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any

from extract.export import wording
from extract.export.entities import entities
from extract.export.source import Run
from extract.schema import SCHEMA_VERSION, Claim, ClaimEnd, FoundMention, Mention, Triple

Row = tuple[Any, ...]
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY, title TEXT, authors TEXT, journal TEXT, year INTEGER, doi TEXT, pmid TEXT, pmcid TEXT,
    format TEXT, source TEXT);
CREATE TABLE entities (
    key TEXT PRIMARY KEY, curie TEXT, type TEXT, name TEXT, names_seen TEXT, mentions INTEGER, documents INTEGER);
CREATE TABLE mentions (
    id INTEGER PRIMARY KEY, doc_id TEXT REFERENCES documents, entity TEXT REFERENCES entities, text TEXT, start INTEGER,
    "end" INTEGER, state TEXT, direction TEXT);
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY, doc_id TEXT REFERENCES documents, start INTEGER, "end" INTEGER, section TEXT, headings TEXT,
    page INTEGER, text TEXT, UNIQUE (doc_id, start, "end"));
CREATE TABLE claims (
    id TEXT PRIMARY KEY, claim TEXT, subject_key TEXT, subject TEXT, subject_type TEXT, subject_curie TEXT,
    sign INTEGER, object_key TEXT, object TEXT, object_type TEXT, object_curie TEXT, drug TEXT, drug_curie TEXT,
    relation TEXT, kind TEXT, support INTEGER, against INTEGER, hedged INTEGER, documents INTEGER, confidence REAL);
CREATE TABLE triples (
    id TEXT PRIMARY KEY, sentence_id INTEGER REFERENCES sentences, doc_id TEXT REFERENCES documents, claim TEXT,
    subject TEXT, subject_type TEXT, subject_curie TEXT, subject_state TEXT, predicate TEXT, object TEXT,
    object_type TEXT, object_curie TEXT, object_state TEXT, via TEXT, sign INTEGER, negated INTEGER, certainty TEXT,
    kind TEXT, confidence REAL, rule TEXT);
CREATE TABLE supports (claim_id TEXT REFERENCES claims, triple_id TEXT REFERENCES triples, speaks TEXT);
CREATE TABLE mechanisms (triple_id TEXT REFERENCES triples, mechanism_class TEXT);
CREATE TABLE responses (triple_id TEXT REFERENCES triples, drug TEXT, drug_curie TEXT, direction TEXT);
CREATE TABLE contexts (triple_id TEXT REFERENCES triples, type TEXT, name TEXT, curie TEXT);
CREATE TABLE studies (triple_id TEXT REFERENCES triples, label TEXT, doi TEXT, pmid TEXT, text TEXT);
CREATE VIRTUAL TABLE sentences_fts USING fts5 (text, content='sentences', content_rowid='id');
"""
_INDICES = """
CREATE INDEX mentions_by_document ON mentions (doc_id, start);
CREATE INDEX mentions_by_entity ON mentions (entity);
CREATE INDEX triples_by_document ON triples (doc_id);
CREATE INDEX triples_by_subject ON triples (subject);
CREATE INDEX triples_by_object ON triples (object);
DELETE FROM supports WHERE triple_id NOT IN (SELECT id FROM triples);
CREATE INDEX supports_by_claim ON supports (claim_id);
CREATE INDEX supports_by_triple ON supports (triple_id);
CREATE INDEX claims_by_drug ON claims (drug);
CREATE INDEX claims_by_subject ON claims (subject_key);
CREATE INDEX claims_by_object ON claims (object_key);
CREATE INDEX mechanisms_by_triple ON mechanisms (triple_id);
CREATE INDEX responses_by_triple ON responses (triple_id);
CREATE INDEX responses_by_drug ON responses (drug);
CREATE INDEX contexts_by_triple ON contexts (triple_id);
CREATE INDEX studies_by_triple ON studies (triple_id);
INSERT INTO sentences_fts (sentences_fts) VALUES ('rebuild');

-- What raises or lowers resistance to a drug, the best supported first.
CREATE VIEW drug_resistance AS
    SELECT drug, subject, subject_type, subject_curie, CASE sign WHEN 1 THEN 'raises' ELSE 'lowers' END AS effect,
           support, against, documents, confidence, id AS claim_id
    FROM claims WHERE object_type = 'DRUG_RESPONSE' AND drug IS NOT NULL AND sign <> 0
    ORDER BY documents DESC, support DESC, confidence DESC;
-- Each claim of a sentence with the sentence, its place and its paper.
CREATE VIEW evidence AS
    SELECT t.claim, t.sign, t.negated, t.certainty, t.kind, t.confidence, s.text AS sentence, s.section, s.page,
           d.title, d.year, d.doi, d.pmid, d.pmcid, t.doc_id, t.id AS triple_id
    FROM triples t JOIN sentences s ON s.id = t.sentence_id JOIN documents d ON d.doc_id = t.doc_id;
-- Claims that some sentences speak for and others against.
CREATE VIEW disputed AS SELECT * FROM claims WHERE support > 0 AND against > 0 ORDER BY against DESC, support DESC;
-- How many claims each mechanism class has.
CREATE VIEW by_mechanism AS
    SELECT m.mechanism_class, count(DISTINCT t.id) AS triples, count(DISTINCT s.claim_id) AS claims,
           count(DISTINCT t.doc_id) AS documents
    FROM mechanisms m JOIN triples t ON t.id = m.triple_id LEFT JOIN supports s ON s.triple_id = t.id
    GROUP BY 1 ORDER BY 2 DESC;
"""


def write(run: Run, path: Path) -> None:
    """Write the database; see ``docs/EXPORTS.md`` for its tables and views."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        with connection:
            _fill(connection, run)
        connection.executescript(_INDICES)
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, run: Run) -> None:
    _insert(connection, "about", [("schema_version", SCHEMA_VERSION), ("run", str(run.folder.resolve().name))])
    _insert(connection, "documents", _documents(run))
    _insert(connection, "mentions", chain.from_iterable(map(_mention, run.mentions())))
    _insert(connection, "entities", _entities(run))
    for claim in run.claims():
        _insert(connection, "claims", [_claim(claim)])
        _insert(connection, "supports", _supports(claim))
    numbers = count(1)
    sentences: dict[tuple[int, int], int] = {}
    doc_id = None
    for triple in run.triples():
        if triple.doc_id != doc_id:
            doc_id, sentences = triple.doc_id, {}
        place = triple.evidence.start, triple.evidence.end
        if place not in sentences:
            sentences[place] = next(numbers)
            _insert(connection, "sentences", [_sentence(triple, sentences[place])])
        _insert(connection, "triples", [_triple(triple, sentences[place])])
        _insert(connection, "mechanisms", [(triple.id, name) for name in triple.mechanism_class])
        _insert(connection, "responses", _responses(triple))
        _insert(connection, "contexts", _contexts(triple))
        _insert(connection, "studies", [(triple.id, c.label, c.doi, c.pmid, c.text) for c in triple.evidence.citations])


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * _WIDTHS[table])
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - names of this module


_WIDTHS = {
    "about": 2, "documents": 10, "entities": 7, "mentions": 8, "sentences": 8, "claims": 20, "triples": 20,
    "supports": 3, "mechanisms": 2, "responses": 4, "contexts": 4, "studies": 5,
}  # fmt: skip


def _documents(run: Run) -> Iterator[Row]:
    for d in run.documents():
        authors = "; ".join(d.authors)
        yield d.doc_id, d.title, authors, d.journal, d.year, d.doi, d.pmid, d.pmcid, d.format, d.source


def _entities(run: Run) -> Iterator[Row]:
    for e in entities(run.mentions()):
        yield e.key, e.curie, e.type, e.name, "; ".join(e.written), e.mentions, e.documents


def _mention(m: FoundMention) -> Iterator[Row]:
    """Yield the rows of a mention: one, or one for each drug of a response."""
    for end in ClaimEnd.each(m):
        yield None, m.doc_id, end.key, m.text, m.start, m.end, m.state, m.direction


def _claim(c: Claim) -> Row:
    ends = [(end.key, end.norm, end.type, end.curie) for end in (c.subject, c.object)]
    drug = next(((d.norm, d.curie) for end in (c.object, c.subject) for d in end.drugs), (None, None))
    counts = c.support, c.against, c.hedged, c.documents, c.confidence
    return c.id, wording.of_claim(c), *ends[0], c.sign, *ends[1], *drug, c.relation, c.kind, *counts


def _supports(c: Claim) -> Iterator[Row]:
    for speaks, supports in (("for", c.evidence), ("against", c.counter_evidence)):
        yield from ((c.id, support.triple, speaks) for support in supports)


def _sentence(t: Triple, ident: int) -> Row:
    e = t.evidence
    return ident, t.doc_id, e.start, e.end, e.section, " > ".join(e.headings), e.page, e.sentence


def _triple(t: Triple, sentence: int) -> Row:
    ends = [(m.norm, m.type, m.curie, m.state) for m in (t.subject, t.object)]
    via = "; ".join(m.norm for m in t.via) or None
    about = t.sign, t.negated, t.certainty, t.kind, t.confidence, t.rule
    return t.id, sentence, t.doc_id, wording.of_triple(t), *ends[0], t.predicate, *ends[1], via, *about


def _responses(t: Triple) -> list[Row]:
    return [(t.id, drug.norm, drug.curie, m.direction) for m in (t.subject, t.object) for drug in m.drugs or ()]


def _contexts(t: Triple) -> list[Row]:
    c = t.context
    named: tuple[Mention, ...] = (*c.cell_lines, *c.cell_types, *c.diseases, *c.drug_responses)
    return [*((t.id, m.type, m.norm, m.curie) for m in named), *((t.id, "SETTING", name, None) for name in c.settings)]
