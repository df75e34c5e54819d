"""Other ways to write a name, for when a dictionary does not know it as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from extract.language.candidates import data
from extract.language.lexicon.keys import DASHES, GREEK

REMEMBERED = 1 << 14  # names; a document says the same ones again and again
DASH = f"[{DASHES}]"
_PHOSPHO = re.compile(
    rf"^(?:p{DASH}(?=\w)|P{DASH}(?=[A-Z])|[Pp]hospho{DASH}?(?=[A-Z])|[Pp]hosphorylated{DASH}?\s?(?=\w)|p(?=[A-Z][A-Za-z0-9]))"
)
_MODIFIER = re.compile(
    rf"^(?:human|mouse|murine|rat|total|nuclear|cytoplasmic|cellular|soluble|secreted|exosomal|mutant|wild{DASH}type|"
    rf"endogenous|exogenous|recombinant|active|activated|cleaved|oncogenic|full{DASH}length|unphosphorylated)\s+",
    re.IGNORECASE,
)
_CLASS_NOUN = re.compile(
    rf"[{DASHES}\s]+(?:proteins?|genes?|mRNAs?|transcripts?|oncogenes?|oncoproteins?|polypeptides?|molecules?|enzymes?|"
    rf"(?:tyrosine )?kinases?|family(?: members?)?|(?:family|protein) complex|complex(?:es)?|isoforms?|"
    rf"transcription factors?|antigens?|cytokines?)$",
    re.IGNORECASE,
)
# Which of its residues is phosphorylated: ULK1Ser555, HSL-S563.
_SITE = re.compile(rf"(?<=\w{{3}})(?:[{DASHES}\s]?\(?p?(?:Ser|Thr|Tyr){DASH}?|[{DASHES}]p?[STY])\d{{1,4}}\)?$")
_SALT = re.compile(
    r"\s+(?:hydrochloride|mesylate|mesilate|tosylate|maleate|malate|phosphate|sulfate|sulphate|citrate|sodium|tablets?|capsules?|"
    r"treatment|therapy|monotherapy|chemotherapy)$",
    re.IGNORECASE,
)
_ISOTOPE = re.compile(rf"^[\[(]\d{{1,3}}[A-Z][a-z]?[\])]{DASH}?|^\d{{2,3}}[A-Z][a-z]?{DASH}(?=[a-z]{{4}})")
_OF_CHEMICALS = (
    (_ISOTOPE, ""),
    (re.compile(r"\((\d)\)"), r"\1"),
    (re.compile(r"\s?\([^()]*\)"), ""),
    (_SALT, ""),
    (re.compile(rf"(?:{DASH}?(?:induced|mediated|treated|based|containing))$"), ""),
)
_GREEK_NAMES = "alpha|beta|gamma|delta|epsilon|zeta|kappa"
_GREEK_SIGNS = "αβγδεζκ"
_GREEK_OF = {"a": "alpha", "b": "beta", "g": "gamma"}
# What marks a species, a recombinant protein or an isoform in a symbol: hGRα, rhIGF-1, XKCNE1, OCT4A, FLNBv2, Pitx2c.
_ISOFORM = (
    re.compile(
        rf"^(?:h(?=[A-Z]{{2}})|r[hmr](?:u(?=[A-Z]))?(?=[A-Z])|[mrX](?=[A-Z]{{3,}}\d)|[hmr](?=[A-Z][a-z]+\d)|r(?=[A-Z]{{2,}}{DASH}))"
    ),
    re.compile(rf"(?<=[\w.]\d)(?:[{DASHES}\s]?(?:alpha|beta|gamma|delta|[αβγδ])|[A-Z])$"),
    re.compile(r"v\d+$"),
    re.compile(rf"(?<=receptor){DASH}[A-D]$"),
    re.compile(r"(?<=\d) channels?$"),
    re.compile(r"(?<=[a-z]\d)[a-d]$"),
)
_ROMAN = ("", "I", "II", "III", "IV", "V")
# What is left of a name when what it says of its kind is taken off, and names nothing.
_BARE = re.compile(r"(?:protein|gene|kinase|receptor|factor|complex)(?:e?s)?|total|active|nuclear", re.IGNORECASE)
_LETTER_OF = {"alpha": "A", "beta": "B", "gamma": "G", "delta": "D", "epsilon": "E", "zeta": "Z", "kappa": "K"}
_ION = re.compile(rf"(?P<symbol>[A-Z][a-z]?)(?P<charge>\(?\d?(?:\+{{1,3}}|[{DASHES}])\)?|\((?:I{{1,3}}|IV|VI?)\))?")
_LIST = re.compile(
    rf"^(?P<stem>.*?[A-Za-z]{DASH}?)(?P<first>\d+[A-Z]?)(?P<rest>(?:\s?(?:/|,|and|or|&)\s?{DASH}?\d+[A-Z]?)+)(?P<tail>\s.*)?$"
)
_LETTERED = re.compile(r"(?P<stem>[A-Z][A-Z0-9]{2,}?)(?P<first>[A-Z]\d?)(?P<rest>(?:/[A-Z]\d?)+)")
_RANGE = re.compile(rf"^(?P<stem>.*?[A-Za-z]{DASH}?)(?P<first>\d+)\s?{DASH}\s?(?P<last>\d+)$")
# Endings of English plurals and what they stand for in the singular; the first that fits is used.
_PLURALS = tuple((re.compile(ending), form) for ending, form in (
    (r"(?<=[a-z])ies$", "y"), (r"(?<=(?:[Hh]ead|[Bb]ack)ache)s$", ""),
    (r"(?<=[a-z]{3})(ch|sh|x|ss)es$", r"\1"), (r"(?<=[a-z])omata$", "oma"),
    (r"(metasta|analy|paraly|hypothe|synthe|fibro|necro|cirrho|apopto|sclero|diagno|thrombo|mito|meio)ses$", r"\1sis"),
    (r"(?<=[b-df-hj-tv-z0-9a-zA-Z])(?<!s)(?<!u)(?<!i)(?<!bete)s$", ""),
))  # fmt: skip
_AMERICAN = (
    (r"\b([Tt])umour", r"\1umor"), (r"signalling", "signaling"), (r"leukaemi", "leukemi"), (r"isation\b", "ization"),
    (r"anaemi", "anemi"), (r"haem(?=[ao])", "hem"), (r"oedema", "edema"), (r"oesophag", "esophag"),
    (r"\b([Dd])efence", r"\1efense"), (r"remodelling", "remodeling"), (r"\bsulph", "sulf"),
)  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def singular(name: str) -> str:
    """Return a name with its last word in the singular: "metastases" -> "metastasis", "TKIs" -> "TKI"."""
    for pattern, form in _PLURALS if name.rstrip().endswith(("s", "omata")) else ():
        changed, count = pattern.subn(form, name)
        if count:
            return changed
    return name


@lru_cache(maxsize=REMEMBERED)
def american(name: str) -> str:
    """Return a name in American spelling."""
    for pattern, form in _AMERICAN:
        name = re.sub(pattern, form, name)
    return name


@lru_cache(maxsize=REMEMBERED)
def plain(name: str) -> str:
    """Return a name with plain hyphens and single blanks, without markup left by a conversion."""
    name = re.sub(r"[${}\\^]|\\rm|\brm\b(?=\s)", "", name) if re.search(r"[${}\\^]", name) else name
    name = re.sub(DASH, "-", name)
    name = re.sub(r"\s+", " ", name).strip()
    greek = "".join(GREEK)
    return re.sub(
        rf"\s?-\s(?=\w)|(?<=\w)\s-(?=\w)|\s(?=[{greek}](?:$|[\d-]))", lambda m: "-" if "-" in m[0] else "", name
    )


def without_phospho(name: str) -> str | None:
    """Return what is phosphorylated: "p-ERK" -> "ERK"; None if the name does not say so."""
    changed, count = _PHOSPHO.subn("", name)
    return changed if count else None


def protein_spellings(name: str) -> Iterator[str]:
    """Yield ways to write a gene or protein, the name itself first, an isoform's parent last."""
    yield name
    seen = {name}
    todo = [name]
    while todo:
        current = todo.pop(0)
        forms = [
            re.sub(r"\((\d\w?)\)", r"\1", current),
            re.sub(r"\s?\([^()]*\)", "", current),
            singular(current),
            _PHOSPHO.sub("", current),
            re.sub(rf"^anti{DASH}(?=\w)", "", current),
            re.sub(r"(?<=\w) (?:OE|KO|KD)$", "", current),
            _MODIFIER.sub("", current),
            _CLASS_NOUN.sub("", current),
            _SITE.sub("", current),
            re.sub(r"^the\s+", "", current, flags=re.IGNORECASE),
            re.sub(rf"^interleukins?(?:{DASH}|\s)(?=\d)", "IL-", current, flags=re.IGNORECASE),
            re.sub(r"^Cyc(?=[A-Z]\d?$)", "cyclin ", current),
            re.sub(rf"^([A-Z]?[a-z]{{3,}}){DASH}?(\d)([A-Z])$", r"\1 family \2 member \3", current),
            re.sub(r"(?<=[A-Za-z])-like (?:protein )?(?=\d)", " like ", current),
            re.sub(r"^D([1-5]) receptors?$", r"DRD\1", current),
            re.sub(r"^Trp53", "TP53", current),
            re.sub(r"^(CD\d+[a-z]?)(?:high|low|hi|lo|bright|dim|pos|neg|int|\+|-)$", r"\1", current),
            re.sub(rf"(?<=[ {DASHES}])(?:I{{1,3}}|IV|V)$", lambda roman: str(_ROMAN.index(roman[0])), current),
            re.sub(r"^P2([XY])(\d+) receptors?$", r"P2R\1\2", current),
            re.sub(
                rf"^([abgABG]){DASH}(?=[A-Za-z][a-z]{{3}})", lambda match: _GREEK_OF[match[1].lower()] + "-", current
            ),
            re.sub(rf"^({_GREEK_NAMES}|[{_GREEK_SIGNS}]){DASH}([a-z]{{6,}})$", r"\2 \1", current),
            *_receptor(current),
            *_integrin(current),
            *_greek_as_letter(current),
        ]
        for form in forms:
            form = form.strip(" -/,;")
            if len(form) > 1 and form not in seen and len(seen) < 24 and not _BARE.fullmatch(form):
                seen.add(form)
                todo.append(form)
                yield form
    for pattern in _ISOFORM:
        parent = pattern.sub("", name)
        if parent != name and len(parent) > 2:
            yield parent


