"""Interpreting a page's content with what pdfminer.six leaves out: clipping, and the names of a font's glyphs.

A figure is often a whole page of an earlier draft of which only a window is shown. The text outside the window is in
the file and not on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import stream_value
from pdfminer.utils import Matrix

from extract.documents.pdf import guards
from extract.documents.pdf.characters import glyph_names

Box = tuple[float, float, float, float]


def overlap(one: Box | None, other: Box) -> Box:
    """Return what two boxes share; a box without area if they share nothing."""
    if one is None:
        return other
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _bounds(path: Sequence[tuple[Any, ...]], matrix: Matrix) -> Box | None:
    a, b, c, d, e, f = matrix
    points = [pair for step in path for pair in zip(step[1::2], step[2::2], strict=True)]
    if not points:
        return None
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


class Interpreter(PDFPageInterpreter):
    """Keeps the device's ``clip`` up to date: the box around the clipping path, in points of the displayed page."""

    device: Any  # a PDFDevice with a ``clip``

    def init_state(self, ctm: Matrix) -> None:
        """Start a content stream."""
        super().init_state(ctm)
        self._clips: list[Box | None] = []

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out content streams, within what a file may draw."""
        guards.draw(sum(len(stream_value(stream).get_data()) for stream in streams))
        super().execute(streams)

    def do_q(self) -> None:
        """Save the graphics state."""
        super().do_q()
        self._clips.append(self.device.clip)

    def do_Q(self) -> None:
        """Restore the graphics state."""
        super().do_Q()
        if self._clips:
            self.device.clip = self._clips.pop()

    def do_W(self) -> None:
        """Clip to the path that has just been made."""
        box = _bounds(self.curpath, self.ctm)
        if box is not None:
            self.device.clip = overlap(self.device.clip, box)

    do_W_a = do_W


class Resources(PDFResourceManager):
    """Keeps the glyph names of fonts, which pdfminer.six drops once it has looked up their characters."""

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[int, tuple[PDFFont, dict[int, str]]] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return the font of a specification."""
        font = super().get_font(objid, guards.plain_font(spec))
        if id(font) not in self._names:
            # The font is kept, too, lest another one gets its id.
            self._names[id(font)] = (font, {} if font.is_multibyte() else glyph_names(spec))
        return font

    def names(self, font: PDFFont) -> dict[int, str]:
        """Return the names of a font's glyphs by code, as far as the file gives them."""
        return self._names[id(font)][1] if id(font) in self._names else {}
