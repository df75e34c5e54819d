"""The bundled language model under the name that spaCy finds it by.

``spacy.load("resistract")`` sees that a distribution of this name is installed, imports the module of the same name and
calls its ``load``. The wheel holds this file a second time as that module, ``resistract.py``.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_path

from extract.language.load import MODEL_DIR

__all__ = ["load"]


def load(**overrides: Any) -> Language:
    """Return the bundled language model, without resistract's components (those come with ``extract.load()``).

    Parameters
    ----------
    **overrides
        What ``spacy.load`` passes on: ``vocab``, ``disable``, ``enable``, ``exclude``, ``config``.
    """
    return load_model_from_path(MODEL_DIR, **overrides)
