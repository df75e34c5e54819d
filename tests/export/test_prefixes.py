import pytest
from export_run import CURIES

from extract.export import prefixes
from extract.language.lexicon.dictionary import load_lexicon


def test_forms_of_an_identifier():
    assert prefixes.biolink("hgnc:7029") == "HGNC:7029"
    assert prefixes.indra("go:0006915") == ("GO", "GO:0006915")
    assert prefixes.indra("cellosaurus:0336") == ("CVCL", "CVCL_0336")
    assert prefixes.uri("cellosaurus:0336") == "https://www.cellosaurus.org/CVCL_0336"
    assert all(prefixes.known(curie) for curie in CURIES.values())


@pytest.mark.parametrize("curie", ["process:tumor growth", "response:chebi:50924", "HGNC:7029", "hgnc:x", "", None])
def test_what_is_no_identifier(curie):
    assert not prefixes.known(curie)


def test_every_identifier_of_the_lexicon_is_of_a_known_register():
    lexicon = load_lexicon()
    curies = {lexicon._entry(number).curie for number in range(0, len(lexicon._entity), 5)} - {None}
    assert len(curies) > 10_000
    assert [curie for curie in curies if not prefixes.known(curie)] == []


@pytest.mark.parametrize("name", prefixes.PREFIXES)
def test_registers_are_those_of_bioregistry(name):
    bioregistry = pytest.importorskip("bioregistry")
    prefix = prefixes.PREFIXES[name]
    assert bioregistry.normalize_prefix(name) == name
    assert bioregistry.get_pattern(name) == prefix.pattern
    assert bioregistry.get_uri_format(name) == prefix.uri
