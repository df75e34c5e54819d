import pytest

from extract.relations.assemble import mentions_of
from extract.relations.rules.examples import read_claim

TREE = "METTL3/NN/nsubj>1 promotes/VBZ/ROOT>1 sorafenib/NN/compound>3 resistance/NN/dobj>1 ././punct>1"
MENTIONS = {"METTL3": "GENE", "sorafenib resistance": "DRUG_RESPONSE"}


def test_triple_carries_offsets_trigger_and_trace(finder, parse):
    doc = finder(parse(TREE, MENTIONS))
    (triple,) = doc._.triples
    assert doc.text[triple.object.start : triple.object.end] == triple.object.text == "sorafenib resistance"
    assert triple.object.direction == "resistance"
    assert doc.text[triple.trigger.start : triple.trigger.end] == "promotes"
    assert [(step.role, step.factor) for step in triple.trace] == [("predicate", 1)]
    assert triple.sign == 1
    assert 0 < triple.confidence < 1
    assert triple.rule.endswith(":promote")


def test_id_is_stable_and_tells_negation_apart(finder, parse):
    one = finder(parse(TREE, MENTIONS))._.triples[0]
    again = finder(parse(TREE, MENTIONS))._.triples[0]
    negated = TREE.replace(
        "promotes/VBZ/ROOT>1 sorafenib/NN/compound>3 resistance/NN/dobj>1",
        "promotes/VBZ/ROOT>1 no/DT/det>4 sorafenib/NN/compound>4 resistance/NN/dobj>1",
    )
    other = finder(parse(negated, MENTIONS))._.triples[0]
    assert one.id == again.id
    assert other.negated
    assert other.id != one.id


def test_mentions_of_gives_every_mention(finder, parse):
    doc = finder(parse(TREE, MENTIONS))
    assert [mention.type for mention in mentions_of(doc)] == ["GENE", "DRUG_RESPONSE"]


def test_read_claim():
    claim = read_claim("negated hedged NF1 (down) | promotes | lenvatinib resistance | via ERK, AKT")
    assert (claim.subject, claim.subject_state, claim.negated, claim.hedged) == ("NF1", "down", True, True)
    assert claim.via == ("ERK", "AKT")
    with pytest.raises(ValueError, match="not a claim"):
        read_claim("NF1 promotes resistance")
