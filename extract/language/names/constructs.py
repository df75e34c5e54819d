"""Constructs and clones named in one word: a gene with what was done to it ("siMETTL3", "ABCB1-OE", "Trp53-/-")."""

from __future__ import annotations

import re

_STATES = {**dict.fromkeys(("si", "sh", "sg", "dn", "KO", "KD"), "down"), **dict.fromkeys(("oe", "OE", "ca"), "up")}
_DASH = "[-‐‑–−]"
_TAIL = rf"[A-Za-z0-9α-ω]{{2,}}(?:{_DASH}[A-Z0-9α-ω]+)?"
_MADE = re.compile(rf"(?P<state>si|sh|sg|dn|ca|oe)(?P<name>(?:[A-Z]|miR{_DASH}?|circ|lnc){_TAIL})")
_CLONE = re.compile(rf"(?P<name>(?:[A-Zp]|miR{_DASH}?|circ|lnc){_TAIL}?){_DASH}(?P<state>KO|KD|OE)")
_SHORT = rf"[A-Za-z0-9α-ω]+(?:{_DASH}[A-Z0-9α-ω]+)?"
_GENOTYPE = re.compile(rf"(?P<name>[A-Zp]{_SHORT})(?:{_DASH}/{_DASH}|\+/{_DASH}|{_DASH}/\+)")


def split(word: str) -> tuple[str, str] | None:
    """Return the name in a construct's and the state it puts it in, ``None`` for other words.

    The name may be none: "siControl" is written the same way.

    Examples
    --------
    >>> split("siMETTL3"), split("ABCB1-OE"), split("IL-6-/-"), split("METTL3")
    (('METTL3', 'down'), ('ABCB1', 'up'), ('IL-6', 'down'), None)
    """
    match = _MADE.fullmatch(word) or _CLONE.fullmatch(word)
    if match:
        return match["name"], _STATES[match["state"]]
    genotype = _GENOTYPE.fullmatch(word)
    return (genotype["name"], "down") if genotype else None
