"""Files that hold many papers -> one source for each paper.

A collection may be as hostile as a paper, so it is cut in a worker process, under the same limits.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extract.batch.inputs import Source, clean_id, unique_id
from extract.batch.tasks import OUT_OF_MEMORY, Failure
from extract.documents import ReadError, detect_format, split
from extract.documents.collections import LISTED, may_hold_many

FOLDER = "records"  # inside the work folder
MAX_GROWTH = 20  # what a collection's papers may have together, in sizes of the collection
_ALLOWED = 50_000_000  # bytes they may have in any case
_FORMATS = frozenset({"pubmed", "medline", "jats", "bioc", "archive", *LISTED})
_WHOLE = frozenset({".pdf", ".md", ".markdown", ".html", ".htm", ".xhtml"})  # files that are one paper
_HEAD = 20_000
_SMALL = 10_000_000  # bytes; whether a larger file holds many papers is looked at in a worker


@dataclass(frozen=True)
class Cut:
    """A collection to cut into ``folder``; ``timeout`` in seconds."""

    source: Source
    folder: Path
    format: str | None
    timeout: float

    def failed(self, reason: str, hint: str, traceback: str | None = None) -> Failure:
        """Return the failure of the collection."""
        return Failure(self.source.doc_id, self.source.name, reason, hint, traceback)


@dataclass(frozen=True)
class Piece:
    """A paper cut out: its id in the collection, its file and format."""

    id: str
    path: Path
    format: str


def collections(sources: Iterable[Source], work: Path, *, format: str | None, limit: int, timeout: float) -> list[Cut]:
    """Return what is to be cut: the files that may hold many papers.

    Parameters
    ----------
    sources : iterable of Source
    work : Path
        The work folder; papers cut out by an earlier run are cleared from it.
    format : str, optional
        Format of the files, where their names and first bytes mislead.
    limit : int
        Bytes beyond which a file is left as it is, as are files that cannot be opened: whoever reads them says why.
    timeout : float
        Seconds that cutting one may take.
    """
    clear(work)
    cuts = []
    for number, source in enumerate(sources):
        if _is_collection(source.path, format, limit):
            cuts.append(Cut(source, work / FOLDER / str(number), format, timeout))
    return cuts


def cut(work: Cut) -> list[Piece] | Failure:
    """Cut a collection into files, in a worker; an empty list if it holds one paper, or none.

    That a file is broken is left to be said by whoever reads it as a paper.
    """
    path = work.source.path
    try:
        data = path.read_bytes()
        format = work.format or detect_format(data, str(path))
        allowed = max(_ALLOWED, MAX_GROWTH * len(data))
        pieces: list[Piece] = []
        for number, record in enumerate(split(data, str(path), format), 1):
            allowed -= len(record.data)
            if allowed < 0:
                hint = "the file is damaged or hostile; get it from its publisher"
                return work.failed(f"its papers have more than {MAX_GROWTH} times the size of the file", hint)
            work.folder.mkdir(parents=True, exist_ok=True)
            copy = work.folder / f"{number}{_suffix(record.data)}"
            copy.write_bytes(record.data)
            pieces.append(Piece(record.id, copy, record.format))
    except ReadError:
        return []
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except OSError as error:
        return work.failed(f"cannot be cut into its papers ({error.strerror})", "see that there is space on the disk")
    return pieces


def sources_of(source: Source, pieces: Iterable[Piece], taken: set[str]) -> Iterator[Source]:
    """Yield the papers of a collection, with ids not among the case-folded ids ``taken``.

    Ids are those of the file, a hyphen, and the paper's PMID, PMCID, DOI or number.
    """
    for piece in pieces:
        doc_id = unique_id(clean_id(f"{source.doc_id}-{piece.id}"), taken)
        record = f"{source.name}#{piece.id}"
        yield replace(source, doc_id=doc_id, path=piece.path, title=None, doi=None, record=record, format=piece.format)


def clear(work: Path) -> None:
    """Remove the papers cut out."""
    shutil.rmtree(work / FOLDER, ignore_errors=True)


def _is_collection(path: Path, format: str | None, limit: int) -> bool:
    if path.suffix.lower() in _WHOLE and format not in _FORMATS:
        return False
    try:
        if not path.is_file() or path.stat().st_size > limit:
            return False
        with open(path, "rb") as stream:
            data = stream.read(_SMALL)
    except OSError:
        return False
    kind = format or detect_format(data[:_HEAD], str(path))
    return kind in _FORMATS and (len(data) == _SMALL or may_hold_many(data, kind))


def _suffix(data: bytes) -> str:
    return {b"{": ".json", b"<": ".xml"}.get(data[:1], ".nbib")
