"""Readers for the entity corpora: documents with typed character spans, and which types a corpus marks at all."""

import gzip
import hashlib
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

GENE, NCRNA, CHEMICAL, DISEASE = "GENE", "NCRNA", "CHEMICAL", "DISEASE"
CELL_LINE, CELL_TYPE, ORGANISM, VARIANT = "CELL_LINE", "CELL_TYPE", "ORGANISM", "VARIANT"

#: A span whose tokens must be neither learned as a name nor as the absence of one.
UNKNOWN = "UNKNOWN"

EntitySpan = tuple[int, int, str]


@dataclass(frozen=True)
class Annotated:
    """A text with spans. `known` holds the types that the corpus marks; all others are missing, not absent."""

    corpus: str
    doc_id: str
    text: str
    spans: tuple[EntitySpan, ...]
    known: frozenset[str] = field(default_factory=frozenset)


_NCRNA = re.compile(
    r"(?:(?:hsa|mmu|rno)-)?(?:pre-|pri-)?(?:mi(?:R|r|cro)?-?RNAs?-?|mi[Rr]|MIR|MiR|[Ll]et|LET|[Ll]in-4)(?=-?\d)[-\w./*]*"
    r"|(?:LINC|linc|LOC|lnc)-?[A-Z0-9]\w*(?:-\w+)*|[A-Z0-9]+-(?:AS|IT|OT)\d?|circ(?:RNA)?[-_]?[A-Z0-9]\w*|SNHG\d+"
    r"|HOTAIR(?:M1)?|MALAT-?1|NEAT1|H19|XIST|MEG3|GAS5|UCA1|TUG1|CCAT[12]|PVT1|ANRIL|CASC\d+|DANCR|CRNDE|BANCR|HULC|HOTTIP"
)

_CELL_LINE = re.compile(
    r"\d|\b(?:cell lines?|HeLa|HepG2|Jurkat|Raji|Vero|CHO|COS|HEK|Caco|MCF|PC12|NIH|LNCaP|HUVECs?|PANC|HT|BxPC|SK|MDA"
    r"|THP|K562)\b"
)


def ncrna_or_gene(name: str) -> str:
    """Tell a non-coding RNA from a protein-coding gene by the pattern of its name."""
    return NCRNA if _NCRNA.fullmatch(name) else GENE


def cell_line_or_type(name: str) -> str:
    """Split the one type "Cell": a cell line's name has a digit or is one of the few well-known names without."""
    if re.search(r"CD\d|Th\d|\bM[12]\b|[+\-]$", name) and "line" not in name:
        return CELL_TYPE
    return CELL_LINE if _CELL_LINE.search(name) else CELL_TYPE


def held_out(doc_id: str) -> bool:
    """Whether a JNLPBA document is in the fifth kept for evaluation, by the hash of its id."""
    return int(hashlib.sha1(doc_id.encode(), usedforsecurity=False).hexdigest(), 16) % 5 == 0


def read_standoff(folder: Path, suffix: str) -> Iterator[tuple[str, str, list[EntitySpan]]]:
    """Yield (id, text, spans) for a folder of brat files; discontinuous spans are left out."""
    for path in sorted(folder.glob("*.txt")):
        spans = []
        for line in path.with_suffix(suffix).read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if not line.startswith("T") or ";" in fields[1]:
                continue
            label, start, end = fields[1].split()
            spans.append((int(start), int(end), label))
        yield path.stem, path.read_text(encoding="utf-8"), spans


