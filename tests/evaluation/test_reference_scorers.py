"""Mention scores beside those of spaCy's Scorer and of nervaluate, on mentions thrown together at random."""

import random

import pytest
import spacy
from evaluation_builders import mention, unit
from nervaluate import Evaluator
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

from extract.evaluation.scoring import score, score_mentions_by_type

TYPES = ["GENE", "CHEMICAL", "PROCESS"]
WORDS = [f"word{i}" for i in range(30)]
TEXT = " ".join(WORDS)
STARTS = [TEXT.index(word) for word in WORDS]


def spans(rng):
    at, found = 0, []
    while at < len(WORDS) - 6:
        at += rng.randint(0, 3)
        length = rng.randint(1, 3)
        found.append((at, at + length, rng.choice(TYPES)))
        at += length
    return found


def shake(rng, gold):
    """Drop, retype and keep mentions; boundaries stay exact, so that every scorer means the same by overlap."""
    kept = []
    for start, end, type_ in gold:
        fate = rng.random()
        if fate < 0.2:
            continue
        kept.append((start, end, rng.choice(TYPES) if fate < 0.4 else type_))
    return kept


def as_mentions(chosen):
    return [
        mention(" ".join(WORDS[start:end]), type_, start=STARTS[start], within=TEXT) for start, end, type_ in chosen
    ]


@pytest.fixture(scope="module")
def cases():
    rng = random.Random(7)
    gold = [spans(rng) for _ in range(40)]
    return [(chosen, shake(rng, chosen)) for chosen in gold]


@pytest.fixture(scope="module")
def units(cases):
    return [
        unit(gold_mentions=as_mentions(g), mentions=as_mentions(s), text=TEXT, sid=str(i))
        for i, (g, s) in enumerate(cases)
    ]


def test_strict_mentions_are_those_of_spacy(cases, units):
    vocab = spacy.blank("en").vocab
    examples = []
    for gold, system in cases:
        docs = []
        for chosen in (system, gold):
            doc = Doc(vocab, words=WORDS)
            doc.ents = [Span(doc, start, end, label=type_) for start, end, type_ in chosen]
            docs.append(doc)
        examples.append(Example(*docs))
    expected = Scorer.score_spans(examples, "ents")
    strict = score(units).mentions_strict
    assert (strict.precision, strict.recall, strict.f1) == pytest.approx(
        (expected["ents_p"], expected["ents_r"], expected["ents_f"])
    )
    for type_, (counts, _) in score_mentions_by_type(units).items():
        if type_ in expected["ents_per_type"]:
            assert counts.f1 == pytest.approx(expected["ents_per_type"][type_]["f"])


def test_mentions_are_those_of_nervaluate(cases, units):
    def labelled(chosen):
        return [{"label": type_, "start": start, "end": end - 1} for start, end, type_ in chosen]

    evaluator = Evaluator([labelled(g) for g, _ in cases], [labelled(s) for _, s in cases], tags=TYPES, loader="dict")
    results = evaluator.evaluate()["overall"]
    scores = score(units)
    for ours, theirs in ((scores.mentions_strict, results["strict"]), (scores.mentions_relaxed, results["ent_type"])):
        assert (ours.precision, ours.recall) == pytest.approx((theirs.precision, theirs.recall))
