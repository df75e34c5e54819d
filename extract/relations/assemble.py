"""From relations over a spaCy Doc to records with their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

from extract.language.extensions import direction_of, norm_of, state_of
from extract.relations.kinds import classified
from extract.relations.records import SYMMETRIC, Relation
from extract.schema import (
    Context,
    Evidence,
    Mention,
    Named,
    State,
    TraceStep,
    Trigger,
    Triple,
    content_hash,
)

if TYPE_CHECKING:
    from extract.documents.document import Document

_CONTEXT_FIELDS = {
    "CELL_LINE": "cell_lines",
    "CELL_TYPE": "cell_types",
    "DISEASE": "diseases",
    "DRUG_RESPONSE": "drug_responses",
}


def triples_of(doc: Doc, relations: Iterable[Relation]) -> tuple[Triple, ...]:
    """Return relations of a Doc as records, in their order.

    Offsets are those of the source text of ``doc._.document``, or of ``doc.text`` where no document is set.
    Claims that say the same of the same sentence are merged: the more confident one stays.
    """
    kept: dict[tuple[object, ...], Triple] = {}
    document: Document | None = doc._.document
    shared = _Shared(document)
    for relation in relations:
        triple = triple_of(doc, relation, shared)
        key = (triple.evidence.start, triple.id)
        if key not in kept or kept[key].confidence < triple.confidence:
            kept[key] = triple
    return tuple(kept.values())


def mentions_of(doc: Doc) -> tuple[Mention, ...]:
    """Return every mention of a Doc as a record, in reading order."""
    document = doc._.document
    return tuple(mention_record(ent, state_of(ent), document=document) for ent in doc.ents)


def mention_record(span: Span, state: State = "none", *, document: Document | None = None) -> Mention:
    """Return the record of a mention; offsets are those of the document's source text."""
    start, end = _source(document, span.start_char, span.end_char)
    response = span.label_ == "DRUG_RESPONSE"
    return Mention(
        text=document.text[start:end] if document is not None else span.text,
        type=span.label_,
        norm=norm_of(span) or span.text,
        curie=span._.curie,
        start=start,
        end=end,
        state=state,
        direction=(direction_of(span) or "resistance") if response else None,
        drugs=tuple(span._.drugs) or tuple(Named(norm=name) for name in span._.drug_names) if response else None,
    )


def claim_fields(triple: Triple) -> dict[str, object]:
    """Return what makes a claim what it is, wherever it stands: the basis of its identity."""
    ends = [
        {
            "type": m.type,
            "name": m.curie or m.norm.lower(),
            "state": m.state,
            "direction": m.direction,
            "drugs": sorted(d.curie or d.norm.lower() for d in m.drugs or ()),
        }
        for m in (triple.subject, triple.object)
    ]
    if triple.predicate in SYMMETRIC:
        ends.sort(key=lambda end: (end["type"], end["name"], end["state"]))
    return {
        "doc": triple.doc_id,
        "ends": ends,
        "predicate": triple.predicate,
        "negated": triple.negated,
        "evidence": [triple.evidence.start, triple.evidence.end],
    }


class _Shared:
    """What the claims of a document share, and those of a sentence: where it stands, the settings it reports from."""

    def __init__(self, document: Document | None):
        self.document = document
        self._known: dict[tuple[int, int], tuple[Evidence, tuple[str, ...]]] = {}

    def of_sentence(self, sent: Span) -> tuple[Evidence, tuple[str, ...]]:
        """Return the evidence and the settings of a sentence."""
        place = (sent.start, sent.end)
        if place not in self._known:
            settings = tuple(sent._.settings) if Span.has_extension("settings") else ()
            self._known[place] = _evidence(sent, self.document), settings
        return self._known[place]


def triple_of(doc: Doc, relation: Relation, shared: _Shared | None = None) -> Triple:
    """Return the record of one relation of a Doc; offsets are those of the source text of the document in `shared`."""
    shared = shared or _Shared(None)
    document = shared.document
    sent = relation.sent if relation.sent is not None else relation.subject.sent
    evidence, settings = shared.of_sentence(sent)
    triple = Triple(
        id="",
        doc_id=document.doc_id if document is not None else "",
        subject=mention_record(relation.subject, relation.subject_state, document=document),
        predicate=relation.predicate,
        object=mention_record(relation.object, relation.object_state, document=document),
        via=tuple(mention_record(span, state_of(span), document=document) for span in relation.via),
        sign=relation.sign,
        negated=relation.negated,
        certainty=relation.certainty,
        context=_context(relation, settings, document),
        evidence=evidence,
        trigger=_trigger(doc, relation, document),
        trace=_trace(doc, relation, document),
        rule=relation.rule,
        confidence=round(relation.confidence, 3),
    )
    return classified(triple.model_copy(update={"id": content_hash(claim_fields(triple))}))


def _source(document: Document | None, start: int, end: int) -> tuple[int, int]:
    return document.to_source(start, end) if document is not None else (start, end)


def _context(relation: Relation, settings: tuple[str, ...], document: Document | None) -> Context:
    groups: dict[str, list[Mention]] = {name: [] for name in _CONTEXT_FIELDS.values()}
    for span in relation.context:
        groups[_CONTEXT_FIELDS[span.label_]].append(mention_record(span, state_of(span), document=document))
    return Context(**{name: tuple(values) for name, values in groups.items()}, settings=settings)


def _evidence(sent: Span, document: Document | None) -> Evidence:
    text = sent.text.rstrip()
    start, end = _source(document, sent.start_char, sent.start_char + len(text))
    if document is None:
        return Evidence(text=text, sentence=" ".join(text.split()), start=start, end=end)
    section = document.section_at(start)
    return Evidence(
        text=document.text[start:end],
        sentence=" ".join(text.split()),
        start=start,
        end=end,
        section=section.type if section else "body",
        headings=section.headings if section else (),
        page=document.page(start),
        boxes=document.boxes(start, end),
        citations=document.citations_in(start, end),
        paper=document.paper,
    )


def _trigger(doc: Doc, relation: Relation, document: Document | None) -> Trigger:
    span = doc[min(relation.trigger) : max(relation.trigger) + 1]
    start, end = _source(document, span.start_char, span.end_char)
    return Trigger(text=document.text[start:end] if document is not None else span.text, start=start, end=end)


def _trace(doc: Doc, relation: Relation, document: Document | None) -> tuple[TraceStep, ...]:
    steps = []
    for factor in relation.trace:
        token = doc[factor.token]
        start, end = _source(document, token.idx, token.idx + len(token))
        text = document.text[start:end] if document is not None else token.text
        steps.append(TraceStep(text=text, start=start, end=end, role=factor.role, factor=factor.factor))
    return tuple(steps)
