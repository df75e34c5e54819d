"""Names of non-coding RNAs that follow a pattern: microRNAs, circular RNAs, long intergenic RNAs."""

from __future__ import annotations

import re

from extract.language.lexicon.keys import DASHES

_DASH = f"[{DASHES}]"
_SPECIES = rf"(?:(?:hsa|mmu|rno|dre|cel|ssc|bta|gga){_DASH})?"
_MICRO_HEAD = rf"(?:[Mm]icro{_DASH}?RNAs?|miRNAs?|mi[Rr]|MIR|MiR|Mir|pre{_DASH}mi[Rr]|pri{_DASH}mi[Rr])"
_MICRO_BODY = (
    rf"\d+[a-z]{{0,2}}(?:{_DASH}\d(?!p))?(?:{_DASH}[35][Pp](?:\.\d)?)?"  # number, letter, locus, arm, isoform
    rf"(?:\*|(?={_DASH}))?(?:/\d+[a-z]?(?:{_DASH}[35]p)?)*"  # the minor arm of old; a list of numbers
)
#: A microRNA, with or without species, as people write it.
MICRO = re.compile(
    rf"(?<![\w]){_SPECIES}(?:{_MICRO_HEAD}{_DASH}?\s?{_DASH}?\s?|(?P<let>[Ll]et){_DASH}?(?=7))(?P<body>{_MICRO_BODY})(?!\w)"
)
#: A cluster, called by its first and its last: "miR-17-92", "miR-17~92"; one digit is a locus ("miR-16-1").
_CLUSTER = re.compile(rf"(?P<first>.*\d[a-z]?)(?:{_DASH}|~)(?P<last>\d{{2,}}[a-z]?)")
#: Other named non-coding RNAs: circFOXM1, hsa_circ_0001649, LINC00152, lncRNA-ATB, circRNA-SORE.
OTHER = re.compile(
    rf"(?<![\w])(?:hsa_circ(?:RNA)?_\d+|hsa_circ_[A-Z0-9]+|circRNA[{DASHES}_](?:[A-Za-z0-9]+)(?:{_DASH}\d+)?"
    rf"|circ[{DASHES}_]?(?!RNAs?\b)(?:[A-Z][A-Za-z0-9]+|\d{{4,}})(?:{_DASH}\d+)?"
    rf"|(?:LINC|linc){_DASH}?(?:\d+|[A-Z][A-Z0-9]+)|(?:lncRNA|LncRNA){_DASH}[A-Z0-9]+[A-Za-z0-9]*)(?!\w)"
)


def micro_norm(name: str) -> str | None:
    """Return the miRBase name without species ("microRNA-21" -> "miR-21"), None for anything else.

    >>> micro_norm("hsa-miR-183-5P.1")
    'miR-183-5p.1'
    """
    match = MICRO.fullmatch(name.strip())
    if match is None:
        return None
    body = re.sub(_DASH, "-", match["body"]).rstrip("-")
    body = re.sub(r"-([35])P", r"-\1p", body)
    return ("let-" if match["let"] else "miR-") + body


def cluster_norm(name: str) -> str | None:
    """Return the name of a cluster of microRNAs ("microRNA-17-92" -> "miR-17~92"), None for anything else.

    >>> cluster_norm("miR-106b-25")
    'miR-106b~25'
    """
    match = _CLUSTER.fullmatch(name.strip())
    first = micro_norm(match["first"]) if match else None
    return f"{first}~{match['last']}" if match and first else None


def micro_parents(norm: str) -> list[str]:
    """Return the names under which dictionaries may list a microRNA, itself first, without isoform, arm and locus."""
    names = [norm]
    for pattern in (r"\.\d$", r"\*$", r"-[35]p$", r"(?<=[\da-z])-\d$"):
        shorter = re.sub(pattern, "", names[-1])
        if shorter != names[-1]:
            names.append(shorter)
    return names
