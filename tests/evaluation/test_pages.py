"""The pages in a browser: no error in its console, filters that filter, a sheet that is saved."""

import json
import re
import shutil
import subprocess

import pytest
from evaluation_builders import AKT, RESISTANCE, SOX9, TRIB3, claim, unit
from test_review import TRIPLES, run  # noqa: F401  a fixture

from extract.evaluation.evaluation import evaluate
from extract.evaluation.html import to_html
from extract.evaluation.review import read_sheet, review_rows
from extract.evaluation.review import to_html as sheet_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")]
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def visit(page, tmp_path, script):
    """Open a page, run a script behind its own, and return what it writes into the title."""
    path = tmp_path / "page.html"
    path.write_text(page.replace("</body>", f"<script>{script}</script></body>"))
    result = subprocess.run(
        [
            CHROMIUM,
            *OPTIONS,
            f"--user-data-dir={tmp_path / 'profile'}",
            "--enable-logging=stderr",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "CONSOLE" not in result.stderr, result.stderr
    return json.loads(re.search(r'<pre id="result">(.*?)</pre>', result.stdout, re.DOTALL).group(1))


WRITE = """
var e = document.createElement("pre"); e.id = "result"; e.textContent = JSON.stringify(%s); document.body.append(e);
"""


def test_sentences_are_filtered(tmp_path):
    units = [
        unit([claim(TRIB3, "activates", AKT)], [claim(TRIB3, "inhibits", AKT)], sid="s1"),
        unit([claim(TRIB3, "binds", SOX9)], [claim(TRIB3, "binds", SOX9)], sid="s2"),
        unit([claim(TRIB3, "promotes", RESISTANCE)], [], sid="s3", doc="other"),
    ]
    shown = """
    function shown() { return Array.from(document.querySelectorAll("#browser article")).filter(function (a) {
      return !a.hidden; }).map(function (a) { return a.querySelector("p").textContent.trim(); }); }
    function set(box, on) { box.checked = on; box.dispatchEvent(new Event("input")); }
    var seen = [shown()], wrong = document.querySelector("input[value=k-wrong-sign]");
    set(wrong, true); seen.push(shown()); set(wrong, false);
    var select = document.getElementById("document"); select.value = "other"; select.dispatchEvent(new Event("input"));
    seen.push(shown()); select.value = "";
    var search = document.getElementById("search"); search.value = "BINDS"; search.dispatchEvent(new Event("input"));
    seen.push(shown());
    """
    seen = visit(to_html(evaluate(units, units)), tmp_path, shown + WRITE % "seen")
    assert seen == [["s1", "s2", "s3"], ["s1"], ["s3"], ["s2"]]


def test_verdicts_are_saved(run, tmp_path):  # noqa: F811
    script = """
    var saved = null, make = URL.createObjectURL; URL.createObjectURL = function (blob) { saved = blob; return "#"; };
    HTMLAnchorElement.prototype.click = function () {};
    var box = document.querySelector("[data-row='1']"), select = box.querySelector("select");
    select.value = "incorrect";
    select.dispatchEvent(new Event("input", { bubbles: true }));
    var field = box.querySelector("input");
    field.value = 'swap; via="x", y';
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("curator").value = "Ann";
    document.getElementById("save").click();
    var request = new XMLHttpRequest(); request.open("GET", make(saved), false);
    request.overrideMimeType("text/plain; charset=utf-8");
    request.send();
    """
    text = visit(sheet_page(review_rows(run), title="out"), tmp_path, script + WRITE % "request.responseText")
    path = tmp_path / "review.csv"
    path.write_text(text, newline="")
    rows = read_sheet(path)
    assert len(rows) == len(TRIPLES)
    assert (rows[1]["verdict"], rows[1]["correction"], rows[1]["curator"]) == ("incorrect", 'swap; via="x", y', "Ann")
    assert rows[0]["curator"] == ""
    assert [row["record"] for row in rows] == [row["record"] for row in review_rows(run)]
