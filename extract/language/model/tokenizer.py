"""Tokenisation of biomedical English.

The tokeniser is spaCy's own, with rules for the places where biomedical text differs from news text. It splits a
compound where its parts play separate parts in the sentence (``METTL3-mediated`` is three tokens, ``PI3K/AKT/mTOR``
five) and keeps a name whole (``HuH-7``, ``miR-183-5p.1``, ``N6-methyladenosine``, ``ERK1/2``). All rules are regular
expressions, so a trained pipeline carries them in its directory.
"""

import re
from collections.abc import Callable, Iterable

from spacy.lang.char_classes import CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS, LIST_PUNCT, LIST_QUOTES
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

#: Hyphen-minus and the Unicode dashes that PDF files put in its place.
DASHES = "-\u2010\u2011\u2012\u2013\u2212"

GREEK_NAMES = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "omega", "sigma",
]  # fmt: skip

# Bound forms that CRAFT, like written English, keeps joined to the word they modify ("co-expression").
BOUND_PREFIXES = [
    "anti", "auto", "bi", "bio", "cis", "co", "counter", "cyclo", "cyto", "de", "di", "down", "ex", "extra", "hetero",
    "homo", "hyper", "hypo", "immuno", "infra", "inter", "intra", "iso", "macro", "meso", "meta", "micro", "mid",
    "mini", "mono", "multi", "nano", "neo", "non", "ortho", "over", "pan", "para", "patho", "per", "peri", "phospho",
    "photo", "poly", "post", "pre", "pro", "pseudo", "psycho", "radio", "re", "semi", "sub", "super", "supra", "tele",
    "tert", "tetra", "trans", "tri", "ultra", "un", "under", "uni", "up", "vice",
]  # fmt: skip

# The same before a gene or drug name, where the name must be a token of its own ("anti-VEGF", "phospho-ERK").
NAME_PREFIXES = ["anti", "phospho", "pan", "si", "sh", "non", "post", "pre", "pro"]

_NAME = r"[A-Z][A-Za-z]*[A-Z0-9]|[A-Z]{2}|mi[Rr]-?\d|let-7"

# Ends of the words that turn "NAME-word" into a phrase about NAME, used where a chemical name could be meant instead
# ("STAT3-dependent" and "TNF-alpha-induced" are split, "3-methyladenine" and "beta-catenin" are not).
PHRASE_ENDS = [
    "ed", "ing", "ent", "ant", "ive", "ible", "able", "ory", "like", "type", "free", "null", "high", "low", "bound",
    "driven", "linked", "based", "related", "specific", "knockdown", "knockout", "knockin", "overexpression",
    "expression", "signaling", "signalling", "cell", "cells", "positive", "negative", "deficient",
]  # fmt: skip

# Phrase words that are split off even a single letter or a number ("vitamin D-deficient", "FK 506-induced").
PHRASE_WORDS = [
    "induced", "mediated", "dependent", "independent", "treated", "untreated", "stimulated", "deficient", "activated",
    "activating", "regulated", "containing", "specific", "binding", "like", "positive", "negative", "expressing",
    "responsive",
]  # fmt: skip

UNITS_LEFT = r"\d*(?:[munpfkdcµμ]?(?:g|[lL]|M|mol|m|U|J|Gy|cal)|IU|mm|cells?|copies|pfu|PFU|CFU|mEq|beats|counts)"
UNITS_RIGHT = (
    r"(?:k?g|[mdµμ]?[lL]|m[2²]|mm[23²³]|cm[23²³]|m[3³]|d|day|week|wk|h|hr|hour|min|s|sec|year|yr|well|mol|mouse|dose|cell"
    r"|animal|BW|bw)"
)


def _not_after(words: Iterable[str], starts: str) -> str:
    """Look-behinds that fail right after one of `words` standing at the start of the token or after one of `starts`."""
    return "".join(rf"(?<!^(?i:{word}))(?<![{starts}](?i:{word}))" for word in words)


