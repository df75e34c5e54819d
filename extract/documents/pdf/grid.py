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


@dataclass(slots=True)
class Part:
    """The part of a table that stands on one page.

    ``lines`` has one for each segment, its text without wide gaps; ``x0`` and ``x1`` are the edges in points;
    ``rules`` and ``uprights`` are those inside the region and those that frame it.
    """

    lines: Sequence[Line]
    x0: float
    x1: float
    rules: Sequence[Level]
    uprights: Sequence[Upright]
    strips: list[_Strip] = field(default_factory=list)
    full: list[float] = field(default_factory=list)
    top: float = 0.0

    def __post_init__(self) -> None:
        self.strips = _strips(self.lines)
        self.full = [level.y for level in self.rules if level.share(self.x0, self.x1) > 0.8]
        self.top = _header_end(self.strips, self.full)

    @property
    def head(self) -> list[_Strip]:
        """What stands above the rule under the header."""
        return [strip for strip in self.strips if strip.y > self.top]

    @property
    def body(self) -> list[_Strip]:
        """What stands below it."""
        return [strip for strip in self.strips if strip.y <= self.top]

    @property
    def height(self) -> float:
        """Distance of the first and the last baseline in points."""
        return self.strips[0].y - self.strips[-1].y

    @property
    def gridded(self) -> bool:
        """Whether vertical rules run along both sides and between the columns."""
        reach: dict[int, float] = defaultdict(float)
        for rule in self.uprights:
            reach[round(rule.x / 3)] += self.length(rule)
        long = [3 * x for x, length in reach.items() if length >= 0.8 * self.height]
        between = any(self.x0 + 8 < x < self.x1 - 8 for x in long)
        return between and any(x < self.x0 + 8 for x in long) and any(x > self.x1 - 8 for x in long)

    def open(self, cuts: Sequence[float], strip: _Strip) -> list[float | None]:
        """Return the separators as they hold for one strip: None where a vertical rule has a gap beside it."""
        middle = strip.y + 0.3 * strip.words[0].size
        out: list[float | None] = []
        for x in cuts:
            walls = [rule for rule in self.uprights if abs(rule.x - x) < 4]
            long = sum(self.length(rule) for rule in walls) > 0.4 * self.height
            out.append(None if long and not any(rule.y0 - 2 < middle < rule.y1 + 2 for rule in walls) else x)
        return out

    def like(self, other: Part) -> bool:
        """Tell whether another part has the same width, and headings at the same places where both have any."""
        if abs((self.x1 - self.x0) - (other.x1 - other.x0)) > 6:
            return False
        mine = [x for strip in self.head for x, _ in _extents(strip, self)]
        theirs = [x for strip in other.head for x, _ in _extents(strip, other)]
        if not mine or not theirs:
            return True
        return sum(any(abs(x - y) < 3 for y in theirs) for x in mine) > 0.8 * len(mine)

    def length(self, rule: Upright) -> float:
        """Return how far a vertical rule runs along the part."""
        return min(rule.y1, self.strips[0].y + 12) - max(rule.y0, self.strips[-1].y - 12)


def grids_of(parts: Sequence[Part]) -> list[Grid | None]:
    """Return the grid of each part of one table, None where one has a single column or row.

    The columns are found on all parts together, so these must be of one width.
    """
    usable = [part for part in parts if len(part.strips) >= 2]
    if not usable:
        return [None] * len(parts)
    cuts = _separators(usable)
    return [_grid(part, [x + part.x0 for x in cuts]) if cuts and part in usable else None for part in parts]


