"""Drafting one claim: its checks, its polarity, and what they and its words make of it."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from extract.language.extensions import cues_of
from extract.relations import check
from extract.relations.find.polarity import Polarity
from extract.relations.reading import Reading
from extract.relations.records import (
    CLASS_SIGN,
    Argument,
    Candidate,
    Draft,
    Factor,
    Filler,
    Relation,
    TriggerMatch,
    net_sign,
)
from extract.relations.rules.model import bare_trigger
from extract.schema import Sign, State

_BRINGING = frozenset({"promote", "activate", "increase"})  # "induces the cleavage of X" cleaves X
_OF_A_KIND = frozenset({"regulate", "modify", "bind", "sponge"})
_CHANGED_IN = bare_trigger("changed-in", "associate")


def draft_claim(
    reading: Reading,
    match: TriggerMatch,
    cls: str,
    subject: Argument,
    object: Argument,
    subject_filler: Filler,
    object_filler: Filler | None = None,
) -> Draft | None:
    """Draft a claim of a class that a trigger makes of its arguments, both reached in one way if only one is given."""
    return draft(reading, Candidate(match, cls, subject, object, subject_filler, object_filler or subject_filler))


def draft(reading: Reading, asked: Candidate) -> Draft | None:
    """Draft a claim; None where a check says no."""
    match = asked.match
    if match.trigger.inverse:
        asked = _turned(asked)
    verdict = check.first_verdict(reading, "ends", asked)
    if verdict == "change":
        return draft_change(reading, _turned(asked))
    if verdict is None:
        asked = replace(asked, cls=_inner_class(reading, asked.cls, asked.object))
        verdict = check.first_verdict(reading, "words", asked)
    if verdict in check.STOPPING:
        if verdict == "unsaid":
            reading.refused.add(match.head)
        return None
    if verdict not in {None, "keep"}:
        asked = replace(asked, cls=verdict)
    polarity = _polarity(reading, asked)
    return _composed(reading, check.reclassed(reading, replace(asked, hedges=polarity.hedges)), polarity)


def _turned(asked: Candidate) -> Candidate:
    return replace(
        asked,
        subject=asked.object,
        object=asked.subject,
        subject_filler=asked.object_filler,
        object_filler=asked.subject_filler,
    )


def draft_for(reading: Reading, known: Draft, subject: Argument) -> Draft | None:
    """Draft of another subject what a draft says of its own."""
    match = known.match
    return draft_claim(
        reading, match, match.trigger.cls, subject, known.object, known.subject_filler, known.object_filler
    )


def draft_change(reading: Reading, asked: Candidate) -> Draft | None:
    """Draft the association of a thing, in the state that a trigger of change puts it in, with where it changed."""
    match, thing, place = asked.match, asked.subject, asked.object
    drafted = draft(reading, replace(asked, match=replace(match, trigger=_CHANGED_IN), cls="associate"))
    if drafted is None:
        return None
    sign: Sign = CLASS_SIGN[match.trigger.cls]
    graph = reading.graph
    row = graph.first_conjunct(match.head)  # "was lost or reduced": one change, said twice
    cues = [
        (i, s)
        for i, s in cues_of(thing.mention)
        if i not in match.tokens
        and s != "altered"
        and row not in (graph.first_conjunct(graph.node(i)), graph.head(graph.node(i)))
    ]
    factor = sign * prod(-1 if s == "down" else 1 for _, s in cues)
    state: State = "up" if factor > 0 else "down"
    relation = replace(
        drafted.relation,
        subject_state=state,
        sign=net_sign("associated_with", thing.mention, state, place.mention, drafted.relation.object_state),
        trace=(*drafted.relation.trace, Factor(match.head, "subject_state", sign)),
    )
    return replace(drafted, relation=relation)


def of_role(
    reading: Reading, match: TriggerMatch, role: str, exclude: frozenset[int] = frozenset()
) -> list[tuple[Argument, Filler]]:
    """Return what fills a role of a trigger, each with how it was reached."""
    exclude |= frozenset(match.tokens)
    fillers = reading.roles.best(match, role)
    return [(a, f) for f in fillers for a in reading.arguments.resolve(f.node, exclude=exclude)]


def _inner_class(reading: Reading, cls: str, object: Argument) -> str:
    """Return the class of the noun that a verb of bringing about takes: "mediates regulation of X" regulates."""
    inner = reading.by_head.get(object.path[0]) if len(object.path) > 1 and cls in _BRINGING else None
    if inner is None or inner.form != "noun" or inner.trigger.cls not in _OF_A_KIND or inner.trigger.negated:
        return cls
    lasting = (
        inner.trigger.cls != "modify"
        or reading.graph.lemma(inner.head) in reading.rules.words["activating_modifications"]
    )
    changed = any(i not in inner.tokens for i, state in cues_of(object.mention) if state in {"up", "down"})
    if lasting and (cls == "increase" or (inner.trigger.cls == "modify" and changed)):
        return cls  # more, or less, of a phosphorylation
    return inner.trigger.cls if "of" in inner.trigger.noun_object_prep else cls


def _polarity(reading: Reading, candidate: Candidate) -> Polarity:
    """Read negation and certainty; the "not" of "not by A but by B" is that of one argument alone.

    What denies an antecedent denies nothing in its relative clause: "A but not B, which C induces".
    """
    subject, object_ = candidate.subject, candidate.object
    fillers = (candidate.subject_filler, candidate.object_filler)
    paths = [() if "relative-clause" in f.frames else a.path for a, f in zip((subject, object_), fillers, strict=True)]
    polarity = reading.polarity.read(candidate.match, *paths)
    denied = [
        a.negator
        for a, f in zip((subject, object_), fillers, strict=True)
        if a.negator is not None and "relative-clause" not in f.frames
    ]
    if subject.affirmed or object_.affirmed:
        return replace(polarity, negators=())
    if denied:
        return replace(polarity, negators=tuple(sorted({*polarity.negators, *denied})))
    return polarity


def _composed(reading: Reading, candidate: Candidate, polarity: Polarity) -> Draft:
    match, subject, object_ = candidate.match, candidate.subject, candidate.object
    fillers = (candidate.subject_filler, candidate.object_filler)
    defining = any(name in reading.rules.defining for filler in fillers for name in filler.frames)
    composed = reading.composer.compose(match, candidate.cls, subject, object_, defining=defining)
    trace = composed.trace
    trace += tuple(Factor(i, "negation", 1) for i in polarity.negators)
    trace += tuple(Factor(i, "certainty", 1) for i in polarity.hedges)
    frames = [name for filler in fillers for name in filler.frames[:2]]
    relation = Relation(
        subject=subject.mention,
        predicate=composed.predicate,
        object=object_.mention,
        subject_state=composed.subject_state,
        object_state=composed.object_state,
        sign=composed.sign,
        negated=bool(polarity.negators),
        certainty="hedged" if polarity.hedges else "asserted",
        sent=reading.graph.sent,
        trigger=match.tokens,
        rule=f"{'+'.join(dict.fromkeys(frames))}:{match.trigger.name}",
        trace=trace,
        features=_features(match, subject, object_, *fillers),
    )
    return Draft(relation, match, subject, object_, *fillers)


def _features(
    match: TriggerMatch, subject: Argument, object: Argument, subject_filler: Filler, object_filler: Filler
) -> tuple[tuple[str, float], ...]:
    return (
        ("distance", subject.distance + object.distance),
        ("climbed", float(len(subject_filler.climbed) + len(object_filler.climbed))),
        ("frame", subject_filler.weight * object_filler.weight),
        ("trigger", match.weight),
        ("anaphor", float(subject.anaphor or object.anaphor)),
        ("tokens", float(abs(subject.mention.start - object.mention.start))),
    )
