"""A PDF to a draft: pages to lines, lines to blocks, blocks to parts of one text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.documents.draft import Draft, Glyphs, Kind, Link, Mark, Part, TableDraft
from extract.documents.errors import ReadError
from extract.documents.headings import depth, despaced, is_known, section_type, split_number
from extract.documents.pdf import blocks as B
from extract.documents.pdf.blocks import Block, Look
from extract.documents.pdf.glyphs import Page, pages
from extract.documents.pdf.lines import (
    Gutter,
    Line,
    body_size,
    furniture,
    gutters,
    lines_of,
    segments,
    split_raised_digits,
)
from extract.documents.pdf.roles import body_before_references, give_roles
from extract.documents.pdf.ruling import turned
from extract.documents.pdf.tables import TableBlock, place_tables, take_tables, write_table
from extract.documents.structure import ends_in_phrase, ends_open, split_run_in


def read_pdf(data: bytes, path: str) -> Draft:
    """Read a PDF.

    Raises
    ------
    ReadError
        If it is damaged, locked, has no text layer, or its fonts do not tell which characters they print.
    """
    found = list(pages(data, path))
    _refuse_unreadable(found, path)
    for page in found:
        _upright(page)
        left, bottom, right, top = page.shown
        page.runs = [
            run for run in page.runs if bottom < run.y < top + 0.01 * page.height and run.x0 < right and run.x1 > left
        ]
    split_raised_digits(found)
    cut = [(page, segments(page.runs)) for page in found]
    heads = furniture(cut)
    kept_by_page = [(page, [s for s in many if id(s) not in heads]) for page, many in cut]
    tables, without = take_tables(kept_by_page)
    kept_by_page = [(page, kept) for (page, _), kept in zip(kept_by_page, without, strict=True)]
    body = body_size(kept for _, kept in kept_by_page)
    known = _usual([gutters(kept, page.width, body) for page, kept in kept_by_page])
    lines_by_page: list[list[Line]] = []
    for page, kept in kept_by_page:
        lines = lines_of(kept, gutters(kept, page.width, body, known), page.number)
        B.set_margins(lines)
        lines_by_page.append(lines)
    look = B.look_of(lines_by_page)
    made = [B.blocks_of(lines, look, references=False) for lines in lines_by_page]
    flat = [block for many in made for block in many]
    give_roles(flat, look)
    ordered = _join_open(place_tables(body_before_references(flat), tables), look)
    return _draft(ordered, found)


def _usual(many: Sequence[Sequence[Gutter]]) -> list[float]:
    """Return the gutters that at least two pages share."""
    flat = [gutter.x for one in many for gutter in one]
    return [x for x in flat if sum(abs(x - y) < 4 for y in flat) >= 2]


def _refuse_unreadable(found: Sequence[Page], path: str) -> None:
    if not found:
        raise ReadError(path, "the PDF has no pages")
    glyphs = sum(page.glyphs for page in found)
    unmapped = sum(page.unmapped for page in found)
    if glyphs < 20 * len(found) and glyphs < 400:
        raise ReadError(path, "the PDF has no text layer (scanned pages?)", "run OCR on it, or use the paper's XML")
    if unmapped > 0.4 * glyphs:
        reason = f"the PDF's fonts do not tell which characters they print ({unmapped:,} of {glyphs:,} unknown)"
        raise ReadError(path, reason, "use the paper's XML, or run OCR on it")


def _unread(found: Sequence[Page]) -> Iterator[str]:
    """Say which pages hold no text, or text that cannot be read."""
    empty = [page.number for page in found if page.glyphs < 20]
    if len(empty) > max(1, len(found) // 10):
        yield f"{len(empty)} of {len(found)} pages hold no text (page {_listed(empty)}): pictures are not read"
    strange = [page.number for page in found if page.unmapped > 0.2 * page.glyphs + 20]
    if strange:
        yield f"fonts that do not tell which characters they print, on page {_listed(strange)}: their text was left out"
    drawn = [page.number for page in found if page.drawn_fonts > 0.2 * page.glyphs + 20]
    if drawn:
        yield f"fonts made of drawings (Type 3), on page {_listed(drawn)}: their text may be wrong"
    vertical = [page.number for page in found if page.vertical > 20]
    if vertical:
        yield f"vertical text, on page {_listed(vertical)}: it was left out"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" and more" if len(numbers) > 10 else "")


def _upright(page: Page) -> None:
    """Read a page that is printed sideways as if it were turned."""
    upright = sum(len(run.text) for run in page.runs)
    sideways = sum(len(run.text) for run in page.sideways)
    if sideways > 3 * upright and sideways > 300:
        low_x = min(run.x0 for run in page.sideways)
        low_y = min(run.y for run in page.sideways)
        for run in page.sideways:
            run.edges = [x - low_x + 40 for x in run.edges]
            run.y += 40 - low_y
        page.strokes = turned(page.strokes, page.turn, 40 - low_x, 40 - low_y)
        page.shades = turned(page.shades, page.turn, 40 - low_x, 40 - low_y)
        page.runs = page.sideways
        page.width, page.height = page.height, page.width
        page.shown, page.links = (0.0, 0.0, page.width, page.height), []


def _join_open(flat: list[Block], look: Look) -> list[Block]:
    """Join paragraphs broken by a column, a page or a figure, and move what stood between out of the sentence."""
    out: list[Block] = []
    last: Block | None = None
    for block in flat:
        if block.kind == "paragraph" and last is not None and not any(block.run_in) and _goes_on(last, block):
            at = out.index(last)
            between = out[at + 1 :]
            early = [b for b in between if b.page == last.lines[-1].page]
            late = [b for b in between if b.page != last.lines[-1].page]
            last.lines = [*last.lines, *block.lines]
            out[at:] = [*early, last, *late]
            continue
        out.append(block)
        if block.kind == "paragraph":
            last = block
        elif block.kind in ("heading", "title", "reference"):
            last = None
    return out


def _goes_on(last: Block, block: Block) -> bool:
    tail, head = last.lines[-1], block.lines[0]
    if abs(tail.size - head.size) > (1.1 if any(last.run_in) and len(last.lines) == 1 else 0.6):
        return False
    if abs(tail.size - head.size) > 0.45:
        return ends_open(tail.plain.rstrip())
    if tail.page == head.page and tail.column == head.column and tail.y > head.y and tail.y - head.y < 2.2 * tail.size:
        return False
    if head.page - tail.page > 2:
        return False
    text = tail.plain.rstrip()
    if not ends_open(text):
        return False
    full = tail.x1 > tail.right - 2.5 * tail.size
    if head.text[:1].islower() or text.endswith(("-", ",")) or ends_in_phrase(text):
        return True
    return full and head.x0 - head.left < 0.7 * head.size


class _Writer:
    """Writes lines into one text and remembers where every character stands."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._linked = {page.number: page.links for page in pages if page.links}
        self.links: list[Link] = []
        self.pieces: list[str] = []
        self.length = 0
        self.glyphs = Glyphs()
        self.marks: list[Mark] = []

    def line(self, line: Line, start: int = 0, end: int | None = None, after: str = "\n") -> tuple[int, int]:
        end = len(line.text) if end is None else end
        at = self.length
        words = line.text[start:end]
        self.glyphs.starts.append(at)
        self.glyphs.pages.append(line.page)
        self.glyphs.tops.append((line.y - 0.22 * line.size, line.y + 0.78 * line.size))
        self.glyphs.edges.append(line.edges[start : end + 1])
        for first, last in line.raised:
            if first >= start and last <= end:
                self.marks.append(Mark(at + first - start, at + last - start))
        middle = line.y + 0.25 * line.size
        for (left, bottom, right, top), kind, target in self._linked.get(line.page, ()):
            if bottom <= middle <= top and left < line.edges[end] and right > line.edges[start]:
                place = bisect_right(line.edges, left, start, end) if left > line.edges[start] else start
                self.links.append(Link(at + place - start, kind, target))
        self.pieces.append(words + after)
        self.length += len(words) + len(after)
        return at, at + len(words)

    def gap(self) -> None:
        self.pieces.append("\n")
        self.length += 1


