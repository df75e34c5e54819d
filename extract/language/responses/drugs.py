"""Drug phrases around a word of response: named drugs, classes ("BRAF inhibitors"), and lists of them."""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, Layer, data, is_dash, word_lists

Range = tuple[int, int]
JOINTS = frozenset(("and", "or", ",", "/", "plus", "and/or", "&", "as", "well"))
# An unknown symbol where a drug must stand ("resistance to APO866"), and before a word that others than drugs stand
# before as well ("XYZ resistance").
ABBREVIATION = re.compile(
    r"(?!(?:DNA|RNA|IR|HIV|HBV|HCV|HPV|EBV|MDR|CSC|EMT|DTP)$)[A-Z]{3,4}\d{0,3}|[A-Z]{2,5}-?\d{2,6}[A-Z]?"
)
SYMBOL = re.compile(r"(?!(?:DNA|RNA|T|B)$)(?=.*[A-Z].*[A-Z0-9])[A-Z0-9][A-Za-z0-9-]{2,}")
# A class of drugs behind its target: "EGFR TKIs".
CLASS = re.compile(r"TKIs?|ICIs?|mAbs?|.*[Ii]nhibitors?")
CLASS_NOUNS = word_lists("drug_response")["class_nouns"]
BLOCKING = word_lists("drug_response")["blocking"]


CLAUSE_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
EFFECTS = frozenset(data("drug_response")["effects"]["nouns"])
GIVEN = word_lists("drug_response")["given"]


_OTHERS = frozenset(("that", "this", "its", "their", "of", "another"))  # no part of a list of names


