"""Claims across documents as edges between entities: what the graph formats share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.export import wording
from extract.export.source import Run
from extract.schema import Claim, ClaimEnd, ClaimRelation, Sign

_TYPES: dict[tuple[ClaimRelation, Sign], str] = {
    ("effect", 1): "promotes",
    ("effect", -1): "inhibits",
    ("effect", 0): "affects",
    ("regulation", 1): "promotes",
    ("regulation", -1): "inhibits",
    ("regulation", 0): "regulates",
    ("association", 1): "positively_associated_with",
    ("association", -1): "negatively_associated_with",
    ("association", 0): "associated_with",
}
_ALWAYS: dict[ClaimRelation, str] = {"binding": "binds", "combination": "combines_with"}


@dataclass(frozen=True, slots=True)
class Edge:
    """A claim between two entities, by their keys. Lists hold one value a sentence or paper, each value once."""

    id: str
    source: str
    target: str
    type: str
    sign: Sign
    negated: bool
    claim: str
    kind: str
    mechanism_class: tuple[str, ...]
    predicates: tuple[str, ...]
    support: int
    against: int
    documents: int
    confidence: float
    sentences: tuple[str, ...]
    publications: tuple[str, ...]


def predicate(claim: Claim) -> str:
    """Return the predicate that most sentences of a claim have."""
    return next(iter(claim.predicates))


def edge_type(claim: Claim) -> str:
    """Return what an edge is called: the net effect of the source on the target, or the relation where none is said."""
    if predicate(claim) == "treats":
        return "treats"
    return _ALWAYS.get(claim.relation) or _TYPES[claim.relation, claim.sign]


def edges(run: Run) -> Iterator[Edge]:
    """Yield the claims of a run as edges, the best supported first. A claim that is only denied is ``negated``."""
    for claim in run.claims():
        shown = claim.evidence or claim.counter_evidence
        yield Edge(
            id=claim.id,
            source=claim.subject.key,
            target=claim.object.key,
            type=edge_type(claim),
            sign=claim.sign,
            negated=not claim.support,
            claim=wording.of_claim(claim),
            kind=claim.kind,
            mechanism_class=claim.mechanism_class,
            predicates=tuple(claim.predicates),
            support=claim.support,
            against=claim.against,
            documents=claim.documents,
            confidence=claim.confidence,
            sentences=tuple(dict.fromkeys(support.sentence for support in shown)),
            publications=publications(run, claim),
        )


def publications(run: Run, claim: Claim) -> tuple[str, ...]:
    """Return the papers that a claim stands in, as ``PMID:1``, ``PMC:PMC1`` or ``doi:10.1``, where it has one."""
    shown = claim.evidence or claim.counter_evidence
    return tuple(filter(None, dict.fromkeys(publication(run, support.doc_id) for support in shown)))


def publication(run: Run, doc_id: str) -> str | None:
    """Return a document's first identifier as a CURIE, None if it has none."""
    paper = run.papers.get(doc_id)
    if paper is None:
        return None
    if paper.pmid:
        return f"PMID:{paper.pmid}"
    if paper.pmcid:
        return f"PMC:{paper.pmcid}"
    return f"doi:{paper.doi}" if paper.doi else None


def nodes(run: Run) -> dict[str, ClaimEnd]:
    """Return the entities at the ends of a run's claims by their keys, in the order of the claims."""
    found: dict[str, ClaimEnd] = {}
    for claim in run.claims():
        found.setdefault(claim.subject.key, claim.subject)
        found.setdefault(claim.object.key, claim.object)
    return found
