"""What a file is that is no PDF, no XML of papers and no plain text: by its first bytes and lines, then its name.

Some formats hold no text to mine, or no text of papers; they are refused by name instead of being mined as prose.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

REFUSED = {
    "europepmc annotations": (
        "these are annotations of Europe PMC, which hold no text",
        "get the papers, as JATS XML or as the search result with abstracts",
    ),
    "brat": ("these are brat annotations without their text", "give the .txt file beside them"),
    "conll": ("this is CoNLL: tokens in columns, without their text", "give the text that it was made from"),
    "other table": (
        "this is a table without abstracts",
        'a table of papers has a header with "abstract" or "text", and "pmid" or "id"',
    ),
    "json": (
        "the JSON is none of BioC, PubAnnotation, PubTator, Europe PMC, and no texts",
        'JSON of texts has "text" or "abstract", and "id", in each object',
    ),
    "nested": ("this is an archive inside an archive", "unpack it"),
    "office": ("this is an office document", "save it as PDF or plain text"),
    "rtf": ("this is rich text (RTF)", "save it as PDF or plain text"),
    "image": ("this is a picture", "give the paper's text; there is no character recognition"),
}
_MAGIC = (
    (b"\x1f\x8b", "archive"),
    (b"PK\x03\x04", "archive"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_PUBTATOR = re.compile(r"[^|\s]{1,40}\|t\|")
_BRAT = re.compile(r"(?:T\d+\t\S+ \d+ \d+(?:;\d+ \d+)*\t|[RE]\d+\t\S+(?: \S+:\S+)+|[#AN]\d+\t\S+ [A-Z]\d+)")
_TAG = re.compile(r"(?:[BIESLUO]|[BIESLU]-\S+)$")
_TOKENS = 50  # lines looked at
ID_COLUMNS = ("pmid", "pmcid", "id", "doc_id", "document_id", "doi")
TEXT_COLUMNS = ("abstract", "text", "abstracttext", "abstract_text")
_TEXT_KEYS = ("text", "abstract", "abstractText", "abstract_text", "resultList")


def sniff(data: bytes, name: str = "") -> str | None:
    """Return a format, or a key of ``REFUSED``; None if it is none of those told here.

    Parameters
    ----------
    data : bytes
        The file, or at least its first few thousand bytes.
    name : str
        Its name, of which the ending counts.
    """
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if found is None and data[257:262] == b"ustar":
        found = "archive"
    if found is not None or _HTML.match(data[:4096]):
        return found or "html"
    if b"\0" in data[:4096]:
        return None
    text = data[:20_000].decode("utf-8-sig", errors="replace").lstrip()
    suffix = Path(name).suffix.lower()
    if text[:1] in ("{", "["):
        return _json(text, suffix)
    return _lines(text, suffix)


def _json(text: str, suffix: str) -> str | None:
    if not re.match(r"[\[{]\s*[\[{\"\]}]", text):
        return None
    first, _, rest = text.partition("\n")
    if suffix in (".jsonl", ".ndjson") or (_is_object(first) and rest.lstrip().startswith("{")):
        return "europepmc annotations" if '"anns"' in first and '"exact"' in first else "texts"
    if '"passages"' in text or '"documents"' in text:
        return None  # BioC
    if '"anns"' in text and '"exact"' in text:
        return "europepmc annotations"
    if any(f'"{key}"' in text for key in _TEXT_KEYS):
        return "texts"
    return "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(text: str, suffix: str) -> str | None:
    lines = [line for line in text.splitlines()[:_TOKENS] if line.strip()]
    if not lines:
        return None
    if _PUBTATOR.match(lines[0]):
        return "pubtator"
    if suffix == ".ann" or (_BRAT.match(lines[0]) and all(_BRAT.match(line) for line in lines[:5])):
        return "brat"
    if suffix in (".conll", ".conllu", ".iob", ".bio") or _is_conll(lines):
        return "conll"
    if is_header(lines[0], suffix):
        return "table"
    return "other table" if suffix in (".tsv", ".csv") else None


def _is_conll(lines: list[str]) -> bool:
    rows = [line for line in lines if not line.startswith("#")]
    tagged = sum("\t" in row and _TAG.match(row.rsplit("\t", 1)[1].split(":")[0]) is not None for row in rows)
    return len(rows) > 5 and tagged > 0.9 * len(rows)


def is_header(line: str, suffix: str) -> bool:
    """Tell whether a line is the header of a table of papers: a column of ids or titles, and one of texts."""
    if "\t" not in line and suffix not in (".csv", ".tsv"):
        return False
    names = columns(line)
    return len(names) > 1 and any(n in TEXT_COLUMNS for n in names) and any(n in (*ID_COLUMNS, "title") for n in names)


def columns(line: str) -> list[str]:
    """Return the names of a header line's columns in lower case."""
    parts = line.split("\t" if "\t" in line else ",")
    return [part.strip().strip('"').lower().replace(" ", "_") for part in parts]
