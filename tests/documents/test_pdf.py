from __future__ import annotations

import zlib

import pytest
from pdffile import FONTS, show, write_pdf

from extract.documents import ReadError, read
from extract.documents.pdf import guards

LEFT = [
    "Kinase ABC1 restrains the pathway in hepatic",
    "cells, and its loss has been described in many",
    "tumours that grow in the presence of the drug.",
    "When the gene was silenced the cells became re-",
    "sistant to treatment within a week of exposure,",
    "and the effect was lost once it was put back in.",
    "The same was true of a second clone and of the",
    "mice that had been given cells of either clone,",
]
RIGHT = [
    "although fewer animals were used there. None of",
    "the controls changed in the course of the work.",
    "A third line did not respond to the loss at all,",
    "which speaks for another route in such cells and",
    "for caution when the finding is carried over to",
    "patients whose tumours differ in this respect.",
    "Further lines will be needed to settle the case",
    "and to find the gene that stands in for the lost.",
]


def two_columns(number):
    lines = [(50, 780, 8, "F1", f"Doe et al. Annals of Invention 2020, page {number}")]
    if number == 1:
        lines.append((50, 740, 18, "F2", "Loss of a kinase and tolerance of a drug"))
        lines.append((50, 700, 11, "F2", "Introduction"))
    for i, text in enumerate(LEFT):
        lines.append((50, 680 - 12 * i, 10, "F1", text))
        lines.append((320, 680 - 12 * i, 10, "F1", RIGHT[i]))
    return lines


def test_columns_heads_and_hyphens(tmp_path):
    document = read(write_pdf(tmp_path / "two.pdf", [two_columns(1), two_columns(2)]))
    assert document.title == "Loss of a kinase and tolerance of a drug"
    assert "cells became resistant to treatment" in document.clean
    assert "cells of either clone, although fewer animals" in document.clean
    assert "Annals of Invention" not in document.clean
    assert [s.type for s in document.sections] == ["title", "introduction"]
    assert len(document.pages) == 2


def test_every_character_knows_page_and_box(tmp_path):
    document = read(write_pdf(tmp_path / "two.pdf", [two_columns(1), two_columns(2)], compress=True))
    at = document.clean.index("A third line")
    start, end = document.to_source(at, at + len("A third line"))
    (box,) = document.boxes(start, end)
    assert (box.page, document.page(start)) == (1, 1)
    assert box.x0 == pytest.approx(320, abs=1)
    assert box.y0 < 656 < box.y1
    both = document.clean.index("resistant to")
    assert len({b.y0 for b in document.boxes(*document.to_source(both, both + 9))}) == 2


def test_superscript_citation_is_cut_and_kept(tmp_path):
    lines = two_columns(1)
    lines = [line for line in lines if line[4] != LEFT[2]]
    lines.append((50, 656, 10, "F1", "tumours that grow in the presence of a drug."))
    plain = read(write_pdf(tmp_path / "plain.pdf", [lines]))
    at = plain.text.index("presence of a drug.") + len("presence of a drug.")
    lines.append((plain.boxes(at - 1, at)[0].x1, 660, 6, "F1", "1,2"))
    end = [
        (50, 540, 11, "F2", "References"),
        (50, 520, 10, "F1", "1. Doe J. A first study of the kinase. J Inv 2019;1:2."),
    ]
    end.append((50, 508, 10, "F1", "2. Roe R. A second study of the kinase. J Inv 2020;1:2."))
    document = read(write_pdf(tmp_path / "sup.pdf", [lines + end]))
    assert "presence of a drug. When the gene" in document.clean
    assert document.citations[0].keys == ("1", "2")
    assert [r.year for r in document.references] == [2019, 2020]


def test_damaged_and_empty_pdfs_are_refused(tmp_path):
    path = tmp_path / "cut.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj << /Type /Catalog")
    with pytest.raises(ReadError):
        read(path)
    with pytest.raises(ReadError, match="text layer"):
        read(write_pdf(tmp_path / "scan.pdf", [[]]))


