"""From annotated texts to spaCy documents: alignment to tokens, names invented in place of known ones."""

import random
import re
from collections.abc import Iterable
from dataclasses import replace

from entities import CELL_LINE, CHEMICAL, GENE, NCRNA, UNKNOWN, Annotated, EntitySpan
from spacy.language import Language
from spacy.tokens import Doc, Span


def to_doc(nlp: Language, document: Annotated, silver: Iterable[EntitySpan] = ()) -> tuple[Doc, int]:
    """Make a Doc; return it with the number of spans that could not be placed.

    Spans that start or end inside a token grow to the token where that adds no more than three characters, and are
    otherwise missing. `silver` spans fill in the types the corpus does not mark, where they touch no gold span; silver
    of the type ``UNKNOWN`` is missing.
    """
    doc = nlp.make_doc(document.text)
    taken = [False] * len(doc)
    ents: list[Span] = []
    missing: list[Span] = []
    lost = 0
    for start, end, label in sorted(document.spans, key=lambda span: (span[0], -span[1])):
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None:
            continue
        if any(taken[span.start : span.end]):
            lost += label != UNKNOWN
            continue
        taken[span.start : span.end] = [True] * len(span)
        if label == UNKNOWN or len(span.text) > end - start + 3:
            lost += label != UNKNOWN
            missing.append(span)
        else:
            ents.append(span)
    for start, end, label in silver:
        span = doc.char_span(start, end, label=label)
        if span is not None and label not in document.known and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * len(span)
            (missing if label == UNKNOWN else ents).append(span)
    doc.set_ents(ents, missing=missing, default="outside")
    return doc, lost


SYLLABLES = [
    "sora", "lenva", "rego", "cabo", "ponati", "dabra", "vemu", "tra", "bini", "cobi", "osi", "gefi", "erlo", "lapa",
    "nilo", "dasa", "bosu", "palbo", "ribo", "abema", "ola", "nira", "ruca", "vene", "ibru", "capma", "tepo",
    "sotora", "ada", "ima", "sunti", "pazo", "axi", "tiva", "apa", "enza", "daro", "beli", "pano", "vori", "doce",
    "pacli", "eto", "topo", "irino", "gemci", "capeci", "epiru",
]  # fmt: skip
DRUG_ENDS = [
    "fenib", "tinib", "ratinib", "metinib", "rafenib", "ciclib", "parib", "lisib", "zomib", "degib", "clax",
    "lutamide", "mumab", "zumab", "ximab", "taxel", "rubicin", "platin", "tecan", "trexed", "citabine", "statin",
    "prazole", "sartan", "olimus", "mycin",
]  # fmt: skip
LETTERS = "ABCDEFGHIKLMNPRSTUVXYZ"


def invented(kind: str, rng: random.Random) -> str:
    """Make up a name in the pattern of a type: a drug, a drug code, a microRNA, lncRNA, circRNA, gene or cell line."""
    stem = "".join(rng.choices(LETTERS, k=rng.randint(2, 5)))
    number = rng.randint(1, 19)
    code = rng.randint(100, 99999)
    patient = f"{rng.choice(SYLLABLES)}{rng.choice(DRUG_ENDS)}"
    arm = rng.choice(("", "-3p", "-5p", "*", "a", "b", "a-5p", "b-3p", "-5p.1"))
    micro = rng.choice(("miR-", "miR-", "miR-", "miRNA-", "microRNA-", "hsa-miR-", "MiR-", "miR"))
    choices = {
        CHEMICAL: (
            patient,
            patient,
            patient,
            patient.capitalize(),
            f"{stem[:3]}-{code}",
            f"{stem[:3]}{code}",
            f"{number}-{stem[:3]}",
        ),
        NCRNA: (
            f"{micro}{rng.randint(1, 999)}{arm}",
            f"{micro}{rng.randint(1, 999)}{arm}",
            f"{micro}{rng.randint(1000, 6999)}{arm}",
            f"let-7{rng.choice('abcdefgi')}{rng.choice(('', '-5p', '-3p'))}",
            f"LINC{code:05d}",
            f"{stem}-AS{rng.randint(1, 3)}",
            f"SNHG{number}",
            f"circ{stem}{rng.choice(('', number))}",
            f"circ_{code:07d}",
            f"hsa_circ_{code:07d}",
            f"circ-{stem}{number}",
            f"lncRNA-{stem}",
            f"lnc-{stem}-{number}",
            f"LOC{code}",
            f"{stem}{number}",
            f"{stem}-IT1",
            f"{stem}",
        ),
        GENE: (
            stem,
            f"{stem}{number}",
            f"{stem}{number}",
            f"{stem}-{number}",
            f"{stem}{number}{rng.choice('ABCL')}",
            f"c-{stem[:3].capitalize()}",
            f"{stem.capitalize()}{number}",
            f"{stem}{number}{rng.choice('αβγ')}",
            f"p{rng.randint(10, 120)}",
            f"{stem}-{rng.choice('αβγ')}",
        ),
        CELL_LINE: (
            f"{stem}-{code % 1000}",
            f"{stem}-{number}",
            f"{stem}{code % 10000}",
            f"{stem.capitalize()}{number}",
            f"{stem[:2]}-{stem[-2:]}-{code % 1000}",
            f"{stem}-{code % 10000}{rng.choice(('', '', 'R', '/SR', '-LR', 'H', 'L'))}",
        ),
    }
    return rng.choice(choices[kind])


