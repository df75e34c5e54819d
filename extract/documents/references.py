"""Reference strings parsed into records: number, authors, year, title, DOI, PMID."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from extract.schema import Reference

_DOI = re.compile(
    r"\b10\.\s?\d{4,9}/\s?"
    r"(?:[^\s\"<>\[\]{}]|(?<=[-/.(])\s(?=[A-Za-z]*[-.\d]+\S*\d)|(?<=\d)\s(?=\(\d\d\)\d)|(?<=/s)\s(?=\d{5}-\d{3}-))+"
)
_PMID = re.compile(
    r"(?:PMID|PubMed(?:\s+ID)?)\s*:?\s*(\d{4,8})|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{4,8})", re.IGNORECASE
)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_PMCID = re.compile(r"PMC\d{4,9}")
_YEAR = re.compile(r"(?<![\d/.:–-])(?P<year>(?:18|19|20)\d\d)(?P<letter>[a-z]?)(?![\d/])(?!–\d{3})")
_NUMBER = re.compile(
    r"^[\s*•–-]*(?:\[\s*(\d{1,4})\s*\]|\(\s*(\d{1,3})\s*\)|(\d{1,4})\s*[.):\]]|(\d{1,4})(?=\s+[A-Z]))\s*"
)
_URL = re.compile(r"https?://\S+|www\.\S+")
_LINK = re.compile(
    r"\[\\?\[?(?:CrossRef|PubMed|Google Scholar|PMC free article|Green Version)\\?\]?\]?(?:\([^)\s]*\)+)?",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"(?:[.:?!]|\((?:18|19|20)\d\d[a-z]?\)[.,:]?|\b(?:18|19|20)\d\d[a-z]?[.,])\s+|[\"“]")
_TITLE = re.compile(r"[^.?!\n]{8,500}?(?:[.?!](?=\s|$)|[\"”]|$)|[^\n]{8,500}?[.?!](?=\s|$)")
_INITIALS = re.compile(r"\b[A-Z]{1,3}(?:,|;|\.|$)")


def clean_doi(raw: str) -> str | None:
    """Return a DOI in lower-case-insensitive canonical form without trailing punctuation, or None."""
    doi = re.sub(r"\s+", "", raw).rstrip(".,;:'\"’”*_")
    doi = doi.split("](")[0]
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    doi = re.sub(r"(?:PMID|PubMed|Epub|Available|Accessed|\[|PMC\d).*$", "", doi)
    return doi if re.fullmatch(r"10\.\d{4,9}/\S{2,}", doi) else None


def find_doi(text: str) -> str | None:
    """Return the first DOI in a text, or None."""
    match = _DOI.search(text)
    return clean_doi(match[0]) if match else None


def cited_id(address: str) -> tuple[str, str] | None:
    """Return the kind ("doi" or "pmid") and the id of the record a web address leads to, or None for other pages."""
    address = unquote(address)
    match = _DOI_ADDRESS.match(address)
    if match:
        doi = clean_doi(match[1])
        return ("doi", doi) if doi else None
    match = _PMID.search(address)
    return ("pmid", match[1] or match[2]) if match else None


def fold(name: str) -> str:
    """Lower a name and drop its accents, to compare names."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return re.sub(r"[^a-z]", "", "".join(c for c in decomposed if not unicodedata.combining(c)).lower())


def leading_number(text: str) -> int | None:
    """Return the number a reference string starts with, or None."""
    match = _NUMBER.match(text)
    return int(next(group for group in match.groups() if group)) if match else None


def whole_number(label: str) -> int | None:
    """Return the number a label is, or None; superscript digits and numbers no list reaches are none."""
    return int(label) if label.isdecimal() and len(label) < 6 else None


def surname(authors: str) -> str:
    """Return the first author's surname, as printed."""
    head = re.split(r"[,;&]| and | et al", authors, maxsplit=1)[0].strip()
    words = [w for w in head.split() if not (re.fullmatch(r"(?:[^\W\d_]\.?-?){1,4}", w) and w.isupper())]
    return " ".join(words[:3]) if words else head


def _authors_and_title(text: str) -> tuple[str | None, str | None]:
    """Split a reference at the first boundary after which words, not names, follow."""
    for match in _BOUNDARY.finditer(text[:1500]):
        found = _TITLE.match(text, match.end())
        if found is None or re.match(r"\(?(?:18|19|20)\d\d", found[0]):
            continue
        words = re.findall(r"[^\W\d_]+", found[0])
        lower = sum(w.islower() and len(w) > 2 for w in words)
        names = len(_INITIALS.findall(found[0][:80]))
        if len(words) >= 3 and names <= 1 and lower >= 0.3 * len(words):
            authors = text[: match.start()].strip(' ,.;:("“')
            return authors or None, found[0].strip(' ."“”')
    return None, None


def parse(text: str, *, number: int | None = None, key: str | None = None) -> Reference:
    """Parse one reference string.

    Parameters
    ----------
    text
        The string as printed, on one line.
    number
        Its number, when known from the list; else a number at the start of the string counts.
    key
        Its key, when the source names one.
    """
    match = _NUMBER.match(text)
    own = leading_number(text)
    body = (
        text[match.end() :].strip() if match and (number is None or own == number or own is not None) else text.strip()
    )
    number = number if number is not None else own
    doi = find_doi(body)
    pmid_match = _PMID.search(body)
    bare = _URL.sub(" ", _LINK.sub(" ", body))
    bare = " ".join(_DOI.sub(" ", bare).replace("*", "").split())
    year_match = None
    for candidate in _YEAR.finditer(bare):
        year_match = candidate
        before = bare[: candidate.start()].rstrip()
        after = bare[candidate.end() : candidate.end() + 2]
        if before.endswith("(") or after[:1] in ";:,." or after[:1] == ")":
            break
    year = int(year_match["year"]) if year_match else None
    letter = year_match["letter"] if year_match else ""
    authors, title = _authors_and_title(bare)
    if key is None:
        if number is not None:
            key = str(number)
        else:
            name = surname(authors or bare)
            key = f"{fold(name)}{year or ''}{letter}"
    label = str(number) if number is not None else (f"{surname(authors or bare)} {year or ''}{letter}".strip() or key)
    return Reference(
        key=key,
        label=label,
        text=" ".join(_LINK.sub(" ", body).split()),
        doi=doi,
        pmid=(pmid_match[1] or pmid_match[2]) if pmid_match else None,
        year=year,
        title=title,
        authors=authors,
    )


def number_all(texts: list[str]) -> list[int | None]:
    """Return the numbers of the entries of a list: one that lost its number gets what its place implies.

    Returns None for every entry of a list without numbers.
    """
    own = [leading_number(text) for text in texts]
    plausible = [n for n in own if n is not None and n <= len(texts) + 20]
    if len(plausible) < max(2, len(texts) // 3):
        return [None] * len(texts)
    out: list[int | None] = []
    last = 0
    for n in own:
        if n is not None and last < n <= last + 10:
            last = n
        else:
            last += 1
        out.append(last)
    return out


def unique_keys(references: list[Reference]) -> list[Reference]:
    """Make keys distinct with letters, as author-year lists do."""
    seen: dict[str, int] = {}
    out = []
    for reference in references:
        count = seen.get(reference.key, 0)
        seen[reference.key] = count + 1
        out.append(reference.model_copy(update={"key": f"{reference.key}.{count + 1}"}) if count else reference)
    return out
