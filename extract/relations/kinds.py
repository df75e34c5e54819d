"""What a claim is about: its kind, so that the trivial can be left out, and its mechanism classes.

Both are told from the claim's mentions and predicate by ``data/kinds.toml``, never from the rest of the sentence, so
that a claim is of the same kind wherever it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from extract.schema import Kind, MechanismClass, Mention, Triple

DATA = Path(__file__).parents[1] / "data" / "kinds.toml"
DRUG_TARGETS = DATA.parent / "audit" / "drug_targets.toml"
_CLASSES: tuple[MechanismClass, ...] = get_args(MechanismClass)
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Family:
    """What belongs to one mechanism class: entity types, and patterns of gene symbols, words, drugs and triggers."""

    types: frozenset[str]
    genes: re.Pattern[str]
    words: re.Pattern[str]
    drugs: re.Pattern[str]
    triggers: re.Pattern[str]

    def holds(self, type_: str, names: Iterable[str]) -> bool:
        """Tell whether a thing of this type, under one of its names, belongs here."""
        if type_ in self.types:
            return True
        if type_ in ("GENE", "PATHWAY") and any(self.genes.fullmatch(part) for name in names for part in _parts(name)):
            return True
        if type_ == "CHEMICAL":
            return any(self.drugs.fullmatch(name) for name in names)
        return type_ not in ("GENE", "NCRNA", "DISEASE") and any(self.words.search(name) for name in names)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The families of the mechanism classes, and what tells the kinds apart; see ``data/kinds.toml``."""

    families: Mapping[MechanismClass, Family]
    regimen: frozenset[str]
    association: frozenset[str]
    drug_target: frozenset[str]
    molecular: frozenset[str]
    generic: frozenset[str]
    effects: frozenset[str]


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """Return the kinds and classes that ship.

    Raises
    ------
    ValueError
        If the file names a class that the schema does not have, or lacks one.
    """
    content = tomllib.loads(DATA.read_text(encoding="utf-8"))
    classes = content["class"]
    if set(classes) != set(_CLASSES):
        raise ValueError(f"{DATA}: the classes are to be {', '.join(_CLASSES)}")
    words = {name: frozenset(values) for name, values in content["kinds"].items()}
    return Kinds({name: _family(classes[name]) for name in _CLASSES}, **words)


def mechanism_classes(
    subject: Mention, predicate: str, object_: Mention, via: Sequence[Mention] = (), trigger: str = ""
) -> tuple[MechanismClass, ...]:
    """Return the mechanism classes of a claim in the order of the schema; empty where nothing tells.

    Parameters
    ----------
    subject, object_ : Mention
    predicate : str
    via : sequence of Mention
        The mediators that the sentence names.
    trigger : str
        The words that state the relation: "phosphorylates" is signalling, "methylates" epigenetic.
    """
    found: set[str] = set()
    for mention in (subject, object_, *via):
        found.update(_classes_of(mention.type, mention.norm, mention.text))
        if mention.type == "GENE" and mention.state == "altered":
            found.add("signalling_and_mutation")
    found.update(name for name, family in kinds().families.items() if trigger and family.triggers.search(trigger))
    if subject.type == "CHEMICAL" and (
        (object_.type == "CHEMICAL" and predicate == "combines_with")
        or (object_.type == "DRUG_RESPONSE" and not _is_its_drug(subject, object_))
    ):
        found.add("combination_strategy")
    return tuple(name for name in _CLASSES if name in found)


