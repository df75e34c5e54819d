"""The rows of a table: by rules, by spacing, and by whether a line goes on with the cells above it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.documents.pdf.ruling import Level
from extract.documents.pdf.strips import Part, Piece, Strip

_NUMBER = re.compile(r"[<>≤≥=~≈±+−–-]?\s*\d[\d.,%()/±×+−–\s*†‡:-]*|[−–-]+|ND|NA|NS|NR")
_OPEN = re.compile(r"(?:[-–/,(+&]|\b(?:and|or|of|the|in|with|for|to|by|vs\.?|a|an|on|from|at|than))$")
_CLEAR = 1.6  # times the distance of lines, from which on white between rows is no accident


@dataclass(slots=True)
class GridCell:
    """A cell: its pieces from top to bottom. One that spans columns or rows stands in the grid several times."""

    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The pieces joined, for tests of content only."""
        return " ".join(piece.text for piece in self.pieces)


Row = list[GridCell | None]


def bold_start(strips: list[Strip]) -> tuple[list[Strip], list[Strip]]:
    """Take the strips at the top that are bold, or else the first, as the header."""
    count = 0
    while count < len(strips) - 1 and all(chunk.bold for chunk in strips[count].chunks):
        count += 1
    if count > 0.5 * len(strips):
        count = 1
    return strips[: max(count, 1)], strips[max(count, 1) :]


def header_rows(strips: Sequence[Strip], count: int, part: Part, cuts: Sequence[float]) -> list[Row]:
    """Stack the header's cells: lines of one cell are joined, a heading over several columns stands in each."""
    cells: list[tuple[tuple[int, int], GridCell]] = []
    for strip in strips:
        for span, pieces in strip.cells.items():
            wide = _over_rule(span, strip, part, cuts)
            for other, cell in reversed(cells):
                last = cell.pieces[-1]
                same = other == wide and last.y - strip.y <= 1.6 * last.size
                if same and not any(strip.y < rule.y < last.y and rule.share(pieces[0].x0, pieces[-1].x1) > 0.5
                                    for rule in part.rules):  # fmt: skip
                    cell.pieces.extend(pieces)
                    break
                if other[0] <= wide[1] and wide[0] <= other[1]:
                    cells.append((wide, GridCell(list(pieces))))
                    break
            else:
                cells.append((wide, GridCell(list(pieces))))
    stacks: list[list[GridCell]] = [[] for _ in range(count)]
    for (low, high), cell in cells:
        for column in range(low, high + 1):
            stacks[column].append(cell)
    depth = max((len(stack) for stack in stacks), default=0)
    return [[stack[level] if level < len(stack) else None for stack in stacks] for level in range(depth)]


def _over_rule(span: tuple[int, int], strip: Strip, part: Part, cuts: Sequence[float]) -> tuple[int, int]:
    """Widen a heading to the columns that a shorter rule right under it, and it alone, covers."""
    pieces = strip.cells[span]
    left, right, size = pieces[0].x0, pieces[-1].x1, pieces[0].size
    edges = [part.x0, *cuts, part.x1]
    for level in part.rules:
        if not 0 < strip.y - level.y < 1.8 * size or level.y in part.full:
            continue
        for a, b in [*level.spans, *level.pieces]:
            shared = any(key != span and a <= other[0].x0 and other[-1].x1 <= b for key, other in strip.cells.items())
            if a - 3 <= left and right <= b + 3 and not shared:
                under = [i for i in range(len(cuts) + 1) if a < (edges[i] + edges[i + 1]) / 2 < b]
                if under:
                    return min(under[0], span[0]), max(under[-1], span[1])
    return span


