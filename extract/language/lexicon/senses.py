"""Which meaning of an undefined abbreviation the words of the document speak for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from spacy.tokens import Doc

from extract.language.candidates import text_of, word_lists
from extract.language.lexicon.dictionary import REMEMBERED, Entry

COMMON = word_lists("names")["common"]
LETTERS = 5  # a shorter word tells nothing
LIKELY = 0.8  # the score from which half of a meaning's words are enough


def sense(entries: Iterable[Entry], words: Collection[str]) -> Entry | None:
    """Return the meaning whose own words stand in the document, the best of several; ``None`` without one."""
    told = [(share, entry) for entry in entries if (share := spelt_out(entry.norm, words)) >= least(entry)]
    return max(told, key=lambda pair: (pair[0], pair[1].score))[1] if told else None


def least(entry: Entry) -> float:
    """Return the share of a meaning's words that must stand in the document."""
    return 0.5 if entry.score >= LIKELY else 1.0


def spelt_out(norm: str, words: Collection[str]) -> float:
    """Return the share (0..1) of a full name's telling words that stand in a document."""
    told = telling(norm)
    return sum(word in words for word in told) / len(told) if told else 0.0


@lru_cache(maxsize=REMEMBERED)
def telling(norm: str) -> tuple[str, ...]:
    """Return the words that tell a full name from others, in lower case."""
    found = re.findall(rf"[a-z]{{{LETTERS},}}", norm.lower())
    return tuple(dict.fromkeys(word for word in found if word not in COMMON))


@lru_cache(maxsize=1)
def longer_words(doc: Doc) -> frozenset[str]:
    """Return the words of a Doc that are long enough to tell a meaning, in lower case and without a plural's s."""
    found = set(re.findall(rf"[a-z]{{{LETTERS},}}", text_of(doc).lower()))
    return frozenset(found | {word.removesuffix("s") for word in found})
