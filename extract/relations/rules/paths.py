"""A small language for paths through a dependency tree.

A path is a row of steps parted by blanks, read from a start token:

``nsubj|dobj``            down to children with one of these labels; ``*`` to all children
``<relcl|acl``            up to the head, if the token's own label is one of these; ``<*`` whatever it is
``prep[of|in]``           down to the objects of these prepositions (``prep[$object_prep]``: those the trigger names;
                          ``prep[*]``: any); prepositions may be complex ("in response to")
``<prep[by|through]``     from the object of such a preposition up to what the preposition attaches to
``by[without|rather than]`` from the object of such a preposition to the preposition itself
``{role|$light}``         keep tokens with one of these lemmas or of a word list; ``{!…}`` drops them
``@surface`` ``@subject`` ``@object``   the role of the token reached, by that role's own frames
``@doer``                 like ``@surface``, but the agent of a passive
``@hyphened``             the mention that a hyphen joins to the token
``@left``                 the mention right before the token, with or without a hyphen
``@previous`` ``@next``   the node right before, right behind; ``@before``: the one before all that hangs on the token
``@clause``               the nearest verb of a clause above
``@above``                what the token hangs on up to such a verb, at most four
``@first``                the first of the words that the token is joined to
``@top``                  the top of the phrase that it stands in: up over modifiers, prepositions, appositions, lists
``@antecedent``           from the head of a relative clause to what the clause speaks of
``@infinitive``           keeps a verb with "to"
``@gerund``               keeps a gerund that stands for a noun
``@owned``                keeps a verb with a subject of its own
``@mention``              keeps what is a mention itself
``@bearer``               keeps a mention, or a noun for those who bear something ("patients")
``@bare``                 keeps a verb with no noun right before it, which would be its own subject
``with[amod:$much]``      keeps what has a child with one of these labels, whose word is one of these; without the
                          words: any child; ``*`` for any label; ``without[dobj|neg]`` keeps what has none
``opens[mark:$words]``    like ``with``, for a child that stands before the node
``is[GENE|PROCESS]``      keeps a mention of these types; ``claims[inhibit|decrease]``: a trigger of these classes
``@active`` ``@passive``  keeps a verb of this voice
``@common``               keeps what is no mention and has none before it
``@verb``                 keeps the verb of a clause
``@thing``                keeps what is no verb; ``@conjunct`` goes to a verb that may share its object with this one
``@actor``                who the noun reached belongs to: its possessor, or the subject of the verb it depends on

A step ending in ``?`` may be left out, one ending in ``+`` may be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, cast

_STEP = re.compile(
    r"(?P<up><)?(?P<body>(?P<have>without|with|opens)\[(?P<labels>[\w|*]+)(?::(?P<having>[^\]]+))?\]|(?P<test>is|claims)\[(?P<tested>[\w|]+)\]|(?P<way>prep|by)\[(?P<preps>[^\]]+)\]|\{(?P<not>!)?(?P<lemmas>[^}]+)\}|@(?P<role>\w+)|(?P<deps>\*|[\w|]+))(?P<mark>[?+])?$"
)
_FRAMES = {"surface", "doer", "subject", "object", "actor"}  # read by frames
_VERBS = {"active", "passive", "verb", "owned", "infinitive", "gerund", "bare"}
_NOUNS = {"thing", "common", "mention", "bearer"}
_BESIDE = {"left", "hyphened", "previous", "next", "before"}
_ABOVE = {"clause", "above", "first", "top", "antecedent", "conjunct"}
ROLES = frozenset(_FRAMES | _VERBS | _NOUNS | _BESIDE | _ABOVE)
VARIABLES = frozenset({"object_prep", "noun_object_prep", "adjective_object_prep", "subject_prep"})  # of a trigger

_ANY = {"*", *(f"${name}" for name in VARIABLES)}
_NEEDING = frozenset({"down", "up", "prep", "upprep", "by", "keep", "with", "opens", "is"})


class PathError(ValueError):
    """A path that cannot be read."""


Kind = Literal["down", "up", "prep", "upprep", "by", "keep", "drop", "role", "with", "without", "opens", "is", "claims"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``names`` are labels, prepositions or lemmas; ``role`` the recursive role."""

    kind: Kind
    names: frozenset[str] = frozenset()
    having: frozenset[str] = frozenset()  # words, one of which a child must be
    role: str = ""
    optional: bool = False
    repeat: bool = False

    @property
    def by_frames(self) -> bool:
        """Whether frames are asked where the step leads."""
        return self.role in _FRAMES

    def needs(self) -> Iterator[frozenset[str]]:
        """Yield sets of labels, words, prepositions or types of which a sentence must have one."""
        if self.role == "infinitive":
            yield frozenset({"to"})
        if self.kind in _NEEDING and self.names.isdisjoint(_ANY):
            yield self.names
        if self.kind in {"with", "opens"} and self.having:
            yield self.having


@dataclass(frozen=True, eq=False)
class Path:
    """A parsed path."""

    steps: tuple[Step, ...]

    @cached_property
    def by_frames(self) -> bool:
        """Whether frames are asked at any step."""
        return any(step.by_frames for step in self.steps)

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Labels, words, prepositions, types: a sentence must have one of each set for the path to lead anywhere."""
        return tuple(need for step in self.steps if not step.optional for need in step.needs())

    @classmethod
    def parse(cls, text: str, words: dict[str, frozenset[str]]) -> Path:
        """Parse a path; word lists (``$name``) are looked up in `words`, other ``$names`` stay for the trigger.

        Raises
        ------
        PathError
            If a step is not one of the language.
        """
        steps = []
        for token in re.split(r"\s+(?![^\[]*\])(?![^{]*\})", text.strip()):
            match = _STEP.match(token)
            if not match:
                raise PathError(f"path {text!r}: cannot read the step {token!r}")
            optional, repeat = match["mark"] == "?", match["mark"] == "+"
            steps.append(replace(_step(match, text, words), optional=optional, repeat=repeat))
        return cls(tuple(steps))


def _step(match: re.Match[str], text: str, words: dict[str, frozenset[str]]) -> Step:
    """Return the step that a token of a path writes.

    Raises
    ------
    PathError
        If it names a role or a word list that is none.
    """
    if match["have"]:
        having = _names(match["having"], words) if match["having"] else frozenset()
        return Step(cast(Kind, match["have"]), frozenset(match["labels"].split("|")), having)
    if match["test"]:
        return Step(cast(Kind, match["test"]), frozenset(match["tested"].split("|")))
    if match["preps"]:
        prepositions = _names(match["preps"], words)
        return Step("by" if match["way"] == "by" else "upprep" if match["up"] else "prep", prepositions)
    if match["lemmas"]:
        return Step("drop" if match["not"] else "keep", _names(match["lemmas"], words))
    if match["role"]:
        if match["role"] not in ROLES:
            raise PathError(f"path {text!r}: no role {match['role']!r}; there are {', '.join(sorted(ROLES))}")
        return Step("role", role=match["role"])
    return Step("up" if match["up"] else "down", frozenset(match["deps"].split("|")))


def _names(text: str, words: dict[str, frozenset[str]]) -> frozenset[str]:
    names: set[str] = set()
    for name in text.split("|"):
        if name.startswith("$") and name[1:] in words:
            names |= words[name[1:]]
        elif name.startswith("$") and name[1:] not in VARIABLES:
            raise PathError(f"no word list {name[1:]!r}")
        else:
            names.add(name)
    return frozenset(names)
