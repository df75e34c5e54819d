"""All readers of one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from spacy.tokens import Span

from extract.relations.find.arguments import Arguments
from extract.relations.find.frames import RoleReader
from extract.relations.find.polarity import PolarityReader
from extract.relations.find.sign import Composer
from extract.relations.find.triggers import TriggerIndex
from extract.relations.records import Argument, TriggerMatch, Verdict
from extract.relations.rewriting import rewrite
from extract.relations.rules.model import Construction, Part
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import SentenceGraph


class Reading:
    """All readers of one sentence."""

    def __init__(self, sent: Span, mentions: Iterable[Span], rules: RuleSet, index: TriggerIndex):
        self.rules, self.index = rules, index
        self.graph = SentenceGraph(sent, mentions, rules.words)
        self.by_head: dict[int, TriggerMatch] = {}
        self.roles = RoleReader(self.graph, rules, self.by_head)
        rewrite(self.graph, self.roles, rules.rewrites_of("parse"))
        self.matches = index.find(self.graph)
        rewrite(self.graph, self.roles, rules.rewrites_of("triggers"), self.matches)
        self._may_hold: dict[str, bool] = {}
        self.refused: set[int] = set()  # heads of triggers with a claim that the words in between unsay
        self.verdicts: list[Verdict] = []  # of the checks, in the order in which they were asked
        for match in self.matches:
            self.by_head.setdefault(match.head, match)
        self.arguments = Arguments(self.graph, rules, self.by_head)
        self.polarity = PolarityReader(self.graph, rules, self.roles)
        self.composer = Composer(self.graph, rules, self.by_head)

    @cached_property
    def hanging(self) -> list[tuple[int, list[Construction]]]:
        """The nodes at which constructions may hang, each with those."""
        graph, found = self.graph, []
        for node in graph.nodes():
            mention = graph.named.get(node)
            kind = mention.label_ if mention is not None else ""
            constructions = self.rules.constructions_of_node(kind, graph.lemma(node), graph.labels[node])
            if constructions:
                found.append((node, [c for c in constructions if self.may_hold(c)]))
        return found

    def may_hold(self, construction: Construction) -> bool:
        """Tell whether the sentence has what the paths of a construction need."""
        if construction.name not in self._may_hold:
            ways = [(path,) for path in construction.anchor.present]
            ways += [end.path for end in (construction.subject, construction.object) if end.path]
            may_lead = self.roles.may_lead
            self._may_hold[construction.name] = all(
                any(may_lead(self.rules.path(path)) for path in paths) for paths in ways
            )
        return self._may_hold[construction.name]

    def reach(self, node: int, path: str, match: TriggerMatch | None = None) -> list[int]:
        """Return the nodes that a path, written as in the rule files, leads to from a node."""
        return self.roles.reach(node, self.rules.path(path), match)

    def along(self, node: int, *paths: str, exclude: frozenset[int] = frozenset()) -> list[Argument]:
        """Return what the nodes speak of that paths lead to from a node."""
        ends = [end for path in paths for end in self.reach(node, path)]
        return [a for end in ends for a in self.arguments.resolve(end, exclude=exclude)]

    def fits(self, part: Part, node: int) -> bool:
        """Tell whether a node passes all tests of a part of a rule."""
        return self.roles.fits(part, node)
