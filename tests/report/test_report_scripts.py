"""The page's own modules, by Node's test runner; their data is that of a run made here."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from report_runs import small_paper, write_papers

from extract.report.page import bundle
from extract.report.payload import payload

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")


def test_modules(tmp_path):
    data = tmp_path / "data.json"
    data.write_text(json.dumps(payload(write_papers(tmp_path / "run", [small_paper()]))))
    scripts = Path(__file__).with_name("report_scripts.test.mjs")
    result = subprocess.run(
        [NODE, "--test", str(scripts)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "REPORT_DATA": str(data)},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert int(re.search(r"^# pass (\d+)", result.stdout, re.MULTILINE).group(1)) > 5


def test_the_bundle_is_one_script(tmp_path):
    script = tmp_path / "page.js"
    script.write_text(bundle("main"))
    result = subprocess.run([NODE, "--check", str(script)], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
