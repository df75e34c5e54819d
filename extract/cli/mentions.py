"""``resistract mentions``: how the mentions of a sentence were found."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from extract.cli import app

mentions_app = typer.Typer(help="Look at how mentions are found and named.", no_args_is_help=True)
app.add_typer(mentions_app, name="mentions")


@mentions_app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence, or a few that define its abbreviations.")],
    model: Annotated[str | None, typer.Option(help="A spaCy model or a folder that holds one.")] = None,
) -> None:
    """Show every reading of a text's names: who proposed it, how strongly, and why it won or lost."""
    from extract.language.explain import explained
    from extract.language.load import ModelNotFoundError, load

    try:
        nlp = load(model)
    except ModelNotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    doc, readings = explained(nlp, text)
    table = Table("", "text", "type", "evidence", "reason", box=None)
    for reading in readings:
        table.add_row("+" if reading.won else "-", reading.text, reading.label, reading.evidence, reading.reason)
    named = Table("mention", "type", "name", "identifier", box=None)
    for ent in doc.ents:
        named.add_row(ent.text, ent.label_, ent._.norm, ent._.curie or "not known")
    console = Console()
    console.print(table)
    console.print()
    console.print(named)
