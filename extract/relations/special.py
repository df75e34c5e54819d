"""Functions that rules name where paths and word lists do not suffice: sources of arguments, makers of claims."""

from __future__ import annotations

from dataclasses import replace

from extract.relations import licences, registry
from extract.relations.construct import At
from extract.relations.derive import in_state
from extract.relations.find import places, surface
from extract.relations.find.sign import CLASS_SIGN
from extract.relations.reading import Reading
from extract.relations.records import Argument, Draft, Filler
from extract.schema import State

# ------------------------------------------------------------------ sources


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
        found = [a for a in found if a.mention.label_ in {"DRUG_RESPONSE", "DISEASE"}]
    return found


@registry.sources("sensitizers")
def sensitizers(reading: Reading, at: At) -> list[Argument]:
    """Find what sensitizes, in the tree or to the left of the verb."""
    graph, node = reading.graph, at.node
    start = graph.mention(node).start  # type: ignore[union-attr]  the anchor is a mention
    if start > graph.sent.start and graph.doc[start - 1].tag_.startswith("NN"):  # "an X inhibitor sensitized cells"
        before = surface.to_the_left(reading, start)
        if before is not None:
            return [Argument(m, (m.root.i,), 1.0) for m in reading.arguments.lists.group(before)]
    found = _bearers_of(reading, node, node)
    if not found and graph.lower(start - 1) in {"and", "but", "also"}:  # "A reverted B and sensitized cells"
        verb = next((a for a in graph.ancestors(node) if graph.is_clause(a) and a < start), None)
        found = _bearers_of(reading, verb, node) if verb is not None else []
    if not found:
        before = surface.to_the_left(reading, start)
        found = [Argument(before, (before.root.i,), 1.0)] if before is not None else []
    return found


@registry.sources("responders")
def responders(reading: Reading, at: At) -> list[Argument]:
    """Find whose response it is: the subject of the copula or of the verb; none where a trigger governs it."""
    return places.stated_carriers(reading, _responders(reading, at.node))


def _responders(reading: Reading, node: int) -> list[Argument]:
    graph, words = reading.graph, reading.rules.words
    mention = graph.mention(node)
    top = graph.first_conjunct(node)
    head = graph.head(top)
    if any(h in reading.by_head and graph.is_clause(h) for h in (head, graph.head(head))):
        return []
    if any(graph.lower(kid) == "longer" for kid in graph.kids(node)) or graph.lower(node - 1) == "longer":
        return []
    if graph.is_clause(node):
        told = graph.doc[node].tag_ == "VBN" and not graph.kids(node, "aux", "auxpass")  # "cells adapted to D"
        return [] if told or graph.dep(top) in _SUBORDINATE else _bearers_of(reading, node, node)
    if graph.dep(top) in {"acomp", "attr", "oprd"} and graph.lemma(head) in words["copulas"]:
        if graph.dep(graph.first_conjunct(head)) in _SUBORDINATE:  # which cells are meant, not what is said of them
            return []
        return [
            a
            for a in _bearers_of(reading, head, node)
            if a.mention.label_ != "DRUG_RESPONSE"
            or (licences.is_carrier(a.mention) and len(a.mention) > 1 and a.mention is not mention)
        ]
    if graph.kids(node, "cop", "aux"):
        return [a for kid in graph.kids(node, "nsubj") for a in reading.arguments.resolve(kid)]
    return []


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
            tops = graph.kids(node, "nsubjpass") if graph.is_passive(node) else graph.kids(node, "dobj")
            found += [a for top in tops for a in reading.arguments.resolve(top, exclude=frozenset({node}))]
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


@registry.sources("changed-in-condition")
def changed_in_condition(reading: Reading, at: At) -> list[Argument]:
    """Find what a conditional clause puts into a state: X in "when X is lost"."""
    tops = reading.graph.kids(at.node, "nsubjpass", "nsubj")
    own = reading.by_head.get(at.node)
    exclude = frozenset({at.node} if own is None else own.tokens)
    found = [a for top in tops for a in reading.arguments.resolve(top, exclude=exclude)]
    return [a for a in found if _sign_of_condition(reading, at, a)]


def _sign_of_condition(reading: Reading, at: At, cause: Argument) -> int:
    """Return the sign of the change that a conditional clause states: of its trigger, or of the state of `cause`."""
    change = reading.by_head.get(at.node)
    if change is not None and change.trigger.cls in CLASS_SIGN:
        return CLASS_SIGN[change.trigger.cls]
    return {"up": 1, "down": -1}.get(dict(cause.mention._.state_cues or ()).get(at.node, ""), 0)


# ------------------------------------------------------------------ anchors and tests


@registry.anchors("a-sensitizing-verb")
def a_sensitizing_verb(reading: Reading, node: int) -> bool:
    """Tell whether a response is a verb, whatever the tagger made of it: "sensitized cells to D"."""
    mention = reading.graph.mention(node)
    return mention is not None and licences.sensitizes(mention, reading.rules.words["sensitizing_verbs"])


