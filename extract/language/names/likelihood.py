"""How likely a name is a gene or a chemical, from all that speaks for and against it: a logistic regression.

What speaks is evidence in words ("dictionary:sure", "behind=expression", "form:capitals and figures"), each with a
weight in ``extract/data/mentions/likelihood.toml``. ``training/likelihood`` fits the weights on texts that neither
recogniser has seen.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span

from extract.language.candidates import data, is_dash
from extract.language.extensions import probability_of, score_of
from extract.language.lexicon.dictionary import REMEMBERED, SURE, load_lexicon
from extract.language.model.recogniser import KEY

SURE_ENTRY = 0.75  # the score from which a dictionary's entry counts as sure
COMPANY = ("GENE", "CHEMICAL", "DISEASE")
SENTENCE = 60  # tokens; a longer Doc has more than one
STEPS = (0.2, 0.4, 0.6, 0.8, 0.95)
FORMS = (
    ("words", re.compile(r"[a-z][a-z -]*")),
    ("title", re.compile(r"[A-Z][a-z]+(?:[ -][a-z]+)*")),
    ("one or two letters", re.compile(r"[A-Za-z]{1,2}")),
    ("three capitals", re.compile(r"[A-Z]{3}s?")),
    ("capitals", re.compile(r"[A-Z]{4,}s?")),
    ("capitals and figures", re.compile(r"[A-Z]{2,}-?\d{1,2}[A-Z]?")),
    ("capital and figures", re.compile(r"[A-Z]-?\d+")),
    ("title and figures", re.compile(r"[A-Z][a-z]{1,4}-?\d{1,2}[a-z]?")),
    ("capitals and many figures", re.compile(r"[A-Z]{1,6}-?\d{3,}[A-Za-z]?")),
    ("small and figures", re.compile(r"[a-z]{1,6}-?\d{1,3}")),
    ("small and capital", re.compile(r"[a-z]{2,4}[A-Z]")),
    ("small before capitals", re.compile(r"[a-z]{1,2}[A-Z]{2,}[A-Z0-9]*s?")),
    ("with figures", re.compile(r"(?=.*\d)\S+")),
    ("one word", re.compile(r"\S+")),
)


class Likelihood:
    """Tells how likely stretches of one Doc are of a type; reads what dictionary and recognisers say of it."""

    def __init__(self, doc: Doc):
        self.doc = doc
        self._dictionary: dict[int, list[Span]] = _by_token(doc.spans.get("lexicon", ()))
        self._recogniser: dict[int, list[Span]] = _by_token(doc.ents)
        self._mentions: dict[int, list[Span]] = _by_token(doc.spans.get(KEY, ()))
        self._told: dict[tuple[int, int, str], float | None] = {}
        self._sure: dict[str, set[str]] = {label: set() for label in COMPANY}
        for span in doc.spans.get("lexicon", ()):
            if span.label_ in COMPANY and score_of(span) >= SURE_ENTRY:
                self._sure[span.label_].add(span.text)

    def __call__(self, start: int, end: int, label: str) -> float | None:
        """Return the probability (0..1) that tokens ``[start, end)`` are a ``label``; ``None`` if it has no weights."""
        place = (start, end, label)
        if place not in self._told:
            self._told[place] = self._probability(*place)
        return self._told[place]

    def _probability(self, start: int, end: int, label: str) -> float | None:
        weights = data("likelihood").get(label)
        if weights is None or KEY not in self.doc.spans:
            return None
        total = weights["always"] + sum(weights.get(word, 0.0) for word in self.evidence(start, end, label))
        return 1 / (1 + math.exp(-total))

    def evidence(self, start: int, end: int, label: str) -> list[str]:
        """Return in words what speaks for or against tokens ``[start, end)`` being a ``label``."""
        return [
            *self._known(start, end, label),
            *self._recognised(start, end, label),
            *_form(self.doc[start:end]),
            *_neighbours(self.doc, start, end),
            *self._company(start, end),
        ]

    def _company(self, start: int, end: int) -> Iterator[str]:
        """Yield what other names of the Doc the dictionary is sure of: a text on genes has more of them."""
        text = self.doc[start:end].text
        for label, names in self._sure.items():
            others = len(names) - (text in names)
            yield f"company of {label}:{'none' if not others else 'few' if others < 3 else 'many'}"
        yield "text:sentence" if len(self.doc) < SENTENCE else "text:longer"

    def _known(self, start: int, end: int, label: str) -> Iterator[str]:
        spans = _over(self._dictionary, start, end)
        own = [score_of(s) for s in spans if s.label_ == label and s.start <= start and end <= s.end]
        if own:
            yield "dictionary:sure" if max(own) >= SURE_ENTRY else "dictionary:unsure"
        else:
            yield "dictionary:part" if any(s.label_ == label for s in spans) else "dictionary:nothing"
        yield from {f"dictionary has {s.label_}" for s in spans if s.label_ != label and s.label_ != "ORGANISM"}
        yield from _name(self.doc[start:end].text, label)

    def _recognised(self, start: int, end: int, label: str) -> Iterator[str]:
        found = {s.label_ for s in _over(self._recogniser, start, end)}
        seen = label in found
        yield "recogniser:yes" if seen else "recogniser:other" if found else "recogniser:no"
        own = other = 0.0
        for span in _over(self._mentions, start, end):
            if span.label_ == label:
                own = max(own, probability_of(span) or 0.0)
            else:
                other = max(other, probability_of(span) or 0.0)
        sure = sum(own >= step for step in STEPS) if own else "none"
        yield f"mentions:{sure}"
        yield f"both:{sure}" if seen else f"only mentions:{sure}"
        if other > STEPS[2]:
            yield "mentions:other"


@lru_cache(maxsize=1)
def likelihood_in(doc: Doc) -> Likelihood:
    """Return what tells the names of a Doc, made once for it."""
    return Likelihood(doc)


def _by_token(spans: Iterable[Span]) -> dict[int, list[Span]]:
    at = defaultdict(list)
    for span in spans:
        for i in range(span.start, span.end):
            at[i].append(span)
    return at


def _over(at: dict[int, list[Span]], start: int, end: int) -> list[Span]:
    return list(dict.fromkeys(span for i in range(start, end) for span in at.get(i, ())))


@lru_cache(maxsize=REMEMBERED)
def _name(text: str, label: str) -> tuple[str, ...]:
    """Return what the lexicon says of a name in any letter case, and of its stem."""
    found = []
    entries = load_lexicon().lookup(text)
    kinds = {entry.kind for entry in entries if entry.type == label}
    if kinds:
        found.append("name of its type:official" if kinds & SURE else "name of its type:other")
    found += sorted({f"name of a {e.type}" for e in entries if e.type != label and e.score > 0.5})
    stem = re.sub(r"(?<![-\d])[-\d]++[A-Za-z]?\d*$", "", text)  # in linear time, whatever the text
    if not kinds and len(stem) > 2 and stem != text and load_lexicon().lookup(stem, (label,)):
        found.append("stem is known")
    return tuple(found)


def _form(span: Span) -> Iterator[str]:
    yield from _shape(span.text)
    if len(span) == 1 and span[0].pos_ in ("VERB", "ADJ", "ADV", "NUM", "ADP"):
        yield f"word:{span[0].pos_}"


@lru_cache(maxsize=REMEMBERED)
def _shape(text: str) -> tuple[str, ...]:
    form = next((name for name, pattern in FORMS if pattern.fullmatch(text)), "several words")
    signs = ("form:signs",) if re.search(r"[^\w\s-]", text) else ()
    ending = (f"ends:{text[-3:].lower()}",) if form in ("words", "title", "several words") else ()
    return (f"form:{form}", *signs, *ending)


def _neighbours(doc: Doc, start: int, end: int) -> Iterator[str]:
    before = doc[start - 1].lower_ if start else ""
    if is_dash(before) and start > 1:
        before = "-" + doc[start - 2].lower_
    behind = doc[end].lower_ if end < len(doc) else ""
    if is_dash(behind) and end + 1 < len(doc):
        behind = "-" + doc[end + 1].lower_
    yield f"before={_word(before)}"
    yield f"behind={_word(behind)}"


def _word(text: str) -> str:
    return "0" if text[:1].isdigit() else text
