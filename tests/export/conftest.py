import os
from pathlib import Path

import pytest
from export_run import make_run

from extract.export import write

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    return make_run(tmp_path_factory.mktemp("export") / "run")


@pytest.fixture
def export(run_folder, tmp_path):
    """Write the small run in a format and return where."""

    def to(format, **options):
        return write(run_folder, format, tmp_path / f"out.{format}", **options)

    return to


@pytest.fixture
def same_as_golden():
    """Compare text with a golden file; with UPDATE_GOLDEN=1 in the environment, write it."""

    def check(text, name):
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode("utf-8")

    return check
