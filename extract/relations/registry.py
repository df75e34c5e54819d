"""Functions that rules call by name, for what data cannot say.

``sources`` find the arguments of a construction, ``anchors`` judge where it may hang, ``tests`` judge an argument,
``makers`` draft its claim; ``judges`` say what a check asks of a claim or of one of its arguments; ``narrowers`` say
which of the mentions that a frame reaches it takes; ``rewrites`` put a tree right; ``derivations`` make claims of
claims. Other packages add theirs by entry points, for example in the group ``resistract_judges``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import catalogue

F = TypeVar("F", bound=Callable[..., Any])


class Functions:
    """The functions of one kind, by name."""

    def __init__(self, kind: str):
        self._registry = catalogue.create("resistract", kind, entry_points=True)
        self._known: dict[str, Callable[..., Any]] = {}

    def __call__(self, name: str) -> Callable[[F], F]:
        """Register a function."""

        def register(function: F) -> F:
            self._registry.register(name, func=function)
            self._known[name] = function
            return function

        return register

    def get(self, name: str) -> Callable[..., Any]:
        """Return a function by its name.

        Raises
        ------
        KeyError
            If there is none of this name.
        """
        if name not in self._known:  # that of another package: entry points are read once, for it takes long
            self._known = self.get_all()
        return self._known[name]

    def get_all(self) -> dict[str, Callable[..., Any]]:
        """Return all functions by name."""
        return dict(self._registry.get_all())


KINDS = ("sources", "anchors", "tests", "makers", "judges", "narrowers", "rewrites", "derivations")
sources, anchors, tests, makers, judges, narrowers, rewrites, derivations = (Functions(kind) for kind in KINDS)
