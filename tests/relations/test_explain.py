"""What `resistract rules explain` says of a sentence, on trees written by hand."""

from __future__ import annotations

import pytest

from extract.relations.explain import explain, explain_html
from extract.relations.rules.load import load_rules

GENES = {"METTL3": "GENE", "PTEN": "GENE"}


@pytest.fixture(scope="module")
def rules():
    return load_rules()


def section(text: str, title: str) -> list[str]:
    """Return the lines under a title."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(title)), len(lines))
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
    return [line.strip() for line in lines[start + 1 : end]]


def test_a_claim_with_its_trace(parse, rules):
    tree = "loss/NN/nsubj>3 of/IN/prep>0 PTEN/NN/pobj>1 activates/VBZ/ROOT>3 METTL3/NN/dobj>3 ././punct>3"
    text = explain(parse(tree, GENES, {"PTEN": ("loss", "down")}), rules)
    assert "PTEN [GENE, PTEN, down] from 'loss' down" in section(text, "mentions")
    assert "'activates': activate (activate, verb)" in section(text, "triggers:")
    claim, *trace = section(text, "claims")
    assert claim.startswith("PTEN (down) | activates | METTL3  [active+own-subject+direct-object:activate], sign -1")
    assert "subject_state: loss (-1)" in trace


def test_a_check_that_said_no(parse, rules):
    tree = "METTL3/NN/nsubj>1 increases/VBZ/ROOT>1 tolerance/NN/dobj>1 of/IN/prep>2 hypoxia/NN/pobj>3"
    text = explain(parse(tree, {"METTL3": "GENE", "hypoxia": "PROCESS"}), rules)
    said = "response-to-it: increase of METTL3 and hypoxia: no claim, nor one from the row of words"
    assert section(text, "checks that spoke") == [said]
    assert section(text, "claims") == ["none"]


def test_a_verb_taken_for_a_noun(parse, rules):
    tree = "the/DT/det>2 METTL3/NN/compound>2 fuels/NNS/nsubj>4 of/IN/prep>2 were/VBD/ROOT>4 PTEN/NN/attr>4 ././punct>4"
    text = explain(parse(tree, GENES), rules)
    assert "'fuels': fuel (verb): taken for a noun (tag NNS), not for a verb" in section(text, "triggers not taken")


def test_the_only_verb_of_a_sentence_is_no_noun(parse, rules):
    tree = "METTL3/NN/compound>1 fuels/NNS/ROOT>1 autophagy/NN/appos>1 ././punct>1"
    text = explain(parse(tree, {"METTL3": "GENE", "autophagy": "PROCESS"}), rules)
    assert "'fuels': fuel (promote, verb), which the tagger took for a noun (NNS)" in section(text, "triggers:")
    assert section(text, "claims")[0].startswith("METTL3 | promotes | autophagy")


def test_one_mention_makes_no_claim(parse, rules):
    text = explain(parse("METTL3/NN/nsubj>1 binds/VBZ/ROOT>1", {"METTL3": "GENE"}), rules)
    assert section(text, "claims") == ["none: a claim takes two mentions"]


def test_page_shows_the_tree_and_escapes_the_text(parse, rules):
    page = explain_html(parse("METTL3/NN/nsubj>1 <binds>/VBZ/ROOT>1 PTEN/NN/dobj>1", GENES), rules)
    assert page.startswith("<!doctype html>") and "<svg" in page
    assert "&lt;binds&gt;" in page and "<binds>" not in page
