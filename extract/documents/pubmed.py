"""PubMed XML: a title, an abstract with its labelled parts, and sometimes references."""

from __future__ import annotations

import re

from extract.documents import identity, references, structure
from extract.documents.draft import Draft, Mark, Part
from extract.documents.errors import ReadError
from extract.documents.xml import Writer, child, children, descendants, entity_text, name, parse, plain
from extract.schema import Reference


def read_pubmed(data: bytes, path: str) -> Draft:
    """Read a PubMed record.

    Raises
    ------
    ReadError
        If the XML is broken, or holds no record, or more than one.
    """
    root = parse(data, path)
    found = [e for e in root.iter() if name(e) in ("MedlineCitation", "BookDocument")]
    if not found:
        raise ReadError(path, "the XML holds no PubMed record")
    if len(found) > 1:
        raise ReadError(
            path,
            f"the file holds {len(found)} PubMed records",
            "resistract run takes each for itself; extract.documents.split() cuts them out",
        )
    record = found[0]
    article = child(record, "Article")
    article = record if article is None else article
    out = Writer()
    parts: list[Part] = []

    def close(kind: str, start: int, **options: object) -> None:
        end = out.end(start)
        if end > start:
            parts.append(Part(kind, [(start, end)], **options))  # type: ignore[arg-type]
            out.raw("\n\n")

    title = child(article, "ArticleTitle")
    words = re.sub(r"^\[(.*)\]\.?$", r"\1", plain(title))
    if words:
        start = out.length
        out.raw(words)
        close("title", start)
    abstract = child(article, "Abstract")
    if abstract is not None:
        for section in children(abstract, "AbstractText"):
            label = section.get("Label")
            if label and label.upper() != "UNLABELLED":
                start = out.length
                out.raw(label)
                close("heading", start, level=1, type="abstract")
            start = out.length
            _inline(section, out)
            close("paragraph", start)
    if not parts:
        raise ReadError(path, "the record has neither title nor abstract")
    text = out.text
    ids = {
        e.get("IdType") or e.get("EIdType"): plain(e)
        for e in descendants(root, "ArticleId", "ELocationID")
        if not _cited(e)
    }
    return Draft(
        text=text,
        parts=structure.abstract(text, parts),
        format="pubmed",
        title=words,
        doi=references.clean_doi(ids.get("doi", "") or "") or None,
        pmid=plain(child(record, "PMID")) or ids.get("pubmed"),
        **identity.of_pubmed(record, ids),
        marks=out.marks,
        references=_entries(root),
    )


def _cited(element: object) -> bool:
    return any(name(a) in ("Reference", "ReferenceList") for a in element.iterancestors())  # type: ignore[attr-defined]


def _inline(node: object, out: Writer) -> None:
    if not isinstance(node.tag, str):  # type: ignore[attr-defined]
        out.add(entity_text(node))
        return
    out.add(node.text)  # type: ignore[attr-defined]
    for item in node:  # type: ignore[attr-defined]
        start = out.length
        _inline(item, out)
        if name(item) == "sup" and out.length > start:
            out.marks.append(Mark(start, out.length))
        out.add(item.tail)


def _entries(root: object) -> list[Reference]:
    out = []
    for number, entry in enumerate(descendants(root, "Reference"), 1):
        text = plain(child(entry, "Citation"))
        if not text:
            continue
        ids = {e.get("IdType"): plain(e) for e in descendants(entry, "ArticleId")}
        record = references.parse(text, number=number)
        doi = references.clean_doi(ids.get("doi", "") or "")
        out.append(record.model_copy(update={"doi": doi or record.doi, "pmid": ids.get("pubmed") or record.pmid}))
    return out
