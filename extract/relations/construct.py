"""Running constructions: from an anchor along paths to a subject and an object, and the claims these make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.language.extensions import state_of
from extract.relations import licences, registry
from extract.relations.find.places import had_by, is_stated
from extract.relations.reading import Reading
from extract.relations.records import PREDICATE_SIGN, Argument, Candidate, Draft, Filler, TriggerMatch
from extract.relations.rules.model import Construction, Ends, Stage, bare_trigger


@dataclass(frozen=True, slots=True)
class At:
    """Where a construction is being read: its anchor, what counts as its trigger, and what is known of its ends."""

    construction: Construction
    node: int
    match: TriggerMatch
    exclude: frozenset[int]
    filler: Filler  # of the end read last
    subject: Argument | None = None
    prepositions: frozenset[str] = frozenset()
    nodes: tuple[int, ...] = ()  # from where paths and prepositions start


def find(reading: Reading, stage: Stage, drafts: list[Draft]) -> list[Draft]:
    """Return the claims of a stage's constructions, given those read before."""
    found: list[Draft] = []
    heads = {draft.match.head for draft in drafts}
    stated = {token for draft in drafts for token in draft.match.tokens}
    for match in reading.matches:
        made: set[str] = set()
        for construction in reading.rules.constructions_of_trigger(stage, match):
            if (construction.unless != "stated" or match.head not in heads) and reading.may_hold(construction):
                found += _read(reading, construction, match.head, match, made)
    for node, constructions in reading.hanging:
        made = set()
        for construction in constructions:
            if construction.stage != stage:
                continue
            if construction.unless == "stated" and node in stated:
                continue
            before = [*drafts, *found] if construction.unless in {"signed", "paired"} else None
            read = _read(reading, construction, node, None, made, before)
            found += _unpaired(read, before or []) if construction.unless == "paired" else read
    return found


def _unpaired(read: list[Draft], known: list[Draft]) -> list[Draft]:
    """Return those drafts between whose ends nothing is claimed yet."""
    pairs = {frozenset((d.relation.subject.start, d.relation.object.start)) for d in known}
    return [d for d in read if frozenset((d.relation.subject.start, d.relation.object.start)) not in pairs]


def _read(
    reading: Reading,
    construction: Construction,
    node: int,
    match: TriggerMatch | None,
    made: set[str],
    drafts: list[Draft] | None = None,
) -> list[Draft]:
    if made.intersection(construction.instead_of) or not _anchored(reading, construction, node):
        return []
    at = _at(reading, construction, node, match)
    if at is None or (construction.unless == "signed" and _signed(drafts or [], at.match.head)):
        return []
    lacking = construction.anchor.lacks
    if lacking is not None and ends(reading, at, lacking, "subject")[0]:
        return []
    found = list(_claims(reading, at))
    if found:
        made.add(construction.name)
    return found


def _signed(drafts: list[Draft], node: int) -> bool:
    return any(node in d.match.tokens and PREDICATE_SIGN[d.relation.predicate] for d in drafts)


def _anchored(reading: Reading, construction: Construction, node: int) -> bool:
    anchor = construction.anchor
    return reading.fits(anchor, node) and all(registry.anchors.get(name)(reading, node) for name in anchor.test)


def _at(reading: Reading, construction: Construction, node: int, match: TriggerMatch | None) -> At | None:
    """Return where a construction is read, None where what counts as its trigger is not there."""
    head = node
    if construction.at:
        ends = reading.reach(node, construction.at)
        if not ends:
            return None
        head = ends[0]
    if match is None and construction.cls == "trigger":
        match = reading.by_head.get(head)
        if match is None or (construction.at_classes and match.trigger.cls not in construction.at_classes):
            return None
    exclude = frozenset({node, head} if match is None else {node, *match.tokens})
    if match is None:
        assert construction.cls != "trigger"  # noqa: S101  narrows the type: those have the match of their node
        trigger = bare_trigger(construction.trigger or construction.name, construction.cls)
        match = TriggerMatch(trigger, construction.as_form, head, (head,), construction.kind)
    filler = Filler(head, (), (construction.name,), construction.weight)
    return At(construction, node, match, exclude, filler)


