import pytest
import spacy
from spacy.tokens import Doc, Span

from extract.language.components.defined_entities import DefinedEntities

NLP = spacy.blank("en")


def entities(words, *ents):
    doc = Doc(NLP.vocab, words=words.split())
    doc.ents = [Span(doc, start, end, label=label) for start, end, label in ents]
    return [(ent.text, ent.label_) for ent in DefinedEntities()(doc).ents]


@pytest.mark.parametrize(
    ("words", "ents", "expected"),
    [
        pytest.param(
            "Patients with portal vein thrombosis ( PVT ) bled . PVT was fatal .",
            [(2, 5, "DISEASE")],
            [("portal vein thrombosis", "DISEASE"), ("PVT", "DISEASE"), ("PVT", "DISEASE")],
            id="every use",
        ),
        pytest.param(
            "PVT was feared . In portal vein thrombosis ( PVT ) it was .",
            [(0, 1, "GENE"), (5, 8, "DISEASE")],
            [("PVT", "DISEASE"), ("portal vein thrombosis", "DISEASE"), ("PVT", "DISEASE")],
            id="uses before the definition, marked as something else",
        ),
        pytest.param(
            "PVT ( chronic portal vein thrombosis ) recurred .",
            [(4, 6, "DISEASE")],
            [("PVT", "DISEASE"), ("vein thrombosis", "DISEASE")],
            id="long form in the brackets, in part marked",
        ),
        pytest.param(
            "hepatocellular carcinoma ( HCC ) and HCC cells",
            [(0, 2, "DISEASE"), (6, 8, "CELL_TYPE")],
            [("hepatocellular carcinoma", "DISEASE"), ("HCC", "DISEASE"), ("HCC cells", "CELL_TYPE")],
            id="longer entities stay",
        ),
        pytest.param(
            "overall survival ( OS ) and OS",
            [(6, 7, "DISEASE")],
            [("OS", "DISEASE")],
            id="a long form of no type says nothing",
        ),
        pytest.param("liver ( right lobe )", [], [], id="no definition"),
        pytest.param("", [], [], id="empty"),
    ],
)
def test_abbreviations_have_the_type_of_their_long_form(words, ents, expected):
    assert entities(words, *ents) == expected
