"""What a worker process may use: memory, and time when nobody is left to end it."""

from __future__ import annotations

import logging
import signal
import threading
import warnings
from pathlib import Path

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

GIGABYTE = 1 << 30
_STATUS = Path("/proc/self/statm")
ALARM_GRACE = 30.0  # seconds a worker outlives its time limit when nobody is left to end it


def start(memory: float) -> None:
    """Prepare a process for reading files, with so many gigabytes of memory for each (0: no limit)."""
    warnings.simplefilter("ignore")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    limit_memory(memory)


def limit_memory(gigabytes: float) -> None:
    """Cap the address space at what the loaded process has plus an allowance; only Linux tells the former."""
    if resource is not None and gigabytes and _STATUS.exists():
        used = int(_STATUS.read_text().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = used + int(gigabytes * GIGABYTE)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def held() -> float | None:
    """Return how many MB this process holds in memory; only Linux tells."""
    try:
        pages = int(_STATUS.read_text().split()[1])
    except OSError:
        return None
    return pages * resource.getpagesize() / 1e6


def set_alarm(seconds: float) -> None:
    """Have the system end this process after some time, even inside a native loop; 0 takes it back.

    The parent ends a worker that is over its time; this is for a worker whose parent was killed.
    """
    if hasattr(signal, "setitimer"):  # not on Windows
        if threading.current_thread() is threading.main_thread():  # nowhere else can it be set; it is the default
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
