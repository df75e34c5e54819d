"""The component ``resistract_mentions``: names, phrases, pathways and drug responses become ``doc.ents``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.candidates import Candidate, Finder, Layer, Trace, longest
from extract.language.labels import LabelScheme
from extract.language.lexicon.kingdoms import is_lifeless
from extract.language.names.evidence import UNLIKELY
from extract.language.names.finder import NameFinder
from extract.language.names.likelihood import likelihood_in
from extract.language.names.modified import longer_diseases
from extract.language.names.recognised import RecognisedFinder
from extract.language.names.variants import joined
from extract.language.names.whole import whole_names
from extract.language.phrases.happenings import HappeningFinder
from extract.language.phrases.objects import ObjectFinder
from extract.language.phrases.pathways import PathwayFinder
from extract.language.phrases.processes import PhraseFinder
from extract.language.responses.finder import ResponseFinder
from extract.language.responses.meant import drugs_of

# What only living things have, are made of, or do.
LIVING = frozenset(("GENE", "NCRNA", "CELL_TYPE", "CELL_LINE", "PATHWAY", "PROCESS"))


@Language.factory(
    "resistract_mentions",
    assigns=["doc.ents", "span._.direction", "span._.drug_spans", "span._.drug_names"],
    requires=[],
    default_config={"labels": {}, "finders": {}},
)
def make_mentions(nlp: Language, name: str, labels: dict[str, str | list[str]], finders: dict[str, Any]) -> Mentions:
    """Return the component; it works on any pipeline with a parser, better with a dictionary and a recogniser.

    `labels` say what a recogniser's labels mean, beyond those in ``extract/data/mentions/labels.toml``. `finders` are
    further ones, by a name of your choice: functions registered with ``@spacy.registry.misc``, as
    ``{"mine": {"@misc": "mine.v1"}}``. They are asked behind those that ship, and settled with them.
    """
    return Mentions(nlp, labels, tuple(finders.values()))


class Mentions:
    """Sets ``doc.ents`` to the mentions of the Doc, in ten types and without overlaps.

    Reads ``doc.ents`` of the pipeline's recogniser, ``doc.spans["recognized"]`` of others, ``doc.spans["likely"]`` of
    ``resistract_recogniser``, ``doc.spans["lexicon"]`` and ``doc._.abbreviations``, each where it exists.
    """

    def __init__(
        self,
        nlp: Language,
        labels: Mapping[str, str | list[str]] | None = None,
        further: tuple[Finder, ...] = (),
    ):
        extensions.register()
        self.names = NameFinder(nlp, LabelScheme(labels))
        self.phrases = PhraseFinder(nlp)
        #: Finders that are asked together and settled together, over what those before them left.
        self.stages: list[tuple[Finder, ...]] = [
            (self.phrases, HappeningFinder(), ObjectFinder()),
            (RecognisedFinder(self.names.evidence, self.names.short_names),),
            (PathwayFinder(), ResponseFinder(), longer_diseases, *further),
            (whole_names,),
            (self.defined_late,),
        ]

    def __call__(self, doc: Doc) -> Doc:
        """Set the mentions of ``doc`` and return it."""
        final = self.find(doc)
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

    def find(self, doc: Doc, trace: Trace | None = None) -> list[Candidate]:
        """Return the mentions of a Doc as candidates without overlaps; a ``trace`` is told who lost, and why."""
        layer = self.names(doc, self.phrases.terms(doc), trace)
        opens = doc.to_array(SENT_START).tolist()  # 1 where a sentence begins
        for stage in self.stages:
            proposed = [c for finder in stage for c in finder(doc, layer)]
            unlikely = {c for c in proposed if self.names.evidence.is_unlikely(doc, c)}
            if trace is not None:
                trace.propose(proposed)
                for candidate in unlikely:
                    trace.lose(candidate, UNLIKELY)
            whole = [c for c in (*layer, *proposed) if c not in unlikely and 1 not in opens[c.start + 1 : c.end]]
            layer = Layer(doc, longest(whole, trace), layer.refused)
        if not is_lifeless(doc) or likelihood_in(doc).sure("GENE") or likelihood_in(doc).sure("DISEASE"):
            return layer.candidates
        if trace is not None:
            for candidate in (c for c in layer if c.label in LIVING):
                trace.lose(candidate, "the text is on nothing living")
        return [c for c in layer if c.label not in LIVING]

    def defined_late(self, doc: Doc, layer: Layer) -> list[Candidate]:
        """Return abbreviations of what phrases and the recogniser made known: "serine synthesis pathway (SSP)"."""
        defined, _ = self.names.definitions.defined(doc, layer.candidates)
        return [
            c for c in defined if c.label in ("PATHWAY", "PROCESS") or not any(map(layer.at, range(c.start, c.end)))
        ]

    def set_response(self, doc: Doc, candidate: Candidate, final: list[Candidate]) -> None:
        """Set direction and drugs of a DRUG_RESPONSE."""
        span = Span(doc, candidate.start, candidate.end, label="DRUG_RESPONSE")
        span._.direction = candidate.direction
        spans, drug_names = drugs_of(doc, candidate, final)
        span._.drug_spans = spans
        span._.drug_names = drug_names
