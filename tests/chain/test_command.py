"""The installed command, end to end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from check_run import check, read_lines
from hostile import make_hostile

pytestmark = pytest.mark.slow

COMMAND = Path(sys.executable).with_name("resistract")
CORPUS = Path(__file__).parents[2] / "corpus"
OUTPUTS = ("triples.jsonl", "mentions.jsonl", "failures.jsonl", "claims.jsonl", "claims.csv")


def resistract(*arguments: object, seed: int = 0, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONHASHSEED": str(seed), "COLUMNS": "200"}
    done = subprocess.run(
        [COMMAND, *map(str, arguments)], input=stdin, capture_output=True, env=environment, timeout=1200, check=False
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def contents(folder: Path) -> dict[str, bytes]:
    paths = [folder / name for name in OUTPUTS] + sorted((folder / "documents").iterdir())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def statuses(folder: Path) -> list[str]:
    return [entry["status"] for entry in json.loads((folder / "run.json").read_text())["inputs"]]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus run with two workers."""
    output = tmp_path_factory.mktemp("runs") / "first"
    done = resistract("run", CORPUS, "-o", output, "--jobs", 2)
    assert done.returncode == 0, done.stderr
    return output


def test_every_document_of_the_corpus_gives_claims_that_lead_back_to_its_text(finished: Path) -> None:
    counts = check(finished)
    assert len(counts) == 28
    assert [doc_id for doc_id, count in counts.items() if not count] == []
    assert read_lines(finished / "failures.jsonl") == []


def test_pdf_claims_carry_page_and_boxes(finished: Path) -> None:
    triples = [t for t in read_lines(finished / "triples.jsonl") if t["doc_id"] == "ncrna-sorafenib-resistance"]
    for triple in triples:
        assert triple["evidence"]["page"] in {1, 2, 3, 4}
        assert triple["evidence"]["boxes"]


def test_one_worker_and_another_hash_seed_give_the_same_bytes(finished: Path, tmp_path: Path) -> None:
    done = resistract("run", CORPUS, "-o", tmp_path / "again", "--jobs", 1, "--quiet", seed=7)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert contents(tmp_path / "again") == contents(finished)


def test_a_second_run_keeps_what_is_done_unless_forced(finished: Path, tmp_path: Path) -> None:
    output = tmp_path / "copy"
    shutil.copytree(finished, output)
    done = resistract("run", CORPUS, "-o", output)
    assert done.returncode == 0
    assert "(28 from an earlier run)" in done.stderr
    assert statuses(output) == ["reused"] * 28
    assert contents(output) == contents(finished)
    few = CORPUS / "synopses" / "0*.txt"
    assert resistract("run", few, "-o", output, "--force").returncode == 0
    assert statuses(output) == ["done"] * 9
    assert len(check(output)) == 9


def test_a_changed_file_is_done_again(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("a", "b"):
        (papers / f"{name}.txt").write_text("Sorafenib induced autophagy in Huh7 cells.", encoding="utf-8")
    assert resistract("run", papers, "-o", tmp_path / "out").returncode == 0
    (papers / "b.txt").write_text("Sorafenib did not induce autophagy in Huh7 cells.", encoding="utf-8")
    assert resistract("run", papers, "-o", tmp_path / "out").returncode == 0
    assert statuses(tmp_path / "out") == ["reused", "done"]


def test_a_killed_run_goes_on_where_it_stopped(finished: Path, tmp_path: Path) -> None:
    output = tmp_path / "killed"
    process = subprocess.Popen(
        [COMMAND, "run", CORPUS, "-o", output, "--jobs", "2", "--quiet"],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for_results(output, 3, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for_end(process.pid)
    assert not (output / "triples.jsonl").exists()
    done = resistract("run", CORPUS, "-o", output)
    assert done.returncode == 0
    assert 3 <= statuses(output).count("reused") < 28
    assert contents(output) == contents(finished)


def test_ctrl_c_stops_all_processes_and_says_how_to_go_on(tmp_path: Path) -> None:
    output = tmp_path / "stopped"
    process = subprocess.Popen(
        [COMMAND, "run", CORPUS, "-o", output, "--jobs", "2"], stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    wait_for_results(output, 1, process)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on" in errors
    assert "Traceback" not in errors
    wait_for_end(process.pid)


def wait_for_results(output: Path, count: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 300
    while len(list((output / ".resistract").glob("*.jsonl"))) < count:
        assert process.poll() is None, "the run ended before it could be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_for_end(session: int) -> None:
    """Wait until no process of a session is left; where there is no /proc, there is nothing to look at."""
    deadline = time.monotonic() + 60
    while members := session_members(session):
        assert time.monotonic() < deadline, f"left over: {members}"
        time.sleep(0.05)


def session_members(session: int) -> list[int]:
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            members.append(int(stat.parent.name))
    return members


def test_hostile_files_fail_one_by_one_and_harm_no_neighbour(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    hostile = make_hostile(papers)
    neighbour = CORPUS / "synopses" / "11-itgb8-hsp90-akt.txt"
    for name in ("aa", "cc", "zz"):
        shutil.copy(neighbour, papers / f"{name}.txt")
    done = resistract("run", papers, "-o", tmp_path / "out", "--jobs", 2, "--timeout", 40)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    failures = {Path(failure["file"]).name: failure for failure in read_lines(tmp_path / "out" / "failures.jsonl")}
    assert set(failures) == {path.name for path in hostile}
    for name, failure in failures.items():
        assert failure["reason"] and failure["hint"], name
        assert failure["traceback"] is None, name
        assert name in done.stderr
    assert "too large" in failures["huge.txt"]["reason"]
    counts = check(tmp_path / "out")
    assert set(counts) == {"aa", "cc", "zz"}
    assert min(counts.values()) == max(counts.values()) > 0


def test_standard_input(finished: Path, tmp_path: Path) -> None:
    name = "11-itgb8-hsp90-akt"
    content = (CORPUS / "synopses" / f"{name}.txt").read_bytes()
    assert resistract("run", "-", "-o", tmp_path / "out", stdin=content).returncode == 0
    check(tmp_path / "out")
    keys = ("subject", "predicate", "object", "via", "sign", "evidence")
    expected = [{key: t[key] for key in keys} for t in read_lines(finished / "triples.jsonl") if t["doc_id"] == name]
    assert [{key: t[key] for key in keys} for t in read_lines(tmp_path / "out" / "triples.jsonl")] == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.pdf"], "missing.pdf: no such file or folder"),
        ([], "--from-list"),
        ([CORPUS, "--jobs", "0"], "--jobs"),
        ([CORPUS, "--rules", "missing.toml"], "missing.toml: no such file of rules"),
        ([CORPUS, "--model", "en_core_web_missing"], "python -m spacy download en_core_web_missing"),
        ([CORPUS, "--model", "en_ner_missing_md"], "pip install 'resistract[scispacy]' https://"),
        ([CORPUS, "--model", "./missing"], "there is no such folder"),
        ([CORPUS, "--labels", "missing.toml"], "missing.toml: no such file of labels"),
    ],
)
def test_wrong_usage_is_told_in_a_line_and_exit_code_2(arguments: list, message: str, tmp_path: Path) -> None:
    done = resistract("run", *arguments, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_folder_that_is_a_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    done = resistract("run", CORPUS, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "cannot be used as the output folder" in done.stderr
