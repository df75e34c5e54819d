"""The Python examples of README and docs, as they stand there."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"From Python:\n\n((?:    .*\n|\n)+)")


def run(code, folder):
    path = folder / "example.py"
    path.write_text(code, encoding="utf-8")
    return subprocess.run([sys.executable, path], capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.slow
def test_the_readme_s_example(tmp_path):
    (code,) = INDENTED.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    done = run(textwrap.dedent(code), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["DUSP9", "down", "activates", "mapk/erk", "signaling", "-1"]


@pytest.mark.slow
def test_the_session_of_the_page_on_spacy(tmp_path):
    blocks = FENCED.findall((ROOT / "docs" / "SPACY.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 6
    # The run starts processes, which import the script again.
    code = "def session():\n" + textwrap.indent("\n".join(blocks), "    ")
    done = run(f'{code}\n\nif __name__ == "__main__":\n    session()\n', tmp_path)
    assert done.returncode == 0, done.stderr
    assert "miR-21" in done.stdout
