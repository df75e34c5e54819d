"""Claims that follow from other claims of a sentence."""

from __future__ import annotations

from dataclasses import replace

from extract.relations.records import Draft, Factor, net_sign
from extract.schema import State


def in_state(draft: Draft, state: State, cue: int) -> Draft:
    """Put the subject of a claim in a state that a token outside its own phrase gives it."""
    relation = draft.relation
    if relation.subject_state == state:
        return draft
    sign = net_sign(relation.predicate, relation.subject, state, relation.object, relation.object_state)
    trace = (*relation.trace, Factor(cue, "subject_state", -1 if state == "down" else 1))
    return replace(draft, relation=replace(relation, subject_state=state, sign=sign, trace=trace))
