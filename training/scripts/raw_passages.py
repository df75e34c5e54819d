"""Passages of raw text that nothing is measured on and that nobody has annotated."""

import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from convert_gold import pieces
from entities import runs
from spacy.language import Language
from spacy.tokens import Doc

PIECE = 30  # tokens of a passage, at the end of a sentence
LONGEST = 120
SHORTEST_LINE = 30  # words


def lines_of(paths: Iterable[Path]) -> set[int]:
    """Return the numbers of the raw text's lines that files of records name, in their own name or in the records'."""
    found = set()
    for path in paths:
        named = re.search(r"raw(\d+)$", path.stem)
        if named:
            found.add(int(named[1]))
        records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        found.update(record["line"] for record in records if "line" in record)
    return found


def passages(nlp: Language, raw: Path, known: set[int], refused: set, tokens: int, seed: int) -> Iterator[Doc]:
    """Yield passages of some `tokens` tokens in all, from lines in random order."""
    with lzma.open(raw, "rt", encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    refused = refused.union(*(runs(lines[number]) for number in known))
    order = list(range(len(lines)))
    random.Random(seed).shuffle(order)  # noqa: S311
    for number in order:
        line = lines[number]
        if number in known or len(line.split()) < SHORTEST_LINE or runs(line) & refused:
            continue
        for piece in pieces(nlp.make_doc(line), PIECE):
            passage = nlp.make_doc(piece.text)  # by itself, for tokens may depend on what stands beside them
            if len(passage) <= LONGEST:
                tokens -= len(passage)
                yield passage
        if tokens <= 0:
            return
