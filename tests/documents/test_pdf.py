from __future__ import annotations

import zlib

import pytest

from extract.documents import ReadError, read


def write_pdf(path, pages, *, compress=False):
    """Write a small PDF: each page is a list of (x, y, size, font, text), and of (x0, y0, x1, y1) for strokes.

    Fonts are F1 (roman) and F2 (bold).
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>")
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        strokes = [item for item in page if len(item) == 4]
        lines = [item for item in page if len(item) == 5]
        content = "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in strokes).encode()
        content += "".join(
            f"BT /{font} {size} Tf {x} {y} Td ({text.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
            for x, y, size, font, text in lines
        ).encode("cp1252")
        if compress:
            content = zlib.compress(content)
        extra = b" /Filter /FlateDecode" if compress else b""
        objects.append(b"<< /Length %d%s >>\nstream\n" % (len(content), extra) + content + b"\nendstream")
        number = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            b" /Contents %d 0 R >>" % number
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    path.write_bytes(data)
    return path


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


def test_decompression_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.pdf"
    body = zlib.compress(b"\0" * 400_000_000, 9)
    path.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + body + b"\nendstream\nendobj\n")
    with pytest.raises(ReadError, match="unpacks"):
        read(path)
