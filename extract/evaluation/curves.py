"""Precision and recall over confidence, calibration, and bootstrap intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from extract.evaluation.matching import match_claims
from extract.evaluation.scoring import Counts, score_documents, score_unit
from extract.evaluation.units import Unit

BINS = 10
RESAMPLES = 1000
MIN_DOCUMENTS = 10  # from here on whole documents are resampled, below sentences
INTERVAL = (2.5, 97.5)  # percentiles


def ranked(units: Sequence[Unit]) -> list[tuple[float, bool]]:
    """Return (confidence, right at the signed level) of every system claim, the most confident first."""
    claims = []
    for unit in units:
        right = {j for _, j in match_claims(unit.gold_claims, unit.claims, level="signed")}
        claims += [(claim.confidence, j in right) for j, claim in enumerate(unit.claims)]
    return sorted(claims, key=lambda pair: -pair[0])


def precision_recall(units: Sequence[Unit]) -> dict[str, object]:
    """Return precision and recall at each confidence threshold, and the average precision.

    The average precision is the mean, over gold claims, of the precision at the rank each is found at; those that
    are not found count 0.
    """
    claims = ranked(units)
    gold = sum(len(unit.gold_claims) for unit in units)
    points, right, total = [], 0, 0.0
    for rank, (confidence, is_right) in enumerate(claims, start=1):
        right += is_right
        total += is_right * right / rank
        if rank == len(claims) or claims[rank][0] < confidence:
            points.append(
                {"confidence": confidence, "precision": right / rank, "recall": right / gold if gold else 0.0}
            )
    return {"points": points, "average_precision": total / gold if gold else 0.0}


def calibration(units: Sequence[Unit]) -> dict[str, object]:
    """Return, by tenths of confidence, the mean confidence and the share that is right; and the expected error.

    The expected calibration error is the mean distance of the two, weighted by the number of claims
    (Naeini et al. 2015).
    """
    claims = ranked(units)
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in claims:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    rows = [
        {
            "from": index / BINS,
            "to": (index + 1) / BINS,
            "claims": len(held),
            "confidence": sum(confidence for confidence, _ in held) / len(held),
            "precision": sum(right for _, right in held) / len(held),
        }
        for index, held in sorted(bins.items())
    ]
    error = sum(row["claims"] * abs(row["confidence"] - row["precision"]) for row in rows)
    return {"bins": rows, "expected_error": error / len(claims) if claims else 0.0}


def intervals(units: Sequence[Unit], *, resamples: int = RESAMPLES, seed: int = 0) -> dict[str, object]:
    """Return 95% bootstrap intervals of the scores: over documents where there are ten or more, else sentences."""
    documents: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        documents[unit.gold_set, unit.doc].append(unit)
    over_documents = len(documents) >= MIN_DOCUMENTS
    samples = list(documents.values()) if over_documents else [[unit] for unit in units]
    if not samples:
        return {"over": "documents", "samples": 0}
    names, table = _table(samples, over_documents=over_documents)
    drawn = np.random.default_rng(seed).multinomial(len(samples), [1 / len(samples)] * len(samples), size=resamples)
    totals = drawn @ table
    result: dict[str, object] = {"over": "documents" if over_documents else "sentences", "samples": len(samples)}
    for index, name in enumerate(names):
        matched, gold, system = totals[:, 3 * index : 3 * index + 3].T
        if name == "wrong_sign":
            result[name] = {"rate": _interval(_divide(matched, gold))}
            continue
        result[name] = {
            "precision": _interval(_divide(matched, system)),
            "recall": _interval(_divide(matched, gold)),
            "f1": _interval(_divide(2 * matched, gold + system)),
        }
    return result


def _table(samples: Sequence[Sequence[Unit]], *, over_documents: bool) -> tuple[list[str], np.ndarray]:
    names = ["mentions_strict", "mentions_relaxed", "pair", "signed", "strict", "wrong_sign"]
    rows = []
    for sample in samples:
        scores = [score_unit(unit) for unit in sample]
        row: list[int] = []
        for name in names[:-1]:
            counts = sum((getattr(score, name) for score in scores), Counts())
            row += [counts.matched, counts.gold, counts.system]
        row += [sum(score.wrong_sign.part for score in scores), sum(score.wrong_sign.whole for score in scores), 0]
        if over_documents:
            counts = score_documents(sample)
            row += [counts.matched, counts.gold, counts.system]
        rows.append(row)
    return [*names, *(["documents"] if over_documents else [])], np.array(rows)


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    divided: np.ndarray = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return divided


def _interval(values: np.ndarray) -> list[float]:
    low, high = np.percentile(values, INTERVAL)
    return [float(low), float(high)]
