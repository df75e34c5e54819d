"""How fast the report is: a made-up run of many claims, opened in headless Chromium.

    python benchmarks/report/report.py            # 20,000 claims
    python benchmarks/report/report.py 100000

Prints, in milliseconds, the time from opening the file to the first paint of the start view, to a drug's page, and of
filters of the table, each until the next frame; and the size of the file.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "report"))

from browsers import open_browser
from report_runs import Paper, write_papers

from extract.report import write_report
from extract.schema import Citation, Named

GENES = [f"GENE{number}" for number in range(2500)]
DRUGS = [Named(norm=f"drug{number}inib", curie=f"chebi:{number}") for number in range(60)]
VERBS = (("promotes", 1), ("inhibits", -1), ("upregulates", 1), ("downregulates", -1))
CLASSES = ("signalling_and_mutation", "non_coding_rna", "emt", "stem_cells", "drug_efflux_and_metabolism")
PER_PAPER = 40
FILTER = """
const done = arguments[arguments.length - 1], [selector, value, event] = arguments;
const field = document.querySelector(selector), began = performance.now();
field.value = value;
field.dispatchEvent(new Event(event));
const worked = performance.now() - began;
requestAnimationFrame(() => setTimeout(() => done([worked, performance.now() - began]), 0));
"""


def made_up(folder: Path, claims: int) -> Path:
    """Write a run of about that many grouped claims."""
    chance = random.Random(0)  # noqa: S311  no secret
    papers = []
    for number in range(claims // PER_PAPER):
        paper = Paper(f"paper{number:05}", title=f"Made up, number {number}")
        for _ in range(PER_PAPER):
            _sentence(paper, chance)
        papers.append(paper)
    return write_papers(folder, papers)


def _sentence(paper: Paper, chance: random.Random) -> None:
    first, second = chance.sample(GENES, 2)
    drug, (verb, sign) = chance.choice(DRUGS), chance.choice(VERBS)
    study = chance.randrange(9000)
    cited = (Citation(label=str(study), doi=f"10.1000/s{study}", text=f"Author {study}. A title of no paper. 2020."),)
    other = f"{drug.norm} resistance" if chance.random() < 0.4 else second
    text = f"In cells that were made up for this measure, {first} {verb} {other} and nothing else of note, as one says."
    evidence = paper.sentence(text, citations=cited)
    object_ = paper.response(evidence, other, drugs=(drug,)) if other != second else paper.mention(evidence, second)
    paper.claim(
        evidence,
        paper.mention(evidence, first),
        verb,
        object_,
        verb,
        sign=sign,
        trace=((verb, "predicate", sign),),
        confidence=round(chance.uniform(0.5, 0.99), 3),
        mechanism_class=(chance.choice(CLASSES),),
    )


def measure(page: Path) -> dict[str, float]:
    """Return times in milliseconds."""
    with open_browser() as browser:
        browser.open(page)
        browser.wait("document.querySelector('main h2')", seconds=120)
        paints = {
            entry["name"]: entry["startTime"]
            for entry in browser.run("return performance.getEntriesByType('paint').map((entry) => entry.toJSON())")
        }
        times = {
            "first paint": paints["first-contentful-paint"],
            "start view done": browser.run("return performance.getEntriesByName('start')[0].startTime"),
        }
        for name, address in (("drug page", "#drug=drug7inib"), ("table", "#table"), ("review", "#review")):
            times[name] = _show(browser, address)
        browser.run("location.hash = '#table'")
        browser.wait("document.querySelector('.filters')")
        for name, field, value, event in (
            ("first search", ".filters input[type=search]", "gene12", "input"),
            ("search", ".filters input[type=search]", "gene123 resistance", "input"),
            ("filter by kind", ".filters select", "mechanism", "change"),
            ("filter by confidence", "input[type=number]", "0.9", "input"),
        ):
            worked, painted = browser.driver.execute_async_script(FILTER, field, value, event)
            times[name], times[f"{name}, painted"] = worked, painted
        times["network of 80 edges"] = _show(browser, "#network", "document.querySelector('.network').cy")
        times["network of 3,000 edges"] = _show(browser, "#network&most=3000", "document.querySelector('.network').cy")
        return times


def _show(browser, address: str, ready: str = "true") -> float:
    began = time.perf_counter()
    browser.run("location.hash = arguments[0]", address)
    browser.wait(
        f"location.hash === {json.dumps(address)} && document.querySelector('main h1') && {ready}", seconds=120
    )
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Make a run, write its report, open it, print what it took."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        run = made_up(Path(folder) / "run", claims)
        began = time.perf_counter()
        counts = write_report(run, run / "report.html")
        print(f"{counts['claims']:,} claims written in {time.perf_counter() - began:.1f} s")
        print(f"{(run / 'report.html').stat().st_size / 1e6:.1f} MB")
        for name, value in measure(run / "report.html").items():
            print(f"{name:30} {value:8.0f} ms")


if __name__ == "__main__":
    main()
