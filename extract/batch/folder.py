"""The run folder: the results of all documents put together, in an order that depends on nothing but their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from extract.batch.inputs import WORK_FOLDER
from extract.batch.results import SUFFIX, read_results
from extract.batch.tasks import Failure
from extract.export.jsonl import TEMPORARY, open_atomic, read_triples


def prepare(output: Path) -> Path:
    """Make the run folder and return its work folder, cleared of what a killed run left half written."""
    work = output / WORK_FOLDER
    work.mkdir(parents=True, exist_ok=True)
    (output / "documents").mkdir(exist_ok=True)
    for folder in (output, work, output / "documents"):
        for path in folder.glob(f".*{TEMPORARY}"):
            path.unlink(missing_ok=True)
    return work


def assemble(output: Path, doc_ids: Sequence[str], failures: Iterable[Failure]) -> dict[str, int]:
    """Write triples, mentions, documents, claims and failures of a run; return how many of each there are."""
    counts = {"documents": 0, "triples": 0, "mentions": 0, "words": 0}
    with ExitStack() as stack:
        triples = stack.enter_context(open_atomic(output / "triples.jsonl"))
        mentions = stack.enter_context(open_atomic(output / "mentions.jsonl"))
        for result in read_results(output / WORK_FOLDER, sorted(doc_ids)):
            triples.writelines(result.triples)
            mentions.writelines(result.mentions)
            base = output / "documents" / result.header.doc_id
            _write(Path(f"{base}.txt"), result.text)
            _write(Path(f"{base}.json"), json.dumps(result.metadata, ensure_ascii=False, indent=1) + "\n")
            counts["documents"] += 1
            counts["triples"] += len(result.triples)
            counts["mentions"] += len(result.mentions)
            counts["words"] += result.header.words
    _drop_others(output, set(doc_ids))
    counts["claims"] = _write_claims(output)
    counts["failures"] = 0
    with open_atomic(output / "failures.jsonl") as stream:
        for failure in sorted(failures, key=lambda failure: (failure.doc_id, failure.file)):
            stream.write(json.dumps(asdict(failure), ensure_ascii=False) + "\n")
            counts["failures"] += 1
    return counts


def write_run(output: Path, record: dict[str, object]) -> None:
    """Write ``run.json``."""
    _write(output / "run.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _write_claims(output: Path) -> int:
    from extract.claims import claims  # spaCy comes with it, which the command's help need not wait for

    grouped = claims.group_claims(read_triples(output))
    with open_atomic(output / "claims.jsonl") as stream:
        claims.write_jsonl(grouped, stream)
    with open_atomic(output / "claims.csv") as stream:
        claims.write_csv(grouped, stream)
    return len(grouped)


def _drop_others(output: Path, doc_ids: set[str]) -> None:
    """Remove the texts of documents that an earlier run had and this one has not; their results stay for reuse.

    Only files that a result in the work folder accounts for are removed: the folder may hold the user's own.
    """
    for result in (output / WORK_FOLDER).glob(f"*{SUFFIX}"):
        doc_id = result.name.removesuffix(SUFFIX)
        if doc_id not in doc_ids:
            for suffix in (".txt", ".json"):
                (output / "documents" / (doc_id + suffix)).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    with open_atomic(path) as stream:
        stream.write(text)
