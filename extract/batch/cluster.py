"""Tasks over the workers of a Dask cluster: the same unit of work as in a local process, with the same result file.

The workers must see the papers and the run folder under the same paths (a shared file system). A worker that a document
ends - by its time limit, its memory limit or a crash - is started again by its nanny, and Dask gives the document to
another one, up to some times.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extract.batch.tasks import Failure, PipelineError, Task

if TYPE_CHECKING:
    from extract.batch.results import Header

WINDOW = 8  # tasks for each thread of the cluster that are handed over at a time
_INSTALL = "install what it needs with: pip install 'resistract[cluster]'"


def execute(
    tasks: Sequence[Task], start: Callable[..., None], arguments: tuple[Any, ...], *, address: str
) -> Iterator[tuple[Task, Header | Failure]]:
    """Do tasks on a cluster and yield each with its outcome, as they finish.

    Parameters
    ----------
    tasks : sequence of Task
    start : callable
        Called with ``arguments`` once in every worker process, before its first task.
    arguments : tuple
    address : str
        The scheduler's address, such as "tcp://10.0.0.1:8786".

    Raises
    ------
    PipelineError
        If Dask is not installed, no scheduler answers, or the pipeline cannot be loaded.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise PipelineError(f"Dask is not installed; {_INSTALL}") from error
    try:
        client = Client(address, timeout="30s")
    except (OSError, ValueError) as error:
        raise PipelineError(f"{address}: no Dask scheduler answers ({error}); start it, or mend the address") from error
    with client:
        waiting = iter(tasks)
        threads = max(sum(client.nthreads().values()), 1)
        given = {}
        running = as_completed()
        for task in itertools.islice(waiting, WINDOW * threads):
            future = _submit(client, task, start, arguments)
            given[future.key] = task
            running.add(future)
        for future in running:
            task = given.pop(future.key)
            following = next(waiting, None)
            if following is not None:
                more = _submit(client, following, start, arguments)
                given[more.key] = following
                running.add(more)
            yield task, _outcome(future, task)


def _submit(client: Any, task: Task, start: Callable[..., None], arguments: tuple[Any, ...]) -> Any:
    return client.submit(_do, task, start, arguments, pure=False, retries=0)


def _outcome(future: Any, task: Task) -> Header | Failure:
    from distributed import KilledWorker

    try:
        result: Header | Failure = future.result()
    except KilledWorker:
        hint = "look at the file, or give it more time with --timeout or more memory with --memory"
        return task.failed("ended every worker that it was given to", hint)
    finally:
        future.release()
    return result


_started: list[bool] = []


def _do(task: Task, start: Callable[..., None], arguments: tuple[Any, ...]) -> Header | Failure:
    """Do a task in a worker of the cluster, with the pipeline that its process loads once."""
    from extract.batch import worker

    if not _started:
        start(*arguments)
        _started.append(True)
    return worker.do(task)
