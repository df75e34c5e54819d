"""Rules as data: triggers, frames and word lists, read from TOML and checked.

A *trigger* is a meaning with all its derived words ("suppress, suppression, suppressor, suppressive"); a *frame* says
where in a dependency tree a trigger of a form takes an argument. Every trigger works in every frame of its forms.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.relations.rules.paths import Path as TreePath
from extract.relations.rules.paths import PathError
from extract.schema import MentionType

RULES_DIR = Path(__file__).parents[2] / "data" / "rules"

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


class RuleError(ValueError):
    """A rule file that cannot be used: names the file, the entry and the reason."""

    def __init__(self, path: str | Path, entry: str, reason: str):
        super().__init__(f"{path}: {entry}: {reason}")
        self.path, self.entry, self.reason = path, entry, reason


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Example(_Entry):
    """An invented sentence and its claims: ``[negated ][hedged ]A[ (down)] | predicate | B[ (up)][ | via C]``."""

    text: str
    claims: tuple[str, ...] = ()


class Trigger(_Entry):
    """Words that state one kind of relation, all derived forms together."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    cls: TriggerClass = Field(alias="class")
    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    adjective: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    object_prep: tuple[str, ...] = ()
    noun_object_prep: tuple[str, ...] = ("of",)
    adjective_object_prep: tuple[str, ...] = ("of",)
    subject_prep: tuple[str, ...] = ("by",)
    preposition: tuple[str, ...] = ()
    inverse: bool = False
    negated: bool = False
    object_types: tuple[MentionType, ...] = ()
    subject_types: tuple[MentionType, ...] = ()
    response_directions: tuple[Literal["resistance", "sensitivity"], ...] = ()
    weight: float = Field(default=1.0, ge=0.0, le=1.0)
    examples: tuple[Example, ...] = ()

    def words(self, form: Form) -> tuple[str, ...]:
        """Return the lemmas of a form."""
        return getattr(self, form)


class Frame(_Entry):
    """Where a trigger of a form finds one of its arguments.

    ``path`` is read from the trigger (see `extract.relations.rules.paths`). Frames of a role are tried in the order of
    their files; the first that finds a mention is taken. ``idiom`` marks those that lead to the object of a verb that
    takes it by a preposition.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    form: tuple[Form, ...] | Literal["any"]
    role: Literal["subject", "object", "surface"]
    path: str
    voice: Literal["active", "passive", "any"] = "any"
    classes: tuple[TriggerClass, ...] = ()
    kinds: tuple[Literal["base", "s", "past", "ing"], ...] = ()
    idiom: bool = False
    weight: float = Field(default=1.0, ge=0.0, le=1.0)
    note: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledFrame:
    """A frame with its parsed path."""

    frame: Frame
    path: TreePath


@dataclass(frozen=True)
class RuleSet:
    """All rules of a run."""

    triggers: tuple[Trigger, ...]
    frames: tuple[Frame, ...]
    words: dict[str, frozenset[str]]
    digest: str
    sources: dict[str, str] = field(default_factory=dict)  # entry name -> file

    def __post_init__(self):
        table: dict[tuple[str, str], list[CompiledFrame]] = {}
        for frame in self.frames:
            forms = FORMS if frame.form == "any" else frame.form
            compiled = CompiledFrame(frame, TreePath.parse(frame.path, self.words))
            for form in forms:
                table.setdefault((form, frame.role), []).append(compiled)
        object.__setattr__(self, "_table", table)

    def frames_for(self, form: str, role: str) -> list[CompiledFrame]:
        """Return the frames of a form and role, in order."""
        return self._table.get((form, role), [])  # type: ignore[attr-defined]


def load_rules(extra: Iterable[str | Path] = ()) -> RuleSet:
    """Read the rules that ship and the files in `extra`, whose triggers and word lists add to them.

    A trigger in `extra` with the name of one that ships replaces it.

    Raises
    ------
    RuleError
        If a file is missing, is not TOML, or holds an entry that is not a rule.
    """
    return _load(tuple(str(path) for path in extra))


@lru_cache(maxsize=8)
def _load(extra: tuple[str, ...]) -> RuleSet:
    paths = [*sorted(RULES_DIR.glob("*.toml")), *sorted((RULES_DIR / "triggers").glob("*.toml"))]
    triggers: dict[str, Trigger] = {}
    frames: dict[str, Frame] = {}
    words: dict[str, frozenset[str]] = {}
    sources: dict[str, str] = {}
    digest = hashlib.sha256()
    for path, own in [(path, True) for path in paths] + [(Path(path), False) for path in extra]:
        content, raw = _read(path)
        digest.update(raw)
        file_triggers, file_frames, file_words = _entries(path, content)
        for entry, table in [(t, triggers) for t in file_triggers] + [(f, frames) for f in file_frames]:
            kind = "trigger" if isinstance(entry, Trigger) else "frame"
            if entry.name in table and (own or sources.get(f"{kind} {entry.name}") == str(path)):
                first = sources[f"{kind} {entry.name}"]
                raise RuleError(path, f"{kind} {entry.name!r}", f"this name is taken already, in {first}")
            table[entry.name] = entry
            sources[f"{kind} {entry.name}"] = str(path)
        for name, values in file_words.items():
            words[name] = words.get(name, frozenset()) | values
    for frame in frames.values():
        try:
            TreePath.parse(frame.path, words)
        except PathError as error:
            raise RuleError(sources[f"frame {frame.name}"], f"frame {frame.name!r}", str(error)) from error
    return RuleSet(tuple(triggers.values()), tuple(frames.values()), words, digest.hexdigest()[:16], sources)


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError(path, "file", f"cannot be read ({error.strerror})") from error
    try:
        return tomllib.loads(raw.decode("utf-8")), raw
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(path, "file", f"is not TOML: {error}") from error


def _entries(path: Path, content: dict[str, Any]) -> tuple[list[Trigger], list[Frame], dict[str, frozenset[str]]]:
    unknown = set(content) - {"trigger", "frame", "words"}
    if unknown:
        raise RuleError(path, sorted(unknown)[0], "no such kind of entry; use [[trigger]], [[frame]] or [words]")
    triggers = [_build(path, "trigger", Trigger, item) for item in content.get("trigger", [])]
    frames = [_build(path, "frame", Frame, item) for item in content.get("frame", [])]
    for trigger in triggers:
        if not any(trigger.words(form) for form in FORMS):
            raise RuleError(
                path,
                f"trigger {trigger.name!r}",
                "has no words: give verb, noun, agent, adjective, preposition or prefix",
            )
    words = {}
    for name, values in content.get("words", {}).items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise RuleError(path, f"words {name!r}", "must be a list of strings")
        words[name] = frozenset(values)
    return triggers, frames, words


def _build(path: Path, kind: str, model: type[_Entry], item: Any) -> Any:
    label = f"{kind} {item.get('name', '?')!r}" if isinstance(item, dict) else kind
    if isinstance(item, dict) and isinstance(item.get("form"), str) and item["form"] != "any":
        item = {**item, "form": [item["form"]]}
    try:
        return model.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RuleError(path, label, f"{where}: {first['msg']}") from error
