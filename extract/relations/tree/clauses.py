"""Rewrites that give a sentence the verbs its parser did not see."""

from __future__ import annotations

from collections.abc import Sequence

from extract.relations import registry
from extract.relations.tree.graph import SentenceGraph

_FINITE = frozenset({"VBD", "VBZ", "VBP"})


@registry.rewrites("gerund-subjects")
def gerund_subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a verb of the participle in "targeting A with B reduced C" where the gerund was made the whole of it."""
    for node in list(tree.heads):
        noun, gerund = tree.heads[node], tree.sent.start
        if tree.labels[node] != "amod" or tree.doc[node].tag_ != "VBD" or noun < node:
            continue
        top = tree.labels[noun] == "dobj" and tree.heads[noun] == gerund and tree.labels[gerund] == "ROOT"
        below = tree.labels[noun] == "ROOT" and tree.heads.get(gerund) == node  # or the noun was made the whole of it
        if not (top or below) or tree.doc[gerund].tag_ != "VBG":
            continue
        if not any(kid < node for kid in tree.kids(gerund, "dobj")):
            continue
        tree.children[noun].remove(node)
        tree.heads[node], tree.labels[node] = node, "ROOT"
        if top:
            tree.heads[gerund] = node
            tree.children.setdefault(node, []).append(gerund)
        tree.labels[gerund] = "csubj"
        if noun in tree.children.get(tree.heads[noun], ()):
            tree.children[tree.heads[noun]].remove(noun)
        tree.heads[noun], tree.labels[noun] = node, "dobj"
        tree.children.setdefault(node, []).append(noun)
        tree.finite.add(node)


@registry.rewrites("paired-gerunds")
def paired_gerunds(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a subject of both gerunds in "silencing A or using B restored C" where the second was made the root."""
    for gerund in list(tree.heads):
        subjects = tree.kids(gerund, "nsubj")
        if tree.labels[gerund] != "ROOT" or tree.doc[gerund].tag_ != "VBG" or len(subjects) != 1:
            continue
        own = {"nsubj", "nsubjpass", "expl"}
        verbs = [kid for kid in tree.kids(gerund, "conj") if tree.doc[kid].tag_ in _FINITE and not tree.kids(kid, *own)]
        opening = any(tree.lower(kid).endswith("ing") for kid in tree.kids(subjects[0], "amod", "compound"))
        if not opening or not verbs or tree.lower(gerund - 1) not in {"and", "or"}:
            continue
        tree.children[gerund].remove(verbs[0])
        tree.heads[verbs[0]], tree.labels[verbs[0]] = verbs[0], "ROOT"
        tree.attach(subjects[0], verbs[0], "nsubj")
        tree.attach(gerund, subjects[0], "conj")


@registry.rewrites("root-subjects")
def root_subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Give a verb both subjects of "A, an inhibitor of B, and C did D" where A was made the root."""
    for verb in list(tree.heads):
        noun = tree.heads[verb]
        if tree.labels[verb] != "conj" or tree.labels[noun] != "ROOT" or tree.named.get(noun) is None:
            continue
        subjects = [kid for kid in tree.kids(verb, "nsubj") if noun < kid < verb and tree.named.get(kid) is not None]
        joined = any(noun < kid < verb for kid in tree.kids(noun, "cc"))
        if not tree.is_clause(verb) or len(subjects) != 1 or not joined or not tree.kids(noun, "appos"):
            continue
        tree.children[noun].remove(verb)
        tree.heads[verb], tree.labels[verb] = verb, "ROOT"
        tree.heads[noun], tree.labels[noun] = verb, "nsubj"
        tree.children.setdefault(verb, []).append(noun)
        tree.children[verb].sort()
        tree.attach(subjects[0], noun, "conj")


@registry.rewrites("own-subjects")
def own_subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Give a verb its own subject in "A lowers B, and their decline raises C", where the parser read one list."""
    for verb in list(tree.heads):
        firsts = [kid for kid in tree.kids(verb, "nsubj") if kid < verb] if tree.is_clause(verb) else []
        if not firsts:
            continue
        own = next((n for n in tree.subtree(firsts[-1]) | set(firsts[1:]) if n == verb - 1), None)
        if own is None or own == firsts[0] or tree.named.get(own) is not None:
            continue
        owned = any(tree.doc[kid].tag_ == "PRP$" for kid in tree.kids(own, "poss"))
        start = min(tree.subtree(own))
        joined = start - 2 > firsts[0] and tree.lower(start - 1) == "and"
        if owned and joined and (tree.doc[start - 2].text == "," or tree.lemma(own) in tree.effect_nouns):
            tree.attach(own, verb, "nsubj")
            for first in firsts:
                if first != own:
                    tree.children[verb].remove(first)
                    tree.heads[first], tree.labels[first] = first, "ROOT"


