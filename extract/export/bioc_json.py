"""`bioc-json`: the BioC collection of `bioc` as JSON."""

from extract.export.bioc import write_json as write

__all__ = ["write"]
