import gzip
import io
import json
import tarfile
import zipfile

import pytest

from extract.documents import ReadError, archives, read, read_string, split
from extract.documents.sniff import sniff

TITLE, BODY = "A study of ABC1", "Loss of ABC1 raises XYZ in cells. It did so twice."
PUBTATOR = f"345|t|{TITLE}\n345|a|{BODY}\n345\t11\t15\tABC1\tGene\t19\n"
EUROPEPMC = {
    "resultList": {
        "result": [
            {
                "id": "345",
                "source": "MED",
                "pmid": "345",
                "pmcid": "PMC5550001",
                "doi": "10.1234/xyz",
                "title": TITLE,
                "authorString": "Doe J, Roe R.",
                "pubYear": "2019",
                "journalInfo": {"journal": {"title": "Journal of Examples"}},
                "abstractText": f"<h4>Results</h4>{BODY}",
            }
        ]
    }
}


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_pubtator_keeps_its_offsets(tmp_path):
    document = read(written(tmp_path, "a.txt", PUBTATOR))
    assert (document.format, document.title, document.pmid) == ("pubtator", TITLE, "345")
    assert document.text[16:] == BODY
    assert "19" not in document.clean


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.json",
            json.dumps({"text": f"{TITLE}\n{BODY}", "sourcedb": "PubMed", "sourceid": "345", "denotations": []}),
        ),
        ("a.json", json.dumps([{"pmid": "345", "title": TITLE, "abstract": BODY}])),
        ("a.jsonl", json.dumps({"id": "345", "source": "MED", "title": TITLE, "text": BODY})),
        ("a.json", json.dumps(EUROPEPMC)),
        ("a.tsv", f"pmid\ttitle\tabstract\n345\t{TITLE}\t{BODY}\n"),
        ("a.csv", f'pmid,title,abstract\r\n345,{TITLE},"{BODY}"\r\n'),
    ],
)
def test_texts_in_json_and_tables(tmp_path, name, content):
    document = read(written(tmp_path, name, content))
    assert (document.title, document.pmid) == (TITLE, "345")
    assert BODY in document.clean
    assert document.section_at(document.text.index("Loss")).type == "abstract"
    start, end = document.to_source(document.clean.index("ABC1 raises"), document.clean.index(" in cells"))
    assert document.text[start:end] == "ABC1 raises XYZ"


def test_europe_pmc_says_what_the_paper_is(tmp_path):
    paper = read(written(tmp_path, "a.json", json.dumps(EUROPEPMC))).paper
    assert paper.authors == ("Doe J", "Roe R")
    assert (paper.journal, paper.year, paper.doi, paper.pmcid) == (
        "Journal of Examples",
        2019,
        "10.1234/xyz",
        "PMC5550001",
    )


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("pubtator", PUBTATOR + "\n" + PUBTATOR.replace("345|", "346|").replace("345\t", "346\t")),
        ("texts", "".join(json.dumps({"id": i, "text": BODY}) + "\n" for i in ("345", "346"))),
        ("texts", json.dumps([{"id": i, "text": BODY} for i in ("345", "346")])),
        (
            "texts",
            "".join(json.dumps({"id": i, "passages": [{"offset": 0, "text": BODY}]}) + "\n" for i in ("345", "346")),
        ),
        ("table", f"id\ttext\n345\t{BODY}\n346\t{BODY}\n"),
    ],
)
def test_lists_are_cut_into_texts(format, content):
    assert sniff(content.encode()) == format
    found = list(split(content.encode("utf-8"), "x", format))
    assert [record.id for record in found] == ["345", "346"]
    for record in found:
        assert BODY in read_string(record.data.decode("utf-8"), doc_id="x", format=record.format).clean
    if "passages" not in content:
        with pytest.raises(ReadError, match="holds 2 texts"):
            read_string(content, doc_id="x", format=format)


def test_a_broken_line_is_named(tmp_path):
    path = written(tmp_path, "a.jsonl", json.dumps({"id": 1, "text": BODY}) + '\n{"id": 2, "te')
    with pytest.raises(ReadError, match="line 2: the JSON is broken"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ann", "T1\tGene 0 4\tABC1\n", "brat annotations"),
        ("a.txt", "T1\tGene 0 4\tABC1\nT2\tGene 5 9\tABC2\n", "brat annotations"),
        ("a.conll", "ABC1\t0\t4\tS-Gene\n", "CoNLL"),
        ("a.txt", "ABC1\tS-Gene\nraises\tO\nXYZ\tS-Gene\n" * 5, "CoNLL"),
        ("a.jsonl", '{"src": "MED", "id": "1", "anns": [{"exact": "ABC1"}]}\n', "annotations of Europe PMC"),
        ("a.tsv", "gene\tcount\nABC1\t3\n", "table without abstracts"),
        ("a.json", '{"gene": "ABC1"}', "none of BioC"),
        ("a.txt", b"{\\rtf1 ABC1}", "rich text"),
        ("a.xml", b"\x89PNG\r\n", "picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "office document"),
    ],
)
def test_what_holds_no_text_is_refused_by_name(tmp_path, name, content, reason):
    with pytest.raises(ReadError, match=reason):
        read(written(tmp_path, name, content))


@pytest.mark.parametrize(
    "prose",
    [
        '[Translated article]\n\nLoss of ABC1 raises XYZ, and "text": nothing.',
        "Title, abstract and text\n\nLoss of ABC1 raises XYZ.",
        "{Draft} Loss of ABC1 raises XYZ.",
        "O\tone\n\nLoss of ABC1 raises XYZ.",
        "T1 tumours were seen | t | in ten of them.",
    ],
)
def test_prose_is_prose(prose):
    assert sniff(prose.encode(), "a.txt") is None


