"""Words a second: the whole pipeline, text in and claims out, against a general English model alone, in the same run.

    python benchmarks/throughput/throughput.py [--texts FILE] [--words N] [--baseline en_core_web_sm]

Texts are lines of a file (plain or .xz), or the files of a folder, each a text; by default the raw text beside the
checkout where there is some, else the bundled synopses over and over. The general model runs text by text, as
resistract does, and batched by ``nlp.pipe``, which is the harder measure. All get the same texts, a chunk in turn, in
one process; words are what white space separates. Times are CPU time, which other work on the machine changes less
than wall-clock time, and leave out loading; the rate of each chunk is kept, and the table shows the median with the
slowest and fastest. The last lines have the median ratios, also by the clock.
"""

from __future__ import annotations

import argparse
import gc
import lzma
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import spacy

import extract
from extract.documents import read_string

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "corpora" / "raw-text.txt.xz"
CHUNKS = 10


def lines(path: Path | None) -> Iterator[str]:
    if path is None:
        yield from cycle(file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("corpus/synopses/*.txt")))
        return
    if path.is_dir():
        yield from (file.read_text(encoding="utf-8") for file in sorted(path.glob("*.txt")))
        return
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        yield from (line for line in map(str.strip, stream) if line)


def make_chunks(texts: Iterator[str], words: int) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    size = 0
    for text in texts:
        chunks[-1].append(text)
        size += len(text.split())
        if size >= words / CHUNKS:
            if len(chunks) == CHUNKS:
                return chunks
            chunks.append([])
            size = 0
    return chunks


def measure(work: Callable[[list[str]], object], chunk: list[str]) -> tuple[float, float]:
    """Return words a second, of CPU time and by the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    work(chunk)
    words = sum(len(text.split()) for text in chunk)
    return words / (time.process_time() - cpu), words / (time.perf_counter() - clock)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=RAW if RAW.exists() else None)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--baseline", default="en_core_web_sm")
    options = parser.parse_args()

    nlp = extract.load()
    baseline = spacy.load(options.baseline)
    found = 0

    def whole(chunk: list[str]) -> None:
        nonlocal found
        for text in chunk:
            doc = extract.annotate(nlp, read_string(text, doc_id="line"))
            found += len(doc._.triples)

    def general(chunk: list[str]) -> None:
        for text in chunk:
            baseline(text)

    def batched(chunk: list[str]) -> None:
        for _ in baseline.pipe(chunk):
            pass

    gc.collect()
    gc.freeze()  # as the workers of a run do
    ours, general_name, batched_name = "resistract, text to claims", options.baseline, f"{options.baseline}, batched"
    sides = {ours: whole, general_name: general, batched_name: batched}
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    warm_up, *chunks = make_chunks(lines(options.texts), options.words)
    for work in sides.values():
        work(warm_up[:20])
    for chunk in chunks:
        for name, work in sides.items():
            rates[name].append(measure(work, chunk))

    print(f"{'':32}{'words/s':>10}{'slowest':>10}{'fastest':>10}")
    for name, measured in rates.items():
        values = [cpu for cpu, _ in measured]
        print(f"{name:32}{statistics.median(values):10,.0f}{min(values):10,.0f}{max(values):10,.0f}")
    for name in (general_name, batched_name):
        pairs = list(zip(rates[ours], rates[name], strict=True))
        cpu, clock = (statistics.median(mine[k] / theirs[k] for mine, theirs in pairs) for k in (0, 1))
        print(f"{f'ratio to {name}':42}{cpu:5.2f}    (by the clock {clock:.2f})")
    print(f"{found} claims")


if __name__ == "__main__":
    main()
