"""Candidate mentions, and how overlaps between them are settled."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Protocol

import numpy as np
from spacy.attrs import LEMMA, LOWER, ORTH
from spacy.tokens import Doc, Span

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
    """Return the rule data ``extract/data/mentions/<name>.toml``, with the shared lists that it names."""
    path = resources.files("extract") / "data" / "mentions" / f"{name}.toml"
    found: dict[str, Any] = _with_shared(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


@cache
def word_lists(name: str) -> Mapping[str, frozenset[str]]:
    """Return the word lists in the table ``[words]`` of a file of rule data."""
    return {key: frozenset(listed) for key, listed in data(name)["words"].items()}


@cache
def _shared() -> dict[str, list[str]]:
    path = resources.files("extract") / "data" / "rules" / "shared.toml"
    words: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))["words"]
    known = {f"${name}": listed for name, listed in words.items()}
    return {name: [word for item in listed for word in known.get(item, [item])] for name, listed in known.items()}


def _with_shared(content: Any) -> Any:
    """Put words in the place of the names of lists that rules and mentions share (``$raising_nouns``)."""
    if isinstance(content, dict):
        return {key: _with_shared(value) for key, value in content.items()}
    if isinstance(content, list):
        known = _shared()
        return [word for item in content for word in (known.get(item, [item]) if isinstance(item, str) else [item])]
    return content


@lru_cache(maxsize=1)
def text_of(doc: Doc) -> str:
    """Return the text of a Doc, which spaCy puts together from its tokens whenever it is asked for."""
    return doc.text


def texts_of(doc: Doc) -> Sequence[str]:
    """Return the texts of all tokens; to ask one token after the other takes several times as long."""
    return _texts_of(doc, len(doc))


def words_of(doc: Doc) -> Sequence[str]:
    """Return the texts of all tokens in lower case."""
    return _words_of(doc, len(doc))


def lemmas_of(doc: Doc) -> Sequence[str]:
    """Return the lemmas of all tokens."""
    return _strings(doc, LEMMA)


@lru_cache(maxsize=1)
def _texts_of(doc: Doc, length: int) -> Sequence[str]:
    """Keep the texts of the last Doc's tokens, as long as they are not made fewer or more."""
    return _strings(doc, ORTH)


@lru_cache(maxsize=1)
def _words_of(doc: Doc, length: int) -> Sequence[str]:
    return _strings(doc, LOWER)


def _strings(doc: Doc, attribute: int) -> tuple[str, ...]:
    strings = doc.vocab.strings
    return tuple([strings[key] for key in doc.to_array(attribute).tolist()])


def places_of(doc: Doc, text: str) -> list[int]:
    """Return the tokens that are written so, without a look at each."""
    found: list[int] = np.flatnonzero(doc.to_array(ORTH) == doc.vocab.strings[text]).tolist()
    return found


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


class Trace:
    """Keeps why candidates lost; the finders fill it where one is given to them."""

    def __init__(self) -> None:
        self.lost: dict[Candidate, str] = {}
        self.evidence: dict[tuple[int, int, str], list[Candidate]] = defaultdict(list)

    def lose(self, candidate: Candidate, reason: str) -> None:
        """Note that a candidate lost, and why; the first reason counts."""
        self.lost.setdefault(candidate, reason)

    def propose(self, candidates: Iterable[Candidate]) -> None:
        """Note who proposes what."""
        for candidate in candidates:
            proposed = self.evidence[candidate.start, candidate.end, candidate.label]
            if candidate not in proposed:
                proposed.append(candidate)


def longest(candidates: Iterable[Candidate], trace: Trace | None = None) -> list[Candidate]:
    """Return the candidates without overlaps, in order: longer ones win, then those with the higher score."""
    winners: dict[int, Candidate] = {}
    result = []
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, -c.score, c.start, c.label)):
        tokens = range(candidate.start, candidate.end)
        winner = next((winners[i] for i in tokens if i in winners), None)
        if winner is None:
            winners.update(dict.fromkeys(tokens, candidate))
            result.append(candidate)
        elif trace is not None and (winner.start, winner.end, winner.label) != (
            candidate.start,
            candidate.end,
            candidate.label,
        ):
            shorter = candidate.end - candidate.start < winner.end - winner.start
            trace.lose(candidate, f"{'inside or across a longer' if shorter else 'less evidence than'} {winner.source}")
    return sorted(result, key=lambda c: c.start)


class Layer:
    """Candidates without overlaps, to be looked up by token; ``refused`` are names that are none in this document."""

    def __init__(self, doc: Doc, candidates: Iterable[Candidate], refused: Container[str] = ()):
        self.doc = doc
        self.refused = refused
        self.candidates = sorted(candidates, key=lambda c: c.start)
        self._at = {i: c for c in self.candidates for i in range(c.start, c.end)}

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    def at(self, i: int) -> Candidate | None:
        """Return the candidate that covers token ``i``."""
        return self._at.get(i)

    def refused_in(self, span: Span) -> bool:
        """Whether a span is, or ends in, what is no name in this document."""
        return span.text in self.refused or span[-1].text in self.refused

    def starting(self, i: int) -> Candidate | None:
        """Return the candidate whose first token is ``i``."""
        candidate = self._at.get(i)
        return candidate if candidate is not None and candidate.start == i else None

    def ending(self, i: int) -> Candidate | None:
        """Return the candidate that ends before token ``i``."""
        candidate = self._at.get(i - 1)
        return candidate if candidate is not None and candidate.end == i else None


class Finder(Protocol):
    """Proposes mentions of a Doc, over those that are settled already."""

    def __call__(self, doc: Doc, layer: Layer, /) -> Iterable[Candidate]:
        """Return candidates; those that overlap are settled later: longer ones win, then the higher score."""
        ...


def is_dash(text: str) -> bool:
    """Whether a token is a hyphen or dash."""
    return text in DASHES