class DrugPhrases:
    """Reads drug phrases before and after a head; built from the ``drugs`` table of the rules."""

    def __init__(self, rules: dict[str, Any]):
        self.words = frozenset(rules["words"])
        self.fillers = frozenset(rules["fillers"])
        self.conjoined = frozenset(rules["conjoined"])
        self.proteins = re.compile("|".join(rules["proteins"]))
        self.stimuli = frozenset(rules["stimuli"])
        self.prefixes = frozenset(tuple(re.split(r"[\s\-–‐]+", p)) for p in rules["prefixes"])

    def before(
        self, doc: Doc, head: int, names: Layer, *, hyphen: bool = False, generic: bool = True, sure: bool = False
    ) -> tuple[int, tuple[Range, ...]] | None:
        """Return where the drugs before a head begin, and their ranges.

        ``hyphen`` says that the head is an adjective: a list before it must then have hanging hyphens
        ("sorafenib- and lenvatinib-resistant") or stand without any. ``sure`` says that the head speaks of drugs
        alone, so that a symbol nothing else knows is one, and so is a protein that is given as a drug.
        """
        end = head
        dashed = end > 0 and is_dash(doc[end - 1].text)
        if dashed:
            end -= 1
        first = self.ending(doc, end, names, generic=generic)
        if first is None and sure:
            first = self.meant(doc, end, names)
        if first is None:
            return None
        start, drugs = first
        while start > 1:
            j = start
            while j > 0 and doc[j - 1].lower_ in JOINTS:
                j -= 1
            if j == start:
                break
            hanging = j > 0 and is_dash(doc[j - 1].text)
            if hyphen and dashed and not hanging and doc[start - 1].text != "/":
                break
            stop = j - 1 if hanging else j
            further = self.ending(doc, stop, names, generic=False)
            if (
                further is None
                and not drugs
                and doc[stop - 1].lower_ in self.conjoined
                and doc[start - 1].lower_ != ","
                and j + 1 == start
            ):
                further = stop - 1, ()
            if further is None:
                break
            start, drugs = further[0], further[1] + drugs
        return start, drugs

    def ending(self, doc: Doc, end: int, names: Layer, *, generic: bool = True) -> tuple[int, tuple[Range, ...]] | None:
        """Return the start and ranges of the drug phrase that ends at ``end``."""
        if end <= 0:
            return None
        name = names.ending(end)
        if name is not None and name.label == "CHEMICAL":
            return None if self.is_stimulus(doc, name) else (name.start, ((name.start, name.end),))
        if name is not None and name.label == "GENE" and _anti(doc, name.start):
            return name.start - _anti(doc, name.start), ((name.start - _anti(doc, name.start), name.end),)
        last = doc[end - 1]
        if last.text == ")":
            opened = _bracket(doc, end - 1)
            if opened is not None:
                inner = self.ending(doc, opened, names, generic=False)
                if inner is not None:
                    return inner
        if last.lower_ in CLASS_NOUNS:
            previous = names.ending(end - 1)
            if previous is not None and previous.label in ("GENE", "PATHWAY"):
                start = _chain(doc, previous, names)
                start -= _anti(doc, start)
                return start, ((start, end),)
            if previous is not None and previous.label == "CHEMICAL":
                return previous.start, ((previous.start, previous.end),)
        return (self.generic_start(doc, end), ()) if generic and self.generic_start(doc, end) < end else None

    def is_stimulus(self, doc: Doc, name: Candidate) -> bool:
        """Whether a chemical is one that cells sense and live on, no drug: "oxygen-sensitive"."""
        return doc[name.start : name.end].text.lower() in self.stimuli

    def meant(self, doc: Doc, end: int, names: Layer) -> tuple[int, tuple[Range, ...]] | None:
        """Return the range of a protein given as a drug, or of an unknown symbol, that ends at ``end``."""
        name = names.ending(end)
        if name is not None:
            text = doc[name.start : name.end].text
            unknown = name.source == "model" and ABBREVIATION.fullmatch(text) is not None
            drug = name.label == "GENE" and (unknown or self.proteins.fullmatch(text) is not None)
            return (name.start, ((name.start, name.end),)) if drug else None
        text = doc[end - 1].text
        if names.at(end - 1) is None and ABBREVIATION.fullmatch(text) and text not in names.refused:
            return end - 1, ((end - 1, end),)
        return None

    def may_be_drug(self, token: Token, names: Layer) -> bool:
        """Whether an unknown symbol may be a drug: neither defined as something else nor said of a noun behind it."""
        behind = token.doc[token.i + 1 : token.i + 2]
        other = token.dep_ == "compound" and token.head.i == token.i + 1 and behind.text.lower() not in self.words
        return SYMBOL.fullmatch(token.text) is not None and token.text not in names.refused and not other

    def generic_start(self, doc: Doc, end: int) -> int:
        """Return the start of a generic phrase ("anticancer drug") that ends at ``end``, or ``end``."""
        words: list[str] = []
        best = end
        i = end - 1
        while i >= 0 and len(words) < 4:
            if not is_dash(doc[i].text):
                words[:0] = [w for w in re.split(r"[\-–‐]", doc[i].lower_) if w]
                if tuple(words) in self.prefixes:
                    best = i
            elif not words:
                break
            i -= 1
        return best

    def after(self, doc: Doc, start: int, names: Layer) -> tuple[int, tuple[Range, ...]] | None:
        """Return the end of the drug phrase that begins at ``start``, and the ranges of the drugs it names."""
        item = self.item(doc, start, names)
        if item is None:
            return None
        end, drugs = item
        closed = end, drugs  # what stands before a comma that no "and" has followed yet
        while end < len(doc) - 1:
            j = end
            while (
                j < len(doc)
                and (doc[j].lower_ in JOINTS or (doc[j].lower_ in ("to", "of") and j > end))
                and not doc[j].is_sent_start
            ):
                j += 1
            if doc[end].lower_ in ("such", "like", "including", "("):
                break
            if j == end or j >= len(doc) or doc[j].is_sent_start:
                break
            more = self.item(doc, j, names, named=bool(drugs))
            if more is None or (doc[end].lower_ == "with" and not drugs):
                break
            if doc[more[0] - 1].dep_ in CLAUSE_SUBJECTS:  # "the efficacy of D, and E overcomes this"
                break
            joined = any(t.lower_ != "," for t in doc[end:j])
            end, drugs = more[0], drugs + more[1]
            if joined:
                closed = end, drugs
        end, drugs = closed
        return self.extended(doc, end, names, drugs)

    def extended(self, doc: Doc, end: int, names: Layer, drugs: tuple[Range, ...]) -> tuple[int, tuple[Range, ...]]:
        """Take in "such as D", "inhibiting BRAF and MEK", "-induced apoptosis" behind a drug phrase."""
        n = len(doc)
        vague = not drugs or doc[end - 1].lower_ in CLASS_NOUNS
        named = self.instances(doc, end, names) if vague else None
        if named is not None:
            return named
        if end < n and doc[end].lower_ in ("inhibiting", "targeting") and not drugs:
            gene = names.starting(end + 1)
            while gene is not None and gene.label == "GENE":
                drugs += ((gene.start, gene.end),)
                end = gene.end
                j = end
                while j < n and doc[j].lower_ in ("and", ",", "or"):
                    j += 1
                gene = names.starting(j) if j > end else None
        if end + 2 < n and is_dash(doc[end].text) and doc[end + 1].lower_ in ("induced", "mediated"):
            target = names.starting(end + 2)
            stop = target.end if target is not None else end + 3
            if doc[stop - 1].pos_ in ("NOUN", "PROPN"):
                return stop, drugs
        return end, drugs

    def instances(self, doc: Doc, end: int, names: Layer) -> tuple[int, tuple[Range, ...]] | None:
        """Return the drugs named behind their class and their end.

        These are "kinase inhibitor D", "agents, such as D", "EGFR inhibitors (D and E)", "EGFR inhibition with D".
        """
        words = [token.lower_ for token in doc[end : end + 3]] + [""] * 3
        start = end
        if words[0] == "," and words[1:3] == ["such", "as"]:
            start += 3
        elif words[:2] == ["such", "as"]:
            start += 2
        elif words[0] in ("like", "including", "(") or (words[0] == "with" and doc[end - 1].lower_ in GIVEN):
            start += 1
        name = names.starting(start)
        if start < end + 2 and (name is None or name.label != "CHEMICAL"):
            return None
        found = self.after(doc, start, names)
        if words[0] != "(" or found is None:
            return found if found is not None and found[1] else None
        closed = found[0] < len(doc) and doc[found[0]].text == ")"
        return (found[0] + 1, found[1]) if closed else None

    def item(self, doc: Doc, start: int, names: Layer, *, named: bool = False) -> tuple[int, tuple[Range, ...]] | None:
        """Return the end and ranges of one drug phrase at ``start``: a name, a class, or words for drugs."""
        j, generic_end = start, None
        while j < len(doc) and j - start < (5 if named else 12):
            token = doc[j]
            if (token.is_sent_start and j > start) or (named and token.lower_ in _OTHERS):
                break
            name = names.starting(j)
            if name is not None and name.label != "PROCESS":
                found = self.named_item(doc, name, names, start)
                ends = found is not None or name.label == "CHEMICAL"
                return found if ends else self.generic(doc, generic_end, named=named)
            word = token.lower_
            if word in self.words:
                if _governs(doc, j):
                    return self.against(doc, j, names)
                generic_end = j + 1
            elif word == "both" and j == start and _stands_alone(doc, j):
                return j + 1, ()
            elif word in EFFECTS and doc[j + 1 : j + 2].text == "of":
                generic_end = None  # "resistant to the cytotoxic effects of D"
            elif word not in self.fillers and token.pos_ not in ("ADJ", "DET", "NUM") and not _is_inducing(token):
                if name is None and self.may_be_drug(token, names):
                    return j + 1, ((j, j + 1),)
                break
            j += 1
        return self.generic(doc, generic_end, named=named)

    def against(self, doc: Doc, i: int, names: Layer) -> tuple[int, tuple[Range, ...]] | None:
        """Return the end and ranges of "inhibitors of BRAF", "inhibition of BRAF and MEK"."""
        if doc[i].lower_ not in BLOCKING or doc[i + 1].lower_ != "of":
            return None
        target = names.starting(i + 2)
        ranges: list[Range] = []
        while target is not None and target.label in ("GENE", "PATHWAY"):
            ranges.append((target.start if ranges else i, target.end))
            joined = target.end + 1 < len(doc) and doc[target.end].lower_ in ("and", "or", "/")
            target = names.starting(target.end + 1) if joined else None
        return (ranges[-1][1], tuple(ranges)) if ranges else None

    def generic(self, doc: Doc, end: int | None, *, named: bool) -> tuple[int, tuple[Range, ...]] | None:
        """Return the end of words for drugs, if they may stand there: in a list of names not all may."""
        if end is not None and (not named or doc[end - 1].lower_ in self.conjoined):
            return end, ()
        return None

    def named_item(self, doc: Doc, name: Candidate, names: Layer, start: int) -> tuple[int, tuple[Range, ...]] | None:
        """Return the end and range of a drug, or of a gene or pathway that stands for drugs."""
        if name.label == "CHEMICAL":
            return None if self.is_stimulus(doc, name) else (name.end, ((name.start, name.end),))
        if name.label not in ("GENE", "PATHWAY"):
            return None
        found = self.gene_class(doc, name, names, start)
        if found is None and self.proteins.fullmatch(doc[name.start : name.end].text):
            return name.end, ((name.start, name.end),)
        return found

    def gene_class(self, doc: Doc, name: Candidate, names: Layer, start: int) -> tuple[int, tuple[Range, ...]] | None:
        """Return the end and range of "BRAF/MEK inhibitors", "BRAF and MEK inhibitors", "anti-PD-1 antibody"."""
        end = name.end
        ranges = [name]
        while end + 1 < len(doc) and doc[end].lower_ in ("/", "and", "or", ",", "-", "–"):
            further = names.starting(end + 1)
            if further is None or further.label not in ("GENE", "PATHWAY"):
                break
            ranges.append(further)
            end = further.end
        variant = names.starting(end)
        if variant is not None and variant.label == "VARIANT":  # "KRAS G12C inhibitors"
            end = variant.end
        back = _anti(doc, name.start)
        first = name.start - back
        stop = end
        while stop < len(doc) and doc[stop].lower_ in (
            "-",
            "monoclonal",
            "directed",
            "targeted",
            "small",
            "molecule",
            "kinase",
            "tyrosine",
            "checkpoint",
        ):
            stop += 1
        named = names.starting(stop)
        if named is not None and named.label == "CHEMICAL" and CLASS.fullmatch(doc[named.start : named.end].text):
            return named.end, ((first, named.end),)
        if stop < len(doc) and doc[stop].lower_ in CLASS_NOUNS:
            drug = names.starting(stop + 1)
            if drug is not None and drug.label == "CHEMICAL":  # "the EGFR inhibitor gefitinib"
                return drug.end, ((drug.start, drug.end),)
            if len(ranges) == 1:
                return stop + 1, ((first, stop + 1),)
            return stop + 1, tuple((r.start, r.end) for r in ranges)
        if back and first >= start:
            return end, ((first, end),)
        return None


