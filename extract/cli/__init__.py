"""The resistract command: one module per subcommand."""

from __future__ import annotations

from typing import Annotated

import typer

import extract

app = typer.Typer(
    name="resistract",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"resistract {extract.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Turn biomedical papers into signed, traceable claims."""


# The subcommands join the application when they are imported.
from extract.cli import (  # noqa: E402, F401
    agreement,
    audit,
    evaluate,
    export,
    gold,
    mentions,
    merge,
    report,
    review,
    rules,
    run,
)
