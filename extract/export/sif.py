"""`sif`: simple interaction format of Cytoscape: name, relation, name. Denied claims are left out."""

from __future__ import annotations

from pathlib import Path

from extract.export.graph import edge_type
from extract.export.source import Run


def write(run: Run, path: Path) -> None:
    """Write a line for each claim, columns parted by tabs, each line once."""
    seen: set[int] = set()  # hashes: the lines themselves would fill the memory
    with path.open("w", encoding="utf-8", newline="") as stream:
        for claim in run.claims():
            line = _plain(claim.subject.norm), edge_type(claim), _plain(claim.object.norm)
            if claim.support and hash(line) not in seen:
                seen.add(hash(line))
                stream.write("\t".join(line) + "\n")


def _plain(name: str) -> str:
    return " ".join(name.split())
