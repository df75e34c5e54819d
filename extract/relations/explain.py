"""What became of a sentence, step by step: how its claims were found, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from spacy.displacy import render
from spacy.tokens import Doc, Span

from extract.language.extensions import cues_of, direction_of, norm_of, state_of
from extract.relations.find.triggers import TriggerIndex
from extract.relations.reading import Reading
from extract.relations.records import Relation, TriggerMatch, Verdict
from extract.relations.rules.examples import describe
from extract.relations.rules.ruleset import RuleSet
from extract.relations.sentence import readings, relations_of

_SAID = {
    "none": "no claim",
    "unsaid": "no claim, nor one from the row of words",
    "change": "what changes goes with where it changes",
    "keep": "its class is right",
}


def explain(doc: Doc, rules: RuleSet) -> str:
    """Return the steps by which the sentences of a Doc were read, as text.

    Parameters
    ----------
    doc : Doc
        A Doc with mentions and states, as `resistract_relations` takes it.
    rules : RuleSet
        The rules to read it by.
    """
    return "\n\n".join("\n".join(_lines(reading)) for reading in readings(doc, rules, TriggerIndex(rules), least=0))


def explain_html(doc: Doc, rules: RuleSet) -> str:
    """Return the same as one HTML page, each sentence with its tree drawn."""
    parts = []
    for reading in readings(doc, rules, TriggerIndex(rules), least=0):
        lines = list(_lines(reading))
        drawn = render(
            _drawn(reading), style="dep", manual=True, options={"compact": True, "distance": 90}, jupyter=False
        )
        text = escape("\n".join(lines))
        parts.append(
            f"<section><h2>{escape(reading.graph.sent.text)}</h2><figure>{drawn}</figure><pre>{text}</pre></section>"
        )
    return _PAGE.format(title=escape(doc.text[:80]), body="\n".join(parts))


def _lines(reading: Reading) -> Iterator[str]:
    relations = relations_of(reading) if len(reading.graph.mentions) > 1 else []
    yield f"sentence: {reading.graph.sent.text.strip()}"
    yield from _section("tree (word, tag, label, head; * changed by a rewrite)", _tree(reading))
    yield from _section("rewrites made", _rewrites(reading))
    yield from _section("mentions", _mentions(reading))
    yield from _section("triggers", _triggers(reading))
    yield from _section("triggers not taken", _lost(reading))
    yield from _section("candidates", _candidates(reading))
    yield from _section("checks that spoke", _verdicts(reading.verdicts))
    yield from _section("negation and certainty", _cues(reading))
    yield from _section("claims", _claims(relations), empty=_why_none(reading))


def _section(title: str, lines: Iterator[str], *, empty: str = "") -> Iterator[str]:
    shown = list(lines) or ([empty] if empty else [])
    if shown:
        yield f"{title}:"
        yield from (f"  {line}" for line in shown)


def _tree(reading: Reading) -> Iterator[str]:
    graph = reading.graph
    changed = {node for rewrite in graph.rewrites for node in rewrite.nodes}
    for node in graph.nodes():
        mention = graph.mention(node)
        text = mention.text if mention is not None else graph.doc[node].text
        head = graph.head(node)
        mark = "*" if node in changed else " "
        above = "" if head == node else f" < {graph.doc[head].text}"
        yield f"{mark}{text}/{graph.tag(node)} {graph.dep(node)}{above}"


def _rewrites(reading: Reading) -> Iterator[str]:
    for rewrite in reading.graph.rewrites:
        words = ", ".join(repr(reading.graph.doc[node].text) for node in rewrite.nodes)
        yield f"{rewrite.name}: {words}"


def _mentions(reading: Reading) -> Iterator[str]:
    for mention in reading.graph.mentions:
        state = f", {state_of(mention)}" if state_of(mention) != "none" else ""
        cues = ", ".join(f"{reading.graph.doc[i].text!r} {cue}" for i, cue in cues_of(mention))
        direction = f", {direction_of(mention)}" if direction_of(mention) else ""
        yield f"{mention.text} [{mention.label_}, {norm_of(mention)}{state}{direction}]" + (
            f" from {cues}" if cues else ""
        )


def _triggers(reading: Reading) -> Iterator[str]:
    for match in reading.matches:
        tag = reading.graph.tag(match.head)
        doubt = f", which the tagger took for a noun ({tag})" if match.form == "verb" and tag.startswith("NN") else ""
        yield f"{_words(reading, match)}: {match.trigger.name} ({match.trigger.cls}, {match.form}){doubt}"


def _lost(reading: Reading) -> Iterator[str]:
    for loss in reading.index.lost(reading.graph, reading.matches):
        yield f"{reading.graph.doc[loss.node].text!r}: {loss.trigger.name} ({loss.form}): {loss.reason}"


def _candidates(reading: Reading) -> Iterator[str]:
    for match in reading.matches:
        for role in ("subject", "object"):
            names = [
                f"{argument.mention.text} by {'+'.join(filler.frames)}"
                for group in reading.roles.fillers(match, role)
                for filler in group
                for argument in reading.arguments.resolve(filler.node, exclude=frozenset(match.tokens))
            ]
            if names:
                yield f"{_words(reading, match)} {role}: {'; '.join(dict.fromkeys(names))}"


def _verdicts(verdicts: list[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        ends = f" of {_name(verdict.subject)} and {_name(verdict.object)}" if verdict.subject is not None else ""
        said = _SAID.get(verdict.verdict, f"class {verdict.verdict}")
        yield f"{verdict.check}: {verdict.match.trigger.name}{ends}: {said}"


def _cues(reading: Reading) -> Iterator[str]:
    told = {(heard.token, heard.cue.name, heard.match.head): heard for heard in reading.polarity.heard}
    for heard in told.values():
        word = reading.graph.doc[heard.token].text
        yield f"{word!r}: {heard.cue.name}: {heard.match.trigger.name} is {heard.cue.says}"


def _claims(relations: list[Relation]) -> Iterator[str]:
    for relation in relations:
        yield f"{describe(relation)}, sign {relation.sign:+d}, confidence {relation.confidence:.2f}"
        for factor in relation.trace:
            yield f"  {factor.role:>14}: {relation.subject.doc[factor.token].text} ({factor.factor:+d})"


def _why_none(reading: Reading) -> str:
    if len(reading.graph.mentions) < 2:
        return "none: a claim takes two mentions"
    if not reading.matches:
        return "none: no trigger was taken, and no construction fits"
    return "none"


def _words(reading: Reading, match: TriggerMatch) -> str:
    return repr(" ".join(reading.graph.doc[i].text for i in sorted(match.tokens)))


def _name(span: Span | None) -> str:
    return span.text if span is not None else "?"


def _drawn(reading: Reading) -> dict[str, list[dict[str, str | int]]]:
    """Return the mended tree in the form that displaCy draws."""
    graph = reading.graph
    place = {node: index for index, node in enumerate(graph.nodes())}
    words: list[dict[str, str | int]] = []
    arcs: list[dict[str, str | int]] = []
    for node in place:
        mention = graph.mention(node)
        words.append({"text": mention.text if mention is not None else graph.doc[node].text, "tag": graph.tag(node)})
        start, end = sorted((place[node], place[graph.head(node)]))
        if start != end:
            arcs.append(
                {
                    "start": start,
                    "end": end,
                    "label": graph.dep(node),
                    "dir": "left" if start == place[node] else "right",
                }
            )
    return {"words": words, "arcs": arcs}


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }}
h2 {{ font-size: 1.1rem; }}
figure {{ margin: 0; overflow-x: auto; }}
pre {{ background: #f6f6f4; padding: 1rem; overflow-x: auto; }}
</style></head>
<body>
{body}
</body></html>
"""
