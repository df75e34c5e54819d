"""The one error of exports."""

from __future__ import annotations


class ExportError(Exception):
    """A run could not be exported; the message says why and what to do, in one line."""
