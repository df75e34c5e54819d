"""Abbreviations that a bracket defines: "hepatocellular carcinoma (HCC)", after Schwartz and Hearst (2003).

A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, Pac
Symp Biocomput 2003:451-62. Candidates and limits are those of scispaCy's ``abbreviation_detector``, which stands on the
same paper; that one keeps Spans in the Doc and comes with libraries that do not install everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from spacy.tokens import Doc, Span

from extract.language.candidates import places_of

LONGEST = 8  # tokens between the brackets
WORD = 5  # small letters that are a word
CLOSING = (")", ";")  # further words may follow the short form: "xyloglucan (XyG; axy-8)"
SHORT = 3  # tokens of a short form; what is longer is a long form


def definitions_in(doc: Doc) -> Iterator[tuple[Span, Span]]:
    """Yield short and long form of each definition, in reading order."""
    for short, long in _candidates(doc):
        start = long_form_start(" ".join(token.text for token in short), [token.text for token in long])
        if start is not None and short.text not in {token.text for token in long[start:]}:
            yield short, long[start:]


def long_form_start(short: str, words: list[str]) -> int | None:
    """Return the word that the shortest long form begins with, None where the letters do not fit.

    The letters and digits of the short form stand in the long form, in their order, the first one at the start of a
    word or behind a hyphen.
    """
    text = " ".join(words)
    at = len(text) - 1
    for position in range(len(short) - 1, -1, -1):
        char = short[position].lower()
        if not char.isalnum():
            continue
        while at >= 0 and (text[at].lower() != char or (position == 0 and at > 0 and text[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    ends = list(accumulate(len(word) + 1 for word in words))
    return bisect_right(ends, at + 1)


def uses(doc: Doc) -> Iterator[tuple[Span, Span]]:
    """Yield each use of a short form that the Doc defines, with the long form at its definition.

    The first definition of a short form counts, and one short form for a long one.
    """
    meant: dict[tuple[str, ...], Span] = {}
    longs: set[str] = set()
    for short, long in definitions_in(doc):
        words = tuple(token.text for token in short)
        if words not in meant and long.text not in longs:
            meant[words] = long
            longs.add(long.text)
    by_place: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for words in meant:
        for i in places_of(doc, words[0]):
            by_place[i].append(words)
    for i in sorted(by_place):
        for words in by_place[i]:
            span = doc[i : i + len(words)]
            if tuple(other.text for other in span) == words:
                yield span, meant[words]


def _candidates(doc: Doc) -> Iterator[tuple[Span, Span]]:
    """Yield what may be short and long form: by length, one stands in the bracket and the other before it."""
    for opening in places_of(doc, "("):
        start = opening + 1
        for end in range(start + 1, min(start + LONGEST, len(doc) - 1) + 1):
            if doc[end].text not in CLOSING or start == 1:
                continue
            inside = doc[start:end]
            if len(inside) > SHORT:
                if doc[end].text != ")":
                    break
                short, long = doc[start - 2 : start - 1], inside
                if not _balanced(inside):
                    continue
            else:
                letters = sum(len(token) for token in inside)
                short, long = inside, doc[max(start - 1 - min(letters + 5, letters * 2), 0) : start - 1]
            if len(long) and _like_abbreviation(short):
                yield short, long


def _like_abbreviation(span: Span) -> bool:
    """Tell whether a span has the form of an abbreviation: 2 to 9 characters a word, most of them letters; no word."""
    text = span.text
    if text.islower() and text.isalpha() and len(text) >= WORD:
        return False
    letters = sum(map(str.isalpha, text))
    return all(2 <= len(token) < 10 for token in span) and 2 * letters >= len(text) and text[0].isalpha()


def _balanced(span: Span) -> bool:
    depth = 0
    for token in span:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0:
            return False
    return depth == 0
