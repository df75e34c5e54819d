"""Mending a parse where it missed a verb: particles, verbs in noun phrases, verbs taken for the subject of another."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

_COMPOUND_WORDS = frozenset(
    {"mediated", "driven", "dependent", "associated", "related", "based", "derived", "regulated"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_AGENTS = frozenset({"inhibitor", "antagonist", "blocker", "agonist", "activator", "regulator", "target", "marker"})
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
    _show_verbs: frozenset[str]

    def lift_clauses(self, noun: int, verb: int) -> None:
        """Join to a verb the verbs that were joined to its object: "A reduced B and induced C"."""
        for kid in self.kids(noun, "conj", "acl"):
            past = self.doc[kid].tag_ == "VBD" and self.doc[kid - 1].text == ","
            if past or (self._dep[kid] == "conj" and self.is_clause(kid) and self.doc[kid].tag_ in _FINITE):
                self._attach(kid, verb, "conj")

    def mend_verbs(self) -> None:
        """Give the tree its missing verbs."""
        self._mend_particles()
        self._mend_subjects_of_auxiliaries()
        self._mend_reported_objects()
        self._mend_second_amounts()
        self._mend_names_of_agents()
        self._mend_listed_agents()
        self._mend_nouns_before_prepositions()
        self._mend_companions()
        self._mend_gerund_subjects()
        self._mend_root_subjects()
        self._mend_own_subjects()
        self._mend_verbs_of_effect_nouns()
        self._mend_verbs_behind_but()
        self._mend_verbs_in_a_row()
        self._mend_gerunds_in_a_row()
        self._mend_gerunds_beside_names()
        self._mend_verbs_as_subjects()
        self._mend_second_clauses()

    def _mend_subjects_of_auxiliaries(self) -> None:
        """Give a verb the subject that the parser gave its auxiliary."""
        for node in list(self._head):
            auxiliary = self._head[node]
            if self._dep[node] in {"nsubj", "nsubjpass"} and self._dep[auxiliary] in {"aux", "auxpass"}:
                passive = self._dep[auxiliary] == "auxpass"
                self._attach(node, self._head[auxiliary], "nsubjpass" if passive else "nsubj")

    def _mend_reported_objects(self) -> None:
        """Give "was lost" its subject in "we found X was lost", where X was made the object of the verb before."""
        for node in list(self._head):
            verb = self._head[node]
            finite = [
                kid for kid in self.kids(node, "auxpass", "aux") if self.doc[kid].tag_ in {"VBZ", "VBD", "VBP", "MD"}
            ]
            auxiliaries = [kid for kid in finite if verb < kid < node]
            if not auxiliaries or verb > node or self.kids(node, "nsubj", "nsubjpass", "expl"):
                continue
            before = self.node(auxiliaries[0] - 1)
            if self._dep[before] == "dobj" and self._head[before] == verb and self._mention.get(before) is not None:
                self._attach(before, node, "nsubjpass" if self.kids(node, "auxpass") else "nsubj")
                self._dep[node] = "ccomp"

    def _mend_listed_agents(self) -> None:
        """Make an apposition of "inhibitors of C and D" behind "A and B," where it was made the last of the list."""
        for node in list(self._head):
            first, comma = self._head[node], min(self.subtree(node)) - 1
            if self._dep[node] != "conj" or self.lemma(node) not in _AGENTS or comma <= first:
                continue
            if self.doc[comma].text == "," and self._mention.get(first) is not None and self._mention.get(node) is None:
                self._dep[node] = "appos"
        for node in list(self._head):  # "A, an inhibitor of B, and C"
            noun = self._head[node]
            joined = node > 1 and self.doc[node - 2].text == "," and self.lower(node - 1) == "and"
            if not joined or self._dep[node] != "conj" or self._mention.get(node) is None:
                continue
            if self._dep[noun] == "appos" and self.lemma(noun) in _AGENTS:
                self._attach(node, self._head[noun], "conj")

    def _mend_nouns_before_prepositions(self) -> None:
        """Make the predicate of "is a route to R" where the parser hung "route" on "to", and of "was due to X"."""
        for node in list(self._head):
            head = self._head[node]
            if self._dep[node] == "npadvmod" and head == node + 1 and self._dep[head] == "prep":
                verb = self._head[head]
                if self._lacks_predicate(verb) and verb < node:
                    self._attach(node, verb, "attr")
                    self._attach(head, node, "prep")
                    for stray in [k for t in self.kids(head, "pobj") for k in self.kids(t, "det") if k < node]:
                        self._attach(stray, node, "det")
            elif self.lower(node) == "due" and self._dep[node] == "prep" and self._lacks_predicate(head):
                self._dep[node] = "acomp"
                for kid in self.kids(node, "pcomp"):
                    self._dep[kid] = "prep"

    def _lacks_predicate(self, verb: int) -> bool:
        return self.lemma(verb) == "be" and not self.kids(verb, "attr", "acomp", "oprd")

    def _mend_companions(self) -> None:
        """Give "with B" back to A in "A together with B did C", where B was made a subject of its own."""
        for node in list(self._head):
            verb = self._head[node]
            if self.lower(node) == "with" and verb == node - 1 and self.lower(verb) in {"together", "along"}:
                before = self.node(verb - 1)
                if self._mention.get(before) is not None:
                    self._attach(node, before, "prep")
            if self._dep[node] != "mark" or self.lower(node) != "with":
                continue
            first, *others = [kid for kid in self.kids(verb, "nsubj", "nsubjpass") if kid < verb] or [verb]
            if others and first < node < others[0] and self.lower(node - 1) in {"together", "along", "combined"}:
                self._attach(node, first, "prep")
                self._attach(others[0], node, "pobj")

    def _mend_second_amounts(self) -> None:
        """Part "lower levels of A and higher levels of B", where A was made a modifier of the second levels."""
        for node in list(self._head):
            noun, mention = self._head[node], self._mention.get(node)
            if mention is None or self._dep[node] != "amod" or noun < mention.end or self._dep[noun] != "pobj":
                continue
            preposition = self._head[noun]
            if preposition > node or mention.end >= self.sent.end or self.lower(mention.end) not in {"and", "or"}:
                continue
            self._attach(node, preposition, "pobj")
            self._attach(noun, self._head[preposition], "conj")
            for kid in self.kids(node, "conj"):
                if self.doc[kid].tag_ in {"VBN", "JJ", "JJR"} and kid < noun:
                    self._attach(kid, noun, "amod")

    def _mend_names_of_agents(self) -> None:
        """Make an apposition of the name in "HSP90 inhibitor 17-AAG", which parsers take for a number."""
        for node in list(self._head):
            noun, mention = self._head[node], self._mention.get(node)
            if mention is None or self._dep[node] not in {"nummod", "npadvmod", "dep", "amod"} or noun >= node:
                continue
            if self.node(mention.start - 1) == noun and self.doc[noun].tag_ == "NN" and self._mention.get(noun) is None:
                self._dep[node] = "appos"

    def _mend_opening_gerunds(self) -> None:
        """Make a clause of "inhibiting A by B" where the parser took the gerund for a modifier of A."""
        for node in list(self._head):
            noun = self._head[node]
            if self.doc[node].tag_ != "VBG" or self._dep[node] not in {"compound", "amod"} or noun < node:
                continue
            verb = self._head[noun]
            opens = node == self.sent.start or self.lower(node - 1) in {",", "that", "and", "while", "whereas"}
            ways = [kid for kid in self.kids(noun, "prep") if self.lower(kid) in {"by", "with", "using"}]
            if not opens or not ways or self._dep[noun] not in {"nsubj", "nsubjpass"} or not verb > noun:
                continue
            self._attach(node, verb, "csubj")
            for kid in (noun, *ways):
                self._attach(kid, node, "dobj" if kid == noun else "prep")

    def _mend_gerund_subjects(self) -> None:
        """Make a verb of the participle in "targeting A with B reduced C" where the gerund was made the whole of it."""
        for node in list(self._head):
            noun = self._head[node]
            gerund = self._head[noun]
            if self._dep[node] != "amod" or self.doc[node].tag_ != "VBD" or self._dep[noun] != "dobj" or noun < node:
                continue
            if self._dep[gerund] != "ROOT" or self.doc[gerund].tag_ != "VBG" or gerund != self.sent.start:
                continue
            if not any(kid < node for kid in self.kids(gerund, "dobj")):
                continue
            self._kids[noun].remove(node)
            self._head[node], self._dep[node] = node, "ROOT"
            self._head[gerund], self._dep[gerund] = node, "csubj"
            self._kids.setdefault(node, []).append(gerund)
            self._attach(noun, node, "dobj")
            self._finite.add(node)

    def _mend_root_subjects(self) -> None:
        """Give a verb both subjects of "A, an inhibitor of B, and C did D" where A was made the root."""
        for verb in list(self._head):
            noun = self._head[verb]
            if self._dep[verb] != "conj" or self._dep[noun] != "ROOT" or self._mention.get(noun) is None:
                continue
            subjects = [
                kid for kid in self.kids(verb, "nsubj") if noun < kid < verb and self._mention.get(kid) is not None
            ]
            joined = any(noun < kid < verb for kid in self.kids(noun, "cc"))
            if not self.is_clause(verb) or len(subjects) != 1 or not joined or not self.kids(noun, "appos"):
                continue
            self._kids[noun].remove(verb)
            self._head[verb], self._dep[verb] = verb, "ROOT"
            self._head[noun], self._dep[noun] = verb, "nsubj"
            self._kids.setdefault(verb, []).append(noun)
            self._kids[verb].sort()
            self._attach(subjects[0], noun, "conj")

    def _mend_own_subjects(self) -> None:
        """Give a verb its own subject in "A lowers B, and their decline raises C", where the parser read one list."""
        for verb in list(self._head):
            firsts = [kid for kid in self.kids(verb, "nsubj") if kid < verb] if self.is_clause(verb) else []
            if not firsts:
                continue
            own = next((n for n in self.subtree(firsts[-1]) | set(firsts[1:]) if n == verb - 1), None)
            if own is None or own == firsts[0] or self._mention.get(own) is not None:
                continue
            owned = any(self.doc[kid].tag_ == "PRP$" for kid in self.kids(own, "poss"))
            start = min(self.subtree(own))
            joined = start - 2 > firsts[0] and self.lower(start - 1) == "and"
            if owned and joined and (self.doc[start - 2].text == "," or self.lemma(own) in self._effect_nouns):
                self._attach(own, verb, "nsubj")
                for first in firsts:
                    if first != own:
                        self._kids[verb].remove(first)
                        self._head[first], self._dep[first] = first, "ROOT"

    def mend_past(self, nodes: Iterable[int]) -> None:
        """Make a verb of a past form between two names where the sentence has none: "D defeated R in most mice"."""
        if any(self.doc[i].tag_ in {"VBZ", "VBD", "VBP", "MD"} and self.is_clause(self.node(i)) for i in self._span()):
            return
        changed = False
        for node in nodes:
            noun, before = self._head[node], self.node(node - 1) if node > self.sent.start else node
            if self._dep[node] != "amod" or noun < node or self._mention.get(noun) is None:
                continue
            if (
                self._mention.get(before) is None
                or not self.lower(node).endswith("ed")
                or self.doc[self.sent.end - 1].text != "."
            ):
                continue
            top = before
            while self._head[top] < node and self._head[top] != top and self._head[top] != node:
                top = self._head[top]
            if top > before or node in self.subtree(before):
                continue
            self.make_finite(node, top, noun)
            changed = True
        if changed:
            self.preps = self._all_preps()

    def _span(self) -> range:
        return range(self.sent.start, self.sent.end)

    def _mend_particles(self) -> None:
        """Give a verb the object that the parser gave its particle: "knocking down A"."""
        for node in list(self._head):
            if self._dep[node] == "prt" or (self.doc[node].tag_ == "RP" and self.doc[self._head[node]].tag_ == "VBG"):
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
            whole = self._dep[top] == "ROOT" and self.doc[self.sent.end - 1].text == "."
            known = (whole or self.lemma(top) in self._effect_nouns) and self._lacks_a_verb(top, noun)
            if not gerund and not known:
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
                denied = any(self._dep[kid] == "neg" for kid in self.kids(verb)) and not self.kids(verb, "dobj")
                if self.doc[verb].tag_ != "VBD" and verb not in self._finite and not denied:
                    continue
                self._attach(node, verb, "conj")
                self._attach(noun, node, "dobj")
                self._finite.add(node)

    def _mend_verbs_in_a_row(self) -> None:
        """Make verbs of the participles in "A suppressed B, decreased levels of C, and promoted D"."""
        for node in reversed(list(self._head)):
            noun = self._head[node]
            if self._dep[node] != "amod" or self.doc[node].tag_ not in {"VBN", "VBD"} or noun < node:
                continue
            before = [self.doc[i].text for i in range(max(self.sent.start, node - 2), node)]
            if before[-1:] != [","] and before != [",", "and"]:
                continue
            if self._dep[noun] not in {"nsubj", "conj", "dobj"}:
                continue
            verb = next((a for a in self.ancestors(noun) if self.is_clause(a)), node)
            first = verb
            while self._dep[first] in {"conj", "dobj"} and self.is_clause(self._head[first]):
                first = self._head[first]
            finite = self.doc[first].tag_ == "VBD" or first in self._finite
            if first >= node or not finite or self.lemma(first) in self._show_verbs or not self.kids(first, "dobj"):
                continue
            if verb != first and self._dep[verb] == "dobj":
                self._attach(verb, first, "conj")
                self._finite.add(verb)
            self._attach(node, first, "conj")
            if not self.kids(node, "dobj"):
                self._attach(noun, node, "dobj")
                self.lift_clauses(noun, node)
            self._finite.add(node)

    def _mend_gerunds_in_a_row(self) -> None:
        """Make verbs of the later gerunds in "by inhibiting A, decreasing B and raising C"."""
        for node in list(self._head):
            noun = self._head[node]
            if self._dep[node] != "amod" or self._dep[noun] != "conj" or self.doc[node].tag_ != "VBG" or noun < node:
                continue
            joiner = node - 1
            while joiner > self.sent.start and (self.doc[joiner].pos_ == "ADV" or self._dep.get(joiner) == "advmod"):
                joiner -= 1
            if node == self.sent.start or self.doc[joiner].text not in {",", ";", "and"}:
                continue
            verb = next((a for a in self.ancestors(noun) if self.is_clause(a)), node)
            if self.doc[verb].tag_ != "VBG":  # "A acts by reducing B and strongly raising C"
                before = [
                    g for g in self.kids_below(verb) if g < node and self.doc[g].tag_ == "VBG" and self.kids(g, "dobj")
                ]
                verb = max(before, default=verb)
            if verb < node and self.doc[verb].tag_ == "VBG" and self.lemma(noun) not in _KINDS_OF:
                self._attach(node, verb, "conj")
                self._attach(noun, node, "dobj")

    def _mend_gerunds_beside_names(self) -> None:
        """Make a verb of the second gerund in "repressing A and raising B levels", which was joined to A."""
        for node in list(self._head):
            name = self._head[node]
            if (
                self._dep[node] != "conj"
                or self.doc[node].tag_ != "VBG"
                or self.is_clause(name)
                or self.kids(node, "dobj")
            ):
                continue
            verb = next((a for a in self.ancestors(name) if self.is_clause(a)), node)
            behind = [noun for noun in (self._head[name], *self.kids(name, "conj")) if noun > node]
            if verb < name < node and self.doc[verb].tag_ == "VBG" and behind:
                self._attach(name, verb, "dobj")
                self._attach(node, verb, "conj")
                self._attach(behind[0], node, "dobj")

    def kids_below(self, verb: int) -> list[int]:
        """Return the verbs that hang on a verb, by a preposition or not."""
        return [g for k in self.kids(verb) for g in (k, *self.kids(k, "pcomp")) if self.is_clause(g)]

    def _mend_second_clauses(self) -> None:
        """Part "A lowered B and C raised D", where the parser gave B and C to one verb and D as well."""
        for node in list(self._head):
            noun = self._head[node]
            if self._dep[node] != "amod" or self.doc[node].tag_ != "VBD" or noun < node or self._dep[noun] != "dobj":
                continue
            verb = self._head[noun]
            own = [kid for kid in self.kids(node, "nsubj") if verb < kid < node]
            subject = own[-1] if own else self.node(node - 1)
            while subject > self.sent.start and self.doc[subject].pos_ == "ADV":
                subject = self.node(subject - 1)
            listed = self._dep[subject] == "conj" and verb < self._head[subject] < subject
            if not (own or listed) or not self.is_clause(verb):
                continue
            named = self._mention.get(subject) is not None or self.lemma(subject) in self._effect_nouns
            if named and self.doc[min(self.subtree(subject)) - 1].lower_ in {"and", "but", "while", "whereas"}:
                self._attach(node, verb, "conj")
                self._attach(subject, node, "nsubj")
                self._attach(noun, node, "dobj")
                self._finite.add(node)

    def _mend_verbs_as_subjects(self) -> None:
        """Put first the first verb of "A targets B, reduces C and raises D" where it was made another's subject."""
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
