"""What a format's reader hands over: source text, cut into parts whose role it knows. `assemble` does the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extract.schema import Reference, SectionType

Kind = Literal["title", "heading", "paragraph", "caption", "item", "table", "reference", "skip"]


@dataclass
class Part:
    """A stretch of the source with one role.

    ``pieces`` are source spans in reading order: a paragraph that runs on over a figure or a page has two or more.
    ``level`` is the depth of a heading from 1, 0 when the source does not say. ``type`` overrides what a heading's
    words say. ``label`` is a run-in heading's or a caption's own label.
    """

    kind: Kind
    pieces: list[tuple[int, int]]
    level: int = 0
    type: SectionType | None = None
    title: str | None = None

    @property
    def start(self) -> int:
        """Source offset of the first character."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Source offset after the last character."""
        return self.pieces[-1][1]


@dataclass
class Mark:
    """A place the source itself marks: a superscript, or a cross-reference to entries of the reference list."""

    start: int
    end: int
    keys: tuple[str, ...] = ()
    kind: Literal["superscript", "subscript", "citation"] = "superscript"


@dataclass
class Link:
    """A link to a cited paper's record: its place in the source, "doi" or "pmid", and the id."""

    at: int
    kind: str
    id: str


@dataclass
class TableDraft:
    """A table by the source spans of its cells; ``header`` counts the rows at the top that name the columns.

    ``caption_at`` is the source span of a caption that is to be cleaned as text is; else ``caption`` holds its words.
    """

    rows: list[list[tuple[int, int]]]
    header: int = 1
    label: str = ""
    caption: str = ""
    start: int = 0
    caption_at: tuple[int, int] | None = None


@dataclass
class Glyphs:
    """Where every character of a PDF's text stands: runs of text with their page and the left edges of the characters.

    ``starts[i]`` is the source offset of run i; ``edges[i]`` holds one x per character and the right edge of the last.
    """

    starts: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    tops: list[tuple[float, float]] = field(default_factory=list)
    edges: list[list[float]] = field(default_factory=list)


@dataclass
class Draft:
    """A read document before sections, references, citations and the clean text are made."""

    text: str
    parts: list[Part]
    format: str
    title: str = ""
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    references: list[Reference] | None = None
    tables: list[TableDraft] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    glyphs: Glyphs | None = None
    warnings: list[str] = field(default_factory=list)
    markup: bool = False