def _grid(part: Part, cuts: Sequence[float]) -> Grid | None:
    for strip in part.strips:
        _place(strip, part.open(cuts, strip), header=strip.y > part.top)
    count = len(cuts) + 1
    head, below = part.head, part.body
    if not head:
        head, below = _bold_start(below)
    header = _header_rows(head, count, part, cuts)
    rows = _body_rows(below, count, part, cuts)
    if not rows or sum(any(row[c] for row in rows + header) for c in range(count)) < 2:
        return None
    return Grid(header + rows, len(header), count, list(part.lines))


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
        if not below or above > max(0.5 * len(strips), 2) or above > 12:
            break
        for lower in sorted((one for one in full if one < y), reverse=True):
            # A second row of the header with a rule of its own.
            band = [strip for strip in strips if lower < strip.y < y]
            rest = [strip for strip in strips if strip.y < lower]
            if not all(len(s.chunks) > 1 and all(c.bold for c in s.chunks) for s in band) or not rest:
                break
            if all(c.bold for s in rest for c in s.chunks):
                break
            y = lower
        return y
    return strips[0].y + 1e3


# --- columns --------------------------------------------------------------------------------------------------------


def _separators(parts: Sequence[Part]) -> list[float]:
    """Return the xs between columns, from the left edge of each part."""
    walls: list[float] = []
    common: list[float] = []
    for part in parts:
        tall: dict[float, float] = defaultdict(float)
        for rule in part.uprights:
            tall[rule.x - part.x0] += max(part.length(rule), 0.0)
        long = [x for x, length in tall.items() if length >= 0.6 * part.height and 8 < x < part.x1 - part.x0 - 8]
        walls += [x for x in long if all(abs(x - y) > 4 for y in walls)]
        common += [joint - part.x0 for level in part.rules for joint in level.joints]
    everything = [_extents(strip, part) for part in parts for strip in part.strips]
    if any(part.gridded for part in parts):
        return sorted(walls)
    many = [_extents(strip, part) for part in parts for strip in part.body if len(strip.chunks) >= 2]
    many = many or [extents for extents in everything if len(extents) >= 2]
    if not many:
        return []
    sizes = sorted(strip.words[0].size for part in parts for strip in part.strips)
    size = sizes[len(sizes) // 2]
    left = min(extents[0][0] for extents in everything)
    alone = [
        _extents(strip, part)
        for part in parts
        for strip in part.body
        if len(strip.chunks) == 1
        and strip.chunks[0].x0 - part.x0 > left + 2 * size
        and not _centred(strip.chunks[0], part.x0, part.x1)
    ]
    white = _corridors([*many, *alone], size)
    heads = [[_extents(strip, part) for strip in part.head] for part in parts]
    found: list[float] = []
    for a, b in white:
        ruled = [x for x in walls if a - 4 <= x <= b + 4]
        found += ruled or _split((a, b), heads, size)
    shared = [x for i, x in enumerate(common) if sum(abs(x - y) < 3 for y in common) >= 2 and
              all(abs(x - y) >= 3 for y in common[:i])]  # fmt: skip
    for x in [*walls, *shared]:
        if any(a - 4 <= x <= b + 4 for a, b in white) or any(abs(x - y) < size for y in found):
            continue
        crossing = sum(any(a < x - 2 and b > x + 2 for a, b in extents) for extents in many)
        if crossing <= 0.1 * len(many):
            found.append(x)
    return _filled(sorted(found), everything)


def _extents(strip: _Strip, part: Part) -> list[tuple[float, float]]:
    return [(chunk.x0 - part.x0, chunk.x1 - part.x0) for chunk in strip.chunks]


def _centred(piece: Piece, x0: float, x1: float) -> bool:
    return abs((piece.x0 + piece.x1) - (x0 + x1)) < 0.06 * (x1 - x0)


def _corridors(strips: Sequence[Sequence[tuple[float, float]]], size: float) -> list[tuple[float, float]]:
    """Return the strips of white that (nearly) no row's chunks cross, with text on both sides."""
    events = sorted((x, step) for strip in strips for a, b in strip for x, step in ((a, 1), (b, -1)))
    allowed = int(0.06 * len(strips))
    least = size * (0.9 if len(strips) <= 3 else 0.6 if len(strips) <= 8 else 0.4)
    out: list[tuple[float, float]] = []
    inside = 0
    steps: list[tuple[int, float]] = []
    for x, step in events:
        inside += step
        if inside <= allowed:
            steps.append((inside, x))
        elif steps:
            if x - steps[0][1] >= least and steps[0][1] > events[0][0]:
                out.append(_clearest([*steps, (inside, x)], least))
            steps = []
    return out


def _clearest(steps: Sequence[tuple[int, float]], least: float) -> tuple[float, float]:
    """Return the part of a corridor that the fewest chunks cross, if it is wide enough, else all of it."""
    fewest = min(count for count, _ in steps[:-1])
    parts: list[tuple[float, float]] = []
    for (count, x), (_, end) in pairwise(steps):
        if count > fewest:
            continue
        if parts and parts[-1][1] == x:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((x, end))
    best = max(parts, key=lambda part: part[1] - part[0])
    return best if best[1] - best[0] > 0.3 * least else (steps[0][1], steps[-1][1])


def _split(
    corridor: tuple[float, float], heads: Sequence[Sequence[Sequence[tuple[float, float]]]], size: float
) -> list[float]:
    """Return the separators in a corridor: one, or more where headings stand over columns without a body cell."""
    low, high = corridor
    best = [(low + high) / 2]
    for head in heads:
        flat = [extent for extents in head for extent in extents]
        names: list[tuple[float, float]] = []
        for a, b in sorted(flat):
            under = sum(min(b, d) - max(a, c) > 0 for extents in head for c, d in extents if (a, b) not in extents)
            if under >= 2 and b - a > 12 * size:
                continue
            if names and a < names[-1][1] + 0.3 * size:
                names[-1] = (names[-1][0], max(b, names[-1][1]))
            else:
                names.append((a, b))
        gaps = [
            (max(a[1], low) + min(b[0], high)) / 2
            for a, b in pairwise(names)
            if min(b[0], high) - max(a[1], low) > 0.3 * size
        ]
        if len(gaps) > len(best) or (len(gaps) == len(best) == 1 and len(heads) == 1):
            best = gaps
    return best


def _filled(cuts: Sequence[float], strips: Sequence[Sequence[tuple[float, float]]]) -> list[float]:
    """Drop separators that leave a column (nearly) empty."""
    out = list(cuts)
    least = 2 if len(strips) > 3 else 1
    while out:
        counts = [0] * (len(out) + 1)
        for strip in strips:
            for column in {bisect_right(out, (a + b) / 2) for a, b in strip}:
                counts[column] += 1
        poor = min(range(len(counts)), key=counts.__getitem__)
        if counts[poor] >= least:
            return out
        out.pop(min(poor, len(out) - 1))
    return out


def _place(strip: _Strip, separators: Sequence[float | None], *, header: bool) -> None:
    """Give each chunk of a strip the columns it covers; a chunk over several is cut at wider white if it has any."""
    placed: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    cuts = [x for x in separators if x is not None]
    # The first and the last column of each field between separators that hold.
    firsts = [0, *(i + 1 for i, x in enumerate(separators) if x is not None)]
    lasts = [i for i, x in enumerate(separators) if x is not None] + [len(separators)]
    for chunk in strip.chunks:
        low, high = bisect_right(cuts, chunk.x0 + 1.5), bisect_right(cuts, max(chunk.x1 - 1.5, chunk.x0))
        if low >= high:
            field = bisect_right(cuts, (chunk.x0 + chunk.x1) / 2)
            placed[firsts[field], lasts[field]].append(chunk)
            continue
        parts = [chunk]
        if len(strip.chunks) > 1:
            words = [w for w in strip.words if w.line is chunk.line and chunk.start <= w.start < chunk.end]
            parts = _cut(words, cuts, header=header)
        for part in parts:
            low, high = bisect_right(cuts, part.x0 + 1.5), bisect_right(cuts, max(part.x1 - 1.5, part.x0))
            placed[firsts[low], lasts[max(low, high)]].append(part)
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


def _header_rows(strips: Sequence[_Strip], count: int, part: Part, cuts: Sequence[float]) -> list[Row]:
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


def _over_rule(span: tuple[int, int], strip: _Strip, part: Part, cuts: Sequence[float]) -> tuple[int, int]:
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


def _body_rows(strips: Sequence[_Strip], count: int, part: Part, cuts: Sequence[float]) -> list[Row]:
    bands: list[list[_Strip]] = []
    last: float | None = None
    for strip in strips:
        ruled = last is not None and any(strip.y < y < last for y in part.full)
        if not bands or ruled:
            bands.append([])
        bands[-1].append(strip)
        last = strip.y
    edges = _edges(strips, count)
    spacing, tight = _spacing(strips, edges)
    single = sum(len(band) == 1 for band in bands)
    each = len(bands) > 1 and (part.gridded or (len(bands) > 2 and single >= 0.5 * len(bands)))
    out: list[Row] = []
    for band in bands:
        groups = _between_rules(band, part.rules) if each else _grouped(band, edges, spacing, tight)
        rows = [_row(group, count) for group in groups]
        _spread(rows, groups, part.rules, cuts)
        out.extend(rows)
    return out


def _between_rules(band: Sequence[_Strip], rules: Sequence[Level]) -> list[list[_Strip]]:
    """Cut the strips between two full rules at the shorter ones, which divide the cells of some columns."""
    out = [[band[0]]]
    for last, strip in pairwise(band):
        if any(strip.y < rule.y < last.y for rule in rules):
            out.append([])
        out[-1].append(strip)
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


def _spread(
    rows: Sequence[Row], groups: Sequence[Sequence[_Strip]], rules: Sequence[Level], cuts: Sequence[float]
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


def _spacing(strips: Sequence[_Strip], edges: _Edges) -> tuple[float | None, float]:
    """Return the distance that tells lines of one cell from rows, None if rows are not set apart, and the least."""
    steps: list[float] = []
    pairs: dict[tuple[float, float], tuple[_Strip, _Strip]] = {}
    last: dict[tuple[int, int], _Strip] = {}
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
        if a <= 1.35 * tight and a < 1.6 * size and b > 1.1 * a and b - a > 0.8 and 0.04 < share < 0.96:
            jump = b / a
            if best is None or jump > best[0] + 0.02:
                best = (jump, (a + b) / 2)
    if best is None:
        return None, tight
    limit = best[1]
    close = [(a, b) for a, b in pairs.values() if a.y - b.y <= limit]
    fresh = sum(not _goes_on([a], b, edges) for a, b in close)
    return (limit if fresh <= 0.34 * len(close) else None), tight


def _grouped(band: Sequence[_Strip], edges: _Edges, spacing: float | None, tight: float) -> list[list[_Strip]]:
    """Group the strips between two full rules into rows."""
    if spacing is not None:
        rows = _by_spacing(band, spacing)
        # One row with labels apart is several rows, whose other cells stand as close as lines of one cell.
        labels = [[strip.y for strip in row if (0, 0) in strip.cells] for row in rows]
        if all(a - b <= spacing for ys in labels for a, b in pairwise(ys)):
            return rows
    # Strips closer than lines of one cell are cells of one row, set to its middle.
    units: list[list[_Strip]] = []
    for strip in band:
        last = units[-1][-1] if units else None
        near = last is not None and last.y - strip.y < 0.75 * tight and not last.cells.keys() & strip.cells.keys()
        apart = near and not any(one.cells.keys() & strip.cells.keys() for one in units[-1])
        if near and (apart or len(strip.cells) < len(last.cells)):
            units[-1].append(strip)
        else:
            units.append([strip])
    out: list[list[_Strip]] = []
    for unit in units:
        if out and len(unit) == 1 and _goes_on(out[-1], unit[0], edges):
            out[-1].extend(unit)
        else:
            out.append(unit)
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
