"""Making rewrites: where the nodes that one asks for are found in the tree, what it does to them.

Which of them changed what is kept in the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.relations import registry
from extract.relations.find.frames import RoleReader
from extract.relations.records import TriggerMatch
from extract.relations.rules.model import Action, Rewrite, RewriteNode
from extract.relations.tree.graph import Rewritten, SentenceGraph

Bound = dict[str, list[int]]


def rewrite(
    tree: SentenceGraph, roles: RoleReader, rewrites: Iterable[Rewrite], matches: Sequence[TriggerMatch] = ()
) -> None:
    """Make rewrites in their order; those of a kind of trigger are given the heads of its matches.

    Those that changed something are kept in ``tree.rewrites``.
    """
    heads = {kind: [match.head for match in matches if match.kind == kind] for kind in ("s", "past", "ing")}
    before, marks = len(tree.rewrites), tree.marks
    for entry in rewrites:
        if any(map(marks.isdisjoint, roles.rules.needed(entry))):
            continue
        nodes = heads[entry.kind] if entry.kind else _starts(entry, tree)
        if entry.nodes:
            _Mending(tree, roles, entry).at(nodes)
        else:
            registry.rewrites.get(entry.name)(tree, nodes)
        touched = tree.changed()
        if touched:
            tree.rewrites.append(Rewritten(entry.name, touched))
            marks = tree.marks
    if len(tree.rewrites) > before:
        tree.read_prepositions()


def _starts(entry: Rewrite, tree: SentenceGraph) -> list[int]:
    """Return the nodes that may be the first one of a rewrite, as far as its label or tag says."""
    first = entry.nodes[0] if entry.nodes else RewriteNode(name=entry.name)
    if first.dep:
        return tree.labelled(*first.dep)
    return [node for node in tree.nodes() if not first.tag or tree.tag(node) in first.tag]


class _Mending:
    """One rewrite in one tree."""

    def __init__(self, tree: SentenceGraph, roles: RoleReader, entry: Rewrite):
        self.tree, self.roles, self.entry = tree, roles, entry

    def at(self, nodes: list[int]) -> None:
        """Make the rewrite wherever its nodes are found, starting from some nodes."""
        first = self.entry.nodes[0]
        for node in nodes:
            if first.dep and self.tree.labels[node] not in first.dep:
                continue
            bound = self._bound(0, {}, [node])
            if bound is not None:
                for action in self.entry.do:
                    self._do(action, bound)

    def _bound(self, index: int, bound: Bound, candidates: list[int] | None = None) -> Bound | None:
        """Return the first way to find all nodes of the rewrite from one on, None if there is none."""
        if index == len(self.entry.nodes):
            return bound
        spec = self.entry.nodes[index]
        found = [node for node in self._reached(spec, bound, candidates) if self._stands(spec.name, node, bound)]
        if spec.every:
            return self._bound(index + 1, bound | {spec.name: found}) if found or spec.optional else None
        for node in reversed(found) if spec.last else found:
            rest = self._bound(index + 1, bound | {spec.name: [node]})
            if rest is not None:
                return rest
        return None

    def _reached(self, spec: RewriteNode, bound: Bound, candidates: list[int] | None) -> Iterator[int]:
        if candidates is None:
            path = self.roles.rules.path(spec.path)
            starts = bound[spec.start]
            candidates = [node for start in starts for node in self.roles.reach(start, path)]
        return (node for node in candidates if self.roles.fits(spec, node))

    def _stands(self, name: str, node: int, bound: Bound) -> bool:
        """Tell whether a node stands where the order of the rewrite has it, as far as other nodes are found."""
        if not self.entry.pairs:
            return True
        where = {known: nodes[0] for known, nodes in bound.items() if nodes} | {name: node}
        return all(
            self._right_before(where[left], where[right]) if next_to else where[left] < where[right]
            for left, right, next_to in self.entry.pairs
            if name in (left, right) and left in where and right in where
        )

    def _right_before(self, left: int, right: int) -> bool:
        mentions = self.tree.mention(left), self.tree.mention(right)
        end = mentions[0].end if mentions[0] is not None else left + 1
        return end == (mentions[1].start if mentions[1] is not None else right)

    def _do(self, action: Action, bound: Bound) -> None:
        tree = self.tree
        for node in bound[action.node]:
            if action.object:
                tree.make_finite(node, bound[action.head][0], bound[action.object][0])
                continue
            head = bound[action.head][0] if action.head else tree.heads[node]
            label = action.label or (tree.labels[node] if action.head else "")
            if label == "ROOT":
                head = node
            elif label == "subject":
                label = "nsubjpass" if tree.kids(head, "auxpass") else "nsubj"
            if action.over:
                tree.lift(node, head, label)
            elif action.head:
                tree.attach(node, head, label)
            elif label:
                tree.move(node, head, label)
            else:
                tree.make_verb(node)
