"""`kgx`: nodes and edges of the Biolink Model, as TSV and JSON Lines, for KGX and what is built on it.

Only claims with identifiers at both ends become edges: a node of Biolink is an identifier. Resistance is said of the
drug: gene, ``associated_with_resistance_to``, drug.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from extract.export import biolink, prefixes
from extract.export.graph import predicate, publications
from extract.export.source import Run
from extract.schema import Claim, ClaimEnd

NODE_COLUMNS = ("id", "category", "name", "provided_by")
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "qualified_predicate", "object_aspect_qualifier",
    "object_direction_qualifier", "negated", "knowledge_level", "agent_type", "publications", "supporting_text",
    "has_confidence_score", "support", "against", "kind", "mechanism_class", "provided_by",
)  # fmt: skip


def write(run: Run, path: Path) -> None:
    """Write ``nodes`` and ``edges``, each as ``.tsv`` and ``.jsonl``, and the prefixes that Biolink's context lacks."""
    nodes: dict[str, dict[str, Any]] = {}
    with (path / "edges.tsv").open("w", encoding="utf-8", newline="") as table, _lines(path / "edges.jsonl") as lines:
        rows = _table(table, EDGE_COLUMNS)
        for claim in run.claims():
            for record in _edges(run, claim, nodes):
                rows.writerow(_cells(record))
                lines.write(_json(record))
    with (path / "nodes.tsv").open("w", encoding="utf-8", newline="") as table, _lines(path / "nodes.jsonl") as lines:
        rows = _table(table, NODE_COLUMNS)
        for record in nodes.values():
            rows.writerow(_cells(record))
            lines.write(_json(record))
    context = {name: prefixes.uri_prefix(name) for name in ("FPLX", "cellosaurus")}
    (path / "context.json").write_text(json.dumps({"@context": context}, indent=1) + "\n", encoding="utf-8")


def _edges(run: Run, claim: Claim, nodes: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    subject, object_ = claim.subject, claim.object
    if subject.type == "DRUG_RESPONSE" and claim.relation == "association":
        subject, object_ = object_, subject
    if subject.type == "DRUG_RESPONSE":
        return  # what a response does is not what its drug does
    start, end = _node(subject, nodes), _node(object_, nodes)
    if start is None or end is None:
        return
    record = {
        "id": claim.id,
        "subject": start,
        **_relation(claim, object_),
        "object": end,
        "negated": not claim.support,
        "knowledge_level": "not_provided",
        "agent_type": "text_mining_agent",
        "publications": list(publications(run, claim)),
        "supporting_text": list(dict.fromkeys(s.sentence for s in claim.evidence or claim.counter_evidence)),
        "has_confidence_score": claim.confidence,
        "support": claim.support,
        "against": claim.against,
        "kind": claim.kind,
        "mechanism_class": list(claim.mechanism_class),
        "provided_by": ["resistract"],
    }
    yield {key: record[key] for key in EDGE_COLUMNS if key in record}


def _relation(claim: Claim, object_: ClaimEnd) -> dict[str, str]:
    found = biolink.relation(claim.relation, claim.sign, predicate(claim), object_.type)
    return {name: f"biolink:{value}" if "predicate" in name else value for name, value in found.items()}


def _node(end: ClaimEnd, nodes: dict[str, dict[str, Any]]) -> str | None:
    """Return the id of what an end is, or of the drug of a response; None where it has no identifier."""
    name, curie = (end.drugs[0].norm, end.drugs[0].curie) if end.drugs else (end.norm, end.curie)
    if curie is None or not prefixes.known(curie):
        return None
    ident = prefixes.biolink(curie)
    record = {
        "id": ident,
        "category": [f"biolink:{biolink.category(end.type, curie)}"],
        "name": name,
        "provided_by": ["resistract"],
    }
    nodes.setdefault(ident, record)
    return ident


def _lines(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="")


def _table(stream: Any, columns: Iterable[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(
        stream, list(columns), delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )
    writer.writeheader()
    return writer


def _cells(record: dict[str, Any]) -> dict[str, Any]:
    return {
        key: "|".join(map(_plain, value)) if isinstance(value, list) else _plain(value) for key, value in record.items()
    }


def _plain(value: Any) -> str:
    """Return a value for a cell: no tabs, line ends or bars, which part columns, rows and values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).translate({9: " ", 10: " ", 13: " ", 124: "/"})


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
