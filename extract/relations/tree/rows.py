"""A rewrite of lists of changed things, whose participles parsers take for verbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.relations import registry
from extract.relations.tree.graph import FINITE, SentenceGraph

_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "ADP", "DET", "PUNCT"})


@registry.rewrites("changes-in-a-row")
def changes_in_a_row(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make one list of "with lower A, decreased B and increased C" where later participles were made verbs."""
    for node in nodes:
        if tree.pos(node) != "ADP" or not any(tree.tag(i) in FINITE for i in range(tree.sent.start, node)):
            continue
        row = list(_row(tree, node + 1))
        for (_, before), (word, noun) in pairwise(row):
            if tree.labels[noun] != "conj" or tree.heads[noun] not in {other for _, other in row}:
                _join(tree, before, word, noun, tree.heads[node])


def _row(tree: SentenceGraph, start: int) -> Iterator[tuple[int, int]]:
    """Yield word of change and noun of each member of a list that begins at a token: "lower A, decreased B"."""
    words = tree.words["past_effects"] | tree.words["comparatives"]
    while start < tree.sent.end - 1 and tree.lower(start) in words:
        end = start + 1
        while end < tree.sent.end and tree.pos(end) in _INSIDE and tree.doc[end].text not in {",", ".", ";", ":"}:
            end += 1
        last = next((i for i in range(start + 1, end) if i + 1 == end or tree.pos(i + 1) in {"ADP", "PUNCT"}), None)
        if last is None or tree.node(last) not in tree.heads or tree.node(last) <= start:
            return
        yield start, tree.node(last)
        start = end
        while start < tree.sent.end and tree.lower(start) in {",", "and", "or", "as", "well"}:
            start += 1
        if start == end:
            return


def _join(tree: SentenceGraph, before: int, word: int, noun: int, verb: int) -> None:
    """Hang a noun on the one before it in a list, the word of change on the noun, whatever stood above them."""
    if verb in tree.subtree(noun) or verb in tree.subtree(word):  # the list was made the whole of the sentence
        tree.move(verb, verb, "ROOT")
    if before in tree.subtree(noun) or before in tree.subtree(word):
        tree.attach(before, verb, "dep")
    tree.attach(noun, before, "conj")
    if tree.node(word) == word:
        tree.attach(word, noun, "amod")
        tree.make_verb(word, finite=False)
