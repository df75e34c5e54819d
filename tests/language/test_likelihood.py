"""How likely a name is of a type, from all that speaks for and against it."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extract.language import extensions
from extract.language.candidates import Candidate
from extract.language.names.finder import of_one_type
from extract.language.names.likelihood import Likelihood, _name


@pytest.fixture
def named(nlp):
    def make(words, at, label, probability):
        extensions.register()
        doc = Doc(nlp.vocab, words)
        span = Span(doc, at, at + 1, label=label)
        span._.probability = probability
        doc.spans["likely"] = [span]
        return Likelihood(doc)

    return make


def test_a_name_is_likelier_where_both_recognisers_see_it(named):
    words = ["QRZ7", "expression", "rose"]
    sure, unsure = (named(words, 0, "GENE", probability)(0, 1, "GENE") for probability in (0.99, 0.1))
    assert 0 < unsure < sure < 1


def test_evidence_is_told_in_words(named):
    evidence = named(["The", "QRZ7", "gene"], 1, "GENE", 0.5).evidence(1, 2, "GENE")
    assert {"behind=gene", "before=the", "form:capitals and figures", "dictionary:nothing", "mentions:2"} <= {*evidence}


def test_no_weights_no_answer(named):
    assert named(["QRZ7"], 0, "VARIANT", 0.5)(0, 1, "VARIANT") is None


def test_other_pipelines_are_left_alone(nlp):
    assert Likelihood(Doc(nlp.vocab, ["QRZ7"]))(0, 1, "GENE") is None


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("MMP-2 and -9 were secreted.", "-9", "GENE"),
        ("Vitamins C and E were given.", "E", "CHEMICAL"),
        ("Plasma urokinase plasminogen activator (uPA) rose.", "uPA", "GENE"),
        ("Interleukin-12 was secreted by macrophages.", "Interleukin-12", "GENE"),
        ("The SH3 domain of SRC binds.", "SH3", None),
        ("A salt-tolerant enzyme was isolated.", "salt-tolerant", None),
        ("Soybean (Glycine max) was grown.", "Glycine", None),
        ("The product was cut with BamHI.", "BamHI", None),
        ("Ozone raised the cytotoxicity of cisplatin.", "cytotoxicity of cisplatin", "DRUG_RESPONSE"),
    ],
)
def test_kinds_of_names(spans, text, name, label):
    assert spans(text).get(name) == label


def test_the_rest_of_a_list_has_its_whole_name(nlp):
    doc = nlp("MMP-2 and -9 were secreted, as was caspase-3, and vitamins C and E were given.")
    norms = {ent.text: ent._.norm for ent in doc.ents}
    assert norms["-9"] == "MMP9"
    assert norms["E"] == "vitamin e"


def test_a_name_has_one_type_in_a_document():
    doc = Doc(Vocab(), words=["fisetin", "kills", "cells", ";", "fisetin", ",", "fisetin", "and", "TP53"])
    found = [
        Candidate(0, 1, "GENE", "model", 1.4),
        Candidate(4, 5, "CHEMICAL", "lexicon", 1.9),
        Candidate(6, 7, "CHEMICAL", "model", 1.4),
        Candidate(8, 9, "GENE", "lexicon", 1.9),
    ]
    assert [c.label for c in of_one_type(doc, found)] == ["CHEMICAL", "CHEMICAL", "CHEMICAL", "GENE"]


def test_long_runs_of_figures_have_no_stem():
    """What takes time of the square of their length would not end."""
    assert _name("response" + "9" * 200_000 + "th", "GENE") == ()
    assert _name("ERK" + "-9" * 100_000 + "A" * 300, "GENE") == ()
