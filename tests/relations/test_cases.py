"""Short sentences with the claims that must and must not come out, after what users of such programs report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import extract
from extract.schema import Mention, Triple

CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()]
# Known to fail, with the reason.
MISSED = {
    "s73": "an inverse correlation has no sign by the guidelines",
    "t25": "capitals that are words taken for genes",
}
NAMES = ("GENE", "NCRNA", "CHEMICAL", "CELL_LINE")


@pytest.fixture(scope="module")
def nlp():
    return extract.load(min_confidence=0.0)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(nlp, case: dict):
    if case["id"] in MISSED:
        pytest.xfail(MISSED[case["id"]])
    doc = nlp(case["sentence"])
    found = list(doc._.triples)
    assert not [claim for claim in case["forbid"] if any(says(triple, *claim) for triple in found)]
    assert not [claim for claim in case["want"] if not any(says(triple, *claim) for triple in found)]
    check = case.get("check") or ""
    if check == "nogene":
        assert not [ent for ent in doc.ents if ent.label_ in NAMES]
    elif check.startswith("sents="):
        assert len(list(doc.sents)) == int(check.removeprefix("sents="))


def says(triple: Triple, subject: str, object_: str, sign: int | None, flags: str) -> bool:
    """Whether a triple is the claim of a case; flags: n negated, p not, h hedged, a asserted and not negated."""
    straight = is_named(triple.subject, subject) and is_named(triple.object, object_)
    symmetric = triple.predicate in ("binds", "associated_with", "combines_with")
    turned = symmetric and is_named(triple.subject, object_) and is_named(triple.object, subject)
    holds = {
        "n": triple.negated,
        "p": not triple.negated,
        "h": triple.certainty == "hedged",
        "a": triple.certainty == "asserted" and not triple.negated,
    }
    return (straight or turned) and sign in (None, triple.sign) and all(holds[flag] for flag in flags)


def is_named(mention: Mention, names: str) -> bool:
    """Whether a mention has one of the names that a case parts by "|"."""
    own = {mention.norm.lower(), mention.text.lower(), mention.norm.lower().replace(" ", "-")}
    own |= {str(getattr(drug, "norm", drug)).lower() for drug in mention.drugs or []}
    return any(_fits(name, mention, own) for name in names.split("|"))


def _fits(name: str, mention: Mention, own: set[str]) -> bool:
    if name.startswith("CHEM:"):
        return mention.type == "CHEMICAL" and name.removeprefix("CHEM:").lower() in own
    name = name.lower()
    within = any(name in word for word in own)
    return name in own or (within and (len(name) > 3 or mention.type == "PATHWAY"))
