"""The entries of the rule files, as they are written, and the set of them that a run uses.

A *trigger* is a meaning with all its derived words ("suppress, suppression, suppressor, suppressive"); a *frame* says
where in a dependency tree a trigger of a form takes an argument. Every trigger works in every frame of its forms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from extract.relations.rules.paths import Path as TreePath
from extract.schema import MentionType

TriggerClass = Literal[
    "promote",
    "activate",
    "increase",
    "inhibit",
    "decrease",
    "regulate",
    "bind",
    "target",
    "sponge",
    "modify",
    "combine",
    "treat",
    "associate",
]
Form = Literal["verb", "noun", "agent", "adjective", "preposition"]
FORMS: tuple[Form, ...] = ("verb", "noun", "agent", "adjective", "preposition")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Phrase = Annotated[str, StringConstraints(pattern=r"^\S+( \S+)*$")]
Phrases = tuple[Phrase, ...]
Forms = Annotated[
    tuple[Form, ...] | Literal["any"], BeforeValidator(lambda v: [v] if isinstance(v, str) and v != "any" else v)
]


class Example(BaseModel):
    """An invented sentence, its claims, and claims that must not come out.

    A claim is written ``[negated ][hedged ]A[ (down)] | predicate | B[ (up)][ | via C][ | sign -1]``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    claims: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _states_something(self) -> Self:
        if not self.claims and not self.never:
            raise ValueError("an example states claims, or claims that are never to come out")
        return self


class Entry(BaseModel):
    """What every entry has: a name of its own among those of its kind, a note, and examples that are its test.

    Entries of a kind are tried from the highest ``priority`` to the lowest, those of equal priority in the order of
    their files, the files that ship before those of the user.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: Name
    priority: int = 0
    note: str = ""
    examples: tuple[Example, ...] = ()


class Trigger(Entry):
    """Words that state one kind of relation, all derived forms together."""

    cls: TriggerClass = Field(alias="class")
    verb: Phrases = ()
    noun: Phrases = ()
    agent: Phrases = ()
    adjective: Phrases = ()
    object_prep: Phrases = ()
    noun_object_prep: Phrases = ("of",)
    adjective_object_prep: Phrases = ("of",)
    subject_prep: Phrases = ("by",)
    preposition: Phrases = ()
    inverse: bool = False
    negated: bool = False
    object_types: tuple[MentionType, ...] = ()
    subject_types: tuple[MentionType, ...] = ()
    response_directions: tuple[Literal["resistance", "sensitivity"], ...] = ()
    weight: float = Field(default=1.0, ge=0.0, le=1.0)

    def words(self, form: Form) -> Phrases:
        """Return the lemmas of a form."""
        words: Phrases = getattr(self, form)
        return words

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if not any(self.words(form) for form in FORMS):
            raise ValueError("has no words: give verb, noun, agent, adjective or preposition")
        return self


class Frame(Entry):
    """Where a trigger of a form finds one of its arguments.

    ``path`` is read from the trigger (see `extract.relations.rules.paths`). The first frame of a role that finds a
    mention is taken. ``triggers`` names the only triggers a frame is for. ``idiom`` marks those that lead to the
    object of a verb that takes it by a preposition.
    """

    form: Forms
    role: Literal["subject", "object", "surface"]
    path: str
    voice: Literal["active", "passive", "any"] = "any"
    triggers: tuple[Name, ...] = ()
    classes: tuple[TriggerClass, ...] = ()
    kinds: tuple[Literal["base", "s", "past", "ing"], ...] = ()
    idiom: bool = False
    weight: float = Field(default=1.0, ge=0.0, le=1.0)


@dataclass(frozen=True, slots=True)
class CompiledFrame:
    """A frame with its parsed path."""

    frame: Frame
    path: TreePath


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry stands."""

    file: str
    line: int


@dataclass(frozen=True)
class RuleSet:
    """All rules of a run. ``sources`` says of "trigger suppress" or "words means" where it stands."""

    triggers: tuple[Trigger, ...]
    frames: tuple[Frame, ...]
    words: dict[str, frozenset[str]]
    digest: str
    sources: dict[str, Source] = field(default_factory=dict)
    inclusions: dict[str, frozenset[str]] = field(default_factory=dict)  # list -> the lists that it names

    def __post_init__(self) -> None:
        table: dict[tuple[str, str], list[CompiledFrame]] = {}
        for frame in sorted(self.frames, key=lambda frame: -frame.priority):
            forms = FORMS if frame.form == "any" else frame.form
            compiled = CompiledFrame(frame, TreePath.parse(frame.path, self.words))
            for form in forms:
                table.setdefault((form, frame.role), []).append(compiled)
        object.__setattr__(self, "_table", table)

    def frames_for(self, form: str, role: str) -> list[CompiledFrame]:
        """Return the frames of a form and role, in order."""
        frames: list[CompiledFrame] = self._table.get((form, role), [])  # type: ignore[attr-defined]
        return frames

    def entries(self) -> tuple[tuple[str, Entry], ...]:
        """Return all entries, each with the name of its kind."""
        return (*(("trigger", t) for t in self.triggers), *(("frame", f) for f in self.frames))
