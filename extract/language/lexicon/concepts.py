"""Concepts that scispaCy's EntityLinker proposes, as identifiers."""

from __future__ import annotations

import re

from spacy.tokens import Span

# The form of an identifier tells the vocabulary it is of; scispaCy gives it bare.
FORMS = (
    (re.compile(r"C\d{7}"), "umls:{}"),
    (re.compile(r"[CD]\d{6}(?:\d{3})?"), "mesh:{}"),
    (re.compile(r"\d+"), "rxcui:{}"),
)


def linked(span: Span) -> str | None:
    """Return the best of the concepts in ``span._.kb_ents`` as a CURIE, None if the linker set none."""
    if not Span.has_extension("kb_ents"):
        return None
    concepts = sorted(span._.kb_ents or (), key=lambda concept: -concept[1])
    return curie(concepts[0][0]) if concepts else None


def curie(concept: str) -> str | None:
    """Return the CURIE of a concept of UMLS, MeSH, RxNorm, GO or HPO, None if its form is of none of them.

    >>> curie("C0007134"), curie("D008113"), curie("GO:0006915")
    ('umls:C0007134', 'mesh:D008113', 'go:0006915')
    """
    prefix, colon, number = concept.partition(":")
    if colon and prefix.isalpha() and number:
        return f"{prefix.lower()}:{number}"
    return next((form.format(concept) for pattern, form in FORMS if pattern.fullmatch(concept)), None)
