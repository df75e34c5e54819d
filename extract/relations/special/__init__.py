"""Functions that rules call by name, for what data cannot say; importing this package registers them."""

from extract.relations.special import (
    anchors,
    effects,
    judges,
    makers,
    means,
    named,
    narrowers,
    results,
    sources,
)

__all__ = [
    "anchors",
    "effects",
    "judges",
    "makers",
    "means",
    "named",
    "narrowers",
    "results",
    "sources",
]
