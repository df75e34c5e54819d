"""Makers: how a construction drafts its claim."""

from __future__ import annotations

from dataclasses import replace

from extract.language.extensions import cues_of, state_of
from extract.relations import licences, registry
from extract.relations.construct import At
from extract.relations.derive import in_state
from extract.relations.drafting import draft, draft_change, draft_claim
from extract.relations.find import places
from extract.relations.reading import Reading
from extract.relations.records import Candidate, Draft, TriggerMatch
from extract.relations.rules.model import bare_trigger
from extract.relations.special.anchors import sign_of_condition
from extract.schema import State

_SHOWN_BY_HAND = bare_trigger("shows", "promote")  # what was done to cells brings about what they show
_MADE_BY_HAND = bare_trigger("shows", "increase")  # or about how much of it they make
_CHANGED = {"up": bare_trigger("increase", "increase"), "down": bare_trigger("decrease", "decrease")}


@registry.makers("claim")
def claim(reading: Reading, at: At, asked: Candidate) -> Draft | None:
    """Draft a claim as any trigger makes it."""
    return draft(reading, asked)


@registry.makers("change")
def change(reading: Reading, at: At, asked: Candidate) -> Draft | None:
    """Draft an association of what changes, in its new state, with where it changes."""
    return draft_change(reading, asked)


@registry.makers("by-change-of-object")
def by_change_of_object(reading: Reading, at: At, asked: Candidate) -> Draft | None:
    """Draft what the one word says that changes the object: D lowers X in "D treatment revealed decreased X"."""
    mention = asked.object.mention
    cues = [(i, state) for i, state in cues_of(mention) if state in {"up", "down"}]
    cues = [(i, state) for i, state in cues if not mention.start <= i < mention.end]
    if len(cues) != 1:
        return None
    (cue, state), *_ = cues
    match = reading.by_head.get(cue)
    if match is None and reading.graph.tag(cue).startswith("JJ"):  # "showed lower X"
        match = TriggerMatch(_CHANGED[state], "adjective", cue, (cue,))
    if match is None or match.trigger.cls not in {"increase", "decrease", "activate", "inhibit"}:
        return None
    if not licences.role_allowed(reading.rules, match.trigger, "subject", asked.subject):
        return None
    here = asked.object_filler._replace(node=match.head)
    return draft_claim(reading, match, match.trigger.cls, asked.subject, asked.object, here)


@registry.makers("shown")
def shown(reading: Reading, at: At, asked: Candidate) -> Draft | None:
    """Draft the association of who shows something with what is shown, if one of them is in a state.

    Cells and diseases come second: "R cells showed high X" is X (up) with R.
    """
    owner, thing, filler = asked.subject, asked.object, asked.object_filler
    verb = reading.graph.lemma(at.node)
    befell = {"DISEASE": verb in reading.rules.words["acquiring_verbs"], "PROCESS": verb == "undergo"}
    brought = state_of(thing.mention) in {"up", "down"} or befell.get(thing.mention.label_, False)
    if brought and places.is_manipulated(reading, owner):
        made = verb in reading.rules.words["amount_verbs"]
        brings = replace(at.match, trigger=_MADE_BY_HAND if made else _SHOWN_BY_HAND)
        return draft_claim(reading, brings, brings.trigger.cls, owner, thing, filler)
    carrier = owner.mention.label_ in reading.rules.types["carriers"]
    stated, kind = places.is_stated(thing), thing.mention.label_
    known = carrier and (stated or kind == "DRUG_RESPONSE")
    known |= places.is_stated(owner) and (stated or kind in reading.rules.types["outcomes"])
    if not known or (carrier and kind == "PROCESS" and owner.mention.label_ in {"DISEASE", "CELL_LINE"}):
        return None
    pair = (thing, owner) if carrier else (owner, thing)
    return draft_claim(reading, at.match, asked.cls, *pair, filler)


@registry.makers("in-state-of-condition")
def in_state_of_condition(reading: Reading, at: At, asked: Candidate) -> Draft | None:
    """Draft a claim whose subject is in the state that a conditional clause puts it in: "once X is lost, Y rises"."""
    here = asked.object_filler._replace(node=at.node)
    drafted = draft(reading, replace(asked, subject_filler=here, object_filler=here))
    if drafted is None or drafted.relation.subject_state != "none":
        return drafted
    state: State = "up" if sign_of_condition(reading, at, asked.subject) > 0 else "down"
    return in_state(drafted, state, at.node)


@registry.makers("in-own-state")
def in_own_state(reading: Reading, at: At, asked: Candidate) -> Draft | None:
    """Draft a claim whose subject keeps its state even if the parser hung the verb on what puts it there."""
    drafted, state = draft(reading, asked), state_of(asked.subject.mention)
    if drafted is not None and state in {"up", "down"} and drafted.relation.subject_state == "none":
        return draft(reading, replace(asked, subject=replace(asked.subject, distance=1.0)))
    return drafted
