"""When two names are the same name, and which way a claim points: sections 3, 4 and 7 of the guidelines."""

from __future__ import annotations

import unicodedata

from extract.schema import Mention, Sign, State

# A predicate is only ever compared with others of its group; those that have a sign are told apart by it.
PREDICATE_SIGN: dict[str, Sign] = {
    "promotes": 1,
    "activates": 1,
    "upregulates": 1,
    "inhibits": -1,
    "downregulates": -1,
    "sponges": -1,
    "treats": -1,
    "associated_with": 0,
    "binds": 0,
    "combines_with": 0,
    "regulates": 0,
    "targets": 0,
    "modifies": 0,
}
PREDICATE_GROUP = {
    predicate: "signed" if sign else "effect" if predicate in ("regulates", "targets", "modifies") else predicate
    for predicate, sign in PREDICATE_SIGN.items()
}
SYMMETRIC = frozenset({"associated_with", "combines_with"})

PATHWAY_HEADS = frozenset(
    {"pathway", "pathways", "signaling", "signalling", "signal", "signals", "cascade", "cascades", "axis", "axes"}
)
PLURAL_TYPES = frozenset({"CELL_TYPE", "PROCESS", "CHEMICAL"})


def plain(text: str) -> str:
    """Return text without case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def norm_key(mention: Mention) -> str:
    """Return a key that two mentions share exactly when they have the same norm.

    Equal up to case and punctuation; the head noun of a PATHWAY and the plural s of CELL_TYPE, PROCESS and CHEMICAL
    do not count; a DRUG_RESPONSE is the set of its drugs, whatever its direction.
    """
    if mention.type == "DRUG_RESPONSE":
        return "response:" + "|".join(sorted({_singular(plain(drug.norm)) for drug in mention.drugs or ()}))
    if mention.type == "PATHWAY":
        words = mention.norm.replace("-", " ").split()
        while len(words) > 1 and plain(words[-1]) in PATHWAY_HEADS:
            words.pop()
        return "pathway:" + plain(" ".join(words))
    key = plain(mention.norm)
    return _singular(key) if mention.type in PLURAL_TYPES else key


def same_norm(a: Mention, b: Mention) -> bool:
    """Return whether two mentions have the same norm."""
    return norm_key(a) == norm_key(b)


def state_sign(state: State) -> Sign:
    """Return -1 for a state of loss, else +1."""
    return -1 if state == "down" else 1


def net_sign(subject: Mention, predicate: str, object_: Mention) -> Sign:
    """Return the sign of a claim once states and directions of response are worked in.

    An association has the sign of its states when at least one side is up or down; other predicates without sign
    have 0. KeyError if the predicate is not one of the guidelines'.
    """
    sign: int = PREDICATE_SIGN[predicate]
    if predicate == "associated_with" and {subject.state, object_.state} & {"up", "down"}:
        sign = 1
    for mention in (subject, object_):
        sign *= state_sign(mention.state)
        if mention.type == "DRUG_RESPONSE" and mention.direction == "sensitivity":
            sign = -sign
    return 1 if sign > 0 else -1 if sign < 0 else 0


def _singular(key: str) -> str:
    return key[:-1] if len(key) > 1 and key.endswith("s") else key
