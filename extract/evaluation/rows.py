"""Rows of tables as units to score: what their columns and captions say, against gold rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from spacy.language import Language

from extract.claims.columns import caption_of, row_text
from extract.claims.tables import table_triples
from extract.documents import Document, read
from extract.evaluation.gold import GoldDocument
from extract.evaluation.sources import Collected, find_source
from extract.evaluation.units import Unit, drop_repeats, gold_claims, gold_mention, system_claim
from extract.language.load import annotate
from extract.schema import Mention, Triple


def collect_rows(
    nlp: Language,
    gold: Iterable[GoldDocument],
    *,
    folders: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda doc_id: None,
) -> Collected:
    """Read the tables of gold documents and score them row by row; a gold row that no table has counts as not read.

    Parameters
    ----------
    nlp : Language
        A pipeline from ``extract.language.load``.
    gold : iterable of GoldDocument
        Gold whose units are rows with their text: the caption's first sentence, then the cells, ``" | "`` between.
    folders : sequence of Path
        Where to look for the documents before the files that the gold set names.
    progress : callable
        Called with the id of each document before it is run.

    Raises
    ------
    ReadError
        If a document cannot be read.
    """
    collected = Collected()
    for document in gold:
        progress(document.doc_id)
        source = find_source(document, folders)
        if source is None:
            collected.skipped[document.doc_id] = "its file is not here"
        else:
            collected.units += row_units(nlp, document, read(source, doc_id=document.doc_id))
    return collected


def row_units(nlp: Language, gold: GoldDocument, document: Document) -> list[Unit]:
    """Return a unit for each gold row with the claims of the document's row of that text. Offsets are the row's."""
    places: dict[str, tuple[int, int]] = {}
    for table in document.tables:
        for row in table.rows:
            place = min(cell.start for cell in row), max(cell.end for cell in row)
            places[f"{caption_of(table)} | {row_text(row)}"] = place
    claims: dict[tuple[int, int], list[Triple]] = {}
    for triple in table_triples(nlp, document, annotate(nlp, document)):
        claims.setdefault((triple.evidence.start, triple.evidence.end), []).append(triple)
    units = []
    for sentence in gold.sentences:
        text = sentence.text or ""
        named = {mention.id: gold_mention(mention) for mention in sentence.entities}
        found = [_placed(triple, text) for triple in claims.get(places.get(text, (-1, -1)), ())]
        ends = {(m.start, m.end, m.type): m for triple in found for m in (triple.subject, triple.object)}
        units.append(
            Unit(
                sid=sentence.sid,
                doc=gold.doc_id,
                text=text,
                gold_mentions=tuple(named.values()),
                gold_claims=gold_claims(sentence, named),
                mentions=tuple(ends.values()),
                claims=drop_repeats(map(system_claim, found)),
                section="table",
                gold_set=gold.gold_set,
                read=text in places,
            )
        )
    return units


def _placed(triple: Triple, row: str) -> Triple:
    """Return a triple whose ends have offsets in the row's text."""
    ends = {"subject": _in_row(triple.subject, row), "object": _in_row(triple.object, row)}
    return triple.model_copy(update=ends)


def _in_row(mention: Mention, row: str) -> Mention:
    words = " ".join(mention.text.split())
    start = max(row.find(words), 0)
    return mention.model_copy(update={"start": start, "end": start + len(words), "text": words})
