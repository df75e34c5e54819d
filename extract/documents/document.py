"""A document as the rest of resistract sees it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from pydantic import TypeAdapter

from extract.documents.draft import Glyphs
from extract.documents.offsets import OffsetMap
from extract.schema import Block, Box, Citation, CitationMarker, DocumentRecord, Paper, Reference, Section, Table


@dataclass(frozen=True)
class Document:
    """A paper: its source text, the clean text to mine, and everything that leads from one to the other.

    ``text`` is the source text: the decoded file for text formats, the extracted text for PDF and XML.
    ``clean`` holds what is to be mined, its blocks apart by a blank line. ``offsets`` maps ``clean`` to ``text``.
    ``pages`` are spans of ``text``. ``sections``, ``citations`` and ``tables`` index ``text``,
    ``blocks`` index ``clean``. ``abbreviations`` are the short and long forms of the paper's own list, if it has one.
    ``warnings`` say what of the paper was not read, and why.
    """

    doc_id: str
    title: str
    format: str
    source: str
    text: str
    clean: str
    offsets: OffsetMap
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[CitationMarker, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    glyphs: Glyphs | None = field(default=None, repr=False, compare=False)

    @cached_property
    def _references_by_key(self) -> dict[str, Reference]:
        return {reference.key: reference for reference in self.references}

    @cached_property
    def _citation_starts(self) -> list[int]:
        return [marker.start for marker in self.citations]

    @cached_property
    def paper(self) -> Paper:
        """What the document is, as evidence carries it."""
        return Paper(
            title=self.title,
            authors=self.authors,
            journal=self.journal,
            year=self.year,
            doi=self.doi,
            pmid=self.pmid,
            pmcid=self.pmcid,
        )

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``text`` that the span of ``clean`` comes from."""
        return self.offsets.to_source(start, end)

    def to_clean(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of ``clean`` that comes from the span of ``text``, or None when it is not mined."""
        return self.offsets.from_source(start, end)

    def page(self, start: int) -> int | None:
        """Return the page, from 1, of the source offset; None when the source has no pages."""
        for number, (first, last) in enumerate(self.pages, 1):
            if first <= start < last:
                return number
        return None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return one box for each printed line that the source span touches, in points; empty without pages."""
        if self.glyphs is None or start >= end:
            return ()
        out: list[Box] = []
        glyphs = self.glyphs
        index = max(bisect_right(glyphs.starts, start) - 1, 0)
        while index < len(glyphs.starts) and glyphs.starts[index] < end:
            edges = glyphs.edges[index]
            first = max(start - glyphs.starts[index], 0)
            last = min(end - glyphs.starts[index], len(edges) - 1)
            if first < last:
                bottom, top = glyphs.tops[index]
                left, right = min(edges[first : last + 1]), max(edges[first : last + 1])
                values = (round(v, 1) for v in (left, bottom, right, top))
                x0, y0, x1, y1 = values
                out.append(Box(page=glyphs.pages[index], x0=x0, y0=y0, x1=x1, y1=y1))
            index += 1
        return tuple(out)

    def section_at(self, start: int) -> Section | None:
        """Return the innermost section that holds the source offset."""
        found = None
        for section in self.sections:
            inside = section.start <= start < section.end
            if inside and (found is None or section.end - section.start <= found.end - found.start):
                found = section
        return found

    def citations_in(self, start: int, end: int) -> tuple[Citation, ...]:
        """Return the cited studies of the source span, with those of a marker right after its full stop."""
        keys: dict[str, None] = {}
        index = bisect_left(self._citation_starts, start)
        while index < len(self.citations):
            marker = self.citations[index]
            index += 1
            if marker.start >= end and self.text[end : marker.start].strip(" \t\n\u200a.,;)"):
                break
            if marker.start > end + 4:
                break
            keys.update(dict.fromkeys(marker.keys))
            if marker.start >= end:
                break
        return tuple(self.cited(key) for key in keys)

    def cited_within(self, start: int, end: int) -> tuple[Citation, ...]:
        """Return the cited studies whose markers stand in the source span."""
        first, last = (bisect_left(self._citation_starts, place) for place in (start, end))
        keys = dict.fromkeys(key for marker in self.citations[first:last] for key in marker.keys)
        return tuple(self.cited(key) for key in keys)

    def cited(self, key: str) -> Citation:
        """Return the citation record of a reference key; only its label, or PubMed id, when the list lacks it."""
        reference = self._references_by_key.get(key)
        if reference is None:
            return Citation(label=key, pmid=key.removeprefix("PMID:") if key.startswith("PMID:") else None)
        return Citation(label=reference.label, doi=reference.doi, pmid=reference.pmid, text=reference.text)

    def metadata(self) -> dict[str, Any]:
        """Return what a run saves beside the source text, ready for JSON."""
        record = DocumentRecord(
            **self.paper.model_dump(),
            doc_id=self.doc_id,
            format=self.format,
            source=self.source,
            pages=self.pages,
            sections=self.sections,
            references=self.references,
            citations=self.citations,
            tables=self.tables,
            warnings=self.warnings,
        )
        return record.model_dump(mode="json")


@cache
def _plain() -> TypeAdapter[Document]:
    return TypeAdapter(Document)  # made when first used: it takes as long as the import of the package


def to_plain(document: Document) -> dict[str, Any]:
    """Return a document as numbers, strings, lists and dicts, from which ``from_plain`` makes it again."""
    plain: dict[str, Any] = _plain().dump_python(document, mode="json")
    return plain


def from_plain(fields: dict[str, Any]) -> Document:
    """Return the document that ``to_plain`` took apart.

    Raises
    ------
    pydantic.ValidationError
        If the fields are not those of a document.
    """
    return _plain().validate_python(fields)
