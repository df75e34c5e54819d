"""Finding what is wrong in rules that can be read: dead lists, frames that nothing reaches, names that hang."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.relations.rules.model import FORMS, Entry, Frame
from extract.relations.rules.paths import VARIABLES
from extract.relations.rules.ruleset import RuleSet, Source

PACKAGE = Path(__file__).parents[2]
_LIST = re.compile(r"\$([a-z_]\w*)")
_USED_IN_CODE = re.compile(r"words(?:\[|\.get\(\s*)[\"'](\w+)[\"']")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule author may want to mend."""

    source: Source
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source.file}:{self.source.line}: {self.entry}: {self.reason}"


def lint(rules: RuleSet) -> list[Finding]:
    """Return what is wrong in a set of rules, in the order of files and lines."""
    found = [*_dead_lists(rules), *_frames(rules), *_contradictions(rules), *_without_examples(rules)]
    return sorted(found, key=lambda finding: (finding.source.file, finding.source.line, finding.entry, finding.reason))


def _dead_lists(rules: RuleSet) -> Iterator[Finding]:
    used = _lists_elsewhere() | set().union(*(_lists_of(entry) for _, entry in rules.entries()))
    for name, others in rules.inclusions.items():
        used |= {other for other in others if name != other}
    for name in rules.words.keys() - used:
        yield Finding(rules.sources[f"words {name}"], f"words {name!r}", "no rule uses this list")


def _lists_of(entry: Entry) -> set[str]:
    return set(_LIST.findall(entry.model_dump_json())) - VARIABLES


@cache
def _lists_elsewhere() -> frozenset[str]:
    """Return the lists that code names, and those that the finders of mentions share with the rules."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        names |= {*_USED_IN_CODE.findall(text), *_LIST.findall(text)}
    for path in (PACKAGE / "data" / "mentions").glob("*.toml"):
        names |= set(_LIST.findall(path.read_text(encoding="utf-8")))
    return frozenset(names)


def _contradictions(rules: RuleSet) -> Iterator[Finding]:
    """Find triggers that raise by a word of the lists that lower, and the reverse."""
    lowering = rules.words["lowering_verbs"] | rules.words["lowering_nouns"]
    raising = rules.words["raising_verbs"] | rules.words["raising_nouns"]
    opposite = {"increase": lowering, "activate": lowering, "decrease": raising, "inhibit": raising}
    for trigger in rules.triggers:
        for word in {*trigger.verb, *trigger.noun} & opposite.get(trigger.cls, frozenset()):
            label = f"trigger {trigger.name!r}"
            reason = f"{trigger.cls}s by {word!r}, which shared.toml has for the opposite"
            yield Finding(rules.sources[label.replace("'", "")], label, reason)


def _frames(rules: RuleSet) -> Iterator[Finding]:
    """Find frames without a trigger that they are for, and those that an earlier one makes superfluous."""
    seen: dict[tuple[object, ...], Frame] = {}
    for frame in rules.frames:
        source, label = rules.sources[f"frame {frame.name}"], f"frame {frame.name!r}"
        forms = FORMS if frame.form == "any" else frame.form
        fitting = [
            trigger
            for trigger in rules.triggers
            if any(trigger.words(form) for form in forms)
            and (not frame.classes or trigger.cls in frame.classes)
            and (not frame.triggers or trigger.name in frame.triggers)
        ]
        if not fitting:
            yield Finding(source, label, "no trigger has its form, class or name")
        key = (frame.form, frame.role, frame.path, frame.voice, frame.triggers, frame.classes, frame.kinds)
        if key in seen:
            yield Finding(source, label, f"says the same as frame {seen[key].name!r}, which is tried first")
        seen.setdefault(key, frame)


def _without_examples(rules: RuleSet) -> Iterator[Finding]:
    for kind, entry in rules.entries():
        if not entry.examples:
            yield Finding(rules.sources[f"{kind} {entry.name}"], f"{kind} {entry.name!r}", "has no example")