def _governs(doc: Doc, i: int) -> bool:
    """Whether a word for drugs says what it is of: "an agent against X"; treatment is of whom is treated."""
    following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
    return following in ("of", "against") and doc[i].lower_ not in ("treatment", "therapy")


def _stands_alone(doc: Doc, i: int) -> bool:
    """Whether a token ends its phrase."""
    return i + 1 == len(doc) or (doc[i + 1].is_punct and not is_dash(doc[i + 1].text))


def _is_inducing(token: Token) -> bool:
    """Whether a token ends or opens an adjective with a hyphen: "apoptosis-inducing", "growth-inhibitory"."""
    doc, i = token.doc, token.i
    ends = i > 0 and is_dash(doc[i - 1].text) and token.tag_ in ("VBG", "JJ")
    return ends or (i + 2 < len(doc) and is_dash(doc[i + 1].text) and doc[i + 2].tag_ == "VBG")


def _anti(doc: Doc, start: int) -> int:
    """Return how many tokens of "anti-" stand before ``start``."""
    if start >= 2 and is_dash(doc[start - 1].text) and doc[start - 2].lower_ == "anti":
        return 2
    return 0


def _bracket(doc: Doc, close: int) -> int | None:
    """Return the token of the bracket that closes at ``close``, if it is near."""
    for i in range(close - 1, max(-1, close - 5), -1):
        if doc[i].text == "(":
            return i
    return None


def _chain(doc: Doc, name: Candidate, names: Layer) -> int:
    """Return the start of a chain of gene names with slashes that ends with ``name``."""
    start = name.start
    while (
        start >= 2
        and doc[start - 1].text == "/"
        and (left := names.ending(start - 1)) is not None
        and left.label == "GENE"
    ):
        start = left.start
    return start
