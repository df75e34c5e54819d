"""What stands on one baseline of a table region, and the parts of a table on several pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.documents.pdf.glyphs import Stroke
from extract.documents.pdf.lines import Line
from extract.documents.pdf.ruling import Level, Upright

_LEADER = re.compile(r"(?<!\S)(?:[.…·]\s+){4,}[.…·](?!\S)|(?<=\w)[.…·]{6,}")  # dots that lead the eye on
_SPACE = 0.45  # em; wider white inside a line may divide columns


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
class Strip:
    """What stands on one baseline: chunks, and later the pieces by the columns they cover."""

    y: float
    words: list[Piece]
    chunks: list[Piece]
    cells: dict[tuple[int, int], list[Piece]] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """The part of a table that stands on one page.

    ``lines`` has one for each segment, its text without wide gaps; ``x0`` and ``x1`` are the edges in points;
    ``rules`` and ``uprights`` are those inside the region and those that frame it, ``shades`` the backgrounds of
    cells; ``spacing`` is the distance that tells rows from lines of one cell, in points, where this part or one before
    it shows it.
    """

    lines: Sequence[Line]
    x0: float
    x1: float
    rules: Sequence[Level]
    uprights: Sequence[Upright]
    shades: Sequence[Stroke] = ()
    strips: list[Strip] = field(default_factory=list)
    full: list[float] = field(default_factory=list)
    top: float = 0.0
    spacing: float | None = None

    def __post_init__(self) -> None:
        self.strips = strips_of(self.lines)
        self.full = [level.y for level in self.rules if level.share(self.x0, self.x1) > 0.8]
        self.top = _header_end(self.strips, self.full)

    @property
    def head(self) -> list[Strip]:
        """What stands above the rule under the header."""
        return [strip for strip in self.strips if strip.y > self.top]

    @property
    def body(self) -> list[Strip]:
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

    @property
    def shaded(self) -> bool:
        """Whether backgrounds of cells show the rows: of every row, or of every second."""
        inside = sum(any(shade.y0 < strip.y < shade.y1 for shade in self.shades) for strip in self.body)
        return len({round(shade.y0) for shade in self.shades}) > 1 and inside >= 0.3 * len(self.body)

    def open(self, cuts: Sequence[float], strip: Strip) -> list[float | None]:
        """Return the separators as they hold for one strip: None at a rule's gap and inside a shade."""
        middle = strip.y + 0.3 * strip.words[0].size
        beside = [shade for shade in self.shades if shade.y0 < middle < shade.y1] if self.shaded else []
        out: list[float | None] = []
        for x in cuts:
            walls = [rule for rule in self.uprights if abs(rule.x - x) < 4]
            long = sum(self.length(rule) for rule in walls) > 0.4 * self.height
            gap = long and not any(rule.y0 - 2 < middle < rule.y1 + 2 for rule in walls)
            out.append(None if gap or any(shade.x0 + 4 < x < shade.x1 - 4 for shade in beside) else x)
        return out

    def like(self, other: Part) -> bool:
        """Tell whether another part has the same width, and headings at the same places where both have any."""
        if abs((self.x1 - self.x0) - (other.x1 - other.x0)) > 6:
            return False
        mine = [x for strip in self.head for x, _ in extents_of(strip, self)]
        theirs = [x for strip in other.head for x, _ in extents_of(strip, other)]
        if not mine or not theirs:
            return True
        return sum(any(abs(x - y) < 3 for y in theirs) for x in mine) > 0.8 * len(mine)

    def length(self, rule: Upright) -> float:
        """Return how far a vertical rule runs along the part."""
        return min(rule.y1, self.strips[0].y + 12) - max(rule.y0, self.strips[-1].y - 12)


def strips_of(lines: Iterable[Line]) -> list[Strip]:
    """Return the strips of lines from top to bottom."""
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
            for match in re.finditer(r"\S+", _LEADER.sub(lambda dots: " " * len(dots[0]), line.text))
        ]
        if words:
            out.append(Strip(group[0].y, words, chunks_of(words)))
    return out


def chunks_of(words: Sequence[Piece], white: float = _SPACE) -> list[Piece]:
    """Join words of one line that less than ``white`` em keep apart."""
    out: list[Piece] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and last.line is word.line and word.x0 - last.x1 < white * word.size:
            out[-1] = Piece(last.line, last.start, word.end)
        else:
            out.append(word)
    return out


def _header_end(strips: Sequence[Strip], full: Sequence[float]) -> float:
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


def extents_of(strip: Strip, part: Part) -> list[tuple[float, float]]:
    """Return the extents of a strip's chunks from the left edge of its part."""
    return [(chunk.x0 - part.x0, chunk.x1 - part.x0) for chunk in strip.chunks]
