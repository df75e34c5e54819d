"""Rewrites that give a sentence the verbs its parser did not see."""

from __future__ import annotations

from collections.abc import Sequence

from extract.relations import registry
from extract.relations.tree.graph import SentenceGraph

_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD"})


@registry.rewrites("past")
def past(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a verb of a past form between two names where the sentence has none: "D defeated R in most mice"."""
    if not nodes or any(tree.tag(i) in _VERBS and tree.is_clause(tree.node(i)) for i in _span(tree)):
        return
    for node in nodes:
        noun, before = tree.heads[node], tree.node(node - 1) if node > tree.sent.start else node
        if tree.labels[node] != "amod" or noun < node or tree.named.get(noun) is None:
            continue
        if (
            tree.named.get(before) is None
            or not tree.lower(node).endswith("ed")
            or tree.doc[tree.sent.end - 1].text != "."
        ):
            continue
        top = before
        _mend_preposition(tree, before, node)
        while tree.heads[top] < node and tree.heads[top] != top and tree.heads[top] != node:
            top = tree.heads[top]
        if top > before or node in tree.subtree(before):
            continue
        tree.make_finite(node, top, noun)


def _mend_preposition(tree: SentenceGraph, name: int, verb: int) -> None:
    """Give "of" right before a name this name, if it was given what stands behind the verb."""
    mention = tree.mention(name)
    left = mention.start - 1 if mention is not None else tree.sent.start - 1
    of = left >= tree.sent.start and tree.lower(left) == "of" and tree.labels[left] == "prep"
    if of and tree.heads[left] < left and tree.heads[name] >= verb:
        tree.attach(name, left, "pobj")


def _span(tree: SentenceGraph) -> range:
    return range(tree.sent.start, tree.sent.end)
