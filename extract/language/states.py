"""The component ``resistract_states``: what was done to each mention, or the condition it is in.

"Loss of DUSP9", "DUSP9-deficient" and "DUSP9 was depleted" all put DUSP9 `down`. Every cue multiplies into the state, so
that what takes away an inhibitor adds to its target. The tokens of the cues are kept: where a cue is the predicate of a
claim ("upregulation of Bcl-2 by miR-21"), the claim takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extract.language import extensions
from extract.language.candidates import data, is_dash

STATES = ("up", "down", "altered")
STATELESS = frozenset(("VARIANT", "CELL_LINE", "DISEASE"))
Cue = tuple[int, str]
SIGNED = re.compile(r"(?P<name>.+?)(?P<sign>[-−–]/[-−–]|\(-/-\)|[-−–]$)")


def compose(states: Iterable[str]) -> str:
    """Return the state that cues make together: two `down` are `up`; a direction outweighs `altered`.

    Examples
    --------
    >>> compose(["down", "down"]), compose(["altered", "down"]), compose([])
    ('up', 'down', 'none')
    """
    sign = 0
    result = "none"
    for state in states:
        if state == "altered":
            result = "altered"
        else:
            sign = (sign or 1) * (-1 if state == "down" else 1)
    if sign:
        return "up" if sign > 0 else "down"
    return result


@Language.factory("resistract_states", assigns=["span._.state", "span._.state_cues"], requires=["doc.ents", "token.dep"])
def make_states(nlp: Language, name: str) -> States:
    """Return the component; it works on any ``doc.ents`` with a dependency parse."""
    return States()


class States:
    """Sets ``span._.state`` and ``span._.state_cues`` of every entity of a Doc."""

    def __init__(self) -> None:
        extensions.register()
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
        self.prefixes = rules["prefixes"]

    def __call__(self, doc: Doc) -> Doc:
        """Set the states of the entities of ``doc`` and return it."""
        at = {i: ent for ent in doc.ents for i in range(ent.start, ent.end)}
        own: dict[int, list[Cue]] = {ent.start: self.own_cues(doc, ent, at) for ent in doc.ents}
        for ent in doc.ents:
            if ent.label_ in STATELESS:
                continue
            cues = own[ent.start]
            if not cues:
                cues = self.shared_cues(doc, ent, at, own)
            cues = _unique(cues)
            ent._.state_cues = tuple(cues)
            ent._.state = compose(state for _, state in cues)
        return doc

    def own_cues(self, doc: Doc, ent: Span, at: dict[int, Span]) -> list[Cue]:
        """Return the cues that are said of this entity itself."""
        if ent.label_ in STATELESS:
            return []
        cues = [*self.inside(ent), *self.before(doc, ent.start, at, ent)]
        behind, last, named = self.behind(doc, ent, at)
        if named:
            return [c for c in cues if c[0] < ent.start and doc[c[0]].lower_ != "anti"]
        cues += behind
        cues += self.above(doc, ent, last, at)
        return _unique(cues)

    def inside(self, ent: Span) -> Iterator[Cue]:
        """Yield cues in the name itself: "p-ERK", "anti-miR-21"."""
        if ent.label_ not in ("GENE", "NCRNA"):
            return
        text = ent.text
        if re.match(r"p-?(?=[A-Z]{2,}|4E-?BP|S6\b|p65)|[Pp]hospho", text) and ent.label_ == "GENE":
            yield ent.start, "up"
        if re.match(r"[Aa]nti-?(?=mi[Rr])", text) and ent.label_ == "NCRNA":
            yield ent.start, "down"

    def before(self, doc: Doc, start: int, at: dict[int, Span], ent: Span) -> Iterator[Cue]:
        """Yield the cues among the modifiers directly before token ``start``."""
        i = start - 1
        if i > 0 and is_dash(doc[i].text):
            prefix = doc[i - 1].lower_
            if prefix in self.prefixes["down"] or prefix in ("phospho", "p"):
                # A drug's name or "antibody" makes no difference: what is bound is put down.
                yield i - 1, "up" if prefix in ("phospho", "p") else "down"
                i -= 2
            else:
                return
        steps = 0
        while i >= 0 and steps < 7:
            token = doc[i]
            if i in at:
                break
            word = token.lower_
            if word in self.adjectives and token.pos_ != "ADV" or word in ("mutant", "more", "less", "fewer"):
                if word in ("induced", "restored", "stimulated") and i > 0 and (is_dash(doc[i - 1].text) or token.tag_ == "VBD"):
                    break
                if token.tag_ == "VBD" and token.dep_ in ("ROOT", "conj", "relcl", "ccomp", "advcl"):
                    break
                if self.adjectives[word] == "altered" and i > 1 and is_dash(doc[i - 1].text) and (i - 2) in at and at[i - 2].label_ != "PROCESS":
                    break
                yield i, self.adjectives[word]
            elif token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or is_dash(token.text) or token.tag_ in ("VBN", "JJ") or word in self.neutral:
                if word in self.nouns and token.pos_ != "ADJ" and word not in self.adjectives:
                    break
            elif word in ("and", "or", ",") and i > 0 and doc[i - 1].lower_ in self.adjectives and (i - 1) not in at:
                pass
            elif token.pos_ == "ADV" and word not in ("not",):
                pass
            elif word in ("the", "of", "both", "its", "their") and word in ("the", "both") and steps == 0:
                pass
            else:
                break
            i -= 1
            steps += 1

    def behind(self, doc: Doc, ent: Span, at: dict[int, Span]) -> tuple[list[Cue], int, bool]:
        """Return cues among the nouns and suffixes behind an entity, the last token of that noun phrase, and whether
        an inhibitor found there is a named drug ("MEK inhibitor trametinib"), which leaves the entity without state.
        """
        cues: list[Cue] = []
        i = ent.end
        last = ent.end - 1
        n = len(doc)
        named = False
        # A bracketed short form: "FGF19 (fibroblast growth factor 19) expression".
        i = _skip_bracket(doc, i)
        dashed = False
        while i < n and i - ent.end < 12 and not (doc[i].is_sent_start and i > ent.start):
            token = doc[i]
            word = token.lower_
            if is_dash(token.text) and i + 1 < n:
                dashed = True
                i += 1
                continue
            if i in at:
                other = at[i]
                if cues and cues[-1][1] == "down" and other.label_ == "CHEMICAL" and doc[cues[-1][0]].lower_ in _AGENTS:
                    named = True
                if other.label_ in ("CELL_TYPE", "PROCESS", "DISEASE", "CELL_LINE") or dashed:
                    break
                break
            if dashed:
                if word in self.suffixes:
                    cues.append((i, self.suffixes[word]))
                    last = i
                    break
                if word in self.nouns:
                    cues.append((i, self.nouns[word]))
                    last = i
                    i += 1
                    dashed = False
                    continue
                break
            if word in ("−/−", "-/-", "–/–") or re.fullmatch(r"\(?[-−–]/[-−–]\)?", token.text):
                cues.append((i, "down"))
                last = i
                break
            if word in self.nouns and (token.pos_ not in ("VERB", "AUX") or word.endswith(("ing", "ion", "or", "ors"))):
                if word in ("decrease", "decreases", "increase", "increases", "rise", "fall", "gain", "decline") and token.pos_ == "VERB":
                    break
                if word in ("mutant", "mutants", "mutation", "mutations") and (self.is_modifier(token)):
                    cues.append((i, "altered"))
                    last = i
                    i += 1
                    continue
                cues.append((i, self.nouns[word]))
                last = i
                i += 1
                if word in _AGENTS and i < n:
                    j = i + 1 if doc[i].text in ("(", ",") else i
                    if doc[i].text == "," and j < n and doc[j].lower_ in ("such", "including", "like"):
                        j += 1
                    if j < n and j in at and at[j].label_ == "CHEMICAL" and doc[i].text != ",":
                        named = True
                continue
            if word in self.neutral and token.pos_ not in ("VERB", "AUX"):
                last = i
                i += 1
                continue
            if word in ("high", "low", "positive", "negative", "null", "deficient") and token.pos_ == "ADJ" and i + 1 < n and doc[i + 1].pos_ == "NOUN":
                cues.append((i, self.suffixes[word]))
                last = i
                break
            if word in ("ectopic", "enforced", "forced") and token.pos_ == "ADJ":
                cues.append((i, "up"))
                i += 1
                continue
            if word in ("neutralizing", "neutralising", "blocking", "targeting", "specific", "small", "interfering", "monoclonal", "kinase", "conditional", "molecule", "selective", "antisense", "short", "hairpin"):
                if word in ("neutralizing", "neutralising", "blocking") and i + 1 < n and doc[i + 1].lower_ in ("antibody", "antibodies"):
                    cues.append((i, "down"))
                i += 1
                continue
            if word in ("antibody", "antibodies", "mab"):
                last = i
            if word in ("rna", "rnas", "oligonucleotide", "oligonucleotides") and doc[i - 1].lower_ in ("interfering", "antisense", "hairpin"):
                cues.append((i, "down"))
                last = i
            break
        if not named and cues and doc[cues[-1][0]].lower_ in _AGENTS:
            named = self.apposed_drug(doc, ent, at)
        return cues, last, named

    def is_modifier(self, token: Token) -> bool:
        """Whether a noun modifies a following noun: "BRAF mutant melanoma"."""
        return token.dep_ in ("compound", "amod", "nmod")

    def apposed_drug(self, doc: Doc, ent: Span, at: dict[int, Span]) -> bool:
        """Whether "trametinib, a (potent) MEK inhibitor" stands around an entity."""
        i = ent.start - 1
        steps = 0
        while i >= 0 and steps < 5 and (doc[i].pos_ in ("ADJ", "NOUN", "PROPN") and i not in at or is_dash(doc[i].text)):
            i -= 1
            steps += 1
        if i > 1 and doc[i].lower_ in ("a", "an", "the", "another"):
            i -= 1
            return doc[i].text in (",", "(") and i - 1 in at and at[i - 1].label_ == "CHEMICAL"
        return False

    def above(self, doc: Doc, ent: Span, last: int, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield cues in the words that govern the entity's noun phrase: "loss of X", "X levels were raised"."""
        node = doc[last] if last >= ent.end else ent.root
        if last < ent.end:
            yield from self.linear_of(doc, ent, at)
        seen = set()
        crossed_name = False
        for _ in range(6):
            if node.i in seen:
                return
            seen.add(node.i)
            yield from self.relative(node, ent)
            dep = node.dep_
            head = node.head
            if dep in ("compound", "nmod", "amod", "poss") and head.i > node.i and head.i not in range(ent.start, ent.end):
                if head.i in at or head.i <= last:
                    return
                word = head.lower_
                if word in self.neutral:
                    yield from ((t.i, self.adjectives[t.lower_]) for t in head.lefts if t.dep_ == "amod" and t.lower_ in self.adjectives and t.i < ent.start)
                    node = head
                    continue
                return
            if dep in ("conj", "appos") and not crossed_name:
                node = head
                continue
            if dep == "pobj" and head.dep_ in ("prep", "agent", "dative") and head.lower_ in self.prepositions:
                noun = head.head
                word = noun.lower_
                allowed = self.prepositions[head.lower_]
                if head.lower_ == "of" or word in allowed:
                    if noun.i in at:
                        return
                    if word in self.nouns and noun.pos_ not in ("VERB",):
                        yield noun.i, self.nouns[word]
                        yield from self.before(doc, noun.i, at, ent)
                        node = noun
                        continue
                    if word in self.neutral or word in ("copy", "number", "series", "variety", "member", "part"):
                        yield from self.before(doc, noun.i, at, ent)
                        node = noun
                        continue
                    if word in allowed and head.lower_ in ("against", "to"):
                        yield noun.i, "down"
                        node = noun
                        continue
                    if word in self.adjectives and head.lower_ in ("in", "for", "of"):
                        yield noun.i, self.adjectives[word]
                    if word in ("depleted", "deprived", "devoid") and head.lower_ == "of":
                        yield noun.i, "down"
                return
            yield from self.verbal(node, dep, head, ent)
            return

    def linear_of(self, doc: Doc, ent: Span, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield the cue of "CUE of (the) X" by order of words alone, against errors of the parse."""
        i = ent.start - 1
        while i >= 0 and (doc[i].pos_ == "DET" or doc[i].lower_ in _DESCRIPTORS) and i not in at:
            i -= 1
        if i < 1 or doc[i].lower_ not in self.prepositions or i in at:
            return
        noun = doc[i - 1]
        preposition = doc[i].lower_
        if i - 1 in at:
            return
        word = noun.lower_
        if word in self.nouns and (preposition == "of" or word in self.prepositions[preposition]) and noun.pos_ not in ("VERB", "AUX"):
            yield noun.i, self.nouns[word]
            yield from self.before(doc, noun.i, at, ent)
        elif word in self.neutral and preposition == "of":
            yield from self.before(doc, noun.i, at, ent)
            # "knockout of expression of X", "reduction of levels of X".
            if i > 3 and doc[i - 2].lower_ == "of" and doc[i - 3].lower_ in self.nouns:
                yield i - 3, self.nouns[doc[i - 3].lower_]

    def verbal(self, node: Token, dep: str, head: Token, ent: Span) -> Iterator[Cue]:
        """Yield the verb or predicate adjective that states a condition of ``node``."""
        lemma = base(head)
        if dep == "nsubjpass":
            if lemma in self.verbs:
                yield head.i, self.verbs[lemma]
            else:
                yield from self.complement(head)
            yield from self.to_be(head)
        elif dep in ("nsubj",) and head.pos_ in ("VERB", "AUX", "ADJ"):
            if lemma in self.alone and not any(c.dep_ in ("dobj", "obj") for c in head.children):
                yield head.i, self.alone[lemma]
            elif lemma in self.linking or head.pos_ == "AUX":
                yield from self.complement(head)
            elif head.tag_ == "VBN" and lemma in self.verbs and any(c.dep_ in ("auxpass", "aux") and base(c) == "be" for c in head.children):
                yield head.i, self.verbs[lemma]
        elif dep in ("dobj", "obj"):
            if lemma in self.having and not head.tag_ == "VB":
                yield head.i, self.having[lemma]
            elif head.tag_ == "VBG" and lemma in self.verbs and head.dep_ in ("csubj", "pcomp", "nsubj", "ROOT", "advcl", "pobj", "compound", "conj", "csubjpass", "dep"):
                yield head.i, self.verbs[lemma]
        elif dep == "pobj" and head.lower_ in ("without", "lacking"):
            yield head.i, "down"
        elif dep == "pobj" and head.lower_ == "in" and head.head.lower_ in ("deficient", "rich", "low", "high", "null"):
            yield head.head.i, self.adjectives.get(head.head.lower_, "none")

    def relative(self, node: Token, ent: Span) -> Iterator[Cue]:
        """Yield cues in participles and relative clauses behind a noun: "X, which is overexpressed", "X raised in"."""
        for child in node.rights:
            if child.i < ent.end:
                continue
            lemma = base(child)
            if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD") and lemma in self.verbs:
                yield child.i, self.verbs[lemma]
            elif child.dep_ == "amod" and child.lower_ in self.adjectives:
                yield child.i, self.adjectives[child.lower_]
            elif child.dep_ == "relcl":
                subjects = [c for c in child.lefts if c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in ("which", "that")]
                for subject in subjects:
                    yield from self.verbal(subject, subject.dep_, child, ent)

    def complement(self, verb: Token) -> Iterator[Cue]:
        """Yield the predicate adjective of a linking verb: "X is abundant", "X was found elevated"."""
        for child in verb.rights:
            if child.dep_ in ("acomp", "oprd", "attr") and child.lower_ in self.adjectives:
                if child.dep_ == "attr" and child.pos_ == "NOUN":
                    continue
                yield child.i, self.adjectives[child.lower_]
                return

    def to_be(self, verb: Token) -> Iterator[Cue]:
        """Yield the infinitive of "X was shown to be upregulated"."""
        for child in verb.rights:
            if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VBN" and base(child) in self.verbs:
                if any(c.dep_ == "auxpass" for c in child.children):
                    yield child.i, self.verbs[base(child)]
            elif child.dep_ in ("xcomp", "ccomp") and base(child) == "be":
                yield from self.complement(child)

    def shared_cues(self, doc: Doc, ent: Span, at: dict[int, Span], own: dict[int, list[Cue]]) -> list[Cue]:
        """Return the cues that an entity has from its neighbours in a list or from its long form before a bracket."""
        # Long form and short form.
        if ent.start > 1 and doc[ent.start - 1].text == "(" and (ent.start - 2) in at:
            other = at[ent.start - 2]
            if other.label_ == ent.label_ and own[other.start]:
                return own[other.start]
        right = self.neighbour(doc, ent, at, step=1)
        steps = 0
        while right is not None and steps < 6:
            cues = [c for c in own[right.start] if c[0] >= right.end and c[0] - right.end < 4 and doc[c[0]].pos_ in ("NOUN", "PROPN", "ADJ", "VERB")]
            adjoining = [c for c in cues if _adjoins(doc, right.end, c[0], self.neutral)]
            if adjoining:
                return adjoining
            right = self.neighbour(doc, right, at, step=1)
            steps += 1
        left = self.neighbour(doc, ent, at, step=-1)
        steps = 0
        while left is not None and steps < 6:
            cues = own[left.start]
            if cues:
                shared = [c for c in cues if c[0] < left.start or c[0] >= ent.end]
                return [c for c in shared if doc[c[0]].lower_ not in ("anti", "si", "sh")]
            left = self.neighbour(doc, left, at, step=-1)
            steps += 1
        return []

    def neighbour(self, doc: Doc, ent: Span, at: dict[int, Span], *, step: int) -> Span | None:
        """Return the entity next in a list, of the same type, with nothing but list punctuation between."""
        i = ent.end if step > 0 else ent.start - 1
        if step > 0:
            i = _skip_bracket(doc, i)
        elif i >= 0 and doc[i].text == ")":
            while i > 0 and doc[i].text != "(":
                i -= 1
            i -= 1
        gap = 0
        while 0 <= i < len(doc) and gap < 4:
            if i in at:
                other = at[i]
                return other if gap and other.label_ == ent.label_ and other.sent.start == ent.sent.start else None
            if doc[i].lower_ not in (",", "and", "or", "/", "as", "well", "lncrna", "the", "both", "mirna", "circrna", "–", "-"):
                return None
            i += step
            gap += 1
        return None


_AGENTS = frozenset("inhibitor inhibitors inhibitior antagonist antagonists blocker blockers antibody antibodies agonist agonists degrader degraders activator activators".split())
_DESCRIPTORS = frozenset("gene protein receptor kinase transporter cytokine lncrna mirna circrna microrna the its their human endogenous chemokine ligand enzyme".split())


def base(token: Token) -> str:
    """Return the lower-case base form of a verb, from the lemma or, for a word no lemmatiser knows, from its ending."""
    lemma = (token.lemma_ or token.lower_).lower()
    word = token.lower_
    if lemma == word and word.endswith("ated"):
        return word[:-1]
    if lemma == word and word.endswith("ressed"):
        return word[:-2]
    if lemma == word and word.endswith("ressing"):
        return word[:-3]
    return lemma


def _adjoins(doc: Doc, start: int, end: int, neutral: frozenset[str]) -> bool:
    return all(is_dash(t.text) or t.lower_ in neutral or t.text in "()" for t in doc[start:end])


def _skip_bracket(doc: Doc, i: int) -> int:
    """Return the place behind a short bracket that opens at ``i``, or ``i``."""
    if i < len(doc) and doc[i].text == "(":
        for j in range(i + 1, min(len(doc), i + 12)):
            if doc[j].text == ")":
                return j + 1
    return i


def _table(rules: dict[str, list[str]]) -> dict[str, str]:
    return {word: state for state in STATES for word in rules[state]}


def _unique(cues: Iterable[Cue]) -> list[Cue]:
    """Return cues in the order of the text, each token once."""
    return sorted(dict(cues).items())
