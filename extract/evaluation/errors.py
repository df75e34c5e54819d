"""What became of each claim: at which stage a gold claim was lost, and what is wrong with a system claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extract.evaluation.matching import Agreement, agree, match_claims, same_argument, same_arguments
from extract.evaluation.units import Claim, Unit
from extract.schema import Mention

CORRECT = "correct"
ATTRIBUTE = "correct but for attributes"  # signed, not strict
WRONG_DIRECTION = "wrong direction"
WRONG_SIGN = "wrong sign"
WRONG_KIND = "wrong attribute"  # another predicate group, negation, or a sign on one side only
WRONG_ARGUMENT = "wrong argument"
NOT_TRIGGERED = "not triggered"
NOT_FOUND = "mention not found"
NOT_READ = "not read"
SPURIOUS = "spurious"

# In the order of the pipeline: the first stage that failed is the one that is named.
STAGES = (NOT_READ, NOT_FOUND, NOT_TRIGGERED, WRONG_ARGUMENT, WRONG_DIRECTION, WRONG_SIGN, WRONG_KIND)
GOLD_OUTCOMES = (CORRECT, ATTRIBUTE, *STAGES)
SYSTEM_OUTCOMES = (CORRECT, ATTRIBUTE, WRONG_DIRECTION, WRONG_SIGN, WRONG_KIND, WRONG_ARGUMENT, SPURIOUS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim; ``other`` is the index of the claim it was compared with, ``detail`` what differs."""

    kind: str
    other: int | None = None
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The outcome of each gold claim and of each system claim of a sentence."""

    gold: tuple[Outcome, ...]
    system: tuple[Outcome, ...]


def diagnose(unit: Unit) -> Diagnosis:
    """Say what became of each claim of a sentence.

    Claims are matched at the signed level first; what is left is matched by pair, then by a shared argument.
    """
    gold: dict[int, Outcome] = {}
    system: dict[int, Outcome] = {}
    for level in ("signed", "pair"):
        left = [i for i in range(len(unit.gold_claims)) if i not in gold]
        right = [j for j in range(len(unit.claims)) if j not in system]
        found = match_claims([unit.gold_claims[i] for i in left], [unit.claims[j] for j in right], level=level)
        for a, b in found:
            i, j = left[a], right[b]
            kind, detail = compare(unit.gold_claims[i], unit.claims[j])
            gold[i], system[j] = Outcome(kind, j, detail), Outcome(kind, i, detail)
    for i, claim in enumerate(unit.gold_claims):
        if i not in gold:
            gold[i] = _lost(unit, claim, [j for j in range(len(unit.claims)) if j not in system])
    for j, claim in enumerate(unit.claims):
        if j not in system:
            near = [i for i, outcome in gold.items() if outcome.kind in STAGES]
            other = next((i for i in sorted(near) if _half_right(unit.gold_claims[i], claim)), None)
            system[j] = Outcome(SPURIOUS if other is None else WRONG_ARGUMENT, other)
    return Diagnosis(
        tuple(gold[i] for i in range(len(unit.gold_claims))), tuple(system[j] for j in range(len(unit.claims)))
    )


def compare(gold: Claim, system: Claim) -> tuple[str, tuple[str, ...]]:
    """Return the kind of outcome of a matched pair of claims, and the attributes in which they differ."""
    agreement = agree(gold, system)
    detail = differences(gold, system, agreement)
    if agreement.strict:
        return CORRECT, detail
    if agreement.signed:
        return ATTRIBUTE, detail
    if not agreement.directed:
        return WRONG_DIRECTION, detail
    return (WRONG_SIGN if gold.sign * system.sign < 0 else WRONG_KIND), detail


def differences(gold: Claim, system: Claim, agreement: Agreement) -> tuple[str, ...]:
    """Return the names of the attributes in which a matched pair of claims differs."""
    subject, object_ = aligned(system, agreement)
    checks = {
        "predicate": gold.predicate == system.predicate,
        "sign": gold.sign == system.sign,
        "subject state": gold.subject.state == subject.state,
        "object state": gold.object.state == object_.state,
        "negation": gold.negated == system.negated,
        "certainty": gold.certainty == system.certainty,
        "via": same_arguments(gold.via, system.via),
        "context": same_arguments(gold.context, system.context),
    }
    return tuple(name for name, right in checks.items() if not right)


def aligned(system: Claim, agreement: Agreement) -> tuple[Mention, Mention]:
    """Return the arguments of a system claim in the order of the gold claim it was matched with."""
    return (system.object, system.subject) if agreement.swapped else (system.subject, system.object)


def stages(units: Iterable[Unit]) -> dict[str, dict[str, int]]:
    """Count the outcomes of gold claims and of system claims."""
    gold: Counter[str] = Counter()
    system: Counter[str] = Counter()
    for unit in units:
        diagnosis = diagnose(unit)
        gold.update(outcome.kind for outcome in diagnosis.gold)
        system.update(outcome.kind for outcome in diagnosis.system)
    return {
        "gold": {kind: gold[kind] for kind in GOLD_OUTCOMES},
        "system": {kind: system[kind] for kind in SYSTEM_OUTCOMES},
    }


def _lost(unit: Unit, claim: Claim, spare: list[int]) -> Outcome:
    if not unit.read:
        return Outcome(NOT_READ)
    missing = tuple(
        side.text
        for side in (claim.subject, claim.object)
        if not any(same_argument(side, mention) for mention in unit.mentions)
    )
    if missing:
        return Outcome(NOT_FOUND, detail=missing)
    other = next((j for j in spare if _half_right(claim, unit.claims[j])), None)
    return Outcome(NOT_TRIGGERED if other is None else WRONG_ARGUMENT, other)


def _half_right(gold: Claim, system: Claim) -> bool:
    return same_argument(gold.subject, system.subject) != same_argument(gold.object, system.object)
