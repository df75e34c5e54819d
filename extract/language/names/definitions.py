"""Abbreviations and repetitions: a name is the same thing wherever the document uses it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Span, Token

from extract.language.candidates import Candidate, data, places_of, text_of, texts_of
from extract.language.model.recogniser import KEY
from extract.language.names.abbreviations import listed, pairs
from extract.language.names.evidence import Evidence

DEFINED_SCORE = 6.0
REPEATED_SCORE = 1.0
# Support from which a single-token name counts for the whole document.
KNOWN = 2.2
LEXICON_MEANS = 1.6
SEEN = frozenset(("GENE", "CHEMICAL", "CELL_LINE", "CELL_TYPE", "NCRNA"))
NO_NAME = re.compile(r"(?:ways?|cascades?|ax[ei]s|signall?ing|tion|sis|ing|ism|phagy|survival|score|index)$")
SEEN_SHARE = 0.5  # mean probability from which on the recogniser's word is enough for a defined name
SHORT = re.compile(r"(?=.*[A-Z].*[A-Z0-9])[A-Za-z0-9]\S{1,11}")
# An organism by its genus and species, the author's name behind: a plant or what is made of it.
BINOMIAL = re.compile(r"[A-Z][a-z]+ [a-z]+(?:us|um|is|ae|ii|ens|ans|eps|osa|ica|ata|nsis)(?: (?:L|[A-Z][a-z]+)\.?)?")
CODE = re.compile(r"[A-Z]{1,6}-?\d{2,6}[A-Za-z]?")


class Definitions:
    """Carries the types of names over from definitions and from other places of the document."""

    def __init__(self, evidence: Evidence):
        rules = data("names")["abbreviation"]
        self.untyped = frozenset(rules["untyped"])
        self.bodies = frozenset(rules["bodies"])
        self.gene_heads = frozenset(rules["gene"])
        self.heads = {
            **dict.fromkeys(rules["chemical"], "CHEMICAL"),
            **dict.fromkeys(rules["disease"], "DISEASE"),
        }
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
            of_people = any(token.lower_ in self.bodies for token in long)
            label = "" if of_people else self.label_of(doc, short, long, at)
            if label is None:
                continue
            labels.setdefault(short.text, Counter())[label] += 1
            start = self.long_start(doc, long, label, at)
            if label and start < long.end and not _inside_longer(at, start, long.end):
                result.append(Candidate(start, long.end, label, "abbreviation", DEFINED_SCORE))
        decided = {short: counts.most_common(1)[0][0] for short, counts in labels.items()}
        for short, _ in abbreviations:
            if decided.get(short.text):
                result.append(Candidate(short.start, short.end, decided[short.text], "abbreviation", DEFINED_SCORE))
        looser = self.legend(doc) | self.bracketed(doc, at)
        looser = {name: label for name, label in looser.items() if name not in decided}
        for name, label in looser.items():
            if label:
                result += [Candidate(a, b, label, "abbreviation", DEFINED_SCORE) for a, b in places(doc, name)]
        return result, {name for name, label in (decided | looser).items() if label == ""}

    def long_start(self, doc: Doc, long: Span, label: str, at: Mapping[int, Candidate]) -> int:
        """Return where a long form of a type starts, without words that are no part of the name."""
        start = long.start if label in ("", "DISEASE") else self.evidence.trimmed(doc, long.start, long.end)[0]
        covering = at.get(long.end - 1)
        if covering is not None and covering.label == label:
            return max(start, covering.start)
        return start

    def legend(self, doc: Doc) -> dict[str, str]:
        """Return what the last words of a legend's long forms say of its abbreviations, where they say something."""
        heads = dict.fromkeys(self.untyped, "") | dict.fromkeys(self.gene_heads, "GENE") | self.heads
        heads["inhibitor"] = "CHEMICAL"
        last = {short: long.split()[-1] for short, long in listed(text_of(doc))}
        return {short: heads[word] for short, word in last.items() if word in heads}

    def bracketed(self, doc: Doc, at: Mapping[int, Candidate]) -> dict[str, str]:
        """Return what a noun or name says of the short name in the bracket behind it; "" for something of no type.

        "The Neiguan acupoint (PC6)", "lipid carriers (OLE-NLC)", "zanidatamab (ZW25)": the letters need not fit.
        """
        found: dict[str, str] = {}
        for i in places_of(doc, "("):
            short = in_bracket(doc, i) if i else None
            if short is None:
                continue
            noun = doc[i - 1]
            name = at.get(noun.i)
            if noun.lower_ in self.untyped:
                found.setdefault(short, "")
            elif noun.lower_ in self.heads and self.may_begin(noun, short[0]):
                found.setdefault(short, self.heads[noun.lower_])
            elif name is not None and name.label == "CHEMICAL" and CODE.fullmatch(short):
                found.setdefault(short, name.label)
        return found

    @staticmethod
    def may_begin(noun: Token, letter: str) -> bool:
        """Whether one of the words up to a noun begins with a letter."""
        words = noun.doc[max(noun.sent.start, noun.i - 8) : noun.i + 1]
        return any(word.text[0].lower() == letter.lower() for word in words)

    def label_of(self, doc: Doc, short: Span, long: Span, at: dict[int, Candidate]) -> str | None:
        """Return the type of an abbreviation; "" where it has none, ``None`` where nothing can be said."""
        covering = at.get(long.end - 1)
        if BINOMIAL.fullmatch(long.text):
            return "CHEMICAL" if covering is not None and covering.label == "CHEMICAL" else ""
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
        if head in self.heads:
            return self.heads[head]
        if head in self.gene_heads or (
            head.endswith(("ase", "ases", "in")) and own is not None and own.label == "GENE"
        ):
            return "GENE"
        if own is None:
            return self.seen_as(doc, short.text, long)
        if covering is not None and covering.label == own.label:
            return own.label
        return own.label if own.score > LEXICON_MEANS else self.seen_as(doc, short.text, long) or ""

    @staticmethod
    def seen_as(doc: Doc, short: str, long: Span) -> str | None:
        """Return the type that the recogniser of mentions gives a short name over all its uses and its long form."""
        votes: dict[str, float] = defaultdict(float)
        for span in doc.spans.get(KEY, ()):
            if span.end == long.end and span.label_ not in SEEN:
                return None  # "pentose phosphate pathway (PPP)"
            if span.text == short or (span.end == long.end and span.start >= long.start):
                votes[span.label_] += span._.probability or 0.0
        places = 1 + len(places_of(doc, short))
        most = max(votes, key=votes.__getitem__, default="")
        sure = most in SEEN and votes[most] >= SEEN_SHARE * places
        return most if sure and not NO_NAME.search(long[-1].lower_) else None

    def repeated(self, doc: Doc, found: list[Candidate], refused: set[str]) -> Iterator[Candidate]:
        """Yield other uses, in the document, of names that were recognised by strong evidence once."""
        labels: dict[str, Counter[str]] = {}
        for c in found:
            if c.end - c.start == 1 and (c.source in ("pattern", "abbreviation") or c.score >= KNOWN):
                text = doc[c.start].text
                if len(text) > 2 and any(ch.isupper() or ch.isdigit() for ch in text) and not text.istitle():
                    labels.setdefault(text, Counter())[c.label] += 1
        forms = {form for name in labels for form in (name, name + "s", name.removesuffix("s"))}
        for i, text in enumerate(texts_of(doc)):
            if text not in forms or text in refused:
                continue
            for form in (text, text.removesuffix("s"), text + "s"):
                if form in labels:
                    label = labels[form].most_common(1)[0][0]
                    yield Candidate(i, i + 1, label, "repeated", REPEATED_SCORE)
                    break


def in_bracket(doc: Doc, i: int) -> str | None:
    """Return the short name in the bracket that opens at token ``i``, ``None`` if it holds something else."""
    for j in range(i + 2, min(len(doc), i + 5)):
        if doc[j].text == ")":
            text = doc[i + 1 : j].text
            return text if SHORT.fullmatch(text) else None
    return None


def places(doc: Doc, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a name without blanks stands: its first token and the one behind its last."""
    for i, text in enumerate(texts_of(doc)):
        if name.startswith(text):
            end = i + 1
            while end < len(doc) and len(doc[i:end].text) < len(name):
                end += 1
            if doc[i:end].text == name:
                yield i, end


def _inside_longer(at: dict[int, Candidate], start: int, end: int) -> bool:
    covering = at.get(start)
    return (
        covering is not None
        and covering.start <= start
        and covering.end >= end
        and covering.end - covering.start > end - start
    )
