"""A disk that is full: a run whose folder lies on a small file system, which is then made larger step by step.

    python benchmarks/hostile/disk.py [--documents 12] [--steps 12] [-o report.json]        # as root, on Linux

At each size the same command is given. Short of room it must end with exit code 2 and one line that says so, keep what
stood, and leave nothing half written; with room enough the bytes must be those of a run left alone.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from kills import content, make_papers, results, start
from outcome import tell


def mount(place: Path, size: int, *options: str) -> None:
    """Mount a file system of ``size`` bytes in memory at a folder, or make it larger."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}", *options]), "none", str(place)], check=True)


def used(folder: Path) -> int:
    """Return the bytes that a folder's files take on the disk."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    report: dict[str, int | list[str]] = {"sizes tried": 0, "ended for want of room": 0, "not one line": 0}
    report |= {"other exit codes": 0, "results lost": 0, "finished": 0, "bytes not equal": 0}
    said: set[str] = set()
    with TemporaryDirectory() as scratch:
        papers, alone, disk = Path(scratch, "papers"), Path(scratch, "alone"), Path(scratch, "disk")
        make_papers(papers, options.documents)
        start(papers, alone, 1).wait()
        need = used(alone)
        disk.mkdir()
        mount(disk, need // options.steps)
        try:
            seen: set[str] = set()
            for step in range(1, options.steps * 2 + 1):
                mount(disk, step * need // options.steps, "remount")
                run = start(papers, disk / "run", 1)
                words = run.communicate()[1].strip()
                report["sizes tried"] += 1
                report["results lost"] += len(seen - results(disk / "run"))
                seen = results(disk / "run")
                if run.returncode == 0:
                    report["finished"] += 1
                    report["bytes not equal"] += content(disk / "run") != content(alone)
                    break
                report["ended for want of room"] += run.returncode == 2
                report["other exit codes"] += run.returncode != 2
                report["not one line"] += len(words.splitlines()) != 1
                said.add(words.replace(str(disk), "")[-300:])
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    report["said"] = sorted(said)
    tell(report, options.output)


if __name__ == "__main__":
    main()
