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
    heads, labels, finite = dict(tree.heads), dict(tree.labels), set(tree.finite)
    every = list(tree.nodes())
    for entry in rewrites:
        nodes = [match.head for match in matches if match.kind == entry.kind] if entry.kind else every
        registry.rewrites.get(entry.name)(tree, nodes)
        if tree.heads == heads and tree.labels == labels and tree.finite == finite:
            continue
        nodes = [n for n in heads if (tree.heads[n], tree.labels[n]) != (heads[n], labels[n])]
        nodes += [n for n in tree.finite - finite if n not in nodes and tree.doc[n].tag_ not in FINITE]
        heads, labels, finite = dict(tree.heads), dict(tree.labels), set(tree.finite)
        if nodes:
            tree.rewrites.append(Rewritten(entry.name, tuple(nodes)))
            changed = True
    if changed:
        tree.read_prepositions()
