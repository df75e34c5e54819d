"""Cell lines (Cellosaurus, EFO) and cell types (Cell Ontology, MeSH, and a curated list)."""

from __future__ import annotations

import re

from entities import Collection, Entity, natural_order, spelling_variants, vague_names
from sources import Sources

# A line made from another one, or named after what was put into it.
ENGINEERED = re.compile(r"\[|\b(?:KO|luc|Luc2?|GFP|EGFP|mCherry|RFP|Fluc|Cas9|tTA|FUCCI|CRISPR|shRNA|-/-)\b|;| \(")
HYBRID = re.compile(r"^(?:HG|GM|AG|ND|NA|HPS|CS|UKB|CR|SZ|PD|C|K)\d{4,}|^iPS|^hiPS|iPSC|^TC\d|^mAb|^MAb|anti-")
VAGUE = vague_names("cell_type")


def read_lines(sources: Sources, curated: dict) -> list[Entity]:
    """Return cell lines (CELL_LINE)."""
    lines = Collection("CELL_LINE")
    for identifier, term in sources.ontology("cellosaurus").items():
        name = term["label"]
        well_known = re.match(r"^CVCL_\d{4}$", identifier)
        if ENGINEERED.search(name) or HYBRID.search(name) or not 2 <= len(name) <= 24:
            continue
        if not well_known and (len(name) > 16 or not re.search(r"[A-Za-z]", name)):
            continue
        entity = lines.new(name, f"cellosaurus:{identifier.removeprefix('CVCL_')}")
        if not well_known:
            entity.names[name] = "derived"
        short = name.removeprefix("NCI-")
        if short != name and re.match(r"^H\d{3,}$", short):
            entity.add(short, "synonym")
    by_curie = {entity.curie: entity for entity in lines.entities}
    for record in sources.records("efo.json"):
        accessions = [ref["id"] for ref in record.get("xrefs", ()) if ref["id"].startswith("CVCL_")]
        if accessions:
            names = [record["name"], *record.get("synonyms", ())]
            names = [re.sub(r" cells?$", "", name) for name in names if len(name) <= 20]
            entity = by_curie.get(f"cellosaurus:{accessions[0].removeprefix('CVCL_')}") or lines.find(names)
            if entity is not None:
                entity.add(names, "synonym")
    for row in curated["line"]:
        entity = lines.find([row["norm"]])
        if entity is None:
            raise ValueError(f"cell lines: Cellosaurus has no {row['norm']!r}")
        entity.add(row["names"], "curated")
    return lines.entities


def read_types(sources: Sources, curated: dict) -> list[Entity]:
    """Return cell types (CELL_TYPE)."""
    types = Collection("CELL_TYPE")
    for identifier, term in sources.ontology("cl").items():
        if len(term["label"]) <= 60 and "(" not in term["label"]:
            entity = types.new(_lower(term["label"]), "cl:" + identifier.removeprefix("CL:"))
            names = [
                name for name in term.get("synonyms", ()) if len(name) <= 50 and ", " not in name and "(" not in name
            ]
            entity.add(names, "synonym")
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        parts = tree.split("|")
        if not any(part.startswith("A11") for part in parts) or any(
            part.startswith(("A11.284", "A11.251")) for part in parts
        ):
            continue
        names = [natural_order(name) for name in (label, *filter(None, synonyms.split("|")))]
        names = [name for name in names if "," not in name]
        if names:
            singular = re.sub(r"(?<=[a-z])s$", "", names[0])
            entity = types.find([singular, *(re.sub(r"(?<=[a-z])s$", "", name) for name in names)]) or types.new(
                _lower(singular), f"mesh:{identifier}"
            )
            entity.add(names, "synonym")
    for row in curated["cell_type"]:
        entity = types.curated(row)
        if "names" in row or "called" not in row:
            entity.add([row["norm"], *row.get("names", ())], "curated")
        entity.call(row.get("called", ()))
    for entity in types.entities:
        for name in [*entity.names]:
            entity.add(spelling_variants(_lower(name)), "derived")
        entity.names = {
            name: kind
            for name, kind in entity.names.items()
            if re.sub(r"s$", "", name.lower()) not in VAGUE and name not in VAGUE
        }
    return [entity for entity in types.entities if entity.names or entity.called]


def _lower(name: str) -> str:
    return " ".join(word.lower() if re.match(r"^[A-Z][a-z-]+$", word) else word for word in name.split(" "))
