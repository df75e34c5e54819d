import pytest
import spacy
from spacy.tokens import Doc

GENES = {"METTL3": "GENE", "PTEN": "GENE"}


def test_active_verb(claims):
    tree = "METTL3/NN/nsubj>1 suppresses/VBZ/ROOT>1 PTEN/NN/dobj>1 ././punct>1"
    assert claims(tree, GENES) == ["METTL3 | inhibits | PTEN"]


def test_passive_turns_round(claims):
    tree = "PTEN/NN/nsubjpass>2 was/VBD/auxpass>2 suppressed/VBN/ROOT>2 by/IN/agent>2 METTL3/NN/pobj>3 ././punct>2"
    assert claims(tree, GENES) == ["METTL3 | inhibits | PTEN"]


def test_second_object_belongs_to_the_conjoined_verb(claims):
    tree = "METTL3/NN/nsubj>1 inhibits/VBZ/ROOT>1 PTEN/NN/dobj>1 but/CC/cc>1 activates/VBZ/conj>1 AKT/NN/dobj>1"
    assert set(claims(tree, {**GENES, "AKT": "GENE"})) == {"METTL3 | inhibits | PTEN", "METTL3 | activates | AKT"}


def test_subject_state_turns_the_sign(claims, finder, parse):
    tree = "loss/NN/nsubj>3 of/IN/prep>0 PTEN/NN/pobj>1 activates/VBZ/ROOT>3 AKT/NN/dobj>3 ././punct>3"
    doc = finder(parse(tree, {"PTEN": "GENE", "AKT": "GENE"}, {"PTEN": ("loss", "down")}))
    (relation,) = doc._.relations
    assert (relation.subject_state, relation.predicate, relation.sign) == ("down", "activates", -1)
    assert [doc[f.token].text for f in relation.trace if f.role == "subject_state"] == ["loss"]


def test_effect_on_a_state_noun_is_an_effect_on_the_gene(claims):
    tree = "METTL3/NN/nsubj>1 promotes/VBZ/ROOT>1 degradation/NN/dobj>1 of/IN/prep>2 PTEN/NN/pobj>3 ././punct>1"
    assert claims(tree, GENES) == ["METTL3 | downregulates | PTEN"]


def test_effect_on_expression_is_on_the_amount(claims):
    tree = "METTL3/NN/nsubj>1 reduces/VBZ/ROOT>1 PTEN/NN/compound>3 expression/NN/dobj>1 ././punct>1"
    assert claims(tree, GENES) == ["METTL3 | downregulates | PTEN"]


def test_conjoined_nouns_keep_their_own_effects(claims):
    tree = (
        "METTL3/NN/nsubj>1 causes/VBZ/ROOT>1 an/DT/det>3 increase/NN/dobj>1 in/IN/prep>3 AKT/NN/pobj>4 and/CC/cc>3 "
        "a/DT/det>8 decrease/NN/conj>3 in/IN/prep>8 PTEN/NN/pobj>9 ././punct>1"
    )
    assert set(claims(tree, {**GENES, "AKT": "GENE"})) == {
        "METTL3 | upregulates | AKT",
        "METTL3 | downregulates | PTEN",
    }


def test_coordination_is_spelled_out(claims):
    tree = (
        "METTL3/NN/nsubj>3 and/CC/cc>0 YTHDF1/NN/conj>0 promote/VBP/ROOT>3 autophagy/NN/dobj>3 and/CC/cc>4 "
        "EMT/NN/conj>4 ././punct>3"
    )
    found = claims(tree, {"METTL3": "GENE", "YTHDF1": "GENE", "autophagy": "PROCESS", "EMT": "PROCESS"})
    assert len(found) == 4


def test_gerund_of_means_gives_claim_and_mediator(claims):
    tree = (
        "METTL3/NN/nsubj>1 promotes/VBZ/ROOT>1 autophagy/NN/dobj>1 by/IN/prep>1 inhibiting/VBG/pcomp>3 PTEN/NN/dobj>4 "
        "././punct>1"
    )
    found = claims(tree, {**GENES, "autophagy": "PROCESS"})
    assert set(found) == {"METTL3 | promotes | autophagy | via PTEN", "METTL3 | inhibits | PTEN"}


def test_relative_clause_speaks_of_its_antecedent(claims):
    tree = (
        "cells/NNS/nsubj>1 lacked/VBD/ROOT>1 METTL3/NN/dobj>1 ,/,/punct>2 which/WDT/nsubj>5 inhibits/VBZ/relcl>2 "
        "PTEN/NN/dobj>5 ././punct>1"
    )
    assert "METTL3 | inhibits | PTEN" in claims(tree, GENES)