def body_rows(strips: Sequence[Strip], count: int, part: Part, cuts: Sequence[float]) -> list[Row]:
    """Return the rows of the body, those between rules and those that spacing or wrapping tells apart."""
    bands = _banded(strips, part.full)
    edges = _edges(strips, count)
    spacing, tight = _spacing(strips, edges)
    part.spacing = spacing = spacing or part.spacing
    edges.first = _first_lines(strips, edges) if spacing is None else frozenset()
    if part.shaded:
        shaded = _shaded_rows(strips, part, edges, spacing, tight)
        return [_row(group, count) for group in shaded]
    single = sum(len(band) == 1 for band in bands)
    each = len(bands) > 1 and (part.gridded or (len(bands) > 2 and single >= 0.5 * len(bands)))
    out: list[Row] = []
    for band in bands:
        groups = _between_rules(band, part.rules) if each else _grouped(band, edges, spacing, tight)
        rows = [_row(group, count) for group in groups]
        _spread(rows, groups, part.rules, cuts)
        out.extend(rows)
    return out


def _shaded_rows(
    strips: Sequence[Strip], part: Part, edges: _Edges, spacing: float | None, tight: float
) -> list[list[Strip]]:
    """Group strips by the backgrounds of cells: one is a row; what stands between two is one or several."""
    out: list[list[Strip]] = []
    for band in _banded(strips, [y for shade in part.shades for y in (shade.y0, shade.y1)]):
        shaded = any(shade.y0 < band[0].y < shade.y1 for shade in part.shades)
        labels = sum((0, 0) in strip.cells for strip in band)
        out += [band] if shaded or labels <= 1 else _grouped(band, edges, spacing, tight)
    return out


def _banded(strips: Sequence[Strip], levels: Sequence[float]) -> list[list[Strip]]:
    """Cut the strips at each height that lies between two of them."""
    bands: list[list[Strip]] = []
    last: float | None = None
    for strip in strips:
        if last is None or any(strip.y < y < last for y in levels):
            bands.append([])
        bands[-1].append(strip)
        last = strip.y
    return bands


def _between_rules(band: Sequence[Strip], rules: Sequence[Level]) -> list[list[Strip]]:
    """Cut the strips between two full rules at the shorter ones, which divide the cells of some columns."""
    out = [[band[0]]]
    for last, strip in pairwise(band):
        if any(strip.y < rule.y < last.y for rule in rules):
            out.append([])
        out[-1].append(strip)
    return out


def _row(group: Sequence[Strip], count: int) -> Row:
    row: Row = [None] * count
    for strip in group:
        for (low, high), pieces in strip.cells.items():
            cell = next((row[c] for c in range(low, high + 1) if row[c] is not None), None)
            if cell is None:
                cell = GridCell([])
                for column in range(low, high + 1):
                    row[column] = cell
            cell.pieces.extend(pieces)
    return row


def _spread(
    rows: Sequence[Row], groups: Sequence[Sequence[Strip]], rules: Sequence[Level], cuts: Sequence[float]
) -> None:
    """Let a cell stand in all the rows that a rule over other columns alone divides."""
    for above, below, first, second in zip(rows, rows[1:], groups, groups[1:], strict=False):
        level = next((r for r in rules if second[0].y < r.y < first[-1].y), None)
        if level is None:
            continue
        for column in range(len(above)):
            left = cuts[column - 1] if column else -1e6
            right = cuts[column] if column < len(cuts) else 1e6
            ruled = any(a < right - 4 and b > left + 4 for a, b in level.spans)
            if not ruled and below[column] is None:
                below[column] = above[column]


@dataclass(slots=True)
class _Edges:
    """The left and right edge that the text of each column reaches; ``first``: columns filled in first lines alone."""

    left: dict[int, float]
    right: dict[int, float]
    columns: int
    first: frozenset[int] = frozenset()


def _edges(strips: Sequence[Strip], count: int) -> _Edges:
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for strip in strips:
        for (low, high), pieces in strip.cells.items():
            if low == high:
                left[low] = min(left.get(low, 1e9), pieces[0].x0)
                right[low] = max(right.get(low, -1e9), pieces[-1].x1)
    return _Edges(left, right, count)


