"""Sentences of a review's build, made of phrases of the treebanks: gold trees by construction."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from prose import Words, other_name, plural
from trees import Node, Sentence

ADVERBS = ("directly", "thereby", "also", "further", "strongly", "thus", "potently", "often", "then")
MODALS = ("can", "may", "could", "might", "will")
APPOSED = ("target", "regulator", "kinase", "ligand", "substrate", "receptor", "marker", "component", "inhibitor")
PLACES = {"in", "during", "after", "within", "under", "upon", "through", "via", "across"}


@dataclass
class Tree:
    """A word with what hangs on it, on either side, in order; `after` is the white space behind it where it stood."""

    text: str
    tag: str
    dep: str
    left: list[Tree] = field(default_factory=list)
    right: list[Tree] = field(default_factory=list)
    tight: bool = False  # no space before the next word

    def size(self) -> int:
        """Return the number of words."""
        return 1 + sum(kid.size() for kid in (*self.left, *self.right))

    def words(self) -> Iterator[Tree]:
        """Yield the words from left to right."""
        for kid in self.left:
            yield from kid.words()
        yield self
        for kid in self.right:
            yield from kid.words()

    def labelled(self, dep: str) -> Tree:
        """Return the tree with another label at its top."""
        return replace(self, dep=dep)


def leaf(text: str, tag: str, dep: str) -> Tree:
    """Make a tree of one word."""
    return Tree(text, tag, dep)


def phrases(sentence: Sentence, wanted: Callable[[Node], bool], longest: int) -> Iterator[Tree]:
    """Yield the unbroken phrases of a sentence, up to a length, whose head word is wanted."""
    kids: dict[int, list[int]] = {}
    for index, node in enumerate(sentence):
        if node.head != index:
            kids.setdefault(node.head, []).append(index)

    def tree(index: int, last: int) -> Tree:
        node = sentence[index]
        below = kids.get(index, [])
        return Tree(
            node.text,
            node.tag,
            node.dep,
            [tree(kid, last) for kid in below if kid < index],
            [tree(kid, last) for kid in below if kid > index],
            node.after == "" and index < last,
        )

    def span(index: int) -> set[int]:
        found, todo = set(), [index]
        while todo:
            current = todo.pop()
            found.add(current)
            todo += kids.get(current, [])
        return found

    for index, node in enumerate(sentence):
        if wanted(node):
            covered = span(index)
            unbroken = max(covered) - min(covered) + 1 == len(covered)
            if len(covered) <= longest and unbroken and min(covered) > 0:  # not the first word and its capital
                yield tree(index, max(covered))


def flat(tree: Tree) -> Sentence:
    """Return a tree as a sentence, its first letter a capital unless it is a name's."""
    order = list(tree.words())
    place = {id(word): index for index, word in enumerate(order)}
    heads = {place[id(tree)]: place[id(tree)]}
    for word in order:
        for kid in (*word.left, *word.right):
            heads[place[id(kid)]] = place[id(word)]
    texts = [word.text for word in order]
    if texts[0].islower() and texts[0].isalpha():
        texts[0] = texts[0].capitalize()
    nodes = []
    for index, word in enumerate(order):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        tight = word.tight or following in {",", ".", ";", ")", "]", "%", "'s", ":"} or word.text in {"(", "["}
        tight = tight and following not in {"(", "and", "or"}
        nodes.append(Node(texts[index], word.tag, heads[index], word.dep, "" if tight and following else " "))
    return nodes


