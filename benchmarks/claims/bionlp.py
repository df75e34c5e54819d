"""Events of the BioNLP shared task 2013 (Cancer Genetics, Pathway Curation) as signed pairs of cause and theme.

A regulation event with a cause gives a pair. Where cause or theme is an event itself, what it is about stands for it,
and regulations on the way turn the sign: "inhibits the expression of X" is an effect on X. An event that is about no
entity that the pipeline has a type for, such as growth or metastasis, is the object itself, by its trigger word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pairs import Entity, Pair, PairDocument, Sign

from extract.schema import MentionType

ENTITIES: dict[str, MentionType] = {
    "Gene_or_gene_product": "GENE",
    "Complex": "GENE",
    "Simple_chemical": "CHEMICAL",
    "Cancer": "DISEASE",
}
PROCESSES = frozenset(
    {
        "Blood_vessel_development",
        "Carcinogenesis",
        "Cell_death",
        "Cell_differentiation",
        "Cell_division",
        "Cell_proliferation",
        "Cell_transformation",
        "Glycolysis",
        "Growth",
        "Metastasis",
        "Pathway",
    }
)
REGULATIONS: dict[str, Sign] = {"Positive_regulation": 1, "Activation": 1, "Negative_regulation": -1, "Regulation": 0}
LOWERING = frozenset({"Catabolism", "Degradation", "Inactivation"})  # less of the theme


@dataclass(frozen=True, slots=True)
class _Event:
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]  # (role, id)


@dataclass(slots=True)
class _Annotations:
    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    events: dict[str, _Event] = field(default_factory=dict)

    def read(self, path: Path) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if line.startswith("T"):
                name, start, end = fields[1].split(";")[0].split()[:3]
                self.spans[fields[0]] = (name, int(start), int(end))
            elif line.startswith("E"):
                (name, trigger), *arguments = (part.split(":") for part in fields[1].split())
                told = tuple((role.rstrip("0123456789"), id_) for role, id_ in arguments)
                self.events[fields[0]] = _Event(name, trigger, told)


def read(folder: Path) -> Iterator[PairDocument]:
    """Yield the documents of a folder of ``.txt``, ``.a1`` and ``.a2`` files."""
    for path in sorted(folder.glob("*.txt")):
        marks = _Annotations()
        for suffix in (".a1", ".a2"):
            marks.read(path.with_suffix(suffix))
        entities = [
            Entity(start, end, id_, ENTITIES[name])
            for id_, (name, start, end) in marks.spans.items()
            if name in ENTITIES
        ]
        for event in marks.events.values():
            if event.type in PROCESSES:
                _, start, end = marks.spans[event.trigger]
                entities.append(Entity(start, end, event.trigger, "PROCESS"))
        pairs = dict.fromkeys(pair for event in marks.events.values() for pair in _pairs(marks, event))
        yield PairDocument(path.stem, path.read_text(encoding="utf-8"), tuple(entities), tuple(pairs))


def _pairs(marks: _Annotations, event: _Event) -> Iterator[Pair]:
    if event.type not in REGULATIONS:
        return
    causes = [id_ for role, id_ in event.arguments if role == "Cause"]
    themes = [id_ for role, id_ in event.arguments if role == "Theme"]
    for cause in causes:
        for theme in themes:
            left, right = _about(marks, cause, 0), _about(marks, theme, 0)
            if left and right and left[0] != right[0]:
                sign: Sign = REGULATIONS[event.type] * left[1] * right[1]  # type: ignore[assignment]
                yield Pair(left[0], right[0], sign, directed=True)


def _about(marks: _Annotations, id_: str, depth: int) -> tuple[str, int] | None:
    """Return what an argument is about and the sign of what is done to it; None where it has no type here."""
    if id_ in marks.spans:
        return (id_, 1) if marks.spans[id_][0] in ENTITIES else None
    event = marks.events.get(id_)
    if event is None or depth > len(marks.events):
        return None
    if event.type in PROCESSES:
        return event.trigger, 1
    sign = -1 if event.type in LOWERING else REGULATIONS.get(event.type, 1)
    theme = next((other for role, other in event.arguments if role == "Theme"), None)
    inner = _about(marks, theme, depth + 1) if theme else None
    return (inner[0], inner[1] * sign) if inner else None
