"""Which meanings of short names are too unsure to be given: a name left open is better than a wrong identifier."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from extract.language.lexicon.dictionary import Entry
from extract.language.lexicon.keys import case_mask, key

SHORT = 4  # letters of a name's key; longer names mean one thing
UNSURE = ("alias", "previous", "abbreviation", "derived")
SECONDARY = (*UNSURE, "synonym")
SURE_ALIAS = 0.54
LEAST = 0.46  # of a gene's other names, whatever their length
SURE_SHORT = 0.75  # of three letters
SURE_CHEMICAL = 0.62  # of three letters, from which at least a quarter of the texts that define it mean the chemical
CLOSE = 0.1  # a meaning that is less likely than another by no more is its rival
# Bacterial genes and their products, whose letters some human gene has too: frdA, ClpP.
BACTERIAL = re.compile(r"(?:[a-z]{3}|[A-Z][a-z]{2})[A-Z]\d?")
CLUSTER = re.compile(r"CD\d+[a-z]?")  # numbered by one committee
MIXED = re.compile(r"[a-z]+[A-Z][A-Za-z]*\d?|[A-Z][a-z]\d?")
# As no official symbol is written, of people, mice, flies or worms: cP, CDy1.
UNOFFICIAL = re.compile(r"[a-z][A-Z][A-Z\d]?|[A-Z]{2,}[a-z]\d")
# Words with capitals inside, as brands and devices have: MinION is no Minion.
BRAND = re.compile(r"[A-Z][a-z]+[A-Z]{2,}")
MASKED = 16  # letters whose case an entry knows


def is_another(name: str, entry: Entry) -> bool:
    """Whether a name, however long, only looks like the entry's: a plural, "selenoproteins", is no selenoprotein S."""
    last = len(key(name)) - 1
    if entry.kind == "curated" and entry.mode == "lookup" and last < SHORT - 1 and entry.mask != case_mask(name):
        return True
    if entry.kind in SECONDARY and BRAND.fullmatch(name) and entry.mask != case_mask(name):
        return True
    return name.endswith("s") and last < MASKED and entry.mask >> last & 1 == 1


def is_doubtful(name: str, entry: Entry, meanings: Iterable[Entry], named: Collection[str] = ()) -> bool:
    """Whether a short name has too many meanings, or is written as no name of the entry.

    ``meanings`` are all of the name's, ``named`` the keys of what the document names besides.
    """
    if is_another(name, entry):
        return True
    name = re.sub(r"(?<=[A-Z])s$", "", name)
    letters = len(key(name))
    if entry.type == "GENE" and entry.kind in SECONDARY and entry.score < LEAST and key(entry.norm) not in named:
        return True
    if letters > SHORT or key(entry.norm) in named or CLUSTER.fullmatch(name):
        return False
    if entry.type == "GENE":
        return _doubtful_gene(name, entry, meanings)
    if entry.kind in UNSURE and (entry.score < SURE_ALIAS or entry.mask != case_mask(name)):
        return True
    if name.isupper() and entry.mode == "exact" and entry.mask != case_mask(name):
        return True  # TPA is not tPA
    if letters == SHORT or entry.mode != "lookup":
        return False
    if entry.kind in UNSURE and entry.score < SURE_CHEMICAL:
        return True
    if entry.kind == "official":
        return key(entry.norm) == key(name)  # a code of three letters is no name
    return _has_rival(entry, meanings)


def _doubtful_gene(name: str, entry: Entry, meanings: Iterable[Entry]) -> bool:
    if entry.kind == "curated":
        return False
    if BACTERIAL.fullmatch(name) and entry.mask != case_mask(name):
        return True
    if entry.kind not in SECONDARY:
        return entry.kind == "official" and UNOFFICIAL.fullmatch(name) is not None and entry.mask != case_mask(name)
    if entry.score < (SURE_ALIAS if len(key(name)) == SHORT or numbered(name, entry) else SURE_SHORT):
        return True
    if MIXED.fullmatch(name) and entry.mask != case_mask(name):
        return True
    return _has_rival(entry, meanings)


def numbered(name: str, entry: Entry) -> bool:
    """Whether three characters with a figure, which tell more than three letters, are a synonym: YB1."""
    return entry.kind == "synonym" and len(key(name)) == SHORT - 1 and any(map(str.isdigit, name))


def _has_rival(entry: Entry, meanings: Iterable[Entry]) -> bool:
    others = (e for e in meanings if e.type == entry.type and e.norm != entry.norm and e.mask == entry.mask)
    return any(other.score >= entry.score - CLOSE for other in others)
