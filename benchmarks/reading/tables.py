"""How well the tables of PDFs are read: those of the paper's JATS XML are the truth.

Tables are matched by their labels. *Relations* are the pairs of neighbouring filled cells of the ICDAR 2013 table
competition, across and down, compared by the cells' texts without spaces. *In row*: the share of the XML's filled cells
whose text stands in one row with that of the first cell of their row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.documents.document import Document
from extract.schema import Cell, Table

_DASHES = re.compile("[\u2010-\u2015\u2212\u2011]")


def key(text: str) -> str:
    text = unicodedata.normalize("NFKC", _DASHES.sub("-", text)).lower()
    return re.sub(r"[\s·•]+", "", _DASHES.sub("-", text)).replace("µ", "μ")


def number(label: str) -> str:
    return re.sub(r"^.*?(S?\d+|[IVXL]+)\D*$", r"\1", label.strip().upper())


def grid(table: Table) -> list[Sequence[Cell]]:
    return [row for row in (table.header, *table.rows) if any(key(cell.text) for cell in row)]


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Return the filled cells in order; one that spans several places counts once."""
    out: list[Cell] = []
    for cell in cells:
        if key(cell.text) and not (out and (cell.start, cell.end) == (out[-1].start, out[-1].end)):
            out.append(cell)
    return out


def relations(table: Table) -> Counter:
    rows = grid(table)
    width = max((len(row) for row in rows), default=0)
    found: set[tuple] = set()
    texts = {}
    for kind, lanes in (
        ("across", rows),
        ("down", [[row[i] for row in rows if i < len(row)] for i in range(width)]),
    ):
        for lane in lanes:
            for a, b in pairwise(filled(lane)):
                place = (kind, a.start, a.end, b.start, b.end)
                found.add(place)
                texts[place] = (kind, key(a.text), key(b.text))
    return Counter(texts[place] for place in found)


def in_row(truth: Table, table: Table) -> tuple[int, int]:
    """Return the cells of the truth that stand in one row with their row's first cell, and all of them."""
    rows = [Counter(key(c.text) for c in filled(row)) for row in (table.header, *table.rows)]
    hits = total = 0
    above: set[tuple[int, int]] = set()
    for row in grid(truth):
        cells = [c for c in filled(row) if (c.start, c.end) not in above]
        above = {(c.start, c.end) for c in row}
        if not cells:
            continue
        total += len(cells)
        first = key(cells[0].text)
        want = Counter(key(c.text) for c in cells)
        hits += max((sum((want & have).values()) for have in rows if have[first]), default=0)
    return hits, total


def score(document: Document, xml: Document) -> dict[str, int]:
    """Return counts for one paper: tables, relations and cells, in the truth, in the PDF, and common."""
    wanted = [t for t in xml.tables if len(grid(t)) > 1]
    free = list(document.tables)
    out = Counter(tables=len(wanted), tables_read=len(free))
    for truth in wanted:
        table = next((t for t in free if number(t.label) == number(truth.label)), None)
        gold = relations(truth)
        out["relations"] += gold.total()
        if table is None:
            out["cells"] += in_row(truth, truth)[1]
            continue
        free.remove(table)
        read = relations(table)
        hits, total = in_row(truth, table)
        out.update(tables_common=1, relations_read=read.total(), relations_common=(read & gold).total())
        out.update(cells=total, cells_in_row=hits)
    out["relations_read"] += sum(relations(t).total() for t in free)
    names = "tables tables_read tables_common relations relations_read relations_common cells cells_in_row"
    return {name: out[name] for name in names.split()}
