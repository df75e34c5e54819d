"""Sources: where constructions find their arguments, for what no path can say."""

from __future__ import annotations

from extract.relations import licences, registry
from extract.relations.construct import At
from extract.relations.find import places, surface
from extract.relations.reading import Reading
from extract.relations.records import Argument


@registry.sources("places")
def places_here(reading: Reading, at: At) -> list[Argument]:
    """Find where something changes: "in R cells", "among patients who relapsed"."""
    nodes = [*at.nodes, at.match.head, *at.match.tokens, *at.filler.climbed]
    return places.places_of(reading, nodes, at.exclude)


@registry.sources("places-of-thing")
def places_of_thing(reading: Reading, at: At) -> list[Argument]:
    """Find where the subject is, at the verb or within its own phrase; "X-amplified tumours" are X in its state."""
    if at.subject is None:
        return []
    exclude = at.exclude | {at.subject.mention.root.i}
    found = places.places_of(reading, [at.node, *at.subject.path], exclude)
    return places.stated_carriers(reading, found)


@registry.sources("places-of-phrase")
def places_of_phrase(reading: Reading, at: At) -> list[Argument]:
    """Find where a thing is, within the noun phrase that it stands in: "increased X expression in R cells"."""
    graph = reading.graph
    nodes = [graph.first_conjunct(at.node)]
    while True:
        node = nodes[-1]
        head, dep = graph.head(node), graph.dep(node)
        if dep == "pobj" and graph.lower(head) in {"of", "in"}:
            head = graph.head(head)
        elif dep not in {"compound", "nmod", "amod", "poss"}:
            break
        if graph.is_clause(head) or graph.mention(head) is not None or head in nodes:
            break
        nodes.append(graph.first_conjunct(head))
    return places.places_of(reading, nodes, at.exclude)


@registry.sources("companions")
def companions(reading: Reading, at: At) -> list[Argument]:
    """Find what a change goes along with: "X rises with tumour progression", "X was up during hypoxia"."""
    return [
        a
        for link in reading.graph.preps
        if link.governor in {at.match.head, *at.match.tokens, *at.filler.climbed} and link.name in {"with", "during"}
        for a in reading.arguments.resolve(link.target, exclude=at.exclude)
        if a.mention.label_ in {"PROCESS", "DISEASE", "DRUG_RESPONSE"}
    ]


@registry.sources("shared-places")
def shared_places(reading: Reading, at: At) -> list[Argument]:
    """Find the place that a later clause names for both: "A were down, while B were up in R cells"."""
    graph, match = reading.graph, at.match
    for other in reading.matches:
        if other.head <= match.head or other.form != "verb" or other.trigger.cls not in {"increase", "decrease"}:
            continue
        linked = graph.first_conjunct(other.head) == graph.first_conjunct(match.head) or (
            graph.dep(other.head) in {"advcl", "conj"} and graph.head(other.head) == match.head
        )
        condition = any(
            graph.lower(kid) in {"when", "once", "after"} for kid in graph.kids(other.head, "advmod", "mark")
        )
        if linked and not condition and graph.is_passive(other.head):
            return places.places_of(reading, [other.head], frozenset(other.tokens))
    return []


@registry.sources("causes")
def causes(reading: Reading, at: At) -> list[Argument]:
    """Find what was done before: "after D treatment", "upon X knockdown", "in the absence of X"."""
    nodes = [*at.nodes, reading.graph.first_conjunct(at.node)] if at.construction.cls == "trigger" else list(at.nodes)
    return places.causes_of(reading, nodes, at.exclude, at.prepositions)


@registry.sources("showers")
def showers(reading: Reading, at: At) -> list[Argument]:
    """Find who shows something: the resistant cells, X for "cells with X gain", not who only analysed them."""
    graph = reading.graph
    found = [a for f in reading.roles.surface(at.node) for a in places.bearers(reading, f.node, at.exclude)]
    found = places.stated_carriers(reading, places.the_resistant(places.by_response(reading, found)))
    if graph.lemma(at.node) in reading.rules.words["finding_verbs"]:  # "analysis of R cells identified high X"
        found = [a for a in found if a.mention.label_ in {"DRUG_RESPONSE", "DISEASE"} or places.is_stated(a)]
    return found


@registry.sources("sensitizers")
def sensitizers(reading: Reading, at: At) -> list[Argument]:
    """Find what sensitizes, in the tree or to the left of the verb."""
    graph, node = reading.graph, at.node
    mention = graph.mention(node)
    if mention is None:
        return []
    start = mention.start
    behind_noun = start > graph.sent.start and graph.tag(start - 1).startswith("NN")
    if behind_noun and graph.dep(graph.node(start - 1)) != "pobj":  # "an X inhibitor sensitized cells"
        before = surface.to_the_left(reading, start)
        if before is not None:
            return [Argument(m, (m.root.i,), 1.0) for m in reading.arguments.lists.group(before)]
    if graph.kids(node, "auxpass"):  # "cells were sensitized to D by X"
        return reading.along(node, "prep[by]", exclude=frozenset({node}))
    found = _bearers_of(reading, node, node)
    if not found and graph.lower(start - 1) in {"and", "but", "also"}:  # "A reverted B and sensitized cells"
        verb = next((a for a in graph.ancestors(node) if graph.is_clause(a) and a < start), None)
        found = _bearers_of(reading, verb, node) if verb is not None else []
    found = found or _left_as_root(reading, node)
    if not found:
        before = surface.to_the_left(reading, start)
        found = [Argument(before, (before.root.i,), 1.0)] if before is not None else []
    return found


