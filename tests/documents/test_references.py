from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents.citations import Resolver, expand
from extract.documents.headings import despaced, is_known, section_type, split_number
from extract.documents.references import clean_doi, number_all, parse


@pytest.mark.parametrize(
    ("text", "year", "title"),
    [
        (
            "1. Doe JA, Roe R, et al. The loss of ABC1 in livers. J Inv. 2019;3:1. doi:10.1234/ab.1",
            2019,
            "The loss of ABC1 in livers",
        ),
        ("Doe, J.A.; Roe, R. The loss of ABC1 in livers. J. Inv. 2019, 3, 1.", 2019, "The loss of ABC1 in livers"),
        (
            "Doe, J. A., & Roe, R. (2019). The loss of ABC1 in livers. Journal of Invention, 3, 1.",
            2019,
            "The loss of ABC1 in livers",
        ),
        ("Doe J, Roe R: The loss of ABC1 in livers. J Inv 2019, 3:1-5.", 2019, "The loss of ABC1 in livers"),
    ],
)
def test_reference_styles(text, year, title):
    record = parse(text)
    assert (record.year, record.title) == (year, title)
    assert record.authors.startswith("Doe")


@pytest.mark.parametrize(
    ("raw", "doi"),
    [("10.1016/S0140-6736(18)30207-1.", "10.1016/S0140-6736(18)30207-1"), ("10.1056/ NEJMoa07.", "10.1056/NEJMoa07")],
)
def test_doi(raw, doi):
    assert clean_doi(raw) == doi


def test_lost_numbers_are_filled_in():
    assert number_all(["1. Doe", "Roe", "3. Poe", "4. Moe"]) == [1, 2, 3, 4]


@given(st.text(max_size=600))
def test_any_reference_is_parsed(text):
    assert parse(text).text is not None


def test_long_reference_is_parsed_fast_enough_to_end():
    started = time.monotonic()
    parse("Abc D, " * 4000 + "2019")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(("listing", "numbers"), [("12,13–15", [12, 13, 14, 15]), ("3-1", [3, 1]), ("²,⁴", [2, 4])])
def test_expand(listing, numbers):
    assert expand(listing) == numbers


def test_units_and_charges_are_no_citations():
    records = [parse(f"{n}. Doe J. A study of things here. J Inv. 2019;1:2.") for n in range(1, 30)]
    resolver = Resolver(records)
    texts = [
        "growth fell.\ufdd02,3\ufdd1 A field of 5 cm\ufdd02\ufdd1 held 10\ufdd05\ufdd1 cells.",
        "again.\ufdd04\ufdd1",
    ]
    resolver.learn(texts)
    assert [f.keys for f in resolver.find(texts[0])] == [("2", "3")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("3. RESULTS AND DISCUSSION", "results"), ("Materials and Methods", "methods"),
     ("R E F E R E N C E S", "references"),
     ("Conflict of interest", "back"), ("Data availability statement", "back"), ("ABC1 in the liver", None),
     ("INTRODUCTION", "introduction")],
)  # fmt: skip
def test_section_types(title, kind):
    assert section_type(title) == kind


def test_numbers_do_not_eat_words():
    assert split_number("INTRODUCTION") == ("", "INTRODUCTION")
    assert split_number("3.1. Cell culture") == ("3.1", "Cell culture")
    assert split_number("IV. Outlook of the field") == ("IV", "Outlook of the field")
    assert despaced("D I S C U S S I O N") == "DISCUSSION"
    assert is_known("4 | DISCUSSION")
