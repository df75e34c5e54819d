"""The entries of the rule files, as they are written, and the set of them that a run uses.

A *trigger* is a meaning with all its derived words ("suppress, suppression, suppressor, suppressive"); a *frame* says
where in a dependency tree a trigger of a form takes an argument. Every trigger works in every frame of its forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Protocol, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from extract.schema import MentionType, Predicate, State

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


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field that names things of a kind: word lists, types, paths, entries, functions."""

    kind: str


Words = Annotated[tuple[Phrase, ...], Names("words")]
Types = Annotated[tuple[str, ...], Names("types")]
Paths = Annotated[tuple[str, ...], Names("path")]
APath = Annotated[str, Names("path")]


class Content(BaseModel):
    """What is written in a rule file: an entry or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def __hash__(self) -> int:
        """Tell entries apart by which they are: to hash all that one says takes longer than to ask it."""
        return id(self)

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names: ("path", …), ("words", …), ("types", …), a kind of entry or of function and its name."""
        for name, field_ in type(self).model_fields.items():
            value = getattr(self, name)
            kind = next((mark.kind for mark in field_.metadata if isinstance(mark, Names)), "")
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Content):
                    yield from item.references()
                elif kind and item:
                    yield kind, item


class Example(Content):
    """An invented sentence, its claims, and claims that must not come out.

    A claim is written ``[negated ][hedged ]A[ (down)] | predicate | B[ (up)][ | via C][ | sign -1]``.
    """

    text: str
    claims: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _states_something(self) -> Self:
        if not self.claims and not self.never:
            raise ValueError("an example states claims, or claims that are never to come out")
        return self


class Entry(Content):
    """What every entry has: a name of its own among those of its kind, a note, and examples that are its test.

    Entries of a kind are tried from the highest ``priority`` to the lowest, those of equal priority in the order of
    their files, the files that ship before those of the user.
    """

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
    path: APath
    voice: Literal["active", "passive", "any"] = "any"
    triggers: Annotated[tuple[Name, ...], Names("trigger")] = ()
    classes: tuple[TriggerClass, ...] = ()
    kinds: tuple[Literal["base", "s", "past", "ing"], ...] = ()
    idiom: bool = False
    types: Types = ()  # of mentions that it takes, or groups of them
    narrow: Annotated[tuple[Name, ...], Names("narrowers")] = ()  # functions by name that say which mentions it takes
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


class Part(Content):
    """What every part of a construction may say of a node: tests, all of which must hold.

    ``lemma`` and ``form`` hold words or word lists (``$name``); ``types`` mention types or groups of them (``$name``).
    ``present`` and ``absent`` are paths, each of which must lead somewhere, or must not.
    """

    lemma: Words = ()
    form: Words = ()
    ending: tuple[str, ...] = ()  # of the form
    tag: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    dep: tuple[str, ...] = ()
    types: Types = ()
    present: Paths = ()
    absent: Paths = ()
    clause: bool | None = None  # is the verb of a clause
    finite: bool | None = None  # is a finite verb, by its tag or made one by a rewrite
    passive: bool | None = None
    named: bool | None = None  # is a mention


class Ends(Content):
    """Where a construction finds one of its arguments, and what that must be.

    Exactly one of ``path`` (paths from the anchor, all of which count), ``role`` (a role of the anchor's trigger;
    ``changed`` is what its change befalls) and ``source`` (functions by name; the first that finds something counts).
    """

    path: Paths = ()
    role: Literal["subject", "object", "surface", "changed", ""] = ""
    source: Annotated[tuple[Name, ...], Names("sources")] = ()
    near: Paths = ()  # paths to further nodes from which ``path`` and ``source`` start
    prepositions: Words = ()  # what a source looks for
    take: Literal["what it speaks of", "itself", "what those have"] = "what it speaks of"
    types: Types = ()
    state: Literal["any", "stated", "changed", "none", "given"] = "any"
    licensed: bool = False  # only what the trigger's class takes in this role
    first: bool = False  # only the first that is found
    test: Annotated[tuple[Name, ...], Names("tests")] = ()

    @model_validator(mode="after")
    def _from_one_place(self) -> Self:
        if sum(map(bool, (self.path, self.role, self.source))) != 1:
            raise ValueError("give one of path, role or source")
        return self


