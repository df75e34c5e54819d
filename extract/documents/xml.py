"""XML parsed without entities or network, and a writer that turns elements into text with parts and marks."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from extract.documents.draft import Mark
from extract.documents.errors import ReadError

# What may stand before the root, each time from where the last one ended.
_PROLOGUE = re.compile(rb"\s*+(?:<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)", re.DOTALL)
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_NESTED = re.compile(r"&[^#\s&;]{1,100};")
_SPACE = re.compile(r"\s+")


def root_name(data: bytes) -> str:
    """Return the local name of the root element without parsing the file; empty when there is none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", errors="ignore").encode("utf-8")
    head, at = data[:20000], 0
    while before := _PROLOGUE.match(head, at):
        at = before.end()
    match = _ROOT.search(head, at)
    return match[1].decode("ascii", errors="ignore") if match else ""


def parse(data: bytes, path: str) -> etree._Element:
    """Parse XML with entities and network off.

    Raises
    ------
    ReadError
        If the XML is broken, or declares entities made of entities or of other files.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(path, f"the XML is broken: {error}", "download it again") from error
    _refuse_entities(root, path)
    return root


def _refuse_entities(root: etree._Element, path: str) -> None:
    """Refuse entities that are more than the name of a character."""
    subset = root.getroottree().docinfo.internalDTD
    declared = {entity.name: entity.content for entity in subset.iterentities()} if subset is not None else {}
    if any(content and _NESTED.search(content) for content in declared.values()):
        hint = "it is hostile or damaged; get the file from its publisher"
        raise ReadError(path, "the XML declares entities made of entities", hint)
    # One that is declared and not used, such as those of a document type's modules, draws in nothing.
    used = {entity.name for entity in root.iter(etree.Entity)} if declared else set()
    if any(declared.get(name, "") is None for name in used):
        raise ReadError(path, "the XML draws in other files through entities", "get a self-contained copy of the file")


def name(element: etree._Element) -> str:
    """Return an element's local name; empty for entities and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """Return the first descendant reached by local names, or None."""
    here: etree._Element | None = element
    for step in path:
        here = next((e for e in here if name(e) == step), None) if here is not None else None
    return here


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the children with one of the local names."""
    return [e for e in element if name(e) in names]


def descendants(element: etree._Element, *names: str) -> list[etree._Element]:
    """Return the descendants with one of the local names, in document order."""
    return [e for e in element.iter() if name(e) in names]


def entity_text(element: etree._Element) -> str:
    """Return the character of an unresolved entity reference ("&alpha;"), or nothing when it is not a standard one."""
    return html5.get(f"{getattr(element, 'name', '') or ''};", "")


def plain(element: etree._Element | None, *skip: str) -> str:
    """Return an element's text on one line, without that of the named descendants."""
    if element is None:
        return ""
    pieces: list[str] = []

    def walk(node: etree._Element) -> None:
        pieces.append(node.text or "" if isinstance(node.tag, str) else entity_text(node))
        for sub in node:
            if name(sub) not in skip:
                walk(sub)
            pieces.append(sub.tail or "")

    walk(element)
    return _SPACE.sub(" ", "".join(pieces)).strip()


class Writer:
    """Text under construction: white space collapsed, marks kept by their offsets."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self._space = True

    def add(self, text: str | None) -> None:
        """Append text, runs of white space as one space."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if self._space:
            text = text.lstrip()
        if text:
            self.pieces.append(text)
            self.length += len(text)
            self._space = text.endswith(" ")

    def raw(self, text: str) -> None:
        """Append text as it is."""
        self.pieces.append(text)
        self.length += len(text)
        self._space = True

    def end(self, start: int) -> int:
        """Return the offset after the last character written since ``start`` that is not a space."""
        if self._space and self.length > start and self.pieces and self.pieces[-1].endswith(" "):
            self.pieces[-1] = self.pieces[-1][:-1]
            self.length -= 1
        return self.length

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.pieces)
