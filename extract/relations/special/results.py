"""Claims that follow from how the clauses of a sentence hang together.

Results ("..., leading to B", "with subsequent loss of B"), agents behind a state ("inhibition of X by D did E"), and
partners that act jointly ("A synergized with B in inhibiting E").
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span

from extract.relations import registry
from extract.relations.derive import in_state
from extract.relations.drafting import draft_claim, draft_for
from extract.relations.find.sign import CAUSAL
from extract.relations.reading import Reading
from extract.relations.records import PREDICATE_SIGN, Argument, Draft, Filler, TriggerMatch, net_sign

_CLAUSAL = frozenset({"this", "which", "these", "that"})
_CAUSES = frozenset({"GENE", "NCRNA", "PATHWAY", "CHEMICAL", "PROCESS", "CELL_TYPE"})


def nearest_causes(reading: Reading, drafts: list[Draft], governor: int) -> list[Argument]:
    """Return what the clause of a verb has just changed, as subjects of what results from it."""
    causes: dict[int, Argument] = {}
    for draft in drafts:
        relation = draft.relation
        if (
            draft.match.head != governor
            or relation.object.label_ not in _CAUSES
            or not PREDICATE_SIGN[relation.predicate]
        ):
            continue
        causes.setdefault(relation.object.start, Argument(relation.object, (relation.object.root.i,), 0.3))
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
        same = [d for d in drafts if d.match.head == head]
        fresh = [
            draft_for(reading, replace(d, match=draft.match, subject_filler=draft.subject_filler), cause)
            for cause in causes
            for d in {d.object.mention.start: d for d in same}.values()
            if cause.mention.start != d.object.mention.start
        ]
        kept = [d for d in fresh if d is not None]
        if kept:
            replaced.add(head)
            out += [as_changed(d, [*drafts, *last]) for d in kept]
        else:
            out.append(as_changed(draft, drafts))
    return out


@registry.derivations("combined-agent")
def combined_agents(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Say of "X inhibition by D synergized with E" that D was combined with E."""
    out: list[Draft] = []
    for draft in drafts:
        agent = next(
            (
                inner
                for inner in drafts
                if draft.relation.predicate == "combines_with"
                and draft.relation.subject_state == "down"
                and inner.match.head in draft.subject.path
                and inner.relation.object.start == draft.relation.subject.start
                and inner.relation.subject.label_ == "CHEMICAL"
            ),
            None,
        )
        if agent is not None:
            relation = replace(draft.relation, subject=agent.relation.subject, subject_state="none", sign=0)
            draft = replace(draft, relation=relation, subject=agent.subject)
        out.append(draft)
    return out


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
        objects = _of_role(reading, match, "object")
        governors = [link.governor, *graph.ancestors(link.governor)]
        verb = next((g for g in governors if any(d.match.head == g for d in drafts)), None)
        if verb is not None and marks & reading.rules.words["simultaneous"]:
            found += _done_along(reading, [d for d in drafts if d.match.head == verb], match, objects)
            continue
        causes = nearest_causes(reading, drafts, verb) if verb is not None else []
        for cause in causes or _stated_before(reading, link.token):
            for object, filler in objects:
                draft = draft_claim(
                    reading, match, match.trigger.cls, cause, object, filler._replace(frames=("subsequent",)), filler
                )
                if draft is not None and causes:
                    found.append(as_changed(draft, drafts))
                elif draft is not None:
                    found.append(in_state(draft, cause.mention._.state, cause.mention._.state_cues[-1][0]))
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
        pronouns = [kid for kid in graph.kids(match.head, "nsubj", "nsubjpass", "dep") if graph.lower(kid) in _CLAUSAL]
        before = [a for a in graph.ancestors(match.head) if graph.is_clause(a) and a < match.head]
        if not pronouns or not before:
            continue
        role = "subject" if graph.is_passive(match.head) else "object"
        objects = [
            (argument, filler)
            for argument, filler in _of_role(reading, match, role)
            if {"idiom-object", "passive-agent"} & set(filler.frames)
        ]
        for cause in nearest_causes(reading, drafts, before[0]):
            for object, filler in objects:
                draft = draft_claim(reading, match, "associate", cause, object, filler, filler)
                if draft is not None:
                    found.append(_left(draft, cause.mention, drafts))
    return [*drafts, *found]


def _of_role(reading: Reading, match: TriggerMatch, role: str) -> list[tuple[Argument, Filler]]:
    """Return what fills a role of a trigger, each with how it was reached."""
    exclude = frozenset(match.tokens)
    fillers = reading.roles.best(match, role)
    return [(a, f) for f in fillers for a in reading.arguments.resolve(f.node, exclude=exclude)]


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
    return [Argument(m, (m.root.i,), 0.5) for m in before[-1:] if m._.state in {"up", "down"}]


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


