"""Processes told by what they happen to: "growth of retinal blood vessels", "adhesion to collagen".

A head so general says little by itself: bare "adhesion" is not what a drug leaves alone that lowers another adhesion.
The object is a phrase of plain nouns or a chemical; cells, tumours and names of genes are mentions or settings of their
own, and stay outside.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from extract.language.candidates import Candidate, Layer, data, is_dash, words_of
from extract.language.lexicon.spellings import singular

SCORE = 1.9
LONGEST = 5  # tokens of an object
NOTHING: frozenset[str] = frozenset()
PARTS = frozenset(("ADJ", "NOUN"))


class ObjectFinder:
    """Finds general heads with their objects, over the names of a Doc."""

    def __init__(self) -> None:
        rules = data("processes")["whole"]
        self.prepositions = {head: frozenset(words) for words, heads in _by_preposition(rules) for head in heads}
        self.vague = frozenset(rules["vague"])
        self.qualities = frozenset(rules["qualities"])
        self.pointing = frozenset(rules["pointing"])
        self.to = frozenset(rules["to"])
        self.of_chemicals = frozenset(rules["of_chemicals"])
        self.chemical = frozenset(("CHEMICAL",))
        self.compound = frozenset(rules["compound"])
        self.to_names = frozenset(rules["to_names"])

    def __call__(self, doc: Doc, names: Layer) -> Iterator[Candidate]:
        """Yield the candidates of a Doc."""
        words = words_of(doc)
        for i, head in enumerate(words):
            own = names.at(i)
            if head in self.compound and (own is None or own.start == i):
                start = self.compound_start(doc, i, names)
                if start < i:
                    yield Candidate(start, i + 1, "PROCESS", "phrase", SCORE)
            if i + 2 >= len(doc) or words[i + 1] not in self.prepositions.get(head, ()) or doc[i].pos_ == "VERB":
                continue
            end = self.object_end(doc, i + 2, names, self.takes(head))
            if end > i + 2:
                start = own.start if own is not None and own.label == "PROCESS" and own.end == i + 1 else i
                yield Candidate(start, end, "PROCESS", "phrase", SCORE)

    def takes(self, head: str) -> frozenset[str]:
        """Return the types of names that the object of a head may hold."""
        if head in self.to:
            return self.to_names
        return self.chemical if head in self.of_chemicals else NOTHING

    def compound_start(self, doc: Doc, i: int, names: Layer) -> int:
        """Return where the plain nouns before a head begin ("chloroplast proliferation"), ``i`` without them."""
        start = i
        while start > 0 and i - start < 2 and self.is_part(doc, start - 1, i, names):
            start -= 1
        return start

    def is_part(self, doc: Doc, j: int, i: int, names: Layer) -> bool:
        """Whether a plain noun tells the head at ``i`` from others of its kind."""
        token = doc[j]
        plain = (
            token.pos_ == "NOUN" and token.dep_ == "compound" and token.is_alpha and (token.is_lower or token.is_title)
        )
        return plain and i <= token.head.i + 1 and names.at(j) is None and singular(token.lower_) not in self.vague

    def object_end(self, doc: Doc, start: int, names: Layer, inside: frozenset[str]) -> int:
        """Return the end of the object that begins at ``start``, ``start`` if it is no such phrase."""
        if doc[start].lower_ in self.pointing:
            return start
        i = start + (doc[start].pos_ == "DET" and start + 1 < len(doc))
        first = i
        while i < len(doc) and i - first < LONGEST:
            name = names.at(i)
            if name is not None:
                if name.label not in inside:
                    return start
                i = name.end
                continue
            if doc[i].pos_ not in PARTS and not (is_dash(doc[i].text) and i > first):
                break
            i += 1
        return i if i > first and self.is_thing(doc, first, i, names) else start

    def is_thing(self, doc: Doc, first: int, end: int, names: Layer) -> bool:
        """Whether a phrase ends there and is the name of something: neither "these cells" nor "the whole"."""
        behind = doc[end] if end < len(doc) else None
        if behind is not None and (
            is_dash(behind.text) or behind.text == "/" or behind.pos_ in ("PROPN", "NOUN", "NUM")
        ):
            return False
        if names.at(end - 1) is None and (doc[end - 1].pos_ != "NOUN" or not doc[end - 1].is_lower):
            return False
        words = {singular(token.lower_) for token in doc[first:end] if names.at(token.i) is None}
        return not words & self.vague and singular(doc[end - 1].lower_) not in self.qualities


def _by_preposition(rules: dict[str, list[str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    yield ("of",), rules["of"]
    yield ("to", "onto"), rules["to"]