def _left_as_root(reading: Reading, node: int) -> list[Argument]:
    """Find the subject that was made the root: "Blocking A sensitized cells", "A, which blocks B, sensitized"."""
    graph = reading.graph
    top = graph.head(node)
    if graph.dep(top) != "ROOT" or top > node or graph.kids(top, "nsubj", "nsubjpass", "aux"):
        return []
    subjects = graph.kids(top, "dobj") if graph.tag(top) == "VBG" else [] if graph.is_clause(top) else [top]
    return [a for kid in subjects for a in places.bearers(reading, kid, frozenset({node}))]


@registry.sources("responders")
def responders(reading: Reading, at: At) -> list[Argument]:
    """Find whose response it is: the subject of the copula or of the verb; none where a trigger governs it."""
    return places.stated_carriers(reading, _responders(reading, at.node))


def _responders(reading: Reading, node: int) -> list[Argument]:
    graph, words = reading.graph, reading.rules.words
    mention = graph.mention(node)
    top = graph.first_conjunct(node)
    head = graph.head(top)
    above = head if graph.dep(head) == "conj" else graph.head(head)  # "brought R1, but remained sensitive": on its own
    if _governs(reading, head) or _governs(reading, above):
        return []
    if any(graph.lower(kid) == "longer" for kid in graph.kids(node)) or graph.lower(node - 1) == "longer":
        return []
    for at in graph.preps:  # "were classified as sensitive"
        classed = at.target in (node, top) and at.name == "as" and graph.lemma(at.governor) in words["classing_verbs"]
        if classed and graph.is_clause(at.governor):
            tops = graph.kids(at.governor, "nsubjpass")
            return [a for kid in tops for a in places.bearers(reading, kid, frozenset({node}))]
    if graph.is_clause(node):
        told = graph.tag(node) == "VBN" and not graph.kids(node, "aux", "auxpass")  # "cells adapted to D"
        return [] if told or graph.dep(top) in _SUBORDINATE else _bearers_of(reading, node, node)
    if graph.dep(top) in {"acomp", "attr", "oprd"} and graph.lemma(head) in words["copulas"]:
        small = graph.kids(head, "nsubj") and any(graph.lower(kid) == "to" for kid in graph.kids(head, "aux"))
        if graph.dep(graph.first_conjunct(head)) in _SUBORDINATE and not small:  # which cells, not what is said of them
            return []
        return [
            a
            for a in _bearers_of(reading, head, node)
            if a.mention.label_ != "DRUG_RESPONSE"
            or (licences.is_carrier(a.mention, reading.rules.words) and len(a.mention) > 1 and a.mention is not mention)
        ]
    return []


def _governs(reading: Reading, node: int) -> bool:
    """Tell whether a trigger's verb has the response for what it brings; "found that they were resistant" has not."""
    graph, established = reading.graph, reading.rules.words["established_verbs"]
    return node in reading.by_head and graph.is_clause(node) and graph.lemma(node) not in established


_SUBORDINATE = frozenset({"relcl", "acl", "advcl"})


def _bearers_of(reading: Reading, verb: int, node: int) -> list[Argument]:
    exclude = frozenset({node})
    return [a for f in reading.roles.surface(verb) for a in places.bearers(reading, f.node, exclude)]


@registry.sources("found-by-search")
def found_by_search(reading: Reading, at: At) -> list[Argument]:
    """Find what a search found: "to find drivers of R, a screen was run, which identified X"."""
    graph, verbs = reading.graph, reading.rules.words["observing_verbs"]
    found: list[Argument] = []
    for node in graph.nodes():
        if node < at.node or graph.lemma(node) not in verbs or not graph.is_clause(node):
            continue
        if _looked_for(reading, at.node, node):
            found += reading.along(node, "@passive nsubjpass", "@active dobj", exclude=frozenset({node}))
    return found


def _looked_for(reading: Reading, sought: int, node: int) -> bool:
    """Tell whether what is sought stands in the subject or the purpose of the verb of finding."""
    graph = reading.graph
    clauses = {node, graph.first_conjunct(node)} | {a for a in graph.ancestors(node) if graph.is_clause(a)}
    for ancestor in graph.ancestors(sought):
        if graph.dep(ancestor) in {"nsubj", "nsubjpass", "advcl"} and graph.head(ancestor) in clauses:
            purpose = graph.dep(ancestor) != "advcl" or any(graph.lower(k) == "to" for k in graph.kids(ancestor, "aux"))
            return purpose and not graph.subtree(ancestor) & {node}
    return False
