"""Functions that rules call by name, for what data cannot say; others may add theirs by an entry point.

``sources`` find the arguments of a construction, ``anchors`` judge where it may hang, ``tests`` judge an argument,
``makers`` draft its claim; ``judges`` say what a check asks of a claim or of one of its arguments;
``rewrites`` put a tree right.
"""

from __future__ import annotations

import catalogue

sources = catalogue.create("resistract", "sources", entry_points=True)
anchors = catalogue.create("resistract", "anchors", entry_points=True)
tests = catalogue.create("resistract", "tests", entry_points=True)
makers = catalogue.create("resistract", "makers", entry_points=True)
judges = catalogue.create("resistract", "judges", entry_points=True)
rewrites = catalogue.create("resistract", "rewrites", entry_points=True)
KINDS = ("sources", "anchors", "tests", "makers", "judges", "rewrites")
