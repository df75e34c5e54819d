"""The entries of the rule files, as they are written, and the set of them that a run uses.

A *trigger* is a meaning with all its derived words ("suppress, suppression, suppressor, suppressive"); a *frame* says
where in a dependency tree a trigger of a form takes an argument. Every trigger works in every frame of its forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Protocol, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from extract.relations.rules.paths import Path as TreePath
from extract.schema import MentionType, State

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
Form = Literal["verb", "noun", "agent", "adjective", "preposition", "prefix"]
FORMS: tuple[Form, ...] = ("verb", "noun", "agent", "adjective", "preposition", "prefix")

CAUSAL: tuple[TriggerClass, ...] = ("promote", "activate", "increase", "inhibit", "decrease", "regulate")
CheckStage = Literal["trigger", "ends", "words", "class"]
PLACES = frozenset({"head", "trigger", "subject", "object", "end"})  # where cues start, beside scopes
Stage = Literal["association", "finding", "condition", "noun"]

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

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names: ("path", …), ("words", …), ("types", …), a kind of entry or of function and its name."""
        yield from ()


class Trigger(Entry):
    """Words that state one kind of relation, all derived forms together."""

    cls: TriggerClass = Field(alias="class")
    verb: Phrases = ()
    noun: Phrases = ()
    agent: Phrases = ()
    adjective: Phrases = ()
    prefix: Phrases = ()
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
            raise ValueError("has no words: give verb, noun, agent, adjective, preposition or prefix")
        return self


@cache
def bare_trigger(name: str, cls: TriggerClass) -> Trigger:
    """Return what stands for the trigger of a claim that a construction makes without one."""
    return Trigger(name=name, cls=cls, verb=(name,))


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
    types: tuple[str, ...] = ()  # of mentions that it takes, or groups of them
    narrow: tuple[Name, ...] = ()  # functions by name that say which mentions it takes
    defining: bool = False  # says what a thing is, which holds whatever was done to it: "silencing the X inhibitor D"
    weight: float = Field(default=1.0, ge=0.0, le=1.0)

    def asked_of(self, form: str, match: TriggerLike | None, *, passive: bool) -> bool:
        """Tell whether the frame is for a trigger of a form in a voice; without a trigger for any verb.

        A verb that takes its object by a preposition takes it by its idioms alone.
        """
        if self.voice != "any" and (self.voice == "passive") != passive:
            return False
        if match is None:
            return not (self.triggers or self.classes or self.kinds)
        trigger = match.trigger
        by_idiom = self.role == "object" and form == "verb" and trigger.object_prep and not self.triggers
        return (
            (not self.triggers or trigger.name in self.triggers)
            and (not self.classes or trigger.cls in self.classes)
            and (not self.kinds or match.kind in self.kinds)
            and (self.idiom or not by_idiom)
        )

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield "path", self.path
        yield from (("trigger", name) for name in self.triggers)
        yield from (("types", name) for name in self.types)
        yield from (("narrowers", name) for name in self.narrow)


class Part(BaseModel):
    """What every part of a construction may say of a node: tests, all of which must hold.

    ``lemma`` and ``form`` hold words or word lists (``$name``); ``types`` mention types or groups of them (``$name``).
    ``present`` and ``absent`` are paths, each of which must lead somewhere, or must not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    lemma: Phrases = ()
    form: Phrases = ()
    ending: tuple[str, ...] = ()  # of the form
    tag: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    dep: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    clause: bool | None = None  # is the verb of a clause
    finite: bool | None = None  # is a finite verb, by its tag or made one by a rewrite
    passive: bool | None = None
    named: bool | None = None  # is a mention

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from (("words", word) for word in (*self.lemma, *self.form))
        yield from (("types", name) for name in self.types)
        yield from (("path", path) for path in (*self.present, *self.absent))


class Ends(BaseModel):
    """Where a construction finds one of its arguments, and what that must be.

    Exactly one of ``path`` (paths from the anchor, all of which count), ``role`` (a role of the anchor's trigger;
    ``changed`` is what its change befalls) and ``source`` (functions by name; the first that finds something counts).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    path: tuple[str, ...] = ()
    role: Literal["subject", "object", "surface", "changed", ""] = ""
    source: tuple[Name, ...] = ()
    near: tuple[str, ...] = ()  # paths to further nodes from which ``path`` and ``source`` start
    prepositions: Phrases = ()  # what a source looks for
    take: Literal["what it speaks of", "itself"] = "what it speaks of"
    types: tuple[str, ...] = ()
    state: Literal["any", "stated", "changed", "none", "given"] = "any"
    licensed: bool = False  # only what the trigger's class takes in this role
    first: bool = False  # only the first that is found
    test: tuple[Name, ...] = ()

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from (("path", path) for path in (*self.path, *self.near))
        yield from (("sources", name) for name in self.source)
        yield from (("tests", name) for name in self.test)
        yield from (("words", word) for word in self.prepositions)
        yield from (("types", name) for name in self.types)

    @model_validator(mode="after")
    def _from_one_place(self) -> Self:
        if sum(map(bool, (self.path, self.role, self.source))) != 1:
            raise ValueError("give one of path, role or source")
        return self


