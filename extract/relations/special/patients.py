"""Sources of clinical statements: what those have whose response it is, wherever the sentence says that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.relations import registry
from extract.relations.construct import At
from extract.relations.find import places
from extract.relations.reading import Reading
from extract.relations.records import Argument
from extract.relations.tree.graph import PrepLink

_HIGHEST = 4  # nouns and prepositions from a response up to its verb
_BACK = frozenset({"these", "those", "them", "which", "whom"})
_WHERE = frozenset({"in", "among", "from", "of"})


@registry.sources("those-who-had-it")
def those_who_had_it(reading: Reading, at: At) -> list[Argument]:
    """Find what they have in whom a response came about: V in "led to a response in patients with V"."""
    graph = reading.graph
    nodes = {at.node}
    for above in graph.ancestors(at.node):  # "a lower rate of responses was seen"
        nodes.add(above)
        if graph.is_clause(above) or len(nodes) > _HIGHEST:
            break
    targets = [t.target for t in graph.preps if t.governor in nodes and t.name in {"in", "among"}]
    return _had(_borne(reading, targets, at.exclude))


@registry.sources("those-counted")
def those_counted(reading: Reading, at: At) -> list[Argument]:
    """Find what those have of whom some respond: V in "of 5 with V, 3 had a response", "none of those with V"."""
    graph = reading.graph
    verb = graph.head(at.node) if graph.dep(at.node) in {"dobj", "nsubjpass", "acomp", "oprd"} else at.node
    if not graph.is_clause(verb):
        return []
    found: list[Argument] = []
    for number in graph.kids(verb, "nsubj", "nsubjpass"):
        if graph.mention(number) is None:
            behind = graph.brought(number, "of")
            if any(graph.lower(target) in _BACK for target in behind):
                found += [replace(a, path=(number, *a.path)) for a in _held_before(reading, number, at.exclude)]
            before = [t.target for t in graph.preps_from(graph.first_conjunct(verb)) if _opens(reading, t)]
            found += [replace(a, path=(number, *a.path)) for a in _borne(reading, behind + before, at.exclude)]
        elif number == at.node:
            before = [t.target for t in graph.preps_from(verb) if _opens(reading, t)]
            found += _borne(reading, before, at.exclude)
    return _had(found)


def _held_before(reading: Reading, number: int, exclude: frozenset[int]) -> list[Argument]:
    """Return what those had of whom a later clause speaks: "four lines had V, and three of these were sensitive"."""
    graph = reading.graph
    verbs = [v for v in graph.nodes() if v < number and graph.is_clause(v)]
    verbs = [v for v in verbs if graph.lemma(v) in reading.rules.words["show_verbs"] and not graph.kids(v, "neg")]
    things = [thing for verb in verbs[-1:] for thing in graph.kids(verb, "dobj")]
    return [a for thing in things for a in reading.arguments.resolve(thing, exclude=exclude)]


def _opens(reading: Reading, link: PrepLink) -> bool:
    """Tell whether a preposition says at the start of a clause of whom it speaks: "Of the patients, …"."""
    return link.name in {"of", "out of", "out", "among"} and link.target < link.governor


def _borne(reading: Reading, targets: list[int], exclude: frozenset[int]) -> list[Argument]:
    graph, carriers = reading.graph, reading.rules.words["carrier_nouns"]
    targets = [t for t in targets if graph.lemma(t) in carriers or graph.mention(t) is not None]
    borne = [a for target in targets for a in places.bearers(reading, target, exclude)]
    if _had(borne):
        return borne
    return [a for target in targets for a in reading.arguments.resolve(target, exclude=exclude)]  # "V patients given D"


@registry.sources("had-beside")
def had_beside(reading: Reading, at: At) -> list[Argument]:
    """Find what the same patients had beside: V in "patients with V and a response", "had V and showed a response"."""
    graph = reading.graph
    first = graph.first_conjunct(at.node)
    if first != at.node and not graph.is_clause(first):
        holder = graph.head(first)
        with_it = graph.dep(first) == "pobj" and graph.lower(holder) == "with"
        held = with_it or (graph.dep(first) == "dobj" and _has(reading, holder))
        return _had(reading.arguments.resolve(first, exclude=at.exclude)) if held else []
    verb = graph.head(at.node) if graph.dep(at.node) in {"dobj", "acomp", "oprd"} else at.node
    before = graph.first_conjunct(verb)
    if before == verb or not _has(reading, before) or graph.kids(verb, "nsubj", "nsubjpass"):
        return []
    return _had(a for thing in graph.kids(before, "dobj") for a in reading.arguments.resolve(thing, exclude=at.exclude))


@registry.sources("found-in-those")
def found_in_those(reading: Reading, at: At) -> list[Argument]:
    """Find what was found in those whose response it is: V in "V was detected in a patient who responded to D"."""
    graph, observing = reading.graph, reading.rules.words["observing_verbs"]
    found: list[Argument] = []
    whose = set(_whose(reading, at.node))
    for link in graph.preps:
        if link.target not in whose or link.name not in _WHERE:
            continue
        verb = link.governor if graph.is_clause(link.governor) else graph.head(link.governor)
        if graph.kids(verb, "neg"):
            continue
        seen = graph.lemma(verb) in observing and graph.is_passive(verb)
        labels = ("nsubjpass",) if seen else ("dobj",) if _has(reading, verb) else ()
        found += [a for kid in graph.kids(verb, *labels) for a in reading.arguments.resolve(kid, exclude=at.exclude)]
    return _had(found)


def _whose(reading: Reading, response: int) -> Iterator[int]:
    """Yield the nouns for those who respond: "patients who responded", "patients with resistance"."""
    graph, carriers = reading.graph, reading.rules.words["carrier_nouns"]
    verb = graph.head(response) if graph.dep(response) in {"dobj", "acomp", "oprd"} else response
    nouns = [
        graph.head(node) for node in {response, verb} if graph.dep(node) == "relcl" and not graph.kids(node, "neg")
    ]
    nouns += [link.governor for link in graph.preps_to(response) if link.name == "with"]
    for noun in nouns:
        if graph.lemma(noun) in carriers:
            yield noun
        for link in graph.preps_to(noun):  # "a patient with melanoma who responded"
            if link.name == "with" and graph.lemma(link.governor) in carriers:
                yield link.governor


def _has(reading: Reading, verb: int) -> bool:
    return reading.graph.lemma(verb) in reading.rules.words["holding_verbs"] and reading.graph.is_clause(verb)


def _had(found: Iterable[Argument]) -> list[Argument]:
    return [a for a in found if places.is_stated(a) and a.mention.label_ in {"GENE", "NCRNA", "VARIANT"}]
