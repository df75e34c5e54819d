"""The result file of one document: written in one stroke when it is done, read back when the run is put together.

Line 1 holds what the result is of and how much it holds (a :class:`Header`), line 2 the document, then come its
mentions and its triples as they will stand in the run's files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from extract.export.jsonl import open_atomic
from extract.schema import FoundMention, Mention, Triple

SUFFIX = ".jsonl"


@dataclass(frozen=True)
class Header:
    """What a result is of. ``key`` identifies file and pipeline; ``seconds`` is what reading and extraction took."""

    doc_id: str
    key: str
    format: str
    characters: int
    words: int
    mentions: int
    triples: int
    seconds: dict[str, float]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """A document's result: lines as they go into the run's files."""

    header: Header
    text: str
    metadata: dict[str, object]
    mentions: tuple[str, ...]
    triples: tuple[str, ...]


def result_path(folder: Path, doc_id: str) -> Path:
    """Return where the result of a document stands inside a work folder."""
    return folder / (doc_id + SUFFIX)


def write_result(
    folder: Path,
    header: Header,
    *,
    text: str,
    metadata: dict[str, object],
    mentions: Sequence[Mention],
    triples: Sequence[Triple],
) -> None:
    """Write a document's result; a reader sees all of it or nothing."""
    with open_atomic(result_path(folder, header.doc_id)) as stream:
        stream.write(_dump(asdict(header)))
        stream.write(_dump({"text": text, "metadata": metadata}))
        for mention in mentions:
            found = FoundMention(doc_id=header.doc_id, **mention.model_dump())
            stream.write(found.model_dump_json() + "\n")
        for triple in triples:
            stream.write(triple.model_dump_json() + "\n")


def read_header(folder: Path, doc_id: str) -> Header | None:
    """Return the header of a document's result; None if there is none that can be read."""
    try:
        with open(result_path(folder, doc_id), encoding="utf-8", newline="\n") as stream:
            return _header(stream.readline())
    except (OSError, ValueError, TypeError, KeyError):
        return None


def read_result(folder: Path, doc_id: str) -> Result:
    """Return a document's result.

    Raises
    ------
    ValueError
        If the file does not hold what its header says.
    """
    path = result_path(folder, doc_id)
    with open(path, encoding="utf-8", newline="\n") as stream:
        lines = list(stream)
    header = _header(lines[0])
    if len(lines) != 2 + header.mentions + header.triples:
        raise ValueError(f"{path}: the result is damaged; delete the file and run again")
    document = json.loads(lines[1])
    first_triple = 2 + header.mentions
    return Result(
        header=header,
        text=document["text"],
        metadata=document["metadata"],
        mentions=tuple(lines[2:first_triple]),
        triples=tuple(lines[first_triple:]),
    )


def read_results(folder: Path, doc_ids: Sequence[str]) -> Iterator[Result]:
    """Yield the results of documents one at a time, in the order given."""
    for doc_id in doc_ids:
        yield read_result(folder, doc_id)


def _header(line: str) -> Header:
    fields = json.loads(line)
    return Header(**{**fields, "warnings": tuple(fields["warnings"])})


def _dump(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
