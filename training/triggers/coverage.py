"""Tell in what share of annotated relations a known trigger stands near the two arguments, without showing a sentence.

Prints, for each folder of annotations, the share with any trigger near and the share with a trigger whose class can
state the annotated predicate. What is not covered cannot be found by rules that need a trigger.

    python training/triggers/coverage.py GOLD_FOLDER [GOLD_FOLDER ...]
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from extract.relations.rules.inflection import noun_forms, verb_forms
from extract.relations.rules.load import load_rules
from extract.relations.rules.model import FORMS

WORD = re.compile(r"[A-Za-z]{2,}")
CLASSES = {
    "promotes": {"promote", "activate", "increase"},
    "activates": {"promote", "activate", "increase"},
    "upregulates": {"promote", "activate", "increase"},
    "inhibits": {"inhibit", "decrease"},
    "downregulates": {"inhibit", "decrease"},
    "regulates": {"regulate", "modify", "target"},
    "modifies": {"modify", "regulate", "target"},
    "targets": {"target", "regulate", "modify"},
    "binds": {"bind"},
    "sponges": {"sponge"},
    "combines_with": {"combine"},
    "treats": {"treat"},
    "associated_with": {"associate", "increase", "decrease"},
}


def lexicon() -> dict[str, set[str]]:
    """Return the trigger classes of every form of the first word of every trigger."""
    classes: dict[str, set[str]] = defaultdict(set)
    for trigger in load_rules().triggers:
        for form in FORMS:
            for phrase in trigger.words(form):
                words = phrase.lower().replace("-", " ").split()
                first = words[1] if form == "verb" and words[0].endswith("ly") and len(words) > 1 else words[0]
                for inflected in {first, *(verb_forms(first) if form == "verb" else noun_forms(first))}:
                    classes[inflected].add(trigger.cls)
    return classes


def near(record: dict, relation: dict, known: dict[str, set[str]], margin: int) -> set[str]:
    """Return the classes of the triggers between two arguments or within `margin` characters of them."""
    spans = {entity["id"]: (entity["start"], entity["end"]) for entity in record["entities"]}
    pair = [spans[relation["subject"]], spans[relation["object"]]]
    start, end = min(a for a, _ in pair) - margin, max(b for _, b in pair) + margin
    found: set[str] = set()
    for word in WORD.finditer(record["text"], max(start, 0), min(end, len(record["text"]))):
        if not any(a <= word.start() and word.end() <= b for a, b in spans.values()):
            found |= known.get(word.group().lower(), set())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--margin", type=int, default=30, help="characters beside the two arguments")
    arguments = parser.parse_args()
    known = lexicon()
    for folder in arguments.folders:
        total = covered = fitting = 0
        for path in sorted(folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                for relation in record.get("relations", []):
                    classes = near(record, relation, known, arguments.margin)
                    total += 1
                    covered += bool(classes)
                    fitting += bool(classes & CLASSES[relation["predicate"]])
        shares = f"any trigger {covered / total:.3f}, of a fitting class {fitting / total:.3f}"
        print(f"{folder.name}: {total} relations, {shares}")


if __name__ == "__main__":
    main()
