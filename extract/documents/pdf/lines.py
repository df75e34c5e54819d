"""Runs to lines: superscripts put where they belong, columns found, lines in reading order."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.documents.pdf.glyphs import Page, Run, Style


@dataclass(slots=True)
class Segment:
    """Runs side by side on one line without a wide gap."""

    runs: list[Run]
    y: float
    size: float
    x0: float
    x1: float

    @property
    def text(self) -> str:
        """The characters, for tests of content only."""
        return "".join("".join(r.text) for r in self.runs)


@dataclass(slots=True)
class Line:
    """A printed line of one column, its characters with their edges, and its superscripts and styles as spans."""

    text: str
    edges: list[float]
    y: float
    size: float
    page: int
    column: int = 0
    left: float = 0.0
    right: float = 0.0
    raised: list[tuple[int, int]] = field(default_factory=list)
    spans: list[tuple[int, int, Style]] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    gap: float = 0.0

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.edges[0]

    @property
    def x1(self) -> float:
        """Right edge in points."""
        return self.edges[-1]

    def share(self, attribute: str) -> float:
        """Share of characters whose style has the attribute ("bold" or "italic")."""
        total = sum(e - s for s, e, _ in self.spans) or 1
        return sum(e - s for s, e, style in self.spans if getattr(style, attribute)) / total

    @property
    def style(self) -> Style:
        """The style of most characters."""
        return max(self.spans, key=lambda span: span[1] - span[0])[2]

    @property
    def plain(self) -> str:
        """The text without superscripts."""
        out, at = [], 0
        for start, end in self.raised:
            out.append(self.text[at:start])
            at = end
        out.append(self.text[at:])
        return "".join(out)


def split_raised_digits(pages: Iterable[Page]) -> None:
    """Split off digits printed with superscript glyphs of the font itself.

    Such glyphs stand on the baseline at full size and say "1" like others; they are told by their width, at most 0.8 of
    that of the digit's other glyph in the same font.
    """
    pages = list(pages)
    widths: dict[int, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for page in pages:
        for run in page.runs:
            for i, c in enumerate(run.text):
                if c.isdigit():
                    widths[id(run.style)][c][round(50 * (run.edges[i + 1] - run.edges[i]) / run.size)] += 1
    narrow: dict[int, dict[str, float]] = {}
    for style, digits in widths.items():
        found: dict[str, float] = {}
        for digit, counts in digits.items():
            usual = [w for w, n in counts.items() if n >= 2 or len(counts) == 1] or list(counts)
            small, large = min(usual), max(usual)
            inside = sum(n for w, n in counts.items() if small * 1.12 < w < large * 0.9)
            if small < 0.8 * large and small >= 8 and inside <= 0.1 * sum(counts.values()):
                found[digit] = (small + large) / 100
        if len(found) >= 3:
            narrow[style] = found
    if not narrow:
        return
    for page in pages:
        out: list[Run] = []
        for run in page.runs:
            limits = narrow.get(id(run.style))
            if limits is None or not any(c.isdigit() for c in run.text):
                out.append(run)
                continue
            flags = [
                c in limits and (run.edges[i + 1] - run.edges[i]) / run.size < limits[c] for i, c in enumerate(run.text)
            ]
            for i in range(1, len(flags) - 1):
                if run.text[i] in ",–-" and flags[i - 1] and flags[i + 1]:
                    flags[i] = True
            start = 0
            for i in range(1, len(flags) + 1):
                if i == len(flags) or flags[i] != flags[start]:
                    raised = flags[start]
                    y, size = (run.y + 0.35 * run.size, 0.6 * run.size) if raised else (run.y, run.size)
                    out.append(Run(run.text[start:i], run.edges[start : i + 1], y, size, run.style, run.order))
                    start = i
        page.runs = out


def segments(runs: Sequence[Run]) -> list[Segment]:
    """Group the runs of a page into segments, superscripts and subscripts joined to their host."""
    usable = []
    seen: set[tuple[int, int, str]] = set()
    for run in runs:
        words = "".join(run.text)
        if not words.strip():
            continue
        # The same words printed twice on the same spot, as for a bolder look or a hidden layer, count once.
        mark = (round(run.x0 / 2), round(run.y / 2), words)
        if mark in seen and len(words) > 1:
            continue
        seen.add(mark)
        while run.text[-1].isspace():
            run.text.pop()
            run.edges.pop()
        usable.append(run)
    usable = _with_accents(usable)
    usable.sort(key=lambda r: (-r.y, r.x0))
    rows: list[list[Run]] = []
    recent: list[list[Run]] = []
    for run in usable:
        for row in reversed(recent[-8:]):
            head = row[0]
            if abs(head.y - run.y) <= 0.15 * min(head.size, run.size) + 0.3 and 0.78 <= run.size / head.size <= 1.28:
                row.append(run)
                break
        else:
            rows.append([run])
            recent.append(rows[-1])
    found: list[Segment] = []
    for row in rows:
        row.sort(key=lambda r: r.x0)
        current: Segment | None = None
        for run in row:
            covered = current is not None and min(run.x1, current.x1) - run.x0 > 0.6 * (run.x1 - run.x0)
            if covered and len(run.text) > 4:
                continue  # A hidden second layer of the same line.
            if (
                current is not None
                and run.x0 - current.x1 < 1.0 * max(run.size, current.size)
                and run.x0 > current.x0 - 1
            ):
                current.runs.append(run)
                current.x1 = max(current.x1, run.x1)
            else:
                current = Segment([run], run.y, run.size, run.x0, run.x1)
                found.append(current)
    return _attach(found)


def _with_accents(runs: Sequence[Run]) -> list[Run]:
    """Put accents printed as glyphs of their own after the letters they stand over."""
    accents = [run for run in runs if all(unicodedata.combining(c) for c in run.text)]
    if not accents:
        return list(runs)
    letters = [run for run in runs if not all(unicodedata.combining(c) for c in run.text)]
    for accent in accents:
        # Such a glyph has no width and stands at the right edge of its letter, or a little left of it.
        x = accent.x0
        places = [
            (abs(run.edges[i] - x), number, i)
            for number, run in enumerate(letters)
            if abs(run.y - accent.y) < 0.5 * run.size and run.x0 < x < run.x1 + 0.3 * run.size
            for i in (bisect_right(run.edges, x) - 1, bisect_right(run.edges, x))
            if 0 < i < len(run.edges)
        ]
        if not places:
            continue
        _, number, at = min(places)
        host = letters[number]
        host.text[at:at] = accent.text
        host.edges[at:at] = [host.edges[at]] * len(accent.text)
    return letters


def _attach(found: list[Segment]) -> list[Segment]:
    """Join small raised or lowered segments to the line they belong to, and what they kept apart."""
    hosts: dict[int, list[Segment]] = defaultdict(list)
    for segment in found:
        hosts[int(segment.y // 8)].append(segment)
    gone: set[int] = set()
    for small in sorted(found, key=lambda s: s.x0):
        best: Segment | None = None
        bucket = int(small.y // 8)
        for key in (bucket - 2, bucket - 1, bucket, bucket + 1):
            for host in hosts.get(key, ()):
                rise = (small.y - host.y) / host.size
                if host is small or id(host) in gone or not -0.35 < rise < 0.75 or len(small.text) > 40:
                    continue
                if small.size > 0.82 * host.size and not _glued(small, host, rise):
                    continue
                if small.x0 > host.x1 + 0.45 * host.size or small.x1 < host.x0 - 0.3 * host.size:
                    continue
                if best is None or abs(small.x0 - host.x1) < abs(small.x0 - best.x1):
                    best = host
        if best is not None:
            best.runs.extend(small.runs)
            best.x0, best.x1 = min(best.x0, small.x0), max(best.x1, small.x1)
            gone.add(id(small))
    left = sorted((s for s in found if id(s) not in gone), key=lambda s: (-round(s.y), s.x0))
    out: list[Segment] = []
    for segment in left:
        joined = False
        for earlier in reversed(out[-6:]):
            level = (
                abs(earlier.y - segment.y) <= 0.15 * segment.size + 0.3 and 0.78 <= earlier.size / segment.size <= 1.28
            )
            if level and -0.5 * segment.size < segment.x0 - earlier.x1 < 1.0 * segment.size:
                earlier.runs.extend(segment.runs)
                earlier.x1 = max(earlier.x1, segment.x1)
                joined = True
                break
        if not joined:
            out.append(segment)
    for segment in out:
        segment.runs.sort(key=lambda r: r.x0)
        _close_label(segment.runs[0])
    return out


def _glued(small: Segment, host: Segment, rise: float) -> bool:
    """Tell whether a few characters hardly smaller than a line's stand raised right behind it: 10⁸ in 7 pt."""
    if not 0.25 < rise < 0.5 or small.size > 0.9 * host.size or len(small.text) > 4:
        return False
    return any(-0.3 * host.size < small.x0 - run.x1 < 0.2 * host.size for run in host.runs)


