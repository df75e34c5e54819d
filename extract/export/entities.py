"""`entities`: every entity of a run, once."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from extract.export.source import Run
from extract.schema import ClaimEnd, FoundMention, MentionType

COLUMNS = ("curie", "name", "type", "names_seen", "mentions", "documents", "key")


@dataclass
class Entity:
    """What the mentions of one thing say of it: its names as written, with counts, and where it is mentioned."""

    key: str
    curie: str | None
    type: MentionType
    name: str
    written: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: int = 0
    last: str = ""


def entities(mentions: Iterable[FoundMention]) -> list[Entity]:
    """Return the entities of mentions that are sorted by document, those mentioned most first."""
    found: dict[str, Entity] = {}
    for mention in mentions:
        for end in ClaimEnd.each(mention):
            entity = found.get(end.key)
            if entity is None:
                entity = found[end.key] = Entity(end.key, end.curie, end.type, end.norm)
            entity.written[" ".join(mention.text.split())] += 1
            entity.mentions += 1
            entity.documents += mention.doc_id != entity.last
            entity.last = mention.doc_id
    return sorted(found.values(), key=lambda entity: (-entity.mentions, entity.key))


def write_csv(mentions: Iterable[FoundMention], stream: IO[str]) -> int:
    """Write the entities of mentions as CSV with a header; return how many."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in _rows(entities(mentions)):
        writer.writerow(row)
        count += 1
    return count


def write(run: Run, path: Path) -> None:
    """Write the entities of a run's mentions as CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_csv(run.mentions(), stream)


def _rows(found: Iterable[Entity]) -> Iterator[tuple[str | int | None, ...]]:
    for entity in found:
        seen = "; ".join(name for name, _ in sorted(entity.written.items(), key=lambda item: (-item[1], item[0])))
        yield entity.curie, entity.name, entity.type, seen, entity.mentions, entity.documents, entity.key
