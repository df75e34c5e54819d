"""Reading rule files: every mistake is told with its file, line, entry and reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from extract.relations.rules.model import (
    Check,
    Construction,
    Cue,
    Derivation,
    Entry,
    Frame,
    Reader,
    Rewrite,
    Scope,
    Trigger,
    TriggerClass,
)
from extract.relations.rules.paths import Path as TreePath
from extract.relations.rules.paths import PathError
from extract.relations.rules.ruleset import RuleSet, Source
from extract.schema import MentionType

RULES_DIR = Path(__file__).parents[2] / "data" / "rules"
KINDS: Mapping[str, type[Entry]] = {
    "trigger": Trigger,
    "frame": Frame,
    "construction": Construction,
    "check": Check,
    "rewrite": Rewrite,
    "derivation": Derivation,
    "reader": Reader,
    "scope": Scope,
    "cue": Cue,
}
MENTION_TYPES = frozenset(get_args(MentionType))
LISTS = ("words", "types", "subjects", "objects")


class RuleError(ValueError):
    """A rule file that cannot be used: names the file, the line, the entry and the reason."""

    def __init__(self, path: str | Path, entry: str, reason: str, line: int = 0):
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {entry}: {reason}")
        self.path, self.entry, self.reason, self.line = path, entry, reason, line


@dataclass
class _Collected:
    """The entries of all files so far, by kind and name."""

    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    lists: dict[str, dict[str, set[str]]] = field(default_factory=lambda: {kind: {} for kind in LISTS})
    sources: dict[str, Source] = field(default_factory=dict)


def load_rules(extra: Iterable[str | Path] = ()) -> RuleSet:
    """Read the rules that ship and the files in `extra`, which may hold entries of every kind.

    An entry in `extra` with the name of one that ships takes its place; words are added to the list of their name.

    Raises
    ------
    RuleError
        If a file is missing, is not TOML, or holds an entry that is not a rule.
    """
    return _load(tuple(str(path) for path in extra))


@lru_cache(maxsize=8)
def _load(extra: tuple[str, ...]) -> RuleSet:
    own = [*sorted(RULES_DIR.glob("*.toml")), *sorted((RULES_DIR / "triggers").glob("*.toml"))]
    collected, digest = _Collected(), hashlib.sha256()
    for path in [*own, *map(Path, extra)]:
        raw = _read(path)
        digest.update(raw)
        _collect(path, raw, collected, replaceable=path not in own)
    words, types = _spelled_out("words", collected), _spelled_out("types", collected)
    subjects, objects = (_licences(kind, collected, types) for kind in ("subjects", "objects"))
    entries = {kind: tuple(table.values()) for kind, table in collected.entries.items()}
    _check_names(entries, {"words": words, "types": types}, collected.sources)
    tables: dict[str, Any] = {f"{kind}s": entries[kind] for kind in KINDS} | {"scopes": collected.entries["scope"]}
    return RuleSet(
        **tables,
        words=words,
        types=types,
        subjects=subjects,
        objects=objects,
        digest=digest.hexdigest()[:16],
        sources=collected.sources,
        inclusions={
            name: frozenset(value[1:] for value in values if value.startswith("$"))
            for name, values in collected.lists["words"].items()
        },
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleError(path, "file", f"cannot be read ({error.strerror})") from error


def _collect(path: Path, raw: bytes, collected: _Collected, *, replaceable: bool) -> None:
    try:
        text = raw.decode("utf-8")
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(path, "file", f"is not TOML: {error}", _line_in(str(error))) from error
    for kind, items in content.items():
        if kind in LISTS:
            _collect_lists(path, text, kind, items, collected)
        elif kind in KINDS:
            for entry, line in _entries(path, text, kind, items, collected):
                _add(kind, entry, Source(str(path), line), collected, replaceable=replaceable)
        else:
            kinds = ", ".join(f"[[{known}]]" for known in KINDS)
            lists = ", ".join(f"[{known}]" for known in LISTS)
            raise RuleError(path, kind, f"no such kind of entry; use {kinds}, {lists}", _line_of(text, kind))


def _entries(path: Path, text: str, kind: str, items: Any, collected: _Collected) -> Iterator[tuple[Entry, int]]:
    if not isinstance(items, list):
        raise RuleError(path, kind, f"must be tables, each headed by [[{kind}]]", _line_of(text, kind))
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{kind}\s*\]\]", line)]
    for index, item in enumerate(items):
        line = lines[index] if index < len(lines) else _line_of(text, kind)
        if not isinstance(item, dict):
            raise RuleError(path, kind, f"must be tables, each headed by [[{kind}]]", line)
        if item.get("off") is True:
            _take_out(path, kind, item, line, collected)
        else:
            yield _build(path, kind, item, line), line


def _take_out(path: Path, kind: str, item: dict[str, Any], line: int, collected: _Collected) -> None:
    """Take out an entry of an earlier file, which one with nothing but its name and ``off = true`` asks for."""
    name = str(item.get("name", "?"))
    if set(item) != {"name", "off"}:
        raise RuleError(path, f"{kind} {name!r}", "what is taken out has a name and off = true, nothing else", line)
    if collected.entries[kind].pop(name, None) is None:
        raise RuleError(path, f"{kind} {name!r}", f"there is no such {kind} to take out", line)
    del collected.sources[f"{kind} {name}"]


def _build(path: Path, kind: str, item: dict[str, Any], line: int) -> Entry:
    try:
        return KINDS[kind].model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        label = f"{kind} {item.get('name', '?')!r}"
        raise RuleError(path, label, f"{where}: {reason}" if where else reason, line) from error


def _add(kind: str, entry: Entry, source: Source, collected: _Collected, *, replaceable: bool) -> None:
    known = collected.sources.get(f"{kind} {entry.name}")
    if known is not None and (not replaceable or known.file == source.file):
        reason = f"this name is taken already, in {known.file}:{known.line}"
        raise RuleError(source.file, f"{kind} {entry.name!r}", reason, source.line)
    collected.entries[kind][entry.name] = entry
    collected.sources[f"{kind} {entry.name}"] = source


def _collect_lists(path: Path, text: str, kind: str, items: Any, collected: _Collected) -> None:
    if not isinstance(items, dict):
        raise RuleError(path, kind, f"must be a table of lists, headed by [{kind}]", _line_of(text, kind))
    for name, values in items.items():
        line = _line_of(text, name)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise RuleError(path, f"{kind} {name!r}", "must be a list of strings", line)
        if not all(value.strip() for value in values):
            raise RuleError(path, f"{kind} {name!r}", "holds an empty word", line)
        if kind in {"subjects", "objects"} and name not in get_args(TriggerClass):
            raise RuleError(path, f"{kind} {name!r}", f"no class of claims {name!r}", line)
        others = {value for value in values if not value.startswith("$")} - MENTION_TYPES
        if kind != "words" and others:
            raise RuleError(path, f"{kind} {name!r}", f"no mention type {min(others)!r}", line)
        collected.lists[kind].setdefault(name, set()).update(values)
        collected.sources.setdefault(f"{kind} {name}", Source(str(path), line))


def _spelled_out(kind: str, collected: _Collected) -> dict[str, frozenset[str]]:
    """Put the words of other lists in the place of their names: ``["$states_down", "failure"]``."""
    lists, done = collected.lists[kind], dict[str, frozenset[str]]()

    def spell(name: str, above: tuple[str, ...]) -> frozenset[str]:
        if name in done:
            return done[name]
        if name not in lists or name in above:
            holder = (above or (name,))[-1]
            source = collected.sources[f"{kind} {holder}"]
            reason = f"no list ${name}" if name not in lists else f"${name} holds itself"
            raise RuleError(source.file, f"{kind} {holder!r}", reason, source.line)
        words: set[str] = set()
        for value in lists[name]:
            words |= spell(value[1:], (*above, name)) if value.startswith("$") else {value}
        done[name] = frozenset(words)
        return done[name]

    return {name: spell(name, ()) for name in lists}


def _licences(kind: str, collected: _Collected, types: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the mention types that the classes of claims take in a role.

    Raises
    ------
    RuleError
        If a group of types is none.
    """
    found: dict[str, frozenset[str]] = {}
    for cls, names in collected.lists[kind].items():
        groups = {name for name in names if name.startswith("$")}
        if unknown := {name for name in groups if name[1:] not in types}:
            source = collected.sources[f"{kind} {cls}"]
            raise RuleError(source.file, f"{kind} {cls!r}", f"no list {min(unknown)}", source.line)
        found[cls] = frozenset(names - groups).union(*(types[name[1:]] for name in groups))
    return found


