"""resistract under the name it is installed by: ``import resistract`` is ``import extract``.

spaCy finds the bundled language model by this name too. ``spacy.load("resistract")`` sees that a distribution of the
name is installed, imports the module of the same name and calls its ``load``. The wheel holds this file a second time
as that module, ``resistract.py``; ``python -m resistract`` is the command.
"""

from __future__ import annotations

from typing import Any

import extract

__all__ = [*extract.__all__]


def load(*args: Any, **options: Any) -> Any:
    """Return what ``extract.load`` returns; to spaCy the bundled language model without resistract's components.

    spaCy is known by the ``vocab`` that it passes on, with ``disable``, ``enable``, ``exclude`` and ``config``.
    """
    if "vocab" in options:
        from spacy.util import load_model_from_path

        from extract.language.load import MODEL_DIR

        return load_model_from_path(MODEL_DIR, *args, **options)
    return extract.load(*args, **options)


def __getattr__(name: str) -> Any:
    return getattr(extract, name)


if __name__ == "__main__":
    from extract.cli import app

    app(prog_name="resistract")
