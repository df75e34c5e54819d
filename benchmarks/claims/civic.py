"""CIViC evidence statements: whether claims link a gene or its variant to the response to a drug.

A label names gene, variant, drug and sign: +1 where that condition of the gene goes with resistance, -1 with
sensitivity (https://civicdb.org, CC0).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from extract.schema import Mention, Triple

LOST = re.compile("LOSS|UNDEREXPRESSION|DELETION|TRUNCAT|FRAMESHIFT|DELETERIOUS|METHYLATION|KNOCKDOWN")
LEVEL = re.compile("EXPRESSION|AMPLIFICATION|COPY NUMBER|PHOSPHORYLATION")
LOSS_IN_TEXT = re.compile("loss|delet|defici|null|mutat", re.IGNORECASE)
RAISING = frozenset({"promotes", "activates", "upregulates", "associated_with"})
LOWERING = frozenset({"inhibits", "downregulates"})


def labels(path: Path) -> dict[str, dict]:
    """Return the labels by document id."""
    return {label["id"]: label for label in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def sign_of(label: dict, triples: Iterable[Triple]) -> int | None:
    """Return the sign that most claims give the labelled condition of the gene; None where there is no claim."""
    votes: Counter[int] = Counter()
    for triple in triples:
        if triple.negated:
            continue
        for one, other in ((triple.subject, triple.object), (triple.object, triple.subject)):
            if _names_gene(one, label["gene"]) and _names_response(other, label["drug"]):
                votes[_effect(triple, other) * _condition(label["variant"].upper(), one, triple.evidence.text)] += 1
    return votes.most_common(1)[0][0] if votes else None


def _effect(triple: Triple, response: Mention) -> int:
    """Return the sign of a claim on resistance, whatever the state of the gene."""
    sign = -1 if response.direction == "sensitivity" else 1
    sign *= -1 if response.state == "down" else 1
    return sign if triple.predicate in RAISING else -sign if triple.predicate in LOWERING else 0


def _condition(variant: str, gene: Mention, sentence: str) -> int:
    """Return -1 where the claim speaks of the opposite of the labelled condition: of too little, not too much."""
    lost = bool(LOST.search(variant))
    level = bool(LEVEL.search(variant)) and not lost
    kept = lost and gene.state in {"up", "none"} and not LOSS_IN_TEXT.search(sentence)
    return -1 if (gene.state == "down" and level) or kept else 1


def _plain(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").lower())


def _names_gene(mention: Mention, gene: str) -> bool:
    name = _plain(gene)
    if mention.type == "VARIANT" and name in _plain(mention.norm):
        return True
    return mention.type in {"GENE", "VARIANT"} and (name == _plain(mention.norm) or name in _plain(mention.text))


def _names_response(mention: Mention, drug: str) -> bool:
    if mention.type != "DRUG_RESPONSE":
        return False
    named = {_plain(held.norm) for held in mention.drugs or ()}
    return _plain(drug) in named or _plain(drug) in _plain(mention.text)
