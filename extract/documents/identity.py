"""What a document is: its PMID, PMCID and DOI, its authors, journal and year, from its metadata and its file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from extract.documents import references
from extract.documents.document import Document
from extract.documents.xml import child, children, descendants, name, plain

_PMCID = re.compile(r"PMC ?(\d{4,9})(?!\d)", re.IGNORECASE)
_PMID = re.compile(r"(?:PMID|pubmed)[\s:_-]{0,3}(\d{5,8})(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_DOI_NAME = re.compile(r"10\.\d{4,9}[_%-].+", re.IGNORECASE)
_PRINTED = ("ppub", "collection", "epub-ppub", "epub", "pub", "electronic")
_NAMING = ("iso-abbrev", "nlm-ta", "publisher-id")  # ids of journals that are names
_PUBLISHED = re.compile(
    r"(?:\bPublished(?: online)?|\bPublication date|\bCopyright|©|\(c\)|\bCitation:[^\n]{0,300}\()[^\n\d]{0,40}"
    r"(?:\d{1,2}[^\n\d]{1,12})?(19[5-9]\d|20[0-4]\d)(?!\d)"
)
_FRONT = 6000  # characters of a text in which its own identifiers stand


def pmcid(value: str | None) -> str | None:
    """Return a PMCID in its one form, ``PMC1234567``; None if the value is none.

    Examples
    --------
    >>> pmcid("5776432"), pmcid("PMC5776432.1"), pmcid("x")
    ('PMC5776432', 'PMC5776432', None)
    """
    match = re.match(r"(?:PMC)?(\d{3,9})(?:\.\d+)?$", (value or "").strip(), re.IGNORECASE)
    return f"PMC{match[1]}" if match else None


def year(value: str | None) -> int | None:
    """Return the year that a date names, None if none."""
    match = _YEAR.search(value or "")
    return int(match[1]) if match else None


def author(surname: str, given: str = "") -> str:
    """Return an author as PubMed writes it: surname and initials.

    Examples
    --------
    >>> author("Curie", "Marie Anne"), author("Doe", "JR"), author("Collective")
    ('Curie MA', 'Doe JR', 'Collective')
    """
    parts = re.split(r"[\s.\-]+", given.strip())
    initials = "".join(part if part.isupper() and len(part) < 4 else part[:1].upper() for part in parts if part)
    return f"{surname.strip()} {initials}".strip()


def of_jats(article: etree._Element) -> dict[str, Any]:
    """Return PMCID, authors, journal and year of a JATS article, as fields of a draft."""
    meta = child(article, "front", "article-meta")
    meta = child(article, "front-stub") if meta is None else meta
    if meta is None:
        return {}
    ids = {e.get("pub-id-type"): plain(e) for e in children(meta, "article-id")}
    journal = child(article, "front", "journal-meta")
    dates: dict[str, int | None] = {}
    for date in children(meta, "pub-date"):
        dates.setdefault(date.get("pub-type") or date.get("date-type") or "", year(plain(child(date, "year"))))
    return {
        "pmcid": next(filter(None, (pmcid(ids.get(kind)) for kind in ("pmcid", "pmc", "pmcaid"))), None),
        "authors": tuple(_jats_authors(meta)),
        "journal": _jats_journal(journal) if journal is not None else None,
        "year": next((dates[kind] for kind in (*_PRINTED, *dates) if dates.get(kind)), None),
    }


def of_pubmed(record: etree._Element, ids: Mapping[str | None, str]) -> dict[str, Any]:
    """Return PMCID, authors, journal and year of a PubMed record with these other ids, as fields of a draft."""
    people = []
    for person in descendants(record, "Author"):
        if any(name(above) in ("Reference", "Editors") for above in person.iterancestors()):
            continue
        surname = plain(child(person, "LastName")) or plain(child(person, "CollectiveName"))
        given = plain(child(person, "Initials")) or plain(child(person, "ForeName"))
        people.append(author(surname, given))
    journal = child(record, "Article", "Journal")
    titles = [plain(child(journal, "Title")), plain(child(journal, "ISOAbbreviation"))] if journal is not None else []
    date = next(iter(descendants(record, "PubDate")), None)
    return {
        "pmcid": pmcid(ids.get("pmc")),
        "authors": tuple(filter(None, people)),
        "journal": next(filter(None, titles), None),
        "year": year(plain(date)) if date is not None else None,
    }


def of_medline(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return PMCID, authors, journal and year of a citation's fields, as fields of a draft."""
    return {
        "pmcid": next(filter(None, map(pmcid, fields.get("PMC", ()))), None),
        "authors": tuple(fields.get("AU", ())),
        "journal": next(iter((*fields.get("JT", ()), *fields.get("TA", ()))), None),
        "year": next(filter(None, map(year, fields.get("DP", ()))), None),
    }


