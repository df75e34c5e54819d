"""Short names that the document does not define, read by the words beside them: "GC cells", "QRZ-7 cells".

An abbreviation of two or three letters has many readings, so the dictionary never finds it by itself. Where it stands
before "patients" or "cells" it is a disease or a cell line, before "treatment" a drug. What one place in a document
settles holds for the whole document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, data, is_dash, texts_of
from extract.language.lexicon.dictionary import SURE, Entry, load_lexicon
from extract.language.lexicon.keys import case_mask
from extract.language.lexicon.senses import LIKELY, longer_words, sense, spelt_out
from extract.language.names.abbreviations import pairs
from extract.language.responses.finder import resisted

SCORE = 2.3
# A reading that the sources and the definitions of running text back less is not taken.
LEAST = 0.55
SHORT = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z]{2,6}")
LINE = re.compile(
    r"(?!CD\d|[A-Z]{1,2}50$|H[1-4][AB]?$|Th\d|M[0-2]$|G[0-2]$|T\d?$|NK|DC)(?=.*[A-Z])(?=.*(?:\d|-[A-Z]))[A-Z][\w/.-]{2,}"
)
SYMBOL = re.compile(r"[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*")
CAPITALS = re.compile(r"[A-Z]{2,5}")
SENSE_SCORE = 5.0
SPELT_SHARE = 0.5
SPELT = ("CHEMICAL", "DISEASE", "PROCESS", "PATHWAY")
SYSTEMS = (" system", " pathway", " signaling")


class ShortNames:
    """Finds undefined abbreviations of diseases and drugs, and cell lines, by their company."""

    def __init__(self) -> None:
        rules = data("names")["short"]
        self.beside = {label: frozenset(rules[label]["after"]) for label in ("DISEASE", "CHEMICAL", "GENE")}
        self.of_disease = frozenset(rules["DISEASE"]["of"])
        self.with_drug = frozenset(rules["CHEMICAL"]["with"])
        self.of_drug = frozenset(rules["CHEMICAL"]["of"])
        self.lines = frozenset(rules["CELL_LINE"]["after"])
        self.introducing = frozenset(rules["CELL_LINE"]["before"])

    def __call__(self, doc: Doc, known: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield candidates; ``known`` are those that patterns, terms and the dictionary hold, which are left alone."""
        covered = {i for c in known for i in range(c.start, c.end)}
        defined = {short.text for short, _ in pairs(doc)}
        places: dict[str, list[Token]] = defaultdict(list)
        for i, text in enumerate(texts_of(doc)):
            if len(text) < 2 or i in covered or not text[0].isalnum() or not any(map(str.isupper, text)):
                continue
            name = text[:-1] if text.endswith("s") and text[:-1].isupper() else text
            if name not in defined:
                places[name].append(doc[i])
            if i > 1 and is_dash(doc[i - 1].text) and resisted(text) and SYMBOL.fullmatch(doc[i - 2].text):
                yield Candidate(i - 2, i + 1, "CELL_LINE", "short", SCORE)  # a subline: QRZ-CisR
        yield from senses(doc, defined)
        words = longer_words(doc) if places else frozenset()
        for name, tokens in places.items():
            label = self.label(name, tokens, words)
            if label is not None:
                for token in tokens:
                    yield Candidate(token.i, token.i + 1, label, "short", SCORE)

    def label(self, name: str, tokens: list[Token], words: Collection[str]) -> str | None:
        """Return the type of a name by its readings and the words beside it; ``words`` are the Doc's longer ones."""
        if SHORT.fullmatch(name):
            if any(_behind(token) in self.beside["GENE"] for token in tokens) and is_symbol(name):
                return "GENE"
            readings = meanings(name)
            disease, drug = readings.get("DISEASE"), readings.get("CHEMICAL")
            spelt = disease is not None and spelt_out(disease.norm, words) >= SPELT_SHARE
            if spelt or (disease is not None and any(map(self.is_disease, tokens))):
                return "DISEASE"
            if drug is not None and any(map(self.is_drug, tokens)):
                return "CHEMICAL"
        elif LINE.fullmatch(name) and any(map(self.is_line, tokens)):
            return "CELL_LINE"
        return None

    def is_disease(self, token: Token) -> bool:
        """Whether the words beside are those of diseases: "X cells", "metastasis of X", "patients with X"."""
        first, second = _before(token)
        return _behind(token) in self.beside["DISEASE"] or (second in ("of", "with", "in") and first in self.of_disease)

    def is_drug(self, token: Token) -> bool:
        """Whether a drug stands here: "X treatment", "X-induced", "treated with X", "dose of X"."""
        first, second = _before(token)
        given = self.with_drug if second in ("with", "by", "to") else self.of_drug if second == "of" else ()
        return _behind(token) in self.beside["CHEMICAL"] or first in given

    def is_line(self, token: Token) -> bool:
        """Whether cells of this name are spoken of: "X cells", "X and Y cells", "the cell line, X"."""
        if self.introducing.intersection(_before(token)) and _before(token)[1] in (*self.introducing, ",", "("):
            return True
        doc, i = token.doc, token.i + 1
        while i + 1 < len(doc) and doc[i].lower_ in (",", "and", "or", "/") and LINE.fullmatch(doc[i + 1].text):
            i += 2
        if i + 1 < len(doc) and (doc[i].lower_ in ("tumor", "tumour") or is_dash(doc[i].text)):
            i += 1 + is_dash(doc[i + 1].text)  # "X tumor-bearing", "X-bearing"
        return i < len(doc) and doc[i].lower_ in self.lines