class Anchor(Part):
    """Where a construction hangs: at a node, or at a trigger of some classes and forms (``forms``, ``classes``)."""

    classes: tuple[TriggerClass, ...] = ()
    forms: tuple[Form, ...] = ()
    test: tuple[Name, ...] = ()  # functions by name, for what no test above can say
    lacks: Ends | None = None  # what must not be found from here


class EndTest(BaseModel):
    """What a check asks of an argument: of its mention, and of the way that led to it.

    ``first_word`` and ``ends_in`` are words that the mention begins with, and ends in or is. ``path`` holds lemmas of
    which one must stand on the way, ``passed`` such that are neither a mention nor the trigger; ``modified`` words of
    which one must modify what was passed or the mention itself, ``modified_not`` words of which none may modify what
    was passed. ``frames`` led there, and each path of ``present`` leads on from the mention. ``given`` asks for a drug,
    or what is down.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: tuple[str, ...] = ()
    types_not: tuple[str, ...] = ()
    state: tuple[State, ...] = ()
    direction: Literal["", "resistance", "sensitivity"] = ""
    tags: tuple[str, ...] = ()
    first_word: Phrases = ()
    ends_in: Phrases = ()
    ends_in_not: Phrases = ()
    given: bool | None = None
    anaphor: bool | None = None
    frames: tuple[Name, ...] = ()
    frames_not: tuple[Name, ...] = ()
    path: Phrases = ()
    passed: Phrases = ()
    modified: Phrases = ()
    modified_not: Phrases = ()
    present: tuple[str, ...] = ()
    test: tuple[Name, ...] = ()

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from (("path", path) for path in self.present)
        mentioned = (*self.first_word, *self.ends_in, *self.ends_in_not)
        words = (*mentioned, *self.path, *self.passed, *self.modified, *self.modified_not)
        yield from (("words", word) for word in words)
        yield from (("types", name) for name in (*self.types, *self.types_not))
        yield from (("judges", name) for name in self.test)


class Check(Entry):
    """What is asked of a trigger or a claim before it is made, and what follows if all of it holds.

    A check is asked of the triggers of its classes, forms, kinds and names; ``inverse`` ones only if that is given.
    """

    stage: CheckStage
    verdict: TriggerClass | Literal["none", "unsaid", "change", "keep"]
    classes: tuple[TriggerClass | Literal["$causal"], ...] = Field(default=(), alias="class")
    not_class: tuple[TriggerClass, ...] = ()
    forms: tuple[Form, ...] = ()
    kinds: tuple[Literal["base", "s", "past", "ing"], ...] = ()
    triggers: tuple[Name, ...] = ()
    inverse: bool | None = None
    words: Phrases = ()  # lemmas of which one must be among those of the trigger
    head: Part | None = None
    frames: tuple[Name, ...] = ()  # that led to either argument
    subject: EndTest | None = None
    object: EndTest | None = None
    either: EndTest | None = None
    test: tuple[Name, ...] = ()

    def asked_of(self, cls: str, match: TriggerLike) -> bool:
        """Tell whether the check is for a claim of a class that a trigger states."""
        classes = {*self.classes, *(CAUSAL if "$causal" in self.classes else ())}
        return (
            (not classes or cls in classes)
            and cls not in self.not_class
            and (not self.forms or match.form in self.forms)
            and (not self.kinds or match.kind in self.kinds)
            and (not self.triggers or match.trigger.name in self.triggers)
            and self.inverse in {None, match.trigger.inverse}
        )

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        for part in (self.head, self.subject, self.object, self.either):
            if part is not None:
                yield from part.references()
        yield from (("words", word) for word in self.words)
        yield from (("trigger or construction", name) for name in self.triggers)
        yield from (("anchors" if self.stage == "trigger" else "judges", name) for name in self.test)


class RewriteNode(Part):
    """A node that a rewrite asks for: the first one is any node of the tree, another is found from an earlier one.

    ``from`` names that one, the one before by default; ``path`` leads from there. Of several found the first counts
    with which the others can be found, the ``last`` one, or ``every`` one; ``optional`` if there may be none of these.
    """

    name: Name
    start: str = Field(default="", alias="from")
    path: str = ""
    last: bool = False
    every: bool = False
    optional: bool = False

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from super().references()
        yield from (("path", path) for path in filter(None, [self.path]))


@dataclass(frozen=True, slots=True)
class Action:
    """What a rewrite does to a node: hang it on a ``head``, give it a ``label``, or make it a finite verb.

    ``over`` puts it in the place of the head, which then hangs on it. With an ``object`` it becomes the verb between
    that and the head, its subject; without anything it stays where it is.
    """

    node: str
    head: str = ""
    label: str = ""
    object: str = ""
    over: bool = False


_ACTION = re.compile(
    r"(?P<node>[\w-]+) (?:(?P<way>under|over) (?P<head>[\w-]+) as (?P<label>\w+)|is (?P<own>\w+)"
    r"|between (?P<subject>[\w-]+) and (?P<object>[\w-]+))$"
)


class Rewrite(Entry):
    """What puts right what parsers often get wrong: nodes, the order in which they stand, and what is done to them.

    ``order`` writes ``a < b`` for "stands before", ``a + b`` for "right before". ``do`` writes ``a under b as nsubj``
    (hangs it there; ``as subject``: by the voice of b), ``a over b as conj`` (a takes the place of b), ``a is appos``
    (its label), ``a is finite``, ``a between b and c`` (makes it a verb of that subject and object). Without ``nodes``
    a function by the entry's name does it. Those of the stage "triggers" start from the heads of the triggers of a
    kind, the others from all nodes.
    """

    stage: Literal["parse", "triggers"]
    kind: Literal["", "s", "past", "ing"] = ""
    nodes: tuple[RewriteNode, ...] = ()
    order: tuple[str, ...] = ()
    do: Annotated[tuple[Action, ...], BeforeValidator(lambda texts: tuple(map(_action, texts)))] = ()

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        if not self.nodes:
            yield "rewrites", self.name
        for node in self.nodes:
            yield from node.references()

    @cached_property
    def pairs(self) -> tuple[tuple[str, str, bool], ...]:
        """Return the pairs of nodes of which one stands before, or (True) right before, the other."""
        return tuple(pair for text in self.order for pair in _pairs(text))

    @model_validator(mode="before")
    @classmethod
    def _from_the_one_before(cls, content: Any) -> Any:
        """Name where each node is found from."""
        nodes = content.get("nodes") if isinstance(content, dict) else None
        if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
            return content
        later = [{"from": before.get("name"), **node} for before, node in pairwise(nodes)]
        return content | {"nodes": [*nodes[:1], *later]}

    @model_validator(mode="after")
    def _names_its_nodes(self) -> Self:
        names = [node.name for node in self.nodes]
        used = {name for action in self.do for name in (action.node, action.head, action.object) if name}
        used |= {name for left, right, _ in self.pairs for name in (left, right)}
        for index, node in enumerate(self.nodes):
            if node.name in names[:index] or (index and (node.start not in names[:index] or not node.path)):
                raise ValueError(f"the node {node.name!r} needs a name of its own, and a path from an earlier one")
        if not used <= set(names):
            raise ValueError(f"there is no node {min(used - set(names))!r}")
        if bool(self.nodes) != bool(self.do):
            raise ValueError("nodes and what is done to them go together")
        return self


def _action(text: object) -> Action:
    match = _ACTION.match(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"cannot read {text!r}")
    head, label = match["head"] or match["subject"] or "", match["label"] or match["own"] or ""
    label = "" if label == "finite" else label
    return Action(match["node"], head, label, match["object"] or "", match["way"] == "over")


def _pairs(text: str) -> Iterator[tuple[str, str, bool]]:
    *parts, last = text.split()
    for place in range(0, len(parts), 2):
        left, sign, right = [*parts, last][place : place + 3]
        if sign not in {"<", "+"}:
            raise ValueError(f"cannot read the order {text!r}")
        yield left, right, sign == "+"


class Derivation(Entry):
    """A function by the entry's name that makes further claims of those of a sentence, or changes them.

    Those of the stage "means" are made when repeated claims have been dropped.
    """

    stage: Literal["claims", "means"] = "claims"
    defining: bool = False  # as of a frame

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield "derivations", self.name


class Reader(Entry):
    """What finds arguments in code where no path can, named in a claim's rule like a frame."""


