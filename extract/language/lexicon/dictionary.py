"""The lexicon: names, their types, official names and identifiers, in one compact file.

The file is an ``.npz`` archive: a MARISA trie of keys (:mod:`extract.language.lexicon.keys`), for each key its postings
(entity, kind of name, letter case, how it may be matched, score), and for each entity its type, official name and
CURIE.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, SupportsIndex

import marisa_trie
import numpy as np

from extract.language.lexicon.keys import case_mask, key

REMEMBERED = 1 << 14  # look-ups; a document says the same names again and again
DATA = Path(__file__).parents[2] / "data" / "lexicon" / "lexicon.npz"

#: Kinds of name, from the surest to the least sure.
KINDS = ("curated", "official", "family", "name", "synonym", "abbreviation", "alias", "previous", "derived")
#: Kinds of names that their bearer officially has.
SURE = frozenset(("curated", "official", "family"))
#: How a name may be found in running text: in any case; with a capital; in its own case; not at all (look-up only).
MODES = ("free", "cased", "exact", "lookup")
TYPES = (
    "GENE",
    "NCRNA",
    "CHEMICAL",
    "DISEASE",
    "CELL_LINE",
    "CELL_TYPE",
    "PATHWAY",
    "PROCESS",
    "VARIANT",
    "ORGANISM",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name.

    ``score`` (0..1) says how sure the name points to this entity, ``mode`` (one of ``MODES``) how it may be matched in
    running text, ``mask`` which of its first 16 key characters the source writes in upper case, ``spaced`` whether the
    source writes it with a blank.
    """

    norm: str
    curie: str | None
    type: str
    score: float
    kind: str = "name"
    mode: str = "lookup"
    mask: int = 0
    spaced: bool = False


class Lexicon:
    """Names with their meanings; see :func:`load_lexicon` for the one that ships.

    Examples
    --------
    >>> load_lexicon().lookup("P-gp", types=["GENE"])[0].norm
    'ABCB1'
    """

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self._trie = marisa_trie.Trie().frombytes(arrays["trie"].tobytes())
        self._first = arrays["first"]
        self._entity = arrays["entity"]
        self._kind = arrays["kind"]
        self._mode = arrays["mode"]
        self._mask = arrays["mask"]
        self._spaced = arrays["spaced"]
        self._score = arrays["score"]
        self._type = arrays["type"]
        self._norms = _Strings(arrays["norms"])
        self._curies = _Strings(arrays["curies"])
        self._entries = lru_cache(maxsize=REMEMBERED)(self._read_entries)
        self._meanings = lru_cache(maxsize=REMEMBERED)(self._sort_meanings)

    @classmethod
    def from_file(cls, path: str | Path) -> Lexicon:
        """Read a lexicon file."""
        with np.load(path) as archive:
            return cls({name: archive[name] for name in archive.files})

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """Pickle the lexicon that ships as what it is, so that each process reads it for itself."""
        return (load_lexicon, ()) if self is load_lexicon() else super().__reduce_ex__(protocol)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._trie)

    def entries(self, name_key: str) -> tuple[Entry, ...]:
        """Return the meanings of a key, best first."""
        return self._entries(name_key)

    def prefixes(self, name_keys: str) -> list[str]:
        """Return the keys of the lexicon that `name_keys` begins with, shortest first."""
        prefixes: list[str] = self._trie.prefixes(name_keys)
        return prefixes

    def lookup(self, text: str, types: Iterable[str] | None = None) -> list[Entry]:
        """Return the meanings of a name, best first.

        Letter case decides between meanings that differ in nothing else: a name in its own case comes first.

        Parameters
        ----------
        text : str
            The name as written.
        types : iterable of str, optional
            Types to keep, by default all.
        """
        return list(self._meanings(text, None if types is None else frozenset(types)))

    def _read_entries(self, name_key: str) -> tuple[Entry, ...]:
        number = self._trie.get(name_key)
        if number is None:
            return ()
        return tuple(self._entry(i) for i in range(self._first[number], self._first[number + 1]))

    def _sort_meanings(self, text: str, wanted: frozenset[str] | None) -> tuple[Entry, ...]:
        mask = case_mask(text)
        best: dict[tuple[str, str, str | None], Entry] = {}
        entries = [entry for entry in self.entries(key(text)) if wanted is None or entry.type in wanted]
        for entry in sorted(entries, key=lambda entry: -entry.score - 0.04 * (entry.mask == mask)):
            best.setdefault((entry.type, entry.norm, entry.curie), entry)
        return tuple(best.values())

    def _entry(self, number: int) -> Entry:
        entity = int(self._entity[number])
        return Entry(
            norm=self._norms[entity],
            curie=self._curies[entity] or None,
            type=TYPES[self._type[entity]],
            score=float(self._score[number]) / 255.0,
            kind=KINDS[self._kind[number]],
            mode=MODES[self._mode[number]],
            mask=int(self._mask[number]),
            spaced=bool(self._spaced[number]),
        )


class _Strings:
    """Strings kept as one block of UTF-8, decoded when asked for."""

    def __init__(self, block: np.ndarray) -> None:
        self._block = block.tobytes()
        self._ends = np.flatnonzero(block == ord("\n"))

    def __getitem__(self, number: int) -> str:
        start = int(self._ends[number - 1]) + 1 if number else 0
        return self._block[start : int(self._ends[number])].decode("utf-8")


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lexicon that ships, read once."""
    return Lexicon.from_file(DATA)
