"""Fit the model of confidence on collected evidence.

Run: ``python training/confidence/fit.py --claims FRESH.jsonl --pairs ANY.jsonl ... [--test BLIND.jsonl]`` with files
of ``collect.py``. The first regression learns from the pairs of all files but the test's; the second from the claims of
the fresh file alone, each with the first's probabilities from a model that has not seen its document. Prints scores
cross-validated by document, and those on the test file; writes ``extract/data/confidence/model.npz``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extract.relations.confidence.model import CLASSES, MODEL, figures_of

FOLDS = 5
PAIR_MIN, CLAIM_MIN = 4, 8  # evidence seen less often is left out
PAIR_C, CLAIM_C = 0.05, 0.02  # inverse strength of regularisation
KEPT = 0.01  # rows whose weights are all smaller are not stored
STEP = 20  # claims from which on a precision is taken to be one


class Evidence:
    """Names of evidence to columns; built on what is seen often enough."""

    def __init__(self, rows: Iterable[list[str]], least: int):
        counts = Counter(name for row in rows for name in set(row))
        self.names = sorted(name for name, count in counts.items() if count >= least)
        self._vectors = DictVectorizer().fit([dict.fromkeys(self.names, 1.0)])
        self.names = list(self._vectors.get_feature_names_out())

    def matrix(self, rows: Iterable[list[str]]) -> csr_matrix:
        """Return one row for each list, 1 where the evidence is there."""
        return self._vectors.transform(dict.fromkeys(row, 1.0) for row in rows)


class Pairs:
    """The first regression, once over everything and once without each fold."""

    def __init__(self, records: list[dict], folds: dict[str, int]):
        rows = [(pair, label, record["doc"]) for record in records for pair, label in record["pairs"]]
        self.evidence = Evidence((row[0] for row in rows), PAIR_MIN)
        self._folds = folds
        inputs, labels = self.evidence.matrix(row[0] for row in rows), np.array([row[1] for row in rows])
        fold = np.array([folds[row[2]] for row in rows])
        self.whole = _fit(inputs, labels, PAIR_C)
        self._without = [_fit(inputs[fold != k], labels[fold != k], PAIR_C) for k in range(FOLDS)]

    def shares(self, records: list[dict]) -> np.ndarray:
        """Return the probabilities of `CLASSES` for each claim of the records, shape (claims, classes)."""
        docs = [record["doc"] for record in records for _ in record["claims"]]
        inputs = self.evidence.matrix(claim["pair"] for record in records for claim in record["claims"])
        fold = np.array([self._folds.get(doc, -1) for doc in docs])
        shares = np.zeros((len(docs), len(CLASSES)))
        for k in sorted(set(fold)):
            model = self.whole if k < 0 else self._without[k]
            order = [list(model.classes_).index(name) for name in CLASSES]
            shares[fold == k] = model.predict_proba(inputs[fold == k])[:, order]
        return shares


def _fit(inputs: csr_matrix, labels: np.ndarray, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=1000, tol=1e-3).fit(inputs, labels)


def claims_of(records: list[dict]) -> list[dict]:
    """Return the claims of all records."""
    return [claim for record in records for claim in record["claims"]]


def figures(pairs: Pairs, records: list[dict]) -> np.ndarray:
    """Return what the first regression says of each claim, shape (claims, 6)."""
    told = zip(pairs.shares(records), claims_of(records), strict=True)
    return np.array([figures_of(shares, claim["sign"], negated=claim["negated"]) for shares, claim in told])


def report(name: str, records: list[dict], predicted: np.ndarray) -> float:
    """Print how well confidence separates; return the cut with the best F1."""
    right = np.array([claim["right"] for claim in claims_of(records)])
    gold = sum(record["gold"] for record in records)
    order = np.argsort(-predicted, kind="stable")
    hits = np.cumsum(right[order])
    ranks = np.arange(1, len(order) + 1)
    precision, recall, f1 = hits / ranks, hits / gold, 2 * hits / (gold + ranks)
    best = int(f1.argmax())
    sure = [recall[i] for i in range(len(order)) if precision[i] >= 0.9 and ranks[i] > STEP]
    bands = np.minimum((predicted * 10).astype(int), 9)
    error = sum(abs((predicted - right)[bands == band].sum()) for band in range(10)) / len(right)
    print(
        f"{name}: {len(right)} claims, precision {precision[-1]:.3f}, recall {recall[-1]:.3f}, F1 {f1[-1]:.3f}; "
        f"average precision {float((right[order] * precision).sum()) / gold:.3f}, "
        f"recall at precision .90 {max(sure, default=0.0):.3f}, calibration error {error:.3f}; "
        f"best F1 {f1[best]:.3f} (precision {precision[best]:.3f}) at {predicted[order][best]:.2f}"
    )
    return float(predicted[order][best])


def read(path: Path) -> list[dict]:
    """Return the records of a file of ``collect.py``."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def stored(names: list[str], weights: np.ndarray) -> tuple[str, np.ndarray]:
    """Return the names, a line each, and weights of the evidence that weighs anything."""
    kept = np.abs(weights).max(axis=1) >= KEPT
    chosen = [name for name, keep in zip(names, kept, strict=True) if keep]
    return "\n".join(chosen), weights[kept].astype(np.float16)


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--test", type=Path)
    options = parser.parse_args()
    fresh = read(options.claims)
    others = [record for path in options.pairs for record in read(path)]
    docs = sorted({record["doc"] for record in fresh + others})
    folds = {doc: int(k) % FOLDS for k, doc in zip(np.random.RandomState(0).permutation(len(docs)), docs, strict=True)}

    pairs = Pairs(fresh + others, folds)
    claims = claims_of(fresh)
    evidence = Evidence((claim["pair"] + claim["claim"] for claim in claims), CLAIM_MIN)
    told = figures(pairs, fresh)
    mean, spread = told.mean(axis=0), told.std(axis=0)

    def inputs(records: list[dict], told: np.ndarray) -> csr_matrix:
        own = evidence.matrix(claim["pair"] + claim["claim"] for claim in claims_of(records))
        return hstack([own, (told - mean) / spread]).tocsr()

    rows, right = inputs(fresh, told), np.array([claim["right"] for claim in claims])
    fold = np.array([folds[record["doc"]] for record in fresh for _ in record["claims"]])
    predicted = np.zeros(len(right))
    for k in range(FOLDS):
        predicted[fold == k] = _fit(rows[fold != k], right[fold != k], CLAIM_C).predict_proba(rows[fold == k])[:, 1]
    cut = report("fresh, cross-validated", fresh, predicted)
    model = _fit(rows, right, CLAIM_C)
    if options.test:
        test = read(options.test)
        report("test", test, model.predict_proba(inputs(test, figures(pairs, test)))[:, 1])

    order = [list(pairs.whole.classes_).index(name) for name in CLASSES]
    pair_names, pair_weights = stored(pairs.evidence.names, pairs.whole.coef_[order].T)
    claim_names, claim_weights = stored(evidence.names, model.coef_[0][: len(evidence.names), None])
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL,
        pair_names=pair_names,
        pair_weights=pair_weights,
        pair_bias=pairs.whole.intercept_[order],
        claim_names=claim_names,
        claim_weights=claim_weights,
        claim_bias=model.intercept_,
        figure_weights=model.coef_[0][len(evidence.names) :],
        figure_mean=mean,
        figure_spread=spread,
        cut=round(cut, 2),
    )
    print(f"{MODEL.name}: {MODEL.stat().st_size / 1e6:.2f} MB, cut {cut:.2f}")


if __name__ == "__main__":
    main()
