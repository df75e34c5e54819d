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
) -> None:
    """Write one page over a run: drugs and their drivers, evidence on its page, a table, a network, review."""
    from extract.report import ReportError, write_report

    page = output or outputs / "report.html"
    try:
        if page.suffix != ".html":
            raise ReportError(f"{page}: a report is an .html file")
        counts = write_report(outputs, page)
    except ReportError as error:
        typer.echo(f"resistract: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{counts['claims']} claims of {counts['documents']} documents -> {page}")
