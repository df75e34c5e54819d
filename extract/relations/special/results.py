"""Claims about what comes of what was just said: "…, leading to B", "with subsequent loss of B"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span

from extract.language.extensions import cues_of, state_of
from extract.relations import registry
from extract.relations.derive import in_state
from extract.relations.drafting import draft_claim, draft_for, of_role
from extract.relations.reading import Reading
from extract.relations.records import PREDICATE_SIGN, Argument, Draft, Filler, TriggerMatch

_BEHIND = frozenset({"idiom-object", "passive-agent"})
_CAUSES = frozenset({"GENE", "NCRNA", "PATHWAY", "CHEMICAL", "PROCESS", "CELL_TYPE"})


def nearest_causes(reading: Reading, drafts: list[Draft], governor: int) -> list[Argument]:
    """Return what the clause of a verb has just changed, as subjects of what results from it."""
    causes: dict[int, Argument] = {}
    for draft in drafts:
        changed, signed = draft.relation.object, PREDICATE_SIGN[draft.relation.predicate]
        if draft.match.head == governor and signed and changed.label_ in _CAUSES:
            causes.setdefault(changed.start, Argument(changed, (changed.root.i,), 0.3))
    return list(causes.values())


@registry.derivations("result")
def results(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Give ", leading to B" to what was changed last before it, if that can act; else it stays with the subject."""
    graph, words = reading.graph, reading.rules.words
    subsequent = [draft for draft in drafts if "subsequent" in draft.subject_filler.frames]
    out: list[Draft] = []
    replaced: set[int] = set()
    for draft in drafts:
        head = draft.match.head
        if draft.match.kind != "ing" or graph.lemma(head) not in words["result_verbs"]:
            out.append(draft)
            continue
        if head in replaced:
            continue
        top = graph.first_conjunct(head)
        governor = next((a for a in graph.ancestors(top) if graph.is_clause(a)), None)
        causes = nearest_causes(reading, drafts, governor) if governor is not None else []
        last = [d for d in subsequent if d.match.head < head and d.relation.object.label_ in _CAUSES]
        causes = [Argument(d.relation.object, (d.relation.object.root.i,), 0.3) for d in last] or causes
        same = {d.object.mention.start: d for d in drafts if d.match.head == head}
        fresh = [
            draft_for(reading, replace(d, match=draft.match, subject_filler=draft.subject_filler), cause)
            for cause in causes
            for start, d in same.items()
            if cause.mention.start != start
        ]
        kept = [d for d in fresh if d is not None]
        if kept:
            replaced.add(head)
            out += [as_changed(d, [*drafts, *last]) for d in kept]
        else:
            lowered = governor is not None and _lowers(reading, governor, draft.relation.subject)
            out.append(in_state(draft, "down", head) if lowered else as_changed(draft, drafts))
    return out


def _lowers(reading: Reading, verb: int, thing: Span) -> bool:
    """Tell whether a verb, whatever its subject, lowers a thing: "the toxin blocks A, leading to B"."""
    inner = reading.by_head.get(verb)
    own = reading.graph.node(thing.root.i) in reading.graph.kids(verb, "dobj") and state_of(thing) == "none"
    return own and inner is not None and inner.trigger.cls in {"inhibit", "decrease"}


@registry.derivations("subsequent")
def subsequent(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "activation of A with subsequent degradation of B": A acts on B; what comes along is not its doing."""
    graph = reading.graph
    found: list[Draft] = []
    for match in reading.matches:
        if match.form != "noun" or any(d.match.head == match.head for d in drafts):
            continue
        marks = {graph.lower(kid) for kid in graph.kids(match.head, "amod", "advmod")}
        if not marks & reading.rules.words["subsequent"]:
            continue
        link = next((at for at in graph.preps_to(match.head) if at.name in {"with", "and"}), None)
        if link is None:
            continue
        objects = of_role(reading, match, "object")
        governors = [link.governor, *graph.ancestors(link.governor)]
        verb = next((g for g in governors if any(d.match.head == g for d in drafts)), None)
        if verb is not None and marks & reading.rules.words["simultaneous"]:
            found += _done_along(reading, [d for d in drafts if d.match.head == verb], match, objects)
            continue
        causes = nearest_causes(reading, drafts, verb) if verb is not None else []
        for cause in causes or _stated_before(reading, link.token):
            for object, filler in objects:
                own = filler._replace(frames=("subsequent",))
                draft = draft_claim(reading, match, match.trigger.cls, cause, object, own, filler)
                if draft is not None and causes:
                    found.append(as_changed(draft, drafts))
                elif draft is not None:
                    found.append(in_state(draft, state_of(cause.mention), cues_of(cause.mention)[-1][0]))
    return [*drafts, *found]


def _done_along(
    reading: Reading, drafts: list[Draft], match: TriggerMatch, objects: list[tuple[Argument, Filler]]
) -> list[Draft]:
    """Give what came along to the subjects of the verb: "A lowered B, with a concomitant rise of C"."""
    done: list[Draft] = []
    for subject, filler in {d.subject.mention.start: (d.subject, d.subject_filler) for d in drafts}.values():
        for object, own in objects:
            frames = filler._replace(frames=("subsequent",))
            draft = draft_claim(reading, match, match.trigger.cls, subject, object, frames, own)
            if draft is not None:
                done.append(draft)
    return done


@registry.derivations("beside-result")
def beside_results(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A inhibited B, and this correlated with loss of C", "…, which was accompanied by": B [down] goes with C."""
    graph = reading.graph
    found: list[Draft] = []
    for match in reading.matches:
        if match.form != "verb" or match.trigger.cls != "associate" or any(d.match.head == match.head for d in drafts):
            continue
        pronouns = reading.reach(match.head, "nsubj|nsubjpass|dep {this|which|these|that}")
        before = [a for a in graph.ancestors(match.head) if graph.is_clause(a) and a < match.head]
        if not pronouns or not before:
            continue
        role = "subject" if graph.is_passive(match.head) else "object"
        objects = [end for end in of_role(reading, match, role) if _BEHIND & set(end[1].frames)]
        for cause in nearest_causes(reading, drafts, before[0]):
            for object, filler in objects:
                draft = draft_claim(reading, match, "associate", cause, object, filler)
                if draft is not None:
                    found.append(_left(draft, cause.mention, drafts))
    return [*drafts, *found]


def _left(draft: Draft, changed: Span, drafts: list[Draft]) -> Draft:
    """Put the subject in the state in which the claims about it leave it."""
    signs = {PREDICATE_SIGN[d.relation.predicate] for d in drafts if d.relation.object.start == changed.start}
    if signs not in ({1}, {-1}):
        return draft
    return in_state(draft, "up" if signs == {1} else "down", draft.match.head)


def _stated_before(reading: Reading, token: int) -> list[Argument]:
    """Return the last thing before a token that stands in a state: MET in "the amplification of MET, with …"."""
    graph = reading.graph
    before = [m for m in graph.mentions if m.end <= token and token - m.end <= 2 and m.label_ in _CAUSES]
    return [Argument(m, (m.root.i,), 0.5) for m in before[-1:] if state_of(m) in {"up", "down"}]


def as_changed(draft: Draft, drafts: list[Draft]) -> Draft:
    """Put the subject of a result in the state that its cause left it in: down, when it was lowered."""
    subject = draft.relation.subject
    lowered = any(
        d.relation.object.start == subject.start
        and PREDICATE_SIGN[d.relation.predicate] == -1
        and d.relation.object_state == "none"
        for d in drafts
    )
    return in_state(draft, "down", draft.match.head) if lowered else draft
