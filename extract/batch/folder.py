"""The run folder: the results of all documents put together, in an order that depends on nothing but their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from extract.batch.inputs import WORK_FOLDER
from extract.batch.results import SUFFIX, read_results
from extract.batch.tasks import Failure, OutputError
from extract.export import entities
from extract.export.jsonl import TEMPORARY, open_atomic, read_jsonl, sync
from extract.schema import FoundMention

FILES = ("triples.jsonl", "mentions.jsonl", "claims.jsonl", "claims.csv", "entities.csv", "failures.jsonl", "run.json")


def prepare(output: Path) -> Path:
    """Make the run folder and return its work folder.

    Raises
    ------
    OutputError
        If the folder or one of its files cannot be written, because something else is in its place.
    """
    work = output / WORK_FOLDER
    try:
        work.mkdir(parents=True, exist_ok=True)
        (output / "documents").mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{output}: cannot be used as the output folder ({error.strerror})") from error
    for name in FILES:
        if (output / name).is_dir():
            raise OutputError(f"{output / name}: there is a folder where a file is to be written; move it away")
    return work


@contextmanager
def writing(output: Path) -> Iterator[None]:
    """Turn the system's refusals to write into an `OutputError`."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or output
        hint = "correct that and run the same command again: finished papers are kept"
        raise OutputError(f"{where}: cannot be written ({error.strerror or error}); {hint}") from error


def clear_unfinished(output: Path) -> None:
    """Remove what a killed run left half written."""
    for folder in (output, output / WORK_FOLDER, output / "documents"):
        for path in folder.glob(f".*{TEMPORARY}"):
            path.unlink(missing_ok=True)


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
    sync()
    _drop_others(output, set(doc_ids))
    counts["claims"] = _write_claims(output)
    _write_entities(output)
    counts["failures"] = 0
    with open_atomic(output / "failures.jsonl") as stream:
        for failure in sorted(failures, key=lambda failure: (failure.doc_id, failure.file)):
            stream.write(json.dumps(asdict(failure), ensure_ascii=False) + "\n")
            counts["failures"] += 1
    return counts


def write_run(output: Path, record: dict[str, object], inputs: Iterable[dict[str, object]]) -> None:
    """Write ``run.json``: what the run was, and its inputs, one a line."""
    head = json.dumps(record, ensure_ascii=False, indent=1).removesuffix("\n}")
    with open_atomic(output / "run.json") as stream:
        stream.write(f'{head},\n "inputs": [')
        for number, entry in enumerate(inputs):
            stream.write(("," if number else "") + "\n  " + json.dumps(entry, ensure_ascii=False))
        stream.write("\n ]\n}\n")


def _write_claims(output: Path) -> int:
    from extract.batch.claim_store import claims_of  # spaCy comes with it, which the command's help need not wait for
    from extract.claims import claims

    count = 0
    with open_atomic(output / "claims.jsonl") as lines, open_atomic(output / "claims.csv") as table:
        row = claims.csv_writer(table)
        for claim in claims_of(output / "triples.jsonl", output / WORK_FOLDER / "claims.sqlite"):
            lines.write(claim.model_dump_json() + "\n")
            row(claim)
            count += 1
    return count


def _write_entities(output: Path) -> None:
    with open_atomic(output / "entities.csv") as stream:
        entities.write_csv(read_jsonl(output / "mentions.jsonl", FoundMention), stream)


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
    with open_atomic(path, durable=False) as stream:
        stream.write(text)
