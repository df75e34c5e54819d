"""A run as the data of its page: tables of rows that point at each other by number, each thing once.

The page's own modules give the rows names again (``assets/data.js``); :data:`COLUMNS` is their order in both.
Offsets inside a sentence count UTF-16 code units, as JavaScript does; those into the source text code points.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.claims.claims import group_claims
from extract.evaluation.place import text_hash
from extract.evaluation.review import COLUMNS as REVIEW_COLUMNS
from extract.evaluation.review import CORRECTIONS, VERDICTS
from extract.export.jsonl import read_jsonl, read_triples
from extract.report.passages import Passages, drug_places
from extract.report.placing import place
from extract.schema import Citation, ClaimEnd, Evidence, FoundMention, Mention, Section, Triple

Row = list[Any]
Places = Mapping[str, Mapping[tuple[int, int], Sequence[tuple[float, ...]]]]

COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        "id",
        "title",
        "year",
        "journal",
        "authors",
        "doi",
        "pmid",
        "pmcid",
        "format",
        "file",
        "sha256",
        "warnings",
    ),
    "entities": ("id", "type", "name", "curie", "drugs", "names"),
    "drugs": ("key", "name", "entity"),
    "studies": ("label", "doi", "pmid", "text", "year"),
    "mentions": ("entity", "text", "norm", "start", "end", "state", "direction", "from", "to", "boxes"),
    "sentences": (
        *("document", "start", "end", "text", "source", "section", "headings", "page", "boxes", "studies"),
        *("before", "after"),
    ),
    "triples": (
        *("id", "sentence", "subject", "predicate", "object", "via", "sign", "negated", "hedged", "context"),
        *("settings", "trigger", "trace", "rule", "confidence", "kind", "classes", "about"),
    ),
    "claims": ("id", "subject", "sign", "object", "confidence", "support", "counter"),
}
AROUND = 300  # code points of the source text that are shown on either side of a sentence
NAMES = 12  # names of an entity that are listed
_YEARS = range(1900, 2101)


class Table:
    """Rows that are numbered as they come, each key once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable) -> int | None:
        """Return the number of a row, None if there is none of that key."""
        return self._numbers.get(key)

    def add(self, key: Hashable, row: Row) -> int:
        """Return the number of the row of a key; ``row`` is added where there is none."""
        number = self._numbers.setdefault(key, len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
        return number


@dataclass(frozen=True)
class Source:
    """A document of the run: what ``documents/`` and ``run.json`` say of it."""

    metadata: Mapping[str, Any]
    text: str
    file: str | None
    sha256: str | None

    @property
    def sections(self) -> list[Section]:
        """The sections, as records."""
        return [Section.model_validate(section) for section in self.metadata.get("sections", ())]


def payload(run: Path, triples: Sequence[Triple] | None = None, *, places: Places | None = None) -> dict[str, Any]:
    """Return the data of a run's page, but for its pictures.

    Parameters
    ----------
    run : Path
        An output folder of ``resistract run``.
    triples : sequence of Triple, optional
        The claims to show, in place of all of the run.
    places : mapping, optional
        By document, the boxes of mentions on its pages by the start and end of the mention: page, and left, bottom,
        right, top in points.

    Raises
    ------
    OSError, ValueError
        If the folder is not that of a run.
    """
    about = read_run(run)
    shown = list(read_triples(run)) if triples is None else list(triples)
    inputs = {entry["doc_id"]: entry for entry in about.get("inputs", ())}
    doc_ids = dict.fromkeys(
        [*(key for key, entry in inputs.items() if entry.get("status") != "failed"), *(t.doc_id for t in shown)]
    )
    sources = {doc_id: _source(run, doc_id, inputs.get(doc_id, {})) for doc_id in doc_ids}
    found = run / "mentions.jsonl"
    mentions = list(read_jsonl(found, FoundMention)) if found.is_file() else []
    builder = _Builder(sources, shown, mentions, places or {})
    return {
        "columns": COLUMNS,
        "run": {
            "name": run.resolve().name,
            "started": about.get("timings", {}).get("started"),
            "version": about.get("versions", {}).get("resistract"),
            "model": about.get("model", {}).get("name"),
            "counts": about.get("counts", {}),
        },
        "pictures": {},
        "sheet": {"columns": REVIEW_COLUMNS, "verdicts": VERDICTS, "corrections": CORRECTIONS},
        "failures": _rows(run / "failures.jsonl"),
        **builder.tables(),
    }


def read_run(run: Path) -> dict[str, Any]:
    """Return what ``run.json`` says, nothing where there is none."""
    return _json(run / "run.json") if (run / "run.json").is_file() else {}


class _Builder:
    """Puts the tables together, triple by triple."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        triples: Sequence[Triple],
        mentions: Sequence[FoundMention],
        places: Places,
    ) -> None:
        self._sources = sources
        self._places = places
        self._documents, self._entities, self._drugs = Table(), Table(), Table()
        self._studies, self._mentions, self._sentences, self._triples = Table(), Table(), Table(), Table()
        for doc_id, source in sources.items():
            self._documents.add(doc_id, _document_row(doc_id, source))
        self._years = {doc_id: _reference_years(source) for doc_id, source in sources.items()}
        self._texts = _texts(mentions)
        self._passages = _passages(sources, triples, mentions)
        for triple in triples:  # all drugs have numbers before the first passage asks for one
            for drug in (*(triple.subject.drugs or ()), *(triple.object.drugs or ())):
                self._drug(drug.curie, drug.norm)
        for triple in triples:
            self._triple(triple)
        self._claims = [
            [
                claim.id,
                self._entity(claim.subject),
                claim.sign,
                self._entity(claim.object),
                claim.confidence,
                [self._triples.number(support.triple) for support in claim.evidence],
                [self._triples.number(support.triple) for support in claim.counter_evidence],
            ]
            for claim in group_claims(triples)
        ]

    def tables(self) -> dict[str, list[Row]]:
        """Return the rows of every table."""
        return {
            "documents": self._documents.rows,
            "entities": self._entities.rows,
            "drugs": self._drugs.rows,
            "studies": self._studies.rows,
            "mentions": self._mentions.rows,
            "sentences": self._sentences.rows,
            "triples": self._triples.rows,
            "claims": self._claims,
        }

    def _triple(self, triple: Triple) -> None:
        evidence, context = triple.evidence, triple.context
        around = (*context.cell_lines, *context.cell_types, *context.diseases, *context.drug_responses)
        row = [
            triple.id,
            self._sentence(triple.doc_id, evidence),
            self._mention(triple.doc_id, triple.subject, evidence),
            triple.predicate,
            self._mention(triple.doc_id, triple.object, evidence),
            [self._mention(triple.doc_id, mention, evidence) for mention in triple.via],
            triple.sign,
            int(triple.negated),
            int(triple.certainty == "hedged"),
            [self._mention(triple.doc_id, mention, evidence) for mention in around],
            list(context.settings),
            [triple.trigger.text, *_placed(evidence, triple.trigger.text, triple.trigger.start)],
            [[s.text, s.role, s.factor, *_placed(evidence, s.text, s.start)] for s in triple.trace],
            triple.rule,
            triple.confidence,
            triple.kind,
            list(triple.mechanism_class),
            self._about(triple),
        ]
        self._triples.add(triple.id, row)

    def _about(self, triple: Triple) -> int | None:
        """Return the drug of the passage, for a triple with a response that names none."""
        sides = (triple.subject, triple.object)
        if not any(side.type == "DRUG_RESPONSE" and not side.drugs for side in sides):
            return None
        key = self._passages.drug(triple.doc_id, triple.evidence.start)
        return None if key is None else self._drugs.number(key)

    def _sentence(self, doc_id: str, evidence: Evidence) -> int:
        source = self._sources[doc_id]
        row = [
            self._documents.number(doc_id),
            evidence.start,
            evidence.end,
            evidence.sentence,
            None if evidence.text == evidence.sentence else evidence.text,
            evidence.section,
            list(evidence.headings),
            evidence.page,
            [[box.page, *(round(value, 1) for value in (box.x0, box.y0, box.x1, box.y1))] for box in evidence.boxes],
            [self._study(doc_id, citation) for citation in evidence.citations],
            _before(source.text, evidence.start),
            _after(source.text, evidence.end),
        ]
        return self._sentences.add((doc_id, evidence.start, evidence.end), row)

    def _study(self, doc_id: str, citation: Citation) -> int:
        key = (citation.doi or "").lower() or citation.pmid or citation.text or (doc_id, citation.label)
        year = self._years[doc_id].get(citation.doi or citation.pmid or citation.text or citation.label)
        return self._studies.add(key, [citation.label, citation.doi, citation.pmid, citation.text, year])

    def _mention(self, doc_id: str, mention: Mention, evidence: Evidence) -> int:
        row = [
            self._entity(_whole_of(mention)),
            mention.text,
            mention.norm,
            mention.start,
            mention.end,
            mention.state,
            mention.direction,
            *_placed(evidence, mention.text, mention.start),
            self._places.get(doc_id, {}).get((mention.start, mention.end), []),
        ]
        key = (doc_id, mention.start, mention.end, mention.type, mention.state, evidence.start)
        return self._mentions.add(key, row)

    def _entity(self, end: ClaimEnd) -> int:
        number = self._entities.number(end.key)
        if number is None:
            row: Row = [end.key, end.type, end.norm, end.curie, [], self._texts[end.key]]
            number = self._entities.add(end.key, row)
            row[4] = [self._drug(drug.curie, drug.norm) for drug in end.drugs]
            if end.type == "CHEMICAL":
                drug = self._drug(end.curie, end.norm)
                self._drugs.rows[drug][2] = number
        return number

    def _drug(self, curie: str | None, norm: str) -> int:
        return self._drugs.add(_drug_key(curie, norm), [_drug_key(curie, norm), norm, None])


def _whole_of(mention: Mention) -> ClaimEnd:
    """Return what a mention stands for as one thing, also where it is the response to several drugs."""
    return ClaimEnd.response(*mention.drugs) if mention.drugs else ClaimEnd.each(mention)[0]


def _placed(evidence: Evidence, text: str, start: int) -> tuple[int, int]:
    return place(evidence, text, start) or (-1, -1)


def _source(run: Path, doc_id: str, entry: Mapping[str, Any]) -> Source:
    base = run / "documents" / doc_id
    text_file, metadata = Path(f"{base}.txt"), Path(f"{base}.json")
    return Source(
        metadata=_json(metadata) if metadata.is_file() else {},
        text=text_file.read_bytes().decode("utf-8") if text_file.is_file() else "",
        file=entry.get("file"),
        sha256=entry.get("sha256"),
    )


def _json(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{path}: not a JSON object")
    return value


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file, none where there is no such file."""
    if not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="\n") as stream:
        return [json.loads(line) for line in stream]


