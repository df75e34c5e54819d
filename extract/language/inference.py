"""A loaded spaCy model made faster, without a change to its weights or to what it is saved as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
from spacy.attrs import IDS, NORM, ORTH, SPACY
from spacy.language import Language
from spacy.pipeline import Lemmatizer, TrainablePipe
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

REMEMBERED = 1 << 16  # words; with vectors of 96 numbers, 25 MB a network
# The features of a token that its form, its norm and the blank behind it determine.
FEATURES_OF_FORM = frozenset(
    IDS[name] for name in ("ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "SPACY")
)

Compute = Callable[[Doc], np.ndarray]


def make_faster(nlp: Language) -> None:
    """Make a pipeline that was just loaded faster: its multiplications, its word embeddings and its lemmatiser."""
    multiply_with_numpy(nlp)
    remember_words(nlp)
    index_lemmas(nlp)


def multiply_with_numpy(nlp: Language) -> None:
    """Let numpy's BLAS multiply on the CPU: for the narrow layers of such models thinc's own takes twice as long."""
    ops = NumpyOps(use_blis=False)
    for model in _models(nlp):
        for node in model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = ops


def remember_words(nlp: Language) -> None:
    """Let each network work out the embedding of a word once, not wherever the word stands."""
    for model in _models(nlp):
        for node in list(model.walk()):
            embed = node.maybe_get_ref("embed")
            if embed is not None and embed.has_dim("nO") and _sees_form_alone(embed):
                model.replace_node(embed, _remembering(embed))


def index_lemmas(nlp: Language) -> None:
    """Let the rule lemmatiser look up a form among the known ones instead of reading through the list of them."""
    for _, component in nlp.pipeline:
        if isinstance(component, Lemmatizer) and component.lookups.has_table("lemma_index"):
            known = component.lookups.get_table("lemma_index")
            for part_of_speech in known:
                known[part_of_speech] = dict.fromkeys(known[part_of_speech])


class RowOps(NumpyOps):
    """Multiplies each row by itself, so that a word's vector is the same to the bit whatever words stand beside it."""

    def gemm(self, x, y, out=None, trans1=False, trans2=False):
        """Return the product of two matrices."""
        if trans1 or out is not None:  # in training, where each batch is another one anyway
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        return np.matmul(x[:, None, :], y.T if trans2 else y)[:, 0]


class WordMemory:
    """The embeddings of words met so far, `width` numbers each, by form, norm and whether a blank follows."""

    def __init__(self, width: int) -> None:
        self._rows: dict[bytes, int] = {}
        self._table = np.empty((1024, width), dtype="float32")

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._rows)

    def vectors(self, doc: Doc, compute: Compute) -> np.ndarray:
        """Return the embeddings of a Doc's tokens, of shape (tokens, width); `compute` makes those of new words."""
        keys = _keys(doc)
        new = {key: i for i, key in enumerate(keys) if key not in self._rows}
        if len(self._rows) + len(new) > REMEMBERED:
            self.forget()
            new = {key: i for i, key in enumerate(keys)}
        if new:
            self._add(new, compute(_words(doc, new.values())))
        return self._table[[self._rows[key] for key in keys]]

    def forget(self) -> None:
        """Drop all words."""
        self._rows.clear()

    def _add(self, keys: Iterable[bytes], vectors: np.ndarray) -> None:
        first, last = len(self._rows), len(self._rows) + len(vectors)
        if last > len(self._table):
            self._table = np.resize(self._table, (2 * last, self._table.shape[1]))
        self._table[first:last] = vectors
        self._rows.update(zip(keys, range(first, last), strict=True))


def _models(nlp: Language) -> Iterator[Model]:
    for _, component in nlp.pipeline:
        if isinstance(component, TrainablePipe) and isinstance(component.model, Model):
            yield component.model


def _sees_form_alone(embed: Model) -> bool:
    columns = [node.attrs["columns"] for node in embed.walk() if node.name == "extract_features"]
    return bool(columns) and FEATURES_OF_FORM.issuperset(IDS.get(name, name) for names in columns for name in names)


def _remembering(embed: Model) -> Model:
    """Return a node that stands for `embed`, layers and all, and that knows again the words it has met."""
    for node in embed.walk():
        if type(node.ops) is NumpyOps:
            node.ops = RowOps(use_blis=False)
    return Model(
        embed.name,
        partial(_forward, embed._func),
        init=embed.init,
        dims={name: embed.maybe_get_dim(name) for name in embed.dim_names},
        refs={name: embed.maybe_get_ref(name) for name in embed.ref_names},
        layers=embed.layers,
        attrs={**embed.attrs, "words": WordMemory(embed.get_dim("nO"))},
    )


def _forward(func, model: Model, docs: list[Doc], is_train: bool):
    words: WordMemory = model.attrs["words"]
    if is_train:
        words.forget()  # of weights that change
        return func(model, docs, is_train)
    return [words.vectors(doc, lambda new: func(model, [new], False)[0][0]) for doc in docs], lambda gradients: []


def _keys(doc: Doc) -> list[bytes]:
    rows = doc.to_array([ORTH, NORM, SPACY])
    return rows.view(np.dtype((np.void, rows.strides[0]))).ravel().tolist() if len(rows) else []


def _words(doc: Doc, places: Iterable[int]) -> Doc:
    """Return a Doc of some tokens of another, which have the features of form that they have there."""
    tokens = [doc[i] for i in places]
    words = Doc(doc.vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
    for word, token in zip(words, tokens, strict=True):
        if word.norm != token.norm:
            word.norm_ = token.norm_
    return words
