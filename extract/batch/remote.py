"""Papers at web addresses and in object stores (https://, s3://, gs://, ...), fetched by fsspec."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from extract.batch.inputs import InputError, Source, clean_id, unique_id
from extract.batch.tasks import Failure

FOLDER = "fetched"  # inside the work folder
AT_ONCE = 8
SECONDS = 120.0  # for one file
_INSTALL = "install what it needs with: pip install 'resistract[cluster]'"


@dataclass
class _Fetch:
    """One file to fetch: what comes of it is there when ``done`` is set."""

    address: str
    doc_id: str
    path: Path
    started: float | None = None
    given_up: bool = False
    outcome: Source | Failure | None = None
    done: threading.Event = field(default_factory=threading.Event)


def is_remote(path: object) -> bool:
    """Tell whether an input is an address, not a path."""
    return "://" in str(path)


def fetch(
    addresses: Iterable[str], work: Path, *, taken: set[str], limit: int, seconds: float = SECONDS
) -> Iterator[Source | Failure]:
    """Fetch files of at most ``limit`` bytes into the work folder and yield, in order, their sources, or why none is.

    Several are fetched at a time, each for at most so many ``seconds``.

    Raises
    ------
    InputError
        If fsspec is not installed.
    """
    try:
        import fsspec
    except ImportError as error:
        raise InputError(f"fsspec is not installed; {_INSTALL}") from error
    folder = work / FOLDER
    folder.mkdir(exist_ok=True)
    fetches = []
    for address in addresses:
        name = Path(address.partition("://")[2].partition("?")[0])
        doc_id = unique_id(clean_id(name.stem), taken)
        fetches.append(_Fetch(address, doc_id, folder / f"{doc_id}{name.suffix.lower()[:10]}"))
    waiting: SimpleQueue[_Fetch] = SimpleQueue()
    for entry in fetches:
        waiting.put(entry)

    def start() -> None:  # no pool of threads: at the end Python would wait for one that hangs
        threading.Thread(target=_work, args=(waiting, fsspec, limit), daemon=True).start()

    for _ in range(min(AT_ONCE, len(fetches))):
        start()
    for entry in fetches:
        while not entry.done.wait(0.05):
            if entry.started is not None and time.monotonic() - entry.started > seconds:
                entry.given_up = True
                start()  # in the place of the thread that hangs
                break
        late = Failure(entry.doc_id, entry.address, f"not fetched after {seconds:g} s", "see the address, or run again")
        yield entry.outcome or late


def _work(waiting: SimpleQueue[_Fetch], fsspec: Any, limit: int) -> None:
    while True:
        try:
            entry = waiting.get_nowait()
        except Empty:
            return
        entry.started = time.monotonic()
        entry.outcome = _fetched(entry, fsspec, limit)
        entry.done.set()
        if entry.given_up:  # another thread has taken this one's place
            return


def _fetched(entry: _Fetch, fsspec: Any, limit: int) -> Source | Failure | None:
    doc_id, address = entry.doc_id, entry.address
    try:
        with fsspec.open(address, "rb") as stream:
            data = stream.read(limit + 1)
        if entry.given_up:
            return None
        if len(data) > limit:
            return Failure(doc_id, address, f"is too large: at most {limit:,} bytes are read", "raise --max-size")
        entry.path.write_bytes(data)
    except Exception as error:  # every store has errors of its own
        return Failure(doc_id, address, f"cannot be fetched ({type(error).__name__}: {error})", "see the address")
    return Source(doc_id=doc_id, path=entry.path, record=address)
