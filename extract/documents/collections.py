"""Files that hold many papers (PubMed sets, BioC collections, lists of texts, archives), each paper a file for itself.

A record is cut out as it stands, with the file's own document type, so that its reader sees what it would see in a
file that holds this record alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from lxml import etree

from extract.documents.archives import is_packed, members
from extract.documents.encoding import decode
from extract.documents.json_data import parse_json
from extract.documents.listed import records
from extract.documents.medline import citations
from extract.documents.reader import detect_format
from extract.documents.xml import child, children, name, parse, plain

# What stands once in each record, to tell without parsing whether there are several.
_RECORD = {
    "pubmed": re.compile(rb"<(?:[\w.-]+:)?(?:MedlineCitation|BookDocument)[\s>]"),
    "jats": re.compile(rb"<(?:[\w.-]+:)?article[\s>]"),
    "bioc": re.compile(rb"<(?:[\w.-]+:)?document[\s>]|\"passages\"\s*:"),
    "medline": re.compile(rb"^PMID *- ", re.MULTILINE),
    "pubtator": re.compile(rb"^[^|\s]{1,40}\|t\|", re.MULTILINE),
    "texts": re.compile(rb"\"(?:text|abstract|abstractText|abstract_text|passages)\"\s*:"),
    "table": re.compile(rb"\n"),
}
LISTED = ("pubtator", "texts", "table")


@dataclass(frozen=True)
class Record:
    """One paper of a collection: its id there (a PMID, PMCID or DOI, else its number), its file and format."""

    id: str
    data: bytes
    format: str


def may_hold_many(data: bytes, format: str) -> bool:
    """Tell, by a look and without parsing, whether a file may hold several records."""
    if format == "archive":
        return True
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
        As `extract.documents.detect_format` tells it; Markdown, PDF, HTML and plain text have no collections.

    Raises
    ------
    ReadError
        If the file is broken.
    """
    if not may_hold_many(data, format):
        return
    found: Iterator[tuple[str, bytes, str]]
    if format == "archive":
        found = _packed(data, path)
    elif format in LISTED:
        found = records(data, path, format)
    else:
        found = ((ident, record, format) for ident, record in _cut(data, path, format))
    first = next(found, None)
    second = next(found, None)
    if first is None or second is None:
        return
    for number, (ident, record, kind) in enumerate(chain((first, second), found), 1):
        yield Record(ident or str(number), record, kind)


def _cut(data: bytes, path: str, format: str) -> Iterator[tuple[str, bytes]]:
    if format == "medline":
        return _medline_records(data, path)
    if format == "bioc" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json_records(data, path)
    return _xml_records(parse(data, path), _XML[format])


def _packed(data: bytes, path: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield the papers of an archive, those of collections in it each for itself."""
    for member, content in members(data, path):
        format = "nested" if is_packed(member) else detect_format(content, member)
        stem = PurePosixPath(member).stem
        found = False
        for record in split(content, f"{path}/{member}", format):
            found = True
            yield f"{stem}-{record.id}", record.data, record.format
        if not found:
            yield stem, content, format


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
        documents: object = [collection]
        if isinstance(collection, dict):
            documents = collection.get("documents", collection.get("PubTator3", documents))
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