_SPACED_LABEL = re.compile(r"(?:T ?A ?B ?L ?E|F ?I ?G ?U ?R ?E|S ?C ?H ?E ?M ?E)(?= ?\d)")


def _close_label(run: Run) -> None:
    """Close up a caption's label that is printed with wide spaces: "TA B LE 1"."""
    label = _SPACED_LABEL.match("".join(run.text[:16]))
    for at in reversed(range(label.end() if label else 0)):
        if run.text[at] == " ":
            del run.text[at], run.edges[at]


@dataclass(frozen=True, slots=True)
class Gutter:
    """The gap between two columns: its x, and the height of the page it holds for."""

    x: float
    bottom: float
    top: float


_FULL = 25  # lines of small type in one column that are no cells, but references in three columns


def gutters(found: Sequence[Segment], width: float, body: float, known: Sequence[float] = ()) -> list[Gutter]:
    """Return the gaps between columns of a page, from left to right.

    A gutter stands left of an x where at least five wide segments of the body's size start, or three that are not level
    with those beside them, with text to its left, and little across but in few places (a table or a title over both
    columns). It holds up and down to the next segment across it. ``known`` are gutters of the document's other pages,
    which need less proof.
    """
    wide = [s for s in found if s.x1 - s.x0 >= 7 * s.size]
    clusters: list[list[Segment]] = []
    for segment in sorted(wide, key=lambda s: s.x0):
        if clusters and segment.x0 - clusters[-1][-1].x0 <= 2.5:
            clusters[-1].append(segment)
        else:
            clusters.append([segment])
    out: list[Gutter] = []
    for cluster in sorted(clusters, key=lambda many: (median(s.size for s in many) < body - 0.6, -len(many))):
        edge = _hung(found, cluster[0].x0)
        familiar = any(-2 < edge - g < 12 for g in known)
        few = not familiar and 3 <= len(cluster) < 5
        if len(cluster) < (2 if familiar else 3) or any(abs(edge - g.x) < 60 for g in out):
            continue
        right = [s for s in wide if edge - 3 <= s.x0 <= cluster[-1].x0 + 25]
        top, bottom = max(s.y for s in right), min(s.y for s in right)
        inside = [s for s in wide if bottom - 2 <= s.y <= top + 2]
        left = [s for s in inside if s.x1 <= edge - 3]
        across = [s for s in inside if s.x0 < edge - 6 and s.x1 > edge + 6]
        size = median(s.size for s in cluster)
        if len(cluster) >= 8 and left and median(s.size for s in left) > size + 0.6 and not _beyond(inside, edge, size):
            narrowest = 0.06 * width  # Notes in the margin; a table's columns are of one size.
        elif size < body - 0.6 and not familiar and len(cluster) < _FULL:
            narrowest = 0.3 * width
        else:
            narrowest = max(90.0, 0.17 * width)
        if few and not _own_lines(left, right, width):
            continue
        if len(left) < (1 if familiar else 2 if few else 4) or median(s.x1 - s.x0 for s in right) < narrowest:
            continue
        if len(across) > 0.3 * min(len(left), len(right)) and not familiar and not _in_few_places(across, left, right):
            continue
        ends = sorted(s.x1 for s in left if s.x1 <= edge)
        reach = ends[int(0.9 * (len(ends) - 1))] if ends else edge
        if edge - reach < 5:
            continue
        x = edge - min(4.0, (edge - reach) / 2)
        crossing = [s.y for s in found if s.x0 < x - 5 and s.x1 > x + 8]
        high = min((y for y in crossing if y > top), default=1e6)
        low = max((y for y in crossing if y < bottom), default=-1e6)
        out.append(Gutter(x, low + 1, high - 1))
    return sorted(out, key=lambda g: g.x)


