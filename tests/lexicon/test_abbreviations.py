import pytest
from lexicon_docs import make_doc
from spacy.tokens import Doc

from extract.documents import read_string
from extract.language import extensions
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.names.abbreviations import definitions, long_form


@pytest.mark.parametrize(
    ("text", "short", "detected", "long"),
    [
        ("the purine nucleotide pathway (PNP)", "PNP", "nucleotide pathway", "purine nucleotide pathway"),
        (
            "tumors escaped regulatory T cells (Tregs)",
            "Tregs",
            "tumors escaped regulatory T cells",
            "regulatory T cells",
        ),
        ("more colorectal cancer (CRC)", "CRC", "colorectal cancer", "colorectal cancer"),
        ("a colorectal carcinoma (CRC)", "CRC", "carcinoma", "colorectal carcinoma"),
        (
            "the epidermal growth factor receptor (EGFR)",
            "EGFR",
            "epidermal growth factor receptor",
            "epidermal growth factor receptor",
        ),
        ("our odd words here (OWH)", "OWH", "odd words here", "odd words here"),
    ],
)
def test_long_forms_begin_where_initials_or_lexicon_say(text, short, detected, long):
    doc = make_doc(text)
    start = text.index(detected)
    span = doc.char_span(start, start + len(detected))
    assert long_form(short, span, load_lexicon()) == long


def test_definitions_before_a_hyphen():
    if not Doc.has_extension("abbreviations"):
        Doc.set_extension("abbreviations", default=[])
    doc = make_doc("It blocks heat shock factor 1 (HSF1)-driven growth. It spared (see there)-not.")
    assert definitions(doc, load_lexicon()) == {"HSF1": "heat shock factor 1"}


def test_the_list_a_paper_prints_comes_after_what_its_text_defines():
    extensions.register()
    if not Doc.has_extension("abbreviations"):
        Doc.set_extension("abbreviations", default=[])
    doc = make_doc("It blocks heat shock factor 1 (HSF1)-driven growth.")
    listed = "Body\n\nIt does.\n\nAbbreviations\n\nHSF1: human shock frequency 1; OS: overall survival.\n"
    doc._.document = read_string(listed, doc_id="x")
    assert definitions(doc, load_lexicon()) == {"HSF1": "heat shock factor 1", "OS": "overall survival"}
