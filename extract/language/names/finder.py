"""Names of things: what patterns, the dictionary, the model and abbreviations say, settled into one answer.

Each source has its part. Patterns know names by their form (microRNAs, cell lines, drug codes, variants) and are right
about the type. The dictionary knows names that have no form, and how they are written. The model knows, from the
sentence, names that no dictionary holds, and decides between readings. Definitions of abbreviations in the document
win over all of them, and a name is the same thing throughout a document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.language.candidates import LABELS, Candidate, Layer, Trace, longest, vote, words_of
from extract.language.extensions import norm_of, probability_of, score_of
from extract.language.labels import LabelScheme
from extract.language.model.recogniser import KEY
from extract.language.names import titles
from extract.language.names.amounts import is_amount
from extract.language.names.counted import as_what_it_is
from extract.language.names.definitions import Definitions
from extract.language.names.evidence import Evidence
from extract.language.names.patterns import PatternFinder
from extract.language.names.short_names import ShortNames
from extract.language.names.titles import Titles

# Types that the recogniser of mentions has a vote on where others propose different ones.
NAMES = frozenset(("GENE", "CHEMICAL", "DISEASE", "CELL_LINE"))
MOLECULES = frozenset(("GENE", "CHEMICAL"))
SETTLED = "settled"  # stands for any type that a pattern or the company of a name has settled
# Types whose dictionary terms are cut to the shortest string with the same norm ("ErbB receptors" -> "ErbB").
SHORTENED = frozenset(("GENE", "NCRNA", "CHEMICAL", "CELL_LINE"))


KINASE_INHIBITORS = frozenset((("kinase", "inhibitor"), ("kinase", "inhibitors")))


class NameFinder:
    """Finds the names of a Doc."""

    def __init__(self, nlp: Language, labels: LabelScheme | None = None):
        self.patterns = PatternFinder(nlp)
        self.evidence = Evidence(labels or LabelScheme())
        self.definitions = Definitions(self.evidence)
        self.short_names = ShortNames()
        self.titles = Titles()

    def __call__(self, doc: Doc, terms: Iterable[Candidate] = (), trace: Trace | None = None) -> Layer:
        """Return the names of the Doc; ``terms`` are known terms for processes and cell types."""
        lexicon = list(from_lexicon(doc))
        known = [*self.patterns(doc, lexicon), *terms, *lexicon]
        known += self.short_names(doc, known)
        model = list(self.evidence.from_model(doc, known))
        told = self.titles(doc)
        proposed = [*known, *model, *titles.candidates(doc, told)]
        proposed = [as_what_it_is(doc, c) for c in (*proposed, *of_other_type(doc, proposed))]
        if trace is not None:
            trace.propose(proposed)
        plausible = self.evidence.plausible(doc, vote(self.evidence.contested(doc, proposed)), model, trace)
        typed = list(titles.without_untyped(doc, plausible, told))
        kept_whole = [c for c in typed if not has_target(doc, c, typed)]
        found = [c for c in longest(kept_whole, trace) if c.label in LABELS]
        found = list(join_lineage(doc, of_one_type(doc, found)))
        found = [c for c in found if not is_possessed(doc, c, found)]
        defined, refused = self.definitions.defined(doc, found)
        refused |= {name for name, label in told.items() if not label}
        kept = [c for c in found if doc[c.start : c.end].text not in refused]
        repeated = self.definitions.repeated(doc, found, refused)
        if trace is not None:
            trace.propose(defined)
            for candidate in {*found} - {*kept}:
                trace.lose(candidate, "the document defines it as something of no type")
        return Layer(doc, longest([*longest([*defined, *kept], trace), *repeated], trace), refused)


def from_lexicon(doc: Doc) -> Iterator[Candidate]:
    """Yield the dictionary's candidates; pathways are left to those who know their head nouns."""
    spans = [span for span in doc.spans.get("lexicon", ()) if span.label_ in LABELS and span.label_ != "PATHWAY"]
    norms = {(span.start, span.end, span.label_): norm_of(span) for span in spans}
    for span in spans:
        if span.label_ == "PROCESS" and is_amount(span, norms):
            continue  # "IL-8 production": IL-8, in a state
        if span[0].lower_ == "response" and span.start and doc[span.start - 1].lower_ == "in":
            continue  # "rose in response to hypoxia" names hypoxia
        shorter = (span.start, span.end - 1, span.label_)
        if span.label_ in SHORTENED and span[-1].is_lower and norms.get(shorter) == norm_of(span):
            continue
        yield Candidate(span.start, span.end, span.label_, "lexicon", 1 + (score_of(span) or 0.0))


def of_other_type(doc: Doc, proposed: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the vote of the recogniser of mentions on words that dictionary and model take for something else."""
    types: dict[tuple[int, int], set[str]] = defaultdict(set)
    for candidate in proposed:
        open_ = candidate.source in ("lexicon", "model") and candidate.label in NAMES
        types[candidate.start, candidate.end].add(candidate.label if open_ else SETTLED)
    for span in doc.spans.get(KEY, ()):
        others = types.get((span.start, span.end), set()) - {span.label_}
        raised = any(char.isdigit() and not char.isdecimal() for char in span.text)  # it has hardly seen "PGE₂"
        if others and span.label_ in NAMES and SETTLED not in others and not raised:
            yield Candidate(span.start, span.end, span.label_, "recogniser", probability_of(span) or 0.0)


def of_one_type(doc: Doc, found: list[Candidate]) -> list[Candidate]:
    """Give a name the one type that most speaks for in the Doc: what is a GENE here is no CHEMICAL there."""
    support: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for candidate in found:
        if candidate.label in MOLECULES:
            support[doc[candidate.start : candidate.end].text][candidate.label] += candidate.score
    settled = {text: max(sorted(types), key=types.__getitem__) for text, types in support.items() if len(types) > 1}
    return [
        replace(c, label=settled.get(doc[c.start : c.end].text, c.label)) if c.label in MOLECULES else c for c in found
    ]


def is_possessed(doc: Doc, candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether a process of proteins is said of the one named before it: "β-catenin protein stability"."""
    if candidate.label != "PROCESS" or doc[candidate.start].lower_ != "protein":
        return False
    return any(other.label == "GENE" and other.end == candidate.start for other in found)


def has_target(doc: Doc, candidate: Candidate, found: list[Candidate]) -> bool:
    """Whether the target stands before a class of drugs: "AKT kinase inhibitors", "Aurora kinase inhibitor"."""
    if candidate.label != "CHEMICAL" or tuple(words_of(doc)[candidate.start : candidate.end]) not in KINASE_INHIBITORS:
        return False
    ends = (candidate.start, candidate.end - 1)
    return any(c.label == "GENE" and c.start < candidate.start and c.end in ends for c in found)


def join_lineage(doc: Doc, found: list[Candidate]) -> Iterator[Candidate]:
    """Join a lineage to the disease that it names: "T-cell" + "lymphoma" is one DISEASE."""
    starts = {c.start: c for c in found}
    taken = set()
    for c in found:
        after = starts.get(c.end)
        lineage = c.label == "CELL_TYPE" and re.fullmatch(r"(?:B|T|NK)[ -]cell", doc[c.start : c.end].text)
        if lineage and after is not None and after.label == "DISEASE":
            taken.add(after.start)
            yield replace(after, start=c.start)
        elif c.start not in taken:
            yield c
