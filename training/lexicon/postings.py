"""Which name may stand for which entity, how it may be matched, how sure it is; and what evidence changes in that."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from entities import Entity
from policy import BASE_SCORES, Policy

from extract.language.lexicon.dictionary import KINDS, MODES
from extract.language.lexicon.keys import case_mask, key

LONGEST = 80  # key characters
LEAST_RIGHT = 0.2  # share of its occurrences in annotated corpora that a name must be right in, to be matched
COMMON = -14.0  # log probability, in general English, from which on a word is an everyday one

GENES = ("GENE", "NCRNA")
PHRASES = ("PROCESS", "CELL_TYPE")
LOOKUP, FREE, EXACT = MODES.index("lookup"), MODES.index("free"), MODES.index("exact")
CURATED, OFFICIAL, NAME, ABBREVIATION = map(KINDS.index, ("curated", "official", "name", "abbreviation"))
SURE = {KINDS.index("official"), KINDS.index("family"), CURATED}

Definitions = dict[str, tuple[int, Counter[tuple[str, str, str | None]]]]
Hits = dict[tuple[str, str], tuple[int, int]]


class Posting(NamedTuple):
    """Kind and mode of a name as numbers, whether it has a blank, and its score in 0..255."""

    kind: int
    mode: int
    spaced: bool
    score: int

    def closed(self) -> Posting:
        """Return the posting as one that is open to look-up only."""
        return self._replace(mode=LOOKUP)


# For each key, by entity number and case mask.
Postings = dict[str, dict[tuple[int, int], Posting]]


def gather(entities: list[Entity], policy: Policy, frequencies: Counter[str]) -> Postings:
    """Return the postings of all names; a symbol that running text uses more is more likely meant by its aliases."""
    postings: Postings = defaultdict(dict)
    for number, entity in enumerate(entities):
        popularity = min(math.log1p(frequencies[entity.norm]) / 20, 0.4) if entity.type in GENES else 0.0
        for name, kind in entity.names.items():
            name_key = key(name)
            if not name_key or len(name_key) > LONGEST or "\n" in name_key:
                continue
            score = BASE_SCORES[kind] * (1.0 if kind in ("official", "curated") else 0.8 + popularity / 2)
            mode = MODES.index(policy.mode(name, kind, entity))
            posting = Posting(KINDS.index(kind), mode, " " in name, round(min(1.0, score) * 255))
            place = (number, case_mask(name))
            known = postings[name_key].get(place)
            if known is None or posting[:2] < known[:2]:
                postings[name_key][place] = posting
    resolve_conflicts(postings, entities)
    return postings


def resolve_conflicts(postings: Postings, entities: list[Entity]) -> None:
    """Let a name that is sure for one type be found as that type only; the others stay open to look-up."""
    for items in postings.values():
        types = {entities[number].type for (number, _), posting in items.items() if posting.mode != LOOKUP}
        if len(types) < 2:
            continue
        names = [(entities[number], posting) for (number, _), posting in items.items()]
        by_hand = {entity.type for entity, posting in names if posting.kind == CURATED}
        gene = any(entity.type in GENES and posting.kind in SURE for entity, posting in names)
        line = not gene and any(re.fullmatch(r"cellosaurus:\d{4}", entity.curie or "") for entity, _ in names)
        # A protein that is given as a drug, or a symbol that stands in a list of compounds, stays the protein.
        symbols = {mask for (number, mask), p in items.items() if entities[number].type in GENES and p.kind == OFFICIAL}
        compound = any(entity.type == "CHEMICAL" and posting.kind in SURE for entity, posting in names)
        protein = not compound and any(entity.type in GENES and posting.kind == NAME for entity, posting in names)
        for place, posting in items.items():
            type_ = entities[place[0]].type
            if posting.kind == CURATED:
                close = False
            elif by_hand:
                close = type_ not in by_hand
            elif type_ in GENES:
                close = posting.kind not in SURE and not gene and (line or ("CHEMICAL" in types and not protein))
            elif type_ == "CHEMICAL" and (protein or place[1] in symbols):
                close = True
            elif type_ == "CELL_LINE":
                close = not line
            else:
                close = (posting.kind not in SURE and gene) or (type_ == "PROCESS" and "DISEASE" in types)
            if close:
                items[place] = posting.closed()


def add_definitions(postings: Postings, entities: list[Entity], defined: Definitions) -> None:
    """Add the abbreviations that texts define; one that mostly means one thing may be matched."""
    numbers = {(entity.type, entity.norm, entity.curie): number for number, entity in enumerate(entities)}
    for short, (total, meanings) in defined.items():
        for meaning, count in meanings.items():
            share = count / total
            if share < 0.1:
                continue
            mode = EXACT if share >= 0.5 and total >= 5 and len(short) >= 3 else LOOKUP
            posting = Posting(ABBREVIATION, mode, False, round(255 * (0.5 + 0.45 * share)))
            items = postings[key(short)]
            place = (numbers[meaning], case_mask(short))
            known = items.get(place)
            if known is None:
                items[place] = posting
            elif posting.score > known.score:
                items[place] = posting._replace(kind=known.kind, mode=min(known.mode, mode))
    resolve_conflicts(postings, entities)


def close_by_definitions(postings: Postings, entities: list[Entity], defined: Definitions, hits: Hits) -> None:
    """Close names that texts define as something else, unless annotators took them for what the lexicon does."""
    for short, (total, meanings) in defined.items():
        name_key, mask = key(short), case_mask(short)
        if total < 5:
            continue
        types: Counter[str] = Counter()
        for (type_, _, _), count in meanings.items():
            types[type_] += count
        for place, posting in [*postings.get(name_key, {}).items()]:
            entity = entities[place[0]]
            share = meanings[entity.type, entity.norm, entity.curie] / total
            if share >= 0.1 or posting.kind == CURATED or place[1] != mask:
                continue
            right, seen = hits.get((name_key, entity.type), (0, 0))
            # A symbol as NLRP3 means itself, whatever words a text spells it out with.
            distinct = posting.kind in SURE and len(name_key) >= 4 and any(char.isdigit() for char in short)
            if not distinct and types[entity.type] < total / 2 and not (right >= 3 and right > seen / 2):
                posting = posting.closed()
            postings[name_key][place] = posting._replace(score=round(posting.score * 0.75))


def doubt_lines(
    postings: Postings, entities: list[Entity], frequencies: Counter[str], before_cells: Counter[str]
) -> None:
    """Lower the score of cell lines whose name running text hardly ever follows with "cells"."""
    totals: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    for word, count in frequencies.items():
        totals[key(word)] += count
        cells[key(word)] += before_cells[word]
    for name_key, items in postings.items():
        if totals[name_key] < 10 or cells[name_key] > totals[name_key] / 25:
            continue
        for place, posting in items.items():
            if entities[place[0]].type == "CELL_LINE" and posting.kind != CURATED:
                items[place] = posting._replace(score=posting.score // 2)


def add_called(postings: Postings, entities: list[Entity]) -> None:
    """Add the names that are to be looked up only; one that could be matched before can be still."""
    for number, entity in enumerate(entities):
        for name, kind in entity.called.items():
            name_key = key(name)
            if not name_key or len(name_key) > LONGEST:
                continue
            score = BASE_SCORES[kind] * (1.0 if kind == "curated" else 0.8)
            posting = Posting(KINDS.index(kind), LOOKUP, " " in name, round(score * 255))
            place = (number, case_mask(name))
            known = postings[name_key].get(place)
            postings[name_key][place] = posting._replace(mode=known.mode) if known else posting


def use_hits(postings: Postings, entities: list[Entity], hits: Hits) -> None:
    """Close names that annotators mostly did not take for what the lexicon does; doubtful ones lose in score."""
    for (name_key, label), (right, seen) in hits.items():
        for name in dict.fromkeys((name_key, name_key.removesuffix("s"))):
            for place, posting in postings.get(name, {}).items():
                if entities[place[0]].type != label or label in PHRASES or posting.kind == CURATED:
                    continue
                if seen >= 5 and right <= LEAST_RIGHT * seen:
                    posting = posting.closed()
                # That a name of a line stands inside a longer name, as annotators see it, does not make it less sure.
                factor = 1.0 if label == "CELL_LINE" else 0.5 + 0.5 * (right + 2) / (seen + 2)
                postings[name][place] = posting._replace(score=round(posting.score * factor))


def close_common_words(
    postings: Postings, entities: list[Entity], hits: Hits, log_probabilities: Mapping[str, float]
) -> None:
    """Close names that are words of everyday English, unless annotators mostly took them for names."""
    for name_key, items in postings.items():
        if not name_key.isalpha() or log_probabilities.get(name_key, -99.0) < COMMON:
            continue
        for place, posting in items.items():
            type_ = entities[place[0]].type
            right, seen = hits.get((name_key, type_), (0, 0))
            known = (seen >= 3 and right > seen / 2) or posting.kind == CURATED or type_ in ("ORGANISM", "PROCESS")
            secondary = type_ in GENES and posting.kind not in SURE
            if (posting.mode == FREE or secondary) and not known:
                items[place] = posting.closed()
