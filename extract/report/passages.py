"""Which drug a passage is about, for sentences that speak of resistance and name none."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from extract.schema import Section

Places = Mapping[str, list[tuple[int, str]]]  # by document: offset and key of each drug named, in order


class Passages:
    """The drugs that the sections and documents of a run name.

    Parameters
    ----------
    places : mapping
        By document, the offset and key of each drug mention, sorted.
    sections : mapping
        By document, its sections.
    """

    def __init__(self, places: Places, sections: Mapping[str, list[Section]]) -> None:
        self._places = places
        self._sections = sections

    def drug(self, doc_id: str, offset: int) -> str | None:
        """Return the drug that the innermost section around an offset names most often, else the document.

        None where two drugs are named equally often, or none is.
        """
        around = [section for section in self._sections.get(doc_id, ()) if section.start <= offset < section.end]
        for section in sorted(around, key=lambda section: section.end - section.start)[:1]:
            counts = self._named(doc_id, section.start, section.end)
            if counts:
                return _first(counts)
        return _first(Counter(key for _, key in self._places.get(doc_id, ())))

    def _named(self, doc_id: str, start: int, end: int) -> Counter[str]:
        places = self._places.get(doc_id, [])
        first, last = bisect_right(places, (start, "")), bisect_right(places, (end, ""))
        return Counter(key for _, key in places[first:last])


def drug_places(named: Iterable[tuple[str, int, str]]) -> dict[str, list[tuple[int, str]]]:
    """Return the drugs named, by document and sorted by offset, from (document, offset, key)."""
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for doc_id, offset, key in named:
        places[doc_id].append((offset, key))
    for held in places.values():
        held.sort()
    return dict(places)


def _first(counts: Counter[str]) -> str | None:
    best = counts.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return best[0][0]
