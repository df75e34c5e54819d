"""Where in a sentence, cleaned to be read, stands what was found in its source."""

from __future__ import annotations

import re

from extract.schema import Evidence

_BROKEN = re.compile(r"[-\u00ad\u2010]\s*\n\s*")


def place(evidence: Evidence, text: str, start: int) -> tuple[int, int] | None:
    """Return where a source slice stands in ``evidence.sentence``, None if it does not.

    Parameters
    ----------
    evidence : Evidence
    text : str
        The source slice.
    start : int
        Its offset in the source text, in code points.

    Returns
    -------
    tuple of int or None
        Start and end in UTF-16 code units, as JavaScript counts; end exclusive.
    """
    if not evidence.start <= start < evidence.end:
        return None
    for form in dict.fromkeys(
        (" ".join(text.split()), _one_line(_BROKEN.sub("", text)), _one_line(_BROKEN.sub("-", text)))
    ):
        places = _occurrences(evidence.sentence, form)
        if places:
            at = _choose(places, evidence, text, start)
            return units(evidence.sentence, at), units(evidence.sentence, at + len(form))
    return None


def units(text: str, offset: int) -> int:
    """Return how many UTF-16 code units the first ``offset`` code points of a text take."""
    return offset if text.isascii() else len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _occurrences(text: str, part: str) -> list[int]:
    places, at = [], text.find(part) if part else -1
    while at >= 0:
        places.append(at)
        at = text.find(part, at + 1)
    return places


def _choose(places: list[int], evidence: Evidence, text: str, start: int) -> int:
    """Choose by rank where source and sentence hold the words equally often, else by the place in proportion."""
    inside = start - evidence.start
    source = _occurrences(evidence.text, text)
    if len(source) == len(places) and inside in source:
        return places[source.index(inside)]
    expected = inside / max(len(evidence.text), 1) * len(evidence.sentence)
    return min(places, key=lambda at: abs(at - expected))
