"""A loaded spaCy model made faster, without a change to its weights or to what it is saved as."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from threading import RLock

import numpy as np
from spacy.attrs import IDS, NORM, ORTH, SPACY
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vectors import Mode
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps, Ragged

from extract.language.model.attributes import index_lemmas, keys_of, remember_attributes, remember_lemmas
from extract.language.model.parsing import parse_in_pieces

_FORM = [ORTH, NORM, SPACY]
REMEMBERED = 1 << 16  # words; with vectors of 96 numbers, 25 MB a network at most
# The features of a token that its form, its norm and the blank behind it determine.
FEATURES_OF_FORM = frozenset(
    IDS[name] for name in ("ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "SPACY")
)

Compute = Callable[[Sequence[int]], np.ndarray]

# Threads may share a pipeline. One lock for all memories, which so can be pickled; reentrant, for computing a word's
# embedding looks up its vector.
_LOCK = RLock()


def make_faster(nlp: Language) -> None:
    """Make a pipeline that was just loaded faster: tokeniser, layers, embeddings, parser, attribute ruler, lemmatiser.

    Training makes it forget the words it remembers; who puts other weights or vectors into it must load it again.
    """
    remember_tokens(nlp)
    multiply_with_numpy(nlp)
    shorten_layers(nlp)
    remember_words(nlp)
    parse_in_pieces(nlp)
    remember_attributes(nlp)
    index_lemmas(nlp)
    remember_lemmas(nlp)


def remember_tokens(nlp: Language) -> None:
    """Let the tokeniser remember what it made of more strings: the 10,000 of spaCy are soon met."""
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.max_cache_size = max(nlp.tokenizer.max_cache_size, REMEMBERED)


def multiply_with_numpy(nlp: Language) -> None:
    """Let numpy's BLAS multiply on the CPU: for the narrow layers of such models thinc's own takes twice as long."""
    ops = NumpyOps(use_blis=False)
    for model in _models(nlp):
        for node in model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = ops


def shorten_layers(nlp: Language) -> None:
    """Let maxout and layer norm, where they only predict, leave out what their training needs; the same to the bit."""
    for model in _models(nlp):
        for node in list(model.walk()):
            if type(node.ops) is not NumpyOps:
                continue
            if node.name == "maxout":
                model.replace_node(node, _like(node, _maxout, turned=Turned()))
            elif node.name == "layernorm":
                model.replace_node(node, _like(node, _layer_norm))


def remember_words(nlp: Language) -> None:
    """Let each network work out the embedding of a word once, not wherever the word stands."""
    vectors = WordMemory(nlp.vocab.vectors_length) if _made_of_subwords(nlp.vocab) else None
    for model in _models(nlp):
        for node in list(model.walk()):
            embed = node.maybe_get_ref("embed")
            if embed is not None and embed.has_dim("nO") and _sees_form_alone(embed):
                model.replace_node(embed, _remembering(embed, vectors))


class RowOps(NumpyOps):
    """Multiplies each row by itself, so that a word's vector is the same to the bit whatever words stand beside it."""

    def gemm(self, x, y, out=None, trans1=False, trans2=False):
        """Return the product of two matrices."""
        if trans1 or out is not None:  # in training, where each batch is another one anyway
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        return np.matmul(x[:, None, :], y.T if trans2 else y)[:, 0]


class WordMemory:
    """The vectors of words met so far, `width` numbers each, by a key of the word."""

    def __init__(self, width: int) -> None:
        self._rows: dict[Hashable, int] = {}
        self._table = np.empty((1024, width), dtype="float32")

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._rows)

    def vectors(self, keys: Sequence[Hashable], compute: Compute) -> np.ndarray:
        """Return the words' vectors, of shape (words, width); `compute` makes those of new words, given by places."""
        with _LOCK:
            new = {key: i for i, key in enumerate(keys) if key not in self._rows}
            if len(self._rows) + len(new) > REMEMBERED:
                self.forget()
                new = {key: i for i, key in enumerate(keys)}
            if new:
                self._add(new, compute([*new.values()]))
            return self._table[[self._rows[key] for key in keys]]

    def forget(self) -> None:
        """Drop all words."""
        self._rows.clear()

    def _add(self, keys: Iterable[Hashable], vectors: np.ndarray) -> None:
        first, last = len(self._rows), len(self._rows) + len(vectors)
        if last > len(self._table):
            size = max(last, min(2 * last, REMEMBERED))
            self._table = np.resize(self._table, (size, self._table.shape[1]))
        self._table[first:last] = vectors
        self._rows.update(zip(keys, range(first, last), strict=True))


def _models(nlp: Language) -> Iterator[Model]:
    for _, component in nlp.pipeline:
        if isinstance(component, TrainablePipe) and isinstance(component.model, Model):
            yield component.model


