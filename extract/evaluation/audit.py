"""Claims of a run that are likely to be wrong, found without gold.

Three questions are put to a run: does a drug do the opposite of what it is known to do to its target; does the sentence
of a claim deny it with a word that the claim did not count; do two claims of one sentence contradict each other. What
is listed is for a person to read: not all of it is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from extract.evaluation.gold import GoldError
from extract.export.jsonl import read_triples
from extract.schema import Triple

DRUG_TARGETS = Path(__file__).parent.parent / "data" / "audit" / "drug_targets.toml"
DENIALS = re.compile(r"\b(?:not|cannot|never|neither|nor|fail(?:s|ed)?|unable|without|no)\b", re.IGNORECASE)
# Where these stand, a denial between two names is of another thing, or of none.
OTHERWISE = re.compile(r"[,;:]|\bnot only\b|\bbut\b|\bwhether or not\b|\bno longer\b", re.IGNORECASE)
KINDS = ("known target", "denied", "contradiction")

Kind = Literal["known target", "denied", "contradiction"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim to look at: ``kind`` says why, ``reason`` what speaks against it."""

    kind: Kind
    triple: Triple
    reason: str


def claim(triple: Triple) -> str:
    """Return a claim as rules write it: "NF1 (down) | promotes | EMT | sign -1"."""
    ends = (f"{end.norm} ({end.state})" if end.state != "none" else end.norm for end in (triple.subject, triple.object))
    subject, object_ = ends
    return f"{subject} | {triple.predicate} | {object_} | sign {triple.sign:+d}"


@lru_cache(maxsize=1)
def known_signs() -> dict[tuple[str, str], int]:
    """Return the sign of what each drug does to each of its targets, both in lower case."""
    with DRUG_TARGETS.open("rb") as file:
        table = tomllib.load(file)
    signs = {"inhibits": -1, "activates": 1}
    return {
        (drug.lower(), target.lower()): sign
        for action, sign in signs.items()
        for drug, targets in table[action].items()
        for target in targets
    }


def audit_run(run: str | Path) -> list[Finding]:
    """Return what is suspicious in the output folder of a run, by kind and place.

    Raises
    ------
    GoldError
        If the folder is not that of a run.
    """
    try:
        triples = list(read_triples(Path(run)))
    except (OSError, ValueError) as error:
        raise GoldError(f"{run}: not the output folder of a run ({error})") from error
    return audit(triples)


def audit(triples: Iterable[Triple]) -> list[Finding]:
    """Return the findings of all three kinds, by kind, document and place."""
    triples = list(triples)
    found = [*against_known(triples), *denied(triples), *contradictions(triples)]
    return sorted(found, key=lambda f: (KINDS.index(f.kind), f.triple.doc_id, f.triple.evidence.start, f.triple.id))


def against_known(triples: Iterable[Triple], known: Mapping[tuple[str, str], int] | None = None) -> Iterator[Finding]:
    """Yield the claims in which a drug does to a target of its own the opposite of what it is known to do."""
    known = known_signs() if known is None else known
    for triple in triples:
        if triple.negated or not triple.sign:
            continue
        sign = known.get((triple.subject.norm.lower(), triple.object.norm.lower()))
        bare = triple.subject.state == "none" and triple.object.state in ("none", "altered")
        if bare and sign is not None and sign != triple.sign:
            verb = "inhibits" if sign < 0 else "activates"
            yield Finding("known target", triple, f"{triple.subject.norm} {verb} {triple.object.norm}")


def denied(triples: Iterable[Triple]) -> Iterator[Finding]:
    """Yield the claims with a word of denial between their ends that they do not count."""
    for triple in triples:
        first, second = sorted((triple.subject, triple.object), key=lambda mention: mention.start)
        text = triple.evidence.text[first.end - triple.evidence.start : second.start - triple.evidence.start]
        if triple.negated or triple.rule.startswith("table") or OTHERWISE.search(text):
            continue
        counted = {step.start for step in triple.trace}
        for word in DENIALS.finditer(text):
            if first.end + word.start() not in counted:
                yield Finding("denied", triple, f'"{word[0]}" stands between the two')
                break


def contradictions(triples: Iterable[Triple]) -> Iterator[Finding]:
    """Yield the claims of one sentence that give one pair two signs."""
    groups: dict[tuple[str, int, str, str], list[Triple]] = {}
    for triple in triples:
        if triple.sign and not triple.negated:
            ends = (triple.subject.norm.lower(), triple.object.norm.lower())
            groups.setdefault((triple.doc_id, triple.evidence.start, *ends), []).append(triple)
    for group in groups.values():
        for triple in group:
            other = next((one for one in group if one.sign == -triple.sign), None)
            if other is not None:
                yield Finding("contradiction", triple, f"{other.predicate} with sign {other.sign:+d}, by {other.rule}")
