"""What the columns and captions of a table say of its rows: the rules of ``data/tables.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.schema import Cell, State, Table

FILE = Path(__file__).parent.parent / "data" / "tables.toml"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What the columns of a table say: either subject and object, or subject and clause, or a list in one cell."""

    name: str
    subject: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    clause: frozenset[str] = frozenset()
    list: frozenset[str] = frozenset()
    separator: str = ""
    predicate: str = ""
    types: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CaptionRule:
    """What a caption says of its rows' subjects and the drug response that it names: words before the response."""

    name: str
    subject: frozenset[str]
    words: re.Pattern[str]
    predicate: str


@dataclass(frozen=True, slots=True)
class Columns:
    """All that is known of tables; headers are compared as ``header_name`` writes them."""

    rules: tuple[ColumnRule, ...]
    captions: tuple[CaptionRule, ...]
    change: frozenset[str]  # headers of the column that says how the row's subject is changed
    states: tuple[tuple[str, State], ...]  # what its cells may say
    drugs: frozenset[str]  # headers of the column that says to which drug a row's response is
    event: re.Pattern[str]  # what makes a noun phrase of a clause column something that happens

    def state(self, cell: str) -> State | None:
        """Return the state that a cell of changes tells, None where it tells none that is known."""
        word = re.sub(r"[^\w↑↓-]", "", cell.lower().rpartition("-")[2] if "-activated" in cell else cell.lower())
        return dict(self.states).get(word.strip("-"))


@lru_cache(maxsize=1)
def columns() -> Columns:
    """Return the rules that ship."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    change, clause = entries["change"], entries["clause"]
    told: dict[str, State] = {word: state for state in ("none", "up", "down", "altered") for word in change[state]}
    return Columns(
        rules=tuple(_column_rule(entry) for entry in entries["table"]),
        captions=tuple(_caption_rule(entry) for entry in entries["caption"]),
        change=frozenset(change["header"]),
        states=tuple(told.items()),
        drugs=frozenset(entries["response"]["drug"]),
        event=re.compile(rf"\b(?:{'|'.join(clause['event'])})", re.IGNORECASE),
    )


def _column_rule(entry: dict[str, Any]) -> ColumnRule:
    lists = {key: frozenset(value) for key, value in entry.items() if isinstance(value, list) and key != "types"}
    rest: dict[str, Any] = {key: value for key, value in entry.items() if not isinstance(value, list)}
    return ColumnRule(**(rest | lists), types=tuple((left, right) for left, right in entry.get("types", ())))


def _caption_rule(entry: dict[str, Any]) -> CaptionRule:
    words = re.compile(rf"\b(?:{'|'.join(entry['words'])})\b", re.IGNORECASE)
    return CaptionRule(entry["name"], frozenset(entry["subject"]), words, entry["predicate"])


def header_name(text: str) -> str:
    """Return a header for comparison: lower case, no plural s, no units or footnote marks."""
    name = re.sub(r"\(.*?\)|[^\w\s-]", "", text.lower()).strip()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in name.split())


def find_column(headers: Iterable[str], names: frozenset[str]) -> int | None:
    """Return the first column that has one of the names, or else names one among others ("target or partner")."""
    headers = tuple(headers)
    exact = next((index for index, name in enumerate(headers) if name in names), None)
    if exact is not None:
        return exact
    either = (index for index, name in enumerate(headers) if names.intersection(name.split(" or ")))
    return next(either, None)


def caption_of(table: Table) -> str:
    """Return the first sentence of a table's caption, without its label and full stop: what it says of all rows."""
    text = table.caption.removeprefix(table.label).lstrip(" .:|-")
    return re.split(r"\.(?:\s|$)", text, maxsplit=1)[0].strip()


def row_text(row: Iterable[Cell]) -> str:
    """Return a row as it is shown."""
    return " | ".join(cell.text for cell in row)
