"""The component ``resistract_defined_entities``: an abbreviation is what its long form is, throughout the text.

A recogniser sees a few words around a name, and an abbreviation has no form that tells its type; the sentence that
defines it does. The definitions are found as Schwartz and Hearst (2003) do, by scispaCy's functions.
"""

from __future__ import annotations

from collections.abc import Iterator

from scispacy.abbreviation import filter_matches, find_abbreviation
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.language.names.abbreviations import short_brackets


@Language.factory("resistract_defined_entities", assigns=["doc.ents"], requires=["doc.ents"])
def make_defined_entities(nlp: Language, name: str) -> DefinedEntities:
    """Return the component; it stands behind a recogniser."""
    return DefinedEntities(nlp)


class DefinedEntities:
    """Marks each use of an abbreviation as an entity of the type that its long form has.

    The long form has the type of the entity that ends where it ends. Longer entities that hold the abbreviation
    ("HCC cells") stay.
    """

    def __init__(self, nlp: Language):
        self.brackets = short_brackets(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of ``doc`` and return it."""
        last = {ent.end: ent for ent in doc.ents}
        uses = PhraseMatcher(doc.vocab)
        defined: set[str] = set()
        for short, long in self.definitions(doc):
            entity = last.get(long.end)
            if entity is not None and short.text not in defined:
                defined.add(short.text)
                uses.add(entity.label_, [short.as_doc()])
        if defined:
            # Of two spans of one length the first stays.
            doc.ents = filter_spans([*uses(doc, as_spans=True), *doc.ents])
        return doc

    def definitions(self, doc: Doc) -> Iterator[tuple[Span, Span]]:
        """Yield short and long form of each definition in the text."""
        brackets = [(key, start + 1, end - 1) for key, start, end in self.brackets(doc)]
        for long_candidate, short_candidate in filter_matches(brackets, doc):
            short, long = find_abbreviation(long_candidate, short_candidate)
            if long:
                yield short, long
