"""Short names of several meanings, and phrases that dictionaries say in other words."""

import pytest

from extract.language.candidates import data
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.resolve import Resolver, Surroundings
from extract.language.lexicon.senses import cued


@pytest.fixture(scope="module")
def resolver():
    return Resolver(load_lexicon())


def test_every_meaning_has_an_identifier(resolver):
    meanings = {
        (meaning, type_)
        for type_, names in data("senses").items()
        for by_meaning in names.values()
        for meaning in by_meaning
        if meaning
    }
    assert [wanted for wanted in sorted(meanings) if resolver.resolve(*wanted).curie is None] == []


@pytest.mark.parametrize(
    ("name", "type_", "text", "norm", "curie"),
    [
        ("FSP1", "GENE", "fsp1 reduces coenzyme q10 and so ferroptosis falls.", "AIFM2", "hgnc:21411"),
        ("FSP1", "GENE", "fsp1 marks fibroblasts.", "S100A4", "hgnc:10494"),
        ("TACE", "GENE", "tace sheds tnf.", "ADAM17", "hgnc:195"),
        ("TACE", "GENE", "patients with hcc were given tace and sorafenib.", "TACE", None),
        ("MS", "DISEASE", "ms lesions lack myelin.", "multiple sclerosis", "mondo:0005301"),
        ("MS", "DISEASE", "ms goes with obesity and triglycerides.", "metabolic syndrome", "mondo:0011565"),
        ("MSCs", "CELL_TYPE", "mscs of the bone marrow", "mesenchymal stem cell", "cl:0000134"),
        ("hMSCs", "CELL_TYPE", "hmscs of the bone marrow", "mesenchymal stem cell", "cl:0000134"),
        ("HR", "PROCESS", "brca1 is needed for hr of strand breaks.", "homologous recombination", "go:0035825"),
        ("HR", "PROCESS", "nothing tells what it was.", "HR", None),
        ("AFP", "GENE", "nothing tells what it was.", "AFP", "hgnc:317"),
    ],
)
def test_a_short_name_means_what_the_document_speaks_of(resolver, name, type_, text, norm, curie):
    named = resolver.resolve(name, type_, Surroundings(text=text, whole=True))
    assert (named.norm, named.curie) == (norm, curie)


def test_a_definition_goes_before_cues(resolver):
    around = Surroundings(
        long_forms={"MS": "mitral stenosis"}, text="ms lesions lack myelin. mitral stenosis (ms)", whole=True
    )
    assert resolver.resolve("MS", "DISEASE", around).norm == "mitral stenosis"


def test_a_sentence_alone_leaves_a_name_to_the_lexicon(resolver):
    assert resolver.resolve("RA", "DISEASE", Surroundings(text="ra was seen.")).curie is not None


def test_the_meaning_with_most_cues_wins():
    assert cued("AD", "DISEASE", "amyloid in the brain; the skin was spared") == "alzheimer disease"


@pytest.mark.parametrize(
    ("phrase", "type_", "curie"),
    [
        ("neuronal apoptosis", "PROCESS", "go:0051402"),
        ("dopamine release", "PROCESS", "go:0014046"),
        ("acetylcholine synthesis", "PROCESS", "go:0008292"),
        ("hBMECs", "CELL_TYPE", "cl:2000044"),
    ],
)
def test_phrases_are_known_in_other_words(resolver, phrase, type_, curie):
    assert resolver.resolve(phrase, type_).curie == curie


@pytest.mark.parametrize(
    ("name", "norm"),
    [
        ("rhIGF-1", "IGF1"),
        ("rhuEPO", "EPO"),
        ("rmTNF-α", "TNF"),
        ("XKCNE1", "KCNE1"),
        ("mTRPV1", "TRPV1"),
        ("XIAP", "XIAP"),
    ],
)
def test_a_symbol_may_say_whose_protein_it_is(resolver, name, norm):
    assert resolver.resolve(name, "GENE").norm == norm


@pytest.mark.parametrize(
    ("name", "type_", "norm", "curie"),
    [
        ("Atoh1a/b", "GENE", "Atoh1a/b", None),
        ("CD44high", "GENE", "CD44", "hgnc:1681"),
        ("KV2.1 channels", "GENE", "KCNB1", "hgnc:6231"),
        ("dextran sulphate sodium", "CHEMICAL", "dextran sulfate sodium", "chebi:191875"),
        ("severe asthma", "DISEASE", "severe asthma", "mondo:0004979"),
        ("human B cells", "CELL_TYPE", "human b cell", "cl:0000236"),
        ("resistant to ferroptosis", "PROCESS", "ferroptosis resistance", None),
        ("QXF", "DISEASE", "QXF", None),
    ],
)
def test_names_with_more_than_the_name(resolver, name, type_, norm, curie):
    named = resolver.resolve(name, type_)
    assert (named.norm, named.curie) == (norm, curie)
