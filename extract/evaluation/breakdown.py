"""The same scores by predicate, rule, section and distance, and the attributes of what was matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import get_args

from extract.evaluation.errors import aligned
from extract.evaluation.matching import agree, match_claims, match_mentions, same_arguments, shared_arguments
from extract.evaluation.norms import PREDICATE_SIGN, same_norm
from extract.evaluation.scoring import LEVELS, Counts, Share, UnitScores, score, wrong_signs
from extract.evaluation.units import Claim, Unit
from extract.relations.kinds import mechanism_classes
from extract.schema import MechanismClass, Mention

_EITHER = "{}, where either side has one"
ATTRIBUTES = (
    "norm",
    "identifier present",
    "response direction",
    "direction",
    "predicate",
    *(
        name
        for attribute in ("subject state", "object state", "negation", "certainty", "via", "context")
        for name in (attribute, _EITHER.format(attribute))
    ),
)
DISTANCES = ((0, 3), (4, 8), (9, 15), (16, 30), (31, None))  # words between the arguments, both ends included


def by_predicate(units: Sequence[Unit]) -> dict[str, LabelCounts]:
    """Signed scores of each predicate: recall over gold claims that have it, precision over system claims that do."""
    return _by(units, lambda unit, claim: (claim.predicate,), tuple(PREDICATE_SIGN))


def by_distance(units: Sequence[Unit]) -> dict[str, LabelCounts]:
    """Signed scores by the number of words between subject and object."""
    return _by(units, lambda unit, claim: (_bucket(words_between(unit, claim)),), tuple(map(_label, DISTANCES)))


def by_class(units: Sequence[Unit]) -> dict[str, LabelCounts]:
    """Signed scores of each mechanism class, as each side's own mentions and predicate tell it.

    A claim counts for every class it has; those that have none are left out.
    """
    return _by(units, lambda unit, claim: _classes(claim), get_args(MechanismClass))


def by_section(units: Sequence[Unit]) -> dict[str, UnitScores]:
    """All scores by the type of the section a sentence stands in."""
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        groups[unit.section or "unknown"].append(unit)
    return {section: score(groups[section]) for section in sorted(groups)}


def by_rule(units: Sequence[Unit], *, part: str = "rule") -> dict[str, dict[str, float]]:
    """For each rule, how many claims it made, what share of them is right at each level, and its wrong signs.

    A rule is named ``frame:trigger``; ``part`` may be ``frame`` or ``trigger`` to group the rules by one of the two.
    """
    made: dict[str, int] = defaultdict(int)
    right: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LEVELS, 0))
    signs: dict[str, Share] = defaultdict(Share)
    for unit in units:
        for claim in unit.claims:
            made[_part(claim.rule, part)] += 1
        for level in LEVELS:
            for i, j in match_claims(unit.gold_claims, unit.claims, level=level):
                rule = _part(unit.claims[j].rule, part)
                right[rule][level] += 1
                if level == "pair":
                    signs[rule] += wrong_signs([(unit.gold_claims[i], unit.claims[j])])
    return {
        rule: {
            "claims": made[rule],
            **{level: right[rule][level] / made[rule] for level in LEVELS},
            "wrong_signs": signs[rule].part,
        }
        for rule in sorted(made, key=lambda rule: (-made[rule], rule))
    }


def attributes(units: Iterable[Unit]) -> dict[str, Share]:
    """Return the accuracy of each attribute on matched pairs, and of names on matched mentions.

    ``via`` and ``context`` are right when the whole set is; ``via, where either side has one`` leaves out the easy
    cases. ``norm`` and ``identifier present`` are over mentions that overlap with the same type.
    """
    shares: dict[str, Share] = defaultdict(Share)
    for unit in units:
        for i, j in match_claims(unit.gold_claims, unit.claims, level="pair"):
            for name, right in _checks(unit.gold_claims[i], unit.claims[j]):
                shares[name] += Share(int(right), 1)
        for i, j in match_mentions(unit.gold_mentions, unit.mentions, strict=False):
            mention = unit.mentions[j]
            shares["norm"] += Share(int(same_norm(unit.gold_mentions[i], mention)), 1)
            shares["identifier present"] += Share(int(_has_identifier(mention)), 1)
            if mention.type == "DRUG_RESPONSE":
                shares["response direction"] += Share(int(unit.gold_mentions[i].direction == mention.direction), 1)
    return {name: shares[name] for name in ATTRIBUTES if name in shares}


def arguments(units: Iterable[Unit]) -> dict[str, Counts]:
    """Return precision and recall of ``via`` and ``context`` arguments over matched pairs."""
    found = {"via": Counts(), "context": Counts()}
    for unit in units:
        for i, j in match_claims(unit.gold_claims, unit.claims, level="pair"):
            for name in found:
                gold, system = getattr(unit.gold_claims[i], name), getattr(unit.claims[j], name)
                found[name] += Counts(*shared_arguments(gold, system))
    return found


def words_between(unit: Unit, claim: Claim) -> int:
    """Return the number of words between the subject and the object of a claim."""
    first, second = sorted((claim.subject, claim.object), key=lambda mention: mention.start)
    return len(unit.text[first.end - unit.start : max(second.start - unit.start, 0)].split())


def _checks(gold: Claim, system: Claim) -> list[tuple[str, bool]]:
    agreement = agree(gold, system)
    subject, object_ = aligned(system, agreement)
    checks = [
        ("direction", agreement.directed),
        ("predicate", gold.predicate == system.predicate),
        ("subject state", gold.subject.state == subject.state),
        ("object state", gold.object.state == object_.state),
        ("negation", gold.negated == system.negated),
        ("certainty", gold.certainty == system.certainty),
        ("via", same_arguments(gold.via, system.via)),
        ("context", same_arguments(gold.context, system.context)),
    ]
    present = {
        "subject state": {gold.subject.state, subject.state} != {"none"},
        "object state": {gold.object.state, object_.state} != {"none"},
        "negation": gold.negated or system.negated,
        "certainty": "hedged" in (gold.certainty, system.certainty),
        "via": bool(gold.via or system.via),
        "context": bool(gold.context or system.context),
    }
    checks += [(_EITHER.format(name), right) for name, right in checks if present.get(name)]
    return checks


def _has_identifier(mention: Mention) -> bool:
    if mention.type == "DRUG_RESPONSE":
        return bool(mention.drugs) and all(drug.curie for drug in mention.drugs or ())
    return mention.curie is not None


def _classes(claim: Claim) -> tuple[str, ...]:
    return mechanism_classes(claim.subject, claim.predicate, claim.object, claim.via)


def _by(
    units: Sequence[Unit], labels: Callable[[Unit, Claim], Iterable[str]], order: Sequence[str]
) -> dict[str, LabelCounts]:
    """Count by labels; a match counts as recalled under the gold claim's labels, as precise under the system's."""
    gold: dict[str, list[int]] = {name: [0, 0] for name in order}
    system: dict[str, list[int]] = {name: [0, 0] for name in order}

    def count(side: dict[str, list[int]], unit: Unit, claim: Claim, place: int) -> None:
        for label in labels(unit, claim):
            side.setdefault(label, [0, 0])[place] += 1

    for unit in units:
        for claim in unit.gold_claims:
            count(gold, unit, claim, 1)
        for claim in unit.claims:
            count(system, unit, claim, 1)
        for i, j in match_claims(unit.gold_claims, unit.claims, level="signed"):
            count(gold, unit, unit.gold_claims[i], 0)
            count(system, unit, unit.claims[j], 0)
    names = [*order, *(name for name in system if name not in order)]
    return {name: LabelCounts(*gold.get(name, [0, 0]), *system[name]) for name in names}


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """Counts under a label; a match may carry two, so recall and precision have numerators of their own."""

    recalled: int = 0
    gold: int = 0
    precise: int = 0
    system: int = 0

    @property
    def precision(self) -> float:
        """Precise over system."""
        return self.precise / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Recalled over gold."""
        return self.recalled / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """Return counts and scores for a report."""
        return {**asdict(self), "precision": self.precision, "recall": self.recall, "f1": self.f1}


def _part(rule: str, part: str) -> str:
    frame, _, trigger = rule.partition(":")
    return {"frame": frame, "trigger": trigger or frame}.get(part, rule)


def _bucket(words: int) -> str:
    return next(_label(bucket) for bucket in DISTANCES if bucket[1] is None or words <= bucket[1])


def _label(bucket: tuple[int, int | None]) -> str:
    return f"{bucket[0]}+" if bucket[1] is None else f"{bucket[0]}–{bucket[1]}"
