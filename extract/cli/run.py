"""resistract run: many papers -> one run folder."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from extract.batch import InputError, ManifestError, OutputError, PipelineError, Summary
from extract.batch import run as run_batch
from extract.batch.inputs import read_list
from extract.batch.tasks import printable
from extract.cli import app
from extract.documents import FORMATS

SHOWN_FAILURES = 20
ERROR_LOG = "error.log"


class _Rate(ProgressColumn):
    """Documents a minute."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed * 60:.0f}/min" if speed else "", style="progress.data.speed")


@app.command()
def run(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results; made when missing.")],
    papers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAPERS...",
            help="Files, folders or glob patterns: PDF, text, Markdown, JATS, PubMed, BioC; - for stdin.",
        ),
    ] = None,
    from_list: Annotated[
        Path | None, typer.Option(help="File that lists papers, one a line: paths, or addresses such as s3://...")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers do the papers (tcp://host:8786).")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, show_default="one a core, up to 8", help="Worker processes."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume/--force", help="Keep what an earlier run finished, or do everything again.")
    ] = True,
    model: Annotated[
        str | None,
        typer.Option(
            show_default="the bundled one", help="An installed spaCy or scispaCy model, or a folder with one."
        ),
    ] = None,
    recognizer: Annotated[
        list[str] | None,
        typer.Option(help="A model whose entities are heard beside the model's own; may be repeated."),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="TOML file of what labels of entities mean, beyond those known.")
    ] = None,
    rules: Annotated[list[Path] | None, typer.Option(help="TOML file of rules to add; may be repeated.")] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Leave out claims below it. [default: what served unseen text best]"),
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="Format of the papers, where names mislead: " + ", ".join(FORMATS))
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.001, help="Seconds that one paper may take.")] = 300.0,
    memory: Annotated[
        float, typer.Option(min=0.0, help="Gigabytes that one paper may take beyond the model; 0: no limit.")
    ] = 4.0,
    max_size: Annotated[float, typer.Option(min=0.0, help="Megabytes beyond which a file is refused.")] = 100.0,
    report: Annotated[
        bool, typer.Option("--report", help="Also write report.html into the folder: the run as a page to look at.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only report failures.")] = False,
) -> None:
    """Extract the claims of papers into a folder.

    Exit code 0: all well; 1: some papers failed (see failures.jsonl); 2: nothing was done, because the command or the
    installation needs correcting.
    """
    if not papers and from_list is None:
        raise typer.BadParameter("name files or folders, or a list of them with --from-list", param_hint="PAPERS")
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=console, disable=quiet) as bar:
            work = bar.add_task("papers", total=None)

            def show(done: int, total: int) -> None:
                waiting = not bar.tasks[work].completed and not done
                bar.update(work, completed=done, total=total, description="loading the model" if waiting else "papers")

            summary = run_batch(
                [*(papers or ()), *(read_list(from_list) if from_list is not None else ())],
                output,
                jobs=jobs,
                model=model,
                recognizers=recognizer or (),
                labels=labels,
                rules=rules or (),
                min_confidence=min_confidence,
                format=format,
                resume=resume,
                timeout=timeout,
                memory=memory,
                max_size=max_size,
                dask=dask,
                progress=show,
            )
    except (InputError, ManifestError, OutputError, PipelineError) as error:
        console.print(printable(f"resistract: {error}"), style="bold red", markup=False)
        raise typer.Exit(2) from error
    except Exception as error:  # whatever it is, the user gets a line and not a screenful
        console.print(printable(f"resistract: {_unforeseen(error, output)}"), style="bold red", markup=False)
        raise typer.Exit(2) from error
    except KeyboardInterrupt:
        console.print("resistract: interrupted; the same command goes on where this one stopped", markup=False)
        raise typer.Exit(130) from None
    _report(summary, console, quiet=quiet)
    if report:
        _write_page(output, console, quiet=quiet)
    raise typer.Exit(1 if summary.failures else 0)


def _unforeseen(error: Exception, output: Path) -> str:
    """Keep the traceback of an error that nobody foresaw in the run folder, and say so."""
    log = output / ERROR_LOG
    where = f"its traceback is in {log}"
    try:
        log.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
    except OSError:
        where = "its traceback cannot be written there"
    told = f"{type(error).__name__}: {error}"[:300]
    return f"{output}: an error in resistract ({told}); report it, {where}; finished papers are kept"


def _write_page(output: Path, console: Console, *, quiet: bool) -> None:
    from extract.report import ReportError, write_report

    page = output / "report.html"
    try:
        write_report(output, page)
    except ReportError as error:
        console.print(printable(f"resistract: {error}"), style="bold red", markup=False)
        raise typer.Exit(2) from error
    if not quiet:
        console.print(f"report -> {page}", markup=False)


def _report(summary: Summary, console: Console, *, quiet: bool) -> None:
    for failure in summary.failures[:SHOWN_FAILURES]:
        console.print(f"failed: {failure}", style="red", markup=False)
    if len(summary.failures) > SHOWN_FAILURES:
        console.print(f"... and {len(summary.failures) - SHOWN_FAILURES} more failures")
    for notice in summary.notices:
        console.print(printable(f"note: {notice}"), style="yellow", markup=False)
    if quiet:
        return
    for file, warning in summary.warnings[:SHOWN_FAILURES]:
        console.print(f"warning: {file}: {printable(warning)}", style="yellow", markup=False)
    if len(summary.warnings) > SHOWN_FAILURES:
        console.print(f"... and {len(summary.warnings) - SHOWN_FAILURES} more warnings: {summary.output / 'run.json'}")
    counts = summary.counts
    reused = f" ({summary.reused} from an earlier run)" if summary.reused else ""
    console.print(
        f"{_number(counts['documents'], 'paper')}{reused}: {_number(counts['triples'], 'claim')},"
        f" {_number(counts['mentions'], 'mention')} in {summary.seconds:.1f} s -> {summary.output}"
    )
    if summary.failures:
        console.print(f"{_number(len(summary.failures), 'paper')} failed: {summary.output / 'failures.jsonl'}")


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
