"""The report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.evaluation.compare import SCORES

LABELS = {
    "mentions_strict": "mentions, exact span and type",
    "mentions_relaxed": "mentions, overlapping span and same type",
    "pair": "claims: pair",
    "signed": "claims: **signed** (headline)",
    "strict": "claims: strict",
    "documents": "document-level claim sets",
}
RULES_SHOWN = 15
SENTENCES_SHOWN = 20


def to_markdown(report: Mapping[str, Any], comparison: Mapping[str, Any] | None = None) -> str:
    """Return the tables of a report, and of its comparison with an older one, as Markdown."""
    about, found, given = report["about"], report["found"], report["given"]
    parts = [
        "# Evaluation",
        f"{about['documents']} documents, {about['sentences']} sentences, {about['gold_mentions']} gold mentions, "
        f"{about['gold_claims']} gold claims (repeats dropped).",
    ]
    parts += [f"Not scored: {doc} ({reason})." for doc, reason in report["skipped"].items()]
    parts += ["## Scores", _headline(found, given)]
    parts.append(
        f"Wrong-sign rate: {_share(found['wrong_sign'])} of matched pairs with a sign on both sides"
        + (f"; with gold mentions {_share(given['wrong_sign'])}" if given else "")
        + f". In brackets: 95% bootstrap intervals over {found['intervals']['over']}."
    )
    parts += ["## Baselines", _baselines(report)]
    if report["sets"]:
        parts += ["## By gold set", _sets(report["sets"])]
    parts += ["## Mentions by type", _types(found["mentions_by_type"])]
    parts += ["## Claims by predicate (signed)", _labelled("predicate", found["by_predicate"])]
    parts += ["## Claims by mechanism class (signed)", _labelled("mechanism class", found["by_class"])]
    parts += ["## Claims by distance (signed; words between the arguments)", _labelled("words", found["by_distance"])]
    parts += ["## Claims by section", _sections(found["by_section"])]
    parts += ["## Attributes", _attributes(found, given)]
    parts += ["## Where gold claims are lost", _outcomes("gold claims", found, given, "gold")]
    parts += ["## What the system's claims are", _outcomes("system claims", found, given, "system")]
    parts += [f"## Frames (the {RULES_SHOWN} with most claims)", _rules(found["by_frame"])]
    parts += ["## Confidence", _confidence(found)]
    if comparison is not None:
        parts += _comparison(comparison)
    return "\n\n".join(part for part in parts if part) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; columns after the first are aligned right."""
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = ["| " + " | ".join(_pad(cell, widths[i], i) for i, cell in enumerate(row)) + " |" for row in cells]
    rule = "|" + "|".join("-" * (w + 1) + (":" if i else "-") for i, w in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _pad(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)


def _headline(found: Mapping[str, Any], given: Mapping[str, Any] | None) -> str:
    header = ["", "P", "R", "F1 [95%]", "matched", "gold", "system"] + (["F1, gold mentions given"] if given else [])
    rows = []
    for name in SCORES:
        scores = found[name]
        interval = found["intervals"].get(name, {}).get("f1")
        bracket = f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
        row = [LABELS[name], _number(scores["precision"]), _number(scores["recall"]), _number(scores["f1"]) + bracket]
        row += [scores["matched"], scores["gold"], scores["system"]]
        rows.append(row + ([_number(given[name]["f1"])] if given else []))
    return table(header, rows)


def _baselines(report: Mapping[str, Any]) -> str:
    rows = []
    for source, label in (("found", "mentions found"), ("given", "gold mentions")):
        if report[source] is None:
            continue
        systems = {"resistract": report[source], **report["baselines"][source]}
        for name, scores in systems.items():
            pair, signed = scores["pair"], scores["signed"]
            row = [f"{name} ({label})", *(_number(pair[key]) for key in ("precision", "recall", "f1"))]
            row += [*(_number(signed[key]) for key in ("precision", "recall", "f1")), _share(scores["wrong_sign"])]
            rows.append(row)
    return table(["", "pair P", "R", "F1", "signed P", "R", "F1", "wrong sign"], rows)


def _sets(sets: Mapping[str, Any]) -> str:
    header = ["set", "sentences", "mentions strict F1", "relaxed F1", "pair F1", "signed F1", "strict F1", "wrong sign"]
    names = ("mentions_strict", "mentions_relaxed", "pair", "signed", "strict")
    return table(
        header,
        [
            [name, scores["sentences"], *(_number(scores[key]["f1"]) for key in names), _share(scores["wrong_sign"])]
            for name, scores in sets.items()
        ],
    )


def _types(types: Mapping[str, Any]) -> str:
    header = ["type", "gold", "system", "strict P", "R", "F1", "relaxed P", "R", "F1"]
    rows = []
    for name, scores in types.items():
        row = [name, scores["strict"]["gold"], scores["strict"]["system"]]
        for level in ("strict", "relaxed"):
            row += _prf(scores[level])
        rows.append(row)
    return table(header, rows)


def _labelled(label: str, groups: Mapping[str, Any]) -> str:
    rows = [[name, counts["gold"], counts["system"], *_prf(counts)] for name, counts in groups.items()]
    return table([label, "gold", "system", "P", "R", "F1"], rows)


def _sections(sections: Mapping[str, Any]) -> str:
    rows = [
        [name, scores["signed"]["gold"], scores["signed"]["system"], *_prf(scores["pair"]), *_prf(scores["signed"])]
        for name, scores in sections.items()
    ]
    return table(["section", "gold", "system", "pair P", "R", "F1", "signed P", "R", "F1"], rows)


def _attributes(found: Mapping[str, Any], given: Mapping[str, Any] | None) -> str:
    header = ["accuracy on matched pairs or mentions", "found"] + (["gold mentions given"] if given else [])
    rows = []
    for name, share in found["attributes"].items():
        row = [name, _share(share)]
        rows.append(
            row + ([_share(given["attributes"][name]) if name in given["attributes"] else "–"] if given else [])
        )
    for name, counts in found["arguments"].items():
        row = [f"{name} arguments, F1", _number(counts["f1"]) if counts["gold"] or counts["system"] else "–"]
        rows.append(row + ([_number(given["arguments"][name]["f1"])] if given else []))
    return table(header, rows)


def _outcomes(label: str, found: Mapping[str, Any], given: Mapping[str, Any] | None, side: str) -> str:
    rows = []
    totals = [sum(scores["outcomes"][side].values()) for scores in (found, given) if scores]
    for kind in found["outcomes"][side]:
        row = [kind]
        for scores, total in zip([scores for scores in (found, given) if scores], totals, strict=True):
            count = scores["outcomes"][side][kind]
            row.append(f"{count} ({count / total:.0%})" if total else "0")
        rows.append(row)
    return table([label, "found"] + (["gold mentions given"] if given else []), rows)


def _rules(rules: Mapping[str, Any]) -> str:
    rows = [
        [name, row["claims"], *(_number(row[level]) for level in ("pair", "signed", "strict")), row["wrong_signs"]]
        for name, row in list(rules.items())[:RULES_SHOWN]
    ]
    return table(["frame", "claims", "pair P", "signed P", "strict P", "wrong signs"], rows)


def _confidence(found: Mapping[str, Any]) -> str:
    calibration = found["calibration"]
    rows = [
        [f"{row['from']:.1f}–{row['to']:.1f}", row["claims"], _number(row["confidence"]), _number(row["precision"])]
        for row in calibration["bins"]
    ]
    text = (
        f"Average precision {_number(found['curve']['average_precision'])}; "
        f"expected calibration error {_number(calibration['expected_error'])}."
    )
    return text + "\n\n" + table(["confidence", "claims", "mean confidence", "signed precision"], rows)


def _comparison(comparison: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, scores in comparison["scores"].items():
        cells = [
            f"{scores[key]['old']:.3f} → {scores[key]['new']:.3f} ({scores[key]['change']:+.3f})" for key in scores
        ]
        rows.append([LABELS[name], *cells])
    wrong = comparison["wrong_sign"]
    parts = [
        "## Against the older report",
        table(["", "P", "R", "F1"], rows),
        f"Wrong-sign rate: {wrong['old']:.3f} → {wrong['new']:.3f} ({wrong['change']:+.3f}). "
        f"{comparison['compared']} sentences in both: {len(comparison['better'])} better, "
        f"{len(comparison['worse'])} worse, {len(comparison['mixed'])} changed without either.",
    ]
    if comparison["only_new"] or comparison["only_old"]:
        parts.append(
            f"The reports are over different sentences ({comparison['only_new']} only here, "
            f"{comparison['only_old']} only there): compare the sentences, not the scores."
        )
    for kind in ("worse", "better"):
        shown = comparison[kind][:SENTENCES_SHOWN]
        if shown:
            parts.append(f"### Sentences that got {kind}")
            parts.append("\n".join(_change(change) for change in shown))
            if len(comparison[kind]) > len(shown):
                parts.append(f"… and {len(comparison[kind]) - len(shown)} more.")
    return parts


def _change(change: Mapping[str, Any]) -> str:
    lines = [f"- {change['sid']}: {' '.join(change['text'].split())}"]
    signs = (("now_right", "+"), ("false_no_longer", "+ no longer:"), ("no_longer_right", "−"), ("false_now", "− now:"))
    lines += [f"    - {mark} {claim}" for key, mark in signs for claim in change[key]]
    return "\n".join(lines)


def _prf(scores: Mapping[str, Any]) -> list[str]:
    if not scores["gold"] and not scores["system"]:
        return ["–", "–", "–"]
    return [_number(scores[key]) for key in ("precision", "recall", "f1")]


def _share(share: Mapping[str, Any]) -> str:
    return f"{share['rate']:.3f} ({share['part']}/{share['whole']})" if share["whole"] else "– (0/0)"


def _number(value: float) -> str:
    return f"{value:.3f}"
