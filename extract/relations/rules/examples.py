"""The examples of the rules, run as their test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Span

from extract.language.extensions import norm_of
from extract.relations.records import SYMMETRIC, Relation
from extract.relations.rules.load import RuleError
from extract.relations.rules.ruleset import RuleSet

_CLAIM = re.compile(
    r"^(?P<negated>negated )?(?P<hedged>hedged )?(?P<subject>.+?)(?: \((?P<subject_state>up|down|altered)\))?"
    r" \| (?P<predicate>\w+) \| (?P<object>.+?)(?: \((?P<object_state>up|down|altered)\))?"
    r"(?: \| via (?P<via>.+?))?(?: \| sign (?P<sign>[+-]1|0))?$"
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
    sign: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example: the claims it lacks, those it must not make, and the claims found."""

    rule: str
    text: str
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every expected claim was found and none that must not come out."""
        return not self.missing and not self.wrong


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
            f"not a claim: {text!r}; write: [negated ][hedged ]A[ (down)] | predicate | B[ (up)]"
            "[ | via C, D][ | sign +1]"
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
        sign=int(match["sign"]) if match["sign"] else None,
    )


def run_examples(nlp: Language, rules: RuleSet, names: Iterable[str] = ()) -> Iterator[Outcome]:
    """Run the examples of the named rules (all by default) through a pipeline with the relation component.

    Raises
    ------
    RuleError
        If an example's claim cannot be read.
    """
    wanted = set(names)
    examples = [
        (kind, entry, example)
        for kind, entry in rules.entries()
        if not wanted or entry.name in wanted
        for example in entry.examples
    ]
    docs = nlp.pipe(example.text for _, _, example in examples)
    for (kind, entry, example), doc in zip(examples, docs, strict=True):
        try:
            expected = {text: read_claim(text) for text in (*example.claims, *example.never)}
        except ValueError as error:
            source = rules.sources[f"{kind} {entry.name}"]
            raise RuleError(source.file, f"{kind} {entry.name!r}", str(error), source.line) from error
        made = {text for text, claim in expected.items() if any(fits(r, claim) for r in doc._.relations)}
        yield Outcome(
            rule=entry.name,
            text=example.text,
            missing=tuple(text for text in example.claims if text not in made),
            wrong=tuple(text for text in example.never if text in made),
            found=tuple(describe(relation) for relation in doc._.relations),
        )


def fits(relation: Relation, expected: Expected) -> bool:
    """Tell whether a relation is the claim that an example expects."""
    if (relation.predicate, relation.negated) != (expected.predicate, expected.negated):
        return False
    if (relation.certainty == "hedged") != expected.hedged or expected.sign not in {None, relation.sign}:
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
    return _plain(name) in {_plain(span.text), _plain(norm_of(span) or "")}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
