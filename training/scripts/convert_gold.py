"""Convert what teaches the recogniser of mentions: gold records, annotated raw text, corpora that mark some types.

Gold records and the annotated raw text mark all ten types. Cancer Genetics' events give processes and its entities
chemicals, CRAFT biological processes and kinds of cell, Pathway Curation, BioRED and BC5CDR chemicals; there the other
types are unknown, and say nothing.
"""

import argparse
import json
import lzma
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import spacy
from entities import CHEMICAL, UNKNOWN, Annotated, read_all
from entity_docs import renamed
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extract.language.model.recogniser import MARKED

#: Events of Cancer Genetics that are processes.
EVENTS = frozenset(
    (
        *("Blood_vessel_development", "Metastasis", "Cell_proliferation", "Cell_death", "Cell_transformation"),
        *("Carcinogenesis", "Growth", "Cell_differentiation", "Metabolism", "Glycolysis", "Catabolism"),
        *("DNA_methylation", "DNA_demethylation", "Glycosylation", "Acetylation", "Cell_division"),
        *("Amino_acid_catabolism", "Ubiquitination", "Development", "Remodeling"),
    )
)
#: Events that are processes only with what they happen to: "tumor growth", "melanoma progression".
BOUND = frozenset(("Development", "Growth", "Remodeling", "Cell_transformation"))
THINGS = frozenset(("Cancer", "Cell", "Tissue", "Organ", "Multi-tissue_structure", "Simple_chemical"))
#: Heads of CRAFT's processes that the guidelines mark as states, or not at all.
NO_PROCESS = re.compile(
    r"(?:express\w*|transcri\w*|regulat\w*|signal\w*|locali[sz]\w*|bind\w*|produc\w*|secret\w*|activat\w*|develop\w*|"
    r"birth|born|behavio\w*|aging|age|pregnan\w*|mat(?:e|ing)|feed\w*|\w*ed|\w*e)$",
    re.IGNORECASE,
)
TIMES = 4  # how often what marks all types is read for one reading of the rest
RENAMED = 2  # copies with invented names

Span = tuple[int, int, str]


def gold_documents(folders: list[Path]) -> Iterator[tuple[str, str, list[Span]]]:
    """Yield (document, text, spans) for gold records, the sentences of a document one after the other."""
    sentences = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                sentences[f"{folder.name}/{record['doc']}"].append(record)
    for name, records in sentences.items():
        text, spans = "", []
        for record in sorted(records, key=lambda r: r["start"]):
            text += " " if text else ""
            spans += [(len(text) + e["start"], len(text) + e["end"], e["type"]) for e in record["entities"]]
            text += record["text"]
        yield name, text, spans


