"""Pictures of the PDF pages that claims stand on, and the boxes of subjects and objects on them.

Rendering runs in processes of its own: a page that takes too long, or takes PDFium down, costs its picture alone.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from pebble import ProcessExpired, ProcessPool

from extract.schema import Box, Mention, Triple

WIDTH, HEIGHT = 1000, 2000  # most pixels of a picture
QUALITY = 45  # of WebP: type stays readable, a page of two columns takes about 100 kB
SECONDS = 60.0  # that one document may take
_SLACK = 2.0  # points by which a found word may leave the boxes of its sentence

Place = tuple[int, float, float, float, float]  # page, and left, bottom, right, top in points


@dataclass(frozen=True)
class Wanted:
    """What to picture of a document: pages, counted from 1, and words to find on them."""

    path: Path
    pages: tuple[int, ...]
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Word:
    """A mention to be found in the boxes of its sentence: the ``rank``-th of its like there, counted from 0."""

    key: tuple[int, int]
    text: str
    rank: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Picture:
    """A page as WebP, with the size of what is shown in points, and where its bottom left lies on the whole page."""

    page: int
    width: float
    height: float
    left: float
    bottom: float
    data: bytes


@dataclass
class Pictured:
    """The pictures of a document, and where its words were found, by their keys."""

    pictures: list[Picture] = field(default_factory=list)
    places: dict[tuple[int, int], list[Place]] = field(default_factory=dict)


def wanted(triples: Iterable[Triple], path: Path) -> Wanted:
    """Return what the claims of one document need of its PDF."""
    pages: set[int] = set()
    words: dict[tuple[int, int], Word] = {}
    for triple in triples:
        pages |= {box.page for box in triple.evidence.boxes}
        for mention in (triple.subject, triple.object):
            if triple.evidence.boxes:
                words.setdefault((mention.start, mention.end), _word(triple, mention))
    return Wanted(path, tuple(sorted(pages)), tuple(words.values()))


def picture_all(documents: Mapping[str, Wanted], *, jobs: int = 2) -> tuple[dict[str, Pictured], dict[str, str]]:
    """Picture the pages of documents.

    Parameters
    ----------
    documents : mapping
        What is wanted, by document id.
    jobs : int
        Processes at work at once.

    Returns
    -------
    tuple of dict
        The pictures by document id, and for documents that could not be pictured the reason.
    """
    done: dict[str, Pictured] = {}
    failed: dict[str, str] = {}
    if not documents:
        return done, failed
    with ProcessPool(max_workers=jobs, max_tasks=20, context=multiprocessing.get_context("spawn")) as pool:
        work = {
            doc_id: pool.schedule(picture, args=(document,), timeout=SECONDS) for doc_id, document in documents.items()
        }
        for doc_id, future in work.items():
            try:
                done[doc_id] = future.result()
            except Late:
                failed[doc_id] = f"its pages took longer than {SECONDS:.0f} s to draw"
            except (ProcessExpired, MemoryError):
                failed[doc_id] = "drawing its pages ended the process"
            except (pypdfium2.PdfiumError, OSError, ValueError) as error:
                failed[doc_id] = f"its pages could not be drawn ({error})"
    return done, failed


def picture(document: Wanted) -> Pictured:
    """Picture the wanted pages of a document and find its words on them."""
    found = Pictured()
    pdf = pypdfium2.PdfDocument(document.path)
    try:
        for number in document.pages:
            if number > len(pdf):
                continue
            page = pdf[number - 1]
            found.pictures.append(_picture(page, number))
            for word in document.words:
                places = _find(page, number, word)
                if places:
                    found.places.setdefault(word.key, []).extend(places)
            page.close()
    finally:
        pdf.close()
    return found


def same_file(path: Path, sha256: str | None) -> bool:
    """Whether a file is there and is still the one that was read."""
    try:
        return sha256 is not None and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _word(triple: Triple, mention: Mention) -> Word:
    evidence = triple.evidence
    before = evidence.text[: max(0, mention.start - evidence.start)]
    lines = [line.rstrip("-\u00ad ") for line in mention.text.split("\n")]
    text = max(lines, key=len) if len(lines) > 1 else mention.text
    return Word((mention.start, mention.end), " ".join(text.split()), before.count(text), evidence.boxes)


def _picture(page: pypdfium2.PdfPage, number: int) -> Picture:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1))
    image = page.render(scale=scale).to_pil().convert("RGB")
    stream = io.BytesIO()
    image.save(stream, "WEBP", quality=QUALITY, method=4)
    whole, shown = page.get_mediabox(), page.get_cropbox()
    left, bottom = (0.0, 0.0) if page.get_rotation() else (shown[0] - whole[0], shown[1] - whole[1])
    return Picture(
        page=number,
        width=round(width, 1),
        height=round(height, 1),
        left=round(left, 1),
        bottom=round(bottom, 1),
        data=stream.getvalue(),
    )


def _find(page: pypdfium2.PdfPage, number: int, word: Word) -> list[Place]:
    boxes = [box for box in word.boxes if box.page == number]
    if not boxes or not word.text or page.get_rotation():
        return []
    left, bottom = page.get_mediabox()[:2]
    text = page.get_textpage()
    try:
        searcher = text.search(word.text, match_case=True)
        hits = []
        while (hit := searcher.get_next()) is not None:
            rectangles = (text.get_rect(index) for index in range(text.count_rects(*hit)))
            places = [_place(number, x0 - left, y0 - bottom, x1 - left, y1 - bottom) for x0, y0, x1, y1 in rectangles]
            if places and all(_inside(place, boxes) for place in places):
                hits.append(places)
    finally:
        text.close()
    return hits[min(word.rank, len(hits) - 1)] if hits else []


def _place(number: int, x0: float, y0: float, x1: float, y1: float) -> Place:
    return number, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)


def _inside(place: Place, boxes: Sequence[Box]) -> bool:
    _, x0, y0, x1, y1 = place
    middle = (y0 + y1) / 2
    return any(
        box.x0 - _SLACK <= x0 and x1 <= box.x1 + _SLACK and box.y0 - _SLACK <= middle <= box.y1 + _SLACK
        for box in boxes
    )


def by_document(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return triples that stand in boxes on pages, by document."""
    held: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        if triple.evidence.boxes:
            held[triple.doc_id].append(triple)
    return dict(held)
