"""Reading frames: from a trigger along paths to the nodes that fill its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from extract.language.extensions import cues_of
from extract.relations.find.parts import tests_of
from extract.relations.records import Filler, TriggerMatch
from extract.relations.rules.model import Part
from extract.relations.rules.paths import VARIABLES, Path, Step
from extract.relations.rules.ruleset import CompiledFrame, RuleSet
from extract.relations.tree.graph import SentenceGraph

_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_HYPHENS = frozenset({"-", "–", "‐", "‑"})
_MAX_DEPTH = 6
_HIGHEST = 4  # nodes that "@above" leads to
_CLIMBING = frozenset({"up", "upprep", "by"})
_VARIABLES = {f"${name}": name for name in VARIABLES}


@lru_cache(maxsize=1024)
def _start(node: int) -> Filler:
    return Filler(node, (), ())


class RoleReader:
    """Finds role fillers in one sentence."""

    def __init__(self, graph: SentenceGraph, rules: RuleSet, matches: dict[int, TriggerMatch]):
        self.graph, self.rules, self._matches = graph, rules, matches
        self._version = -1  # of the tree that is known
        self._may_lead: dict[Path, bool] = {}

    def fillers(self, match: TriggerMatch, role: str) -> Iterator[list[Filler]]:
        """Yield the fillers of a trigger's role, one list per frame that reaches a node, best frame first."""
        return self._role(match, match.head, role, 0)

    def best(self, match: TriggerMatch, role: str) -> list[Filler]:
        """Return the fillers of a trigger's role by the best frame that reaches any."""
        return next(self.fillers(match, role), [])

    def surface(self, node: int) -> list[Filler]:
        """Return the grammatical subject of any verb."""
        return next(self._role(None, node, "surface", 0), [])

    def may_lead(self, path: Path) -> bool:
        """Tell whether the sentence has all that a path needs to lead anywhere, whatever the node."""
        if self._version != self.graph.version:
            self._version, self._may_lead = self.graph.version, {}
        known = self._may_lead.get(path)
        if known is None:
            known = self._may_lead[path] = not any(map(self.graph.marks.isdisjoint, path.needs))
        return known

    def reach(self, node: int, path: Path, match: TriggerMatch | None = None) -> list[int]:
        """Return the nodes that a path leads to from a node."""
        if not self.may_lead(path):
            return []
        if path.by_frames:
            return [filler.node for filler in self._steps(match, _start(node), path, 0)]
        nodes = [node]
        for step in path.steps:
            reached = []
            for at in nodes:
                if step.optional:
                    reached.append(at)
                for further in self._go(match, at, step):
                    reached.append(further)
                    if step.repeat:
                        reached += self._go(match, further, step)
            if not reached:
                return reached
            nodes = reached
        return nodes

    def fits(self, part: Part, node: int) -> bool:
        """Tell whether a node passes all tests of a part of a rule."""
        tests = self.rules.tests.get(part) or tests_of(part, self.rules)
        for test in tests:  # noqa: SIM110  a generator takes longer than most of the tests
            if not test(self, node):
                return False
        return True

    def _role(self, match: TriggerMatch | None, node: int, role: str, depth: int) -> Iterator[list[Filler]]:
        if depth > _MAX_DEPTH:
            return
        form = match.form if match else "verb"
        passive = form == "verb" and self._passive(match, node)
        starts = [node]
        if match is not None and len(match.tokens) > 1 and role == "object":
            starts += [t for t in match.tokens if t != node]  # a preposition of an idiom leads to its object
        for compiled in self.rules.frames_for(form, role, match, passive=passive):
            found = self._walk(match, starts, compiled, depth) if self.may_lead(compiled.path) else None
            if found:
                yield found

    def _passive(self, match: TriggerMatch | None, node: int) -> bool:
        if match is not None and match.kind in {"base", "s", "ing"} and not self.graph.kids(node, "auxpass"):
            return False
        hyphened = node > self.graph.sent.start and self.graph.tag(node - 1) == "HYPH"
        if match is not None and match.kind == "past" and hyphened and self.graph.dep(node) in _MODIFIERS:
            return True  # "MET-driven", whatever the tagger made of it
        return self.graph.is_passive(node)

    def _walk(self, match: TriggerMatch | None, starts: list[int], compiled: CompiledFrame, depth: int) -> list[Filler]:
        frame = compiled.frame
        results: dict[int, Filler] = {}
        for start in starts:
            for node, climbed, frames, weight in self._steps(match, _start(start), compiled.path, depth):
                if node not in starts and node not in results:
                    results[node] = Filler(node, climbed, (frame.name, *frames), weight * frame.weight)
        return list(results.values())

    def _steps(self, match: TriggerMatch | None, at: Filler, path: Path, depth: int) -> list[Filler]:
        fillers = [at]
        for step in path.steps:
            reached: list[Filler] = []
            for filler in fillers:
                if step.optional:
                    reached.append(filler)
                for further in self._step(match, filler, step, depth):
                    reached.append(further)
                    if step.repeat:
                        reached += self._step(match, further, step, depth)
            if not reached:
                return reached
            fillers = reached
        return fillers

    def _step(self, match: TriggerMatch | None, at: Filler, step: Step, depth: int) -> list[Filler]:
        if step.by_frames:
            return self._recurse(at, step.role, depth)
        climbed = (*at.climbed, at.node) if step.kind in _CLIMBING else at.climbed
        return [Filler(node, climbed, at.frames, at.weight) for node in self._go(match, at.node, step)]

    def _go(self, match: TriggerMatch | None, node: int, step: Step) -> Sequence[int]:
        """Return the nodes to which a step leads that asks no frames."""
        if step.kind == "down":
            kids, labels, wanted = self.graph.children.get(node, ()), self.graph.labels, step.names
            return kids if "*" in wanted else [kid for kid in kids if labels[kid] in wanted]
        how = step.role or step.kind
        if how in _KEEPING:
            return (node,) if _KEEPING[how](self, node, step) else ()
        if how in _LEADING:
            return _LEADING[how](self, node)
        return self._up(node, step) if step.kind == "up" else self._by_preposition(match, node, step)

    def _up(self, node: int, step: Step) -> Sequence[int]:
        graph, labels = self.graph, step.names
        # An item of a list is no apposition.
        alone = "*" in labels or labels == {"appos"} or graph.labels[node] in labels
        top = node if alone else graph.first_conjunct(node)
        head = graph.heads[top]
        return (head,) if head != top and ("*" in labels or graph.labels[top] in labels) else ()

    def _by_preposition(self, match: TriggerMatch | None, node: int, step: Step) -> list[int]:
        """Go to what prepositions bring, or from there to the prepositions, or to what they attach to."""
        graph, names = self.graph, self._names(match, step)
        if step.kind == "prep":
            links = [*graph.preps_from(node), *graph.preps_at(node)]
            return [link.target for link in links if "*" in names or link.name in names]
        tops = dict.fromkeys((graph.first_conjunct(node), node))
        above = [link for top in tops for link in graph.preps_to(top) if "*" in names or link.name in names]
        return [link.token if step.kind == "by" else link.governor for link in above]

    def _has(self, node: int, step: Step) -> bool:
        """Tell whether a node has a child with one of some labels, whose word is one of some words."""
        graph = self.graph
        kids = graph.kids(node, *(() if "*" in step.names else step.names))
        kids = [kid for kid in kids if kid < node] if step.kind == "opens" else kids
        if not step.having:
            return bool(kids)
        return any(graph.lower(kid) in step.having or graph.lemma(kid) in step.having for kid in kids)

    def _is_word(self, node: int, step: Step) -> bool:
        return self.graph.lemma(node) in step.names or self.graph.lower(node) in step.names

    def _owned(self, node: int) -> bool:
        graph = self.graph
        return any(graph.lower(kid) not in {"which", "that", "who"} for kid in graph.kids(node, "nsubj"))

    def _gerund(self, node: int) -> bool:
        graph = self.graph
        noun = graph.dep(node) == "csubj" or (graph.dep(node) == "pcomp" and graph.lower(graph.head(node)) == "for")
        return noun and graph.tag(node) == "VBG"

    def _above(self, node: int) -> list[int]:
        above = list(islice(self.graph.ancestors(node), _HIGHEST))
        top = next((i for i, a in enumerate(above) if self.graph.is_clause(a)), len(above))
        return above[: top + 1]

    def _before(self, node: int) -> list[int]:
        """Return the node before all that hangs on a node."""
        start = min(self.graph.subtree(node))
        return [self.graph.node(start - 1)] if start > self.graph.sent.start else []

    def _previous(self, node: int) -> list[int]:
        mention = self.graph.mention(node)
        start = node if mention is None else mention.start
        return [self.graph.node(start - 1)] if start > self.graph.sent.start else []

    def _next(self, node: int) -> list[int]:
        mention = self.graph.mention(node)
        end = node + 1 if mention is None else mention.end
        return [self.graph.node(end)] if end < self.graph.sent.end else []

    def _left(self, node: int) -> list[int]:
        left = self._neighbour(node)
        return [] if left is None else [left]

    def _hyphened(self, node: int) -> list[int]:
        hyphen = node > self.graph.sent.start and self.graph.doc[node - 1].text in _HYPHENS
        return self._left(node) if hyphen else []

    def _bare(self, node: int) -> bool:
        graph = self.graph
        left = node - 1
        while left > graph.sent.start and graph.tag(left) in {"RB", "MD", "TO", "RBR"}:
            left -= 1
        if graph.mention(graph.node(left)) is not None:
            return False
        return left < graph.sent.start or not graph.tag(left).startswith("NN")

    def _shares(self, node: int, kid: int) -> bool:
        """Tell whether a verb may share the object of its conjunct: "binds and inhibits X"."""
        graph = self.graph
        if any(node < own < kid for own in graph.kids(node, "dobj")):
            return False
        return graph.is_clause(kid) and kid - node <= 4 and not graph.kids(kid, "nsubj", "nsubjpass")

    def _neighbour(self, node: int) -> int | None:
        """Return the mention right before a token, a hyphen between them allowed."""
        graph = self.graph
        hyphen = node > graph.sent.start and graph.doc[node - 1].text in _HYPHENS
        if hyphen and node - 2 > graph.sent.start and graph.mention(graph.node(node - 2)) is None:
            return self._over_a_bracket(node - 2) if graph.doc[node - 2].text == ")" else self._hanging(node - 2)
        for index in (node - 1, node - 2, node - 3):
            if index < graph.sent.start:
                return None
            if graph.mention(graph.node(index)) is not None:
                return graph.node(index)
            if graph.doc[index].text not in _HYPHENS:
                return None
        return None

    def _over_a_bracket(self, close: int) -> int | None:
        """Return the mention in or before a bracket: LPS in "lipopolysaccharide (LPS)-induced"."""
        graph = self.graph
        if graph.mention(graph.node(close - 1)) is not None:
            return graph.node(close - 1)
        opened = next(
            (i for i in range(close - 1, max(graph.sent.start, close - 6), -1) if graph.doc[i].text == "("), 0
        )
        before = graph.node(opened - 1)
        return before if opened > graph.sent.start and graph.mention(before) is not None else None

    def _hanging(self, word: int) -> int | None:
        """Return the mention before a hanging hyphen: A in "A- and radiation-induced"; or "A knockdown-induced"."""
        graph = self.graph
        if self._puts_in_a_state(word):
            return graph.node(word - 1)
        if graph.lower(word) in graph.words["treatment_nouns"]:  # "D treatment-induced"
            return graph.node(word - 1) if graph.mention(graph.node(word - 1)) is not None else None
        joined = word - 3 >= graph.sent.start and graph.lower(word - 1) in {"and", "or"}
        if not joined:
            return None
        before = word - 3 if graph.doc[word - 2].text in _HYPHENS else word - 2
        hangs = graph.doc[word - 2].text.endswith(tuple(_HYPHENS))
        return graph.node(before) if hangs and graph.mention(graph.node(before)) is not None else None

    def _puts_in_a_state(self, index: int) -> bool:
        """Tell whether a noun says what was done to the mention right before it."""
        mention = self.graph.mention(self.graph.node(index - 1))
        return mention is not None and any(cue == index for cue, _ in cues_of(mention))

    def _recurse(self, at: Filler, role: str, depth: int) -> list[Filler]:
        node = at.node
        match = self._matches.get(node)
        if role in {"surface", "doer"} and not self.graph.is_clause(node) and match is None:
            return []
        if role == "actor":
            groups: Iterable[list[Filler]] = self._actor(node, depth)
        elif role == "surface":
            groups = self._role(None, node, "surface", depth + 1)
        elif role == "doer":
            groups = self._doer(at, depth)
        else:
            groups = self._role(match, node, role, depth + 1) if match else []
        return [
            Filler(f.node, (*at.climbed, node, *f.climbed), (*at.frames, *f.frames), at.weight * f.weight)
            for f in next(iter(groups), ())
        ]

    def _doer(self, at: Filler, depth: int) -> Iterable[list[Filler]]:
        """Return who does what a verb says: its subject, or the agent of a passive unless we came from there."""
        reporting = self.rules.words["established_verbs"] | self.rules.words["hedge_verbs"]
        if not self.graph.is_passive(at.node) or self.graph.lemma(at.node) in reporting:
            return self._role(None, at.node, "surface", depth + 1)
        agents = self.graph.brought(at.node, "by")
        if any(agent in (node, self.graph.first_conjunct(node)) for agent in agents for node in at.climbed):
            return []
        return [[Filler(agent, (), ("agent",)) for agent in agents]] if agents else []

    def _actor(self, node: int, depth: int) -> Iterable[list[Filler]]:
        graph = self.graph
        acted_on = self._matches.get(node)
        if acted_on is not None and acted_on.form == "noun" and "of" in acted_on.trigger.noun_object_prep:
            return []  # "inhibition of A by inducing B": A is acted on
        owners = graph.kids(node, "poss") + graph.brought(node, "of")
        if owners:
            return [[Filler(owner, (), ("owner",)) for owner in owners]]
        top = graph.first_conjunct(node)
        head = graph.head(top)
        if graph.dep(top) in {"dobj", "attr", "oprd"} and graph.is_clause(head):
            return self._role(None, head, "surface", depth + 1)
        if graph.dep(top) == "pobj" and graph.lower(head) == "as" and graph.is_clause(graph.head(head)):
            return self._role(None, graph.head(head), "surface", depth + 1)
        return []

    def _names(self, match: TriggerMatch | None, step: Step) -> frozenset[str]:
        names = step.names
        if match is None or not any(name in _VARIABLES for name in names):
            return names
        expanded = {name for name in names if name not in _VARIABLES}
        for name, attribute in _VARIABLES.items():
            if name in names:
                expanded |= set(getattr(match.trigger, attribute))
        return frozenset(expanded)


