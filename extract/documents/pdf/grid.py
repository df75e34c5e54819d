"""The segments of a table region to a grid: columns by the white between them, rows by spacing, rules and wrapping."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.documents.pdf.lines import Line
from extract.documents.pdf.ruling import Level, Upright

_SPACE = 0.45  # em; wider white inside a line may divide columns
_NUMBER = re.compile(r"[<>≤≥=~≈±+−–-]?\s*\d[\d.,%()/±×+−–\s*†‡:-]*|[−–-]+|ND|NA|NS|NR")
_OPEN = re.compile(r"(?:[-–/,(+&]|\b(?:and|or|of|the|in|with|for|to|by|vs\.?|a|an|on|from|at|than))$")


@dataclass(slots=True)
class Piece:
    """A stretch of a printed line, by the offsets of its characters in the line."""

    line: Line
    start: int
    end: int

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.line.edges[self.start]

    @property
    def x1(self) -> float:
        """Right edge in points."""
        return self.line.edges[self.end]

    @property
    def y(self) -> float:
        """Baseline in points."""
        return self.line.y

    @property
    def size(self) -> float:
        """Size of the type in points."""
        return self.line.size

    @property
    def text(self) -> str:
        """The characters."""
        return self.line.text[self.start : self.end]

    @property
    def bold(self) -> bool:
        """Whether most characters are bold."""
        inside = [(max(s, self.start), min(e, self.end), style.bold) for s, e, style in self.line.spans]
        return sum(e - s for s, e, bold in inside if bold and e > s) > 0.5 * (self.end - self.start)


@dataclass(slots=True)
class GridCell:
    """A cell: its pieces from top to bottom. One that spans columns or rows stands in the grid several times."""

    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The pieces joined, for tests of content only."""
        return " ".join(piece.text for piece in self.pieces)


Row = list[GridCell | None]


@dataclass(slots=True)
class Grid:
    """A table: rows with one entry for each column, the first ``header`` of which name the columns."""

    rows: list[Row]
    header: int
    columns: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class _Strip:
    """What stands on one baseline: chunks, and later the pieces by the columns they cover."""

    y: float
    words: list[Piece]
    chunks: list[Piece]
    cells: dict[tuple[int, int], list[Piece]] = field(default_factory=dict)


def grid_of(
    lines: Sequence[Line], x0: float, x1: float, rules: Sequence[Level], uprights: Sequence[Upright]
) -> Grid | None:
    """Return the grid that lines form between two xs, or None if they have a single column or row.

    Parameters
    ----------
    lines
        One for each segment of the region, its text without wide gaps.
    x0, x1
        Left and right edge of the region in points.
    rules, uprights
        The rules inside the region, with those that frame it.
    """
    strips = _strips(lines)
    if len(strips) < 2:
        return None
    full = [level.y for level in rules if level.share(x0, x1) > 0.8]
    top = _header_end(strips, full)
    body = [strip for strip in strips if strip.y < top] or strips
    cuts = _separators(strips, body, x0, x1, rules, uprights)
    if not cuts:
        return None
    for strip in strips:
        _place(strip, cuts, header=strip.y > top)
    count = len(cuts) + 1
    head = [strip for strip in strips if strip.y > top]
    below = [strip for strip in strips if strip.y <= top]
    if not head:
        head, below = _bold_start(below)
    header = _header_rows(head, count, rules, cuts, x0, x1)
    gridded = _gridded(uprights, strips, x0, x1)
    rows = _body_rows(below, count, rules, full, cuts, gridded=gridded)
    if not rows or sum(any(row[c] for row in rows + header) for c in range(count)) < 2:
        return None
    return Grid(header + rows, len(header), count, list(lines))


def _strips(lines: Iterable[Line]) -> list[_Strip]:
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-one.y, one.x0)):
        if groups and groups[-1][0].y - line.y <= 0.25 * min(groups[-1][0].size, line.size):
            groups[-1].append(line)
        else:
            groups.append([line])
    out = []
    for group in groups:
        words = [
            Piece(line, match.start(), match.end())
            for line in sorted(group, key=lambda one: one.x0)
            for match in re.finditer(r"\S+", line.text)
        ]
        if words:
            out.append(_Strip(group[0].y, words, _chunks(words)))
    return out


