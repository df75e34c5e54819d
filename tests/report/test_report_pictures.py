import hashlib
import time

import pytest
from pdffile import one_page
from report_runs import boxed_paper, write_papers

from extract.report import pictures, write_report
from extract.report.payload import payload
from extract.report.pictures import picture, same_file, wanted

TEXT = "METTL1 acts: METTL1 promotes lenvatinib resistance."


@pytest.fixture
def paper(tmp_path):
    file, box = one_page(tmp_path / "paper.pdf", TEXT)
    return boxed_paper("paper", TEXT, 1, [box]), file


def entry(file):
    return {"file": str(file), "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def test_words_are_found_in_the_boxes_of_their_sentence(paper):
    made, file = paper
    found = picture(wanted(made.triples, file))
    (shown,) = found.pictures
    assert shown.data[:4] == b"RIFF"
    assert (shown.width, shown.height, shown.left, shown.bottom) == (600, 800, 0, 0)
    (triple,) = made.triples
    subject = found.places[triple.subject.start, triple.subject.end]
    object_ = found.places[triple.object.start, triple.object.end]
    assert len(subject) == len(object_) == 1
    (page, x0, y0, x1, y1) = subject[0]
    assert page == 1
    assert 58 <= x0 < x1 < object_[0][1]
    assert 595 <= y0 < y1 <= 612


def test_cropped_pages_say_where_they_lie(tmp_path):
    file, box = one_page(tmp_path / "paper.pdf", TEXT, page=b"/CropBox [50 100 550 700] ")
    (shown,) = picture(wanted(boxed_paper("paper", TEXT, 1, [box]).triples, file)).pictures
    assert (shown.width, shown.height, shown.left, shown.bottom) == (500, 600, 50, 100)


def test_pages_that_the_file_does_not_have_are_left_out(tmp_path):
    file, box = one_page(tmp_path / "paper.pdf", TEXT)
    assert picture(wanted(boxed_paper("paper", TEXT, 7, [box]).triples, file)).pictures == []


def test_pictures_beside_and_embedded(paper, tmp_path):
    made, file = paper
    run = write_papers(tmp_path / "run", [made], files={"paper": entry(file)})
    assert write_report(run, tmp_path / "one.html")["pictures"] == 1
    assert "data:image/webp;base64," in (tmp_path / "one.html").read_text()
    assert write_report(run, tmp_path / "two words.html", pages="beside")["pictures"] == 1
    assert "two%20words_files/paper-p1.webp" in (tmp_path / "two words.html").read_text()
    assert (tmp_path / "two words_files" / "paper-p1.webp").is_file()
    assert write_report(run, tmp_path / "three.html", pages="none")["pictures"] == 0


def test_files_that_changed_or_are_no_pdf_are_named(paper, tmp_path):
    made, file = paper
    run = write_papers(tmp_path / "run", [made], files={"paper": entry(file)})
    file.write_bytes(b"%PDF-1.4 no longer")
    assert not same_file(file, "0")
    reasons = write_report(run, tmp_path / "one.html")["unpictured"]
    assert "has changed since" in reasons["paper"]
    run = write_papers(tmp_path / "again", [made], files={"paper": entry(file)})
    reasons = write_report(run, tmp_path / "one.html")["unpictured"]
    assert "could not be drawn" in reasons["paper"]


def endless(document):
    """Stand for a document whose pages take for ever; here, so that the drawing process can import it."""
    time.sleep(600)


def test_endless_pages_cost_only_their_pictures(paper, tmp_path, monkeypatch):
    made, file = paper
    monkeypatch.setattr(pictures, "SECONDS", 0.2)
    monkeypatch.setattr(pictures, "picture", endless)
    run = write_papers(tmp_path / "run", [made], files={"paper": entry(file)})
    counts = write_report(run, tmp_path / "one.html")
    assert (counts["claims"], counts["pictures"]) == (1, 0)
    assert "longer than" in counts["unpictured"]["paper"]


def test_places_reach_the_mentions(paper, tmp_path):
    made, _ = paper
    run = write_papers(tmp_path / "run", [made])
    (triple,) = made.triples
    places = {"paper": {(triple.subject.start, triple.subject.end): [(1, 2.0, 3.0, 4.0, 5.0)]}}
    data = payload(run, places=places)
    at = data["columns"]["mentions"].index("boxes")
    assert [row[at] for row in data["mentions"]] == [[(1, 2.0, 3.0, 4.0, 5.0)], []]
