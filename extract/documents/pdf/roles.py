"""What each block of a PDF is: title, heading, paragraph, caption, note, reference, or nothing to read.

The blocks are gone through in reading order. `RULES` are asked one after the other, and the first that knows gives the
block its role; what the blocks before have told is kept in `Roles`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.documents.headings import despaced, is_known, section_type, split_number
from extract.documents.pdf import blocks as B
from extract.documents.pdf.blocks import Block, Look
from extract.documents.pdf.characters import UNMAPPED
from extract.documents.structure import ends_open, is_caption, is_note

_NOT_TITLE = re.compile(
    r"^(?:(?:original |research |review |short |mini|brief |open"
    r" )*(?:articles?|access|communications?|reports?|papers?|reviews?|letters?)|"
    r"(?:submit your manuscript|journal of|www\.|https?:|doi|volume|vol\.|issn|editorial|perspective|commentary|case"
    r" report|study protocol).*)$",
    re.IGNORECASE,
)


# What some publishers print behind the paper: its reviews and the answers to them.
_REVIEWS = re.compile(
    r"(?:open |public |current )?(?:peer|referee|reviewer)s?['’]?s? (?:review|report|status|comments?)s?\b.{0,40}|"
    r"(?:decision letter|author(?:s['’]?|['’]s)? responses?|editor(?:['’]s|ial)? (?:evaluation|assessment))\b.{0,40}",
    re.IGNORECASE,
)


_AUTHOR = re.compile(r"\W{0,3}(?:\d{1,3}[.\])]*\s+)?[^\W\d_][\w'’-]+,?\s(?:[^\W\d_]\.?[ -]?){1,3}[,.(]")
_BACK_LABEL = re.compile(r"([A-Z][A-Za-z’' ]{3,60}?)\s?:\s")
_CREDIT_ROLE = re.compile(
    r"(?:Conceptuali[sz]ation|Data curation|Formal analysis|Funding acquisition|Investigation|Methodology|"
    r"Project administration|Resources|Software|Supervision|Validation|Visuali[sz]ation|Writing\b.{0,40}?)\s?:"
)
_SMALLER = 0.6  # points between the type of a reference list and that of the body


@dataclass
class Place:
    """A block and its neighbours."""

    block: Block
    number: int
    before: Block | None
    following: Block | None

    @cached_property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(self.block.text.split())

    @cached_property
    def caption(self) -> re.Match[str] | None:
        """The label of a caption it begins with."""
        return is_caption(self.text)


class Roles:
    """What has been seen so far."""

    def __init__(self, flat: Sequence[Block], look: Look) -> None:
        self.look = look
        self.title = _title(flat, look)
        self.list_starts = _unheaded_references(flat)
        self.seen_title = self.seen_abstract = self.body_started = False
        self.in_references = self.listed_once = self.after_list = self.in_back = False
        self.table = False  # below the caption of a table
        self.ended = False  # what follows are reviews of the paper
        self.captioned: Block | None = None
        self.reference_size = 0.0

    def small(self, block: Block) -> bool:
        """Tell whether a block is in smaller type than the body."""
        return block.size < self.look.size - 0.45

    def is_heading(self, place: Place) -> bool:
        """Tell whether a block looks like a heading."""
        return B.is_heading(place.block, self.look, place.following)


def give_roles(flat: Sequence[Block], look: Look) -> None:
    """Give every block its kind."""
    roles = Roles(flat, look)
    for number, block in enumerate(flat):
        before = flat[number - 1] if number else None
        following = flat[number + 1] if number + 1 < len(flat) else None
        place = Place(block, number, before, following)
        block.kind = next(role for rule in RULES if (role := rule(roles, place)))


def body_before_references(flat: Sequence[Block]) -> list[Block]:
    """Move what of the body stands between references, in the next column of their page, to before their heading."""
    out: list[Block] = []
    at: int | None = None
    for block in flat:
        if block.kind == "heading" and section_type(despaced(" ".join(block.text.split()))) == "references":
            at = len(out)
        if block.stray and at is not None:
            out.insert(at, block)
            at += 1
        else:
            out.append(block)
    return out


def _unreadable(roles: Roles, place: Place) -> str | None:
    roles.in_references = roles.in_references or place.number == roles.list_starts
    return "skip" if roles.ended or place.text.count(UNMAPPED) > 0.3 * len(place.text) else None


def _of_title(roles: Roles, place: Place) -> str | None:
    if place.block not in roles.title:
        return None
    roles.seen_title = True
    return "title" if place.block is roles.title[0] else "skip"


def _reviews(roles: Roles, place: Place) -> str | None:
    roles.listed_once = roles.listed_once or roles.in_references
    roles.ended = roles.listed_once and bool(_REVIEWS.fullmatch(place.text))
    return "skip" if roles.ended else None


def _caption(roles: Roles, place: Place) -> str | None:
    if roles.captioned is not None and _beside(place.block, roles.captioned, roles.look):
        return "note"
    label = place.caption
    if label is None or (roles.in_references and not re.match(r"(?:Fig|Table)", place.text)):
        return None
    roles.captioned = place.block
    roles.table = label["label"].lower().startswith(("tab", "suppl", "box"))
    return "caption"


def _reference(roles: Roles, place: Place) -> str | None:
    if not roles.in_references:
        return None
    block, kind = place.block, section_type(place.text)
    if kind not in ("references", None) and len(block.lines) <= 2 and roles.is_heading(place):
        roles.in_references = False
        return "heading"
    label = _BACK_LABEL.match(place.text)
    if (label and section_type(label[1]) == "back") or place.text.startswith(("Copyright ©", "© ")):
        roles.in_references, roles.after_list = False, True
        return "skip"
    if _is_stray(roles, place):
        block.stray = True
        return "heading" if roles.is_heading(place) else "paragraph"
    roles.reference_size = roles.reference_size or block.size
    return "reference"


def _is_stray(roles: Roles, place: Place) -> bool:
    """Tell whether a block among references is of the body's type, which theirs is smaller than."""
    block, look = place.block, roles.look
    smaller = roles.reference_size and roles.reference_size < look.size - _SMALLER
    return bool(smaller) and abs(block.size - look.size) < 0.3 and (B.prose(block) or roles.is_heading(place))


