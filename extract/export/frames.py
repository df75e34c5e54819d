"""A run, or the claims of one Doc, as pandas DataFrames.

One table a kind of record says which columns there are, of which type and from where in the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its dtype, where in a record it comes from, and what it is.

    ``path`` has names joined by dots; ``[]`` behind a name takes the rest of the path from each entry of a list, ``{}``
    takes the keys of an object, ``#`` counts entries. Columns of lists have the dtype ``object``.
    """

    name: str
    dtype: str
    path: str
    about: str


TRIPLES = (
    Column("id", "string", "id", "hash of the claim and its place"),
    Column("doc_id", "string", "doc_id", "the document"),
    Column("subject", "string", "subject.norm", "official name of the subject"),
    Column("subject_type", "category", "subject.type", "its type"),
    Column("subject_curie", "string", "subject.curie", "its identifier, missing where none is known"),
    Column("subject_state", "category", "subject.state", "none, up, down or altered"),
    Column("predicate", "category", "predicate", "what the subject does to the object"),
    Column("object", "string", "object.norm", "official name of the object"),
    Column("object_type", "category", "object.type", "its type"),
    Column("object_curie", "string", "object.curie", "its identifier, missing where none is known"),
    Column("object_state", "category", "object.state", "none, up, down or altered"),
    Column("drugs", "object", "object.drugs[].norm", "of a response: list of the drugs"),
    Column("via", "object", "via[].norm", "list of mediators"),
    Column("sign", "Int8", "sign", "net sign: 1, -1, 0 where none is said"),
    Column("negated", "boolean", "negated", "the sentence denies the claim"),
    Column("certainty", "category", "certainty", "asserted or hedged"),
    Column("kind", "category", "kind", "kind of claim"),
    Column("mechanism_class", "object", "mechanism_class[]", "list of classes of mechanism"),
    Column("confidence", "float64", "confidence", "0 to 1"),
    Column("sentence", "string", "evidence.sentence", "the sentence, to be read"),
    Column("section", "category", "evidence.section", "title, abstract, results, ..."),
    Column("page", "Int32", "evidence.page", "page of a PDF, from 1"),
    Column("start", "Int64", "evidence.start", "start of the sentence in the document's text, in code points"),
    Column("end", "Int64", "evidence.end", "its end, exclusive"),
    Column("cited", "object", "evidence.citations[].label", "list of the studies cited, by label"),
    Column("trigger", "string", "trigger.text", "the words that state the relation"),
    Column("rule", "string", "rule", "the rule that found it"),
)
CLAIMS = (
    Column("id", "string", "id", "hash of the claim"),
    Column("subject", "string", "subject.norm", "official name of the subject"),
    Column("subject_type", "category", "subject.type", "its type"),
    Column("subject_curie", "string", "subject.curie", "its identifier, missing where none is known"),
    Column("sign", "Int8", "sign", "net sign; of a response the one towards resistance"),
    Column("object", "string", "object.norm", "official name of the object"),
    Column("object_type", "category", "object.type", "its type"),
    Column("object_curie", "string", "object.curie", "its identifier, missing where none is known"),
    Column("relation", "category", "relation", "effect, association, binding, combination, regulation"),
    Column("kind", "category", "kind", "the most frequent kind of its sentences"),
    Column("mechanism_class", "object", "mechanism_class[]", "list of classes of mechanism"),
    Column("predicates", "object", "predicates{}", "list of predicates, the most frequent first"),
    Column("support", "Int64", "support", "number of sentences that say so"),
    Column("against", "Int64", "against", "number of those that say the opposite, or deny it"),
    Column("hedged", "Int64", "hedged", "number of hedged ones among the supporting"),
    Column("documents", "Int64", "documents", "number of supporting documents"),
    Column("confidence", "float64", "confidence", "that at least one document states it"),
    Column("via", "object", "via{}", "list of mediators, the most frequent first"),
    Column("triples", "object", "evidence[].triple", "list of ids in triples"),
    Column("counter_triples", "object", "counter_evidence[].triple", "list of ids of those against"),
)
MENTIONS = (
    Column("doc_id", "string", "doc_id", "the document"),
    Column("text", "string", "text", "as written"),
    Column("type", "category", "type", "one of the ten types"),
    Column("norm", "string", "norm", "official name"),
    Column("curie", "string", "curie", "identifier, missing where none is known"),
    Column("start", "Int64", "start", "start in the document's text, in code points"),
    Column("end", "Int64", "end", "end, exclusive"),
    Column("state", "category", "state", "none, up, down or altered"),
    Column("direction", "category", "direction", "of a response: resistance or sensitivity"),
    Column("drugs", "object", "drugs[].norm", "of a response: list of the drugs"),
)
DOCUMENTS = (
    Column("doc_id", "string", "doc_id", "the document"),
    Column("title", "string", "title", "title"),
    Column("doi", "string", "doi", "DOI"),
    Column("pmid", "string", "pmid", "PubMed id"),
    Column("journal", "string", "journal", "journal"),
    Column("year", "Int32", "year", "year of publication"),
    Column("format", "category", "format", "format of the file"),
    Column("source", "string", "source", "name of the file"),
    Column("references", "Int64", "references#", "number of entries in the reference list"),
    Column("triples", "Int64", "triples#", "number of claims found"),
    Column("mentions", "Int64", "mentions#", "number of mentions found"),
)


