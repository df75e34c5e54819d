"""The evaluation as one plain dictionary: what the JSON report holds and the other reports are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.evaluation import breakdown, curves
from extract.evaluation.baselines import all_pairs, nearest_to_trigger
from extract.evaluation.errors import Outcome, diagnose, stages
from extract.evaluation.matching import match_mentions
from extract.evaluation.norms import norm_key
from extract.evaluation.scoring import LEVELS, Counts, Share, UnitScores, score, score_documents, score_mentions_by_type
from extract.evaluation.units import Claim, Unit
from extract.schema import Mention

VERSION = "1"


def evaluate(
    units: Sequence[Unit],
    given: Sequence[Unit] = (),
    *,
    about: Mapping[str, object] | None = None,
    skipped: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Score units and describe every sentence.

    Parameters
    ----------
    units : sequence of Unit
        Sentences with what the whole pipeline found.
    given : sequence of Unit
        The same sentences with gold mentions given; may be empty.
    about : mapping
        What was run, on what: goes into the report as it is.
    skipped : mapping
        Documents that were not scored, with the reason.
    """
    sets = sorted({unit.gold_set for unit in units})
    report: dict[str, object] = {
        "version": VERSION,
        "about": {
            **(about or {}),
            "documents": len({(unit.gold_set, unit.doc) for unit in units}),
            "sentences": len(units),
            "gold_mentions": sum(len(unit.gold_mentions) for unit in units),
            "gold_claims": sum(len(unit.gold_claims) for unit in units),
        },
        "skipped": dict(skipped or {}),
        "found": _scores(units),
        "given": _scores(given) if given else None,
        "sets": {name: _headline([unit for unit in units if unit.gold_set == name]) for name in sets if len(sets) > 1},
        "baselines": {"found": _baselines(units), "given": _baselines(given) if given else None},
        "sentences": [_sentence(unit) for unit in units],
    }
    return report


def _scores(units: Sequence[Unit]) -> dict[str, object]:
    return {
        **_headline(units),
        "intervals": curves.intervals(units),
        "mentions_by_type": {
            name: {"strict": strict.as_dict(), "relaxed": relaxed.as_dict()}
            for name, (strict, relaxed) in score_mentions_by_type(units).items()
        },
        "by_predicate": _dicts(breakdown.by_predicate(units)),
        "by_class": _dicts(breakdown.by_class(units)),
        "by_distance": _dicts(breakdown.by_distance(units)),
        "by_section": {name: _levels(scores) for name, scores in breakdown.by_section(units).items()},
        "by_rule": breakdown.by_rule(units),
        "by_frame": breakdown.by_rule(units, part="frame"),
        "by_trigger": breakdown.by_rule(units, part="trigger"),
        "attributes": _dicts(breakdown.attributes(units)),
        "arguments": _dicts(breakdown.arguments(units)),
        "outcomes": stages(units),
        "curve": curves.precision_recall(units),
        "calibration": curves.calibration(units),
    }


def _headline(units: Sequence[Unit]) -> dict[str, object]:
    return {**_levels(score(units)), "documents": score_documents(units).as_dict(), "sentences": len(units)}


def _levels(scores: UnitScores) -> dict[str, object]:
    return {
        "mentions_strict": scores.mentions_strict.as_dict(),
        "mentions_relaxed": scores.mentions_relaxed.as_dict(),
        **{level: getattr(scores, level).as_dict() for level in LEVELS},
        "wrong_sign": scores.wrong_sign.as_dict(),
    }


def _baselines(units: Sequence[Unit]) -> dict[str, object]:
    return {
        "all co-occurring pairs": _headline(all_pairs(units)),
        "nearest pair around a trigger word": _headline(nearest_to_trigger(units)),
    }


def _dicts(values: Mapping[str, Counts | Share | breakdown.LabelCounts]) -> dict[str, object]:
    return {name: value.as_dict() for name, value in values.items()}


def _sentence(unit: Unit) -> dict[str, object]:
    diagnosis = diagnose(unit)
    found = {i for i, _ in match_mentions(unit.gold_mentions, unit.mentions, strict=False)}
    named = {j for _, j in match_mentions(unit.gold_mentions, unit.mentions, strict=False)}
    return {
        "sid": unit.sid,
        "doc": unit.doc,
        "set": unit.gold_set,
        "section": unit.section,
        "text": unit.text,
        "read": unit.read,
        "gold_mentions": [_mention(unit, m, hit=i in found) for i, m in enumerate(unit.gold_mentions)],
        "mentions": [_mention(unit, m, hit=j in named) for j, m in enumerate(unit.mentions)],
        "gold": [claim_record(unit, c, o) for c, o in zip(unit.gold_claims, diagnosis.gold, strict=True)],
        "system": [claim_record(unit, c, o) for c, o in zip(unit.claims, diagnosis.system, strict=True)],
    }


def _mention(unit: Unit, mention: Mention, *, hit: bool) -> dict[str, object]:
    return {
        "start": mention.start - unit.start,
        "end": mention.end - unit.start,
        "text": mention.text,
        "type": mention.type,
        "norm": mention.norm,
        "curie": mention.curie,
        "hit": hit,
    }


def claim_record(unit: Unit, claim: Claim, outcome: Outcome) -> dict[str, object]:
    """Return a claim and what became of it as the report holds it; offsets index the sentence."""
    return {
        "subject": claim.subject.text,
        "subject_state": claim.subject.state,
        "predicate": claim.predicate,
        "object": claim.object.text,
        "object_state": claim.object.state,
        "via": [mention.text for mention in claim.via],
        "sign": claim.sign,
        "negated": claim.negated,
        "certainty": claim.certainty,
        "context": [mention.text for mention in claim.context],
        "rule": claim.rule,
        "trigger": claim.trigger,
        "confidence": claim.confidence,
        "spans": [claim.subject.start - unit.start, claim.object.start - unit.start],
        "key": "|".join([norm_key(claim.subject), claim.predicate, norm_key(claim.object), str(claim.sign)]),
        "outcome": outcome.kind,
        "other": outcome.other,
        "detail": list(outcome.detail),
    }
