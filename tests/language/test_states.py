import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from extract.language.components.states import States, compose

CASES = [
    ("SOX9 is highly expressed in tumours.", "SOX9", "up"),
    ("SOX9 is weakly expressed in tumours.", "SOX9", "down"),
    ("SOX9 is aberrantly expressed in tumours.", "SOX9", "altered"),
    ("Once PTEN is lost, KRAS drives growth.", "KRAS", "none"),
    ("Diminished expression of BCL2 and reduced levels of MYC were seen.", "MYC", "down"),
    ("Loss of DUSP9 activates ERK.", "DUSP9", "down"),
    ("Alb-Cre;PTEN(fl/fl) mice grew.", "PTEN", "down"),
    ("PTEN fl/fl mice grew.", "PTEN", "none"),
    ("The ratio of BAX/BCL2 rose.", "BCL2", "down"),
    ("We asked whether knocking out MYC helps.", "MYC", "down"),
    ("DUSP9 deficiency activates ERK.", "DUSP9", "down"),
    ("DUSP9-deficient cells grew.", "DUSP9", "down"),
    ("DUSP9-null cells grew.", "DUSP9", "down"),
    ("Silencing of METTL3 slowed growth.", "METTL3", "down"),
    ("METTL3 knockdown slowed growth.", "METTL3", "down"),
    ("METTL3 siRNA slowed growth.", "METTL3", "down"),
    ("METTL3 dsRNA slowed growth.", "METTL3", "down"),
    ("METTL3, but not MYC, knockdown slowed growth.", "METTL3", "down"),
    ("METTL3, but not MYC, knockdown slowed growth.", "MYC", "down"),
    ("A subnormal DUSP9 level was seen.", "DUSP9", "down"),
    ("CRISPR knockout of METTL3 slowed growth.", "METTL3", "down"),
    ("Targeting METTL3 slowed growth.", "METTL3", "down"),
    ("A MEK inhibitor slowed growth.", "MEK", "down"),
    ("Inhibitors of EGFR or PI3K slowed growth.", "PI3K", "down"),
    ("An anti-PD-1 antibody slowed growth.", "PD-1", "down"),
    ("A miR-21 inhibitor slowed growth.", "miR-21", "down"),
    ("Antagomirs of miR-21 slowed growth.", "miR-21", "down"),
    ("A miR-622 mimic slowed growth.", "miR-622", "up"),
    ("Overexpression of FGFR1 brought growth.", "FGFR1", "up"),
    ("Ectopic expression of FGFR1 brought growth.", "FGFR1", "up"),
    ("High FGF19 levels foretold relapse.", "FGF19", "up"),
    ("Low levels of miR-122 foretold relapse.", "miR-122", "down"),
    ("ITGB8 was upregulated in the cells.", "ITGB8", "up"),
    ("ITGB8, which is overexpressed in HCC, binds AKT.", "ITGB8", "up"),
    ("BAMBI rose in the cells.", "BAMBI", "up"),
    ("Cells lacking NF1 grew.", "NF1", "down"),
    ("In the absence of NF1 the cells grew.", "NF1", "down"),
    ("Mutant KRAS brought growth.", "KRAS", "altered"),
    ("KRAS mutations foretold relapse.", "KRAS", "altered"),
    ("ABCB1 polymorphisms foretold relapse.", "ABCB1", "altered"),
    ("The level of p-ERK was measured.", "p-ERK", "up"),
    ("Phosphorylated AKT was measured.", "AKT", "up"),
    ("Reduced loss of PTEN was seen.", "PTEN", "up"),
    ("EGFR binds STAT3.", "EGFR", "none"),
    ("Metformin inhibited METTL3 in mice.", "METTL3", "none"),
    ("The MEK inhibitor trametinib slowed growth.", "MEK", "none"),
    ("Trametinib, a MEK inhibitor, slowed growth.", "MEK", "none"),
]


@pytest.mark.parametrize(("text", "name", "state"), CASES)
def test_states(nlp, text, name, state):
    ent = next(ent for ent in nlp(text).ents if ent.text == name)
    assert ent._.state == state, ent._.state_cues


@pytest.mark.parametrize(
    "text",
    ["Knockdown of NF1, DUSP9 and DUSP4 brought growth.", "NF1, DUSP9 and DUSP4 deficiencies brought growth."],
)
def test_a_list_shares_its_cue(nlp, text):
    states = [ent._.state for ent in nlp(text).ents if ent.label_ == "GENE"]
    assert states == ["down"] * 3


def test_cues_are_tokens_of_the_doc(nlp):
    doc = nlp("Upregulation of Bcl-2 by miR-21 was seen.")
    ent = next(ent for ent in doc.ents if ent.text == "Bcl-2")
    assert [(doc[i].text, state) for i, state in ent._.state_cues] == [("Upregulation", "up")]


def test_states_need_no_model():
    words = ["Loss", "of", "DUSP9", "helps", "."]
    doc = Doc(
        English().vocab,
        words=words,
        heads=[3, 0, 1, 3, 3],
        deps=["nsubj", "prep", "pobj", "ROOT", "punct"],
        pos=["NOUN", "ADP", "PROPN", "VERB", "PUNCT"],
        tags=["NN", "IN", "NN", "VBZ", "."],
        lemmas=["loss", "of", "DUSP9", "help", "."],
    )
    doc.ents = [Span(doc, 2, 3, label="GENE")]
    doc = States()(doc)
    assert doc.ents[0]._.state == "down"


def test_composition():
    assert compose([]) == "none"
    assert compose(["down", "down"]) == "up"
    assert compose(["altered", "down"]) == "down"


@given(st.lists(st.sampled_from(["up", "down", "altered"])))
def test_composition_multiplies_signs(states):
    signs = [1 if state == "up" else -1 for state in states if state != "altered"]
    product = 1
    for sign in signs:
        product *= sign
    expected = {1: "up", -1: "down"}[product] if signs else ("altered" if states else "none")
    assert compose(states) == expected
    assert compose(reversed(states)) == expected
