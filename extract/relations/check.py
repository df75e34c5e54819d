"""Asking the checks: of a trigger, of a claim's ends, of the words between them, of what it then says."""

from __future__ import annotations

from dataclasses import replace

from extract.relations import registry
from extract.relations.reading import Reading
from extract.relations.records import Argument, Candidate, TriggerMatch, Verdict, ends_in
from extract.relations.rules.model import Check, CheckStage, EndTest

STOPPING = frozenset({"none", "unsaid"})


def trigger_is_silent(reading: Reading, match: TriggerMatch) -> bool:
    """Tell whether a trigger states nothing where it stands."""
    for check in reading.rules.checks_for("trigger", match.trigger.cls, match):
        if _head_fits(reading, check, match) and all(registry.anchors.get(t)(reading, match.head) for t in check.test):
            reading.verdicts.append(Verdict(check.name, check.verdict, match))
            if check.verdict == "unsaid":
                reading.refused.add(match.head)
            return True
    return False


def first_verdict(reading: Reading, stage: CheckStage, candidate: Candidate) -> str | None:
    """Return the verdict of the first check of a stage that has one."""
    for check in reading.rules.checks_for(stage, candidate.cls, candidate.match):
        if _holds(reading, check, candidate):
            _record(reading, check, candidate)
            return check.verdict
    return None


def _holds(reading: Reading, check: Check, candidate: Candidate) -> bool:
    if not _head_fits(reading, check, candidate.match):
        return False
    if check.frames and not {*candidate.subject_filler.frames, *candidate.object_filler.frames} & set(check.frames):
        return False
    if check.words and reading.rules.wordset(check.words).isdisjoint(map(reading.graph.lemma, candidate.match.tokens)):
        return False
    subject, object_ = candidate.subject, candidate.object
    if check.subject is not None and not _fits(reading, check.subject, candidate, subject):
        return False
    if check.object is not None and not _fits(reading, check.object, candidate, object_):
        return False
    either = check.either
    if either is not None and not any(_fits(reading, either, candidate, end) for end in (subject, object_)):
        return False
    return all(registry.judges.get(name)(reading, candidate, subject) for name in check.test)


def _head_fits(reading: Reading, check: Check, match: TriggerMatch) -> bool:
    return check.head is None or reading.fits(check.head, match.head)


def _fits(reading: Reading, test: EndTest, candidate: Candidate, end: Argument) -> bool:
    return (
        _mention_fits(reading, test, end)
        and _way_fits(reading, test, candidate, end)
        and _nodes_fit(reading, test, candidate, end)
        and all(registry.judges.get(name)(reading, candidate, end) for name in test.test)
    )


def _mention_fits(reading: Reading, test: EndTest, end: Argument) -> bool:
    mention, rules = end.mention, reading.rules
    if test.types and mention.label_ not in rules.typeset(test.types):
        return False
    if test.types_not and mention.label_ in rules.typeset(test.types_not):
        return False
    if test.state and mention._.state not in test.state:
        return False
    if test.direction and mention._.direction != test.direction:
        return False
    if test.tags and reading.graph.doc[mention.root.i].tag_ not in test.tags:
        return False
    if test.first_word and mention[0].lower_ not in rules.wordset(test.first_word):
        return False
    if test.ends_in and not ends_in(mention, rules.wordset(test.ends_in)):
        return False
    if test.ends_in_not and ends_in(mention, rules.wordset(test.ends_in_not)):
        return False
    if test.given is not None and test.given != (mention.label_ == "CHEMICAL" or mention._.state == "down"):
        return False
    return test.anaphor is None or test.anaphor == end.anaphor


def _way_fits(reading: Reading, test: EndTest, candidate: Candidate, end: Argument) -> bool:
    """Tell whether the words on the way to an argument, and the frames that led there, are those asked for."""
    graph, rules = reading.graph, reading.rules
    filler = candidate.subject_filler if end is candidate.subject else candidate.object_filler
    if test.frames and not set(test.frames) & set(filler.frames):
        return False
    if set(test.frames_not) & set(filler.frames):
        return False
    if test.path and not {graph.lemma(node) for node in end.path} & rules.wordset(test.path):
        return False
    passed = passed_nodes(reading, candidate, end)
    if test.passed and not {graph.lemma(node) for node in passed} & rules.wordset(test.passed):
        return False
    if test.modified and not modifiers(reading, [*passed, end.mention.root.i]) & rules.wordset(test.modified):
        return False
    return not (test.modified_not and modifiers(reading, passed) & rules.wordset(test.modified_not))


def _nodes_fit(reading: Reading, test: EndTest, candidate: Candidate, end: Argument) -> bool:
    """Tell whether the tree around a mention, and on the way to it, is as asked for."""
    if test.node is not None and not reading.fits(test.node, reading.graph.node(end.mention.root.i)):
        return False
    if test.way is not None and not any(reading.fits(test.way, node) for node in end.path):
        return False
    starts = (node for path in test.reached for node in reading.reach(candidate.match.head, path))
    return not test.reached or end.path[0] in starts


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
