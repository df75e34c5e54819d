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
        while tree.heads[top] < node and tree.heads[top] != top and tree.heads[top] != node:
            top = tree.heads[top]
        if top > before or node in tree.subtree(before):
            continue
        tree.make_finite(node, top, noun)


def _span(tree: SentenceGraph) -> range:
    return range(tree.sent.start, tree.sent.end)


@registry.rewrites("verbs-of-effect-nouns")
def verbs_of_effect_nouns(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a verb of the participle in "knockdown of A reduced B" where the parser read "reduced B" as one noun."""
    for node in tree.labelled("amod"):
        noun, before = tree.heads[node], tree.node(node - 1) if node > tree.sent.start else node
        if tree.labels[node] != "amod" or noun < node or tree.named.get(before) is None or before == noun:
            continue
        if (
            not tree.lower(node).endswith("ed")
            or tree.lower(node) in tree.words["hyphened_participles"]
            or tree.labels[noun] != "pobj"
        ):
            continue
        preposition = tree.heads[noun]
        top = tree.heads[preposition]
        if preposition > before or tree.lower(preposition) not in {"of", "with", "by"} or top > preposition:
            continue
        gerund = tree.tag(top) == "VBG" and tree.labels[top] == "ROOT" and top == tree.sent.start
        whole = tree.labels[top] == "ROOT" and tree.doc[tree.sent.end - 1].text == "."
        known = (whole or tree.lemma(top) in tree.effect_nouns) and _lacks_a_verb(tree, top, noun)
        if not gerund and not known:
            continue
        tree.attach(before, preposition, "pobj")
        tree.make_finite(node, top, noun)


def _lacks_a_verb(tree: SentenceGraph, top: int, noun: int) -> bool:
    """Tell whether a noun has no verb of its own: it is the root, or the subject of a verb behind "but"."""
    if tree.labels[top] == "ROOT":
        return not tree.is_clause(top)
    return tree.labels[top] == "nsubj" and any(noun < kid < tree.heads[top] for kid in tree.kids(top, "cc"))


@registry.rewrites("verbs-as-subjects")
def verbs_as_subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Put first the first verb of "A targets B, reduces C and raises D" where it was made another's subject."""
    for node in tree.labelled("nsubj"):
        verb = tree.heads[node]
        if tree.labels[node] != "nsubj" or verb < node or tree.named.get(node) is not None:
            continue
        if not (tree.tag(node) in {"VBZ", "VBD", "VBP"} or node in tree.finite):
            continue
        if not tree.kids(node, "nsubj") or len(tree.kids(verb, "nsubj", "nsubjpass")) > 1 or tree.kids(node, "mark"):
            continue
        above, dep = tree.heads[verb], tree.labels[verb]
        tree.move(node, node if above == verb else above, dep)
        tree.attach(verb, node, "conj")


@registry.rewrites("verbs-in-a-row")
def verbs_in_a_row(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make verbs of the participles in "A suppressed B, decreased levels of C, and promoted D"."""
    for node in reversed(tree.labelled("amod")):
        noun = tree.heads[node]
        if tree.labels[node] != "amod" or tree.tag(node) not in {"VBN", "VBD"} or noun < node:
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
        finite = tree.tag(first) == "VBD" or first in tree.finite
        if first >= node or not finite or tree.lemma(first) in tree.show_verbs or not tree.kids(first, "dobj"):
            continue
        tree.attach(node, first, "conj")
        if not tree.kids(node, "dobj"):
            tree.attach(noun, node, "dobj")
            tree.lift_clauses(noun, node)
        tree.make_verb(node)
