import pytest

from extract.relations.rules.inflection import noun_forms, verb_forms
from extract.relations.rules.lint import lint
from extract.relations.rules.load import RuleError, load_rules
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
        ("equip", "equipped", "past"),
        ("quit", "quitting", "ing"),
        ("sweep", "swept", "past"),
        ("relay", "relayed", "past"),
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


_MINE = """[[construction]]
name = "mine"
stage = "finding"
anchor = { lemma = ["harbinger"], named = false }
subject = { path = ["nmod"], types = ["$stated"] }
object = { path = ["dobj"], types = ["PROCESS"] }
class = "promote"
"""


def test_user_construction(tmp_path, parse):
    from extract.relations.component import RelationFinder
    from extract.relations.rules.examples import describe

    tree = "PTEN/NN/nmod>1 harbinger/NN/ROOT>1 autophagy/NN/dobj>1"
    path = tmp_path / "mine.toml"
    path.write_text(_MINE)
    relations = RelationFinder(load_rules([path]))(parse(tree, {"PTEN": "GENE", "autophagy": "PROCESS"}))._.relations
    assert [describe(r) for r in relations] == ["PTEN | promotes | autophagy  [mine:mine]"]


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
        (_MINE.replace("dobj", "dobj !!"), "bad.toml:1: construction 'mine'", "step"),
        (_MINE.replace("PROCESS", "PROCESSES"), "construction 'mine'", "no mention type 'PROCESSES'"),
        (_MINE.replace("$stated", "$started"), "construction 'mine'", "no list $started"),
        (_MINE + 'make = "nothing"', "construction 'mine'", "no 'nothing' among the makers"),
        (_MINE.replace('path = ["dobj"]', "first = true"), "construction 'mine'", "give one of path, role or source"),
        ('[[check]]\nname = "nothing"\noff = true', "check 'nothing'", "no such check"),
        ('[[check]]\nname = "loop"\noff = true\nverdict = "none"', "check 'loop'", "nothing else"),
        ('[[check]]\nname = "x"\nstage = "ends"\nverdict = "never"', "check 'x'", "verdict"),
        ('[[check]]\nname = "x"\nstage = "ends"\nverdict = "none"\ntest = ["odd"]', "check 'x'", "among the judges"),
        ('[[rewrite]]\nname = "x"\nstage = "parse"', "rewrite 'x'", "among the rewrites"),
        ("[words]\nmeans = 3", "words 'means'", "list"),
        ("trigger = 5", "bad.toml:1: trigger", "[[trigger]]"),
        ('[[trigger]]\nname = "x"\nclass = "inhibit"\nverb = [""]', "trigger 'x'", "verb.0"),
        ('[[trigger]]\nname = "x"\nclass = "inhibit"\nverb = "y"', "trigger 'x'", "verb"),
        ('[words]\nmeans = [""]', "words 'means'", "empty word"),
        ('[words]\nmine = ["$nowhere"]', "words 'mine'", "no list $nowhere"),
        ('[words]\nmine = ["$yours"]\nyours = ["$mine"]', "words", "holds itself"),
        (
            '\n\n[[frame]]\nname = "f"\nform = "verb"\nrole = "subject"\npath = "{$heavy}"',
            "bad.toml:3: frame 'f'",
            "no word",
        ),
        (
            '[[frame]]\nname = "f"\nform = "verb"\nrole = "subject"\npath = "nsubj"\ntriggers = ["flumox"]',
            "frame 'f'",
            "no 'flumox' among the triggers",
        ),
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


def test_a_path_needs_what_each_of_its_steps_must_find() -> None:
    path = Path.parse("dobj|nsubj <relcl? {!be} prep[$object_prep] with[amod:much] @infinitive *", {})
    assert path.needs == (frozenset({"dobj", "nsubj"}), frozenset({"amod"}), frozenset({"much"}), frozenset({"to"}))
    assert not path.by_frames
    assert Path.parse("conj @surface", {}).by_frames


_OWN = """
[[trigger]]
name = "flumox"
class = "promote"
verb = ["flumox"]
object_prep = ["with"]
inverse = true

[[frame]]
name = "flumoxed-object"
form = "verb"
role = "subject"
triggers = ["flumox"]
path = "dobj"
"""


def test_user_frame_for_one_trigger_goes_before_those_that_ship(tmp_path, parse):
    from extract.relations.component import RelationFinder
    from extract.relations.rules.examples import describe

    tree = "HCC/NN/nsubj>1 flumoxes/VBZ/ROOT>1 autophagy/NN/dobj>1 with/IN/prep>1 ITGB8/NN/pobj>3"
    mentions = {"HCC": "DISEASE", "autophagy": "PROCESS", "ITGB8": "GENE"}
    found = {}
    for priority in (0, 1):
        path = tmp_path / f"own{priority}.toml"
        path.write_text(_OWN + f"priority = {priority}\n")
        relations = RelationFinder(load_rules([path]))(parse(tree, mentions))._.relations
        found[priority] = [describe(r).partition("  [")[0] for r in relations]
    assert found == {0: ["ITGB8 | promotes | HCC"], 1: ["ITGB8 | promotes | autophagy"]}


