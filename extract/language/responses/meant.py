"""Which drugs a response is to, where the mention itself does not name them."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from extract.language.candidates import Candidate
from extract.language.responses.finder import GLUED, resisted


def drugs_of(doc: Doc, response: Candidate, mentions: list[Candidate]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return the spans of the drugs of a DRUG_RESPONSE and their names as written.

    A drug named inside the mention is its own. "Both drugs" and "the drug" mean the two, or the one, named last before
    it. A bare word of response takes the drugs of another response in its sentence when all of those name the same.
    """
    if response.drugs:
        spans = tuple(Span(doc, start, end) for start, end in response.drugs)
        return spans, tuple(span.text for span in spans)
    match = GLUED.fullmatch(doc[response.start].lower_)
    if match and response.end == response.start + 1:
        return (), (match["drug"],)
    drug = resisted(doc[response.start].text)
    if drug is not None and response.end == response.start + 1:
        return (), (drug,)
    sentence = doc[response.start].sent
    words = {t.lower_ for t in doc[response.start : response.end]}
    named = [c for c in mentions if c.label == "CHEMICAL" and sentence.start <= c.start < sentence.end]
    before = [c for c in named if c.end <= response.start]
    if "both" in words:
        return _spans(doc, _distinct(doc, before)[-2:])
    if words & {"drug", "agent", "compound"} and words & {"the", "that", "this"}:
        return _spans(doc, _distinct(doc, before)[-1:])
    if response.end - response.start > 1:
        return (), ()
    others = [
        c for c in mentions if c.label == "DRUG_RESPONSE" and c.drugs and sentence.start <= c.start < sentence.end
    ]
    texts = {tuple(doc[a:b].text.lower() for a, b in c.drugs) for c in others}
    if len(texts) == 1:
        spans = tuple(Span(doc, a, b) for a, b in others[0].drugs)
        return spans, tuple(span.text for span in spans)
    return (), ()


def _distinct(doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates with different texts, each at its last place."""
    last = {doc[c.start : c.end].text.lower(): c for c in candidates}
    return sorted(last.values(), key=lambda c: c.start)


def _spans(doc: Doc, candidates: list[Candidate]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    spans = tuple(Span(doc, c.start, c.end) for c in candidates)
    return spans, tuple(span.text for span in spans)
