"""What a simple guess would score on the same mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from extract.evaluation.norms import net_sign, same_norm
from extract.evaluation.units import Claim, Unit, drop_repeats
from extract.schema import Mention

# The cue words of the guidelines, section 4, as stems.
TRIGGERS = {
    "promotes": "promot|induc|confer|driv|mediat|contribut|caus|enhanc|restor|facilitat",
    "inhibits": "inhibit|suppress|block|revers|overcom|abrogat|attenuat|impair",
    "activates": "activat|stimulat|reactivat",
    "upregulates": "upregulat|up-regulat|increas|stabili[sz]",
    "downregulates": "downregulat|down-regulat|reduc|decreas|degrad|silenc",
    "regulates": "regulat|modulat|control|affect",
    "binds": "bind|bound|interact",
    "targets": "target",
    "sponges": "spong|sequester",
    "modifies": "methylat|acetylat|deacetylat|ubiquitinat|phosphorylat",
    "combines_with": "combin|synergi",
    "treats": "treat",
    "associated_with": "associat|correlat|predict",
}
_TRIGGER = re.compile(
    r"\b(?:" + "|".join(f"(?P<{predicate}>{stems})" for predicate, stems in TRIGGERS.items()) + r")\w*", re.IGNORECASE
)


def all_pairs(units: Iterable[Unit]) -> list[Unit]:
    """Claim that of every two mentions of a sentence the first promotes the second, the commonest predicate."""
    return [
        replace(unit, claims=drop_repeats(_claim(a, "promotes", b) for a, b in _pairs(unit.mentions))) for unit in units
    ]


def nearest_to_trigger(units: Iterable[Unit]) -> list[Unit]:
    """Claim, at every trigger word, that the nearest mention before it acts on the nearest one after it."""
    guessed = []
    for unit in units:
        claims = []
        for match in _TRIGGER.finditer(unit.text):
            start, end = unit.start + match.start(), unit.start + match.end()
            before = [mention for mention in unit.mentions if mention.end <= start]
            after = [mention for mention in unit.mentions if mention.start >= end]
            if before and after and match.lastgroup:
                subject, object_ = max(before, key=lambda m: m.end), min(after, key=lambda m: m.start)
                if not same_norm(subject, object_):
                    claims.append(_claim(subject, match.lastgroup, object_))
        guessed.append(replace(unit, claims=drop_repeats(claims)))
    return guessed


def _pairs(mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    ordered = sorted(mentions, key=lambda mention: mention.start)
    return [(a, b) for a, b in combinations(ordered, 2) if not same_norm(a, b)]


def _claim(subject: Mention, predicate: str, object_: Mention) -> Claim:
    # A baseline knows no states: the mention as it stands.
    subject, object_ = (side.model_copy(update={"state": "none"}) for side in (subject, object_))
    return Claim(subject, predicate, object_, net_sign(subject, predicate, object_), rule="baseline")
