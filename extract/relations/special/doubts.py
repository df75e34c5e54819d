"""Judges of what makes the sign or the end of a claim doubtful: lists, relative clauses, "non-X"."""

from __future__ import annotations

from spacy.tokens import Span

from extract.language.candidates import is_dash
from extract.language.extensions import cues_of
from extract.relations import registry
from extract.relations.check import passed_nodes
from extract.relations.find import places
from extract.relations.reading import Reading
from extract.relations.records import Argument, Candidate, ends_in


@registry.judges("perhaps-under-an-earlier-noun")
def perhaps_under_an_earlier_noun(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a noun of loss may govern an argument beside what it is joined to.

    So it is with B in "suppression of A and production of B", "reduction of A and B", which is either less or not.
    """
    graph, words = reading.graph, reading.rules.words
    plain = [n for n in passed_nodes(reading, candidate, end) if graph.lemma(n) in words["neutral_nouns"]]
    own = graph.node(end.mention.root.i)
    for noun in (*plain, own):
        first = graph.first_conjunct(graph.node(noun))
        alike = any(m.label_ == end.mention.label_ and first < m.start < end.mention.start for m in graph.mentions)
        if first >= noun or (noun == own and not alike):
            continue
        lost = graph.lemma(first) in words["negative_effect_nouns"] and first not in end.path
        told = any(first < i < end.mention.start for i, _ in cues_of(end.mention))  # "and raised levels of B"
        if lost and not told and graph.brought(first, "of", "in"):
            return True
    return False


@registry.judges("hyphened-to-a-process")
def hyphened_to_a_process(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a trigger is an effect on a process named before it, other than growth: "apoptosis-promoting"."""
    doc, ends = reading.graph.doc, {m.end: m for m in reading.graph.mentions}
    for i in candidate.match.tokens:
        mention = ends.get(i - 1) if i > reading.graph.sent.start and is_dash(doc[i - 1].text) else None
        if mention is not None and not ends_in(mention, reading.rules.words["thriving"]):
            return True
    return False


@registry.judges("agent-of-a-later-participle")
def agent_of_a_later_participle(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a mention brings about what a participle behind the last of its list says: "A- or B-induced C"."""
    last, joiners = _rest_of_list(reading, end.mention)
    doc, i = reading.graph.doc, last.end + 1
    inner = reading.by_head.get(i) if i < reading.graph.sent.end and is_dash(doc[i - 1].text) else None
    if inner is None or inner.kind != "past" or candidate.match.head == i:
        return False
    molecules = reading.rules.types["molecules"]
    alike = {last.label_, end.mention.label_} <= molecules and ("or" in joiners or candidate.match.form == "noun")
    return last is end.mention or "-" in joiners or end.mention.text.endswith("-") or alike


def _rest_of_list(reading: Reading, mention: Span) -> tuple[Span, set[str]]:
    """Return the last mention of a list from one of them on, and what joins them; "-" stands for that of "A- and B"."""
    doc, i = reading.graph.doc, mention.end
    starts, joiners = {m.start: m for m in reading.graph.mentions}, set[str]()
    last = mention
    while i < reading.graph.sent.end - 1:
        if i in starts:
            last, i = starts[i], starts[i].end
            continue
        dashed = is_dash(doc[i].text)
        if doc[i + dashed].lower_ not in {",", "or", "and", "/"}:
            break
        joiners.add("-" if dashed else doc[i].lower_)
        i += 1
    return last, joiners


@registry.judges("subject-of-being")
def subject_of_being(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a mention is the subject of a clause in "being" behind it: "due to A in B being repaired"."""
    doc, stop = reading.graph.doc, min(end.mention.end + 10, reading.graph.sent.end)
    for i in range(max(end.mention.end, candidate.match.head + 1), stop):
        if doc[i].text in {",", ";", "."}:
            return False
        if doc[i].lower_ == "being":
            return True
    return False


@registry.judges("lessened-on-condition")
def lessened_on_condition(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a clause of condition lessens what a pronoun stands for: "if A is lost, it causes B"."""
    graph = reading.graph
    return any(
        state == "down" and graph.dep(graph.node(i)) == "advcl" and graph.kids(graph.node(i), "mark", "advmod")
        for i, state in cues_of(end.mention)
    )


@registry.judges("denied-in-altered")
def denied_in_altered(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a claim is denied only of cells or animals altered by hand: "not in X-null cells"."""
    ends = (candidate.subject, candidate.object)
    nodes = [candidate.match.head, *candidate.subject_filler.climbed, *candidate.object.path]
    there = places.places_of(reading, nodes, frozenset(a.mention.root.i for a in ends))
    if not any(places.is_manipulated(reading, a) for a in there):
        return False
    return bool(reading.polarity.read(candidate.match, *(a.path for a in ends)).negators)
