"""resistract gold: check gold files, and carry them to brat and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn, ParamSpec, TypeVar

import typer

from extract.cli import app
from extract.documents import Document, ReadError, read
from extract.evaluation.gold import GoldDocument, GoldError, read_gold, write_sentences

P = ParamSpec("P")
T = TypeVar("T")

gold_app = typer.Typer(no_args_is_help=True, help="Check gold files, and carry them to brat and back.")
app.add_typer(gold_app, name="gold")

Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for the files; made when missing.")]


@gold_app.command()
def validate(
    folders: Annotated[list[Path], typer.Argument(help="Gold folders.")],
    sources: Annotated[list[Path] | None, typer.Option(help="Folder where the gold's documents are.")] = None,
) -> None:
    """Check gold files: exit code 1 if any has an error, 0 if there is at most something unusual."""
    from extract.evaluation.validate import Problem, validate_file

    problems: list[Problem] = []
    checked = 0
    for folder in folders:
        for document in _or_exit(read_gold, folder):
            path = _path(folder, document)
            checked += 1
            problems += _or_exit(validate_file, path, _source(document, sources or []))
    for problem in problems:
        typer.echo(str(problem))
    errors = sum(problem.error for problem in problems)
    typer.echo(f"{checked} files: {errors} errors, {len(problems) - errors} unusual")
    raise typer.Exit(1 if errors else 0)


@gold_app.command("to-brat")
def to_brat(
    folder: Annotated[Path, typer.Argument(help="A gold folder.")],
    output: Output,
    sources: Annotated[
        list[Path] | None, typer.Option(help="Folder with the documents of gold that is without its text.")
    ] = None,
) -> None:
    """Write gold as brat files, for annotating in brat."""
    from extract.evaluation.brat import export_brat
    from extract.evaluation.sources import find_source
    from extract.evaluation.standoff import with_text

    documents = _or_exit(read_gold, folder)
    for document in documents:
        path = find_source(document, sources or [])
        if not document.has_text:
            if path is None:
                _fail(
                    f"{document.doc_id}: its text is not part of the gold; name the folder that has it with --sources"
                )
            document = _or_exit(with_text, document, _or_exit(read, path, doc_id=document.doc_id).text)
        _or_exit(export_brat, document, output)
    typer.echo(f"{len(documents)} documents -> {output}")


@gold_app.command("from-brat")
def from_brat(folder: Annotated[Path, typer.Argument(help="A folder of brat files.")], output: Output) -> None:
    """Read annotated brat files back as gold."""
    from extract.evaluation.brat import import_brat

    paths = sorted(folder.glob("*.ann"))
    if not paths:
        _fail(f"{folder}: holds no .ann files")
    documents = {path.stem: _or_exit(import_brat, path) for path in paths}
    output.mkdir(parents=True, exist_ok=True)
    for doc_id, sentences in documents.items():
        write_sentences(output / f"{doc_id}.jsonl", sentences)
    typer.echo(f"{len(documents)} documents -> {output}")


@gold_app.command()
def standoff(folder: Annotated[Path, typer.Argument(help="A gold folder.")], output: Output) -> None:
    """Write gold without its sentences, to be found again by offsets or short quotes."""
    from extract.evaluation.standoff import to_standoff

    documents = _or_exit(read_gold, folder)
    output.mkdir(parents=True, exist_ok=True)
    for document in documents:
        write_sentences(output / f"{document.doc_id}.jsonl", map(to_standoff, document.sentences))
    typer.echo(f"{len(documents)} documents -> {output}")


def _path(folder: Path, document: GoldDocument) -> Path:
    own = folder / f"{document.doc_id}.jsonl"
    return own if own.is_file() else folder / document.gold_set / f"{document.doc_id}.jsonl"


def _source(document: GoldDocument, folders: list[Path]) -> Document | None:
    """Read the text the gold was marked on; another rendering of it has other offsets."""
    from extract.evaluation.place import text_hash
    from extract.evaluation.sources import find_source

    path = find_source(document, folders)
    if path is None:
        return None
    text = _or_exit(read, path, doc_id=document.doc_id)
    return text if document.sha256 in (None, text_hash(text.text)) else None


def _or_exit(function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    try:
        return function(*args, **options)
    except (GoldError, ReadError) as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(f"resistract: {message}", err=True)
    raise typer.Exit(2)
