import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = ROOT / "extract" / "language" / "model" / "spacy_package.py"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def installed(tmp_path):
    """A folder that looks like what pip unpacks from the wheel, less the package that is there already."""
    name, version = PROJECT["project"]["name"], PROJECT["project"]["version"]
    targets = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    (tmp_path / targets["extract/language/model/spacy_package.py"]).write_bytes(MODULE.read_bytes())
    info = tmp_path / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    groups = PROJECT["project"]["entry-points"].items()
    lines = [line for group, points in groups for line in (f"[{group}]", *(f"{a} = {b}" for a, b in points.items()))]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return tmp_path


def test_spacy_loads_the_model_by_the_name_of_the_distribution(installed):
    code = f"""
import sys
sys.path[:0] = [{str(installed)!r}, {str(ROOT)!r}]
import spacy
nlp = spacy.load({PROJECT["project"]["name"]!r}, exclude=["parser"])
print(nlp.meta["name"], *nlp.pipe_names)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=installed)
    assert run.returncode == 0, run.stderr
    parts = ["tok2vec", "resistract_second_reading", "tagger", "attribute_ruler", "lemmatizer"]
    assert run.stdout.split() == ["resistract", *parts, "resistract_recogniser"]
