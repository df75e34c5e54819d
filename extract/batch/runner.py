"""Many files -> one run folder: what has to be done, doing it, and the record of it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extract.batch import folder as run_folder
from extract.batch import limits, records
from extract.batch.fingerprint import Pipeline, describe, hash_file, labels_of
from extract.batch.inputs import STDIN, InputError, Source, collect, spool
from extract.batch.lock import BusyError, hold
from extract.batch.remote import FOLDER as FETCHED
from extract.batch.remote import fetch, is_remote
from extract.batch.results import Header, read_header
from extract.batch.tasks import Failure, Task
from extract.documents import FORMATS
from extract.schema import content_hash

MEGABYTE = 1_000_000
MAX_JOBS = 8  # unless told otherwise: every worker holds its own copy of the model
_SETTINGS = ("format", "jobs", "resume", "timeout", "memory", "max_size")


@dataclass(frozen=True)
class Options:
    """How a run is done; see :func:`run`."""

    jobs: int | None = None
    model: str | Path | None = None
    rules: tuple[str | Path, ...] = ()
    labels: str | Path | None = None
    recognizers: tuple[str | Path, ...] = ()
    min_confidence: float | None = None
    format: str | None = None
    resume: bool = True
    timeout: float = 300.0
    memory: float = 4.0
    max_size: float = 100.0
    dask: str | None = None


@dataclass(frozen=True)
class Summary:
    """What a run did. ``reused`` documents were done by an earlier run; ``seconds`` is wall-clock time.

    ``notices`` say what the user should know although nothing failed; ``warnings`` are pairs of a file and what of it
    was left out.
    """

    output: Path
    counts: dict[str, int]
    failures: tuple[Failure, ...]
    reused: int
    seconds: float
    notices: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


def run(
    paths: str | Path | Iterable[str | Path],
    output: str | Path,
    *,
    jobs: int | None = None,
    model: str | Path | None = None,
    rules: Sequence[str | Path] = (),
    labels: str | Path | None = None,
    recognizers: Sequence[str | Path] = (),
    min_confidence: float | None = None,
    format: str | None = None,
    resume: bool = True,
    timeout: float = 300.0,
    memory: float = 4.0,
    max_size: float = 100.0,
    dask: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Extract the claims of many papers into a run folder.

    A document that an earlier run into the same folder finished, with the same file and the same pipeline, is not
    done again. The folder's files are put together when all documents are done, sorted by document id, so that they
    do not depend on the number of workers. Documents that fail are listed and stop nothing.

    Parameters
    ----------
    paths : path or iterable of paths
        Files, folders, glob patterns; addresses such as "s3://..."; "-" for standard input.
    output : path
        The run folder, made when missing.
    jobs : int, optional
        Worker processes; by default one a core, up to eight. Scripts call this under ``if __name__ == "__main__":``.
    model, rules, labels, recognizers, min_confidence
        As for :func:`extract.load`; labels as a file.
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
    dask : str, optional
        The address of a Dask scheduler, whose workers then do the documents instead of local processes.
    progress : callable, optional
        Called with the numbers of documents done and in all, first before the work begins.

    Raises
    ------
    InputError, ManifestError
        If an input does not exist, none is found, a manifest is broken, or another run works in the folder.
    PipelineError
        If model or rules cannot be loaded.
    OutputError
        If the folder cannot be written. Finished documents are kept.
    """
    options = Options(
        jobs=jobs,
        model=model,
        rules=tuple(rules),
        labels=labels,
        recognizers=tuple(recognizers),
        min_confidence=min_confidence,
        format=format,
        resume=resume,
        timeout=timeout,
        memory=memory,
        max_size=max_size,
        dask=dask,
    )
    clock = time.perf_counter()
    output = Path(output)
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    _check(options)
    addresses = [str(path) for path in given if is_remote(path)]
    named = [path for path in given if str(path) != STDIN and not is_remote(path)]
    sources = collect(named, output=output) if named or not given else []
    work = run_folder.prepare(output)
    try:
        with hold(work), run_folder.writing(output):
            run_folder.clear_unfinished(output)
            limit = int(max_size * MEGABYTE)
            taken = {source.doc_id.casefold() for source in sources}
            if STDIN in map(str, given):
                sources.append(spool(sys.stdin.buffer, work, taken=taken, limit=limit))
            missing: list[Failure] = []
            for found in fetch(addresses, work, taken=taken, limit=limit) if addresses else ():
                (missing if isinstance(found, Failure) else sources).append(found)  # type: ignore[arg-type]
            report = progress or (lambda done, total: None)
            return _run(sources, missing, output, work, options, report, clock)
    except BusyError as error:
        raise InputError(f"{output}: {error}") from error


