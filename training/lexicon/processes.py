"""Biological processes and pathways: GO, MeSH, and a curated list of what cancer biology speaks of; organisms."""

from __future__ import annotations

import re

from entities import Collection, Entity, natural_order, spelling_variants, vague_names
from sources import Sources

# Trees of MeSH: physiology and genetics, and the course of disease.
TREES = ("G03", "G04", "G12", "C23.550", "C04.697")
ATTRIBUTES = "C23.550.291"  # of disease in general
VAGUE = vague_names("process")
PATHWAY = re.compile(r"\b(?:signal(?:l)?ing )?(?:pathway|cascade)s?\b|\bcycle shunt\b")


def read(sources: Sources, curated: dict) -> list[Entity]:
    """Return processes (PROCESS) and the named pathways of GO and the curated list (PATHWAY)."""
    processes = Collection("PROCESS")
    pathways = Collection("PATHWAY")
    for record in sources.records("go.json"):
        name = record["name"]
        if record["namespace"] != "biological_process" or name.startswith(
            ("positive reg", "negative reg", "regulation of")
        ):
            continue
        target = pathways if PATHWAY.search(name) else processes
        if not _usable(name) or _vague(name):
            continue
        entity = target.new(_lower(name), record["id"].lower())
        names = [synonym for synonym in record.get("synonyms", ()) if _usable(synonym)]
        entity.add((n for n in names if bool(PATHWAY.search(n)) is (target is pathways) and not _vague(n)), "synonym")
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        if not any(part.startswith(TREES) and not part.startswith(ATTRIBUTES) for part in tree.split("|")):
            continue
        names = [natural_order(name) for name in (label, *filter(None, synonyms.split("|")))]
        names = [name for name in names if _usable(name) and not _vague(name)]
        if names and not any(PATHWAY.search(name) for name in names):
            entity = processes.find(names[:1]) or processes.new(_lower(names[0]), f"mesh:{identifier}")
            entity.add(names, "synonym")
    for target, rows in ((processes, curated["process"]), (pathways, curated["pathway"])):
        for row in rows:
            entity = target.find([row["norm"]]) or target.new(row["norm"], row.get("curie"))
            if row.get("curie"):
                entity.curie = row["curie"]
            entity.norm = row["norm"]
            entity.add([row["norm"], *row.get("names", ())], "curated")
    for entity in (*processes.entities, *pathways.entities):
        for name in [*entity.names]:
            entity.add(spelling_variants(_lower(name)), "derived")
    return [*processes.entities, *pathways.entities]


def read_organisms(curated: dict) -> list[Entity]:
    """Return organisms (ORGANISM)."""
    organisms = Collection("ORGANISM")
    for row in curated["organism"]:
        organisms.new(row["norm"], row["curie"]).add(row["names"], "curated")
    return organisms.entities


def _usable(name: str) -> bool:
    return 4 <= len(name) <= 50 and ", " not in name and "(" not in name and not name.isupper()


def _vague(name: str) -> bool:
    lower = name.lower()
    return {lower, lower.replace("-", ""), lower.removesuffix("s")} & VAGUE != set()


def _lower(name: str) -> str:
    return " ".join(word.lower() if re.match(r"^[A-Z][a-z-]+$", word) else word for word in name.split(" "))
