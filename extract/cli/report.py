"""resistract report: a run as one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli import app


@app.command()
def report(
    outputs: Annotated[Path, typer.Argument(help="Output folder of `resistract run`.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The page to write. [default: report.html in that folder]")
    ] = None,
    pages: Annotated[
        str, typer.Option(help="Pictures of PDF pages: auto (in the page while small), embed, beside or none.")
    ] = "auto",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that draw pages.")] = 2,
) -> None:
    """Write one page over a run: drugs and their drivers, evidence on its page, a table, a network, review."""
    from extract.report import PLACES, ReportError, write_report

    page = output or outputs / "report.html"
    try:
        if page.suffix != ".html":
            raise ReportError(f"{page}: a report is an .html file")
        if pages not in PLACES:
            raise ReportError(f"--pages {pages}: use {', '.join(PLACES)}")
        counts = write_report(outputs, page, pages=pages, jobs=jobs)
    except ReportError as error:
        typer.echo(f"resistract: {error}", err=True)
        raise typer.Exit(2) from error
    for doc_id, reason in counts["unpictured"].items():
        typer.echo(f"no page pictures of {doc_id}: {reason}", err=True)
    typer.echo(
        f"{counts['claims']} claims of {counts['documents']} documents, {counts['pictures']} page pictures -> {page}"
    )
