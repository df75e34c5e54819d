"""Sequence variants: the gene that a text names with one, and one way to write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from extract.language.candidates import Candidate, word_lists

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
    r"(?:\s?(?:in|of|within|at))?(?:\sthe|\shuman)?\s*"
    r"(?:(?:[\w-]+\s)?(?:[\w-]+\sdomain|region|exon\s\d+)\s(?:in|of)(?:\sthe)?\s*)?",
    re.IGNORECASE,
)


# Behind a gene's name, what has the variant: "ERBB2 harboring an L755W mutation", "the EML4-ALK fusion with F1174L".
_HAVING = re.compile(
    r"\s*(?:(?:fusions?|genes?|proteins?|receptors?|kinases?|constructs?)\s)?"
    r"(?:harbou?ring|containing|carrying|bearing|having|with)\s(?:(?:an?|the|secondary|additional|acquired)\s)*"
)
_CHANGE = re.compile(r"(?:p\.)?\(?[A-Z][a-z]{0,2}\d{1,4}(?:[A-Z*][a-z]{0,2}|(?:_\w+)?(?:del|ins|dup|fs)\w*)?\)?")
_CHANGES = word_lists("names")["changes"]
_MUTATED = re.compile(r"\s*(?:\w+\s)?(?:[Mm]utat\w+|[Mm]utants?)\b")


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
        if gene is not None and beside and candidate.label == "VARIANT" and doc[gene.end - 1].whitespace_:
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
    document named the same variant before. Else it is the only gene of the sentence, or the only one of the document,
    or of those that it says to be mutated.
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
        beside = _beside(doc, variant, genes)
        if beside is not None:
            found.setdefault(variant.start, beside)
    named = {substitution(v.text): found[v.start] for v in reversed(variants) if v.start in found}
    for variant in variants:
        if variant.start not in found and substitution(variant.text) in named:
            found[variant.start] = named[substitution(variant.text)]
    alone = [v for v in variants if v.start not in found and _CHANGE.fullmatch(v.text)]
    altered = [g for g in genes if _MUTATED.match(doc[g.end : g.end + 2].text)]
    mutated = _only([*found.values(), *altered]) or _only(gene for gene in genes if not _otherwise(doc, gene))
    for variant in alone:
        meant = _only(g for g in genes if g[0].sent == variant[0].sent and not _otherwise(doc, g)) or mutated
        if meant is not None:
            found[variant.start] = meant
    return found


def _beside(doc: Doc, variant: Span, genes: Sequence[Span]) -> Span | None:
    """Return the gene that the words behind or before a variant say it is of."""
    after = next((g for g in genes if variant.end <= g.start <= variant.end + 12), None)
    if after is not None and _OF.fullmatch(doc[variant.end : after.start].text + " "):
        return after
    before = next((g for g in reversed(genes) if g.end <= variant.start), None)
    return before if before is not None and _HAVING.fullmatch(doc[before.end : variant.start].text + " ") else None


def _otherwise(doc: Doc, gene: Span) -> bool:
    """Return whether something else than a variant is said of a gene: "G12C with loss of TP53"."""
    around = (*doc[max(0, gene.start - 2) : gene.start], *doc[gene.end : gene.end + 1])
    return any(token.lower_ in _CHANGES for token in around)


def _only(genes: Iterable[Span]) -> Span | None:
    """Return the one gene that all of these spans name, ``None`` where they name several or none."""
    by_name = {gene.text.lower(): gene for gene in genes}
    return next(iter(by_name.values())) if len(by_name) == 1 else None


def substitution(name: str) -> str:
    """Return a variant without what may be left out, residues by one letter: "p.(Val600Glu)" -> "V600E"."""
    short = re.sub(r"^p\.\(?([^()]+)\)?$", r"\1", name)
    return re.sub("|".join(RESIDUES), lambda match: RESIDUES[match[0]], short)
