"""The shipped trigger lexicon is well formed and does not contradict itself."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import get_args

import pytest

from extract.relations.rules.inflection import noun_forms, verb_forms
from extract.relations.rules.load import RULES_DIR, load_rules
from extract.relations.rules.model import FORMS, Trigger
from extract.schema import Predicate

TRIGGERS = load_rules().triggers
FILES = sorted((RULES_DIR / "triggers").glob("*.toml"))
PREDICATES = set(get_args(Predicate))
OF_CLASS = {
    "promote": {"promotes", "activates"},
    "activate": {"promotes", "activates"},
    "increase": {"promotes", "activates", "upregulates"},
    "inhibit": {"inhibits"},
    "decrease": {"inhibits", "downregulates"},
    "regulate": {"regulates"},
    "bind": {"binds"},
    "target": {"targets"},
    "sponge": {"sponges"},
    "modify": {"modifies"},
    "combine": {"combines_with"},
    "treat": {"treats"},
    "associate": {"associated_with"},
}
SIGN = {"promote": 1, "activate": 1, "increase": 1, "inhibit": -1, "decrease": -1, "sponge": -1, "treat": -1}
CLAIM = re.compile(
    r"(?:negated )?(?:hedged )?(?P<subject>[^|]+?)(?: \((?:up|down|altered)\))? \| (?P<predicate>\w+) \| "
    r"(?P<object>[^|]+?)(?: \((?:up|down|altered)\))?(?: \| via (?P<via>[^|]+))?"
)


def name(trigger: Trigger) -> str:
    return trigger.name


def meaning(trigger: Trigger) -> tuple[int, bool, bool]:
    return SIGN.get(trigger.cls, 0), trigger.inverse, trigger.negated


def told_apart(one: Trigger, other: Trigger, form: str) -> bool:
    """Tell whether the words around two entries of one word, or the types of their arguments, say which is meant."""
    if one.object_types and other.object_types and not set(one.object_types) & set(other.object_types):
        return True
    if one.subject_types and other.subject_types and not set(one.subject_types) & set(other.subject_types):
        return True
    preps = {
        "verb": (one.object_prep, other.object_prep),
        "noun": (one.noun_object_prep, other.noun_object_prep),
        "agent": (one.noun_object_prep, other.noun_object_prep),
        "adjective": (one.adjective_object_prep, other.adjective_object_prep),
        "preposition": ((), ()),
    }[form]
    return preps[0] != preps[1] and not set(preps[0]) & set(preps[1])


def test_lexicon_is_broad():
    words = {(form, word) for trigger in TRIGGERS for form in FORMS for word in trigger.words(form)}
    assert len(words) > 1000
    assert {trigger.cls for trigger in TRIGGERS} == set(OF_CLASS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_read(path):
    sources = load_rules().sources
    assert any(source.file == str(path) for source in sources.values())


@pytest.mark.parametrize("trigger", TRIGGERS, ids=name)
def test_words_are_lemmas(trigger):
    for form in FORMS:
        words = trigger.words(form)
        assert len(set(words)) == len(words), f"{form}: a word stands twice"
        for word in words:
            assert word == word.strip() and "  " not in word and word, word
            assert re.fullmatch(r"[A-Za-z0-9' -]+", word), word
            assert len(word) > 2, word
    assert not any(word.endswith(("ing", "ed")) and word[:-3] + "e" in trigger.verb for word in trigger.verb)


@pytest.mark.parametrize("trigger", TRIGGERS, ids=name)
def test_examples_state_the_class(trigger):
    """Every entry has an example, whose claims parse, and one of which shows the entry's own class."""
    assert trigger.examples
    shown = set()
    for example in trigger.examples:
        assert example.text.endswith((".", "?"))
        assert example.claims
        for claim in example.claims:
            match = CLAIM.fullmatch(claim)
            assert match, claim
            assert match["predicate"] in PREDICATES
            assert {match["subject"], match["object"]} <= substrings(example.text, match)
            if match["via"]:
                assert all(item in example.text for item in match["via"].split(", "))
            shown.add(match["predicate"])
            if trigger.negated:
                assert claim.startswith("negated ")
    assert shown & OF_CLASS[trigger.cls]


def substrings(text: str, match: re.Match[str]) -> set[str]:
    return {match[group] for group in ("subject", "object") if match[group].lower() in text.lower()}


@pytest.mark.parametrize("trigger", TRIGGERS, ids=name)
def test_an_example_uses_the_entry(trigger):
    text = " ".join(re.sub(r"[^a-z0-9]+", " ", example.text.lower()) for example in trigger.examples)
    words = set(text.split())
    assert any(uses(words, form, phrase) for form in FORMS for phrase in trigger.words(form))


def uses(words: set[str], form: str, phrase: str) -> bool:
    """Tell whether every word of a trigger, in some inflected form, is among the words of an example."""
    for word in phrase.lower().replace("-", " ").split():
        if not words & {word, *verb_forms(word), *noun_forms(word)}:
            return False
    return True


@pytest.mark.parametrize("form", FORMS)
def test_no_word_has_two_signs(form):
    """A word in two entries that differ in sign, direction or negation must be told apart by its surroundings."""
    entries = defaultdict(list)
    for trigger in TRIGGERS:
        for word in trigger.words(form):
            entries[word.lower().replace("-", "")].append(trigger)
    clashes = [
        f"{word}: {one.name} ({one.cls}) and {other.name} ({other.cls})"
        for word, triggers in sorted(entries.items())
        for one, other in combinations(triggers, 2)
        if meaning(one) != meaning(other) and not told_apart(one, other, form)
    ]
    assert not clashes, "\n".join(clashes)


@pytest.mark.parametrize("form", FORMS)
def test_no_word_is_listed_twice_for_one_use(form):
    """Two entries of one class and one use of a word say nothing more than one."""
    entries = defaultdict(list)
    for trigger in TRIGGERS:
        for word in trigger.words(form):
            entries[word.lower()].append(trigger)
    repeats = [
        f"{word}: {one.name} and {other.name}"
        for word, triggers in sorted(entries.items())
        for one, other in combinations(triggers, 2)
        if meaning(one) == meaning(other) and not told_apart(one, other, form)
    ]
    assert not repeats, "\n".join(repeats)