def _after_references(roles: Roles, place: Place) -> str | None:
    return "skip" if roles.after_list and not roles.is_heading(place) else None


def _reference_again(roles: Roles, place: Place) -> str | None:
    """Go on with the list in the next column, beside the last of the back matter."""
    size, look = place.block.size, roles.look
    again = roles.reference_size and abs(size - roles.reference_size) < 0.3 and size < look.size - 0.8
    if not again or len(place.text) <= 40 or not re.search(r"\b(?:19|20)\d\d\b", place.text):
        return None
    roles.in_references = bool(_AUTHOR.match(place.text))
    return "reference"


def _set_off_run_in(roles: Roles, place: Place) -> str | None:
    """Find a larger run-in heading whose line alone is set apart by its size."""
    block, following = place.block, place.following
    if len(block.lines) != 1 or not roles.body_started or roles.in_back or following is None:
        return None
    opening = B.run_in(block, roles.look.font)
    last = block.lines[0].spans[-1][2].name
    if not any(opening) or last != roles.look.font or not B.prose(following) or place.text[-1:] in ".:":
        return None
    block.run_in = opening
    return "paragraph"


def _heading(roles: Roles, place: Place) -> str | None:
    block, look = place.block, roles.look
    apart = roles.body_started and not roles.table and B.set_apart(block, look, place.before, place.following)
    if not apart and not roles.is_heading(place):
        return None
    kind = section_type(place.text)
    if _no_heading(roles, place, known=is_known(place.text) or kind is not None):
        return "skip"
    roles.table = roles.after_list = False
    roles.in_back = kind == "back" or (roles.in_back and kind is None)
    roles.in_references = roles.in_references or kind == "references"
    if kind == "abstract":
        roles.seen_abstract = True
    elif kind not in ("back", "abbreviations"):
        roles.body_started = True
    return "heading"


def _no_heading(roles: Roles, place: Place, *, known: bool) -> bool:
    """Tell whether what looks like a heading is of a table, the first page's head, a drawing or a list of authors."""
    if roles.in_back and _CREDIT_ROLE.match(f"{place.text}:"):
        return True
    if known:
        return False
    if roles.table and place.block.size < roles.look.size - 0.3:
        return True
    if not roles.seen_title and place.number < 12 and roles.title:
        return True
    if not (split_number(place.text)[0] or roles.body_started or roles.seen_abstract):
        return True
    return _float_text(place.block, roles.look, place.following)


def _note(roles: Roles, place: Place) -> str | None:
    return "note" if is_note(place.text) and (roles.small(place.block) or roles.table) else None


def _no_prose(roles: Roles, place: Place) -> str | None:
    block, text, small = place.block, place.text, roles.small(place.block)
    if B.prose(block) or (len(block.lines) == 1 and not small and ends_sentence(text)):
        return None
    if small or block.lines[0].gap > 2 * block.size or not roles.body_started or roles.table:
        return "skip"
    words = re.search(r"[a-z]{3}.*[a-z]{3}", text) and len(text) > 25 and text[:1].isalpha()
    return "paragraph" if words and text.rstrip()[-1:] in ".,;:-" else "skip"


