"""From a reader's draft to a document: sections, references, citations and the clean text with its offset map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.documents import citations, normalize, references
from extract.documents.abbreviations import listed
from extract.documents.document import Document
from extract.documents.draft import Draft, Part
from extract.documents.errors import ReadError
from extract.documents.headings import despaced
from extract.documents.offsets import Edit, OffsetMap, Rewriter, Segment
from extract.documents.outline import UNMINED_TYPES, sections_of
from extract.schema import Block, Cell, CitationMarker, Reference, Section, Table

_MINED = ("title", "heading", "paragraph", "caption", "item")
# A column that names the study of each row: one of the first words, and no others than these.
_REFERENCE_HEADS = frozenset({"ref", "refs", "reference", "references", "citation", "citations"})
_STUDY_HEADS = _REFERENCE_HEADS | {"study", "studies", "author", "authors", "pmid", "pmids"}
_BESIDE_STUDY = frozenset(
    {"no", "nos", "number", "numbers", "first", "and", "year", "s", "name", "id", "pubmed", "source"}
)
MAX_SECTIONS = 5_000
_PROSE = ("paragraph", "item", "skip")
_LITTLE = 300  # characters that may be left out without a word


@dataclass
class _Working:
    part: Part
    section: int
    work: Rewriter
    markers: list[CitationMarker] = field(default_factory=list)


def assemble(draft: Draft, *, doc_id: str, source: str) -> Document:
    """Build the document.

    Parameters
    ----------
    draft
        What the format's reader found.
    doc_id, source
        The document's id and the path it came from.

    Raises
    ------
    ReadError
        If it has more sections than a document can have.
    """
    heads = sum(part.kind == "heading" for part in draft.parts)
    if heads > MAX_SECTIONS:
        raise ReadError(source, f"it has {heads:,} sections, at most {MAX_SECTIONS:,} are read", "split the file")
    vocabulary = normalize.Vocabulary(draft.text[start:end] for part in draft.parts for start, end in part.pieces)
    titles = {id(p): _plain(draft, p, vocabulary) for p in draft.parts if p.kind in ("heading", "title")}
    title = draft.title or next((titles[id(p)] for p in draft.parts if p.kind == "title"), "")
    sections, owner = sections_of(draft, titles)
    entries = draft.references if draft.references is not None else _references(draft, sections, owner, vocabulary)
    blocks = _blocks(draft, sections, owner, vocabulary)
    resolver = citations.Resolver(entries)
    resolver.learn([b.work.text for b in blocks])
    for block in blocks:
        _cite(block, resolver, draft)
    clean, offsets, records = _join(blocks)
    tables = _tables(draft, sections, vocabulary)
    markers = [*(m for b in blocks for m in b.markers), *_cited_in_tables(draft, tables, resolver)]
    return Document(
        doc_id=doc_id,
        title=title,
        format=draft.format,
        source=source,
        text=draft.text,
        clean=clean,
        offsets=offsets,
        doi=draft.doi or _own_doi(draft, entries),
        pmid=draft.pmid,
        pmcid=draft.pmcid,
        authors=draft.authors,
        journal=draft.journal,
        year=draft.year,
        sections=tuple(sections),
        blocks=tuple(records),
        references=tuple(entries),
        citations=tuple(sorted({(m.start, m.end): m for m in markers}.values(), key=lambda m: (m.start, m.end))),
        tables=tuple(tables),
        pages=tuple(draft.pages),
        abbreviations=_abbreviations(draft, sections, owner, vocabulary),
        warnings=(*draft.warnings, *_left_out(draft, blocks)),
        glyphs=draft.glyphs,
    )


def _plain(draft: Draft, part: Part, vocabulary: normalize.Vocabulary) -> str:
    if part.title is not None:
        return part.title
    work = Rewriter(draft.text, part.pieces)
    _normalise(work, draft, vocabulary, part)
    normalize.drop_delimiters(work)
    return despaced(work.text)


def plain_text(draft: Draft, pieces: list[tuple[int, int]], vocabulary: normalize.Vocabulary) -> str:
    """Return the cleaned text of source spans, citations kept."""
    work = Rewriter(draft.text, pieces)
    _normalise(work, draft, vocabulary, None)
    normalize.drop_delimiters(work)
    return work.text


def _normalise(work: Rewriter, draft: Draft, vocabulary: normalize.Vocabulary, part: Part | None) -> None:
    if draft.marks and part is not None:
        _open_marks(work, draft, part)
    if draft.markup:
        normalize.strip_markup(work)
        normalize.drop_echoes(work)
    if draft.format not in ("pdf", "jats", "bioc", "pubmed"):
        normalize.mark_superscripts(work)
    normalize.plain_characters(work)
    normalize.join_lines(work, vocabulary)
    normalize.collapse_spaces(work)
    normalize.close_greek(work)


def _open_marks(work: Rewriter, draft: Draft, part: Part) -> None:
    edits = []
    for mark in draft.marks:
        if mark.kind != "superscript" or not any(s <= mark.start and mark.end <= e for s, e in part.pieces):
            continue
        span = work.map.from_source(mark.start, mark.end)
        if span:
            edits.append(Edit(span[0], span[0], citations.SUP_OPEN))
            edits.append(Edit(span[1], span[1], citations.SUP_CLOSE))
    work.apply(edits)


def _references(
    draft: Draft, sections: list[Section], owner: dict[int, int], vocabulary: normalize.Vocabulary
) -> list[Reference]:
    parts = [p for p in draft.parts if p.kind == "reference"]
    if not parts:
        parts = [
            p
            for p in draft.parts
            if p.kind in ("paragraph", "item")
            and owner.get(id(p), -1) >= 0
            and sections[owner[id(p)]].type == "references"
        ]
    texts, ids = [], []
    for part in parts:
        raw = " ".join(draft.text[s:e] for s, e in part.pieces)
        texts.append(plain_text(draft, part.pieces, vocabulary))
        linked = {link.kind: link.id for link in reversed(draft.links) if any(s <= link.at < e for s, e in part.pieces)}
        if draft.markup and (doi := references.find_doi(raw)):
            linked.setdefault("doi", doi)
        ids.append(linked)
    numbers = references.number_all(texts)
    out = []
    for text, number, linked in zip(texts, numbers, ids, strict=True):
        if len(text) < 20:
            continue
        entry = references.parse(text, number=number)
        out.append(entry.model_copy(update=_unprinted(entry, linked)))
    return references.unique_keys(out)


def _unprinted(entry: Reference, linked: dict[str, str]) -> dict[str, str]:
    """Return the ids that an entry's links tell and its text does not, or only in part."""
    out = {}
    doi, pmid = linked.get("doi"), linked.get("pmid")
    if doi and (entry.doi is None or doi.lower().startswith(entry.doi.lower())):
        out["doi"] = doi
    if pmid and entry.pmid is None:
        out["pmid"] = pmid
    return out


