"""The model of confidence: two logistic regressions, the first over pairs of mentions, the second over claims.

The first gives the probabilities that a sentence relates a pair of mentions, and with which sign, whatever the rules
read there. The second weighs these together with the pair's and the claim's own evidence. Stacking of this kind is due
to Wolpert (1992, Neural Networks 5:241-259). ``training/confidence`` fits both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span

from extract.relations.confidence.evidence import claim_evidence, pair_evidence
from extract.relations.records import Relation

MODEL = Path(__file__).parents[2] / "data" / "confidence" / "model.npz"
CLASSES = ("none", "0", "+", "-", "negated")  # what a sentence may say of a pair
_SMOOTH = 1e-3


class Judge:
    """Gives claims a probability of being right.

    Parameters
    ----------
    path : Path
        An ``npz`` file with, for ``pair`` and ``claim``: names of the evidence (one string, a name a line), weights
        (names x classes), bias (classes); mean and spread of the figures taken from the first regression; and ``cut``.
    """

    def __init__(self, path: Path = MODEL):
        with np.load(path) as held:
            self._pair = _Weights(str(held["pair_names"]), held["pair_weights"], held["pair_bias"])
            self._claim = _Weights(str(held["claim_names"]), held["claim_weights"], held["claim_bias"])
            self._figures = held["figure_weights"].astype(np.float64)
            self._mean, self._spread = held["figure_mean"], held["figure_spread"]
            self.cut = float(held["cut"])

    def confidence(self, relation: Relation, mentions: Sequence[Span] | None = None) -> float:
        """Return the probability, 0..1, that a claim is right: its pair, direction, sign and negation.

        `mentions` are those of its sentence, looked for where they are not given.
        """
        pair = pair_evidence(relation.subject, relation.object, mentions)
        figures = (figures_of(self.pair(pair), relation.sign, negated=relation.negated) - self._mean) / self._spread
        score = self._claim.score([*pair, *claim_evidence(relation)])[0] + float(figures @ self._figures)
        return float(1.0 / (1.0 + np.exp(-score)))

    def pair(self, evidence: Iterable[str]) -> NDArray[np.float64]:
        """Return the probability of each of `CLASSES`."""
        scores = self._pair.score(evidence)
        shares = np.exp(scores - scores.max())
        total: NDArray[np.float64] = shares / shares.sum()
        return total


class _Weights:
    """The weights of one regression, looked up by the name of the evidence."""

    def __init__(self, names: str, weights: NDArray[np.float32], bias: NDArray[np.float32]):
        self._rows = {name: row for row, name in enumerate(names.split("\n"))}
        self._weights, self._bias = weights.astype(np.float64), bias.astype(np.float64)

    def score(self, evidence: Iterable[str]) -> NDArray[np.float64]:
        known = map(self._rows.get, dict.fromkeys(evidence))
        rows = [row for row in known if row is not None]
        score: NDArray[np.float64] = self._bias + self._weights[rows].sum(axis=0)
        return score


def figures_of(shares: NDArray[np.float64], sign: int, *, negated: bool) -> NDArray[np.float64]:
    """Return what the pair's probabilities say of a claim of this sign.

    Log-odds and probability of the claim's own class, of no relation, and of the opposite sign; shape (6,).
    """
    held = dict(zip(CLASSES, shares, strict=True))
    same = held["negated"] if negated else held[{1: "+", -1: "-", 0: "0"}[sign]]
    opposite = held["-" if sign > 0 else "+"] if sign else 0.0
    values = np.array([same, held["none"], opposite])
    return np.concatenate([np.log((values + _SMOOTH) / (1 - values + _SMOOTH)), values])


@lru_cache(maxsize=1)
def _shipped() -> Judge:
    return Judge()


def confidence(relation: Relation, mentions: Sequence[Span] | None = None) -> float:
    """Return the probability, 0..1, that a claim is right, by the shipped model."""
    return _shipped().confidence(relation, mentions)


def default_cut() -> float:
    """Return the confidence below which claims are left out by default: where F1 on fresh text was best."""
    return _shipped().cut
