import io
import json

import pytest

from extract.claims.claims import CSV_COLUMNS, group_claims, write_csv, write_jsonl
from extract.schema import Citation, Evidence, Mention, Named, Trigger, Triple


def triple(doc, subject, predicate, object_, sign, *, negated=False, start=0, confidence=0.8, studies=()):
    evidence = Evidence(text="s", sentence="s", start=start, end=start + 1, citations=studies)
    return Triple(
        id=f"{doc}{start}{predicate}",
        doc_id=doc,
        subject=subject,
        predicate=predicate,
        object=object_,
        sign=sign,
        negated=negated,
        evidence=evidence,
        trigger=Trigger(text="t", start=0, end=1),
        rule="r",
        confidence=confidence,
    )


def gene(name, curie=None):
    return Mention(text=name, type="GENE", norm=name, curie=curie, start=0, end=1)


SORAFENIB, LENVATINIB = Named(norm="sorafenib", curie="chebi:50924"), Named(norm="lenvatinib", curie="chebi:85994")


def response(direction, *drugs):
    return Mention(
        text="x",
        type="DRUG_RESPONSE",
        norm=f"sorafenib {direction}",
        start=0,
        end=1,
        direction=direction,
        drugs=drugs or (SORAFENIB,),
    )


def test_resistance_and_sensitivity_are_one_claim():
    claims = group_claims(
        [
            triple("a", gene("METTL3", "hgnc:17563"), "promotes", response("resistance"), 1),
            triple("b", gene("Mettl3", "hgnc:17563"), "inhibits", response("sensitivity"), 1),
        ]
    )
    (claim,) = claims
    assert (claim.support, claim.against, claim.documents, claim.sign) == (2, 0, 2, 1)
    assert claim.object.norm == "sorafenib resistance"
    assert claim.confidence == pytest.approx(0.96)


def test_a_response_to_several_drugs_counts_for_each():
    both = response("resistance", SORAFENIB, LENVATINIB)
    claims = group_claims(
        [
            triple("a", gene("METTL3"), "promotes", both, 1),
            triple("b", gene("METTL3"), "inhibits", response("sensitivity"), 1),
            triple("c", gene("METTL3"), "promotes", response("resistance", LENVATINIB, LENVATINIB), 1, negated=True),
        ]
    )
    found = {claim.object.norm: (claim.support, claim.against, claim.documents, claim.object.drugs) for claim in claims}
    assert found == {
        "sorafenib resistance": (2, 0, 2, (SORAFENIB,)),
        "lenvatinib resistance": (1, 1, 1, (LENVATINIB,)),
    }


def test_no_response_does_something_to_itself():
    both = response("resistance", SORAFENIB, LENVATINIB)
    (claim,) = group_claims([triple("a", both, "associated_with", both, 1)])
    assert {claim.subject.norm, claim.object.norm} == {"sorafenib resistance", "lenvatinib resistance"}
    assert claim.support == 1
    one = response("resistance")
    assert len(group_claims([triple("a", one, "associated_with", one, 1)])) == 1


def test_denials_and_opposites_speak_against():
    a, b = gene("A"), gene("B")
    claims = group_claims(
        [
            triple("a", a, "activates", b, 1),
            triple("b", a, "activates", b, 1, negated=True),
            triple("c", a, "inhibits", b, -1),
        ]
    )
    by_sign = {claim.sign: claim for claim in claims}
    assert (by_sign[1].support, by_sign[1].against) == (1, 2)
    assert (by_sign[-1].support, by_sign[-1].against) == (1, 1)


def test_symmetric_claims_have_no_direction():
    a, b = gene("A"), gene("B")
    assert len(group_claims([triple("a", a, "binds", b, 0), triple("b", b, "binds", a, 0)])) == 1


def test_unsigned_kinds_stay_apart():
    a, b = gene("A"), gene("B")
    assert len(group_claims([triple("a", a, "binds", b, 0), triple("a", a, "regulates", b, 0, start=5)])) == 2


def test_studies_are_listed_once():
    study = Citation(label="12", doi="10.1/x")
    a, b = gene("A"), gene("B")
    (claim,) = group_claims([triple("a", a, "activates", b, 1, start=i, studies=(study,)) for i in (0, 9)])
    assert claim.studies == (study,)
    assert claim.support == 2
    assert claim.documents == 1


def test_writers():
    claims = group_claims([triple("a", gene("A"), "activates", gene("B"), 1)])
    lines, table = io.StringIO(), io.StringIO()
    assert write_jsonl(claims, lines) == write_csv(claims, table) == 1
    assert json.loads(lines.getvalue())["subject"]["norm"] == "A"
    header, row = table.getvalue().splitlines()
    assert header == ",".join(CSV_COLUMNS)
    assert len(row.split(",")) == len(CSV_COLUMNS)
