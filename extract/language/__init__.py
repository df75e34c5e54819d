"""A Document -> an annotated spaCy Doc: model, abbreviations, mentions, states, grounding."""

from extract.language.load import ModelNotFoundError, annotate, load

__all__ = ["ModelNotFoundError", "annotate", "load"]
