import pytest

from extract.language.lexicon.spellings import (
    american,
    chemical_spellings,
    greek_letters,
    list_stem,
    noun_first,
    parts_of_list,
    plain,
    protein_spellings,
    singular,
    without_phospho,
)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("kinases", "kinase"),
        ("metastases", "metastasis"),
        ("melanomas", "melanoma"),
        ("sarcomata", "sarcoma"),
        ("capacities", "capacity"),
        ("TKIs", "TKI"),
        ("apoptosis", "apoptosis"),
        ("virus", "virus"),
        ("stress", "stress"),
    ],
)
def test_singular(plural, one):
    assert singular(plural) == one


def test_american():
    assert american("tumour cell signalling and ischaemia-induced polarisation") == (
        "tumor cell signaling and ischaemia-induced polarization"
    )


def test_plain_mends_hyphens_and_markup():
    assert plain("PD -L1") == "PD-L1"
    assert plain("TNF \n α") == "TNFα"
    assert plain("Wnt/ β‐catenin") == "Wnt/β-catenin" or plain("Wnt/ β‐catenin") == "Wnt/ β-catenin"


@pytest.mark.parametrize(
    ("name", "bare"),
    [("p-STAT5", "STAT5"), ("pSTAT5", "STAT5"), ("phospho-JNK", "JNK"), ("phosphorylated SRC", "SRC"), ("p53", None)],
)
def test_phospho_forms(name, bare):
    assert without_phospho(name) == bare


def test_a_receptor_is_not_its_ligand():
    assert "EGF" not in list(protein_spellings("EGF receptors"))
    assert "EGF receptor" in list(protein_spellings("EGF receptors"))


def test_greek_letter_for_the_letter_of_a_symbol():
    assert "PRKCD" not in list(protein_spellings("PKCδ"))
    assert "PKCD" in list(protein_spellings("PKCδ"))


def test_chemical_spellings():
    assert "gefitinib" in list(chemical_spellings("gefitinib hydrochloride"))
    assert "statin" in list(chemical_spellings("statins"))


def test_lists():
    assert parts_of_list("SMAD2/3") == ["SMAD2", "SMAD3"]
    assert parts_of_list("FZD1–3") == ["FZD1", "FZD2", "FZD3"]
    assert parts_of_list("PIK3CA/B") == ["PIK3CA", "PIK3CB"]
    assert parts_of_list("S100A8/A9") == ["S100A8", "S100A9"]
    assert parts_of_list("IL-6") == []
    assert parts_of_list("PI3K/AKT") == []
    assert list_stem("FZD1–3") == "FZD"
    assert list_stem("EGFR") is None


def test_phrases():
    assert noun_first("uptake of glucose") == "glucose uptake"
    assert noun_first("growth") == "growth"
    assert noun_first("resistant to ferroptosis") == "ferroptosis resistance"
    assert greek_letters("TGF-beta signaling") == "TGF-β signaling"
    assert greek_letters("alphabetical") == "alphabetical"