def _receptor(name: str) -> Iterator[str]:
    """Yield the symbols of receptors that are called by their ligand and a number: "TGF-β receptor 2" -> "TGFBR2"."""
    written = rf"([A-Z][A-Za-z]*{DASH}?(?:\d{{1,2}}|[αβγ])?) receptor (?:type )?(\d|alpha|beta|[αβ])"
    match = re.fullmatch(written, re.sub(r"^type (\w+) (.+) receptor$", r"\2 receptor \1", name))
    if match:
        spelt = "".join(GREEK.get(char, char) for char in match[1])
        letters = re.sub("|".join(_LETTER_OF), lambda greek: _LETTER_OF[greek[0]], spelt)
        yield f"{match[1]}R{match[2]}"
        yield f"{re.sub(DASH, '', letters)}R{match[2]}"


def _integrin(name: str) -> Iterator[str]:
    """Yield the full name of a subunit of integrins: "alpha3 integrin", "integrin β1" -> "integrin subunit beta 1"."""
    subunit = rf"({_GREEK_NAMES}|[αβ]){DASH}?(\d{{1,2}}|[VvELM])"
    match = re.fullmatch(rf"(?:integrins? )?{subunit}(?: integrins?)?(?: subunits?)?", name)
    if match and "integrin" in name:
        yield f"integrin subunit {GREEK.get(match[1], match[1])} {match[2]}"


