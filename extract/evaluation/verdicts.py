"""From a filled-in review sheet to gold records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extract.evaluation.gold import (
    SOURCES_FILE,
    GoldError,
    GoldMention,
    GoldRelation,
    GoldSentence,
    explain,
    write_sentences,
)
from extract.evaluation.review import read_sheet, record_of
from extract.schema import Mention

FIELDS = ("predicate", "subject", "object", "subject_state", "object_state", "negated", "certainty", "via")
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
_Row = tuple[str, Mapping[str, str], dict[str, Any]]  # where it stands, its cells, its record


def apply_sheet(sheet: str | Path) -> dict[str, list[GoldSentence]]:
    """Return gold sentences by document from the rows that have a verdict.

    A sentence holds the mentions of its judged rows, but for those of a ``wrong mention``, and the claims that were
    found correct, corrected or missing. It is complete as far as the rows went: what neither the system nor the
    curator named is not in it.

    Raises
    ------
    GoldError
        If the sheet cannot be read or a correction cannot be understood; the message names the row.
    """
    grouped: dict[tuple[str, int, int], list[_Row]] = defaultdict(list)
    for number, row in enumerate(read_sheet(sheet), start=2):
        if row["verdict"]:
            where = f"{sheet}, row {number}"
            record = record_of(row, where=where)
            grouped[record["doc_id"], record["start"], record["end"]].append((where, row, record))
    documents: dict[str, list[GoldSentence]] = defaultdict(list)
    for doc_id, start, end in sorted(grouped):
        documents[doc_id].append(_sentence(doc_id, start, end, grouped[doc_id, start, end]))
    return dict(documents)


def write_gold(sheet: str | Path, folder: str | Path) -> dict[str, int]:
    """Write the gold of a sheet into a folder, a file per document; return how many sentences and claims."""
    documents = apply_sheet(sheet)
    if not documents:
        raise GoldError(f"{sheet}: no row has a verdict")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for doc_id, sentences in documents.items():
        write_sentences(folder / f"{doc_id}.jsonl", sentences)
    hashes = {}
    for row in read_sheet(sheet):
        record = record_of(row, where=str(sheet))
        if record.get("sha256") and record["doc_id"] in documents:
            hashes[record["doc_id"]] = record["sha256"]
    tables = [
        f"[[document]]\nid = {json.dumps(id_)}\nsha256 = {json.dumps(sha)}\n" for id_, sha in sorted(hashes.items())
    ]
    (folder / SOURCES_FILE).write_text("\n".join(tables), encoding="utf-8")
    return {
        "documents": len(documents),
        "sentences": sum(map(len, documents.values())),
        "claims": sum(len(sentence.relations) for sentences in documents.values() for sentence in sentences),
    }


def parse_correction(text: str, *, where: str) -> dict[str, str]:
    """Return the fields of a correction such as ``predicate=inhibits; object_state=down; swap``."""
    fields = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name == "swap" and not equals:
            fields["swap"] = "yes"
        elif name in FIELDS and equals:
            fields[name] = value
        else:
            raise GoldError(f"{where}: cannot read the correction {part!r}; write {'=…, '.join(FIELDS)}=… or swap")
    return fields


def _sentence(doc_id: str, start: int, end: int, rows: Sequence[_Row]) -> GoldSentence:
    text = rows[0][2]["text"]
    mentions: dict[tuple[int, int], Mention] = {}
    doubtful: dict[tuple[int, int], Mention] = {}
    for _, row, record in rows:
        held = doubtful if row["verdict"] == "wrong mention" else mentions
        for mention in (record["subject"], record["object"], *record["via"], *record["context"]):
            held.setdefault((mention.start, mention.end), mention)
    kept: list[Mention] = []
    for mention in sorted(mentions.values(), key=lambda m: (m.start, -m.end)):
        if start <= mention.start and mention.end <= end and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    ids = {(mention.start, mention.end): f"T{index}" for index, mention in enumerate(kept, start=1)}
    relations = []
    for where, row, record in rows:
        correction = parse_correction(row.get("correction") or "", where=where)
        if row["verdict"] == "wrong mention" or (row["verdict"] == "incorrect" and not correction):
            continue
        if row["verdict"] == "missing" and not correction:
            raise GoldError(f"{where}: a missing claim needs a correction that says what it is")
        relation = _relation(record, correction, kept, ids, where=where)
        if relation not in relations:
            relations.append(relation)
    return GoldSentence(
        sid=f"{doc_id}-{start}",
        doc=doc_id,
        start=start,
        end=end,
        text=text,
        entities=tuple(_gold_mention(ids[mention.start, mention.end], mention, start) for mention in kept),
        relations=tuple(relations),
    )


def _gold_mention(id_: str, mention: Mention, start: int) -> GoldMention:
    response = mention.type == "DRUG_RESPONSE"
    return GoldMention(
        id=id_,
        text=mention.text,
        start=mention.start - start,
        end=mention.end - start,
        raw_start=mention.start,
        raw_end=mention.end,
        type=mention.type,
        norm=mention.norm,
        direction=mention.direction,
        drugs=tuple(drug.norm for drug in mention.drugs or ()) if response else None,
    )


def _relation(
    record: Mapping[str, Any],
    correction: dict[str, str],
    mentions: Sequence[Mention],
    ids: Mapping[tuple[int, int], str],
    *,
    where: str,
) -> GoldRelation:
    def named(name: str) -> Mention:
        found = next((m for m in mentions if " ".join(m.text.split()).casefold() == name.casefold()), None)
        if found is None:
            known = ", ".join(mention.text for mention in mentions)
            raise GoldError(f"{where}: {name!r} is not a mention of the sentence; it has {known}")
        return found

    subject = named(correction["subject"]) if "subject" in correction else record["subject"]
    object_ = named(correction["object"]) if "object" in correction else record["object"]
    states = [
        correction.get(f"{side}_state", "none" if side in correction else record[side].state)
        for side in ("subject", "object")
    ]
    if "swap" in correction:
        subject, object_, states = object_, subject, states[::-1]
    via = record["via"]
    if "via" in correction:
        via = [named(name.strip()) for name in correction["via"].split(",") if name.strip()]
    arguments = {"subject": [subject], "object": [object_], "via": via}
    for name, held in arguments.items():
        for mention in held:
            if (mention.start, mention.end) not in ids:
                raise GoldError(f"{where}: its {name} “{mention.text}” is not a mention of the sentence alone")
    try:
        return GoldRelation(
            subject=ids[subject.start, subject.end],
            subject_state=states[0],
            predicate=correction.get("predicate", record["predicate"]),
            object=ids[object_.start, object_.end],
            object_state=states[1],
            via=tuple(dict.fromkeys(ids[mention.start, mention.end] for mention in via)),
            negated=_truth(correction["negated"], where) if "negated" in correction else record["negated"],
            certainty=correction.get("certainty", record["certainty"]),
            context=tuple(
                dict.fromkeys(
                    ids[mention.start, mention.end]
                    for mention in record["context"]
                    if (mention.start, mention.end) in ids
                )
            ),
        )
    except ValidationError as error:
        raise GoldError(f"{where}: {explain(error)}") from error


def _truth(value: str, where: str) -> bool:
    if value.casefold() not in (*YES, *NO):
        raise GoldError(f"{where}: negated={value}: write negated=yes or negated=no")
    return value.casefold() in YES