@registry.derivations("agent-of-modification")
def agents_of_modifications(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A-mediated m6A modification of B raised C": A raised C by way of the modification."""
    found: list[Draft] = []
    for draft in drafts:
        relation = draft.relation
        node = relation.subject.root.i
        if relation.subject.label_ != "PROCESS" or not PREDICATE_SIGN[relation.predicate]:
            continue
        if relation.object.label_ not in {"GENE", "NCRNA", "PATHWAY"}:
            continue
        for inner in drafts:
            at_noun = (
                inner.match.head == node or node in inner.object_filler.climbed or node == inner.object_filler.node
            )
            agent = inner.relation.subject
            if inner.relation.predicate != "modifies" or inner.relation.negated or not at_noun:
                continue
            if agent.start == relation.object.start:
                continue
            found.append(_by_agent(draft, inner, "agent-of-modification"))
    return [*drafts, *found]


def _by_agent(draft: Draft, inner: Draft, kind: str) -> Draft:
    """Say of the agent of a state or modification what is said of it; the thing itself is the mediator."""
    relation, agent, state = draft.relation, inner.relation.subject, inner.relation.subject_state
    own = [f for f in inner.relation.trace if f.role == "subject_state"]
    claim = replace(
        relation,
        subject=agent,
        subject_state=state,
        sign=net_sign(relation.predicate, agent, state, relation.object, relation.object_state),
        trace=(*(f for f in relation.trace if f.role != "subject_state"), *own),
        via=(relation.subject,),
        rule=f"{kind}:{relation.rule.rpartition(':')[2]}",
    )
    return replace(draft, relation=claim, subject=inner.subject)


@registry.derivations("means-of-others")
def means_of_others(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A does E via stabilization of C by B": A stabilizes C as well as B does."""
    graph, words = reading.graph, reading.rules.words
    found: list[Draft] = []
    for inner in drafts:
        if inner.match.form != "noun" or not PREDICATE_SIGN[inner.relation.predicate]:
            continue
        top = graph.first_conjunct(inner.match.head)
        verbs = {at.governor for at in graph.preps_to(top) if at.name in words["via_prepositions"]}
        for outer in drafts:
            if outer.match.head not in verbs or outer.relation.negated or outer.match.trigger.cls not in CAUSAL:
                continue
            if outer.relation.subject.start in {inner.relation.subject.start, inner.relation.object.start}:
                continue
            draft = draft_for(reading, replace(inner, subject_filler=outer.subject_filler), outer.subject)
            if draft is not None:
                found.append(draft)
    return [*drafts, *found]


@registry.derivations("agent-of-shared-state")
@registry.derivations("agent-of-state")
def agents_of_states(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "inhibition of X by D did E": beside X [down] doing E, D did E by way of X."""
    found: list[Draft] = []
    for draft in drafts:
        relation = draft.relation
        regulated = relation.subject_state == "none" and relation.predicate == "regulates"
        if not regulated and (not PREDICATE_SIGN[relation.predicate] or relation.subject_state not in {"up", "down"}):
            continue
        for inner in drafts:
            if inner is draft or inner.relation.object.start != relation.subject.start or inner.relation.negated:
                continue
            same_kind = bool(PREDICATE_SIGN[inner.relation.predicate]) != regulated
            if not same_kind or inner.relation.subject.start == relation.object.start:
                continue
            if _puts_in_state(reading, inner, draft):
                found.append(_by_agent(draft, inner, "agent-of-state"))
    return [*drafts, *found]


def _puts_in_state(reading: Reading, inner: Draft, outer: Draft) -> bool:
    """Tell whether one claim is about the doing that is the subject of another: "A-mediated loss of B did E"."""
    graph, head = reading.graph, inner.match.head
    if head in outer.subject.path or any(f.role == "subject_state" and f.token == head for f in outer.relation.trace):
        return True
    above = graph.head(head)
    told = graph.dep(head) in {"amod", "acl"} and above in outer.subject.path
    return told and graph.mention(above) is None


@registry.derivations("partner")
def partners(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A synergized with B in inhibiting E": B inhibits E as well."""
    found: list[Draft] = []
    pairs = [d for d in drafts if d.relation.predicate == "combines_with"]
    for pair in pairs:
        for draft in drafts:
            if draft.relation.subject.start != pair.relation.subject.start or not _linked(reading, pair, draft):
                continue
            if not PREDICATE_SIGN[draft.relation.predicate]:
                continue
            extra = draft_for(reading, draft, pair.object)
            if extra is not None:
                found.append(extra)
    return [*drafts, *found]


def _linked(reading: Reading, pair: Draft, draft: Draft) -> bool:
    """Tell whether a claim is made of those that are combined: "A combined with B did E"."""
    graph, head = reading.graph, pair.match.head
    if pair.match.form == "verb" and head in draft.subject_filler.climbed:
        return True
    if pair.match.form == "noun":
        return head in draft.subject.path
    return graph.dep(head) in {"acl", "prep"} and graph.head(head) == draft.relation.subject.root.i
