"""Claims that follow from other claims of a sentence."""

from __future__ import annotations

from dataclasses import replace

from extract.relations import registry
from extract.relations.reading import Reading
from extract.relations.records import Draft, Factor, net_sign
from extract.schema import State


def derive(reading: Reading, stage: str, drafts: list[Draft]) -> list[Draft]:
    """Return the claims of a sentence with those that the derivations of a stage make of them, in their order."""
    for entry in reading.rules.derivations:
        if entry.stage == stage:
            drafts = registry.derivations.get(entry.name)(reading, drafts)
    return drafts


def in_state(draft: Draft, state: State, cue: int) -> Draft:
    """Put the subject of a claim in a state that a token outside its own phrase gives it."""
    relation = draft.relation
    if relation.subject_state == state:
        return draft
    sign = net_sign(relation.predicate, relation.subject, state, relation.object, relation.object_state)
    trace = (*relation.trace, Factor(cue, "subject_state", -1 if state == "down" else 1))
    return replace(draft, relation=replace(relation, subject_state=state, sign=sign, trace=trace))
