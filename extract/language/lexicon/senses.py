"""Which meaning of an undefined abbreviation a document speaks for: by the meaning's own words, or by cues in data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from spacy.tokens import Doc

from extract.language.candidates import data, text_of, word_lists
from extract.language.lexicon.dictionary import REMEMBERED, Entry

COMMON = word_lists("names")["common"]
PLURAL = re.compile(r"(?<=[A-Z])s$")
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


def cued(name: str, type_: str, text: str) -> str | None:
    """Return the meaning of a short name that most cues in a text, which is in lower case, speak for.

    "" is a meaning that has no identifier; None stands for no cue, or a name of which the data say nothing.

    Examples
    --------
    >>> cued("TACE", "GENE", "tace for hepatocellular carcinoma"), cued("TACE", "GENE", "tace sheds tnf")
    ('', 'ADAM17')
    """
    meanings = meanings_of(name, type_)
    counts = {meaning: len(set(cues.findall(text))) for meaning, cues in meanings.items()} if text else {}
    best = max(counts, key=counts.__getitem__, default="")
    return best if counts.get(best) else None


def meanings_of(name: str, type_: str) -> dict[str, re.Pattern[str]]:
    """Return the meanings that the data give a short name of a type, with what finds the beginnings of their cues."""
    return cues_by_name().get(type_, {}).get(_joined(PLURAL.sub("", name)), {})


def _joined(name: str) -> str:
    return re.sub(r"[-\s]", "", name)


@cache
def cues_by_name() -> dict[str, dict[str, dict[str, re.Pattern[str]]]]:
    """Return the data on senses, ready for use."""
    return {
        type_: {
            _joined(name): {
                meaning: re.compile(rf"\b(?:{'|'.join(cues.split())})") for meaning, cues in meanings.items()
            }
            for name, meanings in names.items()
        }
        for type_, names in data("senses").items()
    }
