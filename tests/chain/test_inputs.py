"""Which files a run reads, and what it calls them."""

from __future__ import annotations

import io
import os
import string
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.batch.inputs import WORK_FOLDER, InputError, clean_id, collect, spool


def touch(path: Path, content: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def ids(*paths: Path | str, output: Path | None = None) -> list[str]:
    return [source.doc_id for source in collect(paths, output=output)]


def test_folder_is_searched_and_foreign_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.pdf", "sub/c.md", "sub/deep/d.nxml", "notes.docx", ".hidden.txt", ".git/e.txt"):
        touch(tmp_path / name)
    assert ids(tmp_path) == ["a", "b", "c", "d"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.txt")
    assert ids(path, tmp_path, tmp_path / "*.txt", tmp_path / ".." / tmp_path.name / "a.txt") == ["a"]


def test_a_file_of_unknown_type_is_read_when_named(tmp_path: Path) -> None:
    assert ids(touch(tmp_path / "notes.docx")) == ["notes"]


def test_glob(tmp_path: Path) -> None:
    for name in ("x1.txt", "x2.txt", "y.txt", "sub/x3.txt"):
        touch(tmp_path / name)
    assert ids(str(tmp_path / "x*.txt")) == ["x1", "x2"]
    assert ids(str(tmp_path / "**" / "x*.txt")) == ["x1", "x2", "x3"]


@pytest.mark.parametrize("given_path", ["missing.txt", "*.pdf"])
def test_what_does_not_exist_is_an_error_that_names_it(tmp_path: Path, given_path: str) -> None:
    touch(tmp_path / "a.txt")
    with pytest.raises(InputError, match=given_path.replace("*", r"\*")):
        collect([str(tmp_path / given_path)])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no paper found"):
        collect([tmp_path])


def test_run_folders_are_not_read(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt")
    touch(tmp_path / "out" / "documents" / "a.txt")
    assert ids(tmp_path, output=tmp_path / "out") == ["a"]
    touch(tmp_path / "earlier" / "documents" / "b.txt")
    (tmp_path / "earlier" / WORK_FOLDER).mkdir()
    assert ids(tmp_path, output=tmp_path / "out") == ["a"]


def test_generic_file_names_take_the_name_of_their_folder(tmp_path: Path) -> None:
    for name in ("PMC1/fulltext.pdf", "PMC2/fulltext.pdf", "PMC3/other.pdf"):
        touch(tmp_path / name)
    assert ids(tmp_path) == ["PMC1", "PMC2", "other"]


def test_files_of_one_paper_are_told_apart_by_type(tmp_path: Path) -> None:
    for name in ("PMC1/fulltext.pdf", "PMC1/fulltext.xml"):
        touch(tmp_path / name)
    assert ids(tmp_path) == ["PMC1-pdf", "PMC1-xml"]


def test_same_name_in_two_folders_is_told_apart_by_folder(tmp_path: Path) -> None:
    for name in ("may/smith.pdf", "june/smith.pdf"):
        touch(tmp_path / name)
    assert ids(tmp_path) == ["smith-june", "smith-may"]


def test_same_name_throughout_is_numbered(tmp_path: Path) -> None:
    for name in ("1/x/smith.pdf", "2/x/smith.pdf"):
        touch(tmp_path / name)
    assert ids(tmp_path) == ["smith-1", "smith-2"]


def test_ids_do_not_differ_by_case_alone(tmp_path: Path) -> None:
    touch(tmp_path / "x" / "Smith.txt")
    touch(tmp_path / "y" / "smith.txt")
    assert len({name.casefold() for name in ids(tmp_path)}) == 2


def test_a_made_up_suffix_does_not_hit_another_file(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "a-md.txt"):
        touch(tmp_path / name)
    found = ids(tmp_path)
    assert len(set(found)) == 3
    assert "a-md" in found


def test_manifest_gives_id_title_and_doi(tmp_path: Path) -> None:
    touch(tmp_path / "sub" / "a.txt")
    touch(tmp_path / "b.txt")
    touch(
        tmp_path / "manifest.toml",
        '[[document]]\nid = "first"\nfile = "sub/a.txt"\ntitle = "A title"\ndoi = "10.1/x"\n'
        '[[document]]\nid = "elsewhere"\ndoi = "10.1/y"\n',
    )
    first, second = sorted(collect([tmp_path]), key=lambda source: source.path.name)
    assert (first.doc_id, first.title, first.doi) == ("first", "A title", "10.1/x")
    assert (second.doc_id, second.title, second.doi) == ("b", None, None)
    assert ids(tmp_path / "sub") == ["first"]


def test_the_manifests_id_stays_and_the_other_file_gives_way(tmp_path: Path) -> None:
    touch(tmp_path / "x" / "a.txt")
    touch(tmp_path / "x" / "manifest.toml", '[[document]]\nid = "study"\nfile = "a.txt"\n')
    touch(tmp_path / "z" / "study.md")
    assert {source.doc_id: source.path.name for source in collect([tmp_path])} == {
        "study": "a.txt",
        "study-md": "study.md",
    }


def test_stdin_is_saved_with_the_type_its_first_bytes_show(tmp_path: Path) -> None:
    for content, suffix in [
        (b"%PDF-1.7", ".pdf"),
        (b"\xef\xbb\xbf\n<article/>", ".xml"),
        (b' {"documents": []}', ".json"),
        ("β-catenin".encode(), ".txt"),
    ]:
        source = spool(io.BytesIO(content), tmp_path, limit=100)
        assert (source.doc_id, source.path.suffix) == ("stdin", suffix)
        assert source.path.read_bytes() == content
    assert spool(io.BytesIO(b"x"), tmp_path, taken=["Stdin"], limit=100).doc_id == "stdin-2"


@pytest.mark.parametrize(("content", "what"), [(b"", "empty"), (b"x" * 101, "longer than 100")])
def test_stdin_that_is_empty_or_too_long_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        spool(io.BytesIO(content), tmp_path, limit=100)


@given(st.text(max_size=300))
def test_ids_are_file_names(name: str) -> None:
    doc_id = clean_id(name)
    assert doc_id
    assert not doc_id.startswith(".")
    assert not set(doc_id) & set('/\\:*?"<>|' + string.whitespace + "\x00")
    assert len(doc_id.encode()) <= 180
    assert unicodedata.is_normalized("NFC", doc_id)


@given(
    st.lists(st.sampled_from(["a", "A", "b", "a-1", "a-txt", "a-x", "fulltext", "x"]), min_size=1, max_size=6),
    st.data(),
)
def test_ids_are_unique_and_do_not_depend_on_the_order_given(tmp_path_factory, names: list[str], data) -> None:
    root = tmp_path_factory.mktemp("ids")
    paths = [
        touch(
            root / data.draw(st.sampled_from(["x", "y", "x/x"])) / (name + data.draw(st.sampled_from([".txt", ".md"])))
        )
        for name in names
    ]
    found = {source.path.resolve(): source.doc_id for source in collect(paths)}
    assert len({doc_id.casefold() for doc_id in found.values()}) == len(found)
    assert {source.path.resolve(): source.doc_id for source in collect(reversed(paths))} == found


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_broken_link_is_kept_so_that_its_failure_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    assert ids(tmp_path / "gone.txt") == ["gone"]
