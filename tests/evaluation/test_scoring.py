import pytest
from evaluation_builders import A498, AKT, MENTIONS, RESISTANCE, SOX9, TRIB3, claim, mention, unit
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluation.matching import agree, overlap, same_argument
from extract.evaluation.norms import PREDICATE_SIGN
from extract.evaluation.scoring import (
    LEVELS,
    Counts,
    Share,
    score,
    score_documents,
    score_mentions_by_type,
    score_unit,
)
from extract.evaluation.units import drop_repeats

GOLD = [
    claim(TRIB3, "promotes", RESISTANCE, subject_state="down", via=(AKT,), context=(A498,)),
    claim(TRIB3, "downregulates", SOX9, subject_state="down", certainty="hedged"),
]


def counts(gold, system):
    scores = score_unit(unit(gold, system))
    return scores.pair.matched, scores.signed.matched, scores.strict.matched


def test_perfect():
    scores = score_unit(unit(GOLD, GOLD))
    for level in LEVELS:
        assert getattr(scores, level) == Counts(2, 2, 2)
        assert getattr(scores, level).f1 == 1.0
    assert scores.wrong_sign == Share(0, 2)


def test_empty():
    assert score_unit(unit(GOLD, [])).signed == Counts(0, 2, 0)
    assert score_unit(unit([], GOLD)).signed == Counts(0, 0, 2)
    assert score_unit(unit(GOLD, [])).signed.f1 == 0.0


def test_swapped_direction_is_a_pair_only():
    assert counts([claim(TRIB3, "activates", AKT)], [claim(AKT, "activates", TRIB3)]) == (1, 0, 0)


@pytest.mark.parametrize("predicate", ["associated_with", "combines_with"])
def test_symmetric_predicates_hold_either_way(predicate):
    gold = [claim(TRIB3, predicate, SOX9, subject_state="down")]
    assert counts(gold, [claim(SOX9, predicate, TRIB3, object_state="down")]) == (1, 1, 1)
    assert counts(gold, [claim(SOX9, predicate, TRIB3, subject_state="down")])[2] == 0, "states go with their side"


def test_binding_has_a_direction():
    assert counts([claim(TRIB3, "binds", SOX9)], [claim(SOX9, "binds", TRIB3)]) == (1, 0, 0)


def test_turned_sign_is_counted_as_wrong():
    scores = score_unit(unit([claim(TRIB3, "promotes", AKT)], [claim(TRIB3, "inhibits", AKT)]))
    assert (scores.pair.matched, scores.signed.matched, scores.wrong_sign) == (1, 0, Share(1, 1))


def test_recorded_sign_counts():
    planted = claim(TRIB3, "promotes", AKT, sign=-1)
    assert counts([claim(TRIB3, "promotes", AKT)], [planted]) == (1, 0, 0)


def test_same_net_sign_by_other_words():
    sensitivity = RESISTANCE.model_copy(update={"direction": "sensitivity"})
    gold = [claim(TRIB3, "promotes", sensitivity, subject_state="down")]
    assert counts(gold, [claim(TRIB3, "promotes", RESISTANCE)]) == (1, 1, 0)
    assert counts(gold, [claim(TRIB3, "inhibits", RESISTANCE, subject_state="down")]) == (1, 1, 0)
    assert counts(gold, [claim(TRIB3, "promotes", RESISTANCE, subject_state="down")]) == (1, 0, 0)


def test_unsigned_predicates_match_within_their_group():
    gold = [claim(TRIB3, "regulates", SOX9)]
    assert counts(gold, [claim(TRIB3, "targets", SOX9)]) == (1, 1, 0)
    assert counts(gold, [claim(TRIB3, "binds", SOX9)]) == (1, 0, 0)
    signed = [claim(TRIB3, "associated_with", SOX9, subject_state="up")]
    assert counts(signed, [claim(TRIB3, "promotes", SOX9, subject_state="up")]) == (1, 0, 0)


def test_negation_is_part_of_signed():
    assert counts([claim(TRIB3, "promotes", AKT, negated=True)], [claim(TRIB3, "promotes", AKT)]) == (1, 0, 0)


@pytest.mark.parametrize(
    "system",
    [
        claim(TRIB3, "activates", AKT, via=(SOX9,)),
        claim(TRIB3, "promotes", AKT),
        claim(TRIB3, "promotes", AKT, via=(SOX9, A498)),
        claim(TRIB3, "promotes", AKT, via=(SOX9,), subject_state="up"),
        claim(TRIB3, "promotes", AKT, via=(SOX9,), certainty="hedged"),
    ],
)
def test_strict_wants_everything(system):
    assert counts([claim(TRIB3, "promotes", AKT, via=(SOX9,))], [system]) == (1, 1, 0)


def test_one_to_one():
    twice = [claim(TRIB3, "promotes", AKT), claim(TRIB3, "activates", AKT)]
    assert counts([claim(TRIB3, "promotes", AKT)], twice) == (1, 1, 1)
    assert score_unit(unit([claim(TRIB3, "promotes", AKT)], twice)).signed == Counts(1, 1, 2)


def test_matching_is_the_best_one_whatever_the_order():
    loose = mention("AKT", "PATHWAY", norm="akt1 pathway")
    gold = [claim(TRIB3, "promotes", AKT), claim(TRIB3, "promotes", loose)]
    # The first system claim could take either gold claim, the second only the first.
    system = [
        claim(TRIB3, "promotes", loose),
        claim(TRIB3, "promotes", mention("signaling", "PATHWAY", norm="akt pathway")),
    ]
    for order in (system, system[::-1]):
        assert score_unit(unit(gold, order)).signed.matched == 2