def _document_row(doc_id: str, source: Source) -> Row:
    data = source.metadata
    text_sha256 = text_hash(source.text) if source.text else None
    fields = [data.get(name) for name in ("title", "year", "journal", "authors", "doi", "pmid", "pmcid", "format")]
    return [doc_id, *fields, source.file, text_sha256, list(data.get("warnings", ()))]


def _reference_years(source: Source) -> dict[str, int]:
    """Return the year of each reference by all that a citation may name it by."""
    years: dict[str, int] = {}
    for reference in source.metadata.get("references", ()):
        year = reference.get("year")
        if year in _YEARS:
            years |= {reference[name]: year for name in ("doi", "pmid", "text", "label") if reference.get(name)}
    return years


def _texts(mentions: Iterable[FoundMention]) -> Mapping[str, list[tuple[str, int]]]:
    """Return how each entity is written in the run, with counts, the most frequent first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        for key in {end.key for end in (_whole_of(mention), *ClaimEnd.each(mention))}:
            counts[key][" ".join(mention.text.split())] += 1
    named = {key: sorted(held.items(), key=lambda item: (-item[1], item[0]))[:NAMES] for key, held in counts.items()}
    return defaultdict(list, named)


def _passages(sources: Mapping[str, Source], triples: Iterable[Triple], mentions: Sequence[FoundMention]) -> Passages:
    """Take for drugs what some response in the run is a response to."""
    drugs = {
        _drug_key(drug.curie, drug.norm)
        for triple in triples
        for side in (triple.subject, triple.object)
        for drug in side.drugs or ()
    }
    named = []
    for mention in mentions:
        held = (mention,) if mention.type == "CHEMICAL" else mention.drugs or ()
        keys = {_drug_key(drug.curie, drug.norm) for drug in held}
        named += [(mention.doc_id, mention.start, key) for key in sorted(keys & drugs)]
    return Passages(drug_places(named), {doc_id: source.sections for doc_id, source in sources.items()})


def _drug_key(curie: str | None, norm: str) -> str:
    return curie or norm.lower()


def _before(text: str, start: int) -> str:
    held = text[max(0, start - AROUND) : start].split("\n\n")[-1]
    return _whole(held, cut=start > AROUND and len(held) == AROUND, at=0)


def _after(text: str, end: int) -> str:
    held = text[end : end + AROUND].split("\n\n")[0]
    return _whole(held, cut=len(held) == AROUND and end + AROUND < len(text), at=-1)


def _whole(text: str, *, cut: bool, at: int) -> str:
    """Return a stretch on one line, with an ellipsis in place of the word that was cut through."""
    words = text.split()
    if cut and words:
        words[at] = "…"
    return " ".join(words)
