"""JATS XML, as PubMed Central and publishers give it."""

from __future__ import annotations

import re

from lxml import etree

from extract.documents import identity, references
from extract.documents.draft import Draft, Kind, Mark, Part, TableDraft
from extract.documents.errors import ReadError
from extract.documents.headings import section_type
from extract.documents.normalize import plain_math
from extract.documents.structure import split_run_in
from extract.documents.xml import Writer, child, children, descendants, entity_text, name, parse, plain
from extract.schema import Reference, SectionType

_TYPES: dict[str, SectionType] = {
    "intro": "introduction", "introduction": "introduction", "background": "introduction", "methods": "methods",
    "materials": "methods", "materials|methods": "methods", "materials and methods": "methods", "results": "results",
    "results|discussion": "results", "discussion": "discussion", "conclusion": "conclusion",
    "conclusions": "conclusion", "discussion|conclusions": "discussion", "supplementary-material": "back",
    "coi-statement": "back", "data-availability": "back", "abbreviations": "abbreviations",
}  # fmt: skip
_SKIPPED = {
    "tex-math", "inline-graphic", "graphic", "object-id", "alternatives-skip", "fn", "index-term", "media",
    "private-char-skip", "disp-formula", "def-list-skip", "processing-meta", "author-notes", "supplementary-material",
    "alt-text", "long-desc", "attrib", "permissions",
}  # fmt: skip
_FLOATS = {"fig", "table-wrap", "fig-group", "table-wrap-group", "boxed-text"}
MAX_CELLS = 50_000  # of a table, each counted as often as it spans
_BLOCKS = {"list", "disp-quote", "def-list", "statement", "speech", "verse-group", "array", "preformat"}
_APART = _BLOCKS | {"p", "list-item", "def-item", "def"}  # what stands in lines of its own in a cell of a table
_SPLIT_ABSTRACTS = {"graphical", "toc", "teaser", "web-summary", "video", "key-points"}


def read_jats(data: bytes, path: str) -> Draft:
    """Read a JATS article.

    Raises
    ------
    ReadError
        If the XML is broken, holds no article or several, or no text.
    """
    root = parse(data, path)
    articles = [root] if name(root) == "article" else [a for a in root.iter() if name(a) == "article"]
    if not articles:
        raise ReadError(
            path, f"the XML holds no JATS article (its root is <{name(root)}>)", "give JATS, BioC or PubMed XML"
        )
    if len(articles) > 1:
        raise ReadError(
            path,
            f"the file holds {len(articles)} articles",
            "resistract run takes each for itself; extract.documents.split() cuts them out",
        )
    return _Jats(articles[0], path).draft()


