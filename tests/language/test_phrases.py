import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from extract.language.phrases.pathways import listed_starts
from extract.language.phrases.processes import plural, singular, spellings, with_plurals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Loss of NF1 switches on the PI3K/AKT and MAPK/ERK pathways.", ["PI3K/AKT", "MAPK/ERK pathways"]),
        ("Wnt/β-catenin signaling was low.", ["Wnt/β-catenin signaling"]),
        ("The EGFR-STAT3-ABCB1 axis was active.", ["EGFR-STAT3-ABCB1 axis"]),
        ("It acts through the EGFR, MEK/ERK and Notch pathways.", ["EGFR", "MEK/ERK", "Notch pathways"]),
        ("Sonic hedgehog signalling fell.", ["Sonic hedgehog signalling"]),
        ("Cells need the folate cycle.", ["folate cycle"]),
        ("The QZ pathway repairs DNA.", ["QZ pathway"]),
        ("Genes of the QZ, QX and QV pathways were lost.", ["QZ", "QX", "QV pathways"]),
        (
            "It blocked the Ras/Raf/mitogen-activated protein kinase (MAPK) signaling pathway.",
            ["Ras/Raf/mitogen-activated protein kinase (MAPK) signaling pathway"],
        ),
        (
            "It blocked the extracellular signal-regulated kinase (RAF/MEK/ERK) signaling pathway.",
            ["extracellular signal-regulated kinase (RAF/MEK/ERK) signaling pathway"],
        ),
        ("Loss of cGMP signaling lowers tone.", ["cGMP signaling"]),
        ("The GABA shunt and the glyoxylate cycle were used.", ["GABA shunt", "glyoxylate cycle"]),
        ("The kallikrein-kinin system was active.", ["kallikrein-kinin system"]),
        ("Heat causes necrosis, and Wnt signaling falls.", ["Wnt signaling"]),
    ],
)
def test_pathways_with_their_heads_and_conjuncts(nlp, text, expected):
    assert [ent.text for ent in nlp(text).ents if ent.label_ == "PATHWAY"] == expected


def test_a_measured_signal_is_no_pathway(nlp):
    assert not [ent for ent in nlp("The QZ signals were read, and KEGG pathways drawn.").ents]


def test_a_slash_without_a_head_keeps_genes_apart(spans):
    found = spans("METTL1/WDR4 is raised in serum.")
    assert found == {"METTL1": "GENE", "WDR4": "GENE"}


def test_a_conjunct_of_an_opening_phrase_is_no_pathway(spans):
    assert spans("In the absence of NF1, PI3K/AKT and MAPK/ERK signalling rose.")["NF1"] == "GENE"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It slowed tumor growth.", "tumor growth"),
        ("It drove the progression of melanoma.", "progression of melanoma"),
        ("It raised drug efflux.", "drug efflux"),
        ("It raised cholesterol biosynthesis.", "cholesterol biosynthesis"),
        ("It blocked epithelial–mesenchymal transition.", "epithelial–mesenchymal transition"),
        ("It drew Treg infiltration.", "Treg infiltration"),
        ("It gave the cells an invasive phenotype.", "invasive phenotype"),
        ("It brought apoptosis resistance.", "apoptosis resistance"),
        ("It brought immune evasion.", "immune evasion"),
        ("It was spread by m6A modification of the message.", "m6A modification"),
        ("It raised H3K9me2 at the promoter.", "H3K9me2"),
        ("It brought G0/G1 phase arrest.", "G0/G1 phase arrest"),
        ("It raised ceramide hydrolysis.", "ceramide hydrolysis"),
        ("It needs de novo lipid synthesis.", "de novo lipid synthesis"),
        ("It brought G2/M phase arrest.", "G2/M phase arrest"),
        ("It brought G1 cell cycle arrest.", "G1 cell cycle arrest"),
        ("It was high in lymph node metastases.", "lymph node metastases"),
        ("Serum deprivation slowed the cells.", "Serum deprivation"),
        ("It brought tolerance to metabolic stress.", "tolerance to metabolic stress"),
        ("It helped the formation of new vessels.", "formation of new vessels"),
        ("It has antiproliferative activity.", "antiproliferative"),
        ("The DDR was weak.", "DDR"),
        ("It drives proliferation and survival.", "survival"),
        ("AKT signals for survival in starved cells.", "survival"),
        ("It blocked the survival of cancer cells in patients.", "survival"),
        ("It raised cancer cell survival.", "cell survival"),
    ],
)
def test_processes(spans, text, expected):
    assert spans(text).get(expected) == "PROCESS"


@pytest.mark.parametrize(
    "text",
    [
        "Progression-free survival was short.",
        "Overall survival was short.",
        "The efflux pump works.",
        "High MET meant shorter survival.",
        "Cells were counted, and survival curves drawn.",
        "Patients whose tumor cells hold MET have a survival that is not known.",
        "The drug improved survival although the cells were spared.",
        "The growth-factor was added.",
    ],
)
def test_outcomes_and_pumps_are_no_processes(nlp, text):
    assert not [ent for ent in nlp(text).ents if ent.label_ == "PROCESS"]


@pytest.mark.parametrize(
    "name",
    [
        "cancer stem cells",
        "M2 macrophages",
        "Tregs",
        "CAFs",
        "CD8+ T cells",
        "cancer-associated fibroblasts",
        "neutrophils",
        "tubular epithelial cells",
    ],
)
def test_kinds_of_cell(spans, name):
    assert spans(f"They counted {name} in the stroma.").get(name) == "CELL_TYPE"


def test_cancer_cells_are_no_kind_of_cell(spans):
    found = spans("The tumor cells and the HCC cells grew beside cancer cells.")
    assert found == {"HCC": "DISEASE"}


def test_spellings():
    forms = spellings("tumor-initiating cell")
    assert {"tumour initiating cells", "tumor–initiating cell"} <= forms
    assert [plural(word) for word in ("metastasis", "body", "cell")] == ["metastases", "bodies", "cells"]
    assert singular("macrophages") == "macrophage"


@given(st.text("aeisuy", max_size=3), st.lists(st.sampled_from(["growth", "motility", "mitosis", "loss", "ties"])))
def test_with_plurals_holds_all_forms_of_its_words(ending, words):
    words = set(words)
    for stem in (*words, *(word[:-1] for word in words)):
        form = stem + ending
        assert (form in with_plurals(words)) == (form in words or singular(form) in words)


def test_listed_pathways_start_where_the_longest_does():
    doc = Doc(spacy.blank("en").vocab, words=["type", "I", "interferon", "signaling", "and", "PTEN"])
    labels = ((1, 4, "PATHWAY"), (0, 4, "PATHWAY"), (2, 4, "PATHWAY"), (0, 4, "GENE"), (5, 6, "GENE"))
    doc.spans["lexicon"] = [Span(doc, start, end, label=label) for start, end, label in labels]
    assert listed_starts(doc) == {4: 0}
