"""Claims that tables state by their columns: a gene and its pathway, an RNA and its target, a drug and its effect."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.relations.assemble import claim_fields, mention_record, triple_of
from extract.relations.kinds import classified
from extract.relations.records import net_sign
from extract.schema import Cell, Context, Evidence, Mention, Table, Trigger, Triple, content_hash

if TYPE_CHECKING:
    from extract.documents.document import Document

FILE = Path(__file__).parent.parent / "data" / "tables.toml"
_CONFIDENCE = 0.6  # no gold marks tables; they are read with caution
_WHOLE = 0.6  # share of a cell that its mention must fill


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What the columns of a table say: either subject and object, or subject and clause, or a list in one cell."""

    name: str
    subject: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    clause: frozenset[str] = frozenset()
    list: frozenset[str] = frozenset()
    separator: str = ""
    predicate: str = ""
    types: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeColumn:
    """A column that says how the row's subject is changed: its headers, and the cells that leave a claim's sign."""

    header: frozenset[str]
    kept: frozenset[str]


@lru_cache(maxsize=1)
def change_column() -> ChangeColumn:
    """Return what is known of such columns."""
    entry = tomllib.loads(FILE.read_text(encoding="utf-8"))["change"]
    return ChangeColumn(frozenset(entry["header"]), frozenset(entry["kept"]))


