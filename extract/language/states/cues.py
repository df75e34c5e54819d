"""Finding the words that put a mention into a state, with the help of the dependency parse.

What governs the noun phrase of a mention is read from the parse: "of" phrases, verbs, relative clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extract.language.candidates import data, is_dash, word_lists
from extract.language.states.words import AGENTS, DOINGS, WordOrderCues, table
from extract.language.word_forms import Cue, base, passive_participle, unique

HARBOURS = word_lists("states")["harbours"]
DOSES = word_lists("states")["doses"]
AMPLY = table(data("states")["amply"])
LESIONS = word_lists("states")["lesions_of_parts"]
PARTS = word_lists("states")["parts"]
LESION_NOUNS = word_lists("states")["lesion_nouns"]
ABSENT = word_lists("states")["absent"]
TAKING = word_lists("states")["taking"]
THINGS = frozenset(("GENE", "NCRNA", "CHEMICAL"))
FLOXED = re.compile(r"\(?(f|fl|flox|floxed|loxP)\s?/\s?\1\b")
CRE = re.compile(r"[A-Za-z0-9]*Cre(?:ER(?:T2?)?)?|CRE")
CAUSES = ("by", "via", "through", "with")


class CueFinder(WordOrderCues):
    """Finds the state cues of an entity, by order of words and by the parse."""

    def __call__(self, doc: Doc, ent: Span, at: dict[int, Span]) -> list[Cue]:
        """Return the cues said of ``ent`` itself, in the order of the text; ``at`` maps tokens to entities."""
        cues = [*self.inside(ent)]
        if cues and ent.label_ == "PROCESS":
            return cues  # "a diminished antiproliferative effect" is against proliferation none the less
        cues += self.before(doc, ent.start, at, ent)
        directed = any(i < ent.start and state != "altered" for i, state in cues)
        behind, last, named = self.behind(doc, ent, at)
        if named:
            cues = [c for c in cues if doc[c[0]].lower_ != "anti"]
            return unique(cues)
        if self.is_agent(doc, ent):
            prefixed = ent.start > 0 and is_dash(doc[ent.start - 1].text)
            return unique(cue for cue in cues if cue[1] == "altered" or cue[0] >= ent.start or prefixed)
        if self.is_title(doc, ent, at):
            return unique([*(cue for cue in cues if cue[1] == "altered"), *behind])
        cues += behind
        if ent.label_ == "GENE" and excised(doc, ent):
            cues.append((ent.end, "down"))
        cues += self.above(doc, ent, last, at, directed=directed)
        if not cues:
            cues += self.predicated(doc, ent, last, at)
        if ent.label_ == "CHEMICAL":
            cues = [c for c in cues if not of_a_dose(doc, c[0]) and not of_the_target(doc, c[0], ent, at)]
        if any(doc[i].lower_ in self.mutants for i, _ in cues):
            cues = self.of_mutant(doc, cues)
        if any(state == "altered" and doc[i].lower_ in LESION_NOUNS for i, state in cues):
            cues = unaltered(doc, cues)
        return [c for c in unique(cues) if not coordinate(doc, c[0], cues)]

    def of_mutant(self, doc: Doc, cues: list[Cue]) -> list[Cue]:
        """Return what is said of a mutant: that it was made is not that there is more of the thing itself.

        One that is "unable to" do something counts as less of it.
        """
        kept = [c for c in cues if doc[c[0]].lower_ not in self.made]
        mutants = [i for i, _ in cues if doc[i].lower_ in self.mutants and i + 1 < len(doc)]
        return kept + [(i + 1, "down") for i in mutants if doc[i + 1].lower_ in self.unable]

    def above(self, doc: Doc, ent: Span, last: int, at: dict[int, Span], *, directed: bool) -> Iterator[Cue]:
        """Yield cues in the words that govern the entity's noun phrase: "loss of X", "X levels were raised".

        ``directed`` tells that an adjective of its own puts the entity up or down: "loss of A and high B".
        """
        node = doc[last] if last >= ent.end else ent.root
        linear = [*self.linear_of(doc, ent, at), *self.linear_gerund(doc, ent, at)]
        found = bool(linear) and last < ent.end
        yield from linear
        seen: set[int] = set()
        while node.i not in seen and len(seen) < 6:
            seen.add(node.i)
            for cue in self.relative(node, ent):
                found = True
                yield cue
            above = self.plainly_above(doc, node, ent, last, at, alone=found or directed, found=found)
            if above is node:
                return
            if above is not None:
                node = above
                continue
            head, dep = node.head, node.dep_
            if dep != "pobj":
                yield from self.verbal(node, dep, head, ent)
                return
            if found and any(token.lower_ in ("and", "or") for token in doc[head.i + 1 : node.i]):
                return  # "loss of A and raised levels of B": the loss is not that of B
            noun = self.governor(head, at)
            if noun is None:
                yield from self.without(doc, head)
                return
            for cue in self.governing(doc, noun, head.lower_, at, ent):
                found = True
                yield cue
            node = noun

    def plainly_above(
        self, doc: Doc, node: Token, ent: Span, last: int, at: dict[int, Span], *, alone: bool, found: bool
    ) -> Token | None:
        """Return the word above that stands for a node, the node itself if nothing does, None if it is governed.

        `found` tells that something was said of it by itself, `alone` that, or that an adjective of its own does.
        """
        head, dep = node.head, node.dep_
        if dep in ("dobj", "obj") and head.lower_ in ("encoding", "coding") and head.dep_ == "acl":
            return head.head  # "the gene encoding X" is X
        if dep == "conj":  # "loss of X and resistance to D": the loss is that of X
            return node if alone or self.is_another(node, ent, at) else head
        if dep == "appos":
            return node if found or self.other_clause(doc, ent, head, at) else head
        if dep in ("compound", "nmod", "amod", "poss") and head.i > node.i and head.i >= ent.end:
            return node if head.i in at or head.i <= last or head.lower_ not in self.neutral else head
        such = head.lower_ in ("including", "like") or (head.lower_ == "as" and doc[head.i - 1].lower_ == "such")
        if dep != "pobj" or not such:
            return None
        kind = head.head if head.head.lower_ != "such" else head.head.head
        if kind.i >= head.i or kind.i in at or kind.pos_ not in ("NOUN", "PROPN"):
            return node
        return kind  # "lower levels of cytokines such as X" are lower levels of X

    def without(self, doc: Doc, preposition: Token) -> Iterator[Cue]:
        """Yield "without X" and the like, unless it only sets two things apart: "with or without X"."""
        apart = doc[max(0, preposition.i - 1)].lower_ in ("or", "and", "versus", "vs")
        if preposition.lower_ in self.prepositions["without"] and not apart:
            yield preposition.i, "down"

    def other_clause(self, doc: Doc, ent: Span, head: Token, at: dict[int, Span]) -> bool:
        """Whether the entity is no apposition but the subject of what follows: "in cells lacking A, B rose"."""
        if head.i not in at or at[head.i] is ent or ent.start == 0 or doc[ent.start - 1].text != ",":
            return False
        return ent.end < len(doc) and doc[ent.end].pos_ in ("VERB", "AUX")

    def governor(self, preposition: Token, at: dict[int, Span]) -> Token | None:
        """Return the noun or adjective that a preposition of state hangs on."""
        noun = preposition.head
        word = preposition.lower_
        if word == "of" and noun.i not in at and noun.lower_ not in DOINGS:
            taking = [t for t in (*noun.lefts, noun.head) if t.lower_ in TAKING]  # "depleting cells of X"
            if taking and taking[0].i < preposition.i:
                return taking[0]
        if (
            word not in self.prepositions
            or noun.i in at
            or noun.i > preposition.i
            or (noun.pos_ in ("VERB", "AUX") and noun.lower_ not in TAKING)
        ):
            return None
        if word == "of":
            allowed = noun.lemma_ in PARTS or any(noun.lower_ in words for words in (self.nouns, self.neutral, TAKING))
        else:
            allowed = noun.lower_ in self.prepositions[word]
        return noun if allowed else None

    def governing(self, doc: Doc, noun: Token, preposition: str, at: dict[int, Span], ent: Span) -> Iterator[Cue]:
        """Yield the cue that a governing noun is, with those of its modifiers."""
        word = noun.lower_
        if word in TAKING:
            yield noun.i, "down"
        elif word in self.nouns:
            lesion = word in LESIONS and any(map(has_part, noun.rights))
            yield noun.i, "altered" if lesion else self.by_antibody(doc, word, ent) or self.nouns[word]
            before = doc[noun.i - 1].lower_ if noun.i else ""
            if word.startswith("mutant") and self.nouns.get(before) == "down":  # "deletion mutants of X"
                yield noun.i - 1, "down"
        elif preposition in ("against", "to", "for") and word not in self.neutral:
            yield noun.i, self.by_antibody(doc, word, ent) or "down"
        elif word in self.adjectives:
            yield noun.i, self.adjectives[word]
        yield from self.before(doc, noun.i, at, ent)

    def is_another(self, node: Token, ent: Span, at: dict[int, Span]) -> bool:
        """Whether a conjunct is another thing than the one it is joined to, or has a change of its own."""
        before = at.get(node.head.i)
        if ent.label_ == "DRUG_RESPONSE" and before is not None and before.label_ in THINGS:
            return True
        plain = before is not None or node.head.lower_ in self.neutral
        return plain and node.i >= ent.end and node.lower_ in self.nouns  # "loss of A and B inhibition"

    def verbal(self, node: Token, dep: str, head: Token, ent: Span) -> Iterator[Cue]:
        """Yield the verb or predicate adjective that states a condition of ``node``."""
        if any(child.tag_ == "MD" for child in head.lefts):
            return  # "X, which can be attenuated by D": it need not be
        lemma = base(head)
        if dep == "nsubjpass" and head.i > node.i:
            yield from self.passive(head, ent)
        elif dep == "nsubj" and head.i > node.i:
            alone = not listed(node, head) and not any(c.dep_ in ("dobj", "obj") for c in head.children)
            if lemma in self.alone and alone:
                yield head.i, self.alone[lemma]
            elif lemma in self.linking or head.pos_ == "AUX":
                yield from self.complement(head)
        elif dep in ("dobj", "obj"):
            if lemma in self.having and head.tag_ != "VB":
                yield head.i, self.having[lemma]
            elif (
                head.tag_ == "VBG"
                and lemma in self.verbs
                and head.dep_ in ("csubj", "csubjpass", "pcomp", "nsubj", "ROOT", "pobj", "compound")
            ):
                yield head.i, self.verbs[lemma]
            elif lemma in HARBOURS and head.dep_ == "relcl":
                yield from self.above_locus(head.head)

    def passive(self, verb: Token, ent: Span) -> Iterator[Cue]:
        """Yield what a passive verb says of its subject: "X was lost", "X was highly expressed"."""
        lemma = base(verb)
        if lemma in self.verbs and not (lemma == "induce" and ent.label_ not in ("GENE", "NCRNA")):
            yield verb.i, self.verbs[lemma]
        elif verb.lower_ in ("expressed", "secreted", "detected"):
            yield from self.amply(verb)
        else:
            yield from self.complement(verb)
        yield from self.to_be(verb)

    @staticmethod
    def amply(verb: Token) -> Iterator[Cue]:
        """Yield the adverb of "is highly expressed", "was weakly expressed", "is aberrantly expressed"."""
        for adverb in verb.lefts:
            state = AMPLY.get(adverb.lower_)
            if state is not None:
                yield adverb.i, state

    def above_locus(self, locus: Token) -> Iterator[Cue]:
        """Yield what is said of a locus that harbours a gene: "amplification of 11q13, which harbours X"."""
        node = locus
        for _ in range(4):
            if node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.lower_ in self.nouns:
                yield node.head.head.i, self.nouns[node.head.head.lower_]
                return
            if node.dep_ not in ("appos", "compound", "nmod", "pobj", "prep", "relcl", "nummod"):
                return
            node = node.head

    def relative(self, node: Token, ent: Span) -> Iterator[Cue]:
        """Yield cues in participles and relative clauses behind a noun: "X, which is overexpressed", "X raised in"."""
        for child in node.rights:
            if ent.start <= child.i < ent.end:
                continue
            lemma = base(child)
            if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD") and lemma in self.verbs:
                if passive_participle(child) and not (lemma == "induce" and _has_agent(child)):
                    yield child.i, self.verbs[lemma]
            elif child.dep_ == "relcl":
                for subject in child.lefts:
                    if subject.dep_ in ("nsubj", "nsubjpass", "dep") and subject.lower_ in ("which", "that"):
                        passive = any(c.dep_ == "auxpass" for c in child.lefts)
                        yield from self.verbal(subject, "nsubjpass" if passive else "nsubj", child, ent)

    def complement(self, verb: Token) -> Iterator[Cue]:
        """Yield the predicate of a linking verb: "X is abundant", "X is a gene which is lost"."""
        for child in verb.rights:
            if child.dep_ in ("acomp", "oprd") and child.lower_ in self.adjectives:
                yield child.i, self.adjectives[child.lower_]
                return
            if child.dep_ == "attr":
                said = [
                    c
                    for c in child.children
                    if c.dep_ == "amod"
                    and c.lower_ in ("abundant", "overexpressed", "upregulated", "downregulated", "lost")
                ]
                for adjective in said:
                    yield adjective.i, self.adjectives[adjective.lower_]
                for clause in child.rights:
                    lemma = base(clause)
                    if (
                        clause.dep_ in ("relcl", "acl")
                        and clause.tag_ == "VBN"
                        and lemma in self.verbs
                        and passive_participle(clause)
                    ):
                        yield clause.i, self.verbs[lemma]
                return

    def to_be(self, verb: Token) -> Iterator[Cue]:
        """Yield the infinitive of "X was shown to be upregulated"."""
        for child in verb.rights:
            if child.dep_ not in ("xcomp", "ccomp"):
                continue
            if child.tag_ == "VBN" and base(child) in self.verbs and any(c.dep_ == "auxpass" for c in child.children):
                yield child.i, self.verbs[base(child)]
            elif base(child) == "be":
                yield from self.complement(child)


def unaltered(doc: Doc, cues: list[Cue]) -> list[Cue]:
    """Return no cues of a gene that is not mutated: "patients without X mutations" have no less of X."""
    absent = any(state == "down" and doc[i].lower_ in ABSENT for i, state in cues)
    return [c for c in cues if c[1] != "altered" and doc[c[0]].lower_ not in ABSENT] if absent else cues


def has_part(preposition: Token) -> bool:
    """Whether a preposition brings a part of a gene: a deletion "in exon 19 of EGFR" alters it."""
    return any(child.dep_ == "pobj" and child.lemma_ in PARTS for child in preposition.rights)


def listed(noun: Token, verb: Token) -> bool:
    """Whether a comma or conjunction alone parts a noun from its verb, which is none then: "lower A, decreased B"."""
    return verb.i - noun.i == 2 and noun.nbor().lower_ in (",", "and", "or")


def coordinate(doc: Doc, i: int, cues: list[Cue]) -> bool:
    """Whether a cue is joined to the one behind it: of "silencing and activation of X" only the last is taken."""
    if doc[i].lower_ == "absence" and i > 1 and doc[i - 2].lower_ == "presence":
        return True  # "in the presence and absence of X"
    following = [j for j, _ in cues if j > i]
    between = doc[i + 1 : min(following)] if following else doc[i:i]
    return bool(between) and all(token.lower_ in ("and", "or", "/", ",") for token in between)


def excised(doc: Doc, ent: Span) -> bool:
    """Whether a gene is cut out by Cre: "Alb-Cre;Pten(fl/fl) mice"; mice that are floxed alone still have it."""
    floxed = FLOXED.match(doc[ent.end : ent.end + 5].text)
    near = doc[max(ent.sent.start, ent.start - 6) : min(ent.sent.end, ent.end + 10)]
    return floxed is not None and any(CRE.fullmatch(token.text) for token in near)


def of_a_dose(doc: Doc, i: int) -> bool:
    """Whether an adjective says how much of a drug was given: "a low dose of X"."""
    following = {token.lower_ for token in doc[i + 1 : i + 4]}
    return doc[i].lower_.startswith(("low", "minimal")) and bool(following & DOSES)


def of_the_target(doc: Doc, i: int, ent: Span, at: dict[int, Span]) -> bool:
    """Whether an agent noun before a drug says what the drug is: "an antibody against X, D"."""
    between = [at[j] for j in range(i + 1, ent.start) if j in at]
    return doc[i].lower_ in AGENTS and any(other.label_ == "GENE" for other in between)


def _has_agent(verb: Token) -> bool:
    return any(child.lower_ in CAUSES for child in verb.rights)
