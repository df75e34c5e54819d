"""How mentions were found: candidates, their evidence, why they won or lost, and finders of one's own."""

import pytest
import spacy
from typer.testing import CliRunner

from extract.cli import app
from extract.language.candidates import Candidate, Trace, longest
from extract.language.explain import explained


def test_a_longer_candidate_wins_and_the_shorter_is_told_why():
    trace = Trace()
    long, short = Candidate(0, 3, "PROCESS", "phrase"), Candidate(1, 2, "CHEMICAL", "lexicon", 9.0)
    assert longest([short, long], trace) == [long]
    assert trace.lost == {short: "inside or across a longer phrase"}


def test_the_same_mention_proposed_twice_has_not_lost():
    trace = Trace()
    longest([Candidate(0, 1, "GENE", "lexicon", 1.0), Candidate(0, 1, "GENE", "model", 2.0)], trace)
    assert not trace.lost


def test_every_reading_has_its_evidence_and_reason(nlp):
    doc, readings = explained(nlp, "Loss of DUSP9 raised sorafenib resistance.")
    won = {(r.text, r.label) for r in readings if r.won}
    assert won == {(ent.text, ent.label_) for ent in doc.ents}
    lost = {(r.text, r.label): r.reason for r in readings if not r.won}
    assert lost["sorafenib", "CHEMICAL"].startswith("inside")
    assert all(r.evidence and r.reason for r in readings)


def test_general_words_lose_as_such(nlp):
    _, readings = explained(nlp, "A CAT scan was done.")
    assert {r.reason for r in readings if r.text == "CAT"} == {"general words, or part of another thing"}


@pytest.mark.slow
def test_the_command_shows_readings_and_names():
    shown = CliRunner().invoke(app, ["mentions", "explain", "Sorafenib blocks BRAF."])
    assert shown.exit_code == 0
    assert "hgnc:1097" in shown.output
    assert "lexicon" in shown.output


@spacy.registry.misc("test_explain.moons.v1")
def make_moons():
    def moons(doc, layer):
        return [
            Candidate(t.i, t.i + 1, "CHEMICAL", "moons", 3.0) for t in doc if t.text == "Phobos" and not layer.at(t.i)
        ]

    return moons


def test_a_finder_of_ones_own_is_asked_and_settled_with_the_others():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("resistract_mentions", config={"finders": {"moons": {"@misc": "test_explain.moons.v1"}}})
    assert [(ent.text, ent.label_) for ent in nlp("They took Phobos daily.").ents] == [("Phobos", "CHEMICAL")]