def _greek_as_letter(name: str) -> Iterator[str]:
    """Yield symbols with a letter for a Greek one: "GSK3β" -> "GSK3B", "TGF-β1" -> "TGF-B1"."""
    spelt = "".join(GREEK.get(char, char) for char in name)
    for greek, letter in _LETTER_OF.items():
        written = rf"([{DASHES}A-Za-z0-9]{{2,9}}?)[{DASHES}\s]?{greek}[{DASHES}\s]?(\d{{0,2}})"
        match = re.fullmatch(written, spelt) if greek in spelt else None
        if match and re.search(r"[A-Z]", match[1]):
            yield match[1] + letter + match[2]


def element(name: str) -> str | None:
    """Return the element that a symbol stands for, alone or with its charge: "Zn", "Zn2+", "K(+)"; None for others."""
    match = _ION.fullmatch(name)
    if match is None or (len(match["symbol"]) == 1 and not match["charge"]):
        return None
    return _elements().get(match["symbol"])


@cache
def _elements() -> dict[str, str]:
    symbols: dict[str, str] = data("names")["elements"]
    return symbols


def chemical_spellings(name: str) -> Iterator[str]:
    """Yield ways to write a drug or chemical, the name itself first."""
    symbol = element(name)
    forms = dict.fromkeys([*((symbol,) if symbol else ()), name, singular(name), american(singular(name))])
    for pattern, changed in _OF_CHEMICALS:
        forms |= dict.fromkeys([pattern.sub(changed, form) for form in forms])
    yield from dict.fromkeys(form.strip() for form in forms if len(form.strip()) > 1)