class _Jats:
    def __init__(self, article: etree._Element, path: str) -> None:
        self.article = article
        self.path = path
        self.out = Writer()
        self.parts: list[Part] = []
        self.tables: list[TableDraft] = []
        self.warnings: list[str] = []
        self.references: list[Reference] = []
        self.keys: dict[str, str] = {}
        self.floats: list[etree._Element] = []
        self.in_cell = False  # of a table, where blocks are parts of a line

    def draft(self) -> Draft:
        self._references()
        meta = child(self.article, "front", "article-meta")
        if meta is None:
            meta = child(self.article, "front-stub")
        doi = pmid = None
        title = ""
        if meta is not None:
            for ident in children(meta, "article-id"):
                kind = ident.get("pub-id-type")
                if kind == "doi":
                    doi = references.clean_doi(plain(ident)) or plain(ident)
                elif kind == "pmid":
                    pmid = plain(ident)
            heading = child(meta, "title-group", "article-title")
            if heading is not None:
                title = plain(heading, "xref", "fn")
                self._block("title", heading)
            for abstract in children(meta, "abstract", "trans-abstract"):
                if name(abstract) == "abstract" and abstract.get("abstract-type") not in _SPLIT_ABSTRACTS:
                    self._abstract(abstract)
        body = child(self.article, "body")
        if body is not None:
            self._section(body, 0)
        for extra in children(self.article, "floats-group"):
            for item in extra:
                self._float(item)
        back = child(self.article, "back")
        if back is not None:
            self._back(back)
        for nested in children(self.article, "sub-article", "response"):
            del nested
        self._write_references()
        text = self.out.text
        if not any(p.kind in ("paragraph", "item", "title", "caption") for p in self.parts):
            raise ReadError(self.path, "the article holds no text", "its full text may be under embargo; use the PDF")
        return Draft(
            text=text,
            parts=self.parts,
            format="jats",
            title=title,
            doi=doi,
            pmid=pmid,
            **identity.of_jats(self.article),
            marks=_grouped(text, self.out.marks, self.references),
            references=self.references,
            tables=self.tables,
            warnings=self.warnings,
        )

    # --- text -----------------------------------------------------------------------------------------------------

    def _abstract(self, abstract: etree._Element) -> None:
        heading = child(abstract, "title")
        words = plain(heading) if heading is not None else "Abstract"
        start = self.out.length
        self.out.raw(words or "Abstract")
        self._close(Part("heading", [(start, self.out.length)], level=1, type="abstract"))
        first = len(self.parts)
        self._section(abstract, 1, forced="abstract")
        if len(self.parts) == first:  # its words stand in it without a paragraph around them
            self._block("paragraph", abstract)
        split: list[Part] = []
        text = self.out.text
        for part in self.parts[first:]:
            split.extend(split_run_in(text, part, in_abstract=True))
        self.parts[first:] = split

    def _section(self, node: etree._Element, level: int, forced: SectionType | None = None) -> None:
        for item in node:
            tag = name(item)
            if tag == "title" and level and name(node) == "sec":
                label = child(node, "label")
                start = self.out.length
                number = plain(label) if label is not None else ""
                if number:
                    self.out.add(number + " ")
                self._inline(item)
                end = self.out.end(start)
                if end > start:
                    kind = forced or section_type(plain(item)) or _TYPES.get((node.get("sec-type") or "").lower())
                    self._close(Part("heading", [(start, end)], level=level, type=kind))
            elif tag == "sec":
                if (
                    child(item, "title") is None
                    and (item.get("sec-type") or "").lower() in _TYPES
                    and child(item, "p") is not None
                ):
                    self._untitled(item, level + 1, forced)
                self._section(item, level + 1, forced)
            elif tag == "p":
                self._paragraph(item)
            elif tag in _FLOATS:
                self._float(item)
            elif tag in _BLOCKS:
                self._blocks(item)
            elif tag in (
                "sig-block",
                "ack",
                "ref-list",
                "title",
                "label",
                "fn-group",
                "notes",
                "supplementary-material",
            ):
                continue

    def _untitled(self, node: etree._Element, level: int, forced: SectionType | None) -> None:
        """Write nothing for a section that names its type only in an attribute: nothing is printed."""
        del node, level, forced

    def _block(self, kind: Kind, node: etree._Element) -> None:
        start = self.out.length
        self._inline(node)
        end = self.out.end(start)
        if end > start:
            self._close(Part(kind, [(start, end)]))
        self._pending()

    def _paragraph(self, node: etree._Element) -> None:
        """Write a paragraph; lists and floats inside it are taken out and follow it."""
        start = self.out.length
        self._inline(node)
        end = self.out.end(start)
        if end > start:
            self._close(Part("paragraph", [(start, end)]))
        self._pending()

    def _pending(self) -> None:
        waiting, self.floats = self.floats, []
        for item in waiting:
            if name(item) in _BLOCKS:
                self._blocks(item)
            else:
                self._float(item)

    def _blocks(self, node: etree._Element) -> None:
        tag = name(node)
        if tag == "list":
            for entry in children(node, "list-item"):
                for item in entry:
                    if name(item) == "p":
                        self._block("item", item)
                    elif name(item) in _BLOCKS:
                        self._blocks(item)
        elif tag == "def-list":
            for entry in children(node, "def-item"):
                start = self.out.length
                for item in entry:
                    self._inline(item)
                    self.out.add(" ")
                end = self.out.end(start)
                if end > start:
                    self._close(Part("item", [(start, end)]))
                self._pending()
        else:
            for item in node:
                if name(item) == "p":
                    self._paragraph(item)
                elif name(item) in _BLOCKS:
                    self._blocks(item)
                elif name(item) in _FLOATS:
                    self._float(item)

    def _close(self, part: Part) -> None:
        self.out.raw("\n\n")
        self.parts.append(part)

    def _inline(self, node: etree._Element) -> None:
        if not isinstance(node.tag, str):
            self.out.add(entity_text(node))
            return
        self.out.add(node.text)
        for item in node:
            tag = name(item)
            if self.in_cell and tag in _APART:
                self.out.add(" ")
                self._inline(item)
                self.out.add(" ")
            elif tag in _FLOATS or tag in _BLOCKS:
                self.floats.append(item)
            elif tag in ("sup", "xref", "sub"):
                start = self.out.length
                self._inline(item)
                end = self.out.length
                if tag == "sup" and end > start:
                    self.out.marks.append(Mark(start, end, kind="superscript"))
                elif tag == "xref" and item.get("ref-type") == "bibr" and end > start:
                    keys = tuple(self.keys.get(rid, rid) for rid in (item.get("rid") or "").split())
                    self.out.marks.append(Mark(start, end, keys, kind="citation"))
            elif tag == "break":
                self.out.add(" ")
            elif tag in ("inline-formula", "alternatives"):
                self.out.add(_formula(item))
            elif tag not in _SKIPPED:
                self._inline(item)
            self.out.add(item.tail)

    # --- figures and tables ---------------------------------------------------------------------------------------

    def _float(self, node: etree._Element) -> None:
        tag = name(node)
        if tag in ("fig-group", "table-wrap-group"):
            self._caption(node)
            for item in node:
                if name(item) in _FLOATS:
                    self._float(item)
        elif tag == "fig":
            self._caption(node)
        elif tag == "table-wrap":
            label, caption = self._caption(node)
            for table in descendants(node, "table"):
                self._table(table, label, caption)
            foot = child(node, "table-wrap-foot")
            if foot is not None:
                for item in descendants(foot, "p"):
                    self._block("caption", item)
        elif tag == "boxed-text":
            self._caption(node)
            self._section(node, 2)

    def _caption(self, node: etree._Element) -> tuple[str, str]:
        label = plain(child(node, "label"))
        caption = child(node, "caption")
        start = self.out.length
        if label:
            self.out.add(label.rstrip(".:") + ". ")
        if caption is not None:
            for item in caption:
                self._inline(item)
                self.out.add(" ")
        end = self.out.end(start)
        words = ""
        if end > start and caption is not None:
            words = self.out.text[start:end]
            self._close(Part("caption", [(start, end)]))
        return label, words

    def _table(self, table: etree._Element, label: str, caption: str) -> None:
        begin = self.out.length
        rows: list[list[tuple[int, int]]] = []
        header = size = 0
        spans: dict[int, tuple[int, tuple[int, int]]] = {}
        for row in descendants(table, "tr"):
            cells: list[tuple[int, int]] = []
            heads = 0
            column = 0
            for cell in children(row, "td", "th"):
                while column in spans and spans[column][0] > 0:
                    left, span = spans[column]
                    spans[column] = (left - 1, span)
                    cells.append(span)
                    column += 1
                start = self.out.length
                self.in_cell = True
                self._inline(cell)
                self.in_cell = False
                span = (start, self.out.end(start))
                self.out.raw("\t")
                down = _count(cell.get("rowspan"))
                for _ in range(_count(cell.get("colspan"))):
                    cells.append(span)
                    if down > 1:
                        spans[column] = (down - 1, span)
                    column += 1
                heads += name(cell) == "th"
            while column in spans and spans[column][0] > 0:
                left, span = spans[column]
                spans[column] = (left - 1, span)
                cells.append(span)
                column += 1
            self.out.raw("\n")
            if not cells:
                continue
            parent = row.getparent()
            if (parent is not None and name(parent) == "thead") or (
                heads == len(children(row, "td", "th")) and header == len(rows)
            ):
                header += 1
            rows.append(cells)
            size += len(cells)
            if size > MAX_CELLS:
                break
        self.floats.clear()
        if size > MAX_CELLS:
            self.warnings.append(f"{label or 'a table'} was left out: it has more than {MAX_CELLS:,} cells")
        elif rows:
            width = max(len(r) for r in rows)
            rows = [r + [(r[-1][1], r[-1][1])] * (width - len(r)) for r in rows]
            self.tables.append(TableDraft(rows=rows, header=header or 1, label=label, caption=caption, start=begin))
            self._close(Part("table", [(begin, self.out.length)]))

    # --- back matter and references -------------------------------------------------------------------------------

    def _back(self, back: etree._Element) -> None:
        for item in back:
            tag = name(item)
            if tag in ("ref-list", "title", "label"):
                continue
            heading = child(item, "title")
            start = self.out.length
            words = plain(heading) or {"ack": "Acknowledgements", "fn-group": "Footnotes", "app-group": "Appendix"}.get(
                tag, tag
            )
            self.out.raw(words)
            kind = section_type(words)
            kind = kind if kind in ("abbreviations", "back") else "back"
            self._close(Part("heading", [(start, self.out.length)], level=1, type=kind))
            for paragraph in descendants(item, "p", "def-item"):
                start = self.out.length
                self._inline(paragraph)
                end = self.out.end(start)
                if end > start:
                    self._close(Part("skip", [(start, end)]))
            self.floats.clear()

    def _references(self) -> None:
        entries = [ref for ref in descendants(self.article, "ref") if not _inside(ref, "sub-article", "response")]
        for place, ref in enumerate(entries, 1):
            citation = next(
                (
                    e
                    for e in ref.iter()
                    if name(e) in ("mixed-citation", "element-citation", "citation", "nlm-citation")
                ),
                None,
            )
            if citation is None:
                continue
            label = plain(child(ref, "label")).strip("[]().")
            record = _reference(citation, label)
            self.references.append(record)
            if ref.get("id"):
                self.keys[ref.get("id")] = f"#{len(self.references) - 1}"
            for inner in ref.iter():
                if inner.get("id") and inner is not ref:
                    self.keys.setdefault(inner.get("id"), f"#{len(self.references) - 1}")
            del place
        self.references = references.unique_keys(self.references)
        self.keys = {rid: self.references[int(mark[1:])].key for rid, mark in self.keys.items()}

    def _write_references(self) -> None:
        if not self.references:
            return
        start = self.out.length
        self.out.raw("References")
        self._close(Part("heading", [(start, self.out.length)], level=1, type="references"))
        for reference in self.references:
            start = self.out.length
            numbered = references.whole_number(reference.label) is not None
            self.out.raw((f"{reference.label}. " if numbered else "") + reference.text)
            self._close(Part("reference", [(start, self.out.length)]))


