from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_pdf import LEFT, RIGHT, write_pdf

from extract.documents import read
from extract.documents.pdf.glyphs import Stroke, Style
from extract.documents.pdf.grid import grids_of
from extract.documents.pdf.lines import Line
from extract.documents.pdf.ruling import Level, Upright, levels, turned, uprights
from extract.documents.pdf.strips import Part

HEADER = ["Gene", "Change", "Effect on the cells", "Study"]
ROWS = [
    ["ABC1", "lost", "Faster growth", "4"],
    ["ABC2", "raised", "Tolerance of the drug", "5, 6"],
    ["ABC3", "raised", "None", "7"],
    ["ABC4", "lost", "Slower growth", "8"],
]
XS = [50, 140, 230, 420]


def cells(rows, xs, top, step=14, size=8, font="F1"):
    """Set rows of cells at the given xs; a cell with line ends runs over several lines, 9 points apart."""
    out = []
    for row in rows:
        deepest = 1
        for x, cell in zip(xs, row, strict=True):
            for number, line in enumerate(cell.split("\n") if cell else []):
                out.append((x, top - 9 * number, size, font, line))
                deepest = max(deepest, number + 1)
        top -= step + 9 * (deepest - 1)
    return out


def columns_of_text(top, count=8):
    out = []
    for i in range(count):
        out.append((50, top - 12 * i, 10, "F1", LEFT[i]))
        out.append((320, top - 12 * i, 10, "F1", RIGHT[i]))
    return out


def page(*, foot=True):
    """Return a page of two columns of text under a title and a full-width table, with a rule at its foot."""
    out = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Genes of an invented pathway.")]
    out += [(50, 732, 550, 732), (50, 716, 550, 716), (50, 640, 550, 640)]
    out += cells([HEADER], XS, 721, font="F2") + cells(ROWS, XS, 706)
    out += columns_of_text(600)
    if foot:
        out += [(50, 60, 550, 60)]
    return out


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_table_over_two_columns_of_text(tmp_path):
    document = read(write_pdf(tmp_path / "t.pdf", [page(), [*columns_of_text(700), (50, 60, 550, 60)]]))
    (table,) = document.tables
    assert (table.label, table.caption) == ("Table 1", "Table 1. Genes of an invented pathway.")
    assert [cell.text for cell in table.header] == HEADER
    assert texts(table) == ROWS
    assert "cells became resistant to treatment" in document.clean
    assert "cells of either clone, although fewer animals" in document.clean
    assert "Faster growth" not in document.clean


def test_cells_know_text_page_and_box(tmp_path):
    document = read(write_pdf(tmp_path / "t.pdf", [columns_of_text(700), page()]))
    cell = document.tables[0].rows[1][2]
    assert document.text[cell.start : cell.end] == cell.text == "Tolerance of the drug"
    assert document.page(cell.start) == 2
    (box,) = document.boxes(cell.start, cell.end)
    assert (box.page, box.x0) == (2, pytest.approx(230, abs=1))
    assert box.y0 < 692 < box.y1


def test_wrapped_cells_stay_in_their_row(tmp_path):
    rows = [
        ["ABC1", "lost", "Faster growth of the\ncells in the presence\nof the drug", "4"],
        ["ABC2, a\nkinase", "raised", "Tolerance of the\ndrug", "5, 6"],
        ["ABC3", "raised", "None", "7"],
    ]
    lines = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Genes of an invented pathway.")]
    lines += [(50, 732, 350, 732), (50, 716, 350, 716), (50, 630, 350, 630)]
    xs = [50, 120, 190, 320]
    lines += cells([HEADER], xs, 721, font="F2") + cells(rows, xs, 706) + columns_of_text(600)
    document = read(write_pdf(tmp_path / "t.pdf", [lines, columns_of_text(700)]))
    (table,) = document.tables
    assert texts(table) == [[cell.replace("\n", " ") for cell in row] for row in rows]
    assert len(document.boxes(table.rows[0][2].start, table.rows[0][2].end)) == 3


