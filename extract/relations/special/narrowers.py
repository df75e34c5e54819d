"""Narrowers: which of the mentions that a frame reaches it takes."""

from __future__ import annotations

from extract.language.extensions import norm_of
from extract.relations import registry
from extract.relations.find import places
from extract.relations.find.choice import plural
from extract.relations.reading import Reading
from extract.relations.records import Argument, Filler, TriggerMatch


@registry.narrowers("no-other-adjective")
def no_other_adjective(reading: Reading, match: TriggerMatch, filler: Filler, found: list[Argument]) -> list[Argument]:
    """Take nothing of an adjective before a noun that does not name its object: "an X-competitive inhibitor"."""
    graph, node = reading.graph, filler.node
    other = graph.mention(node) is None and graph.pos(node) == "ADJ"
    return [] if other and graph.lower(node) not in reading.rules.words["naming_adjectives"] else found


@registry.narrowers("only-itself")
def only_itself(reading: Reading, match: TriggerMatch, filler: Filler, found: list[Argument]) -> list[Argument]:
    """Take of a list only the first behind a singular noun: "the MEK inhibitor A and B"."""
    return found if plural(reading, match) else [a for a in found if a.mention.root.i == filler.node]


@registry.narrowers("not-subsequent")
def not_subsequent(reading: Reading, match: TriggerMatch, filler: Filler, found: list[Argument]) -> list[Argument]:
    """Take nothing that came later: "with subsequent loss of X"."""
    return [] if places.follows(reading, filler.node) else found


@registry.narrowers("not-set-apart")
def not_set_apart(reading: Reading, match: TriggerMatch, filler: Filler, found: list[Argument]) -> list[Argument]:
    """Take nothing behind a comma: in "activation of A, through loss of B, lowers C" the loss is how A does it."""
    return [] if _set_apart(reading, filler.node, match.head) else found


@registry.narrowers("set-apart")
def set_apart(reading: Reading, match: TriggerMatch, filler: Filler, found: list[Argument]) -> list[Argument]:
    """Take only that whose phrase goes on behind a comma: A in "activation of A, through loss of B, lowers C"."""
    return found if _set_apart(reading, match.head, filler.node) else []


def _set_apart(reading: Reading, target: int, governor: int) -> bool:
    graph = reading.graph
    links = [link for link in graph.preps_to(target) if link.governor == governor]
    return any(graph.lower(link.token - 1) == "," for link in links)


@registry.narrowers("of-both-clauses")
def of_both_clauses(reading: Reading, match: TriggerMatch, filler: Filler, found: list[Argument]) -> list[Argument]:
    """Take the object of the clause behind, which a verb without one has too.

    So it is in "gain of A promoted and its loss suppressed B".

    The verb needs one ("promoted"), or both clauses speak of the same thing ("increased").
    """
    graph, words = reading.graph, reading.rules.words
    i = match.head + 1
    i += graph.lower(i) == ","
    if graph.lower(i) not in words["joining_clauses"]:
        return []
    if not words["changing_alone"] & {graph.lemma(token) for token in match.tokens}:
        return found
    return found if _norms(reading, match.head) & _norms(reading, graph.head(filler.node)) else []


def _norms(reading: Reading, verb: int) -> set[str]:
    """Return the names of what the subject of a verb speaks of."""
    return {norm_of(a.mention) for a in reading.along(verb, "nsubj")}


@registry.narrowers("nearest-apposed")
def nearest_apposed(reading: Reading, match: TriggerMatch, filler: Filler, resolved: list[Argument]) -> list[Argument]:
    """Take the mention right before the comma in "…, D, an inhibitor of X" when the parser reached further back."""
    graph, comma = reading.graph, match.head
    while comma > graph.sent.start and graph.doc[comma].text != "," and match.head - comma < 8:
        comma -= 1
    before = graph.mention(graph.node(comma - 1)) if comma > graph.sent.start else None
    if before is not None and not plural(reading, match):
        nearest = [a for a in resolved if a.mention.start == before.start]
        resolved = nearest or resolved
    if (
        before is None
        or before.label_ not in {"CHEMICAL", "GENE", "NCRNA"}
        or any(a.mention.start == before.start for a in resolved)
    ):
        return resolved
    named = reading.arguments.lists.group(before) if plural(reading, match) else (before,)
    return [Argument(mention, (mention.root.i,), 0.2) for mention in named]
