"""`pubtator`: title, text and mentions as PubTator has them, with the relations of BioRED."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extract.export import prefixes
from extract.export.source import Paged, Run, grounded
from extract.schema import Mention, Triple

_TYPES = {
    "GENE": "Gene", "NCRNA": "Gene", "CHEMICAL": "Chemical", "DISEASE": "Disease", "CELL_LINE": "CellLine",
    "VARIANT": "Variant", "CELL_TYPE": "CellType", "PATHWAY": "Pathway", "PROCESS": "Process",
    "DRUG_RESPONSE": "DrugResponse",
}  # fmt: skip
_SIGNS = {1: "Positive_Correlation", -1: "Negative_Correlation", 0: "Association"}
_OF_PREDICATE = {"binds": "Bind", "combines_with": "Cotreatment"}
_ONE_LINE = {9: " ", 10: " ", 13: " ", 0x2028: " ", 0x2029: " ", 0x85: " ", 11: " ", 12: " "}


def write(run: Run, path: Path) -> None:
    """Write a block for each paper: its first line as the title, the rest as the abstract, offsets as in the run."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        for paged in run.paged():
            stream.writelines(line + "\n" for line in _block(paged))
            stream.write("\n")


def _block(paged: Paged) -> Iterator[str]:
    ident = paged.record.pmid or paged.record.doc_id
    text = paged.text.translate(_ONE_LINE)
    cut = next((i for i, char in enumerate(paged.text) if char in "\r\n"), len(text))
    yield f"{ident}|t|{text[:cut]}"
    yield f"{ident}|a|{text[cut + 1 :]}"
    for m in paged.mentions:
        yield "\t".join((ident, str(m.start), str(m.end), text[m.start : m.end], _TYPES[m.type], _identifier(m) or "-"))
    seen = set()
    for triple in paged.triples:
        line = _relation(triple, ident)
        if line is not None and line not in seen:
            seen.add(line)
            yield line


def _relation(triple: Triple, ident: str) -> str | None:
    """Return the line of a claim between two identifiers; denied claims have no place in the format."""
    if triple.negated or not (grounded(triple.subject) and grounded(triple.object)):
        return None
    if "DRUG_RESPONSE" in (triple.subject.type, triple.object.type):
        return None  # its drug is not what is acted on
    type_ = _OF_PREDICATE.get(triple.predicate, _SIGNS[triple.sign])
    return "\t".join((ident, type_, _identifier(triple.subject) or "", _identifier(triple.object) or ""))


def _identifier(mention: Mention) -> str | None:
    return prefixes.biolink(mention.curie) if mention.curie and prefixes.known(mention.curie) else None