@pytest.mark.parametrize("layers", [1, 2])
def test_decompression_bomb_is_refused(tmp_path, layers):
    body = b" " * 400_000_000
    for _ in range(layers):
        body = zlib.compress(body, 9)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter [%s]" % (b"/FlateDecode " * layers)
    path = write_pdf(tmp_path / "bomb.pdf", [["/X1 Do\n"]], objects=[(form, body)])
    with pytest.raises(ReadError, match="unpacks to more than 100 MB"):
        read(path)


def test_locked_pdf_is_refused_with_its_name(tmp_path):
    with pytest.raises(ReadError, match="locked with a password") as caught:
        read(write_pdf(tmp_path / "locked.pdf", [two_columns(1)], password="secret"))  # noqa: S106
    line = str(caught.value)
    assert "locked.pdf" in line
    assert "unlocked copy" in line
    assert "\n" not in line


def test_pdf_that_only_restricts_its_use_is_read(tmp_path):
    document = read(write_pdf(tmp_path / "restricted.pdf", [two_columns(1)], password="", compress=True))
    assert "cells became resistant to treatment" in document.clean


def test_text_outside_the_window_of_a_figure_is_not_read(tmp_path):
    draft = "".join(show(50, 500 - 12 * i, 10, "F1", f"Draft line {i} of the paper as it once was.") for i in range(9))
    figure = b"/Type /XObject /Subtype /Form /BBox [40 480 400 520] /Resources << /Font << /F1 3 0 R >> >>"
    page = [*two_columns(1), "q /X1 Do Q\n", (50, 460, 10, "F1", "A last line that stands below the figure.")]
    text = read(write_pdf(tmp_path / "window.pdf", [page], objects=[(figure, draft.encode())])).text
    assert "Draft line 1" in text
    assert "Draft line 5" not in text
    assert "A last line that stands below" in text


def test_clipped_and_unprinted_text_is_not_read(tmp_path):
    hidden = "q 0 400 600 100 re W n\n" + show(50, 300, 10, "F1", "Clipped away.") + "Q\n"
    unpainted = "BT 3 Tr ET\n" + show(50, 200, 10, "F1", "Never painted.") + "BT 0 Tr ET\n"
    off = (50, 20, 10, "F1", "Below the part of the sheet that is shown.")
    page = [*two_columns(1), "q\n", hidden, unpainted, off, "Q\n", (50, 450, 10, "F1", "In plain sight, all of it.")]
    text = read(write_pdf(tmp_path / "hidden.pdf", [page], page=b"/CropBox [0 40 600 800]")).text
    assert "In plain sight" in text
    for words in ("Clipped", "Never painted", "Below the part"):
        assert words not in text


def test_recognised_text_under_a_scan_is_read(tmp_path):
    page = ["BT 3 Tr ET\n", *two_columns(1)]
    stamp = "BT 0 Tr ET\n" + show(50, 20, 6, "F1", "Downloaded on Monday")
    assert "cells became resistant" in read(write_pdf(tmp_path / "scan.pdf", [[*page, stamp]])).clean


def test_marked_running_heads_are_not_read(tmp_path):
    head = "/Artifact << /Type /Pagination >> BDC\n" + show(50, 770, 8, "F1", "Printed on this page alone") + "EMC\n"
    assert "on this page alone" not in read(write_pdf(tmp_path / "tagged.pdf", [[head, *two_columns(1)]])).text


def test_dois_behind_links(tmp_path):
    entries = ["1. Doe J. A first study of the kinase. J Inv 2019;1:2. [CrossRef]"]
    entries.append("2. Roe R. A second study of the kinase. J Inv 2020;1:2. [CrossRef]")
    page = [*two_columns(1), (50, 540, 11, "F2", "References")]
    page += [(50, 520 - 12 * i, 10, "F1", entry) for i, entry in enumerate(entries)]
    links = b" ".join(
        b"<< /Type /Annot /Subtype /Link /Rect [200 %d 340 %d] /A << /S /URI /URI (http://dx.doi.org/10.1234/%s) >> >>"
        % (518 - 12 * i, 528 - 12 * i, name)
        for i, name in enumerate((b"first%2F1", b"second"))
    )
    document = read(write_pdf(tmp_path / "links.pdf", [page], page=b"/Annots [" + links + b"]"))
    assert [r.doi for r in document.references] == ["10.1234/first/1", "10.1234/second"]


