"""The list of abbreviations that many papers print: short forms with what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAK = re.compile(r"\s*[;\n]\s*|\.\s+(?=[^\s,:;=]{2,12}\s*[,:=]\s)|\s+(?=[A-Z][A-Z\d/-]+[a-z]?:\s)")
_ENTRY = re.compile(r"(?P<short>[^\s,:;=\t]{2,15})\s*(?:[,:=\t]|\s[–—-]\s)\s*(?P<long>[^\t]{4,120})")


def listed(texts: Iterable[str]) -> dict[str, str]:
    """Return short form -> long form of the entries of a list such as "CSC, cancer stem cell; OS: overall survival".

    An entry counts if its short form has a capital or a digit, and if its characters come in order in the long form,
    from the first letter of it or of one of its words on.
    """
    found: dict[str, str] = {}
    for text in texts:
        for part in _BREAK.split(text):
            entry = _ENTRY.fullmatch(part.strip(" .,"))
            if entry and _stands_for(entry["short"], entry["long"]):
                found.setdefault(entry["short"], entry["long"])
    return found


def _stands_for(short: str, long: str) -> bool:
    letters = [char for char in short.lower() if char.isalnum()]
    if len(letters) < 2 or len(long) <= len(short) or not any(char.isupper() or char.isdigit() for char in short):
        return False
    starts = (match.start() for match in re.finditer(r"(?<![^\W_])[^\W_]", long))
    return any(long[at].lower() == letters[0] and _in_order(letters, long[at:].lower()) for at in starts)


def _in_order(letters: list[str], text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
