"""Asking the checks: of a trigger, of a claim's ends, of the words between them, of what it then says."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from extract.language.extensions import direction_of, state_of
from extract.relations import licences, registry
from extract.relations.reading import Reading
from extract.relations.records import Argument, Candidate, TriggerMatch, Verdict, last_words
from extract.relations.rules.model import Check, CheckStage, EndTest
from extract.relations.rules.ruleset import RuleSet

EndIs = Callable[[Reading, Candidate, Argument], bool]
MakeTest = Callable[[Any, RuleSet], EndIs]  # of what a rule asks for

STOPPING = frozenset({"none", "unsaid"})


def trigger_is_silent(reading: Reading, match: TriggerMatch) -> bool:
    """Tell whether a trigger states nothing where it stands."""
    for check in reading.rules.checks_for("trigger", match.trigger.cls, match):
        at_head = check.head is None or reading.fits(check.head, match.head)
        if at_head and all(registry.anchors.get(t)(reading, match.head) for t in check.test):
            reading.verdicts.append(Verdict(check.name, check.verdict, match))
            if check.verdict == "unsaid":
                reading.refused.add(match.head)
            return True
    return False


def first_verdict(reading: Reading, stage: CheckStage, candidate: Candidate) -> str | None:
    """Return the verdict of the first check of a stage that has one."""
    ends = candidate.subject.mention.label_, candidate.object.mention.label_
    for check in reading.rules.checks_for(stage, candidate.cls, candidate.match, ends):
        if _holds(reading, check, candidate):
            _record(reading, check, candidate)
            return check.verdict
    return None


def _holds(reading: Reading, check: Check, candidate: Candidate) -> bool:
    tests = reading.rules.tests_of_checks.get(check)
    for test, role in _tests_of(check, reading.rules) if tests is None else tests:
        if not test(reading, candidate, candidate.object if role == "object" else candidate.subject):
            return False
    return True


def _tests_of(check: Check, rules: RuleSet) -> list[tuple[EndIs, str]]:
    """Return what a check asks of a claim, the quickest first, each with the end that it is asked of."""
    head, frames, words, either = check.head, frozenset(check.frames), rules.wordset(check.words), check.either
    tests: list[tuple[EndIs, str]] = []
    if head is not None:
        tests.append((lambda reading, candidate, _: reading.fits(head, candidate.match.head), ""))
    if frames:
        tests.append((lambda _, candidate, __: not frames.isdisjoint(_frames(candidate)), ""))
    if words:
        tests.append((lambda reading, candidate, _: not words.isdisjoint(_said_by(reading, candidate)), ""))
    for role, asked in (("subject", check.subject), ("object", check.object)):
        tests += [(test, role) for test in _end_tests(asked, rules)] if asked is not None else []
    if either is not None:
        of_either = _end_tests(either, rules)

        def one_fits(reading: Reading, candidate: Candidate, _: Argument) -> bool:
            ends = (candidate.subject, candidate.object)
            return any(all(test(reading, candidate, end) for test in of_either) for end in ends)

        tests.append((one_fits, ""))
    tests += [(_judge(name), "") for name in check.test]
    rules.tests_of_checks[check] = tests
    return tests


def _end_tests(asked: EndTest, rules: RuleSet) -> list[EndIs]:
    wanted = ((make, getattr(asked, name)) for name, make in _END_TESTS.items())
    made = [make(value, rules) for make, value in wanted if value not in ((), "", None)]
    return [*made, *map(_judge, asked.test)]


def _judge(name: str) -> EndIs:
    return lambda reading, candidate, end: bool(registry.judges.get(name)(reading, candidate, end))


def _frames(candidate: Candidate) -> tuple[str, ...]:
    return (*candidate.subject_filler.frames, *candidate.object_filler.frames)


def _frames_to(candidate: Candidate, end: Argument) -> tuple[str, ...]:
    return (candidate.subject_filler if end is candidate.subject else candidate.object_filler).frames


def _said_by(reading: Reading, candidate: Candidate) -> list[str]:
    return [reading.graph.lemma(node) for node in candidate.match.tokens]


def _words_passed(reading: Reading, candidate: Candidate, end: Argument) -> list[str]:
    return [reading.graph.lemma(node) for node in passed_nodes(reading, candidate, end)]


def _asks(words_of: Callable[[Reading, Candidate, Argument], Collection[str]], *, none: bool = False) -> MakeTest:
    """Return what makes a test: whether one, or none, of some words of an argument is one of those asked for."""

    def make(words: tuple[str, ...], rules: RuleSet) -> EndIs:
        known = rules.wordset(words)
        return lambda reading, candidate, end: known.isdisjoint(words_of(reading, candidate, end)) is none

    return make


def _is_of_types(types: tuple[str, ...], rules: RuleSet) -> EndIs:
    known = rules.typeset(types)
    return lambda _, __, end: end.mention.label_ in known


def _is_not_of_types(types: tuple[str, ...], rules: RuleSet) -> EndIs:
    known = rules.typeset(types)
    return lambda _, __, end: end.mention.label_ not in known


def _begins_at(paths: tuple[str, ...], rules: RuleSet) -> EndIs:
    return lambda reading, candidate, end: any(
        end.path[0] in reading.reach(candidate.match.head, path) for path in paths
    )


_END_TESTS: dict[str, MakeTest] = {
    "types": _is_of_types,
    "types_not": _is_not_of_types,
    "anaphor": lambda wanted, _: lambda _, __, end: end.anaphor is wanted,
    "frames": lambda names, _: lambda _, candidate, end: not set(names).isdisjoint(_frames_to(candidate, end)),
    "frames_not": lambda names, _: lambda _, candidate, end: set(names).isdisjoint(_frames_to(candidate, end)),
    "carrier": lambda wanted, rules: lambda _, __, end: licences.is_carrier(end.mention, rules.words) is wanted,
    "state": lambda states, _: lambda _, __, end: state_of(end.mention) in states,
    "direction": lambda wanted, _: lambda _, __, end: direction_of(end.mention) == wanted,
    "given": lambda wanted, _: (
        lambda _, __, end: (end.mention.label_ == "CHEMICAL" or state_of(end.mention) == "down") is wanted
    ),
    "tags": lambda tags, _: lambda reading, __, end: reading.graph.tag(end.mention.root.i) in tags,
    "first_word": _asks(lambda _, __, end: (end.mention[0].lower_, end.mention[0].lemma_.lower())),
    "ends_in": _asks(lambda _, __, end: last_words(end.mention)),
    "ends_in_not": _asks(lambda _, __, end: last_words(end.mention), none=True),
    "path": _asks(lambda reading, _, end: [reading.graph.lemma(node) for node in end.path]),
    "passed": _asks(_words_passed),
    "modified": _asks(
        lambda reading, candidate, end: modifiers(reading, [*passed_nodes(reading, candidate, end), end.mention.root.i])
    ),
    "modified_not": _asks(
        lambda reading, candidate, end: modifiers(reading, passed_nodes(reading, candidate, end)), none=True
    ),
    "node": lambda part, _: lambda reading, __, end: reading.fits(part, reading.graph.node(end.mention.root.i)),
    "way": lambda part, _: lambda reading, __, end: any(reading.fits(part, node) for node in end.path),
    "reached": _begins_at,
}


def passed_nodes(reading: Reading, candidate: Candidate, end: Argument) -> list[int]:
    """Return the nodes on the way to an argument that are neither mentions nor words of the trigger."""
    tokens = candidate.match.tokens
    return [node for node in end.path if reading.graph.mention(node) is None and node not in tokens]


def modifiers(reading: Reading, nodes: list[int]) -> set[str]:
    """Return the words right before some nouns that modify them, with those joined to them: "strong but weak"."""
    graph = reading.graph
    own = [kid for node in nodes for kid in graph.kids(node, "amod", "compound", "nmod")]
    joined = [kid for adjective in own for kid in graph.subtree(adjective) if graph.labels[kid] == "conj"]
    return {graph.lower(kid) for kid in (*own, *joined)}


def reclassed(reading: Reading, candidate: Candidate) -> Candidate:
    """Return a claim with the class that all checks of its last stage give it, one after the other."""
    for check in reading.rules.checks_of("class"):
        if check.asked_of(candidate.cls, candidate.match) and _holds(reading, check, candidate):
            _record(reading, check, candidate)
            candidate = replace(candidate, cls=check.verdict)
    return candidate


def _record(reading: Reading, check: Check, candidate: Candidate) -> None:
    ends = (candidate.subject.mention, candidate.object.mention)
    reading.verdicts.append(Verdict(check.name, check.verdict, candidate.match, *ends))
