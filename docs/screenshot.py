"""Take the picture of the report in the README: python docs/screenshot.py RUN docs/report.png."""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "report"))

from browsers import open_browser

from extract.report import write_report

WIDTH, HEIGHT = 1240, 1010  # pixels
DRUG, DRIVER = "lenvatinib", "CTNNB1"
UNFOLD = """
const rows = [...document.querySelectorAll("button.row")];
rows.find((row) => row.querySelector(".name").textContent === arguments[0]).click();
"""


def main() -> None:
    """Open a drug's page, unfold the evidence of one driver, and keep what the window shows."""
    run, picture = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        page = Path(folder) / "report.html"
        write_report(run, page, pages="none")
        browser.open(page, f"#drug={DRUG}", width=WIDTH)
        browser.run(UNFOLD, DRIVER)
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "scale": 1}
        shot = browser.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
        )
        picture.write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    main()
