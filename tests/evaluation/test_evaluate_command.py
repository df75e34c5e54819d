"""The commands from end to end, with the model."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli import app
from extract.evaluation.gold import read_gold

ANNOTATIONS = Path(__file__).parents[2] / "annotations"
DOCUMENTS = ("01-egfr-pak2-erk5-gefitinib", "05-nf1-dusp9-trametinib")


def invoke(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def gold(tmp_path):
    """Two documents of the bundled gold that name their sources."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for doc_id in DOCUMENTS:
        shutil.copy(ANNOTATIONS / "bundled" / f"{doc_id}.jsonl", folder)
    return folder


@pytest.mark.slow
def test_evaluate_writes_every_report(gold, tmp_path):
    sources = ANNOTATIONS.parent / "corpus" / "synopses"
    files = {name: tmp_path / f"report.{name}" for name in ("json", "html", "markdown")}
    options = [option for name, path in files.items() for option in (f"--{name}", path)]
    result = invoke("evaluate", "--gold", gold, "--sources", sources, *options)
    assert result.exit_code == 0, result.output
    report = json.loads(files["json"].read_text())
    sentences = sum(len(document.sentences) for document in read_gold(gold))
    assert len(report["sentences"]) == sentences
    assert all(sentence["read"] for sentence in report["sentences"])
    assert {sentence["section"] for sentence in report["sentences"]} > {"results"}
    assert report["given"]["mentions_relaxed"]["f1"] > 0.99
    assert "signed** (headline)" in files["markdown"].read_text()
    assert files["html"].read_text().startswith("<!DOCTYPE html>")

    again = invoke("evaluate", "--gold", gold, "--sources", sources, "--against", files["json"])
    assert again.exit_code == 0
    assert f"{sentences} sentences in both: 0 better, 0 worse" in again.output


@pytest.mark.slow
def test_a_run_scores_as_the_pipeline_does(gold, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    for doc_id in DOCUMENTS:
        shutil.copy(ANNOTATIONS.parent / "corpus" / "synopses" / f"{doc_id}.txt", sources)
    assert invoke("run", sources, "-o", tmp_path / "out", "-j", 1, "-q").exit_code == 0
    reports = []
    for name, options in (("run", ["--run", tmp_path / "out"]), ("live", ["--sources", sources])):
        path = tmp_path / f"{name}.json"
        assert invoke("evaluate", "--gold", gold, *options, "--json", path).exit_code == 0
        reports.append(json.loads(path.read_text()))
    assert reports[0]["found"] == reports[1]["found"]
    assert reports[0]["sentences"] == reports[1]["sentences"]

    sheet = tmp_path / "sheet.csv"
    assert invoke("review", tmp_path / "out", "-o", sheet).exit_code == 0
    assert invoke("review", "--apply", sheet).exit_code == 2, "no verdicts yet"


@pytest.mark.slow
def test_the_same_claims_are_scored_from_the_pdf_as_from_its_text(tmp_path):
    found = []
    for name, options in (("pdf", []), ("text", ["--sources", ANNOTATIONS / "reviews"])):
        path = tmp_path / f"{name}.json"
        assert invoke("evaluate", "--gold", ANNOTATIONS / "reviews", *options, "--json", path).exit_code == 0
        found.append(json.loads(path.read_text())["found"])
    pdf, text = found
    assert text["signed"]["gold"] == pdf["signed"]["gold"]
    assert pdf["outcomes"]["gold"]["not read"] == 0
    for level in ("pair", "signed", "strict"):
        assert abs(pdf[level]["matched"] - text[level]["matched"]) <= 3
        assert abs(pdf[level]["system"] - text[level]["system"]) <= 6


@pytest.mark.slow
def test_sentences_by_themselves(gold):
    result = invoke("evaluate", "--gold", gold, "--sentences", "--given", "mentions")
    assert result.exit_code == 0
    assert "mentions, overlapping span and same type" in result.output


@pytest.mark.slow
def test_gold_whose_text_is_elsewhere():
    result = invoke("evaluate", "--gold", ANNOTATIONS / "published")
    assert result.exit_code == 2
    assert "--sources" in result.output


def test_errors_are_one_line(tmp_path):
    for arguments in (
        ["evaluate", "--gold", tmp_path / "none"],
        ["evaluate", "--gold", ANNOTATIONS / "bundled", "--run", tmp_path],
        ["evaluate", "--against", tmp_path / "none.json"],
        ["agreement", tmp_path / "a", tmp_path / "b"],
        ["review", tmp_path, "-o", tmp_path / "sheet.csv"],
        ["review"],
        ["gold", "validate", tmp_path],
        ["gold", "from-brat", tmp_path, "-o", tmp_path / "out"],
    ):
        result = invoke(*arguments)
        assert result.exit_code == 2, arguments
        assert result.output.count("\n") == 1, result.output
        assert result.output.startswith("resistract: ")


def test_bundled_gold_is_valid():
    result = invoke("gold", "validate", ANNOTATIONS)
    assert result.exit_code == 0, result.output
    assert " 0 errors" in result.output


def test_published_gold_holds_no_sentences():
    for document in read_gold(ANNOTATIONS / "published"):
        assert document.sha256
        for sentence in document.sentences:
            assert sentence.text is None
            quotes = (sentence.starts, sentence.ends, *(q for m in sentence.entities for q in (m.prefix, m.suffix)))
            assert all(len(quote.split()) <= 4 for quote in quotes)


def test_brat_there_and_back(tmp_path):
    assert invoke("gold", "to-brat", ANNOTATIONS / "reviews", "-o", tmp_path / "brat").exit_code == 0
    assert invoke("gold", "from-brat", tmp_path / "brat", "-o", tmp_path / "back").exit_code == 0
    before, after = read_gold(ANNOTATIONS / "reviews"), read_gold(tmp_path / "back")
    assert [document.sentences for document in before] == [document.sentences for document in after]
    result = invoke("agreement", ANNOTATIONS / "reviews", tmp_path / "brat", "--json", tmp_path / "a.json")
    assert result.exit_code == 0
    assert json.loads((tmp_path / "a.json").read_text())["disagreements"] == []


def test_standoff_of_a_folder(tmp_path):
    assert invoke("gold", "standoff", ANNOTATIONS / "bundled", "-o", tmp_path / "out").exit_code == 0
    assert not any(document.has_text for document in read_gold(tmp_path / "out"))


@pytest.mark.slow
def test_a_document_that_cannot_be_read_counts_as_lost(gold, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    shutil.copy(ANNOTATIONS.parent / "corpus" / "synopses" / f"{DOCUMENTS[0]}.txt", sources)
    (sources / f"{DOCUMENTS[1]}.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    path = tmp_path / "report.json"
    result = invoke("evaluate", "--gold", gold, "--sources", sources, "--json", path)
    assert result.exit_code == 0, result.output
    report = json.loads(path.read_text())
    lost = read_gold(gold)[1]
    assert report["found"]["outcomes"]["gold"]["not read"] == sum(len(s.relations) for s in lost.sentences)
    assert "not read" in report["skipped"][DOCUMENTS[1]]
