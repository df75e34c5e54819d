"""What the engine passes on: triggers in a sentence, what fills their roles, drafts of claims, relations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from spacy.tokens import Span

from extract.language.extensions import direction_of, norm_of
from extract.relations.rules.model import Trigger
from extract.schema import Certainty, Predicate, Sign, State

SYMMETRIC = frozenset({"associated_with", "binds", "combines_with"})
CLASS_SIGN: dict[str, Sign] = {"promote": 1, "activate": 1, "increase": 1, "inhibit": -1, "decrease": -1, "sponge": -1}
PREDICATE_SIGN: dict[str, Sign] = {
    "promotes": 1,
    "inhibits": -1,
    "activates": 1,
    "upregulates": 1,
    "downregulates": -1,
    "regulates": 0,
    "binds": 0,
    "targets": 0,
    "sponges": -1,
    "modifies": 0,
    "combines_with": 0,
    "treats": -1,
    "associated_with": 0,
}
REVERSED: dict[Predicate, Predicate] = {
    "promotes": "inhibits",
    "inhibits": "promotes",
    "activates": "inhibits",
    "upregulates": "downregulates",
    "downregulates": "upregulates",
}

Role = Literal["predicate", "subject_state", "object_state", "response", "negation", "certainty"]


@dataclass(frozen=True, slots=True)
class Factor:
    """A token that took part in the sign: its index in the Doc, its role, and -1 where it turned the sign."""

    token: int
    role: Role
    factor: Sign


@dataclass(frozen=True, slots=True)
class Relation:
    """A signed claim between two mentions of one sentence.

    ``trigger`` holds token indices of the Doc; ``rule`` is ``frame:trigger``.
    """

    subject: Span
    predicate: Predicate
    object: Span
    subject_state: State = "none"
    object_state: State = "none"
    via: tuple[Span, ...] = ()
    sign: Sign = 0
    negated: bool = False
    certainty: Certainty = "asserted"
    context: tuple[Span, ...] = ()
    sent: Span | None = field(default=None, compare=False)
    trigger: tuple[int, ...] = ()
    rule: str = ""
    trace: tuple[Factor, ...] = ()
    confidence: float = 1.0
    features: tuple[tuple[str, float], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class TriggerMatch:
    """A trigger in a sentence: ``head`` is the node of its main word, ``tokens`` all its words' indices."""

    trigger: Trigger
    form: str
    head: int
    tokens: tuple[int, ...]
    kind: str = ""  # of a verb: base, s, past or ing

    @property
    def weight(self) -> float:
        """Reliability of the trigger, 0..1."""
        return self.trigger.weight


class Filler(NamedTuple):
    """A node that fills a role, the heads climbed on the way and the frames that led there."""

    node: int
    climbed: tuple[int, ...]
    frames: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention and the nodes between it and where the search began; ``distance`` grows with each doubtful step."""

    mention: Span
    path: tuple[int, ...]
    distance: float = 0.0
    negator: int | None = None  # the "not" of "but not B"
    affirmed: bool = False  # stands behind the "but" of "not A but B"
    anaphor: bool = False
    shared: Span | None = None  # the first of the list that the mention stands in


@dataclass(frozen=True, slots=True)
class Draft:
    """A relation on the way: what it was read from, beside what it says."""

    relation: Relation
    match: TriggerMatch
    subject: Argument
    object: Argument
    subject_filler: Filler
    object_filler: Filler


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that is being asked about: its class so far, its ends, and what hedges it."""

    match: TriggerMatch
    cls: str
    subject: Argument
    object: Argument
    subject_filler: Filler
    object_filler: Filler
    hedges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check said, and of what."""

    check: str
    verdict: str
    match: TriggerMatch
    subject: Span | None = None
    object: Span | None = None


def net_sign(predicate: str, subject: Span, subject_state: State, object: Span, object_state: State) -> Sign:
    """Return the net sign of a claim: predicate times states times response directions."""
    sign = PREDICATE_SIGN[predicate]
    if predicate == "associated_with" and {"up", "down"} & {subject_state, object_state}:
        sign = 1
    for mention, state in ((subject, subject_state), (object, object_state)):
        if state == "down":
            sign = -sign
        if mention.label_ == "DRUG_RESPONSE" and direction_of(mention) == "sensitivity":
            sign = -sign
    return sign


def last_words(mention: Span) -> tuple[str, str, str]:
    """Return what a mention ends in, its noun, and all of it: "liver injury", "injury of the liver"."""
    return mention[-1].lower_, mention.root.lower_, mention.text.lower()


def ends_in(mention: Span, words: Collection[str]) -> bool:
    """Tell whether a mention is, or has for its noun, one of some words."""
    return any(word in words for word in last_words(mention))


def name_of(mention: Span) -> tuple[str, str]:
    """Return what a mention is called, by its type and name."""
    return mention.label_, str(norm_of(mention) or mention.text.lower())


def same_thing(left: Span, right: Span) -> bool:
    """Tell whether two mentions name the same thing."""
    if left.start == right.start:
        return True
    return left.label_ == right.label_ and bool(norm_of(left)) and norm_of(left) == norm_of(right)
