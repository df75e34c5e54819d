"""The hand-corrected sentences that measure tags and trees: whole trees, and a scorer that sees errors."""

import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "model"))

import register

SENTENCES = register.read_gold()


def gold_doc(sentence, **changes):
    values = {"tags": sentence.tags, "heads": sentence.heads, "deps": sentence.deps, **changes}
    return Doc(spacy.blank("en").vocab, words=sentence.words, spaces=sentence.spaces, **values)


def test_every_sentence_is_one_tree():
    assert len(SENTENCES) == 150
    for sentence in SENTENCES:
        roots = [index for index, head in enumerate(sentence.heads) if head == index]
        assert len(roots) == 1
        for index in range(len(sentence.heads)):
            path = set()
            while sentence.heads[index] != index:
                assert index not in path
                path.add(index)
                index = sentence.heads[index]


def test_gold_scored_against_itself_is_without_error():
    scored = register.report(sum((register.count(s, gold_doc(s)) for s in SENTENCES), start=register.Counter()))
    assert (scored["tags"], scored["uas"], scored["las"]) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("gold", "found", "error"), [("VBZ", "NNS", "verbs taken for nouns"), ("NN", "VB", "nouns taken for verbs")]
)
def test_a_noun_taken_for_a_verb_is_counted(gold, found, error):
    sentence = next(s for s in SENTENCES if gold in s.tags)
    tags = list(sentence.tags)
    tags[tags.index(gold)] = found
    assert register.count(sentence, gold_doc(sentence, tags=tags))[error] == 1
