"""Precision of each rule on a gold set: the triggers and frames that a claim names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language

from extract.evaluation.gold import read_gold
from extract.evaluation.matching import match_claims
from extract.evaluation.system import sentence_units


def precision_by_rule(
    nlp: Language, folders: Iterable[str | Path], *, given_mentions: bool = False
) -> dict[str, dict[str, tuple[int, int]]]:
    """Return for each trigger and each frame how many claims it made and how many of them are right.

    A claim is right if it matches a gold claim on the signed level. Keys of the result are ``trigger`` and ``frame``.

    Raises
    ------
    GoldError
        If a file is no gold file.
    """
    made: dict[str, Counter[str]] = {"trigger": Counter(), "frame": Counter()}
    right: dict[str, Counter[str]] = {"trigger": Counter(), "frame": Counter()}
    for folder in folders:
        for unit in sentence_units(nlp, read_gold(folder), given_mentions=given_mentions):
            matched = {system for _, system in match_claims(unit.gold_claims, unit.claims, level="signed")}
            for index, claim in enumerate(unit.claims):
                frames, _, trigger = claim.rule.rpartition(":")
                for kind, names in (("trigger", {trigger}), ("frame", set(frames.split("+")))):
                    for name in names:
                        made[kind][name] += 1
                        right[kind][name] += index in matched
    return {kind: {name: (count, right[kind][name]) for name, count in made[kind].items()} for kind in made}
