"""JSON Lines: one record a line, the format that runs are written in and read back from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from pydantic import ValidationError

from extract.schema import Record, Triple

R = TypeVar("R", bound=Record)

TEMPORARY = ".tmp"  # ends the name of a file that is being written


@contextmanager
def open_atomic(path: str | Path, *, durable: bool = True) -> Iterator[IO[str]]:
    """Open a text file (UTF-8, line ends as written) that replaces ``path`` only once it is complete and on disk.

    Where many are written, to wait for the disk each time takes longer than all else: not ``durable``, a file is whole
    whatever becomes of the process, but the machine must not fail before the caller has called `sync`.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        with open(temporary, "w", encoding="utf-8", newline="") as stream:
            yield stream
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sync() -> None:
    """Wait until all that was written is on disk."""
    if hasattr(os, "sync"):  # not on Windows
        os.sync()


def write_jsonl(path: str | Path, records: Iterable[Record]) -> int:
    """Write records to a file, one a line, atomically; return how many."""
    count = 0
    with open_atomic(path) as stream:
        for record in records:
            stream.write(record.model_dump_json() + "\n")
            count += 1
    return count


def read_jsonl(path: str | Path, record: type[R]) -> Iterator[R]:
    """Yield the records of a file.

    Raises
    ------
    ValueError
        If a line is not such a record; the message names file and line.
    """
    with open(path, encoding="utf-8", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield record.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(part) for part in first["loc"])
                raise ValueError(f"{path}, line {number}: not a {record.__name__}: {place} {first['msg']}") from error


def read_triples(path: str | Path) -> Iterator[Triple]:
    """Yield the triples of a run folder or of a ``triples.jsonl``."""
    path = Path(path)
    yield from read_jsonl(path / "triples.jsonl" if path.is_dir() else path, Triple)