def _draft(ordered: Sequence[Block], pages: Sequence[Page]) -> Draft:
    writer = _Writer(pages)
    parts: list[Part] = []
    tables: dict[int, TableDraft] = {}
    spans: dict[int, tuple[int, int]] = {}
    written: dict[int, tuple[int, int]] = {}
    levels = _levels(ordered)
    for block in _with_references_together(ordered):
        if block.kind == "skip" and not block.text.strip():
            continue
        if block.kind == "reference":
            _references(block, writer, parts, spans)
            continue
        if isinstance(block, TableBlock):
            first, end = write_table(block, writer, tables, written)
            parts.append(Part("table", [(first, end)]))
            _note(spans, block.page, first, end + 1)
            writer.gap()
            continue
        first = writer.length
        lines = block.lines
        rest = 0
        if any(block.run_in):
            whole, rest = block.run_in
            for line in lines[:whole]:
                _note(spans, line.page, *writer.line(line))
            start, end = writer.line(lines[whole], 0, rest)
            _note(spans, lines[whole].page, start, end + 1)
            title = _clean_title("".join(writer.pieces[-whole - 1 :]))
            number = split_number(title)[0]
            parts.append(Part("heading", [(first, end)], level=depth(number), title=title))
            lines = lines[whole:]
            first = writer.length
        for line in lines:
            start, end = writer.line(line, rest, None)
            _note(spans, line.page, start, end + 1)
            rest = 0
        kind: dict[str, Kind] = {
            "note": "caption",
            "title": "title",
            "heading": "heading",
            "caption": "caption",
            "paragraph": "paragraph",
        }
        part = Part(kind.get(block.kind, "skip"), [(first, writer.length - 1)])
        written[id(block)] = part.pieces[0]
        if block.kind == "heading":
            words = " ".join(block.text.split())
            part.level = levels.get(id(block), 0)
            part.title = _clean_title(words) if despaced(words) != words else None
        parts.append(part)
        writer.gap()
    text = "".join(writer.pieces)
    return Draft(
        text=text,
        parts=_finish(text, parts),
        format="pdf",
        marks=writer.marks,
        links=writer.links,
        tables=list(tables.values()),
        pages=[spans.get(n, _after(spans, n)) for n in range(1, len(pages) + 1)],
        glyphs=writer.glyphs,
        warnings=list(_unread(pages)),
    )


