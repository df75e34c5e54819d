"""Where a page's tables stand: from their captions along rules, else along rows of aligned text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.documents.pdf.lines import Segment, line_of
from extract.documents.pdf.ruling import Level
from extract.documents.structure import is_caption, is_note

_CONTINUED = re.compile(r"\bcont(?:\.|inued?\b|inuation\b|['’]d)", re.IGNORECASE)
_AGAIN = re.compile(
    r"\W*cont(?:inued|inuation|\.|['’]d)\s*(?:of|from)?:?\s+(?P<label>tab(?:le|\.)\s*\w+)", re.IGNORECASE
)
_ROOM = 5  # lines of the caption's size
_START = re.compile(r"\W*(?:tab(?:le|\.)|suppl|fig|scheme|box|chart|cont)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The type of the running text: its font, its size and the width of its full lines, in points."""

    font: str
    size: float
    width: float

    def holds(self, segment: Segment) -> bool:
        """Tell whether a segment looks like a full line of the running text."""
        if not self.fills(segment) or abs(segment.size - self.size) > 0.35:
            return False
        return max(segment.runs, key=lambda one: len(one.text)).style.name == self.font

    def fills(self, segment: Segment) -> bool:
        """Tell whether a segment is as wide as a line of the running text."""
        return 0.85 * self.width < segment.x1 - segment.x0 < 1.06 * self.width


def body_of(pages: Iterable[Sequence[Segment]]) -> Body:
    """Return the look of the running text of all pages."""
    looks: Counter[tuple[str, float]] = Counter()
    widths: dict[tuple[str, float], Counter[int]] = {}
    for found in pages:
        for segment in found:
            if segment.x1 - segment.x0 > 12 * segment.size:
                look = segment.runs[0].style.name, round(segment.size * 4) / 4
                looks[look] += sum(len(run.text) for run in segment.runs)
                widths.setdefault(look, Counter())[round((segment.x1 - segment.x0) / 3)] += 1
    if not looks:
        return Body("", 10.0, 240.0)
    look = looks.most_common(1)[0][0]
    return Body(*look, 3.0 * widths[look].most_common(1)[0][0])


@dataclass(slots=True)
class Caption:
    """The first line of a table's caption."""

    segment: Segment
    label: str
    continued: bool


@dataclass(slots=True)
class Region:
    """A table's place on its page: edges in points, segments, and the rules in and around it."""

    caption: Caption
    x0: float
    x1: float
    segments: list[Segment]
    rules: list[Level] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Baseline of the first line."""
        return max(segment.y for segment in self.segments)

    @property
    def bottom(self) -> float:
        """Baseline of the last line."""
        return min(segment.y for segment in self.segments)


def floats(found: Sequence[Segment]) -> tuple[list[Caption], list[Segment]]:
    """Return the captions of a page's tables, and the first lines of all its captions."""
    tables: list[Caption] = []
    heads: list[Segment] = []
    for segment in found:
        if not _START.match("".join(c for run in segment.runs[:3] for c in run.text[:9])):
            continue
        text = line_of([segment], 0, 0).text.strip()
        again = _AGAIN.match(text)
        if again:
            heads.append(segment)
            tables.append(Caption(segment, again["label"], True))
            continue
        match = is_caption(text)
        if match is None or match["mark"].strip() == ")" or _inside(segment, match, text, found):
            continue
        heads.append(segment)
        if re.search(r"tab", match["label"], re.IGNORECASE):
            rest = text[match.end() :]
            near = [
                s
                for s in found
                if (abs(segment.y - s.y) < 1 and 0 < s.x0 - segment.x1 < 4 * segment.size)
                or (0 < segment.y - s.y < 2 * segment.size and abs(s.x0 - segment.x0) < 40)
            ]
            more = [line_of([s], 0, 0).text for s in near[:1]] if not rest.strip() else []
            words = " ".join([rest, *more]).lstrip(" .:|(–—-")
            tables.append(Caption(segment, match["label"], _CONTINUED.match(words) is not None))
    return tables, heads


