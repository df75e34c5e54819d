"""Rows of tables against their gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli import app
from extract.documents import read_string
from extract.evaluation.gold import GoldDocument, GoldMention, GoldRelation, GoldSentence
from extract.evaluation.rows import row_units
from extract.evaluation.scoring import score


@pytest.fixture(scope="module")
def nlp():
    from extract import load

    return load()


def row(sid: str, text: str, left: str, right: str) -> GoldSentence:
    mentions = [
        GoldMention(
            id=name,
            text=name,
            start=text.index(name),
            end=text.index(name) + len(name),
            raw_start=0,
            raw_end=1,
            type=type_,
            norm=name,
        )
        for name, type_ in ((left, "NCRNA"), (right, "GENE"))
    ]
    claim = GoldRelation(subject=left, predicate="targets", object=right)
    return GoldSentence(sid=sid, doc="d", start=0, end=len(text), text=text, entities=mentions, relations=(claim,))


@pytest.mark.slow
def test_a_row_is_scored_by_its_own_claims(nlp):
    text = "# R\n\nTable 1. RNAs.\n\n| miRNA | Target |\n|---|---|\n| miR-21 | PTEN |\n| miR-7 | EGFR |\n"
    gold = GoldDocument(
        "d", (row("1", "RNAs | miR-21 | PTEN", "miR-21", "PTEN"), row("2", "RNAs | x | KRAS", "x", "KRAS"))
    )
    first, second = row_units(nlp, gold, read_string(text, doc_id="d", format="markdown"))
    assert score([first]).strict.f1 == 1.0
    assert first.claims[0].object.start == first.text.index("PTEN")
    assert not second.read
    assert score([second]).signed.recall == 0.0


@pytest.mark.slow
def test_the_tables_of_the_bundled_reviews(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["evaluate", "--tables", "--json", str(tmp_path / "report.json")])
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["found"]
    assert found["signed"]["gold"] > 140
    assert found["signed"]["f1"] > 0.88
    assert found["signed"]["precision"] > 0.95
    assert found["wrong_sign"]["part"] == 0


def test_tables_are_not_scored_in_other_ways() -> None:
    done = CliRunner().invoke(app, ["evaluate", "--tables", "--sentences"])
    assert done.exit_code == 2
    assert "--tables reads the documents' tables" in done.output
