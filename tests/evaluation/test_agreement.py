import random

import pytest
from sklearn.metrics import cohen_kappa_score
from test_gold import MENTIONS, RELATION, sentence

from extract.evaluation.agreement import agreement, agreement_markdown, cohen_kappa, paired_units
from extract.evaluation.gold import GoldDocument, GoldError


def annotated(*sentences):
    return [GoldDocument("d", sentences)]


def test_kappa_is_that_of_scikit_learn():
    rng = random.Random(3)
    first = [rng.choice("abc") for _ in range(200)]
    second = [label if rng.random() < 0.7 else rng.choice("abc") for label in first]
    assert cohen_kappa(list(zip(first, second, strict=True))) == pytest.approx(cohen_kappa_score(first, second))


def test_kappa_is_not_defined_without_variety():
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 3) is None


def test_annotators_of_one_mind():
    units = paired_units(annotated(sentence()), annotated(sentence()))
    result = agreement(units)
    assert {row["f1"] for row in result["f1"].values()} == {1.0}
    assert result["kappa"]["type of each word"]["kappa"] == 1.0
    assert result["kappa"]["predicate of each pair of mentions"] == {"items": 12, "kappa": 1.0}
    assert result["disagreements"] == []


def test_disagreements_are_listed():
    other = RELATION.model_copy(update={"predicate": "inhibits", "certainty": "asserted"})
    extra = RELATION.model_copy(update={"subject": "T3", "object": "T1", "predicate": "binds", "via": ()})
    theirs = sentence(MENTIONS[:3], [r.model_copy(update={"context": ()}) for r in (other, extra)])
    units = paired_units(annotated(sentence()), annotated(theirs))
    result = agreement(units)
    (entry,) = result["disagreements"]
    assert entry["first"] == ["CELL_LINE “A498”"]
    assert len(entry["second"]) == 1
    assert "binds" in entry["second"][0]
    assert "predicate, sign" in entry["differ"][0]
    assert result["wrong_sign"] == {"part": 1, "whole": 1, "rate": 1.0}
    text = agreement_markdown(result, ("ann", "ben"))
    assert "ann alone marks: CELL_LINE “A498”" in text


def test_f1_is_the_same_from_both_sides():
    one, two = annotated(sentence()), annotated(sentence(relations=[RELATION.model_copy(update={"negated": True})]))
    assert (
        agreement(paired_units(one, two))["f1"]["pair"]["f1"] == agreement(paired_units(two, one))["f1"]["pair"]["f1"]
    )


def test_nothing_in_common():
    with pytest.raises(GoldError, match="no sentence in common"):
        paired_units(annotated(sentence()), annotated(sentence(sid="x")))
