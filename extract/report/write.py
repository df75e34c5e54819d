"""The files of a report: the page and, beside it, the pictures of the pages its claims stand on."""

from __future__ import annotations

from pathlib import Path

from extract.export.jsonl import open_atomic
from extract.report.page import page
from extract.report.payload import payload


class ReportError(Exception):
    """No report can be made; the message says why and what to do."""


def write_report(run: str | Path, output: str | Path) -> dict[str, int]:
    """Write the report of a run.

    Parameters
    ----------
    run : str or Path
        An output folder of ``resistract run``.
    output : str or Path
        The page to write, ``.html``.

    Returns
    -------
    dict of str to int
        How many documents and claims it shows.

    Raises
    ------
    ReportError
        If the folder is not that of a run, or the page cannot be written.
    """
    run, output = Path(run), Path(output)
    try:
        data = payload(run)
    except (OSError, ValueError) as error:
        raise ReportError(f"{run}: not the output folder of `resistract run` ({error})") from error
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with open_atomic(output) as stream:
            stream.write(page(data))
    except OSError as error:
        raise ReportError(f"{output}: cannot be written ({error})") from error
    return {"documents": len(data["documents"]), "claims": len(data["claims"])}
