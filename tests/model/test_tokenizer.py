import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language.model.tokenizer import create_tokenizer


@pytest.fixture(scope="module")
def nlp():
    blank = spacy.blank("en")
    blank.tokenizer = create_tokenizer()(blank)
    return blank


NAMES = [
    "HuH-7", "SNU-449", "PLC/PRF/5", "MDA-MB-231", "SK-HEP-1", "NCI-H1975", "MCF-7", "HT-29", "U87-MG",
    "miR-183-5p.1", "let-7a", "miR-17-92", "LINC-ROR", "HOXA-AS1", "MK-2206", "17-AAG", "5-fluorouracil",
    "4-hydroxytamoxifen", "3-methyladenine", "N6-methyladenosine", "N-acetylcysteine", "1,25(OH)2D3", "HIF-1α",
    "TGF-β1", "IL-6", "c-Met", "PD-L1", "p-ERK", "NF-κB", "β-catenin", "beta-catenin", "E-cadherin", "ETS-1",
    "C/EBPα", "ERK1/2", "IGF2BP1/2/3", "CDK4/6", "CD8+", "CD4(+)", "Ca2+", "Trp53-/-", "Bmp2+/−", "10(-7)",
    "p56(lck)", "G1/S", "MMP-2/9", "G2/M", "5'", "T-cell",
    "X-ray", "N-terminal", "RT-PCR", "24-48", "mg/kg", "mg/kg/day",
    "and/or", "up-regulated", "down-regulation", "co-expression", "anti-apoptotic", "non-coding", "pre-treated",
]  # fmt: skip

SPLITS = {
    "METTL3-mediated": "METTL3 - mediated",
    "AXL12,13": "AXL 12,13",
    "CCL19,21": "CCL19,21",
    "erlotinib.14": "erlotinib . 14",
    "NSAIDs.109": "NSAIDs . 109",
    "METTL3–mediated": "METTL3 – mediated",
    "METTL3\u2011mediated": "METTL3 \u2011 mediated",
    "m6A-modified": "m6A - modified",
    "PI3K/AKT/mTOR": "PI3K / AKT / mTOR",
    "PI3K–Akt": "PI3K – Akt",
    "Wnt/β-catenin": "Wnt / β-catenin",
    "sorafenib-resistant": "sorafenib - resistant",
    "SORAFENIB-RESISTANT": "SORAFENIB - RESISTANT",
    "5-fluorouracil-resistant": "5-fluorouracil - resistant",
    "HIF-1α-dependent": "HIF-1α - dependent",
    "TNF-alpha-induced": "TNF-alpha - induced",
    "IL-6-induced": "IL-6 - induced",
    "EGFR-STAT3-ABCB1": "EGFR - STAT3 - ABCB1",
    "EGFR-TKIs": "EGFR - TKIs",
    "BRAF-V600E": "BRAF - V600E",
    "anti-VEGF": "anti - VEGF",
    "anti-PD-1": "anti - PD-1",
    "phospho-ERK": "phospho - ERK",
    "p27(KIP1)": "p27 ( KIP1 )",
    "carcinoma(HCC)": "carcinoma ( HCC )",
    "cells.The": "cells . The",
    "resistance[12,13].": "resistance [ 12,13 ] .",
    "P<0.05": "P < 0.05",
    "(DOX)-induced": "( DOX ) - induced",
    "(PI3K)/Akt": "( PI3K ) / Akt",
    "carcinoma(HCC)-derived": "carcinoma ( HCC ) - derived",
    "PD-1/PD-L1": "PD-1 / PD-L1",
    "Bcl-2/Bax": "Bcl-2 / Bax",
    "FK 506-induced": "FK 506 - induced",
    "protein kinase C-activating": "protein kinase C - activating",
    "(-)-cytisine": "(-)- cytisine",
    "((S)-nicotine)": "( (S)- nicotine )",
    "[3H]nicotine": "[3H] nicotine",
    "(3)H-thymidine": "(3)H- thymidine",
    "factor(s),": "factor (s) ,",
    "CaCl(2)-treated": "CaCl(2) - treated",
    "CD4(+)-dependent": "CD4(+) - dependent",
    "p56(lck)-mediated": "p56(lck) - mediated",
    "Trp53(-/-)": "Trp53 (-/-)",
    "didn't": "did n't",
    "loss-of-function": "loss - of - function",
    "(sorafenib-resistant)": "( sorafenib - resistant )",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_whole(nlp, name):
    assert [token.text for token in nlp(name)] == [name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("frame", ["({}),", "of {}; and", '"{}"', "[{}]:"])
def test_names_stay_whole_in_punctuation(nlp, name, frame):
    assert name in [token.text for token in nlp(frame.format(name))]


@pytest.mark.parametrize(("text", "tokens"), SPLITS.items())
def test_phrases_are_split(nlp, text, tokens):
    assert [token.text for token in nlp(text)] == tokens.split(" ")


@pytest.mark.parametrize("text", ["by Ito et al. in", "(Fig. 1A)", "cells vs. mice", "e.g. mice", "i.v. injection"])
def test_the_stop_of_an_abbreviation_is_no_token(nlp, text):
    assert "." not in [token.text for token in nlp(text)]


def test_the_stop_of_a_sentence_is_a_token(nlp):
    for text in (
        "It grew in mice.",
        "It bound PD-L1.",
        "It bound CD8+.",
        "It was 5%.",
        "It was HIF-1α.",
        "(as in mice).",
    ):
        assert nlp(text)[-1].text == "."


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aBcDelphβ13-–/()[].,+' \n", max_size=40))
def test_no_character_is_lost(nlp, text):
    assert nlp(text).text == text


def test_saving_keeps_the_rules(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    other = spacy.blank("en")
    other.tokenizer.from_disk(tmp_path / "tokenizer")
    for text in (*NAMES, *SPLITS):
        assert [t.text for t in other(text)] == [t.text for t in nlp(text)]
