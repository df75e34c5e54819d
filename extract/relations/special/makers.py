"""Makers: how a construction drafts its claim."""

from __future__ import annotations

from dataclasses import replace

from extract.relations import licences, registry
from extract.relations.construct import At
from extract.relations.derive import in_state
from extract.relations.drafting import draft_change, draft_claim
from extract.relations.find import places
from extract.relations.reading import Reading
from extract.relations.records import Argument, Draft, Filler, TriggerMatch
from extract.relations.rules.model import bare_trigger
from extract.relations.special.anchors import sign_of_condition
from extract.schema import State

_SHOWN_BY_HAND = bare_trigger("shows", "promote")  # what was done to cells brings about what they show
_CHANGED = {"up": bare_trigger("increase", "increase"), "down": bare_trigger("decrease", "decrease")}


@registry.makers("claim")
def claim(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft a claim as any trigger makes it."""
    return draft_claim(reading, at.match, cls, subject, object, subject_filler, filler)


@registry.makers("change")
def change(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft an association of what changes, in its new state, with where it changes."""
    return draft_change(reading, at.match, subject, object, subject_filler, filler)


@registry.makers("by-change-of-object")
def by_change_of_object(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft what the one word says that changes the object: D lowers X in "D treatment revealed decreased X"."""
    own = range(object.mention.start, object.mention.end)
    cues = [(i, state) for i, state in object.mention._.state_cues or () if state in {"up", "down"} and i not in own]
    if len(cues) != 1:
        return None
    (cue, state), *_ = cues
    match = reading.by_head.get(cue)
    if match is None and reading.graph.doc[cue].tag_.startswith("JJ"):  # "showed lower X"
        match = TriggerMatch(_CHANGED[state], "adjective", cue, (cue,))
    if match is None or match.trigger.cls not in {"increase", "decrease", "activate", "inhibit"}:
        return None
    if not licences.role_allowed(reading.rules, match.trigger, "subject", subject):
        return None
    here = filler._replace(node=match.head)
    return draft_claim(reading, match, match.trigger.cls, subject, object, here, here)


@registry.makers("shown")
def shown(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft the association of who shows something with what is shown, if one of them is in a state.

    Cells and diseases come second: "R cells showed high X" is X (up) with R.
    """
    owner, thing = subject, object
    verb = reading.graph.lemma(at.node)
    befell = {"DISEASE": verb in reading.rules.words["acquiring_verbs"], "PROCESS": verb == "undergo"}
    brought = thing.mention._.state in {"up", "down"} or befell.get(thing.mention.label_, False)
    if brought and _manipulated(reading, owner):
        brings = replace(at.match, trigger=_SHOWN_BY_HAND)
        return draft_claim(reading, brings, "promote", owner, thing, filler, filler)
    carrier = owner.mention.label_ in reading.rules.types["carriers"]
    stated, kind = places.is_stated(thing), thing.mention.label_
    known = carrier and (stated or kind == "DRUG_RESPONSE")
    known |= places.is_stated(owner) and (stated or kind in reading.rules.types["outcomes"])
    if not known or (carrier and kind == "PROCESS" and owner.mention.label_ in {"DISEASE", "CELL_LINE"}):
        return None
    pair = (thing, owner) if carrier else (owner, thing)
    return draft_claim(reading, at.match, cls, *pair, filler, filler)


def _manipulated(reading: Reading, owner: Argument) -> bool:
    """Tell whether those who show something were changed by hand: "X-null mice", "cells treated with D"."""
    graph, words = reading.graph, reading.rules.words
    if owner.mention.label_ not in {"GENE", "NCRNA", "CHEMICAL"} or len(owner.path) < 2:
        return False
    given = any(graph.lemma(kid) in words["exposing_verbs"] for n in owner.path for kid in graph.kids(n, "acl", "amod"))
    cues = [i for i, state in owner.mention._.state_cues or () if state in {"up", "down"}]
    return given or any({graph.lower(i), graph.lemma(i)} & words["manipulations"] for i in cues)


@registry.makers("in-state-of-condition")
def in_state_of_condition(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft a claim whose subject is in the state that a conditional clause puts it in: "once X is lost, Y rises"."""
    here = filler._replace(node=at.node)
    draft = draft_claim(reading, at.match, cls, subject, object, here, here)
    if draft is None or draft.relation.subject_state != "none":
        return draft
    state: State = "up" if sign_of_condition(reading, at, subject) > 0 else "down"
    return in_state(draft, state, at.node)


@registry.makers("in-own-state")
def in_own_state(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft a claim whose subject keeps its state even if the parser hung the verb on what puts it there."""
    draft = draft_claim(reading, at.match, cls, subject, object, subject_filler, filler)
    if draft is not None and subject.mention._.state in {"up", "down"} and draft.relation.subject_state == "none":
        return draft_claim(reading, at.match, cls, replace(subject, distance=1.0), object, subject_filler, filler)
    return draft
