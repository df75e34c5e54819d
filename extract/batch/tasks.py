"""What goes to a worker process and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

OUT_OF_MEMORY = 77  # exit code of a worker that reached its memory limit


class PipelineError(RuntimeError):
    """The pipeline cannot be loaded, so that no document can be done; the message says what to do."""


@dataclass(frozen=True)
class Failure:
    """Why a document could not be done, and what to do about it."""

    doc_id: str
    file: str
    reason: str
    hint: str
    traceback: str | None = None

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}; {self.hint}"


@dataclass(frozen=True)
class Task:
    """One document to do. The result goes into ``folder`` and carries ``key``; ``timeout`` in seconds.

    ``name`` is what the file is called in messages and records.
    """

    doc_id: str
    path: Path
    name: str
    format: str | None
    title: str | None
    doi: str | None
    sha256: str
    key: str
    folder: Path
    timeout: float

    def failed(self, reason: str, hint: str, traceback: str | None = None) -> Failure:
        """Return the failure of this task."""
        return Failure(self.doc_id, self.name, reason, hint, traceback)
