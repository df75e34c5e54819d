"""Files that hold many papers (PubMed sets, BioC collections, sets of JATS articles), each paper a file for itself.

A record is cut out as it stands, with the file's own document type, so that its reader sees what it would see in a
file that holds this record alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from extract.documents.encoding import decode
from extract.documents.json_data import parse_json
from extract.documents.medline import citations
from extract.documents.xml import child, children, name, parse, plain

# What stands once in each record, to tell without parsing whether there are several.
_RECORD = {
    "pubmed": re.compile(rb"<(?:[\w.-]+:)?(?:MedlineCitation|BookDocument)[\s>]"),
    "jats": re.compile(rb"<(?:[\w.-]+:)?article[\s>]"),
    "bioc": re.compile(rb"<(?:[\w.-]+:)?document[\s>]|\"passages\"\s*:"),
    "medline": re.compile(rb"^PMID *- ", re.MULTILINE),
}


@dataclass(frozen=True)
class Record:
    """One paper of a collection: the id that it has there (a PMID, PMCID, DOI; else its number) and its file."""

    id: str
    data: bytes


def may_hold_many(data: bytes, format: str) -> bool:
    """Tell, by a look and without parsing, whether a file may hold several records."""
    pattern = _RECORD.get(format)
    places = pattern.finditer(data) if pattern else iter(())
    return next(places, None) is not None and (next(places, None) is not None or format == "bioc")


def split(data: bytes, path: str, format: str) -> Iterator[Record]:
    """Yield the records of a collection; none if the file holds one paper, or none at all.

    Parameters
    ----------
    data : bytes
        The file.
    path : str
        Its name, for messages.
    format : str
        As `extract.documents.detect_format` tells it; only "pubmed", "medline", "jats" and "bioc" have collections.

    Raises
    ------
    ReadError
        If the file is broken.
    """
    if not may_hold_many(data, format):
        return
    if format == "medline":
        found = _medline_records(data, path)
    elif format == "bioc" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        found = _json_records(data, path)
    else:
        found = _xml_records(parse(data, path), _XML[format])
    first = next(found, None)
    second = next(found, None)
    if first is None or second is None:
        return
    for number, (ident, record) in enumerate(chain((first, second), found), 1):
        yield Record(ident or str(number), record)


def _xml_records(
    root: etree._Element, parts: tuple[tuple[str, ...], Callable[[etree._Element], str]]
) -> Iterator[tuple[str, bytes]]:
    names, ident = parts
    etree.cleanup_namespaces(root)  # else every record repeats all that the root declares
    doctype = root.getroottree().docinfo.doctype
    for element in root.iter():
        if name(element) in names and not any(name(above) in names for above in element.iterancestors()):
            record = etree.tostring(element, encoding="unicode", with_tail=False)
            if name(element) == "document":
                record = f"<collection>{record}</collection>"
            yield ident(element), f"{doctype}\n{record}".lstrip().encode("utf-8")


def _json_records(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    content = parse_json(data, path)
    for collection in content if isinstance(content, list) else [content]:
        documents = collection.get("documents", [collection]) if isinstance(collection, dict) else [collection]
        for document in documents if isinstance(documents, list) else [documents]:
            ident = document.get("id") if isinstance(document, dict) else None
            yield str(ident or ""), json.dumps({"documents": [document]}).encode("utf-8")


def _medline_records(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    for citation in citations(decode(data, path)[0]):
        yield citation.splitlines()[0].partition("-")[2].strip(), citation.encode("utf-8")


def _pubmed_id(record: etree._Element) -> str:
    citation = child(record, "MedlineCitation") if name(record) == "PubmedArticle" else record
    if name(record) == "PubmedBookArticle":
        citation = child(record, "BookDocument")
    return plain(child(citation, "PMID")) if citation is not None else ""


def _jats_id(article: etree._Element) -> str:
    meta = child(article, "front", "article-meta")
    found = {e.get("pub-id-type"): plain(e) for e in children(meta, "article-id")} if meta is not None else {}
    return next((found[kind] for kind in ("pmcid", "pmc", "pmid", "doi") if found.get(kind)), "")


def _bioc_id(document: etree._Element) -> str:
    return plain(child(document, "id"))


_XML = {
    "pubmed": (("PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument"), _pubmed_id),
    "jats": (("article",), _jats_id),
    "bioc": (("document",), _bioc_id),
}
