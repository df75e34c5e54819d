"""Tables in plain text: tab-separated, Markdown pipes, and rows whose columns are only spaces apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from extract.documents.draft import TableDraft


class Line(Protocol):
    """A line with its source span."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CAPTION = re.compile(r"(?:Table|TABLE|Tab\.)\s+[\dIVX]+\b")
_GLUE_AFTER = re.compile(r"(?:\b(?:and|or|of|plus|with|after|in|by|for|the|to|vs\.?|et|al\.?|from|via)|[,&+/-]|-and)$")
_ROW_HEAD = re.compile(r"^.{2,60}?(?:et al\.?|and [A-Z]\w+)\s*\[\d{1,3}\]\s+(?=\S)")


def tabbed_table(text: str, lines: Sequence[Line]) -> tuple[TableDraft, int] | None:
    """Read a table at the start of the lines: two or more lines with tabs, or with pipes."""
    if not lines:
        return None
    if lines[0].text.count("|") >= 2 and len(lines) > 1 and _RULE.match(lines[1].text):
        separator = "|"
    elif "\t" in lines[0].text and len(lines) > 1 and "\t" in lines[1].text:
        separator = "\t"
    else:
        return None
    rows: list[list[tuple[int, int]]] = []
    used = 0
    for line in lines:
        if separator not in line.text or (rows and _CAPTION.match(line.text.strip())):
            break
        used += 1
        if separator == "|" and _RULE.match(line.text):
            continue
        # `start` is that of the first visible character; leading separators are cells, too.
        origin = line.end - len(line.text.rstrip())
        rows.append(_cells(text, origin, line.end, separator))
    if len(rows) < 2:
        return None
    width = max(len(row) for row in rows)
    rows = [row + [(row[-1][1], row[-1][1])] * (width - len(row)) for row in rows]
    rows = _folded(text, rows)
    return TableDraft(rows=rows, start=lines[0].start), used


def _cells(text: str, start: int, end: int, separator: str) -> list[tuple[int, int]]:
    if separator == "|":
        row = text[start:end].strip()
        start = text.index(row, start) + row.startswith("|")
        end = start + len(row) - row.startswith("|") - (len(row) > 1 and row.endswith("|"))
    cells = []
    at = start
    for raw in text[start:end].split(separator):
        lead = len(raw) - len(raw.lstrip())
        body = raw.strip()
        cells.append((at + lead, at + lead + len(body)) if body else (at, at))
        at += len(raw) + 1
    return cells


def _folded(text: str, rows: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Drop rows without any text."""
    return [row for row in rows if any(text[s:e].strip() for s, e in row)]


def heads_study_rows(line: Line, below: Sequence[Line]) -> bool:
    """Tell whether a line names the columns of rows that each start with a cited study."""
    words = line.text.split()
    return (
        len(below) >= 2
        and all(_ROW_HEAD.match(row.text.strip()) for row in below[:2])
        and 3 <= len(words) <= 20
        and not _ROW_HEAD.match(line.text.strip())
        and sum(word[0].isupper() for word in words) >= 3
        and words[-1][-1] not in ".,;:"
    )


def spaced_table(text: str, lines: Sequence[Line]) -> tuple[TableDraft, int] | None:
    """Read rows that each start with a cited study ("Shaw et al[12] 2015 ...") under a line of column names.

    Column breaks are where a capitalised word, a number or a year starts a new cell; rows that do not come out with as
    many cells as the header are left out.
    """
    if len(lines) < 3:
        return None
    heads = [bool(_ROW_HEAD.match(line.text.strip())) for line in lines]
    first = 0 if heads[0] else 1
    if not all(heads[first : first + 2]) or sum(heads) < 2:
        return None
    used = first
    while used < len(lines) and heads[used]:
        used += 1
    if used - first < 2:
        return None
    split = [_guess(text, line) for line in lines[first:used]]
    header = _guess(text, lines[0]) if first else []
    widths = [len(row) for row in split]
    width = len(header) or max(set(widths), key=widths.count)
    rows = [row for row in (_fit(text, row, width) for row in split) if row]
    if len(rows) < 2:
        return None
    return TableDraft(rows=([header] if header else []) + rows, header=1 if header else 0, start=lines[0].start), used


def _guess(text: str, line: Line) -> list[tuple[int, int]]:
    body = text[line.start : line.end]
    head = _ROW_HEAD.match(body)
    cells: list[tuple[int, int]] = []
    at = 0
    if head:
        cells.append((line.start, line.start + len(head[0].rstrip())))
        at = head.end()
    for match in re.finditer(r"\S+", body[at:]):
        start, end = line.start + at + match.start(), line.start + at + match.end()
        word = match[0]
        previous = text[cells[-1][0] : cells[-1][1]] if cells else ""
        opens = (
            word[0].isupper()
            or re.fullmatch(r"(?:19|20)\d\d", word)
            or re.match(r"(?:p|mi|lnc|circ|micro)(?=[A-Z]|RNA)", word)
        )
        fresh = not cells or (head is not None and len(cells) == 1) or re.fullmatch(r"(?:19|20)\d\d", previous)
        if fresh or (opens and not _GLUE_AFTER.search(previous)):
            cells.append((start, end))
        else:
            cells[-1] = (cells[-1][0], end)
    return cells


def _fit(text: str, row: list[tuple[int, int]], width: int) -> list[tuple[int, int]] | None:
    """Glue surplus cells: a short all-capital cell belongs to the next or the last one."""
    row = list(row)
    while len(row) > width:
        for i in range(len(row) - 2, 1, -1):
            if len(text[row[i][0] : row[i][1]].split()) == 1 and not text[row[i][0] : row[i][1]].istitle():
                row[i : i + 2] = [(row[i][0], row[i + 1][1])]
                break
        else:
            return None
    return row if len(row) == width else None