def _chunks(words: Sequence[Piece], white: float = _SPACE) -> list[Piece]:
    """Join words of one line that less than ``white`` em keep apart."""
    out: list[Piece] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and last.line is word.line and word.x0 - last.x1 < white * word.size:
            out[-1] = Piece(last.line, last.start, word.end)
        else:
            out.append(word)
    return out


def _header_end(strips: Sequence[_Strip], full: Sequence[float]) -> float:
    """Return the height of the rule under the header; above all strips if none is told by rules."""
    for y in sorted(full, reverse=True):
        above = sum(strip.y > y for strip in strips)
        if above == 0:
            continue
        below = len(strips) - above
        return y if below and above <= max(0.5 * len(strips), 2) and above <= 12 else strips[0].y + 1e3
    return strips[0].y + 1e3


# --- columns --------------------------------------------------------------------------------------------------------


def _separators(
    strips: Sequence[_Strip],
    body: Sequence[_Strip],
    x0: float,
    x1: float,
    rules: Sequence[Level],
    uprights: Sequence[Upright],
) -> list[float]:
    """Return the xs between columns."""
    height = strips[0].y - strips[-1].y
    tall: dict[float, float] = defaultdict(float)
    for rule in uprights:
        length = min(rule.y1, strips[0].y + 12) - max(rule.y0, strips[-1].y - 12)
        if length > 0:
            tall[rule.x] += length
    walls = [x for x, length in tall.items() if length >= 0.6 * height and x0 + 8 < x < x1 - 8]
    if _gridded(uprights, strips, x0, x1):
        return _filled(walls, strips)
    many = [strip for strip in body if len(strip.chunks) >= 2] or [s for s in strips if len(s.chunks) >= 2]
    if not many:
        return []
    size = sorted(strip.words[0].size for strip in many)[len(many) // 2]
    left = min(strip.chunks[0].x0 for strip in strips)
    alone = [
        strip for strip in body if len(strip.chunks) == 1 and strip.chunks[0].x0 > left + 2 * size
        and not _centred(strip.chunks[0], x0, x1)
    ]  # fmt: skip
    white = _corridors([*many, *alone], size)
    found = [(a + b) / 2 for a, b in white]
    common: dict[float, int] = defaultdict(int)
    for level in rules:
        for joint in level.joints:
            near = next((x for x in common if abs(x - joint) < 3), joint)
            common[near] += 1
    for x in [*walls, *(x for x, n in common.items() if n >= 2)]:
        if any(a - 4 <= x <= b + 4 for a, b in white) or any(abs(x - y) < size for y in found):
            continue
        crossing = sum(any(c.x0 < x - 2 and c.x1 > x + 2 for c in strip.chunks) for strip in many)
        if crossing <= 0.1 * len(many):
            found.append(x)
    return _filled(sorted(found), strips)


def _gridded(uprights: Sequence[Upright], strips: Sequence[_Strip], x0: float, x1: float) -> bool:
    """Tell whether vertical rules run along both sides and between the columns."""
    height = strips[0].y - strips[-1].y
    reach: dict[int, float] = defaultdict(float)
    for rule in uprights:
        reach[round(rule.x / 3)] += min(rule.y1, strips[0].y + 12) - max(rule.y0, strips[-1].y - 12)
    long = [3 * x for x, length in reach.items() if length >= 0.8 * height]
    return any(x < x0 + 8 for x in long) and any(x > x1 - 8 for x in long) and any(x0 + 8 < x < x1 - 8 for x in long)


def _centred(piece: Piece, x0: float, x1: float) -> bool:
    return abs((piece.x0 + piece.x1) - (x0 + x1)) < 0.06 * (x1 - x0)


def _corridors(strips: Sequence[_Strip], size: float) -> list[tuple[float, float]]:
    """Return the vertical strips of white that (nearly) no strip's chunks cross, with text on both sides."""
    events: list[tuple[float, int]] = []
    for strip in strips:
        for chunk in strip.chunks:
            events += [(chunk.x0, 1), (chunk.x1, -1)]
    events.sort()
    allowed = int(0.06 * len(strips))
    least = size * (0.9 if len(strips) <= 3 else 0.6 if len(strips) <= 8 else 0.4)
    out: list[tuple[float, float]] = []
    inside = 0
    opened = None
    for x, step in events:
        inside += step
        if inside <= allowed and opened is None:
            opened = x
        elif inside > allowed and opened is not None:
            if x - opened >= least and opened > events[0][0]:
                out.append((opened, x))
            opened = None
    return out


def _filled(cuts: Sequence[float], strips: Sequence[_Strip]) -> list[float]:
    """Drop separators that leave a column (nearly) empty."""
    out = list(cuts)
    least = 2 if len(strips) > 3 else 1
    while out:
        counts = [0] * (len(out) + 1)
        for strip in strips:
            for column in {bisect_right(out, (c.x0 + c.x1) / 2) for c in strip.chunks}:
                counts[column] += 1
        poor = min(range(len(counts)), key=counts.__getitem__)
        if counts[poor] >= least:
            return out
        out.pop(min(poor, len(out) - 1))
    return out


def _place(strip: _Strip, cuts: Sequence[float], *, header: bool) -> None:
    """Give each chunk of a strip the columns it covers; a chunk over several is cut at wider white if it has any."""
    placed: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for chunk in strip.chunks:
        low, high = bisect_right(cuts, chunk.x0 + 1.5), bisect_right(cuts, max(chunk.x1 - 1.5, chunk.x0))
        if low >= high:
            centre = bisect_right(cuts, (chunk.x0 + chunk.x1) / 2)
            placed[centre, centre].append(chunk)
            continue
        parts = [chunk]
        if len(strip.chunks) > 1:
            words = [w for w in strip.words if w.line is chunk.line and chunk.start <= w.start < chunk.end]
            parts = _cut(words, cuts, header=header)
        for part in parts:
            low, high = bisect_right(cuts, part.x0 + 1.5), bisect_right(cuts, max(part.x1 - 1.5, part.x0))
            placed[low, max(low, high)].append(part)
    strip.cells = {key: _chunks(pieces, 1e6) for key, pieces in sorted(placed.items())}


def _cut(words: Sequence[Piece], cuts: Sequence[float], *, header: bool) -> list[Piece]:
    """Cut a chunk where a separator stands in the white between its words; in headers only where that is wide."""
    out = [words[0]]
    for word in words[1:]:
        last = out[-1]
        white = word.x0 - last.x1
        between = any(last.x1 - 1 <= x <= word.x0 + 1 for x in cuts)
        if between and white > (0.38 if header else 0.2) * word.size:
            out.append(word)
        else:
            out[-1] = Piece(last.line, last.start, word.end)
    return out


# --- rows -----------------------------------------------------------------------------------------------------------


def _bold_start(strips: list[_Strip]) -> tuple[list[_Strip], list[_Strip]]:
    """Take the strips at the top that are bold, or else the first, as the header."""
    count = 0
    while count < len(strips) - 1 and all(chunk.bold for chunk in strips[count].chunks):
        count += 1
    if count > 0.5 * len(strips):
        count = 1
    return strips[: max(count, 1)], strips[max(count, 1) :]


def _header_rows(
    strips: Sequence[_Strip], count: int, rules: Sequence[Level], cuts: Sequence[float], x0: float, x1: float
) -> list[Row]:
    """Stack the header's cells: lines of one cell are joined, a heading over several columns stands in each."""
    cells: list[tuple[tuple[int, int], GridCell]] = []
    for strip in strips:
        for span, pieces in strip.cells.items():
            wide = _over_rule(span, pieces, rules, cuts, x0, x1)
            for other, cell in reversed(cells):
                last = cell.pieces[-1]
                same = other == wide and last.y - strip.y <= 1.6 * last.size
                if same and not any(strip.y < rule.y < last.y and rule.share(pieces[0].x0, pieces[-1].x1) > 0.5
                                    for rule in rules):  # fmt: skip
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


def _over_rule(
    span: tuple[int, int], pieces: Sequence[Piece], rules: Sequence[Level], cuts: Sequence[float], x0: float, x1: float
) -> tuple[int, int]:
    """Widen a heading to the columns that a shorter rule right under it covers."""
    left, right, y, size = pieces[0].x0, pieces[-1].x1, pieces[0].y, pieces[0].size
    for level in rules:
        if not 0 < y - level.y < 1.8 * size or level.share(x0, x1) > 0.8:
            continue
        for a, b in level.spans:
            if a - 3 <= left and right <= b + 3:
                edges = [x0, *cuts, x1]
                under = [i for i in range(len(cuts) + 1) if a < (edges[i] + edges[i + 1]) / 2 < b]
                if under:
                    return min(under[0], span[0]), max(under[-1], span[1])
    return span


def _body_rows(
    strips: Sequence[_Strip],
    count: int,
    rules: Sequence[Level],
    full: Sequence[float],
    cuts: Sequence[float],
    *,
    gridded: bool,
) -> list[Row]:
    bands: list[list[_Strip]] = []
    last: float | None = None
    for strip in strips:
        ruled = last is not None and any(strip.y < y < last for y in full)
        if not bands or ruled:
            bands.append([])
        bands[-1].append(strip)
        last = strip.y
    edges = _edges(strips, count)
    spacing = _spacing(strips, edges)
    out: list[Row] = []
    for band in bands:
        groups = [band] if gridded and len(bands) > 1 else _grouped(band, edges, spacing)
        rows = [_row(group, count) for group in groups]
        _spread(rows, groups, rules, cuts)
        out.extend(rows)
    return out


def _row(group: Sequence[_Strip], count: int) -> Row:
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


def _spread(rows: Sequence[Row], groups: Sequence[Sequence[_Strip]], rules: Sequence[Level], cuts: Sequence[float]) -> None:
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
    """The left and right edge that the text of each column reaches."""

    left: dict[int, float]
    right: dict[int, float]
    columns: int


def _edges(strips: Sequence[_Strip], count: int) -> _Edges:
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for strip in strips:
        for (low, high), pieces in strip.cells.items():
            if low == high:
                left[low] = min(left.get(low, 1e9), pieces[0].x0)
                right[low] = max(right.get(low, -1e9), pieces[-1].x1)
    return _Edges(left, right, count)


def _spacing(strips: Sequence[_Strip], edges: _Edges) -> float | None:
    """Return the distance of lines that tells those of one cell from rows, or None if rows are not set apart."""
    steps: list[float] = []
    last: dict[tuple[int, int], _Strip] = {}
    for strip in strips:
        for span in strip.cells:
            if span in last:
                steps.append(last[span].y - strip.y)
            last[span] = strip
    if len(steps) < 3:
        return None
    steps.sort()
    size = strips[0].words[0].size
    tight = steps[len(steps) // 20]
    best: tuple[float, float] | None = None
    for a, b in pairwise(steps):
        share = sum(s <= a for s in steps) / len(steps)
        if a <= 1.35 * tight and a < 1.6 * size and b > 1.1 * a and b - a > 0.8 and 0.04 < share < 0.96:
            jump = b / a
            if best is None or jump > best[0] + 0.02:
                best = (jump, (a + b) / 2)
    if best is None:
        return None
    limit = best[1]
    close = [(a, b) for a, b in pairwise(strips) if a.y - b.y <= limit]
    fresh = sum(not _goes_on([a], b, edges) for a, b in close)
    return limit if fresh <= 0.34 * len(close) else None


def _grouped(band: Sequence[_Strip], edges: _Edges, spacing: float | None) -> list[list[_Strip]]:
    """Group the strips between two full rules into rows."""
    if spacing is not None:
        return _by_spacing(band, spacing)
    out: list[list[_Strip]] = []
    for strip in band:
        if out and _goes_on(out[-1], strip, edges):
            out[-1].append(strip)
        else:
            out.append([strip])
    return out


def _by_spacing(band: Sequence[_Strip], spacing: float) -> list[list[_Strip]]:
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
    out: list[list[_Strip]] = []
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


def _goes_on(row: Sequence[_Strip], strip: _Strip, edges: _Edges) -> bool:
    """Tell whether a strip continues the cells of the row above it rather than starting the next row."""
    last = row[-1]
    size = strip.words[0].size
    if last.y - strip.y > 1.6 * size:
        return False
    if any(low != high for low, high in strip.cells) or any(low != high for low, high in last.cells):
        return False
    filled = len({span for one in row for span in one.cells})
    if len(strip.cells) >= max(3, 0.75 * edges.columns) and (0, 0) in strip.cells:
        return False
    above = {span: pieces for one in row for span, pieces in one.cells.items()}
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
