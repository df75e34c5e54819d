"""Whole sentences through the pipeline that ships: constructions that need the parse, the mentions and the rules."""

from __future__ import annotations

import tomllib
from math import prod
from pathlib import Path

import pytest

from extract.relations.records import PREDICATE_SIGN
from extract.relations.rules.examples import describe, fits, read_claim

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))["sentence"]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:40])
def test_sentence_makes_its_claims(nlp, sentence):
    relations = nlp(sentence["text"])._.relations
    found = [describe(relation) for relation in relations]
    for claim in sentence["claims"]:
        assert any(fits(relation, read_claim(claim)) for relation in relations), (claim, found)
    for claim in sentence.get("never", ()):
        assert not any(fits(relation, read_claim(claim)) for relation in relations), (claim, found)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:40])
def test_the_words_of_the_trace_make_the_sign(nlp, sentence):
    for relation in nlp(sentence["text"])._.relations:
        if PREDICATE_SIGN[relation.predicate]:
            factors = [f.factor for f in relation.trace if f.role not in {"negation", "certainty"}]
            assert prod(factors) == relation.sign, describe(relation)
