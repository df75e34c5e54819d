"""Measure the lexicon: load time, memory, keys, and characters a second of matching.

Run ``python benchmarks/lexicon/speed.py [TEXT.txt]``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
from spacy.lang.en import English

from extract.language.components.lexicon import LexiconMatcher
from extract.language.lexicon.dictionary import DATA, load_lexicon

SAMPLE = (
    "Loss of PTEN activates AKT and makes MCF-7 cells resistant to tamoxifen, whereas miR-21 inhibitors restore "
    "apoptosis in triple-negative breast cancer. Macrophages secrete IL-6, which phosphorylates STAT3.\n"
)


def main() -> None:
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    lexicon = load_lexicon()
    print(f"file      {DATA.stat().st_size / 1e6:8.1f} MB")
    print(f"load      {time.perf_counter() - started:8.2f} s")
    print(f"memory    {(process.memory_info().rss - before) / 1e6:8.1f} MB")
    print(f"keys      {len(lexicon):8d}")
    text = Path(sys.argv[1]).read_text(encoding="utf-8")[:1_000_000] if len(sys.argv) > 1 else SAMPLE * 2000
    nlp = English()
    matcher = LexiconMatcher(lexicon)
    docs = [nlp.make_doc(line) for line in text.splitlines() if line.strip()]
    started = time.perf_counter()
    count = sum(len(matcher(doc).spans["lexicon"]) for doc in docs)
    seconds = time.perf_counter() - started
    print(f"matching  {len(text) / seconds:8.0f} characters/s, {count} candidates")


if __name__ == "__main__":
    main()
