"""Many files -> one run folder: what has to be done, doing it, and the record of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extract.batch import folder as run_folder
from extract.batch import records
from extract.batch.fingerprint import Pipeline, describe, hash_file
from extract.batch.inputs import STDIN, InputError, Source, collect, spool
from extract.batch.results import Header, read_header
from extract.batch.tasks import Failure, Task
from extract.documents import FORMATS
from extract.schema import content_hash

MEGABYTE = 1_000_000
MAX_JOBS = 8  # unless told otherwise: every worker holds its own copy of the model


@dataclass(frozen=True)
class Options:
    """How a run is done; see :func:`run`."""

    jobs: int | None = None
    model: str | Path | None = None
    rules: tuple[str | Path, ...] = ()
    format: str | None = None
    resume: bool = True
    timeout: float = 300.0
    memory: float = 4.0
    max_size: float = 100.0


@dataclass(frozen=True)
class Summary:
    """What a run did. ``reused`` documents were done by an earlier run; ``seconds`` is wall-clock time."""

    output: Path
    counts: dict[str, int]
    failures: tuple[Failure, ...]
    reused: int
    seconds: float


def run(
    paths: str | Path | Iterable[str | Path],
    output: str | Path,
    *,
    jobs: int | None = None,
    model: str | Path | None = None,
    rules: Sequence[str | Path] = (),
    format: str | None = None,
    resume: bool = True,
    timeout: float = 300.0,
    memory: float = 4.0,
    max_size: float = 100.0,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Extract the claims of many papers into a run folder.

    A document that an earlier run into the same folder finished, with the same file and the same pipeline, is not
    done again. The folder's files are put together when all documents are done, sorted by document id, so that they
    do not depend on the number of workers. Documents that fail are listed and stop nothing.

    Parameters
    ----------
    paths : path or iterable of paths
        Files, folders, glob patterns; "-" for standard input.
    output : path
        The run folder, made when missing.
    jobs : int, optional
        Worker processes; by default one a core, up to eight. Scripts call this under ``if __name__ == "__main__":``.
    model, rules
        As for :func:`extract.load`.
    format : str, optional
        Format of the files, where their names and first bytes mislead.
    resume : bool
        False does every document again.
    timeout : float
        Seconds a document may take.
    memory : float
        Gigabytes a document may take beyond the loaded pipeline (on Linux); 0 for no limit.
    max_size : float
        Megabytes (10**6 bytes) beyond which a file is refused unread.
    progress : callable, optional
        Called with the numbers of documents done and in all, first before the work begins.

    Raises
    ------
    InputError, ManifestError
        If an input does not exist, none is found, or a manifest is broken.
    PipelineError
        If model or rules cannot be loaded.
    """
    options = Options(jobs, model, tuple(rules), format, resume, timeout, memory, max_size)
    started, clock = datetime.now(UTC), time.perf_counter()
    output = Path(output)
    sources, work = _prepare([paths] if isinstance(paths, str | Path) else list(paths), output, options)
    pipeline = describe(model, rules)
    plans = {source.doc_id: _plan(source, work, pipeline, options) for source in sources}
    tasks = {doc_id: plan for doc_id, plan in plans.items() if isinstance(plan, Task)}
    failures = {doc_id: plan for doc_id, plan in plans.items() if isinstance(plan, Failure)}
    headers = {doc_id: header for doc_id, task in tasks.items() if resume and (header := _finished(task))}
    reused = frozenset(headers)

    report = progress or (lambda done, total: None)
    report(len(headers) + len(failures), len(sources))
    for task, outcome in _execute([task for doc_id, task in tasks.items() if doc_id not in reused], options):
        if isinstance(outcome, Failure):
            failures[task.doc_id] = outcome
        else:
            headers[task.doc_id] = outcome
        report(len(headers) + len(failures), len(sources))

    counts = run_folder.assemble(output, list(headers), failures.values())
    records.clear(work)
    seconds = time.perf_counter() - clock
    run_folder.write_run(
        output,
        {
            "versions": pipeline.versions,
            "model": pipeline.model,
            "rules": pipeline.rules,
            "pipeline": pipeline.digest,
            "settings": {
                "format": format,
                "jobs": jobs,
                "resume": resume,
                "timeout": timeout,
                "memory": memory,
                "max_size": max_size,
            },
            "counts": counts,
            "timings": {"started": started.isoformat(timespec="seconds"), "seconds": round(seconds, 3)},
            "inputs": [_describe_input(source, tasks, headers, reused) for source in sources],
        },
    )
    return Summary(output, counts, tuple(failures[doc_id] for doc_id in sorted(failures)), len(reused), seconds)


