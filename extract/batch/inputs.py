"""What the user names -> the files to read, each with its document id."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extract.batch.manifest import NAME as MANIFEST
from extract.batch.manifest import Entry, find_entry
from extract.batch.tasks import Failure, printable

# What is looked for in folders; other files are read when they are named: a table beside papers need not be of papers.
SUFFIXES = frozenset(
    {
        ".pdf", ".txt", ".text", ".md", ".markdown", ".xml", ".nxml", ".pxml", ".json", ".jsonl", ".ndjson", ".nbib",
        ".html", ".htm", ".xhtml", ".gz", ".tgz", ".zip", ".tar",
    }
)  # fmt: skip
WORK_FOLDER = ".resistract"  # holds the per-document results of a run folder, and marks one
STDIN = "-"

# Names that publishers and archives give to every paper alike; the folder then tells which one it is.
_GENERIC = frozenset({"article", "document", "full", "fulltext", "full-text", "main", "manuscript", "paper"})
_UNSAFE = re.compile(r'[\s/\\:*?"<>|]+')
_MAX_ID = 180  # bytes; with what is put before and behind it still a legal file name everywhere


class InputError(ValueError):
    """The inputs cannot be used as given; the message says what to do."""


@dataclass(frozen=True)
class Source:
    """A file to read. ``title`` and ``doi`` come from a manifest and fill in what the file does not say.

    ``record`` names one paper of a collection ("set.xml#12345678"), of which ``path`` then is a copy in ``format``.
    """

    doc_id: str
    path: Path
    title: str | None = None
    doi: str | None = None
    record: str | None = None
    format: str | None = None

    @property
    def name(self) -> str:
        """What to call the file in messages and records."""
        return printable(self.record or str(self.path))

    def failed(self, reason: str, hint: str) -> Failure:
        """Return the failure of this file."""
        return Failure(self.doc_id, self.name, reason, hint)


def collect(paths: Iterable[str | Path], *, output: Path | None = None) -> list[Source]:
    """Return the files that paths name, sorted by document id, each once.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders (searched through, hidden files and earlier runs left out) and glob patterns.
    output : Path, optional
        The run's own folder, never read from.

    Raises
    ------
    InputError
        If a path does not exist, a pattern matches nothing, or no file is left to read.
    """
    files: dict[Path, Path] = {}
    for given in paths:
        for path in _expand(str(given), output):
            files.setdefault(_resolved(path), path)
    if not files:
        names = ", ".join(str(path) for path in paths) or "the inputs"
        raise InputError(f"{names}: no paper found; known file types are {', '.join(sorted(SUFFIXES))}")
    return sorted(_identify(list(files.values())), key=lambda source: source.doc_id)


def read_list(path: Path) -> list[str]:
    """Return the inputs that a file lists, one a line; empty lines and those that begin with # are left out.

    Raises
    ------
    InputError
        If the file cannot be read or lists nothing.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise InputError(f"{path}: the list cannot be read ({error.strerror})") from error
    found = [line for line in (line.rstrip("\r") for line in text.split("\n")) if line.strip() and line[0] != "#"]
    if not found:
        raise InputError(f"{path}: the list names no paper")
    return found


def spool(stream: IO[bytes], folder: Path, *, taken: Collection[str] = (), limit: int) -> Source:
    """Save a stream of at most ``limit`` bytes, such as standard input, to a file in ``folder``, and return that.

    Raises
    ------
    InputError
        If the stream is empty or longer.
    """
    content = stream.read(limit + 1)
    if not content:
        raise InputError("standard input is empty; pipe a document into the command")
    if len(content) > limit:
        raise InputError(f"standard input is longer than {limit:,} bytes; save it to a file, or raise --max-size")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    suffix = ".pdf" if content.startswith(b"%PDF") else {b"<": ".xml", b"{": ".json", b"[": ".json"}.get(start, ".txt")
    path = folder / f"stdin{suffix}"
    path.write_bytes(content)
    return Source(doc_id=unique_id("stdin", {doc_id.casefold() for doc_id in taken}), path=path)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link to itself; whoever opens the file says so
        return path.absolute()


def is_run_folder(folder: Path) -> bool:
    """Tell whether a folder holds the results of a run."""
    return (folder / WORK_FOLDER).is_dir()


