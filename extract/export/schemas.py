"""JSON Schema of what a run writes, made from the records' own types; the shipped copies are in ``data/schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from extract.schema import SCHEMA_VERSION, Claim, DocumentRecord, FoundMention, Triple

FOLDER = Path(__file__).parents[1] / "data" / "schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each record by the name of its file: triple, claim, mention, document, failure."""
    from extract.batch.tasks import Failure

    records = {
        "triple": Triple,
        "claim": Claim,
        "mention": FoundMention,
        "document": DocumentRecord,
        "failure": Failure,
    }
    return {name: _schema(name, record) for name, record in records.items()}


def write(folder: Path = FOLDER) -> None:
    """Write the schemas, one file a record."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")


def _schema(name: str, record: Any) -> dict[str, Any]:
    found = TypeAdapter(record).json_schema(mode="serialization")
    return {"$schema": _DIALECT, "title": name, "$comment": f"resistract schema version {SCHEMA_VERSION}", **found}
