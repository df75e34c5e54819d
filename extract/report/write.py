"""The files of a report: the page and, beside it or in it, the pictures of the pages its claims stand on."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote

from extract.evaluation.review import chosen_triples
from extract.export.jsonl import open_atomic, read_triples
from extract.report.page import page
from extract.report.payload import payload, read_run
from extract.report.pictures import Pictured, Wanted, by_document, picture_all, same_file, wanted
from extract.schema import Triple

Pages = Literal["auto", "embed", "beside", "none"]
PLACES: tuple[Pages, ...] = get_args(Pages)
EMBEDDED = 4_000_000  # bytes of pictures up to which they go into the page


class ReportError(Exception):
    """No report can be made; the message says why and what to do."""


def write_report(run: str | Path, output: str | Path, *, pages: Pages = "auto", jobs: int = 2) -> dict[str, Any]:
    """Write the report of a run.

    Parameters
    ----------
    run : str or Path
        An output folder of ``resistract run``.
    output : str or Path
        The page to write, ``.html``.
    pages : {"auto", "embed", "beside", "none"}
        Where the pictures of PDF pages go: into the page, into a folder beside it, the first for up to 4 MB of them
        and else the second, or nowhere.
    jobs : int
        Processes that draw pages.

    Returns
    -------
    dict
        How many ``documents``, ``claims`` and ``pictures`` it shows, and under ``unpictured`` the reason for each PDF
        whose pages it cannot show.

    Raises
    ------
    ReportError
        If the folder is not that of a run, or the page cannot be written.
    """
    run, output = Path(run), Path(output)
    try:
        triples = list(read_triples(run))
        pictured, reasons = ({}, {}) if pages == "none" else _pictured(run, triples, jobs)
        data = payload(run, triples, places={doc_id: held.places for doc_id, held in pictured.items()})
    except (OSError, ValueError) as error:
        raise ReportError(f"{run}: not the output folder of `resistract run` ({error})") from error
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        data["pictures"] = _put(pictured, output, pages)
        with open_atomic(output) as stream:
            stream.write(page(data))
    except OSError as error:
        raise ReportError(f"{output}: cannot be written ({error})") from error
    return {
        "documents": len(data["documents"]),
        "claims": len(data["claims"]),
        "pictures": len(data["pictures"]),
        "unpictured": reasons,
    }


def write_review(run: str | Path, output: str | Path, *, sample: int | None = None, seed: int = 0) -> int:
    """Write the page of some claims of a run, opened at the review and without pictures; return how many they are.

    Parameters
    ----------
    run : str or Path
        An output folder of ``resistract run``.
    output : str or Path
        The page to write.
    sample, seed : int, optional
        Take that many claims at random, the same ones for the same seed; all by default.

    Raises
    ------
    GoldError
        If the folder is not that of a run.
    ReportError
        If the page cannot be written.
    """
    triples = chosen_triples(run, sample=sample, seed=seed)
    output = Path(output)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with open_atomic(output) as stream:
            stream.write(page(payload(Path(run), triples), start="review"))
    except OSError as error:
        raise ReportError(f"{output}: cannot be written ({error})") from error
    return len(triples)


def _pictured(run: Path, triples: Sequence[Triple], jobs: int) -> tuple[dict[str, Pictured], dict[str, str]]:
    """Picture the pages of all PDFs that are still where the run read them, unchanged."""
    held = by_document(triples)
    inputs = {entry["doc_id"]: entry for entry in read_run(run).get("inputs", ())}
    wants: dict[str, Wanted] = {}
    reasons: dict[str, str] = {}
    for doc_id, members in held.items():
        entry = inputs.get(doc_id, {})
        file = Path(entry.get("file") or doc_id)
        if same_file(file, entry.get("sha256")):
            wants[doc_id] = wanted(members, file)
        else:
            reasons[doc_id] = f"{file} is not there or has changed since the run read it"
    pictured, failed = picture_all(wants, jobs=jobs)
    return pictured, reasons | failed


def _put(pictured: Mapping[str, Pictured], output: Path, pages: Pages) -> dict[str, list[Any]]:
    """Return, by document and page, where its picture is, its size and its offset in points; write those beside."""
    size = sum(len(picture.data) for held in pictured.values() for picture in held.pictures)
    embed = pages == "embed" or (pages == "auto" and size <= EMBEDDED)
    folder = output.with_name(f"{output.stem}_files")
    rows = {}
    for doc_id, held in pictured.items():
        for picture in held.pictures:
            name = f"{doc_id}-p{picture.page}.webp"
            if embed:
                source = f"data:image/webp;base64,{base64.b64encode(picture.data).decode()}"
            else:
                folder.mkdir(exist_ok=True)
                (folder / name).write_bytes(picture.data)
                source = quote(f"{folder.name}/{name}")
            rows[f"{doc_id}:{picture.page}"] = [
                *(source, picture.page, picture.width, picture.height, picture.left, picture.bottom)
            ]
    return rows
