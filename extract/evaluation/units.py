"""What is scored: one sentence with the mentions and claims of both sides, in the same offsets."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from extract.evaluation.gold import GoldError, GoldMention, GoldSentence
from extract.evaluation.norms import SYMMETRIC, net_sign, norm_key
from extract.schema import Certainty, Mention, Named, Sign, State, Triple


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of either side. ``sign`` is the net sign; states are those of ``subject`` and ``object``."""

    subject: Mention
    predicate: str
    object: Mention
    sign: Sign
    via: tuple[Mention, ...] = ()
    negated: bool = False
    certainty: Certainty = "asserted"
    context: tuple[Mention, ...] = ()
    rule: str = ""
    trigger: str = ""
    confidence: float = 1.0

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What makes a claim a repeat of another: norms, types, directions, states, predicate and negation."""
        sides = [(norm_key(side), side.type, side.direction or "", side.state) for side in (self.subject, self.object)]
        if self.predicate in SYMMETRIC:
            sides.sort()
        return (*sides, self.predicate, self.negated)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence to score. All offsets index the text of which ``text`` is the slice from ``start``.

    ``read`` is False when the sentence could not be found in what the system read. Tuples of claims hold no repeats.
    """

    sid: str
    doc: str
    text: str
    start: int = 0
    gold_mentions: tuple[Mention, ...] = ()
    gold_claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    section: str = ""
    gold_set: str = ""
    read: bool = True

    @property
    def end(self) -> int:
        """The offset behind the sentence."""
        return self.start + len(self.text)


def gold_mention(mention: GoldMention, *, start: int | None = None, end: int | None = None) -> Mention:
    """Return a gold mention as a record at the given offsets, by default those in the sentence's text."""
    return Mention(
        text=mention.text,
        type=mention.type,
        norm=mention.norm,
        start=mention.start if start is None else start,
        end=mention.end if end is None else end,
        direction=mention.direction,
        drugs=tuple(Named(norm=drug) for drug in mention.drugs or ()) if mention.type == "DRUG_RESPONSE" else None,
    )


def gold_claims(sentence: GoldSentence, mentions: dict[str, Mention]) -> tuple[Claim, ...]:
    """Return the claims of a gold sentence over its mentions by id, repeats dropped.

    GoldError if a claim names a mention that is not there.
    """
    claims = []
    for relation in sentence.relations:
        named = (relation.subject, relation.object, *relation.via, *relation.context)
        missing = next((id_ for id_ in named if id_ not in mentions), None)
        if missing is not None:
            raise GoldError(
                f"{sentence.sid}: a {relation.predicate} claim names {missing}, but no mention has that id; "
                "check the files with: resistract gold validate"
            )
        subject = in_state(mentions[relation.subject], relation.subject_state)
        object_ = in_state(mentions[relation.object], relation.object_state)
        claims.append(
            Claim(
                subject=subject,
                predicate=relation.predicate,
                object=object_,
                sign=net_sign(subject, relation.predicate, object_),
                via=tuple(mentions[id_] for id_ in relation.via),
                negated=relation.negated,
                certainty=relation.certainty,
                context=tuple(mentions[id_] for id_ in relation.context),
            )
        )
    return drop_repeats(claims)


def system_claim(triple: Triple) -> Claim:
    """Return a Triple as a claim to score; its recorded net sign counts, for that is what users read."""
    context = triple.context
    return Claim(
        subject=triple.subject,
        predicate=triple.predicate,
        object=triple.object,
        sign=triple.sign,
        via=triple.via,
        negated=triple.negated,
        certainty=triple.certainty,
        context=(*context.cell_lines, *context.cell_types, *context.diseases, *context.drug_responses),
        rule=triple.rule,
        trigger=triple.trigger.text,
        confidence=triple.confidence,
    )


def drop_repeats(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Keep one claim of each key, the most confident, in the order of first appearance."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        held = kept.get(claim.key)
        if held is None or claim.confidence > held.confidence:
            kept[claim.key] = claim
    return tuple(kept.values())


def in_state(mention: Mention, state: State) -> Mention:
    """Return the mention in this state."""
    return mention if mention.state == state else mention.model_copy(update={"state": state})