def _mined(part: Part, sections: list[Section], owner: dict[int, int]) -> bool:
    if part.kind not in _MINED:
        return False
    index = owner.get(id(part), -1)
    if index < 0:
        return True
    kind = sections[index].type
    if part.kind == "caption":
        return True
    return kind not in UNMINED_TYPES


def _blocks(
    draft: Draft, sections: list[Section], owner: dict[int, int], vocabulary: normalize.Vocabulary
) -> list[_Working]:
    out = []
    for part in draft.parts:
        if not _mined(part, sections, owner):
            continue
        work = Rewriter(draft.text, part.pieces)
        _normalise(work, draft, vocabulary, part)
        if work.text.strip():
            out.append(_Working(part, owner.get(id(part), -1), work))
    return out


def _left_out(draft: Draft, blocks: list[_Working]) -> Iterator[str]:
    """Say so where most of the running text is not mined: it stands under back matter, or looks like none."""
    kept = {id(block.part) for block in blocks}
    lengths = {True: 0, False: 0}
    for part in draft.parts:
        if part.kind in _PROSE:
            lengths[id(part) in kept] += sum(end - start for start, end in part.pieces)
    left, whole = lengths[False], lengths[True] + lengths[False]
    if left > _LITTLE and left > whole / 2:
        yield f"{left / whole:.0%} of the running text was left out: it looks like back matter or stands under it"


def _cite(block: _Working, resolver: citations.Resolver, draft: Draft) -> None:
    explicit = []
    if block.part.kind not in ("heading", "title"):
        for mark in draft.marks:
            if mark.kind == "citation" and any(s <= mark.start and mark.end <= e for s, e in block.part.pieces):
                span = block.work.map.from_source(mark.start, mark.end)
                if span:
                    explicit.append((*span, mark))
    text = block.work.text
    cuts = []
    if block.part.kind not in ("heading", "title"):
        for found in resolver.find(text):
            inside = [m for s, e, m in explicit if found.start <= s and e <= found.end]
            explicit = [(s, e, m) for s, e, m in explicit if not (found.start <= s and e <= found.end)]
            keys = tuple(dict.fromkeys(k for m in inside for k in m.keys)) or found.keys
            start, end = block.work.map.to_source(found.start, found.end)
            block.markers.append(CitationMarker(start=start, end=end, text=draft.text[start:end], keys=keys))
            cuts.append((found.cut, found.end))
        for first, last, mark in explicit:
            block.markers.append(
                CitationMarker(start=mark.start, end=mark.end, text=draft.text[mark.start : mark.end], keys=mark.keys)
            )
            if citations.is_bare_marker(text, first, last):
                cuts.append(citations.widen(text, first, last))
    normalize.cut(block.work, sorted(cuts))
    normalize.drop_delimiters(block.work)
    normalize.tidy(block.work)
    normalize.collapse_spaces(block.work)
    normalize.part_long_words(block.work)


