from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims.tables import _aligned, table_triples
from extract.documents import read_string


@pytest.fixture(scope="module")
def nlp():
    from extract import load

    return load()


PARTS = st.lists(
    st.text("abcβ-1 ", min_size=1, max_size=8).filter(lambda s: s.strip() == s and s[-1] != "-"), min_size=1
)


@given(parts=PARTS, hyphens=st.lists(st.booleans(), min_size=20, max_size=20))
def test_broken_lines_of_a_cell_are_aligned(parts, hyphens):
    """Every character of the joined text leads to itself in the broken one."""
    text, source = parts[0], parts[0]
    for part, hyphen in zip(parts[1:], hyphens, strict=False):
        joined = hyphen and text[-1].isalpha() and part[0].isalpha()
        text += part if joined else " " + part
        source += ("-\n" if joined else "\n") + part
    places = _aligned(text, source)
    assert places is not None
    assert all(
        source[place] == char or (char == " " and source[place] == "\n")
        for place, char in zip(places, text, strict=True)
    )
    assert places == sorted(set(places))


def test_changed_text_is_not_aligned():
    assert _aligned("signaling", "signalling") is None
    assert _aligned("longer than", "longer") is None


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
    assert not found(nlp, table(["Driver", "Mechanism", "Drug"], ["EGFR", "Inhibits apoptosis", "Sorafenib"]))


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
