"""Lines to blocks: paragraphs, headings, captions, tables and notes, told by type, place and words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.documents.headings import despaced, is_known, section_type, split_number
from extract.documents.pdf.lines import Line
from extract.documents.structure import is_caption, is_front_matter

_TERMINAL = re.compile(r"[.?!:;][\"'”’)\]]*\s*(?:\[[\d,–\- ]+\])?\s*$")
_BULLET = re.compile(r"^\s*(?:[•●▪■◦‣○–*]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s)")
_DASHED = re.compile(r"^\s*[-–—]\s?[A-Z][a-z]")
_ENTRY = re.compile(r"^\s*(?:\[\d{1,3}\]|\(?\d{1,3}[.)]|\d{1,3}(?=\s{1,4}[^\W\d_]))\s*\S")


_SURE_FRONT = re.compile(
    r"@\w|©|\bReceived\b.{0,80}\b(?:19|20)\d\d|Correspond(?:ence|ing author)|Creative Commons|All rights reserved|ORCID"
)


@dataclass
class Block:
    """Lines that belong together, with the role they play. ``stray``: of the body, and found between references."""

    lines: list[Line]
    kind: str = "paragraph"
    level: int = 0
    run_in: tuple[int, int] = (0, 0)
    open: bool = False
    stray: bool = False
    parts: list[Block] = field(default_factory=list)

    @property
    def page(self) -> int:
        """Page of the first line."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """Lines joined, for tests of content only."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Size of most lines."""
        return Counter(round(line.size, 1) for line in self.lines).most_common(1)[0][0]


@dataclass(frozen=True)
class Look:
    """The document's typography: the body's size and font, and the usual distance of its lines."""

    size: float
    font: str
    leading: float
    bold: bool


def look_of(pages: Sequence[Sequence[Line]]) -> Look:
    """Find the type the body is set in: that of most characters in long lines."""
    sizes: Counter[tuple[float, str]] = Counter()
    for lines in pages:
        for line in lines:
            if len(line.text) > 25:
                sizes[(round(line.size * 2) / 2, line.style.name)] += len(line.text)
    if not sizes:
        return Look(10.0, "", 12.0, False)
    by_size: Counter[float] = Counter()
    for (size, _), count in sizes.items():
        by_size[size] += count
    size = by_size.most_common(1)[0][0]
    # The reference list may hold more characters than the body; the larger of two common sizes is the body.
    for other, count in by_size.most_common(3):
        if other > size and other < size + 3.5 and count > 0.8 * by_size[size]:
            size = other
    font = max((key for key in sizes if key[0] == size), key=lambda key: sizes[key])[1]
    gaps: Counter[float] = Counter()
    for lines in pages:
        for a, b in pairwise(lines):
            if (
                abs(a.size - size) < 0.4
                and abs(b.size - size) < 0.4
                and a.column == b.column
                and 0 < a.y - b.y < 3 * size
            ):
                gaps[round((a.y - b.y) * 2) / 2] += 1
    leading = gaps.most_common(1)[0][0] if gaps else 1.2 * size
    return Look(size, font, leading, "bold" in font.lower())


