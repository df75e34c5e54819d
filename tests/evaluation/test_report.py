import json
import re

import pytest
from evaluation_builders import A498, AKT, RESISTANCE, SOX9, TRIB3, claim, unit

from extract.evaluation.compare import compare, describe, read_report
from extract.evaluation.evaluation import evaluate
from extract.evaluation.gold import GoldError
from extract.evaluation.html import marked, to_html
from extract.evaluation.markdown import table, to_markdown

GOLD = [claim(TRIB3, "promotes", RESISTANCE, subject_state="down", via=(AKT,)), claim(TRIB3, "downregulates", SOX9)]
BETTER = [
    unit(GOLD, [claim(TRIB3, "promotes", RESISTANCE, subject_state="down", via=(AKT,), rule="a:b")], sid="s1"),
    unit(GOLD, [claim(TRIB3, "upregulates", SOX9, rule="a:c", confidence=0.4)], sid="s2", section="results"),
]
WORSE = [unit(GOLD, [], sid="s1"), unit(GOLD, [claim(TRIB3, "downregulates", SOX9)], sid="s2")]


@pytest.fixture(scope="module")
def report():
    return evaluate(BETTER, BETTER, about={"model": "m"}, skipped={"x": "no text"})


def test_report_is_plain_data(report):
    assert json.loads(json.dumps(report)) == report


def test_report_holds_the_scores(report):
    assert report["found"]["signed"] == {
        "matched": 1,
        "gold": 4,
        "system": 2,
        "precision": 0.5,
        "recall": 0.25,
        "f1": pytest.approx(1 / 3),
    }
    assert report["found"]["wrong_sign"] == {"part": 1, "whole": 2, "rate": 0.5}
    assert report["about"]["gold_claims"] == 4
    assert report["sentences"][1]["system"][0]["outcome"] == "wrong sign"
    assert report["found"]["by_section"]["results"]["pair"]["matched"] == 1


def test_comparison_of_runs(report):
    older = evaluate(WORSE)
    found = compare(report, older)
    assert found["scores"]["signed"]["f1"]["change"] == pytest.approx(0.0, abs=0.1)
    (better,) = found["better"]
    assert better["sid"] == "s1"
    assert better["now_right"] == ["TRIB3 [down] promotes axitinib resistance via AKT signaling"]
    (worse,) = found["worse"]
    assert worse["sid"] == "s2"
    assert worse["no_longer_right"] == ["TRIB3 downregulates SOX9"]
    assert worse["false_now"] == ["TRIB3 upregulates SOX9"]
    assert compare(report, report)["better"] == compare(report, report)["worse"] == []


def test_only_shared_sentences_are_compared(report):
    found = compare(report, evaluate(WORSE[:1]))
    assert (found["compared"], found["only_new"], found["only_old"]) == (1, 1, 0)


def test_reports_are_read_back(report, tmp_path):
    path = tmp_path / "r.json"
    path.write_text(json.dumps(report))
    assert read_report(path) == report
    path.write_text("[]")
    with pytest.raises(GoldError, match="not a report"):
        read_report(path)
    with pytest.raises(GoldError, match="cannot be read"):
        read_report(tmp_path / "none.json")


def test_markdown(report):
    text = to_markdown(report, compare(report, evaluate(WORSE)))
    assert re.search(r"signed\*\* \(headline\) +\| 0.500 \| 0.250 \| 0.333", text)
    assert "Not scored: x (no text)." in text
    assert "0.500 (1/2) of matched pairs" in text
    assert "− now: TRIB3 upregulates SOX9" in text
    for block in re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE):
        assert len({line.count("|") for line in block.strip().splitlines()}) == 1, "a row for every column"


def test_markdown_of_nothing_found():
    empty = [unit(GOLD, [], mentions=())]
    text = to_markdown(evaluate(empty))
    assert "– (0/0)" in text
    assert to_html(evaluate(empty))


def test_table():
    assert table(["a", "n"], [["x", 1]]) == "| a | n |\n|---|--:|\n| x | 1 |"


def test_page_is_self_contained(report):
    page = to_html(report, compare(report, evaluate(WORSE)))
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)
    assert "@import" not in page
    assert page.count("<article") == len(report["sentences"]) + 2
    assert page.count("<svg") == 5
    for kind in ("wrong sign", "not triggered", "correct"):
        assert f"{kind} · " in page


def test_page_escapes_what_papers_say():
    text = "<b>TRIB3</b> & co"
    mention = TRIB3.model_copy(update={"start": 3, "end": 8})
    page = to_html(evaluate([unit(gold_mentions=[mention], mentions=[], text=text)]))
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_marked_sentence():
    mentions = [{"start": 0, "end": 5, "type": "GENE", "norm": "<T>", "curie": None, "hit": True}]
    html = marked("TRIB3 & co", mentions)
    assert html == '<mark class="hit" title="GENE · &lt;T&gt;">TRIB3<sub>gene</sub></mark> &amp; co'
    assert marked("x", [mentions[0] | {"end": 9}]) == "x", "a mention out of bounds is not drawn"


def test_describe():
    negated = evaluate([unit([claim(TRIB3, "binds", A498, negated=True, certainty="hedged")], [])])
    assert describe(negated["sentences"][0]["gold"][0]) == "TRIB3 does not: binds A498 (hedged)"