def _with_references_together(ordered: Sequence[Block]) -> list[Block]:
    out: list[Block] = []
    for block in ordered:
        if block.kind == "reference" and out and out[-1].kind == "reference":
            out[-1].lines = [*out[-1].lines, *block.lines]
        else:
            out.append(block)
    return out


def _clean_title(words: str) -> str:
    return despaced(" ".join(words.split())).strip(" .:—–|")


def _note(spans: dict[int, tuple[int, int]], page: int, start: int, end: int) -> None:
    first, last = spans.get(page, (start, end))
    spans[page] = (min(first, start), max(last, end))


def _after(spans: dict[int, tuple[int, int]], page: int) -> tuple[int, int]:
    end = max((last for number, (_, last) in spans.items() if number < page), default=0)
    return end, end


def _levels(ordered: Sequence[Block]) -> dict[int, int]:
    """Tell the depth of headings from their numbers, else from their type: larger, bolder or in capitals is higher."""
    heads = [b for b in ordered if b.kind == "heading"]
    looks: dict[tuple[int, bool, bool, bool], list[Block]] = {}
    for block in heads:
        line = block.lines[0]
        key = (round(block.size), B._all_caps(block.text), line.share("bold") > 0.6, line.share("italic") <= 0.75)
        looks.setdefault(key, []).append(block)
    top = [key for key, many in looks.items() if any(is_known(" ".join(b.text.split())) for b in many)]
    ranked = sorted(looks, reverse=True)
    highest = max(top, default=None)
    out: dict[int, int] = {}
    for rank, key in enumerate(ranked):
        for block in looks[key]:
            number = split_number(despaced(" ".join(block.text.split())))[0]
            if number and number[0].isdigit():
                out[id(block)] = depth(number)
            elif is_known(block.text) or highest is None or key >= highest:
                out[id(block)] = 1
            else:
                out[id(block)] = 2 + min(rank - ranked.index(highest) - 1, 2)
    return out