@lru_cache(maxsize=1)
def column_rules() -> tuple[ColumnRule, ...]:
    """Return the rules that ship."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["table"]
    return tuple(_column_rule(entry) for entry in entries)


def _column_rule(entry: dict[str, Any]) -> ColumnRule:
    lists = {key: frozenset(value) for key, value in entry.items() if isinstance(value, list) and key != "types"}
    rest: dict[str, Any] = {key: value for key, value in entry.items() if not isinstance(value, list)}
    return ColumnRule(**(rest | lists), types=tuple((left, right) for left, right in entry.get("types", ())))


def table_triples(nlp: Language, document: Document) -> tuple[Triple, ...]:
    """Return the claims of a document's tables; their rule is ``table:`` and the name of the column rule.

    Parameters
    ----------
    nlp : Language
        A pipeline from ``extract.language.load``: cells are read as short texts.
    document : Document
        The document whose tables are read.
    """
    found: dict[tuple[str, int], Triple] = {}
    for table in document.tables:
        for triple in _Reader(nlp, document, table).read():
            found.setdefault((triple.id, triple.evidence.start), triple)
    return tuple(found.values())


class _Reader:
    def __init__(self, nlp: Language, document: Document, table: Table):
        self.nlp, self.document, self.table = nlp, document, table
        self.columns = [_header(cell.text) for cell in table.header]
        self._docs: dict[str, Doc] = {}

    def read(self) -> Iterator[Triple]:
        for rule in column_rules():
            subject = self._column(rule.subject)
            for row in self.table.rows:
                if rule.separator:
                    yield from self._list(rule, row)
                elif rule.clause:
                    yield from self._clause(rule, row, subject, self._column(rule.clause))
                else:
                    yield from self._pair(rule, row, subject, self._column(rule.object))

    def _column(self, names: frozenset[str]) -> int | None:
        exact = next((index for index, name in enumerate(self.columns) if name in names), None)
        if exact is not None:
            return exact
        either = (index for index, name in enumerate(self.columns) if names.intersection(name.split(" or ")))
        return next(either, None)

    def _pair(
        self, rule: ColumnRule, row: tuple[Cell, ...], subject: int | None, object_: int | None
    ) -> Iterator[Triple]:
        if subject is None or object_ is None or max(subject, object_) >= len(row) or subject == object_:
            return
        for left in self._named(row[subject]):
            for right in self._named(row[object_], " pathway" if rule.name == "pathway" else ""):
                if (left.label_, right.label_) in rule.types:
                    yield self._triple(rule, row, (row[subject], left, 0), (row[object_], right, 0))

    def _list(self, rule: ColumnRule, row: tuple[Cell, ...]) -> Iterator[Triple]:
        for index, name in enumerate(self.columns):
            if name not in rule.list or index >= len(row) or rule.separator not in row[index].text:
                continue
            cell = row[index]
            drugs: list[tuple[Span, int]] = []
            offset = 0
            for part in re.split(r"\bvs\b|\bversus\b", cell.text)[0].split(rule.separator):
                name = part.strip()
                named = [ent for ent in self._doc(name).ents if len(ent.text) >= _WHOLE * len(name)] if name else []
                drugs += [(ent, -(offset + part.index(name))) for ent in named if ent.label_ == "CHEMICAL"]
                offset += len(part) + len(rule.separator)
            for (left, before), (right, behind) in combinations(drugs, 2):
                yield self._triple(rule, row, (cell, left, before), (cell, right, behind))

    def _clause(
        self, rule: ColumnRule, row: tuple[Cell, ...], subject: int | None, clause: int | None
    ) -> Iterator[Triple]:
        """Read "MALAT1 | Increased Aurora kinase A" as the sentence that it stands for.

        What stands to the right of the clause is not its subject; and where the row's subject is lost or lowered, the
        clause tells of that change, whose sign the sentence would turn round.
        """
        if subject is None or clause is None or clause >= len(row) or subject >= clause or self._lowered(row):
            return
        for name in self._named(row[subject])[:1]:
            text = row[clause].text
            doc = self._doc(f"{name.text} {text[:1].lower()}{text[1:].rstrip(' .')}.")
            for relation in doc._.relations:
                if relation.subject.start_char != 0:
                    continue
                triple = triple_of(doc, relation)
                shift = len(name.text) + 1
                moved = {
                    "subject": self._move(triple.subject, row[subject], 0),
                    "object": self._move(triple.object, row[clause], shift),
                    "via": tuple(self._move(mention, row[clause], shift) for mention in triple.via),
                    "context": self._move_context(triple.context, row[clause], shift),
                }
                trigger = self._place(triple.trigger.start, triple.trigger.end, row[clause], shift)
                yield self._finish(
                    triple.model_copy(
                        update={
                            **moved,
                            "trigger": self._trigger(*trigger),
                            "trace": (),
                        }
                    ),
                    rule,
                    row,
                )

    def _lowered(self, row: tuple[Cell, ...]) -> bool:
        """Tell whether a column of changes says anything but that the row's subject is raised."""
        known = change_column()
        cells = [cell.text for name, cell in zip(self.columns, row, strict=False) if name in known.header]
        return any(re.sub(r"[^\w↑↓-]", "", text.lower()).strip("-") not in known.kept for text in cells)

    def _named(self, cell: Cell, head: str = "") -> list[Span]:
        """Return the mentions that a cell lists, none if it says more than names; `head` is what its column adds."""
        doc = self._doc(cell.text if cell.text.lower().endswith(head) else cell.text.rstrip() + head)
        filled = sum(ent.end_char - ent.start_char for ent in doc.ents)
        words = len(re.sub(r"[\s,;/&]|\band\b", "", cell.text))
        return list(doc.ents) if words and filled >= _WHOLE * words else []

    def _doc(self, text: str) -> Doc:
        if text not in self._docs:
            self._docs[text] = self.nlp(text)
        return self._docs[text]

    def _triple(
        self, rule: ColumnRule, row: tuple[Cell, ...], left: tuple[Cell, Span, int], right: tuple[Cell, Span, int]
    ) -> Triple:
        ends = [self._move(mention_record(span, span._.state), cell, shift) for cell, span, shift in (left, right)]
        header = next((h for h in self.table.header if h.text), left[0])
        triple = Triple(
            id="",
            doc_id=self.document.doc_id,
            subject=ends[0],
            predicate=rule.predicate,
            object=ends[1],
            sign=net_sign(rule.predicate, left[1], ends[0].state, right[1], ends[1].state),
            evidence=Evidence(text="", sentence="", start=0, end=0),
            trigger=self._trigger(header.start, header.end),
            rule="",
            confidence=_CONFIDENCE,
        )
        return self._finish(triple, rule, row)

    def _finish(self, triple: Triple, rule: ColumnRule, row: tuple[Cell, ...]) -> Triple:
        start, end = min(cell.start for cell in row), max(cell.end for cell in row)
        section = self.document.section_at(start)
        evidence = Evidence(
            text=self.document.text[start:end],
            sentence=" | ".join(cell.text for cell in row),
            start=start,
            end=end,
            section="table",
            headings=section.headings if section else (),
            page=self.document.page(start),
            boxes=self.document.boxes(start, end),
            citations=self.document.citations_in(start, end),
            paper=self.document.paper,
        )
        triple = triple.model_copy(
            update={
                "doc_id": self.document.doc_id,
                "evidence": evidence,
                "rule": f"table:{rule.name}",
                "confidence": min(triple.confidence, _CONFIDENCE),
            }
        )
        return classified(triple.model_copy(update={"id": content_hash(claim_fields(triple))}))

    def _move_context(self, context: Context, cell: Cell, shift: int) -> Context:
        fields = {name: getattr(context, name) for name in ("cell_lines", "cell_types", "diseases", "drug_responses")}
        moved = {
            name: tuple(self._move(mention, cell, shift) for mention in mentions if mention.start >= shift)
            for name, mentions in fields.items()
        }
        return Context(**moved, settings=context.settings)

    def _trigger(self, start: int, end: int) -> Trigger:
        return Trigger(text=self.document.text[start:end], start=start, end=end)

    def _move(self, mention: Mention, cell: Cell, shift: int) -> Mention:
        start, end = self._place(mention.start, mention.end, cell, shift)
        return mention.model_copy(update={"start": start, "end": end, "text": self.document.text[start:end]})

    def _place(self, start: int, end: int, cell: Cell, shift: int) -> tuple[int, int]:
        """Return where a stretch of a cell's text stands in the source; the whole cell if its text was changed."""
        places = _aligned(cell.text, self.document.text[cell.start : cell.end])
        first, last = start - shift, min(end - shift, len(cell.text))
        if places is None or not 0 <= first < last:
            return cell.start, cell.end
        return cell.start + places[first], cell.start + places[last - 1] + 1


def _aligned(text: str, source: str) -> list[int] | None:
    """Return the offset in the source of each character of a cell's text, None if more than line breaks differ."""
    out: list[int] = []
    at = 0
    for char in text:
        while at < len(source) and source[at] != char and not (char == " " and source[at].isspace()):
            hyphen = source[at] in "-\u00ad\u2010" and source[at + 1 : at + 2].isspace()
            if not (hyphen or source[at].isspace()):
                return None
            at += 1
        if at == len(source):
            return None
        out.append(at)
        at += 1
    return out


def _header(text: str) -> str:
    """Return a header for comparison: lower case, no plural s, no units or footnote marks."""
    name = re.sub(r"\(.*?\)|[^\w\s-]", "", text.lower()).strip()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in name.split())