def test_table_without_rules_in_one_column(tmp_path):
    rows = [[f"ABC{i}", str(3 * i + 1), "lost" if i % 2 else "raised"] for i in range(1, 7)]
    lines = [(50, 700, 8, "F2", "Table 2. Counts of the genes.")]
    lines += cells([["Gene", "Count", "Change"], *rows], [50, 130, 200], 684, step=10)
    lines += [(320, 700 - 12 * i, 10, "F1", text) for i, text in enumerate((RIGHT * 3)[:20])]
    lines += [(50, 580 - 12 * i, 10, "F1", text) for i, text in enumerate(LEFT)]
    document = read(write_pdf(tmp_path / "t.pdf", [lines, columns_of_text(700)]))
    (table,) = document.tables
    assert texts(table) == rows
    assert "although fewer animals were used there. None of the controls" in document.clean
    assert "in hepatic cells, and its loss has been described" in document.clean


def test_table_goes_on_over_the_page(tmp_path):
    again = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Cont.")]
    again += [(50, 732, 550, 732), (50, 716, 550, 716), (50, 670, 550, 670)]
    more = [["ABC5", "lost", "None", "9"], ["ABC6", "lost", "Death", "10"]]
    again += cells([HEADER], XS, 721, font="F2") + cells(more, XS, 706) + columns_of_text(640)
    document = read(write_pdf(tmp_path / "t.pdf", [page(), again]))
    (table,) = document.tables
    assert texts(table) == ROWS + more
    assert [document.page(row[0].start) for row in table.rows] == [1, 1, 1, 1, 2, 2]
    assert "Cont" not in document.clean


def test_caption_below_its_table(tmp_path):
    lines = [(50, 732, 550, 732), (50, 716, 550, 716), (50, 650, 550, 650)]
    lines += cells([HEADER], XS, 721, font="F2") + cells(ROWS, XS, 706)
    lines += [(50, 636, 10, "F2", "Table 1."), (95, 636, 10, "F1", "Genes of an invented pathway.")]
    document = read(write_pdf(tmp_path / "t.pdf", [lines + columns_of_text(590), columns_of_text(700)]))
    assert [texts(table) for table in document.tables] == [ROWS]


def test_headings_over_several_columns(tmp_path):
    lines = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Counts of an invented trial.")]
    lines += [(50, 732, 450, 732), (145, 716, 285, 716), (295, 716, 450, 716), (50, 700, 450, 700), (50, 640, 450, 640)]
    lines += [(200, 721, 8, "F2", "Men"), (350, 721, 8, "F2", "Women")]
    xs = [50, 150, 230, 300, 390]
    rows = [[f"Centre {i}", *(str(10 * i + j) for j in range(4))] for i in range(1, 5)]
    lines += cells([["Place", "Drug", "None", "Drug", "None"]], xs, 705, font="F2") + cells(rows, xs, 690)
    document = read(write_pdf(tmp_path / "t.pdf", [lines + columns_of_text(600), columns_of_text(700)]))
    (table,) = document.tables
    assert [cell.text for cell in table.header] == ["Place", "Men Drug", "Men None", "Women Drug", "Women None"]
    assert texts(table) == rows


def test_notes_and_text_are_not_rows(tmp_path):
    lines = page()
    lines += [
        (
            50,
            630,
            7,
            "F1",
            "Changes are those of the cells that grew in the presence of the drug, for all the genes of the",
        )
    ]
    lines += [(50, 622, 7, "F1", "pathway. * Found in a single study.")]
    document = read(write_pdf(tmp_path / "t.pdf", [lines, columns_of_text(700)]))
    assert texts(document.tables[0]) == ROWS


@pytest.mark.parametrize("words", ["Table 1 shows what was found in the cells", "Table 1). None of them was changed"])
def test_a_sentence_is_no_caption(tmp_path, words):
    lines = columns_of_text(700)
    lines[6] = (50, 664, 10, "F1", words)
    document = read(write_pdf(tmp_path / "t.pdf", [lines, columns_of_text(700)]))
    assert document.tables == ()
    assert "and the effect was lost once it was put back in." in document.clean


