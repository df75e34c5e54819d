"""A browser for tests of pages: Chromium, driven by selenium; tests that need it skip where there is none."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time

import pytest

Axe = pytest.importorskip("axe_core_python.selenium", reason="needs the test extra").Axe
webdriver = pytest.importorskip("selenium.webdriver", reason="needs the test extra")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Chromium and its chromedriver")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)


@contextlib.contextmanager
def open_browser():
    """Yield a Browser with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in (*FLAGS, f"--user-data-dir={profile}/user"):
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"download.default_directory": f"{profile}/saved"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        try:
            yield Browser(driver)
        finally:
            driver.quit()


KEEP = """
window.saved = null;
URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return "#"; };
HTMLAnchorElement.prototype.click = () => {};
"""  # what a page hands the user as a file goes into window.saved


class Browser:
    """What tests ask of a page."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, path, address="", width=1400):
        """Open a file at a width in pixels; the page starts anew."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        self.driver.get("about:blank")
        self.driver.get(path.as_uri() + address)

    def run(self, script, *arguments):
        """Return what a script returns."""
        return self.driver.execute_script(script, *arguments)

    def click(self, selector):
        """Click the first element of a selector."""
        self.run("document.querySelector(arguments[0]).click()", selector)

    def text(self, selector="main"):
        """Return the text of an element as it is seen."""
        return self.run("return document.querySelector(arguments[0]).innerText", selector)

    def wait(self, condition, seconds=20):
        """Wait until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"{condition} is still false"
            time.sleep(0.05)

    def console(self):
        """Return the console's messages since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def serious(self):
        """Return what axe-core finds of serious or critical impact: rule and first element."""
        found = Axe().run(self.driver)["violations"]
        return [
            (rule["id"], rule["nodes"][0]["html"][:200]) for rule in found if rule["impact"] in ("serious", "critical")
        ]

    def overflow(self):
        """Return how many pixels the page is wider than the window."""
        return self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
