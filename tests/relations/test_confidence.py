from math import exp

import numpy as np
import pytest

from extract.relations.component import RelationFinder
from extract.relations.confidence import Judge, default_cut
from extract.relations.confidence.evidence import claim_evidence, pair_evidence
from extract.relations.confidence.model import CLASSES, figures_of

TREE = (
    "METTL3/NN/nsubj>2 strongly/RB/advmod>2 promotes/VBZ/ROOT>2 "
    "sorafenib/NN/compound>4 resistance/NN/dobj>2 ././punct>2"
)
MENTIONS = {"METTL3": "GENE", "sorafenib resistance": "DRUG_RESPONSE"}


@pytest.fixture
def relation(finder, parse):
    (found,) = finder(parse(TREE, MENTIONS))._.relations
    return found


def test_evidence_on_a_pair_names_types_order_words_and_path(relation):
    found = pair_evidence(relation.subject, relation.object)
    assert {"types GENE DRUG_RESPONSE", "order before", "apart 2", "crossed 0", "path nsubj ^ dobj"} <= set(found)
    turned = pair_evidence(relation.object, relation.subject)
    assert {"types DRUG_RESPONSE GENE", "order behind", "path dobj ^ nsubj"} <= set(turned)


def test_evidence_on_a_claim_names_rule_and_sign(relation):
    found = claim_evidence(relation)
    assert {"predicate promotes", "trigger promote", "sign 1", "negated False", "turns 0"} <= set(found)


def test_figures_are_of_the_claims_own_class():
    shares = np.array([0.1, 0.2, 0.4, 0.25, 0.05])
    assert dict(zip(CLASSES, shares, strict=True))["+"] == 0.4
    assert figures_of(shares, 1, negated=False)[3:] == pytest.approx([0.4, 0.1, 0.25])
    assert figures_of(shares, -1, negated=False)[3:] == pytest.approx([0.25, 0.1, 0.4])
    assert figures_of(shares, 0, negated=False)[3:] == pytest.approx([0.2, 0.1, 0.0])
    assert figures_of(shares, 1, negated=True)[3] == pytest.approx(0.05)


def _write(path, *, claim_bias, cut=0.5):
    np.savez(
        path,
        pair_names="order before",
        pair_weights=np.zeros((1, 5), np.float16),
        pair_bias=np.zeros(5),
        claim_names="sign 1\nnegated True",
        claim_weights=np.array([[1.0], [9.0]], np.float16),
        claim_bias=np.array([claim_bias]),
        figure_weights=np.zeros(6),
        figure_mean=np.zeros(6),
        figure_spread=np.ones(6),
        cut=cut,
    )


def test_judge_adds_the_weights_of_what_is_there(relation, tmp_path):
    _write(tmp_path / "model.npz", claim_bias=-0.5)
    judge = Judge(tmp_path / "model.npz")
    assert judge.cut == 0.5
    assert judge.pair(["order before", "never seen"]) == pytest.approx([0.2] * 5)
    assert judge.confidence(relation) == pytest.approx(1 / (1 + exp(-0.5)))


def test_shipped_model_tells_a_plain_claim_from_a_far_fetched_one(relation):
    assert 0 < default_cut() < relation.confidence < 1


def test_component_leaves_out_claims_below_its_cut(finder, parse):
    low = RelationFinder(finder.rules, min_confidence=0.0)
    high = RelationFinder(finder.rules, min_confidence=1.0)
    assert low(parse(TREE, MENTIONS))._.relations
    assert not high(parse(TREE, MENTIONS))._.relations
