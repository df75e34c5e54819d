from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import read_string
from extract.documents.abbreviations import listed


@pytest.mark.parametrize(
    "text",
    [
        "CSC, cancer stem cell; OS, overall survival; m(7)X, see there.",
        "CSC: cancer stem cell. OS: overall survival",
        "CSC = cancer stem cell; OS = overall survival",
        "CSC\tcancer stem cell\nOS\toverall survival",
        "CSC: cancer stem cell OS: overall survival",
    ],
)
def test_forms_of_lists(text):
    assert listed([text]) == {"CSC": "cancer stem cell", "OS": "overall survival"}


@pytest.mark.parametrize("text", ["CSC, a cell of the bone marrow", "and, another disease", "A, apple", "Notes: none"])
def test_what_stands_for_nothing(text):
    assert listed([text]) == {}


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text(texts):
    for short, long in listed(texts).items():
        assert short in "".join(texts)
        assert len(long) > len(short)


def test_list_of_a_document():
    text = """A title of this short review

Introduction

The kinase restrains growth in the liver and is lost from it when the disease comes back.

Abbreviations

CSC, cancer stem cell; OS, overall survival.

References

1. Doe J. A study of things here. J Inv. 2019;1:2.
"""
    document = read_string(text, doc_id="x")
    assert document.abbreviations == (("CSC", "cancer stem cell"), ("OS", "overall survival"))
    assert "overall survival" not in document.clean
