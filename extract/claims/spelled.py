"""The text of a cell with its abbreviations spelled out, and the way back to the source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Place = tuple[int, int]
_NOTED = re.compile(r"(?P<up>↑)\s?|(?P<down>↓)\s?")
_CHANGED = re.compile(r"(?P<name>[^\s,;]+(?: [^\s,;]+)?)\s?(?:(?P<up>↑|\bup\b)|(?P<down>↓|\bdown\b))(?=[,;]|$)")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text for reading, and for each of its characters the place in the cell's text that it stands for."""

    text: str
    places: tuple[Place, ...]

    @classmethod
    def of(cls, text: str) -> Spelled:
        """Return a text as it stands."""
        return cls(text, tuple((at, at + 1) for at in range(len(text))))

    def replaced(self, pieces: list[tuple[int, int, str]]) -> Spelled:
        """Return the text with stretches of it replaced; what replaces one stands for the whole of it.

        Pieces are start, end and the new words, in order and apart.
        """
        text, places, at = "", [], 0
        for start, end, words in pieces:
            whole = self.span(start, end)
            text += self.text[at:start] + words
            places += [*self.places[at:start], *[whole] * len(words)]
            at = end
        return Spelled(text + self.text[at:], (*places, *self.places[at:]))

    def span(self, start: int, end: int) -> Place:
        """Return the stretch of the cell's text that a stretch of this text stands for."""
        return self.places[start][0], self.places[end - 1][1]

    def part(self, start: int, end: int) -> Spelled:
        """Return a stretch of it."""
        return Spelled(self.text[start:end], self.places[start:end])

    def parts(self, separator: str) -> list[Spelled]:
        """Return what stands between separators (a regular expression), without spaces around."""
        found, at = [], 0
        for match in [*re.finditer(separator, self.text), None]:
            end = match.start() if match else len(self.text)
            words = self.text[at:end]
            start = at + len(words) - len(words.lstrip())
            if words.strip():
                found.append(self.part(start, start + len(words.strip())))
            at = match.end() if match else end
        return found


def spelled(text: Spelled, long_forms: Mapping[str, str]) -> Spelled:
    """Return a text with its abbreviations spelled out."""
    pieces = [
        (match.start(), match.end(), long_forms[match[0]])
        for match in re.finditer(r"[^\W_](?:[\w-]*[^\W_])?", text.text)
        if match[0] in long_forms
    ]
    return text.replaced(pieces)


def unbracketed(text: Spelled) -> Spelled:
    """Return a text without what stands in brackets."""
    return text.replaced([(m.start(), m.end(), "") for m in re.finditer(r"\s*\([^()]*\)", text.text)])


def in_words(text: Spelled) -> Spelled:
    """Return a text with arrows, and "up" and "down" behind names, as the words of a sentence: "increased X"."""
    behind = [
        (match.start(), match.end(), f"{'increased' if match['up'] else 'reduced'} {match['name']}")
        for match in _CHANGED.finditer(text.text)
    ]
    text = text.replaced(behind)
    before = [(m.start(), m.end(), "increased " if m["up"] else "reduced ") for m in _NOTED.finditer(text.text)]
    return text.replaced(before)


def aligned(text: str, source: str) -> list[int] | None:
    """Return the offset in the source of each character of a cell's text, None if more than line breaks differ."""
    out: list[int] = []
    at = 0
    for char in text:
        while at < len(source) and source[at] != char and not (char == " " and source[at].isspace()):
            hyphen = source[at] in "-\u00ad\u2010" and source[at + 1 : at + 2].isspace()
            if not (hyphen or source[at].isspace()):
                return None
            at += 1
        if at == len(source):
            return None
        out.append(at)
        at += 1
    return out
