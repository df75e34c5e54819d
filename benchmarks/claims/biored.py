"""BioRED (Luo et al. 2022, Briefings in Bioinformatics 23:bbac282) in PubTator format, as signed pairs of concepts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pairs import Entity, Pair, PairDocument, Sign

from extract.schema import MentionType

TYPES: dict[str, MentionType] = {
    "GeneOrGeneProduct": "GENE",
    "DiseaseOrPhenotypicFeature": "DISEASE",
    "ChemicalEntity": "CHEMICAL",
    "SequenceVariant": "VARIANT",
    "CellLine": "CELL_LINE",
}
SIGNS: dict[str, Sign] = {"Positive_Correlation": 1, "Negative_Correlation": -1}


def read(path: Path) -> Iterator[PairDocument]:
    """Yield the documents of a PubTator file; species are left out."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        yield _document(block.splitlines())


def _document(lines: list[str]) -> PairDocument:
    id_, _, title = lines[0].split("|", 2)
    text = f"{title} {lines[1].split('|', 2)[2]}"
    entities: list[Entity] = []
    pairs: list[Pair] = []
    for line in lines[2:]:
        fields = line.split("\t")
        if fields[1].isdecimal() and fields[4] in TYPES:
            for key in fields[5].split(","):
                entities.append(Entity(int(fields[1]), int(fields[2]), key, TYPES[fields[4]]))
        elif not fields[1].isdecimal():
            pairs.append(Pair(fields[2], fields[3], SIGNS.get(fields[1], 0)))
    return PairDocument(id_, text, tuple(entities), tuple(pairs))
