import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It slowed growth in vitro.", ("in vitro",)),
        ("It slowed growth of xenografts in nude mice.", ("in vivo", "mice", "xenograft")),
        ("It slowed growth of patient-derived xenografts.", ("in vivo", "patient-derived xenograft", "xenograft")),
        ("It foretold relapse in patients.", ("patients",)),
        ("Molecular docking showed it.", ("in silico",)),
        ("It is a kinase.", ()),
    ],
)
def test_settings(nlp, text, expected):
    assert next(nlp(text).sents)._.settings == expected
