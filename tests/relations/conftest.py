"""Sentences parsed by hand, and the rules that ship."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.relations.component import RelationFinder
from extract.relations.rules.load import load_rules

extensions.register()
_VOCAB = spacy.blank("en").vocab
_POS = {
    "NN": "NOUN",
    "VB": "VERB",
    "JJ": "ADJ",
    "IN": "ADP",
    "TO": "PART",
    "RB": "ADV",
    "DT": "DET",
    "CC": "CCONJ",
    "MD": "AUX",
    "PR": "PRON",
    "WD": "PRON",
}
_BE = {"is", "was", "were", "are", "be", "been"}


def _parse(tree: str, mentions: dict[str, str], states: dict[str, tuple[str, str]] | None = None) -> Doc:
    """Build a Doc from ``word/TAG/label>head`` items, mentions (text -> type), states (text -> cue word, state)."""
    words, tags, deps, heads = [], [], [], []
    for item in tree.split():
        rest, _, head = item.rpartition(">")
        word, tag, dep = rest.rsplit("/", 2)
        words.append(word)
        tags.append(tag)
        deps.append(dep)
        heads.append(int(head))
    pos = ["AUX" if word in _BE else _POS.get(tag[:2], "PUNCT") for word, tag in zip(words, tags, strict=True)]
    lemmas = [_lemma(word, tag) for word, tag in zip(words, tags, strict=True)]
    doc = Doc(_VOCAB, words=words, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=deps)
    spans = []
    for text, label in mentions.items():
        first = next(i for i in range(len(words)) if " ".join(words[i : i + len(text.split())]) == text)
        span = Span(doc, first, first + len(text.split()), label=label)
        span._.norm = text
        if label == "DRUG_RESPONSE":
            span._.direction = "sensitivity" if "sensitiv" in text else "resistance"
        cue = (states or {}).get(text)
        if cue:
            span._.state, span._.state_cues = cue[1], ((words.index(cue[0]), cue[1]),)
        spans.append(span)
    doc.ents = spans
    return doc


def _lemma(word: str, tag: str) -> str:
    if word in _BE:
        return "be"
    if tag == "NNS" and word.endswith("s"):
        return word[:-1].lower()
    if tag in {"VBD", "VBN"} and word.endswith("ed"):
        return word[:-2].lower() if word.endswith(("pressed", "ered", "iled")) else word[:-1].lower()
    return word[:-1].lower() if tag == "VBZ" and word.endswith("s") else word.lower()


@pytest.fixture(scope="session")
def finder() -> RelationFinder:
    return RelationFinder(load_rules())


@pytest.fixture(scope="session")
def parse() -> Callable[..., Doc]:
    """Return the function that builds a Doc from a tree written as text."""
    return _parse


@pytest.fixture
def claims(finder: RelationFinder) -> Callable[..., list[str]]:
    """Return the claims of a hand-parsed sentence, as examples write them (without the rule)."""
    from extract.relations.rules.examples import describe

    def run(tree: str, mentions: dict[str, str], states: dict[str, tuple[str, str]] | None = None) -> list[str]:
        doc = finder(_parse(tree, mentions, states))
        return [describe(relation).partition("  [")[0] for relation in doc._.relations]

    return run


@pytest.fixture(scope="session")
def nlp():
    """The pipeline that ships."""
    from extract import load

    return load(min_confidence=0.0)
