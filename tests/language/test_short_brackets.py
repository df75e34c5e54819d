import spacy
from hypothesis import given
from hypothesis import strategies as st
from scispacy.abbreviation import AbbreviationDetector, filter_matches
from spacy.tokens import Doc

from extract.language.names.abbreviations import short_brackets

NLP = spacy.blank("en")
DETECTOR = AbbreviationDetector(NLP)
SHORT = short_brackets(NLP)


def candidates(matcher, doc):
    inside = [(key, start + 1, end - 1) for key, start, end in matcher(doc)]
    return [(long.text, short.start, short.end) for long, short in filter_matches(inside, doc)]


@given(st.lists(st.sampled_from(["(", ")", "tumor", "factor", "TF", "of", "1"]), max_size=40))
def test_the_detector_misses_nothing_in_short_brackets(words):
    doc = Doc(NLP.vocab, words=words)
    assert candidates(SHORT, doc) == candidates(DETECTOR.matcher, doc)


def test_brackets_left_open_do_not_add_up():
    doc = Doc(NLP.vocab, words=["(", "TF"] * 200 + [")"])
    assert len(SHORT(doc)) == 4
