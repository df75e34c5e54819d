"""`rdf`: a nanopublication for each claim of a sentence, in TriG: what is said, whence it comes, who published it.

Ends without an identifier are nodes of their own nanopublication, with their names; nothing is given a made-up address.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import extract
from extract.export import biolink, prefixes, wording
from extract.export.source import Run
from extract.schema import RELATIONS, Mention, Named, Paper, Triple

_SPACE = uuid.UUID("0d7f3c0e-58a5-5a39-b9a3-5b8c7b1d0c42")  # of the ids of nanopublications
_HEAD = """\
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix biolink: <https://w3id.org/biolink/vocab/> .
"""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(run: Run, path: Path) -> None:
    """Write the nanopublications, one after the other."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(_HEAD)
        for triple in run.triples():
            stream.writelines(line + "\n" for line in _nanopublication(triple))


def _nanopublication(triple: Triple) -> Iterator[str]:
    this = f"urn:uuid:{uuid.uuid5(_SPACE, triple.id)}"
    part = {
        name: f"<{this}#{name}>" for name in ("Head", "assertion", "provenance", "pubinfo", "passage", "resistract")
    }
    yield f"\n{part['Head']} {{"
    yield f"  <{this}> a np:Nanopublication ; np:hasAssertion {part['assertion']} ;"
    yield f"    np:hasProvenance {part['provenance']} ; np:hasPublicationInfo {part['pubinfo']} .\n}}"
    yield f"{part['assertion']} {{"
    yield from _assertion(triple, this)
    yield f"}}\n{part['provenance']} {{"
    yield f"  {part['assertion']} prov:wasQuotedFrom {part['passage']} ; prov:wasGeneratedBy {part['resistract']} ;"
    yield '    biolink:knowledge_level "not_provided" ; biolink:agent_type "text_mining_agent" ;'
    yield f"    biolink:has_confidence_score {triple.confidence} ."
    yield from _passage(triple, part["passage"])
    yield f"}}\n{part['pubinfo']} {{"
    yield f"  <{this}> dct:creator {part['resistract']} ; rdfs:label {_literal(wording.of_triple(triple))} ."
    yield f'  {part["resistract"]} a prov:SoftwareAgent ; foaf:name "resistract {extract.__version__}" .\n}}'


def _assertion(triple: Triple, this: str) -> Iterator[str]:
    subject, object_ = triple.subject, triple.object
    if subject.type == "DRUG_RESPONSE" and triple.predicate == "associated_with":
        subject, object_ = object_, subject
    relation = RELATIONS.get(triple.predicate, "effect")
    found = biolink.relation(relation, triple.sign, triple.predicate, object_.type)
    starts = _things(subject, this, "subject", drugs=False)
    ends = _things(object_, this, "object", drugs=True)
    for number, (end, described) in enumerate(ends):
        start, about = starts[0]
        yield from (*about, *described) if not number else described
        yield f"  <{this}#claim{number or ''}> a biolink:Association ;"
        yield f"    rdf:subject {start} ; rdf:predicate biolink:{found['predicate']} ; rdf:object {end} ;"
        for name, value in found.items():
            if name != "predicate":
                yield f"    biolink:{name} {f'biolink:{value}' if name == 'qualified_predicate' else _literal(value)} ;"
        yield f"    biolink:negated {str(triple.negated).lower()} ."


def _things(mention: Mention, this: str, role: str, *, drugs: bool) -> list[tuple[str, list[str]]]:
    """Return what an end is, as a term and what is said of it; the object of a response is each of its drugs."""
    if mention.type == "DRUG_RESPONSE" and drugs and mention.drugs:
        return [_thing(drug, "ChemicalEntity", this, f"{role}{n or ''}") for n, drug in enumerate(mention.drugs)]
    response = mention.type == "DRUG_RESPONSE"
    category = "PhenotypicFeature" if response else biolink.CATEGORIES[mention.type]
    return [_thing(Named(norm=mention.norm, curie=mention.curie), category, this, role)]


def _thing(named: Named, category: str, this: str, role: str) -> tuple[str, list[str]]:
    term = f"<{prefixes.uri(named.curie)}>" if named.curie and prefixes.known(named.curie) else f"<{this}#{role}>"
    return term, [f"  {term} a biolink:{category} ; rdfs:label {_literal(named.norm)} ."]


def _passage(triple: Triple, passage: str) -> Iterator[str]:
    yield f"  {passage} prov:value {_literal(triple.evidence.sentence)} ."
    for address in _addresses(triple.evidence.paper):
        yield f"  {passage} dct:isPartOf <{address}> ."
    if triple.evidence.paper.title:
        yield f"  {passage} dct:source {_literal(triple.evidence.paper.title)} ."


def _addresses(paper: Paper) -> Iterator[str]:
    if paper.doi:
        yield "https://doi.org/" + quote(paper.doi, safe="/:;()._-")
    if paper.pmid:
        yield f"https://pubmed.ncbi.nlm.nih.gov/{paper.pmid}"
    if paper.pmcid:
        yield f"https://www.ncbi.nlm.nih.gov/pmc/articles/{paper.pmcid}"


def _literal(text: str) -> str:
    plain = "".join(char for char in text if char >= " " or char in "\n\r\t")
    return f'"{plain.translate(_ESCAPES)}"'
