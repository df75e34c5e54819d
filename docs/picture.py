"""Draw one claim of a run, from its record: `python docs/picture.py RUN_FOLDER TRIPLE_ID > docs/claim.svg`."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from extract.export.jsonl import read_triples
from extract.schema import Mention, Triple

COLUMNS = 96
CHAR, LINE, MARGIN = 8.4, 30.0, 24.0  # pixels; the font is monospaced
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
COLOURS = {
    "GENE": "#cfe3ff",
    "NCRNA": "#d9d4ff",
    "CHEMICAL": "#ffe1b8",
    "DRUG_RESPONSE": "#ffc9c9",
    "PATHWAY": "#c9efd6",
    "PROCESS": "#e6efb8",
    "DISEASE": "#f3d3ea",
    "CELL_LINE": "#e3e3e3",
    "CELL_TYPE": "#e3e3e3",
    "VARIANT": "#cdeef0",
}
TRIGGER = "#fff3a3"


def text(x: float, y: float, content: str, *, size: int = 14, colour: str = "#1f2328", weight: str = "normal") -> str:
    """Return a line of text, stretched to the width of its characters so that marks fit in any font."""
    width = len(content) * CHAR * size / 14
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" font-weight="{weight}" '
        f'textLength="{width:.1f}" xml:space="preserve">{escape(content)}</text>'
    )


def wrap(content: str) -> list[tuple[int, int]]:
    """Return the spans of the lines that a text breaks into."""
    lines, start = [], 0
    while len(content) - start > COLUMNS:
        end = content.rfind(" ", start, start + COLUMNS) + 1
        lines.append((start, end))
        start = end
    return [*lines, (start, len(content))]


def marks(triple: Triple) -> list[tuple[int, int, str]]:
    """Return what to mark in the evidence: start, end, colour."""
    mentions: list[Mention] = [triple.subject, triple.object, *triple.via]
    spans = [(mention.start, mention.end, COLOURS[mention.type]) for mention in mentions]
    spans.append((triple.trigger.start, triple.trigger.end, TRIGGER))
    base = triple.evidence.start
    return [(start - base, end - base, colour) for start, end, colour in spans]


def chip(x: float, y: float, mention: Mention) -> tuple[str, float]:
    """Return a mention's box and where it ends."""
    state = {"up": " \u2191", "down": " \u2193", "altered": " *"}.get(mention.state, "")
    label = mention.norm + state
    width = len(label) * CHAR + 20
    under = mention.curie or mention.type.lower().replace("_", " ")
    return (
        f'<rect x="{x:.1f}" y="{y - 20:.1f}" width="{width:.1f}" height="30" rx="6" fill="{COLOURS[mention.type]}"/>'
        + text(x + 10, y, label, weight="bold")
        + text(x + 10, y + 26, under, size=11, colour="#656d76")
    ), x + width


def draw(triple: Triple) -> str:
    """Return the picture of a claim: its sentence, its parts, where it stands."""
    evidence = triple.evidence.text.replace("\n", " ")
    parts: list[str] = []
    y = MARGIN + 16
    for start, end in wrap(evidence):
        for first, last, colour in marks(triple):
            left, right = max(first, start), min(last, end)
            if left < right:
                x, width = MARGIN + (left - start) * CHAR - 2, (right - left) * CHAR + 4
                parts.append(
                    f'<rect x="{x:.1f}" y="{y - 16:.1f}" width="{width:.1f}" height="22" rx="4" fill="{colour}"/>'
                )
        parts.append(text(MARGIN, y, evidence[start:end].rstrip()))
        y += LINE
    parts.append(f'<line x1="{MARGIN}" x2="840" y1="{y - 8:.1f}" y2="{y - 8:.1f}" stroke="#d0d7de"/>')
    y += 28
    drawn, x = chip(MARGIN, y, triple.subject)
    parts.append(drawn)
    colour = {1: "#1a7f37", -1: "#cf222e", 0: "#656d76"}[triple.sign]
    verb = f"{triple.predicate} \u2192"
    parts.append(text(x + 14, y, verb, colour=colour, weight="bold"))
    drawn, x = chip(x + 28 + len(verb) * CHAR, y, triple.object)
    parts.append(drawn)
    for number, mention in enumerate(triple.via):
        word = "and" if number else "via"
        parts.append(text(x + 14, y, word, colour="#656d76"))
        drawn, x = chip(x + 28 + 3 * CHAR, y, mention)
        parts.append(drawn)
    y += 58
    sign = {1: "+", -1: "\u2212", 0: "none"}[triple.sign]
    denied = ", negated" if triple.negated else ""
    rows = [f"net sign {sign}   {triple.certainty}{denied}   confidence {triple.confidence:.2f}   rule {triple.rule}"]
    place = f"{triple.doc_id}, {triple.evidence.section}"
    if triple.evidence.page is not None:
        place += f", page {triple.evidence.page}"
    rows.append(f"{place}, characters {triple.evidence.start}\u2013{triple.evidence.end}")
    for citation in triple.evidence.citations:
        rows.append(f"[{citation.label}] {(citation.text or '')[:60].rstrip()}\u2026 doi:{citation.doi}"[:104])
    for row in rows:
        parts.append(text(MARGIN, y, row, size=12, colour="#57606a"))
        y += 20
    height = y + 4
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="864" height="{height:.0f}" viewBox="0 0 864 {height:.0f}" '
        f'font-family="{FONT}"><rect width="864" height="{height:.0f}" rx="10" fill="#ffffff" stroke="#d0d7de"/>'
        + "".join(parts)
        + "</svg>\n"
    )


def main() -> None:
    """Write the picture of the triple that the command line names."""
    folder, identifier = sys.argv[1:3]
    for triple in read_triples(Path(folder)):
        if triple.id == identifier:
            sys.stdout.write(draw(triple))
            return
    sys.exit(f"{folder}: no triple {identifier}")


if __name__ == "__main__":
    main()
