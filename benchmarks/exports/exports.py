"""Peak memory and CPU time of each export format on a run of synthetic claims.

    python benchmarks/exports/exports.py --claims 500000 --work /tmp/exports

makes the run (half as many claims across documents, a hundred claims a paper), writes it in each format in a process of
its own, and prints a table; ``--json`` saves it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from extract.claims.claims import group_claims
from extract.export import FORMATS
from extract.relations.kinds import classified
from extract.schema import DocumentRecord, Evidence, FoundMention, Mention, Named, Paper, Section, Trigger, Triple

A_PAPER = 100  # claims
A_GROUP = 2  # sentences a claim across documents
GENES = 30_000
DRUGS = [Named(norm=f"drug {n}", curie=f"chebi:{50000 + n}") for n in range(400)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=500_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--formats", nargs="*", default=list(FORMATS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)  # run and format: what a process does
    options = parser.parse_args()
    if options.write:
        print(json.dumps(measure(*options.write)))
        return
    run = options.work / f"run-{options.claims}"
    if not (run / "claims.jsonl").exists():
        make_run(run, options.claims)
    results = {}
    print(f"{'format':10} {'seconds':>8} {'MB memory':>10} {'MB written':>11}")
    for format in options.formats:
        command = [sys.executable, __file__, "--work", str(options.work), "--write", str(run), format]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(f"{format:10} failed: {done.stderr.strip().splitlines()[-1]}")
            continue
        results[format] = found = json.loads(done.stdout)
        print(f"{format:10} {found['seconds']:8.0f} {found['memory_mb']:10.0f} {found['written_mb']:11.0f}", flush=True)
        if options.json:
            report = {"claims": options.claims, "formats": results}
            options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def measure(run: str, format: str) -> dict[str, float]:
    from extract.export import write

    start = time.process_time()
    path = write(run, format)
    seconds = time.process_time() - start
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    written = sum(file.stat().st_size for file in files) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"seconds": round(seconds, 1), "memory_mb": round(peak), "written_mb": round(written, 1)}


def make_run(folder: Path, claims: int) -> None:
    chance = random.Random(1)  # noqa: S311
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    held: list[Triple] = []
    with (
        (folder / "triples.jsonl").open("w") as triples,
        (folder / "mentions.jsonl").open("w") as mentions,
        (folder / "claims.tmp").open("w") as grouped,
    ):
        for number in range(claims // A_PAPER):
            doc_id = f"paper{number:06}"
            text, made = "", []
            for at in range(A_PAPER):
                triple = make_triple(doc_id, number, at, len(text), chance)
                text += triple.evidence.text + "\n"
                made.append(triple)
                triples.write(triple.model_dump_json() + "\n")
                for mention in (triple.subject, triple.object):
                    mentions.write(FoundMention(doc_id=doc_id, **mention.model_dump()).model_dump_json() + "\n")
            held += made
            if len(held) == A_GROUP * A_PAPER:
                for claim in group_claims(held):
                    grouped.write(claim.model_dump_json() + "\n")
                held = []
            write_document(folder, doc_id, made[0].evidence.paper, text)
    (folder / "run.json").write_text("{}")
    (folder / "claims.tmp").replace(folder / "claims.jsonl")


def make_triple(doc_id: str, number: int, at: int, start: int, chance: random.Random) -> Triple:
    kind = number // A_GROUP * A_PAPER + at  # which claim across documents this is
    gene, drug = f"GENE{kind % GENES}", DRUGS[kind // GENES % len(DRUGS)]
    words = (
        f"Loss of {gene} raises resistance to {drug.norm} in cells of line {at} of the study numbered {number} here."
    )
    place = words.index("resistance")
    subject = Mention(
        text=gene, type="GENE", norm=gene, curie=f"hgnc:{int(gene[4:]) + 1}", start=start + 8,
        end=start + 8 + len(gene), state="down",
    )  # fmt: skip
    name = f"resistance to {drug.norm}"
    object_ = Mention(
        text=name, type="DRUG_RESPONSE", norm=f"{drug.norm} resistance", start=start + place,
        end=start + place + len(name), direction="resistance", drugs=(drug,),
    )  # fmt: skip
    paper = Paper(
        title=f"A study of {gene}", authors=("Doe J", "Roe R", "Poe E"), journal="Journal of Examples", year=2020,
        doi=f"10.1234/{doc_id}", pmid=str(10_000_000 + number),
    )  # fmt: skip
    evidence = Evidence(
        text=words, sentence=words, start=start, end=start + len(words), section="results", page=1, paper=paper
    )
    trigger = Trigger(text="raises", start=start + words.index("raises"), end=start + words.index("raises") + 6)
    return classified(
        Triple(
            id=f"{number * A_PAPER + at:016x}", doc_id=doc_id, subject=subject, predicate="promotes", object=object_,
            sign=-1, evidence=evidence, trigger=trigger, rule="active:raise",
            confidence=round(chance.uniform(0.3, 1), 3),
        )
    )  # fmt: skip


def write_document(folder: Path, doc_id: str, paper: Paper, text: str) -> None:
    section = Section(title="Results", type="results", headings=("Results",), start=0, end=len(text))
    record = DocumentRecord(**paper.model_dump(), doc_id=doc_id, format="text", source=doc_id, sections=(section,))
    (folder / "documents" / f"{doc_id}.json").write_text(record.model_dump_json())
    (folder / "documents" / f"{doc_id}.txt").write_text(text)


if __name__ == "__main__":
    main()
