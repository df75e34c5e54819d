"""resistract evaluate: scores against gold, as a report."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

import extract
from extract.cli import app
from extract.cli.gold_folder import default_gold
from extract.evaluation.gold import GoldDocument, GoldError, read_gold

if TYPE_CHECKING:
    from extract.evaluation.sources import Collected


class Given(StrEnum):
    """What may be given to the pipeline from the gold."""

    mentions = "mentions"


@app.command()
def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of gold files; may be repeated. [default: the gold that comes with resistract]"),
    ] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(help="Folder where gold documents are found as <id>.pdf, .xml, .txt; may be repeated."),
    ] = None,
    run: Annotated[Path | None, typer.Option(help="Score this output folder of `resistract run` instead.")] = None,
    given: Annotated[
        Given | None, typer.Option(help="Score with these taken from the gold alone; by default both ways are run.")
    ] = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Run over gold sentences by themselves, not over whole documents.")
    ] = False,
    tables: Annotated[
        bool, typer.Option("--tables", help="Score the rows of tables, against gold of rows (annotations/tables).")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(help="An installed spaCy or scispaCy model, or a folder with one. [default: the bundled one]"),
    ] = None,
    rules: Annotated[list[Path] | None, typer.Option(help="TOML file of rules to add; may be repeated.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report as JSON.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write the report as one HTML page.")] = None,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", help="Write the report as Markdown.")] = None,
    against: Annotated[Path | None, typer.Option(help="A report written with --json to compare with.")] = None,
) -> None:
    """Score the pipeline, or a finished run, against hand-annotated gold.

    Exit code 0: the report was made, whatever the scores; 2: it could not be.
    """
    # Imported here so that other commands start without spaCy and SciPy.
    from extract.evaluation.compare import compare, read_report
    from extract.evaluation.evaluation import evaluate as score_units
    from extract.evaluation.html import to_html
    from extract.evaluation.markdown import to_markdown
    from extract.evaluation.sources import Collected, collect_run
    from extract.language.load import ModelError
    from extract.relations.rules.load import RuleError

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    about: dict[str, object]
    try:
        older = read_report(against) if against else None
        ours = default_gold() / "tables" if tables else default_gold()
        documents = [document for folder in gold or [ours] for document in read_gold(folder)]
        if tables and (run is not None or given is not None or sentences):
            raise GoldError("--tables reads the documents' tables; leave out --run, --given and --sentences")
        if run is not None:
            if given is not None:
                raise GoldError("--given runs the pipeline; it cannot be told of a finished run, so leave out --run")
            collected, about = collect_run(run, documents), {"run": str(run)}
        else:
            collected, about = _run(
                documents, model, rules or [], sources or [], by_sentence=sentences, tables=tables, console=console
            )
        if given is not None:
            collected = Collected(units=collected.given, skipped=collected.skipped)
        if not collected.units:
            raise GoldError(_nothing(collected))
    except (GoldError, ModelError, RuleError) as error:
        console.print(f"resistract: {error}", style="bold red", markup=False)
        raise typer.Exit(2) from error
    report = score_units(
        collected.units,
        collected.given,
        about={"resistract": extract.__version__, **about},
        skipped=collected.skipped,
    )
    comparison = compare(report, older) if older else None
    markdown = to_markdown(report, comparison)
    _print(markdown)
    if json_file:
        _write(json_file, json.dumps({**report, "comparison": comparison}, ensure_ascii=False, indent=1) + "\n")
    if html_file:
        _write(html_file, to_html(report, comparison))
    if markdown_file:
        _write(markdown_file, markdown)


def _run(
    documents: list[GoldDocument],
    model: str | None,
    rules: list[Path],
    sources: list[Path],
    *,
    by_sentence: bool,
    tables: bool,
    console: Console,
) -> tuple[Collected, dict[str, object]]:
    from extract.evaluation.rows import collect_rows
    from extract.evaluation.sources import collect
    from extract.language.load import load

    def progress(doc_id: str) -> None:
        status.update(f"evaluating {doc_id}")

    with console.status("loading the model") as status:
        nlp = load(model, rules=rules)
        if tables:
            collected = collect_rows(nlp, documents, folders=sources, progress=progress)
        else:
            collected = collect(nlp, documents, folders=sources, by_sentence=by_sentence, progress=progress)
    return collected, {"model": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"}


def _nothing(collected: Collected) -> str:
    skipped = ", ".join(f"{doc_id} ({reason})" for doc_id, reason in list(collected.skipped.items())[:3])
    return f"no gold document could be scored: {skipped}; give the folder that holds the documents with --sources"


def _print(markdown: str) -> None:
    console = Console(soft_wrap=True)
    if console.is_terminal:
        Console().print(Markdown(markdown))
    else:
        typer.echo(markdown, nl=False)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        typer.echo(f"resistract: {path} cannot be written ({error.strerror})", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"wrote {path}", err=True)