class Scope(Entry):
    """How far what denies or hedges a word reaches down: the labels over which one climbs from a trigger to it.

    ``joined`` are conjunctions over which one climbs as well, from a verb with no subject or auxiliary of its own.
    Where one of the paths ``stops`` leads somewhere from a node, one climbs no further.
    """

    over: tuple[str, ...]
    joined: Phrases = ()
    most: int = Field(default=8, ge=0)
    stops: tuple[str, ...] = ()

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from (("path", path) for path in self.stops)


class Cue(Entry):
    """A word that denies or hedges the claims in whose scope it stands.

    ``scope`` names where its path starts: at the nodes of a scope, or at the "head" or any word of the "trigger", at
    the nodes on the way to "subject" or "object", at the "end" of the sentence. With ``over``, only where one climbed
    over such a label. The ``path`` leads from there to the cue; without one it is the node itself. ``words`` are words,
    lists, or phrases of two words of which the cue is the last. Of two cues of which one ``cancels`` the other, none
    counts.
    """

    says: Literal["denied", "hedged"]
    scope: tuple[Name, ...]
    over: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    classes: tuple[TriggerClass, ...] = Field(default=(), alias="class")
    subject_not: tuple[MentionType, ...] = ()
    at: Part | None = None
    path: str = ""
    words: Phrases = ()
    place: Literal["", "before", "behind", "joining"] = ""
    not_before: Phrases = ()
    not_under: Phrases = ()
    cancels: bool = False

    def asked_of(self, match: TriggerLike, subject: str) -> bool:
        """Tell whether the cue is for claims of a trigger about a subject of a type."""
        return (
            (not self.forms or match.form in self.forms)
            and (not self.classes or match.trigger.cls in self.classes)
            and subject not in self.subject_not
        )

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from (("scope", name) for name in self.scope if name not in PLACES)
        yield from (("words", word) for word in (*self.words, *self.not_before, *self.not_under))
        yield from (("path", path) for path in filter(None, [self.path]))
        if self.at is not None:
            yield from self.at.references()


