"""From an annotated sentence to its relations: triggers, frames, arguments, polarity, sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

import extract.relations.special  # noqa: F401  registers the functions that rules name
from extract.relations import check, construct, context
from extract.relations.confidence import confidence
from extract.relations.derive import derive
from extract.relations.drafting import draft_claim
from extract.relations.find import choice, surface
from extract.relations.find.triggers import TriggerIndex
from extract.relations.reading import Reading
from extract.relations.records import SYMMETRIC, Argument, Draft, Filler, Relation, TriggerMatch, name_of, same_thing
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import Columns

# What prose never reaches: the cost of a sentence grows faster than its length.
MAX_TOKENS = 800
MAX_MENTIONS = 120


def unread_sentences(doc: Doc) -> int:
    """Count the sentences that are too long, or hold too many mentions, to look for relations in."""
    if not doc.has_annotation("SENT_START"):
        return 0
    return sum(len(sent) > MAX_TOKENS or len(sent.ents) > MAX_MENTIONS for sent in doc.sents)


def find_relations(doc: Doc, rules: RuleSet, index: TriggerIndex) -> list[Relation]:
    """Return the relations of a Doc, sentence by sentence."""
    return [relation for reading in readings(doc, rules, index) for relation in relations_of(reading)]


def readings(doc: Doc, rules: RuleSet, index: TriggerIndex, *, least: int = 2) -> Iterator[Reading]:
    """Yield the readers of the sentences that hold at least a number of mentions."""
    mentions: dict[int, list[Span]] = {}
    sentences = list(doc.sents)
    starts = [sent.start for sent in sentences]
    position, columns = 0, None
    for ent in doc.ents:
        while position + 1 < len(starts) and ent.start >= starts[position + 1]:
            position += 1
        if ent.end <= sentences[position].end:  # a parser may end a sentence inside a name: that name has no tree
            mentions.setdefault(position, []).append(ent)
    for position, sent in enumerate(sentences):
        inside = mentions.get(position, [])
        if least <= len(inside) <= MAX_MENTIONS and len(sent) <= MAX_TOKENS:
            columns = columns or Columns(doc)
            yield Reading(sent, inside, rules, index, columns)


def relations_of(reading: Reading) -> list[Relation]:
    """Return the relations between the mentions of one sentence."""
    drafts: list[Draft] = []
    for match in reading.matches:
        drafts += _drafts(reading, match)
    drafts += surface.find(reading, drafts)
    for stage in ("association", "finding", "condition", "noun"):
        drafts += construct.find(reading, stage, drafts)
    drafts = derive(reading, "means", _unique(derive(reading, "claims", drafts)))
    return _evened(reading, [_weighed(context.attach(reading, draft), reading.graph.mentions) for draft in drafts])


def _evened(reading: Reading, found: list[Relation]) -> list[Relation]:
    """Move what is said of one member of a list halfway to the surest of its members."""
    rows = [
        (r.trigger, r.predicate, r.sign, r.negated, *map(reading.arguments.lists.first, (r.subject, r.object)))
        for r in found
    ]
    best: dict[tuple[object, ...], float] = {}
    for row, relation in zip(rows, found, strict=True):
        best[row] = max(best.get(row, 0.0), relation.confidence)
    return [replace(r, confidence=(r.confidence + best[row]) / 2) for r, row in zip(found, rows, strict=True)]


def _weighed(relation: Relation, mentions: Sequence[Span]) -> Relation:
    features = (*relation.features, ("mentions", float(len(mentions))))
    return replace(relation, features=features, confidence=confidence(relation, mentions))


def _drafts(reading: Reading, match: TriggerMatch) -> list[Draft]:
    """Return the claims that a trigger makes by its frames."""
    if check.trigger_is_silent(reading, match):
        return []
    kind = choice.effect_of_a_kind(reading, match)
    match, objects, object_filler = _objects(reading, match, kind)
    if not objects and match.trigger.cls not in choice.RECIPROCAL:
        return []
    taken = frozenset(a.mention.start for a in objects)
    filled = choice.fill(reading, match, "subject", frozenset(match.tokens), taken), (objects, object_filler)
    cls: str = match.trigger.cls
    if cls in choice.RECIPROCAL:
        filled = choice.pair_up(reading, match, *filled)
    (subjects, subject_filler), (objects, object_filler) = filled
    if not subjects or not objects:
        return []
    if cls == "associate" and "idiom-object" in object_filler.frames:
        cls = choice.involved_in(reading, match, objects) or cls
    drafts = []
    for subject, object_ in choice.combinations(reading, match, subjects, objects):
        if object_.anaphor and not match.trigger.inverse and same_thing(subject.mention, object_.mention):
            object_ = reading.arguments.other_antecedent(object_, subject.mention) or object_
        claimed = "promote" if kind else cls
        drafts.append(draft_claim(reading, match, claimed, subject, object_, subject_filler, object_filler))
    return [draft for draft in drafts if draft is not None]


def _objects(
    reading: Reading, match: TriggerMatch, kind: list[Argument]
) -> tuple[TriggerMatch, list[Argument], Filler]:
    """Return the objects of a trigger, which may be those of the noun it takes: "METTL3-mediated modification of X"."""
    objects, filler = choice.fill(reading, match, "object", frozenset(match.tokens), frozenset())
    modified = choice.modified(reading, match, objects) if "prenominal-participle" in filler.frames else []
    if modified:
        match, objects = replace(match, trigger=match.trigger.model_copy(update={"cls": "modify"})), modified
    if kind:
        return match, kind, Filler(match.head, (), ("noun-compound",))
    if match.form == "noun":
        objects = choice.without_owner(reading, match, objects)
    return match, objects, filler


def _unique(drafts: list[Draft]) -> list[Draft]:
    """Drop repeats: same arguments, predicate, states and negation; a stated predicate beats an association."""
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        r = draft.relation
        ends = [(name_of(r.subject), r.subject_state), (name_of(r.object), r.object_state)]
        if r.predicate in SYMMETRIC:
            ends.sort()
        key = (*ends, r.predicate, r.negated)
        known = kept.get(key)
        if known is None or _cost(draft) < _cost(known):
            kept[key] = draft if known is None else replace(draft, relation=draft.relation)
    return list(kept.values())


def _cost(draft: Draft) -> float:
    return dict(draft.relation.features).get("distance", 0.0)
