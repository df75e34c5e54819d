"""Responses as clinicians report them: "complete hematologic response", "CHR", "responders to imatinib"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, Layer, data, is_dash
from extract.language.responses.drugs import DrugPhrases

JOINTS = frozenset((",", "and", "or", "/", "and/or"))
SCORE = 2.0


class ClinicalResponses:
    """Finds responses of patients that no drug needs to stand beside."""

    def __init__(self, drugs: DrugPhrases) -> None:
        rules = data("drug_response")["clinical"]
        self.drugs = drugs
        self.kinds = frozenset(rules["kinds"])
        self.manners = frozenset(rules["manners"])
        self.nouns = frozenset(rules["nouns"])
        self.had = frozenset(rules["had"])
        self.patients = frozenset(rules["patients"])
        self.better = frozenset(rules["better"])
        self.people = frozenset(rules["people"])
        self.abbreviations = frozenset(rules["abbreviations"])
        self.not_after = frozenset(data("drug_response")["not"]["after"])

    def may_head(self, text: str, word: str) -> bool:
        """Whether a token so written may be the head of a response; `word` is its text in lower case."""
        return word in self.nouns or word in self.people or text.removesuffix("s") in self.abbreviations

    def at(self, doc: Doc, token: Token, names: Layer) -> Iterator[Candidate]:
        """Yield the response that has this token as its head."""
        word, after = token.lower_, _after(token)
        start = token.i
        if after in self.not_after:
            return
        if word in self.nouns:
            start = self.kinds_start(doc, token.i)
            manner = token.i and token.nbor(-1).lower_ in self.manners
            if start == token.i and not manner and not self.of_patients(token):
                return
        elif not self.may_head(token.text, word):
            return
        direction = "resistance" if word.startswith("non") else "sensitivity"
        found = self.drugs.after(doc, token.i + 2, names) if after == "to" else None
        end, drugs = found if found is not None else (token.i + 1, ())
        yield Candidate(start, end, "DRUG_RESPONSE", "phrase", SCORE, direction, drugs)

    def of_patients(self, noun: Token) -> bool:
        """Whether a response of no kind is what patients had: "four of the patients achieved a response"."""
        within = noun.dep_ == "pobj" and noun.head.lower_ == "with"  # "were associated with a better response"
        verb = noun.head.head if within else noun.head
        if not (within or noun.dep_ in ("dobj", "nsubjpass")) or verb.lemma_.lower() not in self.had:
            return False
        told = [left for left in noun.lefts if left.dep_ != "det" and left.lower_ not in self.better]
        return not told and any(token.lower_ in self.patients for token in noun.sent)

    def kinds_start(self, doc: Doc, i: int) -> int:
        """Return where "complete or partial hematologic" begins before the noun at ``i``; ``i`` without such a word."""
        start, j = i, i - 1
        while j >= 0 and (doc[j].lower_ in self.kinds or (start < i and doc[j].lower_ in JOINTS)):
            if doc[j].lower_ in self.kinds:
                start = j
            elif doc[j].text == "," and doc[j - 1].lower_ not in self.kinds:
                break
            j -= 1
        return start


def _after(token: Token) -> str:
    doc, i = token.doc, token.i + 1
    if i < len(doc) and is_dash(doc[i].text):
        i += 1
    return doc[i].lower_ if i < len(doc) else ""
