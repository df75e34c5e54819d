"""Finding the words that put one mention into a state.

Modifiers, compound nouns and suffixes are read by order of words, which holds where parsers err in long noun phrases.
What governs the noun phrase, "of" phrases, verbs and relative clauses, is read from the dependency parse, with
order of words as a second opinion for the plainest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from extract.language.candidates import data, is_dash

STATES = ("up", "down", "altered")
Cue = tuple[int, str]

AGENTS = frozenset(
    "inhibitor inhibitors inhibitior antagonist antagonists blocker blockers antibody antibodies agonist agonists degrader "
    "degraders activator activators".split()
)
DESCRIPTORS = frozenset(
    "gene protein receptor kinase transporter cytokine lncrna mirna circrna microrna the its their human endogenous chemokine "
    "ligand enzyme reader writer eraser target mediator factor oncogene suppressor tumor both".split()
)
HARBOURS = frozenset("harbor harbour contain encode carry include".split())
PASSED = frozenset("neutralizing neutralising blocking targeting specific small interfering monoclonal kinase conditional molecule selective antisense short hairpin".split())
LIKE_VERBS = frozenset("decrease decreases increase increases rise rises fall falls gain gains decline declines".split())
RAISED = {
    "rose": "up", "rises": "up", "increased": "up", "increases": "up", "accumulated": "up", "accumulates": "up", "fell": "down",
    "falls": "down", "declined": "down", "declines": "down", "decreased": "down", "decreases": "down", "dropped": "down",
}  # fmt: skip


class CueFinder:
    """Finds the state cues of an entity; holds the word lists."""

    def __init__(self) -> None:
        rules = data("states")
        self.nouns = _table(rules["nouns"])
        self.neutral = frozenset(rules["nouns"]["neutral"])
        self.adjectives = _table(rules["adjectives"])
        self.suffixes = _table(rules["suffixes"])
        verbs = rules["verbs"]
        self.verbs = _table(verbs)
        self.alone = dict.fromkeys(verbs["intransitive_up"], "up") | dict.fromkeys(verbs["intransitive_down"], "down")
        self.having = dict.fromkeys(verbs["having_up"], "up") | dict.fromkeys(verbs["having_down"], "down")
        self.linking = frozenset(verbs["linking"])
        self.prepositions = {word: frozenset(nouns) for word, nouns in rules["prepositions"].items()}
        self.prefixes_down = frozenset(rules["prefixes"]["down"])

    def __call__(self, doc: Doc, ent: Span, at: dict[int, Span]) -> list[Cue]:
        """Return the cues said of ``ent`` itself, in the order of the text; ``at`` maps tokens to entities."""
        cues = [*self.inside(ent), *self.before(doc, ent.start, at, ent)]
        behind, last, named = self.behind(doc, ent, at)
        if named:
            cues = [c for c in cues if doc[c[0]].lower_ != "anti"]
            return unique(cues)
        cues += behind
        cues += self.above(doc, ent, last, at)
        if not cues:
            cues += self.predicated(doc, ent, last, at)
        return unique(cues)

    # -- by order of words ------------------------------------------------------------------------------------------

    def inside(self, ent: Span) -> Iterator[Cue]:
        """Yield cues in the name itself: "p-ERK", "anti-miR-21"."""
        if ent.label_ == "GENE" and re.match(r"p-?(?=[A-Z]{2,}|4E-?BP|S6\b|p65)|[Pp]hospho-?(?=[A-Z])", ent.text):
            yield ent.start, "up"
        if ent.label_ == "NCRNA" and re.match(r"[Aa]nti-?(?=mi[Rr])", ent.text):
            yield ent.start, "down"

    def before(self, doc: Doc, start: int, at: dict[int, Span], ent: Span) -> Iterator[Cue]:
        """Yield the cues among the modifiers directly before token ``start``."""
        i = start - 1
        if i > 0 and is_dash(doc[i].text):
            prefix = doc[i - 1].lower_
            if prefix in ("phospho", "p"):
                yield i - 1, "up"
            elif prefix in self.prefixes_down:
                yield i - 1, "down"
            else:
                return
            i -= 2
        for _ in range(7):
            if i < 0 or i in at or doc[i + 1].is_sent_start:
                return
            token, word = doc[i], doc[i].lower_
            if word in self.adjectives and (token.pos_ != "ADV" or word in ("more", "less", "constitutively")):
                if self.is_finite(doc, i, at) or word == "more" and ent.label_ == "DRUG_RESPONSE":
                    return
                if i > 1 and is_dash(doc[i - 1].text) and (i - 2) in at and self.adjectives[word] != "altered":
                    return
                yield i, self.adjectives[word]
            elif token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or is_dash(token.text) or token.tag_ == "VBN" or word in self.neutral:
                if word in self.nouns and token.pos_ != "ADJ" or self.is_finite(doc, i, at):
                    return
            elif token.pos_ != "ADV" and word not in ("the", "both") and not (word in ("and", "or", ",") and self.ends_modifier(doc, i, at)):
                return
            elif word == "not":
                return
            i -= 1

    def ends_modifier(self, doc: Doc, i: int, at: dict[int, Span]) -> bool:
        """Whether a list of adjectives goes on left of ``i``."""
        return i > 0 and (i - 1) not in at and doc[i - 1].lower_ in self.adjectives

    def is_finite(self, doc: Doc, i: int, at: dict[int, Span]) -> bool:
        """Whether a form in -ed is a verb with a subject before it ("metformin inhibited METTL3"), no modifier."""
        token = doc[i]
        if not token.lower_.endswith("ed") or token.dep_ == "amod" and token.tag_ == "JJ":
            return False
        j = i - 1
        while j >= 0 and doc[j].pos_ == "ADV":
            j -= 1
        if j < 0 or doc[j + 1].is_sent_start:
            return False
        if is_dash(doc[j].text):
            return False
        return j in at or doc[j].pos_ in ("NOUN", "PROPN", "PRON") or doc[j].text == ")" or doc[j].lower_ in ("which", "that", "who")

    def behind(self, doc: Doc, ent: Span, at: dict[int, Span]) -> tuple[list[Cue], int, bool]:
        """Return the cues among the nouns and suffixes behind an entity.

        Returns
        -------
        tuple
            The cues; the last token of the noun phrase; whether an inhibitor found there is a drug that is named
            ("MEK inhibitor trametinib"), which leaves the entity without a state.
        """
        cues: list[Cue] = []
        last = ent.end - 1
        named = dashed = False
        i = skip_bracket(doc, ent.end)
        while i < len(doc) and i - ent.end < 14 and not doc[i].is_sent_start:
            token, word = doc[i], doc[i].lower_
            if i in at:
                drug = at[i].label_ == "CHEMICAL" and not re.search(r"is?$", at[i].text)
                named = bool(cues) and drug and doc[cues[-1][0]].lower_ in AGENTS
                break
            if is_dash(token.text):
                dashed = True
            elif dashed:
                state = self.suffixes.get(word) or self.nouns.get(word)
                if state is None:
                    break
                cues.append((i, state))
                last, dashed = i, False
                if word in self.suffixes and word not in self.nouns:
                    break
            elif re.fullmatch(r"\(?[-−–]/[-−–]\)?", token.text):
                cues.append((i, "down"))
                last = i
                break
            elif word in self.nouns and not (word in LIKE_VERBS and token.pos_ == "VERB") and token.tag_ not in ("VBZ", "VBP", "VBD"):
                cues.append((i, self.nouns[word]))
                last = i
                if word in AGENTS and i + 2 < len(doc) and doc[i + 1].text == "(" and (i + 2) in at:
                    other = at[i + 2]
                    named = other.label_ == "CHEMICAL" and not re.search(r"is?$", other.text)
                    break
            elif word in self.neutral and token.pos_ not in ("VERB", "AUX"):
                last = i
            elif word in ("ectopic", "enforced", "forced", "exogenous"):
                cues.append((i, "up"))
            elif word in ("high", "low", "positive", "negative", "null", "deficient") and i + 1 < len(doc) and doc[i + 1].pos_ == "NOUN":
                cues.append((i, self.suffixes[word]))
                last = i
                break
            elif word in PASSED and token.tag_ not in ("VBZ", "VBD"):
                if word in ("neutralizing", "neutralising", "blocking") and doc[min(i + 1, len(doc) - 1)].lower_.startswith("antibod"):
                    cues.append((i, "down"))
            elif word in ("rna", "rnas", "oligonucleotide", "oligonucleotides") and doc[i - 1].lower_ in ("interfering", "antisense", "hairpin"):
                cues.append((i, "down"))
                last = i
                break
            else:
                break
            i += 1
        if not named and cues and doc[cues[-1][0]].lower_ in AGENTS:
            named = self.apposed_drug(doc, ent, at)
        return cues, last, named

    def apposed_drug(self, doc: Doc, ent: Span, at: dict[int, Span]) -> bool:
        """Whether "trametinib, a (potent) ..." stands before an inhibited entity."""
        i = ent.start - 1
        for _ in range(5):
            if i < 2 or i in at or doc[i].pos_ not in ("ADJ", "NOUN", "PROPN") and not is_dash(doc[i].text):
                break
            i -= 1
        if i < 2 or doc[i].lower_ not in ("a", "an", "the", "another"):
            return False
        return doc[i - 1].text in (",", "(") and (i - 2) in at and at[i - 2].label_ == "CHEMICAL"

    def linear_of(self, doc: Doc, ent: Span, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield the cue of "CUE of (the) X" by order of words alone, against errors of the parse."""
        i = ent.start - 1
        while i >= 1 and (doc[i].pos_ == "DET" or doc[i].lower_ in DESCRIPTORS or i in at and at[i].label_ == "PROCESS" and at[i].end < ent.start):
            i -= 1
        preposition = doc[i].lower_ if i >= 1 else ""
        if preposition not in self.prepositions or i in at or i - 1 in at:
            return
        noun = doc[i - 1]
        word = noun.lower_
        if word in self.nouns and (preposition == "of" or word in self.prepositions[preposition]) and noun.pos_ not in ("VERB", "AUX"):
            yield noun.i, self.nouns[word]
            yield from self.before(doc, noun.i, at, ent)
        elif preposition == "against" and word in self.prepositions["against"]:
            yield noun.i, "down"
        elif word in self.neutral and preposition == "of":
            yield from self.before(doc, noun.i, at, ent)
            if i > 3 and doc[i - 2].lower_ == "of" and doc[i - 3].lower_ in self.nouns:
                yield i - 3, self.nouns[doc[i - 3].lower_]

    def predicated(self, doc: Doc, ent: Span, last: int, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield what a plain predicate says, by order of words: "X was significantly upregulated", "X rose"."""
        if ent.label_ == "CHEMICAL":
            return
        i = skip_bracket(doc, last + 1)
        passive = False
        if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ in ("when", "once", "if"):
            i, passive = i + 2, True
        for _ in range(6):
            if i >= len(doc) or i in at or doc[i].is_sent_start:
                return
            token, word = doc[i], doc[i].lower_
            if base(token) in self.verbs and word.endswith(("ed", "en", "lost")) and passive:
                if word != "induced" or ent.label_ in ("GENE", "NCRNA"):
                    yield i, self.verbs[base(token)]
                return
            if word in RAISED and not passive:
                following = doc[i + 1] if i + 1 < len(doc) else None
                if following is None or following.is_punct or following.pos_ in ("ADP", "ADV", "CCONJ", "SCONJ"):
                    yield i, RAISED[word]
                return
            if word in ("is", "are", "was", "were", "been", "be", "found", "shown", "to", "being", "observed"):
                passive = True
            elif token.pos_ not in ("ADV", "AUX"):
                return
            i += 1

    # -- by the dependency parse --------------------------------------------------------------------------------------

    def above(self, doc: Doc, ent: Span, last: int, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield cues in the words that govern the entity's noun phrase: "loss of X", "X levels were raised"."""
        node = doc[last] if last >= ent.end else ent.root
        found = False
        if last < ent.end:
            for cue in (*self.linear_of(doc, ent, at), *self.linear_gerund(doc, ent, at)):
                found = True
                yield cue
        seen: set[int] = set()
        while node.i not in seen and len(seen) < 6:
            seen.add(node.i)
            for cue in self.relative(node, ent):
                found = True
                yield cue
            head, dep = node.head, node.dep_
            if dep in ("conj", "appos"):
                if found:
                    return
                node = head
                continue
            if dep in ("compound", "nmod", "amod", "poss") and head.i > node.i and head.i >= ent.end:
                if head.i in at or head.i <= last or head.lower_ not in self.neutral:
                    return
                node = head
                continue
            if dep != "pobj":
                yield from self.verbal(node, dep, head, ent)
                return
            noun = self.governor(head, at)
            if noun is None:
                if head.lower_ == "without" and doc[max(0, head.i - 1)].lower_ != "or":
                    yield head.i, "down"
                return
            for cue in self.governing(doc, noun, head.lower_, at, ent):
                found = True
                yield cue
            node = noun

    def governor(self, preposition: Token, at: dict[int, Span]) -> Token | None:
        """Return the noun or adjective that a preposition of state hangs on."""
        noun = preposition.head
        word = preposition.lower_
        if word not in self.prepositions or noun.i in at or noun.i > preposition.i or noun.pos_ in ("VERB", "AUX") and noun.lower_ not in ("depleted", "deprived"):
            return None
        if word == "of":
            allowed = noun.lower_ in self.nouns or noun.lower_ in self.neutral or noun.lower_ in ("depleted", "deprived", "devoid")
        else:
            allowed = noun.lower_ in self.prepositions[word]
        return noun if allowed else None

    def governing(self, doc: Doc, noun: Token, preposition: str, at: dict[int, Span], ent: Span) -> Iterator[Cue]:
        """Yield the cue that a governing noun is, with those of its modifiers."""
        word = noun.lower_
        if word in ("depleted", "deprived", "devoid"):
            yield noun.i, "down"
        elif word in self.nouns:
            yield noun.i, self.nouns[word]
        elif preposition in ("against", "to", "for") and word not in self.neutral:
            yield noun.i, "down"
        elif word in self.adjectives:
            yield noun.i, self.adjectives[word]
        yield from self.before(doc, noun.i, at, ent)

    def linear_gerund(self, doc: Doc, ent: Span, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield the gerund right before a name at the start of a clause: "Silencing X lowered Y"."""
        i = ent.start - 1
        if i >= 0 and doc[i].lower_ in ("the", "of"):
            i -= 1
        if i < 0 or i in at or not doc[i].lower_.endswith("ing"):
            return
        state = self.verbs.get(gerund_base(doc[i].lower_))
        if state and (doc[i].is_sent_start or i == 0 or doc[i - 1].lower_ in ("that", "while", "whereas", "after", "upon", "when", "and", "thus", "therefore")):
            yield i, state

    def verbal(self, node: Token, dep: str, head: Token, ent: Span) -> Iterator[Cue]:
        """Yield the verb or predicate adjective that states a condition of ``node``."""
        lemma = base(head)
        if dep == "nsubjpass" and head.i > node.i:
            if lemma in self.verbs and not (lemma == "induce" and ent.label_ not in ("GENE", "NCRNA")):
                yield head.i, self.verbs[lemma]
            elif head.lower_ == "expressed" and any(c.lower_ in ("aberrantly", "differentially") for c in head.lefts):
                yield head.i, "altered"
            else:
                yield from self.complement(head)
            yield from self.to_be(head)
        elif dep == "nsubj" and head.i > node.i:
            if lemma in self.alone and not any(c.dep_ in ("dobj", "obj") for c in head.children):
                yield head.i, self.alone[lemma]
            elif lemma in self.linking or head.pos_ == "AUX":
                yield from self.complement(head)
        elif dep in ("dobj", "obj"):
            if lemma in self.having and head.tag_ != "VB":
                yield head.i, self.having[lemma]
            elif head.tag_ == "VBG" and lemma in self.verbs and head.dep_ in ("csubj", "csubjpass", "pcomp", "nsubj", "ROOT", "pobj", "compound"):
                yield head.i, self.verbs[lemma]
            elif lemma in HARBOURS and head.dep_ == "relcl":
                yield from self.above_locus(head.head)

    def above_locus(self, locus: Token) -> Iterator[Cue]:
        """Yield what is said of a chromosome or locus that harbours a gene: "amplification of 11q13, which harbours X"."""
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
                    if subject.dep_ in ("nsubj", "nsubjpass") and subject.lower_ in ("which", "that"):
                        yield from self.verbal(subject, subject.dep_, child, ent)

    def complement(self, verb: Token) -> Iterator[Cue]:
        """Yield the predicate of a linking verb: "X is abundant", "X was found elevated", "X is a gene which is lost"."""
        for child in verb.rights:
            if child.dep_ in ("acomp", "oprd") and child.lower_ in self.adjectives:
                yield child.i, self.adjectives[child.lower_]
                return
            if child.dep_ == "attr":
                said = [c for c in child.children if c.dep_ == "amod" and c.lower_ in ("abundant", "overexpressed", "upregulated", "downregulated", "lost")]
                for adjective in said:
                    yield adjective.i, self.adjectives[adjective.lower_]
                for clause in child.rights:
                    lemma = base(clause)
                    if clause.dep_ in ("relcl", "acl") and clause.tag_ == "VBN" and lemma in self.verbs and passive_participle(clause):
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


def base(token: Token) -> str:
    """Return the lower-case base form of a verb, from the lemma or, for a word no lemmatiser knows, from its ending."""
    lemma = (token.lemma_ or token.lower_).lower()
    word = token.lower_
    if lemma != word:
        return lemma
    if word.endswith("ing"):
        return gerund_base(word)
    for ending, cut in (("ated", 1), ("ressed", 2), ("enced", 1), ("duced", 1), ("leted", 1), ("ized", 1), ("ised", 1)):
        if word.endswith(ending):
            return word[:-cut]
    return lemma


def gerund_base(word: str) -> str:
    """Return the base form of a verb in -ing by its ending."""
    stem = word.removesuffix("ing")
    if stem.endswith(("at", "enc", "uc", "iz", "is", "et", "ncreas", "ecreas", "rais", "leas", "ov")) and not stem.endswith("target"):
        return stem + "e"
    return stem


def passive_participle(token: Token) -> bool:
    """Whether nothing behind a participle could be its object: "upregulated in", not "inhibited tumor growth"."""
    doc = token.doc
    i = token.i + 1
    while i < len(doc) and (doc[i].pos_ == "ADV" or doc[i].lower_ in ("in",) and i + 1 < len(doc) and doc[i + 1].lower_ in ("vivo", "vitro") or doc[i].lower_ in ("vivo", "vitro")):
        i += 1
    return i >= len(doc) or doc[i].is_punct or doc[i].pos_ in ("ADP", "CCONJ", "SCONJ", "AUX", "VERB", "PART")


def skip_bracket(doc: Doc, i: int) -> int:
    """Return the place behind a short bracket that opens at ``i``, or ``i``."""
    if i < len(doc) and doc[i].text == "(":
        for j in range(i + 1, min(len(doc), i + 12)):
            if doc[j].text == ")":
                return j + 1
    return i


def unique(cues: Iterable[Cue]) -> list[Cue]:
    """Return cues in the order of the text, each token once."""
    return sorted(dict(cues).items())


def _has_agent(verb: Token) -> bool:
    return any(child.lower_ in ("by", "via", "through", "with") for child in verb.rights)


def _table(rules: dict[str, list[str]]) -> dict[str, str]:
    return {word: state for state in STATES for word in rules[state]}
