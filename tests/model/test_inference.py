import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.language.load import MODEL_DIR, load_model
from extract.language.model import attributes, inference

TEXTS = [
    "Knockdown of TRIB3 restored the sensitivity of A549 cells to afatinib.",
    "Afatinib-resistant cells had lost PTEN; its levels fell, and AKT was phosphorylated.",
    "cells",
    "don't (cells)don't",
    " \n ",
    "",
]
WORDS = ["TRIB3", "cells", "PTEN", "fell", "afatinib", "of", "(", "naïve", "\n"]


@pytest.fixture(scope="module")
def plain():
    return spacy.load(MODEL_DIR)


@pytest.fixture(scope="module")
def fast():
    return load_model()


def embedding(nlp, name):
    return next(node for node in nlp.get_pipe(name).model.walk() if node.has_ref("embed")).get_ref("embed")


def memory(nlp, name):
    return embedding(nlp, name).attrs["words"]


@pytest.mark.parametrize("name", ["tok2vec", "resistract_recogniser"])
@pytest.mark.parametrize("text", [text for text in TEXTS if text])
def test_remembered_embeddings_are_those_of_the_network(plain, fast, name, text):
    doc, same = plain.make_doc(text), fast.make_doc(text)
    wanted = embedding(plain, name).predict([doc])[0]
    for _ in range(2):  # as new words, then as known ones
        found = embedding(fast, name).predict([same])[0]
        assert found.dtype == wanted.dtype
        np.testing.assert_allclose(found, wanted.reshape(found.shape), atol=1e-5)


@pytest.mark.parametrize("name", ["tok2vec", "resistract_recogniser"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1), min_size=1, max_size=4))
def test_an_embedding_does_not_depend_on_what_was_read_before(fast, name, texts):
    def embed(words):
        return embedding(fast, name).predict([spacy.tokens.Doc(fast.vocab, words=words)])[0]

    memory(fast, name).forget()
    alone = {}
    for word in WORDS:
        memory(fast, name).forget()
        alone[word] = embed([word])[0].tobytes()
    memory(fast, name).forget()
    for words in texts:
        assert [row.tobytes() for row in embed(words)] == [alone[word] for word in words]


def test_norm_and_blank_tell_words_apart(fast):
    words = memory(fast, "tok2vec")
    words.forget()
    doc = spacy.tokens.Doc(fast.vocab, words=["cells", "cells", "cells", "cells"], spaces=[True, False, True, True])
    doc[3].norm_ = "other"
    rows = embedding(fast, "tok2vec").predict([doc])[0]
    assert len(words) == 3
    assert (rows[0] == rows[2]).all()
    assert (rows[0] != rows[1]).any()
    assert (rows[0] != rows[3]).any()


def test_memory_starts_again_when_full(fast, monkeypatch):
    monkeypatch.setattr(inference, "REMEMBERED", 3)
    words = memory(fast, "resistract_recogniser")
    words.forget()
    embed = embedding(fast, "resistract_recogniser").predict
    first = embed([fast.make_doc("PTEN fell")])[0]
    assert len(embed([fast.make_doc("TRIB3 and AKT of these cells rose")])[0]) == len(words) == 7
    assert len(embed([fast.make_doc("PTEN fell")])[0]) == len(words) == 2
    assert (embed([fast.make_doc("PTEN fell")])[0] == first).all()


def test_training_forgets(fast):
    docs = [fast.make_doc("PTEN fell")]
    embedding(fast, "resistract_recogniser").predict(docs)
    assert len(memory(fast, "resistract_recogniser"))
    embedding(fast, "resistract_recogniser")(docs, is_train=True)
    assert not len(memory(fast, "resistract_recogniser"))


def test_networks_that_look_beyond_the_word_are_left_alone(plain):
    model = spacy.ml.models.MultiHashEmbed(8, ["NORM", "TAG"], [10, 10], include_static_vectors=False)
    assert not inference._sees_form_alone(model)
    assert inference._sees_form_alone(embedding(plain, "resistract_recogniser"))


def test_saved_pipeline_is_an_ordinary_one(plain, fast):
    fast(TEXTS[0])
    again = spacy.blank("en").from_config(plain.config, vocab=plain.vocab).from_bytes(fast.to_bytes())
    assert again.to_bytes(exclude=["vocab"]) == fast.to_bytes(exclude=["vocab"])
    assert "words" not in embedding(again, "resistract_recogniser").attrs


