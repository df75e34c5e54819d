from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import read
from extract.documents.citations import Resolver, expand
from extract.documents.headings import despaced, is_known, section_type, split_number
from extract.documents.references import cited_id, clean_doi, number_all, parse, surname


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


def test_time_grows_with_length_alone():
    """Were it to grow with the square of the length, this would not end."""
    assert parse("Abc D, " * 400_000 + "2019").year == 2019


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("https://doi.org/10. 1038/s41416-019-0482-x", "10.1038/s41416-019-0482-x"),
        ("doi:10.1016/S0140-6736 (18)30207-1", "10.1016/S0140-6736(18)30207-1"),
        ("https://doi.org/10.1007/s 10637-022-01248-0", "10.1007/s10637-022-01248-0"),
        ("doi:10.1002/hep4.1928 2019", "10.1002/hep4.1928"),
    ],
)
def test_doi_broken_over_lines(printed, doi):
    assert parse(f"Doe J. A study of things. J Inv. 2019;1:2. {printed}").doi == doi


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bypass-signalling-lenvatinib", "ncrna-sorafenib-resistance"])
def test_references_of_bundled_reviews(name):
    """Every study of the manifest is read, in the order of the reference list."""
    corpus = Path(__file__).parents[2] / "corpus"
    entries = tomllib.loads((corpus / "manifest.toml").read_text(encoding="utf-8"))["document"]
    wanted = next(entry["sources"] for entry in entries if entry["id"] == name)
    found = read(corpus / "reviews" / f"{name}.pdf").references
    assert [r.key for r in found] == [str(n) for n in range(1, len(found) + 1)]
    assert {r.doi.lower() for r in found} == {doi.lower() for doi in wanted}
    for record in found:
        assert len(record.text) < 400, record.text


@pytest.mark.parametrize(("listing", "numbers"), [("12,13–15", [12, 13, 14, 15]), ("3-1", [3, 1]), ("²,⁴", [2, 4])])
def test_expand(listing, numbers):
    assert expand(listing) == numbers


@pytest.mark.parametrize("dash", list("-–—‐−"))
@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_ranges_with_any_dash(dash, brackets):
    records = [parse(f"{n}. Doe J. A study of things here. J Inv. 2019;1:2.") for n in range(1, 30)]
    resolver = Resolver(records)
    text = f"Growth fell {brackets[0]}3{dash}5, 9{brackets[1]}."
    resolver.learn([text] * 9)
    (found,) = resolver.find(text)
    assert found.keys == ("3", "4", "5", "9")
    assert text[found.cut : found.end] == f"{brackets[0]}3{dash}5, 9{brackets[1]}"


def test_studies_named_among_other_words_in_brackets():
    records = [parse("Doe, J., Roe, R., and Poe, P. (2019). A study of things here. J. Inv. 1, 2.")]
    records.append(parse("Moe, M. (2004). Another study of things. J. Inv. 3, 4."))
    resolver = Resolver(records)
    text = "Growth fell (mice: Doe et al., 2019, for the first time; but see Moe, 2004, and the Act, 2011)."
    assert [(f.keys, f.cut == f.end) for f in resolver.find(text)] == [(("doe2019",), True), (("moe2004",), True)]


@pytest.mark.parametrize(
    ("address", "record"),
    [
        ("https://doi.org/10.1234/ab%2Fc", ("doi", "10.1234/ab/c")),
        ("http://dx.doi.org/10.1234/ab", ("doi", "10.1234/ab")),
        ("http://www.ncbi.nlm.nih.gov/pubmed/1234567", ("pmid", "1234567")),
        ("https://pubmed.ncbi.nlm.nih.gov/1234567/", ("pmid", "1234567")),
        ("https://crossmark.example.org/dialog?doi=10.1234/ab", None),
        ("https://doi.org/", None),
    ],
)
def test_links_to_records(address, record):
    assert cited_id(address) == record


@pytest.mark.parametrize("author", ["Österby Á", "Österby Á. B.", "Österby, Á"])
def test_initials_with_accents_are_no_part_of_the_name(author):
    assert surname(author) == "Österby"


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
