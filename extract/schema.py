"""Records that cross a boundary between two parts of resistract.

Offsets are half-open intervals of Unicode code points. Unless a field says otherwise they index ``Document.text``,
the *source* text: for text formats the decoded file, for PDF and XML the text the reader extracted.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "2"  # of every record that a run writes; counts up when a field changes its meaning or goes

MentionType = Literal[
    "GENE",
    "NCRNA",
    "CHEMICAL",
    "DISEASE",
    "CELL_LINE",
    "CELL_TYPE",
    "PATHWAY",
    "PROCESS",
    "DRUG_RESPONSE",
    "VARIANT",
]
Predicate = Literal[
    "promotes",
    "inhibits",
    "activates",
    "upregulates",
    "downregulates",
    "regulates",
    "binds",
    "targets",
    "sponges",
    "modifies",
    "combines_with",
    "treats",
    "associated_with",
]
ClaimRelation = Literal["effect", "association", "binding", "combination", "regulation"]
# What keeps claims without a sign apart when they are grouped; every other predicate states an effect.
RELATIONS: dict[Predicate, ClaimRelation] = {
    "associated_with": "association",
    "binds": "binding",
    "combines_with": "combination",
    "regulates": "regulation",
    "targets": "regulation",
    "modifies": "regulation",
}
State = Literal["none", "up", "down", "altered"]
Certainty = Literal["asserted", "hedged"]
Sign = Literal[-1, 0, 1]
Kind = Literal["mechanism", "drug_target", "regimen", "association", "background"]
MechanismClass = Literal[
    "signalling_and_mutation",
    "non_coding_rna",
    "epigenetic_and_epitranscriptomic",
    "drug_efflux_and_metabolism",
    "stem_cells",
    "emt",
    "hypoxia_and_metabolism",
    "autophagy_and_cell_death",
    "microenvironment_and_immune",
    "combination_strategy",
]
SectionType = Literal[
    "title",
    "abstract",
    "introduction",
    "methods",
    "results",
    "discussion",
    "conclusion",
    "body",
    "caption",
    "table",
    "abbreviations",
    "references",
    "back",
]


class Record(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Record):
    """A rectangle on a page of a PDF, in points from the bottom left corner; pages count from 1."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Section(Record):
    """A stretch of the source text under one heading. ``headings`` is the path from the top, this title last."""

    title: str
    type: SectionType
    headings: tuple[str, ...] = ()
    start: int
    end: int


class Block(Record):
    """A paragraph, heading, caption or title of the clean text: offsets index ``Document.clean``.

    ``section`` is an index into ``Document.sections``, -1 for none. A sentence never crosses a block.
    """

    kind: Literal["title", "heading", "paragraph", "caption", "item"]
    start: int
    end: int
    section: int = -1


class Reference(Record):
    """An entry of the reference list. ``key`` is what in-text markers resolve to (the number, or author and year)."""

    key: str
    label: str
    text: str
    doi: str | None = None
    pmid: str | None = None
    year: int | None = None
    title: str | None = None
    authors: str | None = None


class CitationMarker(Record):
    """An in-text citation in the source text and the keys of the references it resolves to."""

    start: int
    end: int
    text: str
    keys: tuple[str, ...]


class Cell(Record):
    """A table cell with the place of its text in the source text."""

    text: str
    start: int
    end: int


class Table(Record):
    """A table: header cells and rows of cells, as many as the header has where the source is regular."""

    label: str = ""
    caption: str = ""
    header: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    section: int = -1


class Citation(Record):
    """A cited study, as claims carry it."""

    label: str
    doi: str | None = None
    pmid: str | None = None
    text: str | None = None


class Named(Record):
    """A normalised name with its identifier, when there is one."""

    norm: str
    curie: str | None = None


class Mention(Record):
    """A named thing in the text. ``text`` is the source slice ``[start:end]``; ``norm`` its official name."""

    text: str
    type: MentionType
    norm: str
    curie: str | None = None
    start: int
    end: int
    state: State = "none"
    direction: Literal["resistance", "sensitivity"] | None = None
    drugs: tuple[Named, ...] | None = None


class FoundMention(Mention):
    """A mention as a line of ``mentions.jsonl``, with its document."""

    schema_version: str = SCHEMA_VERSION
    doc_id: str


class Context(Record):
    """What a claim is said to hold in."""

    cell_lines: tuple[Mention, ...] = ()
    cell_types: tuple[Mention, ...] = ()
    diseases: tuple[Mention, ...] = ()
    drug_responses: tuple[Mention, ...] = ()
    settings: tuple[str, ...] = ()


