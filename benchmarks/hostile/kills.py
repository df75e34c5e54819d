"""Runs killed at random moments, and what they leave: after the same command is given again, the bytes must be equal.

    python benchmarks/hostile/kills.py [--kills 100] [--documents 24] [--seed 1] [-j 2] [-o report.json]

One run is left alone. Others into folders of their own are ended with SIGKILL, the whole run or one worker, after
random times, and started again until they end by themselves. No result that stood may be gone when the run goes on, and
in the end every file but ``run.json``, which holds times, must be that of the run left alone. To some runs the system
refuses files beyond a random size (RLIMIT_FSIZE), as a full disk does: no traceback, and they go on when there is room.
The report is written after each folder, and the same command goes on from it.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from outcome import earlier, save, tell

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from extract.cli import app; app()", "run"]


def make_papers(folder: Path, count: int) -> None:
    """Write so many short texts: paragraphs of the bundled synopses."""
    folder.mkdir()
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "synopses").glob("*.txt")))
    paragraphs = [part.strip() for text in texts for part in text.split("\n\n") if len(part) > 200]
    for number, paragraph in enumerate(paragraphs[:count]):
        (folder / f"p{number:03}.txt").write_text(paragraph + "\n", encoding="utf-8")


def start(papers: Path, output: Path, jobs: int, room: int | None = None) -> subprocess.Popen[str]:
    """Start a run; no file that it writes may grow beyond ``room`` bytes."""

    def confine() -> None:
        if room is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.Popen(
        [*COMMAND, str(papers), "-o", str(output), "-q", "-j", str(jobs)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=confine,
    )


def workers(run: subprocess.Popen[str]) -> list[int]:
    lists = Path(f"/proc/{run.pid}/task").glob("*/children")
    return sorted({int(child) for path in lists for child in path.read_text().split() if _works(child)})


def _works(pid: str) -> bool:
    """Tell a worker from Python's own process that keeps count of semaphores, which prints tracebacks of its own."""
    with suppress(OSError):
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def results(output: Path) -> set[str]:
    """Return the results that stand whole in the work folder."""
    return {path.name for path in output.glob(".resistract/**/*.jsonl*") if not path.name.startswith(".")}


def content(output: Path) -> dict[str, bytes]:
    paths = (path for path in output.rglob("*") if path.is_file() and ".resistract" not in path.parts)
    return {str(path.relative_to(output)): path.read_bytes() for path in paths if path.name != "run.json"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--documents", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    report = {"runs killed": 0, "workers killed": 0, "short of disk": 0, "run folders": 0}
    report |= {"results lost": 0, "folders not equal": 0, "tracebacks": 0}
    report |= earlier(options.output)
    with TemporaryDirectory() as scratch:
        papers = Path(scratch, "papers")
        make_papers(papers, options.documents)
        began = time.monotonic()
        start(papers, Path(scratch, "alone"), options.jobs).wait()
        length = time.monotonic() - began
        wanted = content(Path(scratch, "alone"))
        while report["runs killed"] + report["workers killed"] < options.kills:
            report["run folders"] += 1
            output = Path(scratch, f"run-{report['run folders']}")
            noise = random.Random(f"{options.seed} {output.name}")  # noqa: S311  not for secrets
            _torment(papers, output, options.jobs, length, noise, report)
            found = content(output)
            report["folders not equal"] += found != wanted
            if found != wanted:
                names = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
                print(f"not equal: {output.name}: {', '.join(names)}", file=sys.stderr)
            save(report, options.output)
    tell(report, options.output)


def _torment(
    papers: Path, output: Path, jobs: int, length: float, noise: random.Random, report: dict[str, int]
) -> None:
    """Run until done, with up to six kills."""
    seen: set[str] = set()
    for attempt in range(8):
        left_alone = attempt > 6
        room = noise.choice((3_000, 20_000, 60_000)) if attempt and not left_alone and noise.random() < 0.2 else None
        run = start(papers, output, jobs, room)
        until = time.monotonic() + noise.uniform(0, length)
        while run.poll() is None and not left_alone and room is None:
            time.sleep(0.05)
            if time.monotonic() < until:
                continue
            victims = workers(run)
            if victims and noise.random() < 0.5:
                report["workers killed"] += 1
                _kill(noise.choice(victims))
                until = time.monotonic() + noise.uniform(0, length)
            else:
                report["runs killed"] += 1
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()
        said = run.communicate()[1]
        report["short of disk"] += room is not None and run.returncode != 0
        report["tracebacks"] += "Traceback" in said
        if "Traceback" in said:
            print(f"{output.name}, exit code {run.returncode}, room {room}:\n{said[-3000:]}", file=sys.stderr)
        report["results lost"] += len(seen - results(output))
        seen = results(output)
        if run.returncode == 0:
            return


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
