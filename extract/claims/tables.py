"""Claims that tables state by their columns: a gene and its pathway, an RNA and its target, a drug and its effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.claims.columns import CaptionRule, ColumnRule, caption_of, columns, find_column, header_name, row_text
from extract.claims.spelled import Spelled, aligned, in_words, spelled, unbracketed
from extract.documents.abbreviations import listed
from extract.language.names.abbreviations import pairs
from extract.relations.assemble import claim_fields, mention_record, triple_of
from extract.relations.kinds import classified
from extract.relations.records import net_sign
from extract.schema import (
    Cell,
    Citation,
    Context,
    Evidence,
    Mention,
    Named,
    State,
    Table,
    Trigger,
    Triple,
    content_hash,
)

if TYPE_CHECKING:
    from extract.documents.document import Document

_CONFIDENCE = 0.6  # columns say less than sentences do
_WHOLE = 0.6  # share of a cell that its mentions must fill
_NEAR = 40  # characters between the words of a caption and the response that they are about
_BETWEEN = re.compile(r"[\s,;/&]|\b(?:and|or|with|plus|inhibitors?|antagonists?|agonists?|antibod(?:y|ies))\b")
_CLAUSES = r";|\.(?:\s|$)|(?:(?<=[↑↓])|(?<=\bup)|(?<=\bdown)),"
_BESIDE = re.compile(r"\b(?:after|during|upon|under|when|following)\b")
_VERBS = ("VBZ", "VBD", "VBN", "VBP")
_NAMED_BY_CAPTION = ("GENE", "NCRNA", "VARIANT", "CELL_TYPE", "PROCESS")
_REMEDIES = ("CHEMICAL", "GENE")


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention of a cell: as it was read, and where it stands in the document."""

    span: Span
    mention: Mention


def table_triples(nlp: Language, document: Document, read: Doc | None = None) -> tuple[Triple, ...]:
    """Return the claims of a document's tables; their rule is ``table:`` and the name of the column rule.

    Parameters
    ----------
    nlp : Language
        A pipeline from ``extract.language.load``: cells are read as short texts.
    document : Document
        The document whose tables are read.
    read : Doc, optional
        The Doc of the document's text, whose abbreviations hold in its tables, too.
    """
    defined = {short.text: long.text for short, long in pairs(read)} if read is not None else {}
    defined = dict(document.abbreviations) | defined
    found: dict[tuple[str, int], Triple] = {}
    for table in document.tables:
        for triple in _Reader(nlp, document, table, defined).read():
            found.setdefault((triple.id, triple.evidence.start), triple)
    return tuple(found.values())


