"""Spelling-independent keys of names: ``TGF-β1``, ``TGFβ-1`` and ``TGF-beta 1`` have the key ``tgfbeta1``.

A key is the name in lower case, without hyphens, dashes and blanks, its Greek letters spelt out and its accents gone.
Other punctuation stays, so that ``PLC/PRF/5`` and ``CD8+`` keep their form. A blank line ends a name: it becomes a line
feed, which no name contains.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

GREEK = {
    "α": "alpha",
    "β": "beta",
    "ß": "beta",  # a sharp s, where a Greek keyboard was not at hand
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ϵ": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "µ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi",
    "ϕ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
QUOTES = "'\u2018\u2019\u02bc\u2032\u00b4`"
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """Return what one character becomes in a key: nothing, itself, or several characters."""
    if char in DASHES or char.isspace() or char in "\u200b\ufeff":
        return ""
    if char in QUOTES:
        return "'"
    lower = char.lower()
    if lower in GREEK:
        return GREEK[lower]
    if char.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    folded = "".join(part for part in decomposed if not unicodedata.combining(part))
    return "".join(GREEK.get(part, part) for part in folded if not part.isspace())


def key(name: str) -> str:
    """Return the key of a name."""
    return "".join(map(_fold, name))


@dataclass(frozen=True, slots=True)
class KeyedText:
    """The key of a whole text, with the way back to its characters.

    ``starts[i]`` is the offset in the text of the character that made ``key[i]``; ``positions[c]`` is the place in the
    key of the text's character ``c`` (of the next one that is in the key, if that one is not). Offsets are code points.
    """

    text: str
    key: str
    starts: list[int]
    positions: list[int]

    def end(self, position: int) -> int | None:
        """Return the text offset where the key character before `position` ends, None inside a character."""
        if position < len(self.starts) and self.starts[position] == self.starts[position - 1]:
            return None
        return self.starts[position - 1] + 1


def keyed_text(text: str) -> KeyedText:
    """Return the key of a text with its offset map."""
    parts = [*map(_fold, text)]
    for match in BLANK_LINE.finditer(text):
        parts[match.start()] = "\n"
    starts = [offset for offset, part in enumerate(parts) for _ in part]
    positions = [*accumulate(map(len, parts), initial=0)]
    return KeyedText(text, "".join(parts), starts, positions)


def case_mask(name: str, *, bits: int = 16) -> int:
    """Return which of the first `bits` characters of a name's key are upper case in the name, as a bit mask."""
    mask = 0
    position = 0
    for char in name:
        part = _fold(char)
        if part and char.isupper():
            mask |= 1 << position
        position += len(part)
        if position >= bits:
            break
    return mask & ((1 << bits) - 1)
