"""Claims against gold sets and corpora of others: one table of what is found and whether its sign is right.

    python benchmarks/claims/run.py --corpora CORPORA --gold GOLD --civic CIVIC -o results.json

Every option may be left out; what is not given is not measured. CORPORA holds ``biored/*Dev*.PubTator``,
``bionlp-st-2013-cg`` and ``bionlp-st-2013-pc`` as published; GOLD is a folder of folders of gold files with their text;
CIVIC holds ``texts/*.txt`` and ``labels.jsonl``.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import bionlp
import biored
import civic
from pairs import PairDocument, measure
from spacy.language import Language

import extract
from extract.evaluation.gold import read_gold
from extract.evaluation.scoring import score
from extract.evaluation.system import sentence_units
from extract.language.load import apply


def corpora(folder: Path) -> Iterator[tuple[str, list[PairDocument]]]:
    """Yield name and documents of each corpus that stands in the folder."""
    for path in sorted(folder.rglob("*Dev*.PubTator")):
        yield "BioRED development", list(biored.read(path))
    for name, title in (("cg", "Cancer Genetics development"), ("pc", "Pathway Curation development")):
        for path in sorted(folder.rglob(f"bionlp-st-2013-{name}/original-data/devel")):
            yield title, list(bionlp.read(path))


def gold_sets(folder: Path) -> Iterator[Path]:
    """Yield the folders that hold gold files, but for rows of tables, which are no sentences."""
    yield from sorted({path.parent for path in folder.rglob("*.jsonl") if "tables" not in path.parts})


def score_gold(nlp: Language, folder: Path) -> dict[str, object]:
    """Return the signed scores of a gold set, found and with its mentions given."""
    documents = read_gold(folder)
    row: dict[str, object] = {}
    for way, given in (("found", False), ("given", True)):
        scores = score(sentence_units(nlp, documents, given_mentions=given))
        row[way] = {"signed": scores.signed.as_dict(), "wrong_sign": scores.wrong_sign.as_dict()}
    return row


def score_civic(nlp: Language, folder: Path) -> dict[str, float | int]:
    """Return how many statements give a claim of gene and drug, and how many of these the right sign."""
    labels = civic.labels(folder / "labels.jsonl")
    signs = {}
    for id_, label in labels.items():
        doc = apply(nlp, nlp.make_doc((folder / "texts" / f"{id_}.txt").read_text(encoding="utf-8")))
        signs[id_] = civic.sign_of(label, doc._.triples)
    found = [id_ for id_, sign in signs.items() if sign is not None]
    right = sum(signs[id_] == labels[id_]["sign"] for id_ in found)
    share = len(found) / len(labels) if labels else 0.0
    return {"statements": len(labels), "found": round(share, 3), "sign": round(right / len(found), 3) if found else 0.0}


def main(arguments: list[str]) -> None:
    """Measure what was named and print it as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--civic", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    nlp = extract.load()
    results: dict[str, object] = {"resistract": extract.__version__}
    if options.corpora:
        print("| corpus | pairs | found | entities given | precision | sign | direction |\n" + "|---" * 7 + "|")
        for name, documents in corpora(options.corpora):
            found, given = (measure(nlp, documents, given=way).as_dict() for way in (False, True))
            results[name] = {"found": found, "given": given}
            cells = (
                found["pairs"],
                found["found"],
                given["found"],
                found["precision"],
                found["sign"],
                found["direction"],
            )
            print(f"| {name} | " + " | ".join("–" if cell is None else str(cell) for cell in cells) + " |", flush=True)
    if options.civic:
        results["CIViC"] = score_civic(nlp, options.civic)
        print(f"\nCIViC: {results['CIViC']}", flush=True)
    if options.gold:
        print("\n| gold set | P | R | F1 | wrong signs | F1, mentions given |\n|---|---:|---:|---:|---:|---:|")
        for folder in gold_sets(options.gold):
            row = score_gold(nlp, folder)
            results[str(folder.relative_to(options.gold))] = row
            signed, wrong = row["found"]["signed"], row["found"]["wrong_sign"]
            cells = [f"{signed[key]:.3f}" for key in ("precision", "recall", "f1")]
            cells += [f"{wrong['part']}/{wrong['whole']}", f"{row['given']['signed']['f1']:.3f}"]
            print(f"| {folder.relative_to(options.gold)} | " + " | ".join(cells) + " |", flush=True)
    if options.output:
        options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
