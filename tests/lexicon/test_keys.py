import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language.lexicon.keys import case_mask, key, keyed_text


@pytest.mark.parametrize(
    "names",
    [
        ("TGF-β1", "TGFβ-1", "TGF-beta 1", "tgf‑beta1"),
        ("HuH-7", "Huh7", "HUH‐7"),
        ("IL-6", "IL6", "il 6"),
        ("NF-κB", "NF-kappaB", "NFκB"),
        ("epithelial-mesenchymal transition", "epithelial–mesenchymal transition"),
        ("Sjögren", "Sjogren"),
    ],
)
def test_spellings_share_a_key(names):
    assert len({key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("PLC/PRF/5", "PLCPRF5"), ("CD8+", "CD8"), ("miR-21", "miR-21*"), ("p53", "p63")]
)
def test_punctuation_that_tells_names_apart_stays(one, other):
    assert key(one) != key(other)


@given(st.text())
def test_keyed_text_has_the_key_of_the_text(text):
    keyed = keyed_text(text)
    assert len(keyed.starts) == len(keyed.key)
    assert len(keyed.positions) == len(text) + 1
    assert keyed.key.replace("\n", "") == key(text).replace("\n", "")


@given(st.text(alphabet="aBβ-µ \n1é'", max_size=30))
def test_offsets_lead_back_to_the_characters(text):
    keyed = keyed_text(text)
    for position, start in enumerate(keyed.starts):
        assert 0 <= start < len(text)
        assert keyed.positions[start] <= position < keyed.positions[start + 1]
    assert keyed.starts == sorted(keyed.starts)


@given(st.text(alphabet="aBβ- é", min_size=1, max_size=20))
def test_ends_are_character_ends(text):
    keyed = keyed_text(text)
    for position in range(1, len(keyed.key) + 1):
        end = keyed.end(position)
        if end is not None:
            assert key(text[:end]) == keyed.key[:position]


def test_a_name_does_not_cross_a_blank_line():
    assert "\n" in keyed_text("the MET\n\n1. Introduction").key
    assert "\n" not in keyed_text("hepatocellular\ncarcinoma").key


def test_case_mask_counts_key_characters():
    assert case_mask("c-Met") == 0b0010
    assert case_mask("TGFβ") == 0b111
    assert case_mask("met") == 0
    assert case_mask("p-ERK") == case_mask("pERK")
