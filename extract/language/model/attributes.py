"""spaCy's attribute ruler and lemmatiser, which remember what they said of tokens like those that they see."""

from __future__ import annotations

from threading import RLock
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

REMEMBERED = 1 << 16  # words
_LOCK = RLock()  # threads may share a pipeline


def remember_attributes(nlp: Language) -> None:
    """Let attribute rulers look up what they said of tokens like those that they see."""
    for _, component in nlp.pipeline:
        if type(component) is AttributeRuler:
            component.__class__ = RememberingRuler


def index_lemmas(nlp: Language) -> None:
    """Let the rule lemmatiser look up a form among the known ones instead of reading through the list of them."""
    for _, component in nlp.pipeline:
        if isinstance(component, Lemmatizer) and component.lookups.has_table("lemma_index"):
            known = component.lookups.get_table("lemma_index")
            for part_of_speech in known:
                known[part_of_speech] = dict.fromkeys(known[part_of_speech])


def remember_lemmas(nlp: Language) -> None:
    """Let the rule lemmatiser of English look up its lemmas for all tokens of a text at once."""
    for _, component in nlp.pipeline:
        if type(component) is EnglishLemmatizer and component.mode == "rule":
            component.__class__ = RememberingLemmatizer
            component.lemmas = {}  # type: ignore[attr-defined]


def keys_of(doc: Doc, attributes: list[int | str]) -> list[Any]:
    """Return one key for each token, of what it is in some respects."""
    return _keys(doc.to_array(attributes))


def _keys(rows: Any) -> list[Any]:
    return rows.view(np.dtype((np.void, rows.strides[0]))).ravel().tolist() if len(rows) else []


_ASKED: list[int | str] = ["TAG", "DEP", "LOWER"]
_SET: list[int | str] = [POS, MORPH, LEMMA]


class RememberingRuler(AttributeRuler):
    """An attribute ruler that knows again tokens that look the same to its patterns, where each asks of one token."""

    _rules = -1  # the number of patterns that what is remembered is of
    _named: list[Any] | None
    _known: dict[Any, int]  # places in `_told`
    _told: Any

    def __call__(self, doc: Doc) -> Doc:
        """Set what the patterns say of each token."""
        with _LOCK:
            if self._rules != len(self.attrs):
                self._rules, self._named = len(self.attrs), _named(self)
                self._known, self._told = {}, np.empty((0, len(_SET)), dtype="uint64")
            if self._named is None or not len(doc) or doc.to_array(_SET).any():
                return super().__call__(doc)
            asked = doc.to_array(_ASKED)
            for column, named in zip(asked.T, self._named, strict=True):
                column[named.take(np.searchsorted(named, column), mode="clip") != column] = 0
            keys = _keys(asked)
            new = {key: i for i, key in enumerate(keys) if key not in self._known}
            if new:
                self._learn(doc, new)
            return doc.from_array(_SET, self._told[[self._known[key] for key in keys]])

    def _learn(self, doc: Doc, new: dict[Any, int]) -> None:
        """Let the patterns say what they say of some tokens, by their keys."""
        part: Any
        for i in new.values():
            part = doc[i : i + 1]
            self.set_annotations(doc, [(rule, match, i, i + 1) for rule, match, _, _ in self.match(part)])  # type: ignore[no-untyped-call]
        self._known.update(zip(new, range(len(self._told), len(self._told) + len(new)), strict=True))
        self._told = np.concatenate((self._told, doc.to_array(_SET)[[*new.values()]]))


class RememberingLemmatizer(EnglishLemmatizer):
    """A lemmatiser that remembers its lemmas by what they depend on: form, part of speech and features."""

    lemmas: dict[Any, int]

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of each token that has none."""
        keys = keys_of(doc, [ORTH, POS, MORPH])
        with _LOCK:
            new = {key: i for i, key in enumerate(keys) if key not in self.lemmas}
            if len(self.lemmas) + len(new) > REMEMBERED:
                self.lemmas.clear()
                self.cache.clear()
                new = {key: i for i, key in enumerate(keys)}
            for key, i in new.items():
                self.lemmas[key] = doc.vocab.strings.add(self.lemmatize(doc[i])[0])
            lemmas: Any = np.array([self.lemmas[key] for key in keys], dtype="uint64")
        if not self.overwrite:
            given = doc.to_array(LEMMA)
            lemmas[given != 0] = given[given != 0]
        return doc.from_array(LEMMA, lemmas)


def _named(ruler: AttributeRuler) -> list[Any] | None:
    """Return the sorted tags, labels and words that patterns of one token name; None where a pattern asks for more."""
    named: dict[Any, set[int]] = {attribute: set() for attribute in _ASKED}
    rules: Any = ruler.patterns
    for pattern in (pattern for rule in rules for pattern in rule["patterns"]):
        if len(pattern) > 1:
            return None
        for attribute, value in pattern[0].items():
            values = [value] if isinstance(value, str) else value.get("IN") if isinstance(value, dict) else None
            if attribute not in named or values is None:
                return None
            named[attribute].update(map(ruler.vocab.strings.add, values))
    return [np.array(sorted({0, *values}), dtype="uint64") for values in named.values()]