class _Reader:
    def __init__(self, nlp: Language, document: Document, table: Table, defined: Mapping[str, str]):
        self.nlp, self.document, self.table = nlp, document, table
        self.known = columns()
        self.columns = [header_name(cell.text) for cell in table.header]
        self.noted = listed([table.caption])
        self.defined = defined
        self._docs: dict[str, Doc] = {}

    def read(self) -> Iterator[Triple]:
        rows = [row for row in self.table.rows if len({cell.text for cell in row if cell.text}) > 1]  # no headings
        for rule in self.known.rules:
            subject = find_column(self.columns, rule.subject)
            for row in rows:
                if rule.separator:
                    yield from self._list(rule, row)
                elif rule.clause:
                    yield from self._clauses(rule, row, subject, find_column(self.columns, rule.clause))
                else:
                    yield from self._pair(rule, row, subject, find_column(self.columns, rule.object))
        for caption_rule, response in self._responses():
            subject = find_column(self.columns, caption_rule.subject)
            for row in rows if subject is not None else ():
                yield from self._captioned(caption_rule, row, subject or 0, response)

    # --- kinds of rules

    def _pair(
        self, rule: ColumnRule, row: tuple[Cell, ...], subject: int | None, object_: int | None
    ) -> Iterator[Triple]:
        if subject is None or object_ is None or max(subject, object_) >= len(row) or subject == object_:
            return
        for left in self._named(row[subject]):
            for right in self._named(row[object_], " pathway" if rule.name == "pathway" else ""):
                if (left.span.label_, right.span.label_) in rule.types:
                    yield self._triple(f"table:{rule.name}", rule.predicate, row, left, right)

    def _list(self, rule: ColumnRule, row: tuple[Cell, ...]) -> Iterator[Triple]:
        for name, cell in zip(self.columns, row, strict=False):
            if name in rule.list and rule.separator in cell.text:
                arm = Spelled.of(re.split(r"\bvs\b|\bversus\b", cell.text)[0])
                parts = [self._alone(cell, part) for part in arm.parts(re.escape(rule.separator))]
                for left, right in combinations([drug for drug in parts if drug is not None], 2):
                    yield self._triple(f"table:{rule.name}", rule.predicate, row, left, right)

    def _alone(self, cell: Cell, part: Spelled) -> _Named | None:
        """Return the drug that a part of a cell names and nothing else."""
        for text in (self._spelled(part), part):
            named = self._whole(cell, text)
            if len(named) == 1 and named[0].span.label_ == "CHEMICAL":
                return named[0]
            if not named and text.text != part.text:
                return None  # what it is short for is no drug
        return None

    def _clauses(
        self, rule: ColumnRule, row: tuple[Cell, ...], subject: int | None, clause: int | None
    ) -> Iterator[Triple]:
        """Read "MALAT1 | Increased Aurora kinase A" as the sentence that it stands for.

        What stands to the right of the clause is not its subject; and where the row's subject is lost or lowered, the
        clause tells of that change, whose sign the sentence would turn round.
        """
        state = self._state(row)
        if subject is None or clause is None or clause >= len(row) or subject >= clause or state not in ("none", "up"):
            return
        names = self._named(row[subject])
        for part in self._spelled(Spelled.of(row[clause].text)).parts(_CLAUSES) if names else ():
            yield from self._clause(rule, row, names[0], row[clause], in_words(part), state)

    def _clause(
        self, rule: ColumnRule, row: tuple[Cell, ...], name: _Named, cell: Cell, clause: Spelled, state: State
    ) -> Iterator[Triple]:
        said = clause.text[:1].lower() + clause.text[1:] if clause.text[1:2].islower() else clause.text
        before = f"{name.span.text} "
        first = next((token for token in self._doc(f"{before}{said}.") if token.idx >= len(before)), None)
        if first is None or first.ent_type_ or first.tag_ not in _VERBS:
            if not self.known.event.search(_BESIDE.split(said)[0]):
                return
            before += "causes "
        doc = self._doc(f"{before}{said}.")
        for relation in doc._.relations:
            if relation.subject.start_char != 0:
                continue
            triple = triple_of(doc, relation)
            trigger = (triple.trigger.start - len(before), triple.trigger.end - len(before))
            yield self._finish(
                triple.model_copy(
                    update={
                        "subject": name.mention.model_copy(update={"state": state}),
                        "object": self._moved(triple.object, cell, clause, len(before)),
                        "via": tuple(self._moved(mention, cell, clause, len(before)) for mention in triple.via),
                        "context": self._moved_context(triple.context, cell, clause, len(before)),
                        "trigger": self._trigger(cell, clause, *trigger),
                        "trace": (),
                    }
                ),
                f"table:{rule.name}",
                row,
            )

    def _responses(self) -> Iterator[tuple[CaptionRule, _Named]]:
        """Yield the rules that the caption's words call for, each with the drug response that they are about."""
        doc = self._doc(caption_of(self.table))
        nearest: dict[tuple[int | None, int], tuple[int, CaptionRule, Span]] = {}
        for rule in self.known.captions:
            for match in rule.words.finditer(doc.text):
                behind = (ent for ent in doc.ents if ent.label_ == "DRUG_RESPONSE" and ent.start_char >= match.end())
                response = next(behind, None)
                if response is None or response.start_char - match.end() > _NEAR:
                    continue
                place = find_column(self.columns, rule.subject), response.start
                found = response.start_char - match.end(), rule, response
                nearest[place] = min(nearest.get(place, found), found, key=lambda held: held[0])
        for _, rule, response in nearest.values():
            at = self._in_caption(response)
            if at is not None:
                yield rule, _Named(response, self._at(mention_record(response, "none"), *at))

    def _captioned(self, rule: CaptionRule, row: tuple[Cell, ...], subject: int, response: _Named) -> Iterator[Triple]:
        """Read a row as one of the things that the caption speaks of: "Drivers of resistance to D"."""
        if subject >= len(row):
            return
        remedy = rule.name == "remedies"
        state = "none" if remedy else self._state(row)
        meant = self._of_row(response, row)
        if state is None or meant is None:
            return
        predicate = rule.predicate
        if remedy and response.span._.direction == "sensitivity":
            predicate = "promotes"  # what restores sensitivity
        for named in self._named(row[subject]):
            if named.span.label_ in (_REMEDIES if remedy else _NAMED_BY_CAPTION):
                changed = named if remedy else _Named(named.span, named.mention.model_copy(update={"state": state}))
                yield self._triple(f"table:{rule.name}", predicate, row, changed, meant, captioned=True)

    def _of_row(self, response: _Named, row: tuple[Cell, ...]) -> _Named | None:
        """Return the response to the drugs of the row, where a column names them; None if it is to none of them."""
        column = find_column(self.columns, self.known.drugs)
        cell = row[column] if column is not None and column < len(row) else None
        drugs = [drug for drug in self._named(cell) if drug.span.label_ == "CHEMICAL"] if cell is not None else []
        if not drugs:
            return response
        said = {drug.norm for drug in response.mention.drugs or ()}
        named = {drug.mention.norm: drug for drug in drugs if not said or drug.mention.norm in said}
        kept = tuple(drug for drug in response.mention.drugs or () if drug.norm in named)
        kept = kept or tuple(Named(norm=drug.mention.norm, curie=drug.mention.curie) for drug in named.values())
        if not kept:
            return None
        norm = f"{', '.join(drug.norm for drug in kept)} {response.mention.direction}"
        return _Named(response.span, response.mention.model_copy(update={"drugs": kept, "norm": norm}))

    def _state(self, row: tuple[Cell, ...]) -> State | None:
        """Return how a column of changes says that the row's subject is changed; None where it cannot be told."""
        cells = (cell.text for name, cell in zip(self.columns, row, strict=False) if name in self.known.change)
        states = {self.known.state(text) for text in cells} or {"none"}
        return states.pop() if len(states) == 1 else None

    # --- reading cells

    def _named(self, cell: Cell, head: str = "") -> list[_Named]:
        """Return the mentions that a cell lists, none if it says more than names; `head` is what its column adds."""
        text = unbracketed(self._spelled(Spelled.of(cell.text)))
        if head and text.text and not text.text.lower().endswith(head):
            text = text.replaced([(len(text.text) - 1, len(text.text), text.text[-1] + head)])
        return self._whole(cell, text, beside=head)

    def _whole(self, cell: Cell, text: Spelled, beside: str = "") -> list[_Named]:
        """Return the mentions of a text of which they are the most."""
        doc = self._doc(text.text)
        filled = sum(len(_BETWEEN.sub("", ent.text)) for ent in doc.ents)
        words = len(_BETWEEN.sub("", text.text.removesuffix(beside)))
        if not words or filled < _WHOLE * words:
            return []
        return [_Named(ent, self._moved(mention_record(ent, ent._.state), cell, text)) for ent in doc.ents]

    def _spelled(self, text: Spelled) -> Spelled:
        """Return a text with the abbreviations spelled out that the table lists, or that only the document knows."""
        words = set(re.findall(r"[^\W_](?:[\w-]*[^\W_])?", text.text))
        forms = {word: self.defined[word] for word in words if word in self.defined and not self._is_known(word)}
        return spelled(text, forms | {word: self.noted[word] for word in words if word in self.noted})

    def _is_known(self, name: str) -> bool:
        return any(ent._.curie for ent in self._doc(name).ents)

    def _doc(self, text: str) -> Doc:
        if text not in self._docs:
            self._docs[text] = self.nlp(text)
        return self._docs[text]

    # --- records

    def _triple(
        self,
        rule: str,
        predicate: str,
        row: tuple[Cell, ...],
        left: _Named,
        right: _Named,
        *,
        captioned: bool = False,
    ) -> Triple:
        header = next((h for h in self.table.header if h.text), row[0])
        triple = Triple(
            id="",
            doc_id=self.document.doc_id,
            subject=left.mention,
            predicate=predicate,
            object=right.mention,
            sign=net_sign(predicate, left.span, left.mention.state, right.span, right.mention.state),
            evidence=Evidence(text="", sentence="", start=0, end=0),
            trigger=Trigger(text=self.document.text[header.start : header.end], start=header.start, end=header.end),
            rule="",
            confidence=_CONFIDENCE,
        )
        return self._finish(triple, rule, row, captioned=captioned)

    def _finish(self, triple: Triple, rule: str, row: tuple[Cell, ...], *, captioned: bool = False) -> Triple:
        start, end = min(cell.start for cell in row), max(cell.end for cell in row)
        section = self.document.section_at(start)
        said = f"{caption_of(self.table)} | " if captioned else ""
        evidence = Evidence(
            text=self.document.text[start:end],
            sentence=said + row_text(row),
            start=start,
            end=end,
            section="table",
            headings=section.headings if section else (),
            page=self.document.page(start),
            boxes=self.document.boxes(start, end),
            citations=self._studies(row),
            paper=self.document.paper,
        )
        triple = triple.model_copy(
            update={
                "doc_id": self.document.doc_id,
                "evidence": evidence,
                "rule": rule,
                "confidence": min(triple.confidence, _CONFIDENCE),
            }
        )
        return classified(triple.model_copy(update={"id": content_hash(claim_fields(triple))}))

    def _studies(self, row: tuple[Cell, ...]) -> tuple[Citation, ...]:
        """Return the studies that a row cites, or the row that it continues: one above whose study it leaves blank."""
        cited = self._cited(row)
        column = self._study_column()
        if cited or column is None:
            return cited
        above = self.table.rows[: self.table.rows.index(row) + 1]
        filled = (other for other in reversed(above) if column >= len(other) or other[column].text.strip())
        return self._cited(next(filled, ()))

    def _study_column(self) -> int | None:
        """Return the column that cites a study in most of its cells."""
        for index in range(len(self.columns)):
            cells = [row[index] for row in self.table.rows if index < len(row) and row[index].text.strip()]
            if cells and 2 * sum(bool(self._cited([cell])) for cell in cells) > len(cells):
                return index
        return None

    def _cited(self, cells: Sequence[Cell]) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(c for cell in cells for c in self.document.cited_within(cell.start, cell.end)))

    # --- places

    def _moved_context(self, context: Context, cell: Cell, text: Spelled, shift: int) -> Context:
        fields = {name: getattr(context, name) for name in ("cell_lines", "cell_types", "diseases", "drug_responses")}
        moved = {
            name: tuple(self._moved(mention, cell, text, shift) for mention in mentions if mention.start >= shift)
            for name, mentions in fields.items()
        }
        return Context(**moved, settings=context.settings)

    def _moved(self, mention: Mention, cell: Cell, text: Spelled, shift: int = 0) -> Mention:
        return self._at(mention, *self._place(cell, text, mention.start - shift, mention.end - shift))

    def _at(self, mention: Mention, start: int, end: int) -> Mention:
        return mention.model_copy(update={"start": start, "end": end, "text": self.document.text[start:end]})

    def _trigger(self, cell: Cell, text: Spelled, start: int, end: int) -> Trigger:
        start, end = self._place(cell, text, start, end)
        return Trigger(text=self.document.text[start:end], start=start, end=end)

    def _place(self, cell: Cell, text: Spelled, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of a reading stands in the source; the whole cell if that cannot be told."""
        places = aligned(cell.text, self.document.text[cell.start : cell.end])
        end = min(end, len(text.text))
        if places is None or not 0 <= start < end:
            return cell.start, cell.end
        first, last = text.span(start, end)
        return cell.start + places[first], cell.start + places[last - 1] + 1

    def _in_caption(self, response: Span) -> tuple[int, int] | None:
        """Return where a response of the caption stands in the source; None where the caption is not found there."""
        whole, held = (r"\s+".join(map(re.escape, text.split())) for text in (response.doc.text, response.text))
        caption = re.search(whole, self.document.text)
        found = re.search(held, caption[0]) if caption else None
        return (caption.start() + found.start(), caption.start() + found.end()) if caption and found else None
