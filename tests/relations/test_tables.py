from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims.spelled import Spelled, aligned, in_words, spelled, unbracketed
from extract.claims.tables import table_triples
from extract.documents import read_string
from extract.language.load import annotate


@pytest.fixture(scope="module")
def nlp():
    from extract import load

    return load()


PARTS = st.lists(
    st.text("abcβ-1 ", min_size=1, max_size=8).filter(lambda s: s.strip() == s and s[-1] != "-"), min_size=1
)


@given(parts=PARTS, hyphens=st.lists(st.booleans(), min_size=20, max_size=20))
def test_broken_lines_of_a_cell_arealigned(parts, hyphens):
    """Every character of the joined text leads to itself in the broken one."""
    text, source = parts[0], parts[0]
    for part, hyphen in zip(parts[1:], hyphens, strict=False):
        joined = hyphen and text[-1].isalpha() and part[0].isalpha()
        text += part if joined else " " + part
        source += ("-\n" if joined else "\n") + part
    places = aligned(text, source)
    assert places is not None
    assert all(
        source[place] == char or (char == " " and source[place] == "\n")
        for place, char in zip(places, text, strict=True)
    )
    assert places == sorted(set(places))


def test_changed_text_is_notaligned():
    assert aligned("signaling", "signalling") is None
    assert aligned("longer than", "longer") is None