def set_margins(lines: Sequence[Line]) -> None:
    """Set each line's column edges from the lines around it on the page."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    for members in columns.values():
        long = [m for m in members if len(m.text) > 18] or members
        starts = Counter(round(m.x0) for m in long)
        ranked = [x for x, n in starts.items() if n >= max(2, 0.12 * len(long))]
        left = float(min(ranked)) if ranked else min(m.x0 for m in members)
        ends = sorted(m.x1 for m in long)
        right = ends[int(0.8 * (len(ends) - 1))]
        for member in members:
            member.left, member.right = left, right


def _styled(line: Line) -> tuple[bool, bool]:
    return line.share("bold") > 0.6, line.share("italic") > 0.75


def _all_caps(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) > 0.85 * len(letters)


def blocks_of(lines: Sequence[Line], look: Look, *, references: bool) -> list[Block]:
    """Cut the lines of one page, in reading order, into blocks."""
    out: list[Block] = []
    for line in lines:
        if out and _same(out[-1], line, look):
            out[-1].lines.append(line)
        else:
            out.append(Block([line]))
    return out


def _same(block: Block, line: Line, look: Look) -> bool:
    last, first = block.lines[-1], block.lines[0]
    if line.page != last.page or line.column != last.column:
        return False
    drop = last.y - line.y
    if drop < -0.5 * line.size or abs(line.size - last.size) > max(0.45, 0.05 * last.size):
        return False
    if _two_headings(last, line, look) and is_caption(first.text) is None:
        return False
    leading = look.leading * last.size / look.size
    if len(block.lines) > 1:
        leading = max(leading * 0.8, min(leading * 1.25, (first.y - last.y) / (len(block.lines) - 1)))
    if drop > 1.32 * leading + 1.0:
        return False
    if len(block.lines) == 1 and is_known(last.text) and last.x1 < last.right - 2 * last.size:
        return False
    bold, italic = _styled(line)
    last_bold, last_italic = _styled(last)
    if (
        _foreign(last, look)
        and not _foreign(line, look)
        and len(block.lines) <= 2
        and not _TERMINAL.search(last.plain)
        and last.x1 < last.right - 2 * last.size
        and is_caption(first.text) is None
    ):
        return False
    if _foreign(line, look) and not _foreign(last, look) and _TERMINAL.search(last.plain):
        return False
    caption = is_caption(first.text) is not None
    if (bold, italic) != (last_bold, last_italic):
        # A bold line over regular text is a heading; a line that merely begins in bold is not.
        styled = bold if bold != last_bold else italic
        if not styled and len(block.lines) == 1 and not caption and not _run_on(last):
            return False
        if styled and len(line.text) > 3 and not caption and _TERMINAL.search(last.plain):
            return False
        ends_bold = last_bold and last.spans[-1][2].bold
        if ends_bold and not bold and not caption and all(_styled(one)[0] for one in block.lines):
            return False
    if (
        _all_caps(last.text) != _all_caps(line.text)
        and all(_all_caps(one.text) for one in block.lines)
        and len(last.text) > 5
    ):
        return False
    if caption:
        return True
    if is_caption(line.text) and _TERMINAL.search(last.plain):
        return False
    em = line.size
    width = max(last.right - last.left, 1.0)
    ended = bool(_TERMINAL.search(last.plain))
    short = last.x1 < last.right - max(2.0 * em, 0.08 * width)
    indented = line.x0 - line.left > 0.7 * em and line.x0 - last.x0 > 0.6 * em
    if (_BULLET.match(line.text) or _DASHED.match(line.text)) and (ended or short):
        return False
    if len(block.lines) == 1 and _DASHED.match(first.text) and short and not ended and line.text[:1].isupper():
        return False
    if indented and (ended or short) and line.text and len(block.lines) >= 1:
        # An indent below a hanging first line continues it.
        return len(block.lines) == 1 and bool(_BULLET.match(first.text) or _ENTRY.match(first.text)) and not ended
    if short and ended and (line.text[:1].isupper() or line.text[:1].isdigit() or line.text[:1] in '([“"'):
        return last.x1 > last.right - 0.12 * width and drop <= 1.05 * leading
    heading = split_number(line.text)[0] and len(line.text) < 90 and ended and (bold or italic)
    return not heading


def _two_headings(last: Line, line: Line, look: Look) -> bool:
    """Tell whether a heading stands right above one of another depth: short lines in two fonts, neither the body's."""
    fonts = {last.style.name, line.style.name}
    return (
        len(fonts) == 2
        and look.font not in fonts
        and last.x1 < last.right - 4 * last.size
        and line.text[:1].isupper()
        and _one_font(last)
        and _one_font(line)
    )


def _one_font(line: Line) -> bool:
    return len({style.name for start, end, style in line.spans if line.text[start:end].strip()}) == 1


def _foreign(line: Line, look: Look) -> bool:
    """Tell whether nearly all of a line is set in another font than the body's."""
    total = sum(end - start for start, end, _ in line.spans) or 1
    return sum(end - start for start, end, style in line.spans if style.name != look.font) > 0.92 * total


def _run_on(line: Line) -> bool:
    """Tell whether a styled line goes on into the next, as the start of a run-in heading or a long title does."""
    return line.x1 > line.right - 2 * line.size and not is_known(line.text)


# --- roles ----------------------------------------------------------------------------------------------------------


def prose(block: Block) -> bool:
    """Tell whether a block reads like running text rather than labels, cells or names."""
    text = block.text
    words = re.findall(r"[^\W\d_]+", text)
    if len(words) < 5:
        return False
    lower = sum(w[0].islower() for w in words)
    short = sum(len(w) <= 1 for w in words)
    wide = sum(line.gap > 2.2 * line.size for line in block.lines)
    return lower >= 0.45 * len(words) and short <= 0.3 * len(words) and wide <= 0.34 * len(block.lines)


