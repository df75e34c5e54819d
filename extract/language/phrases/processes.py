"""Processes, phenotypes and kinds of cell: terms, and phrases built of a head with its modifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from extract.language.candidates import Candidate, Layer, data, is_dash, word_lists, words_of

DASH = re.compile(r"[-–]")
SURVIVORS = word_lists("processes")["survivors"]
CARRIERS = word_lists("processes")["carriers"]
GROWTH_CARRIERS = word_lists("processes")["growth_carriers"]
STRESSED = word_lists("processes")["stressed"]
GROWING = word_lists("processes")["growing"]
GROWN = word_lists("processes")["grown"]
HOLDERS = frozenset(data("drug_response")["adjectives"]["holders"])
OTHER_HEADS = STRESSED | GROWING | {"survival"}


def spellings(term: str) -> set[str]:
    """Return the ways a term is written: hyphens, dashes or blanks, British or American spelling, the plural."""
    british = term.replace("tumor", "tumour").replace("ization", "isation").replace("signaling", "signalling")
    forms = set()
    for form in {term, british}:
        forms |= {form, DASH.sub("-", form), DASH.sub("–", form), DASH.sub("‐", form), DASH.sub(" ", form)}
    return forms | {plural(form) for form in forms}


def plural(noun: str) -> str:
    """Return the regular plural of a noun phrase."""
    if noun.endswith("sis"):
        return noun[:-2] + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + "s"


def singular(word: str) -> str:
    """Return a lower-case word without a regular plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "sis", "us")):
        return word[:-1]
    return word


def with_plurals(words: Iterable[str]) -> set[str]:
    """Return words with every form of which they are the `singular`."""
    forms = {(form, word) for word in words for form in (word, word + "s", word[:-1] + "ies")}
    return {*words, *(form for form, word in forms if singular(form) == word)}


