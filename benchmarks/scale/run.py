"""One run over very many short texts: time and memory as it goes on, to see that both stay even.

    python benchmarks/scale/run.py --documents 100000 --work /tmp/scale [--texts FILE] [-j 2] [-o report.json]

Each line of the texts (plain or .xz; by default the raw text beside the checkout, else the bundled synopses) is a
document; where there are fewer they come again. All stand in one JSON Lines file, as a user would give them. Every few
seconds it is written down how many are done, how much CPU time the run has taken, and what the leading process and the
largest worker hold (``samples.csv`` in the work folder); in the end a table for each tenth of the documents is printed.
A run that was broken off goes on with the same command.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "corpora" / "raw-text.txt.xz"
CHILD = """
import sys, extract
if __name__ == "__main__":
    extract.run(sys.argv[1], sys.argv[2], jobs=int(sys.argv[3]), progress=lambda done, total: print(done, flush=True))
"""


@dataclass(frozen=True)
class Sample:
    """What was so at one moment: seconds by the clock and of CPU time, documents, memory in MB."""

    seconds: float
    cpu: float
    done: int
    leader: float
    worker: float


def texts(path: Path | None) -> Iterator[str]:
    if path is None:
        for file in sorted(ROOT.glob("corpus/synopses/*.txt")):
            yield from (line for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
        return
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        yield from (line.strip() for line in stream if line.strip())


def make(path: Path, count: int, source: Path | None) -> None:
    """Write so many texts to a JSON Lines file."""
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(islice(cycle(texts(source)), count)):
            stream.write(json.dumps({"id": f"t{number:06}", "text": text}, ensure_ascii=False) + "\n")


def held(pid: int) -> float:
    """Return the MB that a process holds; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def spent(pid: int) -> float:
    """Return the seconds of CPU time of a process and of its children that ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    try:
        return [int(each) for path in Path(f"/proc/{pid}/task").glob("*/children") for each in path.read_text().split()]
    except OSError:
        return []


def watch(papers: Path, output: Path, jobs: int, every: float) -> Iterator[Sample]:
    """Start the run and yield samples until it has ended.

    Raises
    ------
    RuntimeError
        If it does not end well.
    """
    began = time.monotonic()
    command = [sys.executable, "-c", CHILD, str(papers), str(output), str(jobs)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    done = [0]

    def listen() -> None:
        for line in run.stdout or ():
            done[0] = int(line)

    threading.Thread(target=listen, daemon=True).start()
    while run.poll() is None:
        workers = children(run.pid)
        cpu = sum(map(spent, [run.pid, *workers]))
        largest = max(map(held, workers), default=0.0)
        yield Sample(
            round(time.monotonic() - began, 1), round(cpu, 1), done[0], round(held(run.pid), 1), round(largest, 1)
        )
        time.sleep(every)
    if run.returncode:
        raise RuntimeError(f"the run ended with {run.returncode}")


def table(samples: list[Sample], count: int) -> dict[str, object]:
    """Return times at powers of ten, and what was held in each tenth of the documents."""
    powers = [10**power for power in range(2, 9) if 10**power <= count]
    first = {power: next((s for s in samples if s.done >= power), None) for power in powers}
    tenths = []
    for part in range(10):
        low, high = part * count // 10, (part + 1) * count // 10
        rows = [s for s in samples if low <= s.done < high]
        if rows:
            cpu = round(rows[-1].cpu - rows[0].cpu)
            tenths.append([high, cpu, max(s.leader for s in rows), max(s.worker for s in rows)])
    end = [s for s in samples if s.done >= count]
    return {
        "documents": count,
        "seconds of CPU time at": {power: sample and sample.cpu for power, sample in first.items()},
        "seconds by the clock at": {power: sample and sample.seconds for power, sample in first.items()},
        "tenths: up to, seconds of CPU time, leader MB, worker MB": tenths,
        "putting together, seconds of CPU time": round(end[-1].cpu - end[0].cpu) if end else None,
        "putting together, leader MB": max((s.leader for s in end), default=None),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--texts", type=Path, default=RAW if RAW.exists() else None)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=3.0, help="seconds between samples")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    papers = options.work / f"texts-{options.documents}.jsonl"
    if not papers.exists():
        make(papers, options.documents, options.texts)
    samples = []
    with (options.work / "samples.csv").open("a", newline="") as stream:
        rows = csv.writer(stream)
        for sample in watch(papers, options.work / "run", options.jobs, options.every):
            rows.writerow(astuple(sample))
            stream.flush()
            samples.append(sample)
    report = table(samples, options.documents)
    for name, value in report.items():
        print(f"{name}: {value}")
    if options.output:
        options.output.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
