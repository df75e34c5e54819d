"""Claims across documents: what is said of the same two things, counted, for and against, with the studies cited."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import IO, get_args

from extract.relations.records import SYMMETRIC
from extract.schema import (
    RELATIONS,
    Claim,
    ClaimEnd,
    ClaimRelation,
    Kind,
    MechanismClass,
    Sign,
    Support,
    Triple,
    content_hash,
)

CSV_COLUMNS = (
    "id",
    "subject",
    "subject_type",
    "subject_curie",
    "sign",
    "object",
    "object_type",
    "object_curie",
    "relation",
    "kind",
    "mechanism_class",
    "predicates",
    "support",
    "against",
    "hedged",
    "documents",
    "confidence",
    "via",
    "studies",
    "example",
    "subject_key",
    "object_key",
)

_OPPOSITE: dict[Sign, Sign] = {1: -1, -1: 1, 0: 0}


def pairs(triple: Triple) -> tuple[tuple[ClaimEnd, ClaimEnd], ...]:
    """Return the ends of the claims that a triple makes: one claim, or one for each drug of a response.

    The ends of a symmetric claim are in the order of their keys. Where both ends are responses to several drugs, no
    response is claimed to do something to itself.
    """
    found = {}
    for subject, object_ in product(ClaimEnd.each(triple.subject), ClaimEnd.each(triple.object)):
        turned = triple.predicate in SYMMETRIC and object_.key < subject.key
        pair = (object_, subject) if turned else (subject, object_)
        found[pair[0].key, pair[1].key] = pair
    others = tuple(pair for (left, right), pair in found.items() if left != right)
    return others or tuple(found.values())


def group_claims(triples: Iterable[Triple]) -> list[Claim]:
    """Group triples by (subject key, sign, object key), the best supported first.

    The sign of a claim about a drug response is that towards resistance, so that "A promotes resistance to D" and
    "A inhibits sensitivity to D" are one claim; what is said of the response to several drugs is a claim for each.
    Claims without a sign are kept apart by relation. An end is named as the first triple that has it names it.
    """
    ends: dict[str, ClaimEnd] = {}
    groups: dict[tuple[str, str], list[Triple]] = {}
    for triple in triples:
        for pair in pairs(triple):
            left, right = (ends.setdefault(end.key, end).key for end in pair)
            groups.setdefault((left, right), []).append(triple)
    claims = [
        claim for (left, right), held in groups.items() for claim in claims_between(ends[left], ends[right], held)
    ]
    return sorted(claims, key=rank)


def claims_between(subject: ClaimEnd, object_: ClaimEnd, triples: Iterable[Triple]) -> Iterator[Claim]:
    """Yield the claims that triples about one pair of ends make: one for each sign and relation that is stated."""
    groups: dict[tuple[ClaimRelation, Sign], list[Triple]] = {}
    for triple in triples:
        groups.setdefault((RELATIONS.get(triple.predicate, "effect"), triple.sign), []).append(triple)
    for (relation, sign), members in groups.items():
        opposite = groups.get((relation, _OPPOSITE[sign]), [])
        stated = [t for t in members if not t.negated]
        if not stated and any(not t.negated for t in opposite):
            continue  # counted there as speaking against
        counter = [t for t in members if t.negated]
        if sign:
            counter += [t for t in opposite if not t.negated]
        yield _claim(subject, sign, object_, relation, stated, counter)


def rank(claim: Claim) -> tuple[int, int, float, str]:
    """Return what claims are sorted by: the best supported come first."""
    return -claim.documents, -claim.support, -claim.confidence, claim.id


def _claim(
    subject: ClaimEnd,
    sign: Sign,
    object_: ClaimEnd,
    relation: ClaimRelation,
    stated: Sequence[Triple],
    counter: Sequence[Triple],
) -> Claim:
    best: dict[str, float] = {}
    for triple in stated:
        best[triple.doc_id] = max(best.get(triple.doc_id, 0.0), triple.confidence)
    shown = stated or counter
    predicates = Counter(t.predicate for t in shown)
    kinds = Counter(t.kind for t in sorted(shown, key=lambda t: get_args(Kind).index(t.kind)))
    classes = {name for t in shown for name in t.mechanism_class}
    via = Counter(mention.norm for t in stated for mention in {m.norm: m for m in t.via}.values())
    studies = {c.doi or c.pmid or c.text or c.label: c for t in stated for c in t.evidence.citations}
    return Claim(
        id=content_hash({"subject": subject.key, "sign": sign, "object": object_.key, "relation": relation}),
        subject=subject,
        sign=sign,
        object=object_,
        relation=relation,
        kind=kinds.most_common(1)[0][0],
        mechanism_class=tuple(name for name in get_args(MechanismClass) if name in classes),
        predicates=dict(sorted(predicates.items(), key=lambda item: (-item[1], item[0]))),
        support=len({(t.doc_id, t.evidence.start) for t in stated}),
        against=len({(t.doc_id, t.evidence.start) for t in counter}),
        hedged=sum(t.certainty == "hedged" for t in stated),
        documents=len(best),
        confidence=round(1 - prod(1 - value for value in best.values()), 3),
        via=dict(sorted(via.items(), key=lambda item: (-item[1], item[0]))),
        studies=tuple(studies.values()),
        evidence=tuple(_support(t) for t in stated),
        counter_evidence=tuple(_support(t) for t in counter),
    )


def _support(triple: Triple) -> Support:
    return Support(
        triple=triple.id,
        doc_id=triple.doc_id,
        sentence=triple.evidence.sentence,
        section=triple.evidence.section,
        page=triple.evidence.page,
        predicate=triple.predicate,
        negated=triple.negated,
        certainty=triple.certainty,
        confidence=triple.confidence,
    )


def write_jsonl(claims: Iterable[Claim], stream: IO[str]) -> int:
    """Write claims to a text stream, one JSON object a line; return how many."""
    count = 0
    for claim in claims:
        stream.write(claim.model_dump_json() + "\n")
        count += 1
    return count


def write_csv(claims: Iterable[Claim], stream: IO[str]) -> int:
    """Write claims to a text stream as CSV with a header; return how many."""
    write = csv_writer(stream)
    count = 0
    for claim in claims:
        write(claim)
        count += 1
    return count


def csv_writer(stream: IO[str]) -> Callable[[Claim], None]:
    """Write a header to a text stream, and return what writes claims below it as CSV."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    return lambda claim: writer.writerow(_row(claim))


def _row(claim: Claim) -> list[str | int | float | None]:
    shown = claim.evidence or claim.counter_evidence
    row = [
        claim.id,
        claim.subject.norm,
        claim.subject.type,
        claim.subject.curie,
        claim.sign,
        claim.object.norm,
        claim.object.type,
        claim.object.curie,
        claim.relation,
        claim.kind,
        "; ".join(claim.mechanism_class),
        "; ".join(f"{name} {count}" for name, count in claim.predicates.items()),
        claim.support,
        claim.against,
        claim.hedged,
        claim.documents,
        claim.confidence,
        "; ".join(claim.via),
        "; ".join(study.doi or study.label for study in claim.studies),
        shown[0].sentence,
        claim.subject.key,
        claim.object.key,
    ]
    return [guarded(cell) if isinstance(cell, str) else cell for cell in row]


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