def _claims(reading: Reading, at: At) -> Iterator[Draft]:
    construction = at.construction
    make = registry.makers.get(construction.make)
    cls = at.match.trigger.cls if construction.cls == "trigger" else construction.cls
    subjects, subject_filler = ends(reading, at, construction.subject, "subject")
    if not subjects:
        return
    mutual = construction.subject == construction.object
    starts = {a.mention.start for a in subjects}
    for subject in subjects:
        known = replace(at, subject=subject, filler=subject_filler)
        objects, object_filler = ends(reading, known, construction.object, "object")
        for object_ in objects:
            if object_.mention.start in ({subject.mention.start} if mutual else starts):
                continue  # what acts is not what it acts on, unless all of them do it to each other
            draft = make(reading, known, Candidate(at.match, cls, subject, object_, subject_filler, object_filler))
            if draft is not None:
                yield draft


def ends(reading: Reading, at: At, spec: Ends, role: str) -> tuple[list[Argument], Filler]:
    """Return the arguments that fill an end of a construction, and how they were reached."""
    own = Filler(at.match.head, (), (at.construction.name,), at.construction.weight)
    if spec.role:
        for group in _groups(reading, at, spec.role):
            found = [a for f in group for a in reading.arguments.resolve(f.node, exclude=at.exclude)]
            found = _kept(reading, at, spec, role, found)
            if found:
                return found, group[0]
        return [], own
    nodes = (at.node, *(near for path in spec.near for near in reading.reach(at.node, path)))
    if spec.path:
        found = [a for path in spec.path for node in nodes for a in _along(reading, at, spec, node, path)]
        return _kept(reading, at, spec, role, found), own
    known = replace(at, nodes=nodes, prepositions=reading.rules.wordset(spec.prepositions))
    for name in spec.source:
        found = _kept(reading, at, spec, role, registry.sources.get(name)(reading, known))
        if found:
            return found, own
    return [], own


def _along(reading: Reading, at: At, spec: Ends, node: int, path: str) -> list[Argument]:
    found: list[Argument] = []
    for end in reading.reach(node, path, at.match):
        mention = reading.graph.mention(end)
        if spec.take == "what it speaks of":
            found += reading.arguments.resolve(end, exclude=at.exclude)
        elif spec.take == "what those have":
            found += had_by(reading, end, at.exclude)
        elif mention is not None:
            found.append(Argument(mention, (mention.root.i,)))
    return found


def _groups(reading: Reading, at: At, role: str) -> Iterable[list[Filler]]:
    """Return the fillers of a role of the trigger; what a change befalls depends on its form and voice."""
    match = at.match
    if role == "changed":
        passive = match.form == "verb" and reading.graph.is_passive(match.head)
        role = "object" if passive else "subject" if match.form == "adjective" else "surface"
    if role == "surface":
        return [reading.roles.surface(match.head)]
    return reading.roles.fillers(match, role)


def _kept(reading: Reading, at: At, spec: Ends, role: str, found: list[Argument]) -> list[Argument]:
    types = reading.rules.typeset(spec.types)
    found = [a for a in found if (not types or a.mention.label_ in types) and _in_state(a, spec.state)]
    if spec.licensed:
        found = [a for a in found if licences.role_allowed(reading.rules, at.match.trigger, role, a)]
    for name in spec.test:
        found = [a for a in found if registry.tests.get(name)(reading, at, a)]
    return found[:1] if spec.first else found


def _in_state(argument: Argument, wanted: str) -> bool:
    state = state_of(argument.mention)
    if wanted == "stated":
        return is_stated(argument)
    if wanted == "changed":
        return state in {"up", "down"}
    if wanted == "given":
        return state != "none" or argument.mention.label_ == "CHEMICAL"
    return wanted == "any" or state == wanted
