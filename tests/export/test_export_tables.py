import csv
import sqlite3

import pytest
from export_run import triples
from typer.testing import CliRunner

from extract.cli import app
from extract.export import FORMATS, ExportError, formats, write
from extract.export.jsonl import read_jsonl
from extract.schema import Claim, Triple


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("grouped", [False, True])
def test_csv_is_as_the_golden_file(export, same_as_golden, grouped):
    path = export("csv", grouped=grouped)
    same_as_golden(path.read_text(encoding="utf-8-sig"), "claims.csv" if grouped else "triples.csv")


def test_claims_read_as_sentences(export):
    claims = [row["claim"] for row in read(export("csv"))]
    assert claims[0] == "ITGB8 promotes lenvatinib resistance via AKT"
    assert claims[1] == "NF1 loss may promote lenvatinib, sorafenib resistance"
    assert claims[6] == "NF1 loss does not promote lenvatinib, sorafenib resistance"


def test_support_and_opposing_sentences_stand_beside_a_claim(export):
    row = read(export("csv"))[1]
    assert (row["support"], row["against"]) == ("1", "1")
    assert row["opposing_sentences"].startswith("Loss of NF1 did not")
    grouped = [row for row in read(export("csv", grouped=True)) if row["subject"] == "NF1"]
    assert {row["claim"] for row in grouped} == {
        "NF1 inhibits lenvatinib resistance",
        "NF1 inhibits sorafenib resistance",
    }
    assert {row["opposing_sentences"] for row in grouped} == {row["opposing_sentences"]}
    assert set(row["claim_id"].split("; ")) == {row["claim_id"] for row in grouped}


def test_selection(export):
    assert len(read(export("csv", min_confidence=0.5))) == 6
    assert {row["kind"] for row in read(export("csv", kinds=["association"]))} == {"association"}
    assert all(row["object"] != "tumor growth" for row in read(export("csv", only_grounded=True)))
    assert len(read(export("csv", classes=["epigenetic_and_epitranscriptomic"]))) == 1


def test_a_row_for_each_drug(export):
    rows = [row for row in read(export("csv", by_drug=True)) if row["subject"] == "NF1"]
    assert [(row["drug"], row["drug_curie"]) for row in rows[:2]] == [
        ("lenvatinib", "chebi:85994"),
        ("sorafenib", "chebi:50924"),
    ]
    ids = {row["drug"]: row["claim_id"] for row in read(export("csv", grouped=True)) if row["subject"] == "NF1"}
    assert {row["drug"]: row["claim_id"] for row in rows} == ids


def test_no_cell_is_a_formula(export, monkeypatch):
    monkeypatch.setattr("extract.export.delimited.rows", lambda run: iter([["=1+1", "-x", 3, None]]))
    assert export("csv").read_text(encoding="utf-8-sig").splitlines()[1] == "'=1+1,'-x,3,"


def test_jsonl_comes_back(export):
    assert list(read_jsonl(export("jsonl"), Triple)) == triples()
    assert [c.subject.norm for c in read_jsonl(export("jsonl", grouped=True, kinds=["drug_target"]), Claim)] == [
        "gefitinib"
    ]


def test_xlsx_has_filters_links_and_text_that_is_text(export):
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(export("xlsx")).active
    header = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.max_row == 9
    assert sheet.cell(2, header.index("doi") + 1).hyperlink.target == "https://doi.org/10.1234/abc"
    assert sheet.cell(2, header.index("claim") + 1).value == "ITGB8 promotes lenvatinib resistance via AKT"


def test_parquet_is_typed(export):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(export("parquet"))
    assert table.num_rows == 8
    assert str(table.schema.field("confidence").type) == "double"
    assert table.column("negated").to_pylist().count(True) == 1
    assert table.schema.metadata[b"resistract_schema_version"]


def test_entities_as_the_golden_file(export, same_as_golden):
    same_as_golden(export("entities").read_text(encoding="utf-8"), "entities.csv")


def test_sqlite_answers_the_usual_questions(export):
    with sqlite3.connect(export("sqlite")) as base:
        found = base.execute(
            "SELECT subject, effect FROM drug_resistance WHERE drug = 'lenvatinib' ORDER BY 1"
        ).fetchall()
        assert found == [("ITGB8", "raises"), ("NF1", "lowers")]
        assert base.execute("SELECT drug FROM drug_resistance WHERE subject = 'NF1' ORDER BY 1").fetchall() == [
            ("lenvatinib",),
            ("sorafenib",),
        ]
        assert base.execute("SELECT subject, drug FROM disputed ORDER BY 2").fetchall() == [
            ("NF1", "lenvatinib"),
            ("NF1", "sorafenib"),
        ]
        assert base.execute("SELECT count(*) FROM sentences_fts WHERE sentences_fts MATCH 'methylates'").fetchone() == (
            1,
        )
        joined = """
            SELECT count(*), count(DISTINCT t.id) FROM triples t JOIN supports s ON s.triple_id = t.id
            JOIN claims c ON c.id = s.claim_id AND c.subject = t.subject"""
        assert base.execute(joined).fetchone() == (10, 8)
        assert base.execute("SELECT DISTINCT count(*) FROM supports WHERE speaks = 'against'").fetchone() == (2,)
        assert base.execute("SELECT doi, pmid FROM studies").fetchall() == [("10.1234/cited", "30000001")]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_one_line_for_what_is_wrong(run_folder, tmp_path, monkeypatch):
    with pytest.raises(ExportError, match="unknown format 'x'; use one of csv"):
        write(run_folder, "x")
    with pytest.raises(ExportError, match="is no run folder"):
        write(tmp_path, "csv")
    missing = formats.Format("csv", ".csv", "", "", ("no_such_package",))
    monkeypatch.setitem(FORMATS, "csv", missing)
    with pytest.raises(ExportError, match=r"needs no_such_package: pip install 'resistract\[exports\]'"):
        write(run_folder, "csv")


def test_a_failed_export_leaves_nothing(run_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("extract.export.delimited.rows", lambda run: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(ExportError, match="disk full"):
        write(run_folder, "csv", tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


def test_the_command(run_folder, tmp_path):
    listed = CliRunner().invoke(app, ["export", "--list"])
    assert all(name in listed.output for name in FORMATS)
    out = tmp_path / "deep" / "claims.csv"
    done = CliRunner().invoke(app, ["export", str(run_folder), "--to", "csv", "-o", str(out), "--kind", "regimen"])
    assert done.exit_code == 0, done.output
    assert [row["claim"] for row in read(out)] == ["gefitinib combines with lenvatinib"]
    wrong = CliRunner().invoke(app, ["export", str(run_folder), "--to", "csv", "--kind", "nonsense"])
    assert (wrong.exit_code, "unknown kind 'nonsense'" in wrong.output) == (2, True)
    assert CliRunner().invoke(app, ["export"]).exit_code == 2
