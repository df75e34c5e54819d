"""Where something is said to hold or change, whose state it is, and what was done before."""

from __future__ import annotations

from dataclasses import replace

from extract.language.extensions import cues_of, direction_of, norm_of, state_of
from extract.language.names.constructs import split
from extract.relations.reading import Reading
from extract.relations.records import Argument

_BEARING = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE"})
# What cells or patients have, are given, or were made by.
_LINES = ("", "appos {$carrier_nouns} ", "<appos {$carrier_nouns} ")  # "WM266, a line with V", "the line WM266, with V"
_HELD = (
    *(f"{line}acl|relcl without[neg] {{$holding_verbs}} dobj" for line in _LINES),
    "relcl @passive without[neg] with[prep:in|within] nsubjpass",  # "tumours in which V was found"
    "conj {$holding_verbs} dobj",  # "a man with leukemia and harboring V"
    "appos acl {$holding_verbs} dobj {$carrier_nouns} <dobj <acl",  # "WM266, a V expressing line"
)
_BORNE = tuple(f"{line}prep[$bearing]" for line in _LINES)
_GIVEN = ("amod|acl {$exposing_verbs} npadvmod|compound|nmod", "amod|acl {$exposing_verbs} prep[with|to]")
_MADE = (
    "amod|acl npadvmod|compound|nmod",
    "amod|acl {$wanting} prep[in|for]",
    "compound|nmod {$manipulations} npadvmod|compound|nmod",
)
_CARRIERS = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE", "DRUG_RESPONSE"})


def follows(reading: Reading, node: int) -> bool:
    """Tell whether a noun says itself that it comes later: "with subsequent loss of X"."""
    graph = reading.graph
    return any(graph.lower(kid) in reading.rules.words["subsequent"] for kid in graph.kids(node, "amod"))


def causes_of(
    reading: Reading, nodes: list[int], exclude: frozenset[int], prepositions: frozenset[str]
) -> list[Argument]:
    """Return what was done before: "after D treatment", "upon X knockdown", "in the absence of X"."""
    found: list[Argument] = []
    for link in reading.graph.preps:
        if link.governor not in nodes or link.name not in prepositions or follows(reading, link.target):
            continue
        acts = link.name in {"in response to", "without", "in the absence of", "in the presence of"}
        acts |= reading.graph.lemma(link.target) in reading.rules.words["treatment_nouns"]
        found += [
            a
            for a in reading.arguments.resolve(link.target, exclude=exclude)
            if acts or state_of(a.mention) != "none" or a.mention.label_ == "CHEMICAL"
        ]
    return found


def is_stated(argument: Argument) -> bool:
    """Tell whether a thing is in a condition of its own: changed, or a variant."""
    mention = argument.mention
    fused = mention.label_ == "GENE" and "::" in norm_of(mention)
    return mention.label_ == "VARIANT" or fused or state_of(mention) != "none"


def places_of(reading: Reading, nodes: list[int], exclude: frozenset[int]) -> list[Argument]:
    """Return the carriers that hang on some nodes by "in", "within", "among"."""
    found: list[Argument] = []
    groups = reading.rules.words["group_nouns"]
    for link in reading.graph.preps:
        if reading.graph.lower(link.target) in {"which", "whom"}:
            continue
        if link.governor in nodes and link.name in {"in", "within", "among", "inside", "on", "across"}:
            here = _told_apart(reading, link.target) or _in_organs(reading, link.target, exclude)
            resolved = [] if here else reading.arguments.resolve(link.target, exclude=exclude)
            told = _CARRIERS | {"PROCESS"} if reading.graph.lemma(link.target) in groups else _CARRIERS
            found += here + [a for a in resolved if a.mention.label_ in told]
    return by_response(reading, found)


def bearers(reading: Reading, node: int, exclude: frozenset[int]) -> list[Argument]:
    """Return what a noun phrase speaks of: X in its state for "X-silenced cells", else what any argument would be."""
    return _stated_cells(reading, node, exclude) or reading.arguments.resolve(node, exclude=exclude)


def had_by(reading: Reading, node: int, exclude: frozenset[int]) -> list[Argument]:
    """Return what some cells or patients have: V in "patients with V", "V patients given D"."""
    borne = bearers(reading, node, exclude)
    had = any(is_stated(a) and a.mention.label_ in {"GENE", "NCRNA", "VARIANT"} for a in borne)
    return borne if had else reading.arguments.resolve(node, exclude=exclude)


def _stated_cells(reading: Reading, node: int, exclude: frozenset[int]) -> list[Argument]:
    graph = reading.graph
    words = reading.rules.words
    own = graph.mention(node)
    if graph.lemma(node) not in words["carrier_nouns"] if own is None else own.label_ not in _BEARING:
        return []
    held = [a for a in reading.along(node, *_HELD, exclude=exclude) if is_stated(a)]
    inside = (*_BORNE, "compound|nmod") if own is None else _BORNE  # "Tlr4-/- mice"
    held += [a for a in reading.along(node, *inside, exclude=exclude) if _is_altered(a)]
    if not held and own is None:
        held = _behind(reading, node + 1)
    if held:
        return [replace(a, path=(node, *a.path)) for a in held]
    given = reading.along(node, *_GIVEN, exclude=exclude)
    found = [a for a in given if state_of(a.mention) != "none" or a.mention.label_ in reading.rules.types["substances"]]
    found = found or [a for a in reading.along(node, *_MADE, exclude=exclude) if state_of(a.mention) != "none"]
    return [replace(a, path=(node, *a.path), distance=a.distance + 0.2) for a in found[:1]]


