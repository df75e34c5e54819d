"""Claims stated without a trigger of their own class.

"X was up in R cells", "R cells showed high X", "cells with X gain were resistant to D".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from extract.relations import licences, responses
from extract.relations.find.arguments import Argument
from extract.relations.find.frames import Filler
from extract.relations.find.sign import CLASS_SIGN
from extract.relations.find.triggers import TriggerMatch
from extract.relations.records import Factor, net_sign
from extract.relations.rules.model import Trigger
from extract.schema import State

if TYPE_CHECKING:
    from extract.relations.sentence import Draft, Reading

CARRIERS = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE", "DRUG_RESPONSE"})
STATED = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS", "VARIANT", "CELL_TYPE"})
_BEARING = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE"})
_BEARING_WORDS = frozenset(
    {"with", "expressing", "harboring", "harbouring", "carrying", "bearing", "without", "lacking"}
)
_OUTCOMES = frozenset({"DRUG_RESPONSE", "PROCESS"})
_CHANGED_IN = Trigger(name="changed-in", **{"class": "associate"}, verb=("change",))
_SHOWS = Trigger(name="shows", **{"class": "associate"}, verb=("show",))


def find(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the claims of a sentence that its triggers alone do not state."""
    stated = {draft.match.head for draft in drafts}
    found: list[Draft] = []
    for match in reading.matches:
        if match.trigger.cls in CLASS_SIGN and match.head not in stated:
            found += list(_changed_after(reading, match)) or list(_changed_in(reading, match))
    for node in reading.graph.nodes():
        found += _amount_in(reading, node)
        if reading.graph.mention(node) is None:
            if reading.graph.lemma(node) in reading.rules.words["show_verbs"] and reading.graph.is_clause(node):
                found += [*_shows(reading, node), *_has_amount(reading, node)]
        elif reading.graph.mention(node).label_ == "DRUG_RESPONSE":
            found += responses.read(reading, node)
    return found


def _changed_in(reading: Reading, match: TriggerMatch) -> Iterator[Draft]:
    """Read "X was downregulated in R cells", "X levels are higher in R"."""
    graph = reading.graph
    exclude = frozenset(match.tokens)
    if match.form in {"noun", "agent", "preposition"} or (
        match.trigger.cls not in {"increase", "decrease"} and not graph.is_passive(match.head)
    ):
        return
    if match.form == "verb" and graph.kids(match.head, "dobj") and not graph.is_passive(match.head):
        return
    role = "object" if match.form == "verb" and graph.is_passive(match.head) else "surface"
    if match.form == "adjective":
        role = "subject"
    groups = reading.roles.fillers(match, role) if role != "surface" else [reading.roles.surface(match.head)]
    things: list[Argument] = []
    filler = Filler(match.head, (), ("changed",))
    for group in groups:
        things = [
            a for f in group for a in reading.arguments.resolve(f.node, exclude=exclude) if a.mention.label_ in STATED
        ]
        if things:
            filler = group[0]
            break
    if not things:
        return
    nodes = [match.head, *match.tokens, *filler.climbed]
    places = places_of(reading, nodes, exclude) or _companions(reading, nodes, exclude)
    if not places:
        places = _shared_places(reading, match)
    for thing in things:
        for place in places:
            draft = changed(reading, match, thing, place, filler, Filler(match.head, (), ("location",)))
            if draft is not None:
                yield draft


def _amount_in(reading: Reading, node: int) -> Iterator[Draft]:
    """Read "X is more abundant in R than in S cells"."""
    graph, words = reading.graph, reading.rules.words
    lemma = graph.lemma(node)
    if lemma not in words["much"] | words["little"] or graph.dep(node) != "acomp" or graph.mention(node) is not None:
        return
    verb = graph.head(node)
    filler = Filler(node, (), ("amount-in",))
    places = places_of(reading, [node, verb], frozenset({node}))[:1]
    for subject in reading.roles.surface(verb):
        for thing in reading.arguments.resolve(subject.node, exclude=frozenset({node})):
            if thing.mention.label_ not in STATED:
                continue
            cls = "increase" if lemma in words["much"] else "decrease"
            trigger = Trigger(name="amount-in", **{"class": cls}, adjective=(lemma,))
            match = TriggerMatch(trigger, "adjective", node, (node,))
            for place in places:
                draft = changed(reading, match, thing, place, subject, filler)
                if draft is not None:
                    yield draft


