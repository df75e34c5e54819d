"""Claims that one clause makes after the model of another, or two things make together.

"A with B did E", "A did E, as did B", "X overexpression had the opposite effect", "a feedback loop between A and B".
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from spacy.tokens import Span

from extract.relations import registry
from extract.relations.drafting import draft_claim, draft_for
from extract.relations.find.sign import CLASS_SIGN
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
        effect = graph.lemma(node) in words["comparison_nouns"] and graph.dep(node) == "dobj"
        marks = {graph.lower(kid) for kid in graph.kids(node, "amod")} if effect else {graph.lower(node)}
        turned = bool(marks & words["opposite"])
        if not (turned or (effect and marks & words["same"])) or graph.brought(node):
            continue
        for subject in _compared(reading, node, effect=effect):
            before = [
                d
                for d in drafts
                if d.match.head < node
                and PREDICATE_SIGN[d.relation.predicate]
                and not d.relation.negated
                and (_norm(d.relation.subject) == _norm(subject.mention) or not turned)
            ]
            found += _after_models(reading, before, subject, turned=turned, node=node)
    return [*drafts, *found]


def _compared(reading: Reading, node: int, *, effect: bool) -> list[Argument]:
    """Return who had an effect, or what was done when it occurred: "the opposite was seen when X was silenced"."""
    graph, verb, exclude = reading.graph, reading.graph.head(node), frozenset({node})
    if effect or graph.dep(node) == "dobj":  # "did the opposite"
        tops = [f.node for f in reading.roles.surface(verb)]
    elif graph.dep(node) in {"nsubj", "nsubjpass"}:
        clauses = graph.kids(verb, "advcl", "ccomp")
        tops = [top for clause in clauses for top in graph.kids(clause, "nsubj", "nsubjpass")]
        tops += graph.brought(verb, *reading.rules.words["after"])
    else:
        return []
    return [a for top in tops for a in reading.arguments.resolve(top, exclude=exclude)]


def _after_models(reading: Reading, models: list[Draft], subject: Argument, *, turned: bool, node: int) -> list[Draft]:
    extra = [(draft_for(reading, draft, subject), draft) for draft in models]
    return [_like(new, model, turned=turned, node=node) for new, model in extra if new is not None]


@registry.derivations("effect-changed")
def effects_changed(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A raised B, and this increase was abolished by C", "…, an effect that C enhanced": C acts on B as well."""
    graph, words = reading.graph, reading.rules.words
    found: list[Draft] = []
    for match in reading.matches:
        change = -1 if graph.lemma(match.head) in words["repairing"] else CLASS_SIGN.get(match.trigger.cls, 0)
        if match.form != "verb" or not change or any(d.match.head == match.head for d in drafts):
            continue
        for node in _effects_of(reading, match.head):
            models = _models(reading, drafts, node)
            for filler in reading.roles.best(match, "subject"):
                for subject in reading.arguments.resolve(filler.node, exclude=frozenset(match.tokens)):
                    if any(subject.mention.start == d.relation.subject.start for d in models):
                        continue
                    extra = [
                        (draft_claim(reading, match, d.match.trigger.cls, subject, d.object, filler, filler), d)
                        for d in models
                    ]
                    found += [
                        _like(new, d, turned=change < 0, node=match.head, rule="effect-changed")
                        for new, d in extra
                        if new is not None
                    ]
    return [*drafts, *found]


def _effects_of(reading: Reading, verb: int) -> list[int]:
    """Return what a verb changes if it only takes up what was said: "this increase", "an effect that"."""
    graph, words = reading.graph, reading.rules.words
    tops = graph.kids(verb, "nsubjpass") if graph.is_passive(verb) else graph.kids(verb, "dobj")
    if graph.dep(verb) in {"relcl", "acl"}:
        tops = [graph.head(verb)] if graph.dep(graph.head(verb)) == "appos" else []
    return [
        node
        for node in tops
        if graph.mention(node) is None
        and graph.lemma(node) in words["effects_taken_up"]
        and ({graph.lower(kid) for kid in graph.kids(node, "det", "predet", "amod")} & words["taking_up"])
        and not graph.brought(node)
    ]


def _models(reading: Reading, drafts: list[Draft], node: int) -> list[Draft]:
    """Return the claims of the clause before that an effect noun may mean, those of its own direction."""
    words, lemma = reading.rules.words, reading.graph.lemma(node)
    wanted = {1, -1} - {-1 if lemma in words["raising_nouns"] else 1 if lemma in words["lowering_nouns"] else 0}
    before = [d for d in drafts if d.match.head < node and d.match.form == "verb" and not d.relation.negated]
    last = [d for d in before if d.match.head == max(b.match.head for b in before)]
    return [d for d in last if PREDICATE_SIGN[d.relation.predicate] in wanted]


def _like(extra: Draft, model: Draft, *, turned: bool, node: int, rule: str = "comparison") -> Draft:
    predicate = model.relation.predicate
    if turned:
        predicate = _REVERSED.get(predicate, predicate)
    relation = extra.relation
    sign = net_sign(predicate, relation.subject, relation.subject_state, relation.object, relation.object_state)
    trace = (*relation.trace, Factor(node, "predicate", -1 if turned else 1))
    return replace(
        extra,
        relation=replace(
            relation, predicate=predicate, sign=sign, trace=trace, rule=f"{rule}:{extra.match.trigger.name}"
        ),
    )


def _norm(mention: Span) -> tuple[str, str]:
    return mention.label_, str(mention._.norm or mention.text.lower())
