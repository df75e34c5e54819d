import pytest
from evaluation_builders import A498, AKT, MENTIONS, RESISTANCE, SOX9, TRIB3, claim, mention, unit

from extract.evaluation import errors
from extract.evaluation.baselines import all_pairs, nearest_to_trigger
from extract.evaluation.breakdown import attributes, by_class, by_distance, by_predicate, by_rule, words_between
from extract.evaluation.errors import diagnose, stages
from extract.evaluation.scoring import Share

GOLD = claim(TRIB3, "activates", AKT)


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        (GOLD, errors.CORRECT),
        (claim(TRIB3, "promotes", AKT), errors.ATTRIBUTE),
        (claim(AKT, "activates", TRIB3), errors.WRONG_DIRECTION),
        (claim(TRIB3, "inhibits", AKT), errors.WRONG_SIGN),
        (claim(TRIB3, "activates", AKT, subject_state="down"), errors.WRONG_SIGN),
        (claim(TRIB3, "regulates", AKT), errors.WRONG_KIND),
        (claim(TRIB3, "activates", AKT, negated=True), errors.WRONG_KIND),
        (claim(TRIB3, "activates", SOX9), errors.WRONG_ARGUMENT),
        (claim(SOX9, "activates", RESISTANCE), errors.NOT_TRIGGERED),
    ],
)
def test_kind_of_a_lost_claim(system, kind):
    diagnosis = diagnose(unit([GOLD], [system]))
    assert diagnosis.gold[0].kind == kind
    other = errors.SPURIOUS if kind == errors.NOT_TRIGGERED else kind
    assert diagnosis.system[0].kind == other


def test_stages_before_the_rules():
    assert diagnose(unit([GOLD], [], mentions=[AKT])).gold[0].kind == errors.NOT_FOUND
    assert diagnose(unit([GOLD], [], mentions=[AKT])).gold[0].detail == ("TRIB3",)
    assert diagnose(unit([GOLD], [], mentions=[], read=False)).gold[0].kind == errors.NOT_READ


def test_stages_add_up():
    counted = stages([unit([GOLD, claim(SOX9, "binds", TRIB3)], [claim(TRIB3, "inhibits", AKT)])])
    assert counted["gold"][errors.WRONG_SIGN] == counted["gold"][errors.NOT_TRIGGERED] == 1
    assert sum(counted["gold"].values()) == 2
    assert sum(counted["system"].values()) == 1


def test_attributes_on_matched_pairs():
    gold = [claim(TRIB3, "promotes", RESISTANCE, subject_state="down", via=(AKT,), context=(A498,))]
    system = [claim(TRIB3, "promotes", RESISTANCE, subject_state="up", via=(AKT,), certainty="hedged")]
    found = attributes([unit(gold, system)])
    assert found["subject state"] == Share(0, 1)
    assert found["object state"] == found["via"] == found["via, where either side has one"] == Share(1, 1)
    assert found["certainty"] == found["context"] == Share(0, 1)
    assert found["norm"] == Share(len(MENTIONS), len(MENTIONS))
    assert found["identifier present"] == Share(0, len(MENTIONS))


def test_by_class_counts_a_claim_for_each_of_its_classes():
    gold = claim(SOX9, "promotes", AKT)
    found = by_class([unit([gold], [gold, claim(TRIB3, "promotes", AKT)])])
    assert (found["stem_cells"].recall, found["stem_cells"].system) == (1.0, 1)
    assert (found["signalling_and_mutation"].gold, found["signalling_and_mutation"].precise) == (1, 1)
    assert found["signalling_and_mutation"].system == 2


def test_by_predicate_counts_recall_by_gold_and_precision_by_system():
    found = by_predicate([unit([GOLD], [claim(TRIB3, "promotes", AKT)])])
    assert (found["activates"].recall, found["activates"].system) == (1.0, 0)
    assert (found["promotes"].precision, found["promotes"].gold) == (1.0, 0)


def test_distance_in_words():
    sentence = unit([GOLD])
    assert words_between(sentence, GOLD) == 5  # loss promotes axitinib resistance via
    assert words_between(sentence, claim(AKT, "binds", TRIB3)) == 5
    assert by_distance([sentence])["4–8"].gold == 1


def test_by_rule_and_its_parts():
    system = [
        claim(TRIB3, "activates", AKT, rule="active:activate"),
        claim(TRIB3, "inhibits", SOX9, rule="active:lower"),
        claim(TRIB3, "binds", RESISTANCE, rule="active:lower"),
    ]
    sentence = unit([GOLD, claim(TRIB3, "upregulates", SOX9)], system)
    rules = by_rule([sentence])
    assert rules["active:activate"] == {"claims": 1, "pair": 1.0, "signed": 1.0, "strict": 1.0, "wrong_signs": 0}
    assert rules["active:lower"] == {"claims": 2, "pair": 0.5, "signed": 0.0, "strict": 0.0, "wrong_signs": 1}
    assert by_rule([sentence], part="frame")["active"]["claims"] == 3
    assert set(by_rule([sentence], part="trigger")) == {"activate", "lower"}


def test_baselines():
    sentence = unit()
    pairs = all_pairs([sentence])[0].claims
    assert len(pairs) == len(MENTIONS) * (len(MENTIONS) - 1) // 2
    assert {c.predicate for c in pairs} == {"promotes"}
    (nearest,) = nearest_to_trigger([sentence])[0].claims
    assert (nearest.subject, nearest.predicate, nearest.object) == (TRIB3, "promotes", RESISTANCE)
    same = mention("TRIB3", start=20)
    assert all_pairs([unit(mentions=[TRIB3, same])])[0].claims == ()
