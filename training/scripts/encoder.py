"""The teacher of the recogniser: a pretrained encoder of general English, with what it does not see of a name.

The encoder (MiniLM, six layers) knows words in lower case and by their pieces. Beside it stand the vectors of the word,
the token vectors of the recogniser of the corpora's entities, and the word's shape, ending and beginning. Needs torch,
tokenizers and safetensors, and the folder of the encoder's weights.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from warm_start import token_vectors

from extract.language.model.recogniser import TAGS

WIDTH, HEADS, LAYERS = 384, 12, 6
FORMS = (2000, 500, 4000, 4000)  # rows of the tables of shapes, first letters, endings, beginnings
LONGEST = 510  # pieces of words


@dataclass(frozen=True)
class Text:
    """What the teacher sees of a text."""

    pieces: np.ndarray  # the ids of the pieces, with the encoder's marks of start and end
    owners: np.ndarray  # for each piece the number of its token, -1 for the marks
    vectors: np.ndarray  # (tokens, width)
    forms: np.ndarray  # (tokens, len(FORMS))

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True)
class Batch:
    """Texts of one batch, filled up to the longest."""

    pieces: Tensor
    real: Tensor  # which pieces are real
    owners: Tensor  # the place of each piece's token among all tokens of the batch, one more for none
    first: Tensor  # the place of each token's first piece among all pieces of the batch
    count: Tensor  # pieces of each token
    tokens: Tensor  # of each text
    vectors: Tensor
    forms: Tensor


class Reader:
    """Makes of a Doc what the teacher sees of it."""

    def __init__(self, folder: Path, recogniser: Language):
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._vectors = recogniser.vocab.vectors
        self._network = token_vectors(recogniser.get_pipe("ner").model)
        self._vocab = recogniser.vocab

    def read(self, docs: Iterable[Doc], size: int = 256) -> Iterator[Text]:
        """Yield the texts of Docs, in their order."""
        docs = [
            Doc(self._vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc]) for doc in docs
        ]
        for start in range(0, len(docs), size):
            part = docs[start : start + size]
            for doc, learned in zip(part, self._network.predict(part), strict=True):
                yield self._text(doc, learned)

    def _text(self, doc: Doc, learned: np.ndarray) -> Text:
        words = [token.text for token in doc]
        found = self._tokenizer.encode(words, is_pretokenized=True)
        owners = [-1 if owner is None else owner for owner in found.word_ids]
        vectors = np.concatenate([np.array([self._vocab.get_vector(word) for word in words]), learned], axis=1)
        return Text(
            np.array(found.ids[:LONGEST]),
            np.array(owners[:LONGEST]),
            vectors.astype("float16"),
            np.array([forms(word) for word in words]),
        )


def forms(word: str) -> list[int]:
    """Return the rows of a word's shape, first letter, ending and beginning in their tables."""
    shape = re.sub(r"[a-z]", "x", re.sub(r"[A-Z]", "X", re.sub(r"\d", "d", word)))
    seen = (re.sub(r"(.)\1{3,}", r"\1\1\1\1", shape), word[:1], word[-3:], word[:4])
    return [zlib.crc32(part.encode()) % rows for part, rows in zip(seen, FORMS, strict=True)]


def batch_of(texts: Sequence[Text]) -> Batch:
    """Put texts side by side."""
    longest, tokens = max(len(text.pieces) for text in texts), max(map(len, texts))
    pieces = np.zeros((len(texts), longest), dtype="int64")
    owners = np.full_like(pieces, len(texts) * tokens)
    real = np.zeros_like(pieces, dtype=bool)
    first = np.zeros((len(texts), tokens), dtype="int64")
    count = np.ones((len(texts), tokens), dtype="float32")
    vectors = np.zeros((len(texts), tokens, texts[0].vectors.shape[1]), dtype="float32")
    table = np.zeros((len(texts), tokens, len(FORMS)), dtype="int64")
    for row, text in enumerate(texts):
        size = len(text.pieces)
        pieces[row, :size], real[row, :size] = text.pieces, True
        owned = np.flatnonzero(text.owners >= 0)
        owners[row, owned] = row * tokens + text.owners[owned]
        numbers, places, times = np.unique(text.owners[owned], return_index=True, return_counts=True)
        first[row, numbers], count[row, numbers] = row * longest + owned[places], times
        vectors[row, : len(text)], table[row, : len(text)] = text.vectors, text.forms
    lengths = np.array([len(text) for text in texts])
    return Batch(*map(torch.from_numpy, (pieces, real, owners.reshape(-1), first, count, lengths, vectors, table)))


