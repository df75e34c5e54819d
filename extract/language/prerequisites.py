"""What a component needs of those before it, said when it is added and not found out from empty results."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

# Which component sets what only resistract's components set.
PROVIDERS = {
    "span._.direction": "resistract_mentions",
    "span._.norm": "resistract_grounding",
    "span._.state": "resistract_states",
}


def check(nlp: Language, factory: str) -> None:
    """Check that the components before a new one assign what its factory requires.

    A component of the user's own serves as well, if its factory declares what it assigns.

    Raises
    ------
    ValueError
        If one is missing; the message has the lines to add.
    """
    assigned = {attribute for name in nlp.component_names for attribute in nlp.get_pipe_meta(name).assigns}
    required = nlp.get_factory_meta(factory).requires
    missing = [attribute for attribute in PROVIDERS if attribute in required and attribute not in assigned]
    if missing:
        lines = "; ".join(f'nlp.add_pipe("{PROVIDERS[attribute]}")' for attribute in missing)
        raise ValueError(
            f"{factory} needs {' and '.join(missing)}, which no component before it assigns. "
            f'Add before it: {lines} - or all of resistract at once: nlp.add_pipe("resistract")'
        )


def need_parse(doc: Doc, component: str) -> None:
    """Check that a Doc has a dependency parse.

    Raises
    ------
    ValueError
        If it has none; the message says where to get one.
    """
    if len(doc) and not doc.has_annotation("DEP"):
        raise ValueError(
            f"{component} reads a dependency parse, and nothing before it makes one. Start from a pipeline with a "
            'parser, such as the bundled model: nlp = spacy.load("resistract"); nlp.add_pipe("resistract")'
        )
