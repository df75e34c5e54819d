"""Claims as rows of a table: the columns of `csv`, `xlsx` and `parquet`, readable ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from extract.export import wording
from extract.export.hgvs import hgvs
from extract.export.source import Run, Standing
from extract.schema import Claim, ClaimEnd, Mention, Named, Paper, Triple

Value = str | int | float | bool | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its name, the type of its values, how a claim's value is found, and its width in characters."""

    name: str
    type: type
    value: Callable[[T], Value]
    width: int = 14


class Single(NamedTuple):
    """A claim of a sentence, how its claims stand in the run, the best supported first, and the drugs of its row."""

    triple: Triple
    standings: tuple[Standing, ...]
    drugs: tuple[Named, ...]


class Grouped(NamedTuple):
    """A claim across documents, the papers that speak for it, and the drug that its row is for."""

    claim: Claim
    papers: tuple[tuple[str, Paper], ...]
    drugs: tuple[Named, ...]


def columns(run: Run) -> tuple[Column[Any], ...]:
    """Return the columns of the table that is asked for."""
    return GROUPED if run.options.grouped else SINGLE


def rows(run: Run) -> Iterator[list[Value]]:
    """Yield the rows of the table that is asked for, one value a column."""
    chosen = columns(run)
    for item in _grouped(run) if run.options.grouped else _single(run):
        yield [column.value(item) for column in chosen]


def _single(run: Run) -> Iterator[Single]:
    for triple in run.triples():
        standings = run.standings.of(triple.id)
        drugs = _drugs(triple.subject, triple.object)
        for part in _rows_of(drugs, run):
            keys = {ClaimEnd.response(drug).key for drug in part}
            of_part = tuple(held for held in standings if len(part) == len(drugs) or not keys.isdisjoint(held.ends))
            yield Single(triple, of_part, part)


def _grouped(run: Run) -> Iterator[Grouped]:
    for claim in run.claims():
        ids = dict.fromkeys(support.doc_id for support in (claim.evidence or claim.counter_evidence))
        papers = tuple((doc_id, run.papers.get(doc_id, Paper())) for doc_id in ids)
        for part in _rows_of(_drugs(claim.subject, claim.object), run):
            yield Grouped(claim, papers, part)


def _drugs(*ends: Mention | ClaimEnd) -> tuple[Named, ...]:
    return tuple(drug for end in ends for drug in end.drugs or ())


def _rows_of(drugs: tuple[Named, ...], run: Run) -> Iterable[tuple[Named, ...]]:
    return [(drug,) for drug in drugs] if run.options.by_drug and len(drugs) > 1 else [drugs]


def first_author(paper: Paper) -> str | None:
    """Return the surname of the first author."""
    return paper.authors[0].rpartition(" ")[0] or paper.authors[0] if paper.authors else None


