"""Anchors and tests: what constructions ask of a node or an argument, for what no test of theirs can say."""

from __future__ import annotations

from extract.language.extensions import cues_of
from extract.relations import licences, registry
from extract.relations.construct import At
from extract.relations.find.places import is_manipulated
from extract.relations.reading import Reading
from extract.relations.records import CLASS_SIGN, Argument


@registry.anchors("a-sensitizing-verb")
def a_sensitizing_verb(reading: Reading, node: int) -> bool:
    """Tell whether a response is a verb, whatever the tagger made of it: "sensitized cells to D"."""
    mention = reading.graph.mention(node)
    return mention is not None and licences.sensitizes(mention, reading.rules.words["sensitizing_verbs"])


@registry.anchors("no-sensitizing-verb")
def no_sensitizing_verb(reading: Reading, node: int) -> bool:
    """Tell whether a response is no such verb."""
    return not a_sensitizing_verb(reading, node)


@registry.anchors("in-a-natural-state")
def in_a_natural_state(reading: Reading, node: int) -> bool:
    """Tell whether an adjective says in which condition a thing was found: "increased X", not "ectopic X"."""
    graph, mention = reading.graph, reading.graph.mention(node)
    cues = [i for i, _ in cues_of(mention)] if mention is not None else []
    if len(cues) != 1 or cues[0] not in graph.heads or graph.lower(cues[0]) in reading.rules.words["manipulations"]:
        return False
    return graph.doc[cues[0]].tag_.startswith("JJ") or graph.dep(cues[0]) == "amod"


@registry.tests("by-hand")
def by_hand(reading: Reading, at: At, argument: Argument) -> bool:
    """Tell whether animals or cells were changed in the laboratory: "X-null mice", no "X-deficient patients"."""
    graph, unbred = reading.graph, reading.rules.words["unbred"]
    named = [graph.mention(node) for node in argument.path]
    sick = any(m is not None and m.label_ == "DISEASE" for m in named)
    found = sick or any(graph.lemma(node) in unbred for node in argument.path)
    return not found and is_manipulated(reading, argument)


@registry.tests("changed-by-its-kind")
def changed_by_its_kind(reading: Reading, at: At, argument: Argument) -> bool:
    """Tell whether the noun that says what a thing is also says how it changed: "X was the most upregulated gene"."""
    graph = reading.graph
    nouns = [noun for noun in graph.kids(at.node, "attr") if graph.lemma(noun) in reading.rules.words["class_nouns"]]
    told = {kid for noun in nouns for kid in graph.kids(noun, "amod")}
    return any(i in told for i, _ in cues_of(argument.mention))


@registry.tests("no-prefix")
def no_prefix(reading: Reading, at: At, argument: Argument) -> bool:
    """Tell whether no "anti-" stands before a mention."""
    doc, start = reading.graph.doc, argument.mention.start
    return start < 2 or doc[start - 2].lower_ not in reading.rules.words["prefixes_against"]


@registry.tests("changed-by-condition")
def changed_by_condition(reading: Reading, at: At, argument: Argument) -> bool:
    """Tell whether a conditional clause puts a thing into a state: X in "when X is lost"."""
    return bool(sign_of_condition(reading, at, argument))


def sign_of_condition(reading: Reading, at: At, cause: Argument) -> int:
    """Return the sign of the change that a conditional clause states: of its trigger, or of the state of `cause`."""
    change = reading.by_head.get(at.node)
    if change is not None and change.trigger.cls in CLASS_SIGN:
        return CLASS_SIGN[change.trigger.cls]
    return {"up": 1, "down": -1}.get(dict(cues_of(cause.mention)).get(at.node, ""), 0)
