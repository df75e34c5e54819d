import pytest
import spacy

from extract.language.lexicon.kingdoms import is_foreign


@pytest.mark.parametrize(
    ("text", "name", "label", "norm"),
    [
        ("Angiotensin II acted. It fell under RAS blockade.", "RAS", "PATHWAY", "renin-angiotensin system"),
        ("Oncogenic RAS activates ERK.", "RAS", "GENE", "RAS"),
        ("Respiratory signs came first. Sepsis was a cause of ARF.", "ARF", "DISEASE", "acute respiratory failure"),
        ("Rats were given monocrotaline, and MCT raised the pressure.", "MCT", "CHEMICAL", "monocrotaline"),
        ("Cells were treated with inducible NOS (iNOS) blockers.", "iNOS", "GENE", "NOS2"),
        ("Capmatinib inhibits MET and so the epithelial-mesenchymal transition.", "MET", "GENE", "MET"),
    ],
)
def test_an_abbreviation_means_what_the_words_around_speak_of(nlp, text, name, label, norm):
    assert {(ent.label_, ent._.norm) for ent in nlp(text).ents if ent.text == name} == {(label, norm)}


def test_genes_of_bacteria_and_plants_have_no_human_identifier(nlp):
    doc = nlp("The antibiotic binds elongation factor Tu of Bacillus, which a bacterial phage cleaves.")
    assert [(ent._.norm, ent._.curie) for ent in doc.ents if ent.label_ == "GENE"] == [("elongation factor Tu", None)]


def test_animals_that_bear_bacteria_keep_their_genes():
    blank = spacy.blank("en")
    assert is_foreign(blank("Rice seedlings were grown."))
    assert not is_foreign(blank("Bacterial LPS was given to mice."))
