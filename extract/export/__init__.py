"""Triples -> files: one module per format."""
