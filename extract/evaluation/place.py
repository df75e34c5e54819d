"""Finding gold sentences and mentions again in a rendering of their document.

Where the text has the hash the gold was marked on, offsets apply. Elsewhere, quotes do, as in the W3C Web Annotation
model: the sentence by its words (or its first and last ones), the mention by its own and those around it. Quotes are
compared by their letters and digits alone, which spaces, hyphens at line ends, tags and Greek spelt out don't change.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.evaluation.gold import GoldDocument, GoldMention, GoldSentence
from extract.evaluation.units import gold_mention
from extract.schema import Mention

QUOTE_WORDS = 4
SHINGLE = 12  # letters; long enough to be rare in a paper
MIN_COVER = 0.6  # share of a sentence's shingles that must be found near each other
LOOSEST = 2.5  # a sentence in another rendering is at most this many times as long

_CITATION = re.compile(r"\s*\[[\d,;–\s-]*\]")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gold sentence stands in a text, and its mentions by id with their offsets in that text."""

    span: tuple[int, int]
    mentions: dict[str, Mention]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text, case folded, and the offset in the text that each comes from."""

    text: str
    letters: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """Reduce a text to its letters."""
        tagged = {index for match in _TAG.finditer(text) for index in range(*match.span())}
        letters: list[str] = []
        offsets: list[int] = []
        for index, char in enumerate(text):
            if index in tagged:
                continue
            for letter in fold(char):
                letters.append(letter)
                offsets.append(index)
        return cls(text, "".join(letters), tuple(offsets))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the half-open span of the text behind the letters ``first`` to ``last`` (half-open)."""
        return self.offsets[first], self.offsets[last - 1] + 1

    def find(self, quote: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield where the letters of a quote stand, as indices of letters."""
        end = len(self.letters) if end is None else end
        at = self.letters.find(quote, start, end)
        while quote and at >= 0:
            yield at
            at = self.letters.find(quote, at + 1, end)


def fold(text: str) -> str:
    """Return the letters and digits of a text, case folded, Greek letters by name."""
    folded = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if not char.isalnum():
            continue
        name = unicodedata.name(char, "")
        folded.append(name.split()[3].casefold() if name.startswith("GREEK SMALL LETTER ") else char)
    return "".join(folded)


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def place_document(gold: GoldDocument, text: str) -> list[Place | None]:
    """Return the place of each gold sentence in the text; None for a sentence that cannot be found."""
    if _offsets_apply(gold, text):
        return [_at_offsets(sentence) for sentence in gold.sentences]
    letters = Letters.of(text)
    places: list[Place | None] = []
    behind = 0
    for sentence in gold.sentences:
        found = _find_sentence(sentence, letters, behind)
        places.append(_at_quotes(sentence, letters, found) if found else None)
        if found:
            behind = found[1]
    return places


def _offsets_apply(gold: GoldDocument, text: str) -> bool:
    if gold.sha256 is not None:
        return text_hash(text) == gold.sha256
    return all(
        fold(text[mention.raw_start : mention.raw_end]) == fold(mention.text)
        for sentence in gold.sentences
        for mention in sentence.entities
    ) and all(sentence.end <= len(text) for sentence in gold.sentences)


def _at_offsets(sentence: GoldSentence) -> Place:
    mentions = {
        mention.id: gold_mention(mention, start=mention.raw_start, end=mention.raw_end) for mention in sentence.entities
    }
    return Place((sentence.start, sentence.end), mentions)


def _at_quotes(sentence: GoldSentence, letters: Letters, found: tuple[int, int]) -> Place:
    start, end = letters.span(*found)
    tail = letters.text[end : end + 2]
    end += len(tail) - len(tail.lstrip(".?!)")) if tail[:1] in (".", "?", "!", ")") else 0
    mentions = {}
    for mention in sentence.entities:
        span = _find_mention(mention, sentence, letters, found)
        # A mention that this rendering garbles keeps its place in the record but stands nowhere in the text.
        first, last = letters.span(*span) if span else (start, start)
        mentions[mention.id] = gold_mention(mention, start=first, end=last)
    return Place((start, end), mentions)


def _find_sentence(sentence: GoldSentence, letters: Letters, behind: int) -> tuple[int, int] | None:
    if sentence.text is not None:
        whole = fold(sentence.text)
        spots = list(letters.find(whole))
        if spots:
            first = _next(spots, behind)
            return first, first + len(whole)
    starts, ends = sentence_quotes(sentence)
    length = len(fold(sentence.text)) if sentence.text is not None else sentence.length or sentence.end - sentence.start
    head, tail = fold(starts), fold(ends)
    found = []
    for first in letters.find(head):
        limit = first + int(LOOSEST * length) + len(tail)
        for last in letters.find(tail, first, min(limit, len(letters.letters))):
            size = last + len(tail) - first
            if size >= max(len(head), len(tail), length // LOOSEST):
                missing = sum(
                    fold(mention.text) not in letters.letters[first : first + size] for mention in sentence.entities
                )
                apart = not _whole_words(letters, first, first + len(head)) or not _whole_words(
                    letters, last, last + len(tail)
                )
                odds = missing + apart + abs(size - length) / length + 0.5 * (first < behind)
                found.append((odds, first, first + size))
    if found:
        return min(found)[1:]
    return _by_shingles(fold(sentence.text), letters) if sentence.text is not None else None


def _by_shingles(whole: str, letters: Letters) -> tuple[int, int] | None:
    """Find a sentence that something interrupts or garbles: where most pieces of it stand close together."""
    pieces = range(0, max(len(whole) - SHINGLE, 1), SHINGLE // 2)
    hits = sorted((at, piece) for piece in pieces for at in letters.find(whole[piece : piece + SHINGLE]))
    spots = [at for at, _ in hits]
    best: tuple[int, int, int] | None = None
    for low, at in enumerate(spots):
        high = bisect_left(spots, at + int(1.5 * len(whole)))
        covered = len({piece for _, piece in hits[low:high]})
        if best is None or covered > best[0]:
            best = covered, at, spots[high - 1] + SHINGLE
    if best is None or best[0] < MIN_COVER * len(pieces):
        return None
    return best[1], min(best[2], len(letters.letters))


def _find_mention(
    mention: GoldMention, sentence: GoldSentence, letters: Letters, found: tuple[int, int]
) -> tuple[int, int] | None:
    quote = fold(mention.text)
    spots = list(letters.find(quote, *found))
    whole = [at for at in spots if _whole_words(letters, at, at + len(quote))] or spots
    if not whole:
        return None
    prefix, suffix = mention_quotes(mention, sentence)
    before, after = fold(prefix), fold(suffix)
    share = (mention.raw_start - sentence.start) / max(sentence.end - sentence.start, 1)

    def distance(at: int) -> tuple[int, float]:
        fits = letters.letters.endswith(before, 0, at) + letters.letters.startswith(after, at + len(quote))
        return -fits, abs((at - found[0]) / max(found[1] - found[0], 1) - share)

    at = min(whole, key=distance)
    return at, at + len(quote)


def sentence_quotes(sentence: GoldSentence) -> tuple[str, str]:
    """Return the first and last words of a sentence: at most four each, and half of a long sentence together."""
    if sentence.text is None:
        return sentence.starts, sentence.ends
    words = _CITATION.sub("", sentence.text).split()
    count = max(1, min(QUOTE_WORDS, max(2, len(words) // 4), len(words) // 2))
    return " ".join(words[:count]), " ".join(words[-count:])


def mention_quotes(mention: GoldMention, sentence: GoldSentence) -> tuple[str, str]:
    """Return the fewest words before and after a mention that tell it from its like, at most four a side."""
    if sentence.text is None:
        return mention.prefix, mention.suffix
    text = sentence.text
    if text.count(mention.text) < 2:
        return "", ""
    before, after = text[: mention.start], text[mention.end :]
    prefix = suffix = ""
    for count in range(1, QUOTE_WORDS + 1):
        prefix, suffix = _last_words(before, count), _first_words(after, count)
        if text.count(prefix + mention.text + suffix) == 1:
            break
    return prefix, suffix


def _last_words(text: str, count: int) -> str:
    match = re.search(rf"(?:\S+\s*){{1,{count}}}$", text)
    return match.group() if match else ""


def _first_words(text: str, count: int) -> str:
    match = re.match(rf"(?:\s*\S+){{1,{count}}}", text)
    return match.group() if match else ""


def _whole_words(letters: Letters, first: int, last: int) -> bool:
    start, end = letters.span(first, last)
    text = letters.text
    return not (start and text[start - 1].isalnum() and text[start].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )


def _next(spots: Sequence[int], behind: int) -> int:
    return next((at for at in spots if at >= behind), spots[0])