class TriggerLike(Protocol):
    """A trigger in a sentence, as far as a check asks."""

    @property
    def trigger(self) -> Trigger: ...  # noqa: D102
    @property
    def form(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102


class Construction(Entry):
    """A way of stating a claim without a trigger for it: an anchor, a subject, an object, and the claim they make.

    ``cls`` is the class of the claim, "trigger" that of the anchor's own trigger. ``make`` names the function that
    drafts the claim. ``instead_of`` names constructions after whose claims at the same anchor this one is not tried;
    ``unless`` says which claims read before keep it from being tried: any at the anchor ("stated"),
    signed ones there, or any between the same two ends ("paired").
    """

    stage: Stage
    anchor: Anchor
    subject: Ends
    object: Ends
    cls: TriggerClass | Literal["trigger"] = Field(alias="class")
    trigger: Name | Literal[""] = ""  # the name in its rule behind the colon; its own name by default
    at: str = ""  # path to the node that counts as trigger
    at_classes: tuple[TriggerClass, ...] = ()  # classes of the trigger there
    kind: Literal["", "base", "s", "past", "ing"] = "past"
    as_form: Form = "verb"
    make: Name = "claim"
    unless: Literal["", "stated", "signed", "paired"] = ""
    instead_of: tuple[Name, ...] = ()
    weight: float = Field(default=1.0, ge=0.0, le=1.0)

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from self.anchor.references()
        yield from (("anchors", name) for name in self.anchor.test)
        for end in (self.subject, self.object, self.anchor.lacks):
            if end is not None:
                yield from end.references()
        yield from (("path", path) for path in filter(None, [self.at]))
        yield from (("construction", name) for name in self.instead_of)
        yield "makers", self.make


@dataclass(frozen=True, slots=True)
class CompiledFrame:
    """A frame with its parsed path."""

    frame: Frame
    path: TreePath


@dataclass(frozen=True, slots=True)
class Hanging:
    """Constructions by where they may hang: at triggers, at mentions or other nodes by lemma, "" for any other."""

    at_triggers: list[Construction] = field(default_factory=list)
    at_names: dict[str, list[Construction]] = field(default_factory=dict)
    at_words: dict[str, list[Construction]] = field(default_factory=dict)


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
    types: dict[str, frozenset[str]] = field(default_factory=dict)
    subjects: dict[str, frozenset[str]] = field(default_factory=dict)  # class -> mention types that it takes
    objects: dict[str, frozenset[str]] = field(default_factory=dict)
    constructions: tuple[Construction, ...] = ()
    checks: tuple[Check, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    readers: tuple[Reader, ...] = ()
    scopes: dict[str, Scope] = field(default_factory=dict)
    cues: tuple[Cue, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    defining: frozenset[str] = field(init=False)  # names of frames and derivations that say what a thing is
    inclusions: dict[str, frozenset[str]] = field(default_factory=dict)  # list -> the lists that it names

    def __post_init__(self) -> None:
        for name in ("frames", "constructions", "checks", "rewrites", "derivations"):
            ordered = sorted(getattr(self, name), key=lambda entry: -entry.priority)
            object.__setattr__(self, name, tuple(ordered))
        table: dict[tuple[str, str], list[CompiledFrame]] = {}
        for frame in self.frames:
            forms = FORMS if frame.form == "any" else frame.form
            compiled = CompiledFrame(frame, TreePath.parse(frame.path, self.words))
            for form in forms:
                table.setdefault((form, frame.role), []).append(compiled)
        object.__setattr__(self, "_table", table)
        nouns: dict[str, set[str]] = {}
        for kind in get_args(MentionType):
            for noun in self.words.get(f"{kind.lower()}_nouns", ()):
                nouns.setdefault(noun, set()).add(kind)
        object.__setattr__(self, "_nouns", {noun: frozenset(kinds) for noun, kinds in nouns.items()})
        object.__setattr__(self, "_frames", {frame.name: frame for frame in self.frames})
        defining = {f.name for f in self.frames if f.defining} | {d.name for d in self.derivations if d.defining}
        object.__setattr__(self, "defining", frozenset(defining))
        object.__setattr__(self, "_stages", self._by_anchor())
        checks = {stage: [c for c in self.checks if c.stage == stage] for stage in get_args(CheckStage)}
        object.__setattr__(self, "_check_stages", checks)
        rewrites = {stage: [r for r in self.rewrites if r.stage == stage] for stage in ("parse", "triggers")}
        object.__setattr__(self, "_rewrite_stages", rewrites)
        for name in ("_frames_of", "_paths", "_wordsets", "_last_words", "_typesets", "_checks"):
            object.__setattr__(self, name, {})

    def frames_for(
        self, form: str, role: str, match: TriggerLike | None = None, *, passive: bool = False
    ) -> list[CompiledFrame]:
        """Return the frames of a form and role, in order, that are for a trigger, or for any verb, in this voice."""
        tables: dict[tuple[object, ...], list[CompiledFrame]] = self._frames_of  # type: ignore[attr-defined]
        key: tuple[object, ...] = (form, role, passive)
        if match is not None:
            trigger = match.trigger
            key += (match.kind, trigger.name, trigger.cls, trigger.object_prep)
        if key not in tables:
            frames: list[CompiledFrame] = self._table.get((form, role), [])  # type: ignore[attr-defined]
            tables[key] = [c for c in frames if c.frame.asked_of(form, match, passive=passive)]
        return tables[key]

    def types_of_noun(self, lemma: str) -> frozenset[str]:
        """Return the types of mention that a class noun ("gene", "pathway") may stand for."""
        nouns: dict[str, frozenset[str]] = self._nouns  # type: ignore[attr-defined]
        return nouns.get(lemma, frozenset())

    def frame(self, name: str) -> Frame | None:
        """Return a frame by its name, None for what is none."""
        frames: dict[str, Frame] = self._frames  # type: ignore[attr-defined]
        return frames.get(name)

    def reads(self, name: str) -> bool:
        """Tell whether a reader is in use."""
        return any(reader.name == name for reader in self.readers)

    def _by_anchor(self) -> dict[str, Hanging]:
        stages = {stage: Hanging() for stage in get_args(Stage)}
        lemmas = {entry.name: _with_lists(entry.anchor.lemma, self.words) for entry in self.constructions}
        known = frozenset({""}).union(*lemmas.values())
        for entry in self.constructions:
            hanging = stages[entry.stage]
            if entry.anchor.classes or entry.anchor.forms:
                hanging.at_triggers.append(entry)
                continue
            for lemma in lemmas[entry.name] or known:
                hanging.at_names.setdefault(lemma, []).append(entry)
                if not entry.anchor.types:
                    hanging.at_words.setdefault(lemma, []).append(entry)
        return stages

    def constructions_of(self, stage: Stage) -> Hanging:
        """Return the constructions of a stage, by where they may hang."""
        stages: dict[str, Hanging] = self._stages  # type: ignore[attr-defined]
        return stages[stage]

    def checks_for(self, stage: CheckStage, cls: str, match: TriggerLike) -> list[Check]:
        """Return the checks of a stage that are for a claim of a class which a trigger states, in their order."""
        tables: dict[tuple[object, ...], list[Check]] = self._checks  # type: ignore[attr-defined]
        key = (stage, cls, match.form, match.kind, match.trigger.name, match.trigger.inverse)
        if key not in tables:
            tables[key] = [check for check in self.checks_of(stage) if check.asked_of(cls, match)]
        return tables[key]

    def checks_of(self, stage: CheckStage) -> list[Check]:
        """Return all checks of a stage, in their order."""
        by_stage: dict[str, list[Check]] = self._check_stages  # type: ignore[attr-defined]
        return by_stage[stage]

    def rewrites_of(self, stage: str) -> list[Rewrite]:
        """Return the rewrites of a stage, in their order."""
        by_stage: dict[str, list[Rewrite]] = self._rewrite_stages  # type: ignore[attr-defined]
        return by_stage[stage]

    def path(self, text: str) -> TreePath:
        """Return a parsed path."""
        paths: dict[str, TreePath] = self._paths  # type: ignore[attr-defined]
        if text not in paths:
            paths[text] = TreePath.parse(text, self.words)
        return paths[text]

    def wordset(self, phrases: Phrases) -> frozenset[str]:
        """Return words, with those of the lists that are named among them (``$name``)."""
        sets: dict[Phrases, frozenset[str]] = self._wordsets  # type: ignore[attr-defined]
        if phrases not in sets:
            sets[phrases] = _with_lists(phrases, self.words)
        return sets[phrases]

    def last_words(self, phrases: Phrases) -> frozenset[str]:
        """Return words, and the last ones of phrases."""
        sets: dict[Phrases, frozenset[str]] = self._last_words  # type: ignore[attr-defined]
        if phrases not in sets:
            sets[phrases] = frozenset(phrase.rpartition(" ")[2] for phrase in self.wordset(phrases))
        return sets[phrases]

    def typeset(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return mention types, with those of the groups that are named among them (``$name``)."""
        sets: dict[tuple[str, ...], frozenset[str]] = self._typesets  # type: ignore[attr-defined]
        if names not in sets:
            sets[names] = _with_lists(names, self.types)
        return sets[names]

    def entries(self) -> tuple[tuple[str, Entry], ...]:
        """Return all entries, each with the name of its kind."""
        return (
            *(("trigger", t) for t in self.triggers),
            *(("frame", f) for f in self.frames),
            *(("construction", c) for c in self.constructions),
            *(("check", c) for c in self.checks),
            *(("rewrite", r) for r in self.rewrites),
            *(("derivation", d) for d in self.derivations),
            *(("reader", r) for r in self.readers),
            *(("scope", s) for s in self.scopes.values()),
            *(("cue", c) for c in self.cues),
        )


def _with_lists(names: tuple[str, ...], lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        found |= lists[name[1:]] if name.startswith("$") else {name}
    return frozenset(found)