def _front(roles: Roles, place: Place) -> str | None:
    block, begun = place.block, roles.body_started or roles.seen_abstract
    if not begun and B.front(block):
        return "skip"
    abstract = re.match(r"(?i)abstract", place.text)
    beside = roles.small(block) or not roles.body_started
    return "skip" if beside and not abstract and B.front(block, strict=begun) else None


def _below_table(roles: Roles, place: Place) -> str | None:
    if roles.table and roles.small(place.block):
        return "skip"
    if abs(place.block.size - roles.look.size) <= 0.6:
        roles.table = False
    return None


def _scrap(roles: Roles, place: Place) -> str | None:
    small = roles.small(place.block) and roles.body_started and len(place.text) < 60
    return "skip" if small or (roles.in_back and _CREDIT_ROLE.match(place.text)) else None


def _paragraph(roles: Roles, place: Place) -> str:
    place.block.run_in = (0, 0) if roles.in_back else B.run_in(place.block, roles.look.font)
    return "paragraph"


RULES: tuple[Callable[[Roles, Place], str | None], ...] = (
    _unreadable,
    _of_title,
    _reviews,
    _caption,
    _reference,
    _after_references,
    _reference_again,
    _set_off_run_in,
    _heading,
    _note,
    _no_prose,
    _front,
    _below_table,
    _scrap,
    _paragraph,
)


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return not ends_open(text) and len(text.split()) > 3


def _beside(block: Block, caption: Block, look: Look) -> bool:
    """Tell whether a block in small type is the second column of a caption."""
    first, last = caption.lines[0], block.lines[0]
    return (
        block.page == caption.page
        and last.column > first.column
        and abs(last.y - first.y) < 2
        and abs(block.size - caption.size) < 0.2
        and block.size < look.size - 0.6
    )


_FIRST_ENTRY = re.compile(r"^\s*(?:\[1\]|\(?1[.)]|1(?=\s[A-Z]))\s*[^\W\d_]")
_ANY_ENTRY = re.compile(r"^\s*(?:\[\d{1,3}\]|\(?\d{1,3}[.)])\s*[^\W\d_]")


def _unheaded_references(flat: Sequence[Block]) -> int | None:
    """Find where a numbered reference list without a heading starts: entry 1 in the last two thirds, years below."""
    if any(section_type(despaced(" ".join(b.text.split()))) == "references" for b in flat if len(b.text) < 40):
        return None
    for number, block in enumerate(flat):
        if number < len(flat) // 3 or not _FIRST_ENTRY.match(block.text):
            continue
        below = flat[number : number + 12]
        entries = sum(bool(_ANY_ENTRY.match(line.text)) for b in below for line in b.lines)
        years = sum(len(re.findall(r"\b(?:19|20)\d\d\b", b.text)) for b in below)
        if entries >= 5 and years >= 5:
            return number
    return None


def _float_text(block: Block, look: Look, following: Block | None) -> bool:
    """Words inside a drawing look like headings; a heading has text of the body's size right below in its column."""
    if following is None:
        return True
    same = following.page == block.page and following.lines[0].column == block.lines[0].column
    gap = block.lines[-1].y - following.lines[0].y
    if not same:
        return False
    return gap > 6 * look.leading


def _title(flat: Sequence[Block], look: Look) -> list[Block]:
    """Return the title: the largest type of the first page that reads like one."""
    candidates = []
    for number, block in enumerate(flat[:40]):
        text = " ".join(block.text.split())
        if block.page > 2 or block.size < look.size + 1.2 or len(text) < 18 or len(text.split()) < 3 or len(text) > 400:
            continue
        if _NOT_TITLE.match(text) or is_known(text) or is_caption(text):
            continue
        candidates.append((round(block.size, 0), -number, block))
    if not candidates:
        return []
    first = min(c[2].page for c in candidates)
    best = max((c for c in candidates if c[2].page == first), key=lambda c: c[:2])[2]
    place = list(flat).index(best)
    while len(best.lines) > 1 and _NOT_TITLE.match(best.lines[0].text.strip()):
        best.lines.pop(0)
    out = [best]
    for block in flat[place + 1 : place + 3]:
        if abs(block.size - best.size) < 0.6 and block.page == best.page and len(block.text) > 3:
            best.lines.extend(block.lines)
            out.append(block)
        else:
            break
    return out
