"""The page: one HTML file with its style, its script and its data, that loads nothing and runs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from extract.evaluation.html import template_text

LOOK = "look.css"
VENDORED = ("cytoscape.min.js", "layout-base.js", "cose-base.js", "cytoscape-fcose.js")
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def page(data: Mapping[str, Any], *, start: str = "") -> str:
    """Return the page for the data of a run.

    Parameters
    ----------
    data : mapping
        What :func:`extract.report.payload.payload` returns.
    start : str, optional
        The view that opens where the address names none.
    """
    vendored = [asset(f"vendor/{name}") for name in VENDORED]
    script = bundle("main")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template_text("report.html")).render(
        title=data["run"]["name"],
        start=start,
        policy=_policy([*vendored, script]),
        look=Markup(template_text(LOOK)),  # noqa: S704  ships with the package
        style=Markup(asset("report.css")),  # noqa: S704  ships with the package
        vendored=[Markup(text) for text in vendored],  # noqa: S704  ships with the package
        script=Markup(script),  # noqa: S704  ships with the package
        data=Markup(embedded(data)),  # noqa: S704  escaped there
    )


def embedded(data: object) -> str:
    """Return data as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def asset(name: str) -> str:
    """Return a file of ``assets/``."""
    return resources.files("extract.report").joinpath("assets", *name.split("/")).read_text(encoding="utf-8")


def bundle(name: str) -> str:
    """Return a module of ``assets/`` with all it imports before it, as one script.

    Each module becomes a function that returns what it exports. They import by ``import { a, b } from "./other.js";``
    and export declarations, each at the start of a line, and by nothing else.
    """
    order: dict[str, str] = {}

    def visit(module: str, path: Sequence[str]) -> None:
        if module in path:
            raise ValueError(f"modules import each other in a circle: {' -> '.join((*path, module))}")
        if module in order:
            return
        text = asset(f"{module}.js")
        for _, imported in _IMPORT.findall(text):
            visit(imported, (*path, module))
        exported = ", ".join(name for _, name in _EXPORT.findall(text))
        body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = from_\2;", text))
        order[module] = f"const from_{module} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"

    visit(name, ())
    return '(() => {\n"use strict";\n' + "\n".join(order.values()) + "})();\n"


def _policy(scripts: Sequence[str]) -> str:
    """Return a content security policy: these scripts and no others, pictures from beside the page, no network."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src 'self' file: data: blob:"
