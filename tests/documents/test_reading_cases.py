"""Small files of many kinds that are read rightly, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdffile import write_pdf

from extract.documents import Document, ReadError, read, read_string
from extract.documents.assemble import MAX_SECTIONS
from extract.documents.jats import MAX_CELLS
from extract.documents.pdf.guards import MAX_CODES, plain_font

CASES = Path(__file__).parent / "cases"


def case(name: str) -> Document:
    return read(CASES / name)


def types(document: Document) -> dict[str, str]:
    return {section.title: section.type for section in document.sections}


@pytest.mark.parametrize(
    ("name", "kept", "dropped"),
    [
        ("registration.md", ["YAP1 upregulates AXL."], []),
        (
            "disclosure_box.md",
            ["YAP1 upregulates AXL.", "Silencing of YAP1 reverses erlotinib resistance."],
            ["deny any conflict", "MET activates AKT"],
        ),
        (
            "abstract_without_p.xml",
            ["AXL promotes erlotinib resistance.", "MET activates AKT.", "KRAS activates ERK."],
            [],
        ),
        ("cr.txt", ["Results\n\nYAP1 silencing reverses erlotinib resistance.", "TGF-β1 activates SMAD3."], ["re-"]),
        (
            "bioc_section_infons.json",
            ["YAP1 silencing reverses erlotinib resistance.", "AXL promotes erlotinib resistance."],
            ["MET activates AKT."],
        ),
        (
            "docling.md",
            ["YAP1 silencing reverses erlotinib resistance.", "P < 0.05 for HLA_A."],
            ["image", "formula", "&lt;"],
        ),
        (
            "pymupdf4llm.md",
            ["YAP1 silencing reverses erlotinib resistance.", "MYC- activates CCND1."],
            ["KRAS activates ERK", "picture", "~~", "[["],
        ),
        (
            "pubtator3_export.json",
            ["YAP1 silencing reverses erlotinib resistance. YAP1 upregulates AXL."],
            ["MET activates AKT"],
        ),
        (
            "disclosure_box.pdf",
            [
                "AXL promotes resistance to erlotinib in the cells of this study.",
                "YAP1 upregulates AXL in cells. Silencing of YAP1 reverses the resistance to erlotinib in all",
                "SOX2 promotes cisplatin resistance",
            ],
            ["deny any conflict", "not funded"],
        ),
        ("europepmc_search.json", ["Silencing of YAP1 reverses erlotinib resistance."], ["<", "authorString"]),
        ("utf16le.txt", ["YAP1"], ["\0"]),
        ("wrapped72.txt", ["AXL"], []),
        ("blocks.xml", ["AXL"], []),
    ],
)
def test_what_is_mined(name: str, kept: list[str], dropped: list[str]) -> None:
    clean = case(name).clean
    assert [text for text in kept if text not in clean] == []
    assert [text for text in dropped if text in clean] == []


@pytest.mark.parametrize(
    ("name", "title", "kind"),
    [
        ("registration.md", "Registration", "methods"),
        ("disclosure_box.md", "Disclosure", "back"),
        ("cr.txt", "Abstract", "abstract"),
        ("bioc_section_infons.json", "Results", "results"),
        ("docling.md", "Abstract", "abstract"),
        ("pubtator3_export.json", "Silencing", "results"),
    ],
)
def test_types_of_sections(name: str, title: str, kind: str) -> None:
    assert types(case(name))[title] == kind


def test_what_follows_a_box_belongs_to_the_section_the_box_stands_in() -> None:
    document = case("disclosure_box.md")
    assert document.section_at(document.text.index("Silencing")).title == "Introduction"
    assert document.section_at(document.text.index("The authors deny")).title == "Disclosure"


def test_offsets_of_old_line_ends_are_those_of_the_file() -> None:
    document = case("cr.txt")
    assert len(document.text) == len((CASES / "cr.txt").read_bytes().decode())
    at = document.clean.index("YAP1 silencing")
    start, end = document.to_source(at, at + 14)
    assert document.text[start:end] == "YAP1 silencing"


def test_letter_spaced_captions_find_their_table() -> None:
    (table,) = case("letterspaced_table_caption.pdf").tables
    assert "Drugs and their targets" in table.caption
    assert [[cell.text for cell in row] for row in (table.header, *table.rows)] == [
        ["Gene", "Drug", "Effect"],
        ["EGFR", "gefitinib", "inhibited"],
        ["ALK", "crizotinib", "inhibited"],
        ["MET", "capmatinib", "inhibited"],
    ]


def test_the_first_cell_of_a_row_of_pipes_may_be_empty() -> None:
    (table,) = case("docling.md").tables
    assert [cell.text for cell in table.header] == ["", "Gene", "Effect"]


def test_references_made_of_parts_are_printed_apart() -> None:
    (reference,) = case("structured_mixed_citation.xml").references
    assert reference.text.startswith("Abe KL, Beck M. Drug resistance in cells. J Cell X. 2001")


def test_a_formula_in_tex_alone_is_read() -> None:
    xml = (
        "<article><body><p>Loss of <inline-formula><tex-math>\\begin{document}$\\alpha$-catenin\\end{document}"
        "</tex-math></inline-formula> rose.</p></body></article>"
    )
    assert "Loss of α-catenin rose." in read_string(xml, doc_id="a", format="jats").clean


def test_a_paper_most_of_which_was_left_out_says_so() -> None:
    text = "# Title\n\n## Introduction\n\nAXL matters.\n\n## Supplementary figures\n\n" + "YAP1 upregulates AXL. " * 40
    (warning,) = read_string(text, doc_id="a", format="markdown").warnings
    assert "% of the running text was left out" in warning
    assert case("registration.md").warnings == ()


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    page = [(50, 700 - 14 * n, 10, "F1", "YAP1 upregulates AXL in the cells of the lung.") for n in range(20)]
    (warning,) = read(write_pdf(tmp_path / "a.pdf", [page, [], [], page])).warnings
    assert warning.startswith("2 of 4 pages hold no text (page 2, 3)")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("bioc_off.xml", "gaps of more than"),
        ("docs_int.json", "no list of passages"),
        ("xxe16.xml", "other files"),
        ("parent_regex_hang.xml", "broken"),
        ("flate3x.pdf", "unpacks to more than 100 MB"),
        ("lenloop.pdf", "no text layer"),
        ("Wbomb.pdf", "fonts do not tell"),
    ],
)
def test_what_is_refused_is_refused_by_name(name: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        case(name)


@pytest.mark.parametrize("name", ["offstr.json", "ref.json", "surr.json", "span3.xml", "rootself.pdf"])
def test_what_is_odd_is_read_all_the_same(name: str) -> None:
    document = case(name)
    assert "Loss of DUSP9 activates ERK signaling" in document.clean
    document.text.encode()


def test_too_many_sections_are_refused() -> None:
    with pytest.raises(ReadError, match="sections"):
        read_string("# A\n\n" * (MAX_SECTIONS + 2), doc_id="a", format="markdown")


def test_a_table_that_spans_too_much_is_left_out_and_told() -> None:
    row = "<tr>" + "<td colspan='50' rowspan='50'>x</td>" * 40 + "</tr>"
    xml = f"<article><body><p>AXL grew.</p><table-wrap><table>{row * 40}</table></table-wrap></body></article>"
    document = read_string(xml, doc_id="a", format="jats")
    assert document.tables == ()
    assert f"{MAX_CELLS:,}" in document.warnings[0]


@pytest.mark.parametrize("mark", [">", ",", "(", "([", "A"])
def test_words_are_never_longer_than_a_tokenizer_bears(mark: str) -> None:
    document = read_string(f"AXL grew. {mark * 20_000} MET fell.", doc_id="a")
    assert max(map(len, document.clean.split())) <= 1000
    at = document.clean.index("MET fell")
    assert document.text[slice(*document.to_source(at, at + 8))] == "MET fell"


def test_ranges_of_fonts_are_bounded() -> None:
    loop: list[object] = [5]
    loop.append(loop)
    spec = {"W": [0, 4_000_000_000, 500, 7, loop], "Widths": [loop, 4], "W2": ["x"] * 9}
    plain = plain_font(spec)
    assert plain["W"] == [0, 65535, 500, 7, [5, 0]]
    assert plain["Widths"] == [0, 4]
    assert len(list(plain_font({"W": [0, 65535, 1] * 9000})["W"])) <= 3 * (MAX_CODES // 65536)


def test_references_in_three_columns_of_small_type_are_read_column_by_column(tmp_path: Path) -> None:
    body = [(50, 740, 12, "F2", "Discussion")]
    body += [
        (50, 700 - 13 * n, 10, "F1", "YAP1 upregulates AXL in the cells of the lung and of the liver, too.")
        for n in range(45)
    ]
    page = [(50, 760, 12, "F2", "References")]
    for number in range(39):
        column, row = divmod(number, 13)
        x, y = 50 + 180 * column, 740 - 36 * row - 5 * column
        page.append((x, y, 7.5, "F1", f"{number + 1}. Abe K, Beck L. {1980 + number} The growth of"))
        page.append((x + 10, y - 10, 7.5, "F1", f"cells of kind {number + 1} in the liver and lung of"))
        page.append((x + 10, y - 20, 7.5, "F1", f"mice and of people. J. Cells {number + 1}, 12-18."))
    document = read(write_pdf(tmp_path / "a.pdf", [body, page]))
    assert [reference.label for reference in document.references] == [str(number) for number in range(1, 40)]
    assert all(f"cells of kind {reference.label} in" in reference.text for reference in document.references)
