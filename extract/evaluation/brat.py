"""brat standoff: gold out to the annotation tool, and back.

A document becomes ``<doc>.txt`` with one sentence a line, ``<doc>.ann``, and ``<doc>.gold.jsonl``, which keeps what
brat has no place for (sentence ids, offsets in the source). Mentions are text-bound annotations, claims are events, so
that they can carry attributes: SubjectState, ObjectState, Negated, Hedged. The trigger of an event is the cue word
between its arguments where there is one, else its object; it is not read back. Norms and drugs stand in notes.
Text annotated afresh in brat can be read too: every line of the text is then a sentence.

Format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from extract.evaluation.baselines import TRIGGERS
from extract.evaluation.gold import (
    GoldDocument,
    GoldError,
    GoldMention,
    GoldRelation,
    GoldSentence,
    explain,
    read_sentences,
    write_sentences,
)
from extract.schema import MentionType, Predicate

TYPES, PREDICATES = get_args(MentionType), get_args(Predicate)
KEPT = ".gold.jsonl"
# Every mark a claim may carry: the field, the brat attribute, the value that is left out.
_STATES = {"subject_state": "SubjectState", "object_state": "ObjectState"}

CONFIGURATION = f"""\
[entities]
{chr(10).join(TYPES)}

[relations]

[events]
{chr(10).join(f"{name} Subject:<ENTITY>, Object:<ENTITY>, Via*:<ENTITY>, Context*:<ENTITY>" for name in PREDICATES)}

[attributes]
SubjectState Arg:<EVENT>, Value:up|down|altered
ObjectState Arg:<EVENT>, Value:up|down|altered
Negated Arg:<EVENT>
Hedged Arg:<EVENT>
Direction Arg:DRUG_RESPONSE, Value:resistance|sensitivity
"""


@dataclass
class _Annotations:
    """The lines of an .ann file by kind."""

    bounds: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    events: dict[str, tuple[str, list[tuple[str, str]]]] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def export_brat(gold: GoldDocument, folder: str | Path) -> None:
    """Write a gold document, whose sentences carry their text, as brat files and ``annotation.conf``.

    Raises
    ------
    GoldError
        If a sentence is without its text.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    texts: list[str] = []
    at = 0
    numbers = iter(range(1, 10**9))
    for sentence in gold.sentences:
        if sentence.text is None:
            raise GoldError(f"{gold.doc_id}: {sentence.sid} is without its text; brat can only show text")
        text = _one_line(sentence.text)
        lines += _sentence_lines(sentence, text, at, numbers)
        texts.append(text)
        at += len(text) + 1
    _write(folder / f"{gold.doc_id}.txt", "".join(text + "\n" for text in texts))
    _write(folder / f"{gold.doc_id}.ann", "".join(line + "\n" for line in lines))
    _write(folder / "annotation.conf", CONFIGURATION)
    write_sentences(folder / f"{gold.doc_id}{KEPT}", gold.sentences)


