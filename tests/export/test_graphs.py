import csv
import json
from collections import Counter

import pytest
from export_run import CURIES, triples

from extract.export import indra, prefixes


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("format", ["graphml", "cx2", "sif", "rdf", "indra", "pubtator", "bioc", "bioc-json"])
def test_files_are_as_the_golden_ones(export, same_as_golden, format):
    if format.startswith("bioc"):
        pytest.importorskip("bioc")
    suffix = {"graphml": "graphml", "cx2": "cx2.json", "sif": "sif", "rdf": "trig", "pubtator": "txt", "bioc": "xml"}
    same_as_golden(export(format).read_text(encoding="utf-8"), f"{format}.{suffix.get(format, 'json')}")


@pytest.mark.parametrize("format", ["kgx", "neo4j", "brat"])
def test_folders_are_as_the_golden_ones(export, same_as_golden, format):
    for path in sorted(export(format).iterdir()):
        same_as_golden(path.read_bytes().decode("utf-8"), f"{format}/{path.name}")


def test_kgx_says_resistance_of_the_drug_and_makes_up_no_identifier(export):
    edges = lines(export("kgx") / "edges.jsonl")
    found = {(e["subject"], e["predicate"], e["object"]) for e in edges}
    assert ("HGNC:6163", "biolink:associated_with_resistance_to", "CHEBI:85994") in found
    assert ("HGNC:7765", "biolink:associated_with_sensitivity_to", "CHEBI:50924") in found
    ids = {prefixes.biolink(curie) for curie in CURIES.values()}
    assert {end for s, _, o in found for end in (s, o)} <= ids


def test_kgx_validates(export):
    """With the Biolink Model of its package: KGX would fetch the model and its context from the network."""
    bmt = pytest.importorskip("bmt")
    pytest.importorskip("kgx.config")
    import biolink_model

    folder = export("kgx")
    model = next(iter(biolink_model.__path__))
    toolkit = bmt.Toolkit(schema=f"{model}/schema/biolink_model.yaml", predicate_map={"predicate mappings": []})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bmt, "Toolkit", lambda *args, **options: toolkit)
        from kgx.config import jsonld_context_map
        from kgx.graph.nx_graph import NxGraph
        from kgx.transformer import Transformer
        from kgx.validator import Validator

        with open(f"{model}/prefixmaps/biolink_model_prefix_map.json", encoding="utf-8") as stream:
            context = json.load(stream)
        jsonld_context_map["biolink"] = context | json.loads((folder / "context.json").read_text())["@context"]
        graph = NxGraph()
        for record in lines(folder / "nodes.jsonl"):
            graph.add_node(record["id"], **record)
        for record in lines(folder / "edges.jsonl"):
            graph.add_edge(record["subject"], record["object"], **record)
        transformer = Transformer(stream=False)
        transformer.transform({"filename": [str(folder / "nodes.tsv"), str(folder / "edges.tsv")], "format": "tsv"})
        for loaded in (graph, transformer.store.graph):
            validator = Validator()
            validator.validate(loaded)
            assert validator.get_errors() == {}
            assert (loaded.number_of_nodes(), loaded.number_of_edges()) == (10, 7)


def test_indra_says_that_itgb8_raises_resistance_and_never_that_it_activates_the_drug(export):
    statements_module = pytest.importorskip("indra.statements")
    from indra.assemblers.english import EnglishAssembler

    path = export("indra")
    statements = statements_module.stmts_from_json(json.loads(path.read_text(encoding="utf-8")))
    assert len(statements) == len(json.loads(path.read_text(encoding="utf-8"))) == 10
    (itgb8,) = (s for s in statements if "ITGB8" in str(s))
    assert EnglishAssembler([itgb8]).make_model() == "ITGB8 causes an increase in resistance to lenvatinib."
    assert itgb8.overall_polarity() == 1
    (evidence,) = itgb8.evidence
    assert evidence.text_refs == {"PMID": "34000001", "PMCID": "PMC8000001", "DOI": "10.1234/ABC"}
    assert evidence.context.cell_line.db_refs == {"CVCL": "CVCL_0336"}
    on_drugs = [
        s for s in statements if isinstance(s, statements_module.RegulateActivity) and "lenvatinib" in str(s.obj)
    ]
    assert on_drugs == []
    nf1 = [s for s in statements if "NF1" in str(s)]
    assert [s.overall_polarity() for s in nf1] == [-1] * 4
    assert Counter(s.evidence[0].epistemics.get("negated", False) for s in nf1) == {False: 2, True: 2}
    assert all(s.evidence[0].epistemics.get("hypothesis") for s in nf1[:2])
    assert statements_module.stmts_from_json(statements_module.stmts_to_json(statements))[3].matches(statements[3])