class Anchor(Part):
    """Where a construction hangs: at a node, or at a trigger of some classes and forms (``forms``, ``classes``)."""

    classes: tuple[TriggerClass, ...] = ()
    forms: tuple[Form, ...] = ()
    test: Annotated[tuple[Name, ...], Names("anchors")] = ()  # functions by name, for what no test above can say
    lacks: Ends | None = None  # what must not be found from here


class EndTest(Content):
    """What a check asks of an argument: of its mention, and of the way that led to it.

    ``first_word`` and ``ends_in`` are words that the mention begins with, and ends in or is. ``path`` holds lemmas of
    which one must stand on the way, ``passed`` such that are neither a mention nor the trigger; ``modified`` words of
    which one must modify what was passed or the mention itself, ``modified_not`` words of which none may modify what
    was passed. ``node`` is asked of the mention's own node, ``way`` of any on the way. The way begins where one of the
    paths of ``reached`` leads to from the trigger. ``frames`` led there. ``given`` asks for a drug, or what is down,
    ``carrier`` for what names where something holds: a disease, a cell line, "resistant" cells.
    """

    types: Types = ()
    types_not: Types = ()
    carrier: bool | None = None
    state: tuple[State, ...] = ()
    direction: Literal["", "resistance", "sensitivity"] = ""
    tags: tuple[str, ...] = ()
    first_word: Words = ()
    ends_in: Words = ()
    ends_in_not: Words = ()
    given: bool | None = None
    anaphor: bool | None = None
    frames: tuple[Name, ...] = ()
    frames_not: tuple[Name, ...] = ()
    path: Words = ()
    passed: Words = ()
    modified: Words = ()
    modified_not: Words = ()
    node: Part | None = None
    way: Part | None = None
    reached: Paths = ()
    test: Annotated[tuple[Name, ...], Names("judges")] = ()


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
    triggers: Annotated[tuple[Name, ...], Names("trigger or construction")] = ()
    inverse: bool | None = None
    words: Words = ()  # lemmas of which one must be among those of the trigger
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
        yield from super().references()
        yield from (("anchors" if self.stage == "trigger" else "judges", name) for name in self.test)


class RewriteNode(Part):
    """A node that a rewrite asks for: the first one is any node of the tree, another is found from an earlier one.

    ``from`` names that one, the one before by default; ``path`` leads from there. Of several found the first counts
    with which the others can be found, the ``last`` one, or ``every`` one; ``optional`` if there may be none of these.
    """

    name: Name
    start: str = Field(default="", alias="from")
    path: APath = ""
    last: bool = False
    every: bool = False
    optional: bool = False


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


_EQUATION = r"^(claim|other)\.(subject|object) !?= (claim|other)\.(subject|object)$"
_ACTION = re.compile(
    r"(?P<node>[\w-]+) (?:(?P<way>under|over) (?P<head>[\w-]+)(?: as (?P<label>\w+))?|is (?P<own>\w+)"
    r"|between (?P<subject>[\w-]+) and (?P<object>[\w-]+))$"
)


