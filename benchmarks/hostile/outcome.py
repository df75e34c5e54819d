"""The table that each of these programs ends with, and the file that a broken-off program goes on from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def tell(report: Mapping[str, object], output: Path | None = None) -> None:
    """Print figures and words by name, a line each, and write them as JSON to a file if one is given."""
    width = 2 + max(map(len, report), default=0)
    for name, value in report.items():
        print(f"{name:{width}}{value:>12,}" if isinstance(value, int) else f"{name}: {value}")
    save(report, output)


def save(report: Mapping[str, object], output: Path | None) -> None:
    """Write a report as JSON, in one stroke, if there is a file to write it to."""
    if output is not None:
        unfinished = output.with_name(f".{output.name}.part")
        unfinished.write_text(json.dumps(report, indent=1) + "\n")
        unfinished.replace(output)


def earlier(output: Path | None) -> dict[str, Any]:
    """Return the report that an earlier call left; empty if there is none."""
    return json.loads(output.read_text()) if output is not None and output.exists() else {}
