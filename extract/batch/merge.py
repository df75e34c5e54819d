"""Several run folders -> one, as if one run had done all their papers."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.batch import folder as run_folder
from extract.batch.inputs import WORK_FOLDER, InputError
from extract.batch.lock import BusyError, hold
from extract.batch.results import read_header, result_path
from extract.batch.tasks import Failure


def merge(runs: Iterable[Path], output: Path) -> dict[str, int]:
    """Put runs together; return the counts of the whole.

    Results are linked where the file system can, else copied. A document of the same id and file in two runs counts
    once; of two files with one id the first is kept and the other is a failure.

    Raises
    ------
    InputError
        If a folder is no finished run, runs were made by different pipelines, or the output is in use.
    OutputError
        If the output cannot be written.
    """
    runs = list(runs)
    records = [_record(run) for run in runs]
    if len({record["pipeline"] for record in records}) > 1:
        raise InputError(f"{', '.join(map(str, runs))}: made by different pipelines; do them again with one version")
    work = run_folder.prepare(output)
    try:
        with hold(work), run_folder.writing(output):
            run_folder.clear_unfinished(output)
            return _merge(runs, records, output, work)
    except BusyError as error:
        raise InputError(f"{output}: {error}") from error


def _merge(runs: list[Path], records: list[dict[str, Any]], output: Path, work: Path) -> dict[str, int]:
    keys: dict[str, str] = {}
    inputs: dict[str, dict[str, Any]] = {}
    failures: dict[tuple[str, str], Failure] = {}
    for run, record in zip(runs, records, strict=True):
        for failure in _failures(run):
            failures[failure.doc_id, failure.file] = failure
        for entry in record["inputs"]:
            doc_id = entry["doc_id"]
            header = read_header(run / WORK_FOLDER, doc_id) if entry["status"] != "failed" else None
            if header is None:
                inputs.setdefault(doc_id, entry)
            elif doc_id not in keys:
                keys[doc_id] = header.key
                inputs[doc_id] = entry
                _link(result_path(run / WORK_FOLDER, doc_id), result_path(work, doc_id))
            elif keys[doc_id] != header.key:
                hint = "give one of them another name, or an id in a manifest, and run again"
                reason = f"another paper is called {doc_id}, too"
                failures[doc_id, entry["file"]] = Failure(doc_id, entry["file"], reason, hint)
    counts = run_folder.assemble(output, sorted(keys), failures.values())
    shared = {name: records[0][name] for name in ("versions", "model", "rules", "pipeline")}
    shared |= {"merged": [str(run) for run in runs], "counts": counts}
    run_folder.write_run(output, shared, (inputs[doc_id] for doc_id in sorted(inputs)))
    return counts


def _record(run: Path) -> dict[str, Any]:
    try:
        with open(run / "run.json", encoding="utf-8") as stream:
            record: dict[str, Any] = json.load(stream)
            return record
    except (OSError, ValueError) as error:
        raise InputError(f"{run}: no finished run ({error}); give the folders of runs") from error


def _failures(run: Path) -> list[Failure]:
    with open(run / "failures.jsonl", encoding="utf-8") as stream:
        return [Failure(**json.loads(line)) for line in stream]


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
