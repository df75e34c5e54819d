"""Steps on parts shared by readers: run-in headings, abstracts, continued paragraphs, front and back matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.documents.draft import Part
from extract.documents.headings import RUN_IN, is_known, section_type, split_number

CAPTION = re.compile(
    r"^[\s*_#>]*(?:<span[^>]*></span>\s*)?[*_]*(?P<label>(?:(?:Supplement(?:ary|al)|Additional|Extended"
    r" Data|Online|Appendix)\s+)?"
    r"(?:Fig(?:ure|s|\.)?|FIG(?:URE|S|\.)?|Table|TABLE|Tab\.|Scheme|SCHEME|Box|BOX|Chart|Plate|Panel|Video|Movie|Graph|Algorithm)\.?\s*"
    r"(?:S|A|E)?-?(?:\d{1,2}|[IVX]{1,4}|I(?=\s))[a-z]?)(?P<mark>\s*[.:|)–—-]|\s*\||(?=\s|$)|[*_])",
)
_LOW_START = re.compile(r"^[\s*_(\[\"'“‘]*(?:[a-z](?!\))|[β-ωα])")
_FUNCTION_END = re.compile(
    r"\b(?:the|a|an|of|in|on|by|to|with|and|or|for|from|that|which|is|are|was|were|be|been|as|at|into|than|both|via|through|"
    r"between|its|their|this|these|such|not|has|have|had|also|including|et al)\s*$"
)
_OPEN_END = re.compile(r"[\w,%)\]–-]\W{0,2}$")
_STOP_END = re.compile(r"[.?!:;][\"'”’)\]*_]*\s*(?:\ufdd0.*|[\[({^]{0,2}[\d,–\-–⁰¹²³⁴⁵⁶⁷⁸⁹\s\]})]*)?$")
_NOTE = re.compile(
    r"^[\s*_]*(?:Notes?|Abbreviations?|Footnotes?|Data (?:are|is|were)|Values are|"
    r"Source|[a-e*†‡§]\s?[A-Z])\b[*_]*\s*[:.]|"
    r"^\(Continued\)|"
    r"^[\s*_]*(?:\*|†|‡)\s?\S", re.IGNORECASE,
)  # fmt: skip
_FRONT = re.compile(
    r"@|\b(?:Department|Dept\.?|Division|School|Faculty|University|Universit\w+|Institute|Hospital|College|Laborator(?:y|ies)|Cent(?:er|re)"
    r" (?:for|of)|"
    r"Correspond(?:ence|ing)|E-?mail|Tel\.?|Fax|Received|Accepted|Revised|Published|Academic Editors?|Edited"
    r" by|Reviewed by|"
    r"Copyright|©|Licensee|Creative Commons|ORCID|doi\.org|Citation|These authors contributed|Open Access|ISSN|Volume"
    r" \d+|Vol\.? \d+)\b|©"
)


def ends_open(text: str) -> bool:
    """Tell whether a paragraph's text stops in mid-sentence."""
    tail = text.rstrip()[-60:]
    return bool(tail) and not _STOP_END.search(tail) and bool(_OPEN_END.search(tail))


def ends_in_phrase(text: str) -> bool:
    """Tell whether a text stops after a word that needs another, such as "with"."""
    return bool(_FUNCTION_END.search(text))


def continues(before: str, after: str) -> bool:
    """Tell whether ``after`` goes on with the sentence ``before`` left open."""
    if not ends_open(before):
        return False
    return bool(_LOW_START.match(after)) or bool(_FUNCTION_END.search(before)) or before.rstrip().endswith(("-", ","))


def is_caption(text: str) -> re.Match[str] | None:
    """Match a caption's label at the start of a block; a sentence that starts with "Figure 1 shows" is none."""
    match = CAPTION.match(text)
    if match is None:
        return None
    if match["mark"].strip() == ")" and text[match.end() : match.end() + 1] in ".,;":
        return None
    rest = text[match.end() :].lstrip(" .:|*_–—-")
    if not match["mark"].strip() and re.match(
        r"(?:shows?|summari[sz]es?|lists?|presents?|illustrates?|depicts?|displays?|gives?|provides?|demonstrates?|and|is|are|was|were|in|"
        r"describes?|reports?|compares?|contains?|outlines?|indicates?|represents?|details?|reveals?|to|for|of|we|highlights?|,|\))\b",
        rest,
    ):
        return None
    return match


def is_note(text: str) -> bool:
    """Tell whether a block is a table's or figure's footnote."""
    return bool(_NOTE.match(text))


