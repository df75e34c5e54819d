"""Loading the pipeline, and running it over a Document."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract.language import extensions
from extract.language.model import recogniser  # noqa: F401  registers the factory that the model names
from extract.language.model.inference import make_faster
from extract.language.names.abbreviations import short_brackets

if TYPE_CHECKING:
    from extract.documents.document import Document

MODEL_DIR = Path(__file__).parent.parent / "data" / "model"

# scispaCy's models are not on the package index; this is where their makers publish them.
SCISPACY_MODELS = "https://s3-us-west-2.amazonaws.com/ai2-s2-scispacy/releases/v0.5.4/{name}-0.5.4.tar.gz"

COMPONENTS = (
    "abbreviation_detector",
    "resistract_lexicon",
    "resistract_mentions",
    "resistract_grounding",
    "resistract_states",
    "resistract_context",
    "resistract_relations",
)


class ModelNotFoundError(OSError):
    """The named spaCy model is neither installed nor a folder; the message says how to install it."""


def load(model: str | Path | None = None, *, rules: Iterable[str | Path] = ()) -> Language:
    """Return a spaCy pipeline whose Docs carry claims in ``doc._.triples``.

    Parameters
    ----------
    model : str or Path, optional
        An installed spaCy or scispaCy model, or a folder that holds one; by default the model that ships.
    rules : iterable of path
        TOML files of rules to add to those that ship.

    Raises
    ------
    ModelNotFoundError
        If the model is not installed.
    """
    extensions.register()
    nlp = load_model(model)
    add_components(nlp, rules=rules)
    return nlp


def load_model(model: str | Path | None = None) -> Language:
    """Return the bare language model: tokens, tags, parse and its own entities."""
    name = str(model) if model is not None else str(MODEL_DIR)
    try:
        nlp = spacy.load(name)
    except OSError as error:
        if Path(name).exists():
            raise ModelNotFoundError(f"{name}: this folder does not hold a spaCy model ({error})") from error
        raise ModelNotFoundError(f"model {name!r} is not installed; {_how_to_install(name)}") from error
    make_faster(nlp)
    return nlp


def add_components(nlp: Language, *, rules: Iterable[str | Path] = ()) -> None:
    """Add resistract's components, in their order, behind those that the pipeline has."""
    import scispacy.abbreviation  # noqa: F401  registers the abbreviation_detector factory

    # The detector says on each text without an abbreviation that its matcher is empty.
    warnings.filterwarnings("ignore", message=r"\[W036\] The component 'matcher'")

    extensions.register()
    for name in COMPONENTS:
        if name in nlp.pipe_names:
            continue
        config = {"rules": [str(path) for path in rules]} if name == "resistract_relations" else {}
        component = nlp.add_pipe(name, config=config)
        if name == "abbreviation_detector":
            component.matcher = short_brackets(nlp)


def annotate(nlp: Language, document: Document) -> Doc:
    """Run the pipeline over a Document's clean text, sentences kept inside its blocks."""
    return apply(nlp, make_doc(nlp, document))


def make_doc(nlp: Language, document: Document) -> Doc:
    """Return the tokens of a Document's clean text, with a sentence start at the start of each block."""
    doc = nlp.make_doc(document.clean)
    doc._.document = document
    starts = {block.start for block in document.blocks}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return doc


def apply(nlp: Language, doc: Doc) -> Doc:
    """Run the pipeline's components over a Doc; unlike ``nlp(doc)``, a long text is no error."""
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _how_to_install(name: str) -> str:
    if name.startswith(("en_core_sci_", "en_ner_")):
        return f"install it with: pip install {SCISPACY_MODELS.format(name=name)}"
    return f"install it with: python -m spacy download {name}"
