"""Which readings of the dictionary and the model are accepted, and at which span.

A dictionary holds general words ("drug", "lead") and does not see the sentence. A model sees the sentence, but was
trained on texts whose annotators cut names elsewhere, and guesses at words it has not met. What neither has reason to
know is left out: a name that only the model proposes must look like a name of its type.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from spacy.tokens import Doc, Span

from extract.language.candidates import Candidate, Trace, data, is_dash, places_of, text_of, word_lists
from extract.language.extensions import probability_of
from extract.language.labels import LabelScheme
from extract.language.lexicon.dictionary import REMEMBERED, SURE, load_lexicon
from extract.language.lexicon.keys import case_mask
from extract.language.lexicon.kingdoms import SENTENCE
from extract.language.model.recogniser import KEY
from extract.language.names.likelihood import likelihood_in
from extract.language.names.misread import is_inside_word, is_misread
from extract.language.names.unsupported import is_ailment, is_ambiguous, is_suffered
from extract.language.phrases.processes import part_of_another

MODEL_SCORE = 1.4
# A dictionary entry whose score (0..1) is lower needs the model's support.
LEXICON_ALONE = 0.35
STRONG = 1.85
THINGS = frozenset(("GENE", "CHEMICAL", "DISEASE", "CELL_TYPE"))  # what a part of the body is not
LONG_NAME = 7  # letters from which on a word that the dictionary is sure of is no other word
OUTDONE = 0.4  # by how much a type must be likelier than another
AGREED = 2.3  # the support of a name that several sources propose
UNLIKELY = "too unlikely by all evidence"
GENERAL = "general words, or part of another thing"
NOT_NOUNS = frozenset(("VERB", "AUX", "ADV", "ADP", "DET", "PRON", "SCONJ", "CCONJ"))
PROCESS_WORD = re.compile(
    r"(?:sis|tion|ing|phagy|ism|lysis|repair|growth|death|cycle|transition|response|responses|transport|flux|efflux|uptake|"
    r"damage|stress|decay|arrest|translation|adhesion|invasion|hypoxia|immunity|stability|senescence|chemotaxis|emt|m6a)$"
)
CELL_WORD = re.compile(
    r"(?:cells?|cytes?|blasts?|clasts?|phages?|phils?|glia|neurons?|platelets?|[A-Z]s?|tregs?|progenitors?)$"
)
# What the model's own finds must look like.
SYMBOL = re.compile(r"(?=.*[A-Z])(?=.*(?:\d|[A-Z].*[A-Z]))[A-Za-zα-ω0-9].*")
SHAPES = {
    "GENE": re.compile(
        r".*(?:in|ins|ase|ases|kinase|receptors?|factors?|proteins?|subunits?|complex(?:es)?|ligands?|hormone)",
        re.I,
    ),
    "CHEMICAL": re.compile(
        r".*(?:ine|ines|ol|ols|ate|ates|ide|ides|one|ones|ene|enes|acid|acids|ane|anes|ose|oses|ium|amide|azole|nib|mab|cillin|mycin|"
        r"oid|oids|statins?|platin|taxel|rubicin|inhibitors?|analogue?s?|peptides?|carpine|vitamins?|steroids?)", re.I
    ),
    "DISEASE": re.compile(
        r".*(?:omas?|itis|cancers?|carcinomas?|diseases?|syndromes?|leuka?emias?|osis|a?emia|pathy|pathies|tumou?rs?|deficiency|"
        r"infarction|failure|fibrosis|obesity|diabetes|metastases|malignanc(?:y|ies)|neoplasms?|plasia|trophy|injury|"
        r"ascites|cirrhosis|disorders?)",
        re.I,
    ),
    "VARIANT": re.compile(r".*\d.*"),
    "CELL_LINE": re.compile(r"(?=.*[A-Z])(?=.*(?:\d|[A-Z].*[A-Z]))\S+(?: ?\S+)?"),
}  # fmt: skip
CLASSES_OF_CELLS = word_lists("names")["classes_of_cells"]
TRIAL = word_lists("names")["trial"]


NOT_GENES = word_lists("names")["not_genes"]
AMINO_ACIDS = word_lists("names")["amino_acids"]
# An enzyme behind a chemical ("fructose bisphosphatase"), not "release", "increase", "phase", "disease", "database".
ENZYME = re.compile(r"(?!.*(?:lease|crease|phase|base|disease|chase)s?$).*ases?(?:[-‐–]\d+)?")
STATES = frozenset((")", "usa", "u.s.a."))  # what stands behind the state of a maker of reagents
NUMBERED = word_lists("names")["numbered"]
GENE_NOUNS = word_lists("names")["gene_nouns"]
TRIALS = word_lists("names")["trials"]
NOT_CHEMICALS = word_lists("names")["not_chemicals"]
UNFINISHED = word_lists("names")["unfinished"]
MEASURED = word_lists("names")["measured"]
SALTS = word_lists("names")["salts"]
AGAINST = frozenset(data("processes")["against"])
AGAINST_NOUNS = frozenset(data("processes")["against_nouns"])
FIGURES = word_lists("names")["figures"]


NUMBERED_SYMBOL = re.compile(r"[A-Z]{3,}\d+[A-Z]?\d*")
NAMED = ("lexicon", "title")  # who knows a name from a residue
RESIDUE = re.compile(r"\b[ACDEFGHIKLMNPQRSTVWY]\d{3,4}\b")  # an amino acid by its letter
SEVERAL = 3  # residues that a document speaks of in the same way
PANEL = re.compile(r"S?\d{1,2}[A-Z]?")


def recognized(doc: Doc) -> Iterator[Span]:
    """Yield the entities of the pipeline's own recogniser and of those beside it."""
    yield from doc.ents
    yield from doc.spans.get("recognized", ())


