"""Claims that one clause makes after the model of another, or two things make together.

"A with B did E", "A did E, as did B", "X overexpression had the opposite effect", "a feedback loop between A and B".
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from spacy.tokens import Span

from extract.relations import registry
from extract.relations.drafting import draft_claim, draft_for
from extract.relations.reading import Reading
from extract.relations.records import PREDICATE_SIGN, Argument, Draft, Factor, Filler, TriggerMatch, net_sign
from extract.relations.rules.model import bare_trigger
from extract.schema import Predicate

_GIVEN_WITH = bare_trigger("given-with", "combine")


@registry.derivations("given-with")
def given_with(reading: Reading, drafts: list[Draft]) -> list[Draft]:
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
            together = [draft_claim(reading, match, "combine", own, partner, filler, filler)]
            together += [
                draft_for(reading, d, partner)
                for d in drafts
                if d.relation.subject.start == first.start
                and PREDICATE_SIGN[d.relation.predicate]
                and d.match.head > link.token
            ]
            found += [draft for draft in together if draft is not None]
    return [*drafts, *found]


@registry.derivations("as-did")
def as_did(reading: Reading, drafts: list[Draft]) -> list[Draft]:
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
        told = [draft for draft in drafts if draft.match.head == governor]
        extra = [draft_for(reading, draft, owner) for draft in told for owner in owners]
        found += [draft for draft in extra if draft is not None]
    return [*drafts, *found]


@registry.derivations("jointly")
def together(reading: Reading, drafts: list[Draft]) -> list[Draft]:
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
            draft = draft_claim(reading, match, "combine", first, second, filler, filler)
            if draft is not None:
                found.append(draft)
    return [*drafts, *found]


def _either_alone(reading: Reading, head: int) -> list[int]:
    """Find the "either" of "compared with either drug alone", which says that two were given together."""
    doc, end = reading.graph.doc, reading.graph.sent.end
    for i in range(head + 1, end):
        if doc[i].lower_ in {"either", "each"} and "alone" in {doc[j].lower_ for j in range(i + 1, min(i + 4, end))}:
            return [i]
    return []


_REVERSED: dict[Predicate, Predicate] = {
    "promotes": "inhibits",
    "inhibits": "promotes",
    "activates": "inhibits",
    "upregulates": "downregulates",
    "downregulates": "upregulates",
}


@registry.derivations("comparison")
def opposite(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "X loss raised E, while X overexpression had the opposite effect" (or the same effect)."""
    graph, words = reading.graph, reading.rules.words
    found: list[Draft] = []
    for node in graph.nodes():
        if graph.lemma(node) not in words["comparison_nouns"] or graph.dep(node) != "dobj":
            continue
        marks = {graph.lower(kid) for kid in graph.kids(node, "amod")}
        turned = bool(marks & words["opposite"])
        verb = graph.head(node)
        if not (turned or marks & words["same"]) or graph.brought(node):
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
                extra = draft_for(reading, draft, subject)
                if extra is not None:
                    found.append(_like(extra, draft, turned=turned, node=node))
    return [*drafts, *found]


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
