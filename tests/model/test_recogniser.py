"""The recogniser of mentions: decoding, what partly marked texts teach, and what it leaves on a Doc."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.training import Example

from extract.language import extensions
from extract.language.model.recogniser import KEY, MARKED, TAGS, TYPES, Recogniser, allowed_tags, best_path

NLP = spacy.blank("en")
extensions.register()


def example(words, spans, marked=None):
    gold = Doc(NLP.vocab, words=words)
    gold.set_ents([Span(gold, *span) for span in spans])
    if marked is not None:
        gold.user_data[MARKED] = marked
    return Example(Doc(NLP.vocab, words=words), gold)


def test_a_fully_marked_text_allows_its_own_tags_alone():
    allowed = allowed_tags(example(["BRAF", "grows"], [(0, 1, "GENE")]))
    assert [[TAGS[i] for i in np.flatnonzero(row)] for row in allowed] == [["U-GENE"], ["O"]]


def test_a_text_marked_for_one_type_says_nothing_of_the_others():
    allowed = allowed_tags(example(["growth", "fell"], [(0, 1, "PROCESS")], ["PROCESS"]))
    assert [TAGS[i] for i in np.flatnonzero(allowed[0])] == ["U-PROCESS"]
    others = {TAGS[i] for i in np.flatnonzero(allowed[1])}
    assert "O" in others and "U-GENE" in others and not any(tag.endswith("-PROCESS") for tag in others)


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_every_path_opens_and_closes_its_spans(length, seed):
    path = [TAGS[i] for i in best_path(np.random.default_rng(seed).normal(size=(length, len(TAGS))))]
    open_type = None
    for tag in path:
        mark, type_ = tag[0], tag[2:]
        assert (mark in "IL") == (open_type is not None)
        assert open_type in (None, type_)
        open_type = type_ if mark in "BI" else None
    assert open_type is None


def test_the_likeliest_tags_are_the_path_where_they_may_follow_one_another():
    tags = ["O", "B-PROCESS", "L-PROCESS", "U-GENE", "O"]
    scores = np.full((len(tags), len(TAGS)), -5.0)
    for i, tag in enumerate(tags):
        scores[i, TAGS.index(tag)] = -0.1
    assert [TAGS[i] for i in best_path(scores)] == tags
    scores[2, TAGS.index("O")] = 0.0  # nothing may end where a span is open
    assert [TAGS[i] for i in best_path(scores)] == tags


def test_spans_carry_their_probability_and_leave_ents_alone():
    doc = Doc(NLP.vocab, words=["loss", "of", "cell", "growth"])
    probabilities = np.full((4, len(TAGS)), 0.001, dtype="f")
    for i, tag in enumerate(("O", "O", "B-PROCESS", "L-PROCESS")):
        probabilities[i, TAGS.index(tag)] = 0.9 if i < 3 else 0.7
    Recogniser(NLP.vocab, None).set_annotations([doc], [probabilities])
    (span,) = doc.spans[KEY]
    assert (span.text, span.label_) == ("cell growth", "PROCESS")
    assert span._.probability == pytest.approx(0.7)
    assert not doc.ents


def test_the_shipped_recogniser_knows_all_ten_types():
    from extract.language.load import load_model

    nlp = load_model()
    assert "resistract_recogniser" in nlp.pipe_names
    doc = nlp("Loss of DUSP9 promotes proliferation of Huh7 cells treated with sorafenib.")
    assert {"GENE", "PROCESS", "CELL_LINE", "CHEMICAL"} <= {span.label_ for span in doc.spans[KEY]}
    assert {tag[2:] for tag in nlp.get_pipe("resistract_recogniser").labels if tag != "O"} == set(TYPES)
