"""Claims of clauses that state a condition or a way.

"R develops when X is lost", "once X is silenced, Y rises", "cells become resistant by activating X".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.relations import licences
from extract.relations.associations import STATED
from extract.relations.chains import in_state
from extract.relations.find.arguments import Argument
from extract.relations.find.frames import Filler
from extract.relations.find.sign import CLASS_SIGN
from extract.relations.find.triggers import TriggerMatch
from extract.relations.records import PREDICATE_SIGN
from extract.relations.rules.model import Trigger
from extract.schema import State

if TYPE_CHECKING:
    from extract.relations.sentence import Draft, Reading

_ACQUIRED = Trigger(name="acquired-by", **{"class": "promote"}, verb=("acquire",))
_REGAIN = frozenset({"regain", "recover"})
_DEVELOPS_WITH = Trigger(name="develops-with", **{"class": "associate"}, verb=("develop",))


def find(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the claims that conditions and ways make, given those read clause by clause."""
    found: list[Draft] = []
    for node in reading.graph.nodes():
        if reading.graph.is_clause(node):
            found += _acquired_by(reading, node, drafts)
            if _opens_condition(reading, node):
                found += _under(reading, node, [*drafts, *found])
    return found


def _acquired_by(reading: Reading, node: int, drafts: list[Draft]) -> Iterator[Draft]:
    """Read "cells become resistant to D by activating X", "the cells were resistant owing to loss of X"."""
    graph, words = reading.graph, reading.rules.words
    acquired = graph.lemma(node) in words["acquiring_verbs"]
    if not (acquired or graph.lemma(node) in {"be", "remain"}) or any(
        node in d.match.tokens and PREDICATE_SIGN[d.relation.predicate] for d in drafts
    ):
        return
    outcomes = [graph.mention(kid) for kid in graph.kids(node, "acomp", "dobj", "oprd", "attr", "xcomp")]
    outcomes = [m for m in outcomes if m is not None and m.label_ == "DRUG_RESPONSE"]
    if not outcomes:
        return
    match, filler = TriggerMatch(_ACQUIRED, "verb", node, (node,), "past"), Filler(node, (), ("acquired-by",))
    anchors = {node, *(m.root.i for m in outcomes)}
    for link in graph.preps:
        names = words["means"] | {"after", "upon"} if acquired else frozenset()
        if link.governor not in anchors or link.name not in names | words["reasons"]:
            continue
        parts = [link.target, *(kid for kid in graph.kids(link.target, "conj") if graph.is_clause(kid))]
        ways = [a for part in parts for a in reading.arguments.resolve(part, exclude=frozenset({node}))]
        for way in ways:
            for outcome in outcomes:
                if way.mention.label_ in STATED and way.mention.start != outcome.start:
                    end = Argument(outcome, (outcome.root.i,))
                    draft = reading.draft(match, "promote", way, end, filler, filler)
                    if draft is not None:
                        yield draft


def _opens_condition(reading: Reading, node: int) -> bool:
    graph = reading.graph
    if graph.dep(node) not in {"advcl", "ccomp", "dep"} or graph.head(node) == node:
        return False
    marks = {graph.lower(kid) for kid in graph.kids(node, "advmod", "mark", "dep", "prep") if kid < node}
    return bool(marks & {"when", "once", "whenever", "after"})


def _under(reading: Reading, node: int, drafts: list[Draft]) -> Iterator[Draft]:
    """Read what follows from, or holds beside, the change that a conditional clause states."""
    graph = reading.graph
    change, main = reading.by_head.get(node), graph.head(node)
    if graph.kids(node, "neg", "dobj"):
        return
    exclude = frozenset({node} if change is None else change.tokens)
    tops = graph.kids(node, "nsubjpass", "nsubj")
    for cause in (a for top in tops for a in reading.arguments.resolve(top, exclude=exclude)):
        cues = dict(cause.mention._.state_cues or ())
        if cause.mention.label_ == "DRUG_RESPONSE":
            yield from _beside(reading, cause, main)
        elif cause.mention.label_ in STATED and change is not None and change.trigger.cls in CLASS_SIGN:
            yield from _following(reading, node, CLASS_SIGN[change.trigger.cls], cause, main, drafts)
        elif cause.mention.label_ in STATED and cues.get(node) in {"up", "down"}:
            yield from _following(reading, node, 1 if cues[node] == "up" else -1, cause, main, drafts)


def _beside(reading: Reading, response: Argument, main: int) -> Iterator[Draft]:
    """Read "when resistance to D was induced, X rose": X [up] goes with the resistance."""
    graph = reading.graph
    filler = Filler(main, (), ("condition",), weight=0.8)
    match = TriggerMatch(_DEVELOPS_WITH, "verb", main, (main,), "past")
    verbs = [main, *(kid for kid in graph.kids(main, "conj") if graph.is_clause(kid))]
    for verb in verbs:
        for top in graph.kids(verb, "nsubj", "nsubjpass"):
            for thing in reading.arguments.resolve(top):
                if thing.mention.label_ in STATED and thing.mention._.state in {"up", "down"}:
                    draft = reading.draft(match, "associate", thing, response, filler, filler)
                    if draft is not None:
                        yield draft


def _following(
    reading: Reading, change: int, sign: int, cause: Argument, main: int, drafts: list[Draft]
) -> Iterator[Draft]:
    """Read "R develops when X is lost", "once X is lost, Y rises"; "X promotes R when it is raised" names its state."""
    graph = reading.graph
    filler = Filler(change, (), ("condition",), weight=0.8)
    effect = reading.by_head.get(main)
    state: State = "up" if sign > 0 else "down"
    tops = graph.kids(main, "nsubj", "nsubjpass")
    exclude = frozenset({main, change})
    if graph.lemma(main) in reading.rules.words["arising_verbs"]:
        match, cls, ends = (
            TriggerMatch(_ACQUIRED, "verb", main, (main,), "past"),
            "promote",
            {"DRUG_RESPONSE", "PROCESS"},
        )
    elif effect is not None and effect.trigger.cls in CLASS_SIGN and not graph.kids(main, "dobj"):
        match, cls, ends = effect, effect.trigger.cls, set(STATED) | {"DRUG_RESPONSE"}
        if any(main in d.match.tokens and PREDICATE_SIGN[d.relation.predicate] for d in drafts):
            return
    elif graph.lemma(main) in _REGAIN | reading.rules.words["acquiring_verbs"]:
        responses = [graph.mention(kid) for kid in graph.kids(main, "dobj", "acomp")]
        match = TriggerMatch(_ACQUIRED, "verb", main, (main,), "past")
        for response in (m for m in responses if m is not None and m.label_ == "DRUG_RESPONSE"):
            draft = reading.draft(match, "promote", cause, Argument(response, (response.root.i,)), filler, filler)
            if draft is not None:
                yield in_state(draft, state, change) if draft.relation.subject_state == "none" else draft
        return
    else:
        return
    things = [a for top in tops for a in reading.arguments.resolve(top, exclude=exclude)]
    for thing in things:
        if thing.mention.label_ not in ends or thing.mention.start == cause.mention.start:
            continue
        if not licences.role_allowed(match.trigger, "object", thing):
            continue
        draft = reading.draft(match, cls, cause, thing, filler, filler)
        if draft is not None:
            yield in_state(draft, state, change) if draft.relation.subject_state == "none" else draft
