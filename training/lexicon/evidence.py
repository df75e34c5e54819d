"""What annotated corpora and raw text say about names.

Two kinds of evidence. From annotated corpora: how often a stretch of text that the lexicon would take for a name is
annotated as one. From raw text: what an abbreviation is defined as ("hepatocellular carcinoma (HCC)"), by the
algorithm of Schwartz and Hearst (2003).
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from extract.language.lexicon.dictionary import Lexicon
from extract.language.lexicon.keys import key

Annotated = tuple[str, list[tuple[int, int, str]]]

# The types that a corpus annotates wherever they occur, by its own labels.
BIORED = {
    "GeneOrGeneProduct": "GENE",
    "ChemicalEntity": "CHEMICAL",
    "DiseaseOrPhenotypicFeature": "DISEASE",
    "CellLine": "CELL_LINE",
}
EVENTS = {"Gene_or_gene_product": "GENE", "Protein": "GENE", "Complex": "GENE", "Simple_chemical": "CHEMICAL"}
JNLPBA = {"protein": "GENE", "DNA": "GENE", "RNA": "GENE", "cell_line": "CELL_LINE", "cell_type": "CELL_TYPE"}
CDR = {"Chemical": "CHEMICAL", "Disease": "DISEASE"}


def read_corpora(folder: Path) -> Iterator[tuple[set[str], Iterator[Annotated]]]:
    """Yield, for each corpus in the folder, the types it annotates and its texts with their annotations."""
    yield set(BIORED.values()), _bioc(folder / "BioRED", BIORED)
    for name in ("bionlp-st-2013-cg", "bionlp-st-2013-pc"):
        yield {"GENE", "CHEMICAL"}, _standoff(sorted((folder / name).rglob("*.a1")), EVENTS)
    yield {"GENE", "CELL_LINE", "CELL_TYPE"}, _standoff(sorted((folder / "jnlpba").rglob("*.ann")), JNLPBA)
    yield {"CHEMICAL", "DISEASE"}, _pubtator(sorted((folder / "bran-cdr").rglob("*.gz")), CDR)
    yield {"GENE"}, _columns(sorted(folder.rglob("BC2GM-IOB/*.tsv")), "GENE")
    yield {"DISEASE"}, _columns(sorted(folder.rglob("NCBI-disease-IOB/*.tsv")), "DISEASE")


def count_hits(matcher, make_doc, folder: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """Return for (key, type) how often the matcher found it where its type is annotated, and how often it was right."""
    seen: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for types, texts in read_corpora(folder):
        for text, marked in texts:
            doc = matcher(make_doc(text))
            for span in doc.spans["lexicon"]:
                label = "GENE" if span.label_ == "NCRNA" else span.label_
                if label not in types:
                    continue
                item = (key(span.text), span.label_)
                seen[item] += 1
                right[item] += any(
                    start < span.end_char and span.start_char < end and type_ == label
                    and (end - start) <= 3 * (span.end_char - span.start_char)
                    for start, end, type_ in marked
                )  # fmt: skip
    return {item: (right[item], count) for item, count in seen.items()}


def definitions(path: Path, opener) -> dict[str, Counter[str]]:
    """Return for each abbreviation in raw text its long forms (keys), counted."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    bracket = re.compile(r" \(([A-Za-z][\w/-]{1,9})\)")
    words = re.compile(r"[\w'/α-ω, -]+$")
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            for match in bracket.finditer(line):
                short = re.sub(r"(?<=[A-Z])s$", "", match[1])
                before = words.search(line[max(match.start() - 100, 0) : match.start()])
                if before is None or sum(char.isupper() for char in short) < 2:
                    continue
                long = _long_form(before[0], short)
                if long:
                    found[short][key(long)] += 1
    return found


def resolve_definitions(
    found: dict[str, Counter[str]], lexicon: Lexicon
) -> dict[str, tuple[int, Counter[tuple[str, str, str | None]]]]:
    """Return for each abbreviation how often it is defined, and the entities that its long forms name."""
    resolved = {}
    for short, forms in found.items():
        total = sum(forms.values())
        if total < 3:
            continue
        entities: Counter[tuple[str, str, str | None]] = Counter()
        for form, count in forms.items():
            for name in (form, re.sub(r"s$", "", form)):
                entries = [
                    entry
                    for entry in lexicon.entries(name)
                    if entry.kind in ("official", "name", "synonym", "curated", "family", "derived")
                ]
                if entries:
                    best = max(entries, key=lambda entry: entry.score)
                    entities[best.type, best.norm, best.curie] += count
                    break
        resolved[short] = (total, entities)
    return resolved


def _long_form(words: str, short: str) -> str | None:
    """Return the part of `words` that `short` abbreviates (Schwartz and Hearst 2003)."""
    size = len(short)
    place = len(words)
    for number in range(size - 1, -1, -1):
        char = short[number].lower()
        if not char.isalnum():
            continue
        place -= 1
        while place >= 0 and not (
            words[place].lower() == char and (number > 0 or place == 0 or not words[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    long = words[place:]
    count = len(re.split(r"[\s-]+", long))
    return long if len(long) > size and count <= min(size + 5, size * 2) else None


def _standoff(paths: Iterable[Path], labels: dict[str, str]) -> Iterator[Annotated]:
    for path in paths:
        annotations = []
        for line in path.read_text(encoding="utf-8").splitlines():
            match = re.match(r"T\d+\t(\S+) (\d+) (?:[\d; ]* )?(\d+)\t", line)
            if match and match[1] in labels:
                annotations.append((int(match[2]), int(match[3]), labels[match[1]]))
        yield path.with_suffix(".txt").read_text(encoding="utf-8"), annotations


def _bioc(folder: Path, labels: dict[str, str]) -> Iterator[Annotated]:
    for path in sorted(folder.rglob("*.XML")):
        for passage in etree.parse(path).iter("passage"):
            base = int(passage.findtext("offset"))
            annotations = []
            for annotation in passage.iter("annotation"):
                label = next((i.text for i in annotation.iter("infon") if i.get("key") == "type"), None)
                location = annotation.find("location")
                if label in labels:
                    start = int(location.get("offset")) - base
                    annotations.append((start, start + int(location.get("length")), labels[label]))
            yield passage.findtext("text") or "", annotations


def _pubtator(paths: Iterable[Path], labels: dict[str, str]) -> Iterator[Annotated]:
    for path in paths:
        for block in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n\n"):
            lines = block.strip().splitlines()
            texts = [line.split("|", 2)[2] for line in lines if re.match(r"^\d+\|[ta]\|", line)]
            rows = [line.split("\t") for line in lines]
            yield (
                "\n".join(texts),
                [(int(r[1]), int(r[2]), labels[r[4]]) for r in rows if len(r) >= 5 and r[4] in labels],
            )


def _columns(paths: Iterable[Path], label: str) -> Iterator[Annotated]:
    for path in paths:
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            text, annotations, start = "", [], None
            for line in block.splitlines():
                word, _, tag = line.partition("\t")
                if tag[:1] != "I" and start is not None:
                    annotations.append((start, len(text) - 1, label))
                    start = None
                if tag.startswith("B"):
                    start = len(text)
                text += word + " "
            if start is not None:
                annotations.append((start, len(text) - 1, label))
            yield text, annotations
