"""Rewrites that give a sentence the verbs its parser did not see."""

from __future__ import annotations

from collections.abc import Sequence

from extract.relations import registry
from extract.relations.tree.graph import SentenceGraph

_FINITE = frozenset({"VBD", "VBZ", "VBP"})


@registry.rewrites("verbs-in-a-row")
def verbs_in_a_row(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make verbs of the participles in "A suppressed B, decreased levels of C, and promoted D"."""
    for node in reversed(list(tree.heads)):
        noun = tree.heads[node]
        if tree.labels[node] != "amod" or tree.doc[node].tag_ not in {"VBN", "VBD"} or noun < node:
            continue
        before = [tree.doc[i].text for i in range(max(tree.sent.start, node - 2), node)]
        if before[-1:] != [","] and before != [",", "and"]:
            continue
        if tree.labels[noun] not in {"nsubj", "conj", "dobj"}:
            continue
        verb = next((a for a in tree.ancestors(noun) if tree.is_clause(a)), node)
        first = verb
        while tree.labels[first] in {"conj", "dobj"} and tree.is_clause(tree.heads[first]):
            first = tree.heads[first]
        finite = tree.doc[first].tag_ == "VBD" or first in tree.finite
        if first >= node or not finite or tree.lemma(first) in tree.show_verbs or not tree.kids(first, "dobj"):
            continue
        tree.attach(node, first, "conj")
        if not tree.kids(node, "dobj"):
            tree.attach(noun, node, "dobj")
            tree.lift_clauses(noun, node)
        tree.make_verb(node)
