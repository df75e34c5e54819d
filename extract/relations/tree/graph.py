"""A sentence as a small dependency graph in which every mention is one node."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, LOWER, POS, TAG
from spacy.tokens import Doc, Span

_PREPOSITION_LABELS = frozenset({"prep", "agent", "dative"})
_OBJECT_LABELS = frozenset({"pobj", "pcomp"})
_INNER_LABELS = frozenset({"pobj", "prep", "compound", "nmod", "conj", "appos"})
_PARTICIPLE_LABELS = frozenset(["acl", "acomp", "amod", "advcl", "ROOT", "relcl", "compound", "nmod", "ccomp", "oprd"])
_PLACES = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE"})
_CLAUSE_POS = frozenset({"VERB", "AUX"})

_OF_NOUNS = frozenset({"in", "of", "for", "on"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
_REMEMBERED = 1 << 16
_STRINGS: dict[int, str] = {}  # met so far


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A rewrite that changed the tree at some nodes."""

    name: str
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PrepLink:
    """A preposition between two nodes; ``name`` is its lower-case form, several words for a complex one."""

    governor: int
    name: str
    target: int
    token: int


class Columns:
    """What the tokens of a Doc are, read at once: to ask one token after the other takes several times as long."""

    def __init__(self, doc: Doc):
        read = doc.to_array([LOWER, LEMMA, POS, TAG, DEP, HEAD])
        self.lower, lemma, self.pos, self.tag, self.dep = (_strings(doc, column) for column in read.T[:-1])
        self.lemma = [word.lower() for word in lemma]
        self.head: list[int] = (read[:, -1].astype("int64") + np.arange(len(doc))).tolist()


def _strings(doc: Doc, keys: np.ndarray) -> list[str]:
    """Return the strings of a Doc's vocabulary by their keys, which are the same in all of them."""
    global _STRINGS
    wanted, known = keys.tolist(), _STRINGS
    new = set(wanted).difference(known)
    if new:
        if len(known) > _REMEMBERED:
            new, known = set(wanted), {}
        known.update((key, doc.vocab.strings[key]) for key in new)
        _STRINGS = known
    return [known[key] for key in wanted]


