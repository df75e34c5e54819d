"""Rewrites that put subjects, objects, lists and clauses where they belong."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from extract.relations import registry
from extract.relations.tree.graph import FINITE, SentenceGraph

_MAIN_LABELS = frozenset({"conj", "ccomp", "parataxis", "dep", "advcl", "ROOT"})


@registry.rewrites("part-at-semicolons")
def part_at_semicolons(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Let no clause hang on one beyond a semicolon: each is a sentence of its own."""
    stops = [i for i in range(tree.sent.start, tree.sent.end) if tree.lower(i) in {";", ":"}]
    strays = []
    for node in list(tree.heads) if stops else ():
        head = tree.heads[node]
        low, high = min(node, head), max(node, head)
        gerund = tree.tag(node) == "VBG" and not tree.kids(node, "nsubj")
        if head == node or gerund or not any(low < stop < high for stop in stops):
            continue
        if tree.is_clause(node) or tree.labels[node] in {"nsubj", "nsubjpass"}:
            tree.move(node, node, "ROOT")
        elif tree.labels[node] in {"prep", "agent", "advmod", "dobj"} and node > head:
            strays.append(node)
    for node in strays:  # "…; cells, by releasing C, raise D": the preposition goes to the verb of its own side
        before = max(stop for stop in stops if stop < node)
        after = min((stop for stop in stops if stop > node), default=tree.sent.end)
        verb = next((v for v in range(before, after) if tree.labels.get(v) == "ROOT" and tree.is_clause(v)), None)
        owned = verb is not None and bool(tree.kids(verb, "nsubj", "nsubjpass"))
        if verb is not None and tree.labels[node] == "dobj" and not owned and node < verb:
            tree.attach(node, verb, "nsubj")
        elif verb is not None and tree.labels[node] != "dobj" and owned:
            tree.attach(node, verb, tree.labels[node])


