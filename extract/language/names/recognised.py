"""Mentions that the recogniser is sure of and no rule or dictionary knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from extract.language.candidates import Candidate, Layer, data, places_of
from extract.language.extensions import probability_of
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.model.recogniser import KEY
from extract.language.names.abbreviations import pairs
from extract.language.names.amounts import is_amount
from extract.language.names.counted import as_what_it_is
from extract.language.names.evidence import Evidence
from extract.language.names.short_names import ShortNames

ABBREVIATION = re.compile(r"[A-Z]{2,3}s?")


class RecognisedFinder:
    """Proposes what the recogniser found with a probability above that of its type, where nothing else stands.

    A process may take in the names of what it happens to: "dopamine release", "locomotion of neutrophils". What the
    document or the lists of general words speak against is left out, as with any other source.
    """

    def __init__(self, evidence: Evidence, short_names: ShortNames) -> None:
        rules = data("names")["recognised"]
        self.evidence = evidence
        self.short_names = short_names
        self.least: dict[str, float] = rules["least"]
        self.least_short: float = rules["abbreviation"]
        self.around: dict[str, dict[str, float]] = rules["around"]
        processes = data("processes")["happening"]
        clinical = data("drug_response")["clinical"]
        self.responses = frozenset(clinical["nouns"])
        self.kinds = frozenset((*clinical["kinds"], *clinical["manners"]))
        self.measures = frozenset(rules["measures"])
        self.changes = frozenset(rules["changes"])
        self.class_nouns = frozenset(rules["class_nouns"])
        self.no_part = frozenset(rules["no_part"])
        self.effects: tuple[str, ...] = tuple(rules["effects"])
        self.unfinished = frozenset((*processes["moved"], *processes["built"]))

    def __call__(self, doc: Doc, layer: Layer) -> Iterator[Candidate]:
        """Yield the candidates; their score is the probability."""
        defined = {short.text for short, _ in pairs(doc)}
        named = {(c.start, c.end, c.label) for c in layer}
        for span in doc.spans.get(KEY, ()):
            label, probability = span.label_, probability_of(span) or 0.0
            least = self.least_for(doc, span)
            if label == "DISEASE" and ABBREVIATION.fullmatch(span.text) and not self.is_disease(doc, span.text):
                continue
            if label == "GENE" and len(span) > 1 and span[-1].lower_ in self.class_nouns:
                span = span[:-1]
            if label == "PROCESS" and len(span) > 1 and span[-1].lower_ in self.changes:
                span = span[:-1]  # "appetite suppression": appetite, in a state
            candidate = Candidate(span.start, span.end, label, "recogniser", probability)
            if least <= 1.0 and self.evidence.is_likely(doc, candidate):
                least = 0.0
            least = max(least, self.least_around(span, layer))
            if probability < least or span.text in defined or layer.refused_in(span):
                continue
            if span.text.lower() in self.unfinished:
                continue  # "formation" needs what is formed
            if label == "PROCESS" and (is_verb(span) or self.reported(span) or is_amount(span, named)):
                continue  # "switching on X", "durable response" to a drug, "IL-8 production"
            if self.evidence.doubt(doc, candidate, {}) is None:
                yield as_what_it_is(doc, candidate)

    def reported(self, span: Span) -> bool:
        """Whether a span is a response that clinicians report of patients."""
        return len(span) > 1 and span[-1].lower_ in self.responses and span[-2].lower_ in self.kinds

    def least_for(self, doc: Doc, span: Span) -> float:
        """Return the probability that a span of its type needs; over 1 for what is measured: "the HR was"."""
        least = self.least.get(span.label_, 2.0)
        if not ABBREVIATION.fullmatch(span.text):
            return least
        measured = span.end < len(doc) and doc[span.end].lower_ in self.measures
        return 2.0 if measured else max(least, self.least_short)

    def is_disease(self, doc: Doc, name: str) -> bool:
        """Whether an abbreviation is known as a disease's, or stands where diseases do."""
        bare = name.removesuffix("s")
        if any(e.type == "DISEASE" for e in load_lexicon().lookup(bare)):
            return True
        return any(self.short_names.is_disease(doc[i]) for i in (*places_of(doc, bare), *places_of(doc, name)))

    def least_around(self, span: Span, layer: Layer) -> float:
        """Return the probability that a span needs to take in the settled mentions inside it; over 1 if it may not."""
        inside = {mention for i in range(span.start, span.end) if (mention := layer.at(i)) is not None}
        allowed = self.around.get(span.label_, {})
        labels = {mention.label for mention in inside}
        if labels and (span[0].pos_ in self.no_part or {"PROCESS", "CELL_TYPE"} <= labels):
            return 2.0  # "cut back glycolysis", "beta-cell apoptosis"
        if "CHEMICAL" in labels and span[-1].lower_.endswith(self.effects):
            return 2.0
        least = 0.0
        for mention in inside:
            whole = span.start <= mention.start and mention.end <= span.end
            shorter = mention.end - mention.start < len(span)
            least = max(least, allowed.get(mention.label, 2.0) if whole and shorter else 2.0)
        return least


def is_verb(span: Span) -> bool:
    """Whether a span is one word that is a verb here."""
    return len(span) == 1 and span[0].pos_ == "VERB"
