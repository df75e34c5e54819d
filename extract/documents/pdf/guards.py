"""What keeps pdfminer.six within bounds on damaged and hostile files.

pdfminer.six follows references, unpacks streams and expands ranges for as long as a file tells it to. The bounds here
are far beyond what papers need. They are set around its classes and, where there is no other place, in its decoders.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef, PDFStream, resolve1

from extract.documents.errors import ReadError

MAX_STREAM = 100_000_000  # bytes that a stream may unpack to
MAX_UNPACKED = 400_000_000  # bytes that the streams of a file may unpack to
MAX_DRAWN = 100_000_000  # bytes of drawing instructions that are carried out, those of a form each time it is drawn
FORM_COST = 2_000  # bytes that starting a form counts for
MAX_CODES = 200_000  # codes that the ranges of a font may name
_MAX_CODE = 0xFFFF
_PIECE = 1024  # bytes that a damaged stream is unpacked by
_CHECKSUM = 3  # bytes at the end of a stream that may be wrong
_MAX_REFERENCES = 20  # that lead from one to the next
_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)end(?:bf|cid)range", re.DOTALL)
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*(?:<[^>]{0,600}>|\[[^\]]*\]|\d+)")
_HINT = "the file is damaged or hostile; use the paper's XML"


class _Budget(threading.local):
    """What the file that this thread reads may still unpack and draw."""

    path = ""
    unpacked = MAX_UNPACKED
    drawn = MAX_DRAWN


_budget = _Budget()


def begin(path: str) -> None:
    """Begin with a file."""
    _budget.path, _budget.unpacked, _budget.drawn = path, MAX_UNPACKED, MAX_DRAWN


def draw(size: int) -> None:
    """Count drawing instructions.

    Raises
    ------
    ReadError
        If the file has had more than `MAX_DRAWN` bytes of them.
    """
    _budget.drawn -= size + FORM_COST
    if _budget.drawn < 0:
        raise ReadError(_budget.path, f"its pages draw more than {MAX_DRAWN // 1_000_000} MB of instructions", _HINT)


def _unpacked(size: int) -> None:
    _budget.unpacked -= size
    if size > MAX_STREAM:
        raise ReadError(_budget.path, f"a stream unpacks to more than {MAX_STREAM // 1_000_000} MB", _HINT)
    if _budget.unpacked < 0:
        raise ReadError(_budget.path, f"its streams unpack to more than {MAX_UNPACKED // 1_000_000} MB", _HINT)


class _Unpacker:
    """A decompression object that unpacks no more than a stream may hold."""

    def __init__(self) -> None:
        self._inner, self._size = zlib.decompressobj(), 0

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    def copy(self) -> _Unpacker:
        """Return another that stands where this one stands."""
        twin = _Unpacker()
        twin._inner, twin._size = self._inner.copy(), self._size
        return twin

    def decompress(self, data: bytes) -> bytes:
        out = self._inner.decompress(data, MAX_STREAM)
        self._size += len(out)
        if self._size > MAX_STREAM or self._inner.unconsumed_tail:
            _unpacked(MAX_STREAM + 1)
        return out


class _Zlib:
    """Stands in for the `zlib` that pdfminer.six unpacks streams with."""

    error = zlib.error
    decompressobj = _Unpacker

    @staticmethod
    def decompress(data: bytes) -> bytes:
        inner = zlib.decompressobj()
        out = inner.decompress(data, MAX_STREAM + 1)
        _unpacked(len(out))
        if not inner.eof:
            raise zlib.error("incomplete stream")
        return out


def salvage(data: bytes) -> bytes:
    """Unpack a stream that is cut short or has a damaged checksum; pdfminer.six takes time of the square of its length.

    Raises
    ------
    zlib.error
        If it is damaged before its checksum.
    """
    inner, parts = _Unpacker(), []
    for start in range(0, len(data), _PIECE):
        before, piece = inner.copy(), data[start : start + _PIECE]
        try:
            parts.append(inner.decompress(piece))
        except zlib.error:
            for place, byte in enumerate(piece, start):
                try:
                    parts.append(before.decompress(bytes([byte])))
                except zlib.error:
                    if place < len(data) - _CHECKSUM:
                        raise
                    break
            break
        if inner.eof:
            break
    return b"".join(parts)


pdftypes.zlib = _Zlib  # type: ignore[assignment, attr-defined]
pdftypes.decompress_corrupted = salvage


class Document(PDFDocument):
    """A document whose objects cannot lead in circles."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._open: set[int] = set()
        super().__init__(*arguments, **options)

    def getobj(self, objid: int) -> object:
        """Return an object; of one that is a reference, what that leads to.

        Raises
        ------
        PDFObjectNotFound
            If there is none, or the way to it leads back to it.
        """
        if objid in self._open:
            raise PDFObjectNotFound(objid)
        self._open.add(objid)
        try:
            found = super().getobj(objid)
            for _ in range(_MAX_REFERENCES):
                if not isinstance(found, PDFObjRef):
                    return found
                found = super().getobj(found.objid)
            raise PDFObjectNotFound(objid)
        finally:
            self._open.discard(objid)


def plain_font(spec: Mapping[str, object]) -> Mapping[str, object]:
    """Return a font's specification without what would make reading it endless: long ranges, lists within lists."""
    out = dict(spec)
    for name in ("W", "W2"):
        widths = resolve1(spec.get(name))
        if isinstance(widths, list):
            out[name] = list(_bounded(widths, 3 if name == "W" else 5))
    widths = resolve1(spec.get("Widths"))
    if isinstance(widths, list):
        out["Widths"] = [_number(width) for width in widths[: _MAX_CODE + 1]]
    table = resolve1(spec.get("ToUnicode"))
    if isinstance(table, PDFStream) and _codes(_data(table)) > MAX_CODES:
        del out["ToUnicode"]
    return out


def _bounded(widths: Sequence[object], length: int) -> Iterator[object]:
    """Yield the widths of a font for glyph numbers: a first and last number and what they share, or a first and a list.

    ``length`` is how many numbers make a range; ranges are cut to the numbers there are.
    """
    left = MAX_CODES
    waiting: list[float] = []
    for item in map(resolve1, widths):
        if isinstance(item, list):
            if waiting:
                left -= len(item)
                if left < 0:
                    return
                yield from (waiting[-1], [_number(width) for width in item])
            waiting = []
            continue
        waiting.append(_number(item))
        if len(waiting) == length:
            first, last = int(max(waiting[0], 0)), int(min(waiting[1], _MAX_CODE))
            left -= max(last - first + 1, 0)
            if left < 0:
                return
            yield from (first, last, *waiting[2:])
            waiting = []


def _number(item: object) -> float:
    item = resolve1(item)
    return max(min(item, 1e9), -1e9) if isinstance(item, int | float) else 0


def _codes(table: bytes) -> int:
    """Count the codes that the ranges of a table of characters name."""
    return sum(
        max(int(last, 16) - int(first, 16) + 1, 0)
        for section in _RANGES.finditer(table)
        for first, last in _RANGE.findall(section[1])
    )


def _data(stream: PDFStream) -> bytes:
    try:
        return stream.get_data()
    except PDFException:
        return b""
