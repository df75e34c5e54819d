"""Judges: what checks ask of a claim or of one of its arguments, for what no test of theirs can say."""

from __future__ import annotations

from extract.language.extensions import direction_of, norm_of, state_of
from extract.relations import registry
from extract.relations.check import passed_nodes
from extract.relations.find import places
from extract.relations.reading import Reading
from extract.relations.records import CLASS_SIGN, Argument, Candidate, same_thing


@registry.judges("unlicensed")
def unlicensed(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether the trigger does not itself ask for subjects of the mention's type."""
    return end.mention.label_ not in candidate.match.trigger.subject_types


@registry.judges("to-the-subject")
def to_the_subject(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a response is one to the drug that is the subject."""
    return norm_of(candidate.subject.mention) in {drug.norm for drug in end.mention._.drugs or ()}


@registry.judges("the-same")
def the_same(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether both arguments name the same thing."""
    return same_thing(candidate.subject.mention, candidate.object.mention)


@registry.judges("other-direction")
def other_direction(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether the trigger has a meaning only for responses of the other direction."""
    directions = candidate.match.trigger.response_directions
    return bool(directions) and direction_of(end.mention) not in directions


@registry.judges("where-it-is")
def where_it_is(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a disease or cell is where something else changes: "reduced the density of vessels in D"."""
    graph, words, match = reading.graph, reading.rules.words, candidate.match
    steps = dict(zip(end.path[1:], end.path, strict=False))
    changes = words["negative_effect_nouns"] | words["positive_effect_nouns"]
    for link in graph.preps:
        if link.name not in {"in", "within", "among", "from"}:
            continue
        noun = link.governor
        of_trigger = noun in match.tokens and link.target == end.path[0] and match.form == "noun"
        if steps.get(link.target) != noun and not of_trigger:
            continue
        if not of_trigger and graph.lemma(noun) not in changes:
            return True
        brings = match.trigger.noun_object_prep if of_trigger else ()
        before = [at for at in graph.preps_from(noun) if noun < at.token < link.token]
        if any(not of_trigger or at.name in brings for at in before):
            return True  # "a decrease in X in D", not "the role of X in D"
    return False


def _effect(reading: Reading, candidate: Candidate, end: Argument) -> int:
    """Return the first noun of effect on the way to an argument."""
    nouns = reading.rules.words["effect_nouns"]
    return next(n for n in passed_nodes(reading, candidate, end) if reading.graph.lemma(n) in nouns)


@registry.judges("effect-on-it")
def effect_on_it(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether an effect passed is one on the argument: Y in "reversed the effect of X on Y"."""
    graph, node = reading.graph, _effect(reading, candidate, end)
    ends = {*end.path, graph.first_conjunct(end.path[-1])}
    return not ends.isdisjoint(graph.brought(node, *reading.rules.words["towards"]))


@registry.judges("effect-with-a-sign")
def effect_with_a_sign(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether an effect passed says its direction: "inhibitory effect"; it counts with the words passed."""
    own = reading.by_head.get(_effect(reading, candidate, end))
    return own is not None and own.trigger.cls in CLASS_SIGN


@registry.judges("effect-of-it")
def effect_of_it(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether an effect passed is that of the argument: X in "reversed the effect of X on Y"."""
    node = _effect(reading, candidate, end)
    if not reading.graph.brought(node, "of"):
        return False
    signed = effect_with_a_sign(reading, candidate, end)
    towards = reading.graph.brought(node, *reading.rules.words["towards"])
    return bool(towards) or signed or candidate.cls == "promote" or state_of(end.mention) != "none"


@registry.judges("an-effect-rescued")
def an_effect_rescued(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether an effect is rescued, which does not say whether the thing itself rises or falls."""
    directed = [reading.by_head[node].trigger.cls for node in end.path if node in reading.by_head]
    if "inhibit" in directed:  # "rescued the inhibitory effect of A on B": B rises again
        return False
    rescued = any(reading.graph.lemma(node) in reading.rules.words["rescued_nouns"] for node in end.path)
    return rescued or "relative-clause" in candidate.object_filler.frames


@registry.judges("comes-about")
def comes_about(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a process is that a thing comes about: "the development of T cells"."""
    words = {token.lower_ for token in (end.mention[0], end.mention[-1])}
    return len(end.mention) > 1 and bool(words & reading.rules.words["developments"])


@registry.judges("hedged-by-an-aim")
def hedged_by_an_aim(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a claim is only what was asked, or not known: "to assess the role of A in B", "is unclear"."""
    words = reading.rules.words
    asked = words["aim_verbs"] | words["aim_nouns"] | words["unknown_adjectives"] | words["knowing_verbs"]
    return any(reading.graph.lemma(token) in asked for token in candidate.hedges)


@registry.judges("denied-in-altered")
def denied_in_altered(reading: Reading, candidate: Candidate, end: Argument) -> bool:
    """Tell whether a claim is denied only of cells or animals altered by hand: "not in X-null cells"."""
    ends = (candidate.subject, candidate.object)
    nodes = [candidate.match.head, *candidate.subject_filler.climbed, *candidate.object.path]
    there = places.places_of(reading, nodes, frozenset(a.mention.root.i for a in ends))
    if not any(places.is_manipulated(reading, a) for a in there):
        return False
    return bool(reading.polarity.read(candidate.match, *(a.path for a in ends)).negators)
