"""Processes that only say how much there is of something: "IL-8 production" says something of IL-8."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Span

from extract.language.candidates import data


def is_amount(span: Span, names: Container[tuple[int, int, str]]) -> bool:
    """Return whether a process is that one gene's product, or a radical, is made or let out.

    ``names`` are the first tokens, ends and types of what is named around.
    """
    rules = data("processes")["amount"]
    if span[-1].lower_ in rules["heads"]:
        start, end = span.start, span.end - 1
    elif len(span) > 2 and span[0].lower_ in rules["heads"] and span[1].lower_ == "of":
        start, end = span.start + 2, span.end
    else:
        return False
    thing = span.doc[start:end].text.lower()
    return thing in rules["radicals"] or ((start, end, "GENE") in names and thing not in rules["hormones"])