def _printed(tmp_path, font, content):
    page = [*two_columns(1), f"BT /F4 10 Tf 50 450 Td ({content}) Tj ET\n"]
    return read(write_pdf(tmp_path / "font.pdf", [page], fonts=(*FONTS, font))).text.splitlines()


@pytest.mark.parametrize(
    ("name", "encoding", "codes", "printed"),
    [
        ("ABCDEF+AdvP4C4E74", b"<< /Differences [65 /C20 /C0] >>", "AB", "≤−"),
        ("AdvPSSym", b"<< /Differences [1 /C97 /C176] >>", "\\001\\002", "α°"),
        ("AdvP7DA6", b"/WinAnsiEncoding", "m5", "μ="),
        ("MinionPro-Regular", b"<< /Differences [97 /g.sc /s.sc /k.sc] >>", "abc", "GSK"),
        ("Minion-RegularSC", b"/WinAnsiEncoding", "mek", "MEK"),
        ("Times-Roman", b"/WinAnsiEncoding", "mek", "mek"),
        ("MTSYB", b"<< /Differences [3 /prime] >>", "5\\003", "5′"),
    ],
)
def test_fonts_that_print_something_else(tmp_path, name, encoding, codes, printed):
    widths = b"/FirstChar 0 /LastChar 255 /Widths [" + b"500 " * 256 + b"]"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /" + name.encode() + b" /Encoding " + encoding + widths + b" >>"
    assert printed in _printed(tmp_path, font, codes)


def test_space_drawn_back_over_is_no_space(tmp_path):
    lines = two_columns(1)
    broken = "BT /F1 10 Tf 50 450 Td [(There was no haema ) 250 (topoietic cell to be seen there.)] TJ ET\n"
    assert "haematopoietic cell" in read(write_pdf(tmp_path / "tight.pdf", [[*lines, broken]])).clean


def column(lines, x, top, font="F1", size=10, step=12):
    return [(x, top - step * i, size, font, text) for i, text in enumerate(lines)]


def test_heading_set_apart_by_space_alone(tmp_path):
    page = [
        (50, 740, 18, "F2", "Loss of a kinase and tolerance of a drug"),
        (50, 700, 11, "F2", "Methods"),
        *column([*LEFT[:7], "mice that had been given cells of either clone."], 50, 680),
        (50, 566, 10, "F1", "Cells and culture"),
        *column([*LEFT[:7], "mice that had been given cells of either clone."], 50, 542),
    ]
    document = read(write_pdf(tmp_path / "apart.pdf", [page]))
    assert [s.title for s in document.sections][1:] == ["Methods", "Cells and culture"]


def test_numbered_heading_runs_into_a_species_name(tmp_path):
    page = [
        (50, 740, 18, "F2", "Loss of a kinase and tolerance of a drug"),
        (50, 700, 11, "F2", "3. Results"),
        (50, 680, 10, "F3", "3.1. Salvia inventa. Salvia inventa"),
        (204, 680, 10, "F1", "holds much of it, as was"),
        *column(LEFT, 50, 668),
    ]
    document = read(write_pdf(tmp_path / "species.pdf", [page]))
    assert [s.title for s in document.sections][1:] == ["Results", "3.1. Salvia inventa"] or [
        s.title for s in document.sections
    ][1:] == ["3. Results", "3.1. Salvia inventa"]
    assert "Salvia inventa holds much" in document.clean


def test_notes_in_the_margin_do_not_cut_lines(tmp_path):
    notes = [f"Department of Invention {n}," for n in "ABCDEFGHIJKLMNOP"]
    page = [
        (50, 740, 18, "F2", "Loss of a kinase and tolerance of a drug"),
        (50, 700, 11, "F2", "Introduction"),
        *column(LEFT + RIGHT, 50, 680),
        *column(notes, 330, 684, size=6.5, step=9),
    ]
    clean = read(write_pdf(tmp_path / "margin.pdf", [page, page])).clean
    assert "the cells became resistant to treatment within a week of exposure, and the effect" in clean


