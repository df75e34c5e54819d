"""Drugs and other chemicals: DrugBank's open names, MeSH, HMS LINCS, ChEBI."""

from __future__ import annotations

import re

from entities import Collection, Entity, vague_names
from sources import Sources

from extract.language.lexicon.keys import key

# MeSH trees of chemicals that are no proteins (D08, D12) nor cells, and of kinds of drug (D27).
TREES = ("D01", "D02", "D03", "D04", "D05", "D06", "D09", "D10", "D13.695", "D20.215", "D26", "D27")
VAGUE = vague_names("chemical")
SYSTEMATIC = re.compile(r"[\[\]{}<>^]|\(.*\(|,.*,.*,|\d.*\d.*\d.*\d.*\d")
CODE = re.compile(r"^[A-Z]{1,5}[- ]?\d{2,7}[A-Za-z]?$")
ANTIBODY = re.compile(r"mab\b", re.IGNORECASE)


def read(sources: Sources, curated: dict) -> list[Entity]:
    """Return chemicals (CHEMICAL); the norm is DrugBank's name where there is one."""
    chemicals = Collection("CHEMICAL")
    _drugbank(sources, chemicals)
    _lincs(sources, chemicals)
    _mesh(sources, chemicals)
    _chebi(sources, chemicals)
    for row in curated["chemical"]:
        entity = chemicals.curated(row)
        entity.norm = row["norm"]
        entity.add(row.get("names") or ([] if "called" in row else [row["norm"]]), "curated")
        entity.call(row.get("called", ()))
    for entity in chemicals.entities:
        entity.names = {name: kind for name, kind in entity.names.items() if _named(name, kind)}
    return [entity for entity in chemicals.entities if entity.names or entity.called]


def _named(name: str, kind: str) -> bool:
    """Tell whether the name is that of one thing, not of everything against a target."""
    return name.lower() not in VAGUE and (kind == "curated" or not name.lower().startswith("anti-"))


def _plain(name: str) -> bool:
    """Tell whether people write the name, rather than draw it; codes as "LY294002" they write."""
    return CODE.match(name) is not None or (2 <= len(name) <= 50 and not SYSTEMATIC.search(name))


def _lower(name: str) -> str:
    """Lower the case of a name unless it is a code ("MK-2206") or an abbreviation."""
    return name if re.search(r"[A-Z].*[A-Z\d]", name) and not re.search(r"[a-z]{4}", name) else name.lower()


def _drugbank(sources: Sources, chemicals: Collection) -> None:
    chebi: dict[str, str] = {}
    for row in sources.table("drugbank_mappings.tsv"):
        if row["NAMESPACE"] == "CHEBI":
            chebi.setdefault(row["DRUGBANK_ID"], f"chebi:{row['ID']}")
    data = sources.drugs()
    living = _organisms_and_foods(sources)
    found: dict[str, Entity] = {}
    for canonical, record in data["drug_canonical_to_data"].items():
        identifier = record.get("drugbank_id")
        name = record.get("name", canonical)
        # DrugBank lists allergens for skin tests: pollens, moulds, foods.
        if identifier and _plain(name) and key(name) not in living and not name.endswith((" pollen", " whole")):
            found[canonical] = chemicals.new(_lower(name), chebi.get(identifier, f"drugbank:{identifier}"))
    for variant, canonicals in data["drug_variant_to_canonical"].items():
        for canonical in canonicals:
            if canonical in found and _plain(variant) and "," not in variant:
                found[canonical].add(variant, "synonym")
                chemicals.claim(found[canonical], [variant])


def _organisms_and_foods(sources: Sources) -> set[str]:
    """Return the keys of MeSH's organisms (tree B) and foods (tree J02) that are no chemicals (tree D) as well."""
    return {
        key(name)
        for _, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False)
        if tree.startswith(("B", "J02")) and not any(part.startswith("D") for part in tree.split("|"))
        for name in (label, *synonyms.split("|"))
    }


def _lincs(sources: Sources, chemicals: Collection) -> None:
    for record in sources.records("lincs_small_molecules.json").values():
        names = [name.strip() for name in (record["Name"], *record["Alternative Names"].split(";")) if name.strip()]
        names = [name for name in names if _plain(name) and len(name) > 2]
        if not names:
            continue
        chebi, pubchem = record["ChEBI ID"].removeprefix("CHEBI:"), record["PubChem CID"]
        curie = f"chebi:{chebi}" if chebi else f"pubchem.compound:{pubchem}" if pubchem.isdigit() else None
        entity = chemicals.find(names) or chemicals.new(_lower(names[0]), curie)
        entity.add(names, "synonym")
        chemicals.claim(entity, names)


def _mesh(sources: Sources, chemicals: Collection) -> None:
    chebi = {
        row[1]: "chebi:" + row[4].removeprefix("CHEBI:")
        for row in sources.table("mesh_mappings.tsv", header=False)
        if row[0] == "MESH" and row[3] == "CHEBI"
    }
    trees: dict[str, str] = {}
    rows = []
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        trees[identifier] = tree
        if any(part.startswith(TREES) for part in tree.split("|")) and "D12.776" not in tree and "D08" not in tree:
            rows.append((identifier, label, synonyms, tree))
    for identifier, label, synonyms, headings, *_ in sources.table("mesh_supp_id_label_mappings.tsv", header=False):
        tree = "|".join(trees.get(heading, "") for heading in headings.split(","))
        chemical = (
            any(part.startswith(TREES) for part in tree.split("|")) and "D08" not in tree and "D12.776" not in tree
        )
        if (chemical or ANTIBODY.search(label)) and not label.endswith((", human", ", mouse", ", rat")):
            rows.append((identifier, label, synonyms, tree))
    for identifier, label, synonyms, _ in rows:
        names = [name for name in (label, *synonyms.split("|")) if _plain(name)]
        strict = [name for name in names if len(name) > 3]
        if not names:
            continue
        entity = chemicals.find([label, *strict])
        if entity is not None and identifier.startswith("D") and key(label) != key(entity.norm):
            known = {key(name) for name in entity.names}
            if key(label) in known and key(entity.norm) not in {key(name) for name in strict}:
                # A drug dictionary's variant that is a concept of its own in MeSH ("phospholipids").
                entity.names = {
                    name: kind for name, kind in entity.names.items() if key(name) not in (key(label), key(label[:-1]))
                }
                entity = None
                chemicals.by_key.pop(key(label))
        if entity is None:
            if "," in label or not _plain(label):
                label = min((name for name in strict if "," not in name), key=len, default="")
            if not label:
                continue
            entity = chemicals.new(_lower(label), chebi.get(identifier, f"mesh:{identifier}"))
        elif entity.curie is None:
            entity.curie = chebi.get(identifier, f"mesh:{identifier}")
        entity.add((name for name in names if ", " not in name), "synonym")
        chemicals.claim(entity, [name for name in strict if "," not in name])


def _chebi(sources: Sources, chemicals: Collection) -> None:
    for identifier, term in sources.ontology("chebi").items():
        label = term["label"]
        if not _plain(label) or len(label) > 32 or "(" in label or len(term["ancestors"]) < 4:
            continue
        curie = "chebi:" + identifier.removeprefix("CHEBI:")
        entity = chemicals.find([label])
        if entity is None:
            chemicals.new(_lower(label), curie)
        elif key(label) == key(entity.norm) or (entity.curie or "mesh:").startswith(("mesh:", "drugbank:", "pubchem")):
            entity.curie = curie
