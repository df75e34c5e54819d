"""Functions that rules call by name, for what data cannot say; importing this package registers them."""

from extract.relations.special import anchors, judges, makers, sources

__all__ = ["anchors", "judges", "makers", "sources"]
