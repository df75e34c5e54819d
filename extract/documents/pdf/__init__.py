"""PDF on pdfminer.six: glyphs, lines, blocks, and the draft made of them."""

from __future__ import annotations

from extract.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]
