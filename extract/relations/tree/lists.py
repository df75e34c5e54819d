"""Lists of mentions ("A, B and C"), read from the surface where the parser breaks them up."""

from __future__ import annotations

from spacy.tokens import Span

from extract.relations.tree.graph import SentenceGraph

_SEPARATORS = frozenset(
    {",", "and", "or", "/", "&", "and/or", "both", "the", "also", "well", "as", "plus", "nor", "-", "+", "either"}
)
_CONJUNCTIONS = frozenset({"and", "well", "or", "&", "and/or", "nor", "/", "plus"})
_FAMILIES = (
    frozenset({"GENE", "NCRNA", "PATHWAY", "CHEMICAL", "VARIANT"}),
    frozenset({"PROCESS", "DRUG_RESPONSE", "PATHWAY"}),
    frozenset({"DISEASE"}),
    frozenset({"CELL_LINE", "CELL_TYPE"}),
)


class Lists:
    """Groups of neighbouring mentions of like type that only commas and conjunctions part."""

    def __init__(self, graph: SentenceGraph):
        self.graph = graph
        self._group: dict[int, tuple[Span, ...]] = {}
        run: list[Span] = []
        for mention in graph.mentions:
            if run and self._joined(run[-1], mention) and self._alike(run[-1], mention):
                run.append(mention)
                continue
            self._close(run)
            run = [mention]
        self._close(run)

    def others(self, mention: Span) -> list[Span]:
        """Return the other members of a mention's list."""
        return [m for m in self._group.get(mention.start, ()) if m.start != mention.start]

    def group(self, mention: Span) -> tuple[Span, ...]:
        """Return the whole list of a mention, the mention alone where there is none."""
        return self._group.get(mention.start, (mention,))

    def first(self, mention: Span) -> int:
        """Return where the list of a mention begins."""
        return self.group(mention)[0].start

    def _close(self, run: list[Span]) -> None:
        run = self._listed(run)
        if len(run) > 1:
            for mention in run:
                self._group[mention.start] = tuple(run)

    def _listed(self, run: list[Span]) -> list[Span]:
        """Keep a run only up to its last conjunction: commas alone do not make a list."""
        end = 0
        for index in range(1, len(run)):
            between = {self.graph.lower(i) for i in range(run[index - 1].end, run[index].start)}
            if between & _CONJUNCTIONS or self._is_regimen(run[index - 1], run[index]):
                end = index
        return run[: end + 1]

    def _names_a_target(self, mention: Span) -> bool:
        """Tell whether a singular agent noun follows: in "sorafenib and EGFR inhibitor X" EGFR stands apart."""
        if mention.end >= self.graph.sent.end:
            return False
        after = self.graph.doc[mention.end]
        return (
            after.tag_ == "NN"
            and after.lower_.endswith(("or", "er", "ist", "body"))
            and self.graph.node(after.i) == after.i
        )

    def _is_regimen(self, left: Span, right: Span) -> bool:
        """Tell whether a hyphen joins two drugs that are given together: "the A-B combination"."""
        drugs = left.label_ == right.label_ == "CHEMICAL" and right.start - left.end == 1
        after = self.graph.lemma(right.end) if right.end < self.graph.sent.end else ""
        return drugs and after in self.graph.words["combination_nouns"]

    def _alike(self, left: Span, right: Span) -> bool:
        return any(left.label_ in family and right.label_ in family for family in _FAMILIES)

    def _joined(self, left: Span, right: Span) -> bool:
        doc, graph = self.graph.doc, self.graph
        words = [graph.lower(i) for i in range(left.end, right.start)]
        words = _without_brackets(words)
        if not words or not all(word in _SEPARATORS for word in words):
            return False
        if not set(words) & (_CONJUNCTIONS | {","}) and not self._is_regimen(left, right):
            return False
        if self._names_a_target(right) and (left.label_ != right.label_ or "the" in words or "a" in words):
            return False
        told = any(graph.is_clause(a) and a < left.root.i for a in graph.ancestors(left.root.i))
        if ("," in words or told) and _subject_of_other_clause(graph, left.root.i, right.root.i):
            return False  # "A lowers B and C raises D"
        closes = any(doc[i].text in ")]" for i in range(left.end, right.start))
        return not closes or left.label_ == right.label_  # "D (anti-X) plus E" is no list


def _without_brackets(words: list[str]) -> list[str]:
    out, depth = [], 0
    for word in words:
        if word in "([":
            depth += 1
        elif word in ")]":
            depth = max(0, depth - 1)
        elif not depth:
            out.append(word)
    return out


def _subject_of_other_clause(graph: SentenceGraph, left: int, right: int) -> bool:
    while graph.dep(right) in {"compound", "nmod", "poss", "amod"} and graph.head(right) > right:
        right = graph.head(right)
    return (
        graph.dep(right) in {"nsubj", "nsubjpass"}
        and graph.head(right) != graph.head(left)
        and right < graph.head(right)
    )
