"""Claims that a verb of finding reports.

"We observed loss of X in R cells", "after D treatment, blots revealed less X", "the screen for drivers of R found X".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.relations import licences
from extract.relations.associations import STATED, bearers, causes_of, is_stated, places_of, stated_carriers
from extract.relations.find.anaphora import CLASS_NOUNS
from extract.relations.find.arguments import Argument
from extract.relations.find.frames import Filler
from extract.relations.find.sign import CAUSAL
from extract.relations.find.triggers import TriggerMatch
from extract.relations.rules.model import Trigger

if TYPE_CHECKING:
    from extract.relations.sentence import Draft, Reading

_FOUND_IN = Trigger(name="found-in", **{"class": "associate"}, verb=("find",))
_UNDERGOES = Trigger(name="undergoes", **{"class": "promote"}, verb=("undergo",))
_GENERIC = frozenset({"gene", "regulator", "factor", "protein", "molecule", "target", "candidate", "mirna", "lncrna"})


def find(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the claims of the verbs of finding that have stated none yet."""
    graph, verbs = reading.graph, reading.rules.words["observing_verbs"]
    stated = {token for draft in drafts for token in draft.match.tokens}
    found: list[Draft] = []
    for node in graph.nodes():
        if not graph.is_clause(node) or node in stated:
            continue
        if graph.lemma(node) in verbs:
            found += _found(reading, node)
        elif graph.lemma(node) in reading.rules.words["occurring_verbs"]:
            found += _occurs(reading, node)
        elif graph.lemma(node) == "be":
            found += _is_changed(reading, node)
        elif graph.lemma(node) in reading.rules.words["undergoing_verbs"]:
            found += _undergoes(reading, node)
    return found


def _is_changed(reading: Reading, node: int) -> Iterator[Draft]:
    """Read "X was the most upregulated gene in R cells"."""
    graph, exclude = reading.graph, frozenset({node})
    kinds = [noun for noun in graph.kids(node, "attr") if graph.lemma(noun) in CLASS_NOUNS]
    match, filler = TriggerMatch(_FOUND_IN, "verb", node, (node,), "past"), Filler(node, (), ("is-changed",))
    for noun in kinds:
        told = set(graph.kids(noun, "amod"))
        for thing in (a for top in graph.kids(node, "nsubj") for a in reading.arguments.resolve(top, exclude=exclude)):
            if not told & {i for i, _ in thing.mention._.state_cues or ()}:
                continue
            for place in places_of(reading, [node, noun], exclude):
                draft = reading.draft(match, "associate", thing, place, filler, filler)
                if draft is not None:
                    yield draft


def _undergoes(reading: Reading, node: int) -> Iterator[Draft]:
    """Read "the cells underwent P after D treatment", "mice showed less P upon X knockdown"."""
    graph, exclude = reading.graph, frozenset({node})
    nodes = [node, *graph.kids(node, "dobj")]
    causes = causes_of(reading, nodes, exclude, except_for=frozenset({"with", "on", "under"}))
    if not causes or graph.kids(node, "neg"):
        return
    things = [a for kid in graph.kids(node, "dobj") for a in reading.arguments.resolve(kid, exclude=exclude)]
    yield from _after(reading, causes, [a for a in things if a.mention._.state in {"up", "down"}])
    match, filler = (
        TriggerMatch(_UNDERGOES, "verb", node, (node,), "past"),
        Filler(node, (), ("undergoes",), weight=0.8),
    )
    for thing in things:
        if thing.mention.label_ == "PROCESS" and thing.mention._.state == "none":
            for cause in causes:
                draft = reading.draft(match, "promote", cause, thing, filler, filler)
                if draft is not None:
                    yield draft


def _occurs(reading: Reading, node: int) -> Iterator[Draft]:
    """Read "activation of X occurs in response to D", "loss of X takes place during R"."""
    graph, exclude = reading.graph, frozenset({node})
    things = [a for top in graph.kids(node, "nsubj") for a in reading.arguments.resolve(top, exclude=exclude)]
    things = [a for a in things if a.mention.label_ in STATED and is_stated(a)]
    causes = causes_of(reading, [node], exclude, except_for=frozenset({"with", "on", "under"}))
    if causes:
        yield from _after(reading, causes, things)
        return
    match, filler = TriggerMatch(_FOUND_IN, "verb", node, (node,), "s"), Filler(node, (), ("occurs-in",))
    during = [link.target for link in graph.preps if link.governor == node and link.name in {"during", "in", "with"}]
    for thing in things:
        for place in (a for target in during for a in reading.arguments.resolve(target, exclude=exclude)):
            if place.mention.label_ in {"DRUG_RESPONSE", "DISEASE", "PROCESS"}:
                draft = reading.draft(match, "associate", thing, place, filler, filler)
                if draft is not None:
                    yield draft


