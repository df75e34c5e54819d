"""Strokes to rules: the horizontal and vertical lines that frame and divide tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.documents.pdf.glyphs import Page, Stroke

_SAME = 1.5  # points between strokes of one rule, across it
_BREAK = 3.0  # points between strokes of one rule, along it
_LOW = 5.0  # points; a shade behind a cell is higher and wider
_SHORT = 10.0  # points; shorter ones are ticks and dashes


@dataclass(frozen=True, slots=True)
class Level:
    """The horizontal rules at one height: their extents from left to right, and the xs where strokes meet."""

    y: float
    spans: tuple[tuple[float, float], ...]
    joints: tuple[float, ...] = ()

    @property
    def pieces(self) -> list[tuple[float, float]]:
        """The rules cut where strokes meet."""
        out: list[tuple[float, float]] = []
        for a, b in self.spans:
            ends = [a, *(x for x in self.joints if a + 2 < x < b - 2), b]
            out += pairwise(ends)
        return out

    def inside(self, x0: float, x1: float) -> list[tuple[float, float]]:
        """Return the rules that lie between two xs, up to a few points."""
        return [(a, b) for a, b in self.spans if a >= x0 - 6 and b <= x1 + 6]

    def share(self, x0: float, x1: float) -> float:
        """Return the share of the width between two xs that is ruled."""
        covered = sum(max(min(b, x1) - max(a, x0), 0.0) for a, b in self.spans)
        return covered / max(x1 - x0, 1.0)


@dataclass(frozen=True, slots=True)
class Upright:
    """A vertical rule."""

    x: float
    y0: float
    y1: float


def without_furniture(pages: Sequence[Page]) -> list[list[Stroke]]:
    """Return the strokes of each page but for those by running heads and feet.

    These stand in the outer eighth of a page, and at the same place of more than half of the pages.
    """
    seen: Counter[tuple[int, int, int]] = Counter()
    marks: list[list[tuple[Stroke, tuple[int, int, int] | None]]] = []
    for page in pages:
        row: list[tuple[Stroke, tuple[int, int, int] | None]] = []
        for stroke in page.strokes:
            outer = stroke.y0 > 0.875 * page.height or stroke.y0 < 0.125 * page.height
            wide = outer and stroke.x1 - stroke.x0 > 0.2 * page.width
            row.append((stroke, (round(stroke.y0 / 2), round(stroke.x0 / 6), round(stroke.x1 / 6)) if wide else None))
        marks.append(row)
        seen.update({mark for _, mark in row if mark is not None})
    often = {mark for mark, count in seen.items() if count >= 3 and count > 0.5 * len(pages)}
    return [[stroke for stroke, mark in row if mark not in often] for row in marks]


def turned(strokes: Iterable[Stroke], turn: tuple[float, float], dx: float, dy: float) -> list[Stroke]:
    """Return the strokes of a page that is turned so that text of direction ``turn`` runs to the right."""
    cos, sin = turn
    out = []
    for stroke in strokes:
        xs = [x * cos + y * sin + dx for x in (stroke.x0, stroke.x1) for y in (stroke.y0, stroke.y1)]
        ys = [y * cos - x * sin + dy for x in (stroke.x0, stroke.x1) for y in (stroke.y0, stroke.y1)]
        out.append(Stroke(min(xs), min(ys), max(xs), max(ys)))
    return out


def levels(strokes: Iterable[Stroke]) -> list[Level]:
    """Return the horizontal rules by height, the highest first."""
    flat = sorted(((s.y0 + s.y1) / 2, s.x0, s.x1) for s in strokes if s.x1 - s.x0 > max(1.5, s.y1 - s.y0))
    out = []
    for group in reversed(_in_line(flat)):
        spans, joints = _merged([(a, b) for _, a, b in group])
        kept = tuple(span for span in spans if span[1] - span[0] >= _SHORT)
        if kept:
            out.append(Level(sum(y for y, _, _ in group) / len(group), kept, joints))
    return out


def uprights(strokes: Iterable[Stroke]) -> list[Upright]:
    """Return the vertical rules from left to right."""
    flat = sorted(((s.x0 + s.x1) / 2, s.y0, s.y1) for s in strokes if s.y1 - s.y0 > max(1.5, s.x1 - s.x0))
    out: list[Upright] = []
    for group in _in_line(flat):
        x = sum(one for one, _, _ in group) / len(group)
        out.extend(Upright(x, a, b) for a, b in _merged([(a, b) for _, a, b in group])[0] if b - a >= 6)
    return out


def shaded_cells(shades: Iterable[Stroke], x0: float, x1: float) -> list[Stroke]:
    """Return the rectangles between two xs that touch one beside them, as the backgrounds of a row's cells do."""
    rows: dict[tuple[int, int], list[Stroke]] = defaultdict(list)
    for shade in shades:
        if x0 - 8 < shade.x0 and shade.x1 < x1 + 8 and shade.y1 - shade.y0 > _LOW and shade.x1 - shade.x0 > _LOW:
            rows[round(shade.y0), round(shade.y1)].append(shade)
    return [
        one
        for row in rows.values()
        for one in row
        if any(min(abs(one.x1 - other.x0), abs(one.x0 - other.x1)) < _SAME for other in row)
    ]


def _in_line(strokes: Sequence[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    """Group sorted strokes, each a place and two ends, by their place."""
    groups: list[list[tuple[float, float, float]]] = []
    for stroke in strokes:
        if groups and stroke[0] - groups[-1][0][0] <= _SAME:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _merged(pieces: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], tuple[float, ...]]:
    """Join strokes end to end; return the joined extents and the places where long strokes met."""
    out: list[tuple[float, float]] = []
    joints: list[float] = []
    for a, b in sorted(pieces):
        if out and a - out[-1][1] <= _BREAK:
            last = out[-1]
            if a - last[1] > -_BREAK and b - a > _SHORT and b > last[1]:
                joints.append((a + last[1]) / 2)
            out[-1] = (last[0], max(last[1], b))
        else:
            out.append((a, b))
    return out, tuple(joints)
