"""A PDF's pages as runs of text: pdfminer.six interprets the page, this device keeps only what reading needs.

The device gathers consecutive glyphs of one font on one baseline into a `Run` instead of making an object per glyph,
and of drawings keeps only the thin straight strokes that may rule a table: layout objects for all the others are where
most of the time of a general layout analysis goes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_rect, mult_matrix

from extract.documents.errors import ReadError
from extract.documents.pdf import guards
from extract.documents.pdf.characters import UNMAPPED, coded, font_map, named, repair, symbol_glyph
from extract.documents.pdf.visible import Box, Interpreter, Resources, overlap
from extract.documents.references import cited_id

_MAX_GLYPHS = 6_000_000
_MAX_PAGES = 3_000
_MAX_PATH = 600  # points of a path; longer ones are drawings
_MAX_RULES = 6_000  # on one page
_THIN = 2.0  # points, the thickest rule
_BOLD = re.compile(
    r"bold|black|heavy|semibd|demi|[-.]b$|bd$|cmbx|[-.]bi$|boldmt|medium(?!.*roman)|sfbx|-mdit|\.b\+|b\+|bx\d", re.I
)
_ITALIC = re.compile(r"ital|obli|[-.]i$|[-.]it$|cmti|slant|cmmi|\.i\+|i\+20|-bi$", re.I)
_INVISIBLE = 3  # The text rendering mode of the layer that character recognition puts under a scanned page.


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
    """A page's runs; ``sideways`` holds text that is not upright, whose direction is ``turn`` (cosine and sine).

    ``strokes`` are thin, ``shades`` are rectangles that are filled alone, as behind the cells of a table.
    ``shown`` is the part of the sheet a viewer shows. ``aside`` is text the file itself marks as no part of the
    content, ``hidden`` is text that is not painted; both are empty once the page is complete. ``links`` are the boxes
    of links to a DOI or a PubMed record, with its kind and id. ``glyphs`` counts what is printed, ``unmapped`` what of
    it stands for no known character, ``drawn_fonts`` what is of a Type 3 font, ``vertical`` what runs downwards.
    """

    number: int
    width: float
    height: float
    shown: Box = (0.0, 0.0, 0.0, 0.0)
    runs: list[Run] = field(default_factory=list)
    sideways: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    shades: list[Stroke] = field(default_factory=list)
    turn: tuple[float, float] = (0.0, 1.0)
    aside: list[Run] = field(default_factory=list)
    hidden: list[Run] = field(default_factory=list)
    links: list[tuple[Box, str, str]] = field(default_factory=list)
    unmapped: int = 0
    drawn_fonts: int = 0
    vertical: int = 0
    glyphs: int = 0


class _Device(PDFTextDevice):
    """Collects runs. Sizes and places are in points of the displayed page, origin at the bottom left."""

    def __init__(self, resources: Resources, path: str) -> None:
        super().__init__(resources)
        self.page = Page(0, 0.0, 0.0)
        self.clip: Box | None = None
        self._resources = resources
        self._path = path
        self._number = 0
        self._total = 0
        self._styles: dict[int, tuple[PDFFont, Style, dict[int, tuple[str, float]]]] = {}
        self._outer: list[Box | None] = []
        self._tags: list[bool] = []

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self._number += 1
        shown = overlap(apply_matrix_rect(ctm, page.cropbox), (0.0, 0.0, abs(x1 - x0), abs(y1 - y0)))
        self.page = Page(self._number, abs(x1 - x0), abs(y1 - y0), shown)
        self.clip = shown
        self._outer, self._tags = [], []
        for annotation in resolve1(page.annots) or ():
            link = _link(resolve1(annotation))
            if link is not None:
                self.page.links.append((apply_matrix_rect(ctm, link[0]), *link[1:]))

    def end_page(self, page: PDFPage) -> None:
        self._total += self.page.glyphs
        if self._total > _MAX_GLYPHS:
            raise ReadError(self._path, f"more than {_MAX_GLYPHS:,} characters", "split it into single papers")
        _settle(self.page)

    @property
    def _matrix(self) -> Matrix:
        return self.ctm or MATRIX_IDENTITY

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """Text in figures is read like other text, as far as the figure's window shows it."""
        self._outer.append(self.clip)
        self.clip = overlap(self.clip, apply_matrix_rect(mult_matrix(matrix, self._matrix), bbox))

    def end_figure(self, name: str) -> None:
        """Return to the clipping of what is around the figure."""
        self.clip = self._outer.pop()

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Note where the file marks running heads and the like."""
        self._tags.append(tag.name == "Artifact")

    def end_tag(self) -> None:
        """Close the last mark."""
        if self._tags:
            self._tags.pop()

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
        a, b, c, d, e, f = self._matrix
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
        elif 4 <= len(xs) <= 5 and all(x - x0 < 0.1 or x1 - x < 0.1 for x in xs):
            if stroked:
                strokes += [Stroke(x0, y, x1, y) for y in (y0, y1)] + [Stroke(x, y0, x, y1) for x in (x0, x1)]
            elif len(self.page.shades) < _MAX_RULES:
                self.page.shades.append(Stroke(x0, y0, x1, y1))

    def render_image(self, name: str, stream: Any) -> None:
        """Keep an image that is stretched to a rule; others are not read."""
        a, b, c, d, e, f = self._matrix
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
            text = font_map(font).get(cid, UNMAPPED)
        name = self._resources.names(font).get(cid)
        if name is not None:
            text = named(name, cid, text, style.name)
        elif text == UNMAPPED:
            text = symbol_glyph(cid, font) if font.is_multibyte() else coded(cid, style.name)
        return repair(text, style.name), font.char_width(cid)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        font = textstate.font
        if font is None or font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self._matrix)
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
            if textstate.render == _INVISIBLE:
                runs = page.hidden
            elif any(self._tags):
                runs = page.aside
        else:
            # Turn the page so that this text runs to the right.
            ca, sa = page.turn = a / along, b / along
            px, py = a * 0 + c * (y + rise) + e, b * 0 + d * (y + rise) + f
            base_x, base_y, runs = px * ca + py * sa, -px * sa + py * ca, page.sideways
        low, high = float("-inf"), float("inf")
        if upright and self.clip is not None:
            low, high = self.clip[0] - 1, self.clip[2] + 1
            if not self.clip[1] - 1 <= base_y + 0.3 * points <= self.clip[3] + 1:
                high = low
        drawn = isinstance(font, PDFType3Font)
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
                if not low < (left + right) / 2 < high:
                    continue
                page.glyphs += 1
                page.drawn_fonts += drawn
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
                if run.text[-1] != " ":
                    # Before a unit or a noun a number may have a thin space: "60 years".
                    if gap > (0.1 if text.islower() and run.text[-1].isdigit() else 0.15) * points:
                        run.text.append(" ")
                        run.edges.append(left)
                elif len(run.text) > 1 and left - run.edges[-2] < 0.05 * points:
                    # A space drawn back over: the place where a word may be broken.
                    run.text.pop()
                    run.edges.pop()
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
        self.page.vertical += 1
        return float(font.char_width(cid) * fontsize * scaling)


def _spread(edges: list[float], left: float, right: float, count: int) -> None:
    if count == 1:
        edges.append(right)
        return
    step = (right - left) / count
    edges.extend(left + step * (i + 1) for i in range(count))


def _settle(page: Page) -> None:
    """Decide what becomes of text that is not painted, or that the file marks as no part of the content.

    Hidden text counts where it is the most of a page: a scan with recognised characters. Marked text at the head or
    foot of a page is dropped; elsewhere the mark is not to be trusted.
    """
    if sum(len(run.text) for run in page.hidden) > sum(len(run.text) for run in page.runs):
        page.runs.extend(page.hidden)
    _, bottom, _, top = page.shown
    page.runs.extend(run for run in page.aside if 0.1 * (top - bottom) < run.y - bottom < 0.9 * (top - bottom))
    page.hidden, page.aside = [], []


def _link(annotation: Any) -> tuple[Box, str, str] | None:
    """Return the box, kind ("doi" or "pmid") and id of a link to a paper, or None for other annotations."""
    if not isinstance(annotation, dict):
        return None
    action = resolve1(annotation.get("A"))
    address = resolve1(action.get("URI")) if isinstance(action, dict) else None
    corners = resolve1(annotation.get("Rect"))
    if not isinstance(address, bytes) or not isinstance(corners, list) or len(corners) != 4:
        return None
    found = cited_id(address.decode("utf-8", "replace"))
    box = tuple(resolve1(corner) for corner in corners)
    if found is None or not all(isinstance(corner, (int, float)) for corner in box):
        return None
    return box, *found


def pages(data: bytes, path: str) -> Iterator[Page]:
    """Yield the pages of a PDF.

    Raises
    ------
    ReadError
        If the file is damaged, locked, a decompression bomb, or too long.
    """
    guards.begin(path)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    # pdfminer.six meets damage of a thousand kinds with whatever the parsing code at hand raises, so this is as narrow
    # as the boundary to it can be.
    try:
        document = guards.Document(PDFParser(BytesIO(data)))
        resources = Resources()
        device = _Device(resources, path)
        interpreter = Interpreter(resources, device)
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number > _MAX_PAGES:
                raise ReadError(path, f"more than {_MAX_PAGES:,} pages", "split it into single papers")
            interpreter.process_page(page)
            yield device.page
    except (ReadError, MemoryError):
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed) as error:
        raise ReadError(path, "the PDF is locked with a password", "save an unlocked copy") from error
    except (Exception, RecursionError) as error:
        reason = str(error) or type(error).__name__
        raise ReadError(
            path, f"the PDF is damaged ({reason[:120]})", "download it again, or use the paper's XML"
        ) from error
