"""resistract: signed, traceable claims from biomedical papers."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.batch import run
    from extract.documents import read, read_string
    from extract.export.frames import read_run
    from extract.language.load import annotate, load
    from extract.language.pipeline import add_components
    from extract.relations.extensions import register as register_extensions

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

__all__ = [
    "__version__",
    "add_components",
    "annotate",
    "load",
    "read",
    "read_run",
    "read_string",
    "register_extensions",
    "run",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
