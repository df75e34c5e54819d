"""Claims that one clause makes after the model of another, or two things make together.

"A with B did E", "A did E, as did B", "X overexpression had the opposite effect", "a feedback loop between A and B".
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from spacy.tokens import Span

from extract.relations.find.arguments import Argument
from extract.relations.find.frames import Filler
from extract.relations.find.triggers import TriggerMatch
from extract.relations.records import PREDICATE_SIGN, Factor, net_sign
from extract.relations.rules.model import Trigger

if TYPE_CHECKING:
    from extract.relations.sentence import Draft, Reading

_MODIFIES = Trigger(name="modification", **{"class": "modify"}, noun=("modification",))
_GIVEN_WITH = Trigger(name="given-with", **{"class": "combine"}, preposition=("with",))


def find(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the claims that others in the sentence are the model of, or that stand in its nouns alone."""
    found: list[Draft] = []
    for read in (_given_with, _as_did, _together, _opposite):
        found += read(reading, [*drafts, *found])
    return [*found, *_loops(reading), *_modifications(reading)]


def _given_with(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A with an anti-B antibody did E": the two are combined, and both do E."""
    graph = reading.graph
    found: list[Draft] = []
    for link in graph.preps:
        first = graph.mention(link.governor)
        if link.name != "with" or first is None or first.label_ != "CHEMICAL" or link.token != first.end:
            continue
        for partner in reading.arguments.resolve(link.target):
            mention = partner.mention
            if mention.label_ != "CHEMICAL" and not (mention.label_ == "GENE" and mention._.state == "down"):
                continue
            match = TriggerMatch(_GIVEN_WITH, "preposition", link.token, (link.token,))
            filler = Filler(link.token, (), ("given-with",))
            own = Argument(first, (link.governor,))
            together = [reading.draft(match, "combine", own, partner, filler, filler)]
            together += [
                reading.draft(d.match, d.match.trigger.cls, partner, d.object, d.subject_filler, d.object_filler)
                for d in drafts
                if d.relation.subject.start == first.start
                and PREDICATE_SIGN[d.relation.predicate]
                and d.match.head > link.token
            ]
            found += [draft for draft in together if draft is not None]
    return found


def _as_did(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A overcame R, as did inhibitors of B": B [down] overcame R as well."""
    graph = reading.graph
    found: list[Draft] = []
    for node in graph.nodes():
        if graph.lower(node) not in {"did", "does", "do"} or node == graph.sent.start:
            continue
        if graph.lower(node - 1) not in {"as", "so"} or (not graph.is_clause(node) and graph.pos(node) != "AUX"):
            continue
        governor = next((a for a in graph.ancestors(node) if any(d.match.head == a for d in drafts)), None)
        owners = [
            a
            for kid in graph.kids(node, "nsubj", "dobj", "attr")
            if kid > node
            for a in reading.arguments.resolve(kid, exclude=frozenset({node}))
        ]
        for draft in drafts:
            if draft.match.head != governor:
                continue
            for owner in owners:
                extra = reading.draft(
                    draft.match, draft.match.trigger.cls, owner, draft.object, draft.subject_filler, draft.object_filler
                )
                if extra is not None:
                    found.append(extra)
    return found


def _together(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A and B together (synergistically, jointly) did E": A and B are combined."""
    graph, words = reading.graph, reading.rules.words
    found: list[Draft] = []
    for head in dict.fromkeys(d.match.head for d in drafts if d.match.form == "verb"):
        marks = [kid for kid in graph.kids(head, "advmod") if graph.lower(kid) in words["jointly"]]
        marks = marks or _either_alone(reading, head)
        if not marks:
            continue
        agents = {
            d.relation.subject.start: d.subject
            for d in drafts
            if d.match.head == head and d.relation.subject.label_ == "CHEMICAL"
        }
        match = TriggerMatch(_GIVEN_WITH, "preposition", marks[0], (marks[0],))
        filler = Filler(marks[0], (), ("jointly",))
        for first, second in combinations(agents.values(), 2):
            draft = reading.draft(match, "combine", first, second, filler, filler)
            if draft is not None:
                found.append(draft)
    return found


def _either_alone(reading: Reading, head: int) -> list[int]:
    """Find the "either" of "compared with either drug alone", which says that two were given together."""
    doc, end = reading.graph.doc, reading.graph.sent.end
    for i in range(head + 1, end):
        if doc[i].lower_ in {"either", "each"} and "alone" in {doc[j].lower_ for j in range(i + 1, min(i + 4, end))}:
            return [i]
    return []


_REVERSED = {
    "promotes": "inhibits",
    "inhibits": "promotes",
    "activates": "inhibits",
    "upregulates": "downregulates",
    "downregulates": "upregulates",
}


def _opposite(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "X loss raised E, while X overexpression had the opposite effect" (or the same effect)."""
    graph, words = reading.graph, reading.rules.words
    found: list[Draft] = []
    for node in graph.nodes():
        if graph.lemma(node) not in words["comparison_nouns"] or graph.dep(node) != "dobj":
            continue
        marks = {graph.lower(kid) for kid in graph.kids(node, "amod")}
        turned = bool(marks & words["opposite"])
        verb = graph.head(node)
        if not (turned or marks & words["same"]) or any(link.governor == node for link in graph.preps):
            continue
        subjects = [
            a for f in reading.roles.surface(verb) for a in reading.arguments.resolve(f.node, exclude=frozenset({node}))
        ]
        for subject in subjects:
            before = [
                d
                for d in drafts
                if d.match.head < node
                and PREDICATE_SIGN[d.relation.predicate]
                and not d.relation.negated
                and (_norm(d.relation.subject) == _norm(subject.mention) or not turned)
            ]
            for draft in before:
                extra = reading.draft(
                    draft.match,
                    draft.match.trigger.cls,
                    subject,
                    draft.object,
                    draft.subject_filler,
                    draft.object_filler,
                )
                if extra is not None:
                    found.append(_like(extra, draft, turned=turned, node=node))
    return found


def _like(extra: Draft, model: Draft, *, turned: bool, node: int) -> Draft:
    predicate = model.relation.predicate
    if turned:
        predicate = _REVERSED.get(predicate, predicate)
    relation = extra.relation
    if relation.object.label_ not in {"GENE", "NCRNA", "CHEMICAL", "PATHWAY"} and predicate == "activates":
        predicate = "promotes"
    sign = net_sign(predicate, relation.subject, relation.subject_state, relation.object, relation.object_state)
    trace = (*relation.trace, Factor(node, "predicate", -1 if turned else 1))
    return replace(
        extra,
        relation=replace(
            relation, predicate=predicate, sign=sign, trace=trace, rule="comparison:" + extra.match.trigger.name
        ),
    )


def _norm(mention: Span) -> tuple[str, str]:
    return mention.label_, str(mention._.norm or mention.text.lower())


def _loops(reading: Reading) -> list[Draft]:
    """Read "a positive feedback loop between A and B": both directions."""
    graph = reading.graph
    found: list[Draft] = []
    for link in graph.preps:
        loop = link.governor
        if link.name != "between" or graph.lemma(loop) not in {"loop", "feedback", "circuit"}:
            continue
        marks = {graph.lower(kid) for kid in graph.kids(loop)} | {graph.lower(loop)}
        if "feedback" not in marks and "regulatory" not in marks:
            continue
        cls = "increase" if "positive" in marks else "inhibit" if "negative" in marks else "regulate"
        trigger = Trigger(name="feedback-loop", **{"class": cls}, noun=("feedback loop",))
        match = TriggerMatch(trigger, "noun", loop, (loop,))
        filler = Filler(loop, (), ("feedback-loop",))
        ends = reading.arguments.resolve(link.target)
        for left in ends:
            for right in ends:
                draft = reading.draft(match, cls, left, right, filler, filler) if left is not right else None
                if draft is not None:
                    found.append(draft)
    return found


def _modifications(reading: Reading) -> list[Draft]:
    """Read "m6A modification of A by B", where the modification is a process with a name of its own."""
    graph, nouns = reading.graph, reading.rules.words["modification_nouns"]
    found: list[Draft] = []
    for mention in graph.mentions:
        node = mention.root.i
        if mention.label_ != "PROCESS" or graph.lower(node) not in nouns:
            continue
        match = TriggerMatch(_MODIFIES, "noun", node, (node,))
        filler = Filler(node, (), ("modification",))
        links = [link for link in graph.preps if link.governor == node]
        targets = [a for link in links if link.name == "of" for a in reading.arguments.resolve(link.target)]
        agents = [a for link in links if link.name == "by" for a in reading.arguments.resolve(link.target)]
        for agent in agents:
            for target in targets:
                if target.mention.label_ in {"GENE", "NCRNA"} and agent.mention.label_ in {"GENE", "NCRNA", "CHEMICAL"}:
                    draft = reading.draft(match, "modify", agent, target, filler, filler)
                    if draft is not None:
                        found.append(draft)
    return found