def test_indra_statements_carry_what_makes_them_so(export):
    statements = json.loads(export("indra").read_text(encoding="utf-8"))
    types = Counter(statement["type"] for statement in statements)
    assert types == {"Influence": 5, "Association": 3, "Methylation": 1, "Inhibition": 1}
    assert len({statement["id"] for statement in statements}) == 10
    annotations = statements[0]["evidence"][0]["annotations"]
    assert (annotations["found_by"], annotations["via"]) == ("active:promotes", ["AKT"])


def test_mutated_genes_stay_mutated_in_indra():
    first = triples()[3]
    mutated = first.model_copy(update={"subject": first.object.model_copy(update={"state": "altered"}), "sign": 1})
    (statement,) = indra.statements(mutated)
    assert statement["type"] == "Activation"
    assert len(statement["subj"]["mutations"]) == 1
    statements_module = pytest.importorskip("indra.statements")
    (read,) = statements_module.stmts_from_json([statement])
    assert len(read.subj.mutations) == 1


def test_graphml_loads(export):
    networkx = pytest.importorskip("networkx")
    graph = networkx.read_graphml(export("graphml"), force_multigraph=True)
    (edge,) = graph.get_edge_data("hgnc:6163", "response:chebi:85994").values()
    assert (edge["type"], edge["sign"], edge["negated"]) == ("promotes", 1, False)
    assert graph.nodes["hgnc:6163"] == {"label": "ITGB8", "type": "GENE", "curie": "hgnc:6163"}
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (12, 8)


def test_cx2_loads(export):
    cx2 = pytest.importorskip("ndex2.cx2")
    network = cx2.RawCX2NetworkFactory().get_cx2network(str(export("cx2")))
    names = {number: node["v"]["name"] for number, node in network.get_nodes().items()}
    edges = {(names[e["s"]], e["v"]["interaction"], names[e["t"]]) for e in network.get_edges().values()}
    assert ("ITGB8", "promotes", "lenvatinib resistance") in edges
    assert len(edges) == 8


def test_nanopublications_load(export):
    rdflib = pytest.importorskip("rdflib")
    dataset = rdflib.Dataset()
    dataset.parse(export("rdf"), format="trig")
    nanopub = rdflib.Namespace("http://www.nanopub.org/nschema#")
    found = list(dataset.quads((None, rdflib.RDF.type, nanopub.Nanopublication, None)))
    assert len(found) == 8
    graphs = {str(graph.identifier) for graph in dataset.graphs()}
    for publication, *_ in found:
        for part in ("hasAssertion", "hasProvenance", "hasPublicationInfo"):
            (quad,) = dataset.quads((publication, nanopub[part], None, None))
            assert str(quad[2]) in graphs
    biolink = rdflib.Namespace("https://w3id.org/biolink/vocab/")
    said = list(dataset.quads((None, rdflib.RDF.predicate, biolink.associated_with_resistance_to, None)))
    (claim,) = (quad[0] for quad in said)
    (drug,) = (quad[2] for quad in dataset.quads((claim, rdflib.RDF.object, None, None)))
    assert str(drug) == prefixes.uri("chebi:85994")
    denied = list(dataset.quads((None, biolink.negated, rdflib.Literal(True), None)))
    assert len(denied) == 2


def test_neo4j_files_fit_together(export):
    folder = export("neo4j")
    tables = {}
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    entities = {row["key:ID(Entity)"] for row in tables["entities"]}
    documents = {row["doc_id:ID(Document)"] for row in tables["documents"]}
    assert documents == {"a", "b"}
    for row in tables["claims"]:
        assert {row[":START_ID(Entity)"], row[":END_ID(Entity)"]} <= entities
    for row in tables["mentions"]:
        assert row[":START_ID(Entity)"] in entities
        assert row[":END_ID(Document)"] in documents
    assert {row[":LABEL"] for row in tables["entities"]} >= {"Entity;Gene", "Entity;DrugResponse"}
