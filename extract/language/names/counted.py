"""What names count as by the guidelines, where dictionaries and recognisers count them as something else."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache, lru_cache

from spacy.tokens import Doc

from extract.language.candidates import Candidate, data, word_lists
from extract.language.lexicon.dictionary import REMEMBERED, SURE, load_lexicon
from extract.language.lexicon.keys import case_mask
from extract.language.lexicon.spellings import singular

PEPTIDES = word_lists("names")["peptides"]
MOLECULES = frozenset(("GENE", "CHEMICAL"))  # what recognisers take symbols for that they do not know
KNOWN = MOLECULES | {"DISEASE", "PROCESS", "CELL_TYPE"}
LONG = 9  # letters from which a name is a word, ...
LETTERS = re.compile(r"[a-z]{5}")  # ... if it is not made of capitals and figures
GUESSED = ("model", "recogniser")


def as_what_it_is(doc: Doc, candidate: Candidate) -> Candidate:
    """Return a candidate as the type it counts as: an injury is a process by its form, "H2S" known as a chemical."""
    text = doc[candidate.start : candidate.end].text
    label = next((label for label, form in _forms().get(candidate.label, ()) if form.fullmatch(text)), None)
    if label is None and candidate.source in GUESSED and candidate.label in MOLECULES:
        label = known_as(text, candidate.label)
    if label is None and candidate.label == "CHEMICAL" and is_protein(text):
        label = "GENE"
    return replace(candidate, label=label, source="phrase") if label is not None else candidate


@lru_cache(maxsize=REMEMBERED)
def is_protein(name: str) -> bool:
    """Return whether a name is a protein's by hand, a drug's by dictionaries of drugs alone: calcitonin."""
    entries = load_lexicon().lookup(name, ("GENE", "CHEMICAL"))
    if not entries or name.lower() in PEPTIDES or (len(name) < LONG and entries[0].mask != case_mask(name)):
        return False  # fatty acids (FAs) are no FAS
    return entries[0].type == "GENE" and {entry.type for entry in entries if entry.kind == "curated"} == {"GENE"}


@lru_cache(maxsize=REMEMBERED)
def known_as(name: str, label: str) -> str | None:
    """Return the type of what a name is well known for, if nothing of a type is called so; else ``None``.

    A short name is well known as it is written by hand alone, a long word as any name but an abbreviation.
    """
    one = singular(name)
    entries = load_lexicon().lookup(one)
    types = {entry.type for entry in entries}
    if label in types or len(types) != 1 or not types <= KNOWN:
        return None
    by_hand = entries[0].kind == "curated" and entries[0].mask == case_mask(one)
    word = len(name) >= LONG and LETTERS.search(name) is not None and entries[0].kind in SURE
    return entries[0].type if by_hand or word else None


@cache
def _forms() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    rules = data("names")
    forms: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for entry in rules["counted"]:
        for written in entry["patterns"]:
            pattern = re.compile(written.replace("<dash>", rules["dash"]))
            for label in entry["from"]:
                forms[label].append((entry["type"], pattern))
    return dict(forms)