def _has_amount(reading: Reading, node: int) -> Iterator[Draft]:
    """Read "X has a higher expression level in R cells", "X showed low expression in R cells"."""
    graph, words = reading.graph, reading.rules.words
    for noun in graph.kids(node, "dobj"):
        if graph.lemma(noun) not in words["amount_nouns"] or graph.mention(noun) is not None:
            continue
        marks = {graph.lower(kid) for kid in graph.kids(noun, "amod")}
        sign = bool(marks & words["much"]) - bool(marks & words["little"])
        if not sign or any(graph.mention(kid) is not None for kid in graph.kids(noun)):
            continue
        cls = "increase" if sign > 0 else "decrease"
        trigger = Trigger(name="amount-in", **{"class": cls}, verb=("have",))
        match, filler = TriggerMatch(trigger, "verb", node, (node,)), Filler(node, (), ("has-amount",))
        for place in places_of(reading, [node, noun], frozenset({node}))[:1]:
            for subject in reading.roles.surface(node):
                for thing in reading.arguments.resolve(subject.node, exclude=frozenset({node})):
                    if thing.mention.label_ in STATED:
                        draft = changed(reading, match, thing, place, subject, filler)
                        if draft is not None:
                            yield draft


def changed(
    reading: Reading, match: TriggerMatch, thing: Argument, place: Argument, filler: Filler, place_filler: Filler
) -> Draft | None:
    """Return the association of a thing, in the state that a verb of change puts it in, with where it changed."""
    draft = reading.draft(replace(match, trigger=_CHANGED_IN), "associate", thing, place, filler, place_filler)
    if draft is None:
        return None
    sign = CLASS_SIGN[match.trigger.cls]
    cues = [(i, s) for i, s in thing.mention._.state_cues or () if i not in match.tokens and s != "altered"]
    factor = sign * prod(-1 if s == "down" else 1 for _, s in cues)
    state: State = "up" if factor > 0 else "down"
    relation = replace(
        draft.relation,
        subject_state=state,
        sign=net_sign("associated_with", thing.mention, state, place.mention, draft.relation.object_state),
        trace=(*draft.relation.trace, Factor(match.head, "subject_state", sign)),
    )
    return replace(draft, relation=relation)


def _shared_places(reading: Reading, match: TriggerMatch) -> list[Argument]:
    """Return the place that a later clause names for both: "A were down, while B were up in R cells"."""
    graph = reading.graph
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
            return places_of(reading, [other.head], frozenset(other.tokens))
    return []


def _changed_after(reading: Reading, match: TriggerMatch) -> Iterator[Draft]:
    """Read "after X knockdown, Y decreased", "in the absence of X, Y was activated"."""
    graph = reading.graph
    passive = match.form == "verb" and graph.is_passive(match.head)
    if match.form != "verb" or (graph.kids(match.head, "dobj") and not passive):
        return
    nodes = [match.head, graph.first_conjunct(match.head)]
    causes = [
        cause
        for cause in causes_of(reading, nodes, frozenset(match.tokens))
        if licences.role_allowed(match.trigger, "subject", cause)
    ]
    cause_filler = Filler(match.head, (), ("after",), weight=0.8)
    if not causes:
        return
    groups = reading.roles.fillers(match, "object") if passive else [reading.roles.surface(match.head)]
    for group in groups:
        things = [
            a
            for f in group
            for a in reading.arguments.resolve(f.node, exclude=frozenset(match.tokens))
            if licences.role_allowed(match.trigger, "object", a)
            and a.mention.start not in {c.mention.start for c in causes}
        ]
        if things:
            for cause in causes:
                for thing in things:
                    draft = reading.draft(match, match.trigger.cls, cause, thing, cause_filler, group[0])
                    if draft is not None:
                        yield draft
            return


def follows(reading: Reading, node: int) -> bool:
    """Tell whether a noun says itself that it comes later: "with subsequent loss of X"."""
    graph = reading.graph
    return any(graph.lower(kid) in reading.rules.words["subsequent"] for kid in graph.kids(node, "amod"))


