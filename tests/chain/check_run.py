"""Checks that hold for any run folder; `python tests/chain/check_run.py FOLDER` prints what it counted."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def read_lines(path: Path) -> list[dict]:
    with open(path, encoding="utf-8", newline="\n") as stream:
        return [json.loads(line) for line in stream]


def read_text(folder: Path, doc_id: str) -> str:
    with open(folder / "documents" / f"{doc_id}.txt", encoding="utf-8", newline="") as stream:
        return stream.read()


def spans_of(triple: dict) -> list[dict]:
    context = triple["context"]
    mentions = [
        mention for key in ("cell_lines", "cell_types", "diseases", "drug_responses") for mention in context[key]
    ]
    arguments = [triple["subject"], triple["object"], *triple["via"]]
    return [*arguments, *mentions, *triple["trace"], triple["evidence"], triple["trigger"]]


def check(folder: Path) -> Counter[str]:
    """Check that all records of a run agree with each other and with the texts; return triples by document."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    done = {entry["doc_id"]: entry for entry in run["inputs"] if entry["status"] != "failed"}
    assert {path.stem for path in (folder / "documents").glob("*.txt")} == set(done)
    assert {path.stem for path in (folder / "documents").glob("*.json")} == set(done)
    texts = {doc_id: read_text(folder, doc_id) for doc_id in done}
    mentions, triples = read_lines(folder / "mentions.jsonl"), read_lines(folder / "triples.jsonl")
    for mention in mentions:
        assert texts[mention["doc_id"]][mention["start"] : mention["end"]] == mention["text"], mention
    named = {(m["doc_id"], m["start"], m["end"], m["type"]) for m in mentions}
    for triple in triples:
        text = texts[triple["doc_id"]]
        for span in spans_of(triple):
            assert text[span["start"] : span["end"]] == span["text"], (triple["id"], span)
        for argument in (triple["subject"], triple["object"]):
            key = (triple["doc_id"], argument["start"], argument["end"], argument["type"])
            assert key in named, (triple["id"], argument)
    assert len({triple["id"] for triple in triples}) == len(triples)
    by_document = Counter(triple["doc_id"] for triple in triples)
    for doc_id, entry in done.items():
        assert entry["triples"] == by_document[doc_id], doc_id
    assert run["counts"]["triples"] == len(triples)
    assert run["counts"]["mentions"] == len(mentions)
    assert run["counts"]["failures"] == len(read_lines(folder / "failures.jsonl"))
    return Counter({doc_id: by_document[doc_id] for doc_id in done})


if __name__ == "__main__":
    counted = check(Path(sys.argv[1]))
    empty = sorted(doc_id for doc_id, count in counted.items() if not count)
    sys.stdout.write(
        f"{len(counted)} documents, {counted.total()} triples; without any: {', '.join(empty) or 'none'}\n"
    )
    sys.exit(bool(empty))
