"""`csv`: a table of claims. Cells that a spreadsheet would take for a formula begin with an apostrophe."""

from __future__ import annotations

import csv
from pathlib import Path

from extract.export.rows import Value, columns, rows
from extract.export.source import Run

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(run: Run, path: Path) -> None:
    """Write the table as CSV: UTF-8 with a signature, so that spreadsheets read it as such; no quotes but needed."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(column.name for column in columns(run))
        writer.writerows([_safe(value) for value in row] for row in rows(run))


def _safe(value: Value) -> Value:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
