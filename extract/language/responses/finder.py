"""Resistance and sensitivity to drugs, in every wording: DRUG_RESPONSE mentions with their direction and drugs."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache, lru_cache
from itertools import takewhile

from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, Layer, data, is_dash, lemmas_of, texts_of, word_lists, words_of
from extract.language.lexicon.dictionary import REMEMBERED
from extract.language.responses.clinical import ClinicalResponses
from extract.language.responses.drugs import DrugPhrases
from extract.language.responses.unspecific import is_on_treatment, is_unspecific
from extract.language.word_forms import base

PREPOSITIONS = word_lists("drug_response")["prepositions"]
HELD = frozenset(("CELL_LINE", "DISEASE", "CELL_TYPE"))
SENSITIZED = word_lists("drug_response")["sensitized"]
SENSITIZATION = word_lists("drug_response")["sensitization"]
SENSED = word_lists("drug_response")["sensed"]
TEST_WORDS = word_lists("drug_response")["test_words"]
GLUED_HEADS = ("resistant", "resistance", "refractory", "tolerant", "responsive", "sensitive", "sensitivity")
GLUED = re.compile(
    r"(?P<drug>drug|[a-z]+(?:nib|mab|platin|taxel|rubicin|tecan|lisib|ciclib|parib|zomib|sertib|fluorouracil|citabine))"
    rf"(?:un|in|non)?(?P<head>{'|'.join(GLUED_HEADS)})"
)


# Adjectives of resistance and sensitivity alone, not of the likes of "glucose-responsive" and "pH-responsive".
SURE = re.compile(r"(?:resistant|refractory|sensitive)$")
POOR = word_lists("drug_response")["poor"]
ACTIVITIES = word_lists("drug_response")["activities"]
NO_DRUG: tuple[int, tuple[tuple[int, int], ...]] = (-1, ())


class ResponseFinder:
    """Finds DRUG_RESPONSE mentions over the names of a Doc."""

    def __init__(self) -> None:
        rules = data("drug_response")
        self.drugs = DrugPhrases(rules["drugs"])
        self.clinical = ClinicalResponses(self.drugs)
        self.nouns = _directions(rules["nouns"])
        self.resisted = frozenset(rules["drugs"]["resisted"])
        self.with_drug = _directions(rules["nouns_with_drug"])
        self.bare_with_drug = frozenset(rules["nouns_with_drug"]["bare"])
        self.adjectives = _directions(rules["adjectives"]) | dict.fromkeys(rules["adjectives"]["adapted"], "resistance")
        self.adjectives_held = frozenset(rules["adjectives"]["with_drug"])
        self.adjectives_drug = frozenset(rules["adjectives"]["needs_drug"])
        self.holders = frozenset(rules["adjectives"]["holders"])
        self.copulas = frozenset(rules["adjectives"]["copulas"])
        self.verbs = _directions({k: rules["verbs"][k] for k in ("sensitivity", "resistance")})
        self.respond = frozenset(rules["verbs"]["respond"])
        self.progress = frozenset(rules["verbs"]["progress"])
        self.resist = frozenset(rules["verbs"]["resist"])
        effects = rules["effects"]
        self.effects = frozenset(effects["nouns"])
        self.of_nouns = frozenset(effects["of_nouns"])
        self.effect_adjectives = frozenset(effects["adjectives"])
        self.effect_verbs = frozenset(effects["verbs"])
        self.harms = tuple(effects["harms"])
        self.bare_effect_adjectives = frozenset(effects["bare_adjectives"])
        self.bare_effects = frozenset(effects["bare_nouns"])
        self.doses = frozenset(effects["doses"])
        self.dose_adjectives = frozenset(effects["dose_adjectives"])
        self.words = {*self.nouns, *self.with_drug, *self.adjectives} | self.effects | self.doses
        self.lemmas = self.verbs.keys() | self.respond | self.progress | self.resist
        self.not_before = frozenset(rules["not"]["before"])
        self.said_of_anything = frozenset(rules["not"]["said_of_anything"])
        self.not_after = frozenset(rules["not"]["after"])
        self.not_adjective = frozenset(rules["not"]["adjective_after"])

    def __call__(self, doc: Doc, names: Layer) -> list[Candidate]:
        """Return candidates for drug responses; each covers the drug names inside it."""
        result: list[Candidate] = []
        for i, (text, word, lemma) in enumerate(zip(texts_of(doc), words_of(doc), lemmas_of(doc), strict=True)):
            if self.may_head(text, word, lemma):
                result.extend(self.at(doc, doc[i], names))
            if self.clinical.may_head(text, word):
                result.extend(self.clinical.at(doc, doc[i], names))
        return [c for c in result if not is_unspecific(doc, c) or is_on_treatment(doc, c.start, names)]

    def may_head(self, text: str, word: str, lemma: str) -> bool:
        """Whether a token so written may be the head of a mention; `word` is its text in lower case."""
        return (
            word in self.words
            or base_of_verb(word, lemma) in self.lemmas
            or word.endswith(GLUED_HEADS)
            or resisted(text) is not None
        )

    def at(self, doc: Doc, token: Token, names: Layer) -> Iterator[Candidate]:
        """Yield the mentions that have this token as their head."""
        word = token.lower_
        if word in self.nouns:
            yield from self.noun(doc, token, names, self.nouns[word], bare=True)
        elif word in self.with_drug:
            yield from self.noun(doc, token, names, self.with_drug[word], bare=word in self.bare_with_drug)
        elif word in self.adjectives:
            yield from self.adjective(doc, token, names, self.adjectives[word])
        elif (lemma := verb_lemma(token)) in self.verbs:
            yield from self.verb(doc, token, names, self.verbs[lemma])
        elif lemma in self.respond:
            yield from self.responds(doc, token, names, ("to",), "sensitivity")
        elif lemma in self.progress:
            yield from self.responds(doc, token, names, ("on", "under"), "resistance")
        elif lemma in self.resist:
            yield from self.resists(doc, token, names)
        else:
            yield from self.glued(doc, token)
        if word in self.effects:
            yield from self.effect(doc, token, names)
        if word in self.doses:
            yield from self.dose(doc, token, names)

    @staticmethod
    def glued(doc: Doc, token: Token) -> Iterator[Candidate]:
        """Yield a word that names drug and response in one: "cisplatinresistant", "CisR"."""
        word = token.lower_
        if word.endswith(GLUED_HEADS) and (match := GLUED.fullmatch(word)):
            between = word[match.end("drug") : match.start("head")]
            resists = between or match["head"].startswith("resist") or match["head"] in ("refractory", "tolerant")
            direction = "resistance" if resists else "sensitivity"
            yield Candidate(token.i, token.i + 1, "DRUG_RESPONSE", "phrase", 5.0, direction)
        elif resisted(token.text) is not None and not (token.i and is_dash(doc[token.i - 1].text)):
            yield Candidate(token.i, token.i + 1, "DRUG_RESPONSE", "phrase", 5.0, "resistance")

    def dose(self, doc: Doc, token: Token, names: Layer) -> Iterator[Candidate]:
        """Yield "IC50 of D", "D IC50" as what is raised or lowered: the more of D is needed, the less it does."""
        last = doc[token.i + 1] if doc[token.i + 1 : token.i + 2].text in ("value", "values") else token
        if not self.worked_on(last) and not self.told_more_or_less(last):
            return
        if doc[last.i + 1 : last.i + 2].text in ("of", "for", "to"):
            found = self.drugs.after(doc, last.i + 2, names)
            if found is not None and found[1]:
                yield self.made(token.i, found[0], "resistance", found[1])
            return
        left = self.drugs.before(doc, token.i, names, generic=False)
        if left is not None and left[1]:
            yield self.made(left[0], token.i + 1, "resistance", left[1])

    def noun(self, doc: Doc, token: Token, names: Layer, direction: str, *, bare: bool) -> Iterator[Candidate]:
        """Yield "D resistance", "resistance to D", "resistance of X to D", "efficacy of D", bare "resistance"."""
        i, word = token.i, token.lower_
        specific = word in self.with_drug
        left = self.drugs.before(
            doc,
            i,
            names,
            generic=not specific
            or word in ("response", "responses", "tolerance", "responsiveness", "escape", "adaptation", "efficacy"),
            sure=not specific,
        )
        if left is not None and direction != "resistance" and doc[left[0]].lower_ in self.resisted:
            left = None
        before = _previous_word(doc, i)
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        prepositions = PREPOSITIONS | {"from"} if word in ("escape",) else PREPOSITIONS
        right = self.to_drug(doc, i + 1, names, prepositions)
        if word == "response" and before == "in" and after == "to" and not self.concerns(doc[i - 1]):
            return  # "rose in response to D": a cause, not a response
        if left is not None and before not in self.not_before:
            if after not in self.not_after:
                both = right is not None and right is not NO_DRUG and not left[1]
                end, drugs = right if both and right is not None else (i + 1, left[1])
                yield self.made(left[0], end, direction, drugs)
        elif right is NO_DRUG:
            if any(t.lower_ in self.holders for t in doc[i + 2 : i + 6]) and bare and after in PREPOSITIONS:
                yield self.made(i, i + 1, direction, (), score=1.0)
        elif right is not None and not (specific and word in ACTIVITIES):
            poor = word in ("response", "responses") and before in POOR
            start = i - 1 if poor or (word == "lethality" and before == "synthetic") else i
            yield self.made(start, right[0], "resistance" if poor else direction, right[1])
        else:
            yield from self.without_drug(doc, token, names, direction, bare=bare)

    def without_drug(self, doc: Doc, token: Token, names: Layer, direction: str, *, bare: bool) -> Iterator[Candidate]:
        """Yield a response that no drug stands beside: "efficacy of D", bare "resistance"."""
        i, word, before = token.i, token.lower_, _previous_word(doc, token.i)
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        plain = word not in self.with_drug and after in ("of", "for", "in")
        if plain or (word in self.of_nouns and after == "of"):
            found = self.drugs.after(doc, i + 2, names)
            treated = found is not None and found[0] < len(doc) and is_dash(doc[found[0]].text)
            # An unknown symbol here may be the model, the tissue or the patients: "resistance in PDX tumours".
            known = found is not None and found[1] and names.at(found[1][0][0]) is not None
            if found is not None and known and not treated:
                yield self.made(i, found[0], direction, found[1])
                return
        other = before in self.not_before or self.of_something_else(doc, i, names)
        if not bare or other or after in self.not_after or names.at(i) is not None:
            return
        if word == "escape" and (token.pos_ == "VERB" or after in ("from", "of", "mechanism")):
            return
        if word == "sensitivity" and (after == "and" or is_diagnostic(doc, i)):
            return
        if word in SENSITIZATION and not SENSED.isdisjoint(other.lower_ for other in token.sent):
            yield Candidate(i, i + 1, "PROCESS", "phrase", 1.0)
            return
        yield self.made(i, i + 1, direction, (), score=1.0)

    @staticmethod
    def concerns(preposition: Token) -> bool:
        """Whether "in response to D" says what something has a part in: "the role of X in response to D"."""
        return preposition.head.lemma_.lower() in ("role", "involve", "implicate", "participate", "function")

    def adjective(self, doc: Doc, token: Token, names: Layer, direction: str) -> Iterator[Candidate]:
        """Yield "D-resistant", "resistant to D", bare "resistant"."""
        i, word = token.i, token.lower_
        left = self.drugs.before(doc, i, names, hyphen=True, sure=SURE.search(word) is not None)
        before = _previous_word(doc, i)
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if left is not None:
            yield self.made(left[0], i + 1, direction, left[1])
            return
        right = self.to_drug(doc, i + 1, names, PREPOSITIONS, of=False)
        if after == "than":  # "more sensitive than parental cells to D"
            right = self.compared(doc, i + 2, names)
        if right is NO_DRUG:
            return
        if right is not None and before not in self.not_before:
            yield self.made(i, right[0], direction, right[1])
            return
        if word in self.adjectives_drug or before in self.not_before or names.at(i) is not None:
            return
        if after in PREPOSITIONS or after in self.not_adjective or after == "-":
            return
        if i > 0 and is_dash(doc[i - 1].text):
            return
        held = self.holds(doc, i, names)
        if word in self.adjectives_held and not held:
            return
        yield self.made(i, i + 1, direction, (), score=1.0)

    def compared(self, doc: Doc, start: int, names: Layer) -> tuple[int, tuple[tuple[int, int], ...]] | None:
        """Return the end of the "to D" that follows what cells are compared with, and its drugs."""
        for token in doc[start : start + 7]:
            if token.lower_ == "to":
                return self.drugs.after(doc, token.i + 1, names)
            if token.is_sent_start or (token.is_punct and not is_dash(token.text)) or token.pos_ in ("VERB", "AUX"):
                return None
        return None

    def holds(self, doc: Doc, i: int, names: Layer) -> bool:
        """Whether a bare adjective is said of cells, tumours or patients."""
        for token in doc[i + 1 : i + 9]:
            if token.lower_ in self.holders:
                return True
            if token.pos_ in ("VERB", "AUX", "ADP", "SCONJ") or token.text in ".;:,":
                break
        # "rendered HCC cells refractory", "the cells were sensitive", "which are refractory".
        for j in range(i - 1, max(-1, i - 9), -1):
            token = doc[j]
            if token.is_sent_end or token.text in ".;":
                break
            lemma = base(token)
            if lemma in self.copulas:
                if lemma not in ("be", "appear", "seem", "prove"):
                    return True
                subject = doc[max(token.sent.start, j - 12) : j]
                held = [name for t in subject if (name := names.at(t.i)) is not None and name.label in HELD]
                return bool(held) or any(t.lower_ in self.holders for t in subject)
        return False

    def verb(self, doc: Doc, token: Token, names: Layer, direction: str) -> Iterator[Candidate]:
        """Yield "sensitizes X cells to D" as one mention, or the verb alone."""
        i = token.i
        for j in range(i + 1, min(len(doc), i + 16)):
            word = doc[j]
            if word.is_sent_start or word.text in (".", ";", ":") or word.tag_ in ("VBZ", "VBP", "MD"):
                break
            if word.lower_ in PREPOSITIONS:
                found = self.drugs.after(doc, j + 1, names)
                if found is not None:
                    yield self.made(i, found[0], direction, found[1])
                    return
                if self.is_fate(doc, j + 1, names):
                    return
        allergic = i + 1 < len(doc) and doc[i + 1].lower_ in SENSITIZED
        if token.pos_ in ("VERB", "AUX", "ADJ") and token.tag_ != "VBG" and not allergic:
            yield self.made(i, i + 1, direction, (), score=1.0)

    @staticmethod
    def is_fate(doc: Doc, i: int, names: Layer) -> bool:
        """Whether what cells are made sensitive to is a process, no drug: "sensitizes cells to cell death"."""
        phrase = takewhile(lambda t: t.pos_ in ("NOUN", "PROPN", "ADJ", "PUNCT", "VERB", "DET"), doc[i : i + 8])
        return any((name := names.at(t.i)) is not None and name.label == "PROCESS" for t in phrase)

    def responds(
        self, doc: Doc, token: Token, names: Layer, prepositions: Container[str], direction: str
    ) -> Iterator[Candidate]:
        """Yield "responded to D", "progressed on D", with its drug alone."""
        i = token.i
        if token.pos_ != "VERB":
            return
        j = i + 1
        while j < len(doc) and (doc[j].pos_ == "ADV" or doc[j].lower_ in ("better", "well", "best")):
            j += 1
        if j < len(doc) and doc[j].lower_ in prepositions:
            found = self.drugs.after(doc, j + 1, names)
            if found is not None and (direction == "sensitivity" or found[1]):
                yield self.made(i, found[0], direction, found[1])

    def resists(self, doc: Doc, token: Token, names: Layer) -> Iterator[Candidate]:
        """Yield "resist D" with its drug."""
        found = self.drugs.after(doc, token.i + 1, names) if token.pos_ == "VERB" else None
        if found is not None and found[1]:
            yield self.made(token.i, found[0], "resistance", found[1])

    def effect(self, doc: Doc, token: Token, names: Layer) -> Iterator[Candidate]:
        """Yield "antitumor effect of D", "D's antitumor effects", "effect of D" as what is enhanced or weakened."""
        i = token.i
        first = i
        adjectives = False
        while first > 0 and (
            doc[first - 1].lower_ in self.effect_adjectives or doc[first - 1].lower_ in (",", "and", "-", "pro", "anti")
        ):
            adjectives |= doc[first - 1].lower_ in self.effect_adjectives
            first -= 1
        if first > 1 and doc[first - 1].lower_ in ("'s", "’s", "'", "’"):
            name = names.ending(first - 1)
            if name is not None and name.label == "CHEMICAL" and (adjectives or token.lower_ in self.of_nouns):
                yield self.made(name.start, i + 1, "sensitivity", ((name.start, name.end),))
                return
        harms = not adjectives and first > 0 and doc[first - 1].lower_.endswith(self.harms)
        if i + 2 < len(doc) and doc[i + 1].lower_ == "of" and (adjectives or self.worked_on(token)) and not harms:
            found = self.drugs.after(doc, i + 2, names)
            if found is None or (
                not found[1]
                and doc[found[0] - 1].lower_ not in ("drug", "drugs", "chemotherapy", "therapy", "radiotherapy")
            ):
                return
            follows = doc[found[0]].lower_ if found[0] < len(doc) else ""
            if follows in ("on", "to") and not adjectives:  # "the ability of D to inhibit B"
                return
            yield self.made(i, found[0], "sensitivity", found[1])
        elif first < i and doc[i - 1].lower_ in self.bare_effect_adjectives and token.lower_ in self.bare_effects:
            yield self.made(i - 1, i + 1, "sensitivity", (), score=1.0)

    def of_something_else(self, doc: Doc, i: int, names: Layer) -> bool:
        """Whether a common noun before a response says that it is none to drugs: "corrosion resistance"."""
        before = doc[i - 1] if i else None
        if before is None or before.tag_ != "NN" or not (before.is_lower and before.is_alpha):
            return False
        said = doc[i].lower_ in self.said_of_anything
        return said and names.at(before.i) is None and before.lower_ not in self.holders

    def worked_on(self, token: Token) -> bool:
        """Whether an effect is what a verb of enhancing or weakening acts on, or what rises or falls by itself."""
        verb = token.head
        if verb.lemma_.lower() not in self.effect_verbs:
            return False
        alone = token.dep_ == "nsubj" and not any(kid.dep_ in ("dobj", "obj") for kid in verb.children)
        return alone or token.dep_ in ("dobj", "obj", "nsubjpass", "conj")

    def told_more_or_less(self, token: Token) -> bool:
        """Whether a dose is said to be higher or lower: "a higher IC50", "the IC50 was lower"."""
        said = list(token.lefts)
        if token.dep_ in ("nsubj", "nsubjpass"):
            said += [child for child in token.head.rights if child.dep_ in ("acomp", "oprd")]
        return any(child.lower_ in self.dose_adjectives for child in said)

    def to_drug(
        self, doc: Doc, start: int, names: Layer, prepositions: frozenset[str] | set[str], *, of: bool = True
    ) -> tuple[int, tuple[tuple[int, int], ...]] | None:
        """Return the end of "to D" and its drugs, where "of X" or a few nouns may stand before "to".

        ``None`` where there is no such phrase, ``NO_DRUG`` where something else than a drug is named in it.
        """
        limit = 14 if of and start < len(doc) and doc[start].lower_ in ("of", "in", "by") else 5
        depth = 0
        for j in range(start, min(len(doc), start + limit)):
            token = doc[j]
            if token.is_sent_start and j > start:
                return None
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth < 0:
                return None
            if token.lower_ in prepositions and depth == 0:
                return self.drugs.after(doc, j + 1, names) or NO_DRUG
            clause = token.pos_ in ("VERB", "AUX", "SCONJ") and names.at(j) is None
            if (clause or (token.text in (",", ".", ";", ":") and depth == 0)) and token.lower_ not in self.adjectives:
                return None
            if limit == 5 and (
                token.lower_ in self.adjectives
                or (token.pos_ not in ("NOUN", "PROPN", "ADJ") and token.text not in "()")
            ):
                return None
        return None

    def made(
        self, start: int, end: int, direction: str, drugs: tuple[tuple[int, int], ...], *, score: float = 5.0
    ) -> Candidate:
        """Return a DRUG_RESPONSE candidate."""
        return Candidate(start, end, "DRUG_RESPONSE", "phrase", score, direction, drugs)


@cache
def derived_names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of names such as "EnzR" and "TMZ-R", and the drugs by their short forms in lower case."""
    drugs = data("drug_response")["derived"]
    forms = "|".join(f"{form.capitalize()}|{form.upper()}" for form in sorted(drugs, key=len, reverse=True))
    return re.compile(rf"(?P<drug>{forms})[-‐‑–]?(?:R|Res|res)"), drugs