@pytest.mark.parametrize("text", TEXTS)
def test_faster_pipeline_says_the_same(plain, fast, text):
    def said(doc):
        return [(t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_) for t in doc]

    assert said(fast(text)) == said(plain(text))


def test_a_layer_heeds_other_weights(fast):
    layer = next(node for node in fast.get_pipe("tok2vec").model.walk() if node.name == "maxout")
    rows = np.ones((2, layer.get_dim("nI")), dtype="float32")
    before, weights = layer.predict(rows), layer.get_param("W")
    layer.set_param("W", weights * 2)
    assert (layer.predict(rows) != before).any()
    layer.set_param("W", weights)
    assert (layer.predict(rows) == before).all()


def test_empty_texts_in_a_batch(fast):
    memory(fast, "tok2vec").forget()
    assert [len(doc) for doc in fast.pipe(["", "PTEN fell", ""])] == [0, 2, 0]


def test_known_lemmas_are_looked_up(fast):
    known = fast.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    assert isinstance(known["noun"], dict)
    assert "gene" in known["noun"]


def test_shorter_layers_are_the_same_to_the_bit(fast):
    def encode(nlp):
        return next(n for n in nlp.get_pipe("tok2vec").model.walk() if n.has_ref("encode")).get_ref("encode").predict

    whole = spacy.load(MODEL_DIR)
    inference.multiply_with_numpy(whole)
    rows = np.random.default_rng(1).normal(size=(40, 96)).astype("float32")
    assert (encode(fast)([rows])[0] == encode(whole)([rows])[0]).all()


def lemmas(nlp, words):
    return [token.lemma_ for token in nlp.get_pipe("attribute_ruler")(spacy.tokens.Doc(nlp.vocab, words=words))]


def test_a_ruler_that_remembers_heeds_what_is_added():
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "fell"}]], {"LEMMA": "fall"})
    inference.remember_attributes(nlp)
    for _ in range(2):
        assert lemmas(nlp, ["It", "Fell", "rose"]) == ["", "fall", ""]
    ruler.add([[{"LOWER": {"IN": ["rose"]}}]], {"LEMMA": "rise"})
    for _ in range(2):
        assert lemmas(nlp, ["It", "Fell", "rose"]) == ["", "fall", "rise"]
    ruler.add([[{"LOWER": "fell"}, {"LOWER": "off"}]], {"LEMMA": "drop"})
    for _ in range(2):
        assert lemmas(nlp, ["It", "fell", "off", "it", "fell"]) == ["", "drop", "", "", "fall"]


def test_a_ruler_that_remembers_leaves_what_is_set():
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add([[{"LOWER": "fell"}]], {"LEMMA": "fall"})
    inference.remember_attributes(nlp)
    assert lemmas(nlp, ["rose", "fell"]) == ["", "fall"]
    doc = spacy.tokens.Doc(nlp.vocab, words=["rose", "fell"], lemmas=["rise", ""])
    assert [token.lemma_ for token in nlp.get_pipe("attribute_ruler")(doc)] == ["rise", "fall"]


def test_lemmas_of_words_known_and_new_and_given(plain, fast):
    for text in ("Cells die", "Cells died and cells die", "", "Mice were seen"):
        docs = [plain(text), fast(text)]
        assert [t.lemma_ for t in docs[0]] == [t.lemma_ for t in docs[1]]
    doc = spacy.tokens.Doc(fast.vocab, words=["mice", "died"], pos=["NOUN", "VERB"], lemmas=["rodent", ""])
    assert [t.lemma_ for t in fast.get_pipe("lemmatizer")(doc)] == ["rodent", "die"]


def test_lemmas_start_again_when_full(fast, monkeypatch):
    monkeypatch.setattr(attributes, "REMEMBERED", 3)
    lemmatizer = fast.get_pipe("lemmatizer")
    lemmatizer.lemmas.clear()
    for _ in range(2):
        assert [t.lemma_ for t in fast("Mice died")] == ["mouse", "die"]
        assert [t.lemma_ for t in fast("Other mice were seen")] == ["other", "mouse", "be", "see"]
        assert len(lemmatizer.lemmas) == 4