def is_heading(block: Block, look: Look, following: Block | None) -> bool:
    """Tell whether a block is a heading by its type and words."""
    text = despaced(" ".join(block.text.split()))
    if len(block.lines) > 4 or len(text) > 220 or len(text) < 3 or not re.search(r"[^\W\d_]{2}", text):
        return False
    line = block.lines[0]
    number, words = split_number(text)
    known = is_known(text)
    if known and (len(block.lines) == 1 or section_type(text)):
        return True
    if text.endswith((",", ";")) or "@" in text or (text.endswith(".") and not number and len(text) > 60):
        return False
    if line.gap > 3 * line.size and not number:
        return False
    if not words or not (words[0].isupper() or words[0].isdigit() or re.match(r"[a-z]{1,5}[A-Z\d-]", words) or number):
        return False
    bold = all(one.share("bold") > 0.6 for one in block.lines) and not look.bold
    italic = all(one.share("italic") > 0.75 for one in block.lines)
    larger = block.size > look.size + 0.7
    caps = _all_caps(words)
    other = line.style.name != look.font and abs(block.size - look.size) < 2.5
    leads = following is not None and abs(following.size - look.size) < 0.5 and prose(following)
    if block.size < look.size - 1.2 and not (bold and (number or leads)):
        return False
    if len(text.split()) > 28:
        return False
    if bold or larger or caps:
        return True
    small = len(text) < 110 and len(block.lines) <= 2
    if italic and small and not text.endswith("."):
        return True
    if italic and number:
        return True
    if not (other and small) or text.endswith((".", ":")) or not all(_foreign(one, look) for one in block.lines):
        return False
    if number or following is None:
        return bool(number)
    return (
        following.page == block.page and following.lines[0].column == line.column
        and prose(following) and abs(following.size - look.size) < 0.5
        and following.lines[0].style.name == look.font
        and len(words.split()) <= 14 and len(words) > 4
    )  # fmt: skip


def set_apart(block: Block, look: Look, before: Block | None, following: Block | None) -> bool:
    """Tell whether a line in the body's own type is a heading by the space above and below it."""
    line = block.lines[0]
    if len(block.lines) > 1 or before is None or following is None or abs(block.size - look.size) > 0.3:
        return False
    above, below = before.lines[-1], following.lines[0]
    text = line.text.rstrip()
    if not (
        above.page == line.page == below.page
        and above.column == line.column == below.column
        and above.y - line.y > 1.6 * look.leading
        and 1.5 * look.leading < line.y - below.y < 3 * look.leading
    ):
        return False
    worded = 3 < len(text) < 90 and text[0].isupper() and text[-1] not in ".,;:-–" and len(text.split()) <= 12
    placed = (
        abs(line.x0 - line.left) < 0.3 * line.size and line.x1 < line.right - 3 * line.size and line.gap < line.size
    )
    ended = bool(_TERMINAL.search(above.plain)) or before.kind in ("heading", "title", "caption", "note", "skip")
    return worded and placed and ended and prose(following) and abs(following.size - look.size) < 0.3


_INNER_STOP = re.compile(r"(?<=[a-z\)]{2})\.(?=\s+[A-Z])")


def run_in(block: Block, font: str) -> tuple[int, int]:
    """Find a heading that runs into its paragraph, told by its type.

    Parameters
    ----------
    block
        The paragraph.
    font
        The body's font.

    Returns
    -------
    tuple of int
        The number of whole lines it fills and the number of characters of the next line; (0, 0) for none.
    """
    base = Counter[str]()
    for line in block.lines:
        for start, stop, style in line.spans:
            base[style.name] += stop - start
    usual = font if font in base else base.most_common(1)[0][0]
    words = ""
    for number, line in enumerate(block.lines[:3]):
        end = 0
        for start, stop, style in line.spans:
            only_number = not words and re.fullmatch(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s*", line.text[:stop])
            if style.name != usual or only_number or not line.text[start:stop].strip(" .:"):
                end = stop
            else:
                break
        if end and split_number(f"{words} {line.text}".strip())[0]:
            # The text after a numbered heading may begin in the heading's type, with the name of a species.
            end = next((m.end() for m in _INNER_STOP.finditer(line.text, 0, end) if m.end() < end - 1), end)
        head = line.text[:end].rstrip()
        words = f"{words} {head}".strip()
        if end >= len(line.text.rstrip()):
            continue
        rest = line.text[end:].lstrip()
        title = split_number(words)[1]
        numbered = bool(split_number(words)[0])
        if (
            not head
            or not title
            or not title[0].isupper()
            or len(title) < 4
            or len(title.split()) > (24 if numbered else 14)
        ):
            return 0, 0
        if number and not numbered:
            return 0, 0
        closed = title.endswith((".", ":", "—", "–")) or rest[:1] in ":—"
        follows = rest.lstrip(" .:—–")[:1].isalnum()
        if closed and follows and not title.endswith(("et al.", "spp.", "sp.", "vs.", "e.g.", "i.e.")):
            return number, end
        bold = line.spans[0][2].bold
        if bold and rest[:1].isupper() and len(title) > 5:
            return number, end
        return 0, 0
    return 0, 0


def references_start(text: str) -> bool:
    """Tell whether a heading opens the reference list."""
    return section_type(despaced(text)) == "references"


def front(block: Block, *, strict: bool = False) -> bool:
    """Tell whether a block is authors, addresses, dates or licence; ``strict`` asks for more than a place's name."""
    if strict:
        licence = "Creative Commons" in block.text[:400]
        return licence or (len(block.text) < 900 and bool(_SURE_FRONT.search(block.text)))
    return is_front_matter(block.text)
