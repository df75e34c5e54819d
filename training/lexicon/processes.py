"""Biological processes and pathways: GO, MeSH, and a curated list of what cancer biology speaks of; organisms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entities import Collection, Entity, natural_order, spelling_variants, vague_names
from sources import Sources

from extract.language.lexicon.keys import key

# Trees of MeSH: physiology and genetics, and the course of disease.
TREES = ("G03", "G04", "G12", "C23.550", "C04.697")
GENERAL = ("G02.111", "G05", "G07", "G08", "G09", "G10", "G11", "G13", "G16", "F01.470", "F02.463", "F02.830")
ATTRIBUTES = "C23.550.291"  # of disease in general
VAGUE = vague_names("process")
PATHWAY = re.compile(r"\b(?:signal(?:l)?ing )?(?:pathway|cascade)s?\b|\bcycle shunt\b")


def read(sources: Sources, curated: dict) -> list[Entity]:
    """Return processes (PROCESS) and the named pathways of GO and the curated list (PATHWAY)."""
    processes = Collection("PROCESS")
    pathways = Collection("PATHWAY")
    general: list[tuple[list[str], str]] = []
    for record in sources.records("go.json"):
        name = record["name"]
        if record["namespace"] != "biological_process" or name.startswith(
            ("positive reg", "negative reg", "regulation of")
        ):
            continue
        target = pathways if PATHWAY.search(name) else processes
        if _usable(name) and _vague(name) and target is processes:
            general.append(([name], record["id"].lower()))
        if not _usable(name) or _vague(name):
            continue
        entity = target.new(_lower(name), record["id"].lower())
        names = [synonym for synonym in record.get("synonyms", ()) if _usable(synonym)]
        entity.add((n for n in names if bool(PATHWAY.search(n)) is (target is pathways) and not _vague(n)), "synonym")
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        parts = [part for part in tree.split("|") if not part.startswith(ATTRIBUTES)]
        if not any(part.startswith((*TREES, *GENERAL)) for part in parts):
            continue
        names = [natural_order(name) for name in (label, *filter(None, synonyms.split("|")))]
        if not any(part.startswith(TREES) for part in parts):
            general.append(([name for name in names if _usable(name)], f"mesh:{identifier}"))
            continue
        names = [name for name in names if _usable(name) and not _vague(name)]
        if names and not any(PATHWAY.search(name) for name in names):
            entity = processes.find(names[:1]) or processes.new(_lower(names[0]), f"mesh:{identifier}")
            entity.add(names, "synonym")
    for target, rows in ((processes, curated["process"]), (pathways, curated["pathway"])):
        for row in rows:
            entity = target.curated(row)
            if row.get("curie"):
                entity.curie = row["curie"]
            entity.norm = row["norm"]
            entity.add(row.get("names", ()), "curated")
            if "called" not in row:
                entity.add(row["norm"], "curated")
            entity.call(row.get("called", ()))
    for entity in (*processes.entities, *pathways.entities):
        for name in [*entity.names]:
            entity.add(spelling_variants(_lower(name)), "derived")
    return [*processes.entities, *pathways.entities, *_general(general, processes)]


def _general(rows: list[tuple[list[str], str]], processes: Collection) -> Iterator[Entity]:
    """Yield processes that go by everyday words, under names that no other has; to be looked up only."""
    taken = {key(name) for entity in processes.entities for name in entity.names}
    for names, curie in rows:
        entity = Entity("PROCESS", _lower(names[0]), curie) if names else None
        forms = [*names, *(form for name in names for form in spelling_variants(_lower(name)))]
        free = [name for name in dict.fromkeys(forms) if key(name) not in taken]
        if entity is not None and free:
            entity.call(free, "synonym")
            taken.update(map(key, free))
            yield entity


def read_organisms(sources: Sources, curated: dict) -> list[Entity]:
    """Return organisms (ORGANISM); MeSH's are to be looked up only."""
    organisms = Collection("ORGANISM")
    for row in curated["organism"]:
        organisms.new(row["norm"], row["curie"]).add(row["names"], "curated")
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        if all(part.startswith("B0") for part in tree.split("|")) and organisms.find([label]) is None:
            entity = Entity("ORGANISM", label, f"mesh:{identifier}")
            names = (natural_order(name) for name in (label, *synonyms.split("|")))
            entity.call((name for name in names if _usable(name)), "synonym")
            organisms.entities.append(entity)
    return organisms.entities


def _usable(name: str) -> bool:
    return 4 <= len(name) <= 50 and ", " not in name and "(" not in name and not name.isupper()


def _vague(name: str) -> bool:
    lower = name.lower()
    return {lower, lower.replace("-", ""), lower.removesuffix("s")} & VAGUE != set()


def _lower(name: str) -> str:
    return " ".join(word.lower() if re.match(r"^[A-Z][a-z-]+$", word) else word for word in name.split(" "))