def senses(doc: Doc, defined: Container[str]) -> Iterator[Candidate]:
    """Yield undefined abbreviations, the dictionary's too, whose full name stands in the document's words."""
    words = longer_words(doc)
    generic = data("names")["generic"]["words"]
    for i, text in enumerate(texts_of(doc)):
        name = text.removesuffix("s")
        if not CAPITALS.fullmatch(name) or name in defined:
            continue
        entries = [e for e in load_lexicon().lookup(name) if e.mask == case_mask(name)]
        entry = sense(entries, words)
        if entry is None or entry.type not in SPELT or entry.norm.lower() in generic:
            continue
        if not outdone(entry, name, entries):
            label = "PATHWAY" if entry.norm.endswith(SYSTEMS) else entry.type
            yield Candidate(i, i + 1, label, "sense", SENSE_SCORE)


def _before(token: Token) -> tuple[str, str]:
    doc, i = token.doc, token.i
    return (doc[i - 2].lower_ if i > 1 else ""), (doc[i - 1].lower_ if i else "")


def _behind(token: Token) -> str:
    doc, i = token.doc, token.i + 1
    if i < len(doc) and is_dash(doc[i].text):
        i += 1
    return doc[i].lower_ if i < len(doc) else ""


def outdone(entry: Entry, name: str, entries: Iterable[Entry]) -> bool:
    """Whether the name is likelier some gene's own: MET beside the words of its namesake transition."""
    return entry.score < LIKELY and any(
        e.type == "GENE" and e.norm == name and e.kind in SURE and e.score > entry.score for e in entries
    )


def is_symbol(name: str) -> bool:
    """Whether a gene is officially called so, in this letter case."""
    entries = load_lexicon().lookup(name, ("GENE",))
    return any(entry.kind in SURE and entry.mask == case_mask(name) for entry in entries)


@lru_cache(maxsize=4096)
def meanings(name: str) -> dict[str, Entry]:
    """Return the best reading of an abbreviation for each type, nothing where a gene or cell is the likelier one."""
    best: dict[str, Entry] = {}
    for entry in load_lexicon().lookup(name):
        if entry.mask == case_mask(name):
            best.setdefault(entry.type, entry)
    rival = max((best[t].score for t in ("GENE", "NCRNA", "CELL_TYPE") if t in best), default=0.0)
    return {t: best[t] for t in ("DISEASE", "CHEMICAL") if t in best and best[t].score >= max(LEAST, rival)}