class SentenceGraph:
    """The dependency tree of a sentence with each mention folded into the node of its root token.

    Nodes are token indices of the Doc. Children of any token of a mention are children of its node.
    """

    def __init__(self, sent: Span, mentions: Iterable[Span], words: dict[str, frozenset[str]], columns: Columns):
        self.doc, self.sent, self.words = sent.doc, sent, words
        self._lower, self._lemma, self._pos, self._tag = columns.lower, columns.lemma, columns.pos, columns.tag
        # The words of the sentence, as they are written and as lemmas.
        self.said = frozenset((*self._lower[sent.start : sent.end], *self._lemma[sent.start : sent.end]))
        self.mentions = tuple(mentions)
        self.named: dict[int, Span] = {}
        self._node: dict[int, int] = {}
        for mention in self.mentions:
            root = mention.root.i
            self._node |= dict.fromkeys(range(mention.start, mention.end), root)
            self.named[root] = mention
        self.heads: dict[int, int] = {}
        self.labels: dict[int, str] = {}
        self.children: dict[int, list[int]] = {}
        self.version, self._marked = 0, -1  # grows with each change; of which version the marks are
        self._marks: set[str] = set()
        self._labelled: dict[str, list[int]] = {}  # the nodes by label, read when first asked for
        self.finite: set[int] = set()
        start, end, folded = sent.start, sent.end, self._node
        for node, above, dep in zip(range(start, end), columns.head[start:end], columns.dep[start:end], strict=True):
            if folded.get(node, node) != node:
                continue
            if not start <= above < end or above == node:
                head, dep = node, "ROOT"
            else:
                head, dep = folded.get(above, above), "dep" if dep == "ROOT" else dep
            self.heads[node], self.labels[node] = head, dep
            if head != node:
                self.children.setdefault(head, []).append(node)
        self._complex_prepositions = words.get("complex_prepositions", frozenset())
        self.rewrites: list[Rewritten] = []  # those that changed something, in the order in which they were made
        self._before: dict[int, tuple[int, str, bool]] = {}  # the nodes touched since `changed` was asked
        self._from: dict[int, list[PrepLink]]
        self._at: dict[int, list[PrepLink]]
        self._to: dict[int, list[PrepLink]]
        self.read_prepositions()

    @property
    def marks(self) -> set[str]:
        """What there is in the tree: words, lemmas, tags, labels, prepositions and types of mentions."""
        if self._marked != self.version:
            self._marked = self.version
            names = (*(link.name for link in self.preps), *(mention.label_ for mention in self.mentions))
            self._marks = {*self.said, *self._tag[self.sent.start : self.sent.end], *self.labels.values(), *names}
        return self._marks

    def node(self, index: int) -> int:
        """Return the node that stands for a token."""
        return self._node.get(index, index)

    def nodes(self) -> Iterator[int]:
        """Yield the nodes from left to right."""
        return iter(self.heads)

    def labelled(self, *labels: str) -> list[int]:
        """Return the nodes with one of some labels, from left to right."""
        if not self._labelled:
            for node, label in self.labels.items():
                self._labelled.setdefault(label, []).append(node)
        if len(labels) == 1:
            return [*self._labelled.get(labels[0], ())]
        return sorted(node for label in labels for node in self._labelled.get(label, ()))

    def mention(self, node: int) -> Span | None:
        """Return the mention that a node stands for."""
        return self.named.get(node)

    def head(self, node: int) -> int:
        """Return the head of a node, itself for a root."""
        return self.heads[node]

    def dep(self, node: int) -> str:
        """Return the label of a node."""
        return self.labels[node]

    def kids(self, node: int, *labels: str) -> list[int]:
        """Return the children of a node, those with one of `labels` if any are given."""
        kids = self.children.get(node)
        if not kids:
            return []
        known = self.labels
        return [kid for kid in kids if known[kid] in labels] if labels else kids

    def lower(self, node: int) -> str:
        """Return the lower-case text of a node's token."""
        return self._lower[node]

    def lemma(self, node: int) -> str:
        """Return the lower-case lemma of a node's token."""
        return self._lemma[node]

    def pos(self, node: int) -> str:
        """Return the part of speech of a node's token."""
        return self._pos[node]

    def tag(self, node: int) -> str:
        """Return the tag of a node's token."""
        return self._tag[node]

    def is_clause(self, node: int) -> bool:
        """Tell whether a node is the verb of a clause."""
        mention, tag = self.named.get(node), self._tag[node]
        if mention is not None:  # "sensitizes cells to D" is a mention and a predicate
            return (
                mention.label_ == "DRUG_RESPONSE"
                and tag.startswith("VB")
                and self.labels[node] not in {"amod", "compound"}
            )
        if tag.startswith("JJ"):  # a verb that the tagger took for an adjective: "A facilitated B"
            subject = bool(self.kids(node, "nsubj", "csubj"))
            return self.lower(node).endswith("ed") and bool(self.kids(node, "dobj")) and subject
        return self._pos[node] in _CLAUSE_POS or tag.startswith("VB")

    def is_finite(self, node: int) -> bool:
        """Tell whether a node is a finite verb, by its tag or because a rewrite made it one."""
        return node in self.finite or self._tag[node] in FINITE

    def antecedent(self, node: int, kind_nouns: frozenset[str]) -> int:
        """Return the subject in "X is a form of B that …", else the node itself: such a clause speaks of X."""
        top = node
        if self.dep(top) == "pobj" and self.dep(self.head(top)) == "prep":
            above = self.head(self.head(top))
            top = above if self.lemma(above) in kind_nouns else top
        if self.dep(top) == "attr" and self.lemma(self.head(top)) == "be":
            subjects = self.kids(self.head(top), "nsubj")
            if subjects and self.lower(subjects[0]) not in {"there", "it"}:
                return subjects[0]
        return self._found_there(node)

    def _found_there(self, node: int) -> int:
        """Return A of "D induces A in C, which …", X of "X is found in C, which …": a place does nothing itself."""
        mention = self.mention(node)
        if mention is None or mention.label_ not in _PLACES or mention.end >= self.sent.end:
            return node
        if self.doc[mention.end].text != ",":
            return node
        for link in self.preps_to(node):
            if link.name in {"in", "within"}:
                above = link.governor
                near = [*self.kids(above, "dobj"), *self.kids(above, "nsubj", "nsubjpass")]
                named = [i for i in (near if self.is_clause(above) else [above]) if self._names(i)]
                return named[0] if named else node
        return node

    def _names(self, node: int) -> bool:
        return any(self.mention(below) is not None for below in self.subtree(node))

    def first_conjunct(self, node: int) -> int:
        """Return the first of the conjuncts that a node belongs to."""
        seen = {node}
        while self.labels[node] == "conj" and self.heads[node] not in seen:
            node = self.heads[node]
            seen.add(node)
        return node

    def top(self, node: int) -> int:
        """Return the top of the phrase that a node stands in."""
        above = [node, *self.ancestors(node)]
        return next((a for a in above if self.labels[a] not in _INNER_LABELS), above[-1])

    def ancestors(self, node: int) -> Iterator[int]:
        """Yield the heads of a node, nearest first."""
        seen = {node}
        while self.heads[node] not in seen:
            node = self.heads[node]
            seen.add(node)
            yield node

    def subtree(self, node: int) -> set[int]:
        """Return a node and everything below it."""
        todo, seen = [node], set()
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo += self.children.get(current, [])
        return seen

    def is_passive(self, node: int) -> bool:
        """Tell whether a verb is passive: it has a passive auxiliary or subject, or is a participle without one."""
        if node in self.finite:
            return False
        if self.kids(node, "auxpass", "nsubjpass", "csubjpass", "agent"):
            return True
        if self.kids(node, "dobj") and self.kids(node, "nsubj", "csubj"):
            return False
        tag = self._tag[node]
        if tag == "VBN" or (tag.startswith("JJ") and self._lower[node].endswith("ed")):
            active = bool(self.kids(node, "nsubj", "csubj"))
            if active and (self.kids(node, "aux") or (self.labels[node] == "ROOT" and tag == "VBN")):
                return False
            if self.labels[node] == "conj":
                head = self.heads[node]
                same = self._tag[head] == tag
                return self.is_passive(head) if same and head != node else not self.kids(node, "dobj", "nsubj")
            return self.labels[node] in _PARTICIPLE_LABELS
        return False

    def _state(self, node: int) -> tuple[int, str, bool]:
        return self.heads[node], self.labels[node], self.is_finite(node)

    def changed(self) -> tuple[int, ...]:
        """Return the nodes that are not what they were when this was last asked."""
        if not self._before:
            return ()
        before, self._before = self._before, {}
        return tuple(node for node in sorted(before) if before[node] != self._state(node))

    def move(self, node: int, head: int, dep: str) -> None:
        """Hang a node on a head, on itself to make it a root, with a label."""
        self._before.setdefault(node, self._state(node))
        if self.heads[node] != node:
            self.children[self.heads[node]].remove(node)
        self.heads[node], self.labels[node] = head, dep
        self._labelled, self.version = {}, self.version + 1
        if head != node:
            insort(self.children.setdefault(head, []), node)

    def attach(self, node: int, head: int, dep: str) -> None:
        """Hang a node on a head with a label, unless the head hangs on it."""
        if head not in self.subtree(node):
            self.move(node, head, dep)

    def make_verb(self, node: int) -> None:
        """Make a node a finite verb where it stands."""
        self._before.setdefault(node, self._state(node))
        self.finite.add(node)

    def lift(self, node: int, over: int, dep: str) -> None:
        """Put a node in the place of one that it hangs on, which then hangs on it with a label."""
        top = self.heads[over]
        self.move(node, node if top == over else top, self.labels[over])
        self.attach(over, node, dep)

    def make_finite(self, node: int, subject: int, object_: int) -> None:
        """Put a verb above two nouns, in the place of the one or the other that is uppermost."""
        if len({node, subject, object_}) < 3:
            return
        preposition = self.heads[object_] if self.labels[object_] == "pobj" else None
        for kid in [k for k in self.kids(object_) if k < node]:
            head = preposition if preposition is not None and preposition < kid else subject
            self.attach(kid, head, "dep" if preposition is None else "pobj")
        upper = subject if object_ in self.subtree(subject) else object_
        below = self.subtree(node) | self.subtree(subject) | self.subtree(object_) - {upper}
        head = self.heads[upper]
        if head in below and head != upper:
            return
        self.move(node, node if head == upper else head, self.labels[upper])
        self.move(subject, node, "nsubj")
        self.move(object_, node, "dobj")
        self.make_verb(node)
        self.lift_clauses(object_, node)

    def lift_clauses(self, noun: int, verb: int) -> None:
        """Join to a verb the verbs that were joined to its object: "A reduced B and induced C"."""
        for kid in self.kids(noun, "conj", "acl"):
            past = self._tag[kid] == "VBD" and self.doc[kid - 1].text == ","
            if past or (self.labels[kid] == "conj" and self.is_clause(kid) and self._tag[kid] in FINITE):
                self.attach(kid, verb, "conj")

    def read_prepositions(self) -> None:
        """Read the prepositions of the tree as it now is."""
        self.version += 1
        self.preps = tuple(self._mended(link) for link in self._prep_links(self._complex_prepositions))
        self._from, self._at, self._to = defaultdict(list), defaultdict(list), defaultdict(list)
        for link in self.preps:
            self._from[link.governor].append(link)
            self._at[link.token].append(link)
            self._to[link.target].append(link)

    def preps_from(self, node: int) -> Sequence[PrepLink]:
        """Return the prepositions that hang on a node."""
        return self._from.get(node, ())

    def brought(self, node: int, *names: str) -> list[int]:
        """Return what prepositions that hang on a node bring, those with one of `names` if any are given."""
        return [link.target for link in self._from.get(node, ()) if not names or link.name in names]

    def preps_at(self, node: int) -> Sequence[PrepLink]:
        """Return the links of a node that is a preposition."""
        return self._at.get(node, ())

    def preps_to(self, node: int) -> Sequence[PrepLink]:
        """Return the prepositions that bring a node."""
        return self._to.get(node, ())

    def _prep_links(self, complex_prepositions: frozenset[str]) -> Iterator[PrepLink]:
        for token in self.heads:
            if self.named.get(token) is not None:
                continue
            dep = self.labels[token]
            if dep not in _PREPOSITION_LABELS and not (dep == "conj" and self.pos(token) == "ADP"):
                continue
            governor = self.heads[token]
            if dep == "conj":
                governor = self.heads[self.first_conjunct(token)]
            yield from self._links_from(governor, token, self.lower(token), token, complex_prepositions, 0)

    def _links_from(
        self, governor: int, first: int, name: str, token: int, complex_prepositions: frozenset[str], depth: int
    ) -> Iterator[PrepLink]:
        """Yield the links of a preposition to its objects; it may be the first word of a complex one."""
        name = self._full_name(name, token)
        if not self.kids(token, *_OBJECT_LABELS):  # "in resistant than in sensitive cells"
            named = [kid for kid in self.kids(token, "amod") if self.mention(kid) is not None]
            yield from (PrepLink(governor, name, kid, first) for kid in named)
        for kid in self.kids(token):
            if self._goes_on(kid, depth):
                inner = [self.lower(word) for word in self.kids(kid, "npadvmod") if token < word < kid]
                longer_name = " ".join((name, *inner, self.lower(kid)))  # "in response to"
                yield from self._links_from(governor, first, longer_name, kid, complex_prepositions, depth + 1)
            elif self.labels[kid] in _OBJECT_LABELS:
                noun = " ".join([*(self.lower(det) for det in self.kids(kid, "det")), self.lower(kid)])
                longer = {prep: f"{name} {noun} {self.lower(prep)}" for prep in self.kids(kid, "prep")}
                longer = {prep: long for prep, long in longer.items() if long in complex_prepositions}
                for prep, long_name in longer.items():
                    yield from self._links_from(governor, first, long_name, prep, complex_prepositions, depth + 1)
                if not longer:
                    yield PrepLink(governor, name, kid, first)

    def _full_name(self, name: str, token: int) -> str:
        """Return the name of a preposition with the words that belong to it: "such as", "together with"."""
        before = self.lower(token - 1) if token > self.sent.start else ""
        if any(self.lower(kid) == "such" for kid in self.kids(token, "amod", "advmod")):
            name = "such as"
        if name == "to" and token - 2 >= self.sent.start and self.doc[token - 2 : token].text.lower() == "in response":
            name = "in response to"
        return f"{before} with" if name == "with" and before in {"together", "along"} else name

    def _goes_on(self, kid: int, depth: int) -> bool:
        """Tell whether a preposition's child is its second word: "due to", "according to"."""
        preposition = self.pos(kid) == "ADP" or self._tag[kid] == "TO"
        return preposition and self.labels[kid] in {"prep", "pcomp"} and depth < 2 and self.mention(kid) is None

    def _mended(self, link: PrepLink) -> PrepLink:
        """Put a preposition where it belongs: at the noun that asks for it, a gerund of means at the verb.

        "promotes R by doing C", where the parser gave "by" to R.
        """
        noun = self._asking_noun(link)
        if noun is not None:
            return PrepLink(noun, link.name, link.target, link.token)
        gerund = self._tag[link.target] == "VBG" or self.labels[link.target] == "pcomp"
        if not gerund or self.named.get(link.target) is not None or self.is_clause(link.governor):
            return link
        if link.name in _OF_NOUNS and self.lemma(link.governor) in self.words.get("capacity", frozenset()):
            return link  # "tested the potential of D in doing C"
        node = link.governor
        if self._tag[node].startswith("N") or self.named.get(node) is not None:
            for ancestor in self.ancestors(node):
                if self.is_clause(ancestor):
                    if self.labels[node] in {"dobj", "pobj", "prep", "conj", "attr"} and ancestor < link.target:
                        return PrepLink(ancestor, link.name, link.target, link.token)
                    break
                node = ancestor
        return link

    def _asking_noun(self, link: PrepLink) -> int | None:
        """Return the noun of "the effect of A under hypoxia on B", "lowers the effect on B", "is a driver in D"."""
        above = link.governor
        if link.name == "on" and self.labels[above] == "pobj":
            noun = self.heads[self.heads[above]]
            if self.lemma(noun) in self.words["effects_on"] and not any(
                self.lower(kid) == "on" for kid in self.kids(noun, "prep")
            ):
                return noun
        if link.name == "on" and self.is_clause(above):
            effects = [
                k for k in self.kids(above, "dobj") if self.lemma(k) in self.words["effects_on"] and k < link.token
            ]
            return effects[-1] if effects else None
        if link.name in _OF_NOUNS and self.lemma(above) == "be":
            return next((kid for kid in self.kids(above, "attr") if kid == link.token - 1), None)
        return None
