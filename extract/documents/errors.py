"""The one error readers raise."""

from __future__ import annotations


class ReadError(Exception):
    """A document could not be read.

    Attributes
    ----------
    path
        The file, or the document id for text that came without a file.
    reason
        What is wrong, in a few words.
    hint
        What the user can do about it; may be empty.
    """

    def __init__(self, path: object, reason: str, hint: str = "") -> None:
        super().__init__(str(path), reason, hint)
        self.path = str(path)
        self.reason = " ".join(reason.split())
        self.hint = " ".join(hint.split())

    def __str__(self) -> str:
        message = f"{self.path}: {self.reason}"
        return f"{message}; {self.hint}" if self.hint else message
