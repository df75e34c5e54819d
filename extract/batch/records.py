"""Files that hold many papers -> one source for each paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from extract.batch.inputs import Source, clean_id, unique_id
from extract.documents import ReadError, detect_format, split

FOLDER = "records"  # inside the work folder
_FORMATS = frozenset({"pubmed", "medline", "jats", "bioc"})
_SUFFIXES = frozenset({".xml", ".nxml", ".json", ".nbib", ".txt"})


def expand(sources: Iterable[Source], work: Path, *, format: str | None, limit: int) -> list[Source]:
    """Put in place of each collection the papers it holds, each copied into a folder of the work folder.

    Parameters
    ----------
    sources : iterable of Source
    work : Path
        The work folder; records of an earlier run are cleared from it.
    format : str, optional
        Format of the files, where their names and first bytes mislead.
    limit : int
        Bytes beyond which a file is left as it is, as are files that cannot be read: whoever reads them says why.

    Returns
    -------
    list of Source
        Ids of records are those of their file, a hyphen, and their PMID, PMCID, DOI or number.
    """
    sources = list(sources)
    clear(work)
    taken = {source.doc_id.casefold() for source in sources}
    expanded: list[Source] = []
    for source in sources:
        expanded += list(_records(source, work / FOLDER, taken, format, limit)) or [source]
    return expanded


def clear(work: Path) -> None:
    """Remove the copies of records."""
    shutil.rmtree(work / FOLDER, ignore_errors=True)


def _records(source: Source, folder: Path, taken: set[str], format: str | None, limit: int) -> Iterator[Source]:
    path = source.path
    if path.suffix.lower() not in _SUFFIXES and format not in _FORMATS:
        return
    try:
        if not path.is_file() or path.stat().st_size > limit:
            return
        data = path.read_bytes()
        records = split(data, str(path), format or detect_format(data, str(path)))
    except (OSError, ReadError):
        return
    for record in records:
        doc_id = unique_id(clean_id(f"{source.doc_id}-{record.id}"), taken)
        suffix = {b"{": ".json", b"<": ".xml"}.get(record.data[:1], ".nbib")
        copy = folder / (doc_id + suffix)
        folder.mkdir(exist_ok=True)
        copy.write_bytes(record.data)
        yield replace(source, doc_id=doc_id, path=copy, title=None, doi=None, record=f"{path}#{record.id}")