class Paper(Record):
    """What a document is: how it is found elsewhere. ``pmcid`` begins with PMC; authors are "Surname Initials"."""

    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None


class Evidence(Record):
    """Where a claim stands. ``text`` is the source slice ``[start:end]``, ``sentence`` the same cleaned to be read."""

    text: str
    sentence: str
    start: int
    end: int
    section: SectionType = "body"
    headings: tuple[str, ...] = ()
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    citations: tuple[Citation, ...] = ()
    paper: Paper = Paper()


class Trigger(Record):
    """The word or words that state the relation."""

    text: str
    start: int
    end: int


class TraceStep(Record):
    """One token that took part in the sign: what it is, where, the role it plays and the factor it brings."""

    text: str
    start: int
    end: int
    role: Literal["predicate", "subject_state", "object_state", "response", "negation", "certainty"]
    factor: Sign


class Triple(Record):
    """A signed, directed claim with its evidence."""

    schema_version: str = SCHEMA_VERSION
    id: str
    doc_id: str
    kind: Kind = "mechanism"
    mechanism_class: tuple[MechanismClass, ...] = ()
    subject: Mention
    predicate: Predicate
    object: Mention
    via: tuple[Mention, ...] = ()
    sign: Sign
    negated: bool = False
    certainty: Certainty = "asserted"
    context: Context = Context()
    evidence: Evidence
    trigger: Trigger
    trace: tuple[TraceStep, ...] = ()
    rule: str
    confidence: float = Field(ge=0.0, le=1.0)


class ClaimEnd(Record):
    """One side of a claim.

    ``curie`` is its identifier, None when it has none; ``key`` is what claims are grouped by and no identifier. For a
    drug response ``norm`` names the resistance, and ``drugs`` says to what: one drug, or none where none is named.
    """

    key: str
    type: MentionType
    norm: str
    curie: str | None = None
    drugs: tuple[Named, ...] = ()

    @classmethod
    def each(cls, mention: Mention) -> tuple[ClaimEnd, ...]:
        """Return what a mention stands for in claims: one thing, or the responses to each drug of a response."""
        if mention.type != "DRUG_RESPONSE":
            key = mention.curie or f"{mention.type.lower()}:{mention.norm.lower()}"
            return (cls(key=key, type=mention.type, norm=mention.norm, curie=mention.curie),)
        found = {(end := cls.response(drug)).key: end for drug in mention.drugs or ()}
        return tuple(found.values()) or (cls.response(),)

    @classmethod
    def response(cls, *drugs: Named) -> ClaimEnd:
        """Return the resistance to drugs as one thing, to no drug in particular without any."""
        names = ", ".join(sorted(drug.norm for drug in drugs)) or "drug"
        ids = "+".join(sorted(drug.curie or drug.norm.lower() for drug in drugs))
        return cls(key=f"response:{ids}", type="DRUG_RESPONSE", norm=f"{names} resistance", drugs=drugs)


class Support(Record):
    """One sentence that speaks for or against a claim."""

    triple: str
    doc_id: str
    sentence: str
    section: SectionType
    page: int | None
    predicate: str
    negated: bool
    certainty: Certainty
    confidence: float


class Claim(Record):
    """All that a set of documents says of one (subject, sign, object).

    ``support`` counts sentences that say so, ``against`` sentences that deny it or say the opposite, ``documents`` the
    documents among the supporting ones. ``confidence`` is that at least one document states the claim: one minus the
    product of their doubts, each document counted once by its best sentence. ``relation`` is what keeps claims without
    a sign apart; ``kind`` and ``mechanism_class`` are those of the sentences, the most frequent kind and every class.
    """

    schema_version: str = SCHEMA_VERSION
    id: str
    subject: ClaimEnd
    sign: Sign
    object: ClaimEnd
    relation: ClaimRelation
    kind: Kind
    mechanism_class: tuple[MechanismClass, ...]
    predicates: dict[str, int]
    support: int
    against: int
    hedged: int
    documents: int
    confidence: float
    via: dict[str, int]
    studies: tuple[Citation, ...]
    evidence: tuple[Support, ...]
    counter_evidence: tuple[Support, ...]


class DocumentRecord(Paper):
    """What a run saves of a document beside its text, ``documents/<doc_id>.json``; offsets index that text.

    ``warnings`` say what of the paper was not read.
    """

    schema_version: str = SCHEMA_VERSION
    doc_id: str
    format: str
    source: str
    pages: tuple[tuple[int, int], ...] = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[CitationMarker, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()


def content_hash(fields: dict[str, Any], *, length: int = 16) -> str:
    """Return a stable hexadecimal hash of JSON-serialisable fields."""
    payload = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(payload.encode("utf-8")).hexdigest()[:length]
