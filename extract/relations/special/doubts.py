"""Judges of what makes the sign or the end of a claim doubtful: lists, relative clauses, "non-X"."""

from __future__ import annotations

from extract.language.candidates import is_dash
from extract.relations import registry
from extract.relations.find.sign import CLASS_SIGN
from extract.relations.reading import Reading
from extract.relations.records import Argument, Candidate


@registry.judges("behind-non")
def behind_non(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether "non" stands before a mention: "the non-X group"."""
    doc, start = reading.graph.doc, end.mention.start
    before = start - 2 if start > 1 and is_dash(doc[start - 1].text) else start - 1
    return before >= reading.graph.sent.start and doc[before].lower_ in {"non", "non-"}


@registry.judges("lessened-before")
def lessened_before(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether the antecedent of a relative clause is what a verb before has lessened: "D inhibits A, which"."""
    graph = reading.graph
    which = any(graph.lower(kid) == "which" for kid in graph.kids(candidate.match.head, "nsubj", "nsubjpass", "dep"))
    if not which:
        return False
    node = graph.first_conjunct(graph.node(end.mention.root.i))
    while graph.dep(node) in {"pobj", "prep", "compound", "nmod", "conj", "appos"}:
        node = graph.head(node)
    inner = reading.by_head.get(graph.head(node))
    return graph.dep(node) == "dobj" and inner is not None and CLASS_SIGN.get(inner.trigger.cls) == -1


@registry.judges("of-a-loss")
def of_a_loss(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a relative clause with a comma may speak of an antecedent or of its loss: "loss of A, which"."""
    graph = reading.graph
    node = graph.node(end.mention.root.i)
    lost = any(
        link.name == "of" and graph.lemma(link.governor) in reading.rules.words["negative_effect_nouns"]
        for link in graph.preps_to(node)
    )
    behind = graph.doc[end.mention.end : end.mention.end + 2]
    return lost and [token.lower_ for token in behind] == [",", "which"]


@registry.judges("lessened-on-condition")
def lessened_on_condition(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a clause of condition lessens what a pronoun stands for: "if A is lost, it causes B"."""
    graph = reading.graph
    return any(
        state == "down" and graph.dep(graph.node(i)) == "advcl" and graph.kids(graph.node(i), "mark", "advmod")
        for i, state in end.mention._.state_cues or ()
    )
