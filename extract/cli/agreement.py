"""resistract agreement: how far two annotators agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extract.cli import app
from extract.evaluation.gold import GoldDocument, GoldError, read_gold, read_sentences


@app.command()
def agreement(
    first: Annotated[Path, typer.Argument(help="Gold folder or file of one annotator; a brat folder will do.")],
    second: Annotated[Path, typer.Argument(help="The same of the other annotator.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures as JSON.")] = None,
) -> None:
    """Compare two annotators: pairwise F1, Cohen's kappa, and the list of disagreements."""
    from extract.evaluation.agreement import agreement as compare_annotators
    from extract.evaluation.agreement import agreement_markdown, paired_units

    try:
        result = compare_annotators(paired_units(_read(first), _read(second)))
    except GoldError as error:
        typer.echo(f"resistract: {error}", err=True)
        raise typer.Exit(2) from error
    names = (first.stem, second.stem) if first.stem != second.stem else (str(first), str(second))
    typer.echo(agreement_markdown(result, names), nl=False)
    if json_file:
        json_file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> list[GoldDocument]:
    from extract.evaluation.brat import import_brat

    if path.is_dir() and list(path.glob("*.ann")):
        return [GoldDocument(ann.stem, tuple(import_brat(ann))) for ann in sorted(path.glob("*.ann"))]
    if path.is_dir() or not path.exists():
        return read_gold(path)
    return [GoldDocument(path.stem, tuple(import_brat(path) if path.suffix == ".ann" else read_sentences(path)))]
