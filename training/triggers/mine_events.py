"""List the trigger words of BioNLP shared-task event annotations, by event type and frequency.

Reads the ``.a2`` standoff files below the given folders (Cancer Genetics, Pathway Curation, or any corpus of that
format), and writes one row per lower-cased trigger string: its number of events, how many of them are negated, and the
event types with their counts.

    python training/triggers/mine_events.py CG_FOLDER PC_FOLDER --output events.tsv
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

TRIGGER = re.compile(r"^(T\d+)\t(\S+) (\d+) \d+(?:;\d+ \d+)*\t(.+)$")
EVENT = re.compile(r"^(E\d+)\t([A-Za-z_]+):(T\d+)")
NEGATION = re.compile(r"^M\d+\tNegation (E\d+)")


def count(folders: list[Path]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Return event type counts and negated-event counts per trigger string."""
    types: dict[str, Counter[str]] = defaultdict(Counter)
    negated: Counter[str] = Counter()
    for folder in folders:
        for path in sorted(folder.rglob("*.a2")):
            words: dict[str, str] = {}
            events: dict[str, str] = {}
            for line in path.read_text(encoding="utf-8").splitlines():
                if match := TRIGGER.match(line):
                    words[match[1]] = match[4].lower()
                elif match := EVENT.match(line):
                    word = words.get(match[3])
                    if word is not None:
                        types[word][match[2]] += 1
                        events[match[1]] = word
                elif (match := NEGATION.match(line)) and match[1] in events:
                    negated[events[match[1]]] += 1
    return types, negated


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    types, negated = count(arguments.folders)
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(["trigger", "events", "negated", "types"])
        for word, counts in sorted(types.items(), key=lambda item: (-item[1].total(), item[0])):
            listed = " ".join(f"{name}:{number}" for name, number in counts.most_common())
            writer.writerow([word, counts.total(), negated[word], listed])


if __name__ == "__main__":
    main()
