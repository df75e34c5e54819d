"""resistract merge: the run folders of shards -> one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.batch import InputError, OutputError
from extract.batch.tasks import printable
from extract.cli import app


@app.command()
def merge(
    output: Annotated[Path, typer.Argument(help="Folder for the whole; made when missing.")],
    runs: Annotated[list[Path], typer.Argument(metavar="RUNS...", help="Folders of finished runs.")],
) -> None:
    """Put run folders together, as if one run had done all their papers.

    Exit code 0: all well; 1: two papers have one name (see failures.jsonl), or a run had failures; 2: nothing was done.
    """
    from extract.batch.merge import merge as merge_runs

    try:
        counts = merge_runs(runs, output)
    except (InputError, OutputError) as error:
        typer.echo(printable(f"resistract: {error}"), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{counts['documents']:,} papers, {counts['triples']:,} claims -> {output}", err=True)
    raise typer.Exit(1 if counts["failures"] else 0)
