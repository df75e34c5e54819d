"""Plain text and Markdown, as people write it and as converters leave it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.documents.draft import Draft, Kind, Part, TableDraft
from extract.documents.headings import depth, is_known, section_type, split_number
from extract.documents.structure import (
    CAPTION,
    ends_open,
    is_caption,
    is_front_matter,
    is_note,
    join_continued,
    mark_references,
    split_run_in,
)
from extract.documents.texttables import heads_study_rows, spaced_table, tabbed_table

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<title>\S.*?)\s*#*\s*$")
_MARKED = re.compile(r"^#{1,6}\s", re.MULTILINE)
_EMPHASISED = re.compile(
    r"^\s*(?:<span[^>]*></span>\s*)?(?P<mark>\*{1,3}|_{1,3})(?P<title>(?:(?!(?P=mark)).)+)(?P=mark)[\s.:]*$"
)
_ITEM = re.compile(r"^\s*(?:[-*•‣◦·–]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+|\[\d{1,3}\]\s*)(?=\S)")
_NUMBERED_ITEM = re.compile(r"^\s*(?:[-*•]\s+)?(?:<span[^>]*></span>\s*)?(?:\[\d{1,4}\]|\d{1,4}[.)])\s+(?=\S)")
_MARKUP = re.compile(r"^#{1,6} |\]\(|\*\*\S|</?(?:su[bp]|span)\b|^\|.*\|\s*$|\$\\", re.MULTILINE)
_IMAGE_ONLY = re.compile(
    r"^\s*(?:!\[[^\]]*\]\([^)]*\)|<span[^>]*></span>|<img[^>]*>|-{3,}|\*{3,}|_{3,}|<!--.{0,500}-->|\**==>.{0,200}<==\**)\s*$"
)
_PICTURE_TEXT = re.compile(r"\W*(?P<end>Start|End) of picture text\b", re.IGNORECASE)
_FENCE = re.compile(r"(?:```|~~~)")
_KEYWORDS = re.compile(r"(?:key ?words|index terms|subject headings)\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{1,200}>|[*_#]+")


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


def read_text(text: str, *, markdown: bool | None = None) -> Draft:
    """Cut a decoded text into parts.

    Parameters
    ----------
    text
        The file as decoded; all offsets index it.
    markdown
        Whether to take markup out; by default told from the text.
    """
    markup = bool(len(_MARKUP.findall(text)) >= 2) if markdown is None else markdown
    parts, tables = _parts(text, markup)
    parts = _titled(text, parts)
    parts = _front(text, parts)
    out: list[Part] = []
    abstract = _bare_abstract(parts)
    for part in parts:
        if part.kind == "heading":
            kind = part.type or section_type(_words(text, part))
            abstract = kind == "abstract" or (abstract and part.type == "abstract")
        pieces = split_run_in(text, part, in_abstract=abstract)
        for piece in pieces:
            if piece.kind == "heading" and piece is not part and piece.type == "abstract":
                abstract = True
        out.extend(pieces)
    mark_references(text, out)
    out = join_continued(text, out)
    return Draft(text=text, parts=out, format="markdown" if markup else "text", tables=tables, markup=markup)


def _words(text: str, part: Part) -> str:
    return part.title or " ".join(_TAGS.sub("", text[part.start : part.end]).split())


def _bare_abstract(parts: list[Part]) -> bool:
    """Tell an abstract without its heading: a title, then paragraphs only."""
    return not any(p.kind == "heading" for p in parts) and sum(p.kind == "paragraph" for p in parts) <= 6


def _blocks(text: str, markup: bool) -> list[list[_Line]]:
    blocks: list[list[_Line]] = [[]]
    start = 0
    drawn = code = False  # inside the words of a picture, as converters mark them, or code
    for raw in re.split(r"(?<=\n)|(?<=\x0c)", text):
        end = start + len(raw)
        body = raw.strip()
        if markup:
            mark, fence = _PICTURE_TEXT.match(body), _FENCE.match(body)
            hidden = drawn or code or bool(mark or fence)
            drawn = mark["end"].lower() == "start" if mark else drawn
            code = code is not bool(fence)
            body = "" if hidden else body
        if body:
            lead = len(raw) - len(raw.lstrip())
            blocks[-1].append(_Line(start + lead, start + lead + len(body), raw.rstrip("\r\n\x0c")))
        elif blocks[-1]:
            blocks.append([])
        start = end
    return [b for b in blocks if b]


def _parts(text: str, markup: bool) -> tuple[list[Part], list[TableDraft]]:
    parts: list[Part] = []
    tables: list[TableDraft] = []
    blocks = _with_column_names(_blocks(text, markup))
    wrapped = _is_wrapped(blocks)
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        in_references = _in_references(text, parts)
        index = 0
        while index < len(block):
            table = None if in_references else (tabbed_table(text, block[index:]) or spaced_table(text, block[index:]))
            if table is not None:
                draft, used = table
                tables.append(draft)
                parts.append(Part("table", [(block[index].start, block[index + used - 1].end)]))
                index += used
                continue
            used = _take(
                text, block[index:], parts, following, markup=markup, wrapped=wrapped, references=in_references
            )
            index += used
            in_references = _in_references(text, parts)
    _label_tables(text, parts, tables)
    return parts, tables


def _with_column_names(blocks: list[list[_Line]]) -> list[list[_Line]]:
    """Put a line of column names that stands alone above the rows of a table into the rows' block."""
    out: list[list[_Line]] = []
    for block in blocks:
        above = out[-1] if out else []
        if len(above) == 1 and is_caption(above[0].text.strip()) is None and heads_study_rows(above[0], block):
            out[-1] = [*above, *block]
        else:
            out.append(block)
    return out


