"""Why mentions were found or not: every candidate with its evidence, and what it won or lost by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.language.candidates import Trace
from extract.language.components.mentions import Mentions


@dataclass(frozen=True, slots=True)
class Reading:
    """One candidate for a mention.

    ``start`` and ``end`` are token numbers; ``evidence`` names the sources with their scores, ``reason`` says why it
    ``won`` or not.
    """

    start: int
    end: int
    text: str
    label: str
    evidence: str
    won: bool
    reason: str


def explained(nlp: Language, text: str) -> tuple[Doc, list[Reading]]:
    """Return the annotated Doc of a text and every reading of it, in the order of the text, winners first.

    Parameters
    ----------
    nlp : Language
        A pipeline with the component ``resistract_mentions``.
    text : str
        A sentence or more.
    """
    doc = nlp.make_doc(text)
    trace = Trace()
    for _, component in nlp.pipeline:
        if isinstance(component, Mentions):
            component.find(doc, trace)
        doc = component(doc)
    return doc, readings(doc, trace)


def readings(doc: Doc, trace: Trace) -> list[Reading]:
    """Return the readings that a trace holds, with what became of them in ``doc.ents``."""
    final = {(ent.start, ent.end, ent.label_): ent for ent in doc.ents}
    reasons = {(c.start, c.end, c.label): reason for c, reason in reversed(trace.lost.items())}
    found = []
    for place, candidates in trace.evidence.items():
        start, end, label = place
        evidence = ", ".join(f"{c.source} {c.score:.2f}" for c in sorted(candidates, key=lambda c: -c.score))
        won = place in final
        reason = "kept" if won else reasons.get(place) or _outvoted(place, final)
        found.append(Reading(start, end, doc[start:end].text, label or "none", evidence, won, reason))
    return sorted(found, key=lambda r: (r.start, not r.won, -r.end, r.label))


def _outvoted(place: tuple[int, int, str], final: Mapping[tuple[int, int, str], object]) -> str:
    start, end, _ = place
    for a, b, label in final:
        if a < end and start < b:
            return f"part of the {label}" if b - a > end - start else f"less evidence than for {label}"
    return "too little evidence"