class PhraseFinder:
    """Finds PROCESS and CELL_TYPE phrases over the names of a Doc."""

    def __init__(self, nlp: Language):
        self.processes = data("processes")
        self.cells = data("cell_types")
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for term in (*self.processes["terms"], *self.processes["adjectives"]):
            self.matcher.add("PROCESS", [nlp.make_doc(form) for form in sorted(spellings(term))])
        self.abbreviations = PhraseMatcher(nlp.vocab, attr="ORTH")
        for term in self.processes["abbreviations"]:
            self.abbreviations.add("PROCESS", [nlp.make_doc(term)])
        for term in self.cells["alone"]:
            is_short = sum(c.isupper() for c in term) >= 2 and " " not in term
            matcher = self.abbreviations if is_short else self.matcher
            matcher.add("CELL_TYPE", [nlp.make_doc(form) for form in sorted(spellings(term))])
        self.modifiers = _phrases(self.cells["modifiers"])
        self.tissues = _phrases(self.cells["tissues"])
        self.kinds = _phrases((*self.processes["modifiers"]["cell"],))
        self.which = frozenset(self.processes["modifiers"]["which"])
        self.alone = frozenset(self.processes["alone"])
        self.tables = [
            (frozenset(self.processes[name]["heads"]), _phrases(self.processes[name]["modifiers"]))
            for name in ("phenotype", "biochemistry", "deprivation", "spread")
        ]
        self.of_chemicals = frozenset(self.processes["biochemistry"]["of_chemicals"])
        self.against = frozenset(self.processes["against"])
        self.against_nouns = frozenset(self.processes["against_nouns"])
        self.phases = re.compile(self.processes["arrest"]["phases"])
        self.survival = {name: frozenset(words) for name, words in self.processes["survival"].items()}
        self.not_drugs = _phrases(self.processes["stress"]["words"])
        self.immune = frozenset(self.processes["immune"]["heads"])
        self.of_disease = frozenset(self.processes["of_disease"]["heads"])
        self.of_thing = frozenset(self.processes["of_thing"]["heads"])
        self.things = _phrases(self.processes["of_thing"]["things"])
        self.heads = frozenset(
            (*self.alone, *self.against, *with_plurals(self.which), *self.immune, *self.of_disease, *self.of_thing)
        ).union(OTHER_HEADS, {"arrest"}, self.survival["heads"], *(heads for heads, _ in self.tables))

    def terms(self, doc: Doc) -> list[Candidate]:
        """Return the listed terms that stand in the Doc."""
        result = []
        for matcher in (self.matcher, self.abbreviations):
            for key, start, end in matcher(doc):
                label = doc.vocab.strings[key]
                if label == "CELL_TYPE":
                    start = self.cell_start(doc, start)
                elif part_of_another(doc, end):
                    continue
                result.append(Candidate(start, end, label, "phrase", 2.0))
        return result

    def __call__(self, doc: Doc, names: Layer) -> list[Candidate]:
        """Return candidates for cell types and processes: terms that are names here, and phrases built on them."""
        result = [
            c
            for c in self.terms(doc)
            if (n := names.starting(c.start)) is not None and n.end == c.end and n.label == c.label
        ]
        cells = {i for c in names if c.label == "CELL_TYPE" for i in range(c.start, c.end)}
        cells |= {i for c in result if c.label == "CELL_TYPE" for i in range(c.start, c.end)}
        for i, word in enumerate(words_of(doc)):
            if word in self.heads:
                result.extend(self.process_at(doc, doc[i], names, cells))
            elif word in ("cell", "cells") and (start := self.tissue_start(doc, i, names)) < i:
                result.append(Candidate(start, i + 1, "CELL_TYPE", "phrase", 1.2))
        return result

    def tissue_start(self, doc: Doc, i: int, names: Layer) -> int:
        """Return where "renal proximal tubule" begins before the "cells" at ``i``; ``i`` where they are of a tumour."""
        start = self.modified_start(doc, i, self.tissues)
        before = doc[start - 1].lower_ if start else ""
        return start if names.ending(i) is None and before not in SURVIVORS else i

    def cell_start(self, doc: Doc, start: int) -> int:
        """Move the start of a cell type left over the modifiers that belong to its name."""
        while start > 0:
            left = _phrase_before(doc, start, self.modifiers)
            if left == start:
                marker = start - 1
                # Surface markers: CD133+, PD-L1+, CD44(+).
                if re.fullmatch(
                    r"(?:CD\d+|PD-L1|[A-Z][A-Za-z0-9-]+)(?:[+]|\(\+\)|high|hi|low|bright)+", doc[marker].text
                ):
                    left = marker
                else:
                    return start
            start = left
        return start

    def process_at(self, doc: Doc, token: Token, names: Layer, cells: set[int]) -> Iterator[Candidate]:
        """Yield the process phrases that have this token as their head."""
        head, i = token.lower_, token.i
        if part_of_another(doc, i + 1):
            return
        if head in self.against and any(t.lower_ in self.against_nouns for t in doc[i + 1 : i + 4]):
            yield Candidate(i, i + 1, "PROCESS", "phrase", 1.5)
        if head in self.alone:
            yield Candidate(i, i + 1, "PROCESS", "phrase", 1.5)
        yield from self.compounded(doc, i, names, cells)
        yield from self.tabled(doc, i, names)
        if head == "arrest" and (start := self.phase_start(doc, i)) < i:
            yield Candidate(start, i + 1, "PROCESS", "phrase", 1.6)
        if head in self.immune and i - 1 in cells:
            start = i - 1
            while start - 1 in cells:
                start -= 1
            yield Candidate(start, i + 1, "PROCESS", "phrase", 2.2)
        if head in STRESSED:
            yield from self.stressed(doc, i)
        if head in self.survival["heads"] and self.of_cells(doc, i, names, cells):
            yield Candidate(i, i + 1, "PROCESS", "phrase", 1.2)
        yield from self.of_phrase(doc, i, names, cells)

    def compounded(self, doc: Doc, i: int, names: Layer, cells: set[int]) -> Iterator[Candidate]:
        """Yield a process named by what is in front of its head: "tumor growth"."""
        head = doc[i].lower_
        if head not in self.which and singular(head) not in self.which:
            return
        start = self.compound_start(doc, i, names, cells)
        if head in self.survival["heads"] and not self.is_process(doc, start, i, cells):
            return
        if start < i:
            yield Candidate(start, i + 1, "PROCESS", "phrase", 1.5)

    def tabled(self, doc: Doc, i: int, names: Layer) -> Iterator[Candidate]:
        """Yield a process whose head takes certain modifiers: "lipid synthesis"."""
        head = doc[i].lower_
        for heads, modifiers in self.tables:
            if head not in heads:
                continue
            start = self.modified_start(doc, i, modifiers)
            chemical = names.ending(start) if head in self.of_chemicals else None
            if chemical is not None and chemical.label == "CHEMICAL":
                start = chemical.start
            if start < i and doc[i - 1].lower_ != "ros":  # "ROS production" is said of ROS
                yield Candidate(self.anew(doc, start), i + 1, "PROCESS", "phrase", 1.6)

    def stressed(self, doc: Doc, i: int) -> Iterator[Candidate]:
        """Yield what is done about a stress that is no drug: "oxidative stress tolerance", "adaptation to hypoxia"."""
        start = self.modified_start(doc, i, self.not_drugs)
        if start < i:
            yield Candidate(start, i + 1, "PROCESS", "phrase", 5.5)
            return
        taken_up = doc[i].lower_ in ("adaptation", "resistance", "evasion", "tolerance")
        if not taken_up or i + 2 >= len(doc) or doc[i + 1].lower_ not in ("to", "of"):
            return
        end = _phrase_after(doc, i + 2, self.not_drugs, limit=6)
        if end > i + 2 and (end == len(doc) or doc[end].pos_ not in ("NOUN", "PROPN")):
            yield Candidate(i, end, "PROCESS", "phrase", 2.0)

    def of_cells(self, doc: Doc, i: int, names: Layer, cells: set[int]) -> bool:
        """Whether "survival" at ``i`` is that of cells, not of patients."""
        words = self.survival
        before = doc[i - 1].lower_ if i else ""
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if before in words["before"] or after in words["after"] or names.ending(i) is not None:
            return False
        sentence = doc[i].sent
        if any(token.lower_ in words["patients"] for token in sentence):
            return after == "of" and self.things_survive(doc, i + 2, names, cells)
        return any(
            token.lower_ in words["cells"]
            or ((name := names.at(token.i)) is not None and name.label in ("CELL_LINE", "CELL_TYPE", "PATHWAY"))
            for token in sentence
        )

    def is_process(self, doc: Doc, start: int, i: int, cells: set[int]) -> bool:
        """Whether "cell survival", from ``start`` to ``i``, is no figure and not that of patients with a disease."""
        after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        cell = any(t.i in cells or t.lower_ in SURVIVORS for t in doc[start:i])
        return cell and after not in ("rate", "rates", "analysis", "analyses", "curve", "curves")

    def things_survive(self, doc: Doc, start: int, names: Layer, cells: set[int]) -> bool:
        """Whether what follows "survival of" are cells or a tumour."""
        for token in doc[start : start + 8]:
            if token.i in cells or token.lower_ in ("cell", "cells", "clones", "tumor", "tumour"):
                return True
            if token.lower_ in ("patient", "patients") or (token.pos_ in ("VERB", "AUX") and token.tag_ != "VBN"):
                return False
            if token.text in ".;":
                break
        name = names.starting(start)
        return name is not None and name.label == "DISEASE"

    @staticmethod
    def anew(doc: Doc, start: int) -> int:
        """Take in "de novo" before a process."""
        return start - 2 if start > 1 and doc[start - 2 : start].text.lower() == "de novo" else start

    def phase_start(self, doc: Doc, i: int) -> int:
        """Return where "G2/M phase cell cycle arrest" begins, for the arrest at ``i``; ``i`` without a phase."""
        start = i
        while start > 0 and (
            doc[start - 1].lower_ in ("cell", "cycle", "cell-cycle", "phase") or is_dash(doc[start - 1].text)
        ):
            start -= 1
        if start == 0 or not self.phases.fullmatch(doc[start - 1].text):
            return i
        start -= 1
        while start > 1 and doc[start - 1].text == "/" and self.phases.fullmatch(doc[start - 2].text):
            start -= 2
        return start

    def compound_start(self, doc: Doc, i: int, names: Layer, cells: set[int]) -> int:
        """Return where "tumor growth", "melanoma progression", "cancer stem cell self-renewal" begin."""
        if start_of_self := self.self_start(doc, i):
            i = start_of_self
        start = _phrase_before(doc, i, self.kinds)
        while start < i:
            further = _phrase_before(doc, start, self.kinds)
            # Cells are cells: the process in "cancer cell survival" is "cell survival".
            if further == start or doc[start].lower_ in ("cell", "cells"):
                break
            start = further
        if start == i and i - 1 in cells:
            start = i - 1
            while start - 1 in cells:
                start -= 1
            return start
        covering = names.at(start)
        if covering is not None and covering.start < start and covering.label == "DISEASE":
            start = covering.end
        named = names.ending(start)
        plain = doc[start].lower_ not in ("cell", "cells", "cellular", "tumor", "tumour", "cancer") or start == i
        if named is not None and named.label == "DISEASE" and plain and named.end == start:
            return named.start
        return start

    def self_start(self, doc: Doc, i: int) -> int | None:
        """Return the start of "self-renewal" split at its hyphen, for the head at ``i``."""
        if i >= 2 and is_dash(doc[i - 1].text) and doc[i - 2].lower_ == "self":
            return i - 2
        return None

    def modified_start(self, doc: Doc, i: int, modifiers: frozenset[tuple[str, ...]]) -> int:
        """Return where a head's listed modifiers begin."""
        start = i
        while (left := _phrase_before(doc, start, modifiers)) < start:
            start = left
        return start

    def of_phrase(self, doc: Doc, i: int, names: Layer, cells: set[int]) -> Iterator[Candidate]:
        """Yield "progression of melanoma", "formation and progression of HCC", "modification of tRNA"."""
        if i + 2 >= len(doc) or doc[i + 1].lower_ != "of":
            return
        head = doc[i].lower_
        j = i + 2
        while j < len(doc) - 1 and doc[j].lower_ in ("the", "human", "advanced", "primary", "new"):
            j += 1
        yield from self.of_a_disease(doc, i, j, names)
        of_cells = j + 1 < len(doc) and doc[j + 1].lower_ in HOLDERS
        if head in GROWING and doc[j].lower_ in GROWN and (of_cells or not _modifies(doc, j)):
            yield Candidate(self.listed_start(doc, i), j + 1, "PROCESS", "phrase", 1.6)
        if head in self.of_thing:
            start, end = self.thing_of(doc, head, j, cells)
            if end > start:
                yield Candidate(i, end, "PROCESS", "phrase", 2.0)

    def listed_start(self, doc: Doc, i: int) -> int:
        """Return where a list of what diseases do starts that ends at a token: "formation and progression"."""
        while i >= 2 and doc[i - 1].lower_ in ("and", "or", "/", "and/or") and doc[i - 2].lower_ in self.of_disease:
            i -= 2
        return i

    def of_a_disease(self, doc: Doc, i: int, j: int, names: Layer) -> Iterator[Candidate]:
        """Yield what the disease at token ``j`` does."""
        own, disease = names.at(i), names.starting(j)
        longer = own is not None and own.start < i
        if doc[i].lower_ not in self.of_disease or longer or disease is None or disease.label != "DISEASE":
            return
        if not _modifies(doc, disease.end - 1):
            yield Candidate(self.listed_start(doc, i), disease.end, "PROCESS", "phrase", 2.5)

    def thing_of(self, doc: Doc, head: str, j: int, cells: set[int]) -> tuple[int, int]:
        """Return where the thing at token ``j``, or behind what describes it, starts and ends."""
        if head == "formation" and _phrase_after(doc, j, self.things) == j:
            last = min(len(doc) - 1, j + 3)
            while j < last and (doc[j].pos_ == "ADJ" or is_dash(doc[j].text)):
                j += 1
        end = _phrase_after(doc, j, self.things)
        while (
            j < end < len(doc) - 1
            and doc[end].lower_ in ("and", "or")
            and _phrase_after(doc, end + 1, self.things) > end + 1
        ):
            end = _phrase_after(doc, end + 1, self.things)
        if j in cells and head in ("properties", "infiltration", "characteristics", "polarization", "recruitment"):
            end = j
            while end in cells:
                end += 1
        return j, end