def _check_names(
    entries: dict[str, tuple[Entry, ...]], lists: dict[str, dict[str, frozenset[str]]], sources: dict[str, Source]
) -> None:
    """Refuse paths that cannot be read, and names of lists, entries and functions that are none."""
    known = {kind: {entry.name for entry in table} for kind, table in entries.items()} | _functions()
    known["trigger or construction"] = known["trigger"] | known["construction"]
    for kind, table in entries.items():
        for entry in table:
            reason = next((r for ref in entry.references() if (r := _hanging(*ref, known, lists)) is not None), None)
            if reason is not None:
                source = sources[f"{kind} {entry.name}"]
                raise RuleError(source.file, f"{kind} {entry.name!r}", reason, source.line)


def _functions() -> dict[str, set[str]]:
    """Return the names of the functions that rules may call; imported here, for what they import takes a second."""
    from extract.relations import registry, special  # noqa: F401  special registers its own

    return {kind: set(getattr(registry, kind).get_all()) for kind in registry.KINDS}


def _hanging(
    kind: str, name: str, known: dict[str, set[str]], lists: dict[str, dict[str, frozenset[str]]]
) -> str | None:
    """Return what is wrong with a name in an entry, None if it is known."""
    if kind == "path":
        try:
            TreePath.parse(name, lists["words"])
        except PathError as error:
            return str(error)
        return None
    if kind in lists:
        if name.startswith("$"):
            return None if name[1:] in lists[kind] else f"no list {name}"
        return f"no mention type {name!r}" if kind == "types" and name not in MENTION_TYPES else None
    return None if name in known[kind] else f"there is no {name!r} among the {kind.removesuffix('s')}s"


def _line_of(text: str, key: str) -> int:
    """Return the number of the first line that opens a key or a table, 0 where none does."""
    opens = re.compile(rf"\s*(\[+\s*)?\"?{re.escape(key)}\"?\s*(\]+|=)")
    return next((number for number, line in enumerate(text.splitlines(), 1) if opens.match(line)), 0)


def _line_in(message: str) -> int:
    found = re.search(r"at line (\d+)", message)
    return int(found[1]) if found else 0
