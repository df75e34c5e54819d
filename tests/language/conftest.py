import pytest

from extract.language.load import MODEL_DIR, load_model
from extract.language.pipeline import COMPONENTS


@pytest.fixture(scope="session")
def nlp():
    """The whole language part, without the relations."""
    if not MODEL_DIR.exists():
        pytest.skip("the default model is not there")
    pipeline = load_model()
    for name in COMPONENTS:
        if name != "resistract_relations":
            pipeline.add_pipe(name)
    return pipeline


@pytest.fixture(scope="session")
def spans(nlp):
    """Return the mentions of a text as {text: label}."""

    def find(text):
        return {ent.text: ent.label_ for ent in nlp(text).ents}

    return find
