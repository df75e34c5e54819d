"""resistract review: a sheet of claims to judge, and gold from the verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli import app
from extract.evaluation.gold import GoldError


@app.command()
def review(
    outputs: Annotated[Path | None, typer.Argument(help="Output folder of `resistract run`.")] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The sheet to write, .csv or .html; with --apply, the folder for the gold."
        ),
    ] = None,
    apply: Annotated[Path | None, typer.Option(help="A sheet with verdicts, to be turned into gold records.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Take this many claims at random.")] = None,
    seed: Annotated[int, typer.Option(help="Which random sample.")] = 0,
) -> None:
    """Write a sheet of claims with evidence and empty verdict columns, or turn a filled-in one into gold."""
    from extract.evaluation.review import review_rows, to_csv
    from extract.evaluation.verdicts import write_gold
    from extract.report import ReportError, write_review

    try:
        if apply is not None:
            folder = output or apply.with_suffix("").with_name(apply.stem + "-gold")
            counts = write_gold(apply, folder)
            typer.echo(
                f"{counts['claims']} claims in {counts['sentences']} sentences of {counts['documents']} documents "
                f"-> {folder}"
            )
            return
        if outputs is None or output is None:
            raise GoldError("name a run and a sheet: resistract review OUTPUTS -o sheet.csv")
        if output.suffix not in (".csv", ".html"):
            raise GoldError(f"{output}: a sheet is .csv or .html")
        if output.suffix == ".html":
            count = write_review(outputs, output, sample=sample, seed=seed)
        else:
            rows = review_rows(outputs, sample=sample, seed=seed)
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(to_csv(rows), encoding="utf-8", newline="")
            count = len(rows)
    except (GoldError, ReportError) as error:
        typer.echo(f"resistract: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{count} claims -> {output}")
