"""Names of things: what the model, the dictionary, patterns of form and abbreviations say, settled into one answer.

Each source has its part. Patterns know names by their form (microRNAs, cell lines, drug codes, variants) and are right
about the type. The dictionary knows names that have no form, and how they are written. The model knows, from the
sentence, names that no dictionary holds, and decides between readings. Definitions of abbreviations in the document
win over all of them, and a name is the same thing throughout a document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from extract.language.candidates import LABELS, Candidate, data, is_dash, longest, vote
from extract.language.phrases import spellings

NAMES = frozenset(("GENE", "NCRNA", "CHEMICAL", "DISEASE", "CELL_LINE", "CELL_TYPE", "VARIANT", "PROCESS", "PATHWAY"))
PATTERN_SCORE = {"NCRNA": 4.0, "VARIANT": 2.6, "CELL_LINE": 3.0, "CHEMICAL": 2.2}
MODEL_SCORE = 1.4
ABBREVIATION_SCORE = 6.0
# A dictionary entry below this needs the model's or a pattern's support.
LEXICON_ALONE = 0.35


class NameFinder:
    """Finds names in a Doc; holds the compiled patterns."""

    def __init__(self, nlp: Language):
        rules = data("names")
        dash = rules["dash"]
        self.patterns = []
        for group in rules["names"]:
            body = "|".join(f"(?:{pattern})" for pattern in group["patterns"])
            regex = re.compile(rf"(?<![\w])(?:{body}){group.get('suffix', '')}".replace("<dash>", dash))
            refused = [re.compile(p.replace("<dash>", dash)) for p in group.get("not", ())]
            self.patterns.append((group["type"], regex, refused))
        self.number = re.compile(rf"(?:\s*,\s*|\s+)(?:and|or|to)?\s*({dash}\s?\d+[a-z]?(?:{dash}[35]p)?\*?)(?!\w)")
        self.before = frozenset(rules["classes"]["before"])
        self.after = frozenset(rules["classes"]["after"])
        self.introducers = frozenset(rules["ncrna"]["introducers"])
        self.classes = PhraseMatcher(nlp.vocab, attr="LOWER")
        for term in rules["drug_classes"]["terms"]:
            self.classes.add("CHEMICAL", [nlp.make_doc(form) for form in sorted(spellings(term))])
        self.code = re.compile(rules["codes"]["pattern"].replace("<dash>", dash))
        self.code_before = frozenset(rules["codes"]["before"])
        self.code_after = frozenset(rules["codes"]["after"])
        self.generic = frozenset(rules["generic"]["words"])
        self.numbers = re.compile("|".join(rules["generic"]["patterns"]))
        self.diseases = frozenset(rules["diseases"]["abbreviations"])
        self.untyped = frozenset(rules["abbreviation"]["untyped"])
        self.gene_heads = frozenset(rules["abbreviation"]["gene"])

    def __call__(self, doc: Doc, terms: Iterable[Candidate] = ()) -> list[Candidate]:
        """Return the names of the Doc, without overlaps; ``terms`` are known terms for processes and cell types."""
        patterns = list(self.by_pattern(doc))
        lexicon = list(from_lexicon(doc))
        model = list(self.from_model(doc, lexicon))
        proposals = [
            *patterns,
            *self.introduced(doc),
            *self.variants_of_genes(doc, lexicon),
            *self.known_abbreviations(doc),
            *(Candidate(start, end, "CHEMICAL", "pattern", 2.2) for _, start, end in self.classes(doc)),
            *self.codes(doc, lexicon),
            *terms,
            *lexicon,
            *model,
        ]
        # What is no name still keeps its tokens from shorter readings: no lipid in "lipid nanoparticles".
        found = [c for c in longest(self.plausible(doc, vote(proposals), model)) if c.label in LABELS]
        found = list(join_lineage(doc, found))
        defined, refused = self.defined(doc, found)
        found = longest([*defined, *(c for c in found if doc[c.start : c.end].text not in refused)])
        return longest([*found, *self.repeated(doc, found, refused)])

    def by_pattern(self, doc: Doc) -> Iterator[Candidate]:
        """Yield names known by their form."""
        text = doc.text
        for label, regex, refused in self.patterns:
            for match in regex.finditer(text):
                span = _span(doc, match.start(), match.end())
                if span is None or any(r.search(span.text) for r in refused):
                    continue
                yield Candidate(span.start, span.end, label, "pattern", PATTERN_SCORE[label])
                if label == "NCRNA":
                    yield from self.elided(doc, match.end())

    def elided(self, doc: Doc, offset: int) -> Iterator[Candidate]:
        """Yield the rest of "miR-1914 and -1915": numbers that follow a microRNA."""
        while match := self.number.match(doc.text, offset):
            span = _span(doc, match.start(1), match.end(1))
            if span is not None:
                yield Candidate(span.start, span.end, "NCRNA", "pattern", PATTERN_SCORE["NCRNA"])
            offset = match.end()

    def introduced(self, doc: Doc) -> Iterator[Candidate]:
        """Yield symbols that a class noun before them makes noncoding RNAs: "lncRNA XIST", "circRNAs A and B"."""
        for token in doc[:-1]:
            long_form = token.lower_ in ("rna", "rnas") and any(
                t.lower_ in ("noncoding", "coding", "circular", "antisense") for t in doc[max(0, token.i - 2) : token.i]
            )
            if token.lower_ not in self.introducers and not long_form:
                continue
            i = token.i + 1
            while i < len(doc) and (_is_symbol(doc[i].text) or doc[i].lower_ in (",", "and", "or", "-")):
                if _is_symbol(doc[i].text):
                    yield Candidate(i, i + 1, "NCRNA", "pattern", PATTERN_SCORE["NCRNA"])
                elif doc[i].lower_ == "-" and i > token.i + 1:
                    break
                i += 1

    def variants_of_genes(self, doc: Doc, lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield genes written with a mark of phosphorylation or with several numbers: "p-ERK", "pAKT", "VEGFR1–3"."""
        known = {doc[c.start : c.end].text.lower() for c in lexicon if c.label == "GENE"} | COMMON_KINASES
        for token in doc:
            match = MARKED.fullmatch(token.text)
            if match and match["rest"].lower() in known:
                yield Candidate(token.i, token.i + 1, "GENE", "pattern", 2.5)
            match = NUMBERED.fullmatch(token.text)
            if match and (match["first"].lower() in known or match["stem"].lower() in known):
                yield Candidate(token.i, token.i + 1, "GENE", "pattern", 2.5)

    def known_abbreviations(self, doc: Doc) -> Iterator[Candidate]:
        """Yield abbreviations of diseases in general use; a document's own definition outweighs them."""
        for token in doc:
            text = token.text.removesuffix("s")
            if text in self.diseases:
                yield Candidate(token.i, token.i + 1, "DISEASE", "lexicon", 1.9)

    def codes(self, doc: Doc, lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield code names of compounds that no dictionary holds ("TP201565")."""
        known = {i for c in lexicon for i in range(c.start, c.end)}
        tokens = [t for t in doc if t.i not in known and self.code.fullmatch(t.text)]
        counts = Counter(t.text for t in tokens)
        for token in tokens:
            before = doc[token.i - 1].lower_ if token.i else ""
            after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
            if after in ("cell", "cells", "line", "lines", "virus", "medium"):
                continue
            if counts[token.text] > 2 or before in self.code_before or after in self.code_after:
                if sum(ch.isdigit() for ch in token.text) > 2 or before in self.code_before - {"with", "to"}:
                    yield Candidate(token.i, token.i + 1, "CHEMICAL", "code", 1.6)

    def from_model(self, doc: Doc, lexicon: list[Candidate]) -> Iterator[Candidate]:
        """Yield the model's own entities, class nouns cut off; entities with labels of other schemes are left out."""
        written = {(c.start, c.end) for c in lexicon}
        for ent in doc.ents:
            if ent.label_ not in NAMES:
                continue
            start, end = ent.start, ent.end
            if (start, end) not in written:
                start, end = self.trimmed(doc, start, end)
            if start < end:
                yield Candidate(start, end, ent.label_, "model", MODEL_SCORE)

    def trimmed(self, doc: Doc, start: int, end: int) -> tuple[int, int]:
        """Cut class nouns, determiners and punctuation off both ends of ``[start, end)``."""
        while start < end and (doc[start].lower_ in self.before or doc[start].is_punct and doc[start].text not in "("):
            start += 1
        while start < end and (doc[end - 1].lower_ in self.after or doc[end - 1].is_punct and doc[end - 1].text not in ")"):
            end -= 1
        texts = [t.text for t in doc[start:end]]
        if texts.count("(") != texts.count(")"):
            cut = texts.index("(") if "(" in texts else None
            end = start + cut if cut else end
        return start, end

    def plausible(self, doc: Doc, candidates: Iterable[Candidate], model: list[Candidate]) -> Iterator[Candidate]:
        """Yield the candidates that hold by themselves or that the model's entities bear out."""
        by_model: dict[int, str] = {i: c.label for c in model for i in range(c.start, c.end)}
        for candidate in candidates:
            if candidate.source == "lexicon" and candidate.score < 1 + LEXICON_ALONE:
                labels = {by_model.get(i) for i in range(candidate.start, candidate.end)}
                if candidate.label not in labels:
                    continue
            span = doc[candidate.start : candidate.end]
            if len(span.text) < 2 or candidate.label != "NCRNA" and not any(c.isalpha() for c in span.text):
                continue
            if span.text.count("(") != span.text.count(")"):
                continue
            if candidate.source != "pattern" and self.says_nothing(doc, candidate, span):
                yield replace(candidate, label="")
                continue
            if candidate.source != "pattern" and self.unfit(doc, candidate, span):
                continue
            yield candidate

    def says_nothing(self, doc: Doc, candidate: Candidate, span: Span) -> bool:
        """Whether a candidate's words are no name here, nor any part of them: general words, viruses, enzymes."""
        if span.text.lower() in self.generic or self.numbers.fullmatch(span.text):
            return True
        after = doc[span.end].lower_ if span.end < len(doc) else ""
        behind = doc[span.end + 1].lower_ if span.end + 1 < len(doc) else ""
        if candidate.label == "CHEMICAL":
            return after.endswith(("ase", "ases")) or is_dash(after) and behind in ("rich", "coding") or after in ("residue", "residues")
        return candidate.label == "DISEASE" and after in ("virus", "viruses", "viral")

    def unfit(self, doc: Doc, candidate: Candidate, span: Span) -> bool:
        """Whether a candidate does not fit its type, though its words may hold another name."""
        label, last = candidate.label, span[-1].lower_
        if candidate.source == "lexicon":
            if label == "PROCESS" and (not PROCESS_WORD.search(last) or span[0].lower_ in ("induction", "regulation", "activation", "inhibition", "positive", "negative")):
                return True
            if label == "CELL_TYPE" and not CELL_WORD.search(last):
                return True
            if len(span) == 1 and span.text.islower() and label not in ("PROCESS", "CELL_TYPE"):
                return span[0].pos_ in ("VERB", "AUX", "ADV", "ADP", "DET", "PRON", "SCONJ", "CCONJ")
        if label == "CHEMICAL":
            if span[0].lower_ == "anti" or span.text.lower().startswith("anti-") and any(c.isupper() for c in span.text[5:]):
                return True
            if last in ("inhibitor", "inhibitors") and not self.class_of_drugs(span):
                return True
            return bool(re.search(r"\s\(", span.text))
        return False

    def class_of_drugs(self, span: Span) -> bool:
        """Whether "... inhibitors" is a class of drugs, not an inhibitor of a gene or process that is named."""
        words = [t.lower_ for t in span[:-1] if not is_dash(t.text)]
        plain = not any(c.isupper() for t in span[:-1] for c in t.text[1:])
        return bool(words) and words[-1] in ("kinase", "checkpoint", "proteasome") and plain

    def defined(self, doc: Doc, found: list[Candidate]) -> tuple[list[Candidate], set[str]]:
        """Let abbreviations and their long forms share a type.

        Returns
        -------
        tuple
            Candidates for the long forms and for every use of the short forms; short forms that stand for something
            of no type, and so are no mention anywhere.
        """
        if not doc.has_extension("abbreviations"):
            return [], set()
        at = {i: c for c in found for i in range(c.start, c.end)}
        labels: dict[str, Counter[str]] = {}
        result: list[Candidate] = []
        refused: set[str] = set()
        for short in doc._.abbreviations:
            long = short._.long_form
            label = self.label_of(doc, short, long, at)
            if label is None:
                continue
            labels.setdefault(short.text, Counter())[label] += 1
            if label != "":
                start, end = self.trimmed(doc, long.start, long.end)[0] if label != "DISEASE" else long.start, long.end
                covering = at.get(long.end - 1)
                if covering is not None and covering.label == label and start < covering.start:
                    start = covering.start
                if start < end and not _inside_longer(at, start, end):
                    result.append(Candidate(start, end, label, "abbreviation", ABBREVIATION_SCORE))
        for short in doc._.abbreviations:
            label = labels.get(short.text, Counter({None: 1})).most_common(1)[0][0]
            if label:
                result.append(Candidate(short.start, short.end, label, "abbreviation", ABBREVIATION_SCORE))
            elif label == "":
                refused.add(short.text)
        return result, refused

    def label_of(self, doc: Doc, short: Span, long: Span, at: dict[int, Candidate]) -> str | None:
        """Return the type of an abbreviation; "" where it has none, ``None`` where nothing can be said."""
        covering = at.get(long.end - 1)
        # The detector's long forms sometimes begin too early; the name at their end is what the letters stand for.
        whole = covering is not None and covering.end >= long.end and (
            covering.start <= long.start + 1 or doc[covering.start].lower_[0] in short.text.lower()
        )
        if covering is not None and whole:
            return covering.label
        head = long[-1].lower_
        if long.text.lower() in self.generic or any(long.text.lower().endswith(f" {w}") for w in ("tyrosine kinase", "tyrosine kinases")):
            return ""
        own = at.get(short.start)
        if own is not None and own.source == "pattern":
            return own.label
        if any(t.lower_ in self.untyped for t in (long[-1],)):
            return ""
        if head in self.gene_heads or head.endswith(("ase", "ases", "in")) and own is not None and own.label == "GENE":
            return "GENE"
        if own is not None:
            if covering is not None and covering.label == own.label:
                return own.label
            return own.label if own.score > 1.6 else ""
        return None

    def repeated(self, doc: Doc, found: list[Candidate], refused: set[str]) -> Iterator[Candidate]:
        """Yield other uses, in the document, of names that were recognised by strong evidence once."""
        labels: dict[str, Counter[str]] = {}
        for c in found:
            if c.end - c.start == 1 and (c.source in ("pattern", "abbreviation") or c.score >= 2.2):
                text = doc[c.start].text
                if len(text) > 2 and (any(ch.isupper() or ch.isdigit() for ch in text)) and not text.istitle():
                    labels.setdefault(text, Counter())[c.label] += 1
        for token in doc:
            if token.text in refused:
                continue
            for form in (token.text, token.text.removesuffix("s"), token.text + "s"):
                if form in labels:
                    yield Candidate(token.i, token.i + 1, labels[form].most_common(1)[0][0], "repeated", 1.0)
                    break


PROCESS_WORD = re.compile(
    r"(?:sis|tion|ing|phagy|ism|lysis|repair|growth|death|cycle|transition|response|responses|transport|flux|efflux|uptake|"
    r"damage|stress|decay|arrest|translation|adhesion|invasion|hypoxia|immunity|stability|senescence|chemotaxis|emt|m6a)$"
)
CELL_WORD = re.compile(r"(?:cells?|cytes?|blasts?|clasts?|phages?|phils?|glia|neurons?|platelets?|[A-Z]s?|tregs?|progenitors?)$")
MARKED = re.compile(r"(?:p|P|t|phospho|Phospho|total)[-‐–]?(?P<rest>[A-Zβc][\w/-]+)")
NUMBERED = re.compile(r"(?P<first>(?P<stem>[A-Za-z][A-Za-z-]*?)\d[A-Z]?)(?:[/–‐-]\d[A-Z]?)+")
COMMON_KINASES = frozenset(
    "erk akt mek egfr stat3 stat1 stat5 jak1 jak2 jnk p38 src mtor s6 s6k p70s6k 4e-bp1 4ebp1 gsk3β gsk-3β met c-met her2 her3 "
    "erbb2 erbb3 igf1r igf-1r insr alk ret kit pdgfr vegfr vegfr2 fgfr fak yap taz smad2 smad3 p65 iκbα ikbα nf-κb ampk acc tak1 "
    "rb chk1 chk2 h2ax p53 tbk1 irf3 sting creb c-jun foxo1 foxo3 foxo3a pi3k plcγ erk1 erk2 mek1 mek2 akt1 erk1/2 mek1/2 "
    "smad2/3 eif2α perk ire1α ire1 bad bcl-2 mapk raf c-raf craf braf shp2 irs1 irs-1 axl drp1 ulk1 tfeb".split()
)


def from_lexicon(doc: Doc) -> Iterator[Candidate]:
    """Yield the dictionary's candidates, each at the shortest string that still has its norm ("ErbB receptors")."""
    spans = [span for span in doc.spans.get("lexicon", ()) if span.label_ in LABELS]
    norms = {(span.start, span.end, span.label_): span._.norm for span in spans}
    for span in spans:
        shorter = (span.start, span.end - 1, span.label_)
        if span[-1].is_lower and shorter in norms and norms[shorter] == span._.norm:
            continue
        yield Candidate(span.start, span.end, span.label_, "lexicon", 1 + (span._.lexicon_score or 0.0))


def join_lineage(doc: Doc, found: list[Candidate]) -> Iterator[Candidate]:
    """Join a lineage to the disease that it names: "T-cell" + "lymphoma" is one DISEASE."""
    taken = set()
    starts = {c.start: c for c in found}
    for c in found:
        after = starts.get(c.end)
        if c.label == "CELL_TYPE" and after is not None and after.label == "DISEASE" and re.fullmatch(r"(?:B|T|NK)[ -]cell", doc[c.start : c.end].text):
            taken.add(after.start)
            yield replace(after, start=c.start)
        elif c.start not in taken:
            yield c


def _span(doc: Doc, start: int, end: int) -> Span | None:
    """Return the tokens of ``text[start:end]``, a full stop at its end left out, or ``None`` if it cuts a token."""
    return doc.char_span(start, end) or (doc.char_span(start, end - 1) if doc.text[end - 1 : end] == "." else None)


def _is_symbol(text: str) -> bool:
    return len(text) > 1 and text[0].isalnum() and sum(c.isupper() for c in text) >= 2 and not text.endswith("RNA")


def _inside_longer(at: dict[int, Candidate], start: int, end: int) -> bool:
    covering = at.get(start)
    return covering is not None and covering.start <= start and covering.end >= end and covering.end - covering.start > end - start


def dash_between(doc: Doc, left: int, right: int) -> bool:
    """Whether nothing but a dash stands between token ``left`` (inclusive end) and ``right``."""
    return right == left + 1 and is_dash(doc[left].text)
