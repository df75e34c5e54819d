"""Which mention answers which, and which claim: section 7 of the guidelines as code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from extract.evaluation.norms import PREDICATE_GROUP, SYMMETRIC, norm_key, same_norm
from extract.evaluation.units import Claim
from extract.schema import Mention

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a system claim agrees with a gold claim. ``swapped``: its arguments stand the other way round."""

    pair: bool = False
    signed: bool = False
    strict: bool = False
    swapped: bool = False
    directed: bool = False


def overlap(a: Mention, b: Mention) -> int:
    """Return how many characters two mentions share, if they overlap in the sense of the guidelines, else 0.

    They must share at least half of the shorter, and the longer may be at most four times the shorter plus ten
    characters.
    """
    shared = min(a.end, b.end) - max(a.start, b.start)
    shorter, longer = sorted((a.end - a.start, b.end - b.start))
    if shared <= 0 or 2 * shared < shorter or longer > 4 * shorter + 10:
        return 0
    return shared


def same_argument(a: Mention, b: Mention) -> bool:
    """Return whether two arguments match: the same type and overlapping spans, or the same norm."""
    return (a.type == b.type and overlap(a, b) > 0) or same_norm(a, b)


def agree(gold: Claim, system: Claim) -> Agreement:
    """Compare two claims at the levels pair, signed and strict."""
    straight = same_argument(gold.subject, system.subject) and same_argument(gold.object, system.object)
    swapped = same_argument(gold.subject, system.object) and same_argument(gold.object, system.subject)
    if not straight and not swapped:
        return Agreement()
    group = PREDICATE_GROUP[gold.predicate]
    same_group = group == PREDICATE_GROUP.get(system.predicate)
    either_way = swapped and same_group and gold.predicate in SYMMETRIC
    directed = straight or either_way
    signed = directed and same_group and gold.sign == system.sign and gold.negated == system.negated
    same_states = (straight and _states(gold) == _states(system)) or (
        either_way and _states(gold) == _states(system)[::-1]
    )
    strict = (
        signed
        and same_states
        and gold.predicate == system.predicate
        and gold.certainty == system.certainty
        and same_arguments(gold.via, system.via)
    )
    return Agreement(pair=True, signed=signed, strict=strict, swapped=not straight, directed=directed)


def same_arguments(gold: Sequence[Mention], system: Sequence[Mention]) -> bool:
    """Return whether two sets of arguments are the same set: each of one matches another of the other."""
    gold, system = _distinct(gold), _distinct(system)
    return len(gold) == len(system) == len(assign(gold, system, lambda a, b: float(same_argument(a, b))))


def shared_arguments(gold: Sequence[Mention], system: Sequence[Mention]) -> tuple[int, int, int]:
    """Return how many arguments match one to one, and how many distinct ones each side has."""
    gold, system = _distinct(gold), _distinct(system)
    return len(assign(gold, system, lambda a, b: float(same_argument(a, b)))), len(gold), len(system)


def assign(gold: Sequence[A], system: Sequence[B], weight: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """Return the one-to-one assignment of greatest total weight as pairs of indices; weight 0 is never assigned."""
    if not gold or not system:
        return []
    weights = np.array([[weight(a, b) for b in system] for a in gold])
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


# A weight puts the number of matches first, then how good they are: no sentence holds a thousand claims.
def match_mentions(gold: Sequence[Mention], system: Sequence[Mention], *, strict: bool) -> list[tuple[int, int]]:
    """Match mentions one to one: exact span and type (strict), or overlapping span and same type."""

    def weight(a: Mention, b: Mention) -> float:
        if a.type != b.type:
            return 0.0
        exact = (a.start, a.end) == (b.start, b.end)
        if strict:
            return float(exact)
        shared = overlap(a, b)
        return (
            1.0 + 1e-3 * exact + 1e-6 * min(shared / (max(a.end, b.end) - min(a.start, b.start)), 1.0)
            if shared
            else 0.0
        )

    return assign(gold, system, weight)


def match_claims(gold: Sequence[Claim], system: Sequence[Claim], *, level: str) -> list[tuple[int, int]]:
    """Match claims one to one at a level: ``pair``, ``signed`` or ``strict``.

    Among matchings of the same size the one that agrees most at the higher levels wins, then the one whose arguments
    overlap rather than merely share a name.
    """

    def weight(a: Claim, b: Claim) -> float:
        agreement = agree(a, b)
        if not getattr(agreement, level):
            return 0.0
        quality = 1e-3 * agreement.signed + 1e-6 * (agreement.strict + agreement.directed)
        return 1.0 + quality + 1e-9 * _overlapping(a, b)

    return assign(gold, system, weight)


def _overlapping(a: Claim, b: Claim) -> int:
    straight = bool(overlap(a.subject, b.subject)) + bool(overlap(a.object, b.object))
    swapped = bool(overlap(a.subject, b.object)) + bool(overlap(a.object, b.subject))
    return max(straight, swapped)


def _states(claim: Claim) -> tuple[str, str]:
    return claim.subject.state, claim.object.state


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    return list({norm_key(mention): mention for mention in mentions}.values())
