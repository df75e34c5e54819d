"""A campaign of hostile inputs and faults, and a table of what became of them.

    python benchmarks/hostile/run.py [--inputs 10000] [--seed 1] [--kills 100] [-j 2] [--timeout 20] [-o report.json]

The inputs of `inputs.py` are done in one run folder. Meanwhile workers are killed at random moments, and so is the run,
which is then started again. In the end every input must be a document or a failure with a reason; none may be lost,
named an error of resistract, or over its limits without that limit's name. Memory is the most that the leading process
held.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from inputs import inputs

LIMITS = ("not done after", "needs more memory")
KILLED = "its worker process was ended by SIGKILL"


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for task in path.parent.parent.glob("*/children") for child in task.read_text().split()]
    return sorted(set(found))


def campaign(folder: Path, output: Path, options: argparse.Namespace) -> tuple[int, int, int]:
    """Run until done, killing workers and the run; return how many were killed, and the last exit code."""
    noise = random.Random(options.seed)  # noqa: S311  not for secrets
    command = [sys.executable, "-c", "from extract.cli import app; app()", "run", str(folder), "-o", str(output), "-q"]
    command += ["-j", str(options.jobs), "--timeout", str(options.timeout), "--memory", "2"]
    workers = runs = 0
    while True:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + noise.uniform(30, 120)
        while run.poll() is None:
            time.sleep(noise.uniform(0.2, 4))
            if workers + runs >= options.kills:
                continue
            if time.monotonic() > until:
                run.send_signal(signal.SIGKILL)
                runs += 1
            elif (alive := children(run.pid)) and noise.random() < 0.5:
                subprocess.run(["kill", "-9", str(noise.choice(alive))], stderr=subprocess.DEVNULL, check=False)
                workers += 1
        if run.returncode >= 0:
            return workers, runs, run.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, output = Path(scratch, "inputs"), Path(scratch, "run")
        folder.mkdir()
        for name, data in inputs(options.inputs, options.seed):
            (folder / name).write_bytes(data)
        started = time.monotonic()
        workers, runs, code = campaign(folder, output, options)
        seconds = time.monotonic() - started
        report = judge(folder, output, options.inputs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    report |= {"workers killed": workers, "runs killed": runs, "exit code": code, "seconds": round(seconds)}
    report["peak memory, MB (largest process)"] = round(peak)
    for name, value in report.items():
        print(f"{name:40}{value:>12,}" if isinstance(value, int) else f"{name}: {value}")
    if options.output:
        options.output.write_text(json.dumps(report, indent=1) + "\n")


def judge(folder: Path, output: Path, tried: int) -> dict[str, object]:
    """Count what became of the inputs."""
    failures = [json.loads(line) for line in (output / "failures.jsonl").read_text().splitlines()]
    entries = json.loads((output / "run.json").read_text())["inputs"]
    told = {Path(entry["file"].split("#")[0]).name for entry in entries}
    told |= {Path(failure["file"].split("#")[0]).name for failure in failures}
    reasons = Counter(" ".join(failure["reason"].split()[:5]) for failure in failures)
    return {
        "tried": tried,
        "documents (a collection holds several)": sum(entry["status"] != "failed" for entry in entries),
        "refused by name": sum(not failure["traceback"] for failure in failures),
        "lost": sum(path.name not in told for path in folder.iterdir()),
        "errors of resistract (tracebacks)": sum(bool(failure["traceback"]) for failure in failures),
        "over a limit": sum(failure["reason"].startswith(LIMITS) for failure in failures),
        "ended with their worker": sum("worker process" in failure["reason"] for failure in failures),
        "most frequent reasons": "; ".join(f"{reason} {count}" for reason, count in reasons.most_common(8)),
        "tracebacks": "; ".join(sorted({f["reason"][:100] for f in failures if f["traceback"]})[:10]),
        "slow": "; ".join(f["file"].rsplit("/", 1)[-1] for f in failures if f["reason"].startswith(LIMITS)),
    }


if __name__ == "__main__":
    main()
