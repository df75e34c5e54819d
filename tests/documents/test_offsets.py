from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents.offsets import Edit, OffsetMap, Rewriter, rewrite

TEXT = st.text(alphabet="ab cβ\n-", max_size=40)


@st.composite
def edited(draw):
    text = draw(TEXT)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = [Edit(a, b, draw(st.text(alphabet="xyz", max_size=3))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, edits


@given(edited())
def test_copied_characters_lead_back_to_themselves(case):
    text, edits = case
    new, offsets = rewrite(text, edits)
    assert offsets.length == len(new)
    for segment in offsets.segments:
        if segment.copied:
            assert new[segment.start : segment.end] == text[segment.source_start : segment.source_end]
            assert offsets.to_source(segment.start, segment.end) == (segment.source_start, segment.source_end)
            assert offsets.from_source(segment.source_start, segment.source_end) == (segment.start, segment.end)


@given(edited(), st.data())
def test_composition_is_the_maps_one_after_the_other(case, data):
    text, edits = case
    middle, first = rewrite(text, edits)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(middle)), max_size=6, unique=True)))
    later_edits = [
        Edit(a, b, data.draw(st.text(alphabet="uv", max_size=2))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    new, later = rewrite(middle, later_edits)
    both = first.then(later)
    assert both.length == len(new)
    for segment in both.segments:
        if segment.copied:
            assert new[segment.start : segment.end] == text[segment.source_start : segment.source_end]


@given(edited(), st.integers(0, 50), st.integers(0, 50))
def test_any_span_maps_inside_the_source(case, a, b):
    text, edits = case
    new, offsets = rewrite(text, edits)
    start, end = sorted((min(a, len(new)), min(b, len(new))))
    low, high = offsets.to_source(start, end)
    assert 0 <= low <= high <= len(text)


def test_a_span_outside_is_refused():
    with pytest.raises(IndexError):
        OffsetMap.identity(3).to_source(2, 5)


def test_overlapping_edits_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        rewrite("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])


def test_pieces_may_change_their_order():
    source = "start of it [figure] end of it"
    work = Rewriter(source, [(0, 11), (21, 30), (12, 20)], glue=" ")
    assert work.text == "start of it end of it [figure]"
    at = work.text.index("end")
    assert source[slice(*work.map.to_source(at, at + 3))] == "end"
    assert work.map.from_source(12, 20) == (22, 30)


def test_sub_keeps_the_kept_group():
    work = Rewriter("a [link](there) b", [(0, 17)])
    work.sub(re.compile(r"\[(?P<keep>\w+)\]\(\w+\)"), "")
    assert work.text == "a link b"
    assert work.map.to_source(2, 6) == (3, 7)


def test_dropped_source_maps_to_nothing():
    _, offsets = rewrite("keep drop keep", [Edit(4, 9)])
    assert offsets.from_source(5, 8) is None
