import pytest
from lexicon_docs import make_doc
from spacy.tokens import Doc, Span

from extract.language.components.lexicon import LexiconMatcher, load_lexicon


@pytest.fixture(scope="module")
def matcher():
    return LexiconMatcher(load_lexicon())


def found(matcher, text, *types):
    doc = matcher(make_doc(text))
    return {(span.text, span.label_, span._.norm) for span in doc.spans["lexicon"] if not types or span.label_ in types}


def names(matcher, text, *types):
    return {text for text, _, _ in found(matcher, text, *types)}


def test_candidates_carry_norm_curie_and_score(matcher):
    doc = matcher(make_doc("Imatinib blocks KIT in HeLa cells."))
    by_text = {span.text: span for span in doc.spans["lexicon"]}
    assert by_text["Imatinib"]._.norm == "imatinib"
    assert by_text["KIT"]._.curie == "hgnc:6342"
    assert by_text["HeLa"].label_ == "CELL_LINE"
    assert all(0 < span._.lexicon_score <= 1 for span in doc.spans["lexicon"])


@pytest.mark.parametrize(
    "text", ["IL-6", "IL6", "IL 6", "BCL2", "Bcl-2", "TGFβ", "TGF-beta", "TNF‐α", "c-Myc", "HER 2"]
)
def test_spellings_of_genes(matcher, text):
    assert text in names(matcher, f"The role of {text} is known.", "GENE")


@pytest.mark.parametrize(
    "text",
    [
        "The patients met all criteria and the rest was set aside",
        "A cat sat on the chip in case of impact",
        "We can use this camp as a large set",
        "It may lead to the same end",
        "The ratio (HR) and the interval (CI) for OS",
    ],
)
def test_words_are_no_genes_or_chemicals(matcher, text):
    assert names(matcher, text, "GENE", "CHEMICAL", "CELL_LINE", "DISEASE") == set()


@pytest.mark.parametrize(
    "text", ["cancer", "tumor", "tumour", "disease", "cells", "protein", "expression", "gene", "drug"]
)
def test_generic_words_name_nothing(matcher, text):
    assert text not in names(matcher, f"The {text} was studied.")


def test_symbols_that_are_words_need_their_capitals(matcher):
    assert "MET" in names(matcher, "Amplification of MET was seen.", "GENE")
    assert "met" not in names(matcher, "The end point was met.", "GENE")


@pytest.mark.parametrize("text", ["as shown in Fig 4 here", "such as AP-1 here", "an eGFR of 60", "in group A 2 mice"])
def test_symbols_are_not_pieced_together(matcher, text):
    assert names(matcher, f"It was {text}.", "GENE") <= {"AP-1"}


def test_plurals(matcher):
    got = found(matcher, "Tyrosine kinase inhibitors reached macrophages in metastatic melanomas.")
    assert ("Tyrosine kinase inhibitors", "CHEMICAL", "tyrosine kinase inhibitor") in got
    assert "macrophages" in {text for text, _, _ in got}
    assert "melanomas" in {text for text, _, _ in got}


def test_phosphorylated_proteins(matcher):
    assert ("p-AKT", "GENE", "AKT") in found(matcher, "Levels of p-AKT fell.")
    assert ("pSTAT3", "GENE", "STAT3") in found(matcher, "Levels of pSTAT3 fell.")


def test_phosphorylation_needs_its_small_letter(matcher):
    assert ("PERK", "GENE", "EIF2AK3") in found(matcher, "Levels of PERK fell.")


@pytest.mark.parametrize("text", ["PET/CT", "CD4/CD8", "M1/M2", "MUC1/CIN85"])
def test_slashes_make_no_sublines(matcher, text):
    assert names(matcher, f"The {text} ratio rose.", "CELL_LINE") == set()


def test_sublines(matcher):
    assert ("MCF-7/ADR", "CELL_LINE", "MCF-7/ADR") in found(matcher, "In MCF-7/ADR cells it rose.")


def test_doubtful_cell_lines_need_the_word_cells(matcher):
    assert "T24" in names(matcher, "It was high in T24 cells.", "CELL_LINE")
    assert "T24" not in names(matcher, "Samples were taken at T24 and later.", "CELL_LINE")


def test_noncoding_rnas(matcher):
    got = found(matcher, "Loss of miR-155, let-7b and circHIPK3 spared MALAT1.", "NCRNA")
    assert {norm for _, _, norm in got} == {"miR-155", "let-7b", "circHIPK3", "MALAT1"}


def test_names_do_not_cross_blank_lines(matcher):
    assert "hepatocellular\n\ncarcinoma" not in names(matcher, "We saw hepatocellular\n\ncarcinoma cells.")


def test_lines_in_capitals_show_no_symbols(matcher):
    text = "THE IMPACT OF REST ON SET AND CAT IN THE MET GROUP OF PATIENTS WITH STROKE"
    assert names(matcher, text, "GENE") == set()


def test_own_abbreviations_win(matcher):
    doc = make_doc(
        "Patients with chronic atrophic gastritis (CAG) had little CAT, as overall survival (OS) and CAG show."
    )
    if not Doc.has_extension("abbreviations"):
        Doc.set_extension("abbreviations", default=[])
    if not Span.has_extension("long_form"):
        Span.set_extension("long_form", default=None)
    text = [token.text for token in doc]
    long = doc[text.index("chronic") : text.index("gastritis") + 1]
    shorts = [doc[i : i + 1] for i, word in enumerate(text) if word == "CAG"]
    for short in shorts:
        short._.long_form = long
    doc._.abbreviations = shorts
    matcher(doc)
    labels = {span.label_ for span in doc.spans["lexicon"] if span.text == "CAG"}
    assert labels == {"DISEASE"}


def test_spans_are_sorted_and_inside(matcher):
    doc = matcher(make_doc("Sorafenib and regorafenib block VEGFR2, RAF and KIT in renal cell carcinoma."))
    places = [(span.start, span.end, span.label_) for span in doc.spans["lexicon"]]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
