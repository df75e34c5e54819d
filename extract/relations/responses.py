"""Claims whose predicate is a drug response itself: "X cells were resistant to D", "X sensitizes cells to D"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span

from extract.relations import associations, licences
from extract.relations.find import surface
from extract.relations.find.arguments import Argument
from extract.relations.find.frames import Filler
from extract.relations.find.triggers import TriggerMatch
from extract.relations.rules.model import Trigger

if TYPE_CHECKING:
    from extract.relations.sentence import Draft, Reading

_COPULAS = frozenset({"be", "remain", "appear", "seem", "prove", "stay"})
_SUBORDINATE = frozenset({"relcl", "acl", "advcl"})
_RESPONDS = Trigger(name="responds", **{"class": "associate"}, verb=("respond",))
_SENSITIZES = Trigger(name="sensitizes", **{"class": "promote"}, verb=("sensitize",))


def read(reading: Reading, node: int) -> Iterator[Draft]:
    """Yield what a response says of its subject."""
    graph = reading.graph
    mention = graph.mention(node)
    if mention is None:
        return
    filler = Filler(node, (), ("response",))
    if licences.sensitizes(mention, reading.rules.words["sensitizing_verbs"]):
        match, subjects = TriggerMatch(_SENSITIZES, "verb", node, (node,), "past"), _doers(reading, node, mention)
        subjects = [s for s in subjects if s.mention.label_ not in associations.CARRIERS - {"CELL_TYPE"}]
    else:
        match = TriggerMatch(_RESPONDS, "verb", node, (node,), "past")
        subjects = associations.stated_carriers(reading, _bearers(reading, node))
    for subject in subjects:
        end = Argument(mention, (node,))
        draft = reading.draft(match, match.trigger.cls, subject, end, filler, filler)
        stated = subject.mention._.state in {"up", "down"} and match.trigger is _SENSITIZES
        if draft is not None and stated and draft.relation.subject_state == "none":
            # The parser hung the verb on what puts its subject into its state.
            draft = reading.draft(match, match.trigger.cls, replace(subject, distance=1.0), end, filler, filler)
        if draft is not None:
            yield draft


def _doers(reading: Reading, node: int, mention: Span) -> list[Argument]:
    graph = reading.graph
    start = mention.start
    if start > graph.sent.start and graph.doc[start - 1].tag_.startswith("NN"):  # "an X inhibitor sensitized cells"
        before = surface.to_the_left(reading, start)
        if before is not None:
            return [Argument(m, (m.root.i,), 1.0) for m in reading.arguments.lists.group(before)]
    found = _resolved(reading, node, node)
    if not found and graph.lower(mention.start - 1) in {"and", "but", "also"}:  # "A reverted B and sensitized cells"
        verb = next((a for a in graph.ancestors(node) if graph.is_clause(a) and a < mention.start), None)
        found = _resolved(reading, verb, node) if verb is not None else []
    if not found:
        before = surface.to_the_left(reading, mention.start)
        found = [Argument(before, (before.root.i,), 1.0)] if before is not None else []
    return found


def _bearers(reading: Reading, node: int) -> list[Argument]:
    """Return whose response it is: the subject of the copula or of the verb; none where a trigger governs it."""
    graph = reading.graph
    mention = graph.mention(node)
    top = graph.first_conjunct(node)
    head = graph.head(top)
    if any(h in reading.by_head and graph.is_clause(h) for h in (head, graph.head(head))):
        return []
    if any(graph.lower(kid) == "longer" for kid in graph.kids(node)) or graph.lower(node - 1) == "longer":
        return []
    classed = [
        at.governor
        for at in graph.preps
        if at.target in (node, top) and at.name == "as" and graph.is_clause(at.governor)
    ]
    for verb in classed:  # "were classified as sensitive", "were assessed as not sensitive"
        if graph.lemma(verb) in reading.rules.words["classing_verbs"]:
            tops = graph.kids(verb, "nsubjpass")
            return [a for kid in tops for a in associations.bearers(reading, kid, frozenset({node}))]
    if graph.is_clause(node):
        if graph.doc[node].tag_ == "VBN" and not graph.kids(node, "aux", "auxpass"):
            return []  # "cells adapted to D": which cells are meant
        return [] if graph.dep(top) in _SUBORDINATE else _resolved(reading, node, node)
    if graph.dep(top) in {"acomp", "attr", "oprd"} and graph.lemma(head) in _COPULAS:
        if graph.dep(graph.first_conjunct(head)) in _SUBORDINATE:  # which cells are meant, not what is said of them
            return []
        return [
            a
            for a in _resolved(reading, head, node)
            if a.mention.label_ != "DRUG_RESPONSE" or _other_response(a.mention, mention)
        ]
    if graph.kids(node, "cop", "aux"):
        return [a for kid in graph.kids(node, "nsubj") for a in reading.arguments.resolve(kid)]
    return []


def _other_response(cells: Span, response: Span) -> bool:
    """Tell whether cells known by one response are said to show another: "A-resistant cells are sensitive to B"."""
    return licences.is_carrier(cells) and len(cells) > 1 and cells.start != response.start


def _resolved(reading: Reading, verb: int, node: int) -> list[Argument]:
    return [a for f in reading.roles.surface(verb) for a in associations.bearers(reading, f.node, frozenset({node}))]
