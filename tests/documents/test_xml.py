from __future__ import annotations

import json

import pytest

from extract.documents import ReadError, read, read_string
from extract.schema import Paper

JATS = """<?xml version="1.0"?><article><front><article-meta>
<article-id pub-id-type="pmid">123</article-id><article-id pub-id-type="doi">10.1234/x</article-id>
<title-group><article-title>ABC1 and <italic>XYZ</italic></article-title></title-group>
<abstract><sec><title>Methods</title><p>We silenced ABC1.</p></sec></abstract></article-meta></front>
<body><sec sec-type="intro"><title>Opening words</title><p>ABC1 feeds XYZ [<xref
ref-type="bibr" rid="r1">1</xref>&#8211;<xref
ref-type="bibr" rid="r3">3</xref>].
It was seen<sup><xref ref-type="bibr" rid="r2">2</xref></sup> in Ca<sup>2+</sup> medium.
<fig><label>Figure 1</label><caption><p>The path of ABC1.</p></caption></fig> It grew.</p></sec>
<sec><title>Results</title><sec><title>Cells</title><p>Cells grew (<xref ref-type="bibr" rid="r2">Roe, 2020</xref>).</p>
<table-wrap><label>Table 1</label><caption><p>Drivers.</p></caption><table
><thead><tr><th>Gene</th><th>Drug</th></tr></thead>
<tbody><tr><td rowspan="2">ABC1</td><td>one</td></tr><tr><td>two</td></tr></tbody></table></table-wrap
></sec></sec></body>
<back><ack><p>We thank all.</p></ack><ref-list>
<ref id="r1"><label>1</label><element-citation><name><surname>Doe</surname><given-names>J</given-names></name
><article-title>First</article-title><year>2019</year></element-citation></ref>
<ref id="r2"><label>2</label><mixed-citation>Roe R. Second study of it. J Inv. 2020;1:2. <pub-id
pub-id-type="doi">10.1234/two</pub-id></mixed-citation></ref>
<ref id="r3"><label>3</label><mixed-citation>Poe E. Third study of it. J Inv. 2021;1:2.</mixed-citation></ref></ref-list
></back></article>"""


@pytest.fixture
def article():
    return read_string(JATS, doc_id="a", format="jats")


def test_jats_metadata_and_sections(article):
    assert (article.title, article.doi, article.pmid) == ("ABC1 and XYZ", "10.1234/x", "123")
    kinds = {s.headings: s.type for s in article.sections}
    assert kinds[("Abstract", "Methods")] == "abstract"
    assert kinds[("Opening words",)] == "introduction"
    assert kinds[("Results", "Cells")] == "results"


def test_record_of_the_paper():
    about = (
        '<journal-meta><journal-id journal-id-type="issn">1</journal-id><journal-title-group><journal-title>J Inv'
        "</journal-title></journal-title-group></journal-meta>"
    )
    people = (
        '<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane Q.</given-names>'
        '</name></contrib><contrib contrib-type="editor"><name><surname>Roe</surname></name></contrib></contrib-group>'
        '<pub-date pub-type="epub"><year>2018</year></pub-date><pub-date pub-type="ppub"><year>2019</year></pub-date>'
    )
    source = JATS.replace("<front>", f"<front>{about}").replace("<title-group>", people + "<title-group>")
    source = source.replace("<article-id ", '<article-id pub-id-type="pmc">5550001</article-id><article-id ', 1)
    paper = read_string(source, doc_id="a", format="jats").paper
    assert paper == Paper(
        title="ABC1 and XYZ", authors=("Doe JQ",), journal="J Inv", year=2019, doi="10.1234/x", pmid="123",
        pmcid="PMC5550001",
    )  # fmt: skip


def test_jats_clean_text(article):
    assert "ABC1 feeds XYZ. It was seen in Ca2+ medium. It grew." in article.clean
    assert "Cells grew." in article.clean
    assert "Figure 1. The path of ABC1." in article.clean
    assert "thank" not in article.clean


def test_jats_citations(article):
    assert [m.keys for m in article.citations] == [("1", "2", "3"), ("2",), ("2",)]
    assert article.cited("2").doi == "10.1234/two"


def test_jats_table_spreads_spans(article):
    rows = [[c.text for c in row] for row in article.tables[0].rows]
    assert rows == [["ABC1", "one"], ["ABC1", "two"]]


def test_hostile_xml_is_refused(tmp_path):
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "xxxxxxxxxx"><!ENTITY b'
        ' "&a;&a;&a;&a;">]><article><body><p>&b;</p></body></article>'
    )
    path = tmp_path / "bomb.xml"
    path.write_text(bomb)
    with pytest.raises(ReadError, match="entities"):
        read(path)


def test_external_entities_are_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    path = tmp_path / "x.xml"
    path.write_text(
        f'<!DOCTYPE article [<!ENTITY s SYSTEM "file://{secret}">]><article><body><p>Open words &s;'
        " here.</p></body></article>"
    )
    with pytest.raises(ReadError):
        read(path)


@pytest.mark.parametrize("text", ["<article><body><p>cut", "<html><body/></html>", "<article><body/></article>"])
def test_broken_or_empty_xml_is_refused(tmp_path, text):
    path = tmp_path / "a.xml"
    path.write_text(text)
    with pytest.raises(ReadError):
        read(path)


def test_pubmed():
    xml = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>77</PMID><Article
    ><ArticleTitle>ABC1 in cells.</ArticleTitle>
    <Abstract><AbstractText Label="METHODS">We silenced ABC1.</AbstractText><AbstractText
    Label="RESULTS">Growth fell.</AbstractText></Abstract>
    <ELocationID EIdType="doi">10.1234/pp</ELocationID></Article></MedlineCitation
    ></PubmedArticle></PubmedArticleSet>"""
    document = read_string(xml, doc_id="p", format="pubmed")
    assert (document.pmid, document.doi, document.title) == ("77", "10.1234/pp", "ABC1 in cells.")
    assert {s.type for s in document.sections} == {"title", "abstract"}
    assert "Growth fell." in document.clean


def test_bioc_json_keeps_offsets(tmp_path):
    passages = [
        {"offset": 0, "infons": {"section_type": "TITLE", "type": "front"}, "text": "ABC1 in cells"},
        {
            "offset": 14,
            "infons": {"section_type": "RESULTS", "type": "paragraph"},
            "text": "Growth fell when ABC1 was lost.",
        },
        {
            "offset": 46,
            "infons": {"section_type": "REF", "type": "ref", "year": "2020", "name_0": "surname:Doe;given-names:J"},
            "text": "A study",
        },
    ]
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"documents": [{"id": "9", "passages": passages}]}))
    document = read(path)
    assert document.text[14:45] == passages[1]["text"]
    assert document.references[0].year == 2020
    assert document.section_at(20).type == "results"
    assert "A study" not in document.clean


def test_lists_and_paragraphs_of_a_cell_are_its_text_in_order(tmp_path):
    cell = "<td><list><list-item><p>Growth</p></list-item><list-item><p>Death</p></list-item></list> of cells</td>"
    body = f"<table><tr><td>ABC1</td><td>x</td></tr><tr><td><p>one</p><p>two</p></td>{cell}</tr></table>"
    path = tmp_path / "a.xml"
    path.write_text(
        "<article><body><p>Cells grew.</p><table-wrap><label>Table 1</label>" + body + "</table-wrap></body></article>"
    )
    (row,) = read(path).tables[0].rows
    assert [cell.text for cell in row] == ["one two", "Growth Death of cells"]
