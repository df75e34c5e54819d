"""MEDLINE format (.nbib), as PubMed's web page saves citations: tagged lines, a title and an abstract."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from extract.documents import identity, references
from extract.documents.draft import Draft, Kind, Part
from extract.documents.encoding import decode
from extract.documents.errors import ReadError
from extract.documents.structure import abstract

_FIELD = re.compile(r"([A-Z]{2,4}) *- ?(.*)")
_FIRST = re.compile(r"^PMID *- ", re.MULTILINE)


def read_medline(data: bytes, path: str) -> Draft:
    """Read a citation in MEDLINE format.

    Raises
    ------
    ReadError
        If the file holds no citation, or more than one, or one with neither title nor abstract.
    """
    found = list(citations(decode(data, path)[0]))
    if not found:
        raise ReadError(path, 'no line begins with "PMID- "', "save the citations from PubMed in the format PubMed")
    if len(found) > 1:
        raise ReadError(
            path,
            f"the file holds {len(found)} PubMed records",
            "resistract run takes each for itself; extract.documents.split() cuts them out",
        )
    fields = _fields(found[0])
    title = " ".join(fields["TI"] or fields["BTI"])
    title = re.sub(r"^\[(.*)\]\.?$", r"\1", title)
    told: tuple[tuple[Kind, str], ...] = (("title", title), ("paragraph", " ".join(fields["AB"])))
    pieces = [(kind, text) for kind, text in told if text]
    if not pieces:
        raise ReadError(path, "the record has neither title nor abstract")
    text, parts = "", []
    for kind, piece in pieces:
        parts.append(Part(kind, [(len(text), len(text) + len(piece))]))
        text += piece + "\n\n"
    text = text.rstrip()
    dois = (re.fullmatch(r"(\S+) \[doi\]", value) for value in fields["LID"] + fields["AID"])
    return Draft(
        text=text,
        parts=abstract(text, parts),
        format="medline",
        title=title,
        doi=next((references.clean_doi(match[1]) for match in dois if match), None),
        pmid=fields["PMID"][0],
        **identity.of_medline(fields),
    )


def citations(text: str) -> Iterator[str]:
    """Yield the citations of a file, each from its PMID on."""
    starts = [match.start() for match in _FIRST.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        yield text[start:end]


def _fields(citation: str) -> dict[str, list[str]]:
    """Return the values of each tag, continued lines joined."""
    fields: dict[str, list[str]] = defaultdict(list)
    tag = ""
    for line in citation.splitlines():
        match = _FIELD.match(line)
        if match:
            tag = match[1]
            fields[tag].append(match[2].strip())
        elif tag and line.startswith("  ") and line.strip():
            fields[tag][-1] += " " + line.strip()
    return fields