def _check(options: Options) -> None:
    for path, what in (*((path, "rules") for path in options.rules), (options.labels, "labels")):
        if path is not None and not Path(path).is_file():
            raise InputError(f"{path}: no such file of {what}")
    if options.format is not None and options.format not in FORMATS:
        raise InputError(f"unknown format {options.format!r}; known are {', '.join(FORMATS)}")


def _run(
    named: list[Source],
    missing: list[Failure],
    output: Path,
    work: Path,
    options: Options,
    report: Callable[[int, int], None],
    clock: float,
) -> Summary:
    """Do what has to be done, put the results together and record how; ``clock`` is when the run began."""
    started = datetime.now(UTC)
    sources, failures = _expand(named, work, options)
    failures |= {failure.doc_id: failure for failure in missing}
    pipeline = describe(
        options.model, options.rules, options.labels, options.recognizers, min_confidence=options.min_confidence
    )
    tasks: dict[str, Task] = {}
    for source in sources:
        if source.doc_id not in failures:
            plan = _plan(source, work, pipeline, options)
            if isinstance(plan, Failure):
                failures[source.doc_id] = plan
            else:
                tasks[source.doc_id] = plan
    warned: dict[str, tuple[str, ...]] = {}
    finished = {task.doc_id for task in tasks.values() if options.resume and _is_finished(task, warned)}
    reused = frozenset(finished)

    whole = len(sources) + len(missing)
    report(len(finished) + len(failures), whole)
    for task, outcome in _execute([task for doc_id, task in tasks.items() if doc_id not in reused], options):
        if isinstance(outcome, Failure):
            failures[task.doc_id] = outcome
        else:
            finished.add(task.doc_id)
            _note_warnings(outcome, warned)
        report(len(finished) + len(failures), whole)

    counts = run_folder.assemble(output, list(finished), failures.values())
    records.clear(work)
    shutil.rmtree(work / FETCHED, ignore_errors=True)
    seconds = time.perf_counter() - clock
    run_folder.write_run(
        output,
        {
            "versions": pipeline.versions,
            "model": pipeline.model,
            "recognizers": list(pipeline.recognizers),
            "rules": pipeline.rules,
            "pipeline": pipeline.digest,
            "settings": {name: getattr(options, name) for name in _SETTINGS},
            "counts": counts,
            "timings": {"started": started.isoformat(timespec="seconds"), "seconds": round(seconds, 3)},
        },
        (_describe_input(source, tasks.get(source.doc_id), _status(source, failures, reused)) for source in sources),
    )
    failed = tuple(failures[doc_id] for doc_id in sorted(failures))
    warnings = tuple((tasks[doc_id].name, text) for doc_id in sorted(warned) for text in warned[doc_id])
    return Summary(output, counts, failed, len(reused), seconds, _notices(options), warnings)


