"""Names that were taken in part: "liver X receptor (LXR) alpha", "phase II metabolism", "structural plasticity"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, Layer, data, is_dash
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.keys import GREEK

ROMAN = re.compile(r"(?:I{1,3}|IV|VI?)[ab]?")
MEMBER = re.compile(rf"(?:{'|'.join((*GREEK, *GREEK.values()))}|[1-9A-D]|I{{1,3}})")
LONGEST = 6  # tokens of the first half of a pathway's name


def whole_names(doc: Doc, layer: Layer) -> Iterator[Candidate]:
    """Yield the settled mentions of a Doc with the words that belong to them."""
    for candidate in layer:
        yield from _with_member(doc, candidate, layer)
        start = candidate.start
        start = _numbered_start(doc, candidate, layer)
        start = start - 1 if _is_told_by_adjective(doc, candidate, layer) else start
        start = _first_half(doc, candidate, layer) if candidate.label == "PATHWAY" else start
        start = start - 2 if _shares_head(doc, candidate, start, layer) else start
        end = candidate.end + _has_quality(doc, candidate)
        if end - start > candidate.end - candidate.start:
            yield replace(candidate, start=start, end=end)


def _with_member(doc: Doc, candidate: Candidate, layer: Layer) -> Iterator[Candidate]:
    """Yield a family with its short form in brackets and the letter of the member: "... receptor (LXR) alpha"."""
    end = candidate.end
    short = layer.starting(end + 1)
    if candidate.label != "GENE" or short is None or short.label != "GENE" or short.end + 1 >= len(doc):
        return
    if doc[end].text != "(" or doc[short.end].text != ")" or not MEMBER.fullmatch(doc[short.end + 1].text):
        return
    name = f"{doc[candidate.start : end].text} {doc[short.end + 1].text}"
    if load_lexicon().lookup(name, ("GENE",)):
        yield replace(candidate, end=short.end + 2)


def _numbered_start(doc: Doc, candidate: Candidate, layer: Layer) -> int:
    """Return where a mention begins before which a phase, class or type with its number stands: "phase II metabolism".

    The number may have been taken for the mention's first word already.
    """
    i = candidate.start
    numbered = data("processes")["relational"]["numbered"]
    if i > 0 and candidate.end - i > 1 and ROMAN.fullmatch(doc[i].text):
        before = i - 1
    elif i > 1 and candidate.label == "PROCESS" and candidate.end - i == 1 and ROMAN.fullmatch(doc[i - 1].text):
        before = i - 2
    else:
        return i
    free = not any(map(layer.at, range(before, i)))
    return before if free and doc[before].lower_ in numbered else i


def _has_quality(doc: Doc, candidate: Candidate) -> bool:
    """Whether what a substance has against something is named by its adjective alone: "antiviral" before "activity"."""
    rules = data("processes")["against_whole"]
    if candidate.label != "PROCESS" or candidate.end >= len(doc):
        return False
    against = _against().fullmatch(doc[candidate.end - 1].lower_) is not None
    return against and doc[candidate.end].lower_ in rules["nouns"]


@cache
def _against() -> re.Pattern[str]:
    return re.compile(rf"anti-?(?:{'|'.join(data('states')['anti']['others'])})[a-z]+")


def _is_told_by_adjective(doc: Doc, candidate: Candidate, layer: Layer) -> bool:
    """Whether the adjective before a process of one word tells it from others: "structural plasticity"."""
    i = candidate.start
    if candidate.label != "PROCESS" or candidate.end - i > 1 or i == 0 or layer.at(i - 1) is not None:
        return False
    rules = data("processes")["relational"]
    word = doc[i - 1]
    if doc[i].lower_ not in rules["heads"]:
        return False
    plain = word.is_alpha and (word.is_lower or (word.is_title and word.is_sent_start))
    if not plain or word.pos_ != "ADJ" or word.head.i != i or word.dep_ != "amod":
        return False
    if i > 1 and (is_dash(doc[i - 2].text) or doc[i - 2].lower_ in ("and", "or", ",")):
        return False
    return _is_relational(word)


def _shares_head(doc: Doc, candidate: Candidate, start: int, layer: Layer) -> bool:
    """Whether an adjective shares the head of the process behind it: "microglial and macrophage activation"."""
    if candidate.label != "PROCESS" or candidate.end - start < 2 or start < 2:
        return False
    joint, word = doc[start - 1], doc[start - 2]
    if joint.lower_ not in ("and", "or") or not word.is_alpha or layer.at(word.i) is not None:
        return False
    behind_free = doc[start].pos_ in ("ADJ", "NOUN") and doc[candidate.start + 1].lower_ not in ("of", "to")
    return word.tag_ == "JJ" and _is_relational(word) and behind_free


def _is_relational(word: Token) -> bool:
    """Whether an adjective says of what a process is: "microglial", not "recent"."""
    rules = data("processes")["relational"]
    return word.lower_.endswith(tuple(rules["endings"])) and word.lower_ not in rules["others"]


def _first_half(doc: Doc, candidate: Candidate, layer: Layer) -> int:
    """Return where a pathway's name begins whose first half stands before a slash, written out."""
    start = candidate.start
    if start < 2 or doc[start - 1].text != "/":
        return start
    i = start - 1
    while i > 0 and start - i <= LONGEST and _is_part(doc, i - 1):
        i -= 1
    covering = layer.at(i)
    return i if i < start - 1 and (covering is None or covering.start == i) else start


def _is_part(doc: Doc, i: int) -> bool:
    token = doc[i]
    return token.pos_ in ("NOUN", "PROPN", "NUM") or is_dash(token.text)