def _inside(segment: Segment, match: re.Match[str], text: str, found: Sequence[Segment]) -> bool:
    """Tell whether a line that starts with "Table 1" goes on with a paragraph."""
    style = segment.runs[0].style.name
    marked = match["mark"].strip() not in ("", ".")
    if not marked and re.match(r"\s*[a-z(,;]", text[match.end() :].lstrip(".")) and not segment.runs[0].style.bold:
        return True
    return any(
        0 < other.y - segment.y < 1.6 * segment.size
        and abs(other.size - segment.size) < 0.3
        and other.runs[0].style.name == style
        and abs(other.x0 - segment.x0) < 14
        and not is_note("".join(other.runs[0].text))
        for other in found
    )


def find_region(
    caption: Caption,
    found: Sequence[Segment],
    rules: Sequence[Level],
    heads: Sequence[Segment],
    body: Body,
    width: float,
    before: Region | None = None,
) -> Region | None:
    """Return the region of the table that a caption names: below the caption, or else above it.

    Parameters
    ----------
    caption
        The caption.
    found, rules, heads
        Segments and rules of its page, and the first lines of all captions there.
    body
        The look of the running text.
    width
        Width of the page in points.
    before
        The table's region on the page before, if the caption continues it.
    """
    return (
        _ruled(caption, found, rules, heads, body)
        or _aligned(caption, found, heads, body, width, before)
        or _ruled_above(caption, found, rules, heads, body)
    )


def _ruled(
    caption: Caption, found: Sequence[Segment], rules: Sequence[Level], heads: Sequence[Segment], body: Body
) -> Region | None:
    start = caption.segment
    end = max((s.y + s.size for s in heads if s.y < start.y - 2 and _beside(s, start.x0, start.x1)), default=-1e6)
    below = [level for level in rules if end < level.y < start.y]
    frame = _frame(start, below)
    if frame is None:
        return None
    x0, x1 = frame
    stop = max((s.y + s.size for s in heads if s.y < start.y - 2 and _beside(s, x0, x1)), default=-1e6)
    inner = [level for level in below if level.y > stop and level.inside(x0, x1)]
    top = inner[0].y
    lead = _lead(start, found, x0, x1, top)
    if lead is None:
        return None
    kept = [inner[0]]
    taken: list[Segment] = list(lead)
    waiting: list[Level] = []
    for level in inner[1:]:
        band = _between(found, x0, x1, level.y, kept[-1].y)
        if _running(band, body):
            break
        if level.share(x0, x1) <= 0.8:
            waiting.append(level)
            continue
        kept += [*waiting, level]
        waiting = []
        taken += band
    bottom = kept[-1].y
    if waiting or len({round(s.y) for s in taken}) < 2 or sum(k.share(x0, x1) > 0.8 for k in kept) < 3:
        # Rows without a rule under the last of them.
        more = _rows_below(found, x0, x1, min((r.y for r in kept), default=bottom), stop, body, taken)
        taken += more
        if more:
            low = min(s.y for s in more)
            kept += [level for level in waiting if level.y > low - more[0].size]
    else:
        taken += _last_row(found, x0, x1, bottom, stop, body, taken)
    taken = _without_notes(taken, kept, x0, x1)
    if not taken:
        return None
    return Region(caption, x0, x1, taken, sorted(kept, key=lambda one: -one.y))


def _last_row(
    found: Sequence[Segment], x0: float, x1: float, start: float, stop: float, body: Body, above: Sequence[Segment]
) -> list[Segment]:
    """Return a row that no rule ends: at least three of its first cells stand under cells of the rows above."""
    more = _rows_below(found, x0, x1, start, stop, body, above)
    first = _rows(more)[0] if more else []
    aligned = sum(any(abs(cell.x0 - one.x0) < 2 for one in above) for cell in first)
    return more if aligned >= 3 and aligned >= 0.8 * len(first) else []


