"""List the words of sentences that name two entities and yield no claim, by frequency, with one example each.

Where ``mine_raw.py`` finds entities by shape, this runs the whole pipeline, so that what it lists is what the trigger
lexicon still lacks (or what a frame cannot reach). Claims found on the way are written to ``--claims`` for reading.

    python training/triggers/mine_missing.py raw-text.txt --output missing.tsv --claims claims.tsv
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter
from pathlib import Path

from mine_raw import sentences

from extract.language import load
from extract.relations.find.triggers import TriggerIndex
from extract.relations.rules.load import load_rules

TOPIC = re.compile(
    r"cancer|carcinoma|tumou?r|leuk|lymphoma|melanoma|resist|sensitiv|metasta|prolifer|apopto", re.IGNORECASE
)
KEPT = {"VERB", "NOUN", "ADJ"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=2)
    arguments = parser.parse_args()
    drawn = [sentence for sentence in sentences(arguments.text) if TOPIC.search(sentence)]
    random.Random(arguments.seed).shuffle(drawn)  # noqa: S311
    nlp = load()
    known = TriggerIndex(load_rules())
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    with arguments.claims.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(["rule", "negated", "certainty", "subject", "predicate", "object", "sentence"])
        for doc in nlp.pipe(drawn[: arguments.limit], batch_size=128):
            for relation in doc._.relations:
                left = f"{relation.subject.text} ({relation.subject_state})"
                right = f"{relation.object.text} ({relation.object_state})"
                row = [relation.rule, relation.negated, relation.certainty, left, relation.predicate, right, doc.text]
                writer.writerow(row)
            if doc._.relations or len(doc.ents) < 2:
                continue
            for token in doc[doc.ents[0].end : doc.ents[-1].start]:
                if token.pos_ in KEPT and token.is_alpha and not token.ent_type_ and token.lower_ not in known:
                    key = (token.lemma_.lower(), token.pos_)
                    counts[key] += 1
                    examples.setdefault(key, doc.text)
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(["lemma", "pos", "count", "example"])
        for (lemma, pos), count in counts.most_common():
            writer.writerow([lemma, pos, count, examples[lemma, pos]])


if __name__ == "__main__":
    main()
