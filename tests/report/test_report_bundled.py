"""The report of bundled documents answers a curator: what drives resistance to lenvatinib, by which study."""

from pathlib import Path

import pytest
from browsers import needs_browser, open_browser
from typer.testing import CliRunner

from extract.cli import app

SYNOPSES = Path(__file__).parents[2] / "corpus" / "synopses"
REVIEW = Path(__file__).parents[2] / "corpus" / "reviews" / "bypass-signalling-lenvatinib.pdf"
STUDIES = {
    "ITGB8": "10.1002/hep4.1928",
    "METTL1": "10.1158/0008-5472.CAN-22-0963",
    "EGFR": "10.1002/ijc.27604",
    "NF1": "10.1038/s41420-021-00747-y",
    "DUSP9": "10.1038/s41420-021-00747-y",
}
ROWS = """
return [...document.querySelectorAll(".columns li")].map((row) => [
  row.querySelector(".name").textContent, [...row.querySelectorAll(".dois a")].map((link) => link.href)]);
"""


@pytest.mark.slow
@needs_browser
def test_lenvatinib(tmp_path):
    papers = [*(str(path) for path in sorted(SYNOPSES.glob("0[1-6]*.txt"))), str(SYNOPSES / "11-itgb8-hsp90-akt.txt")]
    result = CliRunner().invoke(app, ["run", *papers, str(REVIEW), "-o", str(tmp_path / "run"), "-j", "1", "--report"])
    assert result.exit_code == 0, result.output
    with open_browser() as browser:
        browser.open(tmp_path / "run" / "report.html", "#drug=lenvatinib")
        rows = dict(browser.run(ROWS))
        for name, doi in STUDIES.items():
            assert f"https://doi.org/{doi}" in rows[name], name
        browser.run("document.querySelectorAll('.columns button.row').forEach((row) => row.click())")
        browser.run("[...document.querySelectorAll('button.quiet')].find((one) => /page/.test(one.innerText)).click()")
        browser.wait("document.querySelector('figure.page img').naturalWidth > 500")
        assert browser.run("return document.querySelectorAll('figure.page rect.box').length") > 0
        assert browser.console() == []
