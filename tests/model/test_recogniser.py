"""The recogniser of mentions: decoding, what partly marked texts teach, and what it leaves on a Doc."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.training import Example

from extract.language import extensions
from extract.language.model.recogniser import KEY, MARKED, TAGS, TAUGHT, TYPES, Recogniser, allowed_tags, best_path

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


@pytest.mark.parametrize("ents", [None, ["B-STATE", "O", "O"]])
def test_names_are_the_entities_of_a_doc_that_has_none(ents):
    doc = Doc(NLP.vocab, words=["loss", "of", "TSC1"], ents=ents)
    probabilities = np.full((3, len(TAGS)), 0.001, dtype="f")
    for i, tag in enumerate(("O", "O", "U-GENE")):
        probabilities[i, TAGS.index(tag)] = 0.9
    Recogniser(NLP.vocab, None).set_annotations([doc], [probabilities])
    assert [ent.text for ent in doc.ents] == ["loss" if ents else "TSC1"]


def test_the_shipped_recogniser_knows_all_ten_types():
    from extract.language.load import load_model

    nlp = load_model()
    assert "resistract_recogniser" in nlp.pipe_names
    doc = nlp("Loss of DUSP9 promotes proliferation of Huh7 cells treated with sorafenib.")
    assert {"GENE", "PROCESS", "CELL_LINE", "CHEMICAL"} <= {span.label_ for span in doc.spans[KEY]}
    assert {tag[2:] for tag in nlp.get_pipe("resistract_recogniser").labels if tag != "O"} == set(TYPES)


def test_a_teacher_s_probabilities_are_what_the_network_learns():
    taught = np.zeros((1, len(TAGS)), dtype=np.uint8)
    taught[0, TAGS.index("O")], taught[0, TAGS.index("U-GENE")] = 51, 204
    gold = Doc(NLP.vocab, words=["BRAF"])
    gold.user_data[TAUGHT] = taught.tobytes()
    lesson = [Example(Doc(NLP.vocab, words=["BRAF"]), gold)]
    recogniser = NLP.create_pipe("resistract_recogniser")
    loss, (gradient,) = recogniser.get_loss(lesson, [np.full((1, len(TAGS)), 1 / len(TAGS), dtype="f")])
    assert loss > 0
    assert gradient[0, TAGS.index("U-GENE")] == pytest.approx(1 / len(TAGS) - 0.8)
    assert gradient.sum() == pytest.approx(0, abs=1e-5)
    assert recogniser.get_loss(lesson, [taught / 255])[0] == pytest.approx(0, abs=1e-6)


def test_what_may_be_anything_teaches_nothing():
    free = example(["growth"], [], ["PROCESS"])
    guess = np.where([tag.endswith("-PROCESS") for tag in TAGS], 0.0, 1.0).astype("f")[None]
    guess /= guess.sum()
    loss, (gradient,) = NLP.create_pipe("resistract_recogniser").get_loss([free], [guess])
    assert loss == pytest.approx(0, abs=1e-6)
    assert np.abs(gradient).max() < 1e-6
