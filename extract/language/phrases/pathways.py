"""Pathways, cascades and axes: names joined by dashes or slashes, with their head noun, and elliptical conjuncts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc

from extract.language.candidates import Candidate, Layer, data, is_dash, word_lists, words_of
from extract.language.lexicon.spellings import singular
from extract.language.names.abbreviations import pairs

MEMBERS = frozenset(("GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS"))
JOINTS = frozenset("/-–—‐→")
SEPARATORS = frozenset((",", "and", "or", "and/or", "as", "well", ";"))
# A token the names of which nothing else knows may stand in a chain if it looks like a symbol.
SYMBOL = re.compile(r"(?=.*[A-Z])[A-Za-zα-ω][\w.β/-]{1,19}")
# An abbreviation that may be a pathway's own.
ABBREVIATION = re.compile(r"(?!(?:DNA|RNA|II+|IV|KEGG|GO|ECM|CNS|NGS|TCGA)$)[A-Z]{2,5}")


class PathwayFinder:
    """Finds PATHWAY phrases over the names of a Doc."""

    def __init__(self) -> None:
        rules = data("pathways")
        self.heads = frozenset(rules["heads"])
        self.chain_heads = frozenset(rules["chain_heads"])
        self.tails = frozenset(rules["tails"])
        self.inner = frozenset(w.lower() for w in rules["inner"])
        self.kinds = phrases(rules["kinds"])
        self.closed = {head: phrases(listed) for head, listed in rules["closed"].items()}
        self.of_chemicals = frozenset(rules["of_chemicals"])

    def __call__(self, doc: Doc, names: Layer) -> list[Candidate]:
        """Return candidates for pathways; each covers the names inside it."""
        result: list[Candidate] = []
        known = listed_starts(doc)
        words, end = words_of(doc), 0
        for i, head in enumerate(words):
            if head == "signals" and i and words[i - 1] in IMAGING:
                continue
            if i >= end and head in self.heads:
                end = i + 1
                while end < len(words) and words[end] in self.tails:
                    end += 1
                result.extend(self.phrase(doc, i, end, names, known))
            elif i >= end and singular(head) in self.closed:
                start = self.closed_start(doc, i, names)
                if start < i:
                    result.append(Candidate(start, i + 1, "PATHWAY", "phrase", 3.0))
        return result

    def closed_start(self, doc: Doc, i: int, names: Layer) -> int:
        """Return where "urea cycle", "GABA shunt", "kallikrein-kinin system" begin, for the head at ``i``."""
        head = singular(doc[i].lower_)
        start = _listed_before(doc, i, self.closed[head])
        name = names.ending(i) if head in self.of_chemicals else None
        return min(start, name.start) if name is not None and name.label == "CHEMICAL" else start

    def phrase(self, doc: Doc, head: int, end: int, names: Layer, known: Mapping[int, int]) -> Iterator[Candidate]:
        """Yield the pathway with this head and the conjuncts that share the head; ``known`` is of `listed_starts`."""
        whole = names.at(head)
        if whole is not None and whole.label == "PROCESS" and whole.start < head and whole.end == end:
            if doc[head].lower_ not in self.chain_heads:
                yield Candidate(whole.start, end, "PATHWAY", "phrase", 3.0)  # "cAMP signaling": its head says so
            return
        start = head
        while start > 0 and doc[start - 1].lower_ in self.inner:
            name = names.at(start - 1)
            if name is not None and name.label != "PROCESS":
                break
            start -= 1
        unit = self.chain_start(doc, start, names)
        plain = doc[head].lower_ in ("pathway", "pathways", "signaling", "signalling")
        if plain and unit == start == head and self.short_name(doc, head - 1, names):
            unit = head - 1
        long_chain = start - unit > 1
        # Listed nouns may reach further than names: "type I interferon pathway", "sonic hedgehog signaling".
        listed = _listed_before(doc, head, self.kinds, limit=5)
        if unit == start or listed < unit:
            unit = listed if listed < head else known.get(end, end)
        if unit >= head:
            return
        if (
            unit >= 2
            and doc[unit - 1].text in JOINTS
            and (further := self.chain_start(doc, unit - 1, names)) < unit - 1
        ):
            unit = further
        if doc[end - 1].lower_ in self.chain_heads and not long_chain and not self.one_gene(doc, unit, start, names):
            return
        yield Candidate(unit, end, "PATHWAY", "phrase", 3.0)
        yield from self.conjuncts(doc, unit, names, several=doc[end - 1].lower_.endswith("s"))

    def one_gene(self, doc: Doc, unit: int, start: int, names: Layer) -> bool:
        """Whether the chain is one gene's name, for heads like "signals" and "arm"."""
        name = names.at(unit)
        if name is None or name.source == "recogniser":
            return False
        return name.start == unit and name.end == start and name.label in ("GENE", "PATHWAY")

    def conjuncts(self, doc: Doc, unit: int, names: Layer, *, several: bool) -> Iterator[Candidate]:
        """Yield the elliptical conjuncts left of a pathway: `PI3K/AKT` in "PI3K/AKT and MAPK/ERK pathways".

        Where the head is one of ``several``, each may have its article: "the PI3K/AKT and the MAPK/ERK pathways".
        """
        while unit > 1:
            i = unit - 1 if several and doc[unit - 1].lower_ == "the" else unit
            j = i
            while j > 0 and doc[j - 1].lower_ in SEPARATORS:
                j -= 1
            if j == i:
                return
            start = self.chain_start(doc, j, names)
            if start == j and self.short_name(doc, unit, names) and self.short_name(doc, j - 1, names):
                start = j - 1
            if start == j or (doc[j:i].text == "," and opens_sentence(doc, start)):
                return
            named = names.at(start)
            if not several and named is not None and named.label == "PROCESS":
                return  # "causes relaxation, and Wnt signaling ..."
            yield Candidate(start, j, "PATHWAY", "phrase", 9.0)
            unit = start

    @staticmethod
    def short_name(doc: Doc, i: int, names: Layer) -> bool:
        """Whether token ``i`` is an abbreviation that nothing knows: the pathway itself, as in "the FA pathway"."""
        return i >= 0 and names.at(i) is None and ABBREVIATION.fullmatch(doc[i].text) is not None

    def chain_start(self, doc: Doc, end: int, names: Layer) -> int:
        """Return the start of the longest chain ``NAME (joint NAME)*`` that ends at ``end``, or ``end``."""
        start = self.link_start(doc, end, names)
        while start < end and start >= 2 and doc[start - 1].text in JOINTS:
            further = self.link_start(doc, start - 1, names)
            if further == start - 1:
                break
            start = further
        return start

    def link_start(self, doc: Doc, end: int, names: Layer) -> int:
        """Return the start of the name that ends at ``end``, a bracketed abbreviation behind it included."""
        if end <= 0:
            return end
        name = names.ending(end)
        if name is not None and name.label in MEMBERS:
            return name.start
        token = doc[end - 1]
        if token.text == ")":
            opened = _opened(doc, end - 1)
            return opened if opened is not None else self.before_chain(doc, end - 1, names)
        chained = (
            "/" in token.text
            or (end >= 2 and doc[end - 2].text in JOINTS)
            or (end < len(doc) and doc[end].text in JOINTS)
        )
        if names.at(end - 1) is None and chained and SYMBOL.fullmatch(token.text):
            return end - 1
        if name is None and names.at(end - 1) is None and token.lower_ in _LONE:
            return end - 1
        return end

    def before_chain(self, doc: Doc, close: int, names: Layer) -> int:
        """Return the start of the name before a chain in brackets: "... receptor kinase (RAF/MEK/ERK)"."""
        opening = close - 1
        while opening > max(0, close - 9) and doc[opening].text != "(":
            opening -= 1
        joined = any(token.text in JOINTS for token in doc[opening:close])
        if not joined or doc[opening].text != "(" or self.chain_start(doc, close, names) != opening + 1:
            return close + 1
        start = self.link_start(doc, opening, names)
        return start if start < opening else close + 1


