"""`bioc` and `bioc-json`: a BioC collection, one document a paper, with passages, annotations and relations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import bioc
from bioc import biocjson, biocxml

from extract.export import wording
from extract.export.source import Paged, Run
from extract.schema import Mention, Triple


def write(run: Run, path: Path) -> None:
    """Write the collection as XML, one document at a time."""
    with closing(biocxml.BioCXMLDocumentWriter(str(path))) as writer:
        writer.write_collection_info(_collection())
        for paged in run.paged():
            writer.write_document(document(paged))


def write_json(run: Run, path: Path) -> None:
    """Write the collection as JSON, one document at a time."""
    head = biocjson.toJSON(_collection())
    head.pop("documents")
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(json.dumps(head)[:-1] + ', "documents": [')
        for number, paged in enumerate(run.paged()):
            stream.write((",\n" if number else "\n") + json.dumps(biocjson.toJSON(document(paged)), ensure_ascii=False))
        stream.write("\n]}\n")


def document(paged: Paged) -> bioc.BioCDocument:
    """Return a document; offsets count code points of the text that the run saved."""
    found = bioc.BioCDocument()
    record = paged.record
    found.id = record.doc_id
    about = {
        "title": record.title, "journal": record.journal, "year": record.year, "article-id_doi": record.doi,
        "article-id_pmid": record.pmid, "article-id_pmc": record.pmcid, "authors": "; ".join(record.authors),
    }  # fmt: skip
    found.infons = {name: str(value) for name, value in about.items() if value}
    passages = list(_passages(paged))
    for passage in passages:
        found.add_passage(passage)
    ids = _annotate(paged, passages)
    for triple in paged.triples:
        found.add_relation(_relation(triple, ids))
    return found


def _collection() -> bioc.BioCCollection:
    collection = bioc.BioCCollection()
    collection.source = "resistract"
    collection.key = "resistract.key"
    collection.date = ""
    return collection


def _passages(paged: Paged) -> Iterator[bioc.BioCPassage]:
    """Yield the text cut where sections begin and end; a section that holds others is cut at theirs."""
    text, sections = paged.text, paged.record.sections
    places = {0, len(text), *(s.start for s in sections), *(s.end for s in sections)}
    cuts = sorted(place for place in places if 0 <= place <= len(text))
    for start, end in pairwise(cuts):
        words = text[start:end]
        if not words.strip():
            continue
        passage = bioc.BioCPassage()
        passage.offset = start + len(words) - len(words.lstrip())
        passage.text = words.strip()
        holding = [s for s in sections if s.start <= start and end <= s.end]
        if holding:
            inner = min(holding, key=lambda s: s.end - s.start)
            passage.infons = {"section_type": inner.type, "section": " > ".join(inner.headings) or inner.title}
        yield passage


def _annotate(paged: Paged, passages: list[bioc.BioCPassage]) -> dict[tuple[int, int, str], str]:
    """Add the mentions to the passages they stand in; return their ids by place and type."""
    ids: dict[tuple[int, int, str], str] = {}
    used: list[Mention] = [*paged.mentions]
    for t in paged.triples:
        c = t.context
        used += (t.subject, t.object, *t.via, *c.cell_lines, *c.cell_types, *c.diseases, *c.drug_responses)
    for mention in used:
        place = mention.start, mention.end, mention.type
        if place in ids:
            continue
        home = next((p for p in passages if p.offset <= mention.start < p.offset + len(p.text)), None)
        if home is not None:
            ids[place] = f"M{len(ids) + 1}"
            home.add_annotation(_annotation(mention, ids[place], paged.text))
    return ids


def _annotation(mention: Mention, ident: str, text: str) -> bioc.BioCAnnotation:
    found = bioc.BioCAnnotation()
    found.id = ident
    found.text = text[mention.start : mention.end]
    values = {"type": mention.type, "name": mention.norm, "identifier": mention.curie, "direction": mention.direction}
    if mention.drugs:
        values["drugs"] = "; ".join(drug.norm for drug in mention.drugs)
        values["drug_identifiers"] = "; ".join(drug.curie for drug in mention.drugs if drug.curie) or None
    found.infons = {name: value for name, value in values.items() if value}
    found.add_location(bioc.BioCLocation(mention.start, mention.end - mention.start))
    return found


def _relation(triple: Triple, ids: dict[tuple[int, int, str], str]) -> bioc.BioCRelation:
    found = bioc.BioCRelation()
    found.id = triple.id
    found.infons = {
        "type": triple.predicate, "claim": wording.of_triple(triple), "sign": str(triple.sign),
        "subject_state": triple.subject.state, "object_state": triple.object.state,
        "negated": str(triple.negated).lower(), "certainty": triple.certainty, "kind": triple.kind,
        "mechanism_class": "; ".join(triple.mechanism_class), "confidence": str(triple.confidence), "rule": triple.rule,
        "sentence_offset": str(triple.evidence.start),
        "sentence_length": str(triple.evidence.end - triple.evidence.start),
    }  # fmt: skip
    c = triple.context
    roles = [("subject", triple.subject), ("object", triple.object), *(("via", m) for m in triple.via)]
    roles += [("context", m) for m in (*c.cell_lines, *c.cell_types, *c.diseases, *c.drug_responses)]
    for role, m in roles:
        ident = ids.get((m.start, m.end, m.type))
        if ident is not None:
            found.add_node(bioc.BioCNode(ident, role))
    return found
