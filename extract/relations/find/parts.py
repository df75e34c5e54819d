"""What a part of a rule asks of a node, as a row of tests: only what it says is asked, the quickest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from extract.relations.rules.model import Part
from extract.relations.rules.ruleset import NodeTest, RuleSet

if TYPE_CHECKING:
    from extract.relations.find.frames import RoleReader

Asked = tuple[Any, ...]


def _label(labels: Asked, _: RuleSet) -> NodeTest:
    return lambda reader, node: reader.graph.labels[node] in labels


def _lemma(words: Asked, rules: RuleSet) -> NodeTest:
    known = rules.wordset(words)
    return lambda reader, node: reader.graph.lemma(node) in known


def _form(words: Asked, rules: RuleSet) -> NodeTest:
    known = rules.wordset(words)
    return lambda reader, node: reader.graph.lower(node) in known


def _types(types: Asked, rules: RuleSet) -> NodeTest:
    known = rules.typeset(types)

    def is_one(reader: RoleReader, node: int) -> bool:
        mention = reader.graph.named.get(node)
        return mention is not None and mention.label_ in known

    return is_one


def _leads(paths: Asked, rules: RuleSet) -> NodeTest:
    read = [rules.path(path) for path in paths]
    return lambda reader, node: all(reader.reach(node, path) for path in read)


def _leads_nowhere(paths: Asked, rules: RuleSet) -> NodeTest:
    read = [rules.path(path) for path in paths]
    return lambda reader, node: not any(reader.reach(node, path) for path in read)


_TESTS: dict[str, Callable[[Any, RuleSet], NodeTest]] = {
    "dep": _label,
    "lemma": _lemma,
    "form": _form,
    "ending": lambda endings, _: lambda reader, node: reader.graph.lower(node).endswith(endings),
    "tag": lambda tags, _: lambda reader, node: reader.graph.tag(node) in tags,
    "pos": lambda parts, _: lambda reader, node: reader.graph.pos(node) in parts,
    "named": lambda wanted, _: lambda reader, node: (node in reader.graph.named) is wanted,
    "types": _types,
    "clause": lambda wanted, _: lambda reader, node: reader.graph.is_clause(node) is wanted,
    "finite": lambda wanted, _: lambda reader, node: reader.graph.is_finite(node) is wanted,
    "passive": lambda wanted, _: lambda reader, node: reader.graph.is_passive(node) is wanted,
    "present": _leads,
    "absent": _leads_nowhere,
}


def tests_of(part: Part, rules: RuleSet) -> tuple[NodeTest, ...]:
    """Return the tests of a part, made when it is first asked for."""
    if part not in rules.tests:
        asked = ((make, getattr(part, name)) for name, make in _TESTS.items())
        rules.tests[part] = tuple(make(wanted, rules) for make, wanted in asked if wanted not in ((), None))
    return rules.tests[part]
