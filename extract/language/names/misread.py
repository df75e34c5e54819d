"""Forms that name something else in some company: "CP2" beside electrodes, "P84" beside residues."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Span

from extract.language.candidates import data, is_dash, words_of
from extract.language.lexicon.dictionary import load_lexicon

KNOWN = ("curated", "official", "family", "name")  # kinds of names that mean what they say in any company


class Form(NamedTuple):
    """A form with what makes it something else: words in its sentence or right before it, or several of its like."""

    pattern: re.Pattern[str]
    sentence: frozenset[str]
    before: frozenset[str]
    unless_known: bool
    several: int
    types: frozenset[str]


def is_misread(doc: Doc, span: Span, label: str) -> bool:
    """Return whether the form of a span taken for a ``label`` is that of something else, by the words around it."""
    text = span.text
    fitting = (form for form in _forms() if label in form.types and form.pattern.fullmatch(text))
    return any(_is_so(doc, span, form) for form in fitting)


def _is_so(doc: Doc, span: Span, form: Form) -> bool:
    if form.unless_known and any(e.kind in KNOWN for e in load_lexicon().lookup(span.text)[:1]):
        return False
    if form.before:
        i = span.start - 1
        i -= i > 0 and (is_dash(doc[i].text) or doc[i].text == ".")
        return i >= 0 and doc[i].lower_ in form.before
    sentence = span.sent
    if form.several:
        return len(set(form.pattern.findall(sentence.text))) >= form.several
    return not form.sentence or not form.sentence.isdisjoint(words_of(doc)[sentence.start : sentence.end])


@cache
def _forms() -> list[Form]:
    rules = data("names")
    return [
        Form(
            re.compile(entry["pattern"].replace("<dash>", rules["dash"])),
            frozenset(entry.get("sentence", ())),
            frozenset(entry.get("before", ())),
            entry.get("unless_known", False),
            entry.get("several", 0),
            frozenset(entry["types"]),
        )
        for entry in rules["misread"]
    ]


def is_inside_word(doc: Doc, span: Span) -> bool:
    """Return whether a span is a part of brackets within one word: the citrate of "poly(1,8-octane-citrate)"."""
    start = span.start
    while start > 0 and not doc[start - 1].whitespace_ and doc[start].text != "(":
        start -= 1
    if doc[start].text != "(" or start == 0 or doc[start - 1].whitespace_ or not doc[start - 1].text[-1].isalnum():
        return False
    end = span.end
    while end < len(doc) and not doc[end - 1].whitespace_ and doc[end].text != ")":
        end += 1
    closed = end < len(doc) and not doc[end - 1].whitespace_ and doc[end].text == ")"
    return closed and (start + 1, end) != (span.start, span.end)