def import_brat(path: str | Path) -> list[GoldSentence]:
    """Read the gold sentences of a brat document, given the path of its ``.txt`` or ``.ann``.

    Raises
    ------
    GoldError
        If the annotations cannot be gold; the message names file, line and annotation.
    """
    path = Path(path).with_suffix(".ann")
    kept = path.with_name(path.stem + KEPT)
    try:
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        annotations = _parse(path, path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error
    known = read_sentences(kept) if kept.is_file() else []
    lines = text.split("\n")
    if known and lines != [*(_one_line(sentence.text or "") for sentence in known), ""]:
        raise GoldError(f"{path.with_suffix('.txt')}: its lines are not the sentences of {kept.name}; restore the text")
    sentences: list[GoldSentence] = []
    used: set[str] = set()
    at = 0
    for line in lines:
        start, at = at, at + len(line) + 1
        if line.strip():
            index = len(sentences)
            base = known[index] if known else _new_sentence(path.stem, index, line, start)
            ids = [id_ for id_, (_, first, last) in annotations.bounds.items() if start <= first and last < at]
            sentences.append(_sentence(path, base, annotations, ids, start))
            used.update(ids)
    across = [id_ for id_ in annotations.bounds if id_ not in used]
    if across:
        raise GoldError(f"{path}: {across[0]} runs over the end of a line; a mention stands in one sentence")
    return sentences


def _sentence_lines(sentence: GoldSentence, text: str, at: int, numbers: Iterator[int]) -> Iterator[str]:
    ids = {}
    for mention in sentence.entities:
        number = next(numbers)
        ids[mention.id] = f"T{number}"
        yield f"T{number}\t{mention.type} {at + mention.start} {at + mention.end}\t{mention.text}"
        if mention.direction:
            yield f"A{next(numbers)}\tDirection T{number} {mention.direction}"
        note: dict[str, object] = {"norm": mention.norm}
        if mention.drugs is not None:
            note["drugs"] = list(mention.drugs)
        if mention.id != f"T{number}":
            note["id"] = mention.id
        yield f"#{next(numbers)}\tAnnotatorNotes T{number}\t{json.dumps(note, ensure_ascii=False)}"
    for relation in sentence.relations:
        start, end = _trigger(sentence, relation)
        trigger, event = f"T{next(numbers)}", f"E{next(numbers)}"
        yield f"{trigger}\t{relation.predicate} {at + start} {at + end}\t{text[start:end]}"
        roles = [("Subject", relation.subject), ("Object", relation.object)]
        roles += [(f"Via{n or ''}", id_) for n, id_ in _numbered(relation.via)]
        roles += [(f"Context{n or ''}", id_) for n, id_ in _numbered(relation.context)]
        yield f"{event}\t{relation.predicate}:{trigger} " + " ".join(f"{role}:{ids[id_]}" for role, id_ in roles)
        for name, attribute in _STATES.items():
            if getattr(relation, name) != "none":
                yield f"A{next(numbers)}\t{attribute} {event} {getattr(relation, name)}"
        if relation.negated:
            yield f"A{next(numbers)}\tNegated {event}"
        if relation.certainty == "hedged":
            yield f"A{next(numbers)}\tHedged {event}"


def _numbered(ids: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield arguments of one role with the numbers brat gives them: Via, Via2, Via3."""
    for index, id_ in enumerate(ids, start=1):
        yield (index if index > 1 else 0), id_


def _trigger(sentence: GoldSentence, relation: GoldRelation) -> tuple[int, int]:
    first, second = sorted(
        (sentence.mention(relation.subject), sentence.mention(relation.object)), key=lambda mention: mention.start
    )
    cue = re.compile(rf"\b(?:{TRIGGERS[relation.predicate]})\w*", re.IGNORECASE)
    match = cue.search(sentence.text or "", first.end, max(second.start, first.end))
    object_ = sentence.mention(relation.object)
    return match.span() if match else (object_.start, object_.end)


def _parse(path: Path, content: str) -> _Annotations:
    found = _Annotations()
    for number, line in enumerate(content.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        id_, _, rest = line.partition("\t")
        body, _, note = rest.partition("\t")
        try:
            if id_.startswith("T"):
                kind, _, span = body.partition(" ")
                if ";" in span:
                    raise GoldError(f"{path}, line {number}: {id_} is in pieces; mark one stretch of text")
                start, end = map(int, span.split())
                found.bounds[id_] = kind, start, end
            elif id_.startswith("E"):
                head, *roles = body.split()
                found.events[id_] = head.partition(":")[0], [_pair(role) for role in roles]
            elif id_.startswith(("A", "M")):
                name, target, *value = body.split()
                found.attributes.setdefault(target, {})[name] = value[0] if value else "true"
            elif id_.startswith("#"):
                found.notes[body.split()[1]] = note
            else:
                raise GoldError(f"{path}, line {number}: {id_}: only mentions (T), events (E), attributes and notes")
        except (ValueError, IndexError) as error:
            if isinstance(error, GoldError):
                raise
            raise GoldError(f"{path}, line {number}: not a line of brat standoff: {line!r}") from error
    triggers = {id_ for id_, (kind, _, _) in found.bounds.items() if kind in PREDICATES}
    for id_ in triggers:
        del found.bounds[id_]
    return found


def _pair(role: str) -> tuple[str, str]:
    name, _, target = role.partition(":")
    if not target:
        raise ValueError(role)
    return name, target


def _sentence(path: Path, base: GoldSentence, found: _Annotations, ids: list[str], start: int) -> GoldSentence:
    mentions = {id_: _mention(path, base, found, id_, start) for id_ in ids}
    names = {id_: mention.id for id_, mention in mentions.items()}
    if len(set(names.values())) < len(names):  # marked anew beside ids kept from before
        names = {id_: id_ for id_ in names}
        mentions = {id_: mention.model_copy(update={"id": id_}) for id_, mention in mentions.items()}
    relations = []
    for event, (predicate, roles) in found.events.items():
        targets = {target for _, target in roles}
        if not targets & set(ids):
            continue
        outside = targets - set(ids)
        if outside:
            raise GoldError(f"{path}: {event} ({predicate}) joins mentions of two sentences: {', '.join(outside)}")
        relations.append(_relation(path, event, predicate, roles, names, found.attributes.get(event, {})))
    order = {mention.id: index for index, mention in enumerate(base.entities)}
    entities = sorted(mentions.values(), key=lambda mention: (order.get(mention.id, len(order)), mention.start))
    return base.model_copy(update={"entities": tuple(entities), "relations": tuple(relations)})


def _mention(path: Path, base: GoldSentence, found: _Annotations, id_: str, at: int) -> GoldMention:
    kind, first, last = found.bounds[id_]
    start, end = first - at, last - at
    text = (base.text or "")[start:end]
    note = _note(found.notes.get(id_, ""))
    response = kind == "DRUG_RESPONSE"
    raw_start, raw_end = _raw(base, start, end)
    try:
        return GoldMention(
            id=str(note.get("id", id_)),
            text=text,
            start=start,
            end=end,
            raw_start=raw_start,
            raw_end=raw_end,
            type=kind,
            norm=str(note.get("norm") or text),
            direction=found.attributes.get(id_, {}).get("Direction", "resistance") if response else None,
            drugs=tuple(note.get("drugs", ())) if response else None,
        )
    except ValidationError as error:
        raise GoldError(f"{path}: {id_} “{text}”: {explain(error)}") from error


def _relation(
    path: Path,
    event: str,
    predicate: str,
    roles: list[tuple[str, str]],
    names: dict[str, str],
    marks: dict[str, str],
) -> GoldRelation:
    by_role: dict[str, list[str]] = {}
    for role, target in roles:
        by_role.setdefault(role.rstrip("0123456789"), []).append(names[target])
    if len(by_role.get("Subject", ())) != 1 or len(by_role.get("Object", ())) != 1:
        raise GoldError(f"{path}: {event} ({predicate}) needs one Subject and one Object")
    try:
        return GoldRelation(
            subject=by_role["Subject"][0],
            object=by_role["Object"][0],
            predicate=predicate,
            via=tuple(by_role.get("Via", ())),
            context=tuple(by_role.get("Context", ())),
            negated="Negated" in marks,
            certainty="hedged" if "Hedged" in marks else "asserted",
            **{name: marks.get(attribute, "none") for name, attribute in _STATES.items()},
        )
    except ValidationError as error:
        raise GoldError(f"{path}: {event}: {explain(error)}") from error


def _note(text: str) -> dict[str, Any]:
    """Read a note: our JSON, or the norm itself where a person wrote just that."""
    if not text.strip():
        return {}
    try:
        note = json.loads(text)
    except ValueError:
        return {"norm": text.strip()}
    return note if isinstance(note, dict) else {"norm": text.strip()}


def _raw(base: GoldSentence, start: int, end: int) -> tuple[int, int]:
    """Return the source offsets of a span of the sentence: those known, else shifted as the mention before it."""
    before = 0
    shift = base.start
    for mention in base.entities:
        if (mention.start, mention.end) == (start, end):
            return mention.raw_start, mention.raw_end
        if before <= mention.end <= start:
            before, shift = mention.end, mention.raw_end - mention.end
    return start + shift, min(end + shift, base.end)


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]", " ", text)


def _new_sentence(doc: str, index: int, line: str, start: int) -> GoldSentence:
    return GoldSentence(sid=f"{doc}-s{index + 1:03}", doc=doc, start=start, end=start + len(line), text=line)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