def test_reviews_behind_the_paper_are_not_read(tmp_path):
    page = [
        *two_columns(1),
        (50, 540, 11, "F2", "References"),
        (50, 520, 10, "F1", "1. Doe J. A first study of the kinase. J Inv 2019;1:2."),
        (50, 508, 10, "F1", "2. Roe R. A second study of the kinase. J Inv 2020;1:2."),
        (50, 470, 11, "F2", "Open Peer Review"),
        (50, 450, 10, "F1", "I do not believe that the kinase restrains anything in these cells, and the"),
        (50, 438, 10, "F1", "authors should say so in the title and in the abstract of the revised paper."),
    ]
    document = read(write_pdf(tmp_path / "reviewed.pdf", [page]))
    assert "I do not believe" not in document.clean
    assert len(document.references) == 2


def test_list_of_references_goes_on_beside_the_back_matter(tmp_path):
    def entries(first, last, x, top):
        lines = []
        for i, n in enumerate(range(first, last)):
            lines.append((x, top - 20 * i, 8, "F1", f"Doe, J., and Roe, R. (20{n}). A study of the kinase in"))
            lines.append((x + 10, top - 20 * i - 10, 8, "F1", f"a liver that grows. J. Invention 3, {n}-{n + 2}."))
        return lines

    left = [*column(LEFT[:4], 50, 780), (50, 700, 11, "F2", "References"), *entries(10, 20, 50, 680)]
    right = [(320, 780, 11, "F2", "Funding"), *column(RIGHT, 320, 768), *entries(20, 30, 320, 650)]
    pages = [
        *(two_columns(n) for n in range(1, 9)),
        [*left, *right],
        [*entries(30, 40, 50, 700), *entries(40, 50, 320, 700)],
    ]
    document = read(write_pdf(tmp_path / "beside.pdf", pages))
    assert [r.year for r in document.references] == list(range(2010, 2050))


def test_short_last_line_over_both_columns(tmp_path):
    wide = (
        "Kinase ABC1 restrains the pathway in hepatic cells, and its loss has been described in many tumours by a few"
    )
    page = [
        (50, 760, 18, "F2", "Loss of a kinase and tolerance of a drug"),
        (50, 740, 11, "F2", "Abstract"),
        (50, 726, 10, "F1", wide),
        (50, 714, 10, "F1", wide),
        (50, 702, 10, "F1", "groups of authors."),
        *((x, y - 30, size, font, text) for x, y, size, font, text in two_columns(2)[1:]),
    ]
    clean = read(write_pdf(tmp_path / "wide.pdf", [page, two_columns(2), two_columns(3)])).clean
    assert "in many tumours by a few groups of authors." in clean


def test_accents_printed_as_glyphs_of_their_own(tmp_path):
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Accents /Encoding << /Differences [1 /uni0301] >>"
    font += b" /FirstChar 0 /LastChar 255 /Widths [" + b"0 " * 256 + b"] >>"
    page = [*two_columns(1), (50, 450, 10, "F1", "Zolar was the first to see it in these cells, and")]
    page.append("BT /F4 10 Tf 68.2 450.3 Td (\\001) Tj ET\n")
    text = read(write_pdf(tmp_path / "accents.pdf", [page], fonts=(*FONTS, font))).text
    assert "Zola\u0301r" in text


def test_a_damaged_stream_is_unpacked_as_far_as_its_checksum() -> None:
    text = b"Loss of A activates B. " * 50_000
    packed = zlib.compress(text)
    assert guards.salvage(packed[:-4]) == text
    assert guards.salvage(packed[:-2] + b"??") == text
    assert guards.salvage(packed + b"?" * 3_000_000) == text  # what follows its end is nothing
    assert text.startswith(guards.salvage(packed[: len(packed) // 2]))
    with pytest.raises(zlib.error):
        guards.salvage(packed[:40] + b"\xff" * 40 + packed[80:])
