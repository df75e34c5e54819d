"""`read` and `read_string`: tell the format, run its reader, assemble the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from extract.documents.assemble import assemble
from extract.documents.document import Document
from extract.documents.draft import Draft
from extract.documents.encoding import decode
from extract.documents.errors import ReadError
from extract.documents.identity import completed
from extract.documents.sniff import REFUSED, sniff
from extract.documents.text import read_text

MAX_BYTES = 200_000_000
_MAX_TEXT = 20_000_000


def _text(data: bytes, path: str) -> Draft:
    return read_text(_sized(decode(data, path)[0], path))


def _markdown(data: bytes, path: str) -> Draft:
    return read_text(_sized(decode(data, path)[0], path), markdown=True)


def _pdf(data: bytes, path: str) -> Draft:
    from extract.documents.pdf import read_pdf
    from extract.documents.pdf.about import about

    draft = read_pdf(data, path)
    return replace(draft, **about(data, draft.text))


def _jats(data: bytes, path: str) -> Draft:
    from extract.documents.jats import read_jats

    return read_jats(data, path)


def _pubmed(data: bytes, path: str) -> Draft:
    from extract.documents.pubmed import read_pubmed

    return read_pubmed(data, path)


def _medline(data: bytes, path: str) -> Draft:
    from extract.documents.medline import read_medline

    return read_medline(data, path)


def _bioc(data: bytes, path: str) -> Draft:
    from extract.documents.bioc import read_bioc

    return read_bioc(data, path)


def _html(data: bytes, path: str) -> Draft:
    from extract.documents.web import read_html

    return read_html(data, path)


def _listed(format: str) -> Callable[[bytes, str], Draft]:
    def read_entry(data: bytes, path: str) -> Draft:
        from extract.documents.listed import read_listed

        return read_listed(data, path, format)

    return read_entry


def _archive(data: bytes, path: str) -> Draft:
    """Read the one paper of an archive."""
    from extract.documents.archives import is_packed, members

    found = list(islice(members(data, path), 2))
    if len(found) != 1:
        reason = "the archive holds several papers" if found else "the archive holds no paper"
        raise ReadError(path, reason, "resistract run takes each for itself; extract.documents.split() cuts them out")
    (name, content) = found[0]
    return draft_of(content, f"{path}/{name}", "nested" if is_packed(name) else None)


FORMATS: dict[str, Callable[[bytes, str], Draft]] = {
    "text": _text,
    "markdown": _markdown,
    "pdf": _pdf,
    "jats": _jats,
    "pubmed": _pubmed,
    "medline": _medline,
    "bioc": _bioc,
    "pubtator": _listed("pubtator"),
    "texts": _listed("texts"),
    "table": _listed("table"),
    "html": _html,
    "archive": _archive,
}


def _sized(text: str, path: str) -> str:
    if len(text) > _MAX_TEXT:
        raise ReadError(path, f"the text has {len(text):,} characters", "split it into single papers")
    if not text.strip():
        raise ReadError(path, "the file holds no text")
    # Line ends of old Macs: as many characters, so that offsets stay those of the file.
    return text if "\n" in text else text.replace("\r", "\n")


def detect_format(data: bytes, name: str = "") -> str:
    """Tell a document's format from its first bytes and, for text, its name.

    Returns
    -------
    str
        A key of ``FORMATS``, or of ``sniff.REFUSED``; "text" when nothing else fits.
    """
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if (told := sniff(data, name)) is not None:
        return told
    if head.startswith(b"<") or (head[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<\0" in head[:8] + b"\0"):
        from extract.documents.xml import root_name

        root = root_name(data)
        if root in ("article", "pmc-articleset", "articles", "OAI-PMH", "sec", "book", "book-part"):
            return "jats"
        if root in ("PubmedArticleSet", "PubmedArticle", "MedlineCitationSet", "MedlineCitation", "PubmedBookArticle"):
            return "pubmed"
        if root == "collection":
            return "bioc"
    if head.startswith((b"{", b"[")) and (b'"passages"' in data[:20000] or b'"documents"' in data[:20000]):
        return "bioc"
    if head.startswith(b"PMID- "):
        return "medline"
    suffix = Path(name).suffix.lower()
    if suffix in (".md", ".markdown", ".mkd"):
        return "markdown"
    if suffix in (".xml", ".nxml"):
        return "jats"
    return "text"


def read(path: str | Path, *, format: str | None = None, doc_id: str | None = None) -> Document:
    """Read a file into a `Document`.

    Parameters
    ----------
    path
        A PDF, JATS XML, PubMed XML or MEDLINE, BioC, PubTator, Markdown, HTML or plain text file, JSON or a table of
        texts, or one of these packed.
    format
        A key of ``FORMATS``; by default told from the content.
    doc_id
        The document's id; by default the file's stem.

    Raises
    ------
    ReadError
        If the file is missing, empty, damaged, locked, too large, of another format, or holds no text.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ReadError(path, "this is not a file")
        if size > MAX_BYTES:
            raise ReadError(
                path, f"the file has {size / 1e6:,.0f} MB, more than the {MAX_BYTES / 1e6:,.0f} MB allowed", "split it"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(path, "no such file") from error
    except OSError as error:
        raise ReadError(path, f"the file cannot be opened: {error.strerror}") from error
    if not data.strip():
        raise ReadError(path, "the file is empty")
    return _read_bytes(data, str(path), format=format, doc_id=doc_id or path.stem)


def read_string(text: str, *, doc_id: str, format: str = "text") -> Document:
    """Read a text already in memory; ``format`` as in `read`.

    Raises
    ------
    ReadError
        If the text is empty or not in the format.
    """
    if format in ("text", "markdown"):
        draft = read_text(_sized(text, doc_id), markdown=True if format == "markdown" else None)
        return assemble(draft, doc_id=doc_id, source="")
    return _read_bytes(text.encode("utf-8"), doc_id, format=format, doc_id=doc_id)


def _read_bytes(data: bytes, path: str, *, format: str | None, doc_id: str) -> Document:
    return completed(assemble(draft_of(data, path, format), doc_id=doc_id, source=path), path)


def draft_of(data: bytes, path: str, format: str | None) -> Draft:
    """Run the reader of a format, by default the one that the bytes tell.

    Raises
    ------
    ReadError
        If the format is not known, or is one that holds no text to mine.
    """
    name = format or detect_format(data, path)
    if name in REFUSED:
        raise ReadError(path, *REFUSED[name])
    if name not in FORMATS:
        raise ReadError(path, f"unknown format {name!r}", f"use one of {', '.join(FORMATS)}")
    return FORMATS[name](data, path)
