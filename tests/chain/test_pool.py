"""Worker processes: a document that hangs, crashes, eats the memory or raises costs only itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from chain_fakes import hold, make_broken_pipeline, make_pipeline, make_task

from extract.batch import pool, worker
from extract.batch.results import Header, read_result
from extract.batch.tasks import Failure, PipelineError

BAD = {
    "hang": ("A HANG.", "not done after 5 seconds"),
    "crash": ("A CRASH.", "ended by SIGSEGV"),
    "memory": ("A MEMORY.", "needs more memory"),
    "raise": ("A RAISE.", "RuntimeError: told to"),
    "empty": ("", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_documents_cost_only_themselves(tmp_path: Path, jobs: int) -> None:
    tasks = []
    for name, (text, _) in BAD.items():
        tasks.append(make_task(tmp_path, name, text, timeout=5.0))
        tasks.append(make_task(tmp_path, f"after-{name}", "All is well."))
    outcomes = {
        task.doc_id: outcome
        for task, outcome in pool.execute(tasks, worker.do, worker.start, (make_pipeline, 8.0), jobs=jobs)
    }
    assert set(outcomes) == {task.doc_id for task in tasks}
    for name, (_, reason) in BAD.items():
        failure = outcomes[name]
        assert isinstance(failure, Failure)
        assert reason in failure.reason
        assert failure.hint
        assert (failure.traceback is not None) == (name == "raise")
        assert isinstance(outcomes[f"after-{name}"], Header)
        assert read_result(tmp_path / "work", f"after-{name}").text == "All is well."
    assert not (tmp_path / "work" / "raise.jsonl").exists()


@pytest.mark.slow
def test_a_pipeline_that_cannot_be_loaded_is_told_once(tmp_path: Path) -> None:
    tasks = [make_task(tmp_path, name, "All is well.") for name in "abc"]
    with pytest.raises(PipelineError, match=r"rules\.toml, line 3"):
        list(pool.execute(tasks, worker.do, worker.start, (make_broken_pipeline, 0.0), jobs=2))


@pytest.mark.parametrize(("megabytes", "workers"), [(1, 1), (40, 3)])
def test_a_worker_is_replaced_when_it_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int, workers: int
) -> None:
    monkeypatch.setattr(pool, "AT_LEAST", 2)
    monkeypatch.setattr(pool, "GROWTH", 30.0)
    tasks = [make_task(tmp_path, name, "A" * megabytes) for name in "abcdef"]
    assert len({process for _, process in pool.execute(tasks, hold, print, (), jobs=1)}) == workers
