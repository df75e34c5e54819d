"""Collect the evidence that the model of confidence is fitted on.

Run: ``python training/confidence/collect.py OUT.jsonl GOLD_FOLDER ...`` with folders of gold sentences that carry their
text. A line of the output is a sentence: its document, its number of gold claims, each ordered pair of gold mentions
with what the gold says of it, and each claim that the rules make with whether it is right on the signed level.

Claims count as evidence only where the rules were not tuned: collect those of a set before its errors are read.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from extract import load
from extract.evaluation.gold import GoldDocument, GoldSentence, read_gold
from extract.evaluation.matching import match_claims
from extract.evaluation.norms import SYMMETRIC
from extract.evaluation.system import MENTION_COMPONENTS, preset
from extract.evaluation.units import Claim, gold_claims, gold_mention, system_claim
from extract.language.load import apply
from extract.relations.assemble import triple_of
from extract.relations.confidence.evidence import claim_evidence, pair_evidence


def sentences(nlp: Language, documents: list[GoldDocument]) -> Iterator[dict]:
    """Yield a record for each gold sentence with text."""
    for document in documents:
        for sentence in document.sentences:
            if sentence.text is not None:
                yield {
                    "doc": document.doc_id,
                    "sid": sentence.sid,
                    **_claims(nlp, sentence),
                    "pairs": list(_pairs(nlp, sentence)),
                }


def _gold(sentence: GoldSentence) -> tuple[Claim, ...]:
    return gold_claims(sentence, {mention.id: gold_mention(mention) for mention in sentence.entities})


def _claims(nlp: Language, sentence: GoldSentence) -> dict:
    gold = _gold(sentence)
    doc = apply(nlp, nlp.make_doc(sentence.text or ""))
    rows = []
    for relation in doc._.relations:
        claim = system_claim(triple_of(doc, relation))
        rows.append(
            {
                "pair": pair_evidence(relation.subject, relation.object),
                "claim": claim_evidence(relation),
                "sign": relation.sign,
                "negated": relation.negated,
                "right": bool(match_claims(gold, (claim,), level="signed")),
            }
        )
    return {"gold": len(gold), "claims": rows}


def _pairs(nlp: Language, sentence: GoldSentence) -> Iterator[tuple[list[str], str]]:
    told: dict[tuple[int, int], str] = {}
    for claim in _gold(sentence):
        ends = claim.subject.start, claim.object.start
        told[ends] = "negated" if claim.negated else {1: "+", -1: "-", 0: "0"}[claim.sign]
        if claim.predicate in SYMMETRIC:
            told[ends[::-1]] = told[ends]
    off = [name for name in MENTION_COMPONENTS if name in nlp.pipe_names]
    with nlp.select_pipes(disable=off):
        doc = nlp.make_doc(sentence.text or "")
        preset(doc, map(gold_mention, sentence.entities))
        doc = apply(nlp, doc)
    for subject in doc.ents:
        for object_ in doc.ents:
            if subject.start != object_.start:
                ends = subject.start_char, object_.start_char
                yield pair_evidence(subject, object_), told.get(ends, "none")


def main(out: str, *folders: str) -> None:
    """Write the records of all folders."""
    warnings.simplefilter("ignore")
    nlp = load(min_confidence=0.0)
    with open(out, "w", encoding="utf-8") as stream:
        for folder in folders:
            for record in sentences(nlp, read_gold(Path(folder))):
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
