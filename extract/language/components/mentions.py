"""The component ``resistract_mentions``: names, phrases, pathways and drug responses become ``doc.ents``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.candidates import Candidate, Layer, longest
from extract.language.names.finder import NameFinder
from extract.language.names.variants import joined
from extract.language.phrases.happenings import HappeningFinder
from extract.language.phrases.pathways import PathwayFinder
from extract.language.phrases.processes import PhraseFinder
from extract.language.responses.finder import ResponseFinder
from extract.language.responses.meant import drugs_of


@Language.factory(
    "resistract_mentions",
    assigns=["doc.ents", "span._.direction", "span._.drug_spans", "span._.drug_names"],
    requires=[],
)
def make_mentions(nlp: Language, name: str) -> Mentions:
    """Return the component; it works on any pipeline with a parser, better with a dictionary and a recogniser."""
    return Mentions(nlp)


class Mentions:
    """Sets ``doc.ents`` to the mentions of the Doc, in ten types and without overlaps.

    Reads ``doc.ents`` of a recogniser trained on the ten types, ``doc.spans["lexicon"]`` and ``doc._.abbreviations``,
    each where it exists.
    """

    def __init__(self, nlp: Language):
        extensions.register()
        self.names = NameFinder(nlp)
        self.phrases = PhraseFinder(nlp)
        self.happenings = HappeningFinder()
        self.pathways = PathwayFinder()
        self.responses = ResponseFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Set the mentions of ``doc`` and return it."""
        terms = self.phrases.terms(doc)
        names = Layer(doc, self.names(doc, terms))
        phrases = longest([*self.phrases(doc, names, terms), *self.happenings(doc, names), *names])
        layer = Layer(doc, phrases)
        found = [*phrases, *self.pathways(doc, layer), *self.responses(doc, layer)]
        final = longest(c for c in found if not _crosses_sentence(doc, c))
        # Abbreviations of what is known only now: "serine synthesis pathway (SSP)".
        defined, _ = self.names.definitions.defined(doc, final)
        final = longest([*final, *(c for c in defined if c.label in ("PATHWAY", "PROCESS"))])
        spans = []
        for candidate, gene_tokens in joined(doc, final):
            span = Span(doc, candidate.start, candidate.end, label=candidate.label)
            if gene_tokens:
                span._.gene_tokens = gene_tokens
            spans.append(span)
        doc.ents = spans
        for candidate in final:
            if candidate.label == "DRUG_RESPONSE":
                self.set_response(doc, candidate, final)
        return doc

    def set_response(self, doc: Doc, candidate: Candidate, final: list[Candidate]) -> None:
        """Set direction and drugs of a DRUG_RESPONSE."""
        span = Span(doc, candidate.start, candidate.end, label="DRUG_RESPONSE")
        span._.direction = candidate.direction
        spans, drug_names = drugs_of(doc, candidate, final)
        span._.drug_spans = spans
        span._.drug_names = drug_names


def _crosses_sentence(doc: Doc, candidate: Candidate) -> bool:
    return any(token.is_sent_start for token in doc[candidate.start + 1 : candidate.end])
