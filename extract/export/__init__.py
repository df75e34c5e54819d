"""Triples -> files: a run in other people's formats, one module per format behind one small table."""

from __future__ import annotations

from extract.export.errors import ExportError
from extract.export.formats import FORMATS, Format, write

__all__ = ["FORMATS", "ExportError", "Format", "write"]
