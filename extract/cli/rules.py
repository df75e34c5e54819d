"""``resistract rules``: list, explain and test the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extract.cli import app

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.relations.rules.ruleset import RuleSet

rules_app = typer.Typer(help="List, explain and test the rules that find claims.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")

Extra = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="A TOML file of rules to add to those that ship; may be given again."),
]


Rows = Iterator[tuple[str, ...]]


def _triggers(rules: RuleSet) -> Rows:
    from extract.relations.rules.model import FORMS

    for trigger in rules.triggers:
        words = [word for form in FORMS for word in trigger.words(form)]
        yield trigger.name, trigger.cls, ", ".join(words)


def _frames(rules: RuleSet) -> Rows:
    for frame in rules.frames:
        form = frame.form if isinstance(frame.form, str) else ", ".join(frame.form)
        yield frame.name, form, frame.role, frame.path


def _constructions(rules: RuleSet) -> Rows:
    for entry in rules.constructions:
        ends = ["; ".join((*end.path, *end.source, *filter(None, [end.role]))) for end in (entry.subject, entry.object)]
        yield entry.name, entry.cls, entry.stage, *ends


def _checks(rules: RuleSet) -> Rows:
    for check in rules.checks:
        yield check.name, check.stage, check.verdict, check.note or (check.examples[0].text if check.examples else "")


def _rewrites(rules: RuleSet) -> Rows:
    for rewrite in rules.rewrites:
        yield rewrite.name, rewrite.stage, rewrite.note


def _derivations(rules: RuleSet) -> Rows:
    for derivation in rules.derivations:
        yield derivation.name, derivation.stage, derivation.note


def _readers(rules: RuleSet) -> Rows:
    for reader in rules.readers:
        yield reader.name, reader.note


def _scopes(rules: RuleSet) -> Rows:
    for scope in rules.scopes.values():
        yield scope.name, ", ".join(scope.over), scope.note


def _cues(rules: RuleSet) -> Rows:
    for cue in rules.cues:
        yield cue.name, cue.says, ", ".join(cue.scope), cue.path, ", ".join(cue.words)


def _types(rules: RuleSet) -> Rows:
    for name, types in rules.types.items():
        yield f"${name}", ", ".join(sorted(types))
    for role, licensed in (("subjects", rules.subjects), ("objects", rules.objects)):
        for cls, types in licensed.items():
            yield f"{role} of {cls}", ", ".join(sorted(types))


def _tables(rules: RuleSet) -> Rows:
    from extract.claims.columns import columns

    for rule in columns().rules:
        ends = (rule.subject or rule.list, rule.object or rule.clause)
        yield f"table:{rule.name}", rule.predicate, *(", ".join(sorted(end)) for end in ends)
    for caption in columns().captions:
        yield f"table:{caption.name}", caption.predicate, ", ".join(sorted(caption.subject)), caption.words.pattern


def _words(rules: RuleSet) -> Rows:
    for name in sorted(rules.words):
        yield name, ", ".join(sorted(rules.words[name]))


def _functions(rules: RuleSet) -> Rows:
    from extract.relations import registry, special  # noqa: F401  special registers its own

    for kind in registry.KINDS:
        for name, function in sorted(getattr(registry, kind).get_all().items()):
            yield name, kind.removesuffix("s"), (function.__doc__ or "").partition("\n")[0]


_SHOWN: dict[str, tuple[tuple[str, ...], Callable[[RuleSet], Rows]]] = {
    "triggers": (("trigger", "class", "words"), _triggers),
    "frames": (("frame", "form", "role", "path"), _frames),
    "constructions": (("construction", "class", "stage", "subject", "object"), _constructions),
    "checks": (("check", "stage", "verdict", "why"), _checks),
    "rewrites": (("rewrite", "stage", "what it mends"), _rewrites),
    "derivations": (("derivation", "stage", "what follows"), _derivations),
    "readers": (("reader", "what it finds"), _readers),
    "scopes": (("scope", "over the labels", "what reaches how far"), _scopes),
    "cues": (("cue", "says", "scope", "path", "words"), _cues),
    "types": (("types", "mention types"), _types),
    "tables": (("table", "predicate", "subject", "object"), _tables),
    "functions": (("function", "kind", "what it does"), _functions),
    "words": (("list", "words"), _words),
}
_WITH_CLASS = frozenset({"triggers", "constructions"})


@rules_app.command("list")
def list_rules(
    kind: Annotated[str, typer.Option(help=f"Show only: {', '.join(_SHOWN)}.")] = "all",
    cls: Annotated[
        str | None, typer.Option("--class", help="Show only what states this class, for example inhibit.")
    ] = None,
    rules: Extra = None,
) -> None:
    """List all rules: triggers, frames, constructions, functions that rules name, word lists."""
    loaded = _load(rules)
    if kind not in {"all", *_SHOWN}:
        typer.echo(f"no kind {kind!r}; there are {', '.join(_SHOWN)}", err=True)
        raise typer.Exit(2)
    console = Console()
    for name, (head, rows) in _SHOWN.items():
        if kind not in {"all", name} or (kind == "all" and cls is not None and name not in _WITH_CLASS):
            continue
        table = Table(*head, box=None)
        for row in rows(loaded):
            if cls is None or name not in _WITH_CLASS or row[1] == cls:
                table.add_row(*(escape(cell) for cell in row))
        console.print(table)


@rules_app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence, or the name of a rule.")],
    rules: Extra = None,
    model: Annotated[str | None, typer.Option(help="A spaCy model or a folder that holds one.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the tree drawn to this file instead.")] = None,
) -> None:
    """Show a rule's entry, or step by step how a sentence was read: tree, triggers, checks, claims and their signs."""
    loaded = _load(rules)
    named = [(kind, entry) for kind, entry in loaded.entries() if entry.name == text]
    for kind, entry in named:
        source = loaded.sources[f"{kind} {entry.name}"]
        typer.echo(f"{kind}, {source.file}:{source.line}")
        typer.echo(entry.model_dump_json(indent=2, exclude_defaults=True, by_alias=True))
    if named:
        return
    from extract.relations import explain as steps

    nlp = _pipeline(model, rules)
    with nlp.select_pipes(disable="resistract_relations"):
        doc = nlp(text)
    if html is None:
        typer.echo(steps.explain(doc, loaded))
        return
    try:
        html.write_text(steps.explain_html(doc, loaded), encoding="utf-8")
    except OSError as error:
        typer.echo(f"{html}: cannot be written ({error.strerror})", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"wrote {html}")


