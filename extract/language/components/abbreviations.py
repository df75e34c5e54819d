"""The component ``resistract_abbreviations``: the abbreviations that a text defines, wherever it uses them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.language import extensions
from extract.language.names.brackets import uses


@Language.factory("resistract_abbreviations", assigns=["doc._.abbreviations"])
def make_abbreviations(nlp: Language, name: str) -> Abbreviations:
    """Return the component; it needs nothing but tokens."""
    return Abbreviations()


class Abbreviations:
    """Sets ``doc._.abbreviations``, in the form of scispaCy's ``abbreviation_detector`` with ``make_serializable``.

    Each use of an abbreviation is a dict of ``short_text``, ``short_start``, ``short_end`` and ``long_text``,
    ``long_start``, ``long_end``; starts and ends count tokens. What an earlier detector has set is left as it is.
    """

    def __init__(self) -> None:
        extensions.register()

    def __call__(self, doc: Doc) -> Doc:
        """Set the abbreviations of ``doc`` and return it."""
        if not doc._.abbreviations:
            doc._.abbreviations = [
                {
                    "short_text": short.text,
                    "short_start": short.start,
                    "short_end": short.end,
                    "long_text": long.text,
                    "long_start": long.start,
                    "long_end": long.end,
                }
                for short, long in uses(doc)
            ]
        return doc
