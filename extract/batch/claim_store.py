"""Claims of a run of any size: triples are sorted by what they are about on disk, and grouped one claim at a time.

The claims are those of `extract.claims.claims.group_claims`, in its order; memory holds the triples about one
pair of things.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from extract.claims.claims import claims_between, pairs, rank
from extract.schema import Claim, ClaimEnd, Triple

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -64000;
CREATE TABLE place (subject TEXT, object TEXT, at INTEGER);
CREATE TABLE ends (key TEXT PRIMARY KEY, end TEXT) WITHOUT ROWID;
CREATE TABLE claim (documents INTEGER, support INTEGER, confidence REAL, id TEXT, claim TEXT);
"""


def claims_of(triples: Path, scratch: Path) -> Iterator[Claim]:
    """Yield the claims of a file of triples, the best supported first.

    Parameters
    ----------
    triples : Path
        A ``triples.jsonl``.
    scratch : Path
        A file to sort in; made, and removed at the end.

    Raises
    ------
    OSError
        If the file cannot be written, as on a full disk.
    """
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(scratch, isolation_level=None)) as store, open(triples, "rb") as stream:
            store.executescript(_TABLES)
            store.execute("BEGIN")
            _place(store, stream)
            store.execute("CREATE INDEX by_pair ON place (subject, object, at)")
            for pair, members in _groups(store, stream):
                subject, object_ = (_end(store, key) for key in pair)
                for claim in claims_between(subject, object_, members):
                    store.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", (*rank(claim), claim.model_dump_json()))
            store.execute("CREATE INDEX by_rank ON claim (documents, support, confidence, id)")
            for (text,) in store.execute("SELECT claim FROM claim ORDER BY documents, support, confidence, id"):
                yield Claim.model_validate_json(text)
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error), str(scratch)) from error
    finally:
        scratch.unlink(missing_ok=True)


def _place(store: sqlite3.Connection, stream) -> None:  # type: ignore[no-untyped-def]  # a binary file
    """Note where the triples of each pair stand, and what the first mention of each end says of it."""
    at = 0
    for line in stream:
        for pair in pairs(Triple.model_validate_json(line)):
            store.execute("INSERT INTO place VALUES (?, ?, ?)", (*(end.key for end in pair), at))
            for end in pair:
                store.execute("INSERT OR IGNORE INTO ends VALUES (?, ?)", (end.key, end.model_dump_json()))
        at += len(line)


def _groups(store: sqlite3.Connection, stream) -> Iterator[tuple[tuple[str, str], list[Triple]]]:  # type: ignore[no-untyped-def]
    """Yield the keys of each pair and the triples about it, in the order of the file."""
    places = store.execute("SELECT subject, object, at FROM place ORDER BY subject, object, at")
    for pair, rows in groupby(places, key=itemgetter(0, 1)):
        members = []
        for _, _, at in rows:
            stream.seek(at)
            members.append(Triple.model_validate_json(stream.readline()))
        yield pair, members


def _end(store: sqlite3.Connection, key: str) -> ClaimEnd:
    (text,) = store.execute("SELECT end FROM ends WHERE key = ?", (key,)).fetchone()
    return ClaimEnd.model_validate_json(text)
