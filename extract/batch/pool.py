"""Tasks over worker processes, so that a document that hangs, crashes or eats the memory costs only itself."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from extract.batch import worker
from extract.batch.tasks import OUT_OF_MEMORY, Failure, PipelineError, Task

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.batch.results import Header

# A worker is replaced after this many documents: spaCy's string store only ever grows.
DOCUMENTS_PER_WORKER = 500

_BROKEN = (
    "the worker processes cannot start; a script that calls resistract must do so under "
    '`if __name__ == "__main__":`, and there must be memory for the model in each of them (fewer jobs need less)'
)


def execute(
    tasks: Sequence[Task], make_pipeline: Callable[[], Language], *, jobs: int, memory: float
) -> Iterator[tuple[Task, Header | Failure]]:
    """Do tasks in worker processes and yield each with its outcome, as they finish.

    Parameters
    ----------
    tasks : sequence of Task
    make_pipeline : callable
        Loads the pipeline; picklable, called once in every worker.
    jobs : int
        Number of worker processes.
    memory : float
        Gigabytes a document may take in its worker, beyond the loaded pipeline; 0 for no limit.

    Raises
    ------
    PipelineError
        If the pipeline cannot be loaded, or the workers cannot run.
    """
    # Spawned, not forked: the parent may have threads (a progress bar's), and a fork may inherit their locks.
    pool = ProcessPool(
        max_workers=jobs,
        max_tasks=DOCUMENTS_PER_WORKER,
        initializer=worker.start,
        initargs=(make_pipeline, memory),
        context=multiprocessing.get_context("spawn"),
    )
    try:
        futures = {pool.schedule(worker.do, args=(task,), timeout=task.timeout): task for task in tasks}
        for future in as_completed(futures):
            task = futures.pop(future)
            try:
                outcome = future.result()
            except TimeoutError:
                outcome = task.failed(
                    f"not done after {task.timeout:g} seconds", "look at the file, or give it more time with --timeout"
                )
            except ProcessExpired as error:
                outcome = _died(task, error.exitcode)
            except BrokenProcessPool as error:
                raise PipelineError(_BROKEN) from error
            yield task, outcome
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def _died(task: Task, exitcode: int) -> Failure:
    """Say why a worker that ended in the middle of a task did so."""
    if exitcode == OUT_OF_MEMORY:
        return task.failed("needs more memory than a document may take", "look at the file, or raise --memory")
    cause = f"was ended by {signal.Signals(-exitcode).name}" if exitcode < 0 else f"ended with code {exitcode}"
    return task.failed(f"its worker process {cause}", "run again; if it stays so, leave the file out")
