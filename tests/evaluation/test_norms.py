from itertools import product

import pytest
import spacy
from evaluation_builders import AKT, RESISTANCE, SOX9, TRIB3, mention
from spacy.tokens import Doc, Span

from extract.evaluation.norms import PREDICATE_SIGN, net_sign, same_norm
from extract.evaluation.units import in_state
from extract.language import extensions
from extract.relations.records import net_sign as engine_sign


def named(norm, type_, **fields):
    return mention("x", type_, norm=norm, start=0, **fields)


@pytest.mark.parametrize(
    ("a", "b", "type_"),
    [
        ("PI3K/AKT pathway", "pi3k-akt signaling", "PATHWAY"),
        ("mapk signaling pathway", "MAPK cascade", "PATHWAY"),
        ("cancer stem cell", "cancer stem cells", "CELL_TYPE"),
        ("tyrosine kinase inhibitors", "tyrosine kinase inhibitor", "CHEMICAL"),
        ("miR-21", "MIR21", "NCRNA"),
        ("HuH-7", "Huh7", "CELL_LINE"),
    ],
)
def test_same_norm(a, b, type_):
    assert same_norm(named(a, type_), named(b, type_))


@pytest.mark.parametrize(
    ("a", "b", "type_"),
    [
        ("AKT1", "AKT2", "GENE"),
        ("RA", "RAS", "GENE"),
        ("let-7", "let-7a", "NCRNA"),
        ("wnt pathway", "notch pathway", "PATHWAY"),
    ],
)
def test_other_norm(a, b, type_):
    assert not same_norm(named(a, type_), named(b, type_))


def test_a_gene_is_not_its_pathway():
    assert not same_norm(named("EGFR", "GENE"), named("EGFR signaling", "PATHWAY"))


def test_responses_have_the_norm_of_their_drugs():
    one = named("axitinib resistance", "DRUG_RESPONSE", drugs=["axitinib"])
    assert same_norm(
        one, named("sensitivity to axitinib", "DRUG_RESPONSE", drugs=["Axitinib"], direction="sensitivity")
    )
    assert not same_norm(one, named("axitinib resistance", "DRUG_RESPONSE", drugs=["axitinib", "imatinib"]))
    assert not same_norm(one, named("resistance", "DRUG_RESPONSE"))


SENSITIVITY = mention("axitinib resistance", "DRUG_RESPONSE", drugs=["axitinib"], direction="sensitivity")


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "sign"),
    [
        (TRIB3, "promotes", RESISTANCE, 1),
        (in_state(TRIB3, "down"), "promotes", SENSITIVITY, 1),
        (in_state(TRIB3, "down"), "activates", AKT, -1),
        (in_state(TRIB3, "down"), "inhibits", in_state(SOX9, "down"), -1),
        (in_state(TRIB3, "altered"), "treats", RESISTANCE, -1),
        (TRIB3, "associated_with", RESISTANCE, 0),
        (in_state(TRIB3, "altered"), "associated_with", RESISTANCE, 0),
        (in_state(TRIB3, "down"), "associated_with", RESISTANCE, -1),
        (in_state(TRIB3, "up"), "associated_with", RESISTANCE, 1),
        (in_state(TRIB3, "up"), "associated_with", SENSITIVITY, -1),
        (in_state(TRIB3, "down"), "binds", SOX9, 0),
        (TRIB3, "sponges", SOX9, -1),
    ],
)
def test_net_sign(subject, predicate, object_, sign):
    assert net_sign(subject, predicate, object_) == sign


def test_the_engine_works_signs_out_alike():
    extensions.register()
    doc = Doc(spacy.blank("en").vocab, words=["TRIB3", "axitinib", "resistance"])
    gene, response = Span(doc, 0, 1, label="GENE"), Span(doc, 1, 3, label="DRUG_RESPONSE")
    states = ("none", "up", "down", "altered")
    for predicate, ours, theirs, direction in product(PREDICATE_SIGN, states, states, ("resistance", "sensitivity")):
        response._.direction = direction
        expected = net_sign(
            in_state(TRIB3, ours),
            predicate,
            in_state(RESISTANCE.model_copy(update={"direction": direction}), theirs),
        )
        assert engine_sign(predicate, gene, ours, response, theirs) == expected
