"""A sentence as a small dependency graph in which every mention is one node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from extract.relations.tree.mending import Mending, PrepLink

_PREPOSITION_LABELS = frozenset({"prep", "agent", "dative"})
_OBJECT_LABELS = frozenset({"pobj", "pcomp"})
_PLACES = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE"})
_CLAUSE_POS = frozenset({"VERB", "AUX"})


class SentenceGraph(Mending):
    """The dependency tree of a sentence with each mention folded into the node of its root token.

    Nodes are token indices of the Doc. Children of any token of a mention are children of its node.
    """

    def __init__(self, sent: Span, mentions: Iterable[Span], words: dict[str, frozenset[str]]):
        self.doc, self.sent = sent.doc, sent
        self._show_verbs = words.get("show_verbs", frozenset())
        complex_prepositions = words.get("complex_prepositions", frozenset())
        self.mentions = tuple(mentions)
        self._mention: dict[int, Span] = {}
        self._node: dict[int, int] = {}
        for mention in self.mentions:
            root = mention.root.i
            for token in mention:
                self._node[token.i] = root
            self._mention[root] = mention
        self._head: dict[int, int] = {}
        self._dep: dict[int, str] = {}
        self._kids: dict[int, list[int]] = {}
        self._finite: set[int] = set()
        for token in sent:
            node = self.node(token.i)
            if node != token.i:
                continue
            head, dep = self._outer_head(token)
            self._head[node], self._dep[node] = head, dep
            if head != node:
                self._kids.setdefault(head, []).append(node)
        self._effect_nouns = words.get("negative_effect_nouns", frozenset()) | words.get(
            "positive_effect_nouns", frozenset()
        )
        self._part_at_semicolons()
        self._mend_lesions()
        self._mend_root_nouns()
        self.mend_verbs()
        self._mend_finite_participles()
        self._mend_participles()
        self._mend_opening_gerunds()
        self._mend_subjects()
        self._mend_coordination()
        self._mend_second_objects()
        self._mend_agents()
        self._mend_conditions()
        self._mend_parallel_nouns()
        self._mend_responses_in_lists()
        self._mend_relatives()
        self._mend_which()
        self._complex_prepositions = complex_prepositions
        self.preps = self._all_preps()

    def _outer_head(self, token: Token) -> tuple[int, str]:
        head, dep = token.head, token.dep_
        if not self.sent.start <= head.i < self.sent.end or head.i == token.i:
            return token.i, "ROOT"
        return self.node(head.i), dep if dep != "ROOT" else "dep"

    def node(self, index: int) -> int:
        """Return the node that stands for a token."""
        return self._node.get(index, index)

    def nodes(self) -> Iterator[int]:
        """Yield the nodes from left to right."""
        return iter(self._head)

    def mention(self, node: int) -> Span | None:
        """Return the mention that a node stands for."""
        return self._mention.get(node)

    def head(self, node: int) -> int:
        """Return the head of a node, itself for a root."""
        return self._head[node]

    def dep(self, node: int) -> str:
        """Return the label of a node."""
        return self._dep[node]

    def kids(self, node: int, *labels: str) -> list[int]:
        """Return the children of a node, those with one of `labels` if any are given."""
        kids = self._kids.get(node, [])
        return [kid for kid in kids if self._dep[kid] in labels] if labels else kids

    def lower(self, node: int) -> str:
        """Return the lower-case text of a node's token."""
        return self.doc[node].lower_

    def lemma(self, node: int) -> str:
        """Return the lower-case lemma of a node's token."""
        return self.doc[node].lemma_.lower()

    def pos(self, node: int) -> str:
        """Return the part of speech of a node's token."""
        return self.doc[node].pos_

    def is_clause(self, node: int) -> bool:
        """Tell whether a node is the verb of a clause."""
        mention, tag = self.mention(node), self.doc[node].tag_
        if mention is not None:  # "sensitizes cells to D" is a mention and a predicate
            return (
                mention.label_ == "DRUG_RESPONSE"
                and tag.startswith("VB")
                and self._dep[node] not in {"amod", "compound"}
            )
        if tag.startswith("JJ"):  # a verb that the tagger took for an adjective: "A facilitated B"
            subject = bool(self.kids(node, "nsubj", "csubj"))
            return self.lower(node).endswith("ed") and bool(self.kids(node, "dobj")) and subject
        return self.pos(node) in _CLAUSE_POS or tag.startswith("VB")

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
        """Return the subject of "X is found in D, which …", for D is where X is found and does nothing itself."""
        mention = self.mention(node)
        if mention is None or mention.label_ not in _PLACES or mention.end >= self.sent.end:
            return node
        if self.doc[mention.end].text != ",":
            return node
        for link in self.preps:
            if link.target == node and link.name in {"in", "within"} and self.is_clause(link.governor):
                subjects = self.kids(link.governor, "nsubj", "nsubjpass")
                return subjects[0] if subjects else node
        return node

    def first_conjunct(self, node: int) -> int:
        """Return the first of the conjuncts that a node belongs to."""
        seen = {node}
        while self._dep[node] == "conj" and self._head[node] not in seen:
            node = self._head[node]
            seen.add(node)
        return node

    def ancestors(self, node: int) -> Iterator[int]:
        """Yield the heads of a node, nearest first."""
        seen = {node}
        while self._head[node] not in seen:
            node = self._head[node]
            seen.add(node)
            yield node

    def subtree(self, node: int) -> set[int]:
        """Return a node and everything below it."""
        todo, seen = [node], set()
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo += self._kids.get(current, [])
        return seen

    def is_passive(self, node: int) -> bool:
        """Tell whether a verb is passive: it has a passive auxiliary or subject, or is a participle without one."""
        if node in self._finite:
            return False
        if self.kids(node, "auxpass", "nsubjpass", "csubjpass", "agent"):
            return True
        if self.kids(node, "dobj") and self.kids(node, "nsubj", "csubj"):
            return False
        token = self.doc[node]
        if token.tag_ == "VBN" or (token.lower_.endswith("ed") and token.tag_.startswith("JJ")):
            active = bool(self.kids(node, "nsubj", "csubj"))
            if active and (self.kids(node, "aux") or (self._dep[node] == "ROOT" and token.tag_ == "VBN")):
                return False
            if self._dep[node] == "conj":
                head = self._head[node]
                same = self.doc[head].tag_ == token.tag_
                return self.is_passive(head) if same and head != node else not self.kids(node, "dobj", "nsubj")
            return self._dep[node] in {
                "acl",
                "acomp",
                "amod",
                "advcl",
                "ROOT",
                "relcl",
                "compound",
                "nmod",
                "ccomp",
                "oprd",
            }
        return False

    def _all_preps(self) -> tuple[PrepLink, ...]:
        return tuple(self._mended(link) for link in self._prep_links(self._complex_prepositions))

    def _prep_links(self, complex_prepositions: frozenset[str]) -> Iterator[PrepLink]:
        for token in self._head:
            if self._mention.get(token) is not None:
                continue
            dep = self._dep[token]
            if dep not in _PREPOSITION_LABELS and not (dep == "conj" and self.pos(token) == "ADP"):
                continue
            governor = self._head[token]
            if dep == "conj":
                governor = self._head[self.first_conjunct(token)]
            yield from self._links_from(governor, token, self.lower(token), token, complex_prepositions, 0)

    def _links_from(
        self, governor: int, first: int, name: str, token: int, complex_prepositions: frozenset[str], depth: int
    ) -> Iterator[PrepLink]:
        if any(self.lower(kid) == "such" for kid in self.kids(token, "amod", "advmod")):
            name = "such as"
        if name == "with" and token > self.sent.start and self.lower(token - 1) in {"together", "along"}:
            name = f"{self.lower(token - 1)} with"
        if not self.kids(token, *_OBJECT_LABELS):  # "in resistant than in sensitive cells"
            for kid in self.kids(token, "amod"):
                if self.mention(kid) is not None:
                    yield PrepLink(governor, name, kid, first)
        for kid in self.kids(token):
            dep = self._dep[kid]
            if (
                (self.pos(kid) == "ADP" or self.doc[kid].tag_ == "TO")
                and dep in {"prep", "pcomp"}
                and depth < 2
                and self.mention(kid) is None
            ):
                inner = [self.lower(word) for word in self.kids(kid, "npadvmod") if token < word < kid]
                longer_name = " ".join((name, *inner, self.lower(kid)))  # "in response to"
                yield from self._links_from(governor, first, longer_name, kid, complex_prepositions, depth + 1)
            elif dep in _OBJECT_LABELS:
                longer = [
                    (f"{name} {self.lower(kid)} {self.lower(prep)}", prep)
                    for prep in self.kids(kid, "prep")
                    if f"{name} {self.lower(kid)} {self.lower(prep)}" in complex_prepositions
                ]
                for long_name, prep in longer:
                    yield from self._links_from(governor, first, long_name, prep, complex_prepositions, depth + 1)
                if not longer:
                    yield PrepLink(governor, name, kid, first)
