"""What a result depends on beside its file: code, data, rules, model, libraries. While it holds, results are reused."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import extract
from extract.schema import SCHEMA_VERSION, content_hash

PACKAGE = Path(extract.__file__).parent
# The parts a document passes through on its way to triples.
_PARTS = ("schema.py", "documents", "language", "relations", "data", "batch/worker.py", "batch/results.py")
_LIBRARIES = ("spacy", "scispacy", "thinc", "pdfminer.six", "lxml", "numpy", "pydantic")


@dataclass(frozen=True)
class Pipeline:
    """The identity of a pipeline. ``digest`` changes whenever its results may."""

    model: dict[str, str | None]
    rules: dict[str, object]
    versions: dict[str, str]
    digest: str


def describe(
    model: str | Path | None = None, rules: Iterable[str | Path] = (), min_confidence: float | None = None
) -> Pipeline:
    """Return the identity of the pipeline that ``extract.load`` makes of these, without loading it."""
    versions = {"resistract": extract.__version__, "schema": SCHEMA_VERSION, "python": platform.python_version()}
    versions |= {name: metadata.version(name) for name in _LIBRARIES}
    model_identity = _model(model)
    extra = [{"file": str(path), "sha256": hash_file(path)} for path in rules]
    rules_identity: dict[str, object] = {"sha256": hash_files(PACKAGE / "data" / "rules"), "extra": extra}
    decisive = {
        "versions": versions,
        "model": {key: model_identity[key] for key in ("name", "version", "sha256")},
        "rules": [rule["sha256"] for rule in extra],
        "min_confidence": min_confidence,
        "code": {part: hash_files(PACKAGE / part) for part in _PARTS},
    }
    digest = content_hash(decisive)
    return Pipeline(model=model_identity, rules=rules_identity, versions=versions, digest=digest)


def hash_file(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_files(path: Path) -> str | None:
    """Return one SHA-256 over a file or a folder's files and their names; None if there is none."""
    if path.is_file():
        return hash_file(path)
    if not path.is_dir():
        return None
    total = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            total.update(f"{file.relative_to(path).as_posix()}\0{hash_file(file)}\n".encode())
    return total.hexdigest()


def _model(model: str | Path | None) -> dict[str, str | None]:
    folder = PACKAGE / "data" / "model" if model is None else Path(model)
    if folder.is_dir():
        described = _meta(folder / "meta.json")
        name = f"{described.get('lang', '')}_{described.get('name', folder.name)}"
        source = "bundled" if model is None else str(model)
        return {"name": name, "version": described.get("version"), "source": source, "sha256": hash_files(folder)}
    try:
        version: str | None = metadata.version(str(model))
    except metadata.PackageNotFoundError:
        version = None
    return {"name": str(model) if model else None, "version": version, "source": "installed", "sha256": None}


def _meta(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # loading will say what is wrong with the model
        return {}
