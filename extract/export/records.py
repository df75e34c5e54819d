"""`jsonl`: the run's own records, those that are wanted."""

from __future__ import annotations

from pathlib import Path

from extract.export.source import Run


def write(run: Run, path: Path) -> None:
    """Write triples, or claims across documents, one JSON object a line."""
    records = run.claims() if run.options.grouped else run.triples()
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(record.model_dump_json() + "\n" for record in records)