class Evidence:
    """Judges candidates; holds the lists of general words and of class nouns."""

    def __init__(self, labels: LabelScheme) -> None:
        self.labels = labels
        rules = data("names")
        self.generic = frozenset(rules["generic"]["words"])
        dash = rules["dash"]
        self.registrations = re.compile("|".join(rules["generic"]["patterns"]).replace("<dash>", dash))
        unnamed = (*rules["parts"]["unnamed"], rules["parts"]["phases"])
        self.unnamed = re.compile("|".join(unnamed).replace("<dash>", dash), re.IGNORECASE)
        self.residues = re.compile(rules["parts"]["residues"].replace("<dash>", dash))
        self.drug_stems = re.compile(f"(?:{'|'.join(rules['drugs']['stems'])})$")
        self.places = frozenset(rules["body"]["places"])
        self.short_places = frozenset(rules["body"]["short"])
        self.formulas = re.compile(rules["body"]["formulas"])
        self.viruses = re.compile(rules["body"]["viruses"].replace("<dash>", dash))
        self.domains = frozenset(rules["domains"]["names"])
        self.behind_domains = frozenset(rules["domains"]["before"])
        self.class_before = frozenset(rules["classes"]["before"])
        self.class_after = frozenset(rules["classes"]["after"])
        self.taken: dict[str, float] = rules["likely"]["taken"]
        self.left: dict[str, float] = rules["likely"]["left"]
        self.unknown: dict[str, float] = rules["likely"]["unknown"]
        self.alone: dict[str, float] = rules["likely"]["alone"]
        self.ambiguous: dict[str, float] = rules["likely"]["ambiguous"]
        self.built: float = rules["likely"]["built"]

    def from_model(self, doc: Doc, others: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield the entities of recognisers as our types, with class nouns cut off, where nothing speaks against them.

        ``others`` are the candidates of the dictionary and of patterns. A label that may stand for several types
        stands for those that the others propose of the same words, else for the first whose form the words have.
        """
        proposed: dict[tuple[int, int], set[str]] = defaultdict(set)
        strong: dict[int, list[Candidate]] = defaultdict(list)
        for other in others:
            proposed[other.start, other.end].add(other.label)
            if other.score >= STRONG and other.label != "PATHWAY":
                for i in range(other.start, other.end):
                    strong[i].append(other)
        seen = recognised(doc)
        for ent in recognized(doc):
            types = self.labels.types(ent.label_)
            if not types:
                continue
            place = (ent.start, ent.end)
            start, end = place if place in proposed else self.trimmed(doc, ent.start, ent.end)
            if start >= end:
                continue
            candidates = [Candidate(start, end, label, "model", MODEL_SCORE) for label in types]
            if (start, end) in proposed:
                same = [c for c in candidates if c.label in proposed[start, end]]
                yield from same or (candidates if len(types) == 1 else ())
            else:
                fitting = (c for c in candidates if self.fits(doc, c, strong, seen))
                yield from islice(fitting, 1)

    def fits(
        self,
        doc: Doc,
        candidate: Candidate,
        strong: Mapping[int, list[Candidate]],
        seen: Mapping[int, list[tuple[str, float]]] | None,
    ) -> bool:
        """Whether a name that only the model proposes may be one: by its form, its neighbours and other evidence."""
        if self.holds_other(doc, candidate, strong):
            return False
        if self.is_likely(doc, candidate):
            return not self.is_other(doc, candidate) and is_recognised(candidate, seen, 0.0)
        return self.looks_right(doc, candidate) and is_recognised(candidate, seen)

    def likely(self, doc: Doc, candidate: Candidate) -> float | None:
        """Return the probability that a candidate is of its type; ``None`` for types that it is not known for."""
        return likelihood_in(doc)(candidate.start, candidate.end, candidate.label)

    def is_likely(self, doc: Doc, candidate: Candidate) -> bool:
        """Whether a candidate is known to be likely enough to be taken, whatever its form."""
        likely = self.likely(doc, candidate)
        return likely is not None and likely >= self.taken[candidate.label]

    @staticmethod
    def is_other(doc: Doc, candidate: Candidate) -> bool:
        """Whether a name that only the model proposes is that of a study, or more than a name ("anti-CD3", "A/B")."""
        span = doc[candidate.start : candidate.end]
        if span.end < len(doc) and doc[span.end].lower_ in TRIAL:
            return True
        signs = candidate.label != "CHEMICAL" and any(t.text in ",;:/+$" for t in span)
        return signs or re.match(r"(?:anti|non-|pro-)", span.text, re.I) is not None

    def holds_other(self, doc: Doc, candidate: Candidate, strong: Mapping[int, list[Candidate]]) -> bool:
        """Whether a span of the model's swallows or cuts a name that is known ("macrophage HGF", "HCC PDXs").

        ``strong`` has the known names by their tokens.
        """
        overlapping = [other for i in range(candidate.start, candidate.end) for other in strong.get(i, ())]
        for other in overlapping:
            inside = candidate.start <= other.start and other.end <= candidate.end
            if not inside or other.label == candidate.label or other.end == candidate.end or other.source == "pattern":
                return True
            if SYMBOL.fullmatch(doc[other.start : other.end].text):
                return True
        return False

    def looks_right(self, doc: Doc, candidate: Candidate) -> bool:
        """Whether a name that only the model proposes has the form of its type."""
        if self.is_other(doc, candidate):
            return False
        span = doc[candidate.start : candidate.end]
        text, label = span.text, candidate.label
        after = doc[span.end].lower_ if span.end < len(doc) else ""
        if label == "CELL_TYPE":
            return (
                len(span) > 1
                and bool(CELL_WORD.search(span[-1].text))
                and not CLASSES_OF_CELLS & {t.lower_ for t in span[:-1]}
            )
        if label == "NCRNA":
            return (
                len(text) > 3
                and re.search(r"\d|[a-z]", text) is not None
                and SYMBOL.fullmatch(text) is not None
                and text.isascii()
                and "$" not in text
            )
        if label == "CELL_LINE":
            return (
                not span[-1].text.islower()
                and SHAPES[label].fullmatch(text) is not None
                and (after in ("cell", "cells", "line", "lines", "xenografts") or after in ("and", ","))
            )
        if label == "PROCESS":
            return PROCESS_WORD.search(span[-1].lower_) is not None
        if len(text) < 3 or (span[0].pos_ in NOT_NOUNS and len(span) == 1):
            return False
        if label in ("GENE", "CHEMICAL") and SYMBOL.fullmatch(span[-1].text if len(span) > 1 else text):
            return len(span) < 5
        return SHAPES[label].fullmatch(text) is not None if label in SHAPES else False

    def trimmed(self, doc: Doc, start: int, end: int) -> tuple[int, int]:
        """Cut class nouns, determiners and punctuation off both ends of ``[start, end)``, "low-density" excepted."""
        while start < end and (
            (doc[start].lower_ in self.class_before and not (start + 2 < end and is_dash(doc[start + 1].text)))
            or (doc[start].is_punct and doc[start].text != "(")
        ):
            start += 1
        while start < end and (
            doc[end - 1].lower_ in self.class_after or (doc[end - 1].is_punct and doc[end - 1].text != ")")
        ):
            end -= 1
        texts = [t.text for t in doc[start:end]]
        if texts.count("(") != texts.count(")") and "(" in texts:
            end = start + texts.index("(")
        return start, end

    def contested(self, doc: Doc, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Leave out types that recognisers propose where the dictionary is sure of another, or another is likelier."""
        candidates = list(candidates)
        known = {(c.start, c.end): c.label for c in candidates if c.source == "lexicon" and c.score >= STRONG}
        rivals = {(c.start, c.end): c for c in candidates if c.source == "lexicon"}
        for candidate in candidates:
            if candidate.source not in ("model", "recogniser"):
                yield candidate
                continue
            place = (candidate.start, candidate.end)
            if place in rivals and self.is_outdone(doc, candidate, rivals[place]):
                continue
            sure = known.get(place, candidate.label)
            if sure != candidate.label:
                if sure == "GENE" and is_official(doc[candidate.start : candidate.end].text):
                    continue
                if not self.is_likely(doc, candidate):
                    continue
            yield candidate

    def is_outdone(self, doc: Doc, candidate: Candidate, rival: Candidate) -> bool:
        """Whether another type is by far the likelier one: transthyretin is a protein, whatever it looks like."""
        own, other = self.likely(doc, candidate), self.likely(doc, rival)
        return own is not None and other is not None and other > own + OUTDONE

    def plausible(
        self, doc: Doc, candidates: Iterable[Candidate], model: list[Candidate], trace: Trace | None = None
    ) -> Iterator[Candidate]:
        """Yield the candidates that hold.

        What is no name but general words keeps an empty label: it still holds its tokens against shorter readings, so
        that there is no lipid in "lipid nanoparticles".
        """
        by_model = {i: c.label for c in model for i in range(c.start, c.end)}
        for candidate in candidates:
            reason = self.doubt(doc, candidate, by_model)
            if reason is None:
                yield candidate
                continue
            if reason == GENERAL:
                yield replace(candidate, label="")
            if trace is not None:
                trace.lose(candidate, reason)

    def doubt(self, doc: Doc, candidate: Candidate, by_model: Mapping[int, str]) -> str | None:
        """Return why a candidate does not hold, ``None`` if it does."""
        span = doc[candidate.start : candidate.end]
        text = span.text
        weak = candidate.source == "lexicon" and candidate.score < 1 + LEXICON_ALONE
        if weak and candidate.label not in {by_model.get(i) for i in range(candidate.start, candidate.end)}:
            return "a doubtful name that the model does not see"
        settled = candidate.source == "pattern"  # "-9" and "E" may be the rest of a list
        letters = candidate.label == "NCRNA" or settled or any(c.isalpha() for c in text)
        if (len(text) < 2 and not settled) or not letters or text.count("(") != text.count(")"):
            return "no name by its form"
        if candidate.source == "pattern":
            return None
        if candidate.label == "CELL_TYPE" and span[0].lower_ in ("cell", "cells"):
            return "no name by its form"
        if candidate.label in THINGS and self.is_elsewhere_named(candidate, text):
            return GENERAL
        if candidate.label in ("GENE", "DISEASE") and self.is_virus(doc, candidate, text):
            return GENERAL
        if self.is_unlikely(doc, candidate):
            return UNLIKELY
        if self.says_nothing(doc, candidate, span):
            return GENERAL
        return "does not fit its type here" if self.unfit(doc, candidate, span) else None

    def is_unlikely(self, doc: Doc, candidate: Candidate) -> bool:
        """Whether all evidence together speaks against a candidate that nothing has settled."""
        if candidate.source == "phrase" and candidate.label == "PROCESS" and candidate.end - candidate.start > 1:
            likely = self.likely(doc, candidate) if len(doc) >= SENTENCE else None
            return likely is not None and likely < self.built
        if candidate.source not in ("lexicon", "model", "recogniser") or candidate.score >= AGREED:
            return False
        text = doc[candidate.start : candidate.end].text
        least, likely = self.least(doc, candidate, text)
        known = is_long_name(candidate, text) or self.is_brand(candidate, text)
        return likely is not None and likely < least and not known

    def least(self, doc: Doc, candidate: Candidate, text: str) -> tuple[float, float | None]:
        """Return the probability that a candidate needs, more where nothing else speaks for it, and that which it has.

        What is no known name, or a short one of several meanings, is as likely as it is at all its places in the Doc.
        """
        around, label = likelihood_in(doc), candidate.label
        place = (candidate.start, candidate.end, label)
        open_ = label in self.unknown and around.is_open(text, label)
        if open_ and not around.is_listed(*place):
            if any(is_suffered(doc, i) for i in places_of(doc, text)):
                return 1.0, around(*place)  # "patients with QXF"
            least = self.alone[label] if around.is_alone(text) else self.unknown[label]
            return least, around.throughout(*place)
        if not open_ and label in self.ambiguous and around.is_short(text) and is_ambiguous(doc, text, label):
            return self.ambiguous[label], around.throughout(*place)
        return self.left.get(label, 0.0), around(*place)

    def is_elsewhere_named(self, candidate: Candidate, text: str) -> bool:
        """Whether a name is that of a part of the body, of an organism, or a salt's formula that looks like a gene."""
        if text.lower() in self.places or text in self.short_places:
            return True
        if candidate.label == "GENE" and self.formulas.fullmatch(text):
            return True
        return is_organism(text, candidate.label)

    def is_virus(self, doc: Doc, candidate: Candidate, text: str) -> bool:
        """Whether a name has the form of a virus's, and no gene is called so nor stands beside it: KSHV."""
        if self.viruses.fullmatch(text) is None or load_lexicon().lookup(text, ("GENE",)):
            return False
        if candidate.label == "DISEASE":  # RSV is not what it causes, AAV a vasculitis
            return all("virus" in entry.norm for entry in load_lexicon().lookup(text, ("DISEASE",)))
        before = doc[candidate.start - 1].lower_ if candidate.start else ""
        listed = likelihood_in(doc).is_listed(candidate.start, candidate.end, candidate.label)
        return not listed and before not in GENE_NOUNS

    def is_brand(self, candidate: Candidate, text: str) -> bool:
        """Whether a name is another one of a drug whose own tells its class by its ending: Iressa is gefitinib."""
        if candidate.label != "CHEMICAL" or not text.istitle() or not text.isalpha():
            return False
        entries = load_lexicon().lookup(text, ("CHEMICAL",))
        return any(e.kind == "synonym" and self.drug_stems.search(e.norm) is not None for e in entries)

    def says_nothing(self, doc: Doc, candidate: Candidate, span: Span) -> bool:
        """Whether a candidate's words are no name here, nor any part of them: general words, viruses, trials."""
        text = span.text
        if self.generic.intersection((text.lower(), text.lower().replace("-", " "))):
            return True
        if self.is_form_of_another(doc, candidate.label, span) or self.is_residue(doc, candidate, text):
            return True
        before = doc[span.start - 1].lower_ if span.start else ""
        if len(span) == 1 and (before in FIGURES or self.is_panel(doc, span.start)):
            return True
        after = doc[span.end].lower_ if span.end < len(doc) else ""
        behind = doc[span.end + 1].lower_ if span.end + 1 < len(doc) else ""
        if is_dash(after) and behind in ("seq", "sequencing"):
            return True
        if candidate.label == "PROCESS" and re.search(r"[ACGT]>[ACGT]?$", before.upper()) is not None:
            return True  # "C>T transitions"
        if len(text) == 2 and text.isupper() and before == "," and after in STATES and doc[span.start - 2].is_title:
            return True  # "Ann Arbor, MI)"
        if text in self.domains and after in self.behind_domains:
            return True
        if candidate.label == "GENE":
            return (
                span[-1].lower_.endswith(("virus", "viruses"))
                or is_cited(doc, span)
                or after in NOT_GENES
                or (after == "." and behind in NUMBERED)
                or self.is_listed_trial(doc, span.end)
                or self.is_like(doc, span.end)
            )
        if candidate.label == "CHEMICAL":
            return _is_part_of_chemistry(text.lower(), before, after, behind)
        return candidate.label == "DISEASE" and after.endswith(("virus", "viruses", "viral"))

    def is_form_of_another(self, doc: Doc, label: str, span: Span) -> bool:
        """Whether the form of a span is that of something without a type, or of a part of one word."""
        if self.registrations.fullmatch(span.text) or self.unnamed.fullmatch(span.text):
            return True
        return is_misread(doc, span, label) or (label == "CHEMICAL" and is_inside_word(doc, span))

    def is_residue(self, doc: Doc, candidate: Candidate, text: str) -> bool:
        """Whether a name is a residue's: by its form, or as one of several that the document numbers: C140, C242."""
        if candidate.source in NAMED or candidate.label == "VARIANT":
            return False
        if self.residues.fullmatch(text):
            return True
        return RESIDUE.fullmatch(text) is not None and len(set(RESIDUE.findall(text_of(doc)))) >= SEVERAL

    def is_like(self, doc: Doc, end: int) -> bool:
        """Whether a domain is like that of the gene before token ``end``: "EGF-like domain"."""
        words = [token.lower_ for token in doc[end : end + 3]]
        return len(words) == 3 and is_dash(words[0]) and words[1] == "like" and words[2] in self.behind_domains

    @staticmethod
    def is_listed_trial(doc: Doc, end: int) -> bool:
        """Whether a name stands in a list of trials: "the NIMBUS and AURA trials"."""
        i = end
        while i + 1 < len(doc) and doc[i].lower_ in ("and", "or", ",") and doc[i + 1].is_upper:
            i += 2
        return end < i < len(doc) and doc[i].lower_ in TRIALS

    @staticmethod
    def is_panel(doc: Doc, i: int) -> bool:
        """Whether an item of a list names a supplementary figure: "S1A and S1B Fig"."""
        return PANEL.fullmatch(doc[i].text) is not None and any(
            token.lower_ in FIGURES for token in doc[max(0, i - 4) : i + 5]
        )

    def unfit(self, doc: Doc, candidate: Candidate, span: Span) -> bool:
        """Whether a candidate does not fit its type, though its words may hold another name."""
        label, last = candidate.label, span[-1].lower_
        if label == "PROCESS" and (part_of_another(doc, span.end) or is_cut(doc, span)):
            return True
        if label == "GENE" and (
            last.rpartition("-")[2] in UNFINISHED or (candidate.source == "lexicon" and is_ailment(span))
        ):
            return True
        if label == "GENE" and len(span) > 1 and CLASS_OF_PROTEINS.fullmatch(last) and defines(doc, span):
            return True
        if label == "DISEASE" and (last in ("virus", "viruses") or is_genus(candidate, span)):
            return True
        unfit = _is_unfit_entry(label, span) if candidate.source == "lexicon" else None
        if unfit is not None:
            return unfit
        if label == "CHEMICAL":
            if span[0].lower_ == "anti" or re.match(r"anti-(?=.*[A-Z])", span.text):
                return True
            if last in ("inhibitor", "inhibitors") and not self.is_drug_class(span):
                return True
            return bool(re.search(r"\s\(", span.text))
        return False

    def is_drug_class(self, span: Span) -> bool:
        """Whether "... inhibitors" is a class of drugs, not an inhibitor of a gene or process that is named."""
        words = [t.lower_ for t in span[:-1] if not is_dash(t.text)]
        plain = not any(c.isupper() for t in span[:-1] for c in t.text[1:])
        return bool(words) and words[-1] in ("kinase", "checkpoint", "proteasome", "pump") and plain


def _is_part_of_chemistry(text: str, before: str, after: str, behind: str) -> bool:
    """Whether the words around say that a chemical's name is part of another thing: "tyrosine kinase"."""
    if (
        after in NOT_CHEMICALS
        or (text in AGAINST and after in AGAINST_NOUNS)
        or (text in SALTS and before[:1].isalpha() and is_drug(before))
    ):
        return True
    if text in AMINO_ACIDS and (behind if is_dash(after) else after).startswith("phospho"):
        return True
    enzyme = ENZYME.fullmatch(after) is not None or after in ("residue", "residues")
    acid = after in ("/", "-", "–") and behind in ("serine", "threonine", "tyrosine")
    return enzyme or acid or (is_dash(after) and behind in ("rich", "coding"))


def _is_unfit_entry(label: str, span: Span) -> bool | None:
    """Whether a name of the dictionary does not fit its type where it stands, ``None`` if nothing tells."""
    last = span[-1].lower_
    if label in ("DISEASE", "PROCESS") and len(span) > 1 and last in MEASURED:
        return True  # "high cholesterol levels": cholesterol, in a state
    if label == "PROCESS" and (not PROCESS_WORD.search(last) or span[0].lower_ in _OPERATIONS):
        return True
    if label == "CELL_TYPE" and not CELL_WORD.search(span[-1].text):
        return True
    if len(span) == 1 and span.text.islower() and label not in ("PROCESS", "CELL_TYPE"):
        drug = label == "CHEMICAL" and span[0].pos_ == "VERB" and SHAPES[label].fullmatch(span.text)
        return span[0].pos_ in NOT_NOUNS and not drug  # "leads to gemcitabine resistance"
    return None


def is_cited(doc: Doc, span: Span) -> bool:
    """Whether a capitalised word is the first of two authors: "(Gale and Murphy, 2014)"."""
    one = len(span) == 1 and span.text.istitle() and span.text.isalpha() and span.start > 0
    if not one or span.end + 2 >= len(doc) or doc[span.start - 1].text not in "(;,":
        return False
    joint, other, behind = doc[span.end : span.end + 3]
    return joint.lower_ in ("and", "&") and other.is_title and behind.text in (",", ")", ";")


def is_cut(doc: Doc, span: Span) -> bool:
    """Whether the object of a process goes on behind it: "development of cancer" before "cachexia"."""
    of = any(token.lower_ == "of" for token in span[1:-1])
    return of and span[-1].dep_ == "compound" and span[-1].head.i == span.end and doc[span.end].pos_ == "NOUN"


@lru_cache(maxsize=REMEMBERED)
def is_organism(name: str, label: str) -> bool:
    """Whether a name of one word is an organism's and nothing's of a type: "Bacteroides"."""
    if not name.istitle() or " " in name:
        return False
    entries = load_lexicon().lookup(name)
    return any(e.type == "ORGANISM" for e in entries) and not any(e.type == label and e.kind in SURE for e in entries)


def is_genus(candidate: Candidate, span: Span) -> bool:
    """Whether a guessed disease is one word with a capital inside a sentence, as genera are and no disease is."""
    if candidate.source == "lexicon" or len(span) > 1 or not span.text.istitle() or span[0].is_sent_start:
        return False
    return SHAPES["DISEASE"].fullmatch(span.text) is None and not load_lexicon().lookup(span.text, ("DISEASE",))


def is_official(name: str) -> bool:
    """Whether a name is a gene's official symbol and has figures, so that nothing else is called so: ZNF598."""
    if not NUMBERED_SYMBOL.fullmatch(name):
        return False
    return any(e.kind == "official" and e.mask == case_mask(name) for e in load_lexicon().lookup(name, ("GENE",)))


def recognised(doc: Doc) -> dict[int, list[tuple[str, float]]] | None:
    """Return what the recogniser of mentions sees at each token, types and how sure it is; ``None`` without one."""
    if KEY not in doc.spans:
        return None
    seen: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for span in doc.spans[KEY]:
        for i in range(span.start, span.end):
            seen[i].append((span.label_, probability_of(span) or 0.0))
    return seen


def is_long_name(candidate: Candidate, text: str) -> bool:
    """Whether a chemical is a long word that the dictionary is sure of: nothing else is called "temozolomide"."""
    sure = candidate.source == "lexicon" and candidate.score >= STRONG
    return sure and candidate.label == "CHEMICAL" and len(text) >= LONG_NAME and text.isalpha()


def is_recognised(
    candidate: Candidate, seen: Mapping[int, list[tuple[str, float]]] | None, least: float | None = None
) -> bool:
    """Whether the recogniser of mentions, where there is one, sees the same type here, ``least`` so sure.

    What looks like a symbol is a gene to the model far too often: there the recogniser must be rather sure by default.
    """
    if seen is None:
        return True
    if least is None:
        least = 0.6 if candidate.label == "GENE" else 0.0
    return any(
        label == candidate.label and sure >= least
        for i in range(candidate.start, candidate.end)
        for label, sure in seen.get(i, ())
    )


CLASS_OF_PROTEINS = re.compile(rf"{ENZYME.pattern}|.*(?:receptors?|proteins?)")


def defines(doc: Doc, span: Span) -> bool:
    """Whether a class of proteins says what another name is: "KDM9X, a histone demethylase", "DNA ligase LIGQ7"."""
    if any(map(str.isdigit, span.text)):
        return False
    after = doc[span.end] if span.end < len(doc) else None
    if after is not None and re.fullmatch(r"[A-Z][A-Za-z]*[A-Z0-9][\w-]*", after.text):
        return True
    before = doc[span.start - 1].lower_ if span.start else ""
    closed = after is None or after.is_punct or after.pos_ not in ("NOUN", "PROPN")
    return before in ("a", "an") and closed and not span[-1].lower_.endswith("s")


def is_drug(word: str) -> bool:
    """Whether a word is the name of a drug that a salt may follow."""
    return any(entry.type == "CHEMICAL" and entry.kind != "abbreviation" for entry in load_lexicon().lookup(word))


_OPERATIONS = word_lists("names")["operations"]