def _sees_form_alone(embed: Model) -> bool:
    columns = [node.attrs["columns"] for node in embed.walk() if node.name == "extract_features"]
    return bool(columns) and FEATURES_OF_FORM.issuperset(IDS.get(name, name) for names in columns for name in names)


def _made_of_subwords(vocab: Vocab) -> bool:
    return getattr(vocab.vectors, "mode", None) == Mode.floret and vocab.vectors.attr == ORTH


def _remembering(embed: Model, vectors: WordMemory | None) -> Model:
    """Return a node that stands for `embed`, layers and all, and that knows again the words it has met.

    `vectors`, shared by the networks of a pipeline, remembers what word vectors are made of subwords.
    """
    for node in list(embed.walk()):
        if type(node.ops) is NumpyOps:
            node.ops = RowOps(use_blis=False)
        if node.name == "static_vectors" and vectors is not None:
            embed.replace_node(node, _like(node, _static_vectors, vectors=vectors))
    return _like(embed, _embed, words=WordMemory(embed.get_dim("nO")))


def _like(node: Model, forward: Callable, **attrs: WordMemory | Turned) -> Model:
    """Return a node with the layers and weights of another; `forward` gets that one's function before all else."""
    return Model(
        node.name,
        partial(forward, node._func),
        init=node.init,
        dims={name: node.maybe_get_dim(name) for name in node.dim_names},
        params={name: node.maybe_get_param(name) for name in node.param_names},
        refs={name: node.maybe_get_ref(name) for name in node.ref_names},
        layers=node.layers,
        attrs={**node.attrs, **attrs},
        ops=node.ops,
    )


class Turned:
    """A maxout layer's weights as a matrix that rows are multiplied by: input, and output piece by piece."""

    _weights: np.ndarray | None = None
    _matrix: np.ndarray

    def matrix(self, weights: np.ndarray) -> np.ndarray:
        """Return the matrix, made anew when the weights are other ones."""
        if self._weights is not weights:
            self._weights = weights
            self._matrix = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
        return self._matrix

    def forget(self) -> None:
        """Drop the matrix."""
        self._weights = None


def _maxout(func, model: Model, rows: np.ndarray, is_train: bool):
    turned: Turned = model.attrs["turned"]
    if is_train:
        turned.forget()
        return func(model, rows, is_train)
    weights, bias = model.get_param("W"), model.get_param("b")
    width, pieces, _ = weights.shape
    values = model.ops.gemm(rows, turned.matrix(weights))
    values += bias.T.ravel()
    most = values[:, :width]
    for piece in range(1, pieces):
        most = np.maximum(most, values[:, piece * width : (piece + 1) * width])
    return most, lambda gradients: gradients


def _layer_norm(func, model: Model, rows: np.ndarray, is_train: bool):
    if is_train:
        return func(model, rows, is_train)
    values = rows - rows.mean(axis=1, keepdims=True)
    values *= ((values * values).mean(axis=1, keepdims=True) + 1e-8) ** -0.5
    values *= model.get_param("G")
    values += model.get_param("b")
    return values, lambda gradients: gradients


def _embed(func, model: Model, docs: list[Doc], is_train: bool):
    words: WordMemory = model.attrs["words"]
    if is_train:
        words.forget()  # of weights that change
        return func(model, docs, is_train)

    def compute(places: Sequence[int]) -> np.ndarray:
        return func(model, [_words(docs, places)], False)[0][0]

    keys = [key for doc in docs for key in keys_of(doc, _FORM)]
    return np.split(words.vectors(keys, compute), np.cumsum([len(doc) for doc in docs])[:-1]), lambda gradients: []


def _static_vectors(func, model: Model, docs: list[Doc], is_train: bool):
    if is_train:
        return func(model, docs, is_train)
    vocab = docs[0].vocab
    forms = np.concatenate([doc.to_array(ORTH) for doc in docs]).tolist()

    def vectors(places: Sequence[int]) -> np.ndarray:
        # By the words themselves: in an unpickled vocabulary the vectors have strings of their own.
        return vocab.vectors.get_batch([vocab.strings[forms[i]] for i in places])

    rows = model.attrs["vectors"].vectors(forms, vectors)
    projected = model.ops.gemm(rows, model.get_param("W"), trans2=True)
    return Ragged(projected, model.ops.asarray1i([len(doc) for doc in docs])), lambda gradients: []


def _words(docs: Sequence[Doc], places: Iterable[int]) -> Doc:
    """Return a Doc of some tokens of all Docs in their row, with the features of form that they have there."""
    ends = np.cumsum([len(doc) for doc in docs])
    inside = np.searchsorted(ends, places, side="right").tolist()
    tokens = [docs[k][i - int(ends[k])] for k, i in zip(inside, places, strict=True)]
    words = Doc(docs[0].vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
    for word, token in zip(words, tokens, strict=True):
        if word.norm != token.norm:
            word.norm_ = token.norm_
    return words
