"""Candidates for entities from the lexicon: the ``resistract_lexicon`` component."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.candidates import text_of, texts_of
from extract.language.lexicon.dictionary import SURE, Entry, Lexicon, load_lexicon
from extract.language.lexicon.keys import DASHES, KeyedText, case_mask, key, keyed_text
from extract.language.lexicon.ncrna import MICRO, OTHER, micro_norm
from extract.language.lexicon.spellings import singular
from extract.language.names.abbreviations import definitions, pairs

__all__ = ["Entry", "Lexicon", "LexiconMatcher", "load_lexicon", "make_lexicon"]

WINDOW = 80  # key characters; no name in the lexicon is longer
PLURAL_TYPES = {"GENE", "CHEMICAL", "DISEASE", "CELL_TYPE", "PROCESS", "PATHWAY", "CELL_LINE"}
# A blank may stand in a symbol before its number or Greek letter ("HER 2", "TGF β"), and at a hyphen ("PD -1").
BROKEN_SYMBOL = re.compile(
    rf"[A-Z0-9]{{2,}}\s\d+[A-Za-z]?|(?:Bcl|Mcl|Akt|Sox|Cox|Smad|Stat|Jak|Erk|Cdk|Wnt|Notch|Gli|Oct|Nox|Pax|Bim|Beclin)\s\d+|\w+\s[αβγδκζ]\d?|\S+(?:\s[{DASHES}]|[{DASHES}]\s|\s[{DASHES}]\s)\S+"
    rf"|[A-Z]{{2,}}[{DASHES}\d]*\s?(?:alpha|beta|gamma|delta|kappa|[αβγδκ])(?:[{DASHES}\s]?(?:\d|[A-Z]))?"
)
# Such words end no name that is set in two by chance ("cluster in" is not clusterin), nor does a list hold a name that
# a thesaurus inverts ("transaminase, alanine").
CLAUSE = re.compile(r"\s(?:in|on|an?|as|at|is|or|of|to|by|and|the)$|,\s[a-z]+$")
SURE_LINE = 0.75  # score from which on a cell line is told without the word "cells"
LINE_NOUNS = {"cell", "cells", "line", "lines", "clone", "clones", "xenograft", "xenografts"}
CAPPED = re.compile(r"[a-z][A-Z]{2}")
PHOSPHO = re.compile(rf"^(?:p[{DASHES}]?|P[{DASHES}])(?=[A-Z])")
# What a subline is resistant to, or carries: HCT116/OXA, SW480/5-FU/OXA.
SUBLINE = re.compile(rf"(?:/(?:[A-Z]|5[{DASHES}]?F)[{DASHES}A-Za-z0-9]{{0,7}})+(?!\w)")


@Language.factory("resistract_lexicon", default_config={"min_score": 0.3})
def make_lexicon(nlp: Language, name: str, min_score: float) -> LexiconMatcher:
    """Make the component; `min_score` (0..1) is the least score of a candidate."""
    return LexiconMatcher(load_lexicon(), min_score=min_score)


class LexiconMatcher:
    """Finds names of the lexicon in a text.

    Sets ``doc.spans["lexicon"]``: spans over whole tokens, labelled with a type, that may overlap, with ``_.norm``,
    ``_.curie`` and ``_.lexicon_score``.
    """

    def __init__(self, lexicon: Lexicon, *, min_score: float = 0.3) -> None:
        self.lexicon = lexicon
        self.min_score = min_score
        extensions.register()

    def __call__(self, doc: Doc) -> Doc:
        """Add the candidates to a doc."""
        found = self._found(doc)
        self._define(doc, found)
        spans = []
        for (start, end, label), entry in sorted(found.items()):
            if entry.score < self.min_score:
                continue
            if label == "CELL_LINE" and not self._sure_line(doc, start, end, entry):
                continue
            span = Span(doc, start, end, label=label)
            own = span._
            own.norm, own.curie, own.lexicon_score = entry.norm, entry.curie, entry.score
            spans.append(span)
        doc.spans["lexicon"] = spans
        return doc

    def _found(self, doc: Doc) -> dict[tuple[int, int, str], Entry]:
        """Return the entries that a Doc's words are, by their tokens and type."""
        text = text_of(doc)
        keyed = keyed_text(text)
        texts, offsets = texts_of(doc), doc.to_array(IDX).tolist()
        first = {offset: i for i, offset in enumerate(offsets)}
        last = {offset + len(word): i for i, (offset, word) in enumerate(zip(offsets, texts, strict=True), 1)}
        shouting = _shouting(doc, texts)
        found: dict[tuple[int, int, str], Entry] = {}
        for i, word in enumerate(texts):
            if not word[0].isalnum():
                continue
            for end, entry in self._matches(keyed, offsets[i], last, loud=i in shouting):
                _keep(found, (i, end, entry.type), entry)
            phospho = PHOSPHO.match(word)
            if phospho:
                for end, entry in self._matches(keyed, offsets[i] + phospho.end(), last, loud=i in shouting):
                    if entry.type == "GENE":
                        _keep(found, (i, end, entry.type), entry)
        for start, end, entry in self._patterns(text):
            if start in first and end in last:
                _keep(found, (first[start], last[end], entry.type), entry)
        return found

    def _sure_line(self, doc: Doc, start: int, end: int, entry: Entry) -> bool:
        """Tell whether a name can be taken for a cell line where it stands: a doubtful one needs "cells" behind it."""
        sure = entry.score >= SURE_LINE and len(key(doc[start:end].text)) > 3
        return sure or (end < len(doc) and doc[end].lower_ in LINE_NOUNS)

    def _define(self, doc: Doc, found: dict[tuple[int, int, str], Entry]) -> None:
        """Let the document's abbreviations mean what it defines them as, and nothing else."""
        meanings = {short: self._meaning(short, long) for short, long in definitions(doc, self.lexicon).items()}
        if not meanings:
            return
        for start, end, label in [*found]:
            text = doc[start:end].text
            short = text if text in meanings else text.removesuffix("s")
            if short in meanings:
                del found[start, end, label]
        places = {(span.start, span.end): span.text for span, _ in pairs(doc)}
        places |= {(i, i + 1): text for i, text in enumerate(texts_of(doc)) if text in meanings}
        for (start, end), short in places.items():
            entry = meanings.get(short)
            if entry is not None:
                found[start, end, entry.type] = entry

    def _meaning(self, short: str, long: str) -> Entry | None:
        """Return the entry that a short form stands for: what both forms can mean, else what the long form means."""
        entries = self._sought(long) or self._sought(singular(long))
        own = {(entry.type, entry.norm) for entry in self.lexicon.lookup(short)}
        both = [entry for entry in entries if (entry.type, entry.norm) in own]
        if both or entries:
            return (both or entries)[0]
        # The lexicon may know a gene's symbol, but not the name that this document gives it.
        for symbol in self.lexicon.lookup(short, ("GENE", "NCRNA")):
            distinct = any(char.isdigit() for char in short) or len(key(short)) >= 5
            if symbol.kind in SURE and symbol.mode != "lookup" and distinct and symbol.mask == case_mask(short):
                return symbol
        return None

    def _sought(self, long: str) -> list[Entry]:
        """Return what a long form means, but for everyday words that are names only where something else says so."""
        return [e for e in self.lexicon.lookup(long) if e.mode != "lookup" or e.type not in ("PROCESS", "DISEASE")]

    def _matches(
        self, keyed: KeyedText, start: int, last: dict[int, int], *, loud: bool
    ) -> Iterator[tuple[int, Entry]]:
        """Yield (end token, entry) for the names that begin at a text offset and end with a token."""
        position = keyed.positions[start]
        for name_key in self.lexicon.prefixes(keyed.key[position : position + WINDOW]):
            stop = position + len(name_key)
            end = keyed.end(stop)
            plural = False
            if end is not None and end not in last and keyed.text[end : end + 1] == "s" and len(name_key) > 2:
                end, plural = end + 1, True
            if end is not None and keyed.text.startswith("/", end):
                yield from self._sublines(keyed.text, start, end, last)
            if end is None or end not in last:
                continue
            surface = keyed.text[start : end - plural]
            if plural and keyed.text[end - 3].isspace():
                continue  # "collagen is"
            mask = case_mask(surface)
            for entry in self.lexicon.entries(name_key):
                if plural and entry.type not in PLURAL_TYPES:
                    continue
                if _fits(surface, mask, name_key, entry, loud=loud):
                    yield last[end], entry

    def _sublines(self, text: str, start: int, end: int, last: dict[int, int]) -> Iterator[tuple[int, Entry]]:
        """Yield the cell line that begins at `start` with the name of its parental line, which ends at `end`."""
        match = SUBLINE.match(text, end)
        if match and match.end() in last:
            parents = [
                entry
                for entry in self.lexicon.lookup(text[start:end], ("CELL_LINE",))
                if entry.mode != "lookup" and entry.score >= SURE_LINE and len(key(text[start:end])) >= 4
            ]
            if not parents:
                return
            yield last[match.end()], replace(parents[0], norm=parents[0].norm + match[0], curie=None, score=0.9)

    def _patterns(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """Yield (start, end, entry) for non-coding RNAs that are told by the form of their names."""
        for match in MICRO.finditer(text):
            norm = micro_norm(match[0])
            if norm is not None:
                yield match.start(), match.end(), Entry(norm, None, "NCRNA", 0.97, mode="free")
        for match in OTHER.finditer(text):
            yield match.start(), match.end(), Entry(match[0], None, "NCRNA", 0.9, mode="free")


def _keep(found: dict[tuple[int, int, str], Entry], place: tuple[int, int, str], entry: Entry) -> None:
    if place not in found or entry.score > found[place].score:
        found[place] = entry


def _fits(surface: str, mask: int, name_key: str, entry: Entry, *, loud: bool) -> bool:
    """Tell whether a stretch of text, in its letter case and with its blanks, may stand for an entry."""
    if entry.mode == "lookup":
        return False
    if entry.mode == "exact" and mask != entry.mask and not (surface.isupper() and len(name_key) > 3):
        return False
    if entry.mode == "cased" and not mask:
        return False
    if entry.mode == "free" and not entry.mask & ~1 and len(name_key) <= 6 and mask & ~1:
        return False  # capitals where the name has none: an abbreviation of something else
    if entry.type == "GENE" and CAPPED.match(surface) and mask != entry.mask:
        return False  # eGFR is not EGFR
    if loud and entry.mode != "free" and not re.search(r"\d", surface):
        return False
    broken = not entry.spaced and any(char.isspace() for char in surface)
    if (broken or "," in surface) and CLAUSE.search(surface):
        return False
    return (
        not broken or (len(name_key) > 8 and entry.type != "CELL_LINE") or BROKEN_SYMBOL.fullmatch(surface) is not None
    )


def _shouting(doc: Doc, texts: Sequence[str]) -> set[int]:
    """Return the tokens of lines set in capitals, where case tells nothing."""
    loud: set[int] = set()
    words: list[int] = []
    opens = doc.to_array(SENT_START).tolist()  # 1 where a sentence begins
    for i, text in enumerate((*texts, ".")):
        if text.isalpha() and len(text) > 1:
            words.append(i)
        elif text in ".;" or "\n" in text or opens[i] == 1:
            if len(words) >= 8 and sum(texts[j].isupper() for j in words) > 0.8 * len(words):
                loud.update(range(words[0], words[-1] + 1))
            words = []
    return loud
