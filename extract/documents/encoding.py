"""Bytes to text, the encoding made explicit."""

from __future__ import annotations

import codecs
from pathlib import Path

from extract.documents.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, path: Path | str) -> tuple[str, str]:
    """Decode a text file and name the encoding used.

    A byte order mark decides; then UTF-8; then UTF-16 without a mark, told by its zero bytes; then Windows-1252.

    Raises
    ------
    ReadError
        If the bytes are not text in any of these.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name, path), name
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and "\0" not in text[:4000]:
        return text, "utf-8"
    sample = data[:4000]
    if sample.count(0) > len(sample) // 5:
        name = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
        return _strict(data, name, path), name
    if b"\0" in sample:
        raise ReadError(path, "this is a binary file, not text", "give PDF, XML, JSON or plain text")
    text = _strict(data, "cp1252", path)
    if sum(c < " " and c not in "\t\n\r\x0b\x0c" for c in text) > len(text) // 50:
        raise ReadError(path, "the bytes are not text in a known encoding", "save the file as UTF-8")
    return text, "cp1252"


def _strict(data: bytes, name: str, path: Path | str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(
            path, f"the text cannot be decoded as {name}: {error.reason}", "save the file as UTF-8"
        ) from error