def test_repeats_are_dropped():
    again = mention("TRIB3", norm="trib3", start=40)
    assert len(drop_repeats([claim(TRIB3, "promotes", AKT), claim(again, "promotes", AKT)])) == 1
    assert len(drop_repeats([claim(TRIB3, "promotes", AKT), claim(TRIB3, "promotes", AKT, negated=True)])) == 2
    assert len(drop_repeats([claim(TRIB3, "binds", SOX9), claim(SOX9, "binds", TRIB3)])) == 2
    both = [claim(TRIB3, "associated_with", SOX9), claim(SOX9, "associated_with", TRIB3)]
    assert len(drop_repeats(both)) == 1
    doubtful = claim(TRIB3, "promotes", AKT, confidence=0.2)
    assert drop_repeats([doubtful, claim(TRIB3, "promotes", AKT, confidence=0.9)])[0].confidence == 0.9


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((0, 10), (0, 10), True),
        ((0, 10), (5, 15), True),  # exactly half of the shorter
        ((0, 10), (6, 16), False),
        ((0, 4), (0, 26), True),  # four times the shorter plus ten
        ((0, 4), (0, 27), False),
        ((0, 4), (4, 8), False),
    ],
)
def test_overlap(a, b, expected):
    first = mention("x" * (a[1] - a[0]), start=a[0])
    second = mention("y" * (b[1] - b[0]), start=b[0])
    assert bool(overlap(first, second)) is bool(overlap(second, first)) is expected


def test_arguments_match_by_span_and_type_or_by_norm():
    assert same_argument(mention("TRIB3"), mention("TRIB3", norm="other"))
    assert not same_argument(mention("TRIB3"), mention("TRIB3", "NCRNA", norm="other"))
    assert same_argument(mention("TRIB3"), mention("TRIB3", start=60))


def test_mention_overlap_ties_are_matched_one_to_one_and_exact_first():
    gold = [mention("AKT", start=0), mention("AKT", start=4)]
    system = [mention("AKT", start=4), mention("AKT x AKT", start=0)]
    scores = score_unit(unit(gold_mentions=gold, mentions=system))
    assert scores.mentions_strict == Counts(1, 2, 2)
    assert scores.mentions_relaxed == Counts(2, 2, 2)


def test_mentions_by_type():
    by_type = score_mentions_by_type([unit(mentions=MENTIONS[1:])])
    assert by_type["GENE"] == (Counts(1, 2, 1), Counts(1, 2, 1))
    assert by_type["PATHWAY"] == (Counts(1, 1, 1), Counts(1, 1, 1))
    assert by_type["VARIANT"] == (Counts(), Counts())


def test_document_level_is_a_set():
    units = [
        unit([claim(TRIB3, "promotes", AKT)], [claim(TRIB3, "activates", AKT)], sid="s1"),
        unit([claim(TRIB3, "activates", AKT)], [claim(SOX9, "promotes", AKT, negated=True)], sid="s2"),
        unit([claim(TRIB3, "associated_with", SOX9)], [claim(SOX9, "associated_with", TRIB3)], sid="s3"),
        unit([claim(TRIB3, "promotes", AKT)], [], sid="s1", doc="other"),
    ]
    assert score_documents(units) == Counts(matched=2, gold=3, system=2)


def test_hand_computed_scores():
    system = [
        claim(TRIB3, "promotes", RESISTANCE, subject_state="down"),  # signed, not strict: no via
        claim(TRIB3, "upregulates", SOX9, subject_state="down"),  # pair with the wrong sign
        claim(AKT, "promotes", RESISTANCE),  # spurious
    ]
    scores = score([unit(GOLD, system), unit(GOLD[:1], [])])
    assert scores.pair == Counts(2, 3, 3)
    assert scores.signed == Counts(1, 3, 3)
    assert scores.strict == Counts(0, 3, 3)
    assert scores.signed.precision == scores.signed.recall == scores.signed.f1 == pytest.approx(1 / 3)
    assert scores.wrong_sign == Share(1, 2)


claims = st.builds(
    claim,
    st.sampled_from(MENTIONS),
    st.sampled_from(sorted(PREDICATE_SIGN)),
    st.sampled_from(MENTIONS),
    subject_state=st.sampled_from(["none", "up", "down", "altered"]),
    negated=st.booleans(),
)


@given(st.lists(claims, max_size=6), st.lists(claims, max_size=6))
def test_levels_nest_and_nothing_is_matched_twice(gold, system):
    tested = unit(gold, system)
    scores = score_unit(tested)
    assert scores.strict.matched <= scores.signed.matched <= scores.pair.matched
    assert scores.pair.matched <= min(len(tested.gold_claims), len(tested.claims))
    assert scores.wrong_sign.whole <= scores.pair.matched


@given(st.lists(claims, max_size=6))
def test_a_perfect_system_is_perfect(gold):
    scores = score_unit(unit(gold, gold))
    assert scores.strict.matched == scores.pair.matched == len(drop_repeats(gold))
    assert scores.wrong_sign.part == 0


@given(claims, claims)
def test_agreement_is_mutual(a, b):
    one, other = agree(a, b), agree(b, a)
    assert (one.pair, one.signed, one.strict) == (other.pair, other.signed, other.strict)