def kind_of(
    subject: Mention,
    predicate: str,
    object_: Mention,
    via: Sequence[Mention] = (),
    classes: Sequence[MechanismClass] = (),
) -> Kind:
    """Return the kind of a claim with these mechanism classes.

    ``association`` and ``regimen`` are told by the predicate; a drug that inhibits a disease is a regimen, too.
    ``drug_target`` is a drug that acts on its target without a mediator; of a drug whose targets are not known, on any
    gene's product. ``background`` names no molecule, no response and nothing of a mechanism class, has a generic end
    ("cancer"), or says of a drug what holds for all of them (it inhibits growth, it causes resistance to itself). The
    rest is ``mechanism``.
    """
    known = kinds()
    if predicate in known.association:
        return "association"
    drug = subject.type == "CHEMICAL"
    if predicate in known.regimen or (drug and object_.type == "DISEASE" and predicate == "inhibits" and not via):
        return "regimen"
    if _says_little(subject, object_, via, classes):
        return "background"
    on_gene = drug and object_.type == "GENE" and object_.state == "none" and not via
    if on_gene and predicate in known.drug_target and _may_be_target(subject, object_):
        return "drug_target"
    return "mechanism"


@lru_cache(maxsize=1)
def _targets() -> dict[str, frozenset[str]]:
    """Return the known targets of drugs, all names in lower case."""
    content = tomllib.loads(DRUG_TARGETS.read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for table in content.values():
        for drug, targets in table.items():
            found[drug.casefold()] = found.get(drug.casefold(), frozenset()) | {name.casefold() for name in targets}
    return found


def _may_be_target(drug: Mention, gene: Mention) -> bool:
    """Tell whether a gene's product is a target of a drug; of a drug that is not known it may be."""
    targets = _targets().get(drug.norm.casefold())
    return targets is None or gene.norm.casefold() in targets


def _says_little(subject: Mention, object_: Mention, via: Sequence[Mention], classes: Sequence[MechanismClass]) -> bool:
    known = kinds()
    if any(end.norm.casefold() in known.generic for end in (subject, object_)) or _is_its_drug(subject, object_):
        return True
    if subject.type == "CHEMICAL" and not via and object_.norm.casefold() in known.effects:
        return True
    return not classes and not any(end.type in known.molecular for end in (subject, object_))


def classified(triple: Triple) -> Triple:
    """Return the triple with its kind and mechanism classes."""
    args = triple.subject, triple.predicate, triple.object, triple.via
    classes = mechanism_classes(*args, trigger=triple.trigger.text)
    return triple.model_copy(update={"kind": kind_of(*args, classes=classes), "mechanism_class": classes})


@lru_cache(maxsize=8192)
def _classes_of(type_: str, norm: str, text: str) -> tuple[MechanismClass, ...]:
    names = {norm.casefold(), text.casefold()}
    found = [name for name, family in kinds().families.items() if family.holds(type_, names)]
    if not found and type_ == "PATHWAY":
        return ("signalling_and_mutation",)
    return tuple(found)


def _is_its_drug(subject: Mention, object_: Mention) -> bool:
    """Tell whether a drug is said to act on the response to itself."""
    names = {drug.norm.casefold() for drug in object_.drugs or ()}
    return subject.type == "CHEMICAL" and subject.norm.casefold() in names


def _parts(name: str) -> list[str]:
    """Return a name and the names it joins: "PI3K/AKT pathway" names PI3K and AKT."""
    return [name, *(part for part in re.split(r"[\s/–—-]+", name) if part != name)]


def _family(fields: Mapping[str, Any]) -> Family:
    return Family(
        types=frozenset(fields.get("types", ())),
        genes=_joined(fields.get("genes", ())),
        words=_worded(fields.get("words", ())),
        drugs=_joined(map(_starred, fields.get("drugs", ())), barred=map(_starred, fields.get("not_drugs", ()))),
        triggers=_worded(fields.get("triggers", ())),
    )


def _joined(patterns: Iterable[str], *, barred: Iterable[str] = ()) -> re.Pattern[str]:
    choice, others = "|".join(patterns), "|".join(barred)
    if not choice:
        return _NOTHING
    return re.compile((rf"(?!(?:{others})$)" if others else "") + f"(?:{choice})", re.IGNORECASE)


def _worded(words: Iterable[str]) -> re.Pattern[str]:
    choice = "|".join(map(_starred, words))
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE) if choice else _NOTHING


def _starred(words: str) -> str:
    return re.escape(words).replace(r"\*", r"[\w-]*")
