"""resistract: signed, traceable claims from biomedical papers."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any

__version__ = version("resistract")

# Loaded when first used: the command must print its help without importing spaCy.
_LAZY = {
    "load": ("extract.language.load", "load"),
    "add_components": ("extract.language.pipeline", "add_components"),
    "register_extensions": ("extract.relations.extensions", "register"),
    "annotate": ("extract.language.load", "annotate"),
    "read": ("extract.documents", "read"),
    "read_string": ("extract.documents", "read_string"),
    "run": ("extract.batch", "run"),
    "read_run": ("extract.export.frames", "read_run"),
}

__all__ = ["__version__", *_LAZY]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
