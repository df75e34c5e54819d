"""The component ``resistract_second_reading``: nouns that may be verbs, read again with other words in their place.

It stands between ``tok2vec`` and ``tagger``. "Fuels" hardly stands in treebanks, so that a tagger knows little of it;
of "blocks", which it has seen as verb and as noun, it goes by the words around. Where the tagger says noun and is not
sure, such words are put in the doubtful one's place, and what the tagger says of them counts beside what it says of the
word itself, and how often that was a noun in training. If that leaves a doubt, a verb and a noun take the place in
turn, and the likelier parse counts, too. For a word that proves a verb, the token vectors there become those of the
text with the verb in its place: tagger and parser go by them, and the Doc's words stay what they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import srsly
from spacy.attrs import ORTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from extract.language.model.parsing import likelihoods

SEEN = "seen.json"
LEMMATIZER = "lemmatizer"
VERBS = ("VB", "VBP", "VBZ")
NOUNS = ("NN", "NNS")
LEAST_ODDS = -6.0  # as a logarithm: nothing makes a verb of a noun that the tagger is surer of
MOSTLY = 0.5  # of its probability, which a word that is verb or noun has as these
STOPS = frozenset(".?!;")
FARTHEST = 40  # words, on either side of the doubtful one, that a parse of it is made of
LEAST = 1e-4  # a probability
MOST = 8.0  # what the parses' likelihoods count at most, as a logarithm


class Form(NamedTuple):
    """Words of one form: such as are verbs as well as nouns, one that is a verb, one that is a noun.

    `bias` is what is added where a word has the form.
    """

    either: Sequence[str]
    verb: str
    noun: str
    bias: float


@Language.factory(
    "resistract_second_reading",
    requires=["doc.tensor"],
    assigns=["doc.tensor"],
    default_config={"tok2vec": "tok2vec", "tagger": "tagger", "parser": "parser"},
)
def make_second_reading(
    nlp: Language,
    name: str,
    tok2vec: str,
    tagger: str,
    parser: str,
    reach: int,
    forms: Mapping[str, Mapping[str, Any]],
    weights: Mapping[str, Mapping[str, float]],
    doubtful: float,
    unsure: float,
) -> SecondReading:
    """Return the component.

    Parameters
    ----------
    tok2vec, tagger, parser
        Names of the components whose output it reads.
    reach
        How many words to either side a token vector depends on.
    forms
        A `Form` for words with the ending "-s" (``s``) and one for those without (``base``).
    weights
        Of ``first`` and ``second`` decision: what the tagger says of the word (``word``), how often that was a noun in
        training (``seen``), what the tagger says of others in its place (``context``) and how likely their parses are
        (``parse``) count, and what is added (``bias``). Above 0 is a verb.
    doubtful
        A noun is read again if what it tells itself (``word`` and ``seen`` of ``second``) is nearer to 0.
    unsure
        The parse is asked if the first decision is nearer to 0.
    """
    made = {
        ending: Form(list(form["either"]), form["verb"], form["noun"], form["bias"]) for ending, form in forms.items()
    }
    return SecondReading(nlp, (tok2vec, tagger, parser), reach, made, weights, doubtful, unsure)


class Doubt(NamedTuple):
    """A noun for the tagger that may be a verb: its place, its form, and what it tells itself.

    That is the odds of a verb, as a logarithm, and how often the word was a noun in training, as one, too.
    """

    place: int
    form: Form
    odds: float
    seen: float


class SecondReading:
    """Changes the token vectors where verbs seem to be nouns."""

    def __init__(
        self,
        nlp: Language,
        names: tuple[str, str, str],
        reach: int,
        forms: Mapping[str, Form],
        weights: Mapping[str, Mapping[str, float]],
        doubtful: float,
        unsure: float,
    ):
        self._nlp, self._names = nlp, names
        self._reach, self._forms, self._weights = reach, forms, weights
        self._doubtful, self._unsure = doubtful, unsure
        self.seen: dict[str, int] = {}

    def count(self, docs: Iterable[Doc]) -> None:
        """Count how often words that may be verbs are nouns in tagged Docs."""
        nouns = Counter(token.text for doc in docs for token in doc if token.tag_ in NOUNS)
        self.seen = {word: number for word, number in sorted(nouns.items()) if self._form(word) is not None}

    def to_bytes(self, **_: Any) -> bytes:
        """Return what was counted."""
        counted: bytes = srsly.json_dumps(self.seen).encode()
        return counted

    def from_bytes(self, data: bytes, **_: Any) -> SecondReading:
        """Read what was counted."""
        self.seen = srsly.json_loads(data.decode())
        return self

    def to_disk(self, path: Path, **_: Any) -> None:
        """Write what was counted."""
        path.mkdir(parents=True, exist_ok=True)
        (path / SEEN).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, **_: Any) -> SecondReading:
        """Read what was counted."""
        return self.from_bytes((path / SEEN).read_bytes())

    def __call__(self, doc: Doc) -> Doc:
        """Change a Doc's token vectors where a noun is a verb, and return it; without all that this needs, leave it."""
        doubts = self.doubts(doc) if {*self._names, LEMMATIZER} <= {*self._nlp.component_names} else []
        if doubts:
            context = self.context(doc, doubts)
            verdicts = _weighed(self._weights["first"], doubts, context)
            unsure = np.flatnonzero(abs(verdicts) < self._unsure)
            if len(unsure):
                asked = [doubts[i] for i in unsure]
                verdicts[unsure] = _weighed(self._weights["second"], asked, context[unsure], self.parses(doc, asked))
            self._change(doc, {doubts[i].place: doubts[i].form.verb for i in np.flatnonzero(verdicts > 0)})
        return doc

    def doubts(self, doc: Doc) -> list[Doubt]:
        """Return the words that the tagger takes for nouns and that may be verbs."""
        if not len(doc):
            return []
        _, tagger, _ = self._components()
        verb, noun = self._sums(_probabilities(tagger.model.predict([doc])[0]))
        odds = _odds(verb, noun)
        found = []
        for i in np.flatnonzero((verb < noun) & (odds > LEAST_ODDS) & (verb + noun > MOSTLY)).tolist():
            form = self._form(text := doc[i].text)
            if form is not None:
                doubt = Doubt(i, form, float(odds[i]), math.log1p(self.seen.get(text, 0)))
                if _of_itself(self._weights["second"], [doubt])[0] > -self._doubtful:
                    found.append(doubt)
        return found

    def context(self, doc: Doc, doubts: Sequence[Doubt]) -> np.ndarray:
        """Return for each doubt the odds of words that may be either, as a logarithm, in its place."""
        texts, places = [], []
        for doubt in doubts:
            first, last = max(0, doubt.place - self._reach), min(len(doc), doubt.place + self._reach + 1)
            for word in doubt.form.either:
                texts.append(_with(doc, first, last, {doubt.place: word}))
                places.append(doubt.place - first)
        _, tagger, _ = self._components()
        rows = np.stack([scores[i] for scores, i in zip(tagger.model.predict(self._read(texts)), places, strict=True)])
        odds = iter(_odds(*self._sums(_probabilities(rows))).tolist())
        return np.array([np.mean([next(odds) for _ in doubt.form.either]) for doubt in doubts])

    def parses(self, doc: Doc, doubts: Sequence[Doubt]) -> np.ndarray:
        """Return for each doubt how much likelier the parse is with a verb in its place than with a noun."""
        starts = _boundaries(doc)
        texts = []
        for doubt in doubts:
            k = int(np.searchsorted(starts, doubt.place, side="right"))
            first, last = max(starts[k - 1], doubt.place - FARTHEST), min(starts[k], doubt.place + FARTHEST)
            texts += [_with(doc, first, last, {doubt.place: word}) for word in (doubt.form.verb, doubt.form.noun)]
        *_, parser = self._components()
        found = likelihoods(parser, self._read(texts)).reshape(-1, 2)
        more: np.ndarray = np.clip(found[:, 0] - found[:, 1], -MOST, MOST)
        return more

    def _form(self, text: str) -> Form | None:
        """Return the form in which a word may be a verb, by the lemmatiser's tables."""
        if not (text.isalpha() and text.islower()):
            return None
        lemmatizer: Any = self._nlp.get_pipe(LEMMATIZER)
        lookups = lemmatizer.lookups
        verbs = lookups.get_table("lemma_index")["verb"]
        if text in verbs:
            return self._forms["base"]
        endings = [(old, new) for old, new in lookups.get_table("lemma_rules")["verb"] if old.endswith("s")]
        known = any(text.endswith(old) and text[: -len(old)] + new in verbs for old, new in endings)
        return self._forms["s"] if known else None

    def _components(self) -> Iterator[Any]:
        return map(self._nlp.get_pipe, self._names)

    def _sums(self, probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        _, tagger, _ = self._components()
        verb, noun = ([tagger.labels.index(tag) for tag in tags] for tags in (VERBS, NOUNS))
        return probabilities[:, verb].sum(axis=1), probabilities[:, noun].sum(axis=1)

    def _read(self, docs: list[Doc]) -> list[Doc]:
        tok2vec, *_ = self._components()
        tok2vec.set_annotations(docs, tok2vec.predict(docs))
        return docs

    def _change(self, doc: Doc, words: Mapping[int, str]) -> None:
        """Give the words near some places the vectors that they have with other words there."""
        if not words:
            return
        tensor = np.array(doc.tensor)
        parts = [*_parts(sorted(words), self._reach, len(doc))]
        texts = self._read([_with(doc, *part, words) for part in parts])
        for (first, _), text in zip(parts, texts, strict=True):
            for place in words:
                low, high = max(0, place - self._reach), min(len(doc), place + self._reach + 1)
                if first <= low and high <= first + len(text):
                    tensor[low:high] = text.tensor[low - first : high - first]
        doc.tensor = tensor


def _of_itself(weights: Mapping[str, float], doubts: Sequence[Doubt]) -> np.ndarray:
    return np.array([weights["word"] * d.odds + weights["seen"] * d.seen + d.form.bias for d in doubts])


def _weighed(
    weights: Mapping[str, float], doubts: Sequence[Doubt], context: np.ndarray, parses: np.ndarray | None = None
) -> np.ndarray:
    sums: np.ndarray = _of_itself(weights, doubts) + weights["context"] * context + weights["bias"]
    return sums if parses is None else sums + weights["parse"] * parses


def _probabilities(scores: np.ndarray) -> np.ndarray:
    powers: np.ndarray = np.exp(scores - scores.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def _odds(verb: np.ndarray, noun: np.ndarray) -> np.ndarray:
    odds: np.ndarray = np.log((verb + LEAST) / (noun + LEAST))
    return odds


def _with(doc: Doc, first: int, last: int, words: Mapping[int, str]) -> Doc:
    """Return a stretch of a Doc with other words at some places."""
    tokens = doc[first:last]
    texts = [words.get(token.i, token.text) for token in tokens]
    return Doc(doc.vocab, words=texts, spaces=[bool(token.whitespace_) for token in tokens])


def _boundaries(doc: Doc) -> list[int]:
    """Return where stretches begin that a parse can be made of, and the end of the Doc."""
    stops = [doc.vocab.strings.add(stop) for stop in STOPS]
    words, known = doc.to_array([ORTH, SENT_START]).T.reshape(2, -1)
    begins = np.flatnonzero(known == 1).tolist()
    return sorted({0, *begins, *(1 + np.flatnonzero(np.isin(words, stops))).tolist(), len(doc)})


def _parts(places: Sequence[int], reach: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches that the vectors near the places depend on; those that overlap as one."""
    first = last = None
    for place in places:
        low, high = max(0, place - 2 * reach), min(length, place + 2 * reach + 1)
        if last is not None and low < last:
            last = high
            continue
        if first is not None and last is not None:
            yield first, last
        first, last = low, high
    if first is not None and last is not None:
        yield first, last
