"""One run at a time in a run folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

NAME = "lock"


class BusyError(RuntimeError):
    """Another run works in the folder; the message says which."""


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold a folder's lock. The system lets go of it when the process ends, however it ends, so that none is stale.

    Raises
    ------
    BusyError
        If another process holds it.
    """
    with open(folder / NAME, "a+", encoding="utf-8") as stream:
        if fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                stream.seek(0)
                holder = stream.read(200).strip() or "another process"
                raise BusyError(
                    f"another run writes into it ({holder}); wait for it, or name another folder"
                ) from error
            except OSError:  # a file system without locks
                pass
        stream.truncate(0)
        stream.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        stream.flush()
        yield
