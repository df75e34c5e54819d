"""Plots of the report as inline SVG: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT = 420, 320
LEFT, BOTTOM, TOP, RIGHT = 46, 42, 12, 12
BAR = 13  # height of a bar in pixels
SERIES = ("var(--a)", "var(--b)")


def precision_recall(curves: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Plot precision over recall of each named curve, from the most confident claim on."""
    parts = [_axes("recall", "precision")]
    for colour, (name, points) in zip(SERIES, curves.items(), strict=False):
        spots = [(_x(point["recall"]), _y(point["precision"])) for point in points]
        if not spots:
            continue
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"><title>{escape(name)}: confidence ≥ '
            f"{point['confidence']:.2f}, P {point['precision']:.3f}, R {point['recall']:.3f}</title></circle>"
            for (x, y), point in zip(spots, points, strict=True)
        ]
    parts.append(_legend(list(curves), LEFT + 12, HEIGHT - BOTTOM - 16 * len(curves)))
    return _svg(parts, HEIGHT, "Precision and recall over confidence")


def calibration(bins: Sequence[Mapping[str, Any]]) -> str:
    """Plot the share of right claims over their confidence; the area of a dot is the number of claims."""
    parts = [_axes("confidence", "precision")]
    parts.append(
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="var(--rule)" stroke-dasharray="4 4"/>'
    )
    most = max((row["claims"] for row in bins), default=1)
    for row in bins:
        radius = 3 + 11 * (row["claims"] / most) ** 0.5
        parts.append(
            f'<circle cx="{_x(row["confidence"]):.1f}" cy="{_y(row["precision"]):.1f}" r="{radius:.1f}" '
            f'fill="var(--a)" fill-opacity="0.65"><title>{row["claims"]} claims, mean confidence '
            f"{row['confidence']:.2f}, precision {row['precision']:.3f}</title></circle>"
        )
    return _svg(parts, HEIGHT, "Calibration")


def bars(rows: Sequence[tuple[str, Sequence[float]]], names: Sequence[str]) -> str:
    """Plot values between 0 and 1 as horizontal bars, one group a row."""
    left, scale = 128, WIDTH - 128 - 50
    step = BAR * len(names) + 9
    parts, y = [], 4
    for label, values in rows:
        middle = y + BAR * len(values) / 2 + 4
        parts.append(f'<text x="{left - 8}" y="{middle:.1f}" text-anchor="end">{escape(label)}</text>')
        for index, value in enumerate(values):
            top = y + index * BAR
            parts.append(
                f'<rect x="{left}" y="{top}" width="{value * scale:.1f}" height="{BAR - 2}" fill="{SERIES[index]}"/>'
                f'<text x="{left + value * scale + 5:.1f}" y="{top + BAR - 3}" class="small">{value:.2f}</text>'
            )
        y += step
    parts.append(_legend(names, left, y + 6))
    return _svg(parts, y + 12 + 16 * len(names), "F1 by type")


def stacked(rows: Sequence[tuple[str, Mapping[str, int]]], colours: Mapping[str, str]) -> str:
    """Plot each row's counts as parts of one bar of full width."""
    left, scale = 128, WIDTH - 128 - 10
    parts, y = [], 6
    for label, counts in rows:
        total, x = sum(counts.values()), float(left)
        parts.append(f'<text x="{left - 8}" y="{y + 17}" text-anchor="end">{escape(label)}</text>')
        for kind, count in counts.items():
            width = scale * count / total if total else 0
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="26" fill="{colours[kind]}">'
                f"<title>{escape(kind)}: {count} of {total}</title></rect>"
            )
            if width > 22:
                parts.append(
                    f'<text x="{x + width / 2:.1f}" y="{y + 17}" text-anchor="middle" class="on">{count}</text>'
                )
            x += width
        y += 36
    shown = [kind for kind in colours if any(counts.get(kind) for _, counts in rows)]
    for index, kind in enumerate(shown):
        x, top = 8 + (index % 2) * WIDTH / 2, y + 6 + (index // 2) * 17
        parts.append(
            f'<rect x="{x}" y="{top}" width="11" height="11" fill="{colours[kind]}"/>'
            f'<text x="{x + 16}" y="{top + 10}">{escape(kind)}</text>'
        )
    return _svg(parts, y + 12 + 17 * ((len(shown) + 1) // 2), "What became of the claims")


def _axes(x_label: str, y_label: str) -> str:
    parts = []
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = _x(tick), _y(tick)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="var(--rule)"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" class="small">{tick:.1f}</text>')
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle" class="small">{tick:.1f}</text>'
        )
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{x_label}</text>')
    parts.append(f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">{y_label}</text>')
    return "".join(parts)


def _legend(names: Sequence[str], x: float, y: float) -> str:
    return "".join(
        f'<rect x="{x}" y="{y + 16 * index - 9}" width="11" height="11" fill="{SERIES[index]}"/>'
        f'<text x="{x + 16}" y="{y + 16 * index + 1}">{escape(name)}</text>'
        for index, name in enumerate(names)
    )


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _y(value: float) -> float:
    return HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - TOP)


def _svg(parts: Sequence[str], height: float, title: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
