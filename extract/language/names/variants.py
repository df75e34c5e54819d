"""Sequence variants: the gene that a text names with one, and one way to write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from extract.language.candidates import Candidate

_THREE = "Ala Arg Asn Asp Cys Gln Glu Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val Ter"
RESIDUES = dict(zip(_THREE.split(), "ARNDCQEGHILKMFPSTWYV*", strict=True))
# A gene and its substitution in one word, as superscripts come out of a PDF: "BRAFV600E"; or its allele: "CYP2D6*4".
FUSED = re.compile(
    r"(?P<gene>[A-Z][A-Z0-9]{2,}?)"
    r"(?P<variant>[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY]|(?P<allele>\*\d{1,3}[A-Z]?(?::\d+)?))"
)
_OPENING = re.compile(r"\s*(?:gene\s*)?[(\[–-]?\s*")
_LISTING = re.compile(r"\s*(?:[/,+;–-]|,?\s*(?:and|or))\s*")
_OF = re.compile(
    r"[\s–-]*(?:(?:missense|point|hotspot|gatekeeper|activating|resistance|somatic|germline|secondary)\s)*"
    r"(?:mut\w*|substitutions?|variants?|alleles?|polymorphisms?|snps?|forms?)?"
    r"(?:\s(?:in|of|within|at))?(?:\sthe|\shuman)?\s*",
    re.IGNORECASE,
)


def introduced(doc: Doc, gene: Span, variants: Iterable[Span]) -> list[Span]:
    """Return the variants that stand right behind a gene's name, in order.

    These are "EGFR T790M", "BRAF(V600E)", "EGFR L858R/T790M", "BRAF V600E and V600K".
    """
    found: list[Span] = []
    end = gene.end
    for variant in sorted(variants, key=lambda v: v.start):
        if variant.start < end or FUSED.fullmatch(variant.text):
            continue
        between = doc[end : variant.start].text
        if variant.start - end > 2 or not (_LISTING if found else _OPENING).fullmatch(between):
            break
        found.append(variant)
        end = variant.end
    return found


def joined(doc: Doc, found: Iterable[Candidate]) -> list[tuple[Candidate, int]]:
    """Join each variant to the gene's name right before it: "EGFR T790M" is one mention.

    Returns
    -------
    list
        The candidates in order, each with the number of its first tokens that name a variant's gene.
    """
    result: list[tuple[Candidate, int]] = []
    for candidate in sorted(found, key=lambda c: c.start):
        gene = result[-1][0] if result else None
        beside = gene is not None and gene.label == "GENE" and gene.end == candidate.start
        if beside and candidate.label == "VARIANT" and doc[gene.end - 1].whitespace_:
            result[-1] = (replace(candidate, start=gene.start), gene.end - gene.start)
        else:
            result.append((candidate, 0))
    return result


def parts(variant: Span) -> tuple[Span, Span]:
    """Return the gene's name, which may be empty, and the change itself in the span of a variant."""
    middle = variant.start + variant._.gene_tokens
    return variant.doc[variant.start : middle], variant.doc[middle : variant.end]


def genes_of(doc: Doc, entities: Sequence[Span]) -> dict[int, Span]:
    """Return the gene of each variant, by the first token of the change.

    The gene stands right before it, or behind it ("V600E BRAF", "the C797S mutation in EGFR"), or did so where the
    document named the same variant before.
    """
    split = [parts(ent) for ent in entities if ent.label_ == "VARIANT"]
    variants = [change for _, change in split]
    genes = [*(ent for ent in entities if ent.label_ == "GENE"), *(gene for gene, _ in split if len(gene))]
    genes.sort(key=lambda gene: gene.start)
    found: dict[int, Span] = {}
    for gene in genes if variants else ():
        for variant in introduced(doc, gene, variants):
            found.setdefault(variant.start, gene)
    for variant in reversed(variants):
        if variant.start in found:
            continue
        gene = next((g for g in genes if g.start >= variant.end), None)
        near = gene is not None and gene.start - variant.end <= 6
        if near and _OF.fullmatch(doc[variant.end : gene.start].text + " "):
            found[variant.start] = gene
    named = {substitution(v.text): found[v.start] for v in reversed(variants) if v.start in found}
    for variant in variants:
        if variant.start not in found and substitution(variant.text) in named:
            found[variant.start] = named[substitution(variant.text)]
    return found


def substitution(name: str) -> str:
    """Return a variant without what may be left out, residues by one letter: "p.(Val600Glu)" -> "V600E"."""
    short = re.sub(r"^p\.\(?([^()]+)\)?$", r"\1", name)
    return re.sub("|".join(RESIDUES), lambda match: RESIDUES[match[0]], short)
