"""The component ``resistract_borrowed_entities``: the entities of another model, beside the pipeline's own."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from extract.language.load import apply, load_model

# What a recogniser does not need; in other models a recogniser has its own embedding or listens to ``tok2vec``.
UNUSED = ("parser", "tagger", "attribute_ruler", "lemmatizer", "morphologizer", "senter")


@Language.factory("resistract_borrowed_entities", assigns=["doc.spans"])
def make_borrowed_entities(nlp: Language, name: str, model: str) -> BorrowedEntities:
    """Return the component; `model` is the name or folder of a model that sets ``doc.ents``."""
    return BorrowedEntities(load_model(model, exclude=UNUSED))


class BorrowedEntities:
    """Adds the entities of another pipeline, under its labels, to ``doc.spans["recognized"]``.

    The other pipeline reads the text with its own tokens and vectors; its entities grow to whole tokens of the Doc.
    """

    def __init__(self, nlp: Language):
        self.nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Add the entities to ``doc`` and return it."""
        found = apply(self.nlp, self.nlp.make_doc(doc.text)).ents
        spans = (doc.char_span(e.start_char, e.end_char, label=e.label_, alignment_mode="expand") for e in found)
        if "recognized" not in doc.spans:
            doc.spans["recognized"] = SpanGroup(doc, name="recognized")
        doc.spans["recognized"].extend([span for span in spans if span is not None])
        return doc
