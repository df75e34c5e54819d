"""Fit the weights of the evidence for genes, chemicals and processes.

Run: ``python training/likelihood/fit.py ROWS.jsonl ... [--seen ROWS.jsonl ...]`` with rows of ``collect.py``. Those
behind ``--seen`` are of texts that a recogniser was trained on, and count less. Prints scores cross-validated by
document on the others, and writes ``extract/data/mentions/likelihood.toml``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

OUTPUT = Path(__file__).parents[2] / "extract/data/mentions/likelihood.toml"
LEAST = 12  # evidence seen less often is left out
STRENGTH = 0.3  # inverse strength of regularisation
SEEN = 0.3  # the weight of a row from a text that a recogniser was trained on
KEPT = 0.05  # smaller weights are not written
HEAD = """\
# What speaks for and against a name being a gene, a chemical or a process, in weights of a logistic regression;
# positive ones speak for it. Written by training/likelihood/fit.py.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--seen", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    rows = defaultdict(list)
    for path in (*arguments.rows, *arguments.seen):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line) | {"weight": SEEN if path in arguments.seen else 1.0}
            rows[row["label"]].append(row)
    lines = [HEAD]
    for label, found in sorted(rows.items()):
        lines += [f"\n[{label}]", *weights(label, found)]
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def weights(label: str, rows: list[dict]) -> list[str]:
    """Return the lines of one type's table; prints how well it does on documents it has not seen."""
    counts = Counter(word for row in rows for word in set(row["evidence"]))
    vectors = DictVectorizer()
    inputs = vectors.fit_transform({word: 1.0 for word in row["evidence"] if counts[word] >= LEAST} for row in rows)
    right = np.array([row["right"] for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    groups = [row["doc"] for row in rows]
    weight = np.array([row["weight"] for row in rows])
    guessed = np.zeros(len(rows))
    for train, test in GroupKFold(5).split(inputs, right, groups):
        model.fit(inputs[train], right[train], weight[train])
        guessed[test] = model.predict_proba(inputs[test])[:, 1]
    fresh = weight == 1
    for cut in (0.3, 0.4, 0.5, 0.6, 0.7):
        taken = fresh & (guessed >= cut)
        precision, recall = right[taken].mean(), right[taken].sum() / right[fresh].sum()
        print(f"{label} cut {cut}: precision {precision:.3f} recall {recall:.3f} of {right[fresh].sum()}/{fresh.sum()}")
    model.fit(inputs, right, weight)
    found = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    kept = [(word, weight) for word, weight in found if abs(weight) >= KEPT]
    return [
        f"always = {model.intercept_[0]:.2f}",
        *(f"{json.dumps(word, ensure_ascii=False)} = {weight:.2f}" for word, weight in sorted(kept)),
    ]


if __name__ == "__main__":
    main()
