import pytest

from extract.relations.rules.inflection import noun_forms, verb_forms
from extract.relations.rules.model import RuleError, load_rules
from extract.relations.rules.paths import Path, PathError


@pytest.mark.parametrize(
    ("lemma", "form", "kind"),
    [
        ("suppress", "suppresses", "s"),
        ("drive", "driven", "past"),
        ("overcome", "overcame", "past"),
        ("confer", "conferred", "past"),
        ("sensitize", "sensitising", "ing"),
        ("signal", "signalling", "ing"),
        ("deny", "denied", "past"),
    ],
)
def test_verb_forms(lemma, form, kind):
    assert verb_forms(lemma)[form] == kind


def test_noun_forms():
    assert {"stabilisations", "stabilization"} <= set(noun_forms("stabilization"))
    assert "syntheses" in noun_forms("synthesis")


def test_rules_that_ship_are_valid():
    rules = load_rules()
    assert len(rules.triggers) > 200
    assert len(rules.frames) > 40
    assert {"promote", "inhibit", "regulate", "bind"} <= {trigger.cls for trigger in rules.triggers}


def test_user_trigger_adds_to_the_rules(tmp_path, finder, parse):
    from extract.relations.component import RelationFinder

    tree = "METTL3/NN/nsubj>1 flumoxes/VBZ/ROOT>1 PTEN/NN/dobj>1"
    mentions = {"METTL3": "GENE", "PTEN": "GENE"}
    assert finder(parse(tree, mentions))._.relations == ()
    path = tmp_path / "mine.toml"
    path.write_text('[[trigger]]\nname = "flumox"\nclass = "inhibit"\nverb = ["flumox"]\n')
    own = RelationFinder(load_rules([path]))
    assert [r.predicate for r in own(parse(tree, mentions))._.relations] == ["inhibits"]


def test_user_trigger_replaces_one_of_the_same_name(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[trigger]]\nname = "suppress"\nclass = "promote"\nverb = ["suppress"]\n')
    (trigger,) = [t for t in load_rules([path]).triggers if t.name == "suppress"]
    assert trigger.cls == "promote"


@pytest.mark.parametrize(
    ("content", "entry", "reason"),
    [
        ('[[trigger]]\nname = "x"\nclass = "hinder"\nverb = ["x"]', "trigger 'x'", "class"),
        ('[[trigger]]\nname = "x"\nclass = "inhibit"', "trigger 'x'", "no words"),
        ('[[trigger]]\nname = "x"\nclass = "inhibit"\nverb = ["x"]\nverbs = ["y"]', "trigger 'x'", "verbs"),
        (
            '[[trigger]]\nname = "x"\nclass = "inhibit"\nverb = ["x"]\nobject_types = ["GENES"]',
            "trigger 'x'",
            "object_types",
        ),
        ('[[frame]]\nname = "f"\nform = "verb"\nrole = "subject"\npath = "nsubj !!"', "frame 'f'", "step"),
        ('[[rule]]\nname = "x"', "rule", "no such kind"),
        ('[[trigger\nname = "x"', "file", "TOML"),
        ("[words]\nmeans = 3", "words 'means'", "list"),
    ],
)
def test_bad_rule_is_refused_with_file_entry_and_reason(tmp_path, content, entry, reason):
    path = tmp_path / "bad.toml"
    path.write_text(content)
    with pytest.raises(RuleError) as raised:
        load_rules([path])
    message = str(raised.value)
    assert str(path) in message
    assert entry in message
    assert reason in message


def test_missing_rule_file(tmp_path):
    with pytest.raises(RuleError, match="cannot be read"):
        load_rules([tmp_path / "none.toml"])


def test_path_language():
    steps = Path.parse("<relcl|acl prep[of|in response to]? {!$light} @surface", {"light": frozenset({"play"})}).steps
    assert [step.kind for step in steps] == ["up", "prep", "drop", "role"]
    assert steps[1].names == {"of", "in response to"}
    assert steps[1].optional
    assert steps[2].names == {"play"}
    with pytest.raises(PathError, match="no word list"):
        Path.parse("{$heavy}", {})
    with pytest.raises(PathError, match="no role"):
        Path.parse("@nobody", {})
