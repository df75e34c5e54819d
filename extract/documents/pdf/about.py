"""What a PDF's own metadata say of the paper: DOI, authors, journal and year, from XMP and the document information."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from lxml import etree
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from extract.documents import identity, references
from extract.documents.pdf import guards

_XMP_LIMIT = 2_000_000  # bytes
# "BMC Cancer, 2021, doi:10..." and "The Lancet Haematology, 8 (2021) e110-e121": a subject that names the journal.
_SUBJECT = re.compile(r"(?P<journal>[A-Z][^,;:]{2,80}), (?:(?P<year>\d{4}), |\d+ \((?P<of>\d{4})\)|(?=doi))")
_NAME = re.compile(
    r"(?P<given>.+?) (?P<surname>(?:(?:[Dd]el?|[Dd]i|[Dd]a|[Dd]e la|[Vv][ao]n(?: de[nr]?)?|ter?|le|la) )?\S+)"
)
_TITLE = 30  # letters of a title that tell it
_FRONT = 8000  # characters of a text in which its title stands
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){1,4}$")


def about(data: bytes, text: str) -> dict[str, Any]:
    """Return DOI, authors, journal and year as fields of a draft, those that the metadata give; never raises.

    Authors are left out where the metadata give another title than the text: they are those of a publisher's template.
    """
    # Damaged files are told of by whoever reads the pages; here they only say nothing.
    try:
        document = guards.Document(PDFParser(BytesIO(data)))
        info = {key: _text(value) for info in document.info for key, value in info.items()}
        xmp = _xmp(document)
    except (Exception, RecursionError):
        return {}
    subject = _SUBJECT.match(info.get("Subject", ""))
    named = [value.removeprefix("doi:") for value in xmp.get("identifier", ())]
    doi = next(filter(None, map(references.clean_doi, (*xmp.get("doi", ()), info.get("doi", ""), *named))), None)
    journal = next(iter(xmp.get("publicationname", ())), None) or (subject["journal"] if subject else None)
    dates = [*xmp.get("coverdate", ()), *xmp.get("publicationdate", ())]
    if subject:
        dates.append(subject["year"] or subject["of"] or "")
    found = {
        "doi": doi or references.find_doi(info.get("Subject", "")),
        "authors": people(tuple(xmp.get("creator", ()))) or people(info.get("Author", "")),
        "journal": journal,
        "year": next(filter(None, map(identity.year, dates)), None),
    }
    title = _letters(info.get("Title", ""))[:_TITLE]
    if len(title) == _TITLE and title not in _letters(text[:_FRONT]):
        del found["authors"]
    return {key: value for key, value in found.items() if value}


def people(names: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return authors as surname and initials; nothing where a name does not read like a person's.

    Examples
    --------
    >>> people("Jane Q. Doe, Richard Roe and Edgar Poe MD"), people("bilal")
    (('Doe JQ', 'Roe R', 'Poe E'), ())
    """
    parts = names if isinstance(names, tuple) and len(names) > 1 else re.split(r"\s*[,;]\s*|\s+and\s+", "".join(names))
    plain = [re.sub(r"[\d*†‡§]+|\b(?:MD|PhD|MSc|Prof\.?|Dr\.?)\b", "", name).strip(" .") for name in parts]
    if not plain or not all(_PERSON.match(name) for name in plain if name):
        return ()
    split = [re.fullmatch(_NAME, name) for name in plain if name]
    return tuple(identity.author(match["surname"], match["given"]) for match in split if match)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _text(value: Any) -> str:
    value = resolve1(value)
    return " ".join(decode_text(value).split()) if isinstance(value, bytes) else ""


def _xmp(document: PDFDocument) -> dict[str, tuple[str, ...]]:
    """Return the values of the XMP packet by the local names of its properties, in lower case."""
    stream = resolve1(document.catalog.get("Metadata"))
    packet = stream.get_data() if stream is not None else b""
    if not packet or len(packet) > _XMP_LIMIT:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(packet, parser)
    found: dict[str, tuple[str, ...]] = {}
    for element in root.iter(etree.Element) if root is not None else ():
        name = etree.QName(element).localname.lower()
        words = [" ".join(text.split()) for text in element.itertext()]
        found.setdefault(name, tuple(word for word in words if word))
        for key, value in element.attrib.items():
            found.setdefault(etree.QName(key).localname.lower(), (value,))
    return found