def _in_organs(reading: Reading, node: int, exclude: frozenset[int]) -> list[Argument]:
    """Return what cells or patients have, those behind their organs, too: "in the lungs of Tlr4-/- mice"."""
    here = _stated_cells(reading, node, exclude)
    if here or reading.graph.lemma(node) not in reading.rules.words["organ_nouns"]:
        return here
    owners = reading.reach(node, "prep[of|from]")
    return [replace(a, path=(node, *a.path)) for owner in owners for a in _stated_cells(reading, owner, exclude)]


def _is_altered(argument: Argument) -> bool:
    return argument.mention.label_ in {"GENE", "NCRNA", "VARIANT"} and is_stated(argument)


def is_manipulated(reading: Reading, owner: Argument) -> bool:
    """Tell whether those who show something were changed by hand: "X-null mice", "cells treated with D"."""
    graph, words = reading.graph, reading.rules.words
    if owner.mention.label_ not in {"GENE", "NCRNA", "CHEMICAL"} or len(owner.path) < 2:
        return False
    given = any(graph.lemma(kid) in words["exposing_verbs"] for n in owner.path for kid in graph.kids(n, "acl", "amod"))
    cues = [i for i, state in cues_of(owner.mention) if state in {"up", "down"}]
    named = any(split(graph.doc[i].text) for i in cues)  # "Trp53-/- mice"
    return given or named or any({graph.lower(i), graph.lemma(i)} & words["manipulations"] for i in cues)


def the_resistant(owners: list[Argument]) -> list[Argument]:
    """Leave out the sensitive of "a comparison of sensitive and resistant cells showed", where the change is new."""
    directions = {direction_of(a.mention) for a in owners if a.mention.label_ == "DRUG_RESPONSE"}
    if directions != {"resistance", "sensitivity"}:
        return owners
    return [a for a in owners if direction_of(a.mention) != "sensitivity"]


def _told_apart(reading: Reading, node: int) -> list[Argument]:
    """Return the response in "cells that had become resistant to D", denied for "patients who did not respond to D"."""
    ends = reading.reach(node, "relcl acomp|oprd|attr|dobj? is[DRUG_RESPONSE]")
    return [Argument(reading.graph.named[end], (reading.graph.named[end].root.i,), 0.1) for end in ends]


def by_response(reading: Reading, carriers: list[Argument]) -> list[Argument]:
    """Say of "D-resistant HepG2 and HuH-7 cells" what they are told apart by: the response."""
    responses = [a for a in carriers if a.mention.label_ == "DRUG_RESPONSE"]
    if responses:
        return responses
    starts = {a.mention.start for a in carriers if a.mention.label_ in _CARRIERS}
    before = {m.end: m for m in reading.graph.mentions if m.label_ == "DRUG_RESPONSE"}
    for start in sorted(starts):
        for end in (start, start - 1):
            if end in before and (end == start or reading.graph.lower(end) in {"human", "advanced", "cell"}):
                return [Argument(before[end], (before[end].root.i,), 0.1)]
    return carriers


def stated_carriers(reading: Reading, carriers: list[Argument]) -> list[Argument]:
    """Say of "VEGFA-amplified HCC" what its adjective says: VEGFA, in its state."""
    graph = reading.graph
    for carrier in carriers:
        if carrier.mention.label_ not in {"DISEASE", "CELL_LINE", "CELL_TYPE"}:
            continue
        for mention in graph.mentions:
            gap = carrier.mention.start - mention.end
            joined = 1 < gap < 5 and graph.tag(mention.end) == "HYPH"
            if (joined and state_of(mention) != "none") or (0 <= gap < 4 and mention.label_ == "VARIANT"):
                return [Argument(mention, (mention.root.i,), 0.2)]
    return carriers


def _behind(reading: Reading, i: int) -> list[Argument]:
    """Return what stands behind a word for having it, if no verb and no comma stand between."""
    graph, words = reading.graph, reading.rules.words
    if i >= graph.sent.end:
        return []
    holding = graph.tag(i) == "VBG" and graph.lemma(i) in words["holding_verbs"]
    if not holding and graph.lower(i) not in words["bearing"]:
        return []
    for mention in graph.mentions:
        between = range(i + 1, mention.start)
        if mention.start <= i or len(between) > 10:
            continue
        own = [j for j in between if graph.mention(graph.node(j)) is None]
        if any(graph.tag(j) in {"VBD", "VBZ", "VBP"} or graph.lower(j) in {",", ";"} for j in own):
            break
        argument = Argument(mention, (mention.root.i,), 0.4)
        if mention.label_ in {"GENE", "VARIANT"} and is_stated(argument):
            return [argument]
    return []