def _expand(given: str, output: Path | None) -> Iterator[Path]:
    path = Path(given)
    if "\0" in given or len(os.fsencode(path.name)) > 255:
        raise InputError(f"{given[:200]!r}: no file can have this name")
    if path.is_dir():
        yield from _walk(path, output)
    elif path.exists() or path.is_symlink():
        yield path
    elif glob.has_magic(given):
        matches = sorted(glob.glob(given, recursive=True))
        if not matches:
            raise InputError(f"{given}: the pattern matches no file")
        for match in matches:
            if Path(match).is_dir():
                yield from _walk(Path(match), output)
            elif Path(match).name != MANIFEST:
                yield Path(match)
    else:
        raise InputError(f"{given}: no such file or folder")


def _walk(root: Path, output: Path | None) -> Iterator[Path]:
    own = output.resolve() if output is not None else None
    for name, folders, files in os.walk(root):
        folder = Path(name)
        folders[:] = sorted(
            child
            for child in folders
            if not child.startswith(".")
            and not is_run_folder(folder / child)
            and (own is None or (folder / child).resolve() != own)
        )
        if folder.resolve() == own or is_run_folder(folder):
            folders.clear()
            continue
        for file in sorted(files):
            if not file.startswith(".") and Path(file).suffix.lower() in SUFFIXES:
                yield folder / file


def _identify(files: list[Path]) -> Iterator[Source]:
    """Give every file its id: the manifest's, else the stem; where several share one, a suffix tells them apart."""
    entries = {path: find_entry(_resolved(path)) for path in files}
    names = {path: clean_id(entry.id) if entry else _stem(path) for path, entry in entries.items()}
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(files, key=str):
        groups[names[path].casefold()].append(path)
    plain = {_keeps_name(members, entries) for members in groups.values()}
    taken = {names[path].casefold() for path in plain if path is not None}
    for members in groups.values():
        suffixed = [path for path in members if path not in plain]
        for path, suffix in zip(suffixed, _suffixes(suffixed), strict=True):
            names[path] = unique_id(clean_id(names[path] + suffix), taken)
    for path, entry in entries.items():
        title, doi = (entry.title, entry.doi) if entry else (None, None)
        yield Source(doc_id=names[path], path=path, title=title, doi=doi)


def _keeps_name(members: list[Path], entries: dict[Path, Entry | None]) -> Path | None:
    """Return the file of a group that keeps the plain id: the only one, or the only one in a manifest."""
    listed = [path for path in members if entries[path] is not None]
    candidates = listed or members
    return candidates[0] if len(candidates) == 1 else None


def _stem(path: Path) -> str:
    """Return the name that tells a paper: its file's, or its folder's where the file's says nothing."""
    folder = path.absolute().parent.name
    return clean_id(folder if folder and path.stem.casefold() in _GENERIC else path.stem)


def _suffixes(members: list[Path]) -> list[str]:
    """Return what tells files of one name apart: file type, else folder, else their number."""
    for told in (
        [path.suffix.lstrip(".").lower() for path in members],
        [path.absolute().parent.name for path in members],
    ):
        parts = [clean_id(part) for part in told]
        if len({value.casefold() for value in parts}) == len(members):
            return [f"-{value}" for value in parts]
    return [f"-{number}" for number in range(1, len(members) + 1)]


def unique_id(doc_id: str, taken: set[str]) -> str:
    """Return the id, numbered where it is among the case-folded ids ``taken``, and add it to those."""
    candidate, number = doc_id, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{doc_id}-{number}"
    taken.add(candidate.casefold())
    return candidate


def clean_id(name: str) -> str:
    """Return a name that is a safe file name everywhere: no separators, spaces, control characters, leading dot.

    Of a name too long for that the end is replaced by a hash of the whole.
    """
    name = unicodedata.normalize("NFC", name)
    visible = "".join(" " if unicodedata.category(char).startswith("C") else char for char in name)
    cleaned = _UNSAFE.sub("_", visible).strip("._ ")
    if len(cleaned.encode()) > _MAX_ID:
        digest = hashlib.sha256(cleaned.encode()).hexdigest()[:8]
        cleaned = f"{cleaned.encode()[: _MAX_ID - 9].decode(errors='ignore')}-{digest}"
    return cleaned or "document"