class Layer(nn.Module):
    """A layer of a BERT encoder."""

    def __init__(self, weights: Callable[[str], Tensor]):
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)
        for kind in ("weight", "bias"):
            parts = [weights(f"attention.self.{name}.{kind}") for name in ("query", "key", "value")]
            getattr(self.attend, kind).data = torch.cat(parts)
        self.attended = _linear(weights, "attention.output.dense")
        self.first_norm = _norm(weights, "attention.output.LayerNorm")
        self.widen = _linear(weights, "intermediate.dense")
        self.narrow = _linear(weights, "output.dense")
        self.second_norm = _norm(weights, "output.LayerNorm")

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        texts, pieces, _ = x.shape
        parts = self.attend(x).view(texts, pieces, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(*parts, attn_mask=mask).transpose(1, 2)
        seen = self.attended(seen.reshape(texts, pieces, WIDTH))
        x = self.first_norm(x + functional.dropout(seen, 0.1, self.training))
        return self.second_norm(x + functional.dropout(self.narrow(functional.gelu(self.widen(x))), 0.1, self.training))


class Encoder(nn.Module):
    """A BERT encoder with the weights of a file; the table of pieces stays as it is."""

    def __init__(self, path: Path):
        super().__init__()
        weights = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"])
        self.places = nn.Parameter(weights["embeddings.position_embeddings.weight"])
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0])
        self.norm = _norm(weights.__getitem__, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(
            Layer(lambda name, number=number: weights[f"encoder.layer.{number}.{name}"]) for number in range(LAYERS)
        )

    def forward(self, pieces: Tensor, real: Tensor) -> Tensor:
        x = self.norm(self.words(pieces) + self.places[: pieces.shape[1]] + self.kind)
        x = functional.dropout(x, 0.1, self.training)
        for layer in self.layers:
            x = layer(x, real[:, None, None, :])
        return x


def _linear(weights: Callable[[str], Tensor], name: str) -> nn.Linear:
    rows, columns = weights(f"{name}.weight").shape
    layer = nn.Linear(columns, rows)
    layer.weight.data, layer.bias.data = weights(f"{name}.weight"), weights(f"{name}.bias")
    return layer


def _norm(weights: Callable[[str], Tensor], name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDTH, eps=1e-12)
    layer.weight.data, layer.bias.data = weights(f"{name}.weight"), weights(f"{name}.bias")
    return layer


class Teacher(nn.Module):
    """Scores of the tags of each token."""

    def __init__(self, encoder: Path, vectors: int = 192):
        super().__init__()
        self.encoder = Encoder(encoder)
        self.forms = nn.ModuleList(nn.Embedding(rows, 32) for rows in FORMS)
        for table in self.forms:
            nn.init.normal_(table.weight, std=0.1)
        self.norm = nn.LayerNorm(vectors)
        self.joined = nn.Linear(2 * WIDTH + vectors + 32 * len(FORMS), 256)
        self.context = nn.LSTM(256, 128, bidirectional=True, batch_first=True)
        self.tags = nn.Linear(512, len(TAGS))

    def forward(self, batch: Batch) -> Tensor:
        pieces = self.encoder(batch.pieces, batch.real).reshape(-1, WIDTH)
        texts, tokens = batch.first.shape
        total = torch.zeros(texts * tokens + 1, WIDTH).index_add(0, batch.owners, pieces)[:-1]
        mean = total.view(texts, tokens, WIDTH) / batch.count[..., None]
        seen = [self._drop(self.norm(batch.vectors))]
        seen += [self._drop(table(batch.forms[..., column])) for column, table in enumerate(self.forms)]
        joined = self.joined(torch.cat([pieces[batch.first], mean, *seen], dim=-1))
        joined = self._drop(functional.gelu(joined))
        return self.tags(self._drop(torch.cat([joined, self._around(joined, batch.tokens)], dim=-1)))

    def _around(self, x: Tensor, tokens: Tensor) -> Tensor:
        packed = pack_padded_sequence(x, tokens, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(self.context(packed)[0], batch_first=True, total_length=x.shape[1])[0]

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, 0.2, self.training)


@torch.inference_mode()
def probabilities(teacher: Teacher, texts: Sequence[Text], size: int = 48) -> list[np.ndarray]:
    """Return the probabilities of the tags, for each text an array (tokens, tags)."""
    teacher.eval()
    order = sorted(range(len(texts)), key=lambda number: len(texts[number].pieces))
    result: list[np.ndarray] = [np.empty(0)] * len(texts)
    for start in range(0, len(order), size):
        numbers = order[start : start + size]
        rows = teacher(batch_of([texts[number] for number in numbers])).softmax(dim=-1).numpy()
        for number, row in zip(numbers, rows, strict=True):
            result[number] = row[: len(texts[number])]
    return result
