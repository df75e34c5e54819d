"""Work over processes, so that a document that hangs, crashes or eats the memory costs only itself."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from extract.batch import limits
from extract.batch.tasks import OUT_OF_MEMORY, Failure, PipelineError

# A worker is replaced when it has grown by this much since its first piece of work, for spaCy's string store only ever
# grows; not too soon, for a new one loads the model and learns the frequent words again.
GROWTH = 250.0  # MB
AT_LEAST = 500  # pieces of work; where nobody tells what a process holds, it is replaced after so many
LOADING = 600.0  # seconds that a worker may take to load the pipeline
_LOSSES = 3  # times a worker may be lost while it loads, one after the other

_BROKEN = (
    "the worker processes cannot start; a script that calls resistract must do so under "
    '`if __name__ == "__main__":`, and there must be memory for the model in each of them (fewer jobs need less)'
)


class Work(Protocol):
    """What a worker is given: it knows its time limit in seconds, and how to say why it failed."""

    @property
    def timeout(self) -> float:
        """Seconds."""

    def failed(self, reason: str, hint: str, traceback: str | None = None) -> Failure:
        """Return the failure of this work."""


W = TypeVar("W", bound=Work)


def execute(
    work: Iterable[W], do: Callable[[W], Any], start: Callable[..., None], arguments: tuple[Any, ...], *, jobs: int
) -> Iterator[tuple[W, Any]]:
    """Do work in worker processes and yield each piece with its outcome, a `Failure` among them, as they finish.

    A worker that is lost while it loads is started again, and given up after some times; the others go on.

    Parameters
    ----------
    work : iterable
        Taken as workers become free.
    do : callable
        Does one piece in a worker; picklable, as is what it returns.
    start : callable
        Called with ``arguments`` in every worker before its first piece.
    arguments : tuple
    jobs : int
        Number of worker processes.

    Raises
    ------
    PipelineError
        If ``do`` raises it, or no worker can be started.
    """
    lanes = [_Lane(do, start, arguments) for _ in range(jobs)]
    waiting = iter(work)
    again: deque[W] = deque()
    try:
        while True:
            for lane in lanes:
                if lane.work is None and (item := _next(again, waiting)) is not None:
                    lane.give(item)
            busy = {lane.future: lane for lane in lanes if lane.work is not None}
            if not busy:
                break
            done, _ = wait(busy, timeout=1.0, return_when=FIRST_COMPLETED)
            for future, lane in busy.items():
                item = lane.work
                if future in done and not lane.lost():
                    yield item, lane.take()
                elif future in done or lane.stuck():
                    again.append(lane.restart())
                    if lane.losses > _LOSSES:
                        lane.stop()
                        lanes.remove(lane)
            if not lanes:
                raise PipelineError(_BROKEN)
    finally:
        for lane in lanes:
            lane.stop()


def _next(again: deque[W], waiting: Iterator[W]) -> W | None:
    return again.popleft() if again else next(waiting, None)


class _Lane:
    """One worker process and what it is at: a pool of one, so that no lock is shared with a worker that may die."""

    def __init__(self, do: Callable[[Any], Any], start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        self._do, self._start, self._arguments = do, start, arguments
        self._pool: ProcessPool | None = None
        self._given = 0.0
        self._done, self._held = 0, 0.0
        self.work: Any = None
        self.future: Future[Any] = Future()
        self.losses = 0

    def give(self, work: Work) -> None:
        """Have the worker do a piece of work."""
        if self._pool is None:
            # Spawned, not forked: the parent may have threads (a progress bar's), and a fork may inherit their locks.
            self._pool = ProcessPool(
                max_workers=1,
                initializer=self._start,
                initargs=self._arguments,
                context=multiprocessing.get_context("spawn"),
            )
        self.work, self._given = work, time.monotonic()
        try:
            self.future = self._pool.schedule(_do, args=(self._do, work), timeout=work.timeout)
        except RuntimeError as error:  # the worker was lost between two pieces of work, and its pool with it
            self.future = Future()
            self.future.set_exception(BrokenProcessPool(str(error)))

    def lost(self) -> bool:
        """Tell whether the worker ended before it began with its work."""
        return isinstance(self.future.exception(), BrokenProcessPool)

    def stuck(self) -> bool:
        """Tell whether the worker has been loading for too long."""
        return not self.future.running() and time.monotonic() - self._given > LOADING

    def take(self) -> Any:
        """Return what came of the work, and be free for more."""
        work, self.work, self.losses = self.work, None, 0
        try:
            outcome, held = self.future.result()
        except (TimeoutError, ProcessExpired) as error:
            self._done = 0  # the pool has another worker
            return _ended(work, error)
        self._weigh(held)
        return outcome

    def _weigh(self, held: float | None) -> None:
        """Note what the worker holds after a piece of work, and end it if it has grown too much."""
        self._done += 1
        if self._done == 1:
            self._held = held or 0.0
        if self._done >= AT_LEAST and (held is None or held > self._held + GROWTH):
            self.stop()

    def restart(self) -> Any:
        """End the worker, and return the work that it did not begin with."""
        self.stop()
        work, self.work = self.work, None
        self.losses += 1
        return work

    def stop(self) -> None:
        """End the worker."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None
        self._done = 0


def _do(do: Callable[[Any], Any], work: Any) -> tuple[Any, float | None]:
    """Do a piece of work in a worker; return what came of it and how many MB the process holds."""
    return do(work), limits.held()


def _ended(work: Work, error: TimeoutError | ProcessExpired) -> Failure:
    """Say why a worker that ended in the middle of its work did so."""
    if isinstance(error, TimeoutError):
        hint = "look at the file, or give it more time with --timeout"
        return work.failed(f"not done after {work.timeout:g} seconds", hint)
    if error.exitcode == OUT_OF_MEMORY:
        return work.failed("needs more memory than a document may take", "look at the file, or raise --memory")
    cause = (
        f"was ended by {_signal_name(-error.exitcode)}" if error.exitcode < 0 else f"ended with code {error.exitcode}"
    )
    return work.failed(f"its worker process {cause}", "run again; if it stays so, leave the file out")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