def _ruled_above(
    caption: Caption, found: Sequence[Segment], rules: Sequence[Level], heads: Sequence[Segment], body: Body
) -> Region | None:
    start = caption.segment
    stop = min((s.y for s in heads if s.y > start.y + 2 and _beside(s, start.x0, start.x1)), default=1e6)
    above = [level for level in reversed(rules) if start.y + 0.5 * start.size < level.y < stop]
    near = [level for level in above if level.y < start.y + 5 * start.size]
    touching = [s for level in near for s in _bridged(level.spans) if s[0] < start.x1 + 10 and s[1] > start.x0 - 10]
    if not touching:
        return None
    x0, x1 = max(touching, key=lambda span: span[1] - span[0])
    kept: list[Level] = []
    taken: list[Segment] = []
    for level in above:
        if not level.inside(x0, x1):
            continue
        if level.share(x0, x1) <= 0.8:
            if kept:
                kept.append(level)
            continue
        band = _between(found, x0, x1, kept[-1].y if kept else start.y + 0.5 * start.size, level.y)
        apart = {id(segment) for segment in band}
        out = kept and any(_beside(s, x0, x1) and kept[-1].y < s.y < level.y and id(s) not in apart for s in found)
        if _running(band, body) or out or (band and not kept):
            break
        taken += band
        kept.append(level)
    taken = _without_notes(taken, kept, x0, x1)
    return Region(caption, x0, x1, taken, kept[::-1]) if taken else None


def _beside(segment: Segment, x0: float, x1: float) -> bool:
    return segment.x0 < x1 and segment.x1 > x0


def _frame(start: Segment, below: Sequence[Level]) -> tuple[float, float] | None:
    """Return the extent of the table's rules: of those near under the caption, that of the widest."""
    best: tuple[float, float] | None = None
    first: float | None = None
    for level in below:
        if (first is None and start.y - level.y > 16 * start.size) or (first is not None and first - level.y > 60):
            break
        touching = [span for span in _bridged(level.spans) if span[0] < start.x1 + 10 and span[1] > start.x0 - 10]
        for a, b in touching:
            if b - a < 60:
                continue
            if first is None:
                first = level.y
            if best is None or (a <= best[0] + 3 and b >= best[1] - 3):
                best = (a, b)
    return best


