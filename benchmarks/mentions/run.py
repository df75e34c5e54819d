"""Score mentions on sentences of all fields that no network was trained on; ``training/likelihood`` was.

    python benchmarks/mentions/run.py RAW_TEXT [--limit SENTENCES]

RAW_TEXT is the collection that ``unseen.jsonl`` was drawn from, one paragraph a line. Each sentence is read by itself;
a mention in a span that the annotators doubted counts neither way. Prints precision, recall and F1 by type, for spans
that overlap and for exact ones.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from extract.evaluation.scoring import score, score_mentions_by_type
from extract.evaluation.units import Unit
from extract.language.load import apply, load
from extract.relations.assemble import mentions_of
from extract.schema import Mention

UNSEEN = Path(__file__).parent / "unseen.jsonl"


def sentences(raw: Path, limit: int | None) -> Iterator[tuple[str, dict]]:
    """Yield the text and record of each annotated sentence."""
    records = [json.loads(line) for line in UNSEEN.read_text(encoding="utf-8").splitlines()][:limit]
    wanted = {record["line"] for record in records}
    opener = lzma.open if raw.suffix == ".xz" else open
    with opener(raw, "rt", encoding="utf-8") as lines:
        texts = {number: line for number, line in enumerate(lines) if number in wanted}
    for record in records:
        yield texts[record["line"]][record["start"] : record["end"]], record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    nlp = load()
    units = []
    for number, (text, record) in enumerate(sentences(arguments.raw, arguments.limit)):
        gold = [
            Mention(text=text[start:end], type=label, norm=text[start:end], start=start, end=end)
            for start, end, label in record["entities"]
        ]
        found = [
            mention
            for mention in mentions_of(apply(nlp, nlp.make_doc(text)))
            if not any(start < mention.end and mention.start < end for start, end in record["doubtful"])
        ]
        name = f"{record['line']}-{number}"
        units.append(
            Unit(
                sid=name,
                doc=name,
                text=text,
                gold_mentions=tuple(gold),
                gold_claims=(),
                mentions=tuple(found),
                claims=(),
            )
        )
    total = score(units)
    rows = {**score_mentions_by_type(units), "all": (total.mentions_strict, total.mentions_relaxed)}
    print(f"{'':14}   gold   overlap: P     R    F1    exact F1")
    for name, (strict, relaxed) in rows.items():
        print(
            f"{name:14} {relaxed.gold:6}      {relaxed.precision:.3f} {relaxed.recall:.3f} {relaxed.f1:.3f}"
            f"       {strict.f1:.3f}"
        )


if __name__ == "__main__":
    main()