def causes_of(
    reading: Reading, nodes: list[int], exclude: frozenset[int], *, except_for: frozenset[str] = frozenset()
) -> list[Argument]:
    """Return what was done before: "after D treatment", "upon X knockdown", "in the absence of X"."""
    found: list[Argument] = []
    for link in reading.graph.preps:
        if follows(reading, link.target):
            continue
        if link.governor in nodes and link.name in reading.rules.words["after"] - except_for:
            absent = link.name.startswith("in the absence") or link.name == "without"
            found += [
                a
                for a in reading.arguments.resolve(link.target, exclude=exclude)
                if absent or a.mention._.state != "none" or a.mention.label_ == "CHEMICAL"
            ]
    return found


def is_stated(argument: Argument) -> bool:
    """Tell whether a thing is in a condition of its own: changed, or a variant."""
    return argument.mention.label_ == "VARIANT" or argument.mention._.state != "none"


def places_of(reading: Reading, nodes: list[int], exclude: frozenset[int]) -> list[Argument]:
    """Return the carriers that hang on some nodes by "in", "within", "among"."""
    found: list[Argument] = []
    for link in reading.graph.preps:
        if reading.graph.lower(link.target) in {"which", "whom"}:
            continue
        if link.governor in nodes and link.name in {"in", "within", "among", "inside", "on", "across"}:
            here = _told_apart(reading, link.target) or _stated_cells(reading, link.target, exclude)
            resolved = [] if here else reading.arguments.resolve(link.target, exclude=exclude)
            found += here + [a for a in resolved if a.mention.label_ in CARRIERS]
    return _by_response(reading, found)


def bearers(reading: Reading, node: int, exclude: frozenset[int]) -> list[Argument]:
    """Return what a noun phrase speaks of: X in its state for "X-silenced cells", else what any argument would be."""
    return _stated_cells(reading, node, exclude) or reading.arguments.resolve(node, exclude=exclude)


def _stated_cells(reading: Reading, node: int, exclude: frozenset[int]) -> list[Argument]:
    graph = reading.graph
    words = reading.rules.words
    own = graph.mention(node)
    if graph.lemma(node) not in words["carrier_nouns"] if own is None else own.label_ not in _BEARING:
        return []
    held = [
        a
        for clause in graph.kids(node, "acl")
        if graph.lemma(clause) in words["holding_verbs"]
        for thing in graph.kids(clause, "dobj")
        for a in reading.arguments.resolve(thing, exclude=exclude)
        if is_stated(a)
    ]
    held += [
        a
        for link in graph.preps
        if link.governor == node and link.name in _BEARING_WORDS
        for a in reading.arguments.resolve(link.target, exclude=exclude)
        if a.mention.label_ == "VARIANT" or (a.mention._.state != "none" and a.mention.label_ in {"GENE", "NCRNA"})
    ]
    if held:
        return [replace(a, path=(node, *a.path)) for a in held]
    for participle in graph.kids(node, "amod", "acl"):
        given = graph.lemma(participle) in words["exposing_verbs"]
        names = graph.kids(participle, "npadvmod", "compound", "nmod")
        if given:
            names = names + [at.target for at in graph.preps if at.governor == participle and at.name in {"with", "to"}]
        for argument in (a for name in names for a in reading.arguments.resolve(name, exclude=exclude)):
            received = given and argument.mention.label_ in {"CHEMICAL", "VARIANT", "GENE", "NCRNA"}
            if received or argument.mention._.state != "none":
                return [replace(argument, path=(node, *argument.path), distance=argument.distance + 0.2)]
    return []


def _companions(reading: Reading, nodes: list[int], exclude: frozenset[int]) -> list[Argument]:
    """Return what a change goes along with: "X rises with tumor progression", "X was up during hypoxia"."""
    return [
        a
        for link in reading.graph.preps
        if link.governor in nodes and link.name in {"with", "during"}
        for a in reading.arguments.resolve(link.target, exclude=exclude)
        if a.mention.label_ in {"PROCESS", "DISEASE", "DRUG_RESPONSE"}
    ]


