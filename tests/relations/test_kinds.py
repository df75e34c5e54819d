import re
import tomllib

import pytest

from extract.relations import kinds
from extract.schema import Mention, Named


def mention(name, type_, *, state="none", drugs=None):
    direction = "resistance" if type_ == "DRUG_RESPONSE" else None
    named = tuple(Named(norm=drug) for drug in drugs) if drugs else None
    return Mention(text=name, type=type_, norm=name, start=0, end=1, state=state, direction=direction, drugs=named)


SORAFENIB = mention("sorafenib", "CHEMICAL")
RESISTANCE = mention("sorafenib resistance", "DRUG_RESPONSE", drugs=["sorafenib"])


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "expected"),
    [
        (mention("ABCB1", "GENE"), "promotes", RESISTANCE, {"drug_efflux_and_metabolism"}),
        (
            mention("miR-142-3p", "NCRNA"),
            "downregulates",
            mention("ATG5", "GENE"),
            {"non_coding_rna", "autophagy_and_cell_death"},
        ),
        (
            mention("METTL3", "GENE"),
            "upregulates",
            mention("FOXO3", "GENE"),
            {"epigenetic_and_epitranscriptomic", "signalling_and_mutation"},
        ),
        (mention("hypoxia", "PROCESS"), "promotes", mention("EMT", "PROCESS"), {"hypoxia_and_metabolism", "emt"}),
        (mention("EGFR T790M", "VARIANT"), "promotes", RESISTANCE, {"signalling_and_mutation"}),
        (mention("M2 macrophage", "CELL_TYPE"), "promotes", RESISTANCE, {"microenvironment_and_immune"}),
        (mention("cancer stem cell", "CELL_TYPE"), "promotes", RESISTANCE, {"stem_cells"}),
        (mention("metformin", "CHEMICAL"), "inhibits", RESISTANCE, {"combination_strategy", "hypoxia_and_metabolism"}),
        (mention("ABC1-like thing", "GENE"), "promotes", RESISTANCE, set()),
        (mention("STAT3/SOX2 axis", "PATHWAY"), "promotes", RESISTANCE, {"signalling_and_mutation", "stem_cells"}),
        (mention("some pathway", "PATHWAY"), "promotes", RESISTANCE, {"signalling_and_mutation"}),
        (
            mention("trichostatin A", "CHEMICAL"),
            "inhibits",
            mention("ABC1X", "GENE"),
            {"epigenetic_and_epitranscriptomic"},
        ),
    ],
)
def test_classes_are_told_by_the_mentions(subject, predicate, object_, expected):
    assert set(kinds.mechanism_classes(subject, predicate, object_)) == expected


def test_mediators_states_and_triggers_count():
    x, y = mention("X1Y", "GENE"), mention("Y1X", "GENE")
    assert kinds.mechanism_classes(x, "promotes", RESISTANCE, via=(mention("ferroptosis", "PROCESS"),)) == (
        "autophagy_and_cell_death",
    )
    assert kinds.mechanism_classes(mention("X1Y", "GENE", state="altered"), "promotes", y) == (
        "signalling_and_mutation",
    )
    assert kinds.mechanism_classes(x, "modifies", y, trigger="methylates") == ("epigenetic_and_epitranscriptomic",)
    assert kinds.mechanism_classes(x, "modifies", y, trigger="dephosphorylates") == ("signalling_and_mutation",)


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "kind"),
    [
        (mention("ABCB1", "GENE"), "promotes", RESISTANCE, "mechanism"),
        (SORAFENIB, "inhibits", mention("BRAF", "GENE"), "drug_target"),
        (SORAFENIB, "inhibits", mention("METTL3", "GENE"), "mechanism"),
        (mention("drug 17", "CHEMICAL"), "inhibits", mention("METTL3", "GENE"), "drug_target"),
        (SORAFENIB, "upregulates", mention("BRAF", "GENE"), "mechanism"),
        (SORAFENIB, "inhibits", mention("BRAF", "GENE", state="altered"), "mechanism"),
        (SORAFENIB, "treats", mention("hepatocellular carcinoma", "DISEASE"), "regimen"),
        (SORAFENIB, "inhibits", mention("hepatocellular carcinoma", "DISEASE"), "regimen"),
        (SORAFENIB, "combines_with", mention("metformin", "CHEMICAL"), "regimen"),
        (mention("ABCB1", "GENE"), "associated_with", RESISTANCE, "association"),
        (SORAFENIB, "promotes", RESISTANCE, "background"),
        (SORAFENIB, "inhibits", mention("tumor growth", "PROCESS"), "background"),
        (mention("ABCB1", "GENE"), "promotes", mention("tumor growth", "PROCESS"), "mechanism"),
        (mention("ABCB1", "GENE"), "promotes", mention("cancer", "DISEASE"), "background"),
        (mention("cirrhosis", "DISEASE"), "promotes", mention("hepatocellular carcinoma", "DISEASE"), "background"),
        (mention("hypoxia", "PROCESS"), "promotes", mention("metastasis", "PROCESS"), "mechanism"),
    ],
)
def test_kinds(subject, predicate, object_, kind):
    classes = kinds.mechanism_classes(subject, predicate, object_)
    assert kinds.kind_of(subject, predicate, object_, classes=classes) == kind


def test_every_gene_pattern_is_a_regular_expression_and_stands_once_in_its_class():
    content = tomllib.loads(kinds.DATA.read_text(encoding="utf-8"))
    for name, fields in content["class"].items():
        for key in ("genes", "words", "drugs"):
            values = fields.get(key, [])
            assert len(values) == len(set(values)), (name, key)
        for pattern in fields.get("genes", []):
            re.compile(pattern)
