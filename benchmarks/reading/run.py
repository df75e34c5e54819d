"""How well PDFs are read: papers with their JATS XML as the truth, beside pdfminer.six's own text in the same run.

    python benchmarks/reading/run.py ../shared/papers [-o report.json] [--only PMC6225489 ...]

A folder of papers holds one folder for each, with `fulltext.pdf` and `fulltext.xml`. Memory is the most that a fresh
process holds beyond what it held before it opened the paper.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import mean
from urllib.parse import unquote

import tables
from lxml import etree
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from extract.documents import ReadError, read
from extract.documents.headings import despaced, section_type, split_number

DROPPED = {"table-wrap", "fig", "disp-formula", "inline-formula", "tex-math", "table-wrap-foot", "fn"}
BACK = ("references", "back", "abbreviations", "abstract", "title", "caption", "table")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


def shingles(tokens: list[str], n: int = 6) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def bare(node: etree._Element, dropped: set[str]) -> str:
    """Text without the dropped elements; a citation becomes a mark that `uncited` takes out with its brackets."""
    out = [node.text or ""]
    for item in node:
        kind = etree.QName(item).localname if isinstance(item.tag, str) else ""
        if kind == "xref" and item.get("ref-type") == "bibr":
            out.append(CITED)
        elif kind and kind not in dropped:
            out.append(bare(item, dropped))
        out.append(item.tail or "")
    return "".join(out)


CITED = "\ue000"


def uncited(text: str) -> str:
    return re.sub(rf"[(\[][^()\[\]]*{CITED}[^()\[\]]*[)\]]|{CITED}(?:[\s,;–-]*{CITED})*", " ", text)


def truth(path: Path) -> dict:
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    body = root.find(".//body")
    paragraphs, titles = [], []
    if body is not None:
        for node in body.iter("p"):
            if any(a.tag in ("table-wrap", "fig", "p", "boxed-text", "table-wrap-foot") for a in node.iterancestors()):
                continue
            text = uncited(bare(node, DROPPED))
            if len(text) > 150:
                paragraphs.append(words(text))
        for node in body.iter("title"):
            if node.getparent().tag == "sec":
                title = "".join(node.itertext())
                if title.strip() and section_type(title) not in BACK:
                    titles.append(heading_key(title))
    entries = []
    for ref in root.iter("ref"):
        title = ref.find(".//article-title")
        surname = ref.find(".//surname")
        doi = next((e.text for e in ref.iter("pub-id") if e.get("pub-id-type") == "doi" and e.text), None)
        key = words("".join(title.itertext()))[:7] if title is not None else []
        if title is None and surname is None:
            # A string without parts: its first words stand for the title.
            whole = [node for node in ref if node.tag != "label"]
            key = words(" ".join("".join(node.itertext()) for node in whole))[:7]
        entries.append(
            (
                key,
                words("".join(surname.itertext()))[-1:] if surname is not None else [],
                (ref.findtext(".//year") or "")[:4],
                doi.lower() if doi else None,
            )
        )
    return {
        "paragraphs": paragraphs,
        "titles": titles,
        "references": entries,
        "all": set(shingles(words(" ".join(root.itertext())))) | set(shingles(words(uncited(bare(root, set()))))),
    }


def heading_key(title: str) -> str:
    return "".join(words(split_number(despaced(" ".join(title.split())))[1]))


def recall(paragraphs: list[list[str]], tokens: list[str]) -> tuple[int, int]:
    have = set(shingles(tokens))
    wanted = [s for p in paragraphs for s in shingles(p)]
    return sum(s in have for s in wanted), len(wanted)


def inversions(paragraphs: list[list[str]], tokens: list[str]) -> tuple[int, int]:
    count = Counter(s for p in paragraphs for s in shingles(p))
    place: dict[tuple[str, ...], int] = {}
    seen: Counter = Counter()
    for i, s in enumerate(shingles(tokens)):
        seen[s] += 1
        place[s] = i
    anchors = []
    for p in paragraphs:
        anchor = next((place[s] for s in shingles(p) if count[s] == 1 and seen[s] == 1), None)
        if anchor is not None:
            anchors.append(anchor)
    return sum(a > b for a, b in pairwise(anchors)), max(len(anchors) - 1, 0)


def in_file(pdf: Path, plain: str) -> str:
    """Return all of a PDF where a DOI can stand: its text, without spaces and hyphens, and the targets of its links."""
    out = [re.sub(r"[\s-]", "", plain)]
    with pdf.open("rb") as file:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(file))):
            for annotation in map(resolve1, resolve1(page.annots) or ()):
                action = resolve1(annotation.get("A")) if isinstance(annotation, dict) else None
                address = resolve1(action.get("URI")) if isinstance(action, dict) else None
                if isinstance(address, bytes):
                    out.append(unquote(address.decode("latin-1")).replace("-", ""))
    return "\n".join(out).lower()


def match_references(wanted: list[tuple], found: list, file: str) -> tuple[int, int, int]:
    """Return references found, DOIs found and DOIs wanted: of those the file holds."""
    texts = ["".join(words(r.text)) for r in found]
    free = set(range(len(found)))
    hits = dois = 0
    for title, surname, year, doi in wanted:
        key = "".join(title)
        for i in sorted(free):
            by_title = len(title) >= 3 and key in texts[i]
            by_name = surname and year and surname[0] in texts[i][:80] and year in texts[i] and len(title) < 3
            if by_title or by_name:
                free.discard(i)
                hits += 1
                dois += bool(doi and found[i].doi and found[i].doi.lower() == doi)
                break
    return hits, dois, sum(bool(d) and d.replace("-", "") in file for *_, d in wanted)


def sentences(document) -> list[str]:
    out = []
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        text = document.clean[block.start : block.end]
        for part in re.split(r"(?<=[a-z0-9)\]%][.?!])\s+(?=[A-Z(])", text):
            key = "".join(words(part))
            if len(key) > 30:
                out.append(key)
    return out


_PEAK = """
import re, sys
from pathlib import Path
from pdfminer.high_level import extract_text
from extract.documents import read
from extract.documents import pdf
def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = most()
(read if sys.argv[1] == "read" else extract_text)(sys.argv[2])
print(most() - before)
"""


def peak(how: str, pdf: Path) -> float:
    """Return the memory one way of reading takes, "read" or "plain", in MB. Linux only."""
    done = subprocess.run([sys.executable, "-c", _PEAK, how, str(pdf)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def one(folder: Path) -> dict:
    gold = truth(folder / "fulltext.xml")
    pdf = folder / "fulltext.pdf"
    started = time.process_time()
    plain = extract_text(str(pdf))
    spent_plain = time.process_time() - started
    started = time.process_time()
    try:
        document = read(pdf)
    except ReadError as error:
        return {"id": folder.name, "refused": error.reason}
    spent = time.process_time() - started
    joined = re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", plain)
    ours, base = words(document.clean), words(joined)
    paragraphs = gold["paragraphs"]
    hits, total = recall(paragraphs, ours)
    base_hits, _ = recall(paragraphs, base)
    wrong, pairs = inversions(paragraphs, ours)
    base_wrong, _ = inversions(paragraphs, base)
    mine = [heading_key(s.title) for s in document.sections if s.type not in BACK]
    common = sum((Counter(mine) & Counter(gold["titles"])).values())
    refs, dois, wanted_dois = match_references(gold["references"], document.references, in_file(pdf, plain))
    xml = read(folder / "fulltext.xml")
    xml_sentences, pdf_sentences = sentences(xml), Counter(sentences(document))
    same = sum((Counter(xml_sentences) & pdf_sentences).values())
    body = [
        s for b in document.blocks if b.kind == "paragraph" for s in shingles(words(document.clean[b.start : b.end]))
    ]
    false = sum(s not in gold["all"] for s in body)
    keys, xml_keys = (Counter(k for m in d.citations for k in m.keys) for d in (document, xml))
    return {
        "id": folder.name, "pages": len(document.pages), "runs": total, "found": hits, "baseline": base_hits,
        "pairs": pairs, "inversions": wrong, "baseline_inversions": base_wrong,
        "titles": len(gold["titles"]), "titles_read": len(mine), "titles_common": common,
        "references": len(gold["references"]), "references_read": len(document.references), "references_common": refs,
        "dois": wanted_dois, "dois_common": dois, "sentences": len(xml_sentences), "sentences_same": same,
        "body_runs": len(body), "false_runs": false,
        "citations": sum(xml_keys.values()), "citations_read": sum(keys.values()),
        "citations_common": sum((keys & xml_keys).values()), **tables.score(document, xml),
        "seconds": round(spent, 3), "baseline_seconds": round(spent_plain, 3),
        "megabytes": round(peak("read", pdf), 1), "baseline_megabytes": round(peak("plain", pdf), 1),
        "missed_titles": sorted((Counter(gold["titles"]) - Counter(mine)).elements()),
        "extra_titles": sorted((Counter(mine) - Counter(gold["titles"])).elements()),
    }  # fmt: skip


def f1(common: int, read_count: int, wanted: int) -> float:
    return 2 * common / max(read_count + wanted, 1)


def summary(rows: list[dict]) -> dict:
    good = [r for r in rows if "refused" not in r]
    total = {k: sum(r[k] for r in good) for k in good[0] if isinstance(good[0][k], (int, float)) and k != "id"}
    return {
        "papers": len(good), "refused": [r["id"] for r in rows if "refused" in r], "pages": total["pages"],
        "six_word_recall": round(total["found"] / total["runs"], 4),
        "baseline_recall": round(total["baseline"] / total["runs"], 4),
        "inversions": f"{total['inversions']}/{total['pairs']}",
        "baseline_inversions": f"{total['baseline_inversions']}/{total['pairs']}",
        "section_titles_f1": round(f1(total["titles_common"], total["titles_read"], total["titles"]), 4),
        "references_f1": round(f1(total["references_common"], total["references_read"], total["references"]), 4),
        "dois_recall": round(total["dois_common"] / max(total["dois"], 1), 4),
        "citations_f1": round(f1(total["citations_common"], total["citations_read"], total["citations"]), 4),
        "tables_found": f"{total['tables_common']}/{total['tables']}",
        "table_cells_in_row": round(total["cells_in_row"] / max(total["cells"], 1), 4),
        "table_relations_precision": round(total["relations_common"] / max(total["relations_read"], 1), 4),
        "table_relations_recall": round(total["relations_common"] / max(total["relations"], 1), 4),
        "table_relations_f1_by_paper": round(
            mean(f1(r["relations_common"], r["relations_read"], r["relations"]) for r in good if r["tables"]), 4
        ),
        "same_sentences": round(total["sentences_same"] / total["sentences"], 4),
        "false_runs": round(total["false_runs"] / max(total["body_runs"], 1), 4),
        "seconds_per_page": round(total["seconds"] / total["pages"], 3),
        "megabytes_per_page": round(total["megabytes"] / total["pages"], 2),
        "memory_against_extract_text": round(total["megabytes"] / total["baseline_megabytes"], 3),
        "time_against_extract_text": round(total["seconds"] / total["baseline_seconds"], 3),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    folders = sorted(p.parent for p in options.papers.glob("*/fulltext.pdf"))
    rows = [one(folder) for folder in folders if not options.only or folder.name in options.only]
    for row in rows:
        if "refused" in row:
            print(f"{row['id']:<34} refused: {row['refused']}")
            continue
        print(
            f"{row['id']:<34} runs {row['found'] / max(row['runs'], 1):.3f}"
            f" ({row['baseline'] / max(row['runs'], 1):.3f}) inv {row['inversions']} ({row['baseline_inversions']})"
            f" titles {f1(row['titles_common'], row['titles_read'], row['titles']):.2f} refs"
            f" {row['references_common']}/{row['references']} read {row['references_read']} same"
            f" {row['sentences_same'] / max(row['sentences'], 1):.2f} false"
            f" {row['false_runs'] / max(row['body_runs'], 1):.3f} cit {row['citations_common']}/{row['citations']}"
            f" tables {row['tables_common']}/{row['tables']} read {row['tables_read']} cells"
            f" {row['cells_in_row'] / max(row['cells'], 1):.2f} relations"
            f" {f1(row['relations_common'], row['relations_read'], row['relations']):.2f} s"
            f" {row['seconds']:.1f} ({row['baseline_seconds']:.1f})"
        )
    result = summary(rows)
    print(json.dumps(result, indent=2))
    if options.output:
        options.output.write_text(json.dumps({"summary": result, "papers": rows}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
