"""resistract audit: claims of a run that are likely to be wrong, found without gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extract.cli import app
from extract.evaluation.gold import GoldError


@app.command()
def audit(
    outputs: Annotated[Path, typer.Argument(help="Output folder of `resistract run`.")],
    output: Annotated[Path | None, typer.Option("--json", help="Write the findings as JSON.")] = None,
) -> None:
    """List claims against a drug's known action, against their own sentence's denial, and against each other."""
    from extract.evaluation.audit import KINDS, audit_run, claim

    try:
        findings = audit_run(outputs)
    except GoldError as error:
        typer.echo(f"resistract: {error}", err=True)
        raise typer.Exit(2) from error
    for kind in KINDS:
        some = [finding for finding in findings if finding.kind == kind]
        typer.echo(f"{kind}: {len(some)}")
        for finding in some:
            triple = finding.triple
            typer.echo(f"  {triple.doc_id}: {claim(triple)} [{triple.rule}]\n    {finding.reason}")
            typer.echo(f"    {triple.evidence.sentence}")
    if output is not None:
        rows = [{"kind": f.kind, "reason": f.reason, "triple": f.triple.model_dump(mode="json")} for f in findings]
        output.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
