"""Runs without workers: what is planned, kept, done again, put together and recorded."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from check_run import check, read_lines

import extract
from extract.batch import InputError, runner
from extract.batch.results import Header, write_result
from extract.batch.tasks import Failure, Task
from extract.schema import Mention


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the workers: a file is one mention, or fails when it says so. Return the ids of what was done."""
    ids: list[str] = []

    def execute(tasks: list[Task], options: runner.Options) -> Iterator[tuple[Task, Header | Failure]]:
        for task in reversed(tasks):
            ids.append(task.doc_id)
            text = task.path.read_bytes().decode()
            if "FAIL" in text:
                yield task, task.failed("told to", "do not")
                continue
            mention = Mention(text=text, type="GENE", norm=text, start=0, end=len(text))
            header = Header(task.doc_id, task.key, "text", len(text), 1, 1, 0, {"read": 0.0, "extract": 0.0})
            write_result(task.folder, header, text=text, metadata={}, mentions=[mention], triples=[])
            yield task, header

    monkeypatch.setattr(runner, "_execute", execute)
    return ids


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"GENE{name}\r\n", encoding="utf-8", newline="")
    return folder


def run(papers: Path, **options: object) -> runner.Summary:
    return extract.run(papers, papers.parent / "out", **options)


def statuses(papers: Path) -> dict[str, str]:
    record = json.loads((papers.parent / "out" / "run.json").read_text())
    return {entry["doc_id"]: entry["status"] for entry in record["inputs"]}


def test_results_are_put_together_by_id(papers: Path, done: list[str]) -> None:
    summary = run(papers)
    assert done == ["c", "b", "a"]
    assert summary.counts == {"documents": 3, "triples": 0, "mentions": 3, "words": 3, "claims": 0, "failures": 0}
    check(summary.output)
    assert [mention["doc_id"] for mention in read_lines(summary.output / "mentions.jsonl")] == ["a", "b", "c"]
    assert (summary.output / "documents" / "a.txt").read_bytes() == b"GENEa\r\n"


def test_nothing_is_done_twice(papers: Path, done: list[str]) -> None:
    run(papers)
    done.clear()
    assert run(papers).reused == 3
    assert done == []
    assert statuses(papers) == dict.fromkeys("abc", "reused")


def test_what_changed_is_done_again(papers: Path, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run(papers)
    done.clear()
    (papers / "b.txt").write_text("other")
    assert run(papers).reused == 2
    assert done == ["b"]
    done.clear()
    rules = papers.parent / "rules.toml"
    rules.write_text("# none")
    run(papers, rules=[rules])
    assert done == ["c", "b", "a"]
    done.clear()
    run(papers, rules=[rules], resume=False)
    assert done == ["c", "b", "a"]
    done.clear()
    assert run(papers, rules=[rules], timeout=1.0, jobs=3).reused == 3
    (papers.parent / "out" / ".resistract" / "a.jsonl").write_text("{}")
    run(papers, rules=[rules])
    assert done == ["a"]


def test_a_failure_is_recorded_tried_again_and_leaves_nothing_stale(papers: Path, done: list[str]) -> None:
    run(papers)
    (papers / "b.txt").write_text("FAIL")
    summary = run(papers)
    assert [str(failure) for failure in summary.failures] == [f"{papers / 'b.txt'}: told to; do not"]
    assert statuses(papers) == {"a": "reused", "b": "failed", "c": "reused"}
    check(summary.output)
    assert [failure["doc_id"] for failure in read_lines(summary.output / "failures.jsonl")] == ["b"]
    done.clear()
    run(papers)
    assert done == ["b"]


def test_a_run_folder_holds_what_the_last_command_named(papers: Path, done: list[str]) -> None:
    run(papers)
    done.clear()
    output = papers.parent / "out"
    extract.run(papers / "a.txt", output)
    assert set(check(output)) == {"a"}
    extract.run([papers / "c.txt", papers / "a.txt"], output)
    assert set(check(output)) == {"a", "c"}
    assert done == []


def test_files_that_cannot_be_read_are_failures(papers: Path, done: list[str]) -> None:
    with open(papers / "huge.txt", "wb") as stream:
        stream.truncate(2_000_001)
    (papers / "gone.txt").symlink_to(papers / "nothing")
    os.mkfifo(papers / "pipe.txt")
    summary = run(papers, max_size=2.0)
    reasons = {failure.doc_id: failure.reason for failure in summary.failures}
    assert set(reasons) == {"gone", "huge", "pipe"}
    assert "2 MB" in reasons["huge"]
    assert "cannot be opened" in reasons["gone"]
    assert "not a regular file" in reasons["pipe"]
    assert sorted(done) == ["a", "b", "c"]


def test_what_a_killed_run_left_half_written_is_cleared(papers: Path, done: list[str]) -> None:
    work = papers.parent / "out" / ".resistract"
    work.mkdir(parents=True)
    (work / ".a.jsonl.123.tmp").write_text("half")
    run(papers)
    assert sorted(path.name for path in work.iterdir()) == ["a.jsonl", "b.jsonl", "c.jsonl", "lock"]


def test_progress_starts_at_what_is_done_and_ends_at_all(papers: Path, done: list[str]) -> None:
    seen: list[tuple[int, int]] = []
    extract.run(papers / "a.txt", papers.parent / "out")
    run(papers, progress=lambda finished, total: seen.append((finished, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_standard_input_joins_the_files(papers: Path, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"GENEx")))
    extract.run(["-", papers], papers.parent / "out")
    assert set(check(papers.parent / "out")) == {"a", "b", "c", "stdin"}


@pytest.mark.parametrize(
    ("options", "message"),
    [({"rules": ["missing.toml"]}, "missing.toml"), ({"format": "docx"}, "unknown format 'docx'; known are text")],
)
def test_bad_options_are_told_before_anything_is_written(papers: Path, options: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(papers, **options)
    assert not (papers.parent / "out").exists()


def test_papers_of_a_collection_are_papers(papers: Path, done: list[str]) -> None:
    citation = "PMID- {0}\nTI  - {1}\n\n"
    export = papers / "export.nbib"
    export.write_text(citation.format(1, "One") + citation.format(2, "FAIL") + citation.format(3, "Three"))
    summary = run(papers)
    assert sorted(done) == ["a", "b", "c", "export-1", "export-2", "export-3"]
    assert [(failure.doc_id, failure.file) for failure in summary.failures] == [("export-2", f"{export}#2")]
    done.clear()
    export.write_text(citation.format(1, "One") + citation.format(3, "Another"))
    run(papers)
    assert done == ["export-3"]
    assert set(statuses(papers)) == {"a", "b", "c", "export-1", "export-3"}
    assert not (papers.parent / "out" / ".resistract" / "records").exists()
