import pytest
from evaluation_builders import A498, AKT, RESISTANCE, SOX9, TRIB3, claim, unit
from sklearn.metrics import average_precision_score

from extract.evaluation.curves import calibration, intervals, precision_recall

GOLD = [claim(TRIB3, "activates", AKT), claim(TRIB3, "upregulates", SOX9), claim(AKT, "promotes", RESISTANCE)]
SYSTEM = [
    claim(TRIB3, "activates", AKT, confidence=0.9),
    claim(SOX9, "activates", A498, confidence=0.8),
    claim(TRIB3, "upregulates", SOX9, confidence=0.6),
    claim(AKT, "binds", SOX9, confidence=0.3),
]


def test_precision_and_recall_at_thresholds():
    points = precision_recall([unit(GOLD, SYSTEM)])["points"]
    assert [point["confidence"] for point in points] == [0.9, 0.8, 0.6, 0.3]
    assert [point["precision"] for point in points] == pytest.approx([1, 1 / 2, 2 / 3, 1 / 2])
    assert [point["recall"] for point in points] == pytest.approx([1 / 3, 1 / 3, 2 / 3, 2 / 3])


def test_average_precision_is_that_of_scikit_learn_but_for_what_is_never_found():
    expected = average_precision_score([1, 0, 1, 0], [0.9, 0.8, 0.6, 0.3]) * 2 / 3
    assert precision_recall([unit(GOLD, SYSTEM)])["average_precision"] == pytest.approx(expected)


def test_equal_confidence_is_one_point():
    even = [claim(TRIB3, "activates", AKT, confidence=0.5), claim(AKT, "binds", SOX9, confidence=0.5)]
    (point,) = precision_recall([unit(GOLD, even)])["points"]
    assert (point["precision"], point["recall"]) == pytest.approx((0.5, 1 / 3))


def test_calibration():
    found = calibration([unit(GOLD, SYSTEM)])
    assert [(row["from"], row["claims"], row["precision"]) for row in found["bins"]] == [
        (0.3, 1, 0.0),
        (0.6, 1, 1.0),
        (0.8, 1, 0.0),
        (0.9, 1, 1.0),
    ]
    assert found["expected_error"] == pytest.approx((0.3 + 0.4 + 0.8 + 0.1) / 4)


def test_intervals_resample_documents_from_ten_on():
    many = [unit(GOLD, SYSTEM if i % 2 else [], doc=str(i), sid=str(i)) for i in range(10)]
    over = intervals(many)
    assert (over["over"], over["samples"]) == ("documents", 10)
    low, high = over["signed"]["recall"]
    assert 0 < low < 1 / 3 < high < 2 / 3
    assert intervals(many) == over, "the same every time"
    assert intervals(many[:9])["over"] == "sentences"


def test_intervals_of_certainty_are_points():
    over = intervals([unit(GOLD, GOLD, sid=str(i)) for i in range(4)])
    assert over["strict"]["f1"] == [1.0, 1.0]
    assert over["wrong_sign"]["rate"] == [0.0, 0.0]


def test_nothing_to_resample():
    assert intervals([])["samples"] == 0
