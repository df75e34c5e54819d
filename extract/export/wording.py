"""Claims in words: "NF1 loss promotes lenvatinib resistance via MAPK"."""

from __future__ import annotations

from extract.schema import Claim, Mention, Sign, Triple

_GENE_STATES = {"down": "{} loss", "up": "{} gain", "altered": "{} alteration"}
_STATES = {"down": "reduced {}", "up": "increased {}", "altered": "altered {}"}
_VERBS = {
    "promotes": "promote",
    "inhibits": "inhibit",
    "activates": "activate",
    "upregulates": "upregulate",
    "downregulates": "downregulate",
    "regulates": "regulate",
    "binds": "bind",
    "targets": "target",
    "sponges": "sponge",
    "modifies": "modify",
    "combines_with": "combine with",
    "treats": "treat",
}
_GROUPED: dict[tuple[str, Sign], str] = {
    ("effect", 1): "promotes",
    ("effect", -1): "inhibits",
    ("effect", 0): "affects",
    ("association", 1): "is positively associated with",
    ("association", -1): "is negatively associated with",
    ("association", 0): "is associated with",
    ("binding", 0): "binds",
    ("combination", 0): "combines with",
    ("regulation", 1): "promotes",
    ("regulation", -1): "inhibits",
    ("regulation", 0): "regulates",
}


def of_triple(triple: Triple) -> str:
    """Return a claim of one sentence in words, with the states of its ends, negation, hedging and mediators."""
    words = [_in_state(triple.subject), _verb(triple), _in_state(triple.object)]
    if triple.via:
        words.append("via " + ", ".join(mention.norm for mention in triple.via))
    return " ".join(words)


def of_claim(claim: Claim) -> str:
    """Return a claim of many sentences in words: what the subject by itself does to the object, by the net sign."""
    verb = _GROUPED.get((claim.relation, claim.sign)) or _GROUPED[("effect", claim.sign)]
    denied = "it is denied that " if not claim.support else ""
    return f"{denied}{claim.subject.norm} {verb} {claim.object.norm}"


def _in_state(mention: Mention) -> str:
    if mention.state == "none":
        return mention.norm
    states = _GENE_STATES if mention.type in ("GENE", "NCRNA", "VARIANT") else _STATES
    return states[mention.state].format(mention.norm)


def _verb(triple: Triple) -> str:
    hedged = triple.certainty == "hedged"
    if triple.predicate == "associated_with":
        negation = " not" if triple.negated else ""
        return f"may{negation} be associated with" if hedged else f"is{negation} associated with"
    verb = _VERBS[triple.predicate]
    if hedged:
        return f"may not {verb}" if triple.negated else f"may {verb}"
    if triple.negated:
        return f"does not {verb}"
    first, _, rest = verb.partition(" ")
    return f"{first}s {rest}".strip()
