"""Candidate mentions, and how overlaps between them are settled."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from spacy.tokens import Doc

LABELS = frozenset(
    ("GENE", "NCRNA", "CHEMICAL", "DISEASE", "CELL_LINE", "CELL_TYPE", "PATHWAY", "PROCESS", "DRUG_RESPONSE", "VARIANT")
)
DASHES = frozenset("-‐‑‒–−—")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens ``[start, end)`` that may be a mention.

    ``source`` says who proposes it (model, lexicon, pattern, abbreviation, phrase, ...), ``score`` how strongly; scores
    of proposals for the same tokens and label add up. ``direction`` and ``drugs`` (token ranges) are set for
    DRUG_RESPONSE alone.
    """

    start: int
    end: int
    label: str
    source: str
    score: float = 1.0
    direction: str | None = None
    drugs: tuple[tuple[int, int], ...] = field(default=())


@cache
def data(name: str) -> dict[str, Any]:
    """Return the rule data ``extract/data/mentions/<name>.toml``."""
    path = resources.files("extract") / "data" / "mentions" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def vote(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return one candidate for each stretch of tokens: the label with most support, with the sum of its scores."""
    support: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    best: dict[tuple[int, int, str], Candidate] = {}
    for candidate in candidates:
        support[candidate.start, candidate.end][candidate.label] += candidate.score
        key = (candidate.start, candidate.end, candidate.label)
        if key not in best or best[key].score < candidate.score:
            best[key] = candidate
    result = []
    for (start, end), labels in support.items():
        label = max(sorted(labels), key=labels.__getitem__)
        chosen = best[start, end, label]
        result.append(Candidate(start, end, label, chosen.source, labels[label]))
    return result


def longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates without overlaps, in order: longer ones win, then those with the higher score."""
    taken: set[int] = set()
    result = []
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, -c.score, c.start, c.label)):
        tokens = range(candidate.start, candidate.end)
        if not taken.intersection(tokens):
            taken.update(tokens)
            result.append(candidate)
    return sorted(result, key=lambda c: c.start)


class Layer:
    """Candidates without overlaps, to be looked up by token."""

    def __init__(self, doc: Doc, candidates: Iterable[Candidate]):
        self.doc = doc
        self.candidates = sorted(candidates, key=lambda c: c.start)
        self._at = {i: c for c in self.candidates for i in range(c.start, c.end)}

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    def at(self, i: int) -> Candidate | None:
        """Return the candidate that covers token ``i``."""
        return self._at.get(i)

    def starting(self, i: int) -> Candidate | None:
        """Return the candidate whose first token is ``i``."""
        candidate = self._at.get(i)
        return candidate if candidate is not None and candidate.start == i else None

    def ending(self, i: int) -> Candidate | None:
        """Return the candidate that ends before token ``i``."""
        candidate = self._at.get(i - 1)
        return candidate if candidate is not None and candidate.end == i else None


def is_dash(text: str) -> bool:
    """Whether a token is a hyphen or dash."""
    return text in DASHES