def _is_wrapped(blocks: list[list[_Line]]) -> bool:
    lengths = sorted(len(line.text) for block in blocks for line in block[:-1])
    return bool(lengths) and lengths[len(lengths) // 2] < 130


def _in_references(text: str, parts: list[Part]) -> bool:
    for part in reversed(parts):
        if part.kind == "heading":
            return section_type(_words(text, part)) == "references"
    return False


def _take(
    text: str,
    lines: list[_Line],
    parts: list[Part],
    following: list[_Line] | None,
    *,
    markup: bool,
    wrapped: bool,
    references: bool,
) -> int:
    """Add the next part from the lines of a block and return how many lines it took."""
    first = lines[0]
    body = text[first.start : first.end]
    if _IMAGE_ONLY.match(body):
        parts.append(Part("skip", [(first.start, first.end)]))
        return 1
    marks = _HEADING.match(first.text)
    if marks:
        level = len(marks["marks"])
        title = _TAGS.sub("", marks["title"]).strip()
        kind: Kind = "caption" if is_caption(title) else "heading"
        number = split_number(title)[0]
        parts.append(Part(kind, [(first.start + level, first.end)], level=depth(number) or level))
        return 1
    if markup and len(lines) == 1:
        emphasised = _EMPHASISED.match(body)
        if (
            emphasised
            and len(body) < 220
            and not is_caption(emphasised["title"])
            and not emphasised["title"].rstrip().endswith((".", ","))
        ):
            number = split_number(emphasised["title"])[0]
            parts.append(Part("heading", [(first.start, first.end)], level=depth(number)))
            return 1
    capitals = _capital_lines(lines)
    if capitals and not references:
        parts.append(Part("heading", [(first.start, lines[capitals - 1].end)], level=depth(split_number(body)[0]) or 1))
        return capitals
    if is_known(_TAGS.sub("", body)) and len(body) < 60 and not body.rstrip().endswith((".", ",", ";")):
        parts.append(Part("heading", [(first.start, first.end)], level=depth(split_number(body)[0]) or 1))
        return 1
    used = _paragraph_lines(text, lines, references=references, wrapped=wrapped)
    span = (first.start, lines[used - 1].end)
    whole = text[span[0] : span[1]]
    if references:
        parts.append(Part("item" if _ITEM.match(whole) else "paragraph", [span]))
    elif is_caption(whole) or (is_note(whole) and parts and parts[-1].kind in ("caption", "table", "skip")):
        parts.append(Part("caption", [span]))
    elif used == len(lines) and _plain_heading(whole, following, text, parts, markup):
        parts.append(Part("heading", [span], level=depth(split_number(whole)[0])))
    else:
        parts.append(Part("item" if _ITEM.match(whole) else "paragraph", [span]))
    return used


def _capital_lines(lines: list[_Line]) -> int:
    count = 0
    for line in lines[:4]:
        words = line.text.strip()
        if len(words) > 100:
            break
        letters = [c for c in words if c.isalpha()]
        small = sum(c.islower() for c in letters)
        if len(letters) < 4 or small > 0.12 * len(letters) or words.endswith((".", ",", ";", ":")):
            break
        if "\t" in line.text or (
            count == 0 and len(words.split()) == 1 and not is_known(words) and len(lines) == 1 and len(letters) < 6
        ):
            break
        count += 1
    return count


def _paragraph_lines(text: str, lines: list[_Line], *, references: bool, wrapped: bool) -> int:
    """Count the lines of the paragraph, item or entry that starts here."""
    first = lines[0]
    numbered = bool(_NUMBERED_ITEM.match(first.text))
    for count in range(1, len(lines)):
        line = lines[count]
        raw = line.text
        if _HEADING.match(raw) or "\t" in raw.strip():
            return count
        if _ITEM.match(raw) and (numbered or references or re.match(r"\s*[-*•‣◦]\s", raw) or _ITEM.match(first.text)):
            return count
        if references and _NUMBERED_ITEM.match(raw):
            return count
        if not wrapped and len(raw) > 200 and len(lines[count - 1].text) > 200:
            return count
        if references and not wrapped:
            return count
        body = raw.strip()
        if is_known(body) and len(body) < 40 and not ends_open(text[first.start : lines[count - 1].end]):
            return count
        previous = text[first.start : lines[count - 1].end]
        if raw.startswith(" ") and not lines[count - 1].text.startswith(" ") and not ends_open(previous):
            return count
        if _capital_lines(lines[count:]) and not ends_open(previous):
            return count
        if is_caption(body) and not ends_open(previous):
            return count
    return len(lines)


def _plain_heading(body: str, following: list[_Line] | None, text: str, parts: list[Part], markup: bool) -> bool:
    words = " ".join(_TAGS.sub("", body).split())
    if (
        not words
        or len(words) > 160
        or len(words.split()) > 20
        or words.endswith((".", ",", ";", ":", "!", "…"))
        or following is None
    ):
        return False
    if markup and len(_MARKED.findall(text)) > 1:  # the headings are marked: what is not is none
        return False
    if not (
        words[0].isupper()
        or words[0].isdigit()
        or words.startswith(("miR", "lnc", "circ", "m6A", "m7G", "p53", "mTOR", "tRNA", "linc"))
    ):
        return False
    if "\t" in body or "@" in words or re.search(r"\d{4};|https?://", words) or _KEYWORDS.match(words):
        return False
    return not (
        parts
        and parts[-1].kind == "paragraph"
        and ends_open(text[parts[-1].start : parts[-1].end])
        and not is_known(words)
    )


def _titled(text: str, parts: list[Part]) -> list[Part]:
    """Make the first heading-like block the title."""
    for number, part in enumerate(parts[:4]):
        words = _words(text, part)
        if part.kind == "skip" or re.fullmatch(
            r"(?:research |original |review |short )?(?:article|review|paper|communication|letter)s?", words, re.I
        ):
            if part.kind in ("heading", "paragraph"):
                part.kind = "skip"
            continue
        known = is_known(words) or section_type(words) is not None
        bare = (
            _bare_abstract(parts) and part.kind == "paragraph" and number == 0 and len(parts) > 1 and len(words) < 350
        )
        if not known and (part.kind == "heading" or (bare and len(words) < len(text) / 3)) and len(words) < 400:
            part.kind, part.level = "title", 0
        break
    return parts


def _front(text: str, parts: list[Part]) -> list[Part]:
    """Skip authors, addresses and the like between title and first heading or abstract, and boxes like them later."""
    if not parts or not any(p.kind == "heading" for p in parts):
        return parts
    before = True
    for part in parts:
        body = text[part.start : part.end]
        words = _words(text, part)
        if part.kind == "heading":
            if before and section_type(words) is None and not split_number(words)[0] and is_front_matter(words):
                part.kind = "skip"
            else:
                before = False
        if part.kind not in ("paragraph", "item"):
            continue
        label = re.match(r"([A-Z][A-Za-z ]{2,40}?)\s*:", words)
        kind = section_type(label[1]) if label else None
        if kind == "abstract":
            before = False
        elif (before and is_front_matter(body)) or re.match(
            r"(?:Citation|Copyright|Academic Editors?|Received|Correspondence|Publisher['’]s Note|Key ?words|How to"
            r" cite|"
            r"Edited by|Reviewed by)\b[^.]{0,30}:",
            words,
            re.IGNORECASE,
        ):
            part.kind = "skip"
    return parts


def _label_tables(text: str, parts: list[Part], tables: list[TableDraft]) -> None:
    """Give each table the caption printed before or after it; each caption serves one run of tables."""
    by_start = {t.start: t for t in tables}
    places = [i for i, p in enumerate(parts) if p.kind == "table"]
    captions = {}
    for i, part in enumerate(parts):
        if part.kind == "caption":
            words = " ".join(_TAGS.sub("", text[part.start : part.end]).split())
            found = CAPTION.match(words)
            if found and found["label"].lower().startswith(("tab", "suppl", "box")):
                captions[i] = (found["label"], words)
    used: set[int] = set()
    for i in places:
        near = [j for j in (i - 1, i + 1, i - 2, i + 2) if j in captions and j not in used]
        table = by_start.get(parts[i].start)
        if table is None or not near:
            continue
        used.add(near[0])
        label, words = captions[near[0]]
        table.label, table.caption = label, words
