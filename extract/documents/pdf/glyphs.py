"""A PDF's pages as runs of text: pdfminer.six interprets the page, this device keeps only what reading needs.

The device gathers consecutive glyphs of one font on one baseline into a `Run` instead of making an object per glyph,
and of drawings keeps only the thin straight strokes that may rule a table: layout objects for all the others are where
most of the time of a general layout analysis goes.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import apply_matrix_rect, mult_matrix

from extract.documents.errors import ReadError

UNMAPPED = "\ufffd"
_MAX_GLYPHS = 6_000_000
_MAX_PAGES = 3_000
_MAX_STREAM = 300_000_000
_MAX_PATH = 600  # points of a path; longer ones are drawings
_MAX_RULES = 6_000  # on one page
_THIN = 2.0  # points, the thickest rule
_BOLD = re.compile(
    r"bold|black|heavy|semibd|demi|[-.]b$|bd$|cmbx|[-.]bi$|boldmt|medium(?!.*roman)|sfbx|-mdit|\.b\+|b\+|bx\d", re.I
)
_ITALIC = re.compile(r"ital|obli|[-.]i$|[-.]it$|cmti|slant|cmmi|\.i\+|i\+20|-bi$", re.I)
_MATH_PI = re.compile(r"MathematicalPi|Math-?Pi|MathematicalTen", re.I)
# What the "Mathematical Pi" fonts print where their encoding says an ASCII character.
_MATH_PI_GLYPHS = {",": "<", ".": ">", "1": "+", "2": "−", "3": "×", "5": "=", "6": "±", "#": "≤", "$": "≥"}
_GREEK_PI = dict(zip("abgdezhuiklmnjoprstyfxcv", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_SYMBOL = {
    "\uf061": "α", "\uf062": "β", "\uf067": "γ", "\uf064": "δ", "\uf065": "ε", "\uf06b": "κ",
    "\uf06c": "λ", "\uf06d": "μ", "\uf070": "π", "\uf072": "ρ", "\uf073": "σ", "\uf074": "τ",
    "\uf066": "φ", "\uf063": "χ", "\uf079": "ψ", "\uf077": "ω", "\uf044": "Δ", "\uf057": "Ω",
    "\uf071": "θ", "\uf07a": "ζ", "\uf068": "η", "\uf0b1": "±", "\uf0b4": "×", "\uf0a3": "≤",
    "\uf0b3": "≥", "\uf0b0": "°", "\uf0b7": "•", "\uf02d": "−", "\uf02b": "+", "\uf03d": "=",
    "\uf03c": "<", "\uf03e": ">", "\uf0ae": "→", "\uf0a2": "′", "\uf07e": "~", "\uf020": " ",
    "\uf0a0": " ", "\uf0ad": "↑", "\uf0af": "↓", "\uf028": "(", "\uf029": ")", "\uf02f": "/",
    "\uf025": "%", "\uf0d7": "·", "\uf0e0": "→", "\uf0d2": "®", "\uf0d4": "™", "\uf0e2": "®",
}  # fmt: skip


@dataclass(slots=True)
class Style:
    """A font's name and what it tells."""

    name: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class Run:
    """Glyphs of one style on one baseline. ``edges`` has each left edge and the last right edge."""

    text: list[str]
    edges: list[float]
    y: float
    size: float
    style: Style
    order: int = 0

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.edges[0]

    @property
    def x1(self) -> float:
        """Right edge in points."""
        return self.edges[-1]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin straight stroke or the edge of a frame, along the page's sides; x and y in points."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Page:
    """A page's runs; ``sideways`` holds text that is not upright, whose direction is ``turn`` (cosine and sine)."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    sideways: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    turn: tuple[float, float] = (0.0, 1.0)
    unmapped: int = 0
    glyphs: int = 0


class _Device(PDFTextDevice):
    """Collects runs. Sizes and places are in points of the displayed page, origin at the bottom left."""

    def __init__(self, resources: PDFResourceManager, path: str) -> None:
        super().__init__(resources)
        self.page = Page(0, 0.0, 0.0)
        self._path = path
        self._number = 0
        self._total = 0
        self._styles: dict[int, tuple[PDFFont, Style, dict[int, tuple[str, float]]]] = {}

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self._number += 1
        self.page = Page(self._number, abs(x1 - x0), abs(y1 - y0))

    def end_page(self, page: PDFPage) -> None:
        self._total += self.page.glyphs
        if self._total > _MAX_GLYPHS:
            raise ReadError(self._path, f"more than {_MAX_GLYPHS:,} characters", "split it into single papers")

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """Text in figures is read like other text."""

    def end_figure(self, name: str) -> None:
        """Nothing to close."""

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """Keep the thin strokes of a path."""
        if len(path) > _MAX_PATH or len(self.page.strokes) > _MAX_RULES:
            return
        start = 0
        for at in range(1, len(path) + 1):
            if at == len(path) or path[at][0] == "m":
                self._stroke(path[start:at], stroke)
                start = at

    def _stroke(self, path: Any, stroked: bool) -> None:
        if not 2 <= len(path) <= 60 or path[0][0] != "m":
            return
        a, b, c, d, e, f = self.ctm
        xs: list[float] = []
        ys: list[float] = []
        for point in path:
            if point[0] == "h":
                continue
            if point[0] not in "ml":
                return
            xs.append(a * point[1] + c * point[2] + e)
            ys.append(b * point[1] + d * point[2] + f)
        if len(xs) < 2:
            return
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        strokes = self.page.strokes
        if min(x1 - x0, y1 - y0) <= _THIN:
            strokes.append(Stroke(x0, y0, x1, y1))
        elif stroked and 4 <= len(xs) <= 5 and all(x - x0 < 0.1 or x1 - x < 0.1 for x in xs):
            strokes += [Stroke(x0, y, x1, y) for y in (y0, y1)] + [Stroke(x, y0, x, y1) for x in (x0, x1)]

    def render_image(self, name: str, stream: Any) -> None:
        """Keep an image that is stretched to a rule; others are not read."""
        a, b, c, d, e, f = self.ctm
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            self.page.strokes.append(Stroke(min(xs), min(ys), max(xs), max(ys)))

    def _font(self, font: PDFFont) -> tuple[PDFFont, Style, dict[int, tuple[str, float]]]:
        known = self._styles.get(id(font))
        if known is None:
            name = str(getattr(font, "basefont", "") or font.fontname or "")
            bare = name.split("+", 1)[-1]
            known = (font, Style(bare, bool(_BOLD.search(bare)), bool(_ITALIC.search(bare))), {})
            self._styles[id(font)] = known
        return known

    def _glyph(self, font: PDFFont, style: Style, cid: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNMAPPED
        text = repair(text, style.name)
        return text, font.char_width(cid)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        font = textstate.font
        if font is None or font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        _, style, cache = self._font(font)
        size = textstate.fontsize
        scaling = textstate.scaling * 0.01
        charspace = textstate.charspace * scaling
        wordspace = 0 if font.is_multibyte() else textstate.wordspace * scaling
        dxscale = 0.001 * size * scaling
        x, y = textstate.linematrix
        rise = textstate.rise
        page = self.page
        upright = abs(b) <= 0.02 * abs(a) and a > 0
        scale = (c * c + d * d) ** 0.5
        points = abs(size) * scale
        along = (a * a + b * b) ** 0.5 or 1.0
        if upright:
            base_x, base_y, runs = e + c * (y + rise), f + d * (y + rise), page.runs
        else:
            # Turn the page so that this text runs to the right.
            ca, sa = page.turn = a / along, b / along
            px, py = a * 0 + c * (y + rise) + e, b * 0 + d * (y + rise) + f
            base_x, base_y, runs = px * ca + py * sa, -px * sa + py * ca, page.sideways
        run = runs[-1] if runs else None
        fresh = True
        first = True
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * dxscale
                first = False
                continue
            if not isinstance(item, bytes):
                continue
            for cid in font.decode(item):
                if not first:
                    x += charspace
                first = False
                known = cache.get(cid)
                if known is None:
                    known = cache[cid] = self._glyph(font, style, cid)
                text, width = known
                advance = width * size * scaling
                left = base_x + along * x
                right = left + along * advance
                x += advance + (wordspace if cid == 32 else 0)
                page.glyphs += 1
                if text == UNMAPPED:
                    page.unmapped += 1
                if not text or points < 0.5:
                    continue
                if fresh:
                    fresh = False
                    joins = (
                        run is not None
                        and run.style is style
                        and abs(run.y - base_y) < 0.05 * points
                        and abs(run.size - points) < 0.1
                    )
                    if not joins:
                        run = None
                gap = left - run.edges[-1] if run is not None else 0.0
                if run is None or gap < -0.4 * points or gap > 0.9 * points:
                    if text.isspace():
                        continue
                    run = Run(list(text), [left], base_y, points, style, len(runs))
                    runs.append(run)
                    _spread(run.edges, left, right, len(text))
                    continue
                if text.isspace():
                    if run.text[-1] != " ":
                        run.text.append(" ")
                        run.edges[-1] = min(run.edges[-1], left)
                        run.edges.append(right)
                    else:
                        run.edges[-1] = right
                    continue
                if gap > 0.15 * points and run.text[-1] != " ":
                    run.text.append(" ")
                    run.edges.append(left)
                run.edges[-1] = left
                run.text.extend(text)
                _spread(run.edges, left, right, len(text))
        textstate.linematrix = (x, y)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Vertical writing is not read, only measured."""
        return font.char_width(cid) * fontsize * scaling