# What a step of a path keeps, and where a role leads; see extract.relations.rules.paths.
_KEEPING: dict[str, Callable[[RoleReader, int, Step], bool]] = {
    "active": lambda reader, node, _: not reader.graph.is_passive(node),
    "passive": lambda reader, node, _: reader.graph.is_passive(node),
    "common": lambda reader, node, _: reader.graph.named.keys().isdisjoint((node, *reader.graph.kids(node))),
    "verb": lambda reader, node, _: reader.graph.is_clause(node),
    "thing": lambda reader, node, _: not reader.graph.is_clause(node),
    "owned": lambda reader, node, _: reader._owned(node),
    "infinitive": lambda reader, node, _: "to" in map(reader.graph.lower, reader.graph.kids(node, "aux")),
    "gerund": lambda reader, node, _: reader._gerund(node),
    "mention": lambda reader, node, _: node in reader.graph.named,
    "bare": lambda reader, node, _: reader._bare(node),
    "bearer": lambda reader, node, _: (
        node in reader.graph.named or reader.graph.lemma(node) in reader.rules.words["carrier_nouns"]
    ),
    "is": lambda reader, node, step: node in reader.graph.named and reader.graph.named[node].label_ in step.names,
    "claims": lambda reader, node, step: node in reader._matches and reader._matches[node].trigger.cls in step.names,
    "keep": RoleReader._is_word,
    "drop": lambda reader, node, step: not reader._is_word(node, step),
    "with": RoleReader._has,
    "opens": RoleReader._has,
    "without": lambda reader, node, step: not reader._has(node, step),
}
_LEADING: dict[str, Callable[[RoleReader, int], list[int]]] = {
    "left": RoleReader._left,
    "hyphened": RoleReader._hyphened,
    "previous": RoleReader._previous,
    "next": RoleReader._next,
    "clause": lambda reader, node: [a for a in reader.graph.ancestors(node) if reader.graph.is_clause(a)][:1],
    "before": RoleReader._before,
    "above": RoleReader._above,
    "top": lambda reader, node: [reader.graph.top(node)],
    "first": lambda reader, node: [reader.graph.first_conjunct(node)],
    "antecedent": lambda reader, node: [reader.graph.antecedent(node, reader.rules.words["kind_nouns"])],
    "conjunct": lambda reader, node: [kid for kid in reader.graph.kids(node, "conj") if reader._shares(node, kid)],
}