def _found(reading: Reading, node: int) -> Iterator[Draft]:
    graph = reading.graph
    exclude = frozenset({node})
    tops = graph.kids(node, "nsubjpass") if graph.is_passive(node) else graph.kids(node, "dobj")
    things = [a for top in tops for a in reading.arguments.resolve(top, exclude=exclude) if a.mention.label_ in STATED]
    stated = [a for a in things if is_stated(a)]
    causes = causes_of(reading, [node], exclude, except_for=frozenset({"with"}))
    if causes:
        yield from _after(reading, causes, stated)
    else:
        match, filler = TriggerMatch(_FOUND_IN, "verb", node, (node,), "past"), Filler(node, (), ("found-in",))
        for thing in stated:
            places = places_of(reading, [node, *thing.path], exclude | {thing.mention.root.i})
            for place in stated_carriers(reading, places):
                draft = reading.draft(match, "associate", thing, place, filler, filler)
                if draft is not None:
                    yield draft
        yield from _seen_in(reading, node, tops, match)
    yield from _searched(reading, node, things)


def _seen_in(reading: Reading, node: int, tops: list[int], match: TriggerMatch) -> Iterator[Draft]:
    """Read "responses to D were seen in patients with V": V goes with the response."""
    graph, exclude = reading.graph, frozenset({node})
    filler = Filler(node, (), ("seen-in",))
    found = [a for top in tops for a in reading.arguments.resolve(top, exclude=exclude)]
    for response in (a for a in found if a.mention.label_ == "DRUG_RESPONSE"):
        anchors = {node, response.mention.root.i}
        targets = [at.target for at in graph.preps if at.governor in anchors and at.name in {"in", "among"}]
        for target in targets:
            for bearer in (a for a in bearers(reading, target, exclude) if is_stated(a)):
                draft = reading.draft(match, "associate", bearer, response, filler, filler)
                if draft is not None:
                    yield draft


def _after(reading: Reading, causes: list[Argument], things: list[Argument]) -> Iterator[Draft]:
    """Read "after D treatment, blots revealed decreased levels of X": D lowers X."""
    for thing in things:
        own = range(thing.mention.start, thing.mention.end)
        cues = [i for i, state in thing.mention._.state_cues or () if state in {"up", "down"} and i not in own]
        match = next((reading.by_head[i] for i in cues if i in reading.by_head), None)
        if match is None or len(cues) > 1 or match.trigger.cls not in {"increase", "decrease", "activate", "inhibit"}:
            continue
        filler = Filler(match.head, (), ("found-after",), weight=0.8)
        for cause in causes:
            if cause.mention.start != thing.mention.start and licences.role_allowed(match.trigger, "subject", cause):
                draft = reading.draft(match, match.trigger.cls, cause, thing, filler, filler)
                if draft is not None:
                    yield draft


def _searched(reading: Reading, node: int, things: list[Argument]) -> Iterator[Draft]:
    """Read "to find drivers of R, we ran a screen, which identified X", "genes mediating R": X is what was sought."""
    for match in reading.matches:
        sought = match.form == "agent" or (match.form == "verb" and match.kind == "ing" and _of_generic(reading, match))
        if not sought or match.head > node or match.trigger.cls not in CAUSAL:
            continue
        titled = reading.graph.dep(match.head) in {"compound", "nmod", "amod"}  # "the EGFR inhibitor X was found"
        if titled or not _looked_for(reading, match.head, node):
            continue
        groups = reading.roles.fillers(match, "object")[:1]
        exclude = frozenset(match.tokens)
        objects = [a for group in groups for f in group for a in reading.arguments.resolve(f.node, exclude=exclude)]
        filler = Filler(match.head, (), ("searched",), weight=0.8)
        for thing in things:
            if thing.mention.label_ not in {"GENE", "NCRNA", "PATHWAY", "VARIANT"}:
                continue
            for object in objects:
                if object.mention.start != thing.mention.start:
                    draft = reading.draft(match, match.trigger.cls, thing, object, filler, filler)
                    if draft is not None:
                        yield draft


def _of_generic(reading: Reading, match: TriggerMatch) -> bool:
    graph = reading.graph
    return graph.dep(match.head) == "acl" and graph.lemma(graph.head(match.head)) in _GENERIC


def _looked_for(reading: Reading, sought: int, node: int) -> bool:
    """Tell whether what is sought stands in the subject or the purpose of the verb of finding."""
    graph = reading.graph
    if graph.mention(sought) is not None:
        return False
    clauses = {node, graph.first_conjunct(node)} | {a for a in graph.ancestors(node) if graph.is_clause(a)}
    for ancestor in graph.ancestors(sought):
        if graph.dep(ancestor) in {"nsubj", "nsubjpass", "advcl"} and graph.head(ancestor) in clauses:
            purpose = graph.dep(ancestor) != "advcl" or any(graph.lower(k) == "to" for k in graph.kids(ancestor, "aux"))
            return purpose and not graph.subtree(ancestor) & {node}
    return False
