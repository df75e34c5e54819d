"""Files to documents: one reader per format, behind one function."""

from __future__ import annotations

from extract.documents.collections import Record, split
from extract.documents.document import Document
from extract.documents.errors import ReadError
from extract.documents.offsets import OffsetMap
from extract.documents.reader import FORMATS, detect_format, read, read_string

__all__ = ["FORMATS", "Document", "OffsetMap", "ReadError", "Record", "detect_format", "read", "read_string", "split"]
