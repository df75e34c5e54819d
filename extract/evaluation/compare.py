"""Two evaluations side by side: what got better, what got worse, in which sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extract.evaluation.errors import ATTRIBUTE, CORRECT
from extract.evaluation.evaluation import VERSION
from extract.evaluation.gold import GoldError

RIGHT = (CORRECT, ATTRIBUTE)
SCORES = ("mentions_strict", "mentions_relaxed", "pair", "signed", "strict", "documents")


def read_report(path: str | Path) -> dict[str, object]:
    """Read a report that ``resistract evaluate --json`` wrote; GoldError says what else the file is."""
    try:
        report = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: cannot be read as a report ({error})") from error
    if not isinstance(report, dict) or report.get("version") != VERSION or "sentences" not in report:
        raise GoldError(f"{path}: not a report of this version; write one with: resistract evaluate --json {path}")
    return report


def compare(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, object]:
    """Return the changes of scores and the sentences that got better or worse.

    Only sentences in both reports are compared, by their id; scores are those of the whole reports. A sentence got
    better where a gold claim is now right that was not, or a false claim is gone; and worse the other way round.
    """
    before = {(s["set"], s["sid"]): s for s in old["sentences"]}
    shared = [(s, before[s["set"], s["sid"]]) for s in new["sentences"] if (s["set"], s["sid"]) in before]
    changes: list[dict[str, Any]] = [change for pair in shared if (change := _changed(*pair))]
    return {
        "scores": {
            name: {
                score: {
                    "old": old["found"][name][score],
                    "new": new["found"][name][score],
                    "change": new["found"][name][score] - old["found"][name][score],
                }
                for score in ("precision", "recall", "f1")
            }
            for name in SCORES
        },
        "wrong_sign": {
            "old": old["found"]["wrong_sign"]["rate"],
            "new": new["found"]["wrong_sign"]["rate"],
            "change": new["found"]["wrong_sign"]["rate"] - old["found"]["wrong_sign"]["rate"],
        },
        "compared": len(shared),
        "only_new": len(new["sentences"]) - len(shared),
        "only_old": len(old["sentences"]) - len(shared),
        "better": [change for change in changes if change["won"] > change["lost"]],
        "worse": [change for change in changes if change["won"] < change["lost"]],
        "mixed": [change for change in changes if change["won"] == change["lost"]],
    }


def _changed(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, object] | None:
    found_new, found_old = _right(new), _right(old)
    false_new, false_old = _false(new), _false(old)
    found, lost = sorted(found_new - found_old), sorted(found_old - found_new)
    added, gone = sorted(false_new - false_old), sorted(false_old - false_new)
    if not (found or lost or added or gone):
        return None
    return {
        "sid": new["sid"],
        "set": new["set"],
        "text": new["text"],
        "won": len(found) + len(gone),
        "lost": len(lost) + len(added),
        "now_right": found,
        "no_longer_right": lost,
        "false_now": added,
        "false_no_longer": gone,
    }


def _right(sentence: Mapping[str, Any]) -> set[str]:
    return {describe(claim) for claim in sentence["gold"] if claim["outcome"] in RIGHT}


def _false(sentence: Mapping[str, Any]) -> set[str]:
    return {describe(claim) for claim in sentence["system"] if claim["outcome"] not in RIGHT}


def describe(claim: Mapping[str, Any]) -> str:
    """Return a reported claim as a line of text."""
    sides = [
        claim[side] + (f" [{claim[f'{side}_state']}]" if claim[f"{side}_state"] != "none" else "")
        for side in ("subject", "object")
    ]
    line = f"{sides[0]} {'does not: ' if claim['negated'] else ''}{claim['predicate']} {sides[1]}"
    if claim["via"]:
        line += " via " + ", ".join(claim["via"])
    return " ".join(line.split()) + (" (hedged)" if claim["certainty"] == "hedged" else "")