def _joined(values: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


def _names(mentions: Iterable[Mention]) -> str | None:
    return _joined(mention.norm for mention in mentions)


def _variants(*ends: Mention | ClaimEnd) -> str | None:
    return _joined(hgvs(end.norm) for end in ends if end.type == "VARIANT")


def _cited(paper: Paper) -> str | None:
    return " ".join(map(str, filter(None, (first_author(paper), paper.year)))) or None


def _drug_columns() -> tuple[Column[Any], ...]:
    return (
        Column("drug", str, lambda row: _joined(drug.norm for drug in row.drugs), 18),
        Column("drug_curie", str, lambda row: _joined(drug.curie for drug in row.drugs)),
    )


_DRUG, _DRUG_CURIE = _drug_columns()

SINGLE: tuple[Column[Single], ...] = (
    Column("claim", str, lambda row: wording.of_triple(row.triple), 60),
    Column("subject", str, lambda row: row.triple.subject.norm, 18),
    Column("subject_state", str, lambda row: row.triple.subject.state, 8),
    Column("predicate", str, lambda row: row.triple.predicate),
    Column("sign", int, lambda row: row.triple.sign, 6),
    Column("object", str, lambda row: row.triple.object.norm, 24),
    Column("object_state", str, lambda row: row.triple.object.state, 8),
    Column("negated", bool, lambda row: row.triple.negated, 8),
    Column("certainty", str, lambda row: row.triple.certainty, 10),
    Column("via", str, lambda row: _names(row.triple.via)),
    _DRUG,
    Column("kind", str, lambda row: row.triple.kind),
    Column("mechanism_class", str, lambda row: _joined(row.triple.mechanism_class), 24),
    Column("confidence", float, lambda row: row.triple.confidence, 10),
    Column("support", int, lambda row: max((held.support for held in row.standings), default=0), 8),
    Column("against", int, lambda row: max((held.against for held in row.standings), default=0), 8),
    Column("sentence", str, lambda row: row.triple.evidence.sentence, 80),
    Column("opposing_sentences", str, lambda row: _joined(s for held in row.standings for s in held.opposing), 30),
    Column("cell_lines", str, lambda row: _names(row.triple.context.cell_lines)),
    Column("cell_types", str, lambda row: _names(row.triple.context.cell_types)),
    Column("diseases", str, lambda row: _names(row.triple.context.diseases), 18),
    Column("drug_responses", str, lambda row: _names(row.triple.context.drug_responses)),
    Column("settings", str, lambda row: _joined(row.triple.context.settings)),
    Column("document", str, lambda row: row.triple.doc_id, 18),
    Column("title", str, lambda row: row.triple.evidence.paper.title or None, 40),
    Column("first_author", str, lambda row: first_author(row.triple.evidence.paper)),
    Column("year", int, lambda row: row.triple.evidence.paper.year, 6),
    Column("journal", str, lambda row: row.triple.evidence.paper.journal, 18),
    Column("section", str, lambda row: row.triple.evidence.section, 12),
    Column("page", int, lambda row: row.triple.evidence.page, 6),
    Column("doi", str, lambda row: row.triple.evidence.paper.doi, 24),
    Column("pmid", str, lambda row: row.triple.evidence.paper.pmid, 10),
    Column("pmcid", str, lambda row: row.triple.evidence.paper.pmcid, 12),
    Column("cited_studies", str, lambda row: _joined(c.doi or c.label for c in row.triple.evidence.citations), 24),
    Column("subject_type", str, lambda row: row.triple.subject.type),
    Column("subject_curie", str, lambda row: row.triple.subject.curie),
    Column("object_type", str, lambda row: row.triple.object.type),
    Column("object_curie", str, lambda row: row.triple.object.curie),
    _DRUG_CURIE,
    Column("variants", str, lambda row: _variants(row.triple.subject, row.triple.object, *row.triple.via)),
    Column("start", int, lambda row: row.triple.evidence.start, 8),
    Column("end", int, lambda row: row.triple.evidence.end, 8),
    Column("rule", str, lambda row: row.triple.rule),
    Column("triple_id", str, lambda row: row.triple.id, 18),
    Column("claim_id", str, lambda row: _joined(held.claim for held in row.standings), 18),
)

GROUPED: tuple[Column[Grouped], ...] = (
    Column("claim", str, lambda row: wording.of_claim(row.claim), 60),
    Column("subject", str, lambda row: row.claim.subject.norm, 18),
    Column("sign", int, lambda row: row.claim.sign, 6),
    Column("object", str, lambda row: row.claim.object.norm, 24),
    Column("relation", str, lambda row: row.claim.relation),
    Column("predicates", str, lambda row: _joined(row.claim.predicates)),
    _DRUG,
    Column("kind", str, lambda row: row.claim.kind),
    Column("mechanism_class", str, lambda row: _joined(row.claim.mechanism_class), 24),
    Column("confidence", float, lambda row: row.claim.confidence, 10),
    Column("support", int, lambda row: row.claim.support, 8),
    Column("against", int, lambda row: row.claim.against, 8),
    Column("hedged", int, lambda row: row.claim.hedged, 8),
    Column("documents", int, lambda row: row.claim.documents, 10),
    Column("sentence", str, lambda row: (row.claim.evidence or row.claim.counter_evidence)[0].sentence, 80),
    Column("opposing_sentences", str, lambda row: _joined(s.sentence for s in row.claim.counter_evidence), 30),
    Column("via", str, lambda row: _joined(row.claim.via)),
    Column("papers", str, lambda row: _joined(_cited(paper) or doc_id for doc_id, paper in row.papers), 24),
    Column("document_ids", str, lambda row: _joined(doc_id for doc_id, _ in row.papers), 18),
    Column("sections", str, lambda row: _joined(s.section for s in row.claim.evidence), 12),
    Column("pages", str, lambda row: _joined(str(s.page) for s in row.claim.evidence if s.page), 8),
    Column("doi", str, lambda row: _joined(paper.doi for _, paper in row.papers), 24),
    Column("pmid", str, lambda row: _joined(paper.pmid for _, paper in row.papers), 10),
    Column("pmcid", str, lambda row: _joined(paper.pmcid for _, paper in row.papers), 12),
    Column("cited_studies", str, lambda row: _joined(c.doi or c.label for c in row.claim.studies), 24),
    Column("subject_type", str, lambda row: row.claim.subject.type),
    Column("subject_curie", str, lambda row: row.claim.subject.curie),
    Column("object_type", str, lambda row: row.claim.object.type),
    Column("object_curie", str, lambda row: row.claim.object.curie),
    _DRUG_CURIE,
    Column("variants", str, lambda row: _variants(row.claim.subject, row.claim.object)),
    Column("subject_key", str, lambda row: row.claim.subject.key),
    Column("object_key", str, lambda row: row.claim.object.key),
    Column("claim_id", str, lambda row: row.claim.id, 18),
)
