import pytest

from extract.language.names.constructs import split


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("siMETTL3", ("METTL3", "down")),
        ("shHIF-1α", ("HIF-1α", "down")),
        ("sgKEAP1", ("KEAP1", "down")),
        ("shcircFOXM1", ("circFOXM1", "down")),
        ("dnTCF4", ("TCF4", "down")),
        ("caAKT", ("AKT", "up")),
        ("oeABCB1", ("ABCB1", "up")),
        ("ABCB1-OE", ("ABCB1", "up")),
        ("METTL3-KO", ("METTL3", "down")),
        ("p53−/−", ("p53", "down")),
        ("Trp53-/-", ("Trp53", "down")),
    ],
)
def test_a_construct_says_what_was_done_to_its_gene(word, expected):
    assert split(word) == expected


@pytest.mark.parametrize("word", ["METTL3", "SIRT1", "shh", "cadherin", "silencing", "HIF-1α", "KO", "OE19", "miR-21"])
def test_other_names_are_no_constructs(word):
    assert split(word) is None
