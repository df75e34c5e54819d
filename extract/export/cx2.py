"""`cx2`: a network of claims for Cytoscape and NDEx."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from extract.export.graph import edges, nodes
from extract.export.source import Run

_NODE = {"name": "string", "type": "string", "represents": "string"}
_EDGE = {
    "interaction": "string", "sign": "integer", "negated": "boolean", "claim": "string", "kind": "string",
    "mechanism_class": "list_of_string", "support": "integer", "against": "integer", "documents": "integer",
    "confidence": "double", "sentences": "list_of_string", "publications": "list_of_string", "claim_id": "string",
}  # fmt: skip


def write(run: Run, path: Path) -> None:
    """Write the network, one element at a time."""
    known = nodes(run)
    numbers = {key: number for number, key in enumerate(known)}
    count = sum(1 for _ in run.claims())
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write('[{"CXVersion":"2.0","hasFragments":false}')
        sizes = {"attributeDeclarations": 1, "networkAttributes": 1, "nodes": len(known), "edges": count}
        _aspect(stream, "metaData", ({"name": name, "elementCount": size} for name, size in sizes.items()))
        declared = {
            "networkAttributes": {"name": {"d": "string"}, "description": {"d": "string"}},
            "nodes": {name: {"d": type_} for name, type_ in _NODE.items()},
            "edges": {name: {"d": type_} for name, type_ in _EDGE.items()},
        }
        _aspect(stream, "attributeDeclarations", [declared])
        about = "Claims extracted by resistract; sign is the net effect of source on target"
        _aspect(stream, "networkAttributes", [{"name": run.folder.resolve().name, "description": about}])
        _aspect(stream, "nodes", (_node(numbers[key], end.norm, end.type, end.curie) for key, end in known.items()))
        _aspect(stream, "edges", _edges(run, numbers))
        stream.write(',\n{"status":[{"success":true,"error":""}]}]\n')


def _aspect(stream: IO[str], name: str, elements: Iterable[dict[str, Any]]) -> None:
    stream.write(f',\n{{"{name}":[')
    for number, element in enumerate(elements):
        stream.write((",\n" if number else "") + json.dumps(element, ensure_ascii=False, separators=(",", ":")))
    stream.write("]}")


def _node(number: int, name: str, type_: str, curie: str | None) -> dict[str, Any]:
    return {"id": number, "v": {"name": name, "type": type_} | ({"represents": curie} if curie else {})}


def _edges(run: Run, numbers: dict[str, int]) -> Iterable[dict[str, Any]]:
    for number, edge in enumerate(edges(run)):
        values = {"interaction": edge.type, "claim_id": edge.id} | {
            name: getattr(edge, name) for name in _EDGE if name not in ("interaction", "claim_id")
        }
        yield {"id": number, "s": numbers[edge.source], "t": numbers[edge.target], "v": values}