def _count(value: str | None) -> int:
    return min(max(references.whole_number(value or "") or 1, 1), 50)


def _inside(node: etree._Element, *names: str) -> bool:
    return any(name(ancestor) in names for ancestor in node.iterancestors())


def _reference(citation: etree._Element, label: str) -> Reference:
    def first(*names: str) -> str:
        found = next((e for e in citation.iter() if name(e) in names), None)
        return plain(found)

    doi = pmid = None
    for ident in (e for e in citation.iter() if name(e) in ("pub-id", "ext-link", "object-id")):
        kind = ident.get("pub-id-type") or ident.get("ext-link-type") or ""
        words = plain(ident)
        if kind == "doi" or "doi.org" in words:
            doi = doi or references.find_doi(words)
        elif kind == "pmid":
            pmid = pmid or words
    people = []
    for person in (e for e in citation.iter() if name(e) in ("name", "string-name", "collab")):
        last = plain(child(person, "surname"))
        given = plain(child(person, "given-names"))
        people.append(f"{last} {given}".strip() if last else plain(person))
    title = first("article-title", "chapter-title", "source")
    year_words = re.search(r"(?:18|19|20)\d\d", first("year"))
    text = _reference_text(citation)
    parsed = references.parse(text, number=references.whole_number(label))
    authors = ", ".join(people) or parsed.authors
    year = int(year_words[0]) if year_words else parsed.year
    if references.whole_number(label) is not None:
        key = label
        shown = label
    else:
        last = references.surname(people[0]) if people else references.surname(parsed.authors or text)
        letter = re.search(r"\d{4}([a-z])", first("year"))
        shown = f"{last} {year or ''}{letter[1] if letter else ''}".strip()
        key = f"{references.fold(last)}{year or ''}{letter[1] if letter else ''}" or f"ref{abs(hash(text)) % 10**6}"
    return parsed.model_copy(
        update={
            "key": key, "label": shown, "text": text, "doi": doi or parsed.doi, "pmid": pmid or parsed.pmid,
            "year": year, "title": title or parsed.title, "authors": authors,
        }
    )  # fmt: skip