@registry.anchors("no-sensitizing-verb")
def no_sensitizing_verb(reading: Reading, node: int) -> bool:
    """Tell whether a response is no such verb."""
    return not a_sensitizing_verb(reading, node)


@registry.anchors("is-sought")
def is_sought(reading: Reading, node: int) -> bool:
    """Tell whether a trigger says what is looked for: "drivers of R", "genes mediating R"."""
    graph, match = reading.graph, reading.by_head.get(node)
    if match is None or graph.dep(node) in {"compound", "nmod", "amod"}:  # "the EGFR inhibitor X was found"
        return False
    if match.form == "agent":
        return True
    nouns = reading.rules.words["sought_nouns"]
    return match.kind == "ing" and graph.dep(node) == "acl" and graph.lemma(graph.head(node)) in nouns


@registry.anchors("of-feedback")
def of_feedback(reading: Reading, node: int) -> bool:
    """Tell whether a loop is one of regulation: "a feedback loop", "a regulatory circuit"."""
    graph, words = reading.graph, reading.rules.words["regulatory"]
    return any(graph.lower(i) in words for i in (node, *graph.kids(node)))


@registry.tests("no-cause")
def no_cause(reading: Reading, at: At, argument: Argument) -> bool:
    """Tell whether an argument is none of the subjects."""
    return argument.mention.start not in at.subjects


@registry.tests("changed-by-its-kind")
def changed_by_its_kind(reading: Reading, at: At, argument: Argument) -> bool:
    """Tell whether the noun that says what a thing is also says how it changed: "X was the most upregulated gene"."""
    graph = reading.graph
    nouns = [noun for noun in graph.kids(at.node, "attr") if graph.lemma(noun) in reading.rules.words["class_nouns"]]
    told = {kid for noun in nouns for kid in graph.kids(noun, "amod")}
    return any(i in told for i, _ in argument.mention._.state_cues or ())


# ------------------------------------------------------------------ makers


@registry.makers("claim")
def claim(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft a claim as any trigger makes it."""
    return reading.draft(at.match, cls, subject, object, subject_filler, filler)


@registry.makers("change")
def change(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft an association of what changes, in its new state, with where it changes."""
    return reading.changed(at.match, subject, object, subject_filler, filler)


@registry.makers("by-change-of-object")
def by_change_of_object(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft what the one word says that changes the object: D lowers X in "D treatment revealed decreased X"."""
    own = range(object.mention.start, object.mention.end)
    cues = [i for i, state in object.mention._.state_cues or () if state in {"up", "down"} and i not in own]
    match = next((reading.by_head[i] for i in cues if i in reading.by_head), None)
    if match is None or len(cues) > 1 or match.trigger.cls not in {"increase", "decrease", "activate", "inhibit"}:
        return None
    if not licences.role_allowed(match.trigger, "subject", subject):
        return None
    here = replace(filler, node=match.head)
    return reading.draft(match, match.trigger.cls, subject, object, here, here)


@registry.makers("shown")
def shown(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft the association of who shows something with what is shown, if one of them is in a state.

    Cells and diseases come second: "R cells showed high X" is X (up) with R.
    """
    owner, thing = subject, object
    carrier = owner.mention.label_ in reading.rules.types["carriers"]
    stated, kind = places.is_stated(thing), thing.mention.label_
    known = carrier and (stated or kind == "DRUG_RESPONSE")
    known |= places.is_stated(owner) and (stated or kind in reading.rules.types["outcomes"])
    if not known or (carrier and kind == "PROCESS" and owner.mention.label_ in {"DISEASE", "CELL_LINE"}):
        return None
    pair = (thing, owner) if carrier else (owner, thing)
    return reading.draft(at.match, cls, *pair, filler, filler)


@registry.makers("in-state-of-condition")
def in_state_of_condition(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft a claim whose subject is in the state that a conditional clause puts it in: "once X is lost, Y rises"."""
    here = replace(filler, node=at.node)
    draft = reading.draft(at.match, cls, subject, object, here, here)
    if draft is None or draft.relation.subject_state != "none":
        return draft
    state: State = "up" if _sign_of_condition(reading, at, subject) > 0 else "down"
    return in_state(draft, state, at.node)


@registry.makers("in-own-state")
def in_own_state(
    reading: Reading, at: At, cls: str, subject: Argument, object: Argument, subject_filler: Filler, filler: Filler
) -> Draft | None:
    """Draft a claim whose subject keeps its state even if the parser hung the verb on what puts it there."""
    draft = reading.draft(at.match, cls, subject, object, subject_filler, filler)
    if draft is not None and subject.mention._.state in {"up", "down"} and draft.relation.subject_state == "none":
        return reading.draft(at.match, cls, replace(subject, distance=1.0), object, subject_filler, filler)
    return draft