@dataclass(frozen=True)
class RunFrames:
    """The tables of a run. ``triples.doc_id`` and ``mentions.doc_id`` are ``documents.doc_id``."""

    triples: pd.DataFrame
    claims: pd.DataFrame
    mentions: pd.DataFrame
    documents: pd.DataFrame


def read_run(folder: str | Path) -> RunFrames:
    """Read a run folder into DataFrames.

    Parameters
    ----------
    folder : path
        What ``resistract run`` wrote.

    Returns
    -------
    RunFrames
        ``triples``, ``claims``, ``mentions`` and ``documents``, with the columns and dtypes of the tables above,
        whatever the run found; the rows are in the order of the files.

    Raises
    ------
    FileNotFoundError
        If the folder is none of a run.
    ValueError
        If a file in it is damaged; the message names file and line.
    """
    folder = Path(folder)
    if not (folder / "triples.jsonl").is_file():
        raise FileNotFoundError(f"{folder}: not the folder of a run: it has no triples.jsonl; give what -o named")
    triples = frame(_lines(folder / "triples.jsonl"), TRIPLES)
    mentions = frame(_lines(folder / "mentions.jsonl"), MENTIONS)
    documents = frame((_object(path) for path in sorted((folder / "documents").glob("*.json"))), DOCUMENTS)
    for name, table in (("triples", triples), ("mentions", mentions)):
        counts = table["doc_id"].value_counts()
        documents[name] = documents["doc_id"].map(counts).fillna(0).astype("Int64")
    return RunFrames(triples, frame(_lines(folder / "claims.jsonl"), CLAIMS), mentions, documents)


def claims_frame(triples: Iterable[Any]) -> pd.DataFrame:
    """Return the claims that triples make together, with the columns of ``RunFrames.claims``."""
    from extract.claims.claims import group_claims

    return frame((claim.model_dump(mode="json") for claim in group_claims(triples)), CLAIMS)


def frame(records: Iterable[Mapping[str, Any]], columns: Iterable[Column]) -> pd.DataFrame:
    """Return records as a DataFrame of the columns; fields that a record lacks are missing values."""
    columns = tuple(columns)
    rows = [[_value(record, column.path) for column in columns] for record in records]
    table = pd.DataFrame(rows, columns=[column.name for column in columns], dtype="object")
    return table.astype({column.name: column.dtype for column in columns})


def _value(record: Any, path: str) -> Any:
    if record is None:
        return None
    name, _, rest = path.partition(".")
    if name.endswith("[]"):
        return [_value(entry, rest) if rest else entry for entry in record.get(name[:-2]) or ()]
    if name.endswith("{}"):
        return list(record.get(name[:-2]) or ())
    if name.endswith("#"):
        return len(record.get(name[:-1]) or ())
    value = record.get(name)
    return _value(value, rest) if rest else value


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with open(path, encoding="utf-8", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            yield _parsed(line, f"{path}, line {number}")


def _object(path: Path) -> Mapping[str, Any]:
    return _parsed(path.read_text(encoding="utf-8"), str(path))


def _parsed(text: str, where: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{where}: damaged ({error}); run resistract run again") from error
    if not isinstance(value, dict):
        raise ValueError(f"{where}: not a record; run resistract run again")
    return value
