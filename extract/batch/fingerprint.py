"""What a result depends on beside its file: code, data, rules, model, libraries. While it holds, results are reused."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import extract
from extract.schema import SCHEMA_VERSION, content_hash

PACKAGE = Path(extract.__file__).parent
# The parts a document passes through on its way to triples.
_PARTS = ("schema.py", "documents", "language", "relations", "data", "batch/worker.py", "batch/results.py")
_LIBRARIES = ("spacy", "thinc", "pdfminer.six", "lxml", "numpy", "pydantic")


@dataclass(frozen=True)
class Pipeline:
    """The identity of a pipeline. ``digest`` changes whenever its results may."""

    model: dict[str, str | None]
    recognizers: tuple[dict[str, str | None], ...]
    rules: dict[str, object]
    versions: dict[str, str]
    digest: str


def describe(
    model: str | Path | None = None,
    rules: Iterable[str | Path] = (),
    labels: str | Path | None = None,
    recognizers: Iterable[str | Path] = (),
    min_confidence: float | None = None,
) -> Pipeline:
    """Return the identity of the pipeline that ``extract.load`` makes of the same arguments, without loading it."""
    versions = {"resistract": extract.__version__, "schema": SCHEMA_VERSION, "python": platform.python_version()}
    versions |= {name: metadata.version(name) for name in _LIBRARIES}
    model_identity = _model(model)
    others = [_model(recognizer) for recognizer in recognizers]
    extra = [{"file": str(path), "sha256": hash_file(path)} for path in rules]
    rules_identity: dict[str, object] = {"sha256": hash_files(PACKAGE / "data" / "rules"), "extra": extra}
    decisive: dict[str, object] = {
        "versions": versions,
        "model": _decisive(model_identity),
        "rules": [rule["sha256"] for rule in extra],
        "min_confidence": min_confidence,
        "code": {part: hash_files(PACKAGE / part) for part in _PARTS},
    }
    if labels is not None or others:
        decisive |= {"labels": labels and hash_file(labels), "recognizers": [_decisive(other) for other in others]}
    return Pipeline(
        model=model_identity,
        recognizers=tuple(others),
        rules=rules_identity,
        versions=versions,
        digest=content_hash(decisive),
    )


def labels_of(model: str | Path) -> list[str]:
    """Return the labels of the entities that a model says it sets, none if it does not say."""
    folder = _folder(model)
    labels = _meta(folder / "meta.json").get("labels") if folder is not None else None
    named = labels.items() if isinstance(labels, dict) else ()
    return sorted({label for name, found in named if "ner" in name or "ruler" in name for label in found})


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


def _decisive(model: Mapping[str, str | None]) -> dict[str, str | None]:
    return {key: model[key] for key in ("name", "version", "sha256")}


def _model(model: str | Path | None) -> dict[str, str | None]:
    folder = _folder(model)
    if folder is None:
        return {"name": str(model), "version": None, "source": "installed", "sha256": None}
    described = _meta(folder / "meta.json")
    name = f"{described.get('lang', '')}_{described.get('name', folder.name)}"
    source = "bundled" if model is None else str(model)
    return {"name": name, "version": described.get("version"), "source": source, "sha256": hash_files(folder)}


def _folder(model: str | Path | None) -> Path | None:
    """Return the folder of a model: the bundled one, one that is named, or that of an installed package."""
    folder = PACKAGE / "data" / "model" if model is None else Path(model)
    if folder.is_dir():
        return folder
    try:
        package = find_spec(str(model))
    except (ImportError, ValueError):
        return None
    places = package.submodule_search_locations if package is not None else None
    return next((path.parent for place in places or () for path in sorted(Path(place).glob("*/config.cfg"))), None)


def _meta(path: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return meta
    except (OSError, ValueError):  # loading will say what is wrong with the model
        return {}