def parts_of_list(name: str) -> list[str]:
    """Return the members of an abridged list, of "FGF3/4": [FGF3, FGF4]; [] if the name is no list."""
    match = _LIST.match(name)
    if match:
        numbers = [match["first"], *re.findall(r"\d+[A-Z]?", match["rest"])]
        return [match["stem"] + number for number in numbers]
    match = _RANGE.match(name)
    if match and 0 < int(match["last"]) - int(match["first"]) < 12:
        return [f"{match['stem']}{number}" for number in range(int(match["first"]), int(match["last"]) + 1)]
    match = _LETTERED.fullmatch(name)
    if match:
        return [match["stem"] + letter for letter in (match["first"], *match["rest"].lstrip("/").split("/"))]
    return []


def list_stem(name: str) -> str | None:
    """Return what the members of an abridged list share: "FGFR1–4" -> "FGFR"; None if the name is no list."""
    match = _LIST.match(name) or _RANGE.match(name)
    return match["stem"].rstrip(DASHES + " ") if match else None


def noun_first(phrase: str) -> str:
    """Turn "hydrolysis of GTP" into "GTP hydrolysis", "resistant to ferroptosis" into "ferroptosis resistance"."""
    resisted = re.fullmatch(r"resistan(?:ce|t) to (?:the )?([\w\s/+-]+)", phrase)
    if resisted:
        return f"{singular(resisted[1])} resistance"
    match = re.fullmatch(r"([\w\s-]+?) of (?:the )?([\w\s/+-]+)", phrase)
    return f"{singular(match[2])} {match[1]}" if match and " of " not in match[2] else phrase


def greek_letters(name: str) -> str:
    """Write the names of Greek letters as letters: "beta-catenin" -> "β-catenin"."""
    return re.sub(
        r"(?<![A-Za-z])(?:alpha|beta|gamma|delta|epsilon|kappa)(?![a-z])|(?<=[A-Z\d])(?:alpha|beta|gamma|delta|epsilon|kappa)(?![a-z])",
        lambda match: next(char for char, spelt in GREEK.items() if spelt == match[0]),
        name,
    )