def renamed(document: Annotated, rng: random.Random) -> Annotated:
    """Put invented names in place of the short names of a document, the same name each time.

    Genes become other genes or, where the text allows, non-coding RNAs; drugs and cell lines become others.
    """
    names: dict[str, tuple[str, str]] = {}
    text, spans, position = "", [], 0
    for start, end, label in document.spans:
        if start < position:
            continue
        old = document.text[start:end]
        text += document.text[position:start]
        new, kind = old, label
        if (
            label in {GENE, NCRNA, CHEMICAL, CELL_LINE}
            and re.fullmatch(r"[\w\-/+αβγδκ]{2,20}", old)
            and rng.random() < 0.8
        ):
            protein = re.match(r"[ -](?:protein|receptor|antibod|phosphorylat|kinase)", document.text[end : end + 14])
            kind = NCRNA if label == GENE and not protein and rng.random() < 0.5 else label
            kind, new = names.setdefault(old, (kind, invented(kind, rng)))
            if kind == NCRNA and label == GENE and rng.random() < 0.2:
                text += rng.choice(("lncRNA ", "microRNA ", "circRNA ", "the long non-coding RNA ", "lncRNAs "))
        spans.append((len(text), len(text) + len(new), kind))
        text += new
        position = end
    return replace(document, text=text + document.text[position:], spans=tuple(spans))


def with_references(document: Annotated, rng: random.Random) -> Annotated:
    """Put citations and pointers to figures before some full stops, as full texts have them and abstracts do not."""
    text, spans, position = "", [], 0
    places = [match.start() for match in re.finditer(r"(?<=[a-z)])[.,;](?= )", document.text) if rng.random() < 0.4]
    shifts: list[tuple[int, int]] = []
    for place in places:
        if any(start < place < end for start, end, _ in document.spans):
            continue
        numbers = sorted(rng.sample(range(1, 90), rng.randint(1, 3)))
        figure = f"{rng.choice(('Fig.', 'Figure', 'Fig', 'Supplementary Fig.', 'Table', 'Figs.'))} {rng.randint(1, 8)}"
        author = rng.choice(("Li", "Tanaka", "Novak", "Rossi", "Kumar", "Weber", "Silva"))
        marker = rng.choice(
            (
                f" [{','.join(map(str, numbers))}]",
                f" [{numbers[0]}]",
                f" [{numbers[0]}-{numbers[0] + 3}]",
                f" ({figure})",
                f" ({figure}{rng.choice('ABCDEF')})",
                f" ({figure}{rng.choice('ABC')}, {rng.choice('DEF')})",
                f" ({figure}{rng.choice('abc')})",
                f" ({author} et al., {rng.randint(1995, 2024)})",
                f" ({author} and {rng.choice(('Kim', 'Brown'))}, {rng.randint(1995, 2024)})",
            )
        )
        text += document.text[position:place] + marker
        shifts.append((place, len(marker)))
        position = place
    text += document.text[position:]
    for start, end, label in document.spans:
        shift = sum(size for place, size in shifts if place <= start)
        spans.append((start + shift, end + shift, label))
    return replace(document, text=text, spans=tuple(spans))
