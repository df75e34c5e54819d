"""Hostile inputs through the readers alone: no workers, no model, so that tens of thousands are done in minutes.

    python benchmarks/hostile/readers.py [--inputs 10000] [--seed 1] [--seconds 30] [-o report.json]

Each input of `inputs.py` is told its format, cut into its papers, and these are read. Whatever the bytes, that must end
in papers or in a refusal with a reason, within so many seconds of CPU time.
"""

from __future__ import annotations

import argparse
import gc
import resource
import signal
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from inputs import inputs
from outcome import tell

from extract.batch import limits
from extract.documents import ReadError, detect_format, read, split

SLOW = 1.0  # seconds from which on an input is named


class OutOfTime(BaseException):
    """An input took longer than it may; no ``Exception``, which a reader might catch."""


def _end(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


def outcome(path: Path, data: bytes, seconds: float) -> str:
    """Return what becomes of one input."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        for paper in split(data, str(path), detect_format(data, str(path))):
            del paper
        read(path)
    except ReadError as error:
        return "refused by name" if error.reason else "refused without a reason"
    except OutOfTime:
        return "over the time"
    except Exception as error:
        return f"traceback: {type(error).__name__}: {error}"[:120]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "read"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, _end)
    limits.start(4.0)
    counts: Counter[str] = Counter()
    slow: list[tuple[float, str]] = []
    with TemporaryDirectory() as scratch:
        for name, data in inputs(options.inputs, options.seed):
            path = Path(scratch, name)
            path.write_bytes(data)
            started = time.process_time()
            counts[outcome(path, data, options.seconds)] += 1
            spent = time.process_time() - started
            if spent > SLOW:
                slow.append((round(spent, 1), name))
            path.unlink()
            if sum(counts.values()) % 1000 == 0:
                gc.collect()
    report: dict[str, object] = {"tried": sum(counts.values()), **dict(counts.most_common())}
    report[f"slower than {SLOW:g} s"] = len(slow)
    report["slowest"] = "; ".join(f"{name} {spent} s" for spent, name in sorted(slow, reverse=True)[:5])
    report["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell(report, options.output)


if __name__ == "__main__":
    main()
