"""spaCy's dependency parser, working on many sentences at a time.

spaCy's own loop makes one move of a text after the other, and more than half of its time goes into giving up the
interpreter's lock and getting it back. This parser begins at each word that may be the first of a sentence, and makes
the next move of all that it began at once. A piece ends where another one began, if it has come there with nothing
left to decide; the pieces that lead from one to the next through the text are its parse, and others are dropped. The
moves are those that spaCy's loop makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import ORTH, SENT_START
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.pipeline._parser_internals.stateclass import StateClass
from spacy.tokens import Doc
from thinc.api import NumpyOps

AT_A_TIME = 64  # pieces; a state takes memory for every token of its Doc
LONGEST = 100_000  # tokens
STOPS = (".", "?", "!")
BREAK = "B-ROOT"  # the move that begins a sentence at the second word ahead


def parse_in_pieces(nlp: Language) -> None:
    """Let dependency parsers work on many sentences at a time."""
    parser: Any
    for place, (name, parser) in enumerate(nlp.pipeline):
        if type(parser) is DependencyParser and parser.cfg["beam_width"] == 1 and type(parser.model.ops) is NumpyOps:
            nlp._components[place] = (name, PieceParser.like(parser))


class PieceParser(DependencyParser):  # type: ignore[misc]  # a Cython class
    """A dependency parser that makes the moves of many sentences at once."""

    @classmethod
    def like(cls, parser: DependencyParser) -> PieceParser:
        """Return a parser with the model, the moves and the settings of another."""
        made = cls(parser.vocab, parser.model, parser.name, parser.moves, scorer=parser.scorer)
        made.cfg.update(parser.cfg)
        return made

    def predict(self, docs: Sequence[Doc]) -> Any:
        """Return a list of states, which hold the arcs of the Docs."""
        if isinstance(docs, Doc) or not any(map(len, docs)) or max(map(len, docs)) > LONGEST:
            return super().predict(docs)
        model = self.model.predict(docs)
        scores = _scorer(model)
        offsets = np.cumsum([0, *map(len, docs)]).tolist()
        parses = [_Parse(doc, offset) for doc, offset in zip(docs, offsets, strict=False)]
        waiting = chain.from_iterable(parse.pieces() for parse in parses)
        active = list(islice(waiting, AT_A_TIME))
        while active:
            states = [piece.state for piece in active]
            self.transition_states(states, scores(states))
            active = [piece for piece in active if not self._ends(piece)]
            active.extend(islice(waiting, AT_A_TIME - len(active)))
        return [parse.joined() for parse in parses]

    def _ends(self, piece: _Piece) -> bool:
        parse, state, _ = piece
        if state.is_final() or (state.empty() and state._b_i in parse.starts and self._is_as_begun(state)):
            parse.keep(piece)
            return True
        return False

    def _is_as_begun(self, state: StateClass) -> bool:
        """Whether a state with an empty stack is as if the parse began at the next word."""
        word = state._b_i
        return state.B(0) == word and not state.n_L(word) and self.moves.is_valid(state, BREAK)


class _Piece(NamedTuple):
    parse: _Parse
    state: StateClass
    start: int


class _Parse:
    """The parse of a Doc, put together from pieces."""

    def __init__(self, doc: Doc, offset: int) -> None:
        self._doc = doc
        self._offset = offset
        self.starts = _starts(doc)
        self._made: dict[int, tuple[list[dict[str, int]], int]] = {}

    def pieces(self) -> Iterator[_Piece]:
        """Give the pieces to be made, each at its start."""
        state = StateClass(self._doc, offset=self._offset)
        for start in sorted(self.starts):
            while state._b_i < start:
                state.push()
                state.pop()
            yield _Piece(self, state.copy(), start)

    def keep(self, piece: _Piece) -> None:
        """Keep what a finished piece has found, and where it ends."""
        self._made[piece.start] = (piece.state.arcs, piece.state._b_i)

    def joined(self) -> StateClass:
        """Return a state with the arcs of the pieces that lead through the Doc."""
        state = StateClass(self._doc, offset=self._offset)
        word = 0
        while word < len(self._doc):
            arcs, word = self._made[word]
            for arc in arcs:
                state.add_arc(**arc)
        return state


def _starts(doc: Doc) -> frozenset[int]:
    """Return where sentences may begin: behind full stops, and where it is known, but for sentences of one word."""
    stops = [doc.vocab.strings[stop] for stop in STOPS]
    words, known = doc.to_array([ORTH, SENT_START]).T.reshape(2, -1)
    begins = np.isin(words[:-2], stops) | (known[1:-1] == 1)
    return frozenset([0, *(1 + np.flatnonzero(begins & (known[2:] == 0))).tolist()][: len(doc)])


def likelihoods(parser: DependencyParser, docs: Sequence[Doc]) -> np.ndarray:
    """Return how likely a parser holds its moves through each Doc, as a logarithm; the Docs stay as they are."""
    sums = np.zeros(len(docs))
    model = parser.model.predict(docs)
    offsets = np.cumsum([0, *map(len, docs)]).tolist()
    waiting = ((i, StateClass(doc, offset=offsets[i])) for i, doc in enumerate(docs) if len(doc))
    active = list(islice(waiting, AT_A_TIME))
    while active:
        states = [state for _, state in active]
        scores = np.asarray(model.predict(states))
        best = scores.max(axis=1, keepdims=True)
        sums[[i for i, _ in active]] -= np.log(np.exp(scores - best).sum(axis=1))
        parser.transition_states(states, scores)
        active = [(i, state) for i, state in active if not state.is_final()]
        active.extend(islice(waiting, AT_A_TIME - len(active)))
    return sums


def _scorer(model: Any) -> Any:
    """Return what scores the moves of states: the model, without what it does for moves that it has not seen."""
    if model.vec2scores is None or not model._class_mask.all():
        return model.predict
    weights, bias = model.vec2scores.get_param("W").T.copy(), model.vec2scores.get_param("b")
    return lambda states: model.state2vec.predict(model.get_token_ids(states)) @ weights + bias
