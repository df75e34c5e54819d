"""The table of formats, and the one way into them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from extract.export.errors import ExportError
from extract.export.source import Options, Selection, open_run
from extract.schema import Kind, MechanismClass


@dataclass(frozen=True)
class Format:
    """A format: the module whose ``write(run, path)`` makes it, what it is good for and what it cannot hold.

    ``suffix`` is empty for formats of several files, which are written into a folder. ``needs`` names packages of the
    extra ``exports``.
    """

    name: str
    suffix: str
    carries: str
    lost: str
    needs: tuple[str, ...] = ()
    module: str = ""

    @property
    def writer(self) -> str:
        """The module that writes it."""
        return f"extract.export.{self.module or self.name}"


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format(
            name="csv",
            suffix=".csv",
            carries="a row a claim, readable columns first; opens in any spreadsheet",
            lost="offsets of ends, trace",
            module="delimited",
        ),
        Format(
            name="xlsx",
            suffix=".xlsx",
            carries="as csv, with filters, a frozen header and links to the papers",
            lost="offsets of ends, trace",
            needs=("openpyxl",),
            module="workbook",
        ),
        Format(
            name="parquet",
            suffix=".parquet",
            carries="as csv, typed; for pandas, Polars, DuckDB, Spark",
            lost="offsets of ends, trace",
            needs=("pyarrow",),
        ),
        Format(
            name="jsonl",
            suffix=".jsonl",
            carries="the whole records of the claims selected",
            lost="nothing",
            module="records",
        ),
        Format(
            name="entities",
            suffix=".csv",
            carries="a row an entity: identifier, name, type, names seen, counts",
            lost="claims",
        ),
        Format(
            name="sqlite",
            suffix=".sqlite",
            carries="documents, sentences, triples, claims, mentions, studies; full-text search, views",
            lost="boxes, trace",
        ),
        Format(
            name="indra",
            suffix=".json",
            carries="INDRA Statements with evidence, context, negation, hypothesis; responses as influenced concepts",
            lost="mediators (in annotations), boxes, trace",
        ),
        Format(
            name="kgx",
            suffix="",
            carries="Biolink nodes and edges, TSV and JSON Lines, with papers and sentences",
            lost="claims without identifiers at both ends or about responses without a drug; states, context",
        ),
        Format(
            name="neo4j",
            suffix="",
            carries="nodes and relationships for neo4j-admin database import",
            lost="states, context, spans",
        ),
        Format(
            name="graphml",
            suffix=".graphml",
            carries="a network of claims with counts, sentences, papers",
            lost="states, context, spans",
        ),
        Format(
            name="cx2",
            suffix=".cx2",
            carries="a network of claims for Cytoscape and NDEx",
            lost="states, context, spans",
        ),
        Format(
            name="sif",
            suffix=".sif",
            carries="name, relation, name",
            lost="all else; denied claims",
        ),
        Format(
            name="rdf",
            suffix=".trig",
            carries="a nanopublication a claim, with its sentence and paper",
            lost="mediators, context, spans",
        ),
        Format(
            name="bioc",
            suffix=".xml",
            carries="papers with passages, mentions and claims, BioC XML",
            lost="cited studies, boxes, trace",
            needs=("bioc",),
        ),
        Format(
            name="bioc-json",
            suffix=".json",
            carries="the same, BioC JSON",
            lost="cited studies, boxes, trace",
            needs=("bioc",),
            module="bioc_json",
        ),
        Format(
            name="pubtator",
            suffix=".txt",
            carries="papers with mentions and the relations of BioRED",
            lost="sections; claims that are denied, about a response or without identifiers; states, certainty",
        ),
        Format(
            name="brat",
            suffix="",
            carries="papers with mentions and claims, to look at and mend",
            lost="sections, cited studies, confidence",
        ),
    )
}


def write(
    run: str | Path,
    format: str,
    path: str | Path | None = None,
    *,
    min_confidence: float = 0.0,
    kinds: Collection[Kind] = (),
    classes: Collection[MechanismClass] = (),
    only_grounded: bool = False,
    grouped: bool = False,
    by_drug: bool = False,
) -> Path:
    """Write a run in a format.

    Parameters
    ----------
    run : path
        The folder of a run.
    format : str
        A key of ``FORMATS``.
    path : path, optional
        File to write, or folder where the format has several files; by default in ``exports/`` inside the run. What
        was there is replaced once the export is whole.
    min_confidence : float
        Leave out claims less sure than this, 0 to 1.
    kinds, classes : collection of str
        Keep only claims of these kinds, and of one of these mechanism classes; all where empty.
    only_grounded : bool
        Keep only claims with an identifier at both ends.
    grouped : bool
        For tables and ``jsonl``: claims across documents instead of the claims of sentences.
    by_drug : bool
        For tables: a row for each drug of a response.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    ExportError
        If the format is not known or needs a package that is missing, or the folder is not that of a run.
    """
    known = FORMATS.get(format)
    if known is None:
        raise ExportError(f"unknown format {format!r}; use one of {', '.join(FORMATS)}")
    selection = Selection(min_confidence, frozenset(kinds), frozenset(classes), only_grounded)
    source = open_run(run, selection, Options(grouped, by_drug))
    target = Path(path) if path is not None else source.folder / "exports" / (format + known.suffix)
    writer = _writer(known)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if not known.suffix:
            temporary.mkdir()
        writer.write(source, temporary)
        _move(temporary, target)
    except OSError as error:
        raise ExportError(f"{target}: cannot be written ({error})") from error
    finally:
        shutil.rmtree(temporary) if temporary.is_dir() else temporary.unlink(missing_ok=True)
    return target


def _writer(format: Format) -> ModuleType:
    for package in format.needs:
        try:
            import_module(package)
        except ImportError as error:
            raise ExportError(f"the format {format.name} needs {package}: pip install 'resistract[exports]'") from error
    return import_module(format.writer)


def _move(made: Path, target: Path) -> None:
    """Put a finished file, or the files of a finished folder, in place; other files of that folder stay."""
    if not made.is_dir():
        os.replace(made, target)
        return
    target.mkdir(exist_ok=True)
    for file in sorted(path for path in made.rglob("*") if path.is_file()):
        place = target / file.relative_to(made)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, place)
