"""The abbreviations that a document defines, with their long forms set right.

scispaCy's detector (after Schwartz and Hearst 2003) takes the shortest stretch of words that has the letters, which may
lack a word ("synthesis pathway" for SSP) or have some too many ("the infiltration of regulatory T cells" for Tregs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scispacy.abbreviation import find_abbreviation
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from extract.language.lexicon.dictionary import Lexicon
from extract.language.lexicon.keys import DASHES, key
from extract.language.lexicon.spellings import plain, singular

HYPHENATED = re.compile(rf"\(([^\s()]{{2,10}})\)(?=[{DASHES}]\w)")
WINDOW = 120  # characters before the bracket
LEFT = 3  # tokens by which a long form may be extended
JOINING = ("of", "the", "and", "in", "for", "to", "a", "an")


def short_brackets(nlp: Language) -> Matcher:
    """Return a matcher for brackets of up to eight tokens.

    The detector drops longer ones, but its own matcher goes on from each bracket to the end of the text.
    """
    matcher = Matcher(nlp.vocab)
    matcher.add("parenthesis", [[{"ORTH": "("}, {"OP": "{1,8}"}, {"ORTH": ")"}]])
    return matcher


def definitions(doc: Doc, lexicon: Lexicon) -> dict[str, str]:
    """Return the abbreviations that the document defines: short form -> long form, the first definition of each.

    What the text defines goes before the list of abbreviations that the paper prints.
    """
    if not Doc.has_extension("abbreviations"):
        return {}
    found: dict[str, str] = {}
    for short in doc._.abbreviations:
        if short.text not in found:
            long = short._.long_form
            found[short.text] = plain(long_form(short.text, long, lexicon) if isinstance(long, Span) else str(long))
    for short, long in _hyphenated(doc):
        found.setdefault(short, plain(long_form(short, long, lexicon)))
    document = doc._.document if Doc.has_extension("document") else None
    for short, long in document.abbreviations if document is not None else ():
        found.setdefault(short, plain(long))
    return found


def _hyphenated(doc: Doc) -> Iterator[tuple[str, Span]]:
    """Yield the definitions that a hyphen follows ("nitric oxide (NO)-mediated"), which the detector does not see.

    The long forms are spans of Docs of their own.
    """
    text = doc.text
    for match in HYPHENATED.finditer(text):
        short = match[1]
        before = re.split(r"[.;:]\s|\n\n", text[max(match.start() - WINDOW, 0) : match.start()])[-1].split()
        words = before[-min(len(short) + 5, len(short) * 2) :]
        if not words or not any(char.isupper() for char in short):
            continue
        small = Doc(doc.vocab, words=[*words, short])
        _, long = find_abbreviation(small[: len(words)], small[len(words) :])
        if long is not None:
            yield short, long


def long_form(short: str, long: Span, lexicon: Lexicon) -> str:
    """Return the long form that begins where the initials or the lexicon say, rather than where the detector says."""
    doc = long.doc
    letters = re.sub(r"(?<=[A-Z])s$", "", short)
    letters = re.sub(r"[^a-z]", "", letters.lower())
    first = max(long.start - LEFT, 0)
    for start in range(first, long.end):
        span = doc[start : long.end]
        if "\n" in span.text or any(token.is_sent_start for token in span[1:]):
            continue
        if _begins_name(span) and _initials(span.text) == letters:
            return span.text
    meanings = _meanings(short, lexicon)
    suffixes = [doc[start : long.end] for start in range(long.start, long.end)]
    suffixes = [span.text for span in suffixes if _begins_name(span)]
    known = {text: _meanings(text, lexicon) for text in suffixes}
    for text in suffixes:
        if meanings & known[text]:
            return text
    for text in suffixes:
        if known[text] and text[0].lower() == letters[:1] and _has_in_order(text.lower(), key(short)):
            return text
    return long.text


def _meanings(name: str, lexicon: Lexicon) -> set[tuple[str, str]]:
    return {(entry.type, entry.norm) for form in (name, singular(name)) for entry in lexicon.lookup(form)}


def _has_in_order(text: str, chars: str) -> bool:
    rest = iter(text)
    return all(char in rest for char in chars)


def _begins_name(span: Span) -> bool:
    return not (span[0].is_punct or span[0].lower_ in JOINING or span[-1].lower_ in JOINING)


def _initials(text: str) -> str:
    words = re.findall(r"[^\W\d_][^\W_]*", text)
    return "".join(word[0] for word in words if word.lower() not in JOINING).lower()
