"""The examples of the rules, run as their test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Span

from extract.relations.records import SYMMETRIC, Relation
from extract.relations.rules.model import Example, Frame, RuleError, RuleSet, Trigger

_CLAIM = re.compile(
    r"^(?P<negated>negated )?(?P<hedged>hedged )?(?P<subject>.+?)(?: \((?P<subject_state>up|down|altered)\))?"
    r" \| (?P<predicate>\w+) \| (?P<object>.+?)(?: \((?P<object_state>up|down|altered)\))?(?: \| via (?P<via>.+))?$"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim as an example writes it."""

    subject: str
    predicate: str
    object: str
    subject_state: str = "none"
    object_state: str = "none"
    negated: bool = False
    hedged: bool = False
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example: the claims it lacks and the claims found instead."""

    rule: str
    text: str
    missing: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every expected claim was found."""
        return not self.missing


def read_claim(text: str) -> Expected:
    """Read a claim as examples write it.

    Raises
    ------
    ValueError
        If the text is no claim.

    Examples
    --------
    >>> read_claim("hedged NF1 (down) | promotes | lenvatinib resistance | via ERK").subject_state
    'down'
    """
    match = _CLAIM.match(text.strip())
    if not match:
        raise ValueError(
            f"not a claim: {text!r}; write: [negated ][hedged ]A[ (down)] | predicate | B[ (up)][ | via C, D]"
        )
    return Expected(
        subject=match["subject"],
        predicate=match["predicate"],
        object=match["object"],
        subject_state=match["subject_state"] or "none",
        object_state=match["object_state"] or "none",
        negated=bool(match["negated"]),
        hedged=bool(match["hedged"]),
        via=tuple(name.strip() for name in match["via"].split(",")) if match["via"] else (),
    )


def run_examples(nlp: Language, rules: RuleSet, names: Iterable[str] = ()) -> Iterator[Outcome]:
    """Run the examples of the named rules (all by default) through a pipeline with the relation component.

    Raises
    ------
    RuleError
        If an example's claim cannot be read.
    """
    wanted = set(names)
    entries: list[tuple[Trigger | Frame, Example]] = [
        (entry, example)
        for entry in (*rules.triggers, *rules.frames)
        if not wanted or entry.name in wanted
        for example in entry.examples
    ]
    docs = nlp.pipe(example.text for _, example in entries)
    for (entry, example), doc in zip(entries, docs, strict=True):
        missing = []
        for text in example.claims:
            try:
                expected = read_claim(text)
            except ValueError as error:
                kind = "trigger" if isinstance(entry, Trigger) else "frame"
                where = rules.sources.get(f"{kind} {entry.name}", "rules")
                raise RuleError(where, f"{kind} {entry.name!r}", str(error)) from error
            if not any(fits(relation, expected) for relation in doc._.relations):
                missing.append(text)
        yield Outcome(entry.name, example.text, tuple(missing), tuple(describe(r) for r in doc._.relations))


def fits(relation: Relation, expected: Expected) -> bool:
    """Tell whether a relation is the claim that an example expects."""
    if (relation.predicate, relation.negated) != (expected.predicate, expected.negated):
        return False
    if (relation.certainty == "hedged") != expected.hedged:
        return False
    ends = [
        (relation.subject, relation.subject_state, relation.object, relation.object_state),
        (relation.object, relation.object_state, relation.subject, relation.subject_state),
    ]
    if not any(
        _named(subject, expected.subject)
        and _named(object_, expected.object)
        and (subject_state, object_state) == (expected.subject_state, expected.object_state)
        for subject, subject_state, object_, object_state in ends[: 2 if relation.predicate in SYMMETRIC else 1]
    ):
        return False
    return not expected.via or (
        len(expected.via) == len(relation.via)
        and all(any(_named(span, name) for span in relation.via) for name in expected.via)
    )


def describe(relation: Relation) -> str:
    """Write a relation the way examples do, with its rule."""
    parts = ["negated " if relation.negated else "", "hedged " if relation.certainty == "hedged" else ""]
    parts += [_end(relation.subject, relation.subject_state), f" | {relation.predicate} | "]
    parts.append(_end(relation.object, relation.object_state))
    if relation.via:
        parts.append(" | via " + ", ".join(span.text for span in relation.via))
    return "".join(parts) + f"  [{relation.rule}]"


def _end(span: Span, state: str) -> str:
    return span.text if state == "none" else f"{span.text} ({state})"


def _named(span: Span, name: str) -> bool:
    return _plain(name) in {_plain(span.text), _plain(span._.norm or "")}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
