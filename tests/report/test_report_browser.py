"""The report in a browser: every view reached by clicking, nothing in its console, nothing that runs from papers."""

import hashlib
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from browsers import KEEP, needs_browser, open_browser
from pdffile import one_page
from report_runs import DOI, HOSTILE_NAMES, boxed_paper, hostile_names, hostile_paper, small_paper, write_papers

from extract.evaluation.review import read_sheet, review_rows
from extract.report import write_report

pytestmark = [pytest.mark.slow, needs_browser]
WIDTHS = (1400, 390)


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    failure = {"doc_id": "bad", "file": "bad.pdf", "reason": "no text", "hint": "use OCR", "traceback": ""}
    return write_papers(tmp_path_factory.mktemp("small") / "run", [small_paper()], failures=[failure])


@pytest.fixture(scope="module")
def page(run):
    write_report(run, run / "report.html")
    return run / "report.html"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    run = write_papers(tmp_path_factory.mktemp("hostile") / "run", [hostile_paper(), hostile_names()])
    write_report(run, run / "report.html")
    return run / "report.html"


@pytest.mark.parametrize("width", WIDTHS)
def test_views_are_reached_by_clicking(browser, page, width):
    browser.open(page, width=width)
    assert "bad.pdf: no text; use OCR" in browser.text()
    assert "Of paper, figure 2 was not read" in browser.text()
    for selector, says in (
        ("a[href='#drug=lenvatinib']", "Resistance to lenvatinib"),
        ("nav a[data-view=table]", "All claims"),
        ("nav a[data-view=network]", "Network"),
        ("nav a[data-view=review]", "Review"),
        ("nav a[data-view=start]", "What the papers of “run” say"),
    ):
        browser.click(selector)
        browser.wait(f"document.querySelector('h1').textContent === {json.dumps(says)}")
        assert browser.overflow() <= 0, says
    assert browser.console() == []


def test_a_drug_page_names_drivers_with_their_studies(browser, page):
    browser.open(page, "#drug=lenvatinib")
    drivers = browser.text("section[aria-label='Drive resistance']")
    brakes = browser.text("section[aria-label='Hold resistance back']")
    assert "METTL1" in drivers
    assert "ITGB8" in drivers
    assert "NF1" in brakes
    assert browser.run(f"return document.querySelectorAll('section a[href=\"https://doi.org/{DOI}\"]').length") >= 2
    browser.click("section[aria-label='Drive resistance'] button.row")
    shown = browser.text("section[aria-label='Drive resistance'] .unfolded")
    assert "Depletion of METTL1 restored lenvatinib sensitivity via EGFR" in shown
    assert "is less METTL1 (−) × " in shown
    assert "is sensitivity, the opposite of resistance (−)" in shown
    assert "more METTL1, more lenvatinib resistance" in shown
    assert "Against" in shown
    assert "METTL1 lowered resistance to lenvatinib." in shown


def test_an_entity_page_says_what_it_does_and_how_it_is_written(browser, page):
    browser.open(page, "#entity=hgnc:7030")
    text = browser.text()
    assert "What METTL1 does" in text
    assert "less (1)" in text
    assert browser.run("return document.querySelector('a[href*=genenames]').textContent") == "hgnc:7030"
    browser.open(page, "#entity=none")
    assert "No entity “none” in this run" in browser.text()


def test_filters_stand_in_the_address(browser, page):
    browser.open(page, "#table&sign=-1&q=nf1")
    assert browser.text(".status") == "1 claim of 4"
    browser.run("""
      const search = document.querySelector(".filters input[type=search]");
      search.value = "mettl1";
      search.dispatchEvent(new Event("input"));
    """)
    assert browser.text(".status") == "1 claim of 4"
    assert "METTL1" in browser.text("ul.claims")
    assert browser.run("return location.hash") == "#table&sign=-1&q=mettl1"


def test_verdicts_by_key_become_a_sheet(browser, page, run, tmp_path):
    browser.open(page, "#review&sort=place")
    browser.run(KEEP)
    browser.run("""
      const key = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      document.querySelector("article.evidence").focus();
      key("c"); key("j"); key("x");
      const field = document.activeElement.querySelector(".fields input");
      field.value = 'swap; via="x", y';
      field.dispatchEvent(new Event("input"));
      const curator = document.getElementById("curator");
      curator.value = "Ann";
      curator.dispatchEvent(new Event("input"));
      document.getElementById("save").click();
    """)
    browser.wait("window.saved")
    sheet = tmp_path / "review.csv"
    sheet.write_text(browser.run("return window.saved"), newline="")
    rows = read_sheet(sheet)
    assert {(row["verdict"], row["correction"], row["curator"]) for row in rows} == {
        ("correct", "", "Ann"),
        ("incorrect", 'swap; via="x", y', "Ann"),
    }
    expected = {json.loads(row["record"])["id"]: row for row in review_rows(run)}
    for row in rows:
        record = json.loads(row["record"])
        assert record == json.loads(expected[record["id"]]["record"])
        assert row["claim"] == expected[record["id"]]["claim"]
    browser.open(page, "#review&sort=place")
    assert browser.run("return document.querySelectorAll('[aria-pressed=true]').length") == 2
    browser.run("localStorage.clear()")


