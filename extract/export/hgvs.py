"""Sequence variants as HGVS writes changes of proteins, with the gene in the place of a sequence: ``EGFR:p.Thr790Met``.

Papers say which gene, not which sequence, so this is like HGVS and no HGVS name.
"""

from __future__ import annotations

import re

_AMINO = {
    "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "Q": "Gln", "E": "Glu", "G": "Gly", "H": "His",
    "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser", "T": "Thr", "W": "Trp",
    "Y": "Tyr", "V": "Val", "*": "Ter", "X": "Ter",
}  # fmt: skip
_ONE = r"[ARNDCQEGHILKMFPSTWYV]"
_CHANGE = rf"(?P<ref>{_ONE})(?P<at>[1-9]\d{{0,4}})(?:(?P<alt>{_ONE}|[*X])|(?P<fs>fs)\S*)"
_END = rf"(?:[_–-](?P<last>{_ONE})?(?P<end>[1-9]\d{{0,4}}))?"
_STRETCH = rf"(?P<first>{_ONE})(?P<start>[1-9]\d{{0,4}}){_END} ?(?P<kind>del|dup)"
_VARIANT = re.compile(rf"(?:(?P<gene>[A-Za-z][\w-]*)[ :])?(?:p\.)?(?:{_CHANGE}|{_STRETCH})$")


def hgvs(name: str) -> str | None:
    """Return a variant's name in the manner of HGVS; None if it is no change of amino acids that is understood.

    Examples
    --------
    >>> hgvs("EGFR T790M"), hgvs("EGFR E746_A750del"), hgvs("R132H"), hgvs("exon 19 deletion")
    ('EGFR:p.Thr790Met', 'EGFR:p.Glu746_Ala750del', 'p.Arg132His', None)
    """
    match = _VARIANT.match(name.strip())
    if match is None:
        return None
    m = match.groupdict()
    if m["ref"]:
        change = _AMINO[m["ref"]] + m["at"] + ("fs" if m["fs"] else _AMINO[m["alt"]])
    else:
        until = "_" + _AMINO[m["last"]] + m["end"] if m["last"] else ""
        if m["end"] and not until:
            return None
        change = _AMINO[m["first"]] + m["start"] + until + m["kind"]
    return (f"{m['gene']}:" if m["gene"] else "") + "p." + change