@registry.rewrites("root-nouns")
def root_nouns(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a verb of the participle behind a name that seems to be all of a sentence: "Digoxin acted by …"."""
    last = tree.doc[tree.sent.end - 1]
    for node in tree.labelled("acl"):
        noun = tree.heads[node]
        if tree.labels[node] != "acl" or tree.labels[noun] != "ROOT" or tree.named.get(noun) is None:
            continue
        if tree.tag(node) not in {"VBN", "VBD"} or last.text != "." or tree.kids(node, "agent"):
            continue
        relative = {n for k in tree.kids(noun, "relcl") if k < node for n in tree.subtree(k)}
        others = [k for k in tree.kids(noun) if tree.is_clause(k) and k != node and k not in relative]
        between = [i for i in range(tree.named[noun].end, node) if tree.node(i) not in relative]
        if others or tree.named[noun].start > node:
            continue
        if any(tree.pos(i) != "ADV" and tree.doc[i].text != "," for i in between):
            continue
        tree.move(node, node, "ROOT")
        for kid in [k for k in tree.kids(noun) if k > node]:
            tree.move(kid, node, tree.labels[kid])
        tree.move(noun, node, "nsubj")
        tree.make_verb(node)


def _is_past(tree: SentenceGraph, node: int) -> bool:
    return tree.tag(node) in {"VBN", "VBD"} or tree.lower(node) in tree.words["past_effects"]


@registry.rewrites("participles")
def participles(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make finite verbs of the participles in "A reduced B and induced C" where the parser saw one noun phrase."""
    for node in tree.labelled("amod"):
        if tree.labels[node] != "amod" or node == tree.sent.start or not _is_past(tree, node):
            continue
        noun = tree.heads[node]
        top = tree.first_conjunct(noun)
        joiner = node - 1
        while joiner > tree.sent.start and tree.pos(joiner) == "ADV":
            joiner -= 1
        if tree.lower(joiner) in tree.words["joiners"] and _joins_a_verb(tree, node, noun, top):
            tree.attach(node, top if tree.is_clause(top) else tree.heads[top], "conj")
            tree.attach(noun, node, "dobj")
            tree.make_verb(node)
            continue
        if noun < node or tree.labels[top] not in {"ROOT", "ccomp", "dep", "parataxis"} or tree.is_clause(top):
            continue
        before = tree.node(node - 1)
        if tree.doc[node - 1].is_punct and tree.doc[node - 1].text not in ")]":
            continue
        left = [k for k in tree.kids(noun, "nmod", "compound", "amod", "nsubj", "dep") if k < node and k != node]
        nouns = [k for k in left if tree.named.get(k) is not None or tree.tag(k).startswith("NN")]
        if not nouns or before not in tree.subtree(nouns[-1]) | set(nouns) or tree.tag(node - 1) == "HYPH":
            continue
        subject = nouns[-1]
        head, dep = tree.heads[noun], tree.labels[noun]
        if head == noun:
            tree.move(node, node, "ROOT")
        else:
            tree.attach(node, head, dep)
        tree.attach(noun, node, "dobj")
        for kid in [k for k in tree.kids(noun) if k < node]:
            tree.attach(kid, node if kid == subject else subject, "nsubj" if kid == subject else tree.labels[kid])
        tree.make_verb(node)


def _joins_a_verb(tree: SentenceGraph, node: int, noun: int, top: int) -> bool:
    """Tell whether a participle after "and" is a verb beside the one before: "reduced A and induced B"."""
    verb = top if tree.is_clause(top) else tree.heads[top]
    if verb == top:  # the noun was joined to the verb itself
        top = max((kid for kid in tree.kids(verb, "dobj") if kid < node), default=verb)
    if tree.labels[noun] != "conj" or tree.labels[top] != "dobj" or verb == top or not verb < top < node < noun:
        return False
    past = tree.tag(verb) == "VBD" or tree.tag(verb).startswith("JJ")
    if not (verb in tree.finite or past) or tree.lemma(verb) in tree.show_verbs:
        return False
    return not any(tree.tag(kid) == "VBN" for kid in tree.kids(top, "amod"))


@registry.rewrites("late-subjects")
def late_subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Make a noun the subject of the verb behind it where both were joined to an earlier verb: "A fell, and B rose"."""
    for verb in tree.labelled("conj"):
        head = tree.heads[verb]
        if tree.labels[verb] != "conj" or tree.tag(verb) not in {"VBD", "VBZ", "VBP"} or tree.kids(verb, "nsubj"):
            continue
        nouns = [kid for kid in tree.kids(head, "conj") if kid < verb and not tree.is_clause(kid)]
        if not nouns or tree.doc[nouns[-1]].pos_ not in {"NOUN", "PROPN"}:
            continue
        between = range(max(tree.subtree(nouns[-1])) + 1, min(tree.subtree(verb)))
        if all(tree.doc[token].is_punct for token in between):
            tree.attach(nouns[-1], verb, "nsubj")


@registry.rewrites("coordination")
def coordination(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Join to the noun before it a noun that the parser made a conjunct of the verb: "targets A and B"."""
    for node in tree.labelled("conj"):
        head = tree.heads[node]
        if tree.labels[node] != "conj" or head > node or not tree.is_clause(head) or tree.is_clause(node):
            continue
        if tree.named.get(node) is None and not tree.tag(node).startswith("NN"):
            continue
        if tree.kids(node, "nsubj", "cop", "aux"):
            continue
        mention = tree.named.get(node)
        start = min(tree.subtree(node) | ({mention.start} if mention is not None else set()))
        before = _parallel(tree, node, _word_before(tree, start, head), head)
        if (
            before > head
            and before != node
            and tree.pos(before) in {"NOUN", "PROPN"}
            and tree.labels[before] in {"dobj", "pobj", "conj", "attr"}
        ):
            tree.attach(node, before, "conj")


@registry.rewrites("examples-of-a-kind")
def examples_of_a_kind(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Give "such as A", "including A" to the noun that says of which kind A is: "genes of R, including A"."""
    for preposition in tree.labelled("prep"):
        such = tree.lower(preposition) == "as" and tree.lower(preposition - 1) == "such"
        if not such and tree.lower(preposition) != "including":
            continue
        named = [tree.named.get(kid) for kid in tree.kids(preposition, "pobj")]
        above = tree.heads[preposition]
        if not named or named[0] is None or (tree.named.get(above) is None and not tree.is_clause(above)):
            continue
        own = tree.named.get(above)
        kinds = _kind_nouns(tree, named[0].label_)
        if own is not None and own.label_ == named[0].label_:
            continue
        floor = max(tree.sent.start, preposition - 16)
        before = (n for n in range(preposition - 1, floor - 1, -1) if tree.lemma(n) in kinds and n in tree.heads)
        noun = next((n for n in before if tree.named.get(n) is None and tree.tag(n) == "NNS"), None)
        if noun is not None and noun != above:
            tree.attach(preposition, noun, "prep")


def _kind_nouns(tree: SentenceGraph, label: str) -> frozenset[str]:
    """Return the nouns for a kind of mention: "gene", "drug", "phenotype"."""
    names = {"GENE": "molecule_nouns", "NCRNA": "molecule_nouns", "PROCESS": "property_nouns"}
    return tree.words.get(names.get(label, f"{label.lower()}_nouns"), frozenset())


def _word_before(tree: SentenceGraph, start: int, floor: int) -> int:
    """Return the node before a token, without punctuation, conjunctions and what stands in brackets."""
    left, depth = start - 1, 0
    while left > floor:
        token = tree.doc[left]
        if token.text in ")]":
            depth += 1
        elif token.text in "([":
            depth -= 1
        elif depth <= 0 and not token.is_punct and tree.labels.get(left) != "cc" and token.lower_ != "not":
            break
        left -= 1
    return tree.node(max(left, tree.sent.start))


def _parallel(tree: SentenceGraph, node: int, before: int, floor: int) -> int:
    """Return the noun above `before` that is built like `node`: "an increase in A and a decrease in B"."""
    wanted = {tree.lower(kid) for kid in tree.kids(node, "prep")}
    if not wanted:
        return before
    for ancestor in tree.ancestors(before):
        if ancestor <= floor or tree.is_clause(ancestor):
            break
        if tree.tag(ancestor).startswith("NN") and wanted & {tree.lower(kid) for kid in tree.kids(ancestor, "prep")}:
            return ancestor
    return before


@registry.rewrites("subjects")
def subjects(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Give a finite verb without subject the mention right before it: "…, and B promotes C"."""
    for node in tree.labelled(*_MAIN_LABELS):
        if tree.tag(node) not in FINITE or not tree.is_clause(node) or tree.named.get(node) is not None:
            continue
        if tree.kids(node, "nsubj", "nsubjpass", "csubj", "expl"):
            continue
        named = [k for k in tree.kids(node, "compound", "nmod") if k < node and tree.named.get(k) is not None]
        if named:
            tree.move(named[-1], node, "nsubj")
            continue
        left = node - 1
        while left > tree.sent.start and (tree.tag(left) in {"RB", "MD"} or tree.lower(left) in {"in", "turn", "also"}):
            left -= 1
        left = _word_before(tree, left + 1, tree.sent.start) if tree.doc[left].text == ")" else tree.node(left)
        mention = tree.named.get(left) or _name_before(tree, left)
        if (
            mention is None
            or tree.heads[left] == left
            or node in tree.subtree(left)
            or tree.labels[left] in {"nsubj", "nsubjpass"}
        ):
            continue
        before = tree.lower(mention.start - 1) if mention.start > tree.sent.start else ""
        if before in {",", "and", "while", "whereas", ";", "but", "because", "since", "that"}:
            tree.attach(left, node, "nsubj")


def _name_before(tree: SentenceGraph, noun: int) -> Span | None:
    """Return the name in "X inhibition", "X knockdown"."""
    if tree.lemma(noun) not in tree.effect_nouns:
        return None
    named = [tree.named.get(kid) for kid in tree.kids(noun, "compound", "nmod") if kid == noun - 1]
    return named[0] if named else None


@registry.rewrites("relatives")
def relatives(tree: SentenceGraph, nodes: Sequence[int]) -> None:
    """Give a "which" clause to the noun before it when the parser reached over another verb for its antecedent."""
    for node in tree.labelled("relcl"):
        head = tree.heads[node]
        if tree.labels[node] != "relcl" or head > node:
            continue
        pronouns = [i for i in tree.subtree(node) if head < i < node and tree.tag(i) == "WDT"]
        if not pronouns or tree.lower(pronouns[0]) != "which" or tree.doc[pronouns[0] - 1].tag_ == "IN":
            continue
        verbs = [
            i for i in range(head + 1, pronouns[0]) if tree.is_clause(tree.node(i)) and tree.labels.get(i) != "amod"
        ]
        before = _word_before(tree, pronouns[0], head)
        apart = tree.named.get(head) is None and not tree.is_clause(head)
        after_verb = not verbs or before > verbs[-1]
        if (verbs or apart) and after_verb and tree.named.get(before) is not None:
            tree.attach(node, before, "relcl")
