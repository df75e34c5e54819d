"""List the words that stand between two entity-like mentions in raw text, by frequency.

Mentions are found by shape alone (gene symbols, microRNAs, drug-name endings) and a short list of process words, which
is crude but wide: the list is a candidate list for a human reader, who decides class and sign. Only sentences with two
mentions are tagged. A word counts when it stands between two neighbouring mentions at most ``--window`` tokens apart;
it is counted with the particle or preposition that follows it.

    python training/triggers/mine_raw.py raw-text.txt --output raw.tsv
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.tokens import Doc

SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]%])[.!?]\s+(?=[A-Z])")
GENE = (
    r"(?:[A-Z]{2,}[A-Za-z]*[-/]?\d*[A-Za-zα-ω]{0,2}|"
    r"[A-Z][a-z]{1,4}-?\d{1,3}[A-Z]?|[A-Z]\d{1,2}[A-Z]*\d*|[a-z]{1,2}[A-Z][A-Z0-9]{1,4})"
)
MIRNA = r"(?:(?:hsa-)?(?:mi[Rr]|let)-\d+\w*(?:-[35]p)?|lnc\w+|circ[A-Z]\w+)"
DRUG = (
    r"\w{3,}(?:inib|nib|mab|platin|taxel|rubicin|statin|parib|ciclib|zomib|limus|trexate|mycin|oxifen|uracil|citabine|cillin|"
    r"azole|prazole|sartan|olol|dipine|formin|glitazone|curcumin|tecan|poside|istine|blastine)"
)
PROCESS = (
    r"apoptosis|autophagy|ferroptosis|pyroptosis|proliferation|invasion|migration|metastasis|angiogenesis|glycolysis|"
    r"stemness|EMT|differentiation|senescence|inflammation|tumorigenesis|resistance|chemoresistance|sensitivity|growth|"
    r"survival|death|signaling|signalling|pathway|fibrosis|hypoxia|motility|adhesion|toxicity|carcinogenesis"
)
MENTION = re.compile(rf"^(?:{GENE}|{MIRNA}|{DRUG}|{PROCESS})$")
STOP = frozenset(
    ("DNA", "RNA", "PCR", "CI", "OR", "HR", "SD", "BMI", "II", "III", "IV", "USA", "UK", "MRI", "CT", "ELISA")
)
KEPT = {"VERB", "NOUN", "ADJ", "ADV"}
FOLLOWERS = {"ADP", "PART"}


def sentences(path: Path) -> Iterator[str]:
    """Yield the sentences of a text file that hold at least two mention-like words and are of ordinary length."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            for sentence in SENTENCE_END.split(line.strip()):
                words = [word.strip("().,;:[]") for word in sentence.split()]
                if 6 <= len(words) <= 60 and sum(is_mention(word) for word in words) >= 2:
                    yield sentence


def is_mention(word: str) -> bool:
    """Tell whether a word has the shape of an entity name."""
    return word not in STOP and MENTION.match(word) is not None


def candidates(doc: Doc, window: int) -> Iterator[tuple[str, str, str]]:
    """Yield (lemma, part of speech, following adposition or "") for each word between neighbouring mentions."""
    places = [token.i for token in doc if is_mention(token.text)]
    for left, right in pairwise(places):
        if not 1 < right - left <= window + 1:
            continue
        for token in doc[left + 1 : right]:
            if token.pos_ in KEPT and token.is_alpha and len(token) > 2:
                follower = doc[token.i + 1] if token.i + 1 < right else None
                particle = follower.lower_ if follower is not None and follower.pos_ in FOLLOWERS else ""
                yield token.lemma_.lower(), token.pos_, particle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--model", default="en_core_web_sm")
    parser.add_argument("--window", type=int, default=10, help="tokens between the two mentions")
    parser.add_argument("--limit", type=int, default=120_000, help="sentences to tag, drawn at random")
    arguments = parser.parse_args()
    drawn = list(sentences(arguments.text))
    random.Random(1).shuffle(drawn)  # noqa: S311
    nlp = spacy.load(arguments.model, exclude=["parser", "ner"])
    counts: Counter[tuple[str, str]] = Counter()
    followers: dict[tuple[str, str], Counter[str]] = {}
    for doc in nlp.pipe(drawn[: arguments.limit], batch_size=256):
        for lemma, pos, follower in candidates(doc, arguments.window):
            counts[lemma, pos] += 1
            followers.setdefault((lemma, pos), Counter())[follower] += 1
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(["lemma", "pos", "count", "followers"])
        for (lemma, pos), count in counts.most_common():
            listed = " ".join(f"{word or '-'}:{number}" for word, number in followers[lemma, pos].most_common(5))
            writer.writerow([lemma, pos, count, listed])


if __name__ == "__main__":
    main()
