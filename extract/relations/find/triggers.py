"""Finding trigger words in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from extract.relations.records import TriggerMatch
from extract.relations.rules.inflection import noun_forms, verb_forms
from extract.relations.rules.model import Form, Trigger
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import SentenceGraph

_NOMINAL: tuple[Form, ...] = ("noun", "agent", "adjective")
_WINDOW = 7  # tokens over which the words of a verbal idiom may be spread


@dataclass(frozen=True, slots=True)
class _Pattern:
    trigger: Trigger
    form: str
    rest: tuple[str, ...]
    kind: str
    adverb: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """A trigger whose words stand in a sentence but which was not taken."""

    trigger: Trigger
    form: str
    node: int
    reason: str


_PARTS = {"NN": "a noun", "VB": "a verb", "JJ": "an adjective", "RB": "an adverb", "IN": "a preposition"}


def _why_not(tag: str, form: str) -> str:
    """Say why a word with a tag was not taken for a form."""
    if form != "verb" and tag.startswith("NN"):
        return f"tagged {tag}, but the only verb that its sentence has"
    return (
        f"taken for {_PARTS.get(tag[:2], 'another word')} (tag {tag}), not for {'an' if form[0] in 'a' else 'a'} {form}"
    )


class TriggerIndex:
    """Triggers by the forms of their first word, found without the tagger's or lemmatiser's help."""

    def __init__(self, rules: RuleSet):
        self._index: dict[str, list[_Pattern]] = {}
        for trigger in rules.triggers:
            for phrase in trigger.verb:
                first, *rest = phrase.lower().split()
                adverb = ""
                if first.endswith("ly") and rest:
                    adverb, first, *rest = first, *rest
                for form, kind in verb_forms(first).items():
                    self._add(form, _Pattern(trigger, "verb", tuple(rest), kind, adverb))
            for phrase in trigger.preposition:
                first, *rest = phrase.lower().split()
                self._add(first, _Pattern(trigger, "preposition", tuple(rest), ""))
            for word in trigger.prefix:
                self._add(word.lower(), _Pattern(trigger, "prefix", (), ""))
            for form in _NOMINAL:
                for phrase in trigger.words(form):
                    *before, last = phrase.lower().split()
                    lasts = (last,) if form == "adjective" else noun_forms(last)
                    for word in lasts:
                        first, *rest = [*before, word]
                        self._add(first, _Pattern(trigger, form, tuple(rest), ""))

    def _add(self, word: str, pattern: _Pattern) -> None:
        self._index.setdefault(_key(word), []).append(pattern)

    def __contains__(self, word: str) -> bool:
        return _key(word) in self._index

    def find(self, graph: SentenceGraph) -> list[TriggerMatch]:
        """Return the triggers of a sentence, the longest phrase at each word, from left to right."""
        found: list[TriggerMatch] = []
        for node in graph.nodes():
            if graph.mention(node) is not None:
                continue
            patterns = self._index.get(_key(graph.lower(node)))
            if patterns:
                found += self._best(graph, node, patterns)
        found = list({(match.trigger.name, match.form, match.head): match for match in reversed(found)}.values())[::-1]
        verbs = {match.head for match in found if match.form == "verb"}
        found = [m for m in found if m.form != "preposition" or not verbs & set(m.tokens)]
        longest = {
            token: len(match.tokens) for match in sorted(found, key=lambda m: len(m.tokens)) for token in match.tokens
        }
        return [match for match in found if all(longest[token] <= len(match.tokens) for token in match.tokens)]

    def lost(self, graph: SentenceGraph, matches: Iterable[TriggerMatch]) -> Iterator[Loss]:
        """Yield the triggers whose words stand in a sentence but were not taken, with the reason."""
        taken = {(match.trigger.name, match.form, match.tokens) for match in matches}
        for node in graph.nodes():
            patterns = self._index.get(_key(graph.lower(node)), ()) if graph.mention(node) is None else ()
            for pattern in patterns:
                tokens = self._rest(graph, node, pattern)
                if tokens is None or (pattern.trigger.name, pattern.form, tokens) in taken:
                    continue
                at = node if pattern.form == "verb" else tokens[-1]
                fits = _form_fits(graph, at, pattern)
                reason = "another trigger fits better" if fits else _why_not(graph.tag(at), pattern.form)
                yield Loss(pattern.trigger, pattern.form, at, reason)

    def _best(self, graph: SentenceGraph, node: int, patterns: Iterable[_Pattern]) -> list[TriggerMatch]:
        matches = []
        for pattern in patterns:
            tokens = self._rest(graph, node, pattern)
            if tokens is None or not _form_fits(graph, node if pattern.form == "verb" else tokens[-1], pattern):
                continue
            head = node if pattern.form in {"verb", "preposition"} else tokens[-1]
            matches.append(TriggerMatch(pattern.trigger, pattern.form, head, tokens, pattern.kind))
        if not matches:
            return []
        size = max((len(m.tokens) for m in matches if m.form != "preposition"), default=0)
        matches = [match for match in matches if len(match.tokens) == size or match.form == "preposition"]
        return _with_their_preposition(graph, matches)

    def _rest(self, graph: SentenceGraph, node: int, pattern: _Pattern) -> tuple[int, ...] | None:
        end = graph.sent.end
        if pattern.adverb:
            near = [*range(max(graph.sent.start, node - 3), node), *range(node + 1, min(node + 3, end))]
            adverbs = [i for i in near if graph.lower(i) == pattern.adverb]
            return (adverbs[-1], node) if adverbs else None
        if not pattern.rest:
            return (node,)
        attribute = graph.dep(node) in {"amod", "compound", "nmod"}  # "A-driven B expression" drives B
        last = node + 1 if pattern.form != "verb" or attribute else node + _WINDOW
        for start in range(node + 1, min(last, end - len(pattern.rest)) + 1):
            span = range(start, start + len(pattern.rest))
            if span[-1] < end and all(
                _word_matches(graph.lower(i), graph.lemma(i), word) and graph.mention(graph.node(i)) is None
                for i, word in zip(span, pattern.rest, strict=True)
            ):
                if any(graph.is_clause(graph.node(i)) for i in range(node + 1, start)):
                    return None
                return (node, *span)
        return None


def _with_their_preposition(graph: SentenceGraph, matches: list[TriggerMatch]) -> list[TriggerMatch]:
    """Prefer the entries whose preposition stands at the verb to those of the same verb that name none.

    A verb of change that is also listed as one of association ("was reduced in") is one of change first.
    """
    verbs = [match for match in matches if match.form == "verb"]
    if len(verbs) < 2:
        return matches
    changing = [match for match in verbs if match.trigger.cls != "associate"]
    verbs_of_change = changing or verbs
    near = {*verbs[0].tokens, *graph.kids(verbs[0].head, "dobj")}
    brought = [(link.name, graph.mention(link.target)) for link in graph.preps if link.governor in near]
    led = [match for match in verbs_of_change if any(_takes(match.trigger, *pair) for pair in brought)]
    kept = led or [match for match in verbs_of_change if not match.trigger.object_prep] or verbs_of_change
    return [match for match in matches if match.form != "verb" or match in kept]


def _takes(trigger: Trigger, preposition: str, mention: Span | None) -> bool:
    """Tell whether a preposition brings what a trigger can take: "licensed for" a disease, not for a process."""
    types = trigger.subject_types if trigger.inverse else trigger.object_types
    fits = mention is None or not types or mention.label_ in types
    return fits and preposition in trigger.object_prep


def _word_matches(lower: str, lemma: str, word: str) -> bool:
    return word in (lower, lemma)


def _key(word: str) -> str:
    return word if word.isalnum() else word.replace("-", "").replace("‐", "").replace("–", "")


@cache
def _nominal_keys(nouns: tuple[str, ...], adjectives: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_key(form) for noun in nouns for form in noun_forms(noun)) | {_key(word) for word in adjectives}


@cache
def _verbal_keys(verbs: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_key(form) for verb in verbs if " " not in verb for form in verb_forms(verb))


def _form_fits(graph: SentenceGraph, node: int, pattern: _Pattern) -> bool:
    """Tell whether the tag of a word allows the form; unambiguous words need no tag."""
    if pattern.form == "verb":
        if pattern.kind == "ing" and graph.dep(node) == "prep" and not graph.kids(node, "prep"):
            return False  # "following D treatment"
        return pattern.kind in {"past", "ing"} or _is_verb(graph, node, pattern.trigger)
    if pattern.form == "prefix":
        return node + 1 < graph.sent.end and graph.tag(node + 1) == "HYPH"
    if pattern.form in {"preposition", "adjective"}:
        return True
    if _key(graph.lower(node)) in _verbal_keys(pattern.trigger.verb):
        return graph.tag(node).startswith("N") and not _only_verb(graph, node)
    return True


def _is_verb(graph: SentenceGraph, node: int, trigger: Trigger) -> bool:
    """Tell whether a word is a verb, which taggers take for a noun where it stands right behind its subject."""
    tag = graph.tag(node)
    if _key(graph.lower(node)) in _nominal_keys(trigger.noun + trigger.agent, trigger.adjective):
        return tag.startswith("V") or _only_verb(graph, node)
    if not tag.startswith("NN"):
        return not tag.startswith(("JJ", "RB", "IN"))
    if graph.lower(node) in graph.words["plain_nouns"] or node == graph.sent.start:
        return False
    before = graph.doc[node - 1]
    after = graph.node(node + 1) if node + 1 < graph.sent.end else node
    object_follows = graph.mention(after) is not None or graph.tag(after) == "DT"
    if object_follows and before.tag_.startswith("NN"):
        return True
    return graph.mention(graph.node(node - 1)) is not None or before.tag_ in {"RB", "-RRB-", "MD", "TO"}


def _only_verb(graph: SentenceGraph, node: int) -> bool:
    """Tell whether a plural noun between two names is the verb that its sentence lacks: "A fuels B."."""
    doc, sent = graph.doc, graph.sent
    if graph.tag(node) != "NNS" or not sent.start < node < sent.end - 2 or doc[sent.end - 1].text != ".":
        return False
    if any(graph.mention(graph.node(i)) is None for i in (node - 1, node + 1)):
        return False
    return not any(graph.tag(i) in {"VBZ", "VBD", "VBP", "MD"} for i in range(sent.start, sent.end))
