"""What goes to a worker process and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

OUT_OF_MEMORY = 77  # exit code of a worker that reached its memory limit
_LONGEST = 500  # characters of a reason: some libraries quote the whole file


class OutputError(OSError):
    """The run folder cannot be written; the message says what to do. What is finished is kept."""


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

    def __post_init__(self) -> None:
        # Names and reasons come from the files: nothing in them may steer a terminal or be impossible to write.
        object.__setattr__(self, "file", printable(self.file))
        object.__setattr__(self, "reason", _shortened(printable(" ".join(self.reason.split()))))
        object.__setattr__(self, "hint", printable(self.hint))
        if self.traceback is not None:
            lines = self.traceback.splitlines()
            object.__setattr__(self, "traceback", "\n".join(_shortened(printable(line)) for line in lines))

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


def printable(text: str) -> str:
    """Return text with control and format characters, and what UTF-8 cannot hold, written as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."
