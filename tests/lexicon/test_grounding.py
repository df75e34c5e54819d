import pytest
from lexicon_docs import make_doc
from spacy.tokens import Span

from extract.language.components.grounding import Grounding, response_norm
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.resolve import Resolver
from extract.schema import Named


@pytest.fixture(scope="module")
def grounding():
    return Grounding(Resolver(load_lexicon()))


def with_ents(text, *ents):
    doc = make_doc(text)
    spans = []
    for name, label in ents:
        start = text.index(name)
        span = doc.char_span(start, start + len(name), label=label)
        spans.append(span)
    doc.ents = spans
    return doc


def test_every_entity_gets_a_norm(grounding):
    doc = with_ents(
        "Dasatinib lowered SRC and XQZ9 in MCF-7 cells.",
        ("Dasatinib", "CHEMICAL"),
        ("SRC", "GENE"),
        ("XQZ9", "GENE"),
        ("MCF-7", "CELL_LINE"),
    )
    grounding(doc)
    assert [(ent._.norm, ent._.curie) for ent in doc.ents] == [
        ("dasatinib", "chebi:49375"),
        ("SRC", "hgnc:11283"),
        ("XQZ9", None),
        ("MCF-7", "cellosaurus:0031"),
    ]


def test_drugs_of_a_response(grounding):
    doc = with_ents("HER2 drives Taxol and 5-FU resistance.", ("Taxol and 5-FU resistance", "DRUG_RESPONSE"))
    response = doc.ents[0]
    response._.direction = "resistance"
    response._.drug_spans = (doc.char_span(12, 17), doc.char_span(22, 26))
    grounding(doc)
    assert [drug.norm for drug in response._.drugs] == ["paclitaxel", "fluorouracil"]
    assert all(drug.curie for drug in response._.drugs)
    assert response._.norm == "paclitaxel and fluorouracil resistance"


def test_the_same_drug_counts_once(grounding):
    doc = with_ents("resistance to paclitaxel (Taxol)", ("resistance to paclitaxel", "DRUG_RESPONSE"))
    response = doc.ents[0]
    response._.direction = "resistance"
    response._.drug_names = ("paclitaxel", "Taxol")
    grounding(doc)
    assert response._.drugs == (Named(norm="paclitaxel", curie="chebi:45863"),)


def test_inhibitors_of_a_target_are_a_class_of_drugs(grounding):
    doc = with_ents("resistance to ALK inhibition and other drugs", ("resistance to ALK inhibition", "DRUG_RESPONSE"))
    response = doc.ents[0]
    response._.direction = "resistance"
    response._.drug_names = ("ALK inhibition", "other drugs")
    grounding(doc)
    assert [drug.norm for drug in response._.drugs] == ["ALK inhibitor"]


@pytest.mark.parametrize(
    ("text", "direction", "norm"),
    [
        ("drug resistance", "resistance", "drug resistance"),
        ("Chemoresistant", "resistance", "chemoresistance"),
        ("radiosensitization", "sensitivity", "radiosensitivity"),
        ("multi-drug resistance", "resistance", "multidrug resistance"),
        ("resistance to therapy", "resistance", "therapy resistance"),
        ("sensitive", "sensitivity", "drug sensitivity"),
    ],
)
def test_norms_of_responses_without_drugs(text, direction, norm):
    assert response_norm(text, direction, ()) == norm


def test_entities_of_other_pipelines_are_left_whole(grounding):
    doc = with_ents("Paris is far.", ("Paris", "GPE"))
    grounding(doc)
    assert isinstance(doc.ents[0], Span)
    assert doc.ents[0]._.norm


def test_variants_are_named_with_their_gene(grounding):
    doc = with_ents(
        "HER2 p.(Ser310Phe) and BRAFV600E, as well as rs121434569, were found.",
        ("HER2", "GENE"),
        ("p.(Ser310Phe)", "VARIANT"),
        ("BRAFV600E", "VARIANT"),
        ("rs121434569", "VARIANT"),
    )
    grounding(doc)
    assert [(ent._.norm, ent._.curie) for ent in doc.ents[1:]] == [
        ("ERBB2 S310F", None),
        ("BRAF V600E", None),
        ("rs121434569", "dbsnp:rs121434569"),
    ]


def test_fusions_are_written_as_hgnc_does(grounding):
    doc = with_ents("EML4-ALK was found.", ("EML4-ALK", "GENE"))
    grounding(doc)
    assert (doc.ents[0]._.norm, doc.ents[0]._.curie) == ("EML4::ALK", None)
