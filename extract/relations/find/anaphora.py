"""What "it", "its", "which" and "this lncRNA" stand for, when that is named in the same sentence."""

from __future__ import annotations

from spacy.tokens import Span

from extract.language.extensions import norm_of
from extract.relations.records import CLASS_SIGN, Argument, TriggerMatch
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import SentenceGraph
from extract.relations.tree.lists import Lists


class Anaphora:
    """The part of `extract.relations.arguments.Arguments` that resolves pronouns and short names."""

    graph: SentenceGraph
    words: dict[str, frozenset[str]]
    rules: RuleSet
    lists: Lists
    _matches: dict[int, TriggerMatch]

    def _nearest_before(self, node: int, path: tuple[int, ...], cost: float) -> list[Argument]:
        before = [m for m in self.graph.mentions if m.end <= node]
        if not before:
            return []
        last = max(before, key=lambda m: m.end)
        if node - last.end > 4:
            return []
        return [Argument(last, path, cost, anaphor=True)]

    def _antecedent(self, node: int, path: tuple[int, ...], cost: float, *, plural: bool) -> list[Argument]:
        """Return what "it", "its", "they" stand for: the subject of an earlier clause, else the nearest thing."""
        things = [
            m
            for m in self.graph.mentions
            if m.end <= node and m.label_ in {"GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS", "VARIANT"}
        ]
        graph = self.graph
        head = graph.lemma(graph.head(node))
        effects = [m for m in graph.mentions if m.end <= node and m.label_ in {"PROCESS", "DRUG_RESPONSE"}]
        effects = [m for m in effects if graph.dep(m.root.i) in {"dobj", "nsubj", "nsubjpass"}]
        if effects and graph.dep(node) == "dobj" and head in self.words["reversing_verbs"]:
            return [Argument(effects[-1], path, cost, anaphor=True)]
        if graph.dep(node) in {"nsubj", "nsubjpass"}:  # a response may rise and fall, but has no expression
            things = [m for m in self.graph.mentions if m.end <= node and (m in things or m.label_ == "DRUG_RESPONSE")]
        if graph.dep(node) == "poss" and head in self.words["gene_amount_nouns"]:  # a process is not transcribed
            things = [m for m in things if m.label_ in {"GENE", "NCRNA"}]
        if graph.dep(node) == "poss" and (head in self._of_another or self._is_changed(graph.head(node))):
            things = self._not_own_subject(node, things)
        elif graph.dep(node) == "dobj" and not plural and (told := self._told_of(things)):
            things = told  # "A raises B, whereas C lowers it"
        else:
            subjects = [m for m in things if self._is_subject(m.root.i)]
            things = subjects or (things if graph.dep(node) == "poss" else [])
        if not things:
            return []
        group = self._several(node, things) if plural else [things[-1]]
        return [Argument(m, path, cost, anaphor=True) for m in group]

    @property
    def _of_another(self) -> frozenset[str]:
        """What one changes of others rather than of oneself."""
        return self.words["amount_nouns"] | self.words["activity_nouns"]

    def _is_changed(self, node: int) -> bool:
        """Tell whether a verb says that a thing was changed: "blocks its ability", not "exerts its effect"."""
        match = self._matches.get(self.graph.head(node))
        signed = match is not None and match.form == "verb" and match.trigger.cls in CLASS_SIGN
        return signed and self.graph.dep(node) == "dobj"

    def _several(self, node: int, things: list[Span]) -> list[Span]:
        """Return what "their" stands for: several, if several were named; one only where no subject is rather meant."""
        chosen = next((m for m in reversed(things) if self.lists.others(m)), None)
        if chosen is not None:
            return [chosen, *self.lists.others(chosen)]
        graph, last = self.graph, things[-1]
        if graph.lower(node) == "both" or graph.tag(last.root.i) == "NNS" or last.text.endswith("s"):
            return [last]
        rivals = [i for i in graph.labels if i < node and graph.tag(i) == "NNS" and self._is_subject(i)]
        return [last] if all(last.root.i in graph.subtree(i) for i in rivals) else []

    def _not_own_subject(self, node: int, things: list[Span]) -> list[Span]:
        """Leave out the subject of the pronoun's clause: in "X binds Y and drives its transcription" it is not X."""
        graph = self.graph
        subjects: set[int] = set()
        for ancestor in graph.ancestors(node):
            if graph.is_clause(ancestor):
                top = graph.first_conjunct(ancestor)
                for kid in graph.kids(ancestor, "nsubj", "nsubjpass") or graph.kids(top, "nsubj", "nsubjpass"):
                    subjects |= graph.subtree(kid)
                break
        return [m for m in things if m.root.i not in subjects] or [m for m in things if not self._is_agent(m.root.i)]

    def _is_agent(self, node: int) -> bool:
        return any(link.name == "by" for link in self.graph.preps_to(node))

    def other_antecedent(self, argument: Argument, taken: Span) -> Argument | None:
        """Return the next thing that a pronoun can mean when it cannot be who acts: "X acts by targeting its UTR"."""
        before = [
            m
            for m in self.graph.mentions
            if m.end <= argument.path[-1] and m.label_ in {"GENE", "NCRNA", "PATHWAY"} and norm_of(m) != norm_of(taken)
        ]
        return Argument(before[-1], argument.path, argument.distance + 0.3, anaphor=True) if before else None

    def _told_of(self, things: list[Span]) -> list[Span]:
        """Return those of some things to which a verb did something."""
        return [m for m in things if self._stands_as(m.root.i, "dobj", "nsubjpass")]

    def _is_subject(self, node: int) -> bool:
        return self._stands_as(node, "nsubj", "nsubjpass")

    def _stands_as(self, node: int, *labels: str) -> bool:
        """Tell whether a mention stands in a part of a clause that has one of some labels."""
        graph = self.graph
        for _ in range(3):
            node = graph.first_conjunct(node)
            if graph.dep(node) in labels:
                return True
            if graph.dep(node) in {"compound", "poss", "amod", "nmod", "pobj", "prep", "appos"}:
                node = graph.head(node)
            else:
                return False
        return False

    def _demonstrative(self, node: int, path: tuple[int, ...], cost: float) -> list[Argument]:
        """Resolve "this lncRNA", "the pathway", "these genes" when the noun itself names nothing."""
        graph = self.graph
        determiners = {graph.lower(kid) for kid in graph.kids(node, "det")}
        wanted = self.rules.types_of_noun(graph.lemma(node))
        if not wanted or not determiners & {"this", "these", "that", "those", "the", "both"}:
            return []
        if any(graph.mention(kid) is not None for kid in graph.kids(node)):
            return []
        told_apart = graph.tag(node) == "NNS" and graph.kids(node, "acl") and "the" in determiners
        if graph.brought(node, "of") or told_apart:  # "the genes involved in X" are others
            return []
        before = [m for m in graph.mentions if m.end <= node and m.label_ in wanted]
        if not before:
            return []
        last = before[-1]
        plural = graph.lemma(node) in self.words["couples"] or graph.tag(node) == "NNS"
        group = [*self.lists.others(last), last] if plural else [last]
        return [Argument(m, path, cost + 0.5, anaphor=True) for m in group]
