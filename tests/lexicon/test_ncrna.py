import pytest

from extract.language.lexicon.ncrna import MICRO, OTHER, micro_norm, micro_parents


@pytest.mark.parametrize(
    ("name", "norm"),
    [
        ("miR-34a", "miR-34a"),
        ("microRNA-34a", "miR-34a"),
        ("MicroRNA-155", "miR-155"),
        ("miRNA 155", "miR-155"),
        ("hsa-miR-101-3P", "miR-101-3p"),
        ("MIR155", "miR-155"),
        ("miR‑200c‑5p.2", "miR-200c-5p.2"),
        ("Let-7b", "let-7b"),
        ("let7", "let-7"),
        ("miR-9*", "miR-9*"),
        ("miR-17/20a", "miR-17/20a"),
    ],
)
def test_names_of_micrornas(name, norm):
    assert micro_norm(name) == norm


@pytest.mark.parametrize("name", ["MET", "miRNAs", "mirtazapine", "let", "circFOXO3", "MIRA-1"])
def test_other_names_are_no_micrornas(name):
    assert micro_norm(name) is None


def test_parents_lose_isoform_arm_and_locus():
    assert micro_parents("miR-101-2-3p") == ["miR-101-2-3p", "miR-101-2", "miR-101"]
    assert micro_parents("let-7a") == ["let-7a"]


def test_found_in_text():
    text = "Exosomal miR-92a, circHIPK3 and hsa_circ_0001946 rose; the circRNAs and miRNAs did not."
    assert [match[0] for match in MICRO.finditer(text)] == ["miR-92a"]
    assert [match[0] for match in OTHER.finditer(text)] == ["circHIPK3", "hsa_circ_0001946"]
