"""Drugs named behind their class: "X inhibitors such as A and B", "X and Y inhibitors, A and B, respectively"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from extract.relations import licences, registry
from extract.relations.drafting import draft_claim, draft_for, of_role
from extract.relations.reading import Reading
from extract.relations.records import Argument, Draft, Filler, TriggerMatch

_CLASSES = frozenset({"inhibit", "decrease", "activate", "increase", "promote"})


@registry.derivations("class-of-drugs")
def drugs_of_a_class(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with what is said of a class of drugs said of the drugs named behind it.

    "MEK inhibitors (D) suppress E" is (D, inhibits, MEK) and (D, inhibits, E); where D is but an instance of its
    class, as in "MEK inhibitors such as D", the class suppresses E as well.
    """
    for match in reading.matches:
        if match.form == "agent" and match.trigger.cls in _CLASSES:
            pairs = _pairs(reading, match)
            if pairs:
                drafts = [*_of_the_drugs(reading, match, pairs, drafts), *_of_the_targets(reading, match, pairs)]
    return drafts


def _pairs(reading: Reading, match: TriggerMatch) -> list[tuple[Argument, Argument]]:
    """Return (drug, target) for the drugs named behind an agent noun."""
    graph, lists = reading.graph, reading.arguments.lists
    targets = [
        a
        for a, _ in of_role(reading, match, "object")
        if a.mention.label_ != "CHEMICAL" and licences.role_allowed(reading.rules, match.trigger, "object", a)
    ]
    if not targets:
        return []
    rows = [lists.group(a.mention)[-1] for a in targets]
    ends = [row.end for row in rows if row.label_ != "CHEMICAL"]
    behind = max(match.head + 1, *ends, *(a.mention.end for a in targets))
    text = graph.doc[behind : min(behind + 4, graph.sent.end)].text.lower().lstrip(", ")
    opened = text.startswith(tuple(reading.rules.words["class_openers"]))
    first = next((m for m in graph.mentions if m.start >= behind), None)
    if first is None or first.label_ != "CHEMICAL" or first.start - behind > 4:
        return []
    drugs = _row(reading, first.start, bracketed=text.startswith(("(", "[")))
    after = [graph.lower(i) for i in range(drugs[-1].end, min(drugs[-1].end + 3, graph.sent.end))]
    names = [Argument(m, (m.root.i,), 0.2) for m in drugs]
    if "respectively" in after and len(names) == len(targets) > 1:
        return list(zip(names, sorted(targets, key=lambda a: a.mention.start), strict=True))
    if not opened or len(targets) > 1:
        return []
    return [(name, targets[0]) for name in names]


def _row(reading: Reading, start: int, *, bracketed: bool) -> list[Span]:
    """Return the drugs that stand in a row from a token on, with only commas, "and", "or" and brackets between."""
    graph = reading.graph
    row = [m for m in graph.mentions if m.start == start]
    for mention in graph.mentions:
        if mention.start <= row[-1].start:
            continue
        between = [graph.lower(i) for i in range(row[-1].end, mention.start)]
        joined = all(word in {",", "and", "or", ")", "("} for word in between)
        if mention.label_ != "CHEMICAL" or not joined or (bracketed and ")" in between):
            break
        if between != ["("]:  # "valproic acid (VPA)" is one drug
            row.append(mention)
    return row


def _of_the_targets(reading: Reading, match: TriggerMatch, pairs: list[tuple[Argument, Argument]]) -> Iterator[Draft]:
    filler = Filler(match.head, (), ("class-of-drugs",))
    for drug, target in pairs:
        draft = draft_claim(reading, match, match.trigger.cls, drug, target, filler, filler)
        if draft is not None:
            yield draft


def _of_the_drugs(
    reading: Reading, match: TriggerMatch, pairs: list[tuple[Argument, Argument]], drafts: list[Draft]
) -> Iterator[Draft]:
    """Yield the drafts, those about a target as touched by the class being turned into ones about its drugs."""
    targets = {target.mention.start for _, target in pairs}
    drugs = {drug.mention.start for drug, _ in pairs}
    between = reading.graph.doc[match.head + 1 : min(drugs)].text.lower()
    instances = between.lstrip(", ").startswith(tuple(reading.rules.words["instance_openers"]))
    for draft in drafts:
        relation = draft.relation
        through = match.head in draft.subject.path or any(f.token == match.head for f in relation.trace)
        if draft.match.head == match.head or not through or relation.subject.start not in targets | drugs:
            yield draft
            continue
        if instances and relation.subject.start in targets:
            yield draft
        for drug, target in pairs:
            if relation.subject.start in {drug.mention.start, target.mention.start}:
                own = draft_for(reading, draft, drug)
                if own is not None:
                    yield own