def is_front_matter(text: str) -> bool:
    """Tell whether a block between title and abstract is authors, addresses, dates or licence."""
    if _FRONT.search(text[:1500]) and not re.match(r"\s*[*_]*(?:Abstract|Summary|Background)", text):
        return True
    if section_type(text[:60].split(":")[0]) == "back":
        return True
    words = re.findall(r"[^\W\d_]{2,}", text)
    capital = sum(w[0].isupper() for w in words)
    return bool(words) and len(words) < 120 and capital >= 0.72 * len(words) and ("," in text or len(words) < 8)


def split_run_in(text: str, part: Part, *, in_abstract: bool) -> list[Part]:
    """Split "METHODS: We asked ..." into a heading and its paragraph; several labels in one block give several pairs.

    ``text`` is the whole source. Labels in mid-block count only when they follow a full stop and carry a colon.
    """
    if part.kind != "paragraph":
        return [part]
    start, end = part.pieces[0]
    lead = start + _lead(text, start, end)
    first = RUN_IN.match(text, lead, end)
    cuts: list[tuple[int, int, int, str]] = []
    if first and ("." not in first["mark"] or is_known(first["title"])):
        cuts.append((first.start("title"), first.end("title"), first.end(), first["title"]))
    if first is not None or in_abstract:
        for piece_start, piece_end in part.pieces:
            if text.find(":", piece_start, piece_end) < 0:
                continue
            for match in RUN_IN.finditer(text, piece_start, piece_end):
                before = text[max(piece_start, match.start() - 4) : match.start()].rstrip("*_ \n")
                fresh = not cuts or match.start() > cuts[-1][2]
                if (
                    match.start() > piece_start
                    and fresh
                    and before.endswith((".", "?", "!", ")"))
                    and ":" in match["mark"]
                ):
                    cuts.append((match.start("title"), match.end("title"), match.end(), match["title"]))
    if not cuts:
        return [part]
    out: list[Part] = []
    spans = [s for s in part.pieces if s]
    bounds = [c[0] for c in cuts] + [spans[-1][1]]
    if bounds[0] > lead:
        out.append(Part("paragraph", _clip(spans, start, bounds[0])))
    for (at, title_end, body, title), stop in zip(cuts, bounds[1:], strict=True):
        words = title.strip()
        kind = section_type(words)
        top = kind == "abstract" and not in_abstract
        forced = "abstract" if in_abstract or top else kind
        out.append(
            Part("heading", [(at, title_end)], level=1 if top or not in_abstract else 2, type=forced, title=words)
        )
        pieces = _clip(spans, body, stop)
        if pieces:
            back = section_type(words) in ("back", "abbreviations")
            out.append(Part("skip" if back else "paragraph", pieces))
    return out


def abstract(text: str, parts: Iterable[Part]) -> list[Part]:
    """Split the run-in headings of a record that is a title and an abstract; what no label heads is the abstract."""
    out = [piece for part in parts for piece in split_run_in(text, part, in_abstract=True)]
    first = next((index for index, part in enumerate(out) if part.kind != "title"), len(out))
    if first < len(out) and out[first].kind == "paragraph":
        start = out[first].pieces[0][0]
        out.insert(first, Part("heading", [(start, start)], level=1, type="abstract", title="Abstract"))
    return out


def _lead(text: str, start: int, end: int) -> int:
    body = text[start:end]
    return len(body) - len(body.lstrip(" *_\n"))


def _clip(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(s, start), min(e, end)) for s, e in spans if max(s, start) < min(e, end)]


def join_continued(text: str, parts: list[Part]) -> list[Part]:
    """Join a paragraph left open with the next one that goes on with it, over captions, tables and skipped parts."""
    out: list[Part] = []
    last: Part | None = None
    for part in parts:
        if part.kind == "paragraph":
            if last is not None and continues(
                text[last.pieces[-1][0] : last.end], text[part.start : part.pieces[0][1]]
            ):
                last.pieces = [*last.pieces, *part.pieces]
                continue
            last = part
        elif part.kind in ("heading", "title", "reference"):
            last = None
        out.append(part)
    return out


def mark_references(text: str, parts: list[Part]) -> None:
    """Turn what stands under a references heading into reference entries, until the next heading of another kind."""
    inside = False
    level = 0
    for part in parts:
        if part.kind == "heading":
            title = part.title or text[part.start : part.end]
            kind = part.type or section_type(" ".join(re.sub(r"[*#_]|<[^>]*>", "", title).split()))
            if kind == "references":
                inside, level = True, part.level
            elif inside and (kind is not None or (part.level and part.level <= level)):
                inside = False
            elif inside:
                part.kind = "skip"
        elif inside and part.kind in ("paragraph", "item"):
            body = text[part.start : part.end]
            likely = re.search(r"(?:18|19|20)\d\d|10\.\d{4}/|in press|submitted|personal communication", body)
            part.kind = "reference" if likely and 20 < len(body) < 2500 else "skip"


def looks_numbered(title: str) -> bool:
    """Tell whether a heading carries a number."""
    return bool(split_number(title)[0])