def _own_lines(left: Sequence[Segment], right: Sequence[Segment], width: float) -> bool:
    """Tell whether a few lines run beside others on levels of their own, as columns do and the cells of tables not."""
    levels = {round(s.y) for s in left}
    shared = sum(not levels.isdisjoint(range(round(s.y) - 1, round(s.y) + 2)) for s in right)
    return not shared and min(s.x1 - s.x0 for s in right) > 0.25 * width


def _beyond(found: Sequence[Segment], edge: float, size: float) -> bool:
    """Tell whether larger type than that of notes in the margin stands right of their edge."""
    return any(s.x0 >= edge - 3 and s.size > size + 0.6 for s in found)


_LABEL = re.compile(r"[\[(]?\d{1,3}[.)\]]{0,2}|[•●▪–-]")
_LABELLED = re.compile(r"\[\d{1,3}\]|\d{1,3}(?:\.\s*|\s+)(?=[^\W\d_])")


def _hung(found: Sequence[Segment], edge: float) -> float:
    """Return the x where the labels of a list hang out to the left of its text, or that of the text if none do."""
    levels = {round(s.y) for s in found if abs(s.x0 - edge) <= 2.5 and s.x1 - s.x0 >= 7 * s.size}
    labels = [
        s
        for s in found
        if edge - 34 < s.x0 < edge - 3
        and (_LABEL.fullmatch(s.text.strip()) if s.x1 <= edge + 1 else _LABELLED.match(s.text.lstrip()))
    ]
    # Numbers of a drawing beside the column do not stand on its lines.
    level = sum(s.x1 > edge + 1 or not levels.isdisjoint(range(round(s.y) - 1, round(s.y) + 2)) for s in labels)
    return min(s.x0 for s in labels) if level >= 2 and level > 0.7 * len(labels) else edge


