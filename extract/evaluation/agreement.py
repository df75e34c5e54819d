"""How far two annotators agree: pairwise F1, Cohen's kappa, and where they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import permutations
from typing import Any

from extract.evaluation.breakdown import attributes
from extract.evaluation.compare import describe
from extract.evaluation.errors import CORRECT, diagnose
from extract.evaluation.evaluation import claim_record
from extract.evaluation.gold import GoldDocument, GoldError, GoldSentence
from extract.evaluation.markdown import table
from extract.evaluation.matching import match_claims, match_mentions, same_argument
from extract.evaluation.scoring import score
from extract.evaluation.units import Claim, Unit, gold_claims, gold_mention
from extract.schema import Mention

NONE = "none"


def paired_units(first: Sequence[GoldDocument], second: Sequence[GoldDocument]) -> list[Unit]:
    """Return units with the first annotator as gold and the second as system, for sentences that both have.

    Raises
    ------
    GoldError
        If they have no sentence in common.
    """
    others = {(doc.doc_id, sentence.sid): sentence for doc in second for sentence in doc.sentences}
    units = []
    for document in first:
        for sentence in document.sentences:
            other = others.get((document.doc_id, sentence.sid))
            if other is None:
                continue
            ours, theirs = _mentions(sentence), _mentions(other)
            units.append(
                Unit(
                    sid=sentence.sid,
                    doc=document.doc_id,
                    text=sentence.text or f"{sentence.starts} … {sentence.ends}",
                    gold_mentions=tuple(ours.values()),
                    gold_claims=gold_claims(sentence, ours),
                    mentions=tuple(theirs.values()),
                    claims=gold_claims(other, theirs),
                    gold_set=document.gold_set,
                )
            )
    if not units:
        raise GoldError("the two annotators have no sentence in common; sentences are matched by document and id (sid)")
    return units


def agreement(units: Sequence[Unit]) -> dict[str, object]:
    """Return pairwise F1 (the same whichever side is called gold) and Cohen's kappa.

    Kappa is taken over words (the type of the mention a word is in, or none), over ordered pairs of mentions that
    both marked (the predicate between them, or none; and its net sign), and over the attributes of matched claims.
    """
    scores = score(units)
    words = [labels for unit in units for labels in _words(unit)]
    pairs = [labels for unit in units for labels in _pairs(unit)]
    matched = [
        (unit.gold_claims[i], unit.claims[j])
        for unit in units
        for i, j in match_claims(unit.gold_claims, unit.claims, level="pair")
    ]
    kappas: dict[str, Sequence[tuple[Hashable, Hashable]]] = {
        "type of each word": words,
        "predicate of each pair of mentions": [
            (a.predicate if a else NONE, b.predicate if b else NONE) for a, b in pairs
        ],
        "sign of each pair of mentions": [(a.sign if a else NONE, b.sign if b else NONE) for a, b in pairs],
        "negation of matched claims": [(a.negated, b.negated) for a, b in matched],
        "certainty of matched claims": [(a.certainty, b.certainty) for a, b in matched],
        "state of the subject of matched claims": [(a.subject.state, b.subject.state) for a, b in matched],
    }
    return {
        "sentences": len(units),
        "f1": {
            name: getattr(scores, name).as_dict()
            for name in ("mentions_strict", "mentions_relaxed", "pair", "signed", "strict")
        },
        "wrong_sign": scores.wrong_sign.as_dict(),
        "kappa": {name: {"items": len(labels), "kappa": cohen_kappa(labels)} for name, labels in kappas.items()},
        "attributes": {name: share.as_dict() for name, share in attributes(units).items() if "identifier" not in name},
        "disagreements": [entry for unit in units if (entry := _disagreement(unit))],
    }


def cohen_kappa(labels: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa (Cohen 1960) of pairs of labels; None where it is not defined.

    It is not defined for no items, nor when both sides gave one and the same label to all.
    """
    if not labels:
        return None
    total = len(labels)
    observed = sum(a == b for a, b in labels) / total
    first, second = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    expected = sum(first[label] * second[label] for label in first) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def agreement_markdown(result: Mapping[str, Any], names: tuple[str, str]) -> str:
    """Return agreement as Markdown: tables, then the disagreements sentence by sentence."""
    rows = [
        [name.replace("_", ", "), f"{row['f1']:.3f}", row["matched"], row["gold"], row["system"]]
        for name, row in result["f1"].items()
    ]
    kappas = [
        [name, row["items"], "–" if row["kappa"] is None else f"{row['kappa']:.3f}"]
        for name, row in result["kappa"].items()
    ]
    parts = [
        f"# Agreement of {names[0]} and {names[1]}",
        f"{result['sentences']} sentences that both annotated.",
        table(["", "F1", "agreed", names[0], names[1]], rows),
        f"Opposite signs in {result['wrong_sign']['part']} of {result['wrong_sign']['whole']} shared pairs.",
        table(["Cohen's kappa", "items", "kappa"], kappas),
        f"## {len(result['disagreements'])} sentences with disagreements",
    ]
    for entry in result["disagreements"]:
        lines = [f"**{entry['sid']}** {' '.join(entry['text'].split())}"]
        for name, side in zip(names, ("first", "second"), strict=True):
            lines += [f"- {name} alone marks: {item}" for item in entry[side]]
        lines += [f"- differ: {item}" for item in entry["differ"]]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _mentions(sentence: GoldSentence) -> dict[str, Mention]:
    return {mention.id: gold_mention(mention) for mention in sentence.entities}


