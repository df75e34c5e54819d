"""Manifests: TOML files that give the documents of a folder their ids, titles and DOIs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAME = "manifest.toml"
MAX_BYTES = 50_000_000


class ManifestError(ValueError):
    """The manifest cannot be used; the message names the file and the entry."""


@dataclass(frozen=True)
class Entry:
    """What a manifest says about one document. ``file`` is relative to the manifest's folder; None: text elsewhere."""

    id: str
    file: str | None = None
    title: str | None = None
    doi: str | None = None
    sha256: str | None = None


@cache
def read_manifest(path: Path) -> dict[Path, Entry]:
    """Return the entries of a manifest that have a file, by the file's absolute path.

    A ``manifest.toml`` without a ``[[document]]`` belongs to some other tool and gives no entries.

    Raises
    ------
    ManifestError
        If the file is not TOML, or an entry lacks its id or repeats one.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ManifestError(f"{path}: a manifest may have {MAX_BYTES // 10**6} MB; split it, or move it away")
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    # ValueError: text that is not TOML or not UTF-8, and numbers too long to convert; RecursionError: deep nesting
    except (ValueError, OSError, RecursionError) as error:
        raise ManifestError(f"{path}: cannot be read as a manifest ({error}); correct it or move it away") from error
    entries: dict[Path, Entry] = {}
    seen: set[str] = set()
    rows = content.get("document", [])
    if not isinstance(rows, list):
        return {}
    for number, row in enumerate(rows, 1):
        entry = _entry(path, number, row)
        if entry.id in seen:
            raise ManifestError(f"{path}: the id {entry.id!r} stands twice; give each document its own")
        seen.add(entry.id)
        if entry.file is not None:
            try:
                entries[(path.parent / entry.file).resolve()] = entry
            except (ValueError, OSError, RuntimeError) as error:
                raise ManifestError(f"{path}: the file of document {entry.id!r} cannot exist ({error})") from error
    return entries


def find_entry(path: Path) -> Entry | None:
    """Return the entry of a file, given by its resolved path, in the nearest manifest above it that lists it."""
    for folder in path.parents:
        manifest = folder / NAME
        if manifest.is_file():
            entry = read_manifest(manifest).get(path)
            if entry is not None:
                return entry
    return None


def _entry(path: Path, number: int, row: object) -> Entry:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"].strip():
        raise ManifestError(f'{path}: document {number} has no id; add a line like id = "smith2020"')
    values = {name: row.get(name) for name in ("file", "title", "doi", "sha256")}
    for name, value in values.items():
        if value is not None and not isinstance(value, str):
            raise ManifestError(f"{path}: {name} of document {row['id']!r} must be a string")
    return Entry(id=row["id"], **values)
