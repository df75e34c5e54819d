"""Names that were taken in part: "liver X receptor (LXR) alpha", "phase II metabolism", "structural plasticity"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

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
        start = start - 1 if _is_numbered(doc, candidate, layer) else start
        start = start - 1 if _is_told_by_adjective(doc, candidate, layer) else start
        start = _first_half(doc, candidate, layer) if candidate.label == "PATHWAY" else start
        if start < candidate.start:
            yield replace(candidate, start=start)


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


def _is_numbered(doc: Doc, candidate: Candidate, layer: Layer) -> bool:
    """Whether a mention begins with the number of a phase, class or type that stands before it: "II metabolism"."""
    i = candidate.start
    if i == 0 or candidate.end - i < 2 or layer.at(i - 1) is not None or not ROMAN.fullmatch(doc[i].text):
        return False
    return doc[i - 1].lower_ in data("processes")["relational"]["numbered"]


def _is_told_by_adjective(doc: Doc, candidate: Candidate, layer: Layer) -> bool:
    """Whether the adjective before a process of one word tells it from others: "structural plasticity"."""
    i = candidate.start
    if candidate.label != "PROCESS" or candidate.end - i > 1 or i == 0 or layer.at(i - 1) is not None:
        return False
    rules = data("processes")["relational"]
    word = doc[i - 1]
    if doc[i].lower_ not in rules["heads"]:
        return False
    if word.pos_ != "ADJ" or not word.is_lower or not word.is_alpha or word.head.i != i or word.dep_ != "amod":
        return False
    if i > 1 and (is_dash(doc[i - 2].text) or doc[i - 2].lower_ in ("and", "or", ",")):
        return False
    return word.text.endswith(tuple(rules["endings"])) and word.text not in rules["others"]


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
