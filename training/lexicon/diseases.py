"""Diseases: Mondo, with the names of DOID and MeSH."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entities import Collection, Entity, natural_order, spelling_variants, vague_names
from sources import Sources

from extract.language.lexicon.keys import key

MESH_TREES = (*(f"C{number:02d}" for number in (1, *range(4, 21))), "C23.888.592", "F03")
SIGNS = ("C23.300", "C23.550.414", "C23.888")  # abnormal forms, bleeding, signs and symptoms
CHARACTERISTIC = "MONDO:0021125"  # "congenital", "grade III": attributes of diseases
GENERIC = vague_names("disease")


def read(sources: Sources, curated: dict) -> list[Entity]:
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
    signs: list[tuple[list[str], str]] = []
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
        disease = any(part.startswith(MESH_TREES) for part in tree.split("|"))
        if not disease and not any(part.startswith(SIGNS) for part in tree.split("|")):
            continue
        names = [natural_order(name) for name in (label, *filter(None, synonyms.split("|")))]
        entity = mesh.get(identifier)
        if entity is not None and not {key(name) for name in names} & {key(name) for name in entity.names}:
            entity = None  # a cross-reference to something wider or narrower
        entity = entity or diseases.find(names[:1])
        if entity is None and not disease:
            signs.append((names, f"mesh:{identifier}"))
            continue
        entity = entity or diseases.new(_lower(names[0]), f"mesh:{identifier}")
        entity.add(filter(_usable, names), "synonym")
    for row in curated["disease"]:
        entity = diseases.curated(row)
        entity.add(row.get("names", ()), "curated")
        entity.call(row.get("called", ()))
    for entity in diseases.entities:
        for name in [*entity.names]:
            entity.add(spelling_variants(_lower(name)), "derived")
            cancer = re.sub(r"\bcarcinoma$", "cancer", name)
            if cancer != name and " " in name and diseases.find([cancer]) in (None, entity):
                entity.add(cancer, "derived")
        entity.names = {name: kind for name, kind in entity.names.items() if name.lower() not in GENERIC}
    named = [entity for entity in diseases.entities if entity.names or entity.called]
    return [*named, *_signs(signs, diseases)]


def _signs(rows: list[tuple[list[str], str]], diseases: Collection) -> Iterator[Entity]:
    """Yield what diseases go with, bleeding or nausea, under those names that no disease has; to be looked up only."""
    taken = {key(name) for entity in diseases.entities for name in entity.names}
    for names, curie in rows:
        entity = Entity("DISEASE", _lower(names[0]), curie)
        plain = [name for name in names if _usable(name) and not name.isupper()]
        forms = [*plain, *(form for name in plain for form in spelling_variants(_lower(name)))]
        entity.call((name for name in forms if key(name) not in taken), "synonym")
        if entity.called:
            yield entity


def _usable(name: str) -> bool:
    return len(name) <= 60 and ", " not in name and "(" not in name and not re.search(r"\bNOS\b", name)


def _lower(name: str) -> str:
    """Lower the case of words, but not of symbols ("PKD2", "B-cell")."""
    return " ".join(word.lower() if re.match(r"^[A-Z]?[a-z'-]+$", word) else word for word in name.split(" "))
