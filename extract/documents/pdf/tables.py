"""A PDF's tables: regions and grids of all pages, taken out of the running text and put where their captions stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extract.documents.draft import TableDraft
from extract.documents.pdf.blocks import Block
from extract.documents.pdf.glyphs import Page
from extract.documents.pdf.grid import Grid, grid_of
from extract.documents.pdf.lines import Line, Segment, line_of
from extract.documents.pdf.regions import Body, Caption, Region, body_of, find_region, floats
from extract.documents.pdf.ruling import levels, uprights


@dataclass(slots=True)
class FoundTable:
    """A table, or its part on one page: its grid and caption, and where it stands."""

    page: int
    grid: Grid
    region: Region
    label: str
    continued: bool

    @property
    def caption(self) -> Caption | None:
        """The first line of the caption, None for a part without one."""
        return self.region.caption


@dataclass
class TableBlock(Block):
    """A block whose lines are the cells of a table."""

    table: FoundTable | None = field(default=None)
    caption: Block | None = field(default=None)


def take_tables(pages: Sequence[tuple[Page, list[Segment]]]) -> tuple[list[FoundTable], list[tuple[Page, list[Segment]]]]:
    """Find the tables of all pages; return them and the pages without the segments of their cells."""
    tables: list[FoundTable] = []
    left: list[tuple[Page, list[Segment]]] = []
    body: Body | None = None
    for page, found in pages:
        captions, heads = floats(found)
        if not captions:
            left.append((page, found))
            continue
        body = body or body_of(many for _, many in pages)
        rules = levels(page.strokes)
        walls = uprights(page.strokes)
        taken: set[int] = set()
        for caption in sorted(captions, key=lambda one: -one.segment.y):
            free = [segment for segment in found if id(segment) not in taken]
            region = find_region(caption, free, rules, heads, body, page.width)
            if region is None:
                continue
            lines = [line_of([segment], page.number, 0) for segment in region.segments]
            inside = [w for w in walls if region.x0 - 8 < w.x < region.x1 + 8]
            grid = grid_of(lines, region.x0, region.x1, region.rules, inside)
            if grid is None:
                continue
            taken |= {id(segment) for segment in region.segments}
            tables.append(FoundTable(page.number, grid, region, caption.label, caption.continued))
        left.append((page, [segment for segment in found if id(segment) not in taken]))
    return tables, left


def place_tables(flat: Sequence[Block], tables: Sequence[FoundTable]) -> list[Block]:
    """Put each table behind the block of its caption."""
    out = list(flat)
    for table in tables:
        at = _behind(out, table)
        caption = out[at - 1] if at and out[at - 1].kind == "caption" else None
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


def write_table(block: TableBlock, writer: Writer, tables: list[TableDraft], captions: dict[int, tuple[int, int]]) -> tuple[int, int]:
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
    label = " ".join(table.label.split())
    whole = next((t for t in reversed(tables) if t.label == label), None)
    if whole is not None and table.continued and len(whole.rows[0]) == table.grid.columns:
        whole.rows += rows[table.grid.header :]
    else:
        at = captions.get(id(block.caption)) if block.caption is not None else None
        tables.append(TableDraft(rows, table.grid.header, label, start=begin, caption_at=at))
    return begin, writer.length
