"""resistract export: a run in other people's formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from extract.cli import app
from extract.schema import Kind, MechanismClass


@app.command()
def export(
    run: Annotated[Path | None, typer.Argument(help="Folder of a run.")] = None,
    to: Annotated[str | None, typer.Option("--to", "-t", metavar="FORMAT", help="Format; --list shows them.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File, or folder. [default: exports/ inside the run]")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Leave out claims less sure than this.")
    ] = 0.0,
    kind: Annotated[
        list[str] | None, typer.Option(help="Keep claims of this kind; may be repeated: " + ", ".join(get_args(Kind)))
    ] = None,
    mechanism: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CLASS",
            help="Keep claims of this mechanism class; may be repeated: " + ", ".join(get_args(MechanismClass)),
        ),
    ] = None,
    only_grounded: Annotated[
        bool, typer.Option("--only-grounded", help="Keep claims with an identifier at both ends.")
    ] = False,
    grouped: Annotated[
        bool, typer.Option("--grouped", help="Tables, jsonl: claims across documents, with all their sentences.")
    ] = False,
    by_drug: Annotated[bool, typer.Option("--by-drug", help="Tables: a row for each drug of a response.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Show the formats and stop.")] = False,
) -> None:
    """Write the claims of a run for another tool.

    Exit code 0: written; 2: nothing was written, because the command or the installation needs correcting.
    """
    from extract.export import FORMATS, ExportError, write

    if list_:
        _list()
        raise typer.Exit
    try:
        if run is None or to is None:
            raise ExportError(f"name a run and a format: resistract export RUN --to {{{'|'.join(FORMATS)}}}")
        path = write(
            run,
            to,
            output,
            min_confidence=min_confidence,
            kinds=_known(kind, get_args(Kind), "kind"),
            classes=_known(mechanism, get_args(MechanismClass), "mechanism class"),
            only_grounded=only_grounded,
            grouped=grouped,
            by_drug=by_drug,
        )
    except ExportError as error:
        typer.echo(f"resistract: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"-> {path}")


def _known(given: list[str] | None, values: tuple[str, ...], noun: str) -> list[Any]:
    from extract.export import ExportError

    for value in given or ():
        if value not in values:
            raise ExportError(f"unknown {noun} {value!r}; use one of {', '.join(values)}")
    return given or []


def _list() -> None:
    from rich.console import Console
    from rich.table import Table

    from extract.export import FORMATS

    table = Table("format", "carries", "lost", "needs", box=None, pad_edge=False)
    for format in FORMATS.values():
        table.add_row(format.name, format.carries, format.lost, " ".join(format.needs))
    Console().print(table)
