from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluation.gold import GoldDocument, GoldError, GoldMention, GoldSentence
from extract.evaluation.place import Letters, fold, place_document, text_hash
from extract.evaluation.standoff import to_standoff, with_text

SENTENCES = [
    (
        "Silencing of TRIB3 restores sensitivity to axitinib in A498 cells.",
        ["TRIB3", "sensitivity to axitinib", "A498"],
    ),
    ("TRIB3 also binds KRAS, and RAS signaling follows.", ["TRIB3", "KRAS", "RAS signaling"]),
    ("HIF-1α drives glycolysis, whereas loss of HIF-1α restores axitinib.", ["HIF-1α", "glycolysis", "axitinib"]),
]
TEXT = "A title\n\n" + " ".join(text for text, _ in SENTENCES) + "\n"


def gold(text=TEXT, **fields):
    sentences = []
    for number, (sentence, names) in enumerate(SENTENCES):
        start = text.index(sentence)
        entities = []
        for index, name in enumerate(names):
            at = sentence.rindex(name) if name == "HIF-1α" else sentence.index(name)
            entities.append(
                GoldMention(
                    id=f"T{index}",
                    text=name,
                    start=at,
                    end=at + len(name),
                    raw_start=start + at,
                    raw_end=start + at + len(name),
                    type="GENE",
                    norm=name,
                )
            )
        sentences.append(
            GoldSentence(
                sid=f"s{number}",
                doc="d",
                start=start,
                end=start + len(sentence),
                text=sentence,
                entities=tuple(entities),
            )
        )
    return GoldDocument("d", tuple(sentences), sha256=text_hash(text), **fields)


def standoff(document):
    return replace(document, sentences=tuple(map(to_standoff, document.sentences)))


def texts(places, text):
    return [[fold(text[m.start : m.end]) for m in place.mentions.values()] for place in places if place]


def names():
    return [[fold(name) for name in mentions] for _, mentions in SENTENCES]


def test_offsets_apply_where_the_hash_does():
    places = place_document(gold(), TEXT)
    assert [place.span for place in places] == [(s.start, s.end) for s in gold().sentences]
    assert texts(places, TEXT) == names()


OTHER = {
    "moved": "Front matter of another rendering.\n\n" + TEXT,
    "wrapped": TEXT.replace(" ", "\n"),
    "hyphenated": TEXT.replace("restores", "re-\nstores").replace("signaling", "sig-\nnaling"),
    "tagged": TEXT.replace("TRIB3", "<i>TRIB3</i>"),
    "LaTeX": TEXT.replace("α", "$\\alpha$"),
    "cited": TEXT.replace("cells.", "cells [12, 13].").replace("KRAS,", "KRAS [4],"),
    "upper case": TEXT.upper(),
}


@pytest.mark.parametrize("form", [gold, lambda: standoff(gold())], ids=["text", "stand-off"])
@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_quotes_apply_elsewhere(form, text):
    places = place_document(form(), text)
    assert all(places)
    assert texts(places, text) == names()


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_the_second_of_two_like_mentions_is_found_by_its_context(text):
    place = place_document(standoff(gold()), text)[2]
    start = place.mentions["T0"].start
    assert "loss" in text[:start].rsplit("drives", 1)[-1].casefold() or "LOSS" in text[:start].rsplit("DRIVES", 1)[-1]


def test_a_name_is_not_found_inside_another():
    text = "Front. " + TEXT
    mention = place_document(standoff(gold()), text)[1].mentions["T2"]
    assert text[mention.start : mention.end] == "RAS signaling"
    assert text[mention.start - 1] == " "


def test_a_page_break_in_the_sentence_does_not_lose_it():
    text = TEXT.replace("sensitivity to axitinib in", "sensitivity to axitinib\n\nJournal of Things 12, 34–56\n\nin")
    assert texts(place_document(gold(), text), text) == names()


def test_what_is_not_there_is_not_found():
    text = TEXT.replace(SENTENCES[1][0], "")
    places = place_document(gold(), text)
    assert [place is not None for place in places] == [True, False, True]


def test_standoff_keeps_no_sentence():
    for sentence in map(to_standoff, gold().sentences):
        assert sentence.text is None
        assert len(sentence.starts.split()) <= 4
        assert len(sentence.ends.split()) <= 4
        assert all(len(m.prefix.split()) <= 4 and len(m.suffix.split()) <= 4 for m in sentence.entities)
    assert to_standoff(gold().sentences[2]).entities[0].prefix
    assert not to_standoff(gold().sentences[0]).entities[0].prefix


def test_text_is_taken_from_the_document():
    filled = with_text(standoff(gold()), TEXT)
    assert filled.sentences == gold().sentences
    moved = "Front. " + TEXT
    again = with_text(standoff(gold()), moved)
    for sentence in again.sentences:
        assert moved[sentence.start : sentence.end] == sentence.text
        assert all(
            moved[m.raw_start : m.raw_end] == m.text == sentence.text[m.start : m.end] for m in sentence.entities
        )
    with pytest.raises(GoldError, match=r"s1 .* is not found"):
        with_text(standoff(gold()), TEXT.replace(SENTENCES[1][0], ""))


@given(st.text(max_size=60))
def test_letters_lead_back_to_the_text(text):
    letters = Letters.of(text)
    assert len(letters.letters) == len(letters.offsets)
    assert list(letters.offsets) == sorted(letters.offsets)
    for index in range(len(letters.letters)):
        start, end = letters.span(index, index + 1)
        assert letters.letters[index] in fold(text[start:end])
