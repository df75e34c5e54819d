"""The rules on the model that ships: their own examples, and the gold set's bars."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"


def test_examples_of_the_rules(nlp):
    from extract.relations.rules.examples import run_examples
    from extract.relations.rules.load import load_rules

    outcomes = list(run_examples(nlp, load_rules()))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    assert len(outcomes) > 300
    assert not failed, "\n".join(f"{o.rule}: {o.text}" for o in failed)


def test_every_name_in_a_rule_is_an_entry(nlp):
    from extract.relations.rules.load import load_rules

    rules = load_rules()
    entries = {entry.name for _, entry in rules.entries()}
    texts = [example.text for _, entry in rules.entries() for example in entry.examples]
    named = {relation.rule for doc in nlp.pipe(texts) for relation in doc._.relations}
    assert len(named) > 200
    assert {name for rule in named for name in rule.replace(":", "+").split("+")} <= entries


def test_every_check_speaks_in_its_examples(nlp):
    from extract.relations.find.triggers import TriggerIndex
    from extract.relations.rules.load import load_rules
    from extract.relations.sentence import readings, relations_of

    rules = load_rules()
    index, idle = TriggerIndex(rules), []
    for entry in rules.checks:
        heard = set()
        for doc in nlp.pipe(example.text for example in entry.examples):
            for reading in readings(doc, rules, index):
                relations_of(reading)
                heard |= {verdict.check for verdict in reading.verdicts}
        if entry.name not in heard:
            idle.append(entry.name)
    assert not idle


@pytest.mark.parametrize(
    ("name", "precision", "f1"),
    [("published", 0.89, 0.79), ("abstracts", 0.89, 0.8), ("bundled", 0.82, 0.58), ("reviews", 0.82, 0.65)],
)
def test_gold_given_mentions(nlp, name, precision, f1):
    if not (GOLD / name).is_dir():
        pytest.skip("the gold set is not beside the project")
    from extract.evaluation.gold import read_gold
    from extract.evaluation.scoring import score
    from extract.evaluation.system import sentence_units

    scores = score(sentence_units(nlp, read_gold(GOLD / name), given_mentions=True))
    assert scores.signed.precision >= precision
    assert scores.signed.f1 >= f1


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("ERK was inhibited, leading to apoptosis.", ("ERK", "down", "promotes", "apoptosis", -1)),
        ("AKT phosphorylation was reduced, which induced apoptosis.", ("AKT", "down", "promotes", "apoptosis", -1)),
        ("Loss of DUSP9 activates ERK in Huh7 cells.", ("DUSP9", "down", "activates", "ERK", -1)),
    ],
)
def test_signs(nlp, text, claim):
    found = {(t.subject.norm, t.subject.state, t.predicate, t.object.norm, t.sign) for t in nlp(text)._.triples}
    assert claim in found
    assert not {(s, o, -sign) for s, _, _, o, sign in [claim]} & {(s, o, sign) for s, _, _, o, sign in found}


def test_improved_resistance_has_no_direction(nlp):
    assert not nlp("Curcumin may improve resistance of breast cancer cells to doxorubicin.")._.triples
    (triple,) = nlp("Curcumin improved sensitivity of breast cancer cells to doxorubicin.")._.triples
    assert triple.sign == -1


def test_tables(nlp):
    from extract.claims.tables import table_triples
    from extract.documents import read_string

    text = (
        "# Results\n\nTable 1. RNAs in resistance.\n\n| lncRNA | Target | Mechanism |\n|---|---|---|\n"
        "| NEAT1 | miR-34a | Increases SIRT1 |\n| HOTAIR | miR-145 | Inhibits apoptosis |\n"
    )
    document = read_string(text, doc_id="t", format="markdown")
    found = {(t.subject.text, t.predicate, t.object.text) for t in table_triples(nlp, document)}
    if not document.tables:
        pytest.skip("this text holds no table for the reader")
    assert ("NEAT1", "targets", "miR-34a") in found
    assert ("NEAT1", "upregulates", "SIRT1") in found
    for triple in table_triples(nlp, document):
        assert document.text[triple.object.start : triple.object.end] == triple.object.text
