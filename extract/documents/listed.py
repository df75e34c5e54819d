"""Texts in lists: PubTator, PubAnnotation, search results of Europe PMC, JSON Lines, tables of abstracts.

Each format is read into entries of one shape, and an entry into a draft. A file of many entries is cut into files that
hold one entry each as JSON, the format ``texts``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from extract.documents import identity, references, structure
from extract.documents.draft import Draft, Part
from extract.documents.encoding import decode
from extract.documents.errors import ReadError
from extract.documents.json_data import parse_json
from extract.documents.sniff import TEXT_COLUMNS, columns

Entry = dict[str, Any]  # title, text, gap (what stands between them), and fields of a draft
_LINE = re.compile(r"([^|\s]{1,40})\|([ta])\|(.*)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


def read_listed(data: bytes, path: str, format: str) -> Draft:
    """Read a file of one entry in "pubtator", "texts" or "table".

    Raises
    ------
    ReadError
        If the file holds no text, or several entries, or is broken.
    """
    found = list(entries(data, path, format))
    if not found:
        raise ReadError(path, "the file holds no text")
    if len(found) > 1:
        raise ReadError(
            path,
            f"the file holds {len(found)} texts",
            "resistract run takes each for itself; extract.documents.split() cuts them out",
        )
    return _draft(found[0], path, format)


def entries(data: bytes, path: str, format: str) -> Iterator[Entry]:
    """Yield the entries of a file, those without a text left out.

    Raises
    ------
    ReadError
        If the file is broken; the message names the line.
    """
    text = decode(data, path)[0]
    read = {"pubtator": _pubtator, "texts": _json, "table": _table}[format]
    for entry in read(text, path):
        if entry.get("text", "").strip() or entry.get("title", "").strip():
            yield entry


def records(data: bytes, path: str, format: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield id, bytes and format of each entry as a file for itself."""
    if format == "texts" and (b'"passages"' in data or b'"documents"' in data):
        for line, value in _json_lines(decode(data, path)[0], path):
            if "passages" in value or "documents" in value:
                documents = value.get("documents") or [value]
                yield str(documents[0].get("id") or line), json.dumps({"documents": documents}).encode(), "bioc"
        return
    for number, entry in enumerate(entries(data, path, format), 1):
        ident = entry.get("pmid") or entry.get("pmcid") or entry.get("id") or entry.get("doi") or str(number)
        yield str(ident), json.dumps(entry, ensure_ascii=False).encode("utf-8"), "texts"


def _draft(entry: Entry, path: str, format: str) -> Draft:
    title, body = entry.get("title") or "", entry.get("text") or ""
    gap = entry.get("gap", "\n\n") if title and body else ""
    text = title + gap + body
    if not text.strip():
        raise ReadError(path, "the entry holds no text")
    parts = [Part("title", [(0, len(title))])] if title.strip() else []
    at = len(title) + len(gap)
    for start, end in _paragraphs(body):
        parts.append(Part("paragraph", [(at + start, at + end)]))
    fields = {name: entry[name] for name in ("doi", "pmid", "pmcid", "authors", "journal", "year") if entry.get(name)}
    if "authors" in fields:
        fields["authors"] = tuple(fields["authors"])
    if entry.get("abstract") or len(parts) < 4:
        parts = structure.abstract(text, parts)
    return Draft(text=text, parts=parts, format=format, title=" ".join(title.split()), **fields)


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in [*_PARAGRAPHS.finditer(body), None]:
        end = match.start() if match else len(body)
        words = body[start:end]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())
        start = match.end() if match else end


def _pubtator(text: str, path: str) -> Iterator[Entry]:
    """Yield the papers of a PubTator file; offsets count title, one character, abstract, as the format has it."""
    entry: Entry = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        ident, kind, words = match.groups()
        if kind == "t" or entry.get("id") != ident:
            if entry:
                yield entry
            entry = {"id": ident, "gap": "\n", **_ids({"id": ident, "source": "pubmed"})}
        entry["title" if kind == "t" else "text"] = words
    if entry:
        yield entry


def _json(text: str, path: str) -> Iterator[Entry]:
    for number, value in _json_lines(text, path):
        yield from _objects(value, number)


def _json_lines(text: str, path: str) -> Iterator[tuple[int, Any]]:
    """Yield the values of a JSON file, or of JSON Lines, with the lines they stand on.

    Whether there are lines is told by the first: a large file is not parsed as a whole to find that out.
    """
    lines = ((number, line) for number, line in _lines(text) if line.strip())
    number, first = next(lines, (1, ""))
    second = next(lines, None)
    try:
        value = parse_json((first if second else text).encode("utf-8"), path)
    except ReadError:
        if second is None:
            raise
        value = parse_json(text.encode("utf-8"), path)
        second = None
    yield number if second else 1, value
    if second is None:
        return
    for number, line in chain((second,), lines):
        try:
            yield number, parse_json(line.encode("utf-8"), path)
        except ReadError as error:
            raise ReadError(path, f"line {number}: {error.reason}", error.hint) from error


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line; other characters that end lines for Python may stand in JSON's strings."""
    at = 0
    for number, end in enumerate(_LINE_END.finditer(text), 1):
        yield number, text[at : end.start()]
        at = end.end()
    yield text.count("\n") + 1, text[at:]


