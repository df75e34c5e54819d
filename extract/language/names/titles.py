"""Codes that nothing knows, by the noun that calls them something: "the ATR inhibitor QX-2047", "strain QL-77".

A letter and a figure or two may name a gene, a compound, a strain, a helix or a patient. The noun beside it says which,
and what it says of a code in one place holds in the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, data, is_dash, texts_of
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.spellings import singular

SCORE = 4.0
# "3b" may be a compound, the "1A" of "inhibitor 1A" is a gene's.
CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-zα-ω])(?:[A-Za-zα-ω][\w.-]{1,14}|\d[\w.-]{2,14}|\d[a-z])")
GREEK = re.compile(r"(?:alpha|beta|gamma|delta|[α-ω])-?\d{1,2}")
SURE = ("curated", "official", "family", "name")
SEPARATORS = frozenset((",", "and", "or", "/"))
UNTYPED = ""


class Titles:
    """Tells the types of codes by the nouns before and behind them."""

    def __init__(self) -> None:
        rules = data("names")["titles"]
        labels = {label: UNTYPED if label == "untyped" else label for label in rules["before"]}
        self.before = {word: labels[label] for label, words in rules["before"].items() for word in words}
        self.behind = frozenset(rules["behind"])
        self.such = frozenset(rules["such"])

    def __call__(self, doc: Doc) -> dict[str, str]:
        """Return what codes of the Doc are called: a type, or "" for what has none."""
        told: dict[str, str] = {}
        for i, text in enumerate(texts_of(doc)):
            if not CODE.fullmatch(text):
                continue
            token = doc[i]
            label = self.called(token)
            if label is not None and not is_known(token.text, label):
                told.setdefault(token.text, label)
        return told

    def called(self, token: Token) -> str | None:
        """Return what the noun beside a code, or at the head of its list, calls it; ``None`` without such a noun."""
        if singular(_behind(token)) in self.behind:
            return UNTYPED
        doc, i = token.doc, token.i - 1
        while i > 0 and doc[i].lower_ in SEPARATORS and is_code(doc[i - 1]):
            i -= 2
        if i >= 0 and doc[i].text in ("(", ","):
            i -= doc[i].text == "("
        if i > 1 and doc[i - 1 : i + 1].text.lower() in self.such:
            i -= 2
        elif i > 0 and doc[i].lower_ in self.such:
            i -= 1
        return self.before.get(singular(doc[i].lower_)) if i >= 0 else None


def candidates(doc: Doc, told: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the codes that have a type, wherever they stand."""
    for i, text in enumerate(texts_of(doc) if told else ()):
        if told.get(text):
            yield Candidate(i, i + 1, told[text], "title", SCORE)


def without_untyped(doc: Doc, found: Iterable[Candidate], told: Mapping[str, str]) -> Iterator[Candidate]:
    """Leave out names that are, or end in, a code of no type or another one: "QL-77", "helix α2"."""
    for candidate in found:
        label = told.get(doc[candidate.end - 1].text, candidate.label)
        if label == candidate.label or candidate.source == "pattern":
            yield candidate


def is_code(token: Token) -> bool:
    """Whether a token has the form of a code."""
    return CODE.fullmatch(token.text) is not None


def is_known(name: str, label: str) -> bool:
    """Whether the lexicon holds a code as the name of a molecule or cell line other than of this type."""
    if GREEK.fullmatch(name):
        return False
    others = (entry for entry in load_lexicon().lookup(name) if entry.type != label)
    return any(entry.kind in SURE or (entry.mode != "lookup" and entry.score > 0.5) for entry in others)


def _behind(token: Token) -> str:
    doc, i = token.doc, token.i + 1
    if i < len(doc) and is_dash(doc[i].text):
        i += 1
    return doc[i].lower_ if i < len(doc) else ""
