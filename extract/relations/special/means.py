"""Mediators: which claims and mentions of a sentence are the means of its other claims."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span

from extract.relations import registry
from extract.relations.drafting import of_role
from extract.relations.reading import Reading
from extract.relations.records import Draft, name_of

_IN_A_MANNER = (
    "prep[in] {$manners} nmod? amod|conj {dependent} npadvmod|nmod|compound|amod",  # "in an A-dependent manner"
    "prep[in] {$manners} nmod with[conj:dependent]",  # "in an A- and B-dependent manner"
    "prep[in] {$manners} amod {dependent} prep[on|upon]",  # "in a manner dependent on A"
)
_MEDIATORS = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS", "CELL_TYPE", "DRUG_RESPONSE", "VARIANT"})


@registry.derivations("means")
def means(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with their mediators."""
    out = []
    for draft in drafts:
        in_a_manner = [argument.mention for argument in reading.along(draft.match.head, *_IN_A_MANNER)]
        mediators = [*_stated_means(reading, draft), *in_a_manner, *_results(reading, draft, drafts)]
        fellows = reading.arguments.lists.others(draft.relation.subject)  # "A and B did it by doing their work"
        own = {draft.relation.object.start, *(m.start for m in (draft.relation.subject, *fellows))}
        own_names = {name_of(draft.relation.subject), name_of(draft.relation.object)}
        kept: dict[tuple[str, str], Span] = {}
        for mention in mediators:
            if mention.start not in own and name_of(mention) not in own_names and mention.label_ in _MEDIATORS:
                kept.setdefault(name_of(mention), mention)
        if kept and draft.relation.predicate not in {"associated_with", "combines_with", "binds"}:
            draft = replace(
                draft, relation=replace(draft.relation, via=tuple(sorted(kept.values(), key=lambda m: m.start)))
            )
        out.append(draft)
    return out


def _stated_means(reading: Reading, draft: Draft) -> list[Span]:
    """Return what stands behind "by …ing", "via", "through" at the trigger (or at its object)."""
    graph = reading.graph
    own = {draft.match.head, *draft.match.tokens}
    top = graph.first_conjunct(draft.match.head)
    anchors = (
        own | set(draft.object.path) | ({top} if not graph.kids(draft.match.head, "nsubj", "nsubjpass") else set())
    )
    used = set(draft.subject_filler.climbed) | {draft.subject_filler.node} | set(draft.subject.path)
    found: list[Span] = []
    for link in graph.preps:
        if link.governor not in anchors or link.name not in reading.rules.words["via_prepositions"]:
            continue
        if link.token > graph.sent.start and graph.lower(link.token - 1) == "not":
            continue
        fronted = link.token < min(own) and link.governor in own | {top} and graph.is_clause(link.target)
        if (link.target in used or link.token < min(own)) and not fronted:
            continue
        if graph.dep(link.token) == "agent" and not graph.is_clause(link.target):  # "by A in some and by B in others"
            continue
        here = _mentions_of(reading, link.target, frozenset(own))
        if link.name == "by" and not graph.is_clause(link.governor):  # "phagocytosis by macrophages": they do it
            here = [mention for mention in here if mention.label_ != "CELL_TYPE"]
        found += here
    return found


def _mentions_of(reading: Reading, node: int, exclude: frozenset[int]) -> list[Span]:
    """Return the mentions of a means: the objects of its verbs, the thing and agent of its noun."""
    graph = reading.graph
    found: list[Span] = []
    for part in (node, *[k for k in graph.kids(node, "conj") if graph.is_clause(k)]):
        found += [a.mention for a in reading.arguments.resolve(part, exclude=exclude)]
        for kid in graph.kids(part, "amod", "compound", "nmod"):
            match = reading.by_head.get(kid)
            if match is not None and match.form == "verb":
                found += [a.mention for a, _ in of_role(reading, match, "subject", exclude | {kid})]
    return found


def _results(reading: Reading, draft: Draft, drafts: list[Draft]) -> list[Span]:
    """Return the objects of the clause that this one is the result or purpose of ("thereby", "to promote R")."""
    graph = reading.graph
    node = graph.first_conjunct(draft.match.head)
    if graph.dep(draft.match.head) == "conj" and any(
        graph.lower(k) in {"so", "thereby", "thus"} for k in graph.kids(draft.match.head, "advmod")
    ):
        node = draft.match.head
    elif draft.match.form != "verb" or graph.dep(node) not in {"advcl", "xcomp"}:
        return []
    marks = {graph.lower(kid) for kid in graph.kids(node, "advmod", "aux", "mark", "prep")}
    marks |= {graph.lower(node - 1)} if node > graph.sent.start else set()
    if not marks & reading.rules.words["result_markers"]:
        return []
    main = graph.head(node)
    return [
        d.relation.object
        for d in drafts
        if d.match.head in {main, *(k for k in graph.kids(main, "conj") if k < node)}
        and d.relation.subject.start == draft.relation.subject.start
        and d.relation.predicate not in {"associated_with", "combines_with"}
    ]
