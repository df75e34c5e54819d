from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents import ReadError, read, read_string

PAPER = """Loss of ABC1 and tolerance of drugazole

Background

Kinase ABC1 restrains the XYZ pathway in hepatic cells, and its loss has been seen in
tumours that no longer respond to drug-
azole [1,2].

Results

Silencing of ABC1 raised non-
CSC survival in drugazole [2-3]. Reading of the EGFR-
TKI arm continues.

Funding

The Foundation for Invented Research paid for ABC1 reagents.

References

1. Doe J, Roe R. A first study of ABC1 in cells. J Invented Res. 2019;3:1-9. doi:10.1234/jir.2019.001
2. Poe E. A second study of ABC1 in mice. J Invented Res. 2020;4:1-9. PMID: 12345678
3. Moe A, Noe B. A third look at the XYZ pathway. Ann Fict. 2021;1:5. doi:10.1234/af.2021.77
"""


@pytest.fixture
def paper():
    return read_string(PAPER, doc_id="paper")


def test_sections_and_title(paper):
    assert paper.title == "Loss of ABC1 and tolerance of drugazole"
    assert [(s.title, s.type) for s in paper.sections[1:]] == [
        ("Background", "introduction"), ("Results", "results"), ("Funding", "back"), ("References", "references"),
    ]  # fmt: skip


def test_clean_text_is_joined_and_unmarked(paper):
    assert "no longer respond to drugazole." in paper.clean
    assert "non-CSC survival in drugazole." in paper.clean
    assert "EGFR-TKI arm" in paper.clean
    assert "Foundation" not in paper.clean
    assert "Roe" not in paper.clean


def test_clean_leads_back(paper):
    at = paper.clean.index("non-CSC survival")
    start, end = paper.to_source(at, at + len("non-CSC survival"))
    assert paper.text[start:end] == "non-\nCSC survival"
    assert paper.to_clean(start, end) == (at, at + len("non-CSC survival"))


def test_references_and_citations(paper):
    assert [r.key for r in paper.references] == ["1", "2", "3"]
    assert paper.references[0].doi == "10.1234/jir.2019.001"
    assert paper.references[1].pmid == "12345678"
    assert paper.references[2].title == "A third look at the XYZ pathway"
    start = paper.text.index("Silencing")
    end = paper.text.index(" [2-3]")
    assert [c.label for c in paper.citations_in(start, end)] == ["2", "3"]


def test_section_at_is_the_innermost(paper):
    assert paper.section_at(paper.text.index("Silencing")).title == "Results"


def test_author_year_citations_resolve_and_leave_the_sentence():
    text = PAPER.replace("[1,2]", "(Doe and Roe, 2019)").replace(" [2-3]", " (Poe, 2020; Moe and Noe, 2021)")
    text = text.replace("1. Doe", "Doe").replace("2. Poe", "Poe").replace("3. Moe", "Moe")
    document = read_string(text, doc_id="named")
    assert "respond to drugazole." in document.clean
    keys = {k for m in document.citations for k in m.keys}
    assert keys == {r.key for r in document.references}


def test_superscripts_after_a_full_stop():
    text = PAPER.replace(" [1,2].", ".^{1,2} Cells with Ca^{2+} were fed.").replace(" [2-3].", ".³")
    document = read_string(text, doc_id="raised")
    assert "respond to drugazole. Cells with Ca2+ were fed." in document.clean
    start = document.text.index("Kinase")
    assert [c.label for c in document.citations_in(start, document.text.index(".^{1,2}") + 1)] == ["1", "2"]


def test_markdown_markup_is_taken_out():
    text = (
        "# A study of *ABC1*\n\n## 1. Introduction\n\nThe $\\beta$-arrestin arm of **ABC1** drives growth"
        ' [\\[1,](#p-1)[2\\]](#p-2), see Figure [3](#p-3).\n\n## References\n\n- <span id="p-1"></span>1. Doe, J. A'
        " first study of this. *J. Inv.* **2019**, *3*, 1. [\\[CrossRef\\]](https://doi.org/10.1234/a1)\n- <span"
        ' id="p-2"></span>2. Roe, R. A second study of that. *J. Inv.* **2020**, *4*, 1.\n'
    )
    document = read_string(text, doc_id="md", format="markdown")
    assert "The β-arrestin arm of ABC1 drives growth, see Figure 3." in document.clean
    assert document.title == "A study of ABC1"
    assert document.citations[0].keys == ("1", "2")
    assert document.references[0].doi == "10.1234/a1"


def test_structured_abstract_has_headings():
    text = (
        "ABC1 in resistance.\n\nBACKGROUND: Little is known. METHODS: We silenced ABC1. RESULTS: Growth fell in ten"
        " lines.\n"
    )
    document = read_string(text, doc_id="abs")
    assert [document.clean[b.start : b.end] for b in document.blocks if b.kind == "heading"] == [
        "BACKGROUND",
        "METHODS",
        "RESULTS",
    ]
    assert "Growth fell in ten lines." in document.clean


def test_a_tabbed_table_is_a_record():
    text = (
        "Title of the work\n\nIntroduction\n\nSome text stands here for the reader.\n\nTable 1."
        " Drivers\n\nGene\tPathway\nABC1\tXYZ\nABC2\tQRS\n"
    )
    table = read_string(text, doc_id="t").tables[0]
    assert [c.text for c in table.header] == ["Gene", "Pathway"]
    assert [[c.text for c in row] for row in table.rows] == [["ABC1", "XYZ"], ["ABC2", "QRS"]]
    assert table.label == "Table 1"
    cell = table.rows[1][0]
    assert text[cell.start : cell.end] == "ABC2"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB1.,[]()^{}$*#_-\n\t|βé²ﬁ ", min_size=1, max_size=200).filter(str.strip))
def test_any_text_is_read_and_leads_back(text):
    document = read_string(text, doc_id="any")
    for block in document.blocks:
        low, high = document.to_source(block.start, block.end)
        assert 0 <= low <= high <= len(text)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Naïve cells grew.".encode("cp1252"), "Naïve"),
        ("Naïve cells grew.".encode("utf-16"), "Naïve"),
        (b"\xef\xbb\xbfPlain cells grew.", "Plain"),
    ],
)
def test_encodings(tmp_path, data, expected):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert expected in read(path).clean


def test_empty_missing_and_binary_files(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"  \n")
    binary = tmp_path / "binary.txt"
    binary.write_bytes(bytes(range(256)) * 20)
    for path, words in (
        (empty, "empty"),
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "not a file"),
        (binary, "(binary|not text)"),
    ):
        with pytest.raises(ReadError, match=words) as caught:
            read(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_line_of_column_names_above_rows_of_studies_is_no_heading():
    text = """A title of this short review

Introduction

Several studies have looked at the kinase in the liver and at what it does there.

Table 1 Studies of the kinase

Ref. Year Drug given Outcome seen

Doe et al[3] 2012 Drugamib Growth restored
Roe et al[4] 2013 Drugamib Growth lost

Conclusion

There is more to be learnt about the kinase and about its part in the liver.
"""
    document = read_string(text, doc_id="x")
    assert [s.title for s in document.sections] == ["A title of this short review", "Introduction", "Conclusion"]
    (table,) = document.tables
    assert [cell.text for cell in table.header] == ["Ref.", "Year", "Drug given", "Outcome seen"]
    assert [cell.text for cell in table.rows[1]] == ["Roe et al[4]", "2013", "Drugamib", "Growth lost"]
