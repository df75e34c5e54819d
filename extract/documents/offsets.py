"""Offset maps between a text and a rewritten form of it, made of small steps that can be undone.

All offsets are half-open intervals of code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` by ``text``."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """``[start, end)`` of the new text comes from ``[source_start, source_end)`` of the old one.

    ``copied`` segments correspond character by character; others only as wholes.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    copied: bool

    def source_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the source interval of the part of ``[start, end)`` in this segment."""
        if not self.copied:
            return self.source_start, self.source_end
        shift = self.source_start - self.start
        return max(start, self.start) + shift, min(end, self.end) + shift

    def target_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the new interval of the part of the source interval ``[start, end)`` in this segment."""
        if not self.copied:
            return self.start, self.end
        shift = self.start - self.source_start
        return max(start, self.source_start) + shift, min(end, self.source_end) + shift


@dataclass(frozen=True)
class OffsetMap:
    """A map from a new text to the source text it was made of.

    Segments are in the order of the new text and cover all of it; on the source side they are disjoint, and may be out
    of order where the rewriting moved something. Source characters in no segment were dropped.
    """

    segments: tuple[Segment, ...] = field(default=())

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Return the map of a text of ``length`` characters onto itself."""
        return cls((Segment(0, length, 0, length, True),) if length else ())

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.segments]

    @cached_property
    def _by_source(self) -> tuple[list[int], list[Segment]]:
        kept = sorted((s for s in self.segments if s.source_end > s.source_start), key=lambda s: s.source_start)
        return [s.source_start for s in kept], kept

    @property
    def length(self) -> int:
        """Length of the new text."""
        return self.segments[-1].end if self.segments else 0

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest source span that covers the new span ``[start, end)``.

        An empty span gives an empty span. Where text was moved, the span covers what lies between, too.

        Raises
        ------
        IndexError
            If the span is not inside the new text.
        """
        if not 0 <= start <= end <= self.length:
            raise IndexError(f"span [{start}, {end}) is outside the text of {self.length} characters")
        if start == end:
            return self._point(start)
        low: int | None = None
        high = 0
        index = bisect_right(self._starts, start) - 1
        inserted = None
        while index < len(self.segments) and self.segments[index].start < end:
            segment = self.segments[index]
            index += 1
            if segment.end <= start:
                continue
            first, last = segment.source_of(start, end)
            if first == last:
                inserted = first if inserted is None else inserted
                continue
            low = first if low is None else min(low, first)
            high = max(high, last)
        if low is None:
            place = inserted if inserted is not None else self._point(start)[0]
            return place, place
        return low, high

    def _point(self, position: int) -> tuple[int, int]:
        if not self.segments:
            return 0, 0
        index = max(bisect_right(self._starts, position) - 1, 0)
        segment = self.segments[index]
        if segment.copied:
            place = min(position - segment.start + segment.source_start, segment.source_end)
        else:
            place = segment.source_start if position <= segment.start else segment.source_end
        return place, place

    def from_source(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the new text that comes from the source span, or None when nothing of it was kept."""
        starts, kept = self._by_source
        index = max(bisect_right(starts, start) - 1, 0)
        low: int | None = None
        high = 0
        while index < len(kept) and kept[index].source_start < end:
            segment = kept[index]
            index += 1
            if segment.source_end <= start or segment.start == segment.end:
                continue
            first, last = segment.target_of(start, end)
            low = first if low is None else min(low, first)
            high = max(high, last)
        return None if low is None else (low, high)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Compose: ``later`` maps a newer text to this map's new text; return its map to this map's source."""
        out: list[Segment] = []
        for segment in later.segments:
            if not segment.copied:
                source = self.to_source(segment.source_start, segment.source_end)
                out.append(Segment(segment.start, segment.end, *source, False))
                continue
            index = max(bisect_right(self._starts, segment.source_start) - 1, 0)
            while index < len(self.segments) and self.segments[index].start < segment.source_end:
                inner = self.segments[index]
                index += 1
                low, high = max(inner.start, segment.source_start), min(inner.end, segment.source_end)
                if low >= high:
                    continue
                shift = segment.start - segment.source_start
                out.append(Segment(low + shift, high + shift, *inner.source_of(low, high), inner.copied))
        return OffsetMap(tuple(_merged(out)))

    def shifted(self, new: int, source: int) -> list[Segment]:
        """Return the segments moved by ``new`` and ``source`` characters."""
        return [
            Segment(s.start + new, s.end + new, s.source_start + source, s.source_end + source, s.copied)
            for s in self.segments
        ]


def _merged(segments: Iterable[Segment]) -> list[Segment]:
    out: list[Segment] = []
    for s in segments:
        last = out[-1] if out else None
        if last and last.copied and s.copied and last.end == s.start and last.source_end == s.source_start:
            out[-1] = Segment(last.start, s.end, last.source_start, s.source_end, True)
        else:
            out.append(s)
    return out


def rewrite(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """Apply edits, which must not overlap, and return the new text with its map to the old one.

    Raises
    ------
    ValueError
        If two edits overlap or one lies outside the text.
    """
    pieces: list[str] = []
    segments: list[Segment] = []
    new = old = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < old or edit.end > len(text) or edit.end < edit.start:
            raise ValueError(f"edit [{edit.start}, {edit.end}) overlaps another or lies outside the text")
        if edit.start > old:
            pieces.append(text[old : edit.start])
            segments.append(Segment(new, new + edit.start - old, old, edit.start, True))
            new += edit.start - old
        if edit.text:
            pieces.append(edit.text)
            segments.append(Segment(new, new + len(edit.text), edit.start, edit.end, False))
            new += len(edit.text)
        old = edit.end
    if old < len(text):
        pieces.append(text[old:])
        segments.append(Segment(new, new + len(text) - old, old, len(text), True))
    return "".join(pieces), OffsetMap(tuple(_merged(segments)))


class Rewriter:
    """A text under rewriting, step by step, that keeps its map to the source.

    Parameters
    ----------
    source
        The whole source text.
    pieces
        The source spans the text starts from, in their new order.
    glue
        What stands between two pieces.
    """

    def __init__(self, source: str, pieces: Sequence[tuple[int, int]], *, glue: str = "\n") -> None:
        parts: list[str] = []
        segments: list[Segment] = []
        position = 0
        for number, (start, end) in enumerate(pieces):
            if number and glue:
                parts.append(glue)
                segments.append(Segment(position, position + len(glue), start, start, False))
                position += len(glue)
            parts.append(source[start:end])
            if end > start:
                segments.append(Segment(position, position + end - start, start, end, True))
            position += end - start
        self.text = "".join(parts)
        self.map = OffsetMap(tuple(segments))

    def apply(self, edits: Sequence[Edit]) -> None:
        """Apply edits given in offsets of the current text."""
        if not edits:
            return
        self.text, step = rewrite(self.text, edits)
        self.map = self.map.then(step)

    def sub(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> None:
        """Replace every match; a template may use group references. Group 'keep' of a match is kept as it is."""
        edits: list[Edit] = []
        for match in pattern.finditer(self.text):
            new = match.expand(replacement) if isinstance(replacement, str) else replacement(match)
            if "keep" in pattern.groupindex and match["keep"] is not None:
                edits.append(Edit(match.start(), match.start("keep"), new))
                edits.append(Edit(match.end("keep"), match.end()))
            elif new != match[0]:
                edits.append(Edit(match.start(), match.end(), new))
        self.apply(edits)
