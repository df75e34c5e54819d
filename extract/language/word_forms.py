"""Base forms of verbs, and other small readings of tokens that states and drug responses share."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

Cue = tuple[int, str]


def base(token: Token) -> str:
    """Return the lower-case base form of a verb, from the lemma or, for a word no lemmatiser knows, from its ending."""
    lemma = (token.lemma_ or token.lower_).lower()
    word = token.lower_
    if lemma.endswith("resse"):
        return lemma[:-1]
    if lemma != word:
        return lemma
    if word.endswith("ing"):
        return gerund_base(word)
    for ending, cut in (("ated", 1), ("ressed", 2), ("enced", 1), ("duced", 1), ("leted", 1), ("ized", 1), ("ised", 1)):
        if word.endswith(ending):
            return word[:-cut]
    return lemma


def gerund_base(word: str) -> str:
    """Return the base form of a verb in -ing by its ending."""
    stem = word.removesuffix("ing")
    if stem.endswith(
        ("at", "enc", "uc", "iz", "is", "et", "ncreas", "ecreas", "rais", "leas", "ov")
    ) and not stem.endswith("target"):
        return stem + "e"
    return stem


def passive_participle(token: Token) -> bool:
    """Whether nothing behind a participle could be its object: "upregulated in", not "inhibited tumor growth"."""
    doc = token.doc
    i = token.i + 1
    while i < len(doc) and (
        doc[i].pos_ == "ADV"
        or (doc[i].lower_ in ("in",) and i + 1 < len(doc) and doc[i + 1].lower_ in ("vivo", "vitro"))
        or doc[i].lower_ in ("vivo", "vitro")
    ):
        i += 1
    return i >= len(doc) or doc[i].is_punct or doc[i].pos_ in ("ADP", "CCONJ", "SCONJ", "AUX", "VERB", "PART")


def skip_bracket(doc: Doc, i: int) -> int:
    """Return the place behind a short bracket that opens at ``i``, or ``i``."""
    if i < len(doc) and doc[i].text == "(":
        for j in range(i + 1, min(len(doc), i + 12)):
            if doc[j].text == ")":
                return j + 1
    return i


def unique(cues: Iterable[Cue]) -> list[Cue]:
    """Return cues in the order of the text, each token once."""
    return sorted(dict(cues).items())
