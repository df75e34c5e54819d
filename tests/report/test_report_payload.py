import json

import pytest
from report_runs import DOI, HOSTILE, Paper, hostile_paper, small_paper, write_papers
from typer.testing import CliRunner

from extract.cli import app
from extract.report import ReportError, write_report
from extract.report.page import bundle, embedded, page
from extract.report.passages import Passages, drug_places
from extract.report.payload import COLUMNS, payload
from extract.report.placing import place
from extract.schema import Evidence, Named, Section


def rows(data, table):
    return [dict(zip(data["columns"][table], row, strict=True)) for row in data[table]]


@pytest.fixture
def run(tmp_path):
    return write_papers(tmp_path / "run", [small_paper()])


def test_rows_have_a_value_for_each_column(run):
    data = payload(run)
    assert data["columns"] == COLUMNS
    for table in COLUMNS:
        assert rows(data, table)


def test_marks_stand_where_the_sentence_has_them(run):
    data = payload(run)
    sentences, mentions = rows(data, "sentences"), rows(data, "mentions")
    for triple in rows(data, "triples"):
        text = sentences[triple["sentence"]]["text"]
        for side in (triple["subject"], triple["object"], *triple["via"]):
            mention = mentions[side]
            assert text[mention["from"] : mention["to"]] == mention["text"]
        for word, _, _, start, end in triple["trace"]:
            assert text[start:end] == word


def test_claims_carry_both_sides(run):
    data = payload(run)
    entities = rows(data, "entities")
    claim = next(c for c in rows(data, "claims") if entities[c["subject"]]["name"] == "METTL1" and c["sign"] == 1)
    assert (len(claim["support"]), len(claim["counter"])) == (1, 1)
    assert rows(data, "studies")[0]["doi"] == DOI


def test_a_response_to_several_drugs_is_a_claim_for_each(tmp_path):
    paper = Paper("several")
    said = paper.sentence("METTL1 raises resistance to lenvatinib and sorafenib.")
    both = (Named(norm="lenvatinib", curie="chebi:85994"), Named(norm="sorafenib", curie="chebi:50924"))
    response = paper.response(said, "resistance to lenvatinib and sorafenib", drugs=both)
    paper.claim(said, paper.mention(said, "METTL1"), "promotes", response, "raises")
    data = payload(write_papers(tmp_path / "run", [paper]))
    entities, mentions = rows(data, "entities"), rows(data, "mentions")
    assert {entities[claim["object"]]["name"] for claim in rows(data, "claims")} == {
        "lenvatinib resistance",
        "sorafenib resistance",
    }
    (triple,) = rows(data, "triples")
    whole = entities[mentions[triple["object"]]["entity"]]
    assert [data["drugs"][drug][1] for drug in whole["drugs"]] == ["lenvatinib", "sorafenib"]


def test_a_response_without_a_drug_takes_that_of_its_passage(run):
    data = payload(run)
    about = [triple["about"] for triple in rows(data, "triples")]
    assert [data["drugs"][drug][1] for drug in about if drug is not None] == ["lenvatinib"]
    assert about[:3] == [None] * 3


def test_passages_prefer_the_section_and_leave_ties_open():
    sections = {
        "d": [Section(title="A", type="body", start=0, end=50), Section(title="B", type="body", start=50, end=99)]
    }
    passages = Passages(
        drug_places([("d", 60, "b"), ("d", 5, "a"), ("d", 7, "a"), ("e", 1, "a"), ("e", 2, "b")]), sections
    )
    assert passages.drug("d", 10) == "a"
    assert passages.drug("d", 80) == "b"
    assert passages.drug("e", 5) is None
    assert passages.drug("other", 5) is None
    assert Passages(drug_places([("d", 5, "a")]), sections).drug("d", 80) == "a"


@pytest.mark.parametrize(
    ("source", "sentence", "text", "nth", "expected"),
    [
        ("AKT binds AKT", "AKT binds AKT", "AKT", 1, (10, 13)),
        ("the lenva-\ntinib arm", "the lenvatinib arm", "lenva-\ntinib", 0, (4, 14)),
        ("anti-\nPD-1 drug", "anti-PD-1 drug", "anti-\nPD-1", 0, (0, 9)),
        ("TNF\nα and 𝛃", "TNF α and 𝛃", "𝛃", 0, (10, 12)),
        ("𝛃 and AKT", "𝛃 and AKT", "AKT", 0, (7, 10)),
        ("<i>AKT</i> [1] AKT", "AKT AKT", "AKT", 1, (4, 7)),
        ("&#945; here", "α here", "&#945;", 0, None),
    ],
)
def test_places_in_cleaned_sentences(source, sentence, text, nth, expected):
    start = -1
    for _ in range(nth + 1):
        start = source.index(text, start + 1)
    evidence = Evidence(text=source, sentence=sentence, start=100, end=100 + len(source))
    assert place(evidence, text, 100 + start) == expected


def test_places_outside_the_sentence_are_none():
    evidence = Evidence(text="AKT", sentence="AKT", start=10, end=13)
    assert place(evidence, "AKT", 2) is None


def test_what_stands_around_a_sentence_is_its_paragraph(tmp_path):
    paper = Paper("p")
    paper.text = "Other paragraph.\n\nBefore it. "
    evidence = paper.sentence("ITGB8 promotes lenvatinib resistance.")
    paper.text += "After it.\n\nNot this."
    paper.claim(
        evidence,
        paper.mention(evidence, "ITGB8"),
        "promotes",
        paper.response(evidence, "lenvatinib resistance"),
        "promotes",
    )
    (sentence,) = rows(payload(write_papers(tmp_path / "run", [paper])), "sentences")
    assert (sentence["before"], sentence["after"]) == ("Before it.", "After it.")


def test_data_cannot_end_its_element(tmp_path):
    text = page(payload(write_papers(tmp_path / "run", [hostile_paper()])))
    assert text.count("</script>") == 6
    assert "<img" not in text.split('id="data">')[1].split("</script>")[0]
    held = embedded({"text": HOSTILE + "\u2028"})
    assert "<" not in held
    assert "\u2028" not in held
    assert json.loads(held) == {"text": HOSTILE + "\u2028"}


def test_the_page_asks_nothing_of_the_network(run):
    text = page(payload(run))
    policy = text.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert "default-src &#39;none&#39;" in policy
    assert "http" not in policy
    assert '<link rel="stylesheet' not in text
    assert " src=" not in text.split("<body")[1].split('<script type="application/json"')[0]


def test_modules_are_put_in_order():
    script = bundle("main")
    assert script.index("const from_dom") < script.index("const from_parts") < script.index("const from_main")
    assert "\nimport " not in script
    assert "\nexport " not in script


def test_command(run, tmp_path):
    result = CliRunner().invoke(app, ["report", str(run)])
    assert result.exit_code == 0, result.output
    assert (run / "report.html").read_text().startswith("<!DOCTYPE html>")
    result = CliRunner().invoke(app, ["report", str(tmp_path / "none"), "-o", str(tmp_path / "x.html")])
    assert result.exit_code == 2
    assert "not the output folder" in result.output
    assert CliRunner().invoke(app, ["report", str(run), "-o", "x.pdf"]).exit_code == 2


def test_pages_are_the_same_for_the_same_run(run, tmp_path):
    for name in ("a.html", "b.html"):
        write_report(run, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_damaged_runs_are_named(run):
    (run / "triples.jsonl").write_text("{}\n")
    with pytest.raises(ReportError, match=r"triples.jsonl, line 1"):
        write_report(run, run / "report.html")