def _references(block: Block, writer: _Writer, parts: list[Part], spans: dict[int, tuple[int, int]]) -> None:
    """Write reference lines, cut into entries by number or by hanging indent."""
    for group in _entries(block.lines):
        first = writer.length
        for line in group:
            start, end = writer.line(line)
            _note(spans, line.page, start, end + 1)
        likely = len("".join(line.text for line in group)) > 20
        parts.append(Part("reference" if likely else "skip", [(first, writer.length - 1)]))
    writer.gap()


_NUMBERED = re.compile(r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]\s?|\d{1,3}\s+(?=[^\W\d_]))\s*(?=\S)")


def _count_in_order(lines: Sequence[Line]) -> int:
    """Count the lines that start with the numbers 1, 2, 3 and on, with small gaps."""
    count, expected = 0, 1
    for line in lines:
        match = _NUMBERED.match(line.text)
        value = int(re.findall(r"\d+", match[0])[0]) if match else 0
        if expected <= value <= expected + 3:
            count, expected = count + 1, value + 1
    return count


def _entries(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut reference lines into entries: by their numbers, else by hanging indents, else by short last lines."""
    out: list[list[Line]] = []
    bracketed = sum(bool(re.match(r"\s*\[\d{1,3}\]", line.text)) for line in lines) >= max(2, len(lines) // 12)
    by_number = bracketed or _count_in_order(lines) >= max(1, len(lines) // 12)
    lefts: dict[tuple[int, int], float] = {}
    for line in lines:
        key = (line.page, line.column)
        lefts[key] = min(lefts.get(key, 1e9), line.x0)
    indented = sum(line.x0 > lefts[line.page, line.column] + 0.6 * line.size for line in lines)
    hanging = indented > 0.2 * len(lines)
    expected = 1
    for i, line in enumerate(lines):
        if by_number:
            match = _NUMBERED.match(line.text) if not bracketed or line.text.lstrip()[:1] == "[" else None
            value = int(re.findall(r"\d+", match[0])[0]) if match else 0
            outer = line.x0 <= lefts[line.page, line.column] + 1.6 * line.size
            new = match is not None and (
                bool(bracketed) or i == 0 or expected <= value <= expected + 3 or (outer and 0 < value <= len(lines))
            )
            expected = value + 1 if new else expected
        elif hanging:
            new = line.x0 < lefts[line.page, line.column] + 0.4 * line.size
        else:
            new = i == 0 or (lines[i - 1].x1 < lines[i - 1].right - 2 * line.size and line.text[:1].isupper())
        if new or not out:
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _finish(text: str, parts: list[Part]) -> list[Part]:
    """Split run-in headings; what is labelled before the introduction belongs to the abstract."""

    def words(part: Part) -> str:
        return part.title or " ".join(text[part.start : part.end].split())

    heads = [part for part in parts if part.kind == "heading"]
    kinds = [section_type(words(part)) for part in heads]
    intro = next(
        (i for i, part in enumerate(heads) if re.search(r"introduction", despaced(words(part)), re.IGNORECASE)), None
    )
    if intro is None and "abstract" in kinds:
        # "Background" opens the abstract and, a second time, the paper.
        opening = [i for i, kind in enumerate(kinds) if kind == "introduction" and i > kinds.index("abstract")]
        if len(opening) > 1 and opening[1] < 9:
            intro = opening[1]
    if intro is not None:
        for part, kind in list(zip(heads, kinds, strict=True))[:intro]:
            if kind not in (None, "references", "back", "abbreviations"):
                part.type, part.level = "abstract", 1 if kind == "abstract" else 2
    out: list[Part] = []
    abstract = intro is not None or "abstract" in kinds
    for part in parts:
        if part.kind == "heading":
            abstract = part.type == "abstract" or section_type(words(part)) == "abstract"
        out.extend(split_run_in(text, part, in_abstract=abstract))
    return out
