"""Diseases: Mondo, with the names of DOID and MeSH."""

from __future__ import annotations

import re

from entities import Collection, Entity, natural_order, spelling_variants, vague_names
from sources import Sources

from extract.language.lexicon.keys import key

MESH_TREES = (*(f"C{number:02d}" for number in (1, *range(4, 21))), "C23.888.592", "F03")
CHARACTERISTIC = "MONDO:0021125"  # "congenital", "grade III": attributes of diseases
GENERIC = vague_names("disease")


def read(sources: Sources) -> list[Entity]:
    """Return diseases (DISEASE)."""
    diseases = Collection("DISEASE")
    by_curie: dict[str, Entity] = {}
    for identifier, term in sources.ontology("mondo").items():
        if CHARACTERISTIC in term["ancestors"]:
            continue
        curie = "mondo:" + identifier.removeprefix("MONDO:")
        entity = by_curie[curie] = diseases.new(_lower(term["label"]), curie)
        entity.add(filter(_usable, term.get("synonyms", ())), "synonym")
    for entity in diseases.entities:
        diseases.claim(entity, entity.names)
    mesh: dict[str, Entity] = {}
    for record in sources.records("mondo.json"):
        entity = by_curie.get("mondo:" + record["id"])
        for reference in record.get("xrefs", ()):
            if entity is not None and reference["namespace"] == "MESH":
                mesh.setdefault(reference["id"], entity)
    for record in sources.records("doid.json"):
        names = [record["name"], *filter(_usable, record.get("synonyms", ()))]
        entity = diseases.find([record["name"]]) or diseases.new(_lower(record["name"]), record["id"].lower())
        entity.add(names, "synonym")
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        if not any(part.startswith(MESH_TREES) for part in tree.split("|")):
            continue
        names = [natural_order(name) for name in (label, *filter(None, synonyms.split("|")))]
        entity = mesh.get(identifier)
        if entity is not None and not {key(name) for name in names} & {key(name) for name in entity.names}:
            entity = None  # a cross-reference to something wider or narrower
        entity = entity or diseases.find(names[:1]) or diseases.new(_lower(names[0]), f"mesh:{identifier}")
        entity.add(filter(_usable, names), "synonym")
    for entity in diseases.entities:
        for name in [*entity.names]:
            entity.add(spelling_variants(_lower(name)), "derived")
            cancer = re.sub(r"\bcarcinoma$", "cancer", name)
            if cancer != name and " " in name and diseases.find([cancer]) in (None, entity):
                entity.add(cancer, "derived")
        entity.names = {name: kind for name, kind in entity.names.items() if name.lower() not in GENERIC}
    return [entity for entity in diseases.entities if entity.names]


def _usable(name: str) -> bool:
    return len(name) <= 60 and ", " not in name and "(" not in name and not re.search(r"\bNOS\b", name)


def _lower(name: str) -> str:
    """Lower the case of words, but not of symbols ("PKD2", "B-cell")."""
    return " ".join(word.lower() if re.match(r"^[A-Z]?[a-z'-]+$", word) else word for word in name.split(" "))
