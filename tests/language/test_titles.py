import pytest


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The QRZ inhibitor Qx-00471 was added.", "Qx-00471", "CHEMICAL"),
        ("Inhibitors such as Q4P-001 and Q4P-002 were added.", "Q4P-002", "CHEMICAL"),
        ("The monoclonal antibody 4Z5 binds HER2.", "4Z5", "CHEMICAL"),
        ("The strain Ql-04 may lower the viral load.", "Ql-04", None),
        ("The Ql-04 strain grew, and Ql-04 binds TLR2.", "Ql-04", None),
        ("Helix α5 binds calcium.", "Helix α5", None),
        ("The QRZ1 D842 codon binds it.", "D842", None),
        ("The inhibitor p27 was lost.", "p27", "GENE"),
        ("The isolate was killed by TNF.", "TNF", "GENE"),
    ],
)
def test_a_code_is_what_the_noun_beside_it_calls_it(spans, text, name, label):
    assert spans(text).get(name) == label
