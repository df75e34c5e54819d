"""The component ``resistract_defined_entities``: an abbreviation is what its long form is, throughout the text.

A recogniser sees a few words around a name, and an abbreviation has no form that tells its type; the sentence that
defines it does. The definitions are found as Schwartz and Hearst (2003) do.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from extract.language.names.brackets import definitions_in


@Language.factory("resistract_defined_entities", assigns=["doc.ents"], requires=["doc.ents"])
def make_defined_entities(nlp: Language, name: str) -> DefinedEntities:
    """Return the component; it stands behind a recogniser."""
    return DefinedEntities()


class DefinedEntities:
    """Marks each use of an abbreviation as an entity of the type that its long form has.

    The long form has the type of the entity that ends where it ends. Longer entities that hold the abbreviation
    ("HCC cells") stay.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of ``doc`` and return it."""
        last = {ent.end: ent for ent in doc.ents}
        uses = PhraseMatcher(doc.vocab)
        defined: set[str] = set()
        for short, long in definitions_in(doc):
            entity = last.get(long.end)
            if entity is not None and short.text not in defined:
                defined.add(short.text)
                uses.add(entity.label_, [Doc(doc.vocab, words=[token.text for token in short])])
        if defined:
            # Of two spans of one length the first stays.
            doc.ents = filter_spans([*uses(doc, as_spans=True), *doc.ents])
        return doc
