"""Web pages of papers: the main text without menus, banners and lists of links; pages that are no paper are refused."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from extract.documents import identity, references
from extract.documents.draft import Draft, Part
from extract.documents.encoding import decode
from extract.documents.errors import ReadError
from extract.documents.headings import section_type

_DROPPED = (
    "script style noscript template nav header footer aside form button select iframe svg canvas figure table dialog"
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|sidebar|breadcrumbs?|cookie|banner|share|social|toolbar|footer|header|advert\w*|promo|"
    r"related|recommend\w*|metrics|altmetric|comments?|login|search|toc|skip|modal|popup|references?|ref-list|"
    r"citations?|footnotes?|bibliography)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = ("//article", "//main", "//*[@role='main']", "//body")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "li", "blockquote", "dd", *_HEADINGS)
_LEAST = 200  # characters of prose that a paper's page has
_LINKED = 0.5  # of a block's characters: with more in links it is a list of links


def read_html(data: bytes, path: str) -> Draft:
    """Read a web page of a paper.

    Raises
    ------
    ReadError
        If the page holds no main text that can be told from what is around it.
    """
    try:
        root = html.document_fromstring(decode(data, path)[0].encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise ReadError(path, f"the HTML is broken: {error}", "save the page again, or give the PDF") from error
    about = _about(root)
    main = _main(root)
    if main is None:
        raise ReadError(
            path,
            "this is a web page without a main text that can be told from what is around it",
            "give the paper's PDF, XML or plain text",
        )
    text, parts = _written(main, about["title"])
    return Draft(text=text, parts=parts, format="html", **about)


def _main(root: Any) -> Any:
    """Return the smallest of the page's main elements that holds its prose, cleaned; None if none does."""
    etree.strip_elements(root, *_DROPPED.split(), with_tail=False)
    for element in list(root.iter(etree.Element)):
        marks = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
        if element.tag not in ("html", "body", "article", "main") and _CHROME.search(marks):
            element.drop_tree()
    for way in _MAIN:
        found = max(root.xpath(way), key=_prose, default=None)
        if found is not None and _prose(found) >= _LEAST:
            return found
    return None


def _prose(element: Any) -> int:
    return sum(len(_words(block)) for block in element.iter("p") if not _is_links(block))


def _written(main: Any, title: str) -> tuple[str, list[Part]]:
    text, parts = "", []
    if title:
        text, parts = title + "\n\n", [Part("title", [(0, len(title))])]
    for block in main.iter(*_BLOCKS):
        words = _words(block)
        inside = any(above.tag in _BLOCKS for above in block.iterancestors())
        if not words or inside or _is_links(block) or words == title:
            continue
        place = (len(text), len(text) + len(words))
        text += words + "\n\n"
        if block.tag in _HEADINGS:
            parts.append(Part("heading", [place], level=max(int(block.tag[1]) - 1, 1), type=section_type(words)))
        else:
            parts.append(Part("paragraph" if block.tag != "li" else "item", [place]))
    return text.rstrip(), parts


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def _is_links(element: Any) -> bool:
    linked = sum(len(_words(link)) for link in element.iter("a"))
    return linked > _LINKED * max(len(_words(element)), 1)


def _about(root: Any) -> dict[str, Any]:
    """Return what the page's metadata say of the paper (``citation_title`` and the like, as publishers write them)."""
    meta: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").lower()
        meta.setdefault(name, []).append((tag.get("content") or "").strip())

    def first(*names: str) -> str:
        return next((value for name in names for value in meta.get(name, ()) if value), "")

    authors = [a for a in meta.get("citation_author", ()) if a]
    heading = root.find(".//h1")
    title = first("citation_title", "dc.title", "og:title") or (_words(heading) if heading is not None else "")
    return {
        "title": title or " ".join((root.findtext(".//title") or "").split()),
        "doi": references.clean_doi(first("citation_doi", "dc.identifier", "prism.doi")) or None,
        "pmid": first("citation_pmid") or None,
        "pmcid": identity.pmcid(first("citation_pmcid")),
        "authors": tuple(_author(name) for name in authors),
        "journal": first("citation_journal_title", "prism.publicationname") or None,
        "year": identity.year(first("citation_publication_date", "citation_date", "dc.date")),
    }


def _author(name: str) -> str:
    surname, comma, given = name.partition(",")
    if comma:
        return identity.author(surname, given)
    given, _, surname = name.rpartition(" ")
    return identity.author(surname, given)
