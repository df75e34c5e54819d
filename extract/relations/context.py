"""What a claim is said to hold in: cell lines, cell types, diseases and the response of the cells."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span

from extract.language.extensions import norm_of
from extract.relations.reading import Reading
from extract.relations.records import Draft, Relation

_SETTINGS = frozenset({"CELL_LINE", "DISEASE", "CELL_TYPE"})
_TARGETS = frozenset({"GENE", "PATHWAY"})


def attach(reading: Reading, draft: Draft) -> Relation:
    """Return the draft's relation with its context: settings of its own clause that are no argument of it."""
    relation = draft.relation
    if draft.match.form == "agent" and relation.subject.label_ == "CHEMICAL" and relation.object.label_ in _TARGETS:
        return relation  # "MEK inhibitor D": what a drug's target is holds everywhere
    lists = reading.arguments.lists
    beside = {m.start for end in (relation.subject, relation.object) for m in lists.group(end)}
    used = {relation.subject.start, relation.object.start, *(m.start for m in relation.via)}
    names = {(m.label_, norm_of(m)) for m in (relation.subject, relation.object)}
    clause = _clause(reading, draft.match.head)
    found: dict[tuple[str, str | None], Span] = {}
    for mention in reading.graph.mentions:
        setting = mention.label_ in _SETTINGS or (mention.label_ == "DRUG_RESPONSE" and _adjectival(reading, mention))
        if not setting or mention.root.i not in clause or mention.start in used | beside:
            continue
        if (mention.label_, norm_of(mention)) not in names and not _compared(reading, mention):
            found.setdefault((mention.label_, norm_of(mention)), mention)
    return replace(relation, context=tuple(found.values()))


def _compared(reading: Reading, mention: Span) -> bool:
    """Tell whether a setting is only what others are compared with: "than in A cells", "compared with A"."""
    graph = reading.graph
    for node in (mention.root.i, *graph.ancestors(mention.root.i)):
        if graph.is_clause(node) and graph.lemma(node) != "compare":
            return False
        if graph.lower(node) in reading.rules.words["comparing"]:
            return True
    return False


def _adjectival(reading: Reading, mention: Span) -> bool:
    endings = tuple(reading.rules.words["response_adjectives"])
    return mention.root.pos_ in {"ADJ", "VERB"} or mention.text.lower().endswith(endings)


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
            if own and graph.kids(kid, "nsubj", "nsubjpass"):
                continue
            todo.append(kid)
    return inside
