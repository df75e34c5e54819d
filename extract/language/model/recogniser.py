"""The component ``resistract_recogniser``: mentions of all ten types as the guidelines mark them, and how sure it is.

A tagger over the BILUO scheme. Its output is evidence, not a decision: the spans stand in ``doc.spans["likely"]``, and
the names among them in ``doc.ents`` where no other recogniser was before it. It learns from texts whose annotators
marked some types alone (``doc.user_data["marked"]``), where what is unmarked may still be of another type, and
from texts that another recogniser has read (``doc.user_data["taught"]``): how likely that one held each tag to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import Tagger
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Model
from thinc.types import Floats2d

from extract.language import extensions

KEY = "likely"
MARKED = "marked"  # in `Doc.user_data`: the types that the text's annotators marked; absent if they marked all
TAUGHT = "taught"  # in `Doc.user_data`: how likely a teacher held each tag to be, in 255ths, as bytes
TYPES = (
    "GENE",
    "NCRNA",
    "CHEMICAL",
    "DISEASE",
    "CELL_LINE",
    "CELL_TYPE",
    "PATHWAY",
    "PROCESS",
    "DRUG_RESPONSE",
    "VARIANT",
)
PHRASES = frozenset(("PATHWAY", "PROCESS", "DRUG_RESPONSE"))  # types whose mentions are no names
OUTSIDE = "O"
TAGS = (OUTSIDE, *(f"{mark}-{type_}" for type_ in TYPES for mark in "BILU"))
_NEVER = -1e4  # the logarithm of what cannot be
DEFAULT_MODEL = {
    "@architectures": "spacy.Tagger.v2",
    "normalize": True,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [5000, 1000, 2500, 2500],
            "include_static_vectors": True,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    },
}


@Language.factory("resistract_recogniser", assigns=["doc.spans", "doc.ents"], default_config={"model": DEFAULT_MODEL})
def make_recogniser(nlp: Language, name: str, model: Model[list[Doc], list[Floats2d]]) -> Recogniser:
    """Return the component, to be trained or read from disk."""
    return Recogniser(nlp.vocab, model, name)


class Recogniser(Tagger):
    """Sets ``doc.spans["likely"]``: spans with a label and ``_.probability``, how sure the network is (0..1)."""

    def __init__(self, vocab: Any, model: Model[list[Doc], list[Floats2d]], name: str = "resistract_recogniser"):
        extensions.register()
        super().__init__(vocab, model, name, scorer=score)
        self.cfg["labels"] = list(TAGS)

    def predict(self, docs: Iterable[Doc]) -> list[Floats2d]:
        """Return the probability of each tag for each token: for each Doc an array (tokens, tags)."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [np.zeros((0, len(TAGS)), dtype="f") for _ in docs]
        return [np.asarray(scores) for scores in self.model.predict(docs)]

    def set_annotations(self, docs: Iterable[Doc], scores: list[Floats2d]) -> None:
        """Set the likeliest spans that do not overlap; names among them are the entities of a Doc that has none yet."""
        for doc, probabilities in zip(docs, scores, strict=True):
            doc.spans[KEY] = [] if not len(doc) else list(_spans(doc, probabilities))
            if not doc.ents:
                doc.ents = [span for span in doc.spans[KEY] if span.label_ not in PHRASES]

    def get_loss(self, examples: Iterable[Example], scores: list[Floats2d]) -> tuple[float, list[Floats2d]]:
        """Return the loss and its gradient: how far the guess is from the tags that may be right, or the teacher's."""
        loss, gradients = 0.0, []
        for example, guess in zip(examples, scores, strict=True):
            taught = example.reference.user_data.get(TAUGHT)
            target = _of_the_allowed(guess, allowed_tags(example)) if taught is None else taught_tags(taught)
            gradients.append(guess - target)
            loss += float((target * (np.log(np.maximum(target, 1e-8)) - np.log(np.maximum(guess, 1e-8)))).sum())
        return loss, gradients

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: Iterable[str] | None = None,
    ) -> None:
        """Give the network its shape, from a sample of the examples; the labels are fixed."""
        sample = list(islice(get_examples(), 10))
        self.model.initialize(X=[e.x for e in sample], Y=[allowed_tags(e).astype("f") for e in sample])


