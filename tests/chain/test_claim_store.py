"""Claims grouped on disk are those grouped in memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.batch.claim_store import claims_of
from extract.claims.claims import group_claims, guarded
from extract.export.jsonl import write_jsonl
from extract.schema import Evidence, Mention, Named, Trigger, Triple


def make_triples(count: int, seed: int) -> list[Triple]:
    noise = random.Random(seed)
    triples = []
    for number in range(count):
        names = noise.sample("ABCDE", 2)
        subject, object_ = (
            Mention(text=name, type="GENE", norm=name, curie=noise.choice([None, f"hgnc:{ord(name)}"]), start=0, end=1)
            for name in names
        )
        if noise.random() < 0.3:
            drugs = tuple(Named(norm=name) for name in noise.sample("wxyz", noise.randrange(4)))
            object_ = Mention(
                text="r", type="DRUG_RESPONSE", norm="r", start=0, end=1, direction="resistance", drugs=drugs
            )
        predicate, sign = noise.choice([("activates", 1), ("inhibits", -1), ("binds", 0), ("associated_with", 0)])
        triples.append(
            Triple(
                id=str(number),
                doc_id=f"d{noise.randrange(9)}",
                subject=subject,
                predicate=predicate,
                object=object_,
                sign=sign,
                negated=noise.random() < 0.2,
                evidence=Evidence(text="s", sentence="s\u2028é", start=number, end=number + 1),
                trigger=Trigger(text="t", start=0, end=1),
                rule="r",
                confidence=round(noise.random(), 2),
            )
        )
    return triples


def test_claims_grouped_on_disk_are_those_grouped_in_memory(tmp_path: Path) -> None:
    for seed in range(5):
        triples = make_triples(200, seed)
        write_jsonl(tmp_path / "triples.jsonl", triples)
        assert list(claims_of(tmp_path / "triples.jsonl", tmp_path / "scratch")) == group_claims(triples)
        assert not (tmp_path / "scratch").exists()


def test_no_triples_make_no_claims(tmp_path: Path) -> None:
    (tmp_path / "triples.jsonl").touch()
    assert list(claims_of(tmp_path / "triples.jsonl", tmp_path / "scratch")) == []


def test_cells_are_no_formulas() -> None:
    assert guarded("=1+1") == "'=1+1"
    assert guarded("@x") == "'@x"
    assert guarded("EGFR") == "EGFR"
    assert guarded("") == ""


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path):
    path = tmp_path / "triples.jsonl"
    write_jsonl(path, make_triples(3, seed=1))
    with pytest.raises(OSError, match="unable to open"):
        list(claims_of(path, tmp_path / "nowhere" / "claims.sqlite"))