def _expand(named: list[Source], work: Path, options: Options) -> tuple[list[Source], dict[str, Failure]]:
    """Put in place of each collection the papers it holds; return the sources, sorted by id, and what failed."""
    limit = int(options.max_size * MEGABYTE)
    cuts = records.collections(named, work, format=options.format, limit=limit, timeout=options.timeout)
    failures: dict[str, Failure] = {}
    pieces: dict[str, list[records.Piece]] = {}
    for cut, outcome in _cut(cuts, options):
        if isinstance(outcome, Failure):
            failures[cut.source.doc_id] = outcome
        else:
            pieces[cut.source.doc_id] = outcome
    taken = {source.doc_id.casefold() for source in named}
    sources: list[Source] = []
    for source in named:
        if pieces.get(source.doc_id):
            sources += records.sources_of(source, pieces[source.doc_id], taken)
        else:
            sources.append(source)
    return sorted(sources, key=lambda source: source.doc_id), failures


def _plan(source: Source, work: Path, pipeline: Pipeline, options: Options) -> Task | Failure:
    """Return the task of a file, or the reason why it will not be read."""
    path, format = source.path, source.format or options.format
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
        "format": format,
        "pipeline": pipeline.digest,
    }
    return Task(
        doc_id=source.doc_id,
        path=path,
        name=source.name,
        format=format,
        title=source.title,
        doi=source.doi,
        sha256=sha256,
        key=content_hash(decisive),
        folder=work,
        timeout=options.timeout,
    )


def _is_finished(task: Task, warned: dict[str, tuple[str, ...]]) -> bool:
    """Tell whether an earlier run left a result of a task that still holds; its warnings are noted."""
    header = read_header(task.folder, task.doc_id)
    if header is None or header.key != task.key:
        return False
    _note_warnings(header, warned)
    return True


def _note_warnings(header: Header, warned: dict[str, tuple[str, ...]]) -> None:
    if header.warnings:
        warned[header.doc_id] = header.warnings


def _execute(tasks: list[Task], options: Options) -> Iterator[tuple[Task, Header | Failure]]:
    if not tasks:
        return
    # Imported here because it takes seconds, and a run that finds everything done has no use for it.
    from extract.batch import cluster, pool, worker
    from extract.language.load import load

    how = {name: getattr(options, name) for name in ("rules", "labels", "recognizers", "min_confidence")}
    arguments = (partial(load, options.model, **how), options.memory)
    if options.dask is not None:
        yield from cluster.execute(tasks, worker.start, arguments, address=options.dask)
        return
    yield from pool.execute(tasks, worker.do, worker.start, arguments, jobs=_jobs(options, len(tasks)))


def _notices(options: Options) -> tuple[str, ...]:
    """Return what is to be said of the models: the labels whose entities are not used."""
    models = [model for model in (options.model, *options.recognizers) if model is not None]
    if not models:
        return ()
    from extract.language.labels import LabelScheme, read_labels, unknown_labels

    scheme = LabelScheme(read_labels(options.labels) if options.labels is not None else None)
    unknown = {str(model): scheme.unknown(labels_of(model)) for model in models}
    return tuple(f"{model}: {unknown_labels(labels)}" for model, labels in unknown.items() if labels)


def _cut(cuts: list[records.Cut], options: Options) -> Iterator[tuple[records.Cut, list[records.Piece] | Failure]]:
    if not cuts:
        return
    from extract.batch import pool

    yield from pool.execute(cuts, records.cut, limits.start, (options.memory,), jobs=_jobs(options, len(cuts)))


def _jobs(options: Options, work: int) -> int:
    return min(options.jobs or min(_cores(), MAX_JOBS), work)


def _status(source: Source, failures: Container[str], reused: Container[str]) -> str:
    return "failed" if source.doc_id in failures else "reused" if source.doc_id in reused else "done"


def _describe_input(source: Source, task: Task | None, status: str) -> dict[str, object]:
    # Headers are read again from their files: of very many documents not all can be held.
    header = read_header(task.folder, task.doc_id) if task and status != "failed" else None
    return {
        "doc_id": source.doc_id,
        "file": source.name,
        "sha256": task.sha256 if task else None,
        "status": status,
        "format": header.format if header else None,
        "words": header.words if header else None,
        "mentions": header.mentions if header else None,
        "triples": header.triples if header else None,
        "seconds": header.seconds if header else None,
        "warnings": list(header.warnings) if header else [],
    }


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
