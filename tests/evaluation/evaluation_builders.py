"""Short ways to write mentions and claims by hand."""

from __future__ import annotations

from extract.evaluation.norms import net_sign
from extract.evaluation.units import Claim, Unit, drop_repeats, in_state
from extract.schema import Mention, Named

TEXT = "TRIB3 loss promotes axitinib resistance via AKT signaling and lowers SOX9 in A498 cells."


def mention(text, type_="GENE", *, norm=None, start=None, state="none", direction=None, drugs=None, within=TEXT):
    """A mention of ``text`` where it first stands in ``within``."""
    at = within.index(text) if start is None else start
    if type_ == "DRUG_RESPONSE":
        direction = direction or "resistance"
        drugs = tuple(Named(norm=drug) for drug in drugs or ())
    return Mention(
        text=text,
        type=type_,
        norm=norm or text,
        start=at,
        end=at + len(text),
        state=state,
        direction=direction,
        drugs=drugs,
    )


TRIB3 = mention("TRIB3")
RESISTANCE = mention("axitinib resistance", "DRUG_RESPONSE", drugs=["axitinib"])
AKT = mention("AKT signaling", "PATHWAY", norm="akt signaling pathway")
SOX9 = mention("SOX9")
A498 = mention("A498", "CELL_LINE")
MENTIONS = (TRIB3, RESISTANCE, AKT, SOX9, A498)


def claim(subject, predicate, object_, *, subject_state=None, object_state=None, sign=None, **fields):
    """A claim with the sign its parts give, unless one is planted."""
    subject = in_state(subject, subject_state or subject.state)
    object_ = in_state(object_, object_state or object_.state)
    given = net_sign(subject, predicate, object_) if sign is None else sign
    return Claim(subject=subject, predicate=predicate, object=object_, sign=given, **fields)


def unit(gold=(), system=(), *, gold_mentions=MENTIONS, mentions=MENTIONS, sid="s1", doc="d", text=TEXT, **fields):
    """A sentence with the claims of both sides."""
    return Unit(
        sid=sid,
        doc=doc,
        text=text,
        gold_mentions=tuple(gold_mentions),
        mentions=tuple(mentions),
        gold_claims=drop_repeats(gold),
        claims=drop_repeats(system),
        **fields,
    )