def _infixes() -> list[str]:
    dash = f"[{DASHES}]"
    single = r"(?<!^\w)(?<![/(]\w)"
    number = r"(?<!^\d\d)(?<!^\d\d\d)"
    bound = _not_after(BOUND_PREFIXES, "/(")
    chemical = _not_after(("cis", "trans", "tert"), DASHES)
    greek = _not_after(GREEK_NAMES, "/(" + DASHES)
    not_greek = rf"(?!(?i:{'|'.join(GREEK_NAMES)})[A-Z]?(?:\d|{dash}|/|$))"
    ends = "|".join(PHRASE_ENDS)
    # Brackets that are not part of the name, as they are in "CaCl(2)-treated".
    outer = r"(?<!\([A-Za-z\d])(?<!\([a-z\d]{2})(?<!\([a-z]{3})"
    return [
        *LIST_ELLIPSES,
        *LIST_ICONS,
        # A word, then a phrase word.
        rf"(?<=[^\W\d_]){single}{bound}{chemical}{greek}{dash}{not_greek}(?=[a-z]{{2}})",
        # All capitals, as in headings.
        rf"(?<=[A-Z]{{3}}){single}{bound}{chemical}{greek}(?<!LINC){dash}{not_greek}(?=[A-Z]{{4}})",
        # A name that ends in a digit, a Greek letter or a bracket, then a phrase word.
        rf"(?<=[\w)\]+′']){single}{number}{bound}{dash}(?=[a-z]*(?:{ends})(?![a-z0-9]))",
        rf"(?<=[A-Z\d]){dash}(?=(?:{'|'.join(PHRASE_WORDS)})(?![a-z]))",
        # The bracket before it: "(DOX)-induced", "(MAPK)/ERK".
        rf"(?<=\w){outer}\)(?={dash}[a-z]*(?:{ends})(?![a-z0-9])|/[^\W\d_])",
        # Two names joined.
        rf"(?<=[A-Za-z0-9α-ω]{{3}})(?<!LINC){bound}{dash}{not_greek}"
        r"(?=(?:[A-Z]{3,}|[A-Z]{2}[A-Z0-9]{2,}|m[A-Z]{3}|miR-\d|[A-Z]\d{2,4}[A-Z])(?![a-z]{2}|\d)|[A-Z][a-z]{2})",
        *(rf"(?<=^(?i:{prefix})){dash}(?={_NAME})" for prefix in NAME_PREFIXES),
        r"—|--+|→|⟶|=>",
        # A slash between two words, not inside ERK1/2, C/EBP, G1/S or 24/48.
        r"(?<=\w\w)(?<!^\d\d)/(?=[^\W_][\w+]|[α-ωΑ-Ω])(?!\d+(?:\W|$))",
        r"(?:(?<=[A-Za-z]-\d)|(?<=\w\)))/(?=[^\W\d_][\w\-])",
        # Lost spaces: "cells.The", "carcinoma(HCC)", "resistance[12]", "EGFR,which".
        r"(?:(?<=[a-z]{2})|(?<=[α-ω\])]))[.;:!?](?=[A-Z][a-z])",
        rf"(?<=[^\W\d_])[,;:<>=](?=[^\W\d_{CONCAT_QUOTES}])",
        rf"(?<=\w)\((?=\w)(?!(?:\d{{1,2}}|[A-Z]|[a-z]{{1,3}}\d?)\){dash})",
        r"(?<=[a-z]{2})[.,](?=\[\d)",
        r"(?:(?<=[a-z]{2})|(?<=[a-z)][.,)]))\[(?=\d)",
        r"(?<=[a-z]{2})\)(?=[a-z])",
        r"(?<=\w)[=<>≤≥](?=[\d.])",
    ]


def _prefixes() -> list[str]:
    dash = f"[{DASHES}]"
    return [
        # What precedes a chemical's name: its configuration, "(±)-", "(S)-", or an isotope, "[3H]", "(3)H-".
        rf"\((?:[+±]|{dash}|\+/{dash}|[RSEZDL])\){dash}(?=\w)",
        rf"\[\(?\d{{1,3}}\)?[A-Z][a-z]?\]{dash}?(?=\w)",
        rf"\(\d{{1,3}}\)[A-Z][a-z]?{dash}(?=\w)",
        "§",
        "=",
        "~",
        "∼",
        "≈",
        "±",
        "<",
        ">",
        "≤",
        "≥",
        "→",
        "•",
        "†",
        "‡",
        "—",
        "–(?![0-9])",
        r"\*+",
        *LIST_PUNCT,
        *LIST_ELLIPSES,
        *LIST_QUOTES,
        *LIST_ICONS,
        r"\$",
        "£",
        "€",
    ]


