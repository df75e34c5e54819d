"""Mending a parse: what the parser often gets wrong in sentences full of names, put right before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extract.language.states.words import LESIONS
from extract.relations.tree.verb_mending import VerbMending

_JOINERS = frozenset({"and", "but", "or", "then"})
# Past forms that taggers take for adjectives: "reduced A and induced B".
_PAST_EFFECTS = frozenset(
    {"induced", "increased", "decreased", "reduced", "enhanced", "suppressed", "inhibited", "promoted", "activated"}
    | {"elevated", "blocked", "abolished", "attenuated", "restored", "triggered", "stimulated", "upregulated"}
    | {"downregulated", "improved", "impaired", "abrogated", "accelerated", "prevented"}
)
_EFFECTS = frozenset({"effect", "influence", "impact", "action"})
_MAIN_LABELS = frozenset({"conj", "ccomp", "parataxis", "dep", "advcl", "ROOT"})


@dataclass(frozen=True, slots=True)
class PrepLink:
    """A preposition between two nodes; ``name`` is its lower-case form, several words for a complex one."""

    governor: int
    name: str
    target: int
    token: int


class Mending(VerbMending):
    """The part of `extract.relations.graph.SentenceGraph` that changes its tree."""

    doc: Doc
    sent: Span
    preps: tuple[PrepLink, ...]
    _mention: dict[int, Span]
    _head: dict[int, int]
    _dep: dict[int, str]
    _kids: dict[int, list[int]]
    _finite: set[int]
    _show_verbs: frozenset[str]

    def mend_gerunds(self, nodes: Iterable[int]) -> None:
        """Make gerunds of "-ing" words behind a preposition that the parser took for adjectives: "by targeting X"."""
        changed = False
        for node in nodes:
            before = node - 1
            if (
                self._dep[node] not in {"amod", "compound", "nmod"}
                or before < self.sent.start
                or self.pos(before) != "ADP"
            ):
                continue
            noun = self._head[node]
            if self._dep[noun] != "pobj" or self._head[noun] != before or noun < node:
                continue
            self._attach(node, before, "pcomp")
            self._attach(noun, node, "dobj")
            changed = True
        if changed:
            self.preps = self._all_preps()

    def _attach(self, node: int, head: int, dep: str) -> None:
        if head in self.subtree(node):
            return
        if self._head[node] != node:
            self._kids[self._head[node]].remove(node)
        self._head[node], self._dep[node] = head, dep
        self._kids.setdefault(head, []).append(node)
        self._kids[head].sort()

    def _mend_conditions(self) -> None:
        """Make an adverbial clause of "when X is lost" where the parser made it the object of the verb before."""
        for node in list(self._head):
            if self._dep[node] in {"ccomp", "xcomp", "oprd", "acomp"} and self._head[node] < node:
                marks = {self.lower(kid) for kid in self.kids(node, "advmod", "mark") if kid < node}
                if marks & {"when", "once", "whenever"}:
                    self._dep[node] = "advcl"

    def _mend_agents(self) -> None:
        """Join to the agents of a passive verb a last one made its object: "was accompanied by A, decreased B"."""
        for node in list(self._head):
            verb = self._head[node]
            if self._dep[node] not in {"dobj", "dep"} or not self.kids(verb, "auxpass"):
                continue
            agents = [k for p in self.kids(verb, "prep", "agent") if verb < p < node for k in self.kids(p, "pobj")]
            start = min(self.subtree(node))
            if agents and self.doc[start - 1].text in {",", "and"} and self.doc[verb].tag_ == "VBN":
                self._attach(node, agents[-1], "conj")

    def _mend_lesions(self) -> None:
        """Make a modifier of the name in "PTEN deleted tumours" that the parser made the participle's subject."""
        for node in list(self._head):
            word = self._head[node]
            lesion = self.lower(word) in LESIONS or self.doc[word].tag_ == "VBG"  # "LCN2 neutralizing antibody"
            before = self._dep[node] == "nsubj" and node + 1 == word < self._head[word]
            if lesion and before and self._dep[word] == "amod":
                self._attach(node, self._head[word], "nmod")

    def _mend_second_objects(self) -> None:
        """Give a verb's second object to the conjoined verb it stands behind: "blocks A but also makes B weak"."""
        for node in list(self._head):
            verb = self._head[node]
            if self._dep[node] != "dobj":
                continue
            kids = self._kids.get(verb, ())
            between = [k for k in kids if verb < k < node and self._dep[k] == "conj" and self.pos(k) == "VERB"]
            if not between or not any(self._dep[k] == "dobj" and k < between[-1] for k in kids):
                continue
            if not any(self._dep[k] == "dobj" for k in self._kids.get(between[-1], ())):
                self._attach(node, between[-1], "dobj")

    def _part_at_semicolons(self) -> None:
        """Let no clause hang on one beyond a semicolon: each is a sentence of its own."""
        stops = [i for i in range(self.sent.start, self.sent.end) if self.doc[i].text in {";", ":"}]
        strays = []
        for node in list(self._head) if stops else ():
            head = self._head[node]
            low, high = min(node, head), max(node, head)
            gerund = self.doc[node].tag_ == "VBG" and not self.kids(node, "nsubj")
            if head == node or gerund or not any(low < stop < high for stop in stops):
                continue
            if self.is_clause(node) or self._dep[node] in {"nsubj", "nsubjpass"}:
                self._kids[head].remove(node)
                self._head[node], self._dep[node] = node, "ROOT"
            elif self._dep[node] in {"prep", "agent", "advmod", "dobj"} and node > head:
                strays.append(node)
        for node in strays:  # "…; cells, by releasing C, raise D": the preposition goes to the verb of its own side
            before = max(stop for stop in stops if stop < node)
            after = min((stop for stop in stops if stop > node), default=self.sent.end)
            verb = next((v for v in range(before, after) if self._dep.get(v) == "ROOT" and self.is_clause(v)), None)
            owned = verb is not None and bool(self.kids(verb, "nsubj", "nsubjpass"))
            if verb is not None and self._dep[node] == "dobj" and not owned and node < verb:
                self._attach(node, verb, "nsubj")
            elif verb is not None and self._dep[node] != "dobj" and owned:
                self._attach(node, verb, self._dep[node])

    def _mend_finite_participles(self) -> None:
        """Make a verb of a past tense that the parser put before a noun: "treatment with A reversed B"."""
        for node in list(self._head):
            noun = self._head[node]
            if self._dep[node] != "amod" or noun < node:
                continue
            own = [k for k in self.kids(node, "nsubj") if k < node]
            if own and self.doc[node].tag_.startswith("VB"):
                self.make_finite(node, own[-1], noun)
                continue
            if self.doc[node].tag_ != "VBD" or self._dep[noun] == "ROOT" or self.lower(node - 1) in {",", *_JOINERS}:
                continue
            top = noun
            for ancestor in self.ancestors(noun):
                if self._dep[top] not in {"pobj", "prep", "compound", "nmod", "conj", "appos"}:
                    break
                top = ancestor
            if top > node or self.is_clause(top) or not self.doc[top].tag_.startswith("NN"):
                continue
            self.make_finite(node, top, noun)
        self._mend_verbs_as_subjects()  # "treatment with D raised A and lowered B"

    def make_finite(self, node: int, subject: int, object_: int) -> None:
        """Put a verb above two nouns, in the place of the one or the other that is uppermost."""
        if len({node, subject, object_}) < 3:
            return
        preposition = self._head[object_] if self._dep[object_] == "pobj" else None
        for kid in [k for k in self.kids(object_) if k < node]:
            self._attach(
                kid,
                preposition if preposition is not None and preposition < kid else subject,
                "pobj" if preposition is not None else "dep",
            )
        upper = subject if object_ in self.subtree(subject) else object_
        below = self.subtree(node) | self.subtree(subject) | self.subtree(object_) - {upper}
        if self._head[upper] in below and self._head[upper] != upper:
            return
        head, dep = self._head[upper], self._dep[upper]
        if self._head[node] != node:
            self._kids[self._head[node]].remove(node)
        if head == upper:
            self._head[node], self._dep[node] = node, dep
        else:
            self._head[node], self._dep[node] = head, dep
            self._kids.setdefault(head, []).append(node)
        for noun, label in ((subject, "nsubj"), (object_, "dobj")):
            if self._head[noun] != noun:
                self._kids[self._head[noun]].remove(noun)
            self._head[noun], self._dep[noun] = node, label
            self._kids.setdefault(node, []).append(noun)
        self._kids[node].sort()
        self._finite.add(node)
        self.lift_clauses(object_, node)

    def _mend_root_nouns(self) -> None:
        """Make a verb of the participle behind a name that seems to be all of a sentence: "Digoxin acted by …"."""
        for node in list(self._head):
            noun = self._head[node]
            last = self.doc[self.sent.end - 1]
            if self._dep[node] != "acl" or self._dep[noun] != "ROOT" or self._mention.get(noun) is None:
                continue
            if self.doc[node].tag_ not in {"VBN", "VBD"} or last.text != "." or self.kids(node, "agent"):
                continue
            relative = {n for k in self.kids(noun, "relcl") if k < node for n in self.subtree(k)}
            others = [k for k in self.kids(noun) if self.is_clause(k) and k != node and k not in relative]
            between = [i for i in range(self._mention[noun].end, node) if self.node(i) not in relative]
            if others or self._mention[noun].start > node:
                continue
            if any(self.doc[i].pos_ != "ADV" and self.doc[i].text != "," for i in between):
                continue
            self._kids[noun].remove(node)
            for kid in [k for k in self.kids(noun) if k > node]:
                self._attach(kid, node, self._dep[kid])
            self._head[node], self._dep[node] = node, "ROOT"
            self._head[noun], self._dep[noun] = node, "nsubj"
            self._kids.setdefault(node, []).append(noun)
            self._kids[node].sort()
            self._finite.add(node)

    def mend_nouns(self, nodes: Iterable[int]) -> None:
        """Make verbs of "-s" words that were taken for nouns between a mention and a noun: "A keeps B in check"."""
        changed = False
        for node in nodes:
            before = self.node(node - 1) if node > self.sent.start else node
            if before == node:
                continue
            if self._dep[node] == "ROOT" and self._mention.get(before) is not None and self._head[before] == node:
                self._dep[before] = "nsubj"
                self._finite.add(node)
                continue
            if self._dep[node] == "nsubj" and self._mention.get(before) is not None and self._head[before] == node:
                changed |= self._mend_subject_verb(node, before)
                continue
            if self._dep[node] not in {"compound", "nmod"} or self._mention.get(before) is None or self.is_clause(node):
                continue
            noun = self._head[node]
            if noun > node and self._dep[noun] in {"ROOT", "ccomp"} and self._head[before] in {node, noun}:
                self.make_finite(node, before, noun)
                changed = True
        if changed:
            self.preps = self._all_preps()

    def _mend_subject_verb(self, node: int, subject: int) -> bool:
        """Make a verb of "silences" in "A silences B, and loss of A restores C", where it was made the subject."""
        verb = self._head[node]
        objects = [k for k in self.kids(node, "appos") if k > node and self._mention.get(k) is not None]
        listed = {
            i for top in (node, *objects) for k in self.kids(top, "conj") if node < k < verb for i in self.subtree(k)
        }
        # The last one is the verb's: "silences B and C, and loss of A restores D".
        own = [k for k in self.kids(verb, "nsubj") if node < k < verb]
        nouns = own or [i for i in listed if self._dep[i] == "conj"]
        if not objects or not nouns or self._mention[objects[0]].start - node > 2 or self._dep[verb] != "ROOT":
            return False
        self._kids[verb].remove(node)
        self._head[node], self._dep[node] = node, "ROOT"
        self._dep[subject], self._dep[objects[0]] = "nsubj", "dobj"
        self._attach(verb, node, "conj")
        self._attach(max(nouns), verb, "nsubj")
        self._finite.add(node)
        return True

    def _mend_participles(self) -> None:
        """Make finite verbs of the participles in "A reduced B and induced C" where the parser saw one noun phrase."""
        for node in list(self._head):
            past = self.doc[node].tag_ in {"VBN", "VBD"} or self.lower(node) in _PAST_EFFECTS
            if self._dep[node] != "amod" or not past or node == self.sent.start:
                continue
            noun = self._head[node]
            top = self.first_conjunct(noun)
            joiner = node - 1
            while joiner > self.sent.start and self.doc[joiner].pos_ == "ADV":
                joiner -= 1
            if self.lower(joiner) in _JOINERS and self._joins_a_verb(node, noun, top):
                self._attach(node, top if self.is_clause(top) else self._head[top], "conj")
                self._attach(noun, node, "dobj")
                self._finite.add(node)
                continue
            if noun < node or self._dep[top] not in {"ROOT", "ccomp", "dep", "parataxis"} or self.is_clause(top):
                continue
            before = self.node(node - 1)
            if self.doc[node - 1].is_punct and self.doc[node - 1].text not in ")]":
                continue
            left = [k for k in self.kids(noun, "nmod", "compound", "amod", "nsubj", "dep") if k < node and k != node]
            nouns = [k for k in left if self._mention.get(k) is not None or self.doc[k].tag_.startswith("NN")]
            if not nouns or before not in self.subtree(nouns[-1]) | set(nouns) or self.doc[node - 1].tag_ == "HYPH":
                continue
            subject = nouns[-1]
            head, dep = self._head[noun], self._dep[noun]
            if head == noun:
                self._kids[noun].remove(node)
                self._head[node], self._dep[node] = node, "ROOT"
                self._head[noun] = node
                self._kids.setdefault(node, []).append(noun)
            else:
                self._attach(node, head, dep)
                self._attach(noun, node, "dobj")
            self._dep[noun] = "dobj"
            for kid in [k for k in self.kids(noun) if k < node]:
                self._attach(kid, node if kid == subject else subject, "nsubj" if kid == subject else self._dep[kid])
            self._finite.add(node)

    def _joins_a_verb(self, node: int, noun: int, top: int) -> bool:
        """Tell whether a participle after "and" is a verb beside the one before: "reduced A and induced B"."""
        verb = top if self.is_clause(top) else self._head[top]
        if verb == top:  # the noun was joined to the verb itself
            top = max((kid for kid in self.kids(verb, "dobj") if kid < node), default=verb)
        if self._dep[noun] != "conj" or self._dep[top] != "dobj" or verb == top or not verb < top < node < noun:
            return False
        past = self.doc[verb].tag_ == "VBD" or self.doc[verb].tag_.startswith("JJ")
        if not (verb in self._finite or past) or self.lemma(verb) in self._show_verbs:
            return False
        return not any(self.doc[kid].tag_ == "VBN" for kid in self.kids(top, "amod"))

    def _mend_coordination(self) -> None:
        """Join to the noun before it a noun that the parser made a conjunct of the verb: "targets A and B"."""
        for node in list(self._head):
            head = self._head[node]
            if self._dep[node] != "conj" or head > node or not self.is_clause(head) or self.is_clause(node):
                continue
            if self._mention.get(node) is None and not self.doc[node].tag_.startswith("NN"):
                continue
            if self.kids(node, "nsubj", "cop", "aux"):
                continue
            mention = self._mention.get(node)
            start = min(self.subtree(node) | ({mention.start} if mention is not None else set()))
            before = self._parallel(node, self._word_before(start, head), head)
            if (
                before > head
                and before != node
                and self.doc[before].pos_ in {"NOUN", "PROPN"}
                and self._dep[before] in {"dobj", "pobj", "conj", "attr"}
            ):
                self._attach(node, before, "conj")

    def _mend_parallel_nouns(self) -> None:
        """Join to "knockdown" the second noun of "knockdown of A or overexpression of B" that was joined to A."""
        for node in list(self._head):
            first = self._head[node]
            if self._dep[node] != "conj" or self._mention.get(node) is not None or self._dep[first] != "pobj":
                continue
            top = self._head[self._head[first]]
            if not {self.lemma(node), self.lemma(top)} <= self._effect_nouns or self.is_clause(top):
                continue
            for preposition in (kid for kid in self.kids(first, "prep") if kid == node + 1):
                self._attach(preposition, node, "prep")
            if self.lower(self._head[first]) in {self.lower(kid) for kid in self.kids(node, "prep")}:
                self._attach(node, top, "conj")

    def _mend_responses_in_lists(self) -> None:
        """Join to "loss" the response of "loss of A and resistance to D", which nothing is lost of."""
        for node in list(self._head):
            first, mention = self._head[node], self._mention.get(node)
            if self._dep[node] != "conj" or mention is None or mention.label_ != "DRUG_RESPONSE":
                continue
            named = self._mention.get(first)
            if named is None or named.label_ == "DRUG_RESPONSE" or self._dep[first] != "pobj":
                continue
            top = self._head[self._head[first]]
            if self.lemma(top) in self._effect_nouns and top < first and self._mention.get(top) is None:
                self._attach(node, top, "conj")

    def _word_before(self, start: int, floor: int) -> int:
        """Return the node before a token, without punctuation, conjunctions and what stands in brackets."""
        left, depth = start - 1, 0
        while left > floor:
            token = self.doc[left]
            if token.text in ")]":
                depth += 1
            elif token.text in "([":
                depth -= 1
            elif depth <= 0 and not token.is_punct and self._dep.get(left) != "cc" and token.lower_ != "not":
                break
            left -= 1
        return self.node(max(left, self.sent.start))

    def _parallel(self, node: int, before: int, floor: int) -> int:
        """Return the noun above `before` that is built like `node`: "an increase in A and a decrease in B"."""
        wanted = {self.lower(kid) for kid in self.kids(node, "prep")}
        if not wanted:
            return before
        for ancestor in self.ancestors(before):
            if ancestor <= floor or self.is_clause(ancestor):
                break
            if self.doc[ancestor].tag_.startswith("NN") and wanted & {
                self.lower(kid) for kid in self.kids(ancestor, "prep")
            }:
                return ancestor
        return before

    def _mend_subjects(self) -> None:
        """Give a finite verb without subject the mention right before it: "…, and B promotes C"."""
        for node in list(self._head):
            token = self.doc[node]
            if (
                token.tag_ not in {"VBD", "VBZ", "VBP"}
                or not self.is_clause(node)
                or self._mention.get(node) is not None
            ):
                continue
            if self.kids(node, "nsubj", "nsubjpass", "csubj", "expl") or self._dep[node] not in _MAIN_LABELS:
                continue
            named = [k for k in self.kids(node, "compound", "nmod") if k < node and self._mention.get(k) is not None]
            if named:
                self._dep[named[-1]] = "nsubj"
                continue
            left = node - 1
            while left > self.sent.start and (
                self.doc[left].tag_ in {"RB", "MD"} or self.lower(left) in {"in", "turn", "also"}
            ):
                left -= 1
            left = self._word_before(left + 1, self.sent.start) if self.doc[left].text == ")" else self.node(left)
            mention = self._mention.get(left) or self._name_before(left)
            if (
                mention is None
                or self._head[left] == left
                or node in self.subtree(left)
                or self._dep[left] in {"nsubj", "nsubjpass"}
            ):
                continue
            before = self.doc[mention.start - 1].lower_ if mention.start > self.sent.start else ""
            if before in {",", "and", "while", "whereas", ";", "but", "because", "since", "that"}:
                self._attach(left, node, "nsubj")

    def _name_before(self, noun: int) -> Span | None:
        """Return the name in "X inhibition", "X knockdown"."""
        if self.lemma(noun) not in self._effect_nouns:
            return None
        named = [self._mention.get(kid) for kid in self.kids(noun, "compound", "nmod") if kid == noun - 1]
        return named[0] if named else None

    def _mend_relatives(self) -> None:
        """Give a "which" clause to the noun before it when the parser reached over another verb for its antecedent."""
        for node in list(self._head):
            head = self._head[node]
            if self._dep[node] != "relcl" or head > node:
                continue
            pronouns = [i for i in self.subtree(node) if head < i < node and self.doc[i].tag_ == "WDT"]
            if not pronouns or self.lower(pronouns[0]) != "which" or self.doc[pronouns[0] - 1].tag_ == "IN":
                continue
            verbs = [
                i for i in range(head + 1, pronouns[0]) if self.is_clause(self.node(i)) and self._dep.get(i) != "amod"
            ]
            before = self._word_before(pronouns[0], head)
            apart = self._mention.get(head) is None and not self.is_clause(head)
            after_verb = not verbs or before > verbs[-1]
            if (verbs or apart) and after_verb and self._mention.get(before) is not None:
                self._attach(node, before, "relcl")

    def _mend_which(self) -> None:
        """Give a "which" clause its noun where the parser joined it to the verb before: "A hits B, which raises C"."""
        for node in list(self._head):
            if self.lower(node) != "which" or self._mention.get(node) is not None:
                continue
            top, verb = node, self._head[node]
            if self._dep[node] == "pobj" and self.lower(verb) == "of" and self._head[verb] < verb:
                top = self._head[verb]  # "A lowers B, the loss of which raises C"
                verb = next((i for i in range(node + 1, min(node + 4, self.sent.end)) if self._bare_verb(i)), node)
            comma = min(self.subtree(top)) - 1
            before = self.node(comma - 1) if comma > self.sent.start and self.doc[comma].text == "," else node
            if verb <= node or not self.is_clause(verb) or self._dep[verb] == "relcl":
                continue
            if self._mention.get(before) is None or self.kids(verb, "nsubj", "nsubjpass") not in ([], [top]):
                continue
            self._attach(verb, before, "relcl")
            self._attach(top, verb, self._dep[top] if self._dep[top] == "nsubjpass" else "nsubj")

    def _bare_verb(self, node: int) -> bool:
        return node in self._head and self.is_clause(node) and not self.kids(node, "nsubj", "nsubjpass")

    def _mended(self, link: PrepLink) -> PrepLink:
        """Put a preposition where it belongs: "on" at the effect, a gerund of means at the verb.

        "The effect of A under hypoxia on B"; "promotes R by doing C", where the parser gave "by" to R.
        """
        if link.name == "on" and self._dep[link.governor] == "pobj":
            noun = self._head[self._head[link.governor]]
            if self.lemma(noun) in _EFFECTS and not any(self.lower(kid) == "on" for kid in self.kids(noun, "prep")):
                return PrepLink(noun, link.name, link.target, link.token)
        gerund = self.doc[link.target].tag_ == "VBG" or self._dep[link.target] == "pcomp"
        if not gerund or self._mention.get(link.target) is not None or self.is_clause(link.governor):
            return link
        node = link.governor
        if self.doc[node].tag_.startswith("N") or self._mention.get(node) is not None:
            for ancestor in self.ancestors(node):
                if self.is_clause(ancestor):
                    if self._dep[node] in {"dobj", "pobj", "prep", "conj", "attr"} and ancestor < link.target:
                        return PrepLink(ancestor, link.name, link.target, link.token)
                    break
                node = ancestor
        return link
