import pytest

from extract.documents import identity, read
from extract.documents.pdf import about


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("PMC5550001.txt", "pmcid", "PMC5550001"),
        ("paper_pmc5550001_v2.txt", "pmcid", "PMC5550001"),
        ("pubmed_28418444.txt", "pmid", "28418444"),
        ("PMID-28418444.txt", "pmid", "28418444"),
        ("28418444.txt", "pmid", "28418444"),
        ("20230401.report.txt", "pmid", None),
        ("10.1371_journal.pone.0000217.txt", "doi", "10.1371/journal.pone.0000217"),
    ],
)
def test_file_names_say_what_a_text_is(tmp_path, name, field, value):
    path = tmp_path / name
    path.write_text("Loss of ABC1 raises XYZ.")
    assert getattr(read(path).paper, field) == value


def test_a_text_that_prints_one_pmcid_has_it_and_one_that_prints_two_has_none(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nPMCID: PMC5550001  PMID: 28418444\n\nLoss of ABC1 raises XYZ.")
    assert (read(path).pmcid, read(path).pmid) == ("PMC5550001", "28418444")
    path.write_text("Loss of ABC1 raises XYZ.\n\nPMCID: PMC5550001\n\nPMCID: PMC5550002")
    assert read(path).pmcid is None


def test_bioc_tells_pmid_from_pmcid():
    front = {
        "article-id_pmc": "5550001",
        "article-id_pmid": "123",
        "name_0": "surname:Doe;given-names:Jane",
        "year": "2019",
    }
    found = identity.of_bioc([front, {"type": "ref", "year": "1999"}], "5550001")
    assert (found["pmid"], found["pmcid"], found["authors"], found["year"]) == ("123", "PMC5550001", ("Doe J",), 2019)
    assert identity.of_bioc([{}], "28418444")["pmid"] == "28418444"


def test_medline_citation():
    fields = {"AU": ["Doe J"], "JT": ["Journal of Inventions"], "DP": ["2019 Jan"], "PMC": ["PMC5550001"]}
    assert identity.of_medline(fields) == {
        "pmcid": "PMC5550001",
        "authors": ("Doe J",),
        "journal": "Journal of Inventions",
        "year": 2019,
    }


def test_people_of_a_pdf():
    assert about.people("Jane Q. Doe, Richard Roe and Edgar van den Poe MD") == ("Doe JQ", "Roe R", "van den Poe E")
    assert about.people(("Jane Doe", "Richard Roe")) == ("Doe J", "Roe R")
    assert about.people("bilal") == about.people("") == ()


def test_metadata_of_a_pdf(tmp_path):
    fields = b"/Title (A study of ABC1 and what it does to XYZ) /Author (Jane Doe, Richard Roe)"
    subject = b"/Subject (Journal of Examples, 2019, doi:10.1234/xyz)"
    pdf = (
        b"%%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n2 0 obj <<%s %s>> endobj\ntrailer <</Root 1 0 R /Info 2 0 R>>\n"
    )
    data = pdf % (fields, subject)
    text = "A study of ABC1 and what it does to XYZ\n\nJane Doe and Richard Roe"
    assert about.about(data, text) == {
        "doi": "10.1234/xyz",
        "authors": ("Doe J", "Roe R"),
        "journal": "Journal of Examples",
        "year": 2019,
    }
    assert "authors" not in about.about(data, "Another title altogether")
    assert about.about(b"%PDF-broken", "") == {}