def _reference_text(citation: etree._Element) -> str:
    """Return the reference as one line; an element-citation has no punctuation of its own, so it is given some."""
    between = [citation.text or "", *(element.tail or "" for element in citation)]
    if len(citation) < 2 or any(words.strip() for words in between):
        return plain(citation)
    people = [
        " ".join(filter(None, (plain(child(p, "surname")), plain(child(p, "given-names"))))) or plain(p)
        for p in citation.iter()
        if name(p) in ("name", "collab", "string-name")
    ]
    get = {name(e): plain(e) for e in reversed(list(citation)) if name(e) not in ("person-group", "pub-id")}
    pages = "–".join(filter(None, (get.get("fpage", ""), get.get("lpage", ""))))
    where = f"{get.get('year', '')};{get.get('volume', '')}:{pages}".strip(";:")
    bits = [", ".join(people), get.get("article-title", get.get("chapter-title", "")), get.get("source", ""), where]
    ids = [f"{e.get('pub-id-type')}:{plain(e)}" for e in citation.iter() if name(e) == "pub-id"]
    return ". ".join(b for b in [*bits, *ids] if b)


def _formula(node: etree._Element) -> str:
    """Return the words of an inline formula: of its MathML, else what it has beside TeX, else the TeX's own letters."""
    inner = next((e for e in node.iter() if name(e) == "math"), None)
    words = plain(inner if inner is not None else node, "tex-math", "annotation", "graphic", "inline-graphic")
    if words:
        return words
    tex = next((plain(e) for e in node.iter() if name(e) == "tex-math"), "")
    inside = _TEX_BODY.search(tex)
    return plain_math((inside[1] if inside else tex).strip("$ "))


_TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_BETWEEN = re.compile(r"[\s,;–—−-]*(?:and\s*)?")


def _grouped(text: str, marks: list[Mark], entries: list[Reference]) -> list[Mark]:
    """Join citation marks that only a comma or a dash keeps apart; a dash between numbers names all in between."""
    numbers = {r.key: references.whole_number(r.label) for r in entries}
    labels = {key: number for key, number in numbers.items() if number is not None}
    by_number = {number: key for key, number in labels.items()}
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        last = out[-1] if out else None
        if mark.kind == "citation" and last is not None and last.kind == "citation" and mark.start >= last.end:
            between = text[last.end : mark.start]
            if _BETWEEN.fullmatch(between) and len(between) < 8 and "\n" not in between:
                extra: tuple[str, ...] = ()
                if any(c in between for c in "–—−-") and last.keys and mark.keys:
                    low, high = labels.get(last.keys[-1], 0), labels.get(mark.keys[0], 0)
                    if 0 < low < high <= low + 60:
                        extra = tuple(by_number[n] for n in range(low + 1, high) if n in by_number)
                out[-1] = Mark(last.start, mark.end, tuple(dict.fromkeys((*last.keys, *extra, *mark.keys))), "citation")
                continue
        out.append(mark)
    return out