def _spacing(strips: Sequence[Strip], edges: _Edges) -> tuple[float | None, float]:
    """Return the distance that tells lines of one cell from rows, None if rows are not set apart, and the least."""
    steps: list[float] = []
    pairs: dict[tuple[float, float], tuple[Strip, Strip]] = {}
    last: dict[tuple[int, int], Strip] = {}
    for strip in strips:
        for span in strip.cells:
            if span in last:
                steps.append(last[span].y - strip.y)
                pairs[last[span].y, strip.y] = last[span], strip
            last[span] = strip
    if len(steps) < 3:
        return None, 0.0
    steps.sort()
    size = strips[0].words[0].size
    tight = steps[len(steps) // 20]
    best: tuple[float, float] | None = None
    for a, b in pairwise(steps):
        share = sum(s <= a for s in steps) / len(steps)
        told = 0.04 < share < (1.0 if b > _CLEAR * a else 0.96)  # few rows of many lines are set apart clearly
        if a <= 1.35 * tight and a < 1.6 * size and b > 1.1 * a and b - a > 0.8 and told:
            jump = b / a
            if best is None or jump > best[0] + 0.02:
                best = (jump, (a + b) / 2)
    if best is None:
        return None, tight
    limit = best[1]
    close = [(a, b) for a, b in pairs.values() if a.y - b.y <= limit]
    begun = sum((0, 0) in b.cells or _figures(a, b) for a, b in close)
    if best[0] > _CLEAR and begun <= 0.2 * len(close):
        return limit, tight  # rows of many lines, the first of which has the label
    fresh = sum(not _goes_on([a], b, edges) for a, b in close)
    return (limit if fresh <= 0.34 * len(close) else None), tight


def _figures(above: Strip, below: Strip) -> bool:
    """Tell whether a number stands under a number, which lines of one cell seldom have."""
    pairs = [(above.cells[span][-1], below.cells[span][0]) for span in above.cells.keys() & below.cells.keys()]
    return any(_NUMBER.fullmatch(a.text) and _NUMBER.fullmatch(b.text) for a, b in pairs)


def _first_lines(strips: Sequence[Strip], edges: _Edges) -> frozenset[int]:
    """Return the columns that a row fills in its first line alone: "3", "28 days", "[121]", if there are several."""
    first = [strip for strip in strips if (0, 0) in strip.cells and len(strip.cells) >= 0.75 * edges.columns]
    ids = {id(strip) for strip in first}
    other = [strip for strip in strips if id(strip) not in ids]
    if len(first) < 3 or len(other) < 0.4 * len(first):
        return frozenset()
    if sum((0, 0) in strip.cells for strip in other) > 0.5 * len(other):
        return frozenset()
    found = {
        column
        for column in range(1, edges.columns)
        if sum((column, column) in strip.cells for strip in first) >= 0.95 * len(first)
        and sum(_covers(strip, column) for strip in other) <= 0.05 * len(other)
    }
    return frozenset(found) if len(found) >= 2 else frozenset()


def _covers(strip: Strip, column: int) -> bool:
    return any(low <= column <= high for low, high in strip.cells)


def _grouped(band: Sequence[Strip], edges: _Edges, spacing: float | None, tight: float) -> list[list[Strip]]:
    """Group the strips between two full rules into rows."""
    if spacing is not None:
        rows = _by_spacing(band, spacing)
        # One row with labels apart is several rows, whose other cells stand as close as lines of one cell.
        labels = [[strip.y for strip in row if (0, 0) in strip.cells] for row in rows]
        if all(a - b <= spacing for ys in labels for a, b in pairwise(ys)):
            return rows
    # Strips closer than lines of one cell are cells of one row, set to its middle.
    units: list[list[Strip]] = []
    for strip in band:
        last = units[-1][-1] if units else None
        if last is None or last.y - strip.y >= 0.75 * tight or last.cells.keys() & strip.cells.keys():
            units.append([strip])
            continue
        apart = not any(one.cells.keys() & strip.cells.keys() for one in units[-1])
        if apart or len(strip.cells) < len(last.cells):
            units[-1].append(strip)
        else:
            units.append([strip])
    out: list[list[Strip]] = []
    for unit in units:
        if out and len(unit) == 1 and _goes_on(out[-1], unit[0], edges):
            out[-1].extend(unit)
        else:
            out.append(unit)
    return out


def _by_spacing(band: Sequence[Strip], spacing: float) -> list[list[Strip]]:
    """Group strips by columns: lines close together are one cell, cells side by side are one row."""
    reaches: list[tuple[float, float]] = []
    columns: dict[tuple[int, int], list[float]] = defaultdict(list)
    for strip in band:
        for span in strip.cells:
            columns[span].append(strip.y)
    for ys in columns.values():
        start = ys[0]
        for a, b in pairwise([*ys, -1e6]):
            if a - b > spacing:
                reaches.append((a, start))
                start = b
    out: list[list[Strip]] = []
    bottom = 1e6
    for strip in band:
        if not out or strip.y < bottom - 0.3:
            out.append([])
            bottom = strip.y
        out[-1].append(strip)
        grown = True
        while grown:
            low = min((a for a, b in reaches if a < bottom <= b + 0.3 or (a <= bottom <= b)), default=bottom)
            grown, bottom = low < bottom, min(low, bottom)
    return out


def _goes_on(row: Sequence[Strip], strip: Strip, edges: _Edges) -> bool:
    """Tell whether a strip continues the cells of the row above it rather than starting the next row."""
    last = row[-1]
    size = strip.words[0].size
    if last.y - strip.y > 1.6 * size:
        return False
    if any(low != high for low, high in strip.cells) or any(low != high for low, high in last.cells):
        return False
    if edges.first and strip.cells.keys() != {(0, 0)} and not any(_covers(strip, column) for column in edges.first):
        return True
    filled = len({span for one in row for span in one.cells})
    if len(strip.cells) >= max(3, 0.75 * edges.columns) and (0, 0) in strip.cells:
        return False
    above = {span: pieces for one in row for span, pieces in one.cells.items()}
    if strip.cells.keys() == {(0, 0)} and (0, 0) in last.cells and re.match(r"[a-z]{2,}\.?(?!\S)", strip.words[0].text):
        return True  # A label's second line; labels of rows and groups start with capitals or names.
    for span, pieces in strip.cells.items():
        if span not in above:
            only_label = filled == 1 and (0, 0) in above and (0, 0) in strip.cells
            if only_label and pieces[0].text[:1]:
                continue
            return False
        before = above[span][-1]
        if span not in last.cells or not _wraps(before, pieces[0], edges, span[0]):
            return False
    if (0, 0) in strip.cells:
        before, after = above[0, 0][-1], strip.cells[0, 0][0]
        lower = after.text[:1].islower() or after.text[:1] in "(–-/"
        indented = after.x0 - row[0].cells[0, 0][0].x0 > 0.4 * size if (0, 0) in row[0].cells else False
        if not (lower or indented or _OPEN.search(before.text)):
            return False
    return True


def _wraps(before: Piece, after: Piece, edges: _Edges, column: int) -> bool:
    """Tell whether the first word of ``after`` did not fit behind ``before`` in its column."""
    if _NUMBER.fullmatch(before.text) and _NUMBER.fullmatch(after.text):
        return False
    if _OPEN.search(before.text):
        return True
    first = re.match(r"\S+", after.text)
    word = after.line.edges[after.start + first.end()] - after.x0 if first else 0.0
    room = edges.right[column] - min(before.x0, after.x0)
    return before.x1 - min(before.x0, after.x0) + 0.25 * after.size + word > room - 0.4 * after.size
