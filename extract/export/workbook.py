"""`xlsx`: a table of claims with a frozen header, filters, and links to the papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from extract.export.rows import Column, Value, columns, rows
from extract.export.source import Run

SHEET_ROWS = 1_000_000  # of the 1,048,576 that a sheet may have
LINKS = 60_000  # of the 65,530 links that Excel opens a sheet with
CELL = 32_767  # characters
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINKS = {
    "doi": "https://doi.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/{}/",
}


def write(run: Run, path: Path) -> None:
    """Write the table as an Excel workbook, a further sheet for each million claims."""
    book = Workbook(write_only=True)
    chosen = columns(run)
    left = rows(run)
    number = 0
    while (part := list(islice(left, 1))) or not number:
        number += 1
        sheet = book.create_sheet("claims" if number == 1 else f"claims {number}")
        sheet.freeze_panes = "B2"
        for index, column in enumerate(chosen, 1):
            sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.append([_header(sheet, column.name) for column in chosen])
        count = 1
        for row in _chained(part, islice(left, SHEET_ROWS - 1)):
            count += 1
            sheet.append(_cells(sheet, chosen, row, linked=count * len(_LINKS) < LINKS))
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(chosen))}{count}"
    book.save(path)


def _chained(first: list[list[Value]], rest: Iterator[list[Value]]) -> Iterator[list[Value]]:
    yield from first
    yield from rest


def _header(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=name.replace("_", " "))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _cells(sheet: Any, chosen: tuple[Column[Any], ...], row: list[Value], *, linked: bool) -> list[Any]:
    out: list[Any] = []
    for column, value in zip(chosen, row, strict=True):
        if not isinstance(value, str):
            out.append(value)
            continue
        value = _FORBIDDEN.sub("", value)[:CELL]
        link = _LINKS.get(column.name) if linked and "; " not in value else None
        if link is None and not value.startswith("="):
            out.append(value)
            continue
        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"  # never a formula
        if link is not None:
            cell.hyperlink = link.format(value)
            cell.style = "Hyperlink"
        out.append(cell)
    return out
