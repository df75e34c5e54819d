"""Mending a parse where it missed a verb: particles, verbs in noun phrases, verbs taken for the subject of another."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_COMPOUND_WORDS = frozenset(
    {"mediated", "driven", "dependent", "associated", "related", "based", "derived", "regulated"}
)
# What a gerund before it only describes: "activating mutations".
_KINDS_OF = frozenset({"mutation", "factor", "agent", "antibody", "receptor", "effect", "enzyme", "drug", "variant"})


class VerbMending:
    """The part of `extract.relations.mending.Mending` that gives a sentence the verbs its parser did not see."""

    doc: Doc
    sent: Span
    _mention: dict[int, Span]
    _head: dict[int, int]
    _dep: dict[int, str]
    _kids: dict[int, list[int]]
    _finite: set[int]
    _effect_nouns: frozenset[str]

    def mend_verbs(self) -> None:
        """Give the tree its missing verbs."""
        self._mend_particles()
        self._mend_verbs_of_effect_nouns()
        self._mend_verbs_behind_but()
        self._mend_gerunds_in_a_row()
        self._mend_verbs_as_subjects()

    def _mend_particles(self) -> None:
        """Give a verb the object that the parser gave its particle: "knocking down A"."""
        for node in list(self._head):
            if self._dep[node] == "prt":
                for kid in self.kids(node, "pobj"):
                    self._attach(kid, self._head[node], "dobj")

    def _mend_verbs_of_effect_nouns(self) -> None:
        """Make a verb of the participle in "knockdown of A reduced B" where the parser read "reduced B" as one noun."""
        for node in list(self._head):
            noun, before = self._head[node], self.node(node - 1) if node > self.sent.start else node
            if self._dep[node] != "amod" or noun < node or self._mention.get(before) is None or before == noun:
                continue
            if not self.lower(node).endswith("ed") or self.lower(node) in _COMPOUND_WORDS or self._dep[noun] != "pobj":
                continue
            preposition = self._head[noun]
            top = self._head[preposition]
            if preposition > before or self.lower(preposition) not in {"of", "with", "by"} or top > preposition:
                continue
            gerund = self.doc[top].tag_ == "VBG" and self._dep[top] == "ROOT" and top == self.sent.start
            of_effect = self.lemma(top) in self._effect_nouns and self._lacks_a_verb(top, noun)
            if not gerund and not of_effect:
                continue
            self._attach(before, preposition, "pobj")
            self.make_finite(node, top, noun)

    def _lacks_a_verb(self, top: int, noun: int) -> bool:
        """Tell whether a noun has no verb of its own: it is the root, or the subject of a verb behind "but"."""
        if self._dep[top] == "ROOT":
            return not self.is_clause(top)
        return self._dep[top] == "nsubj" and any(noun < kid < self._head[top] for kid in self.kids(top, "cc"))

    def _mend_verbs_behind_but(self) -> None:
        """Make a verb of the participle in "had no effect on A but reduced B"."""
        for node in list(self._head):
            noun = self._head[node]
            if self._dep[node] != "amod" or self._dep[noun] != "conj" or not self.doc[node].tag_.startswith("VB"):
                continue
            verb = next((a for a in self.ancestors(noun) if self.is_clause(a)), None)
            if node > self.sent.start and self.lower(node - 1) == "but" and verb is not None and verb < node < noun:
                if self.doc[verb].tag_ != "VBD" and verb not in self._finite:
                    continue
                self._attach(node, verb, "conj")
                self._attach(noun, node, "dobj")
                self._finite.add(node)

    def _mend_gerunds_in_a_row(self) -> None:
        """Make verbs of the later gerunds in "by inhibiting A, decreasing B and raising C"."""
        for node in list(self._head):
            noun = self._head[node]
            if self._dep[node] != "amod" or self._dep[noun] != "conj" or self.doc[node].tag_ != "VBG" or noun < node:
                continue
            if node == self.sent.start or self.doc[node - 1].text not in {",", ";", "and"}:
                continue
            verb = next((a for a in self.ancestors(noun) if self.is_clause(a)), node)
            if verb < node and self.doc[verb].tag_ == "VBG" and self.lemma(noun) not in _KINDS_OF:
                self._attach(node, verb, "conj")
                self._attach(noun, node, "dobj")

    def _mend_verbs_as_subjects(self) -> None:
        """Put first the first verb of "A targets B, reduces C and raises D" where it was made subject of the next."""
        for node in list(self._head):
            verb = self._head[node]
            if self._dep[node] != "nsubj" or verb < node or self._mention.get(node) is not None:
                continue
            if not (self.doc[node].tag_ in {"VBZ", "VBD", "VBP"} or node in self._finite):
                continue
            if (
                not self.kids(node, "nsubj")
                or len(self.kids(verb, "nsubj", "nsubjpass")) > 1
                or self.kids(node, "mark")
            ):
                continue
            above, dep = self._head[verb], self._dep[verb]
            self._kids[verb].remove(node)
            if above == verb:
                self._head[node] = node
            else:
                self._head[node] = above
                self._kids.setdefault(above, []).append(node)
                self._kids[above].sort()
            self._dep[node] = dep
            self._attach(verb, node, "conj")
