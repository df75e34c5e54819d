import json

import pandas as pd
import pytest

import extract
from extract.export.frames import CLAIMS, DOCUMENTS, MENTIONS, TRIPLES

TEXT = "Loss of DUSP9 activates ERK signaling. miR-21 promotes resistance to gefitinib and sorafenib in Huh7 cells."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frames")
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "none.txt").write_text("There is nothing to be found in here.", encoding="utf-8")
    extract.run(folder, folder / "out", jobs=1)
    return folder / "out"


def dtypes(columns):
    return {column.name: column.dtype for column in columns}


@pytest.mark.slow
def test_a_run_as_tables(folder):
    run = extract.read_run(folder)
    for table, columns in (
        (run.triples, TRIPLES),
        (run.claims, CLAIMS),
        (run.mentions, MENTIONS),
        (run.documents, DOCUMENTS),
    ):
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dtypes(columns)
    first = run.triples.set_index("subject").loc["miR-21"]
    assert (first.predicate, first.object, first.sign, first.drugs) == (
        "promotes",
        "gefitinib and sorafenib resistance",
        1,
        ["gefitinib", "sorafenib"],
    )
    assert run.documents.set_index("doc_id")[["triples", "mentions"]].loc["none"].tolist() == [0, 0]
    assert run.documents["triples"].sum() == len(run.triples)
    assert set(run.claims.explode("triples")["triples"]) == set(run.triples["id"])
    assert run.triples["page"].isna().all()
    text = (folder / "documents" / "one.txt").read_text(encoding="utf-8")
    assert [text[m.start : m.end] for m in run.mentions.itertuples()] == run.mentions["text"].tolist()


@pytest.mark.slow
def test_claims_of_a_doc_as_a_table():
    doc = extract.load()(TEXT)
    assert isinstance(doc._.claims, pd.DataFrame)
    assert list(doc._.claims.columns) == [column.name for column in CLAIMS]
    said = sorted(zip(doc._.claims["subject"], doc._.claims["sign"], strict=True))
    assert said == [("DUSP9", -1), ("miR-21", 1), ("miR-21", 1)]  # one for each of the two drugs


def test_an_empty_run_has_the_same_columns(tmp_path):
    (tmp_path / "documents").mkdir()
    for name in ("triples", "claims", "mentions"):
        (tmp_path / f"{name}.jsonl").write_text("", encoding="utf-8")
    run = extract.read_run(tmp_path)
    assert {name: str(dtype) for name, dtype in run.triples.dtypes.items()} == dtypes(TRIPLES)
    assert len(run.documents) == 0


def test_what_is_no_run_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="not the folder of a run"):
        extract.read_run(tmp_path)
    (tmp_path / "triples.jsonl").write_text(json.dumps({"id": "x"}) + "\n{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"triples\.jsonl, line 2: damaged"):
        extract.read_run(tmp_path)


def test_the_columns_are_those_that_the_documentation_lists():
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "SPACY.md").read_text(encoding="utf-8")
    for title, columns in (("triples", TRIPLES), ("claims", CLAIMS), ("mentions", MENTIONS), ("documents", DOCUMENTS)):
        section = page.split(f"### `{title}`")[1].split("###")[0]
        for column in columns:
            assert f"| `{column.name}` | {column.dtype} | {column.about} |" in section