class Clauses:
    """Makes sentences of a review's build out of noun phrases and prepositional phrases of the treebanks.

    Parameters
    ----------
    sentences : list of Sentence
        Where the phrases are taken from.
    """

    def __init__(self, sentences: list[Sentence], words: Words, rng: random.Random):
        self.words, self.rng = words, rng
        self.nouns: list[Tree] = []
        self.adjuncts: list[Tree] = []
        for sentence in sentences:
            self.nouns += phrases(sentence, lambda n: n.dep in {"dobj", "nsubj"} and n.tag in {"NN", "NNS"}, 7)
            self.adjuncts += phrases(sentence, _adjunct, 6)

    def sentence(self) -> Sentence:
        """Make one sentence."""
        make = self.rng.choices(
            (
                self.simple,
                self.listed,
                self.joined,
                self.relative,
                self.means,
                self.passive,
                self.apposed,
                self.moving,
                self.reported,
            ),
            (5, 5, 4, 2, 2, 2, 2, 3, 2),
        )[0]
        tree = make()
        tree.dep = "ROOT"
        tree.right.append(leaf(".", ".", "punct"))
        return flat(tree)

    # Noun phrases ------------------------------------------------------------------------------------------------

    def noun(self, dep: str) -> Tree:
        """Return a noun phrase: a treebank's, or a name with what texts say of it."""
        rng, names = self.rng, self.words.names
        kind = rng.random()
        if kind < 0.3:
            return _copy(rng.choice(self.nouns)).labelled(dep)
        name = other_name(self.words, rng)
        if kind < 0.55:
            return leaf(name, "NN", dep)
        if kind < 0.7:
            return Tree(rng.choice(names["nouns"]), "NN", dep, [leaf(name, "NN", "compound")])
        if kind < 0.78:
            pobj = leaf(name, "NN", "pobj")
            return Tree(rng.choice(names["states"]), "NN", dep, right=[Tree("of", "IN", "prep", right=[pobj])])
        if kind < 0.81:  # "the role of A in B"
            head, preposition = rng.choice((("role", "in"), ("effect", "on"), ("influence", "on"), ("impact", "on")))
            of = Tree("of", "IN", "prep", right=[leaf(name, "NN", "pobj")])
            other = Tree(preposition, "IN", "prep", right=[leaf(rng.choice(names["nouns"]), "NN", "pobj")])
            return Tree(head, "NN", dep, [leaf("the", "DT", "det")], [of, other])
        if kind < 0.84:
            return Tree(rng.choice(names["groups"]), "NNS", dep, [leaf(name, "NN", "compound")])
        if kind < 0.9:
            return Tree(rng.choice(names["nouns"]), "NN", dep, [leaf(rng.choice(names["adjectives"]), "JJ", "amod")])
        if kind < 0.94:  # a plural that looks like a verb stays a noun: "the CTGF anchors"
            left = [leaf("the", "DT", "det"), leaf(name, "NN", "compound")]
            return Tree(plural(rng.choice(self.words.nouns)), "NNS", dep, left)
        return Tree(rng.choice(names["nouns"]), "NN", dep)

    def argument(self, dep: str) -> Tree:
        """Return a noun phrase or a list of two or three."""
        first = self.noun(dep)
        if self.rng.random() < 0.8:
            return first
        others = [self.noun("conj") for _ in range(self.rng.choice((1, 1, 2)))]
        self.join(first, others)
        return first

    def join(self, first: Tree, others: list[Tree], conjunction: str = "") -> None:
        """Hang conjuncts on one another, with commas and a conjunction before the last."""
        above = first
        for number, other in enumerate(others):
            last = number == len(others) - 1
            if len(others) > 1:
                above.right.append(leaf(",", ",", "punct"))
            if last:
                above.right.append(leaf(conjunction or self.rng.choice(("and", "and", "or")), "CC", "cc"))
            other.dep = "conj"
            above.right.append(other)
            above = other

    # Verbs -------------------------------------------------------------------------------------------------------

    def finite_tag(self, subject: Tree) -> str:
        """Return the tag of a present or past form that agrees with a subject."""
        if self.rng.random() < 0.45:
            return "VBD"
        many = subject.tag.endswith("S") or any(kid.dep == "conj" for kid in subject.right)
        return "VBP" if many else "VBZ"

    def phrase(self, tag: str) -> Tree:
        """Return a verb with object and, at times, what goes with it, without subject."""
        rng, words = self.rng, self.words
        if rng.random() < 0.15:
            preposition = rng.choice(list(words.framed))
            verb = Tree(words.form(rng.choice(words.framed[preposition]), tag), tag, "ROOT")
            verb.right = [self.noun("dobj"), Tree(preposition, "IN", "prep", right=[self.noun("pobj")])]
            return verb
        verb = Tree(words.form(rng.choice(words.transitive), tag), tag, "ROOT", right=[self.argument("dobj")])
        self.adjoin(verb, 0.1, 0.0)  # behind an object a preposition could be the noun's or the verb's
        return verb

    def adjoin(self, verb: Tree, adverbs: float, prepositions: float) -> None:
        """Add an adverb before a verb, a prepositional phrase behind it, each to a share of the verbs."""
        if self.rng.random() < adverbs:
            verb.left.append(leaf(self.rng.choice(ADVERBS), "RB", "advmod"))
        if self.rng.random() < prepositions:
            verb.right.append(_copy(self.rng.choice(self.adjuncts)))

    def clause(self) -> Tree:
        """Return a clause with subject, verb and object."""
        subject = self.argument("nsubj")
        rng = self.rng
        if rng.random() < 0.12:
            verb = self.phrase("VB")
            verb.left[:0] = [subject, leaf(rng.choice(MODALS), "MD", "aux")]
            return verb
        verb = self.phrase(self.finite_tag(subject))
        verb.left[:0] = [subject]
        return verb

    # Sentences ---------------------------------------------------------------------------------------------------

    def simple(self) -> Tree:
        """Make "A fuels B"."""
        verb = self.clause()
        if self.rng.random() < 0.15:
            opening = _copy(self.rng.choice(self.adjuncts))
            verb.left[:0] = [opening, leaf(",", ",", "punct")]
        return verb

    def listed(self) -> Tree:
        """Make "A fuels B and blunts C"."""
        verb = self.clause()
        others = [self.phrase(verb.tag) for _ in range(self.rng.choice((1, 1, 2)))]
        self.join(verb, others, self.rng.choice(("and", "and", "and", "but")))
        return verb

    def joined(self) -> Tree:
        """Make "A fuels B, whereas C blunts D", with a conjunction or a semicolon, too."""
        first, second = self.clause(), self.clause() if self.rng.random() < 0.8 else self.change()
        way = self.rng.choice(("and", "but", "whereas", "while", ";", "comma and"))
        if way in {"whereas", "while"}:
            second.left[:0] = [leaf(way, "IN", "mark")]
            first.right += [leaf(",", ",", "punct"), second.labelled("advcl")]
        elif way == ";":
            first.right += [leaf(";", ":", "punct"), second.labelled("conj")]
        else:
            if way == "comma and":
                first.right.append(leaf(",", ",", "punct"))
            first.right += [leaf(way.removeprefix("comma "), "CC", "cc"), second.labelled("conj")]
        return first

    def relative(self) -> Tree:
        """Make "A fuels B, which blunts C"."""
        verb = self.clause()
        noun = next(kid for kid in verb.right if kid.dep == "dobj")
        while noun.right and noun.right[-1].dep == "conj":
            noun = noun.right[-1]
        inner = self.phrase("VBP" if noun.tag == "NNS" else "VBZ")
        inner.left[:0] = [leaf("which", "WDT", "dep")]  # as the treebanks have it
        if verb.right[-1].dep == "dobj":
            noun.right += [leaf(",", ",", "punct"), inner.labelled("relcl")]
        return verb

    def means(self) -> Tree:
        """Make "by blunting C, A fuels B", "A fuels B by blunting C" or "A fuels B, blunting C"."""
        verb, gerund = self.clause(), self.phrase("VBG")
        way = self.rng.random()
        if way < 0.3:
            by = Tree("by", "IN", "prep", right=[gerund.labelled("pcomp")])
            verb.left[:0] = [by, leaf(",", ",", "punct")]
        elif way < 0.7:
            verb.right.append(Tree("by", "IN", "prep", right=[gerund.labelled("pcomp")]))
        else:
            verb.right += [leaf(",", ",", "punct"), gerund.labelled("advcl")]
        return verb

    def passive(self) -> Tree:
        """Make "B is fuelled by A"."""
        subject = self.argument("nsubjpass")
        be = {"VBZ": "is", "VBP": "are", "VBD": "was"}[tag := self.finite_tag(subject)]
        verb = Tree(self.words.form(self.rng.choice(self.words.transitive), "VBN"), "VBN", "ROOT")
        many = subject.tag.endswith("S") or any(kid.dep == "conj" for kid in subject.right)
        verb.left = [subject, leaf("were" if be == "was" and many else be, tag, "auxpass")]
        verb.right = [Tree("by", "IN", "agent", right=[self.argument("pobj")])]
        return verb

    def apposed(self) -> Tree:
        """Make "A, a target of D, fuels B"."""
        verb = self.clause()
        subject = verb.left[0]
        apposition = Tree(
            self.rng.choice(APPOSED),
            "NN",
            "appos",
            [leaf("a", "DT", "det")],
            [Tree("of", "IN", "prep", right=[self.noun("pobj")])],
        )
        if apposition.text[0] in "aeiou":
            apposition.left[0].text = "an"
        if not subject.right:
            subject.right = [leaf(",", ",", "punct"), apposition, leaf(",", ",", "punct")]
        return verb

    def reported(self) -> Tree:
        """Make "we found that A fuels B"."""
        clause = self.clause() if self.rng.random() < 0.8 else self.passive()
        clause.left[:0] = [leaf("that", "IN", "mark")]
        tag = self.rng.choice(("VBD", "VBD", "VBP"))
        verb = self.words.form(self.rng.choice(("find", "show", "report", "propose", "note", "see")), tag)
        return Tree(verb, tag, "ROOT", [leaf("we", "PRP", "nsubj")], [clause.labelled("ccomp")])

    def change(self) -> Tree:
        """Return a clause without object: "A declines in C"."""
        subject = self.argument("nsubj")
        tag = self.finite_tag(subject)
        verb = Tree(self.words.form(self.rng.choice(self.words.intransitive), tag), tag, "ROOT", [subject])
        self.adjoin(verb, 0.2, 0.5)
        return verb

    def moving(self) -> Tree:
        """Make "A declines" or "as A declines, B blunts C"."""
        verb = self.change()
        way = self.rng.random()
        if way < 0.4:
            main = self.clause()
            verb.left[:0] = [leaf(self.rng.choice(("as", "when", "once", "until")), "IN", "mark")]
            if verb.left[0].text == "when":
                verb.left[0] = leaf("when", "WRB", "advmod")
            main.left[:0] = [verb.labelled("advcl"), leaf(",", ",", "punct")]
            return main
        if way < 0.6:
            self.join(verb, [self.phrase(verb.tag)], "and")
        return verb


def _adjunct(node: Node) -> bool:
    return node.dep == "prep" and node.text in PLACES


def _copy(tree: Tree) -> Tree:
    return replace(tree, left=[_copy(kid) for kid in tree.left], right=[_copy(kid) for kid in tree.right])
