"""``resistract rules``: list, explain and test the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from extract.cli import app

rules_app = typer.Typer(help="List, explain and test the rules that find claims.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")

Extra = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="A TOML file of rules to add to those that ship; may be given again."),
]


@rules_app.command("list")
def list_rules(
    kind: Annotated[str, typer.Option(help="Show only: triggers or frames.")] = "all",
    cls: Annotated[
        str | None, typer.Option("--class", help="Show only triggers of this class, for example inhibit.")
    ] = None,
    rules: Extra = None,
) -> None:
    """List triggers (words that state a relation) and frames (where they take their arguments)."""
    from extract.relations.rules import FORMS

    loaded = _load(rules)
    console = Console()
    if kind in {"all", "triggers"}:
        table = Table("trigger", "class", "words", box=None)
        for trigger in loaded.triggers:
            if cls in {None, trigger.cls}:
                words = [w for form in FORMS for w in trigger.words(form)]
                table.add_row(trigger.name, trigger.cls, ", ".join(words))
        console.print(table)
    if kind in {"all", "frames"} and cls is None:
        table = Table("frame", "form", "role", "path", box=None)
        for frame in loaded.frames:
            form = frame.form if isinstance(frame.form, str) else ", ".join(frame.form)
            table.add_row(frame.name, form, frame.role, frame.path)
        console.print(table)


@rules_app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence, or the name of a rule.")],
    rules: Extra = None,
    model: Annotated[str | None, typer.Option(help="A spaCy model or a folder that holds one.")] = None,
) -> None:
    """Show a rule's entry, or how the claims of a sentence were found: frames, trigger and what made the sign."""
    loaded = _load(rules)
    named = [entry for entry in (*loaded.triggers, *loaded.frames) if entry.name == text]
    for entry in named:
        typer.echo(entry.model_dump_json(indent=2, exclude_defaults=True, by_alias=True))
    if named:
        return
    doc = _pipeline(model, rules)(text)
    typer.echo("mentions: " + "; ".join(f"{e.text} [{e.label_}, {e._.norm}, {e._.state}]" for e in doc.ents))
    for triple in doc._.triples:
        ends = [m.norm + ("" if m.state == "none" else f" ({m.state})") for m in (triple.subject, triple.object)]
        via = f" | via {', '.join(m.norm for m in triple.via)}" if triple.via else ""
        marks = ("negated " if triple.negated else "") + ("hedged " if triple.certainty == "hedged" else "")
        typer.echo(f"{marks}{ends[0]} | {triple.predicate} | {ends[1]}{via}")
        typer.echo(f"  rule {triple.rule}, confidence {triple.confidence:.2f}, sign {triple.sign:+d}")
        for step in triple.trace:
            typer.echo(f"  {step.role:>14}: {step.text} ({step.factor:+d})")
    if not doc._.triples:
        typer.echo("no claim found")


@rules_app.command()
def test(
    names: Annotated[list[str] | None, typer.Argument(help="Names of rules; all by default.")] = None,
    rules: Extra = None,
    model: Annotated[str | None, typer.Option(help="A spaCy model or a folder that holds one.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show also the examples that pass.")] = False,
) -> None:
    """Run the examples of the rules; end with status 1 if one fails."""
    from extract.relations.rules.examples import run_examples
    from extract.relations.rules.model import RuleError

    loaded = _load(rules)
    unknown = set(names or ()) - {entry.name for entry in (*loaded.triggers, *loaded.frames)}
    if unknown:
        typer.echo(f"no such rule: {', '.join(sorted(unknown))}; see: resistract rules list", err=True)
        raise typer.Exit(2)
    passed = failed = 0
    try:
        for outcome in run_examples(_pipeline(model, rules), loaded, names or ()):
            passed, failed = passed + outcome.passed, failed + (not outcome.passed)
            if outcome.passed and not verbose:
                continue
            typer.echo(f"{'ok' if outcome.passed else 'FAILED'} {outcome.rule}: {outcome.text}")
            for claim in outcome.missing:
                typer.echo(f"    expected {claim}")
            for claim in outcome.found:
                typer.echo(f"    found    {claim}")
    except RuleError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{passed} examples pass, {failed} fail")
    if failed:
        raise typer.Exit(1)


@rules_app.command()
def score(
    gold: Annotated[list[Path], typer.Argument(help="Folders of gold sentences with their text.")],
    rules: Extra = None,
    model: Annotated[str | None, typer.Option(help="A spaCy model or a folder that holds one.")] = None,
    least: Annotated[int, typer.Option(help="Leave out rules that made fewer claims.")] = 3,
    given_mentions: Annotated[bool, typer.Option(help="Read the gold mentions instead of finding them.")] = False,
) -> None:
    """Show how many claims each trigger and frame makes on gold sentences, and how many of them are right."""
    from extract.evaluation.rules import precision_by_rule

    try:
        table = precision_by_rule(_pipeline(model, rules), gold, given_mentions=given_mentions)
    except (OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    console = Console()
    for kind in ("trigger", "frame"):
        shown = Table(kind, "claims", "right", "precision", box=None)
        for name, (made, right) in sorted(table[kind].items(), key=lambda item: (-item[1][0], item[0])):
            if made >= least:
                shown.add_row(name, str(made), str(right), f"{right / made:.2f}")
        console.print(shown)


def _load(rules: list[Path] | None):
    from extract.relations.rules.model import RuleError, load_rules

    try:
        return load_rules(rules or ())
    except RuleError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _pipeline(model: str | None, rules: list[Path] | None):
    from extract.language.load import ModelNotFoundError, load

    try:
        return load(model, rules=rules or ())
    except ModelNotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