def _modifies(doc: Doc, i: int) -> bool:
    """Whether a noun only says of what kind the next one is: "of cancer cachexia"."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    return following is not None and (following.pos_ in ("NOUN", "PROPN") or is_dash(following.text))


def part_of_another(doc: Doc, end: int) -> bool:
    """Whether the word behind a process makes something else of it: "efflux pump", "progression-free"."""
    if end + 1 < len(doc) and is_dash(doc[end].text):
        return doc[end + 1].lower_ in ("free", "factor", "factors")
    if end == len(doc):
        return False
    word = doc[end].lower_
    return word in CARRIERS or word == "free" or (word in GROWTH_CARRIERS and doc[end - 1].lower_ == "growth")


def _phrases(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return phrases as tuples of lower-case words, hyphens left out."""
    return frozenset(tuple(re.split(r"[\s\-–‐]+", phrase.lower())) for phrase in phrases)


_HYPHEN = re.compile(r"[\-–‐]")


def _phrase_before(doc: Doc, end: int, phrases: frozenset[tuple[str, ...]], *, limit: int = 4) -> int:
    """Return the start of the longest listed phrase that ends at ``end``, or ``end``; hyphens do not count as words."""
    text, words = words_of(doc), list[str]()
    best = end
    i = end - 1
    if i >= 0 and is_dash(text[i]):
        i -= 1
    while i >= 0 and len(words) < limit:
        if is_dash(text[i]):
            i -= 1
            continue
        words[:0] = [w for w in _HYPHEN.split(text[i]) if w]
        if tuple(words) in phrases:
            best = i
        i -= 1
    return best


def _phrase_after(doc: Doc, start: int, phrases: frozenset[tuple[str, ...]], *, limit: int = 3) -> int:
    """Return the end of the longest listed phrase that begins at ``start``, or ``start``."""
    best = start
    for end in range(start + 1, min(len(doc), start + limit) + 1):
        words = [w for word in words_of(doc)[start:end] for w in _HYPHEN.split(word) if w]
        if tuple(words) in phrases:
            best = end
    return best