def _join(blocks: list[_Working]) -> tuple[str, OffsetMap, list[Block]]:
    pieces: list[str] = []
    segments: list[Segment] = []
    records: list[Block] = []
    position = 0
    for block in blocks:
        text = block.work.text
        if not text:
            continue
        if pieces:
            pieces.append("\n\n")
            at = block.part.start
            segments.append(Segment(position, position + 2, at, at, False))
            position += 2
        pieces.append(text)
        segments.extend(block.work.map.shifted(position, 0))
        kind = block.part.kind
        records.append(Block(kind=kind, start=position, end=position + len(text), section=block.section))
        position += len(text)
    return "".join(pieces), OffsetMap(tuple(segments)), records


def _abbreviations(
    draft: Draft, sections: list[Section], owner: dict[int, int], vocabulary: normalize.Vocabulary
) -> tuple[tuple[str, str], ...]:
    parts = [
        part
        for part in draft.parts
        if part.kind not in ("heading", "title")
        and owner.get(id(part), -1) >= 0
        and sections[owner[id(part)]].type == "abbreviations"
    ]
    return tuple(listed(plain_text(draft, part.pieces, vocabulary) for part in parts).items())


def _own_doi(draft: Draft, entries: list[Reference]) -> str | None:
    """Find the paper's own DOI: one printed before the reference list that is not a cited one."""
    stop = min((p.start for p in draft.parts if p.kind == "reference"), default=len(draft.text))
    cited = {r.doi.lower() for r in entries if r.doi}
    doi = references.find_doi(draft.text[: min(stop, 8000)])
    return doi if doi and doi.lower() not in cited else None


def _tables(draft: Draft, sections: list[Section], vocabulary: normalize.Vocabulary) -> list[Table]:
    out = []
    for table in draft.tables:
        rows = []
        for row in table.rows:
            rows.append(
                tuple(Cell(text=plain_text(draft, [span], vocabulary), start=span[0], end=span[1]) for span in row)
            )
        header = rows[: table.header]
        top = _merge_header(header)
        inside = [i for i, s in enumerate(sections) if s.start <= table.start < s.end]
        section = max(inside, key=lambda i: sections[i].start, default=-1)
        caption = plain_text(draft, [table.caption_at], vocabulary) if table.caption_at else table.caption
        out.append(
            Table(label=table.label, caption=caption, header=top, rows=tuple(rows[table.header :]), section=section)
        )
    return out


def _cited_in_tables(draft: Draft, tables: list[Table], resolver: citations.Resolver) -> Iterator[CitationMarker]:
    """Yield the markers in table cells; a column of studies holds them without brackets, by name, or as PubMed ids."""
    for table in tables:
        heads = [set(re.findall(r"[a-z]+", cell.text.lower())) for cell in table.header]
        studies = {i for i, words in enumerate(heads) if words & _STUDY_HEADS and words <= _STUDY_HEADS | _BESIDE_STUDY}
        bare = {i for i in studies if heads[i] & _REFERENCE_HEADS}
        for row in table.rows:
            year = next((cell.text for words, cell in zip(heads, row, strict=False) if words == {"year"}), "")
            for number, cell in enumerate(row):
                text = draft.text[cell.start : cell.end]
                found = [(f.start, f.end, f.keys) for f in resolver.find(text)]
                if not found and number in bare:
                    found = [(0, len(text), resolver.numbered(cell.text))]
                if not any(keys for *_, keys in found) and (number in studies or "et al" in cell.text):
                    found = [(0, len(text), resolver.named(cell.text, year))]
                for first, last, keys in found:
                    if keys:
                        start, end = cell.start + first, cell.start + last
                        yield CitationMarker(start=start, end=end, text=draft.text[start:end], keys=keys)


def _merge_header(rows: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    if len(rows) < 2:
        return rows[0] if rows else ()
    out = []
    for column in zip(*rows, strict=False):
        parts = list(dict.fromkeys(cell.text for cell in column if cell.text))
        last = next((cell for cell in reversed(column) if cell.text), column[0])
        out.append(Cell(text=" ".join(parts), start=last.start, end=last.end))
    return tuple(out)
