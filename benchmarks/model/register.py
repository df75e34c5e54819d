"""Errors of a pipeline's tags and parse on prose of reviews, by kind.

    python benchmarks/model/register.py [MODEL ...]

The sentences are those of ``annotations/register``; see the README there. They are given under the gold tokens.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations" / "register" / "register.conllu"

#: Tags that the treebanks and other models give by different rules.
SAME_TAG = {"NNP": "NN", "NNPS": "NNS", "TO": "IN", "FW": "IN"}
#: What an attachment is counted as, by its gold label.
KINDS = {
    "subjects and objects": {"nsubj", "nsubjpass", "csubj", "csubjpass", "dobj", "attr", "oprd"},
    "prepositions": {"prep", "agent"},
    "coordination": {"conj", "cc"},
    "apposition": {"appos"},
    "relative clauses": {"relcl"},
    "other clauses": {"advcl", "acl", "ccomp", "xcomp", "pcomp", "parataxis"},
    "inside noun phrases": {"amod", "compound", "nmod", "det", "poss", "nummod", "npadvmod"},
}


@dataclass(frozen=True)
class Sentence:
    """A sentence of the gold: tokens, white space behind them, tags, heads (the root is its own), labels."""

    sample: str
    words: list[str]
    spaces: list[bool]
    tags: list[str]
    heads: list[int]
    deps: list[str]


def read_gold(path: Path = GOLD) -> list[Sentence]:
    """Read a CoNLL-U file whose fifth column holds Penn Treebank tags."""
    sentences = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        notes = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# "))
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        heads = [int(row[6]) - 1 for row in rows]
        sentences.append(
            Sentence(
                notes["sample"],
                [row[1] for row in rows],
                [row[9] != "SpaceAfter=No" for row in rows],
                [row[4] for row in rows],
                [index if head < 0 else head for index, head in enumerate(heads)],
                ["ROOT" if head < 0 else row[7] for row, head in zip(rows, heads, strict=True)],
            )
        )
    return sentences


def parsed(nlp: Language, sentence: Sentence) -> Doc:
    """Run tagger and parser over the gold tokens."""
    doc = Doc(nlp.vocab, words=sentence.words, spaces=sentence.spaces)
    for name, component in nlp.pipeline:
        if name in {"tok2vec", "resistract_second_reading", "tagger", "parser"}:
            doc = component(doc)
    return doc


def count(sentence: Sentence, doc: Doc) -> Counter[str]:
    """Count tokens and errors of one sentence."""
    counts: Counter[str] = Counter()
    stops = [index for index, word in enumerate(sentence.words) if word in {";", ":"}]
    for index, token in enumerate(doc):
        gold = SAME_TAG.get(sentence.tags[index], sentence.tags[index])
        found = SAME_TAG.get(token.tag_, token.tag_)
        counts["tokens"] += 1
        counts["tag errors"] += gold != found
        counts["verbs"] += gold.startswith("VB")
        counts["verbs taken for nouns"] += gold.startswith("VB") and found.startswith("NN")
        counts["nouns taken for verbs"] += gold.startswith("NN") and found.startswith("VB")
        head, dep = sentence.heads[index], sentence.deps[index]
        low, high = min(index, head), max(index, head)
        if dep in {"punct", "ROOT"} or any(low < stop < high for stop in stops):
            continue  # how clauses beyond a semicolon or a colon are joined is convention
        right_head = token.head.i == head
        counts["attachments"] += 1
        counts["unlabelled errors"] += not right_head
        counts["labelled errors"] += not (right_head and token.dep_ == dep)
        kind = next((name for name, labels in KINDS.items() if dep in labels), "others")
        counts[kind] += 1
        counts[f"wrong: {kind}"] += not right_head
    return counts


def report(counts: Counter[str]) -> dict[str, object]:
    """Turn counts into what is printed: rates of tags and attachments, errors of nouns and verbs, errors by kind."""
    kinds = [*KINDS, "others"]
    return {
        "tokens": counts["tokens"],
        "tags": round(1 - counts["tag errors"] / counts["tokens"], 4),
        "verbs": counts["verbs"],
        "verbs taken for nouns": counts["verbs taken for nouns"],
        "nouns taken for verbs": counts["nouns taken for verbs"],
        "uas": round(1 - counts["unlabelled errors"] / counts["attachments"], 4),
        "las": round(1 - counts["labelled errors"] / counts["attachments"], 4),
        "wrong heads": {kind: f"{counts[f'wrong: {kind}']} of {counts[kind]}" for kind in kinds},
    }


def scores(nlp: Language, sentences: list[Sentence]) -> dict[str, dict[str, object]]:
    """Score all sentences, and those drawn at random alone."""
    total: dict[str, Counter[str]] = {"all": Counter(), "random": Counter()}
    for sentence in sentences:
        counts = count(sentence, parsed(nlp, sentence))
        total["all"] += counts
        if sentence.sample == "random":
            total["random"] += counts
    return {name: report(counts) for name, counts in total.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=[str(ROOT / "extract" / "data" / "model")])
    arguments = parser.parse_args()
    sentences = read_gold()
    print(json.dumps({model: scores(spacy.load(model), sentences) for model in arguments.models}, indent=1))


if __name__ == "__main__":
    main()