def test_caption_of_a_picture_takes_no_text(tmp_path):
    lines = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Genes of an invented pathway.")]
    document = read(write_pdf(tmp_path / "t.pdf", [lines + columns_of_text(600), columns_of_text(700)]))
    assert document.tables == ()
    assert "cells of either clone, although fewer animals" in document.clean


# --- rules ----------------------------------------------------------------------------------------------------------


def test_strokes_make_rules():
    strokes = [
        Stroke(50, 700, 120, 700.5),
        Stroke(120, 700, 300, 700),
        Stroke(50, 600, 52, 600),
        Stroke(90, 600, 90, 700),
    ]
    (level,) = levels(strokes)
    assert level.spans == ((50, 300),)
    assert level.joints == (120,)
    assert level.pieces == [(50, 120), (120, 300)]
    assert level.share(50, 550) == pytest.approx(0.5)
    assert uprights(strokes) == [Upright(90, 600, 700)]


def test_turned_page():
    (stroke,) = turned([Stroke(100, 50, 100, 250)], (0.0, 1.0), 0, 500)
    assert (stroke.x0, stroke.y0, stroke.x1, stroke.y1) == pytest.approx((50, 400, 250, 400))


# --- grids ----------------------------------------------------------------------------------------------------------


def printed(x, y, text, size=8.0, *, bold=False):
    edges = [x]
    for char in text:
        edges.append(edges[-1] + (0.25 if char == " " else 0.5) * size)
    return Line(text, edges, y, size, 1, spans=[(0, len(text), Style("F", bold, False))])


WORD = st.text("abcdefgh", min_size=1, max_size=6)
CELL = st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3)


@given(data=st.data())
@settings(max_examples=100, deadline=None, phases=[p for p in Phase if p != Phase.shrink])
def test_any_table_set_with_space_is_read_back(data):
    """Rows set apart by more than a line, columns by more than a space, come back cell for cell.

    All lines of a cell but the last are full, as wrapped lines are.
    """
    count = data.draw(st.integers(2, 5))
    cell = st.tuples(st.integers(0, 2), WORD).map(lambda pair: ["aaaaaa bbbbbb"] * pair[0] + [pair[1]])
    rows = data.draw(st.lists(st.tuples(WORD.map(lambda word: [word]), *[cell] * (count - 1)), min_size=4, max_size=9))
    lines, y = [printed(100 * c, 800, f"Head{c}", bold=True) for c in range(count)], 780.0
    for row in rows:
        deepest = max(len(cell) for cell in row)
        for column, cell in enumerate(row):
            lines += [printed(100 * column, y - 9 * i, text) for i, text in enumerate(cell)]
        y -= 9 * deepest + 9
    rules = [Level(812, ((0, 500),)), Level(792, ((0, 500),)), Level(y, ((0, 500),))]
    (grid,) = grids_of([Part(lines, 0, 500, rules, [])])
    assert grid.header == 1
    assert [[cell.text for cell in row] for row in grid.rows[1:]] == [[" ".join(cell) for cell in row] for row in rows]


@given(data=st.data())
@settings(max_examples=100, deadline=None, phases=[p for p in Phase if p != Phase.shrink])
def test_any_ruled_table_is_read_back(data):
    """Between rules on all sides, cells need no more than a space between them, and may be empty."""
    count = data.draw(st.integers(2, 4))
    cell = st.one_of(st.just([]), CELL)
    rows = data.draw(st.lists(st.tuples(CELL, *[cell] * (count - 1)), min_size=2, max_size=6))
    head = [[f"h{c}"] for c in range(count)]
    right = 90.0 * count
    lines, strokes, y = [], [Stroke(0, 800, right, 800)], 800.0
    for row in [head, *rows]:
        for column, texts in enumerate(row):
            lines += [printed(90 * column + 3, y - 9 - 9 * i, text) for i, text in enumerate(texts)]
        y -= 9 * max(len(texts) for texts in row) + 3
        strokes.append(Stroke(0, y, right, y))
    strokes += [Stroke(90 * column, y, 90 * column, 800) for column in range(count + 1)]
    (grid,) = grids_of([Part(lines, 0, right, levels(strokes), uprights(strokes))])
    got = [[cell.text if cell else "" for cell in row] for row in grid.rows]
    assert got[grid.header - 1 :][: len(rows) + 1][-len(rows) :] == [[" ".join(texts) for texts in row] for row in rows]