@lru_cache(maxsize=REMEMBERED)
def resisted(name: str) -> str | None:
    """Return the drug that cells of this name resist ("TMZ-R" -> "temozolomide"), ``None`` for other names."""
    pattern, drugs = derived_names()
    match = pattern.fullmatch(name)
    return drugs[match["drug"].lower()] if match else None


def verb_lemma(token: Token) -> str:
    """Return the base form of a regular verb form, also where a tagger took it for another part of speech."""
    return base_of_verb(token.lower_, token.lemma_)


def base_of_verb(word: str, lemma: str) -> str:
    """Return the base form of a verb from a form of it in lower case and the lemma that a lemmatiser gave it."""
    if word.endswith(("izing", "ising")):
        return word[:-3] + "e"
    if word.endswith(("ized", "ised", "izes", "ises")):
        return word[:-1]
    return lemma.lower() or word


def is_diagnostic(doc: Doc, i: int) -> bool:
    """Whether a bare "sensitivity" is that of a test: with a figure, or in one sentence with the words of tests."""
    figure = i + 2 < len(doc) and doc[i + 1].text == "(" and doc[i + 2].like_num
    return figure or any(token.lower_ in TEST_WORDS for token in doc[i].sent)


def _directions(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: direction for direction in ("resistance", "sensitivity") for word in table[direction]}


def _previous_word(doc: Doc, i: int) -> str:
    j = i - 1
    if j >= 0 and is_dash(doc[j].text):
        j -= 1
    return doc[j].lower_ if j >= 0 else ""