def allowed_tags(example: Example) -> np.ndarray:
    """Return which tags each token of an example may have: a boolean array (tokens, tags)."""
    marked = example.reference.user_data.get(MARKED)
    unmarked = np.ones(len(TAGS), dtype=bool)
    if marked is None:
        unmarked[1:] = False
    else:
        unmarked[[i for i, tag in enumerate(TAGS) if tag != OUTSIDE and tag[2:] in marked]] = False
    rows = []
    for tag in example.get_aligned_ner():
        if tag is None or tag == "-":
            rows.append(np.ones(len(TAGS), dtype=bool))
        elif tag == OUTSIDE:
            rows.append(unmarked)
        else:
            rows.append(np.array([other == tag for other in TAGS]))
    return np.array(rows, dtype=bool).reshape(len(rows), len(TAGS))


def _of_the_allowed(guess: Floats2d, allowed: np.ndarray) -> Floats2d:
    """Return the guess with the tags that cannot be right left out."""
    kept = guess * allowed
    return kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-8)


def taught_tags(probabilities: bytes) -> Floats2d:
    """Return a teacher's probabilities as an array (tokens, tags)."""
    rows = np.frombuffer(probabilities, dtype=np.uint8).reshape(-1, len(TAGS)).astype("f")
    return rows / np.maximum(rows.sum(axis=1, keepdims=True), 1.0)


def _transitions() -> np.ndarray:
    """Return what may follow what, as logarithms: ``array[a, b]`` is 0 where tag b may stand after tag a."""
    table = np.full((len(TAGS), len(TAGS)), _NEVER)
    for a, first in enumerate(TAGS):
        opened = first[0] in "BI"
        for b, second in enumerate(TAGS):
            inside = second[0] in "IL"
            if opened == inside and (not opened or first[2:] == second[2:]):
                table[a, b] = 0.0
    return table


_TRANSITIONS = _transitions()
_LAST = np.array([0.0 if tag[0] in "OLU" else _NEVER for tag in TAGS])
_FIRST = np.array([0.0 if tag[0] in "OBU" else _NEVER for tag in TAGS])
_SURE_OUTSIDE = 0.98


def _spans(doc: Doc, probabilities: Floats2d) -> Iterable[Span]:
    """Yield the spans of the likeliest sequence of tags, found stretch by stretch between tokens surely outside."""
    outside = probabilities[:, 0] > _SURE_OUTSIDE
    i = 0
    while i < len(doc):
        if outside[i]:
            i += 1
            continue
        end = i
        while end < len(doc) and not outside[end]:
            end += 1
        yield from _decode(doc, i, probabilities[i:end])
        i = end


def _decode(doc: Doc, offset: int, probabilities: Floats2d) -> Iterable[Span]:
    path = best_path(np.log(np.maximum(probabilities, 1e-9)))
    start = 0
    for i, number in enumerate(path):
        tag = TAGS[number]
        if tag[0] in "BU":
            start = i
        if tag[0] in "LU":
            span = Span(doc, offset + start, offset + i + 1, label=tag[2:])
            span._.probability = float(min(probabilities[j, path[j]] for j in range(start, i + 1)))
            yield span


def best_path(scores: np.ndarray) -> list[int]:
    """Return the likeliest sequence of tags (Viterbi 1967) for logarithms of probabilities, an array (tokens, tags)."""
    alone = scores.argmax(axis=1)  # the likeliest tag of each token, which nearly always makes a sequence that may be
    if not (_FIRST[alone[0]] or _LAST[alone[-1]] or _TRANSITIONS[alone[:-1], alone[1:]].any()):
        likeliest: list[int] = alone.tolist()
        return likeliest
    best = scores[0] + _FIRST
    back = []
    for row in scores[1:]:
        total = best[:, None] + _TRANSITIONS
        back.append(total.argmax(axis=0))
        best = total.max(axis=0) + row
    number = int((best + _LAST).argmax())
    path = [number]
    for pointers in reversed(back):
        number = int(pointers[number])
        path.append(number)
    return path[::-1]


def score(examples: Iterable[Example], **_: Any) -> dict[str, float]:
    """Return precision, recall and F1 of exact spans with their types, as fractions."""
    found = right = gold = 0
    for example in examples:
        expected = {(e.start_char, e.end_char, e.label_) for e in example.reference.ents}
        got = {(s.start_char, s.end_char, s.label_) for s in example.predicted.spans.get(KEY, ())}
        found, right, gold = found + len(got), right + len(got & expected), gold + len(expected)
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return {
        "recognised_p": precision,
        "recognised_r": recall,
        "recognised_f": 2 * precision * recall / max(precision + recall, 1e-9),
    }