def _spread(edges: list[float], left: float, right: float, count: int) -> None:
    if count == 1:
        edges.append(right)
        return
    step = (right - left) / count
    edges.extend(left + step * (i + 1) for i in range(count))


def repair(text: str, font: str) -> str:
    """Return what a glyph prints where its font's encoding is known to lie, and nothing for control characters."""
    if len(text) == 1:
        if _MATH_PI.search(font):
            if "greek" in font.lower():
                return _GREEK_PI.get(text, _MATH_PI_GLYPHS.get(text, text))
            return _MATH_PI_GLYPHS.get(text, text)
        if "\ue000" <= text <= "\uf8ff":
            code = ord(text)
            if text in _SYMBOL:
                return _SYMBOL[text]
            return chr(code - 0xF000) if 0xF020 < code < 0xF07F and "symbol" not in font.lower() else UNMAPPED
        if text < " " and text not in "\t\n\r":
            return UNMAPPED
        if "\ufdd0" <= text <= "\ufdef":
            return UNMAPPED
        return " " if text in "\t\n\r\xa0" else text
    return "".join(repair(c, font) for c in text) if text else ""


def _refuse_bombs(data: bytes, path: str) -> None:
    """Refuse a file one of whose compressed streams would unpack to more than a page can need."""
    at = data.find(b"stream")
    while at >= 0:
        start = at + 6
        end = data.find(b"endstream", start)
        if end < 0:
            end = len(data)
        if end - start > 50_000:
            body = data[start:end].lstrip(b"\r\n")
            if body[:1] == b"x":
                unpacker = zlib.decompressobj()
                size = 0
                try:
                    while body and not unpacker.eof:
                        size += len(unpacker.decompress(body, 16_000_000))
                        body = unpacker.unconsumed_tail
                        if size > _MAX_STREAM:
                            raise ReadError(
                                path,
                                f"a stream unpacks to more than {_MAX_STREAM // 1_000_000} MB",
                                "the file is damaged or hostile",
                            )
                except zlib.error:
                    pass
        at = data.find(b"stream", end + 9)


def pages(data: bytes, path: str) -> Iterator[Page]:
    """Yield the pages of a PDF.

    Raises
    ------
    ReadError
        If the file is damaged, locked, a decompression bomb, or too long.
    """
    _refuse_bombs(data, path)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    # pdfminer.six meets damage of a thousand kinds with whatever the parsing code at hand raises, so this is as narrow
    # as the boundary to it can be.
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        resources = PDFResourceManager()
        device = _Device(resources, path)
        interpreter = PDFPageInterpreter(resources, device)
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number > _MAX_PAGES:
                raise ReadError(path, f"more than {_MAX_PAGES:,} pages", "split it into single papers")
            interpreter.process_page(page)
            yield device.page
    except ReadError:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed) as error:
        raise ReadError(path, "the PDF is locked with a password", "save an unlocked copy") from error
    except (Exception, RecursionError) as error:
        reason = str(error) or type(error).__name__
        raise ReadError(
            path, f"the PDF is damaged ({reason[:120]})", "download it again, or use the paper's XML"
        ) from error