def phrases(listed: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return phrases as tuples of lower-case words, hyphens left out."""
    return frozenset(tuple(re.split(r"[\s\-–‐]+", phrase.lower())) for phrase in listed)


def listed_starts(doc: Doc) -> dict[int, int]:
    """Return the pathways of the dictionary: for each end the start of the longest one."""
    starts: dict[int, int] = {}
    for span in doc.spans.get("lexicon", ()):
        if span.label_ == "PATHWAY":
            starts[span.end] = min(span.start, starts.get(span.end, span.start))
    return starts


def opens_sentence(doc: Doc, i: int) -> bool:
    """Whether token ``i`` stands in a prepositional phrase that opens its sentence ("In the absence of NF1, ...")."""
    start = doc[i].sent.start
    return doc[start].pos_ in ("ADP", "SCONJ") and not any(t.pos_ in ("VERB", "AUX") for t in doc[start:i])


_LONE = word_lists("pathways")["lone"]
IMAGING = word_lists("pathways")["imaging"]


def _opened(doc: Doc, close: int) -> int | None:
    """Return the start of the long form before a bracketed abbreviation that closes at ``close``, or ``None``."""
    i = close - 1
    while i >= 0 and close - i < 4 and doc[i].text != "(":
        i -= 1
    if i > 0 and doc[i].text == "(":
        short = doc[i + 1 : close]
        for use, long in pairs(doc):
            if use.start == short.start:
                return long.start if ")" not in long.text or "(" in long.text else None
    return None


def _listed_before(doc: Doc, end: int, phrases: frozenset[tuple[str, ...]], *, limit: int = 4) -> int:
    """Return the start of the longest listed phrase that ends at ``end``, or ``end``."""
    words: list[str] = []
    best = end
    i = end - 1
    while i >= 0 and len(words) < limit + 2:
        if not is_dash(doc[i].text):
            words[:0] = [w for w in re.split(r"[\-–‐]", doc[i].lower_) if w]
            if tuple(words) in phrases:
                best = i
        i -= 1
    return best
