"""What ``spacy train`` needs to train the recogniser of mentions: its factory, and a start from another network.

Passed with ``--code``; like `blas`, it has numpy multiply.
"""

import sys
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import registry
from thinc.api import Model

import extract.language.model.recogniser  # noqa: F401
from extract.language import extensions

sys.path.insert(0, str(Path(__file__).parent))
import blas  # noqa: F401

extensions.register()


def token_vectors(model: Model) -> Model:
    """Return the part of a network that embeds and encodes tokens."""
    return next(node for node in model.walk() if node.has_ref("embed") and node.has_ref("encode"))


@registry.callbacks("resistract.start_from.v1")
def start_from(path: str, source: str, target: str):
    """Return a callback that gives `target` the token vectors that component `source` of a pipeline has learned."""

    def copy(nlp: Language) -> Language:
        learned, mine = (pipe.model for pipe in (spacy.load(path).get_pipe(source), nlp.get_pipe(target)))
        token_vectors(mine).from_bytes(token_vectors(learned).to_bytes())
        return nlp

    return copy