def of_bioc(infons: Iterable[Mapping[str, str]], ident: str) -> dict[str, Any]:
    """Return the identity that the passages' infons and the id of a BioC document give, as fields of a draft."""
    found: dict[str, Any] = {}
    for passage in infons:
        if (passage.get("section_type") or "").upper() == "REF" or passage.get("type") == "ref":
            break
        people = [passage[key] for key in sorted(passage, key=_numbered) if re.fullmatch(r"name_\d+", key)]
        values = {
            "doi": passage.get("article-id_doi") or passage.get("doi"),
            "pmid": passage.get("article-id_pmid") or passage.get("pmid"),
            "pmcid": pmcid(passage.get("article-id_pmc") or passage.get("pmcid")),
            "authors": tuple(map(_bioc_author, people)) or _listed(passage.get("authors")),
            "journal": passage.get("journal-title") or passage.get("journal"),
            "year": year(passage.get("year")),
        }
        found = {key: found.get(key) or value for key, value in values.items()}
    if ident.upper().startswith("PMC"):
        found["pmcid"] = found.get("pmcid") or pmcid(ident)
    elif re.fullmatch(r"[0-9]{1,9}", ident) and not found.get("pmid") and pmcid(ident) != found.get("pmcid"):
        found["pmid"] = ident
    return found


def completed(document: Document, path: str) -> Document:
    """Fill in what a document's metadata do not say from the head of its text and from its file's name."""
    front = document.text[:_FRONT] if document.format in ("pdf", "text", "markdown") else ""
    stem = re.sub(r"\.(?:nxml|xml|json|txt|pdf|md|html?|bioc)$", "", Path(path).name, flags=re.IGNORECASE)
    pmc, pmid = _PMCID.search(stem), _PMID.search(stem)
    printed, cited = _only(r"\bPMCID: ?PMC(\d{4,9})", front), _only(r"\bPMID: ?(\d{5,8})(?!\d)", front)
    named = pmid[1] if pmid else stem if re.fullmatch(r"\d{7,8}", stem) else None
    doi = re.sub(r"[_%-]", "/", stem, count=1) if _DOI_NAME.fullmatch(stem) else ""
    return replace(
        document,
        pmid=document.pmid or named or cited,
        pmcid=document.pmcid or (f"PMC{pmc[1]}" if pmc else f"PMC{printed}" if printed else None),
        doi=document.doi or references.clean_doi(doi) or None,
        year=document.year or (_published(front) if document.format == "pdf" else None),
    )


def _published(front: str) -> int | None:
    """Return the year that a first page prints behind "Published" or a sign of copyright: the first it names."""
    match = _PUBLISHED.search(front)
    return int(match[1]) if match else None


def _only(pattern: str, text: str) -> str | None:
    """Return what the pattern finds if it finds one thing: several are those of references."""
    found = set(re.findall(pattern, text))
    return found.pop() if len(found) == 1 else None


def _jats_journal(meta: etree._Element) -> str | None:
    names = [*descendants(meta, "journal-title"), *descendants(meta, "abbrev-journal-title")]
    names += [e for e in children(meta, "journal-id") if e.get("journal-id-type") in _NAMING]
    return next(filter(None, map(plain, names)), None)


def _jats_authors(meta: etree._Element) -> Iterable[str]:
    for contributor in descendants(meta, "contrib"):
        if contributor.get("contrib-type", "author") != "author":
            continue
        person = child(contributor, "name")
        person = child(contributor, "name-alternatives", "name") if person is None else person
        if person is not None:
            yield author(plain(child(person, "surname")), plain(child(person, "given-names")))
        elif words := plain(child(contributor, "collab")):
            yield words


def _bioc_author(value: str) -> str:
    bits = dict(part.split(":", 1) for part in value.split(";") if ":" in part)
    return author(bits.get("surname", ""), bits.get("given-names", ""))


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(person.strip() for person in re.split(r"[,;]", value or "") if person.strip())


def _numbered(key: str) -> int:
    number = key.rpartition("_")[2]
    return int(number) if re.fullmatch(r"[0-9]{1,9}", number) else -1
