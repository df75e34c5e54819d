"""Whether a document is on bacteria, plants or fungi, whose genes have no human identifiers, or on nothing living."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc

from extract.language.candidates import data, text_of

SENTENCE = 60  # tokens; a longer Doc has more than one


@lru_cache(maxsize=1)
def is_foreign(doc: Doc) -> bool:
    """Whether a Doc speaks more of bacteria, phages, plants and fungi than of people and animals.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> is_foreign(nlp("The elongation factor is conserved in bacteria."))
    True
    >>> is_foreign(nlp("Bacteria were found in mice."))
    False
    """
    foreign, animal, _ = patterns()
    text = text_of(doc)
    others = len(foreign.findall(text))
    return others > 0 and others > len(animal.findall(text))


@lru_cache(maxsize=1)
def is_elsewhere(doc: Doc) -> bool:
    """Whether a Doc of more than a sentence says nothing of people and animals, so that a gene is anybody's."""
    return len(doc) >= SENTENCE and not any(pattern.search(text_of(doc)) for pattern in patterns()[1:])


@lru_cache(maxsize=1)
def is_lifeless(doc: Doc) -> bool:
    """Whether a Doc of more than a sentence says nothing of living things: of an alloy, a device, a program."""
    return is_elsewhere(doc) and not any(pattern.search(text_of(doc)) for pattern in (patterns()[0], living()))


@lru_cache(maxsize=1)
def living() -> re.Pattern[str]:
    """Return what finds the words of texts on living things of any kind."""
    return _words("living")


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds the words of other kingdoms, of people and animals, and of what vertebrates have."""
    return _words("foreign"), _words("animal"), _words("body")


def _words(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(data('names')['kingdoms'][key])})\b")
