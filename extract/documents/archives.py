"""Packed papers: ``.gz``, ``.zip``, ``.tar``, ``.tgz``. Members are read one by one, within limits, never written."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar, cast

from extract.documents.errors import ReadError

T = TypeVar("T")
MAX_MEMBERS = 100_000
MAX_MEMBER = 200_000_000  # bytes of one unpacked paper
MAX_TOTAL = 2_000_000_000  # bytes of all of them
KNOWN = frozenset(
    {
        ".pdf", ".txt", ".text", ".md", ".markdown", ".xml", ".nxml", ".pxml", ".json", ".jsonl", ".ndjson", ".nbib",
        ".html", ".htm", ".xhtml", ".tsv", ".csv", ".ann", ".conll",
    }
)  # fmt: skip
_PACKED = frozenset({".gz", ".tgz", ".zip", ".tar", ".bz2", ".xz", ".7z", ".rar"})
_OFFICE = ("word/", "xl/", "ppt/", "META-INF/container.xml", "content.xml")
_ERRORS = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, OSError, NotImplementedError, RuntimeError)


def members(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each paper in an archive; pictures, folders and links are passed over.

    Beside a paper's XML its PDF is passed over, too: packages of PubMed Central hold both.

    Raises
    ------
    ReadError
        If the archive is damaged, locked, an office document, or holds more than is allowed.
    """
    total = count = 0
    try:
        for name, content in _members(data, path):
            count += 1
            total += len(content)
            if count > MAX_MEMBERS or total > MAX_TOTAL:
                raise ReadError(
                    path,
                    f"the archive holds more than {MAX_MEMBERS:,} files or {MAX_TOTAL / 1e6:,.0f} MB",
                    "split it",
                )
            yield name, content
    except _ERRORS as error:
        raise ReadError(path, f"the archive is damaged or locked: {error}", "download it again") from error


def _members(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK\x03\x04"):
        yield from _zipped(data, path)
    elif data[257:262] == b"ustar":
        yield from _tarred(io.BytesIO(data), path)
    else:
        with cast(IO[bytes], gzip.open(io.BytesIO(data))) as stream:
            head = stream.read(512)
            stream.seek(0)
            if head[257:262] == b"ustar":
                yield from _tarred(stream, path)
            else:
                name = Path(path).name
                yield name.removesuffix(".gz"), _read(stream, path)


def _zipped(data: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename.startswith(_OFFICE) for info in files):
            raise ReadError(path, "this is an office document or a book", "save it as PDF or plain text")
        for info in _wanted(files, lambda info: info.filename):
            with archive.open(info) as stream:
                yield info.filename, _read(stream, path)


def _tarred(stream: IO[bytes], path: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=stream) as archive:
        infos = []
        for info in archive:
            if info.isfile():
                infos.append(info)
            if len(infos) > MAX_MEMBERS or info.offset > MAX_TOTAL:
                raise ReadError(path, f"the archive holds more than {MAX_TOTAL / 1e6:,.0f} MB", "split it")
        for info in _wanted(infos, lambda info: info.name):
            content = archive.extractfile(info)
            if content is not None:
                yield info.name, _read(content, path)


def _wanted(infos: list[T], name_of: Callable[[T], str]) -> Iterator[T]:
    """Yield the members that may be papers."""
    paths = [(info, PurePosixPath(name_of(info))) for info in infos]
    with_xml = {place.parent for _, place in paths if place.suffix.lower() == ".nxml"}
    for info, place in paths:
        suffix = place.suffix.lower()
        hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts if part not in (".", ".."))
        if hidden or suffix not in KNOWN | _PACKED or (suffix == ".pdf" and place.parent in with_xml):
            continue
        yield info


def _read(stream: IO[bytes], path: str) -> bytes:
    content = stream.read(MAX_MEMBER + 1)
    if len(content) > MAX_MEMBER:
        raise ReadError(path, f"a file in the archive has more than {MAX_MEMBER / 1e6:,.0f} MB", "split it")
    return content


def is_packed(name: str) -> bool:
    """Tell whether a file is an archive by its name."""
    return PurePosixPath(name).suffix.lower() in _PACKED
