"""Negation and certainty of a claim: the cues of ``scopes.toml``, looked for as far as they reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from extract.relations.find.frames import RoleReader
from extract.relations.records import TriggerMatch
from extract.relations.rules.model import Cue, Scope
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import SentenceGraph


@dataclass(frozen=True, slots=True)
class Polarity:
    """Whether a claim is denied or hedged, and by which tokens."""

    negators: tuple[int, ...] = ()
    hedges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue that was heard, by its token, and the trigger it was heard of."""

    cue: Cue
    token: int
    match: TriggerMatch


@dataclass(frozen=True, slots=True)
class _Place:
    """A node from which cues are looked for, and the label by which one climbed to it."""

    node: int
    dep: str = ""


class PolarityReader:
    """Reads negation and certainty in one sentence. ``heard`` keeps the cues, in the order in which they were heard."""

    def __init__(self, graph: SentenceGraph, rules: RuleSet, roles: RoleReader):
        self.graph, self.rules, self.roles = graph, rules, roles
        self.heard: list[Heard] = []

    @cached_property
    def _cues(self) -> list[Cue]:
        """The cues of whose words one stands in the sentence."""
        said, rules = self.graph.said, self.rules
        return [cue for cue in rules.cues if not cue.words or not said.isdisjoint(rules.last_words(cue.words))]

    def read(self, match: TriggerMatch, subject_path: tuple[int, ...], object_path: tuple[int, ...]) -> Polarity:
        """Return the polarity of a claim from its trigger and the nodes that its arguments were reached through."""
        places: dict[str, list[_Place]] = {
            "head": [_Place(match.head)],
            "trigger": [_Place(node) for node in dict.fromkeys((match.head, *match.tokens))],
            "subject": [_Place(node) for node in subject_path],
            "object": [_Place(node) for node in object_path],
            "end": [_Place(self.graph.sent.end - 1)],
        }
        subject = self.graph.mention(subject_path[-1]) if subject_path else None
        found: dict[str, dict[int, Cue]] = {"denied": {}, "hedged": {}}
        for cue in self._cues:
            if not cue.asked_of(match, subject.label_ if subject is not None else ""):
                continue
            for scope in cue.scope:
                if scope not in places:
                    places[scope] = list(self._climb(self.rules.scopes[scope], match.head))
                found[cue.says] |= dict.fromkeys(self._tokens(cue, places[scope]), cue)
        if match.trigger.negated:
            found["denied"].setdefault(match.head, _OF_THE_TRIGGER)
        self.heard += [Heard(cue, token, match) for said in found.values() for token, cue in sorted(said.items())]
        denied, cancelling = found["denied"], any(cue.cancels for cue in found["denied"].values())
        if cancelling and len(denied) == 2:  # "did not fail to"
            denied = {}
        return Polarity(tuple(sorted(denied)), tuple(sorted(found["hedged"])))

    def _climb(self, scope: Scope, node: int) -> Iterator[_Place]:
        """Yield a node and those above it whose cues reach it."""
        graph = self.graph
        yield _Place(node)
        for _ in range(scope.most):
            dep, head = graph.dep(node), graph.head(node)
            shared = dep == "conj" and self._shares(node, head, scope)
            if head == node or not (dep in scope.over or shared):
                return
            if not shared and any(self._reach(node, path) for path in scope.stops):
                return
            yield _Place(head, dep)
            node = head

    def _shares(self, node: int, head: int, scope: Scope) -> bool:
        """Tell whether a verb has what is said of the one before it: "did not inhibit or activate", not "but"."""
        joiners = {self.graph.lower(kid) for kid in self.graph.kids(head, "cc") if kid < node}
        own = self.graph.kids(node, "nsubj", "nsubjpass", "neg", "aux", "auxpass")
        return bool(joiners & set(scope.joined)) and not own

    def _tokens(self, cue: Cue, places: Iterable[_Place]) -> Iterator[int]:
        for place in places:
            if cue.over and place.dep not in cue.over:
                continue
            if cue.at is not None and not self.roles.fits(cue.at, place.node):
                continue
            for token in self._reach(place.node, cue.path) if cue.path else [place.node]:
                if self.graph.mention(token) is None and self._stands(cue, place.node, token):
                    yield token

    def _reach(self, node: int, path: str) -> list[int]:
        return self.roles.reach(node, self.rules.path(path))

    def _stands(self, cue: Cue, node: int, token: int) -> bool:
        """Tell whether a token is a word of a cue, and stands where that must stand."""
        if cue.words and not self._is_one_of(token, self.rules.wordset(cue.words)):
            return False
        if (cue.place == "before" and token > node) or (cue.place == "behind" and token < node):
            return False
        if cue.place == "joining":
            others = self.graph.kids(self.graph.head(node), "conj")
            if token > node or any(token < other < node for other in others):
                return False
        if cue.not_before and self._goes_on(token, self.rules.wordset(cue.not_before)):
            return False
        return not cue.not_under or not self._under(token, self.rules.wordset(cue.not_under))

    def _is_one_of(self, token: int, words: frozenset[str]) -> bool:
        """Tell whether a token is a word, by form or lemma, or the last of a phrase."""
        graph = self.graph
        if {graph.lower(token), graph.lemma(token)} & words:
            return True
        return token > graph.sent.start and graph.doc[token - 1 : token + 1].text.lower() in words

    def _goes_on(self, token: int, words: frozenset[str]) -> bool:
        end = self.graph.sent.end
        start = token + 2 if token + 1 < end and self.graph.lemma(token + 1) == "be" else token + 1
        behind = self.graph.doc[start : min(start + 2, end)]
        return any(behind[:size].text.lower() in words for size in (1, 2))

    def _under(self, token: int, words: frozenset[str]) -> bool:
        """Tell whether the clause of a token stands under a verb: "could" in "it was shown that X could …"."""
        graph = self.graph
        above = graph.ancestors(graph.head(token))
        return any(graph.is_clause(node) and graph.lemma(node) in words for node in above)


_OF_THE_TRIGGER = Cue(name="trigger", says="denied", scope=("head",))
