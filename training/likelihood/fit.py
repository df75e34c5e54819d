"""Fit the weights of the evidence for genes and chemicals anew, from the weights of before.

Run: ``python training/likelihood/fit.py ROWS.jsonl`` with the rows of ``collect.py``. What the weights so far say of a
row is one more piece of evidence, so that the fit changes of them what the rows speak against, and finds those of new
evidence. Prints scores cross-validated by document, and writes ``extract/data/mentions/likelihood.toml``.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold

OUTPUT = Path(__file__).parents[2] / "extract/data/mentions/likelihood.toml"
LEAST = 8  # evidence seen less often is left out
STRENGTH = 0.06  # inverse strength of regularisation
FORMER = 10.0  # how much less the weights of before are held back than new ones
CORPUS = 3.0  # ... and what sets the annotators of one corpus apart, which is not written
KEPT = 0.04  # smaller weights are not written
#: How much a row counts: corpora draw names otherwise than our guidelines, and sentences stand in passages, too.
WEIGHTS = {"passage": 1.0, "sentence": 0.5, "corpus": 0.3}
LABELS = ("GENE", "CHEMICAL")
HEAD = """\
# What speaks for and against a name being a gene, a chemical or a process, in weights of a logistic regression;
# positive ones speak for it. Written by training/likelihood/fit.py.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path, nargs="+")
    arguments = parser.parse_args()
    rows = defaultdict(list)
    for path in arguments.rows:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["label"]].append(row)
    tables = tomllib.loads(OUTPUT.read_text(encoding="utf-8"))
    for label in LABELS:
        tables[label] = weights(label, rows[label], tables[label])
    lines = [HEAD]
    for label, table in sorted(tables.items()):
        words = sorted((word, weight) for word, weight in table.items() if word != "always" and abs(weight) >= KEPT)
        lines += [f"\n[{label}]", f"always = {table['always']:.2f}"]
        lines += [f"{json.dumps(word, ensure_ascii=False)} = {weight:.2f}" for word, weight in words]
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def weights(label: str, rows: list[dict], former: dict[str, float]) -> dict[str, float]:
    """Return the weights of one type; prints how well they and the former do on documents they have not seen."""
    counts = Counter(word for row in rows for word in set(row["evidence"]))
    vectors = DictVectorizer()
    found = [{word: 1.0 for word in row["evidence"] if counts[word] >= LEAST} for row in rows]
    apart = [{f"corpus {row['corpus']}": CORPUS} if row["kind"] == "corpus" else {} for row in rows]
    words = vectors.fit_transform(own | other for own, other in zip(found, apart, strict=True))
    before = np.array([former["always"] + sum(former.get(word, 0.0) for word in row["evidence"]) for row in rows])
    inputs = hstack([csr_matrix(FORMER * before[:, None]), words]).tocsr()
    right = np.array([row["right"] for row in rows])
    weight = np.array([WEIGHTS[row["kind"]] for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    guessed = np.zeros(len(rows))
    for train, test in GroupKFold(5).split(inputs, right, [row["doc"] for row in rows]):
        model.fit(inputs[train], right[train], weight[train])
        guessed[test] = model.predict_proba(inputs[test])[:, 1]
    for kind in WEIGHTS:
        chosen = np.array([row["kind"] == kind for row in rows])
        if chosen.any():
            report(f"{label} {kind} before", right[chosen], 1 / (1 + np.exp(-before[chosen])))
            report(f"{label} {kind} now", right[chosen], guessed[chosen])
    model.fit(inputs, right, weight)
    share, *own = model.coef_[0]
    result = {word: FORMER * share * value for word, value in former.items()}
    result["always"] += model.intercept_[0]
    for word, value in zip(vectors.get_feature_names_out(), own, strict=True):
        if not word.startswith("corpus "):
            result[word] = result.get(word, 0.0) + value
    return result


def report(title: str, right: np.ndarray, guessed: np.ndarray) -> None:
    """Print how well probabilities tell names that are of a type from others."""
    told = f"AUC {roc_auc_score(right, guessed):.3f} log loss {log_loss(right, guessed):.3f}"
    for cut in (0.3, 0.5, 0.65):
        taken = guessed >= cut
        told += f"; at {cut} precision {right[taken].mean():.3f} recall {right[taken].sum() / right.sum():.3f}"
    print(f"{title}, {right.sum()} of {len(right)}: {told}")


if __name__ == "__main__":
    main()
