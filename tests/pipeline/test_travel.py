"""Docs keep their claims on every way that spaCy sends them."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import srsly
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

import extract
from extract.language import extensions

TEXT = (
    "Loss of DUSP9 activates MAPK/ERK signaling in Huh7 cells. "
    "Hepatocellular carcinoma (HCC) is common. "
    "In HCC, miR-21 promotes resistance to gefitinib and sorafenib."
)
PAPER = (
    "# A paper\n\n## Results\n\nLoss of DUSP9 activates ERK signaling in Huh7 cells [1].\n\n"
    "## References\n\n1. A. B. 2020.\n"
)


@pytest.fixture(scope="module")
def nlp():
    return extract.load()


def to_bytes(doc):
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def doc_bin(doc):
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    return next(DocBin().from_bytes(stored).get_docs(Vocab()))


def pickled(doc):
    return pickle.loads(pickle.dumps(doc))  # noqa: S301


def carried(doc):
    """All that a Doc says beyond spaCy's own annotation."""
    mentions = [
        (
            ent.text,
            ent.label_,
            ent.kb_id_,
            ent._.norm,
            ent._.curie,
            ent._.state,
            ent._.state_cues,
            ent._.direction,
            ent._.drugs,
            ent._.drug_names,
            [span.text for span in ent._.drug_spans],
        )
        for ent in doc.ents
    ]
    relations = [(r.subject.text, r.predicate, r.object.text, r.sent.text, r.trigger, r.trace) for r in doc._.relations]
    return mentions, relations, doc._.triples, list(doc._.abbreviations), doc._.document


def plain(value):
    if isinstance(value, dict):
        return all(plain(key) and plain(entry) for key, entry in value.items())
    if isinstance(value, list | tuple):
        return all(plain(entry) for entry in value)
    return value is None or type(value) in (str, int, float, bool)


@pytest.mark.slow
@pytest.mark.parametrize("send", [to_bytes, doc_bin, pickled])
def test_docs_arrive_with_all_they_carry(nlp, send):
    for doc in (nlp(TEXT), extract.annotate(nlp, extract.read_string(PAPER, doc_id="paper"))):
        assert doc._.triples
        assert carried(send(doc)) == carried(doc)


@pytest.mark.slow
def test_user_data_is_plain(nlp):
    doc = extract.annotate(nlp, extract.read_string(PAPER, doc_id="paper"))
    assert {key[1] for key in doc.user_data} >= {"triples", "relations", "document", "state_cues"}
    assert plain(dict(doc.user_data))


@pytest.mark.slow
def test_processes_bring_claims_back(nlp):
    alone = [carried(nlp(TEXT)), carried(nlp("MALAT1 depletion reduces the growth of A549 cells."))]
    docs = nlp.pipe([TEXT, "MALAT1 depletion reduces the growth of A549 cells."], n_process=2, batch_size=1)
    assert [carried(doc) for doc in docs] == alone


@pytest.mark.slow
def test_json_has_the_claims_for_every_reader(nlp, tmp_path):
    doc = nlp(TEXT)
    told = doc.to_json(underscore=["triples", "norm", "state"])
    srsly.write_json(tmp_path / "doc.json", told)
    for text in (json.dumps(told), json.dumps(told, indent=1), (tmp_path / "doc.json").read_text(encoding="utf-8")):
        back = Doc(Vocab()).from_json(json.loads(text))
        assert back._.triples == doc._.triples
        assert back._.triples[0].subject.norm == "DUSP9"


@pytest.mark.slow
def test_threads_share_a_pipeline(nlp):
    texts = [Path(path).read_text(encoding="utf-8") for path in sorted(Path("corpus/synopses").glob("*.txt"))[:8]]
    fresh = extract.load()  # which has met no word yet
    with ThreadPoolExecutor(4) as pool:
        together = [carried(doc) for doc in pool.map(fresh, texts)]
    assert together == [carried(nlp(text)) for text in texts]


def test_indices_of_a_span_move_with_it():
    extensions.register()
    doc = Doc(Vocab(), words=["We", "saw", "that", "loss", "of", "DUSP9", "helps", "."])
    span = doc[5:6]
    span._.state_cues, span._.drug_spans = ((3, "down"),), (doc[3:4],)
    part = doc[3:7].as_doc(copy_user_data=True)
    assert part[2:3]._.state_cues == ((0, "down"),)
    assert [other.text for other in part[2:3]._.drug_spans] == ["loss"]
    whole = Doc.from_docs([doc, doc])
    assert whole[13:14]._.state_cues == ((11, "down"),)


@pytest.mark.slow
def test_a_pipeline_goes_to_processes_that_are_started_afresh(nlp):
    sent = pickle.dumps((nlp.make_doc, [part for _, part in nlp.pipeline]))
    make_doc, parts = pickle.loads(sent)  # noqa: S301
    doc = make_doc(TEXT)
    for part in parts:
        doc = part(doc)
    assert carried(doc) == carried(nlp(TEXT))