def read_pubtator(path: Path) -> Iterator[tuple[str, str, list[EntitySpan]]]:
    """Yield (PMID, title and abstract, spans)."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for block in file.read().strip().split("\n\n"):
            lines = block.split("\n")
            number, _, title = lines[0].split("|", 2)
            text = title + " " + lines[1].split("|", 2)[2]
            rows = [line.split("\t") for line in lines[2:]]
            yield (
                number,
                text,
                [(int(row[1]), int(row[2]), row[4]) for row in rows if len(row) >= 5 and row[1].isdigit()],
            )


def read_iob(path: Path) -> Iterator[tuple[str, str, list[EntitySpan]]]:
    """Yield (line number, text, spans) for sentences in two columns. Spaces are guessed."""
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        rows = [line.split("\t")[:2] for line in block.split("\n") if "\t" in line]
        text, spans, previous = "", [], ""
        for word, mark in rows:
            glued = previous in {"(", "[", "-", "/", "'"} or word in {
                ")",
                "]",
                ",",
                ".",
                ";",
                ":",
                "-",
                "/",
                "%",
                "'",
                "?",
            }
            if word == "-" and previous in {",", ")"}:
                glued = False
            text += word if not text or glued else " " + word
            start = len(text) - len(word)
            if mark.startswith("B") or (mark.startswith("I") and not spans):
                spans.append((start, len(text), mark[2:]))
            elif mark.startswith("I"):
                spans[-1] = (spans[-1][0], len(text), spans[-1][2])
            previous = word
        yield str(number), text, spans


def _relabel(spans: list[EntitySpan], text: str, labels: dict[str, str]) -> tuple[EntitySpan, ...]:
    result = []
    for start, end, label in spans:
        kind = labels.get(label)
        if kind == GENE:
            kind = ncrna_or_gene(text[start:end])
        elif kind == CELL_TYPE and label == "Cell":
            kind = cell_line_or_type(text[start:end])
        if kind:
            result.append((start, end, kind))
    return tuple(sorted(result))


JNLPBA = {"protein": GENE, "cell_line": CELL_LINE, "cell_type": CELL_TYPE}
CANCER_GENETICS = {
    "Gene_or_gene_product": GENE,
    "Simple_chemical": CHEMICAL,
    "Amino_acid": CHEMICAL,
    "Cancer": DISEASE,
    "Cell": CELL_TYPE,
    "Organism": ORGANISM,
}
PATHWAY_CURATION = {"Gene_or_gene_product": GENE, "Complex": GENE, "Simple_chemical": CHEMICAL}
CDR = {"Chemical": CHEMICAL, "Disease": DISEASE}
BIORED = {
    "GeneOrGeneProduct": GENE,
    "ChemicalEntity": CHEMICAL,
    "DiseaseOrPhenotypicFeature": DISEASE,
    "CellLine": CELL_LINE,
    "OrganismTaxon": ORGANISM,
    "SequenceVariant": VARIANT,
}


def _annotated(corpus: str, documents: Iterator, labels: dict[str, str], known: set[str]) -> list[Annotated]:
    return [
        Annotated(corpus, doc_id, text, _relabel(spans, text, labels), frozenset(known))
        for doc_id, text, spans in documents
    ]


def read_all(corpora: Path) -> dict[str, list[Annotated]]:
    """Read every corpus; keys end in ``-train`` (for training) or ``-dev`` (never trained on).

    The official test files are not read. BioRED documents that are, or look as if they could be, in BC5CDR's
    development or test part are left out, and so is AnatEM's development part, which overlaps Cancer Genetics devel.
    """
    genes = {GENE, NCRNA}
    cells = {CELL_LINE, CELL_TYPE}
    jnlpba = _annotated("jnlpba", read_standoff(corpora / "jnlpba/standoff/train", ".ann"), JNLPBA, genes | cells)
    genetics = corpora / "bionlp-st-2013-cg/original-data"
    known = {*genes, *cells, CHEMICAL, ORGANISM}
    result = {
        "jnlpba-train": [doc for doc in jnlpba if not held_out(doc.doc_id)],
        "jnlpba-dev": [doc for doc in jnlpba if held_out(doc.doc_id)],
        "cg-train": _annotated("cg", read_standoff(genetics / "train", ".a1"), CANCER_GENETICS, known),
        "cg-dev": _annotated("cg", read_standoff(genetics / "devel", ".a1"), CANCER_GENETICS, known),
        "pc-train": _annotated(
            "pc",
            read_standoff(corpora / "bionlp-st-2013-pc/original-data/train", ".a1"),
            PATHWAY_CURATION,
            {*genes, CHEMICAL},
        ),
    }
    seen = {doc.doc_id for name in ("cg-train", "cg-dev") for doc in result[name]}
    anatomy = read_standoff(corpora / "anatem/original-data/standoff/train", ".ann")
    result["anatem-train"] = [
        doc
        for doc in _annotated("anatem", anatomy, {"Cancer": DISEASE, "Cell": CELL_TYPE}, cells)
        if doc.doc_id not in seen
    ]
    cdr = corpora / "bran-cdr/data/cdr"
    for split, name in (("train", "Training"), ("dev", "Development")):
        path = cdr / f"CDR_{name}Set.PubTator.txt.gz"
        result[f"bc5cdr-{split}"] = _annotated("bc5cdr", read_pubtator(path), CDR, {CHEMICAL, DISEASE})
    crichton = corpora / "MTL-Bioinformatics-2016/data"
    for split, name in (("train", "train"), ("dev", "devel")):
        path = crichton / f"NCBI-disease-IOB/{name}.tsv"
        result[f"ncbi-{split}"] = _merged(_annotated("ncbi", read_iob(path), {"Disease": DISEASE}, {DISEASE}))
        path = crichton / f"BC2GM-IOB/{name}.tsv"
        result[f"bc2gm-{split}"] = _annotated("bc2gm", read_iob(path), {"GENE": GENE}, genes)
    allowed = {doc.doc_id for doc in result["bc5cdr-train"]}
    refused = {doc.doc_id for doc in result["bc5cdr-dev"]}
    biored = corpora / "BioRED/NER BioRED/BioRED"
    known = {*genes, CHEMICAL, DISEASE, CELL_LINE, ORGANISM, VARIANT}
    result["biored-train"] = [
        doc
        for doc in _annotated("biored", read_pubtator(biored / "Train.PubTator"), BIORED, known)
        if doc.doc_id in allowed or not (doc.doc_id in refused or _like_cdr(doc))
    ]
    result["biored-dev"] = [
        doc
        for doc in _annotated("biored", read_pubtator(biored / "Dev.PubTator"), BIORED, known)
        if doc.doc_id not in allowed
    ]
    return result


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of eight successive words of a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[number : number + 8]) for number in range(len(words) - 7)}


def read_raw(path: Path, held_out: list[Annotated], words: int = 500_000, every: int = 12) -> list[Annotated]:
    """Read up to `words` words of raw text, one paragraph in `every`.

    Paragraphs that share eight successive words with a held-out document, or are shorter than 40, are left out.
    """
    refused = set().union(*(runs(doc.text) for doc in held_out))
    result, count = [], 0
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            text = line.strip()
            length = len(text.split())
            if number % every or length < 40 or runs(text) & refused:
                continue
            result.append(Annotated("raw", str(number), text, (), frozenset()))
            count += length
            if count >= words:
                break
    return result


def _like_cdr(doc: Annotated) -> bool:
    """Whether a BioRED document reads like BC5CDR: chemicals and diseases, no variant, two gene names at most."""
    kinds = {kind for _, _, kind in doc.spans}
    names = {doc.text[start:end] for start, end, kind in doc.spans if kind in {GENE, NCRNA}}
    return kinds >= {CHEMICAL, DISEASE} and VARIANT not in kinds and len(names) <= 2


def _merged(sentences: list[Annotated], size: int = 6) -> list[Annotated]:
    """Join runs of sentences, to give the model more than one sentence at a time."""
    result = []
    for number in range(0, len(sentences), size):
        text, spans = "", []
        for sentence in sentences[number : number + size]:
            text += " " if text else ""
            spans += [(start + len(text), end + len(text), kind) for start, end, kind in sentence.spans]
            text += sentence.text
        first = sentences[number]
        result.append(Annotated(first.corpus, first.doc_id, text, tuple(spans), first.known))
    return result