def _in_few_places(across: Sequence[Segment], left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Tell whether the segments across a gutter stand together, not between every few lines of the columns."""
    order = sorted([(-s.y, 1) for s in across] + [(-s.y, 0) for s in (*left, *right)])
    changes = sum(a[1] != b[1] for a, b in pairwise(order))
    return changes <= 6 and min(len(left), len(right)) >= 6


def lines_of(found: Sequence[Segment], cuts: Sequence[Gutter], page: int) -> list[Line]:
    """Return a page's lines in reading order: between lines that cross a gutter, column by column."""
    rows: dict[tuple[int, int], list[list[Segment]]] = defaultdict(list)
    ends = sorted({g.top for g in cuts} | {g.bottom for g in cuts}, reverse=True)
    for segment in sorted(found, key=lambda s: (-s.y, s.x0)):
        zone = sum(end > segment.y for end in ends)
        here = [g.x for g in cuts if g.bottom <= segment.y <= g.top]
        crossing = any(segment.x0 < x - 5 and segment.x1 > x + 8 for x in here)
        column = -1 if crossing or not here else sum(segment.x0 >= x - 5 for x in here)
        for row in reversed(rows[zone, column][-4:]):
            if abs(row[0].y - segment.y) <= 0.3 * min(row[0].size, segment.size):
                row.append(segment)
                break
        else:
            rows[zone, column].append([segment])
    made: list[tuple[int, Line]] = []
    for (zone, column), many in rows.items():
        made.extend((zone, line_of(sorted(row, key=lambda s: s.x0), page, column)) for row in many)
    _widen_last_lines([line for _, line in made])
    barriers: dict[int, list[float]] = defaultdict(list)
    for zone, line in made:
        if line.column == -1:
            barriers[zone].append(line.y)
    made.sort(key=lambda item: (item[0], _band(item[1], barriers[item[0]]), item[1].column, -item[1].y))
    return [line for _, line in made]


def _widen_last_lines(lines: Sequence[Line]) -> None:
    """Give the short last line of a paragraph over all columns back to it, rather than to the first column below."""
    across = [line for line in lines if line.column == -1]
    for line in lines:
        if line.column != 0:
            continue
        for above in across:
            drop = above.y - line.y
            if not 0 < drop < 1.5 * line.size or abs(above.size - line.size) > 0.3 or above.x0 < line.x0 - 1:
                continue
            beside = any(other.column > 0 and line.y - line.size < other.y < above.y for other in lines)
            if above.x0 - line.x0 < 2 * line.size and not beside:
                line.column = -1
                break


def _band(line: Line, barriers: Sequence[float]) -> int:
    if line.column == -1:
        return 2 * sum(y > line.y for y in barriers) + 1
    return 2 * sum(y > line.y for y in barriers)


def line_of(row: Sequence[Segment], page: int, column: int) -> Line:
    """Return segments from left to right as one line."""
    text: list[str] = []
    edges: list[float] = []
    raised: list[tuple[int, int]] = []
    spans: list[tuple[int, int, Style]] = []
    cells: list[tuple[int, int]] = []
    main = max(row, key=lambda s: s.x1 - s.x0)
    widest = 0.0
    last = 0.0
    for segment in row:
        if text:
            widest = max(widest, segment.x0 - last)
            text.append(" ")
            edges.append(last)
        begin = len(text)
        last = segment.x0
        first = True
        for run in segment.runs:
            size = max(run.size, segment.size)
            if not first and run.x0 - last > 0.14 * size and text[-1] != " ":
                text.append(" ")
                edges.append(last)
            first = False
            start = len(text)
            text.extend(run.text)
            edges.extend(run.edges[:-1])
            last = max(last, run.x1)
            spans.append((start, len(text), run.style))
            if run.size < 0.82 * segment.size and run.y > segment.y + 0.1 * segment.size:
                if raised and raised[-1][1] == start:
                    raised[-1] = (raised[-1][0], len(text))
                else:
                    raised.append((start, len(text)))
        cells.append((begin, len(text)))
    edges.append(last)
    return Line(
        "".join(text), edges, main.y, main.size, page, column, raised=raised, spans=spans, cells=cells, gap=widest
    )


def body_size(found: Iterable[Sequence[Segment]]) -> float:
    """Return the size of type most characters of long segments are set in."""
    sizes: Counter[float] = Counter()
    for many in found:
        for segment in many:
            if segment.x1 - segment.x0 > 12 * segment.size:
                sizes[round(segment.size * 2) / 2] += len(segment.text)
    if not sizes:
        return 10.0
    best, most = sizes.most_common(1)[0]
    return max([best, *(s for s, n in sizes.items() if best < s < best + 3.5 and n > 0.55 * most)])


def _cells_among(
    numbers: Sequence[Segment], pages: Sequence[tuple[Page, Sequence[Segment]]], heads: set[int]
) -> set[int]:
    """Return the ids of the numbers that are cells of a table's row rather than page numbers.

    A page number stands beside running heads alone and is the outermost line of its page.
    """
    wanted = {id(segment) for segment in numbers}
    out: set[int] = set()
    for page, found in pages:
        here = [s for s in found if id(s) in wanted]
        body = [s for s in found if id(s) not in heads] if here else []
        if not body:
            continue
        by_height: dict[int, list[Segment]] = defaultdict(list)
        for segment in body:
            by_height[int(segment.y)].append(segment)
        top, bottom = max(s.y for s in body), min(s.y for s in body)
        for number in here:
            level = int(number.y)
            near = [s for y in range(level - 3, level + 4) for s in by_height[y]]
            beside = sum(abs(s.y - number.y) < 0.3 * s.size for s in near)
            beyond = top > number.y + 2 if number.y > 0.5 * page.height else bottom < number.y - 2
            if beside > 1 or (beside and beyond):
                out.add(id(number))
    return out


_DIGITS = re.compile(r"\d+")
_TABLE = re.compile(r"\W*(?:cont\S*\s*)?(?:table|tab\.)[\s-]*(?:S?\d|[IVX]+\b)", re.IGNORECASE)


def furniture(pages: Sequence[tuple[Page, Sequence[Segment]]]) -> set[int]:
    """Return the ids of the segments that are running heads, feet and page numbers.

    A head or foot stands in the outer eighth of a page and comes again, up to its numbers, at the same height of
    another page.
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    edge: list[tuple[Segment, tuple[str, int], int]] = []
    for page, found in pages:
        caption = max((s.y for s in found if s.y > 0.8 * page.height and _TABLE.match(s.text)), default=0.0)
        for segment in found:
            # What stands at the top under a table's caption is the table's.
            _, bottom, _, top = page.shown
            height, y = top - bottom, segment.y - bottom
            outer = (0.875 * height < y and segment.y >= caption) or y < 0.115 * height
            if outer and not _TABLE.match(segment.text):
                key = (_DIGITS.sub("#", segment.text).strip().lower(), round(segment.y / 6))
                edge.append((segment, key, page.number))
                seen[key].add(page.number)
    # The body's own extent: only what stands outside of the body text of most pages is furniture.
    out: set[int] = set()
    numbers: list[Segment] = []
    for segment, (words, height), _ in edge:
        near = set().union(*(seen.get((words, height + shift), set()) for shift in (-1, 0, 1)))
        number = re.fullmatch(r"(?:page\s*)?[-–|]?\s*#\s*(?:(?:of|/)\s*#)?\s*[-–|]?|[ivxl]+", words)
        if (len(near) >= 2 and (len(words) > 3 or number)) or (number and len(near) >= 1):
            out.add(id(segment))
            if number:
                numbers.append(segment)
    out -= _cells_among(numbers, pages, out)
    # What shares a line with a running head is part of it (the page number beside a title).
    for _, found in pages:
        marked = [s for s in found if id(s) in out]
        for segment in found:
            if id(segment) in out or len(segment.text) > 60:
                continue
            if any(abs(m.y - segment.y) < 1.5 and _DIGITS.fullmatch(segment.text.strip()) for m in marked):
                out.add(id(segment))
    return out