def _words(unit: Unit) -> list[tuple[str, str]]:
    if any(unit.text[m.start : m.end] != m.text for m in (*unit.gold_mentions, *unit.mentions)):
        return []  # stand-off records: the words between the quotes are not known
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", unit.text)]
    return [(_type_at(unit.gold_mentions, *span), _type_at(unit.mentions, *span)) for span in spans]


def _type_at(mentions: Sequence[Mention], start: int, end: int) -> str:
    return next((mention.type for mention in mentions if mention.start < end and start < mention.end), NONE)


def _pairs(unit: Unit) -> list[tuple[Claim | None, Claim | None]]:
    shared = [unit.gold_mentions[i] for i, _ in match_mentions(unit.gold_mentions, unit.mentions, strict=False)]
    return [(_between(unit.gold_claims, a, b), _between(unit.claims, a, b)) for a, b in permutations(shared, 2)]


def _between(claims: Sequence[Claim], subject: Mention, object_: Mention) -> Claim | None:
    for claim in claims:
        if same_argument(claim.subject, subject) and same_argument(claim.object, object_):
            return claim
    return None


def _disagreement(unit: Unit) -> dict[str, object] | None:
    matched = match_mentions(unit.gold_mentions, unit.mentions, strict=True)
    sides = {}
    diagnosis = diagnose(unit)
    differ = []
    for index, (side, mentions, claims, outcomes) in enumerate(
        (
            ("first", unit.gold_mentions, unit.gold_claims, diagnosis.gold),
            ("second", unit.mentions, unit.claims, diagnosis.system),
        )
    ):
        held = {pair[index] for pair in matched}
        sides[side] = [f"{m.type} “{m.text}”" for i, m in enumerate(mentions) if i not in held]
        for claim, outcome in zip(claims, outcomes, strict=True):
            line = describe(claim_record(unit, claim, outcome))
            if not outcome.detail and outcome.kind != CORRECT:
                sides[side].append(line)
            elif outcome.kind != CORRECT and side == "first" and outcome.other is not None:
                other = unit.claims[outcome.other]
                differ.append(f"{line} / {describe(claim_record(unit, other, outcome))} ({', '.join(outcome.detail)})")
    if not (sides["first"] or sides["second"] or differ):
        return None
    return {"sid": unit.sid, "text": unit.text, **sides, "differ": differ}
