"""The set of rules that a run uses: its entries by kind, and what is asked of them over and over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

from extract.relations.rules.model import (
    FORMS,
    Check,
    CheckStage,
    Construction,
    Cue,
    Derivation,
    Entry,
    Frame,
    Part,
    Phrases,
    Reader,
    Rewrite,
    Scope,
    Stage,
    Trigger,
    TriggerLike,
)
from extract.relations.rules.paths import Path
from extract.schema import MentionType

Lists = Mapping[str, frozenset[str]]
NodeTest = Callable[[Any, int], bool]  # what a reader of roles says of a node


@dataclass(frozen=True, slots=True)
class CompiledFrame:
    """A frame with its parsed path."""

    frame: Frame
    path: Path


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
    inclusions: dict[str, frozenset[str]] = field(default_factory=dict)  # list -> the lists that it names
    tests_of_checks: dict[Check, list[tuple[Callable[..., bool], str]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    tests: dict[Part, tuple[NodeTest, ...]] = field(default_factory=dict, repr=False, compare=False)
    _frames_of: dict[tuple[object, ...], list[CompiledFrame]] = field(default_factory=dict, repr=False, compare=False)
    _checks_for: dict[tuple[object, ...], list[Check]] = field(default_factory=dict, repr=False, compare=False)
    _hanging_at: dict[tuple[str, ...], list[Construction]] = field(default_factory=dict, repr=False, compare=False)
    _hanging_at_nodes: dict[tuple[str, str, str], list[Construction]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _ways: dict[str, list[list[Path]]] = field(default_factory=dict, repr=False, compare=False)
    _needed: dict[str, list[frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)
    _paths: dict[str, Path] = field(default_factory=dict, repr=False, compare=False)
    _wordsets: dict[Phrases, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _last_words: dict[Phrases, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _typesets: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("frames", "constructions", "checks", "rewrites", "derivations"):
            ordered = sorted(getattr(self, name), key=lambda entry: -entry.priority)
            object.__setattr__(self, name, tuple(ordered))

    def __getstate__(self) -> dict[str, object]:
        """Return what a copy or another process needs: the tests made of entries stay here."""
        return self.__dict__ | {"tests_of_checks": {}, "tests": {}}

    @cached_property
    def defining(self) -> frozenset[str]:
        """The names of frames and derivations that say what a thing is."""
        return frozenset(f.name for f in self.frames if f.defining) | {d.name for d in self.derivations if d.defining}

    @cached_property
    def _compiled(self) -> dict[tuple[str, str], list[CompiledFrame]]:
        table: dict[tuple[str, str], list[CompiledFrame]] = {}
        for frame in self.frames:
            for form in FORMS if frame.form == "any" else frame.form:
                table.setdefault((form, frame.role), []).append(CompiledFrame(frame, self.path(frame.path)))
        return table

    def frames_for(
        self, form: str, role: str, match: TriggerLike | None = None, *, passive: bool = False
    ) -> list[CompiledFrame]:
        """Return the frames of a form and role, in order, that are for a trigger, or for any verb, in this voice."""
        key: tuple[object, ...] = (form, role, passive)
        if match is not None:
            trigger = match.trigger
            key += (match.kind, trigger.name, trigger.cls, trigger.object_prep)
        if key not in self._frames_of:
            frames = self._compiled.get((form, role), [])
            self._frames_of[key] = [c for c in frames if c.frame.asked_of(form, match, passive=passive)]
        return self._frames_of[key]

    @cached_property
    def _types_of_nouns(self) -> dict[str, frozenset[str]]:
        nouns: dict[str, frozenset[str]] = {}
        for kind in get_args(MentionType):
            for noun in self.words.get(f"{kind.lower()}_nouns", ()):
                nouns[noun] = nouns.get(noun, frozenset()) | {kind}
        return nouns

    def types_of_noun(self, lemma: str) -> frozenset[str]:
        """Return the types of mention that a class noun ("gene", "pathway") may stand for."""
        return self._types_of_nouns.get(lemma, frozenset())

    @cached_property
    def _frames_by_name(self) -> dict[str, Frame]:
        return {frame.name: frame for frame in self.frames}

    def frame(self, name: str) -> Frame | None:
        """Return a frame by its name, None for what is none."""
        return self._frames_by_name.get(name)

    def reads(self, name: str) -> bool:
        """Tell whether a reader is in use."""
        return any(reader.name == name for reader in self.readers)

    def constructions_of_trigger(self, stage: Stage, match: TriggerLike) -> list[Construction]:
        """Return the constructions of a stage that may hang at a trigger, in their order."""
        key = (stage, match.trigger.cls, match.form)
        if key not in self._hanging_at:
            self._hanging_at[key] = [
                c
                for c in self.constructions
                if c.stage == stage
                and (c.anchor.classes or c.anchor.forms)
                and (not c.anchor.classes or match.trigger.cls in c.anchor.classes)
                and (not c.anchor.forms or match.form in c.anchor.forms)
            ]
        return self._hanging_at[key]

    @cached_property
    def _anchor_lemmas(self) -> frozenset[str]:
        return frozenset().union(*(self.wordset(entry.anchor.lemma) for entry in self.constructions))

    def constructions_of_node(self, mention: str, lemma: str, label: str) -> list[Construction]:
        """Return the constructions that may hang at a node with a label, by its type if it is a mention."""
        key = (mention, lemma if lemma in self._anchor_lemmas else "", label)
        if key not in self._hanging_at_nodes:
            self._hanging_at_nodes[key] = [
                c
                for c in self.constructions
                if not (c.anchor.classes or c.anchor.forms)
                and (not c.anchor.lemma or lemma in self.wordset(c.anchor.lemma))
                and (not c.anchor.dep or label in c.anchor.dep)
                and (not c.anchor.types or mention in self.typeset(c.anchor.types))
            ]
        return self._hanging_at_nodes[key]

    def ways_of(self, construction: Construction) -> list[list[Path]]:
        """Return groups of paths, of each of which one must lead somewhere for a construction to make a claim."""
        if construction.name not in self._ways:
            ends = (construction.subject, construction.object)
            groups = [*((path,) for path in construction.anchor.present), *(end.path for end in ends if end.path)]
            self._ways[construction.name] = [[self.path(path) for path in group] for group in groups]
        return self._ways[construction.name]

    def checks_for(
        self, stage: CheckStage, cls: str, match: TriggerLike, ends: tuple[str, str] | None = None
    ) -> list[Check]:
        """Return the checks of a stage, in their order, for a claim of a class that a trigger states of such ends."""
        name = match.trigger.name if match.trigger.name in self._named_by_checks else ""
        key = (stage, cls, match.form, match.kind, name, match.trigger.inverse, ends)
        if key not in self._checks_for:
            if ends is None:
                found = [check for check in self.checks_of(stage) if check.asked_of(cls, match)]
            else:
                found = [check for check in self.checks_for(stage, cls, match) if self._is_about(check, ends)]
            self._checks_for[key] = found
        return self._checks_for[key]

    @cached_property
    def _named_by_checks(self) -> frozenset[str]:
        return frozenset(name for check in self.checks for name in check.triggers)

    def _is_about(self, check: Check, ends: tuple[str, str]) -> bool:
        """Tell whether the ends of a claim are of types that a check asks for."""
        return all(
            asked is None
            or (
                (not asked.types or end in self.typeset(asked.types))
                and (not asked.types_not or end not in self.typeset(asked.types_not))
            )
            for asked, end in zip((check.subject, check.object), ends, strict=True)
        )

    @cached_property
    def _checks_by_stage(self) -> dict[str, list[Check]]:
        return {stage: [c for c in self.checks if c.stage == stage] for stage in get_args(CheckStage)}

    def checks_of(self, stage: CheckStage) -> list[Check]:
        """Return all checks of a stage, in their order."""
        return self._checks_by_stage[stage]

    @cached_property
    def _rewrites_by_stage(self) -> dict[str, list[Rewrite]]:
        return {stage: [r for r in self.rewrites if r.stage == stage] for stage in ("parse", "triggers")}

    def rewrites_of(self, stage: str) -> list[Rewrite]:
        """Return the rewrites of a stage, in their order."""
        return self._rewrites_by_stage[stage]

    def needed(self, rewrite: Rewrite) -> list[frozenset[str]]:
        """Return sets of words, tags or labels; a tree must hold one of each for a rewrite to find its nodes."""
        if rewrite.name not in self._needed:
            nodes = [node for node in rewrite.nodes if not node.optional]
            words = [self.wordset(words) for n in nodes for words in (n.lemma, n.form) if words]
            marks = [frozenset(marks) for n in nodes for marks in (n.tag, n.dep) if marks]
            self._needed[rewrite.name] = words + marks
        return self._needed[rewrite.name]

    def path(self, text: str) -> Path:
        """Return a parsed path."""
        if text not in self._paths:
            self._paths[text] = Path.parse(text, self.words)
        return self._paths[text]

    def wordset(self, phrases: Phrases) -> frozenset[str]:
        """Return words, with those of the lists that are named among them (``$name``)."""
        if phrases not in self._wordsets:
            self._wordsets[phrases] = _with_lists(phrases, self.words)
        return self._wordsets[phrases]

    def last_words(self, phrases: Phrases) -> frozenset[str]:
        """Return words, and the last ones of phrases."""
        if phrases not in self._last_words:
            self._last_words[phrases] = frozenset(phrase.rpartition(" ")[2] for phrase in self.wordset(phrases))
        return self._last_words[phrases]

    def typeset(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return mention types, with those of the groups that are named among them (``$name``)."""
        if names not in self._typesets:
            self._typesets[names] = _with_lists(names, self.types)
        return self._typesets[names]

    def entries(self) -> tuple[tuple[str, Entry], ...]:
        """Return all entries, each with the name of its kind."""
        kinds = ("trigger", "frame", "construction", "check", "rewrite", "derivation", "reader", "scope", "cue")
        tables = (getattr(self, f"{kind}s") for kind in kinds)
        return tuple(
            (kind, entry)
            for kind, table in zip(kinds, tables, strict=True)
            for entry in (table.values() if isinstance(table, dict) else table)
        )


def _with_lists(names: tuple[str, ...], lists: Lists) -> frozenset[str]:
    return frozenset().union(*(lists[name[1:]] if name.startswith("$") else {name} for name in names))
