"""Names that are told by their form: microRNAs, circular RNAs, cell lines, variants, drug codes, marked genes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from extract.language.candidates import Candidate, data, is_dash, text_of, texts_of, word_lists, words_of
from extract.language.lexicon.dictionary import REMEMBERED, load_lexicon
from extract.language.names import constructs
from extract.language.names.variants import FUSED
from extract.language.phrases.processes import spellings

SCORE = {
    "NCRNA": 4.0,
    "VARIANT": 2.6,
    "CELL_LINE": 3.0,
    "CHEMICAL": 2.2,
    "GENE": 2.5,
    "DISEASE": 1.9,
    "PROCESS": 2.5,
}
CODE_SCORE = 1.6
CONSTRUCT_SCORE = 4.0
ENZYME_SCORE = 1.7
# Marks of phosphorylation and several numbers: "p-ERK", "pAKT", "VEGFR1–3", "IGF2BP1/2/3".
MARKED = re.compile(r"(?:p|P|t|phospho|Phospho|total)[-‐–]?(?P<rest>[A-Zβc][\w/-]+)")
# A symbol with its state run on to it: "EGFRmut", "KRASWT".
ALTERED = re.compile(r"(?P<rest>[A-Z][A-Z0-9]{2,}?)(?:mut|MUT|wt|WT|high|low|pos|neg)")
# What a list leaves of names behind the first: "-9", "E".
ELIDED = {"GENE": re.compile(r"[-‐‑–]\d{1,2}[A-Z]?"), "CHEMICAL": re.compile(r"[ACDEK]\d{0,2}|B\d{1,2}")}
NUMBERED = re.compile(r"(?P<first>(?P<stem>[A-Za-z][A-Za-z0-9-]*?)\d{1,2}[A-Z]?)(?:[/–‐-]\d{1,2}[A-Z]?|/[A-Z]\d{1,2})+")
CHANGE = re.compile(r"[A-Z]\d{2,4}[A-Z]")  # one amino acid for another
LEAST_STEM = 3  # letters before the numbers: "T1/2" is a half-life
AGAINST = frozenset(data("processes")["against"])
AGAINST_NOUNS = frozenset(data("processes")["against_nouns"])
PHOSPHOPROTEINS = word_lists("names")["phosphoproteins"]


class PatternFinder:
    """Finds names by their form; holds the compiled patterns."""

    def __init__(self, nlp: Language):
        rules = data("names")
        dash = rules["dash"]
        self.patterns = []
        for group in rules["names"]:
            body = "|".join(f"(?:{pattern})" for pattern in group["patterns"])
            regex = re.compile(rf"(?<!\w)(?:{body}){group.get('suffix', '')}".replace("<dash>", dash))
            refused = [re.compile(p.replace("<dash>", dash)) for p in group.get("not", ())]
            self.patterns.append((group["type"], regex, refused))
        self.number = re.compile(rf"(?:\s*,\s*|\s+)(?:and|or|to)?\s*({dash}\s?\d+[a-z]?(?:{dash}[35]p)?\*?)(?!\w)")
        self.introducers = frozenset(rules["ncrna"]["introducers"])
        self.introducing = frozenset(rules["ncrna"]["adjectives"])
        self.diseases = frozenset(rules["diseases"]["abbreviations"])
        self.code = re.compile(rules["codes"]["pattern"].replace("<dash>", dash))
        self.code_before = frozenset(rules["codes"]["before"])
        self.code_names = frozenset(rules["codes"]["called"])
        self.code_after = frozenset(rules["codes"]["after"])
        self.enzyme = re.compile(rules["enzymes"]["heads"])
        self.names = load_lexicon()
        self.mutated = frozenset(rules["variants"]["genes"])
        self.fused = frozenset(rules["fusions"]["known"])
        self.fusion_words = frozenset(rules["fusions"]["words"])
        self.substrates = frozenset(rules["enzymes"]["substrates"])
        self.any_enzyme = frozenset(rules["enzymes"]["generic"])
        self.classes = PhraseMatcher(nlp.vocab, attr="LOWER")
        for term in rules["drug_classes"]["terms"]:
            self.classes.add("CHEMICAL", [nlp.make_doc(form) for form in sorted(spellings(term))])

    def __call__(self, doc: Doc, lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield candidates; ``lexicon`` says which symbols a dictionary knows."""
        symbols = [doc[i] for i, text in enumerate(texts_of(doc)) if not (text.isalpha() and text[1:].islower())]
        yield from self.by_form(doc, {c.end for c in lexicon if c.label == "GENE"})
        yield from self.introduced(doc)
        yield from self.marked_genes(doc, symbols, lexicon)
        yield from self.codes(symbols, lexicon)
        yield from self.enzymes(doc, lexicon)
        yield from self.fusions(doc, symbols, lexicon)
        yield from self.numbered(doc, lexicon)
        for token in symbols:
            if token.text.removesuffix("s") in self.diseases:
                yield Candidate(token.i, token.i + 1, "DISEASE", "lexicon", SCORE["DISEASE"])
        for _, start, end in self.classes(doc):
            if end < len(doc) and words_of(doc)[start] in AGAINST and words_of(doc)[end] in AGAINST_NOUNS:
                continue  # "its antidepressant effect"
            yield Candidate(start, end, "CHEMICAL", "pattern", SCORE["CHEMICAL"])

    def by_form(self, doc: Doc, behind_genes: set[int]) -> Iterator[Candidate]:
        """Yield the matches of the patterns that begin and end where tokens do.

        What looks like a cell line and like a change of a protein is the change right behind a gene: "PIK3CA H1047R".
        """
        text = text_of(doc)
        for label, regex, refused in self.patterns:
            for match in regex.finditer(text):
                span = _span(doc, text, match.start(), match.end())
                if span is None or any(r.search(span.text) for r in refused):
                    continue
                if label == "CELL_LINE" and span.start in behind_genes and CHANGE.fullmatch(span.text):
                    continue
                yield Candidate(span.start, span.end, label, "pattern", SCORE[label])
                if label == "NCRNA":
                    yield from self.elided(doc, text, match.end())

    def elided(self, doc: Doc, text: str, offset: int) -> Iterator[Candidate]:
        """Yield the rest of "miR-1914 and -1915": numbers that follow a microRNA."""
        while match := self.number.match(text, offset):
            span = _span(doc, text, match.start(1), match.end(1))
            if span is not None:
                yield Candidate(span.start, span.end, "NCRNA", "pattern", SCORE["NCRNA"])
            offset = match.end()

    @staticmethod
    def numbered(doc: Doc, lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield the rest of "MMP-2 and -9", "vitamins C and E": what follows a gene or vitamin."""
        ends = {c.end: "GENE" for c in lexicon if c.label == "GENE" and doc[c.end - 1].text[-1].isdigit()}
        words = words_of(doc)
        ends |= {i + 2: "CHEMICAL" for i, word in enumerate(words[:-1]) if word in ("vitamin", "vitamins")}
        for place, text in enumerate(texts_of(doc)):
            label = _elided(text)
            i = place - 1
            while label and i > 0 and words[i] in (",", "and", "or", "/"):
                i -= 1
            if label and ends.get(i + 1) == label and i + 1 < place:
                ends[place + 1] = label
                yield Candidate(place, place + 1, label, "pattern", SCORE[label])

    def introduced(self, doc: Doc) -> Iterator[Candidate]:
        """Yield symbols that a class noun before them makes noncoding RNAs: "lncRNA XIST", "circRNAs A and B"."""
        words = words_of(doc)
        for place, word in enumerate(words[:-1]):
            long_form = word in ("rna", "rnas") and not self.introducing.isdisjoint(words[max(0, place - 2) : place])
            if word not in self.introducers and not long_form:
                continue
            i = place + 1
            while i < len(doc) and not doc[i].is_sent_start:
                if _is_symbol(doc[i].text):
                    yield Candidate(i, i + 1, "NCRNA", "pattern", SCORE["NCRNA"])
                elif words[i] not in (",", "and", "or") and not (words[i] == "-" and i == place + 1):
                    break
                i += 1

    def marked_genes(self, doc: Doc, symbols: list[Token], lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield genes written with a mark of phosphorylation, a variant, what was done to them or several numbers."""
        known = (
            {doc[c.start : c.end].text.lower() for c in lexicon if c.label == "GENE"} | PHOSPHOPROTEINS | self.mutated
        )
        for token in symbols:
            match = MARKED.fullmatch(token.text) or ALTERED.fullmatch(token.text)
            if match and match["rest"].lower() in known:
                yield Candidate(token.i, token.i + 1, "GENE", "pattern", SCORE["GENE"])
            made = constructs.split(token.text)
            entries = self.names.lookup(made[0], ("GENE", "NCRNA")) if made else ()
            if entries:
                yield Candidate(token.i, token.i + 1, entries[0].type, "pattern", CONSTRUCT_SCORE)
            match = FUSED.fullmatch(token.text)
            if match and (match["allele"] or match["gene"].lower() in known):
                yield Candidate(token.i, token.i + 1, "VARIANT", "pattern", CONSTRUCT_SCORE)
            match = NUMBERED.fullmatch(token.text)
            named = match and not known.isdisjoint((match["first"].lower(), match["stem"].lower()))
            if match and (named or self.is_numbered(match)):
                yield Candidate(token.i, token.i + 1, "GENE", "pattern", SCORE["GENE"])

    def is_numbered(self, match: re.Match[str]) -> bool:
        """Whether the first of several numbered names is the official symbol of a gene: "CDK4/6"."""
        if len(match["stem"]) < LEAST_STEM:
            return False
        entries = self.names.lookup(match["first"], ("GENE",))
        return bool(entries) and entries[0].norm == match["first"]

    def enzymes(self, doc: Doc, lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield enzymes and carriers that are named by their substrate: "DNA methyltransferases"."""
        ending = {
            c.end: c
            for c in sorted(lexicon, key=lambda c: -c.start)
            if c.label == "CHEMICAL" and "(" not in doc[c.start : c.end].text
        }
        words = words_of(doc)
        for i, word in enumerate(words):
            if i == 0 or not self.enzyme.fullmatch(word) or words[i - 1] in self.any_enzyme:
                continue
            chemical = ending.get(i)
            start = chemical.start if chemical is not None else i - (words[i - 1] in self.substrates)
            while start in ending:
                start = ending[start].start
            if start < i:
                yield Candidate(start, i + 1, "GENE", "phrase", ENZYME_SCORE)

    def fusions(self, doc: Doc, symbols: list[Token], lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield fusions of two genes that are known, or that the text calls so once: "EML4-ALK", "the A-B fusion"."""
        genes = [c for c in lexicon if c.label == "GENE"]
        ends, starts = {c.end: c for c in genes}, {c.start: c for c in genes}
        pairs: dict[tuple[int, int], str] = {}
        for token in symbols:
            inside = 0 < token.i < len(doc) - 1 and (is_dash(token.text) or token.text == "::")
            if not inside or token.whitespace_ or doc[token.i - 1].whitespace_:
                continue
            left, right = ends.get(token.i), starts.get(token.i + 1)
            if left is None and right is None:
                continue
            start, end = left.start if left else token.i - 1, right.end if right else token.i + 2
            if _is_symbol(doc[start].text) and _is_symbol(doc[end - 1].text):
                pairs[start, end] = f"{doc[start : token.i].text}-{doc[token.i + 1 : end].text}"
        told = {name for (start, end), name in pairs.items() if self.is_fusion(doc, start, end)}
        for (start, end), name in pairs.items():
            if name in told or name in self.fused:
                yield Candidate(start, end, "GENE", "pattern", SCORE["GENE"])

    def is_fusion(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the words beside two genes say that they are fused."""
        before = doc[max(0, start - 2) : start]
        behind = doc[end : end + 3]
        return "::" in doc[start:end].text or any(t.lower_ in self.fusion_words for t in (*before, *behind))

    def codes(self, symbols: list[Token], lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield code names of compounds that no dictionary holds ("TP201565"), in all places where one tells them."""
        known = {i for c in lexicon for i in range(c.start, c.end)}
        tokens = [t for t in symbols if t.i not in known and (self.code.fullmatch(t.text) or self.is_called(t))]
        counts = Counter(t.text for t in tokens)
        lines = {t.text for t in tokens if _after(t) in ("cell", "cells", "line", "lines", "virus", "medium")}
        told = {t.text for t in tokens if t.text not in lines and self.is_code(t, counts[t.text])}
        told |= {t.text for t in tokens if t.text not in lines and self.is_called(t)}
        for token in symbols if told else ():
            if token.text in told and token.i not in known:
                yield Candidate(token.i, token.i + 1, "CHEMICAL", "code", CODE_SCORE)

    def is_called(self, token: Token) -> bool:
        """Whether a word for compounds calls a symbol one: "the compound QRZA"."""
        if token.i == 0 or re.fullmatch(r"[A-Z]{3,8}", token.text) is None:
            return False
        return token.doc[token.i - 1].lower_ in self.code_names

    def is_code(self, token: Token, count: int) -> bool:
        """Whether a code is that of a compound where it stands; ``count`` is how often the Doc has it."""
        text = token.text
        digits = sum(ch.isdigit() for ch in text)
        before = token.doc[token.i - 1].lower_ if token.i else ""
        if len(text.rstrip("0123456789")) < 2 or digits < 2:
            return before in ("inhibitor", "compound", "antagonist", "agonist")
        trusted = before in self.code_before or _after(token) in self.code_after or count > 2
        return trusted and (digits > 2 or before in self.code_before - {"with", "to"})


@lru_cache(maxsize=REMEMBERED)
def _elided(text: str) -> str | None:
    """Return the type of name that a token may be the rest of: "-9", "E"."""
    return next((label for label, form in ELIDED.items() if form.fullmatch(text)), None)


def _after(token: Token) -> str:
    return token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""


def _span(doc: Doc, text: str, start: int, end: int) -> Span | None:
    """Return the tokens of ``text[start:end]``, a full stop at its end left out, or ``None`` if it cuts a token."""
    return doc.char_span(start, end) or (doc.char_span(start, end - 1) if text[end - 1 : end] == "." else None)


def _is_symbol(text: str) -> bool:
    return len(text) > 1 and text[0].isalnum() and sum(c.isupper() for c in text) >= 2 and not text.endswith("RNA")