def packed(members, kind):
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    else:
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_archives_are_read_and_never_unpacked(tmp_path, kind):
    members = {
        "set/a.txt": BODY.encode(),
        "../../evil.txt": b"Loss of DEF1 lowers XYZ.",
        "set/list.txt": (PUBTATOR + "\n" + PUBTATOR.replace("345", "346")).encode(),
        "set/figure.png": b"\x89PNG",
        "__MACOSX/a.txt": b"x",
        "pmc/p.nxml": b"<article><body><p>Loss of ABC1 raises XYZ.</p></body></article>",
        "pmc/p.pdf": b"%PDF-1.4",
    }
    data = packed(members, kind)
    found = {record.id: record.format for record in split(data, "x", "archive")}
    assert found == {"a": "text", "evil": "text", "list-345": "texts", "list-346": "texts", "p": "jats"}
    with pytest.raises(ReadError, match="several papers"):
        read(written(tmp_path, f"a.{kind}", data))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a.{kind}"]


def test_one_packed_paper_is_read(tmp_path):
    document = read(written(tmp_path, "PMC5550001.txt.gz", gzip.compress(BODY.encode())))
    assert (document.format, document.clean.strip(), document.pmcid) == ("text", BODY, "PMC5550001")
    assert read(written(tmp_path, "b.zip", packed({"b.txt": BODY.encode()}, "zip"))).clean.strip() == BODY


def test_limits_and_damage(tmp_path, monkeypatch):
    with pytest.raises(ReadError, match="damaged"):
        read(written(tmp_path, "a.gz", gzip.compress(BODY.encode() * 50)[:40]))
    with pytest.raises(ReadError, match="office document"):
        read(written(tmp_path, "a.docx", packed({"word/document.xml": b"<w/>"}, "zip")))
    with pytest.raises(ReadError, match="archive inside an archive"):
        read(written(tmp_path, "b.zip", packed({"inner.zip": packed({"a.txt": b"x"}, "zip")}, "zip")))
    monkeypatch.setattr(archives, "MAX_MEMBER", 10)
    with pytest.raises(ReadError, match="has more than"):
        read(written(tmp_path, "c.gz", gzip.compress(BODY.encode())))
    monkeypatch.undo()
    monkeypatch.setattr(archives, "MAX_TOTAL", 60)
    with pytest.raises(ReadError, match="holds more than"):
        list(split(packed({"a.txt": BODY.encode(), "b.txt": BODY.encode()}, "zip"), "x", "archive"))


PAGE = """<!DOCTYPE html><html><head><title>A study | Site</title>
<meta name="citation_title" content="A study of ABC1"><meta name="citation_author" content="Doe, Jane Q.">
<meta name="citation_author" content="Richard Roe"><meta name="citation_doi" content="10.1234/xyz">
<meta name="citation_pmid" content="345"><meta name="citation_date" content="2019/05/01">
<meta name="citation_journal_title" content="Journal of Examples"></head>
<body><nav><ul><li><a href="/">Home inhibits sorafenib</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies. Accept all.</p></div>
<main><article><h1>A study of ABC1</h1><h2>Abstract</h2><p>Loss of ABC1 raises <i>XYZ</i> in cells of the liver, as was
seen in three lines and in two models of the disease, each followed for as long as ten weeks.</p>
<h2>Results</h2><p>Cells without ABC1 grew faster than others, which the return of ABC1 undid in all of the lines.</p>
<figure><figcaption>Figure 1</figcaption></figure>
<div class="ref-list"><p>1. Poe E. Another inhibits study. 2010.</p></div></article>
<aside><p>Most read: something else inhibits something.</p></aside></main>
<footer><p>Copyright.</p></footer><script>var text = "ABC1 inhibits all";</script></body></html>"""


def test_web_pages_give_their_main_text(tmp_path):
    document = read(written(tmp_path, "a.html", PAGE))
    assert document.format == "html"
    assert "Loss of ABC1 raises XYZ in cells of the liver" in document.clean
    assert "inhibits" not in document.clean
    assert "cookies" not in document.text
    assert document.section_at(document.text.index("Cells without")).type == "results"
    paper = document.paper
    assert (paper.title, paper.authors, paper.year) == ("A study of ABC1", ("Doe JQ", "Roe R"), 2019)
    assert (paper.doi, paper.pmid, paper.journal) == ("10.1234/xyz", "345", "Journal of Examples")


@pytest.mark.parametrize(
    "body", ["", "<nav><p>Home</p></nav>", "<p><a href='x'>" + "A link to something else. " * 20 + "</a></p>"]
)
def test_pages_without_a_main_text_are_refused(tmp_path, body):
    with pytest.raises(ReadError, match="web page without a main text"):
        read(written(tmp_path, "a.html", f"<html><body>{body}</body></html>"))


def test_json_lines_whose_strings_hold_other_line_ends():
    bodies = [f"{BODY}\u2028Then ABC2 was lost.", f"{BODY}\u0085And ABC3.", BODY]
    data = "\r\n".join(json.dumps({"id": n, "text": body}, ensure_ascii=False) for n, body in enumerate(bodies, 1))
    found = [json.loads(record.data) for record in split(data.encode(), "a.jsonl", "texts")]
    assert [entry["text"] for entry in found] == bodies
    assert [entry["id"] for entry in found] == ["1", "2", "3"]
