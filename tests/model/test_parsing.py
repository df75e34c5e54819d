import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

from extract.language.load import load_model
from extract.language.model import parsing

TEXT = (
    "Loss of PTEN, seen in Fig. 2, activates AKT. Does it? It does! Cells (A549, HCC827. etc.) that lack TRIB3 "
    "died of afatinib. p < 0.05.. Not so H1975"
)
WORDS = ["Cells", "that", "lack", "PTEN", ".", "?", "Fig.", "died", ",", "of", "it", "and", "not", "\n"]


@pytest.fixture(scope="module")
def nlp():
    return load_model()


def spacys_arcs(nlp, docs):
    return [arcs_of(state) for state in nlp.get_pipe("parser").greedy_parse(docs)]


def arcs(nlp, docs):
    return [arcs_of(state) for state in nlp.get_pipe("parser").predict(docs)]


def arcs_of(state):
    return sorted((arc["child"], arc["head"], arc["label"]) for arc in state.arcs)


def prepared(nlp, *docs):
    return list(nlp.get_pipe("tok2vec").pipe(docs))


def test_parses_a_text_as_spacy_does(nlp):
    docs = prepared(nlp, nlp.make_doc(TEXT))
    assert isinstance(nlp.get_pipe("parser"), parsing.PieceParser)
    assert len(parsing._starts(docs[0])) > 4
    assert arcs(nlp, docs) == spacys_arcs(nlp, docs)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([None, None, True, False]))), min_size=1, max_size=4
    )
)
def test_parses_whatever_stands_there_as_spacy_does(nlp, texts):
    docs = []
    for text in texts:
        doc = Doc(nlp.vocab, words=[word for word, _ in text])
        for token, (_, is_start) in zip(doc, text, strict=True):
            if is_start is not None and token.i:
                token.is_sent_start = is_start
        docs.append(doc)
    docs = prepared(nlp, *docs)
    assert arcs(nlp, docs) == spacys_arcs(nlp, docs)


def test_more_pieces_than_are_made_at_a_time(nlp, monkeypatch):
    docs = prepared(nlp, nlp.make_doc(TEXT), nlp.make_doc(""), nlp.make_doc("A title"), nlp.make_doc(TEXT + " " + TEXT))
    monkeypatch.setattr(parsing, "AT_A_TIME", 2)
    assert arcs(nlp, docs) == spacys_arcs(nlp, docs)


def test_long_texts_are_parsed_in_one_piece(nlp, monkeypatch):
    docs = prepared(nlp, nlp.make_doc(TEXT))
    wanted = arcs(nlp, docs)
    monkeypatch.setattr(parsing, "LONGEST", 3)
    monkeypatch.setattr(parsing, "_Parse", None)
    assert arcs(nlp, docs) == wanted


def test_other_parsers_are_left_alone():
    class Mine(DependencyParser):
        pass

    parsers = Language()
    parsers.add_pipe("beam_parser")
    mine = parsers.add_pipe("parser", name="mine")
    parsers._components[1] = ("mine", Mine(parsers.vocab, mine.model, "mine"))
    before = list(parsers.pipeline)
    parsing.parse_in_pieces(parsers)
    assert parsers.pipeline == before