@rules_app.command()
def test(
    names: Annotated[list[str] | None, typer.Argument(help="Names of rules; all by default.")] = None,
    rules: Extra = None,
    model: Annotated[str | None, typer.Option(help="A spaCy model or a folder that holds one.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show also the examples that pass.")] = False,
) -> None:
    """Run the examples of the rules; end with status 1 if one fails."""
    from extract.relations.rules.examples import run_examples
    from extract.relations.rules.load import RuleError

    loaded = _load(rules)
    unknown = set(names or ()) - {entry.name for _, entry in loaded.entries()}
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
            for claim in outcome.wrong:
                typer.echo(f"    never    {claim}")
            for claim in outcome.found:
                typer.echo(f"    found    {claim}")
    except RuleError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{passed} examples pass, {failed} fail")
    if failed:
        raise typer.Exit(1)


@rules_app.command()
def lint(rules: Extra = None) -> None:
    """Find dead word lists, frames that no trigger reaches, and entries without examples; status 1 if there are any."""
    from extract.relations.rules.lint import lint as find

    findings = find(_load(rules))
    for finding in findings:
        typer.echo(str(finding))
    typer.echo(f"{len(findings)} to mend" if findings else "nothing to mend")
    if findings:
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


def _load(rules: list[Path] | None) -> RuleSet:
    from extract.relations.rules.load import RuleError, load_rules

    try:
        return load_rules(rules or ())
    except RuleError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _pipeline(model: str | None, rules: list[Path] | None) -> Language:
    from extract.language.load import ModelError, load

    try:
        return load(model, rules=rules or (), min_confidence=0.0)
    except ModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