def _prepare(paths: list[str | Path], output: Path, options: Options) -> tuple[list[Source], Path]:
    """Return the sources, sorted by id, and the work folder."""
    for path in options.rules:
        if not Path(path).is_file():
            raise InputError(f"{path}: no such file of rules")
    if options.format is not None and options.format not in FORMATS:
        raise InputError(f"unknown format {options.format!r}; known are {', '.join(FORMATS)}")
    named = [path for path in paths if str(path) != STDIN]
    sources = collect(named, output=output) if named or not paths else []
    try:
        work = run_folder.prepare(output)
    except OSError as error:
        raise InputError(f"{output}: cannot be used as the output folder ({error.strerror})") from error
    if len(named) < len(paths):
        taken = {source.doc_id for source in sources}
        sources.append(spool(sys.stdin.buffer, work, taken=taken, limit=int(options.max_size * MEGABYTE)))
    sources = records.expand(sources, work, format=options.format, limit=int(options.max_size * MEGABYTE))
    return sorted(sources, key=lambda source: source.doc_id), work


def _plan(source: Source, work: Path, pipeline: Pipeline, options: Options) -> Task | Failure:
    """Return the task of a file, or the reason why it will not be read."""
    path = source.path
    try:
        size = path.stat().st_size
        if not path.is_file():
            return source.failed("is not a regular file", "save it to a file, or give it on standard input (-)")
        if size > options.max_size * MEGABYTE:
            reason = f"is too large: {size / MEGABYTE:,.0f} MB, at most {options.max_size:g} MB are read"
            return source.failed(reason, "split it, or raise --max-size")
        sha256 = hash_file(path)
    except OSError as error:
        return source.failed(f"cannot be opened ({error.strerror})", "check that the file exists and may be read")
    decisive = {
        "doc_id": source.doc_id,
        "title": source.title,
        "doi": source.doi,
        "sha256": sha256,
        "suffix": path.suffix.lower(),
        "format": options.format,
        "pipeline": pipeline.digest,
    }
    return Task(
        doc_id=source.doc_id,
        path=path,
        name=source.name,
        format=options.format,
        title=source.title,
        doi=source.doi,
        sha256=sha256,
        key=content_hash(decisive),
        folder=work,
        timeout=options.timeout,
    )


def _finished(task: Task) -> Header | None:
    """Return the header of a task's result where an earlier run left one that still holds."""
    header = read_header(task.folder, task.doc_id)
    return header if header is not None and header.key == task.key else None


def _execute(tasks: list[Task], options: Options) -> Iterator[tuple[Task, Header | Failure]]:
    if not tasks:
        return
    # Imported here because it takes seconds, and a run that finds everything done has no use for it.
    from extract.batch.pool import execute
    from extract.language.load import load

    jobs = min(options.jobs or min(_cores(), MAX_JOBS), len(tasks))
    yield from execute(tasks, partial(load, options.model, rules=options.rules), jobs=jobs, memory=options.memory)


def _describe_input(
    source: Source, tasks: dict[str, Task], headers: dict[str, Header], reused: frozenset[str]
) -> dict[str, object]:
    task, header = tasks.get(source.doc_id), headers.get(source.doc_id)
    return {
        "doc_id": source.doc_id,
        "file": source.name,
        "sha256": task.sha256 if task else None,
        "status": "failed" if header is None else "reused" if source.doc_id in reused else "done",
        "format": header.format if header else None,
        "words": header.words if header else None,
        "mentions": header.mentions if header else None,
        "triples": header.triples if header else None,
        "seconds": header.seconds if header else None,
    }


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
