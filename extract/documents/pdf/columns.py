"""The columns of a table: by vertical rules, by the white between cells, and by headings over empty columns."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.documents.pdf.strips import Part, Piece, Strip, chunks_of, extents_of


def separators_of(parts: Sequence[Part]) -> list[float]:
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
    everything = [extents_of(strip, part) for part in parts for strip in part.strips]
    if any(part.gridded for part in parts):
        return sorted(walls)
    if all(part.shaded for part in parts):
        return _between_shades(parts)
    many = [extents_of(strip, part) for part in parts for strip in part.body if len(strip.chunks) >= 2]
    many = many or [extents for extents in everything if len(extents) >= 2]
    if not many:
        return []
    sizes = sorted(strip.words[0].size for part in parts for strip in part.strips)
    size = sizes[len(sizes) // 2]
    left = min(extents[0][0] for extents in everything)
    alone = [
        extents_of(strip, part)
        for part in parts
        for strip in part.body
        if len(strip.chunks) == 1
        and strip.chunks[0].x0 - part.x0 > left + 2 * size
        and not _centred(strip.chunks[0], part.x0, part.x1)
    ]
    white = _corridors([*many, *alone], size)
    heads = [[extents_of(strip, part) for strip in part.head] for part in parts]
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


def _between_shades(parts: Sequence[Part]) -> list[float]:
    """Return the xs where backgrounds of cells meet in several rows, from the left edge of each part."""
    rows: dict[float, set[tuple[int, int]]] = defaultdict(set)
    for number, part in enumerate(parts):
        for shade in part.shades:
            x = shade.x0 - part.x0
            known = next((one for one in rows if abs(one - x) < 2), x)
            rows[known].add((number, round(shade.y0)))
    wide = min(part.x1 - part.x0 for part in parts)
    least = max(2, 0.3 * max(map(len, rows.values())))
    return sorted(x for x, found in rows.items() if 8 < x < wide - 8 and len(found) >= least)


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


def place(strip: Strip, separators: Sequence[float | None], *, header: bool) -> None:
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
    strip.cells = {key: chunks_of(pieces, 1e6) for key, pieces in sorted(placed.items())}


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
