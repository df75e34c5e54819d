import pytest
from export_run import TEXTS, text_of, triples

from extract.evaluation.brat import import_brat


@pytest.mark.parametrize("format", ["bioc", "bioc-json"])
def test_bioc_comes_back(export, format):
    bioc = pytest.importorskip("bioc")
    path = export(format)
    with path.open(encoding="utf-8") as stream:
        collection = bioc.load(stream) if format == "bioc" else bioc.biocjson.load(stream)
    assert [document.id for document in collection.documents] == ["a", "b"]
    first = collection.documents[0]
    assert first.infons["article-id_pmid"] == "34000001"
    assert [passage.infons["section_type"] for passage in first.passages] == [section for section, _ in TEXTS["a"]]
    for document in collection.documents:
        text = text_of(document.id)
        for passage in document.passages:
            assert text[passage.offset :].startswith(passage.text)
            for annotation in passage.annotations:
                place = annotation.locations[0]
                assert text[place.offset : place.end] == annotation.text
    relation = first.relations[0]
    words = {a.id: a.text for passage in first.passages for a in passage.annotations}
    assert [(node.role, words[node.refid]) for node in relation.nodes] == [
        ("subject", "ITGB8"),
        ("object", "lenvatinib resistance"),
        ("via", "AKT"),
        ("context", "Huh-7"),
    ]
    assert relation.infons["sign"] == "1"


def test_brat_comes_back_as_gold(export):
    sentences = import_brat(export("brat") / "a.ann")
    claims = [relation for sentence in sentences for relation in sentence.relations]
    wanted = [triple for triple in triples() if triple.doc_id == "a"]
    assert [(c.predicate, c.subject_state, c.negated, c.certainty) for c in claims] == [
        (t.predicate, t.subject.state, t.negated, t.certainty) for t in wanted
    ]
    assert [len(c.via) for c in claims] == [len(t.via) for t in wanted]


def test_pubtator_offsets_are_those_of_title_and_text(export):
    blocks = export("pubtator").read_text(encoding="utf-8").strip().split("\n\n")
    for block, doc_id in zip(blocks, ("a", "b"), strict=True):
        head, body, *rows = block.split("\n")
        text = head.split("|", 2)[2] + "\n" + body.split("|", 2)[2]
        assert len(text) == len(text_of(doc_id))
        marks = [row.split("\t") for row in rows if row.count("\t") == 5]
        assert marks
        assert all(text[int(start) : int(end)] == words for _, start, end, words, _, _ in marks)
