"""The pages of evaluation and review in a browser: no error in the console, filters that filter, nothing cut off."""

import json

import pytest
from browsers import KEEP, needs_browser, open_browser
from evaluation_builders import AKT, RESISTANCE, SOX9, TRIB3, claim, unit
from test_review import TRIPLES, run  # noqa: F401  a fixture
from typer.testing import CliRunner

from extract.cli import app
from extract.evaluation.evaluation import evaluate
from extract.evaluation.html import to_html
from extract.evaluation.review import read_sheet, review_rows

pytestmark = [pytest.mark.slow, needs_browser]
SHOWN = """
return [...document.querySelectorAll("#browser article")].filter((one) => !one.hidden)
  .map((one) => one.querySelector("p").textContent.trim());
"""


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    units = [
        unit([claim(TRIB3, "activates", AKT)], [claim(TRIB3, "inhibits", AKT)], sid="s1"),
        unit([claim(TRIB3, "binds", SOX9)], [claim(TRIB3, "binds", SOX9)], sid="s2"),
        unit([claim(TRIB3, "promotes", RESISTANCE)], [], sid="s3", doc="other"),
    ]
    page = tmp_path_factory.mktemp("evaluation") / "evaluation.html"
    page.write_text(to_html(evaluate(units, units)))
    return page


def test_sentences_are_filtered(browser, evaluation):
    def enter(selector, value):
        browser.run(
            """
            const field = document.querySelector(arguments[0]);
            if (field.type === "checkbox") field.checked = arguments[1]; else field.value = arguments[1];
            field.dispatchEvent(new Event("input"));
            """,
            selector,
            value,
        )
        return browser.run(SHOWN)

    browser.open(evaluation)
    assert browser.run(SHOWN) == ["s1", "s2", "s3"]
    assert enter("input[value=k-wrong-sign]", True) == ["s1"]
    enter("input[value=k-wrong-sign]", False)
    assert enter("#document", "other") == ["s3"]
    enter("#document", "")
    assert enter("#search", "BINDS") == ["s2"]
    assert browser.console() == []


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_of_the_evaluation_is_cut_off(browser, evaluation, width):
    browser.open(evaluation, width=width)
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browser.overflow() <= 0
    cut = "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1)"
    assert browser.run(f"return {cut}.length") == 0
    assert browser.serious() == []


def test_a_review_opens_at_its_claims_and_is_saved(browser, run, tmp_path):  # noqa: F811
    page = tmp_path / "sheet.html"
    result = CliRunner().invoke(app, ["review", str(run), "-o", str(page)])
    assert result.exit_code == 0, result.output
    browser.open(page)
    assert browser.text("h1") == "Review"
    assert browser.run("return document.querySelectorAll('article.evidence').length") == len(TRIPLES)
    browser.run(KEEP)
    browser.click("article.evidence [data-verdict='wrong mention']")
    browser.click("#save")
    browser.wait("window.saved")
    sheet = tmp_path / "review.csv"
    sheet.write_text(browser.run("return window.saved"), newline="")
    (row,) = read_sheet(sheet)
    assert row["verdict"] == "wrong mention"
    assert json.loads(row["record"]) in [json.loads(one["record"]) for one in review_rows(run)]
    assert browser.console() == []


def test_a_sample_is_a_sample(run, tmp_path):  # noqa: F811
    page = tmp_path / "sheet.html"
    result = CliRunner().invoke(app, ["review", str(run), "-o", str(page), "--sample", "2"])
    assert "2 claims" in result.output
