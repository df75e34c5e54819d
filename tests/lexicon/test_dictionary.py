import numpy as np
import pytest

from extract.language.lexicon.dictionary import KINDS, MODES, TYPES, load_lexicon
from extract.language.lexicon.keys import key


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


@pytest.mark.parametrize(
    ("name", "type_", "norm", "curie"),
    [
        ("P-gp", "GENE", "ABCB1", "hgnc:40"),
        ("MDR1", "GENE", "ABCB1", "hgnc:40"),
        ("PD-L1", "GENE", "CD274", "hgnc:17635"),
        ("HGFR", "GENE", "MET", "hgnc:7029"),
        ("c-Met", "GENE", "MET", "hgnc:7029"),
        ("VEGFR2", "GENE", "KDR", "hgnc:6307"),
        ("TGF-β", "GENE", "TGFB", "fplx:TGFB"),
        ("NFκB", "GENE", "NF-κB", "fplx:NFkappaB"),
        ("AKT", "GENE", "AKT", "fplx:AKT"),
        ("imatinib", "CHEMICAL", "imatinib", "chebi:45783"),
        ("Taxol", "CHEMICAL", "paclitaxel", "chebi:45863"),
        ("HuH7", "CELL_LINE", "Huh-7", "cellosaurus:0336"),
        ("MCF7", "CELL_LINE", "MCF-7", "cellosaurus:0031"),
        ("hepatocellular carcinoma", "DISEASE", "hepatocellular carcinoma", "mondo:0007256"),
        ("autophagy", "PROCESS", "autophagy", "go:0006914"),
        ("regulatory T cell", "CELL_TYPE", "regulatory T cell", "cl:0000815"),
        ("mice", "ORGANISM", "Mus musculus", "ncbitaxon:10090"),
    ],
)
def test_known_names(lexicon, name, type_, norm, curie):
    entry = lexicon.lookup(name, [type_])[0]
    assert (entry.norm, entry.curie) == (norm, curie)


def test_entries_are_whole(lexicon):
    for name in ("EGFR", "HCC", "lead", "p53", "OS"):
        for entry in lexicon.lookup(name):
            assert entry.type in TYPES
            assert entry.kind in KINDS
            assert entry.mode in MODES
            assert 0 <= entry.score <= 1
            assert entry.norm
            assert entry.curie is None or ":" in entry.curie


def test_scores_fall(lexicon):
    scores = [entry.score for entry in lexicon.entries(key("p21"))]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


def test_types_restrict(lexicon):
    assert {entry.type for entry in lexicon.lookup("HCC", ["DISEASE"])} == {"DISEASE"}
    assert lexicon.lookup("HCC", []) == []


def test_unknown_names_have_no_entries(lexicon):
    assert lexicon.lookup("no such name at all") == []
    assert lexicon.lookup("") == []


def test_prefixes_are_keys(lexicon):
    found = lexicon.prefixes(key("epidermal growth factor receptor inhibitors"))
    assert key("epidermal growth factor receptor") in found
    assert all(lexicon.entries(name) for name in found)


def test_curies_have_known_prefixes(lexicon):
    curies = np.random.default_rng(0).integers(0, len(lexicon._type), 2000)
    prefixes = {lexicon._curies[int(i)].partition(":")[0] for i in curies} - {""}
    known = {
        "hgnc",
        "fplx",
        "mirbase",
        "chebi",
        "drugbank",
        "mesh",
        "pubchem.compound",
        "mondo",
        "doid",
        "cellosaurus",
        "cl",
        "go",
        "ncbitaxon",
    }
    assert prefixes <= known
