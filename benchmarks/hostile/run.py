"""A campaign of hostile inputs and faults, and a table of what became of them.

    python benchmarks/hostile/run.py [--inputs 10000] [--per-run 500] [--seed 1] [--kills 20] [-j 2] [-o report.json]

The inputs of `inputs.py` are done in runs of so many. Meanwhile workers are killed at random moments, and so are runs,
which are then started again. In the end every input must be a document or a failure with a reason; none may be lost,
named an error of resistract, or over its limits without that limit's name. The report is written after each run, so
that a campaign that is broken off has told what it tried. Memory is the most that one process held.
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
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from inputs import inputs
from kills import workers
from outcome import tell

LIMITS = ("not done after", "needs more memory")
LARGE, RARE = 3_000, 20  # of the inputs over so many bytes, which take most of the time, one in so many is tried
TEXT = 500  # bytes of a bundled paper that a mutant is made of: most of the time goes into the words
COUNTED = (
    "tried",
    "runs",
    "documents (a collection holds several)",
    "refused by name",
    "lost",
    "errors of resistract (tracebacks)",
    "over a limit",
    "ended with their worker",
    "took over 5 s",
    "workers killed",
    "runs killed",
)


def hunted(folder: Path, output: Path, kills: int, noise: random.Random, options: argparse.Namespace) -> Counter[str]:
    """Run until done, killing workers and the run now and then; return what was counted.

    Raises
    ------
    RuntimeError
        If the run ends without having done its work.
    """
    command = [sys.executable, "-c", "from extract.cli import app; app()", "run", str(folder), "-o", str(output), "-q"]
    command += ["-j", str(options.jobs), "--timeout", str(options.timeout), "--memory", "2"]
    counts: Counter[str] = Counter()
    moments = sorted(noise.randrange(1, len(list(folder.iterdir()))) for _ in range(kills))  # by documents done
    while True:
        with tempfile.TemporaryFile("w+") as said:
            run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
            while run.poll() is None:
                time.sleep(0.2)
                if not moments or sum(1 for _ in output.glob(".resistract/*.jsonl*")) < moments[0]:
                    continue
                del moments[0]
                if noise.random() < 0.3:
                    run.send_signal(signal.SIGKILL)
                    run.wait()
                    counts["runs killed"] += 1
                elif alive := workers(run):
                    subprocess.run(["kill", "-9", str(noise.choice(alive))], stderr=subprocess.DEVNULL, check=False)
                    counts["workers killed"] += 1
            said.seek(0)
            if run.returncode not in (0, 1, -signal.SIGKILL):
                raise RuntimeError(f"the run ended with {run.returncode}: {said.read()[-2000:]}")
        if run.returncode >= 0:
            return counts


def chosen(made: Iterable[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many inputs, of the large ones only some."""
    large = 0
    for name, data in made:
        large += len(data) > LARGE
        if len(data) <= LARGE or large % RARE == 1:
            yield name, data
            count -= 1
        if not count:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--per-run", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    noise = random.Random(options.seed)  # noqa: S311  not for secrets
    made = chosen(inputs(20 * options.inputs, options.seed, start=TEXT), options.inputs)
    counts: Counter[str] = Counter()
    named: dict[str, Counter[str]] = {}
    started = time.monotonic()
    while part := list(islice(made, options.per_run)):
        with tempfile.TemporaryDirectory() as scratch:
            folder, output = Path(scratch, "inputs"), Path(scratch, "run")
            folder.mkdir()
            for name, data in part:
                (folder / name).write_bytes(data)
            kills = round(options.kills * len(part) / options.inputs)
            counts += hunted(folder, output, kills, noise, options)
            counts["runs"] += 1
            judge(folder, output, counts, named)
        report = {name: counts[name] for name in COUNTED} | {"seconds": round(time.monotonic() - started)}
        report["peak memory, MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        report |= {name: dict(found.most_common(12)) for name, found in named.items()}
        if options.output:
            options.output.write_text(json.dumps(report, indent=1) + "\n")
    tell(report)


def judge(folder: Path, output: Path, counts: Counter[str], named: dict[str, Counter[str]]) -> None:
    """Count what became of the inputs of one run, and note the reasons."""
    failures = [json.loads(line) for line in (output / "failures.jsonl").read_text().splitlines()]
    entries = json.loads((output / "run.json").read_text())["inputs"]
    done = [entry for entry in entries if entry["status"] != "failed"]
    given = {path.name for path in folder.iterdir()}
    told = {Path(entry["file"].split("#")[0]).name for entry in [*entries, *failures]}
    over = [failure for failure in failures if failure["reason"].startswith(LIMITS)]
    broken = [failure for failure in failures if failure["traceback"]]
    counts["tried"] += len(given)
    counts["documents (a collection holds several)"] += len(done)
    counts["refused by name"] += len(failures) - len(broken)
    counts["lost"] += len(given - told)
    counts["errors of resistract (tracebacks)"] += len(broken)
    counts["over a limit"] += len(over)
    counts["ended with their worker"] += sum("worker process" in failure["reason"] for failure in failures)
    counts["took over 5 s"] += sum(sum(entry["seconds"].values()) > 5 for entry in done)
    for name, found in (
        ("most frequent reasons", [" ".join(failure["reason"].split()[:5]) for failure in failures]),
        ("tracebacks", [failure["reason"][:100] for failure in broken]),
        ("over a limit, by file", [failure["file"].rsplit("/", 1)[-1] for failure in over]),
    ):
        named.setdefault(name, Counter()).update(found)


if __name__ == "__main__":
    main()
