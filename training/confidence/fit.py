"""Fit the confidence model: how often a claim with such evidence is right.

Run: ``python training/confidence/fit.py GOLD_FOLDER ...`` with folders of gold sentences that carry their text. Claims
are extracted from the sentences as they stand; a claim is right if it matches a gold claim on the
signed level. Writes ``extract/data/confidence.json`` and prints how well calibrated the model is, cross-validated by
document.
"""

from __future__ import annotations

import json
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from extract import load
from extract.evaluation.gold import read_gold
from extract.evaluation.matching import match_claims
from extract.evaluation.units import gold_claims, gold_mention, system_claim
from extract.relations.assemble import triple_of
from extract.relations.confidence import FEATURES, MODEL, features_of


def examples(folders: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return evidence, labels and document of every claim that the pipeline finds in the gold sentences."""
    nlp = load()
    rows, labels, groups = [], [], []
    for folder in folders:
        for document in read_gold(folder):
            for sentence in document.sentences:
                if sentence.text is None:
                    continue
                mentions = {mention.id: gold_mention(mention) for mention in sentence.entities}
                gold = gold_claims(sentence, mentions)
                doc = nlp(sentence.text)
                for relation in doc._.relations:
                    claim = system_claim(triple_of(doc, relation))
                    evidence = features_of(relation)
                    rows.append([evidence[name] for name in FEATURES])
                    labels.append(bool(match_claims(gold, (claim,), level="signed")))
                    groups.append(document.doc_id)
    return np.array(rows), np.array(labels), np.array(groups)


def fitted(rows: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Return intercept and weights for evidence as it comes, fitted on evidence of equal spread, strongly held back."""
    centre, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=0.01, max_iter=2000).fit((rows - centre) / spread, labels)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - centre @ weights), weights


def reliability(
    predicted: np.ndarray, labels: np.ndarray, edges: tuple[float, ...] = (0, 0.5, 0.6, 0.7, 0.8, 0.9, 1)
) -> list:
    """Return for each band of confidence: bounds, number of claims, mean confidence, share that is right."""
    table = []
    for low, high in pairwise(edges):
        inside = (predicted >= low) & ((predicted < high) | (high == 1))
        if inside.any():
            row = [low, high, int(inside.sum()), float(predicted[inside].mean()), float(labels[inside].mean())]
            table.append([round(value, 3) if isinstance(value, float) else value for value in row])
    return table


def main(folders: list[str]) -> None:
    """Fit, report and write the model."""
    warnings.simplefilter("ignore")
    rows, labels, groups = examples(folders)
    predicted = np.zeros(len(labels))
    for train, test in GroupKFold(n_splits=8).split(rows, labels, groups):
        intercept, weights = fitted(rows[train], labels[train])
        predicted[test] = 1 / (1 + np.exp(-(intercept + rows[test] @ weights)))
    intercept, weights = fitted(rows, labels)
    base = labels.mean()
    report = {
        "claims": len(labels),
        "right": round(float(base), 4),
        "brier": round(float(np.mean((predicted - labels) ** 2)), 4),
        "brier_of_the_mean": round(float(base * (1 - base)), 4),
        "bands": reliability(predicted, labels),
    }
    content = {
        "intercept": round(intercept, 4),
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
        "calibration": report,
    }
    Path(MODEL).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(content, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