def test_agent_noun_before_a_name(claims):
    tree = (
        "the/DT/det>3 MEK/NN/compound>2 inhibitor/NN/compound>3 trametinib/NN/nsubj>4 suppressed/VBD/ROOT>4 "
        "autophagy/NN/dobj>4 ././punct>4"
    )
    found = claims(tree, {"MEK": "GENE", "trametinib": "CHEMICAL", "autophagy": "PROCESS"})
    assert set(found) == {"trametinib | inhibits | MEK", "trametinib | inhibits | autophagy"}


def test_agent_behind_a_state(claims):
    tree = (
        "inhibition/NN/nsubj>5 of/IN/prep>0 METTL3/NN/pobj>1 by/IN/prep>0 STM2457/NN/pobj>3 promotes/VBZ/ROOT>5 "
        "ferroptosis/NN/dobj>5 ././punct>5"
    )
    found = claims(
        tree, {"METTL3": "GENE", "STM2457": "CHEMICAL", "ferroptosis": "PROCESS"}, {"METTL3": ("inhibition", "down")}
    )
    assert set(found) == {
        "STM2457 | inhibits | METTL3",
        "METTL3 (down) | promotes | ferroptosis",
        "STM2457 | promotes | ferroptosis | via METTL3",
    }


def test_hyphen_participle(claims):
    tree = (
        "PTEN/NN/nsubj>1 reduced/VBD/ROOT>1 sorafenib/NN/npadvmod>4 -/HYPH/punct>4 induced/VBN/amod>5 "
        "autophagy/NN/dobj>1 ././punct>1"
    )
    found = claims(tree, {"PTEN": "GENE", "sorafenib": "CHEMICAL", "autophagy": "PROCESS"})
    assert set(found) == {"PTEN | inhibits | autophagy", "sorafenib | promotes | autophagy"}


def test_change_in_resistant_cells_is_an_association(claims):
    tree = (
        "PTEN/NN/nsubjpass>2 was/VBD/auxpass>2 downregulated/VBN/ROOT>2 in/IN/prep>2 sorafenib-resistant/JJ/amod>5 "
        "cells/NNS/pobj>3 ././punct>2"
    )
    found = claims(
        tree,
        {"PTEN": "GENE", "sorafenib-resistant": "DRUG_RESPONSE"},
        {"PTEN": ("downregulated", "down")},
    )
    assert found == ["PTEN (down) | associated_with | sorafenib-resistant"]


def test_respectively_pairs_one_by_one(claims):
    tree = (
        "METTL3/NN/nsubj>3 and/CC/cc>0 YTHDF1/NN/conj>0 inhibit/VBP/ROOT>3 PTEN/NN/dobj>3 and/CC/cc>4 AKT/NN/conj>4 "
        ",/,/punct>3 respectively/RB/advmod>3 ././punct>3"
    )
    found = claims(tree, {**GENES, "YTHDF1": "GENE", "AKT": "GENE"})
    assert set(found) == {"METTL3 | inhibits | PTEN", "YTHDF1 | inhibits | AKT"}


def test_sensitivity_turns_the_net_sign(finder, parse):
    tree = "METTL3/NN/nsubj>1 suppresses/VBZ/ROOT>1 sorafenib/NN/compound>3 sensitivity/NN/dobj>1 ././punct>1"
    doc = finder(parse(tree, {"METTL3": "GENE", "sorafenib sensitivity": "DRUG_RESPONSE"}))
    assert [(r.predicate, r.sign) for r in doc._.relations] == [("inhibits", 1)]


def test_treatment_of_patients_is_no_claim(claims):
    tree = (
        "HCC/NN/compound>1 patients/NNS/nsubj>5 treated/VBN/acl>1 with/IN/prep>2 sorafenib/NN/pobj>3 "
        "recovered/VBD/ROOT>5 ././punct>5"
    )
    assert claims(tree, {"HCC": "DISEASE", "sorafenib": "CHEMICAL"}) == []


def test_one_mention_is_never_read(finder, parse):
    tree = "METTL3/NN/nsubj>1 suppresses/VBZ/ROOT>1 growth/NN/dobj>1 ././punct>1"
    assert finder(parse(tree, {"METTL3": "GENE"}))._.relations == ()


def test_a_doc_without_a_parse_is_refused(finder):
    blank = Doc(spacy.blank("en").vocab, words=["METTL3", "inhibits", "PTEN"])
    with pytest.raises(ValueError, match="dependency parse"):
        finder(blank)
    assert finder(Doc(spacy.blank("en").vocab))._.relations == ()
