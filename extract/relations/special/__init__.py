"""Functions that rules call by name, for what data cannot say; importing this package registers them."""

from extract.relations.special import (
    anchors,
    doubts,
    judges,
    makers,
    means,
    named,
    narrowers,
    partners,
    patients,
    results,
    sources,
)
from extract.relations.tree import clauses, phrases, rows

__all__ = [
    "anchors",
    "clauses",
    "doubts",
    "judges",
    "makers",
    "means",
    "named",
    "narrowers",
    "partners",
    "patients",
    "phrases",
    "results",
    "rows",
    "sources",
]
