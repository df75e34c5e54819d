"""Runs past one machine: lists of papers, addresses, shards put together, and the workers of a Dask cluster."""

from __future__ import annotations

import io
import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chain_fakes import make_pipeline, make_task
from test_runner import done, papers  # noqa: F401  fixtures
from typer.testing import CliRunner

import extract
from extract.batch import InputError, PipelineError, cluster, folder, remote, worker
from extract.batch.inputs import Source, read_list
from extract.batch.merge import merge
from extract.batch.results import Header
from extract.batch.tasks import Failure
from extract.cli import app

FILES = [name for name in folder.FILES if name != "run.json"]


def content(run: Path) -> dict[str, bytes]:
    documents = sorted((run / "documents").iterdir())
    return {path.name: path.read_bytes() for path in (*(run / name for name in FILES), *documents)}


def test_a_list_names_papers(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# papers\na.txt\r\n\ns3://bucket/b c.xml\n")
    assert read_list(path) == ["a.txt", "s3://bucket/b c.xml"]
    path.write_text("# none\n")
    with pytest.raises(InputError, match="names no paper"):
        read_list(path)


@pytest.mark.parametrize("name", ["a\0b", "x" * 400])
def test_names_that_no_file_can_have_are_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no file can have this name"):
        extract.run([name], tmp_path / "out")


def test_runs_of_shards_put_together_are_one_run(papers: Path, done: list[str], tmp_path: Path) -> None:  # noqa: F811
    whole = extract.run(papers, tmp_path / "whole").output
    extract.run([papers / "a.txt", papers / "c.txt"], tmp_path / "one")
    extract.run([papers / "b.txt", papers / "c.txt"], tmp_path / "two")
    counts = merge([tmp_path / "one", tmp_path / "two"], tmp_path / "merged")
    assert counts["documents"] == 3
    assert content(tmp_path / "merged") == content(whole)
    inputs = json.loads((tmp_path / "merged" / "run.json").read_text())["inputs"]
    assert [entry["doc_id"] for entry in inputs] == ["a", "b", "c"]


def test_failures_and_names_given_twice_are_told(papers: Path, done: list[str], tmp_path: Path) -> None:  # noqa: F811
    (papers / "b.txt").write_text("FAIL")
    extract.run(papers, tmp_path / "one")
    (papers / "a.txt").write_text("another")
    extract.run(papers / "a.txt", tmp_path / "two")
    result = CliRunner().invoke(app, ["merge", *(str(tmp_path / name) for name in ("merged", "one", "two"))])
    assert result.exit_code == 1
    failures = [json.loads(line) for line in (tmp_path / "merged" / "failures.jsonl").read_text().splitlines()]
    assert [(failure["doc_id"], failure["reason"]) for failure in failures] == [
        ("a", "another paper is called a, too"),
        ("b", "told to"),
    ]


def test_what_is_no_run_is_not_merged(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["merge", str(tmp_path / "merged"), str(tmp_path / "nothing")])
    assert result.exit_code == 2
    assert "no finished run" in result.stderr


def test_addresses_are_fetched(papers: Path, done: list[str], tmp_path: Path) -> None:  # noqa: F811
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://bucket/d.txt", "wb") as stream:
        stream.write(b"GENEd")
    summary = extract.run(["memory://bucket/d.txt", "memory://bucket/gone.txt", papers], tmp_path / "out")
    assert sorted(done) == ["a", "b", "c", "d"]
    assert [(failure.doc_id, failure.file) for failure in summary.failures] == [("gone", "memory://bucket/gone.txt")]


def test_a_store_that_hangs_costs_only_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")
    over = threading.Event()

    def open_(address: str, mode: str) -> io.BytesIO:
        if "hangs" in address:
            over.wait(30)
        return io.BytesIO(b"GENE")

    monkeypatch.setattr(fsspec, "open", open_)
    hanging = [f"s3://bucket/hangs-{number}.txt" for number in range(remote.AT_ONCE)]
    addresses = [*hanging, "s3://bucket/a.txt", "s3://bucket/b.txt"]
    found = list(remote.fetch(addresses, tmp_path, taken=set(), limit=100, seconds=0.3))
    over.set()
    assert [type(entry) for entry in found] == [Failure] * len(hanging) + [Source] * 2
    assert {entry.reason for entry in found[: len(hanging)]} == {"not fetched after 0.3 s"}
    assert [entry.path.read_bytes() for entry in found[-2:]] == [b"GENE"] * 2


def test_no_scheduler_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    task = make_task(tmp_path, "a", "All is well.")
    with pytest.raises(PipelineError, match="no Dask scheduler"):
        list(cluster.execute([task], worker.start, (make_pipeline, 0.0), address="no such address"))


@pytest.fixture
def scheduler() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as local:
        yield local


@pytest.mark.slow
def test_a_cluster_does_what_a_pool_does_though_a_worker_is_killed(tmp_path: Path, scheduler: object) -> None:
    tasks = [make_task(tmp_path, f"t{number}", "All is well.") for number in range(60)]
    victims = [nanny.pid for nanny in scheduler.workers.values()]
    seen: dict[str, Header | Failure] = {}
    for task, outcome in cluster.execute(
        tasks, worker.start, (make_pipeline, 0.0), address=scheduler.scheduler_address
    ):
        if len(seen) == 5:
            threading.Timer(0.05, os.kill, (victims[0], signal.SIGKILL)).start()
        seen[task.doc_id] = outcome
    assert set(seen) == {task.doc_id for task in tasks}
    assert [outcome for outcome in seen.values() if not isinstance(outcome, Header)] == []
    assert all((tmp_path / "work" / f"{name}.jsonl").exists() for name in seen)
