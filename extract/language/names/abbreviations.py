"""The abbreviations that a document defines, with their long forms set right.

The detector takes the shortest stretch of words that has the letters, which may
lack a word ("synthesis pathway" for SSP) or have some too many ("the infiltration of regulatory T cells" for Tregs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Span

from extract.language.candidates import text_of
from extract.language.lexicon.dictionary import Lexicon
from extract.language.lexicon.keys import DASHES, key
from extract.language.lexicon.spellings import plain, singular
from extract.language.names.brackets import long_form_start

HYPHENATED = re.compile(rf"\(([^\s()]{{2,10}})\)(?=[{DASHES}]\w)")
# As legends and footnotes list them: "IN, internalization; SB, surface-binding particles."
LISTED = re.compile(
    r"(?:^|[.;:(]\s*)(?P<short>[A-Z][A-Za-z0-9-]{1,7})(?:[,:=]| =)\s(?P<long>[a-z][^,;:.()=]{3,70})(?=[;.)]|$)",
    re.MULTILINE,
)
# As brackets give them with a value: "(posterior state probability, PSP = 0.99)".
VALUED = re.compile(r"\((?P<long>[a-z][a-z -]{3,70}), (?P<short>[A-Z][A-Za-z]{1,5})(?=[,;:=)]|\s[=<>≥≤])")
WINDOW = 120  # characters before the bracket
LEFT = 3  # tokens by which a long form may be extended
JOINING = ("of", "the", "and", "in", "for", "to", "a", "an")


def pairs(doc: Doc) -> Iterator[tuple[Span, Span]]:
    """Yield each use of an abbreviation in ``doc._.abbreviations``, with its long form.

    They may be of ``resistract_abbreviations`` or of scispaCy's ``abbreviation_detector``, serialisable or not.
    """
    for found in doc._.abbreviations if Doc.has_extension("abbreviations") else ():
        if isinstance(found, Mapping):
            yield doc[found["short_start"] : found["short_end"]], doc[found["long_start"] : found["long_end"]]
        elif isinstance(found._.long_form, Span):
            yield found, found._.long_form


def definitions(doc: Doc, lexicon: Lexicon) -> dict[str, str]:
    """Return the abbreviations that the document defines: short form -> long form, the first definition of each.

    What the text defines goes before the list of abbreviations that the paper prints.
    """
    found: dict[str, str] = {}
    for short, long in pairs(doc):
        if short.text not in found:
            found[short.text] = plain(long_form(short.text, long, lexicon))
    for name, long in _hyphenated(doc):
        found.setdefault(name, plain(long_form(name, long, lexicon)))
    document = doc._.document if Doc.has_extension("document") else None
    printed = document.abbreviations if document is not None else ()
    for name, meaning in (*listed(text_of(doc)), *printed):
        found.setdefault(name, plain(meaning))
    return found


def listed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the abbreviations that a legend lists, with their long forms, or a bracket names behind theirs.

    Examples
    --------
    >>> [*listed("They were equal (posterior state probability, PSP = 0.99).")]
    [('PSP', 'posterior state probability')]
    >>> [*listed("Bars: IN, internalization; SB, surface-binding particles.")]
    [('IN', 'internalization'), ('SB', 'surface-binding particles')]
    """
    for match in LISTED.finditer(text):
        short, long = match["short"], match["long"].strip()
        if _has_in_order(long.lower(), key(short)) and long[0] == short[0].lower():
            yield short, long
    for match in VALUED.finditer(text):
        if _initials(match["long"]) == match["short"].lower():
            yield match["short"], match["long"]


def _hyphenated(doc: Doc) -> Iterator[tuple[str, Span]]:
    """Yield the definitions that a hyphen follows ("nitric oxide (NO)-mediated"), which the detector does not see.

    The long forms are spans of Docs of their own.
    """
    text = text_of(doc)
    for match in HYPHENATED.finditer(text):
        short = match[1]
        before = re.split(r"[.;:]\s|\n\n", text[max(match.start() - WINDOW, 0) : match.start()])[-1].split()
        words = before[-min(len(short) + 5, len(short) * 2) :]
        if not words or not any(char.isupper() for char in short):
            continue
        start = long_form_start(short, words)
        if start is not None:
            yield short, Doc(doc.vocab, words=words)[start:]


def long_form(short: str, long: Span, lexicon: Lexicon) -> str:
    """Return the long form that begins where the initials or the lexicon say, rather than where the detector says."""
    doc = long.doc
    letters = re.sub(r"(?<=[A-Z])s$", "", short)
    letters = re.sub(r"[^a-z]", "", letters.lower())
    first = max(long.start - LEFT, 0)
    spans = [span for start in range(first, long.end) if _is_whole(span := doc[start : long.end])]
    for span in spans:
        if _begins_name(span) and _initials(span.text) == letters:
            return span.text
    meanings = _meanings(short, lexicon)
    begin = long.start if len(long) > 1 else first  # "carcinoma" has the letters of CRC, too
    suffixes = [span.text for span in spans if span.start >= begin and _begins_name(span)]
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


def _is_whole(span: Span) -> bool:
    return "\n" not in span.text and not any(token.is_sent_start for token in span[1:])


def _begins_name(span: Span) -> bool:
    named = any(map(str.isalpha, span[0].text))  # not "95% of acute leukemia"
    return named and span[0].lower_ not in JOINING and span[-1].lower_ not in JOINING


def _initials(text: str) -> str:
    words = re.findall(r"[^\W\d_][^\W_]*", text)
    return "".join(word[0] for word in words if word.lower() not in JOINING).lower()
