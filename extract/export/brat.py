"""`brat`: the text of each paper with its mentions and claims as standoff, to be looked at and mended in brat.

The same conventions as the gold's: claims are events with attributes, norms and drugs stand in notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from extract.export.source import Paged, Run
from extract.schema import Mention, Triple


def write(run: Run, path: Path) -> None:
    """Write ``<doc_id>.txt`` and ``.ann`` for each paper, and ``annotation.conf``."""
    from extract.evaluation.brat import CONFIGURATION

    (path / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    for paged in run.paged():
        name = paged.record.doc_id
        (path / f"{name}.txt").write_bytes(paged.text.encode("utf-8"))
        (path / f"{name}.ann").write_bytes("".join(line + "\n" for line in _lines(paged)).encode("utf-8"))


def _lines(paged: Paged) -> Iterator[str]:
    numbers = count(1)
    ids: dict[tuple[int, int, str], str] = {}
    for mention in (*paged.mentions, *(m for t in paged.triples for m in _arguments(t))):
        place = mention.start, mention.end, mention.type
        if place not in ids:
            ids[place] = f"T{next(numbers)}"
            yield _bound(ids[place], mention.type, mention.start, mention.end, paged.text)
            if mention.direction:
                yield f"A{next(numbers)}\tDirection {ids[place]} {mention.direction}"
            note: dict[str, object] = {"norm": mention.norm, "curie": mention.curie}
            if mention.drugs is not None:
                note["drugs"] = [drug.norm for drug in mention.drugs]
            yield f"#{next(numbers)}\tAnnotatorNotes {ids[place]}\t{json.dumps(note, ensure_ascii=False)}"
    for triple in paged.triples:
        yield from _event(triple, ids, numbers, paged.text)


def _event(triple: Triple, ids: dict[tuple[int, int, str], str], numbers: Iterator[int], text: str) -> Iterator[str]:
    trigger, event = f"T{next(numbers)}", f"E{next(numbers)}"
    yield _bound(trigger, triple.predicate, triple.trigger.start, triple.trigger.end, text)
    names = ["Subject", "Object", *(f"Via{n if n > 1 else ''}" for n in range(1, len(triple.via) + 1))]
    names += [f"Context{n if n > 1 else ''}" for n in range(1, len(_arguments(triple)) - len(names) + 1)]
    roles = [f"{name}:{ids[m.start, m.end, m.type]}" for name, m in zip(names, _arguments(triple), strict=True)]
    yield f"{event}\t{triple.predicate}:{trigger} " + " ".join(roles)
    for attribute, state in (("SubjectState", triple.subject.state), ("ObjectState", triple.object.state)):
        if state != "none":
            yield f"A{next(numbers)}\t{attribute} {event} {state}"
    if triple.negated:
        yield f"A{next(numbers)}\tNegated {event}"
    if triple.certainty == "hedged":
        yield f"A{next(numbers)}\tHedged {event}"


def _arguments(triple: Triple) -> list[Mention]:
    c = triple.context
    return [triple.subject, triple.object, *triple.via, *c.cell_lines, *c.cell_types, *c.diseases, *c.drug_responses]


def _bound(ident: str, type_: str, start: int, end: int, text: str) -> str:
    """Return a text-bound annotation; one that runs over lines is in pieces, as brat has it."""
    pieces = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\r\n]+", text[start:end])]
    spans = ";".join(f"{first} {last}" for first, last in pieces)
    return f"{ident}\t{type_} {spans}\t" + " ".join(text[first:last] for first, last in pieces)