def _suffixes() -> list[str]:
    return [
        *LIST_PUNCT,
        *LIST_ELLIPSES,
        *LIST_QUOTES,
        *LIST_ICONS,
        "'s",
        "'S",
        "’s",
        "’S",
        "—",
        "–",
        "†",
        "‡",
        "%",
        r"\*+",
        # The plural in brackets, "factor(s)", and the genotype, "Kras(-/-)".
        r"(?<=[a-z]{3})\(s\)",
        r"(?<=\w)\([+\-−–]/[+\-−–]\)",
        r"(?<=[a-z]{2})-",
        r"(?<=[0-9])°[CFcf]?",
        rf"(?<=[^\W_{CONCAT_QUOTES}]|[\])%+′'²³°\-])\.",
        r"(?<=[A-Z][A-Z])\.",
        # Raised citations that lost their place: "AXL12,13", "erlotinib.14"; chemokines are listed so ("CCL19,21").
        r"(?<=[A-Z]{3})(?<!CL)\d\d(?:,\d\d)+",
        r"(?:(?<=[a-z]{4}\.)|(?<=[A-Z]{3}\.)|(?<=[A-Z]{2}s\.))\d{1,3}(?:[,–-]\d{1,3})*",
    ]


# Names and figures that the rules above would take apart.
_WHOLE = (
    "PLC/PRF/5",
    "and/or",
    "he/she",
    "w/o",
    "n/a",
    rf"{UNITS_LEFT}/{UNITS_RIGHT}(?:/{UNITS_RIGHT})?",  # mg/kg
    r"\d+(?:[.,]\d+)*['′″]",  # 5'
    r"\w*[+\-−–]/[+\-−–]",  # Trp53-/-
    # CD4(+), 10(-7), p56(lck), not factor(s)
    r"(?![a-z]{3,}\(s\))[\w.,'′/\-–]*\w\((?:[+\-−–]|[-−–]?\d{1,2}|OH|[A-Z]|[a-z]{1,3}\d?)\)"
    rf"(?:(?![{DASHES}](?:{'|'.join(PHRASE_WORDS)})(?![a-z]))[\w\-−–+]|,(?=\w)|\(\w{{1,4}}\))*",
    r"[a-z]\.[a-z]\.(?:[a-z]\.)?",  # i.v.
)

# Abbreviations after which a full stop does not end the sentence.
ABBREVIATIONS = [
    "al.", "approx.", "ca.", "cf.", "cv.", "Dr.", "e.g.", "E.g.", "Eq.", "Eqs.", "etc.", "ex.", "Fig.", "Figs.",
    "fig.", "figs.", "i.e.", "I.e.", "incl.", "No.", "no.", "Nos.", "Prof.", "Ref.", "Refs.", "ref.", "refs.",
    "resp.", "Sect.", "sp.", "spp.", "ssp.", "St.", "subsp.", "Suppl.", "suppl.", "Supp.", "Tab.", "var.", "Vol.",
    "vol.", "viz.", "vs.", "Vs.", "wt.", "et.",
]  # fmt: skip


def _special_cases() -> dict[str, list[dict[str, str]]]:
    cases = {word: [{"ORTH": word}] for word in ABBREVIATIONS}
    cases["cannot"] = [{"ORTH": "can"}, {"ORTH": "not"}]
    cases["Cannot"] = [{"ORTH": "Can"}, {"ORTH": "not"}]
    for verb in ("do", "does", "did", "is", "was", "were", "has", "have", "had", "could", "would", "should"):
        for apostrophe in "'’":
            for form in (verb, verb.capitalize()):
                negation = f"n{apostrophe}t"
                cases[form + negation] = [{"ORTH": form}, {"ORTH": negation}]
    return cases


@registry.tokenizers("resistract.Tokenizer.v1")
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Tokeniser for biomedical English, to be named in a pipeline's config.

    Returns
    -------
    Callable[[Language], Tokenizer]
        The factory that spaCy calls with the pipeline. ``p-ERK``, ``T-cell``, ``c-Met``, ``ERK1/2``, ``CD8+`` and
        ``up-regulated`` stay whole; number ranges (``24-48``) do too.
    """

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(
            nlp.vocab,
            rules=_special_cases(),
            prefix_search=compile_prefix_regex(_prefixes()).search,
            suffix_search=compile_suffix_regex(_suffixes()).search,
            infix_finditer=compile_infix_regex(_infixes()).finditer,
            token_match=re.compile(f"(?:{'|'.join(_WHOLE)})$").match,
            url_match=Language.Defaults.url_match,
        )

    return make
