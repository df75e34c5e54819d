"""`graphml`: a network of claims for NetworkX, Gephi, yEd, igraph and Cytoscape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from extract.export.graph import edges, nodes
from extract.export.source import Run

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"label": "string", "type": "string", "curie": "string"}
_EDGE = {
    "type": "string", "sign": "int", "negated": "boolean", "claim": "string", "kind": "string",
    "mechanism_class": "string", "support": "int", "against": "int", "documents": "int", "confidence": "double",
    "sentences": "string", "publications": "string",
}  # fmt: skip


def write(run: Run, path: Path) -> None:
    """Write the network, a directed graph with parallel edges, one element at a time."""
    with etree.xmlfile(str(path), encoding="utf-8") as out:
        out.write_declaration()
        with out.element("graphml", nsmap={None: _NAMESPACE}):
            for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
                for name, type_ in attributes.items():
                    key = {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": type_}
                    out.write(etree.Element("key", key))
            with out.element("graph", {"id": "claims", "edgedefault": "directed"}):
                for end in nodes(run).values():
                    values = {"label": end.norm, "type": end.type, "curie": end.curie}
                    out.write(_element("node", {"id": end.key}, values))
                for edge in edges(run):
                    ends = {"id": edge.id, "source": edge.source, "target": edge.target}
                    out.write(_element("edge", ends, {name: getattr(edge, name) for name in _EDGE}))


def _element(kind: str, ids: dict[str, str], values: dict[str, Any]) -> etree._Element:
    element = etree.Element(kind, {name: _text(value) for name, value in ids.items()})
    for name, value in values.items():
        if value is not None:
            etree.SubElement(element, "data", {"key": f"{kind}_{name}"}).text = _text(value)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return "".join(char for char in text if char in "\t\n\r" or char >= " ")
