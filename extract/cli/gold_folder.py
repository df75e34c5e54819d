"""Where the gold that comes with resistract lies."""

from __future__ import annotations

from pathlib import Path

import extract
from extract.evaluation.gold import GoldError

PACKAGE = Path(extract.__file__).parent
FOLDERS = (PACKAGE.parent / "annotations", PACKAGE / "data" / "annotations")  # a checkout, an installed package


def default_gold() -> Path:
    """Return the folder of the gold that comes with resistract; GoldError says what to do when there is none."""
    for folder in FOLDERS:
        if (folder / "GUIDELINES.md").is_file():
            return folder
    raise GoldError(
        "this installation holds no gold; give a folder of gold files with --gold "
        "(the project's own are in annotations/ of its source)"
    )
