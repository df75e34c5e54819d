"""The report as one HTML page that needs nothing else: tables, plots and a browser of sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from extract.evaluation import plots
from extract.evaluation.compare import SCORES, describe
from extract.evaluation.errors import (
    ATTRIBUTE,
    CORRECT,
    NOT_FOUND,
    NOT_READ,
    NOT_TRIGGERED,
    SPURIOUS,
    WRONG_ARGUMENT,
    WRONG_DIRECTION,
    WRONG_KIND,
    WRONG_SIGN,
)

COLOURS = {
    CORRECT: "#117733",
    ATTRIBUTE: "#44aa99",
    NOT_READ: "#999999",
    NOT_FOUND: "#88ccee",
    NOT_TRIGGERED: "#b8a13a",
    WRONG_ARGUMENT: "#aa4499",
    WRONG_DIRECTION: "#332288",
    WRONG_SIGN: "#cc3311",
    WRONG_KIND: "#882255",
    SPURIOUS: "#d18f3a",
}
TITLES = {
    "mentions_strict": "mentions: exact span and type",
    "mentions_relaxed": "mentions: overlapping span, same type",
    "pair": "claims: pair",
    "signed": "claims: signed (headline)",
    "strict": "claims: strict",
    "documents": "document-level claim sets",
}


def to_html(report: Mapping[str, Any], comparison: Mapping[str, Any] | None = None) -> str:
    """Return the page for a report and, if given, its comparison with an older one."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["n3"] = lambda value: f"{value:.3f}"
    environment.filters["delta"] = lambda value: f"{value:+.3f}"
    environment.filters["claim"] = describe
    environment.filters["kind"] = _class_name
    template = environment.from_string(template_text("evaluation.html"))
    return template.render(
        look=Markup(template_text("look.css")),  # noqa: S704  ships with the package
        report=report,
        comparison=comparison,
        scores=SCORES,
        titles=TITLES,
        colours=COLOURS,
        plots=_plots(report),
        kinds=_kinds(report),
        marked=marked,
        classes=_sentence_classes,
    )


def template_text(name: str) -> str:
    """Return a template that ships with the package."""
    return resources.files("extract").joinpath("data", "templates", name).read_text(encoding="utf-8")


def marked(text: str, mentions: Sequence[Mapping[str, Any]]) -> Markup:
    """Return a sentence with its mentions as <mark> elements; those out of its bounds are left out."""
    parts, at = [], 0
    for mention in sorted(mentions, key=lambda mention: mention["start"]):
        start, end = mention["start"], mention["end"]
        if not at <= start < end <= len(text):
            continue
        about = f"{mention['type']} · {mention['norm']}" + (f" · {mention['curie']}" if mention["curie"] else "")
        kind = "hit" if mention["hit"] else "miss"
        parts += [
            escape(text[at:start]),
            Markup('<mark class="{}" title="{}">{}<sub>{}</sub></mark>').format(
                kind, about, text[start:end], mention["type"].lower().replace("_", " ")
            ),
        ]
        at = end
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _plots(report: Mapping[str, Any]) -> dict[str, Markup]:
    found, given = report["found"], report["given"]
    runs = {"mentions found": found, **({"gold mentions": given} if given else {})}
    types = [
        (name.lower().replace("_", " "), (scores["strict"]["f1"], scores["relaxed"]["f1"]))
        for name, scores in found["mentions_by_type"].items()
        if scores["strict"]["gold"] or scores["strict"]["system"]
    ]
    plotted = {
        "curve": plots.precision_recall({name: run["curve"]["points"] for name, run in runs.items()}),
        "calibration": plots.calibration(found["calibration"]["bins"]),
        "types": plots.bars(types, ("exact", "overlapping")),
        "gold": plots.stacked([(name, run["outcomes"]["gold"]) for name, run in runs.items()], COLOURS),
        "system": plots.stacked([(name, run["outcomes"]["system"]) for name, run in runs.items()], COLOURS),
    }
    return {name: Markup(svg) for name, svg in plotted.items()}  # noqa: S704  made here, text escaped


def _kinds(report: Mapping[str, Any]) -> list[tuple[str, int]]:
    counts = {kind: 0 for kind in (*COLOURS, "missed mention", "false mention")}
    for sentence in report["sentences"]:
        for kind in _sentence_kinds(sentence):
            counts[kind] += 1
    return [(kind, count) for kind, count in counts.items() if count]


def _sentence_kinds(sentence: Mapping[str, Any]) -> list[str]:
    kinds = {claim["outcome"] for side in ("gold", "system") for claim in sentence[side]}
    if any(not mention["hit"] for mention in sentence["gold_mentions"]):
        kinds.add("missed mention")
    if any(not mention["hit"] for mention in sentence["mentions"]):
        kinds.add("false mention")
    return sorted(kinds)


def _sentence_classes(sentence: Mapping[str, Any]) -> str:
    return " ".join(_class_name(kind) for kind in _sentence_kinds(sentence))


def _class_name(kind: str) -> str:
    return "k-" + kind.replace(" ", "-")
