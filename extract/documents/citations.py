"""In-text citation markers: finding them in a block's text and resolving them to reference keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.documents.references import fold, surname, whole_number
from extract.schema import Reference

# Noncharacters that stand around superscripts and subscripts while a block is being cleaned.
SUP_OPEN, SUP_CLOSE = "\ufdd0", "\ufdd1"

_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_DASH = r"\-–—−‒‐"
_LIST = rf"\d{{1,3}}(?:\s*(?:[,;{_DASH}]|,?\s*and\s)\s*\d{{1,3}})*"
_BRACKET = re.compile(
    rf"\[\s*(?:(?:see|e\.g\.,?|reviewed in|refs?\.?|for review,?(?: see)?)\s+)?(?P<list>{_LIST}),?\s*\]"
    rf"(?:\s*[,;{_DASH}]?\s*\[\s*{_LIST}\s*\])*"
)
_STRAY = re.compile(rf"\[\s*[,{_DASH}]?\s*\d{{1,3}}(?:\s*[,{_DASH}]\s*\d{{1,3}})*\s*[,{_DASH}]?\s*\]")
_PAREN = re.compile(rf"\((?P<list>{_LIST})\)")
_SUPER = re.compile(rf"{SUP_OPEN}\s*(?P<list>[^{SUP_OPEN}{SUP_CLOSE}]*?)\s*{SUP_CLOSE}")
_NAME = (
    r"(?:(?:van|von|de|del|della|di|da|la|le|den|der|ten|ter|el|al|bin|dos|du|Van|De|Von)\s)*[^\W\d_a-z][\w'’\-]+(?:["
    r" -][^\W\d_a-z][\w'’\-]+)?"
)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_YEARS = r"(?:18|19|20)\d\d[a-z]?(?:(?:,|\s?and|;)\s?(?:(?:18|19|20)\d\d)?[a-z]\b|,\s?(?:18|19|20)\d\d[a-z]?)*"
_WHO = rf"{_NAME}(?:(?:,\s{_NAME})*,?\s(?:and|&)\s{_NAME}|,?\s+(?:et\s+al\.?|and\s+(?:colleagues|others|co-workers)))?"
_ITEM = rf"{_WHO},?\s+\(?{_YEARS}\)?"
_RAISED = re.compile(r"(?<=[^\W\d]|[.\s])(?P<list>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,–⁻˒][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)$")
_PREFIX = (
    r"(?:(?:see|e\.g\.|i\.e\.|cf\.|reviewed\s(?:in|by)|as\sin|for\sreview|for\sa\sreview|"
    r"also|and|from|data\sfrom)[,:]?\s)*"
)
_GROUP = re.compile(rf"[(\[]{_PREFIX}(?P<items>{_ITEM}(?:\s*[;,]\s*(?:and\s)?{_PREFIX}(?:{_ITEM}|{_YEARS}))*)\s*[)\]]")
_NARRATIVE = re.compile(rf"(?P<who>{_WHO})(?P<years>\s*[(\[]{_YEARS}(?:[;,]\s?{_YEARS})*[)\]])")
_ONE = re.compile(rf"(?P<who>{_WHO}),?\s+\(?(?P<years>{_YEARS})\)?")
_ONE_YEAR = re.compile(r"(?P<year>(?:18|19|20)\d\d)(?P<letter>[a-z]?)|(?<=[ ,;])(?P<only>[a-z])\b")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:10|cm|mm|km|dm|nm|µm|μm|m|kg|s|min|h|d|mol|L|l|mL|[A-Za-z]{0,2}\d)$")
_SYMBOL_BEFORE = re.compile(
    r"(?:^|[\s(/\[,=<>±×~])(?:[A-Za-zα-ω]|R|Ca|Mg|Na|Fe|Zn|Cu|Mn|Co|Ni|Al|Pb|Cd|Cr|CD\d+|chi|[rpnxX])$"
)


@dataclass(frozen=True)
class Found:
    """A marker in a block: ``[start, end)`` is the marker, ``[cut, end)`` what the clean text loses."""

    start: int
    end: int
    cut: int
    keys: tuple[str, ...]


def expand(listing: str) -> list[int]:
    """Expand "12,13–15" to the numbers it names; a range that runs backwards or over 60 gives its ends only."""
    numbers: list[int] = []
    listing = listing.translate(_SUPERSCRIPT_DIGITS)
    for part in re.split(r"[,;]|\band\b", listing):
        ends = [int(n) for n in re.findall(r"\d{1,3}", part)]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 60:
            numbers.extend(range(ends[0], ends[1] + 1))
        else:
            numbers.extend(ends)
    return list(dict.fromkeys(numbers))


class Resolver:
    """Finds citation markers and resolves them against a document's references.

    Parameters
    ----------
    references
        The parsed reference list; may be empty.
    """

    def __init__(self, references: Sequence[Reference]) -> None:
        numbers = ((whole_number(reference.label), reference.key) for reference in references)
        self._numbered = {number: key for number, key in numbers if number is not None}
        self._named: dict[tuple[str, int], list[str]] = {}
        for reference in references:
            if reference.year:
                name = fold(surname(reference.authors or reference.text))
                self._named.setdefault((name, reference.year), []).append(reference.key)
        self._labels = {r.key: r.label for r in references}
        self._of_pmid = {r.pmid: r.key for r in references if r.pmid}
        self._highest = max(self._numbered, default=0)
        self.style: str | None = None

    def learn(self, texts: Sequence[str]) -> None:
        """Decide from all blocks which numeric style the document uses: brackets, superscripts or parentheses."""
        numbers = [max(expand(m["list"]), default=0) for text in texts for m in _BRACKET.finditer(text)]
        beyond = sum(self._highest < n < 600 for n in numbers)
        if self._numbered and len(numbers) >= 5 and beyond > 0.25 * len(numbers):
            # The list was not read whole; its markers are markers all the same.
            self._highest = max(n for n in numbers if n < 600)
        counts = {"bracket": 0, "super": 0, "paren": 0}
        for text in texts:
            counts["bracket"] += sum(self._plausible(m["list"]) for m in _BRACKET.finditer(text))
            counts["super"] += sum(self._is_superscript(text, m) for m in _SUPER.finditer(text))
            counts["paren"] += sum(self._plausible(m["list"]) for m in _PAREN.finditer(text))
        if counts["paren"] < 8 or counts["paren"] < 3 * max(counts["bracket"], counts["super"]) or not self._numbered:
            counts["paren"] = 0
        best = max(counts, key=lambda style: counts[style])
        self.style = best if counts[best] else None

    def find(self, text: str) -> list[Found]:
        """Return the markers of a block's text, in order, without overlaps."""
        out: list[Found] = []
        taken = 0
        for found in sorted(self._candidates(text), key=lambda f: (f.start, -f.end)):
            if found.start >= taken:
                out.append(found)
                taken = found.end
        return out

    def _candidates(self, text: str) -> Iterator[Found]:
        if self.style != "super" or not self._numbered:
            for match in _BRACKET.finditer(text):
                if self._plausible(match["list"]):
                    yield Found(match.start(), match.end(), match.start(), self._keys(match[0]))
            for match in _STRAY.finditer(text):
                if self.style == "bracket" and self._plausible(match[0]):
                    yield Found(match.start(), match.end(), match.start(), self._keys(match[0]))
        if self.style in ("super", None):
            for match in _SUPER.finditer(text):
                if self._is_superscript(text, match):
                    yield Found(match.start(), match.end(), match.start(), self._keys(match["list"]))
        if self.style == "paren":
            for match in _PAREN.finditer(text):
                if self._plausible(match["list"]):
                    yield Found(match.start(), match.end(), match.start(), self._keys(match["list"]))
        yield from self._author_year(text)

    def _author_year(self, text: str) -> Iterator[Found]:
        if not _YEAR.search(text):
            return
        for match in _GROUP.finditer(text):
            keys = self._names(match["items"])
            if keys or not self._named:
                yield Found(match.start(), match.end(), match.start(), tuple(keys))
        for match in _NARRATIVE.finditer(text):
            keys = self._names(match[0])
            if keys or (not self._named and "et al" in match["who"]):
                yield Found(match.start(), match.end(), match.start("years"), tuple(keys))
        if self._named:
            # Among other words in brackets: found, but left in the text.
            for match in _ONE.finditer(text):
                keys = self._names(match[0])
                if keys:
                    yield Found(match.start(), match.end(), match.end(), tuple(keys))

    def numbered(self, listing: str) -> tuple[str, ...]:
        """Return the keys of a bare list of numbers ("12, 13-15"); none where it is no such list of this document."""
        return self._keys(listing) if re.fullmatch(_LIST, listing) and self._plausible(listing) else ()

    def named(self, cell: str, year: str = "") -> tuple[str, ...]:
        """Return the keys of what a cell of a column of studies names; none where it names none of this document.

        That is a number raised behind a name ("Doe J et al ⁶⁹"), authors with a year, which may stand in another cell
        of the row, or PubMed ids, known or not.
        """
        if re.fullmatch(r"\d{7,8}(?:[\s,;]+\d{7,8})*", cell):
            return tuple(self._of_pmid.get(pmid, f"PMID:{pmid}") for pmid in re.findall(r"\d+", cell))
        raised = _RAISED.search(cell)
        if raised and self._plausible(raised["list"]):
            return self._keys(raised["list"])
        who = re.match(_WHO, cell)
        when = _YEAR.search(cell) or _YEAR.search(year)
        return tuple(self._names(f"{who[0]} {when[0]}")) if who and when else ()

    def _names(self, text: str) -> list[str]:
        keys: dict[str, None] = {}
        for match in _ONE.finditer(text):
            name = fold(re.split(r",|\s(?:and|&|et)\s", match["who"], maxsplit=1)[0])
            year = 0
            for part in _ONE_YEAR.finditer(match["years"]):
                if part["year"]:
                    year = int(part["year"])
                letter = part["letter"] or part["only"] or ""
                candidates = self._named.get((name, year)) or self._named.get(
                    (fold(match["who"].split()[-1]), year), []
                )
                lettered = [key for key in candidates if self._labels[key].endswith(f"{year}{letter}")]
                keys.update(dict.fromkeys((lettered or candidates)[:1]))
        return list(keys)

    def _keys(self, listing: str) -> tuple[str, ...]:
        numbers = expand(listing)
        return tuple(self._numbered.get(n, str(n)) for n in numbers)

    def _plausible(self, listing: str) -> bool:
        numbers = expand(listing)
        if not numbers:
            return False
        if self._numbered:
            return all(0 < n <= self._highest for n in numbers)
        return all(0 < n < 400 for n in numbers)

    def _is_superscript(self, text: str, match: re.Match[str]) -> bool:
        listing = match["list"].translate(_SUPERSCRIPT_DIGITS)
        if not re.fullmatch(rf"[,\s]*{_LIST}[,\s]*", listing) or not self._plausible(listing):
            return False
        before = text[max(0, match.start() - 12) : match.start()]
        after = text[match.end() : match.end() + 1]
        if not before.strip() or (after.isalpha() and before[-1:].isspace()):
            return False
        single = len(expand(listing)) == 1
        if before[-1].isdigit() and re.search(r"(?:^|[\s×(=.])[\d.]*\d$", before):
            return not single and "," in listing
        return not (single and (_UNIT.search(before) or _SYMBOL_BEFORE.search(before)))


def is_bare_marker(text: str, start: int, end: int) -> bool:
    """Tell whether a cross-reference the source marks is a bare number or stands in brackets, not part of the prose."""
    inner = text[start:end].strip(f" {SUP_OPEN}{SUP_CLOSE}[]()")
    if re.fullmatch(rf"[\d,;{_DASH}\s]*[a-z]?", inner):
        return True
    first, last = widen(text, start, end)
    return (first, last) != (start, end)


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a marker over the brackets or delimiters that hold nothing else."""
    pairs = {"(": ")", "[": "]", SUP_OPEN: SUP_CLOSE}
    grown = True
    while grown:
        grown = False
        if start > 0 and end < len(text) and pairs.get(text[start - 1]) == text[end]:
            start, end, grown = start - 1, end + 1, True
    return start, end
