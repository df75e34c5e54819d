"""Curation: a sheet of claims with their evidence for a person to judge, and gold records from the verdicts."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extract.evaluation.gold import GoldError
from extract.evaluation.place import text_hash
from extract.export.jsonl import read_triples
from extract.schema import Mention, Triple

VERDICTS = {
    "correct": "the sentence says this",
    "incorrect": "it does not; with a correction, the corrected claim becomes gold",
    "wrong mention": "the subject or object is not what it is taken for",
    "missing": "a claim the system did not make: copy a row of the sentence and describe it as a correction",
}
# What a person reads, what a person fills in, and what must stay as it is for the verdict to be applied.
SHOWN = ("document", "page", "section", "claim", "evidence", "citations", "rule", "confidence")
FILLED = ("verdict", "correction", "comment", "curator")
COLUMNS = (*SHOWN, *FILLED, "record")
CORRECTIONS = (
    "predicate=…; subject=…; object=…; subject_state=…; object_state=…; negated=yes; certainty=hedged; via=…; swap"
)


def review_rows(run: str | Path, *, sample: int | None = None, seed: int = 0) -> list[dict[str, str]]:
    """Return the rows of a review sheet for a run folder, by document and place.

    Parameters
    ----------
    run : str or Path
        An output folder of ``resistract run``.
    sample : int, optional
        Take this many claims at random, the same ones for the same ``seed``.

    Raises
    ------
    GoldError
        If the folder is not that of a run.
    """
    triples = chosen_triples(run, sample=sample, seed=seed)
    hashes = {triple.doc_id: _hash(Path(run), triple.doc_id) for triple in triples}
    return [_row(triple, hashes[triple.doc_id]) for triple in triples]


def chosen_triples(run: str | Path, *, sample: int | None = None, seed: int = 0) -> list[Triple]:
    """Return the claims of a run to review, by document and place; see :func:`review_rows`."""
    try:
        triples = sorted(read_triples(run), key=lambda triple: (triple.doc_id, triple.evidence.start, triple.id))
    except (OSError, ValueError) as error:
        raise GoldError(f"{run}: not the output folder of a run ({error})") from error
    if sample is not None and sample < len(triples):
        chosen = sorted(random.Random(seed).sample(range(len(triples)), sample))  # noqa: S311  no secret
        triples = [triples[index] for index in chosen]
    return triples


def to_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the sheet as CSV, with a byte order mark so that spreadsheets read it as UTF-8."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    # A cell that a spreadsheet would take for a formula is shown with an apostrophe before it.
    writer.writerows(
        {name: "'" + cell if cell[:1] in "=+-@" and cell else cell for name, cell in row.items()} for row in rows
    )
    return "\ufeff" + file.getvalue()


def read_sheet(path: str | Path) -> list[dict[str, str]]:
    """Read a sheet that was filled in; commas, semicolons and tabs are all accepted as separators.

    Raises
    ------
    GoldError
        If the file is not such a sheet, or a row has an unknown verdict or a damaged record.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text ({error}); save the sheet as CSV UTF-8") from error
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    missing = {"verdict", "record"} - set(rows[0] if rows else header.strip().split(delimiter))
    if missing:
        raise GoldError(f"{path}: not a review sheet; the column {sorted(missing)[0]!r} is missing")
    for number, row in enumerate(rows, start=2):
        row["verdict"] = (row["verdict"] or "").strip().casefold().replace("_", " ")
        if row["verdict"] and row["verdict"] not in VERDICTS:
            known = ", ".join(VERDICTS)
            raise GoldError(
                f"{path}, row {number}: verdict {row['verdict']!r} is unknown; use {known}, or leave it empty"
            )
    return rows


def record_of(row: Mapping[str, str], *, where: str) -> dict[str, Any]:
    """Return the machine's part of a row: the claim, its mentions and its sentence."""
    try:
        record: dict[str, Any] = json.loads(row["record"] or "")
        for name in ("subject", "object"):
            record[name] = Mention.model_validate(record[name])
        for name in ("via", "context"):
            record[name] = [Mention.model_validate(mention) for mention in record[name]]
        record["start"], record["end"], record["text"], record["doc_id"]  # a KeyError when one is missing
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise GoldError(f"{where}: the record column was changed; restore it from the original sheet") from error
    return record


def _row(triple: Triple, sha256: str | None) -> dict[str, str]:
    evidence = triple.evidence
    context = triple.context
    record = {
        "id": triple.id,
        "doc_id": triple.doc_id,
        "sha256": sha256,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "subject": triple.subject.model_dump(),
        "predicate": triple.predicate,
        "object": triple.object.model_dump(),
        "via": [mention.model_dump() for mention in triple.via],
        "negated": triple.negated,
        "certainty": triple.certainty,
        "context": [
            mention.model_dump()
            for mention in (*context.cell_lines, *context.cell_types, *context.diseases, *context.drug_responses)
        ],
    }
    return {
        "document": triple.doc_id,
        "page": "" if evidence.page is None else str(evidence.page),
        "section": evidence.section,
        "claim": claim_text(triple),
        "evidence": evidence.sentence,
        "citations": "; ".join(citation.doi or citation.text or citation.label for citation in evidence.citations),
        "rule": triple.rule,
        "confidence": f"{triple.confidence:.2f}",
        **dict.fromkeys(FILLED, ""),
        "record": json.dumps(record, ensure_ascii=False),
    }


def claim_text(triple: Triple) -> str:
    """Return a claim as a line: ``DUSP9 [down] activates ERK via RAS (hedged)``."""
    sides = [
        f"{side.text} [{side.state}]" if side.state != "none" else side.text for side in (triple.subject, triple.object)
    ]
    line = f"{sides[0]} {'does not: ' if triple.negated else ''}{triple.predicate} {sides[1]}"
    if triple.via:
        line += " via " + ", ".join(mention.text for mention in triple.via)
    line = " ".join(line.split())
    return line + (" (hedged)" if triple.certainty == "hedged" else "")


def _hash(run: Path, doc_id: str) -> str | None:
    path = run / "documents" / f"{doc_id}.txt"
    return text_hash(path.read_bytes().decode("utf-8")) if path.is_file() else None
