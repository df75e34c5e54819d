"""Abbreviations and repetitions: a name is the same thing wherever the document uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from extract.language.candidates import Candidate, data
from extract.language.names.abbreviations import pairs
from extract.language.names.evidence import Evidence

DEFINED_SCORE = 6.0
REPEATED_SCORE = 1.0
# Support from which a single-token name counts for the whole document.
KNOWN = 2.2
LEXICON_MEANS = 1.6


class Definitions:
    """Carries the types of names over from definitions and from other places of the document."""

    def __init__(self, evidence: Evidence):
        rules = data("names")["abbreviation"]
        self.untyped = frozenset(rules["untyped"])
        self.gene_heads = frozenset(rules["gene"])
        self.evidence = evidence

    def defined(self, doc: Doc, found: list[Candidate]) -> tuple[list[Candidate], set[str]]:
        """Let abbreviations and their long forms share a type.

        Returns
        -------
        tuple
            Candidates for the long forms and for every use of the short forms; short forms that stand for something
            of no type, and so are no mention anywhere.
        """
        abbreviations = [*pairs(doc)]
        at = {i: c for c in found for i in range(c.start, c.end)}
        labels: dict[str, Counter[str]] = {}
        result: list[Candidate] = []
        for short, long in abbreviations:
            if long.text.count("(") != long.text.count(")"):
                continue
            label = self.label_of(doc, short, long, at)
            if label is None:
                continue
            labels.setdefault(short.text, Counter())[label] += 1
            if label:
                start = long.start if label == "DISEASE" else self.evidence.trimmed(doc, long.start, long.end)[0]
                covering = at.get(long.end - 1)
                if covering is not None and covering.label == label and start < covering.start:
                    start = covering.start
                if start < long.end and not _inside_longer(at, start, long.end):
                    result.append(Candidate(start, long.end, label, "abbreviation", DEFINED_SCORE))
        decided = {short: counts.most_common(1)[0][0] for short, counts in labels.items()}
        for short, _ in abbreviations:
            if decided.get(short.text):
                result.append(Candidate(short.start, short.end, decided[short.text], "abbreviation", DEFINED_SCORE))
        return result, {short for short, label in decided.items() if label == ""}

    def label_of(self, doc: Doc, short: Span, long: Span, at: dict[int, Candidate]) -> str | None:
        """Return the type of an abbreviation; "" where it has none, ``None`` where nothing can be said."""
        covering = at.get(long.end - 1)
        # The detector's long forms sometimes begin too early; the name at their end is what the letters stand for.
        if (
            covering is not None
            and covering.end >= long.end
            and (covering.start <= long.start + 1 or doc[covering.start].lower_[0] in short.text.lower())
        ):
            return covering.label
        head = long[-1].lower_
        if long.text.lower() in self.evidence.generic or long.text.lower().endswith(
            (" tyrosine kinase", " tyrosine kinases")
        ):
            return ""
        own = at.get(short.start)
        if own is not None and own.source == "pattern":
            return own.label
        if head in self.untyped:
            return ""
        if head in self.gene_heads or (
            head.endswith(("ase", "ases", "in")) and own is not None and own.label == "GENE"
        ):
            return "GENE"
        if own is None:
            return None
        if covering is not None and covering.label == own.label:
            return own.label
        return own.label if own.score > LEXICON_MEANS else ""

    def repeated(self, doc: Doc, found: list[Candidate], refused: set[str]) -> Iterator[Candidate]:
        """Yield other uses, in the document, of names that were recognised by strong evidence once."""
        labels: dict[str, Counter[str]] = {}
        for c in found:
            if c.end - c.start == 1 and (c.source in ("pattern", "abbreviation") or c.score >= KNOWN):
                text = doc[c.start].text
                if len(text) > 2 and any(ch.isupper() or ch.isdigit() for ch in text) and not text.istitle():
                    labels.setdefault(text, Counter())[c.label] += 1
        for token in doc:
            if token.text in refused:
                continue
            for form in (token.text, token.text.removesuffix("s"), token.text + "s"):
                if form in labels:
                    label = labels[form].most_common(1)[0][0]
                    yield Candidate(token.i, token.i + 1, label, "repeated", REPEATED_SCORE)
                    break


def _inside_longer(at: dict[int, Candidate], start: int, end: int) -> bool:
    covering = at.get(start)
    return (
        covering is not None
        and covering.start <= start
        and covering.end >= end
        and covering.end - covering.start > end - start
    )
