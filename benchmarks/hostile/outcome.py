"""The table that each of these programs ends with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path


def tell(report: Mapping[str, object], output: Path | None = None) -> None:
    """Print figures and words by name, a line each, and write them as JSON to a file if one is given."""
    width = 2 + max(map(len, report), default=0)
    for name, value in report.items():
        print(f"{name:{width}}{value:>12,}" if isinstance(value, int) else f"{name}: {value}")
    if output is not None:
        output.write_text(json.dumps(report, indent=1) + "\n")
