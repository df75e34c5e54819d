"""Every format made of bundled papers as the pipeline reads them, and loaded by its own library where that is here."""

import csv
import json
import sqlite3
from pathlib import Path

import pytest

import extract
from extract.export import FORMATS, prefixes, write

CORPUS = Path(__file__).parents[2] / "corpus"
PAPERS = sorted((CORPUS / "reviews").glob("*.pdf")) + sorted((CORPUS / "synopses").glob("1[01]*.txt"))


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundled") / "run"
    extract.run(PAPERS, folder, jobs=1)
    available = [name for name, format in FORMATS.items() if all(map(_installed, format.needs))]
    return {name: write(folder, name) for name in available}


def _installed(package):
    try:
        __import__(package)
    except ImportError:
        return False
    return True


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_all_formats_of_one_run(exports):
    claims = rows(exports["csv"])
    assert len(claims) > 150
    found = [row[name] for row in claims for name in ("subject_curie", "object_curie") if row[name]]
    found += [curie for row in claims for curie in row["drug_curie"].split("; ") if curie]
    found += [row["curie"] for row in rows(exports["entities"]) if row["curie"]]
    assert len(found) > 300
    assert {curie for curie in found if not prefixes.known(curie)} == set()
    with sqlite3.connect(exports["sqlite"]) as base:
        assert base.execute("SELECT count(*) FROM triples").fetchone() == (len(claims),)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("SELECT count(*) FROM drug_resistance").fetchone()[0] > 10
    statements = json.loads(exports["indra"].read_text(encoding="utf-8"))
    assert {s["evidence"][0]["source_id"] for s in statements} == {row["triple_id"] for row in claims}
    on_responses = {s["type"] for s in statements if "resistance to" in json.dumps(s.get("obj", ""))}
    assert on_responses == {"Influence"}


@pytest.mark.slow
@pytest.mark.parametrize("format", ["xlsx", "parquet", "graphml", "cx2", "rdf", "bioc", "bioc-json"])
def test_each_loads_with_its_library(exports, format):
    count = len(rows(exports["csv"]))
    path = exports[format] if format in exports else pytest.skip("its library is not here")
    if format == "xlsx":
        assert pytest.importorskip("openpyxl").load_workbook(path).active.max_row == count + 1
    elif format == "parquet":
        assert pytest.importorskip("pyarrow.parquet").read_table(path).num_rows == count
    elif format == "graphml":
        assert pytest.importorskip("networkx").read_graphml(path, force_multigraph=True).number_of_edges() > 100
    elif format == "cx2":
        cx2 = pytest.importorskip("ndex2.cx2")
        assert len(cx2.RawCX2NetworkFactory().get_cx2network(str(path)).get_edges()) > 100
    elif format == "rdf":
        rdflib = pytest.importorskip("rdflib")
        kind = rdflib.URIRef("http://www.nanopub.org/nschema#Nanopublication")
        dataset = rdflib.Dataset()
        dataset.parse(path, format="trig")
        assert sum(1 for _ in dataset.quads((None, rdflib.RDF.type, kind, None))) == count
    else:
        bioc = pytest.importorskip("bioc")
        with path.open(encoding="utf-8") as stream:
            collection = bioc.load(stream) if format == "bioc" else bioc.biocjson.load(stream)
        assert sum(len(document.relations) for document in collection.documents) == count
        for document in collection.documents:
            known = {a.id for passage in document.passages for a in passage.annotations}
            assert all({node.refid for node in relation.nodes} <= known for relation in document.relations)


@pytest.mark.slow
def test_an_indra_model_says_what_raises_resistance(exports):
    statements_module = pytest.importorskip("indra.statements")
    from indra.assemblers.english import EnglishAssembler

    statements = statements_module.stmts_from_json(json.loads(exports["indra"].read_text(encoding="utf-8")))
    events = statements_module.Influence, statements_module.Association
    signs = {
        (s.agent_list()[0].name, s.agent_list()[1].name): s.overall_polarity()
        for s in statements
        if isinstance(s, events)
    }
    assert signs["ITGB8", "resistance to lenvatinib"] == 1
    said = {EnglishAssembler([s]).make_model() for s in statements if isinstance(s, events)}
    assert any("causes an increase in resistance to lenvatinib" in sentence for sentence in said)
    acted_on = statements_module.RegulateActivity, statements_module.RegulateAmount
    drugs = {s.obj.name for s in statements if isinstance(s, acted_on) and s.subj.name == "ITGB8"}
    assert "lenvatinib" not in drugs
