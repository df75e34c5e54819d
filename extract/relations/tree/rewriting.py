"""Making rewrites, and keeping which of them changed what."""

from __future__ import annotations

from collections.abc import Iterable

from extract.relations import registry
from extract.relations.records import TriggerMatch
from extract.relations.rules.model import Rewrite
from extract.relations.tree.graph import FINITE, Rewritten, SentenceGraph


def rewrite(tree: SentenceGraph, rewrites: Iterable[Rewrite], matches: Iterable[TriggerMatch] = ()) -> None:
    """Make rewrites in their order; those of a kind of trigger are given the heads of its matches.

    Those that changed something are kept in ``tree.rewrites``.
    """
    matches, changed = tuple(matches), False
    for entry in rewrites:
        before = (dict(tree.heads), dict(tree.labels), set(tree.finite))
        nodes = [match.head for match in matches if match.kind == entry.kind] if entry.kind else list(tree.nodes())
        registry.rewrites.get(entry.name)(tree, nodes)
        nodes = [n for n in before[0] if (tree.heads[n], tree.labels[n]) != (before[0][n], before[1][n])]
        nodes += [n for n in tree.finite - before[2] if n not in nodes and tree.doc[n].tag_ not in FINITE]
        if nodes:
            tree.rewrites.append(Rewritten(entry.name, tuple(nodes)))
            changed = True
    if changed:
        tree.read_prepositions()
