"""How each name may be matched in running text, and how sure it is.

The danger is names that are also English words, abbreviations of other things, or mere numbers. What decides is how
running text writes the word (``frequencies``: counts of words by case in some ten million words), how long and how
distinctive it is, and what kind of name it is.
"""

from __future__ import annotations

import re
from collections import Counter

from entities import Entity

from extract.language.lexicon.keys import key
from extract.language.lexicon.ncrna import MICRO

BASE_SCORES = {
    "official": 0.98,
    "family": 0.95,
    "curated": 0.99,
    "name": 0.93,
    "synonym": 0.85,
    "abbreviation": 0.8,
    "alias": 0.75,
    "previous": 0.6,
    "derived": 0.7,
}
# "MEK inhibitor" says something about MEK; it names no chemical.
EFFECTOR = re.compile(
    r"\b(?:inhibitor|antagonist|agonist|blocker|activator|modulator|inducer|donor|ligand|agent|combination)s?$", re.I
)
SURE = ("official", "curated", "family")


class Policy:
    """Decides on mode and score of a name, from the words of running text."""

    def __init__(self, frequencies: Counter[str]) -> None:
        self.frequencies = frequencies

    def lower_count(self, word: str) -> int:
        """Return how often running text writes a word in lower case."""
        return self.frequencies[word.lower()]

    def english(self, name: str) -> bool:
        """Tell whether running text knows the name as an ordinary word: mostly written in lower case."""
        if not re.fullmatch(r"[A-Za-z]+", name):
            return False
        lower, upper = self.lower_count(name), self.frequencies[name.upper()]
        return lower >= 15 and lower > upper / 4

    def mode(self, name: str, kind: str, entity: Entity) -> str:
        """Return how the name may be matched (one of ``MODES``)."""
        if len(key(name)) < 2 or not re.search(r"[A-Za-zα-ωΑ-Ω]", name):
            return "lookup"
        decide = getattr(self, f"_{entity.type.lower()}", self._phrase)
        return decide(name, kind)

    def _gene(self, name: str, kind: str) -> str:
        if MICRO.fullmatch(name):
            return "lookup"
        length = len(key(name))
        letters = len(re.findall(r"[^\W\d_]", name))
        if re.search(r"\d", name):
            if letters >= 3 and length >= 4:
                return "free"
            if letters >= 2 and length >= 4:
                return "cased"
            return "exact" if kind in SURE and (letters >= 2 or length >= 3) else "lookup"
        if " " in name.strip() or length >= 12:
            return "free"
        if name.islower():
            return "free" if length >= 6 and kind in ("name", "synonym", *SURE) else "lookup"
        if self.english(name):
            return "exact" if kind in SURE and length >= 3 else "lookup"
        if length <= 3:
            return "exact" if kind in SURE else "lookup"
        if length <= 5:
            return "cased" if kind in SURE else "exact"
        return "cased"

    _ncrna = _gene

    def _chemical(self, name: str, kind: str) -> str:
        length = len(key(name))
        if kind != "curated" and EFFECTOR.search(name):
            return "lookup"
        if name.isupper() or re.fullmatch(r"[A-Z]{2,}[a-z]?", name):
            if kind == "curated":
                return "exact"
            return "lookup" if length <= 5 or self.english(name) else "exact"
        if length <= 6 and re.search(r"[A-Z].*[A-Z]", name):
            return "exact"
        if re.search(r"\d", name) and length <= 5:
            return "exact" if length >= 4 and re.search(r"[A-Z]", name) else "lookup"
        if length <= 3:
            return "lookup"
        return "free"

    def _disease(self, name: str, kind: str) -> str:
        if name.isupper() or re.fullmatch(r"[A-Z]\S*[A-Z0-9]\S*", name):
            return "lookup"
        return "free" if len(name) >= 4 else "lookup"

    def _cell_line(self, name: str, kind: str) -> str:
        length = len(key(name))
        letters = len(re.findall(r"[A-Za-z]", name))
        if kind == "curated":
            return "free" if letters >= 3 else "exact"
        if not letters or length < 3 or (length < 4 and (kind != "official" or not re.search(r"\d", name))):
            return "lookup"
        if re.search(r"\d", name):
            return "cased" if letters >= 2 else "exact"
        return "lookup" if self.english(name) or length < 4 else "exact"

    def _phrase(self, name: str, kind: str) -> str:
        if kind == "curated":
            return "exact" if name.isupper() or re.fullmatch(r"[A-Z]-?[A-Z]+", name) or len(name) <= 4 else "free"
        if re.search(r"[A-Z].*[A-Z]", name) and " " not in name:
            return "lookup"
        return "free" if len(name) >= 5 else "lookup"