def _objects(value: Any, number: int) -> Iterator[Entry]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, number)
    elif isinstance(value, dict) and "resultList" in value:
        yield from _objects((value["resultList"] or {}).get("result") or [], number)
    elif isinstance(value, dict):
        yield _entry(value)


def _entry(value: dict[str, Any]) -> Entry:
    """Return an entry of an object as PubAnnotation, Europe PMC or people write it, or as `records` did."""
    keys = ("text", "abstract", "abstractText", "abstract_text")
    body = next((value[key] for key in keys if isinstance(value.get(key), str) and value[key]), "")
    if "title" not in value and isinstance(body, str) and "\n" in body.strip():
        first, gap, rest = _first_line(body)
        if gap:
            value, body = {**value, "title": first, "gap": gap}, rest
    journal = value.get("journalTitle") or value.get("journal")
    if not isinstance(journal, str):
        journal = ((value.get("journalInfo") or {}).get("journal") or {}).get("title")
    authors = value.get("authors") or value.get("authorString") or ()
    entry: Entry = {
        "id": str(value.get("id") or value.get("doc_id") or value.get("sourceid") or ""),
        "title": str(value.get("title") or ""),
        "text": _plain(str(body)) if "abstractText" in value else str(body),
        "gap": value.get("gap", "\n\n"),
        "abstract": "text" not in value or value.get("abstract") is True,
        **_ids(value),
        "authors": [a.strip(" .") for a in authors.split(",")] if isinstance(authors, str) else list(map(str, authors)),
        "journal": journal,
        "year": identity.year(
            str(value.get("year") or value.get("pubYear") or value.get("firstPublicationDate") or "")
        ),
    }
    return {key: each for key, each in entry.items() if each not in (None, "", [])}


def _first_line(body: str) -> tuple[str, str, str]:
    """Return title, gap and rest of a text whose first line is its title: short, a line for itself."""
    match = re.match(r"(\S[^\n]{10,400}?)[^\S\n]*(\n\s*)(?=\S)", body)
    if match is None:
        return "", "", body
    return match[1], body[match.end(1) : match.end()], body[match.end() :]


def _plain(text: str) -> str:
    """Return an abstract of Europe PMC without its tags, its headings run in: "Results: ..."."""
    text = re.sub(r"\s*<h\d[^>]*>\s*(.{1,60}?)[\s.:]*</h\d>\s*", r"\n\n\1: ", text)
    text = re.sub(r"</?(?:p|br)\b[^>]*>", "\n\n", text)
    return re.sub(r"</?[a-zA-Z][^>]{0,80}>", "", text).strip()


def _ids(value: dict[str, Any]) -> dict[str, str | None]:
    """Return PMID, PMCID and DOI as an object names them, or as its source and id do."""
    ident = str(value.get("sourceid") or value.get("id") or "")
    source = str(value.get("sourcedb") or value.get("source") or value.get("src") or "").lower()
    pmid = str(value.get("pmid") or "")
    if not pmid and ident.isdigit() and (source in ("pubmed", "med") or (not source and len(ident) > 5)):
        pmid = ident
    return {
        "pmid": pmid or None,
        "pmcid": identity.pmcid(
            str(value.get("pmcid") or (ident if source == "pmc" or ident.startswith("PMC") else ""))
        ),
        "doi": references.clean_doi(str(value.get("doi") or "")) or None,
    }


def _table(text: str, path: str) -> Iterator[Entry]:
    text = text.lstrip("\ufeff\r\n")
    header = text.split("\n", 1)[0]
    names = columns(header.rstrip("\r"))
    dialect = {"delimiter": "\t", "quoting": csv.QUOTE_MINIMAL} if "\t" in header else {"delimiter": ","}
    rows = csv.reader(io.StringIO(text, newline=""), **dialect)
    next(rows, None)
    body = next(name for name in TEXT_COLUMNS if name in names)
    try:
        for row in rows:
            value = dict(zip(names, row, strict=False))
            value["text"] = value.pop(body, "")
            if value.get("text") or value.get("title"):
                yield _entry({**value, "title": value.get("title", "")})
    except csv.Error as error:
        raise ReadError(path, f"line {rows.line_num}: not a row of a table: {error}", "save it as CSV again") from error