def _the_resistant(owners: list[Argument]) -> list[Argument]:
    """Leave out the sensitive of "a comparison of sensitive and resistant cells showed", where the change is new."""
    directions = {a.mention._.direction for a in owners if a.mention.label_ == "DRUG_RESPONSE"}
    if directions != {"resistance", "sensitivity"}:
        return owners
    return [a for a in owners if a.mention._.direction != "sensitivity"]


def _told_apart(reading: Reading, node: int) -> list[Argument]:
    """Return the response in "cells that had become resistant to D", "patients who did respond to D"."""
    graph = reading.graph
    found: list[Argument] = []
    for clause in graph.kids(node, "relcl"):
        if graph.kids(clause, "neg"):
            continue
        inside = [clause, *graph.kids(clause, "acomp", "oprd", "attr", "dobj")]
        named = [m for m in map(graph.mention, inside) if m is not None and m.label_ == "DRUG_RESPONSE"]
        found += [Argument(m, (m.root.i,), 0.1) for m in named]
    return found


def _by_response(reading: Reading, carriers: list[Argument]) -> list[Argument]:
    """Say of "D-resistant HepG2 and HuH-7 cells" what they are told apart by: the response."""
    responses = [a for a in carriers if a.mention.label_ == "DRUG_RESPONSE"]
    if responses:
        return responses
    starts = {a.mention.start for a in carriers if a.mention.label_ in CARRIERS}
    before = {m.end: m for m in reading.graph.mentions if m.label_ == "DRUG_RESPONSE"}
    for start in sorted(starts):
        for end in (start, start - 1):
            if end in before and (end == start or reading.graph.doc[end].lower_ in {"human", "advanced", "cell"}):
                return [Argument(before[end], (before[end].root.i,), 0.1)]
    return carriers


def stated_carriers(reading: Reading, carriers: list[Argument]) -> list[Argument]:
    """Say of "VEGFA-amplified HCC" what its adjective says: VEGFA, in its state."""
    graph = reading.graph
    for carrier in carriers:
        if carrier.mention.label_ not in {"DISEASE", "CELL_LINE", "CELL_TYPE"}:
            continue
        below = graph.subtree(carrier.mention.root.i)
        for mention in graph.mentions:
            gap = carrier.mention.start - mention.end
            joined = 1 < gap < 5 and graph.doc[mention.end].tag_ == "HYPH"
            told = (joined and mention._.state != "none") or (0 <= gap < 4 and mention.label_ == "VARIANT")
            if told and mention.root.i in below | graph.subtree(graph.head(carrier.mention.root.i)):
                return [Argument(mention, (mention.root.i,), 0.2)]
    return carriers


def _shows(reading: Reading, node: int) -> Iterator[Draft]:
    """Read "R cells showed high X", "cells with X gain showed resistance", "R lines overexpress X"."""
    graph = reading.graph
    exclude = frozenset({node})
    owners = [a for f in reading.roles.surface(node) for a in bearers(reading, f.node, exclude)]
    owners = stated_carriers(reading, _the_resistant(_by_response(reading, owners)))
    things = [a for kid in graph.kids(node, "dobj") for a in reading.arguments.resolve(kid, exclude=exclude)]
    match = TriggerMatch(_SHOWS, "verb", node, (node,), "past")
    filler = Filler(node, (), ("shows",))
    if graph.lemma(node) in reading.rules.words["finding_verbs"]:  # "analysis of R cells identified high X"
        labels = {"DRUG_RESPONSE", "DISEASE"}
        owners = [owner for owner in owners if owner.mention.label_ in labels or is_stated(owner)]
    for owner in owners:
        for thing in things:
            stated = is_stated(thing)
            carrier = owner.mention.label_ in CARRIERS
            if not (
                (carrier and (stated or thing.mention.label_ == "DRUG_RESPONSE"))
                or (is_stated(owner) and (stated or thing.mention.label_ in _OUTCOMES))
            ):
                continue
            if carrier and owner.mention.label_ in {"DISEASE", "CELL_LINE"} and thing.mention.label_ == "PROCESS":
                continue
            pair = (thing, owner) if carrier else (owner, thing)
            draft = reading.draft(match, "associate", *pair, filler, filler)
            if draft is not None:
                yield draft
