"""The sections of a document, from its headings."""

from __future__ import annotations

from dataclasses import dataclass

from extract.documents.draft import Draft, Part
from extract.documents.headings import depth, is_small_print, section_type, split_number
from extract.schema import Section, SectionType

UNMINED_TYPES = ("references", "back", "abbreviations")
_TOLD = ("introduction", "methods", "results", "discussion", "body")
_HANDED_DOWN = ("abstract", "references", "back", "methods", "abbreviations")  # types that subsections keep
_LOOSE_FORMATS = ("text", "markdown", "pdf")  # in which headings have no level of their own
_TOP_TYPES = ("references", "back", "abbreviations", "abstract")


def sections_of(draft: Draft, titles: dict[int, str]) -> tuple[list[Section], dict[int, int]]:
    """Build sections from headings; return them and, for each part, the index of its innermost section or -1.

    ``titles`` has the plain text of headings and titles by the identity of their parts.
    """
    outline = _Outline(draft, titles)
    for part in draft.parts:
        outline.add(part)
    return outline.finished(), outline.owner


@dataclass
class _Open:
    title: str
    type: SectionType
    level: int
    path: tuple[str, ...]
    start: int
    index: int


class _Outline:
    """Takes the parts of a draft in their order; ``owner`` has the section of each."""

    def __init__(self, draft: Draft, titles: dict[int, str]):
        self.draft, self.titles = draft, titles
        self.owner: dict[int, int] = {}
        self._numbered = sum(bool(split_number(title)[0]) for title in titles.values()) >= 3
        self._done: list[tuple[_Open, int]] = []  # sections and where they end
        self._stack: list[_Open] = []
        self._told: _Open | None = None  # the last section of the paper itself
        self._count = 0

    def add(self, part: Part) -> None:
        """Open the section of a heading, and note which section a part belongs to."""
        if part.kind == "title":
            self.owner[id(part)] = self._count
            title = self.titles[id(part)]
            self._done.append((_Open(title, "title", 1, (title,), part.start, self._count), part.end))
            self._count += 1
            return
        if part.kind == "heading":
            self._open(part)
        elif part.kind in ("paragraph", "item"):
            self._resume(part)
        self.owner[id(part)] = self._stack[-1].index if self._stack else -1

    def finished(self) -> list[Section]:
        """Close what is open and return the sections in the order of their headings."""
        self._close(0, len(self.draft.text))
        last = {opened.index: (opened, end) for opened, end in self._done}  # one that was resumed was closed twice
        return [
            Section(title=o.title, type=o.type, headings=o.path, start=o.start, end=max(end, o.start))
            for _, (o, end) in sorted(last.items())
        ]

    def _open(self, part: Part) -> None:
        title = self.titles[id(part)]
        kind = part.type or section_type(title)
        level = self._level(part, title, kind)
        self._close(level, part.start)
        type_ = self._type(part, kind, level)
        path = (*(self._stack[-1].path if self._stack else ()), title)
        self._stack.append(_Open(title, type_, level, path, part.start, self._count))
        self._count += 1
        if type_ not in UNMINED_TYPES:
            self._told = self._stack[-1]

    def _level(self, part: Part, title: str, kind: SectionType | None) -> int:
        number = depth(split_number(title)[0]) if self._numbered else 0
        loose = self.draft.format in _LOOSE_FORMATS and self._numbered and not number and part.type is None
        if loose and kind in _TOP_TYPES:
            return 1
        return part.level or number or (self._stack[-1].level if self._stack else 1)

    def _type(self, part: Part, kind: SectionType | None, level: int) -> SectionType:
        """Return the type of a section from that of its title and that of the section it stands in."""
        around = self._stack[-1] if self._stack else None
        inherited = around.type if around is not None else None
        if kind == "back" and around is not None and around.level < level and around.type in _TOLD:
            kind = around.type if part.type is None else kind  # "Registration" under "Methods" is the paper's own
        if inherited in _HANDED_DOWN and kind not in UNMINED_TYPES:
            return inherited
        return kind or inherited or "body"

    def _resume(self, part: Part) -> None:
        """Go on with the paper's last section behind a box in its middle, which only looks like back matter."""
        if not self._stack or self._told is None or self._stack[-1].type != "back":
            return
        if not is_small_print(self._stack[-1].title, self.draft.text[part.start : part.end]):
            self._close(0, part.start)
            self._stack.append(self._told)

    def _close(self, until: int, at: int) -> None:
        while self._stack and self._stack[-1].level >= until:
            self._done.append((self._stack.pop(), at))
