"""What the readers of the sources produce: entities with their names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.language.lexicon.dictionary import KINDS
from extract.language.lexicon.keys import key


@dataclass(slots=True)
class Entity:
    """One thing with its official name, identifier, and its names by kind (see ``KINDS``).

    ``called`` are names that mean it where something else has told that they name one of its type: they are looked up
    only.
    """

    type: str
    norm: str
    curie: str | None
    names: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)

    def add(self, names: Iterable[str] | str, kind: str) -> None:
        """Add names; a name keeps the best kind it was given."""
        for name in [names] if isinstance(names, str) else names:
            name = " ".join(name.split())
            if name and (name not in self.names or KINDS.index(kind) < KINDS.index(self.names[name])):
                self.names[name] = kind

    def call(self, names: Iterable[str], kind: str = "curated") -> None:
        """Add names to be looked up only."""
        for name in names:
            self.called.setdefault(name, kind)


class Collection:
    """Entities of one type, merged where they share a strict name."""

    def __init__(self, type_: str) -> None:
        self.type = type_
        self.entities: list[Entity] = []
        self.by_key: dict[str, Entity] = {}

    def find(self, names: Iterable[str]) -> Entity | None:
        """Return the first entity that has one of the names as a strict name."""
        for name in names:
            found = self.by_key.get(key(name))
            if found is not None:
                return found
        return None

    def new(self, norm: str, curie: str | None, *, strict: Iterable[str] = ()) -> Entity:
        """Add an entity; `strict` are names by which later sources may find it."""
        entity = Entity(self.type, norm, curie)
        entity.add(norm, "official")
        self.entities.append(entity)
        self.claim(entity, [norm, *strict])
        return entity

    def curated(self, row: dict) -> Entity:
        """Return the entity that a curated row is on, a new one if none is called so.

        One that is to be looked up only has no other names than the row's, and keeps the row's identifier though
        another thing goes by its name, too: a source's synonym for something wider or narrower.
        """
        found = self.find([row["norm"]])
        looked_up = "called" in row and "names" not in row
        if looked_up and (found is None or (found.curie and row.get("curie", found.curie) != found.curie)):
            found = Entity(self.type, row["norm"], row.get("curie") or None)
            self.entities.append(found)
        if found is not None and found.curie is None:
            found.curie = row.get("curie")
        return found or self.new(row["norm"], row.get("curie"))

    def claim(self, entity: Entity, names: Iterable[str]) -> None:
        """Let the entity be found by these names, where no other is."""
        for name in names:
            self.by_key.setdefault(key(name), entity)


def vague_names(type_: str) -> set[str]:
    """Return the names in lower case that are too vague to be names of a type."""
    table = tomllib.loads((Path(__file__).parent / "curated" / "vague.toml").read_text(encoding="utf-8"))[type_]
    return {*table["words"].split(), *table["phrases"]}


def natural_order(name: str) -> str:
    """Turn an inverted heading round: "Carcinoma, Hepatocellular" -> "Hepatocellular Carcinoma"."""
    head, comma, rest = name.partition(", ")
    return f"{rest} {head}" if comma and ", " not in rest else name


BRITISH = (
    (re.compile(r"tumor"), "tumour"),
    (re.compile(r"signaling"), "signalling"),
    (re.compile(r"leukemi"), "leukaemi"),
    (re.compile(r"anemi"), "anaemi"),
    (re.compile(r"isch?emi"), "ischaemi"),
    (re.compile(r"\bhem(?=[ao])"), "haem"),
    (re.compile(r"edema"), "oedema"),
    (re.compile(r"\besophag"), "oesophag"),
    (re.compile(r"ization\b"), "isation"),
    (re.compile(r"izing\b"), "ising"),
    (re.compile(r"polyme?riz"), "polymeris"),
    (re.compile(r"\bsulf"), "sulph"),
    (re.compile(r"\bfiber"), "fibre"),
    (re.compile(r"remodeling"), "remodelling"),
)


def spelling_variants(name: str) -> Iterator[str]:
    """Yield British spellings and irregular plurals of a lower-case name."""
    if len(name) < 5 or not name[1:].islower():
        return
    forms = [name]
    british = name
    for pattern, form in BRITISH:
        british = pattern.sub(form, british)
    if british != name:
        forms.append(british)
        yield british
    for form in forms:
        if form.endswith("sis"):
            yield form[:-2] + "es"
        elif re.search(r"[^aeiou]y$", form):
            yield form[:-1] + "ies"
        elif re.search(r"(?:[sx]|ch|sh)$", form) and not form.endswith("us"):
            yield form + "es"
        elif form.endswith("oma"):
            yield form + "ta"