def table(header, *rows):
    lines = ["| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *rows)]
    return read_string("# Results\n\nTable 1. Genes.\n\n" + "\n".join(lines) + "\n", doc_id="t", format="markdown")


def found(nlp, document):
    return {(t.subject.text, t.predicate, t.object.text) for t in table_triples(nlp, document)}


@pytest.mark.slow
def test_the_subject_stands_left_of_its_clause(nlp):
    assert found(nlp, table(["Drug", "Mechanism"], ["Sorafenib", "Inhibits VEGFR2"])) == {
        ("Sorafenib", "inhibits", "VEGFR2")
    }
    assert not found(nlp, table(["Model", "Mechanism", "Drug"], ["EGFR", "Inhibits apoptosis", "Sorafenib"]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "change, kept", [("↑", True), ("Up-regulated", True), ("–", True), ("↓", False), ("lost", False)]
)
def test_a_lowered_subject_makes_no_claim(nlp, change, kept):
    document = table(["lncRNA", "Change", "Mechanism"], ["MALAT1", change, "Increases SIRT1"])
    assert found(nlp, document) == ({("MALAT1", "upregulates", "SIRT1")} if kept else set())


def test_a_row_names_the_study_of_its_reference_column(nlp):
    text = (
        "# RNAs and drugs\n\n## Results\n\nTwo RNAs are known [1,2].\n\nTable 1. RNAs\n\n"
        "| RNA | Target or partner | Ref. |\n|---|---|---|\n| miR-34a | SIRT1 | 2 |\n| HOTAIR | miR-217 | 1,2 |\n\n"
        "## References\n\n1. Doe A. A study of one thing. J Things. 2019;1:2. doi:10.1234/one\n"
        "2. Roe B. A study of another thing. J Things. 2020;2:3. doi:10.1234/two\n"
    )
    rows = table_triples(nlp, read_string(text, doc_id="rnas", format="markdown"))
    studies = {
        (triple.subject.text, triple.predicate, triple.object.text): [c.doi for c in triple.evidence.citations]
        for triple in rows
    }
    assert studies[("miR-34a", "targets", "SIRT1")] == ["10.1234/two"]
    assert studies[("HOTAIR", "targets", "miR-217")] == ["10.1234/one", "10.1234/two"]


@pytest.mark.slow
def test_abbreviations_are_those_of_the_tables_notes_and_of_the_text(nlp):
    text = (
        "# Results\n\nHepatic arterial infusion chemotherapy (HAIC) was added.\n\n"
        "Table 1. Regimens. LEN, lenvatinib; PEM, pembrolizumab.\n\n"
        "| Regimen | n |\n|---|---|\n| LEN + PEM + HAIC vs LEN | 12 |\n"
    )
    document = read_string(text, doc_id="t", format="markdown")
    (triple,) = table_triples(nlp, document, annotate(nlp, document))
    assert {triple.subject.norm, triple.object.norm} == {"lenvatinib", "pembrolizumab"}
    assert {triple.subject.text, triple.object.text} == {"LEN", "PEM"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "caption, claim",
    [
        ("Genes that drive sorafenib resistance", ("promotes", "resistance", 1)),
        ("Genes associated with sorafenib resistance", ("associated_with", "resistance", 1)),
        ("Genes modulating the response to sorafenib", ("regulates", "sensitivity", 0)),
        ("Genes and sorafenib", None),
    ],
)
def test_a_caption_says_what_its_rows_do(nlp, caption, claim):
    text = f"# R\n\nTable 1. {caption}.\n\n| Gene | Expression |\n|---|---|\n| EGFR | high |\n| All | |\n"
    found = table_triples(nlp, read_string(text, doc_id="t", format="markdown"))
    said = [(t.predicate, t.object.direction, t.sign) for t in found]
    assert said == ([claim] if claim else [])
    for triple in found:
        assert [drug.norm for drug in triple.object.drugs] == ["sorafenib"]
        assert triple.subject.state == "up"
        assert triple.evidence.sentence.startswith(f"{caption} | EGFR")


@pytest.mark.slow
def test_a_column_of_drugs_says_which_response_is_meant(nlp):
    text = (
        "# R\n\nTable 1. MicroRNAs involved in drug resistance.\n\n| miRNA | Change | Drug |\n|---|---|---|\n"
        "| miR-21 | ↑ | cisplatin |\n| miR-7 | ↓ | sorafenib, gefitinib |\n"
    )
    found = table_triples(nlp, read_string(text, doc_id="t", format="markdown"))
    assert [(t.subject.norm, t.sign, [drug.norm for drug in t.object.drugs]) for t in found] == [
        ("miR-21", 1, ["cisplatin"]),
        ("miR-7", -1, ["sorafenib", "gefitinib"]),
    ]


@pytest.mark.slow
def test_remedies_act_on_the_resistance_of_their_caption(nlp):
    text = (
        "# R\n\nTable 1. Agents overcoming lenvatinib resistance.\n\n| Agent | Model |\n|---|---|\n"
        "| elacridar; EGFR inhibitors | HCC cells |\n"
    )
    found = table_triples(nlp, read_string(text, doc_id="t", format="markdown"))
    assert {(t.subject.norm, t.subject.state, t.sign) for t in found} == {
        ("elacridar", "none", -1),
        ("EGFR", "down", 1),
    }


@pytest.mark.slow
def test_a_clause_may_be_a_noun_of_change_or_an_arrow_but_no_mere_name(nlp):
    rows = [["MALAT1", "AKT activation; less ferroptosis"], ["HOTAIR", "SIRT1 up, PTEN down"], ["NEAT1", "Autophagy"]]
    document = table(["lncRNA", "Mechanism"], *rows)
    assert {(t.subject.norm, t.object.norm, t.sign) for t in table_triples(nlp, document)} == {
        ("MALAT1", "AKT", 1),
        ("MALAT1", "ferroptosis", -1),
        ("HOTAIR", "SIRT1", 1),
        ("HOTAIR", "PTEN", -1),
    }


@pytest.mark.slow
def test_a_study_is_named_by_author_and_year_or_number_and_goes_on_in_blank_rows(nlp):
    text = (
        "# RNAs and drugs\n\n## Results\n\nTwo RNAs are known [1,2].\n\nTable 1. RNAs\n\n"
        "| First author | Year | RNA | Target | PMID |\n|---|---|---|---|---|\n"
        "| Roe B et al | 2020 | miR-34a | SIRT1 | |\n| | | HOTAIR | miR-217 | |\n"
        "| Doe A et al ¹ | | MALAT1 | miR-1 | |\n"
        "| | | NEAT1 | miR-7 | 31234567 |\n\n"
        "## References\n\n1. Doe A. A study of one thing. J Things. 2019;1:2. doi:10.1234/one\n"
        "2. Roe B. A study of another thing. J Things. 2020;2:3. doi:10.1234/two\n"
    )
    found = table_triples(nlp, read_string(text, doc_id="rnas", format="markdown"))
    assert {t.subject.text: [c.doi or c.pmid for c in t.evidence.citations] for t in found} == {
        "miR-34a": ["10.1234/two"],
        "HOTAIR": ["10.1234/two"],
        "MALAT1": ["10.1234/one"],
        "NEAT1": ["31234567"],
    }


def test_what_is_spelled_out_leads_back_to_what_stands_there():
    text = spelled(Spelled.of("LEN + PEM (x)"), {"LEN": "lenvatinib", "PEM": "pembrolizumab"})
    assert text.text == "lenvatinib + pembrolizumab (x)"
    at = text.text.index("pembro")
    assert text.span(at, at + len("pembrolizumab")) == (6, 9)
    assert [part.text for part in unbracketed(text).parts(r"\+")] == ["lenvatinib", "pembrolizumab"]
    assert in_words(Spelled.of("SIRT1↑")).text == in_words(Spelled.of("SIRT1 up")).text == "increased SIRT1"
    assert in_words(Spelled.of("↓ PTEN")).text == "reduced PTEN"
