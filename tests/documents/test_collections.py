"""Files that hold many papers, and the MEDLINE format that most of them come in."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import ReadError, detect_format, read_string, split
from extract.documents.medline import citations

PUBMED = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>{}</PubmedArticleSet>"""
ARTICLE = (
    "<PubmedArticle><MedlineCitation><PMID>{0}</PMID><Article><ArticleTitle>Study {0} of TGF-&beta;</ArticleTitle>"
    "<Abstract><AbstractText>It grew.</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
)
JATS = (
    "<article><front><article-meta>{}<title-group><article-title>T</article-title></title-group></article-meta></front>\
<body><p>It grew.</p></body></article>"
)
MEDLINE = """PMID- 11
OWN - NLM
TI  - METTL9 and the drug
      called inventinib.
LID - S0000 [pii]
LID - 10.1234/abc [doi]
AB  - BACKGROUND: Cells resist.
      RESULTS: METTL9 promotes it.
FAU - Roe, R

PMID- 12
TI  - [A second one].
"""


def ids(text, format):
    return [record.id for record in split(text.encode(), "file", format)]


def test_pubmed_sets():
    text = PUBMED.format(ARTICLE.format(1) + ARTICLE.format(22))
    records = list(split(text.encode(), "set.xml", "pubmed"))
    assert [record.id for record in records] == ["1", "22"]
    document = read_string(records[1].data.decode(), doc_id="x", format="pubmed")
    assert (document.pmid, document.title) == ("22", "Study 22 of TGF-β")


def test_pubmed_books():
    book = "<BookDocument><PMID>3</PMID><ArticleTitle>B</ArticleTitle></BookDocument>"
    book = f"<PubmedBookArticle>{book}</PubmedBookArticle>"
    assert ids(PUBMED.format(ARTICLE.format(1) + book), "pubmed") == ["1", "3"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ('<article-id pub-id-type="doi">10.1/x</article-id><article-id pub-id-type="pmcid">PMC9</article-id>', "PMC9"),
        ('<article-id pub-id-type="doi">10.1/x</article-id>', "10.1/x"),
        ("", "2"),
    ],
)
def test_sets_of_jats_articles(numbers, expected):
    text = f"<pmc-articleset>{JATS.format('')}{JATS.format(numbers)}</pmc-articleset>"
    assert ids(text, "jats") == ["1", expected]
    second = list(split(text.encode(), "file", "jats"))[1]
    assert "It grew." in read_string(second.data.decode(), doc_id="x", format="jats").clean


def test_bioc_collections():
    document = "<document><id>{}</id><passage><offset>0</offset><text>It grew {}.</text></passage></document>"
    xml = f"<collection><source>s</source>{document.format(7, 'here')}{document.format(8, 'there')}</collection>"
    records = [{"id": ident, "passages": [{"offset": 0, "text": f"It grew {ident}."}]} for ident in ("7", "8")]
    for text, word in (
        (xml, "there"),
        (json.dumps({"documents": records}), "8"),
        (json.dumps([{"documents": [record]} for record in records]), "8"),
    ):
        found = list(split(text.encode(), "file", "bioc"))
        assert [record.id for record in found] == ["7", "8"]
        assert f"It grew {word}." in read_string(found[1].data.decode(), doc_id="x", format="bioc").text


def test_one_paper_is_no_collection():
    assert ids(PUBMED.format(ARTICLE.format(1)), "pubmed") == []
    assert ids(JATS.format(""), "jats") == []
    assert ids("Plain text.", "text") == []
    with pytest.raises(ReadError, match="broken"):
        ids("<pmc-articleset><article ><article >", "jats")


def test_medline():
    assert detect_format(MEDLINE.encode(), "x.txt") == "medline"
    assert ids(MEDLINE, "medline") == ["11", "12"]
    first, second = (read_string(text, doc_id="x", format="medline") for text in citations(MEDLINE))
    assert (first.pmid, first.doi, first.title) == ("11", "10.1234/abc", "METTL9 and the drug called inventinib.")
    assert "Cells resist." in first.clean
    assert "METTL9 promotes it." in first.clean
    assert {section.headings[-1] for section in first.sections} >= {"BACKGROUND", "RESULTS"}
    assert second.title == "A second one"
    plain = read_string("PMID- 1\nTI  - T.\nAB  - It grew.\n", doc_id="x", format="medline")
    assert [section.type for section in plain.sections] == ["title", "abstract"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("No citation.", "PMID- "), (MEDLINE, "2 PubMed records"), ("PMID- 1\nOWN - NLM\n", "neither title nor abstract")],
)
def test_medline_that_cannot_be_read_as_one_paper(text, message):
    with pytest.raises(ReadError, match=message):
        read_string(text, doc_id="x", format="medline")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=30), max_size=5))
def test_titles_of_medline_survive(titles):
    titles = [" ".join(title.split()) for title in titles]
    text = "\n".join(f"PMID- {number}\nTI  - {title}\nAB  - It grew.\n" for number, title in enumerate(titles))
    found = list(citations(text))
    assert len(found) == len(titles)
    assert all(f"TI  - {title}\n" in citation for title, citation in zip(titles, found, strict=True))
    assert all(text.index(one) < text.index(two) for one, two in pairwise(found))
