"""What a claim is said to hold in: cell lines, cell types, diseases and the response of the cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Span

from extract.relations.relation import Relation

if TYPE_CHECKING:
    from extract.relations.engine import Draft, Reading

_SETTINGS = frozenset({"CELL_LINE", "DISEASE", "CELL_TYPE"})
_PLACES = frozenset({"in", "within", "of", "among", "for", "on", "across", "into", "inside", "from"})


def attach(reading: Reading, draft: Draft) -> Relation:
    """Return the draft's relation with its context: settings of its own clause that are no argument of it."""
    relation = draft.relation
    used = {relation.subject.start, relation.object.start, *(m.start for m in relation.via)}
    names = {(m.label_, m._.norm) for m in (relation.subject, relation.object)}
    clause = _clause(reading, draft.match.head)
    found: dict[tuple[str, str | None], Span] = {}
    for mention in reading.graph.mentions:
        if mention.start in used or (mention.label_, mention._.norm) in names:
            continue
        setting = mention.label_ in _SETTINGS or (mention.label_ == "DRUG_RESPONSE" and _adjectival(mention))
        if setting and mention.root.i in clause:
            found.setdefault((mention.label_, mention._.norm), mention)
    return replace(relation, context=tuple(found.values()))


def _adjectival(mention: Span) -> bool:
    return mention.root.pos_ in {"ADJ", "VERB"} or mention.text.lower().endswith(
        ("resistant", "sensitive", "refractory")
    )


def _clause(reading: Reading, node: int) -> set[int]:
    """Return the nodes of the clause around a trigger, without clauses that have a subject of their own."""
    graph = reading.graph
    top = node
    for ancestor in graph.ancestors(node):
        if graph.kids(top, "nsubj", "nsubjpass") and graph.is_clause(top):
            break
        top = ancestor
    inside: set[int] = set()
    todo = [top]
    while todo:
        current = todo.pop()
        inside.add(current)
        for kid in graph.kids(current):
            own = graph.is_clause(kid) and graph.dep(kid) in {"conj", "ccomp", "advcl", "relcl", "parataxis"}
            if own and graph.kids(kid, "nsubj", "nsubjpass") and kid != node:
                continue
            todo.append(kid)
    return inside
