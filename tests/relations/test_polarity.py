import pytest

from extract.relations.component import RelationFinder
from extract.relations.rules.examples import describe
from extract.relations.rules.load import RuleError, load_rules

PAIR = {"METTL3": "GENE", "autophagy": "PROCESS"}
OBJECT = "autophagy/NN/dobj>{verb} ././punct>{verb}"


@pytest.mark.parametrize(
    ("tree", "claim"),
    [
        (
            "METTL3/NN/nsubj>3 did/VBD/aux>3 not/RB/neg>3 inhibit/VB/ROOT>3 autophagy/NN/dobj>3",
            "negated METTL3 | inhibits | autophagy",
        ),
        (
            "METTL3/NN/nsubj>1 failed/VBD/ROOT>1 to/TO/aux>3 inhibit/VB/xcomp>1 autophagy/NN/dobj>3",
            "negated METTL3 | inhibits | autophagy",
        ),
        (
            "METTL3/NN/nsubj>4 does/VBZ/aux>4 not/RB/preconj>4 only/RB/advmod>2 inhibit/VB/ROOT>4 autophagy/NN/dobj>4",
            "METTL3 | inhibits | autophagy",
        ),
        (
            "METTL3/NN/nsubj>2 may/MD/aux>2 inhibit/VB/ROOT>2 autophagy/NN/dobj>2",
            "hedged METTL3 | inhibits | autophagy",
        ),
        (
            "Data/NNS/nsubj>1 suggest/VBP/ROOT>1 that/IN/mark>4 METTL3/NN/nsubj>4 inhibits/VBZ/ccomp>1 autophagy/NN/dobj>4",  # noqa: E501
            "hedged METTL3 | inhibits | autophagy",
        ),
        (
            "METTL3/NN/nsubjpass>2 was/VBD/auxpass>2 shown/VBN/ROOT>2 to/TO/aux>4 inhibit/VB/xcomp>2 autophagy/NN/dobj>4",  # noqa: E501
            "METTL3 | inhibits | autophagy",
        ),
        (
            "We/PRP/nsubj>1 asked/VBD/ROOT>1 whether/IN/mark>4 METTL3/NN/nsubj>4 inhibits/VBZ/ccomp>1 autophagy/NN/dobj>4",  # noqa: E501
            "hedged METTL3 | inhibits | autophagy",
        ),
    ],
)
def test_scope(claims, tree, claim):
    assert claims(tree, PAIR) == [claim]


def test_modality_reaches_the_means(claims):
    tree = (
        "METTL3/NN/nsubj>2 might/MD/aux>2 promote/VB/ROOT>2 autophagy/NN/dobj>2 by/IN/prep>2 inhibiting/VBG/pcomp>4 "
        "PTEN/NN/dobj>5"
    )
    found = claims(tree, {**PAIR, "PTEN": "GENE"})
    assert set(found) == {
        "hedged METTL3 | promotes | autophagy | via PTEN",
        "hedged METTL3 | inhibits | PTEN",
    }


def test_what_a_participle_takes_for_granted_is_asserted(claims):
    tree = (
        "METTL3/NN/nsubj>2 may/MD/aux>2 inhibit/VB/ROOT>2 sorafenib/NN/npadvmod>5 -/HYPH/punct>5 induced/VBN/amod>6 "
        "autophagy/NN/dobj>2"
    )
    found = claims(tree, {**PAIR, "sorafenib": "CHEMICAL"})
    assert set(found) == {"hedged METTL3 | inhibits | autophagy", "sorafenib | promotes | autophagy"}


def test_but_not_denies_the_second(claims):
    tree = (
        "METTL3/NN/nsubj>1 inhibits/VBZ/ROOT>1 autophagy/NN/dobj>1 but/CC/cc>2 not/RB/neg>2 EMT/NN/conj>2 ././punct>1"
    )
    found = claims(tree, {**PAIR, "EMT": "PROCESS"})
    assert set(found) == {"METTL3 | inhibits | autophagy", "negated METTL3 | inhibits | EMT"}


_CUE = """[[cue]]
name = "allegedly"
says = "hedged"
scope = ["trigger"]
path = "advmod"
words = ["allegedly"]
"""


def test_a_user_adds_a_cue_and_takes_one_out(tmp_path, parse):
    path = tmp_path / "mine.toml"
    path.write_text(_CUE + '\n[[cue]]\nname = "not-before"\noff = true\n')
    own = RelationFinder(load_rules([path]))
    tree = "METTL3/NN/nsubj>2 {word}/RB/{dep}>2 inhibits/VBZ/ROOT>2 autophagy/NN/dobj>2"
    said = [
        describe(relation).partition("  ")[0]
        for word, dep in (("allegedly", "advmod"), ("not", "neg"))
        for relation in own(parse(tree.format(word=word, dep=dep), PAIR))._.relations
    ]
    assert said == ["hedged METTL3 | inhibits | autophagy", "METTL3 | inhibits | autophagy"]


def test_a_cue_of_an_unknown_scope_is_refused_with_its_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("\n" + _CUE.replace('"trigger"', '"nowhere"'))
    with pytest.raises(RuleError, match=r"mine.toml:2: cue 'allegedly': there is no 'nowhere' among the scopes"):
        load_rules([path])