def annotated_texts(folder: Path, raw: Path) -> Iterator[tuple[str, str, list[Span], list[tuple[int, int]]]]:
    """Yield (name, text, spans, doubtful spans) for passages of raw text that are annotated by offsets.

    Raises ``ValueError`` if a sentence does not lie in its line: the raw text is another one.
    """
    passages = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            passages[record["line"]].append(record)
    opener = lzma.open if raw.suffix == ".xz" else open
    with opener(raw, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            text, spans, doubtful = "", [], []
            for record in sorted(passages.get(number, ()), key=lambda r: r["start"]):
                if record["end"] > len(line):
                    raise ValueError(f"line {number} of {raw} is shorter than the text that was annotated")
                text += " " if text else ""
                spans += [(len(text) + start, len(text) + end, label) for start, end, label in record["entities"]]
                doubtful += [(len(text) + start, len(text) + end) for start, end in record["doubtful"]]
                text += line[record["start"] : record["end"]]
            if text:
                yield f"raw/{number}", text, spans, doubtful


def annotated_sentences(folder: Path, raw: Path) -> Iterator[tuple[str, str, list[Span], list[tuple[int, int]]]]:
    """Yield (name, text, spans, doubtful spans) for each annotated sentence of raw text by itself."""
    records = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    wanted = {record["line"] for record in records}
    opener = lzma.open if raw.suffix == ".xz" else open
    with opener(raw, "rt", encoding="utf-8") as file:
        lines = {number: line for number, line in enumerate(file) if number in wanted}
    for record in records:
        text = lines[record["line"]][record["start"] : record["end"]]
        yield f"raw/{record['line']}", text, [tuple(e) for e in record["entities"]], record["doubtful"]


def cancer_genetics(folder: Path) -> Iterator[tuple[str, list[Span], list[tuple[int, int]]]]:
    """Yield (text, processes, doubtful spans); a process takes in the thing that stands right before it."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        things = {}
        for line in path.with_suffix(".a1").read_text(encoding="utf-8").splitlines():
            label, start, end = line.split("\t")[1].split(";")[0].split()[:3]
            if label in THINGS:
                things[int(end)] = int(start)
        spans, doubtful = [], []
        for line in path.with_suffix(".a2").read_text(encoding="utf-8").splitlines():
            if not line.startswith("T") or ";" in line.split("\t")[1]:
                continue
            label, start, end = line.split("\t")[1].split()
            begin = things.get(int(start) - 1, int(start))
            if label not in EVENTS:
                continue
            noun = re.search(r"(?:ion|sis|th|ing|ity|phagy|lysis|ment|ism|ation|al)$", text[int(start) : int(end)])
            if not noun or (label in BOUND and begin == int(start)):
                doubtful.append((int(start), int(end)))
            else:
                spans.append((begin, int(end), "PROCESS"))
        yield text, spans, doubtful


def craft(folder: Path, ontologies: dict[str, str]) -> Iterator[tuple[str, list[Span], list]]:
    """Yield (text, spans, doubtful spans) for CRAFT's training articles."""
    articles = folder / "articles"
    kept_out = {
        line.strip()
        for name in ("dev", "test")
        for line in (articles / "ids" / f"craft-ids-{name}.txt").read_text(encoding="utf-8").splitlines()
    }
    for path in sorted((articles / "txt").glob("*.txt")):
        if path.stem in kept_out:
            continue
        spans, doubtful = [], []
        for ontology, label in ontologies.items():
            source = folder / f"concept-annotation/{ontology}/{ontology}/knowtator/{path.stem}.txt.knowtator.xml"
            for annotation in ElementTree.parse(source).iter("annotation"):  # noqa: S314  a corpus of our own choice
                places = [(int(s.get("start")), int(s.get("end"))) for s in annotation.iter("span")]
                words = annotation.findtext("spannedText") or ""
                general = label == "PROCESS" and NO_PROCESS.search(words)
                if len(places) > 1 or general or words.lower() in ("cell", "cells", "cellular"):
                    doubtful += places
                else:
                    spans += [(*places[0], label)]
        yield path.read_text(encoding="utf-8"), spans, doubtful


def to_doc(nlp: Language, text: str, spans: list, doubtful: list, marked: list[str] | None) -> Doc:
    """Make a Doc; of overlapping spans the longest stays, what fits no token is unknown."""
    doc = nlp.make_doc(text)
    taken: set[int] = set()
    ents, missing = [], []
    for start, end, label in sorted(spans, key=lambda s: s[0] - s[1]):
        span = doc.char_span(start, end, label=label)
        if span is None:
            doubtful = [*doubtful, (start, end)]
        elif taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            ents.append(span)
    for start, end in doubtful:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            missing.append(span)
    doc.set_ents(ents, missing=missing, default="outside")
    if marked is not None:
        doc.user_data[MARKED] = marked
    return doc


def pieces(doc: Doc, size: int = 150) -> Iterator[Doc]:
    """Cut a long Doc at ends of lines or sentences into pieces of about `size` tokens."""
    start = 0
    for token in doc:
        length = token.i + 1 - start
        if not token.ent_type and (length > 2 * size or (length >= size and token.text in ".\n")):
            piece = doc[start : token.i + 1].as_doc()
            piece.user_data.update(doc.user_data)
            yield piece
            start = token.i + 1
    if start < len(doc):
        piece = doc[start:].as_doc()
        piece.user_data.update(doc.user_data)
        yield piece


def of_type(document: Annotated, label: str) -> list[Span]:
    """Return the spans of one type."""
    return [span for span in document.spans if span[2] == label]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="folder of gold records")
    parser.add_argument(
        "--annotations", type=Path, action="append", default=[], help="folder of annotations of raw text, by offsets"
    )
    parser.add_argument("--raw", type=Path, help="the raw text that they annotate")
    parser.add_argument(
        "--fold", type=int, help="leave out every tenth annotated text, of this remainder; write it as dev"
    )
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "resistract.Tokenizer.v1"}}})
    rng = random.Random(arguments.seed)  # noqa: S311
    train, dev = [], []
    whole = sorted((name, text, spans, []) for name, text, spans in gold_documents(arguments.gold))
    passages = (passage for folder in arguments.annotations for passage in annotated_texts(folder, arguments.raw))
    for number, passage in enumerate(passages):
        if arguments.fold is not None and number % 10 == arguments.fold:
            _, text, spans, doubtful = passage
            dev.append(to_doc(nlp, text, spans, doubtful, None))
        else:
            whole.append(passage)
    for name, text, spans, doubtful in whole:
        train += [to_doc(nlp, text, spans, doubtful, None) for _ in range(TIMES)]
        unknown = [(start, end, UNKNOWN) for start, end in doubtful]
        for _ in range(RENAMED):
            copy = renamed(Annotated("gold", name, text, tuple(sorted([*spans, *unknown]))), rng)
            known = [span for span in copy.spans if span[2] != UNKNOWN]
            train.append(to_doc(nlp, copy.text, known, [s[:2] for s in copy.spans if s[2] == UNKNOWN], None))
    corpora = read_all(arguments.corpora)
    chemicals = {document.text: of_type(document, CHEMICAL) for document in corpora["cg-train"]}
    for text, spans, doubtful in cancer_genetics(arguments.corpora / "bionlp-st-2013-cg/original-data/train"):
        train += pieces(to_doc(nlp, text, [*spans, *chemicals[text]], doubtful, ["PROCESS", CHEMICAL]))
    both = {"GO_BP": "PROCESS", "CL": "CELL_TYPE"}
    for text, spans, doubtful in craft(arguments.corpora / "CRAFT", both):
        parts = list(pieces(to_doc(nlp, text, spans, doubtful, [*both.values()])))
        train += rng.sample(parts, len(parts) // 6)
    for name in ("bc5cdr-train", "biored-train"):
        for document in corpora[name][::2]:
            train.append(to_doc(nlp, document.text, of_type(document, CHEMICAL), [], [CHEMICAL]))
    for document in corpora["pc-train"][::2]:
        train += pieces(to_doc(nlp, document.text, of_type(document, CHEMICAL), [], [CHEMICAL]))
    rng.shuffle(train)
    arguments.output.mkdir(parents=True, exist_ok=True)
    DocBin(docs=train, store_user_data=True).to_disk(arguments.output / "mentions-train.spacy")
    DocBin(docs=dev or train[:20], store_user_data=True).to_disk(arguments.output / "mentions-dev.spacy")
    print(len(train), len(dev), sum(map(len, train)), Counter(ent.label_ for doc in train for ent in doc.ents))


if __name__ == "__main__":
    main()
