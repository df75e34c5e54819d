"""Nothing that a file, a folder or the system does to the process that leads a run ends it without a word."""

from __future__ import annotations

import errno
import json
import os
import signal
from pathlib import Path

import pytest
from chain_fakes import make_mortal_pipeline, make_task
from typer.testing import CliRunner

from extract.batch import InputError, ManifestError, OutputError, folder, lock, pool, records, runner, worker
from extract.batch.inputs import Source, clean_id, collect
from extract.batch.manifest import read_manifest
from extract.batch.results import Header
from extract.batch.tasks import Failure, printable
from extract.cli import app


def cut(path: Path, tmp_path: Path) -> list[records.Piece] | Failure:
    return records.cut(records.Cut(Source("set", path), tmp_path / "cut", None, 60.0))


@pytest.mark.parametrize("ident", ["\ud800", "\x1b[2J\x1b]0;x\x07", "a\nb", "\u202egnp", "x" * 4000, "..", "a/../b"])
def test_ids_are_names_that_every_file_system_and_terminal_takes(ident: str) -> None:
    name = clean_id(ident)
    assert name.isprintable()
    assert name not in (".", "..")
    assert not set(name) & set("/\\:")
    assert len(f".{name}.jsonl.123456.tmp".encode()) < 255


def test_long_ids_stay_apart() -> None:
    assert clean_id("x" * 4000) != clean_id("x" * 4001)
    assert clean_id("é" * 300) == clean_id("é" * 300)


def test_a_failure_is_printable_whatever_it_quotes() -> None:
    failure = Failure("a", "p\udcff\x1b[2J.txt", "tag \x07 mismatch\n" + "y" * 9000, "hint\u202e", "line\n\ud800")
    assert str(failure).isprintable()
    assert len(failure.reason) <= 500
    assert failure.traceback == "line\n\\ud800"
    json.dumps(failure.__dict__, ensure_ascii=False).encode()


def test_printable_leaves_names_of_all_scripts_alone() -> None:
    assert printable("naïve 论文 β.pdf") == "naïve 论文 β.pdf"


def test_links_to_themselves_and_names_that_are_not_utf8_are_inputs(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    Path(odd).write_text("KRAS activates ERK.")
    sources = collect([tmp_path])
    assert len(sources) == 2
    assert all(source.name.isprintable() and source.doc_id.isprintable() for source in sources)


@pytest.mark.parametrize(
    "content", ['[[document]]\nid="a"\nfile="x\\u0000y.txt"', "x=" + "[" * 10_000, "x=" + "1" * 10_000, "\x00"]
)
def test_manifests_that_cannot_be_used_are_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(content)
    with pytest.raises(ManifestError, match=r"manifest\.toml"):
        read_manifest(path)


def test_a_collection_that_grows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_ALLOWED", 1000)
    path = tmp_path / "set.xml"
    name = "n" * 2000
    body = f"<{name}:article xmlns:{name}='u'/>" * 2
    path.write_text(f"<articles xmlns:x='{'u' * 20_000}'>{'<x:article/>' * 300}{body}</articles>")
    failure = cut(path, tmp_path)
    assert isinstance(failure, Failure)
    assert "20 times" in failure.reason


def test_what_the_root_declares_is_not_repeated_where_it_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "set.xml"
    path.write_text(f"<articles xmlns:x='{'u' * 20_000}'>{'<article><body/></article>' * 300}</articles>")
    pieces = cut(path, tmp_path)
    assert isinstance(pieces, list)
    assert len(pieces) == 300
    assert all(piece.path.stat().st_size < 200 for piece in pieces)


def test_items_of_a_collection_that_are_no_papers_are_papers_that_fail(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    good = {"id": "\ud800", "passages": [{"offset": 0, "infons": {}, "text": "KRAS activates ERK. \udfff"}]}
    path.write_text(json.dumps({"documents": [5, good, None, {"id": "x"}]}))
    pieces = cut(path, tmp_path)
    assert isinstance(pieces, list)
    assert [piece.id for piece in pieces] == ["1", "?", "3", "x"]
    assert {piece.format for piece in pieces} == {"bioc"}


def test_a_second_run_into_the_same_folder_is_told_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("KRAS activates ERK.")
    work = folder.prepare(tmp_path / "out")
    with lock.hold(work), pytest.raises(InputError, match=rf"process {os.getpid()} on "):
        runner.run(tmp_path / "a.txt", tmp_path / "out")


def test_a_lock_of_a_run_that_was_killed_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).write_text("process 1 on elsewhere")
    with lock.hold(tmp_path):
        assert str(os.getpid()) in (tmp_path / lock.NAME).read_text()


def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_execute", lambda tasks, options: iter([(t, t.failed("no", "no")) for t in tasks]))


def test_a_full_disk_at_the_end_is_one_line_and_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "triples.jsonl")

    no_work(monkeypatch)
    monkeypatch.setattr(folder, "assemble", full)
    (tmp_path / "a.txt").write_text("KRAS activates ERK.")
    result = CliRunner().invoke(app, ["run", "-q", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["triples.jsonl", "documents", "run.json"])
def test_what_stands_in_the_place_of_an_output_is_told_before_the_work(tmp_path: Path, name: str) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / name).write_text("mine") if name == "documents" else (output / name).mkdir()
    (tmp_path / "a.txt").write_text("KRAS activates ERK.")
    with pytest.raises(OutputError, match="out"):
        runner.run(tmp_path / "a.txt", output)


def test_an_error_nobody_foresaw_is_one_line_and_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("told to")

    no_work(monkeypatch)
    monkeypatch.setattr(folder, "assemble", broken)
    (tmp_path / "a.txt").write_text("KRAS activates ERK.")
    result = CliRunner().invoke(app, ["run", "-q", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "ZeroDivisionError: told to" in result.stderr
    assert "ZeroDivisionError" in (tmp_path / "out" / "error.log").read_text()


@pytest.mark.slow
def test_a_worker_killed_while_it_loads_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESISTRACT_TEST_DEATHS", str(tmp_path / "deaths"))
    tasks = [make_task(tmp_path, name, "All is well.") for name in "abc"]
    done = dict(pool.execute(tasks, worker.do, worker.start, (make_mortal_pipeline, 0.0), jobs=2))
    assert all(isinstance(outcome, Header) for outcome in done.values())
    assert len(done) == 3
    assert (tmp_path / "deaths").read_text() == f"{int(signal.SIGKILL)}"