@registry.rewrites("past")
def past(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a verb of a past form between two names where the sentence has none: "D defeated R in most mice"."""
    if any(tree.doc[i].tag_ in {"VBZ", "VBD", "VBP", "MD"} and tree.is_clause(tree.node(i)) for i in _span(tree)):
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
    for node in list(tree.heads):
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
        gerund = tree.doc[top].tag_ == "VBG" and tree.labels[top] == "ROOT" and top == tree.sent.start
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
        if verb != first and tree.labels[verb] == "dobj":
            tree.attach(verb, first, "conj")
            tree.finite.add(verb)
        tree.attach(node, first, "conj")
        if not tree.kids(node, "dobj"):
            tree.attach(noun, node, "dobj")
            tree.lift_clauses(noun, node)
        tree.finite.add(node)


@registry.rewrites("gerunds-in-a-row")
def gerunds_in_a_row(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make verbs of the later gerunds in "by inhibiting A, decreasing B and raising C"."""
    for node in list(tree.heads):
        noun = tree.heads[node]
        if tree.labels[node] != "amod" or tree.labels[noun] != "conj" or tree.doc[node].tag_ != "VBG" or noun < node:
            continue
        joiner = node - 1
        while joiner > tree.sent.start and (tree.doc[joiner].pos_ == "ADV" or tree.labels.get(joiner) == "advmod"):
            joiner -= 1
        if node == tree.sent.start or tree.doc[joiner].text not in {",", ";", "and"}:
            continue
        verb = next((a for a in tree.ancestors(noun) if tree.is_clause(a)), node)
        if tree.doc[verb].tag_ != "VBG":  # "A acts by reducing B and strongly raising C"
            before = [
                g for g in kids_below(tree, verb) if g < node and tree.doc[g].tag_ == "VBG" and tree.kids(g, "dobj")
            ]
            verb = max(before, default=verb)
        if verb < node and tree.doc[verb].tag_ == "VBG" and tree.lemma(noun) not in tree.words["described_nouns"]:
            tree.attach(node, verb, "conj")
            tree.attach(noun, node, "dobj")


def kids_below(tree: SentenceGraph, verb: int) -> list[int]:
    """Return the verbs that hang on a verb, by a preposition or not."""
    return [g for k in tree.kids(verb) for g in (k, *tree.kids(k, "pcomp")) if tree.is_clause(g)]


@registry.rewrites("second-clauses")
def second_clauses(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Part "A lowered B and C raised D", where the parser gave B and C to one verb and D as well."""
    for node in list(tree.heads):
        noun = tree.heads[node]
        if tree.labels[node] != "amod" or tree.doc[node].tag_ != "VBD" or noun < node:
            continue
        first = tree.heads[noun] if tree.labels[noun] == "conj" else noun  # D may be joined to B
        if tree.labels[first] != "dobj":
            continue
        verb = tree.heads[first]
        own = [kid for kid in tree.kids(node, "nsubj", "npadvmod") if verb < kid < node]
        subject = own[-1] if own else tree.node(node - 1)
        while subject > tree.sent.start and tree.doc[subject].pos_ == "ADV":
            subject = tree.node(subject - 1)
        listed = tree.labels[subject] == "conj" and verb < tree.heads[subject] < subject
        if not (own or listed) or not tree.is_clause(verb):
            continue
        named = tree.named.get(subject) is not None or tree.lemma(subject) in tree.effect_nouns
        if named and tree.doc[min(tree.subtree(subject)) - 1].lower_ in {"and", "but", "while", "whereas"}:
            tree.attach(node, verb, "conj")
            tree.attach(subject, node, "nsubj")
            tree.attach(noun, node, "dobj")
            tree.finite.add(node)


@registry.rewrites("verbs-as-subjects")
def verbs_as_subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Put first the first verb of "A targets B, reduces C and raises D" where it was made another's subject."""
    for node in list(tree.heads):
        verb = tree.heads[node]
        if tree.labels[node] != "nsubj" or verb < node or tree.named.get(node) is not None:
            continue
        if not (tree.doc[node].tag_ in {"VBZ", "VBD", "VBP"} or node in tree.finite):
            continue
        if not tree.kids(node, "nsubj") or len(tree.kids(verb, "nsubj", "nsubjpass")) > 1 or tree.kids(node, "mark"):
            continue
        above, dep = tree.heads[verb], tree.labels[verb]
        tree.children[verb].remove(node)
        if above == verb:
            tree.heads[node] = node
        else:
            tree.heads[node] = above
            tree.children.setdefault(above, []).append(node)
            tree.children[above].sort()
        tree.labels[node] = dep
        tree.attach(verb, node, "conj")
