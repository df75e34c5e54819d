"""The components of resistract in their order, one by one or as the one component ``resistract``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.language import extensions

COMPONENTS = (
    "resistract_abbreviations",
    "resistract_lexicon",
    "resistract_mentions",
    "resistract_grounding",
    "resistract_states",
    "resistract_context",
    "resistract_relations",
)


def add_components(
    nlp: Language,
    *,
    rules: Iterable[str | Path] = (),
    labels: Mapping[str, str | list[str]] | None = None,
    min_confidence: float | None = None,
) -> Language:
    """Add resistract's components, in their order, behind those that a pipeline has, and return the pipeline.

    Parameters
    ----------
    nlp : Language
        A pipeline with a dependency parser. Those of the components that it has already stay as they are.
    rules : iterable of path
        TOML files of rules to add to those that ship.
    labels : mapping, optional
        What labels of the pipeline's own entities mean, beyond those known: label -> type, or types that it may stand
        for.
    min_confidence : float, optional
        Leave out claims below this confidence, 0..1; by default those below the cut that served unseen text best.
    """
    extensions.register()
    if "resistract" in nlp.component_names:
        return nlp
    config = _configs(rules, labels, min_confidence)
    for name in COMPONENTS:
        if name not in nlp.component_names:
            nlp.add_pipe(name, config=config.get(name, {}))
    return nlp


def _configs(
    rules: Iterable[str | Path], labels: Mapping[str, str | list[str]] | None, min_confidence: float | None
) -> dict[str, dict[str, Any]]:
    return {
        "resistract_mentions": {"labels": dict(labels or {})},
        "resistract_relations": {"rules": [str(path) for path in rules], "min_confidence": min_confidence},
    }


@Language.factory(
    "resistract",
    assigns=[
        "doc.ents",
        "doc._.abbreviations",
        "doc._.relations",
        "doc._.triples",
        "span._.norm",
        "span._.curie",
        "span._.direction",
        "span._.drugs",
        "span._.state",
        "span._.settings",
    ],
    requires=["token.dep"],
    default_config={"rules": [], "labels": {}, "min_confidence": None},
)
def make_resistract(
    nlp: Language, name: str, rules: Sequence[str], labels: dict[str, Any], min_confidence: float | None
) -> Resistract:
    """Return the component; its options are those of `add_components`."""
    return Resistract(nlp, rules=rules, labels=labels, min_confidence=min_confidence)


class Resistract:
    """All of resistract's components as one: a parsed Doc goes in, and comes out with ``doc._.triples``."""

    def __init__(
        self,
        nlp: Language,
        *,
        rules: Iterable[str] = (),
        labels: Mapping[str, str | list[str]] | None = None,
        min_confidence: float | None = None,
    ):
        parts = type(nlp)(nlp.vocab)  # in which the parts find one another
        parts.tokenizer = nlp.tokenizer
        self.parts = add_components(parts, rules=rules, labels=labels, min_confidence=min_confidence).pipeline

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc and return it."""
        for _, part in self.parts:
            doc = part(doc)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Annotate many Docs."""
        for doc in stream:
            yield self(doc)