def test_cells_set_to_the_middle_of_their_row():
    """Labels at half the height of a cell of two lines belong to it, though rows are no further apart than lines."""
    lines = [printed(100 * c, 800, name, bold=True) for c, name in enumerate(("Gene", "Change", "Study"))]
    y, rows = 780.0, []
    for number in range(6):
        rows.append([f"ABC{number}", "lost", f"[{number}1, {number}2, {number}4]" if number % 2 else f"[{number}9]"])
        if number % 2:
            lines += [printed(200, y, f"[{number}1, {number}2,"), printed(200, y - 9, f"{number}4]")]
            y -= 4.5
        lines += [printed(0, y, f"ABC{number}"), printed(100, y, "lost")]
        lines += [] if number % 2 else [printed(200, y, f"[{number}9]")]
        y -= 13.5 if number % 2 else 9
    rules = [Level(812, ((0, 300),)), Level(792, ((0, 300),)), Level(y, ((0, 300),))]
    (grid,) = grids_of([Part(lines, 0, 300, rules, [])])
    assert [[cell.text for cell in row] for row in grid.rows[1:]] == rows


def test_parts_of_one_table_share_their_columns():
    """A column without a cell on one page is known from the other."""

    def part(rows):
        lines = [printed(100 * c, 800, name, bold=True) for c, name in enumerate(("One", "Two", "Three"))]
        lines += [
            printed(100 * c, 780 - 12 * r, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text
        ]
        return Part(lines, 0, 300, [Level(812, ((0, 300),)), Level(792, ((0, 300),)), Level(700, ((0, 300),))], [])

    full, sparse = [["a", "b", "c"]] * 4, [["a", "", "c"]] * 4
    grids = grids_of([part(full), part(sparse)])
    assert [grid.columns for grid in grids] == [3, 3]
    assert grids[1].rows[1][1] is None


def test_dots_that_lead_to_the_next_column_are_no_text(tmp_path):
    items = page()
    dots = ". " * 20
    led = [(x, y, size, font, f"{text} {dots}" if text in ("ABC1", "ABC3") else text) for x, y, size, font, text in
           (item for item in items if len(item) == 5)]  # fmt: skip
    table = read(write_pdf(tmp_path / "a.pdf", [led + [item for item in items if len(item) == 4]])).tables[0]
    assert [row[0] for row in texts(table)] == ["ABC1", "ABC2", "ABC3", "ABC4"]


def test_two_rows_of_many_lines_are_told_by_the_white_between_them(tmp_path):
    label = "\n".join
    rows = [
        ["ABC1", "lost", label(["Aims.", "To see", "Findings.", "Growth", "Meaning.", "Faster"]), "4"],
        ["ABC2", "raised", label(["Aims.", "To ask", "Findings.", "Death", "Meaning.", "Slower"]), "5"],
    ]
    items = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Genes of an invented pathway.")]
    items += [(50, 732, 550, 732), (50, 716, 550, 716), (50, 560, 550, 560)]
    items += cells([HEADER], XS, 721, font="F2") + cells(rows, XS, 706, step=24) + columns_of_text(500)
    table = read(write_pdf(tmp_path / "a.pdf", [items])).tables[0]
    assert [[row[0], row[3]] for row in texts(table)] == [["ABC1", "4"], ["ABC2", "5"]]


def test_columns_that_only_first_lines_fill_tell_the_rows(tmp_path):
    rows = [
        ["ABC1", "lost", "Growth fell\nCells lived", "4"],
        ["ABC2", "raised", "Growth rose\nNo deaths", "5"],
        ["ABC3", "raised", "None\nBut slower\nDivision", "7"],
        ["ABC4", "lost", "Death\nAll cells", "8"],
    ]
    items = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Genes of an invented pathway.")]
    items += [(50, 732, 550, 732), (50, 716, 550, 716), (50, 570, 550, 570)]
    items += cells([HEADER], XS, 721, font="F2") + cells(rows, XS, 706, step=9) + columns_of_text(500)
    table = read(write_pdf(tmp_path / "a.pdf", [items])).tables[0]
    assert [(row[0], row[3]) for row in texts(table)] == [
        (f"ABC{n}", m) for n, m in ((1, "4"), (2, "5"), (3, "7"), (4, "8"))
    ]


def test_a_table_goes_on_under_the_room_of_its_header(tmp_path):
    more = [[f"ABC{n}", "lost", "Slower growth", str(n)] for n in range(5, 10)]
    second = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Continued")]
    second += cells(more, XS, 710) + columns_of_text(500)
    document = read(write_pdf(tmp_path / "a.pdf", [page(), second]))
    assert [row[0] for row in texts(document.tables[0])] == [f"ABC{n}" for n in range(1, 10)]


def shade(x0, y0, x1, y1):
    return f"0.8 g {x0} {y0} {x1 - x0} {y1 - y0} re f 0 g\n"


def test_shaded_cells_tell_rows_and_columns(tmp_path):
    lines = [
        shade(50, 650, 150, 698), shade(150, 650, 550, 698), shade(50, 600, 150, 640), shade(150, 600, 350, 640),
        shade(350, 600, 550, 640), shade(50, 560, 150, 590), shade(150, 560, 350, 590), shade(350, 560, 550, 590),
        (50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "What was done, and to which end."),
        (50, 732, 550, 732), (50, 716, 550, 716), (50, 540, 550, 540),
        *cells([["Stage", "First step", "Second step"]], [55, 155, 355], 721, font="F2"),
        (155, 706, 8, "F1", "Nothing at all"), (355, 706, 8, "F1", "Rest"), (55, 706, 8, "F1", "Before"),
        (155, 688, 8, "F1", "Cells were plated, and what was then given to them was left to the"),
        (155, 674, 8, "F1", "Choice of those who had plated them"), (55, 660, 8, "F1", "During"),
        *cells([["After", "Cells were\nCounted", "Cells were\nFrozen"]], [55, 155, 355], 625),
        *cells([["Later", "Thawed", "Plated"]], [55, 155, 355], 575),
    ]  # fmt: skip
    (table,) = read(write_pdf(tmp_path / "t.pdf", [[*lines, *columns_of_text(500)]])).tables
    assert [cell.text for cell in table.header] == ["Stage", "First step", "Second step"]
    long = "Cells were plated, and what was then given to them was left to the Choice of those who had plated them"
    assert [[" ".join(cell.split()) for cell in row] for row in texts(table)] == [
        ["Before", "Nothing at all", "Rest"],
        ["During", long, long],
        ["After", "Cells were Counted", "Cells were Frozen"],
        ["Later", "Thawed", "Plated"],
    ]  # fmt: skip


def test_a_last_row_that_no_rule_ends(tmp_path):
    rows = [
        ["ABC1", "lost in all\nthe lines", "Faster growth\nat first", "4"],
        ["ABC2", "raised in\nsome lines", "None that\nwas seen", "7"],
    ]
    lines = [(50, 745, 10, "F2", "Table 1."), (95, 745, 10, "F1", "Genes of an invented pathway.")]
    lines += [(50, 732, 550, 732), (50, 716, 550, 716), (50, 690, 550, 690)]
    lines += cells([HEADER], XS, 721, font="F2") + cells(rows, XS, 706, step=20)
    (table,) = read(write_pdf(tmp_path / "t.pdf", [[*lines, *columns_of_text(600), (50, 60, 550, 60)]])).tables
    assert [row[0].text for row in table.rows] == ["ABC1", "ABC2"]


def test_powers_hardly_smaller_than_their_line(tmp_path):
    lines = [
        (50, 700, 7, "F1", "Each plate held 10"),
        (102, 702.5, 6, "F1", "8"),
        (108, 700, 7, "F1", "cells of a line."),
    ]
    document = read(write_pdf(tmp_path / "t.pdf", [[*lines, *columns_of_text(600)]]))
    assert "Each plate held 108 cells of a line." in document.text
