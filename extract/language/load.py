"""Loading the pipeline, and running it over a Document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc

from extract.language import extensions
from extract.language.candidates import texts_of
from extract.language.labels import read_labels
from extract.language.model import recogniser, second_reading  # noqa: F401  register the factories that the model names
from extract.language.model.inference import make_faster
from extract.language.pipeline import add_components

if TYPE_CHECKING:
    from extract.documents.document import Document

LONGEST_SENTENCE = 500  # tokens
_STOPS = frozenset(".?!;")

MODEL_DIR = Path(__file__).parent.parent / "data" / "model"

# scispaCy's models are not on the package index; this is where their makers publish them.
SCISPACY_MODELS = "https://s3-us-west-2.amazonaws.com/ai2-s2-scispacy/releases/v0.5.4/{name}-0.5.4.tar.gz"


class ModelError(OSError):
    """A spaCy model cannot be used; the message says what to do."""


class ModelNotFoundError(ModelError):
    """The named spaCy model is neither installed nor a folder; the message says how to install it."""


def load(
    model: str | Path | None = None,
    *,
    rules: Iterable[str | Path] = (),
    labels: str | Path | Mapping[str, str | list[str]] | None = None,
    recognizers: Iterable[str | Path] = (),
    min_confidence: float | None = None,
) -> Language:
    """Return a spaCy pipeline whose Docs carry claims in ``doc._.triples``.

    Parameters
    ----------
    model : str or Path, optional
        An installed spaCy or scispaCy model, or a folder that holds one; by default the model that ships.
    rules : iterable of path
        TOML files of rules to add to those that ship.
    labels : path or mapping, optional
        What labels of the models' entities mean, beyond those known: label -> type, or types that it may stand for;
        or a TOML file of that.
    recognizers : iterable of str or Path
        Models whose entities are heard beside the pipeline's own. They need no parser.
    min_confidence : float, optional
        Leave out claims below this confidence, 0..1; by default those below the cut that served unseen text best.

    Raises
    ------
    ModelNotFoundError
        If a model is not installed.
    ModelError
        If the model has no dependency parser.
    ValueError
        If ``labels`` or ``rules`` do not hold what they should.
    """
    extensions.register()
    nlp = load_model(model)
    if model is not None:
        check_parser(nlp, str(model))
    for number, recognizer in enumerate(recognizers, 1):
        nlp.add_pipe("resistract_borrowed_entities", name=f"recognizer_{number}", config={"model": str(recognizer)})
    meanings = labels if isinstance(labels, Mapping) or labels is None else read_labels(labels)
    return add_components(nlp, rules=rules, labels=meanings, min_confidence=min_confidence)


def check_parser(nlp: Language, name: str) -> None:
    """Check that a model makes dependency parses.

    Raises
    ------
    ModelError
        If it does not; the message says how its entities can be used nevertheless.
    """
    if not apply(nlp, nlp.make_doc("Loss of DUSP9 activates ERK.")).has_annotation("DEP"):
        raise ModelError(
            f"model {name!r} has no dependency parser, which claims are read from; to use its entities beside the "
            f"bundled model, give it as a recogniser: --recognizer {name}, or extract.load(recognizers=[{name!r}])"
        )


def load_model(model: str | Path | None = None, *, exclude: Iterable[str] = ()) -> Language:
    """Return the bare language model: tokens, tags, parse and its own entities, without the components excluded."""
    name = str(model) if model is not None else str(MODEL_DIR)
    try:
        nlp = spacy.load(name, exclude=list(exclude))
    except OSError as error:
        if Path(name).exists():
            raise ModelNotFoundError(f"{name}: this folder does not hold a spaCy model ({error})") from error
        raise ModelNotFoundError(f"model {name!r} is not found: {_how_to_find(name)}") from error
    make_faster(nlp)
    return nlp


def annotate(nlp: Language, document: Document) -> Doc:
    """Run the pipeline over a Document's clean text, sentences kept inside its blocks."""
    return apply(nlp, make_doc(nlp, document))


def make_doc(nlp: Language, document: Document) -> Doc:
    """Return the tokens of a Document's clean text, with a sentence start at the start of each block.

    What has more tokens than a sentence can have, such as a table that lost its rows, is cut, too.
    """
    doc = nlp.make_doc(document.clean)
    doc._.document = document
    starts = {block.start for block in document.blocks}
    length = 0
    for i, (text, offset) in enumerate(zip(texts_of(doc), doc.to_array(IDX).tolist(), strict=True)):
        length = 0 if text in _STOPS else length + 1
        if offset in starts or length > LONGEST_SENTENCE:
            doc[i].is_sent_start = True
            length = 0
    return doc


def apply(nlp: Language, doc: Doc) -> Doc:
    """Run the pipeline's components over a Doc; unlike ``nlp(doc)``, a long text is no error."""
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _how_to_find(name: str) -> str:
    if "/" in name or "\\" in name or name.startswith("."):
        return "there is no such folder; give the folder of a spaCy model, or the name of an installed one"
    if name.startswith(("en_core_sci_", "en_ner_")):
        return f"install it with: pip install 'resistract[scispacy]' {SCISPACY_MODELS.format(name=name)}"
    return f"install it with: python -m spacy download {name}"
