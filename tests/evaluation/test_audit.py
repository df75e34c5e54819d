"""The audit of a run: claims against known actions, denials and each other."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import extract
from extract.cli import app
from extract.evaluation.audit import against_known, audit, known_signs
from extract.schema import Triple


@pytest.fixture(scope="module")
def nlp():
    return extract.load(min_confidence=0.0)


def triples(nlp, text: str) -> list[Triple]:
    return [getattr(triple, "record", triple) for triple in nlp(text)._.triples]


@pytest.mark.parametrize(
    "text",
    [
        "The anti-PD-1 antibody nivolumab was approved.",
        "Nivolumab, an anti-PD-1 monoclonal antibody, was given.",
        "Anti-PD-1 antibodies such as nivolumab and pembrolizumab were tested.",
        "Cetuximab (anti-EGFR) was given.",
        "Trametinib is a potent MEK inhibitor.",
    ],
)
def test_drugs_do_to_their_targets_what_is_known(nlp, text):
    found = triples(nlp, text)
    assert found
    assert not list(against_known(found))


def test_a_drug_that_activates_what_it_inhibits_is_reported(nlp):
    found = triples(nlp, "Gefitinib activates EGFR.")
    assert [finding.kind for finding in audit(found)] == ["known target"]


def test_a_denial_that_was_not_counted_is_reported(nlp):
    (triple,) = triples(nlp, "Metformin does not inhibit MTOR.")
    assert not audit([triple])
    unseen = triple.model_copy(update={"negated": False, "trace": ()})
    assert [finding.kind for finding in audit([unseen])] == ["denied"]


def test_two_signs_for_one_pair_are_reported(nlp):
    (triple,) = triples(nlp, "Metformin inhibits MTOR.")
    other = triple.model_copy(update={"id": "other", "sign": 1, "predicate": "activates"})
    assert [finding.kind for finding in audit([triple, other])] == ["contradiction", "contradiction"]


def test_drug_targets_are_signed_both_ways():
    assert set(known_signs().values()) == {-1, 1}
    assert len({drug for drug, _ in known_signs()}) > 150


def test_a_folder_that_is_no_run_is_named(tmp_path):
    result = CliRunner().invoke(app, ["audit", str(tmp_path)])
    assert result.exit_code == 2
    assert str(tmp_path) in result.output