def _bridged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join the rules over single columns that stand close in a row."""
    out: list[tuple[float, float]] = []
    for a, b in spans:
        if out and a - out[-1][1] <= 9:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _between(found: Sequence[Segment], x0: float, x1: float, low: float, high: float) -> list[Segment]:
    return [s for s in found if low < s.y + 0.2 * s.size and s.y < high and s.x0 > x0 - 6 and s.x1 < x1 + 6]


def _lead(start: Segment, found: Sequence[Segment], x0: float, x1: float, top: float) -> list[Segment] | None:
    """Return the header that stands between the caption and the first rule; None if other text stands there."""
    rows: dict[int, list[Segment]] = {}
    last = start.y
    lines = 0
    header: list[Segment] = []
    inside = [s for s in found if top < s.y < start.y + 0.3 * start.size and s is not start and _beside(s, x0, x1)]
    for segment in sorted(inside, key=lambda s: (-s.y, s.x0)):
        rows.setdefault(round(segment.y), []).append(segment)
    for y, row in sorted(rows.items(), reverse=True):
        if start.y - y < 0.5 * start.size:
            continue
        if last - y > 3 * start.size or lines > 14:
            return None
        if len(row) > 1 or header:
            header += row
        lines += 1
        last = y
    return header if last - top < 5 * start.size else None


def _running(band: Sequence[Segment], body: Body) -> bool:
    """Tell whether a band holds running text rather than cells: full lines of one column in a row."""
    usual = sum(body.holds(s) for s in band)
    if usual > 0.5 * len(band):
        return True
    columns: dict[int, list[Segment]] = {}
    for segment in sorted(band, key=lambda s: -s.y):
        near = next((x for x in columns if abs(x - segment.x0) < 3), round(segment.x0))
        columns.setdefault(near, []).append(segment)
    for lines in columns.values():
        run = 0.0
        for last, line in pairwise([lines[0], *lines]):
            close = last is line or last.y - line.y < 1.6 * line.size
            if not body.fills(line):
                run = 0
                continue
            run = (run if close else 0) + (1.4 if body.holds(line) else 1)
            if run > 4:
                return True
    return False


def _without_notes(taken: Sequence[Segment], rules: Sequence[Level], x0: float, x1: float) -> list[Segment]:
    """Leave out notes at the bottom: lines without columns under the last rows."""
    rows = _rows(taken)
    while rows:
        ys = [row[0].y for row in rows]
        level = min((r.y for r in rules if r.share(x0, x1) > 0.8 and ys[-1] < r.y < ys[0]), default=None)
        last = [row for row in rows if level is not None and row[0].y < level]
        if not last or len(last) == len(rows) or any(len(row) > 1 for row in last):
            break
        kept = {sum(r.y > row[0].y for r in rules if r.share(x0, x1) > 0.8) for row in rows[: len(rows) - len(last)]}
        if len(kept) < 2:
            break
        text = line_of(last[0], 0, 0).text
        wide = any(row[-1].x1 - row[0].x0 > 0.5 * (x1 - x0) for row in last)
        if not (is_note(text) or wide or len(last) > 1):
            break
        rows = rows[: -len(last)]
    while rows and len(rows) > 1 and len(rows[-1]) == 1 and is_note(line_of(rows[-1], 0, 0).text):
        rows.pop()
    alone = 0
    while alone < len(rows) - 1 and len(rows[-alone - 1]) == 1:
        alone += 1
    prose = [i for i in range(len(rows) - alone, len(rows)) if rows[i][0].x1 - rows[i][0].x0 > 0.7 * (x1 - x0)]
    if len(prose) > 1:
        rows = rows[: prose[0]]
    return [segment for row in rows for segment in row]


def _rows(found: Iterable[Segment]) -> list[list[Segment]]:
    out: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: (-s.y, s.x0)):
        if out and out[-1][0].y - segment.y <= 0.3 * segment.size:
            out[-1].append(segment)
        else:
            out.append([segment])
    return out


def _aligned(
    caption: Caption,
    found: Sequence[Segment],
    heads: Sequence[Segment],
    body: Body,
    width: float,
    before: Region | None,
) -> Region | None:
    """Find a table without rules: rows of several cells under the caption, in its column or over the page."""
    start = caption.segment
    below = [s for s in found if s.y < start.y - 0.5 * start.size]
    if not below:
        return None
    wide = start.x1 - start.x0 > 1.1 * body.width or body.width > 0.55 * width
    wide = wide or (before is not None and before.x1 - before.x0 > 1.1 * body.width)
    left = min(s.x0 for s in found)
    x0, x1 = (left, width) if wide else (start.x0 - 4, start.x0 + 1.05 * body.width)
    stop = max((s.y + s.size for s in heads if s.y < start.y - 2 and _beside(s, x0, x1)), default=-1e6)
    bottom = start.y
    for number, row in enumerate(_rows(s for s in below if s.x0 >= x0 and s.x1 <= x1)):
        if len(row) > 1 or bottom - row[0].y > 1.6 * start.size or number > 10:
            break
        if abs(row[0].size - start.size) > 0.4:
            break
        bottom = row[0].y
    if before is not None:  # what goes on may leave the room of a header free
        first = max((s.y for s in below if s.y < bottom and s.x0 >= x0 and s.x1 <= x1), default=bottom)
        bottom = first + 0.1 if bottom - first < _ROOM * start.size else bottom
    rows = _rows_below(found, x0, x1, bottom, stop, body, [])
    if len(_rows(rows)) < 3:
        return None
    return Region(caption, min(s.x0 for s in rows), max(s.x1 for s in rows), rows)


def _rows_below(
    found: Sequence[Segment], x0: float, x1: float, start: float, stop: float, body: Body, above: Sequence[Segment]
) -> list[Segment]:
    """Return the rows of cells that go on below a height, to the first running text, note or wide gap."""
    out: list[list[Segment]] = []
    last = start
    for row in _rows(s for s in found if stop < s.y < start and s.x0 > x0 - 6 and s.x1 < x1 + 6):
        size = median(s.size for s in row)
        gap = last - row[0].y
        if gap > 3.2 * size or any(body.holds(s) for s in row):
            break
        if len(row) == 1 and is_note(line_of(row, 0, 0).text):
            break
        if above and abs(size - median(s.size for s in above)) > 0.6:
            break
        out.append(row)
        last = row[0].y
    while out and len(out[-1]) == 1 and (len(out) < 2 or out[-1][0].x1 - out[-1][0].x0 > 0.5 * (x1 - x0)):
        out.pop()
    several = sum(len(row) > 1 for row in out)
    if several < 2 or several < 0.34 * len(out):
        return []
    return [segment for row in out for segment in row]
