"""The everyday names of chemicals: what running text calls them, where a dictionary's official name is a rare one.

"Paraformaldehyde" is MeSH's paraform, "agarose" DrugBank's sepharose. An entity keeps its identifier and all of its
names; only what is shown changes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from entities import Entity

from extract.language.lexicon.keys import key

LEAST = 5  # occurrences of an everyday name
TIMES = 5  # how many times as often as the official one it must occur
WORDS = 4  # of a name, at most
WRITTEN = re.compile(r"(?=(?:.*[a-z]){5})[a-z0-9][a-z0-9',-]*(?: [a-z0-9][a-z0-9',-]*)*")
TOKEN = re.compile(r"[^\s()\[\];:/]+")


def call_by_everyday_names(entities: Iterable[Entity], lines: Iterable[str]) -> int:
    """Give chemicals that the sources name the name that running text has for them; return how many changed."""
    named = {id(entity): list(everyday_candidates(entity)) for entity in entities if is_open(entity)}
    bearers: dict[str, set[int]] = defaultdict(set)
    for entity in entities:
        if entity.type == "CHEMICAL":
            for name in (*entity.names, *entity.called):
                bearers[stem(name)].add(id(entity))
    official_names = {entity.norm for entity in entities if is_open(entity)}
    counts = count_names(lines, official_names.union(*named.values()))
    changed = 0
    for entity in entities:
        own = [name for name in named.get(id(entity), ()) if len(bearers[stem(name)]) == 1]
        best = max(own, key=lambda name: (counts[name], name), default="")
        official = max(counts[form] for form in {entity.norm, *forms_of(entity.norm)})
        if counts[best] >= max(LEAST, TIMES * official) and not is_part(best, entity.norm):
            entity.norm = best
            changed += 1
    return changed


def stem(name: str) -> str:
    """Return the key of a name in the singular."""
    return key(name).removesuffix("s")


def is_part(name: str, official: str) -> bool:
    """Tell whether one of two names is the other with words left out: "sterile water", "adrenergic agents"."""
    shorter, longer = sorted((set(name.split(" ")), set(official.lower().split(" "))), key=len)
    return shorter <= longer


def is_open(entity: Entity) -> bool:
    """Tell whether a chemical is called as a source calls it, rather than by hand."""
    return entity.type == "CHEMICAL" and bool(entity.names) and "curated" not in entity.names.values()


def everyday_candidates(entity: Entity) -> Iterator[str]:
    """Yield the full names of an entity as running text writes them, in lower case."""
    for name, kind in entity.names.items():
        lower = name.lower()
        full = kind in ("official", "synonym") and not name.isupper()
        if full and lower.count(" ") < WORDS and WRITTEN.fullmatch(lower):
            yield lower


def forms_of(norm: str) -> set[str]:
    """Return an official name in lower case, in the singular and the plural."""
    lower = norm.lower()
    return {lower, lower.removesuffix("s"), lower + "s"}


def count_names(lines: Iterable[str], names: Collection[str]) -> Counter[str]:
    """Return how often running text writes each of the names, with a small first letter if they have one."""
    counts: Counter[str] = Counter()
    firsts = {name.split(" ", 1)[0] for name in names}
    for line in lines:
        tokens = [token.strip(".,'") for token in TOKEN.findall(line)]
        for start, token in enumerate(tokens):
            if token not in firsts:
                continue
            for size in range(1, WORDS + 1):
                name = " ".join(tokens[start : start + size]).lower()
                if name in names:
                    counts[name] += 1
    return counts
