"""A PDF's tables: regions and grids of all pages, taken out of the running text and put where their captions stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extract.documents.draft import TableDraft
from extract.documents.pdf.blocks import Block
from extract.documents.pdf.glyphs import Page, Stroke
from extract.documents.pdf.grid import Grid, grids_of
from extract.documents.pdf.lines import Line, Segment, line_of
from extract.documents.pdf.regions import Body, Caption, Region, body_of, find_region, floats
from extract.documents.pdf.ruling import levels, shaded_cells, uprights, without_furniture
from extract.documents.pdf.strips import Part

_MAX_SEGMENTS = 20_000  # on one page; more are drawings made of letters


@dataclass(slots=True)
class FoundTable:
    """A table, or its part on one page: its region there, its grid, and what it continues."""

    page: int
    region: Region
    grid: Grid
    first: FoundTable | None = None

    @property
    def label(self) -> str:
        """The caption's label, "Table 1"."""
        return " ".join(self.region.caption.label.split())


@dataclass
class TableBlock(Block):
    """A block whose lines are the cells of a table."""

    table: FoundTable = field(kw_only=True)
    caption: Block | None = field(default=None)


def take_tables(
    pages: Sequence[tuple[Page, list[Segment]]],
) -> tuple[list[FoundTable], list[list[Segment]]]:
    """Find the tables of all pages; return them, and the segments of each page without those of their cells."""
    tables = _found(pages)
    taken = {id(segment) for table in tables for segment in table.region.segments}
    if not taken:
        return [], [found for _, found in pages]
    return tables, [[segment for segment in found if id(segment) not in taken] for _, found in pages]


def _found(pages: Sequence[tuple[Page, list[Segment]]]) -> list[FoundTable]:
    chains: list[list[tuple[Page, Region]]] = []
    body: Body | None = None
    strokes: list[list[Stroke]] = []
    for number, (page, found) in enumerate(pages):
        captions, heads = floats(found)
        if not captions or len(found) > _MAX_SEGMENTS:
            continue
        body = body or body_of(many for _, many in pages)
        strokes = strokes or without_furniture([page for page, _ in pages])
        rules = levels(strokes[number])
        free = found
        for caption in sorted(captions, key=lambda one: -one.segment.y):
            same = [one for one in chains if caption.continued and _number(one[0][1].caption) == _number(caption)]
            chain = same[0] if same else None
            before = chain[-1][1] if chain else None
            region = find_region(caption, free, rules, heads, body, page.width, before)
            if region is None:
                continue
            gone = {id(segment) for segment in region.segments}
            free = [segment for segment in free if id(segment) not in gone]
            if chain is None:
                chains.append([(page, region)])
            else:
                chain.append((page, region))
    return [table for chain in chains for table in _tables_of(chain)]


def _number(caption: Caption) -> str:
    return re.sub(r"\W|^\w*?(?=S?\d)", "", caption.label.upper())


def _tables_of(chain: Sequence[tuple[Page, Region]]) -> list[FoundTable]:
    """Return the parts of one table; those of one width share their columns."""
    parts = [_part(page, region) for page, region in chain]
    grids: list[Grid | None] = [None] * len(parts)
    for number, part in enumerate(parts):
        if grids[number] is None:
            alike = [i for i, other in enumerate(parts) if other is part or other.like(part)]
            for i, grid in zip(alike, grids_of([parts[i] for i in alike]), strict=True):
                grids[i] = grids[i] or grid
    out: list[FoundTable] = []
    for (page, region), grid in zip(chain, grids, strict=True):
        if grid is not None:
            out.append(FoundTable(page.number, region, grid, out[0] if out else None))
    return out


def _part(page: Page, region: Region) -> Part:
    walls = [wall for wall in uprights(page.strokes) if region.x0 - 8 < wall.x < region.x1 + 8]
    lines = [line_of([segment], page.number, 0) for segment in region.segments]
    near = [shade for shade in page.shades if region.bottom < shade.y1 and shade.y0 < region.top]
    return Part(lines, region.x0, region.x1, region.rules, walls, shaded_cells(near, region.x0, region.x1))


def place_tables(flat: Sequence[Block], tables: Sequence[FoundTable]) -> list[Block]:
    """Put each table behind the block of its caption."""
    out = list(flat)
    for table in tables:
        at = _behind(out, table)
        caption = out[at - 1] if at and out[at - 1].kind == "caption" else None
        if caption is not None and table.region.caption.continued:
            caption.kind = "skip"
        out.insert(at, TableBlock(table.grid.lines, kind="table", table=table, caption=caption))
    return out


def _behind(flat: Sequence[Block], table: FoundTable) -> int:
    start = table.region.caption.segment
    for number, block in enumerate(flat):
        if block.page != table.page or isinstance(block, TableBlock):
            continue
        if any(abs(line.y - start.y) < 0.5 and abs(line.x0 - start.x0) < 1.5 * line.size for line in block.lines):
            return number + 1
    return next((n for n, block in enumerate(flat) if block.page > table.page), len(flat))


class Writer(Protocol):
    """What writes printed lines into the source text."""

    length: int

    def line(self, line: Line, start: int = 0, end: int | None = None, after: str = "\n") -> tuple[int, int]:
        """Write a stretch of a line and what follows it; return its span."""
        ...


def write_table(
    block: TableBlock, writer: Writer, tables: dict[int, TableDraft], captions: dict[int, tuple[int, int]]
) -> tuple[int, int]:
    """Write a table's cells, rows apart by line ends, and add it to the tables or to the one that it continues.

    Returns
    -------
    tuple of int
        The span of the source text that was written.
    """
    table = block.table
    begin = writer.length
    rows: list[list[tuple[int, int]]] = []
    spans: dict[int, tuple[int, int]] = {}
    for row in table.grid.rows:
        out = []
        for cell in row:
            if cell is None:
                out.append((writer.length, writer.length))
                continue
            if id(cell) not in spans:
                start = end = writer.length
                for number, piece in enumerate(cell.pieces, 1):
                    last = number == len(cell.pieces)
                    _, end = writer.line(piece.line, piece.start, piece.end, "\t" if last else "\n")
                spans[id(cell)] = start, end
            out.append(spans[id(cell)])
        rows.append(out)
    first = table.first
    whole = tables.get(id(first)) if first is not None else None
    if first is not None and whole is not None and len(whole.rows[0]) == table.grid.columns:
        again = _texts(table.grid)[: table.grid.header] == _texts(first.grid)[: table.grid.header]
        whole.rows += rows[table.grid.header :] if again else rows
    else:
        at = captions.get(id(block.caption)) if block.caption is not None else None
        tables[id(table)] = TableDraft(rows, table.grid.header, table.label, start=begin, caption_at=at)
    return begin, writer.length


def _texts(grid: Grid) -> list[list[str]]:
    return [["".join(cell.text.split()) if cell else "" for cell in row] for row in grid.rows]
