"""Diseases that the word before makes another one: "knee OA", "optic neuritis"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from extract.language.candidates import Candidate, Layer, word_lists
from extract.language.lexicon.dictionary import load_lexicon

SHORTEST = 4  # letters of such a word
STAGES = word_lists("names")["stages"]


def longer_diseases(doc: Doc, layer: Layer) -> Iterator[Candidate]:
    """Yield the diseases of a Doc with the word before them, where the dictionary knows the whole by its full name."""
    names = load_lexicon()
    for candidate in layer:
        start = candidate.start - 1
        if candidate.label != "DISEASE" or start < 0 or layer.at(start) is not None:
            continue
        word = doc[start]
        if not (word.is_alpha and word.is_lower) or len(word) < SHORTEST or word.lower_ in STAGES:
            continue
        text = doc[candidate.start : candidate.end].text
        full = (entry.norm for entry in names.lookup(text, ("DISEASE",))[:1])
        entries = (e for form in (text, *full) for e in names.lookup(f"{word.text} {form}", ("DISEASE",)))
        if any(entry.spaced for entry in entries):
            yield replace(candidate, start=start)
