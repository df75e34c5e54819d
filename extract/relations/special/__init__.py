"""Functions that rules call by name, for what data cannot say; importing this package registers them."""

from extract.relations.special import (
    anchors,
    doubts,
    effects,
    judges,
    makers,
    means,
    named,
    narrowers,
    results,
    sources,
)
from extract.relations.tree import clauses, phrases, rows

__all__ = [
    "anchors",
    "clauses",
    "doubts",
    "effects",
    "judges",
    "makers",
    "means",
    "named",
    "narrowers",
    "phrases",
    "results",
    "rows",
    "sources",
]
