"""Choosing what fills the roles of a trigger: which frame, which of its mentions, and who does what to whom."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Span

from extract.relations import licences, registry
from extract.relations.find import places
from extract.relations.reading import Reading
from extract.relations.records import CLASS_SIGN, Argument, Filler, TriggerMatch
from extract.relations.rules.model import CAUSAL

Filled = tuple[list[Argument], Filler]  # arguments that fill a role, and how they were reached

RECIPROCAL = frozenset({"bind", "combine", "associate"})


def fill(reading: Reading, match: TriggerMatch, role: str, exclude: frozenset[int], taken: frozenset[int]) -> Filled:
    """Return the arguments of the first frame that reaches licensed mentions."""
    if role == "object" and reading.graph.lemma(match.head) in reading.rules.words["rendering"]:
        outcome = _outcome(reading, match)
        if outcome is not None:
            return [Argument(outcome, (outcome.root.i,), 0.1)], Filler(match.head, (), ("resultative",))
    for group in reading.roles.fillers(match, role):
        found = [a for filler in group for a in _arguments(reading, match, role, filler, exclude)]
        found = [a for a in found if licences.role_allowed(reading.rules, match.trigger, role, a)]
        if match.trigger.cls in RECIPROCAL and match.form == "preposition":
            found = [a for a in found if a.mention.start not in taken]
        if role == "object" and len(group) > 1 and match.trigger.cls in CAUSAL:
            found = _without_places(found)
        if found and not any(a.mention.start in taken for a in found):
            return _distinct(found), group[0]
    return [], Filler(match.head, (), ("none",))


def _arguments(
    reading: Reading, match: TriggerMatch, role: str, filler: Filler, exclude: frozenset[int]
) -> list[Argument]:
    """Return what a node that a frame led to speaks of, as far as the frame takes it."""
    if match.trigger.cls == "associate" and role == "subject":
        resolved = places.stated_carriers(reading, places.bearers(reading, filler.node, exclude))
    else:
        resolved = reading.arguments.resolve(filler.node, exclude=exclude)
    negator = _denied(reading, filler.node)
    if negator is not None:
        resolved = [replace(a, negator=negator) for a in resolved]
    elif _affirmed(reading, filler.node):
        resolved = [replace(a, affirmed=True) for a in resolved]
    for name in filler.frames:
        frame = reading.rules.frame(name)
        for narrow in frame.narrow if frame is not None else ():
            resolved = registry.narrowers.get(narrow)(reading, match, filler, resolved)
        if frame is not None and frame.types:
            resolved = [a for a in resolved if a.mention.label_ in reading.rules.typeset(frame.types)]
    if role == "object" and match.form == "preposition" and match.trigger.cls in RECIPROCAL:
        return [a for a in resolved if a.mention.root.i == filler.node] or resolved  # "A plus B" is no list
    return resolved


def _without_places(found: list[Argument]) -> list[Argument]:
    """Leave out where it holds from "a role in resistance to D in A cells", if something else is named."""
    things = [a for a in found if a.mention.label_ not in {"DISEASE", "CELL_LINE", "CELL_TYPE"}]
    return things or found


def _outcome(reading: Reading, match: TriggerMatch) -> Span | None:
    """Return the response that something is turned into: "made the resistant cells sensitive to D"."""
    graph = reading.graph
    things = [kid for kid in graph.kids(match.head, "dobj", "nsubj", "nsubjpass") if kid > match.head]
    last = max(things, default=match.head)
    for mention in graph.mentions:
        if mention.label_ == "DRUG_RESPONSE" and 0 < mention.start - last <= 3:
            return mention
    return None


def _denied(reading: Reading, node: int) -> int | None:
    """Return the "not" before the preposition of "but not by B", the "neither" of "neither by A nor by B"."""
    doc, start = reading.graph.doc, reading.graph.sent.start
    for link in reading.graph.preps_to(node):
        if link.token > start and doc[link.token - 1].lower_ in {"not", "neither", "nor"}:
            return link.token - 1
    return None


def _affirmed(reading: Reading, node: int) -> bool:
    """Tell whether a phrase stands behind the "but" of "not by A but by B"."""
    doc, start = reading.graph.doc, reading.graph.sent.start
    return any(
        link.token > start
        and doc[link.token - 1].lower_ == "but"
        and any(reading.graph.lower(kid) == "not" for kid in reading.graph.kids(link.governor))
        for link in reading.graph.preps_to(node)
    )


def modified(reading: Reading, match: TriggerMatch, objects: list[Argument]) -> list[Argument]:
    """Return the targets in "METTL3-mediated m6A modification of FZD10", which says that METTL3 modifies FZD10."""
    if match.trigger.cls not in {"promote", "increase"}:
        return []
    if reading.graph.tag(match.head - 1) != "HYPH":
        return []  # a verb of its own, that the parser put before a noun
    for argument in objects:
        node = argument.mention.root.i
        modifies = reading.graph.lower(node) in reading.rules.words["modification_nouns"]
        if argument.mention.label_ == "PROCESS" and modifies:
            return [a for a in reading.along(node, "prep[of]") if a.mention.label_ in {"GENE", "NCRNA"}]
    return []


def without_owner(reading: Reading, match: TriggerMatch, objects: list[Argument]) -> list[Argument]:
    """Take from the objects what a preposition of the subject brings, if others stay: "a role for A in B"."""
    both = set(match.trigger.subject_prep) & set(match.trigger.noun_object_prep)
    owners = [target for token in match.tokens for target in reading.graph.brought(token, *both)] if both else []
    owned = {a.mention.start for node in owners for a in reading.arguments.resolve(node)}
    kept = [a for a in objects if a.mention.start not in owned]
    return kept or objects


def plural(reading: Reading, match: TriggerMatch) -> bool:
    """Tell whether the noun that a trigger is, or is a prefix to, stands for several."""
    graph, node = reading.graph, match.head
    if match.form == "prefix":
        node = next((a for a in graph.ancestors(node) if graph.mention(a) is None), node)
    return graph.tag(node) in {"NNS", "NNPS"}


def effect_of_a_kind(reading: Reading, match: TriggerMatch) -> list[Argument]:
    """Return the process in "the radiosensitization effect of X", which X brings about."""
    bare = reading.graph.lemma(match.head) in reading.rules.words["bare_effect_nouns"]
    if match.form != "noun" or match.trigger.cls != "regulate" or not bare:
        return []
    kids = reading.graph.kids(match.head, "compound", "nmod", "amod")
    named = [reading.graph.mention(kid) for kid in kids]
    return [Argument(m, (m.root.i,)) for m in named if m is not None and m.label_ in {"PROCESS", "DRUG_RESPONSE"}]


def _mutual(match: TriggerMatch) -> bool:
    """Tell whether a trigger can hold between the members of one group: "A and B correlate"."""
    trigger = match.trigger
    if trigger.cls != "associate":  # "A and B slot into the membrane": not into each other
        return match.form != "verb" or not trigger.object_prep or bool(set(trigger.object_prep) & {"with", "to"})
    names = set(trigger.object_prep if match.form == "verb" else trigger.noun_object_prep)
    if match.form == "adjective":
        names = set(trigger.adjective_object_prep)
    return bool(names & {"with", "between"}) and "in" not in names


def pair_up(reading: Reading, match: TriggerMatch, subjects: Filled, objects: Filled) -> tuple[Filled, Filled]:
    """Pair the members of one group where a reciprocal predicate has only one: "A and B interact"."""
    if subjects[0] and objects[0]:
        return subjects, objects
    group, filler = subjects if subjects[0] else objects
    lone = match.trigger.cls in {"associate", "bind"}
    partners = {"with", "to"} if match.form != "noun" else {"with"} if lone else set()
    if partners and any(reading.graph.brought(token, *partners) for token in match.tokens):
        return ([], subjects[1]), ([], objects[1])  # its partner names nothing: "A and B correlated with survival"
    apart = (
        len(group) < 2
        or _between_unnamed(reading, match)
        or _another_follows(reading, match, group)
        or reading.graph.lemma(match.head) in reading.rules.words["one_sided"]
        or (match.form != "noun" and not subjects[0])
        or bool({"idiom-object", "direct-object", "gerund-title"} & set(filler.frames))
    )
    if apart or not _mutual(match) or _loose(reading, match, filler):
        return ([], filler), ([], filler)
    group = sorted(group, key=lambda argument: argument.mention.start)
    cut = len(group) - 1 if _last_set_apart(reading, match, group) else 1
    return (group[:cut], filler), (group[cut:], filler)


def _last_set_apart(reading: Reading, match: TriggerMatch, group: list[Argument]) -> bool:
    """Tell whether the last of a group is what the others are each related to: "between A and B and C"."""
    graph = reading.graph
    spans = [argument.mention for argument in group]
    joints = [{graph.lower(i) for i in range(a.end, b.start)} for a, b in pairwise(spans)]
    return _is_between(reading, match, group) and all("and" in said and "," not in said for said in joints)


def _is_between(reading: Reading, match: TriggerMatch, group: list[Argument]) -> bool:
    """Tell whether "between" stands before a group and behind its trigger."""
    first = min(argument.mention.start for argument in group)
    return "between" in map(reading.graph.lower, range(match.head, first))


def _another_follows(reading: Reading, match: TriggerMatch, group: list[Argument]) -> bool:
    """Tell whether one more, which names nothing, follows a group: "between levels of A and B and survival"."""
    graph = reading.graph
    end = max(argument.mention.end for argument in group)
    more = end + 1 < graph.sent.end and graph.lower(end) == "and" and graph.tag(end + 1).startswith(("NN", "JJ", "DT"))
    return more and _is_between(reading, match, group)


def _loose(reading: Reading, match: TriggerMatch, filler: Filler) -> bool:
    """Tell whether a trigger says nothing of the members of a group to each other."""
    lemma, words = reading.graph.lemma(match.head), reading.rules.words
    if match.form == "verb" and match.trigger.name == "given-with":  # "A and B were used": not that they were together
        marks = {reading.graph.lower(kid) for kid in reading.graph.kids(match.head, "advmod")}
        return not (lemma.startswith("co") or marks & words["jointly"])
    if match.trigger.cls != "associate":
        return False
    related = match.form == "adjective" and "adjective-attribute" in filler.frames  # "the related genes A and B"
    return related or (match.form == "verb" and lemma not in words["mutual_verbs"])


def _between_unnamed(reading: Reading, match: TriggerMatch) -> bool:
    """Tell whether one of those that a relation is between names nothing: "between A, B and survival"."""
    graph = reading.graph
    top = graph.brought(match.head, "between")
    rows = [frozenset(node for node in graph.nodes() if graph.first_conjunct(node) == first) for first in top]
    return any(not reading.arguments.resolve(node, exclude=row - {node}) for row in rows for node in row)


def involved_in(reading: Reading, match: TriggerMatch, objects: list[Argument]) -> str | None:
    """Return the class of the effect that something is involved in: "is involved in the repression of X"."""
    inside = {target for token in match.tokens for target in reading.graph.brought(token, "in")}
    for argument in objects:
        for node in argument.path if argument.path[0] in inside else ():
            inner = reading.by_head.get(node)
            if inner is None or inner.trigger.cls not in CAUSAL:
                continue
            if inner.form == "verb" and inner.kind == "ing":
                return inner.trigger.cls
            if inner.form == "noun" and inner.trigger.cls in CLASS_SIGN:
                return "promote"
    return None


def combinations(
    reading: Reading, match: TriggerMatch, subjects: list[Argument], objects: list[Argument]
) -> list[tuple[Argument, Argument]]:
    """Return who does what to whom: everyone to everything, or one by one under "respectively"."""
    doc, sent = reading.graph.doc, reading.graph.sent
    last = max(a.mention.end for a in (*subjects, *objects))
    said = map(reading.graph.lower, range(match.head, min(last + 4, sent.end)))
    paired = "respectively" in said
    uneven = len(subjects) != len(objects) and 1 in {len(subjects), len(objects)}
    if uneven and doc[last : last + 2].text.lower().lstrip(", ").startswith("respectively"):
        return []  # "A and B inhibit C- and D-mediated E, respectively": what each does is not known
    if paired and len(subjects) == len(objects) > 1:
        order = [sorted(group, key=lambda a: a.mention.start) for group in (subjects, objects)]
        return list(zip(*order, strict=True))
    return [(subject, object) for subject in subjects for object in objects]


def _distinct(arguments: list[Argument]) -> list[Argument]:
    return list({a.mention.start: a for a in reversed(arguments)}.values())[::-1]
