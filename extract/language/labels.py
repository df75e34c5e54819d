"""What the labels of recognisers mean in our types: ``extract/data/mentions/labels.toml``, and what a user adds."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extract.language.candidates import LABELS, data

Meaning = str | list[str]


def label_key(label: str) -> str:
    """Return what is compared of a label: ``CellLine``, ``cell_line`` and ``CELL-LINE`` are one."""
    return re.sub(r"[^a-z0-9]", "", label.lower())


class LabelScheme:
    """The types that labels may stand for; warns once of each label that it does not know."""

    def __init__(self, more: Mapping[str, Meaning] | None = None):
        self._types = {**_known(), **checked(more or {}, "labels")}
        self._warned: set[str] = set()

    def types(self, label: str) -> tuple[str, ...]:
        """Return the types that a label may stand for, the likeliest first; none if its things are none of ours."""
        key = label_key(label)
        if key not in self._types and key not in self._warned:
            self._warned.add(key)
            warnings.warn(unknown_labels([label]), stacklevel=2)
        return self._types.get(key, ())

    def unknown(self, labels: list[str]) -> list[str]:
        """Return those of the labels that the scheme does not know."""
        return [label for label in labels if label_key(label) not in self._types]


def unknown_labels(labels: list[str]) -> str:
    """Return the message that entities of some labels are not used."""
    names = ", ".join(labels)
    return (
        f"entities labelled {names} are not used, because no label scheme says what they are; say it in a TOML file "
        f'with lines like {labels[0]} = "GENE" ("" for none of ours), given as labels to extract.load or to the run'
    )


def read_labels(path: str | Path) -> dict[str, Meaning]:
    """Read a user's label scheme: a TOML file of ``label = type``, at its top or in tables.

    Raises
    ------
    ValueError
        If it is no TOML, or a type is none of ours; the message names the file.
    OSError
        If the file cannot be read.
    """
    try:
        entries = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a TOML file of labels: {error}") from error
    flat = _flat(entries)
    checked(flat, str(path))
    return flat


def checked(entries: Mapping[str, Meaning], source: str) -> dict[str, tuple[str, ...]]:
    """Return the types of each label by its key.

    Raises
    ------
    ValueError
        If a type is none of ours; the message names the source.
    """
    result: dict[str, tuple[str, ...]] = {}
    for label, meaning in entries.items():
        types = tuple(meaning) if isinstance(meaning, list) else (meaning,) if meaning else ()
        wrong = [str(name) for name in types if name not in LABELS]
        if wrong:
            raise ValueError(f"{source}: {label} = {wrong[0]!r} is no type; the types are {', '.join(sorted(LABELS))}")
        result[label_key(label)] = types
    return result


@cache
def _known() -> dict[str, tuple[str, ...]]:
    return checked(_flat(data("labels")), "labels.toml")


def _flat(entries: Mapping[str, Any]) -> dict[str, Meaning]:
    flat: dict[str, Meaning] = {}
    for name, value in entries.items():
        flat |= _flat(value) if isinstance(value, Mapping) else {name: value}
    return flat
