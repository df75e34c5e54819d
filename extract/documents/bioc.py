"""BioC, XML and JSON: passages at their offsets, with the section types PubMed Central gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.documents import identity, references
from extract.documents.draft import Draft, Kind, Part
from extract.documents.errors import ReadError
from extract.documents.headings import section_type
from extract.documents.json_data import parse_json
from extract.documents.xml import children, name, parse, plain
from extract.schema import Reference, SectionType

_TYPES: dict[str, SectionType] = {
    "TITLE": "title", "ABSTRACT": "abstract", "INTRO": "introduction", "METHODS": "methods", "RESULTS": "results",
    "DISCUSS": "discussion", "CONCL": "conclusion", "REF": "references", "FIG": "caption", "TABLE": "table",
    "ABBR": "abbreviations", "SUPPL": "back", "COMP_INT": "back", "AUTH_CONT": "back", "ACK_FUND": "back",
    "KEYWORD": "back", "CASE": "body", "REVIEW_INFO": "back", "APPENDIX": "back",
}  # fmt: skip
_NAMES = {
    "abstract": "Abstract", "introduction": "Introduction", "methods": "Methods", "results": "Results",
    "discussion": "Discussion", "conclusion": "Conclusion", "body": "Text", "references": "References",
    "back": "Back matter", "abbreviations": "Abbreviations",
}  # fmt: skip
_MAX_GAPS = 2_000_000  # characters; collections leave out tables and references, but not whole libraries


@dataclass(frozen=True)
class _Passage:
    offset: int
    text: str
    infons: dict[str, str]


def read_bioc(data: bytes, path: str) -> Draft:
    """Read a BioC collection of one document. Offsets of the text are those of the passages.

    Raises
    ------
    ReadError
        If the file is broken, holds no passages, or more than one document.
    """
    passages, ident = (
        _from_json(data, path) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else _from_xml(data, path)
    )
    if not any(p.text.strip() for p in passages):
        raise ReadError(path, "the BioC document holds no text")
    text = ""
    parts: list[Part] = []
    entries: list[Reference] = []
    section: SectionType | None = None
    title = ""
    gaps = 0
    for passage in passages:
        if not passage.text.strip():
            continue
        if passage.offset > len(text):
            gaps += passage.offset - len(text)
            if gaps > _MAX_GAPS:
                reason = f"its offsets leave gaps of more than {_MAX_GAPS:,} characters between the passages"
                raise ReadError(path, reason, "the file is damaged or hostile; download it again")
            text += " " * (passage.offset - len(text) - 1) + "\n" if text else " " * passage.offset
        elif text and not text.endswith("\n"):
            text += "\n"
        start = len(text)
        text += passage.text
        infons = passage.infons
        kind, type_ = _kind(infons)
        span = (start, start + len(passage.text))
        if kind == "title" and not title:
            title = " ".join(passage.text.split())
            parts.append(Part("title", [span]))
            continue
        if kind == "reference":
            entries.append(_reference(passage, len(entries) + 1))
            parts.append(Part("reference", [span]))
            continue
        if type_ is not None and type_ != section and kind != "heading" and type_ not in ("caption", "table", "title"):
            parts.append(Part("heading", [(start, start)], level=1, type=type_, title=_NAMES.get(type_, type_)))
        if type_ not in ("caption", "table"):
            section = type_
        if kind == "heading":
            level = re.search(r"(\d)", infons.get("type", ""))
            parts.append(
                Part(
                    "heading",
                    [span],
                    level=int(level[1]) if level else 1,
                    type=type_ if type_ not in ("title", None) else None,
                )
            )
        else:
            parts.append(Part(kind, [span]))
    return Draft(
        text=text, parts=parts, format="bioc", title=title, references=entries or None,
        **identity.of_bioc((passage.infons for passage in passages), ident),
    )  # fmt: skip


def _kind(infons: dict[str, str]) -> tuple[Kind, SectionType | None]:
    section = (infons.get("section_type") or infons.get("section") or "").upper()
    kind = (infons.get("type") or "").lower()
    type_ = _TYPES.get(section) or section_type(infons.get("subsection") or section)
    if kind == "ref" or section == "REF":
        return ("heading" if kind.startswith("title") else "reference"), "references"
    if kind in ("title", "front") or (section == "TITLE"):
        return ("title", "title") if section in ("TITLE", "") else ("heading", type_)
    if kind.startswith("title") or kind.endswith("_title_1") or re.fullmatch(r"abstract_title.*", kind):
        return "heading", type_
    if kind == "abstract" and type_ is None:
        return "paragraph", "abstract"
    if "caption" in kind or kind in ("fig", "fig_title"):
        return "caption", "caption"
    if kind.startswith("table"):
        return ("caption" if "foot" in kind else "table"), "table"
    if kind in ("footnote",) or type_ == "back":
        return "skip", "back"
    return "paragraph", type_


def _reference(passage: _Passage, number: int) -> Reference:
    infons = passage.infons
    people = []
    for key in sorted((k for k in infons if re.fullmatch(r"name_[0-9]{1,6}", k)), key=lambda k: int(k[5:])):
        bits = dict(part.split(":", 1) for part in infons[key].split(";") if ":" in part)
        people.append(f"{bits.get('surname', '')} {bits.get('given-names', '')}".strip())
    title = " ".join(passage.text.split())
    where = " ".join(
        filter(None, (infons.get("source"), infons.get("year"), infons.get("volume"), infons.get("fpage")))
    )
    record = references.parse(". ".join(filter(None, (", ".join(people), title, where))), number=number)
    year = infons.get("year", "")
    return record.model_copy(
        update={
            "authors": ", ".join(people) or None, "title": title or None,
            "year": int(year) if re.fullmatch("[0-9]{4}", year) else record.year,
            "doi": references.clean_doi(infons.get("pub-id_doi", "")) or record.doi,
            "pmid": infons.get("pub-id_pmid") or record.pmid,
        }
    )  # fmt: skip


def _from_xml(data: bytes, path: str) -> tuple[list[_Passage], str]:
    root = parse(data, path)
    documents = [e for e in root.iter() if name(e) == "document"]
    _one(len(documents), path)
    out = [_Passage(0, "", {e.get("key", ""): e.text or "" for e in children(documents[0], "infon")})]
    for node in children(documents[0], "passage"):
        infons = {e.get("key", ""): e.text or "" for e in children(node, "infon")}
        offset = next((e.text for e in children(node, "offset")), "0") or "0"
        text = next((e.text or "" for e in children(node, "text")), None)
        if text is None:
            text = _sentences(
                [
                    (
                        _int(next((o.text for o in children(s, "offset")), "0")),
                        next((t.text or "" for t in children(s, "text")), ""),
                    )
                    for s in children(node, "sentence")
                ],
                _int(offset),
            )
        out.append(_Passage(_int(offset), text, infons))
    return out, plain(next(iter(children(documents[0], "id")), None))


def _from_json(data: bytes, path: str) -> tuple[list[_Passage], str]:
    content = parse_json(data, path)
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict):
        raise ReadError(path, "the JSON is not BioC: it holds no object", "give a BioC collection")
    # PubTator 3 calls the list of documents after itself.
    documents = content.get("documents", content.get("PubTator3", [content] if "passages" in content else []))
    documents = documents if isinstance(documents, list) else [documents]
    _one(len(documents), path)
    document = documents[0]
    if not isinstance(document, dict) or not isinstance(document.get("passages"), list):
        raise ReadError(path, "the JSON is not BioC: the document has no list of passages", "give a BioC collection")
    return [_json_passage(node, path) for node in document["passages"]], str(document.get("id", ""))


def _json_passage(node: object, path: str) -> _Passage:
    node = node if isinstance(node, dict) else {"infons": [node]}
    infons, sentences = node.get("infons") or {}, node.get("sentences") or []
    if not isinstance(infons, dict) or not isinstance(sentences, list):
        raise ReadError(path, "the JSON is not BioC: a passage is not an object", "give a BioC collection")
    start = _int(node.get("offset", 0))
    text = node.get("text")
    if not text:
        found = [(_int(s.get("offset", 0)), str(s.get("text") or "")) for s in sentences if isinstance(s, dict)]
        text = _sentences(found, start)
    return _Passage(start, str(text), {str(key): str(value) for key, value in infons.items()})


def _one(count: int, path: str) -> None:
    if count == 0:
        raise ReadError(path, "the BioC collection holds no document")
    if count > 1:
        raise ReadError(
            path,
            f"the BioC collection holds {count} documents",
            "resistract run takes each for itself; extract.documents.split() cuts them out",
        )


def _int(value: object) -> int:
    words = str(value or "0").strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0


def _sentences(found: list[tuple[int, str]], start: int) -> str:
    text = ""
    for offset, words in found:
        gap = offset - start - len(text)
        text += " " * (gap if 0 < gap < 1000 else (1 if text else 0)) + words
    return text
