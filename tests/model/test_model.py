"""The pipeline that ships: it loads, it is complete, and it reads plain sentences of the field aright."""

import subprocess
import sys
from pathlib import Path

import pytest
import spacy

import extract.language.model.tokenizer  # noqa: F401  registers the tokeniser

MODEL = Path(__file__).parents[2] / "extract" / "data" / "model"
LABELS = {
    "GENE",
    "NCRNA",
    "CHEMICAL",
    "DISEASE",
    "CELL_LINE",
    "CELL_TYPE",
    "PATHWAY",
    "PROCESS",
    "DRUG_RESPONSE",
    "VARIANT",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(MODEL)


def arcs(doc):
    return {(token.text, token.dep_, token.head.text) for token in doc}


def test_components(nlp):
    assert {"tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "resistract_recogniser"} <= set(
        nlp.pipe_names
    )
    assert {label[2:] for label in nlp.get_pipe("resistract_recogniser").labels if label != "O"} == LABELS
    assert {"nsubj", "nsubjpass", "agent", "dobj", "prep", "pobj", "relcl", "acl", "amod", "npadvmod"} <= set(
        nlp.get_pipe("parser").labels
    )


def test_size():
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 40 * 2**20


def test_active_clause_with_mediator(nlp):
    doc = nlp("KDM5A promotes axitinib resistance in Caki-1 cells by enhancing VEGFA translation.")
    assert {
        ("KDM5A", "nsubj", "promotes"),
        ("resistance", "dobj", "promotes"),
        ("by", "prep", "promotes"),
        ("enhancing", "pcomp", "by"),
        ("translation", "dobj", "enhancing"),
    } <= arcs(doc)


def test_passive_clause(nlp):
    doc = nlp("SMAD4 expression is suppressed by miR-224-5p in gemcitabine-resistant cells.")
    assert {
        ("expression", "nsubjpass", "suppressed"),
        ("by", "agent", "suppressed"),
        ("miR-224-5p", "pobj", "by"),
    } <= arcs(doc)
    assert {("gemcitabine", "npadvmod", "resistant"), ("resistant", "amod", "cells")} <= arcs(doc)


def test_loss_and_negation(nlp):
    doc = nlp("Loss of TSC1 did not activate the mTOR pathway.")
    assert {
        ("Loss", "nsubj", "activate"),
        ("TSC1", "pobj", "of"),
        ("not", "neg", "activate"),
        ("pathway", "dobj", "activate"),
    } <= arcs(doc)


def test_lemmas_and_parts_of_speech(nlp):
    doc = nlp("The kinases were phosphorylated and metastases grew.")
    assert [token.lemma_ for token in doc] == ["the", "kinase", "be", "phosphorylate", "and", "metastasis", "grow", "."]
    assert [token.pos_ for token in doc][:4] == ["DET", "NOUN", "AUX", "VERB"]


@pytest.mark.parametrize(
    "text",
    [
        "The tumours shrank (Fig. 1A). They grew again in the mice.",
        "Knockdown raised apoptosis, as shown by Ito et al. in two lines. The effect was weak.",
        "Cells were kept at 3.2 μM vs. 10 μM for 24 h [12,13]. Survival was then measured.",
    ],
)
def test_sentences(nlp, text):
    assert len(list(nlp(text).sents)) == 2


def test_a_heading_is_a_sentence(nlp):
    doc = nlp("RESISTANCE TO SUNITINIB\n\nThe drug failed in most patients. They relapsed.")
    assert [sent.text.strip() for sent in doc.sents] == [
        "RESISTANCE TO SUNITINIB",
        "The drug failed in most patients.",
        "They relapsed.",
    ]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("STAT5B was activated in these cells.", "STAT5B", "GENE"),
        ("Overexpression of miR-422a restored the response.", "miR-422a", "NCRNA"),
        ("Patients received sunitinib for six months.", "sunitinib", "CHEMICAL"),
        ("The drug is approved for renal cell carcinoma.", "renal cell carcinoma", "DISEASE"),
        ("Resistance was strongest in Caki-1 cells.", "Caki-1", "CELL_LINE"),
        ("The tumour was infiltrated by regulatory T cells.", "regulatory T cells", "CELL_TYPE"),
    ],
)
def test_entities(nlp, text, name, label):
    found = {
        (ent.text.removesuffix(" cells") if label == "CELL_LINE" else ent.text, ent.label_) for ent in nlp(text).ents
    }
    assert (name, label) in found


def test_same_text_same_result(nlp):
    text = "Loss of TSC1 raised mTOR activity in HeLa cells."
    one, two = nlp(text), next(iter(nlp.pipe([text, "Another text."])))
    assert [(t.dep_, t.head.i, t.ent_type_) for t in one] == [(t.dep_, t.head.i, t.ent_type_) for t in two]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
def test_memory():
    # VmHWM, not ru_maxrss: the latter carries the peak of the process that started this one across exec.
    code = (
        "import re, spacy, extract.language.model.tokenizer\n"
        "from pathlib import Path\n"
        f"nlp = spacy.load({str(MODEL)!r})\n"
        "nlp('Loss of TSC1 raised mTOR activity. ' * 200)\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1])\n"
    )
    peak = int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
    assert peak < 600 * 1024


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("PHGDH stokes serine synthesis.", "stokes"),
        ("FOXM1 props up EGFR signaling.", "props"),
        ("MET masks the tumor from T cells.", "masks"),
        ("Lactate erodes the benefit of imatinib.", "erodes"),
        ("GPX4 loss tips the balance toward ferroptosis.", "tips"),
    ],
)
def test_verbs_that_look_like_nouns(nlp, text, verb):
    token = next(token for token in nlp(text) if token.text == verb)
    assert token.pos_ == "VERB"
    assert "nsubj" in {kid.dep_ for kid in token.children}


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("The anchors of AKT signaling were lost.", "anchors"),
        ("The curb on ERK was lifted.", "curb"),
        ("Ties between AKT and mTOR were found.", "Ties"),
        ("ERK signals persisted in these cells.", "signals"),
    ],
)
def test_nouns_that_look_like_verbs(nlp, text, noun):
    assert next(token for token in nlp(text) if token.text == noun).pos_ == "NOUN"
