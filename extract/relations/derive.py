"""Claims that follow from other claims of a sentence: of two that hang together, or said again of another subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.relations import registry
from extract.relations.drafting import draft_for
from extract.relations.reading import Reading
from extract.relations.records import PREDICATE_SIGN, REVERSED, Argument, Draft, Factor, name_of, net_sign
from extract.relations.rules.model import Derivation, Paired, Repeated, Told
from extract.schema import State


def derive(reading: Reading, stage: str, drafts: list[Draft]) -> list[Draft]:
    """Return the claims of a sentence with those that the derivations of a stage make of them, in their order."""
    for entry in reading.rules.derivations:
        if entry.stage != stage:
            continue
        if entry.paired:
            drafts = _paired(reading, entry, drafts)
        elif entry.repeated is not None:
            drafts = [*drafts, *_repeated(reading, entry, entry.repeated, drafts)]
        else:
            drafts = registry.derivations.get(entry.name)(reading, drafts)
    return drafts


def _paired(reading: Reading, entry: Derivation, drafts: list[Draft]) -> list[Draft]:
    """Make of each two claims that hang together what one of them says of an argument of the other."""
    kept, found = [*drafts], list[Draft]()
    for claim in drafts:
        for other in drafts:
            for pair in entry.paired:
                hang = _hang_together(reading, pair, claim, other)
                draft = _said_of(reading, entry, pair, claim, other) if hang else None
                if draft is not None:
                    found.append(draft)
                    kept = [d for d in kept if d is not claim or not pair.instead]
    return [*kept, *found]


def _hang_together(reading: Reading, pair: Paired, claim: Draft, other: Draft) -> bool:
    if other is claim or not _is_told(pair.claim, claim) or not _is_told(pair.other, other):
        return False
    ends = {
        f"{name}.{role}": getattr(draft.relation, role).start
        for name, draft in (("claim", claim), ("other", other))
        for role in ("subject", "object")
    }
    if any((ends[left] == ends[right]) != same for left, same, right in pair.equations):
        return False
    if pair.path:
        return reading.graph.first_conjunct(claim.match.head) in reading.reach(other.match.head, pair.path)
    return _on_the_way(reading, claim, other.match.head, agent=pair.said_of == "agent")


def _is_told(told: Told, draft: Draft) -> bool:
    """Tell whether a claim is such as a derivation asks for."""
    relation = draft.relation
    return (
        (not told.predicate or relation.predicate in told.predicate)
        and (told.signed is None or told.signed == bool(PREDICATE_SIGN[relation.predicate]))
        and (told.negated is None or told.negated == relation.negated)
        and (not told.classes or draft.match.trigger.cls in told.classes)
        and (not told.forms or draft.match.form in told.forms)
        and (not told.subject_state or relation.subject_state in told.subject_state)
        and (not told.subject_types or relation.subject.label_ in told.subject_types)
        and (not told.object_types or relation.object.label_ in told.object_types)
    )


def _on_the_way(reading: Reading, claim: Draft, head: int, *, agent: bool) -> bool:
    """Tell whether a trigger stands on the way to the subject of a claim or beside it: "A-mediated loss of B did E".

    What an agent brings about is the state of that subject; what stands beside a name with another state does not.
    """
    graph, path, relation = reading.graph, claim.subject.path, claim.relation
    if head in path or (not agent and head in claim.subject_filler.climbed):
        return True
    if any(factor.role == "subject_state" and factor.token == head for factor in relation.trace):
        return True
    above = graph.head(head)
    own = not agent or graph.mention(above) is None or relation.subject_state == "none"
    return graph.dep(head) in {"amod", "acl", "prep"} and above in path and own


def _said_of(reading: Reading, entry: Derivation, pair: Paired, claim: Draft, other: Draft) -> Draft | None:
    if pair.said_of == "object":
        return draft_for(reading, claim, other.object)
    if pair.said_of == "subject":
        return draft_for(reading, replace(claim, subject_filler=other.subject_filler), other.subject)
    relation, agent, state = claim.relation, other.relation.subject, other.relation.subject_state
    own = [factor for factor in other.relation.trace if factor.role == "subject_state"]
    said = replace(
        relation,
        subject=agent,
        subject_state=state,
        sign=net_sign(relation.predicate, agent, state, relation.object, relation.object_state),
        trace=(*(factor for factor in relation.trace if factor.role != "subject_state"), *own),
        via=() if pair.instead else (relation.subject,),
        rule=f"{entry.rule or entry.name}:{relation.rule.rpartition(':')[2]}",
    )
    return replace(claim, relation=said, subject=other.subject)


def _repeated(reading: Reading, entry: Derivation, again: Repeated, drafts: list[Draft]) -> Iterator[Draft]:
    """Yield claims made before, said of another subject, or their opposite: "A did E, B had the opposite effect"."""
    graph, words = reading.graph, reading.rules.wordset((*again.anchor.lemma, *again.anchor.form))
    if not drafts or words.isdisjoint(graph.said):
        return
    for node in graph.nodes():
        if (graph.lemma(node) not in words and graph.lower(node) not in words) or not reading.fits(again.anchor, node):
            continue
        for subject in reading.along(node, *again.subject, exclude=frozenset({node})):
            for model in _models(reading, again, node, subject, drafts):
                draft = draft_for(reading, model, subject)
                if draft is not None:
                    yield like(draft, model, node, entry.rule or entry.name, turned=again.turned)


def _models(reading: Reading, again: Repeated, node: int, subject: Argument, drafts: list[Draft]) -> Iterator[Draft]:
    """Yield the claims that are made again: those of the verb above, or signed ones read before."""
    heads = {draft.match.head for draft in drafts}
    verb = next((a for a in reading.graph.ancestors(node) if a in heads), None)
    for draft in drafts:
        relation = draft.relation
        if again.of_verb_above:
            if draft.match.head == verb:
                yield draft
            continue
        known = (
            draft.match.head < min(node, subject.path[0])
            and PREDICATE_SIGN[relation.predicate]
            and not relation.negated
        )
        if known and (not again.turned or name_of(relation.subject) == name_of(subject.mention)):
            yield draft


def like(draft: Draft, model: Draft, node: int, rule: str, *, turned: bool) -> Draft:
    """Let a draft say what its model says, or the opposite, by a word that says so."""
    predicate, relation = model.relation.predicate, draft.relation
    if turned:
        predicate = REVERSED.get(predicate, predicate)
    said = replace(
        relation,
        predicate=predicate,
        sign=net_sign(predicate, relation.subject, relation.subject_state, relation.object, relation.object_state),
        trace=(*relation.trace, Factor(node, "predicate", -1 if turned else 1)),
        rule=f"{rule}:{draft.match.trigger.name}",
    )
    return replace(draft, relation=said)


def in_state(draft: Draft, state: State, cue: int) -> Draft:
    """Put the subject of a claim in a state that a token outside its own phrase gives it."""
    relation = draft.relation
    if relation.subject_state == state:
        return draft
    sign = net_sign(relation.predicate, relation.subject, state, relation.object, relation.object_state)
    trace = (*relation.trace, Factor(cue, "subject_state", -1 if state == "down" else 1))
    return replace(draft, relation=replace(relation, subject_state=state, sign=sign, trace=trace))
