"""What happens to a thing: "vesicle docking", "urate accumulation", "sprouting of axons", "endothelial dysfunction".

Nouns made of verbs are processes only with their object. The object is a named chemical or kind of cell that is moved,
or a part of cells and tissues that is moved, built, kept or lost; organs have functions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from extract.language.candidates import Candidate, Layer, data, is_dash, word_lists, words_of
from extract.language.names.amounts import is_amount

SCORE = 1.8
FILLERS = word_lists("processes")["fillers"]
LONGEST = 3  # words of a thing's name
CARRIERS = word_lists("processes")["happenings_carriers"]


class HappeningFinder:
    """Finds processes that are a noun of happening with its object, over the names of a Doc."""

    def __init__(self) -> None:
        rules = data("processes")
        self.moved = frozenset(rules["happening"]["moved"])
        self.lived = frozenset(rules["happening"]["lived"])
        self.released = frozenset(rules["happening"]["released"])
        self.built = frozenset(rules["happening"]["built"])
        self.things = _words(rules["happening"]["things"])
        self.inner = frozenset(rules["happening"]["inner"])
        self.functions = frozenset(rules["function"]["heads"])
        self.objects: dict[str, frozenset[tuple[str, ...]]] = defaultdict(frozenset)
        for heads, objects in (
            ((*self.lived, *self.released), ()),
            (rules["happening"]["made"], _words(rules["happening"]["messengers"])),
            ((*self.moved, *self.built), self.things),
            (self.functions, _words(rules["function"]["modifiers"])),
            (rules["happening"]["grown"], _words(rules["happening"]["growing"])),
        ):
            for head in heads:
                self.objects[head] |= frozenset(objects)

    def __call__(self, doc: Doc, names: Layer) -> Iterator[Candidate]:
        """Yield the candidates of a Doc."""
        for i, word in enumerate(words_of(doc)):
            first, head = self.head_at(doc, i, word)
            known = self.objects.get(head)
            if known is None:
                continue
            own = names.at(first)
            if (own is not None and own.start < first) or doc[i].pos_ == "VERB":
                continue  # "nuclear import" is a process already
            if i + 1 < len(doc) and doc[i + 1].lower_ in CARRIERS:
                continue
            start = self.object_before(doc, first, head, names, known)
            if start < first and not is_amount(doc[start : i + 1], ()):
                yield Candidate(start, i + 1, "PROCESS", "phrase", SCORE)
            elif start == first == i and i + 2 < len(doc) and doc[i + 1].lower_ == "of":
                end = self.object_after(doc, i + 2, names, known)
                if end > i + 2 and not is_amount(doc[i:end], ()):
                    yield Candidate(i, end, "PROCESS", "phrase", SCORE)

    def head_at(self, doc: Doc, i: int, word: str) -> tuple[int, str]:
        """Return the first token of the head that ends with token ``i``, and the head: "talk" may end "cross-talk"."""
        if i > 1 and is_dash(doc[i - 1].text) and (joined := f"{doc[i - 2].lower_}-{word}") in self.objects:
            return i - 2, joined
        return i, word

    def object_before(self, doc: Doc, i: int, head: str, names: Layer, known: frozenset[tuple[str, ...]]) -> int:
        """Return where the object before the head at ``i`` begins, ``i`` if there is none."""
        end = i - 1 if i and is_dash(doc[i - 1].text) else i
        name = names.ending(end)
        if name is None and i and doc[i - 1].lower_ in self.inner:
            name = names.ending(i - 1)
        if name is not None and self.takes(head, name):
            return self.paired(doc, name, names)
        starts = (j for j in range(max(0, end - LONGEST), end) if _key(doc, j, end) in known)
        return next(starts, i)

    @staticmethod
    def paired(doc: Doc, name: Candidate, names: Layer) -> int:
        """Return where the first of two things begins between which something happens: "bacteria-lymphocyte"."""
        i = name.start
        joined = i > 1 and is_dash(doc[i - 1].text) and not doc[i - 2].whitespace_
        if not joined or doc[i - 2].pos_ not in ("NOUN", "PROPN"):
            return i
        other = names.at(i - 2)
        return other.start if other is not None else i - 2

    def object_after(self, doc: Doc, start: int, names: Layer, known: frozenset[tuple[str, ...]]) -> int:
        """Return the end of the object that begins at ``start`` or behind a filler, ``start`` if there is none."""
        head = doc[start - 2].lower_
        i = start
        while i < len(doc) - 1 and doc[i].lower_ in FILLERS:
            i += 1
        name = names.starting(i)
        if name is not None and self.takes(head, name):
            return name.end
        ends = (j for j in range(min(len(doc), i + LONGEST), i, -1) if _key(doc, i, j) in known)
        end = next(ends, start)
        whole = end == len(doc) or (doc[end].pos_ not in ("NOUN", "PROPN") and not is_dash(doc[end].text))
        return end if whole else start

    def takes(self, head: str, name: Candidate) -> bool:
        """Whether the head says what happens to a thing of this type."""
        if name.label == "CELL_TYPE":
            return head in self.moved or head in self.lived
        return name.label == "CHEMICAL" and (head in self.moved or head in self.released)


def _words(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(re.split(r"[\s\-–‐]+", phrase)) for phrase in phrases)


def _key(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(word for token in doc[start:end] for word in re.split(r"[\-–‐]", token.lower_) if word)