class Rewrite(Entry):
    """What puts right what parsers often get wrong: nodes, the order in which they stand, and what is done to them.

    ``order`` writes ``a < b`` for "stands before", ``a + b`` for "right before". ``do`` writes ``a under b as nsubj``
    (hangs it there; ``as subject``: by the voice of b; without a label: by its own), ``a over b as conj`` (a takes
    the place of b), ``a is appos`` (its label; ``is ROOT``: a sentence of its own), ``a is finite``, ``a between b
    and c`` (makes it a verb of that subject and object). Without ``nodes`` a function by the entry's name does it.
    Those of the stage "triggers" start from the heads of the triggers of a kind, the others from all nodes.
    """

    stage: Literal["parse", "triggers"]
    kind: Literal["", "s", "past", "ing"] = ""
    nodes: tuple[RewriteNode, ...] = ()
    order: tuple[str, ...] = ()
    do: Annotated[tuple[Action, ...], BeforeValidator(lambda texts: tuple(map(_action, texts)))] = ()

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from super().references()
        if not self.nodes:
            yield "rewrites", self.name

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


class Told(Content):
    """What a derivation asks of a claim that was read."""

    predicate: tuple[Predicate, ...] = ()
    signed: bool | None = None  # has a predicate that says more or less
    negated: bool | None = None
    classes: tuple[TriggerClass, ...] = Field(default=(), alias="class")
    forms: tuple[Form, ...] = ()
    subject_state: tuple[State, ...] = ()
    subject_types: tuple[MentionType, ...] = ()
    object_types: tuple[MentionType, ...] = ()


class Paired(Content):
    """Two claims that hang together, and what follows: one of them is said of an argument of the other.

    ``where`` compares arguments: ``other.object = claim.subject``, ``other.subject != claim.object``. The trigger of
    the other stands on the way to the subject of the claim, or at the start of a ``path`` to the trigger of the claim.
    ``said_of`` the other's "subject" or "object", or of its subject as the "agent", by way of the claim's own subject.
    """

    claim: Told = Told()
    other: Told = Told()
    where: tuple[Annotated[str, StringConstraints(pattern=_EQUATION)], ...] = ()
    path: APath = ""
    said_of: Literal["subject", "object", "agent"]
    instead: bool = False  # and no longer of its own subject

    @cached_property
    def equations(self) -> tuple[tuple[str, bool, str], ...]:
        """Return the arguments that are compared, and whether they are to be the same."""
        return tuple((left, sign == "=", right) for left, sign, right in (text.split() for text in self.where))


class Repeated(Content):
    """A node that says of another subject what was claimed before, or ``turned`` the opposite.

    ``subject`` are paths to it. What is said again are the claims of the verb above, or all signed ones before it; the
    opposite is told of the same thing in another state.
    """

    anchor: Part
    subject: Paths
    of_verb_above: bool = False
    turned: bool = False


class Derivation(Entry):
    """What makes further claims of those of a sentence, or changes them: of pairs, by repeating, or in code.

    Without ``paired`` and ``repeated`` a function by the entry's name does it. Those of the stage "means" are made when
    repeated claims have been dropped. ``rule`` is the name of the entry that its claims name, by default its own.
    """

    stage: Literal["claims", "means"] = "claims"
    paired: tuple[Paired, ...] = ()
    repeated: Repeated | None = None
    rule: Annotated[Name | Literal[""], Names("derivation")] = ""
    defining: bool = False  # as of a frame

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield what it names."""
        yield from super().references()
        if not self.paired and self.repeated is None:
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
    stops: Paths = ()


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
    path: APath = ""
    words: Words = ()
    place: Literal["", "before", "behind", "joining"] = ""
    not_before: Words = ()
    not_under: Words = ()
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
        yield from super().references()
        yield from (("scope", name) for name in self.scope if name not in PLACES)


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
    at: APath = ""  # path to the node that counts as trigger
    at_classes: tuple[TriggerClass, ...] = ()  # classes of the trigger there
    kind: Literal["", "base", "s", "past", "ing"] = "past"
    as_form: Form = "verb"
    make: Annotated[Name, Names("makers")] = "claim"
    unless: Literal["", "stated", "signed", "paired"] = ""
    instead_of: Annotated[tuple[Name, ...], Names("construction")] = ()
    weight: float = Field(default=1.0, ge=0.0, le=1.0)
