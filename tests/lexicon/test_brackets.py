import random

import pytest
import spacy
from lexicon_docs import make_doc

from extract.language.components.abbreviations import Abbreviations
from extract.language.names.abbreviations import pairs
from extract.language.names.brackets import definitions_in, long_form_start, uses

TEXT = "the heat shock factor 1 ( HSF1 ) and of tumor necrosis TNF , acute myeloid leukemia AML hypoxia RNA"
WORDS = TEXT.split()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the heat shock factor 1 (HSF1) gene", [("HSF1", "heat shock factor 1")]),
        ("HSF1 (heat shock transcription factor 1) is", [("HSF1", "heat shock transcription factor 1")]),
        ("an anti-programmed death 1 (PD1) drug", [("PD1", "anti-programmed death 1")]),
        ("ten patients (see there) and cells (n = 5)", []),
        ("the heat shock factor 1 (HSF1; see there) gene", [("HSF1", "heat shock factor 1")]),
        ("(HSF1) at the start", []),
        ("no letters fit (XYZ)", []),
    ],
)
def test_brackets_define(text, found):
    assert [(short.text, long.text) for short, long in definitions_in(make_doc(text))] == found


def test_each_use_has_the_long_form_of_the_definition():
    doc = make_doc("Heat shock factor 1 (HSF1) binds. HSF1 and HSF2 do not. High sorting force 1 (HSF1) is another.")
    assert [(short.start, long.text) for short, long in uses(doc)] == [
        (i, "Heat shock factor 1") for i, token in enumerate(doc) if token.text == "HSF1"
    ]


def test_a_long_form_begins_at_a_word():
    assert long_form_start("TF", ["a", "transcription", "factor"]) == 1
    assert long_form_start("AF", ["transcription", "factor"]) is None


def test_what_an_earlier_detector_found_stays():
    doc = make_doc("heat shock factor 1 (HSF1) and HSF1")
    Abbreviations()(doc)
    first = doc._.abbreviations
    assert first[0]["short_text"] == "HSF1" and first[0]["long_text"] == "heat shock factor 1"
    Abbreviations()(doc)
    assert doc._.abbreviations is first
    assert [short.text for short, _ in pairs(doc)] == ["HSF1", "HSF1"]


def test_definitions_are_those_of_scispacy():
    abbreviation = pytest.importorskip("scispacy.abbreviation")
    nlp = spacy.blank("en")
    theirs = abbreviation.AbbreviationDetector(nlp, make_serializable=False)
    order = random.Random(1)
    for _ in range(300):
        text = " ".join(order.choice(WORDS) for _ in range(40))
        doc, other = nlp.make_doc(text), nlp.make_doc(text)
        wanted = {(short.start, short._.long_form.text) for short in theirs(other)._.abbreviations}
        assert {(short.start, long.text) for short, long in uses(doc)} == wanted, text


@pytest.mark.parametrize("serializable", [True, False])
def test_scispacy_s_detector_may_stand_before(serializable):
    pytest.importorskip("scispacy.abbreviation")
    text = "Heat shock factor 1 ( HSF1 ) binds HSF1 ."
    nlp = spacy.blank("en")
    nlp.add_pipe("abbreviation_detector", config={"make_serializable": serializable})
    nlp.add_pipe("resistract_abbreviations")
    assert sorted((short.start, long.text) for short, long in pairs(nlp(text))) == [
        (5, "Heat shock factor 1"),
        (8, "Heat shock factor 1"),
    ]
