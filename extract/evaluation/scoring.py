"""Precision, recall and F1 over scoring units; pure functions of records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from extract.evaluation.matching import match_claims, match_mentions
from extract.evaluation.norms import SYMMETRIC, norm_key
from extract.evaluation.units import Claim, Unit
from extract.schema import MentionType

LEVELS = ("pair", "signed", "strict")


@dataclass(frozen=True, slots=True)
class Counts:
    """Matched, gold and system counts, and the scores they give. Scores of nothing are 0."""

    matched: int = 0
    gold: int = 0
    system: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.matched + other.matched, self.gold + other.gold, self.system + other.system)

    @property
    def precision(self) -> float:
        """Matched over system."""
        return self.matched / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Matched over gold."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.matched / (self.gold + self.system) if self.matched else 0.0

    def as_dict(self) -> dict[str, float]:
        """Return counts and scores for a report."""
        return {
            "matched": self.matched,
            "gold": self.gold,
            "system": self.system,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: an accuracy or a rate."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def rate(self) -> float:
        """Part over whole; 0 for nothing."""
        return self.part / self.whole if self.whole else 0.0

    def as_dict(self) -> dict[str, float]:
        """Return the counts and the rate for a report."""
        return {"part": self.part, "whole": self.whole, "rate": self.rate}


@dataclass(frozen=True, slots=True)
class UnitScores:
    """The additive counts of one sentence, so that any set of sentences is scored by adding them up."""

    mentions_strict: Counts = Counts()
    mentions_relaxed: Counts = Counts()
    pair: Counts = Counts()
    signed: Counts = Counts()
    strict: Counts = Counts()
    wrong_sign: Share = Share()

    def __add__(self, other: UnitScores) -> UnitScores:
        return UnitScores(
            self.mentions_strict + other.mentions_strict,
            self.mentions_relaxed + other.mentions_relaxed,
            self.pair + other.pair,
            self.signed + other.signed,
            self.strict + other.strict,
            self.wrong_sign + other.wrong_sign,
        )


def score_unit(unit: Unit) -> UnitScores:
    """Score one sentence."""
    sizes = len(unit.gold_claims), len(unit.claims)
    mention_sizes = len(unit.gold_mentions), len(unit.mentions)
    pairs = match_claims(unit.gold_claims, unit.claims, level="pair")
    return UnitScores(
        Counts(len(match_mentions(unit.gold_mentions, unit.mentions, strict=True)), *mention_sizes),
        Counts(len(match_mentions(unit.gold_mentions, unit.mentions, strict=False)), *mention_sizes),
        Counts(len(pairs), *sizes),
        Counts(len(match_claims(unit.gold_claims, unit.claims, level="signed")), *sizes),
        Counts(len(match_claims(unit.gold_claims, unit.claims, level="strict")), *sizes),
        wrong_signs((unit.gold_claims[i], unit.claims[j]) for i, j in pairs),
    )


def score(units: Iterable[Unit]) -> UnitScores:
    """Score sentences together (micro-averaged)."""
    return sum((score_unit(unit) for unit in units), UnitScores())


def wrong_signs(pairs: Iterable[tuple[Claim, Claim]]) -> Share:
    """Return, of the matched pairs where both sides have a sign, the share whose signs differ."""
    signed = [(gold.sign, system.sign) for gold, system in pairs if gold.sign and system.sign]
    return Share(sum(gold != system for gold, system in signed), len(signed))


def score_mentions_by_type(units: Sequence[Unit]) -> dict[str, tuple[Counts, Counts]]:
    """Return (strict, relaxed) counts of each entity type."""
    scores = {}
    for type_ in get_args(MentionType):
        strict = relaxed = Counts()
        for unit in units:
            gold = [mention for mention in unit.gold_mentions if mention.type == type_]
            system = [mention for mention in unit.mentions if mention.type == type_]
            strict += Counts(len(match_mentions(gold, system, strict=True)), len(gold), len(system))
            relaxed += Counts(len(match_mentions(gold, system, strict=False)), len(gold), len(system))
        scores[type_] = strict, relaxed
    return scores


def score_documents(units: Iterable[Unit]) -> Counts:
    """Score the sets of distinct non-negated (document, subject norm, net sign, object norm)."""
    gold, system = set(), set()
    for unit in units:
        gold |= {claim_key(unit.doc, claim) for claim in unit.gold_claims if not claim.negated}
        system |= {claim_key(unit.doc, claim) for claim in unit.claims if not claim.negated}
    return Counts(len(gold & system), len(gold), len(system))


def claim_key(doc: str, claim: Claim) -> tuple[str, str, int, str]:
    """Return what a claim says of a document as a whole; the sides of a symmetric predicate in a fixed order."""
    subject, object_ = norm_key(claim.subject), norm_key(claim.object)
    if claim.predicate in SYMMETRIC and object_ < subject:
        subject, object_ = object_, subject
    return doc, subject, claim.sign, object_