def test_the_network_draws_and_can_be_saved(browser, page):
    browser.open(page, "#network")
    browser.wait("document.querySelector('.network').cy")
    names = browser.run("return document.querySelector('.network').cy.nodes().map((node) => node.data('name'))")
    assert {"METTL1", "NF1", "EGFR", "lenvatinib resistance"} <= set(names)
    browser.run("document.querySelector('.network').cy.edges()[0].emit('tap')")
    assert "For · " in browser.text(".detail")
    browser.run(KEEP)
    browser.click("#save-svg")
    browser.wait("window.saved")
    drawn = browser.run("return new DOMParser().parseFromString(window.saved, 'image/svg+xml').documentElement.tagName")
    assert drawn == "svg"
    browser.run("window.saved = null")
    browser.click("#save-png")
    browser.wait("window.saved")
    assert browser.console() == []


@pytest.mark.parametrize("address", ["", "#drug=lenvatinib", "#table", "#review", "#entity=hgnc:7030", "#network"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_serious_finding_of_axe(browser, page, address, width):
    browser.open(page, address, width)
    browser.run("const row = document.querySelector('button.row'); if (row) row.click();")
    if address == "#network":
        browser.wait("document.querySelector('.network').cy")
    assert browser.serious() == []


@pytest.mark.parametrize("address", ["", "#drug=lenvatinib", "#table", "#review", "#network"])
def test_text_from_papers_is_only_text(browser, hostile, address):
    browser.open(hostile, address)
    browser.run("document.querySelectorAll('button.row, button.quiet, summary').forEach((one) => one.click())")
    browser.run("document.querySelectorAll('.unfolded button.quiet').forEach((one) => one.click())")
    if address == "#network":
        browser.wait("document.querySelector('.network').cy")
        browser.run("""
          const { cy } = document.querySelector(".network");
          cy.nodes().forEach((node) => node.emit("tap"));
          cy.edges().forEach((edge) => edge.emit("tap"));
        """)
    assert "owned" not in browser.run("return document.title.split('·')[1] || ''")
    assert browser.run("return document.querySelectorAll('main img, main script, main iframe').length") == 0
    links = browser.run("return [...document.querySelectorAll('a[href]')].map((link) => link.href)")
    assert all(link.startswith(("https://", "file:")) for link in links), links
    assert browser.console() == []
    assert "<script>" in browser.text()


def test_hostile_names_have_their_pages(browser, hostile):
    failures = [{"doc_id": name, "file": name, "reason": name, "hint": name} for name in HOSTILE_NAMES]
    (hostile.parent / "failures.jsonl").write_text("".join(json.dumps(row) + "\n" for row in failures))
    write_report(hostile.parent, hostile)
    browser.open(hostile, width=390)
    assert browser.text().count("could not be read") == 1
    assert browser.overflow() <= 0
    pages = browser.run("return [...document.querySelectorAll('main a[href^=\"#drug\"]')].map((link) => link.hash)")
    assert len(set(pages)) >= len(HOSTILE_NAMES)
    for name in HOSTILE_NAMES:
        link = next(hash for hash in pages if parse_qs(hash[1:]) == {"drug": [name]})
        browser.run("location.hash = arguments[0]", link)
        browser.wait(f"document.querySelector('h1').textContent === {json.dumps('Resistance to ' + name)}")
        assert browser.overflow() <= 0, name
    assert "owned" not in browser.run("return document.title")[: len("Resistance to")]
    assert browser.console() == []


def test_the_page_of_a_claim_is_shown_with_its_boxes(browser, tmp_path):
    text = "METTL1 promotes lenvatinib resistance."
    file, box = one_page(tmp_path / "paper.pdf", text)
    run = write_papers(tmp_path / "run", [boxed_paper("paper", text, 1, [box])], files={"paper": file_entry(file)})
    assert write_report(run, run / "report.html")["pictures"] == 1
    browser.open(run / "report.html", "#table")
    browser.click("button.row")
    browser.click(".unfolded button.quiet")
    browser.wait("document.querySelector('figure.page img').naturalWidth > 100")
    for css in ("box", "s", "o"):
        assert browser.run("return document.querySelectorAll(`figure.page rect.${arguments[0]}`).length", css) == 1
    assert browser.console() == []


def file_entry(path: Path):
    return {"file": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
