"""How likely a name is a gene or a chemical, from all that speaks for and against it: a logistic regression.

What speaks is evidence in words ("dictionary:sure", "behind=expression", "form:capitals and figures"), each with a
weight in ``extract/data/mentions/likelihood.toml``. ``training/likelihood`` fits the weights on texts that the
recogniser has not seen.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span

from extract.language.candidates import data, is_dash, places_of, texts_of
from extract.language.extensions import probability_of, score_of
from extract.language.lexicon.dictionary import REMEMBERED, SURE, load_lexicon
from extract.language.lexicon.keys import case_mask, key
from extract.language.lexicon.kingdoms import SENTENCE
from extract.language.lexicon.spellings import without_phospho
from extract.language.model.recogniser import KEY, PHRASES
from extract.language.names.abbreviations import pairs

SURE_ENTRY = 0.75  # the score from which a dictionary's entry counts as sure
COMPANY = ("GENE", "CHEMICAL", "DISEASE")
SHORT = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z]{1,5}")
SEPARATORS = frozenset((",", "and", "or", "/", ";"))
CAPITALS = re.compile(r"[a-z]?[A-Z]{2,6}s?")
MADE = re.compile(r"(?=.*(?:\S[A-Z]|\d))(?=.*[A-Za-z])\S+")  # one word with capitals inside or figures: no plain word
LONG = 6  # letters of a name that is not short
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
        self._mentions: dict[int, list[Span]] = _by_token(doc.spans.get(KEY, ()))
        self._defined = {short.text for short, _ in pairs(doc)}
        self._seen: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._words = Counter(texts_of(doc))
        for span in doc.spans.get(KEY, ()):
            self._seen[span.text].append((span.start, span.label_))
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

    def is_open(self, text: str, label: str) -> bool:
        """Return whether a symbol is no known name of a ``label``, and the document does not define it."""
        forms = (text, text.removesuffix("s"), without_phospho(text) or text)
        known = self.is_defined(text) or any(_kind(form, label) != "unknown" for form in forms)
        return MADE.fullmatch(text) is not None and not known

    def is_defined(self, text: str) -> bool:
        """Return whether the document defines a short name, in the singular or the plural."""
        return not self._defined.isdisjoint((text, text.removesuffix("s")))

    def is_short(self, text: str) -> bool:
        """Return whether a name is a short one with capitals that the document does not define."""
        return SHORT.fullmatch(text) is not None and not self.is_defined(text)

    def throughout(self, start: int, end: int, label: str) -> float | None:
        """Return the mean probability at all places of a name of one word, at its own place of another."""
        places = places_of(self.doc, self.doc[start].text) if end - start == 1 else [start]
        told = [self(i, i + end - start, label) for i in places]
        known = [probability for probability in told if probability is not None]
        return sum(known) / len(known) if known else None

    def is_listed(self, start: int, end: int, label: str) -> bool:
        """Return whether tokens ``[start, end)`` stand in a list beside a name that is surely of a ``label``."""
        left, right = start - 1, end
        while left > 0 and self.doc[left].lower_ in SEPARATORS:
            left -= 1
        while right < len(self.doc) and self.doc[right].lower_ in SEPARATORS:
            right += 1
        beside = [i for i in (left, right) if i not in (start - 1, end)]
        spans = (span for i in beside for span in self._dictionary.get(i, ()))
        return any(span.label_ == label and score_of(span) >= SURE_ENTRY for span in spans)

    def is_alone(self, text: str) -> bool:
        """Return whether capitals stand in a longer text with no other name that is surely a gene or chemical."""
        if not CAPITALS.fullmatch(text) or len(self.doc) < SENTENCE:
            return False
        return not (self.sure("GENE") | self.sure("CHEMICAL")) - {text}

    def sure(self, label: str) -> set[str]:
        """Return the names in the Doc that the dictionary surely knows as those of a ``label``."""
        return self._sure[label]

    def is_backed(self, start: int, end: int, label: str) -> bool:
        """Return whether the recogniser, too, sees a ``label`` at tokens ``[start, end)``."""
        return any(span.label_ == label for span in _over(self._mentions, start, end))

    def _probability(self, start: int, end: int, label: str) -> float | None:
        weights = data("likelihood").get(label)
        if weights is None or KEY not in self.doc.spans:
            return None
        total = weights["always"] + sum(weights.get(word, 0.0) for word in self.evidence(start, end, label))
        return 1 / (1 + math.exp(-total))

    def evidence(self, start: int, end: int, label: str) -> list[str]:
        """Return in words what speaks for or against tokens ``[start, end)`` being a ``label``."""
        text = self.doc[start:end].text
        return [
            *self._known(start, end, label, text),
            *self._recognised(start, end, label),
            *self._elsewhere(start, end, label, text),
            self._backed(start, end, label, text),
            *self._open(text),
            *_shape(text),
            *_part_of_speech(self.doc, start, end),
            *_neighbours(self.doc, start, end),
            *self._company(text),
        ]

    def _open(self, text: str) -> Iterator[str]:
        """Yield whether the Doc defines a short name."""
        if SHORT.fullmatch(text):
            yield "short:defined" if text in self._defined else "short:undefined"

    def _backed(self, start: int, end: int, label: str, text: str) -> str:
        """Return how short a name is, as what the lexicon has it, and how sure the recogniser is of it, in one."""
        own = [probability_of(s) or 0.0 for s in _over(self._mentions, start, end) if s.label_ == label]
        sure = "unseen" if not own else "unsure" if max(own) < STEPS[2] else "seen" if max(own) < STEPS[4] else "sure"
        return f"{sure} {'short' if len(key(text)) < LONG else 'long'} {_kind(text, label)}"

    def _elsewhere(self, start: int, end: int, label: str, text: str) -> Iterator[str]:
        """Yield as what the recogniser sees the same name at its other places in the Doc."""
        places = self._seen.get(text, ())
        own = sum(label_ == label for i, label_ in places if not start <= i < end)
        other = sum(label_ != label for i, label_ in places if not start <= i < end)
        if own or other:
            yield "elsewhere:own" if own > other else "elsewhere:other"
        elif self._words[text] > 1:
            yield "elsewhere:unseen"

    def _company(self, text: str) -> Iterator[str]:
        """Yield what other names of the Doc the dictionary is sure of: a text on genes has more of them."""
        for label, names in self._sure.items():
            others = len(names) - (text in names)
            yield f"company of {label}:{'none' if not others else 'few' if others < 3 else 'many'}"
        yield "text:sentence" if len(self.doc) < SENTENCE else "text:longer"

    def _known(self, start: int, end: int, label: str, text: str) -> Iterator[str]:
        spans = _over(self._dictionary, start, end)
        own = [score_of(s) for s in spans if s.label_ == label and s.start <= start and end <= s.end]
        if own:
            yield "dictionary:sure" if max(own) >= SURE_ENTRY else "dictionary:unsure"
        else:
            yield "dictionary:part" if any(s.label_ == label for s in spans) else "dictionary:nothing"
        yield from {f"dictionary has {s.label_}" for s in spans if s.label_ != label and s.label_ != "ORGANISM"}
        yield from _name(text, label)
        yield from _entry(text, label)

    def _recognised(self, start: int, end: int, label: str) -> Iterator[str]:
        spans = _over(self._mentions, start, end)
        named = {s.label_ for s in spans} - PHRASES
        if label not in named:
            yield "recogniser:other" if named else "recogniser:no"
        own = max((probability_of(s) or 0.0 for s in spans if s.label_ == label), default=0.0)
        yield f"mentions:{sum(own >= step for step in STEPS) if own else 'none'}"
        if any((probability_of(s) or 0.0) > STEPS[2] for s in spans if s.label_ != label):
            yield "mentions:other"
        if own and not any((s.start, s.end, s.label_) == (start, end, label) for s in spans):
            yield "mentions:other place"


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


@lru_cache(maxsize=REMEMBERED)
def _entry(text: str, label: str) -> tuple[str, ...]:
    """Return what kind of name this is of the likeliest entry, how long it is, and whether it has rivals."""
    entries = load_lexicon().lookup(text)
    own = [entry for entry in entries if entry.type == label]
    if not own:
        return ()
    best = own[0]
    letters = min(len(key(text)), 6)
    cased = "as written" if best.mask == case_mask(text) else "in other case"
    found = [f"entry:{best.kind}", f"entry:{best.kind} {cased}", f"entry:{best.kind} of {letters}", f"mode:{best.mode}"]
    found.append(f"score:{int(best.score * 10)}")
    if any(e.score >= best.score - 0.1 and e.norm != best.norm for e in own):
        found += ["ambiguous", f"ambiguous {best.kind}"]
    if any(e.score >= best.score for e in entries if e.type != label):
        found.append("rival of another type")
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _kind(text: str, label: str) -> str:
    """Return whether a name is a symbol, another sure name or an unsure one of its type, or none."""
    entries = load_lexicon().lookup(text, (label,))
    if not entries:
        return "unknown"
    kind = entries[0].kind
    return kind if kind in ("curated", "official", "family", "name") else "secondary"


def _part_of_speech(doc: Doc, start: int, end: int) -> Iterator[str]:
    if end == start + 1 and doc[start].pos_ in ("VERB", "ADJ", "ADV", "NUM", "ADP"):
        yield f"word:{doc[start].pos_}"


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
