"""A campaign of hostile inputs and faults, and a table of what became of them.

    python benchmarks/hostile/run.py -o report.json [--inputs 10000] [--per-run 500] [--seed 1] [--kills 20] [-j 2]

The inputs of `inputs.py` are done in runs of so many. Meanwhile workers are killed at random moments, and so are runs,
which are then started again. In the end every input must be a document or a failure with a reason; none may be lost,
named an error of resistract, or over its limits without that limit's name. Memory is the most that one process held.

A campaign can be done in slices: the report is written after each run, and the same command goes on behind it, whether
it was broken off or ended by itself after the time that ``--for`` names.
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
from outcome import earlier, save, tell

LIMITS = ("not done after", "needs more memory")
LARGE, RARE = 3_000, 20  # of the inputs over so many bytes, which take most of the time, one in so many is tried
TEXT = 500  # bytes of a bundled paper that a mutant is made of: most of the time goes into the words
COUNTED = (
    "tried",
    "runs",
    "runs ended",
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
SECONDS, MEMORY = "seconds", "peak memory, MB"
NAMED = ("most frequent reasons", "tracebacks", "over a limit, by file", "took over 5 s, by file")
MOST = {"most frequent reasons": 12}  # reasons that are kept


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
    parser.add_argument("--for", type=float, default=float("inf"), dest="length", help="seconds; no run begins after")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    report = earlier(options.output) or {name: 0 for name in (*COUNTED, SECONDS, MEMORY)}
    counts = Counter({name: report[name] for name in COUNTED})
    named = {name: Counter(report.get(name, {})) for name in NAMED}
    made = chosen(inputs(20 * options.inputs, options.seed, start=TEXT), options.inputs)
    before, started = report[SECONDS], time.monotonic()
    made = islice(made, counts["tried"], None)
    while time.monotonic() - started < options.length and (part := list(islice(made, options.per_run))):
        counts["runs"] += 1
        noise = random.Random(f"{options.seed} {counts['runs']}")  # noqa: S311  not for secrets
        one_run(part, noise, options, counts, named)
        report = {name: counts[name] for name in COUNTED} | {SECONDS: before + round(time.monotonic() - started)}
        held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        report[MEMORY] = max(held, earlier(options.output).get(MEMORY, 0))
        report |= {name: dict(found.most_common(MOST.get(name))) for name, found in named.items()}
        save(report, options.output)
    tell(report)


def one_run(
    part: list[tuple[str, bytes]],
    noise: random.Random,
    options: argparse.Namespace,
    counts: Counter[str],
    named: dict[str, Counter[str]],
) -> None:
    """Have a run do some inputs, and add to the counts and reasons what became of them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, output = Path(scratch, "inputs"), Path(scratch, "run")
        folder.mkdir()
        for name, data in part:
            (folder / name).write_bytes(data)
        counts["tried"] += len(part)
        try:
            counts.update(hunted(folder, output, round(options.kills * len(part) / options.inputs), noise, options))
        except RuntimeError as error:
            counts["runs ended"] += 1
            print(f"inputs {part[0][0]} to {part[-1][0]}: {error}", file=sys.stderr)
        else:
            judge(folder, output, counts, named)


def judge(folder: Path, output: Path, counts: Counter[str], named: dict[str, Counter[str]]) -> None:
    """Count what became of the inputs of one run, and note the reasons."""
    failures = [json.loads(line) for line in (output / "failures.jsonl").read_text().splitlines()]
    entries = json.loads((output / "run.json").read_text())["inputs"]
    done = [entry for entry in entries if entry["status"] != "failed"]
    given = {path.name for path in folder.iterdir()}
    told = {Path(entry["file"].split("#")[0]).name for entry in [*entries, *failures]}
    over = [failure for failure in failures if failure["reason"].startswith(LIMITS)]
    broken = [failure for failure in failures if failure["traceback"]]
    slow = [entry for entry in done if sum(entry["seconds"].values()) > 5]
    counts["documents (a collection holds several)"] += len(done)
    counts["refused by name"] += len(failures) - len(broken)
    counts["lost"] += len(given - told)
    counts["errors of resistract (tracebacks)"] += len(broken)
    counts["over a limit"] += len(over)
    counts["ended with their worker"] += sum("worker process" in failure["reason"] for failure in failures)
    counts["took over 5 s"] += len(slow)
    for name, found in (
        ("most frequent reasons", [" ".join(failure["reason"].split()[:5]) for failure in failures]),
        ("tracebacks", [failure["reason"][:100] for failure in broken]),
        ("over a limit, by file", [failure["file"].rsplit("/", 1)[-1] for failure in over]),
        ("took over 5 s, by file", [Path(entry["file"]).name for entry in slow]),
    ):
        named[name].update(found)


if __name__ == "__main__":
    main()
