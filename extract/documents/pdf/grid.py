"""The parts of a table to grids of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.documents.pdf.columns import place, separators_of
from extract.documents.pdf.lines import Line
from extract.documents.pdf.rows import Row, body_rows, bold_start, header_rows
from extract.documents.pdf.strips import Part


@dataclass(slots=True)
class Grid:
    """A table: rows with one entry for each column, the first ``header`` of which name the columns."""

    rows: list[Row]
    header: int
    columns: int
    lines: list[Line] = field(default_factory=list)


def grids_of(parts: Sequence[Part]) -> list[Grid | None]:
    """Return the grid of each part of one table, None where one has a single column or row.

    The columns are found on all parts together, so these must be of one width.
    """
    usable = [part for part in parts if len(part.strips) >= 2]
    if not usable:
        return [None] * len(parts)
    cuts = separators_of(usable)
    out: list[Grid | None] = []
    spacing: float | None = None
    for part in parts:
        part.spacing = spacing
        out.append(_grid(part, [x + part.x0 for x in cuts]) if cuts and part in usable else None)
        spacing = part.spacing
    return out


def _grid(part: Part, cuts: Sequence[float]) -> Grid | None:
    for strip in part.strips:
        place(strip, part.open(cuts, strip), header=strip.y > part.top)
    count = len(cuts) + 1
    head, below = part.head, part.body
    if not head:
        head, below = bold_start(below)
    header = header_rows(head, count, part, cuts)
    rows = body_rows(below, count, part, cuts)
    if not rows or sum(any(row[c] for row in rows + header) for c in range(count)) < 2:
        return None
    return Grid(header + rows, len(header), count, list(part.lines))
