"""Bare words of response that say as much of tests and models as of drugs: "sensitivity", "sensitive", "escape"."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from extract.language.candidates import Candidate, Layer, data, words_of


def is_unspecific(doc: Doc, candidate: Candidate) -> bool:
    """Return whether a response is one word without a drug that may be said of anything."""
    bare = candidate.label == "DRUG_RESPONSE" and candidate.end - candidate.start == 1 and not candidate.drugs
    return bare and doc[candidate.start].lower_ in data("drug_response")["unspecific"]["words"]


def is_on_treatment(doc: Doc, i: int, names: Layer) -> bool:
    """Return whether the sentence of token ``i``, or one beside it, names a chemical or speaks of treatment."""
    own = doc[i].sent
    before = doc[own.start - 1].sent.start if own.start else own.start
    behind = doc[own.end].sent.end if own.end < len(doc) else own.end
    for j in range(before, behind):
        name = names.at(j)
        if name is not None and name.label == "CHEMICAL":
            return True
        if j != i and _treatment().fullmatch(words_of(doc)[j]):
            return True
    return False


@cache
def _treatment() -> re.Pattern[str]:
    return re.compile("|".join(data("drug_response")["unspecific"]["treatment"]))