def test_lists_may_hold_other_lists(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[words]\nways = ["$means", "by dint of"]\n')
    words = load_rules([path]).words
    assert words["ways"] == words["means"] | {"by dint of"}


def test_lint_finds_dead_lists_and_frames(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[words]\nmoods = ["sad"]\n\n'
        '[[frame]]\nname = "x"\nform = "preposition"\nclasses = ["sponge"]\nrole = "object"\npath = "dobj"\n'
    )
    found = [str(finding) for finding in lint(load_rules([path])) if str(path) in str(finding)]
    assert [text.removeprefix(f"{path}:") for text in found] == [
        "2: words 'moods': no rule uses this list",
        "4: frame 'x': has no example",
        "4: frame 'x': no trigger has its form, class or name",
    ]


def test_rules_that_ship_pass_the_linter():
    assert [str(finding) for finding in lint(load_rules())] == []


def test_user_check_and_one_taken_out(tmp_path, parse):
    from extract.relations.component import RelationFinder

    tree = "METTL3/NN/nsubj>1 increases/VBZ/ROOT>1 tolerance/NN/dobj>1 of/IN/prep>2 hypoxia/NN/pobj>3"
    mentions = {"METTL3": "GENE", "hypoxia": "PROCESS"}
    made = {}
    for name, text in {
        "as it ships": "",
        "taken out": '[[check]]\nname = "response-to-it"\noff = true\n',
        "reclassed": '[[check]]\nname = "response-to-it"\nstage = "words"\nverdict = "associate"\n'
        'object = { passed = ["tolerance"] }\n',
    }.items():
        path = tmp_path / f"{name.replace(' ', '-')}.toml"
        path.write_text(text)
        relations = RelationFinder(load_rules([path]))(parse(tree, mentions))._.relations
        made[name] = [r.predicate for r in relations]
    assert made == {"as it ships": [], "taken out": ["promotes"], "reclassed": ["associated_with"]}


_REWRITE = """[[rewrite]]
name = "mine"
stage = "parse"
nodes = [{ name = "noun", dep = ["dep"] }, { name = "verb", path = "<*" }]
order = ["verb < noun"]
do = ["noun under verb as dobj"]
"""


def test_user_rewrite(tmp_path, finder, parse):
    from extract.relations.component import RelationFinder
    from extract.relations.rules.examples import describe

    tree, mentions = "PTEN/NN/nsubj>1 promotes/VBZ/ROOT>1 autophagy/NN/dep>1", {"PTEN": "GENE", "autophagy": "PROCESS"}
    path = tmp_path / "mine.toml"
    path.write_text(_REWRITE)
    relations = RelationFinder(load_rules([path]))(parse(tree, mentions))._.relations
    assert [describe(r).partition("  ")[0] for r in relations] == ["PTEN | promotes | autophagy"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"noun under verb as dobj"', '"noun to verb"', "cannot read 'noun to verb'"),
        ('"verb < noun"', '"verb < object"', "there is no node 'object'"),
        ('path = "<*"', 'path = "<<"', "cannot read the step '<<'"),
        ('do = ["noun under verb as dobj"]', "", "nodes and what is done to them go together"),
    ],
)
def test_a_bad_rewrite_is_refused_with_its_line(tmp_path, old, new, reason):
    path = tmp_path / "mine.toml"
    path.write_text(_REWRITE.replace(old, new))
    with pytest.raises(RuleError, match=rf"mine.toml:1: rewrite 'mine': .*{reason}"):
        load_rules([path])


def test_user_licences(tmp_path, finder, parse):
    from extract.relations.component import RelationFinder

    tree, mentions = "PTEN/NN/nsubj>1 binds/VBZ/ROOT>1 autophagy/NN/dobj>1", {"PTEN": "GENE", "autophagy": "PROCESS"}
    path = tmp_path / "mine.toml"
    path.write_text('[objects]\nbind = ["PROCESS"]\n')
    own = RelationFinder(load_rules([path]))
    assert not finder(parse(tree, mentions))._.relations
    assert [r.predicate for r in own(parse(tree, mentions))._.relations] == ["binds"]


@pytest.mark.parametrize(("content", "reason"), [("sponge = ['DRUG']", "type 'DRUG'"), ("soak = ['GENE']", "'soak'")])
def test_a_bad_licence_is_refused_with_its_line(tmp_path, content, reason):
    path = tmp_path / "mine.toml"
    path.write_text(f"[objects]\n{content}\n")
    with pytest.raises(RuleError, match=rf"mine.toml:2: objects .*no .*{reason}"):
        load_rules([path])
