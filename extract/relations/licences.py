"""Which mention types a trigger class takes in which role."""

from __future__ import annotations

from spacy.tokens import Span

from extract.relations.records import Argument
from extract.relations.rules.model import Trigger

_ACTORS = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS", "VARIANT", "CELL_TYPE", "DRUG_RESPONSE"})
_MOLECULES = frozenset({"GENE", "NCRNA", "CHEMICAL", "VARIANT"})
_CHANGED = _ACTORS | {"DISEASE"}
_ANY = _ACTORS | {"DISEASE", "CELL_LINE"}
_CAUSAL = ("promote", "activate", "increase", "inhibit", "decrease", "regulate")
_ADJECTIVES = ("resistant", "sensitive", "refractory")
_CELLS = frozenset(
    {"cell", "cells", "line", "lines", "subline", "sublines", "clone", "clones", "tumor", "tumors", "tumour", "tumours"}
)
SUBJECTS = {
    **dict.fromkeys(_CAUSAL, _ACTORS),
    **dict.fromkeys(
        ("increase", "decrease", "activate"), _ACTORS | {"DISEASE", "CELL_LINE"}
    ),  # "R cells overexpress X"
    "bind": _MOLECULES | {"PATHWAY"},
    "target": _MOLECULES,
    "sponge": _MOLECULES,
    "modify": _MOLECULES,
    "combine": _MOLECULES | {"PATHWAY"},
    "treat": _MOLECULES | {"PATHWAY"},
    "associate": _ANY,
}
OBJECTS = {
    **dict.fromkeys(_CAUSAL, _CHANGED),
    "bind": _MOLECULES,
    "target": frozenset({"GENE", "NCRNA", "PATHWAY"}),
    "sponge": frozenset({"GENE", "NCRNA"}),
    "modify": frozenset({"GENE", "NCRNA"}),
    "combine": _MOLECULES | {"PATHWAY"},
    "treat": frozenset({"DISEASE"}),
    "associate": _ANY,
}


def is_carrier(mention: Span) -> bool:
    """Tell whether a mention names where something holds and not what acts: a disease, a line, "resistant" cells."""
    if mention.label_ == "DRUG_RESPONSE":
        adjective = mention.root.tag_.startswith("JJ") or mention.text.lower().endswith(_ADJECTIVES)
        return adjective or _before_cells(mention)
    return mention.label_ in {"DISEASE", "CELL_LINE"}


def _before_cells(mention: Span) -> bool:
    """Tell whether a response stands before the cells that show it: "ENZR cells"."""
    doc = mention.doc
    return mention.end < len(doc) and doc[mention.end].lower_ in _CELLS


def is_cells(mention: Span) -> bool:
    """Tell whether a mention names cells by what they resist or where they come from: "R cells", "A549"."""
    if mention.label_ == "DRUG_RESPONSE":
        return mention.root.tag_.startswith("JJ") or _before_cells(mention)
    return mention.label_ == "CELL_LINE"


def sensitizes(mention: Span, verbs: frozenset[str]) -> bool:
    """Tell whether a response is a verb, whatever the tagger made of it: "sensitized cells to D"."""
    first = mention[0].lower_
    forms = any(first.startswith(verb[:-1]) and first.endswith(("s", "d", "g", "e")) for verb in verbs)
    return mention.label_ == "DRUG_RESPONSE" and (mention[0].lemma_.lower() in verbs or forms)


def role_allowed(trigger: Trigger, role: str, argument: Argument) -> bool:
    """Tell whether a mention may fill a grammatical role of a trigger; the types of an entry are those of its claim."""
    if trigger.inverse:
        role = {"subject": "object", "object": "subject"}[role]
    own = trigger.subject_types if role == "subject" else trigger.object_types
    label = argument.mention.label_
    if own:
        return label in own
    table = SUBJECTS if role == "subject" else OBJECTS
    return label in table[trigger.cls] or (trigger.cls == "combine" and label == "DRUG_RESPONSE")
