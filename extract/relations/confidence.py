"""How sure a claim is: a logistic model over the evidence of rule, distance, mentions and grounding.

The coefficients are fitted on hand-annotated claims by ``training/confidence/fit.py``.
"""

from __future__ import annotations

import json
from functools import lru_cache
from math import exp, log1p
from pathlib import Path

from extract.relations.records import PREDICATE_SIGN, Relation

MODEL = Path(__file__).parent.parent / "data" / "confidence.json"

FEATURES = (
    "distance",
    "climbed",
    "frame_doubt",
    "trigger_doubt",
    "anaphor",
    "apart",
    "surface",
    "chained",
    "association",
    "unsigned",
    "hedged",
    "negated",
    "states",
    "crowd",
    "ungrounded",
    "agent",
)


def features_of(relation: Relation) -> dict[str, float]:
    """Return the evidence on a relation as numbers, one for each of `FEATURES`."""
    raw = dict(relation.features)
    frames = relation.rule.partition(":")[0]
    ends = (relation.subject, relation.object)
    return {
        "distance": raw.get("distance", 0.0),
        "climbed": raw.get("climbed", 0.0),
        "frame_doubt": 1.0 - raw.get("frame", 1.0),
        "trigger_doubt": 1.0 - raw.get("trigger", 1.0),
        "anaphor": raw.get("anaphor", 0.0),
        "apart": log1p(raw.get("tokens", 0.0)),
        "surface": float("surface" in frames),
        "chained": float(
            any(name in frames for name in ("agent-of-state", "subsequent", "shared-subject", "relative"))
        ),
        "association": float(relation.predicate == "associated_with"),
        "unsigned": float(relation.predicate != "associated_with" and not PREDICATE_SIGN[relation.predicate]),
        "hedged": float(relation.certainty == "hedged"),
        "negated": float(relation.negated),
        "states": float(relation.subject_state != "none"),
        "crowd": log1p(raw.get("mentions", 2.0)),
        "ungrounded": float(sum(_ungrounded(end) for end in ends)),
        "agent": float("agent-" in frames and "agent-of-state" not in frames),
    }


def _ungrounded(end: object) -> bool:
    """Tell whether a molecule has no identifier; processes and responses often have none."""
    return end.label_ in {"GENE", "NCRNA", "CHEMICAL", "CELL_LINE", "DISEASE"} and end._.curie is None  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def coefficients() -> tuple[float, dict[str, float]]:
    """Return intercept and weights of the shipped model."""
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    return model["intercept"], model["weights"]


def confidence(relation: Relation) -> float:
    """Return the probability that a claim is right, 0..1."""
    intercept, weights = coefficients()
    score = intercept + sum(weights[name] * value for name, value in features_of(relation).items())
    return 1.0 / (1.0 + exp(-score))
