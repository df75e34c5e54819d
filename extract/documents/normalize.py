"""Small rewriting steps from a part of the source to clean running text. Each is an edit list with an offset map."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from extract.documents.citations import SUP_CLOSE, SUP_OPEN
from extract.documents.offsets import Edit, Rewriter

# --- markup ---------------------------------------------------------------------------------------------------------

_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SUP_TAG = re.compile(r"<sup>(?P<keep>[^<>]{0,80}?)</sup>", re.IGNORECASE)
_CARET = re.compile(r"\^\{(?P<keep>[^{}\n]{1,60})\}|\^(?=\S)(?P<keep2>[\d,–-]{1,20})\^")
_TAG = re.compile(
    r"</?(?:span|su[bp]|[abiu]|em|strong|br|p|div|small|font|tt|code|sc|italic|bold|ext-link|xref)\b[^<>\n]{0,300}>",
    re.I,
)
_LINK = re.compile(
    r"\[(?P<keep>(?:\\.|[^\[\]\\\n]|\[[^\[\]\n]*\]){0,300}?)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)"
)
_STRUCK = re.compile(r"~~(?P<keep>[^~\n]{1,200})~~")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,30}\](?!:)")
_ESCAPE = re.compile(r"\\(?P<keep>[\\`*_{}\[\]()#+\-.!|<>~$%&])")
_STRONG = re.compile(
    r"(?P<mark>\*{1,3}|(?<![\w])_{1,3}(?=\w))(?P<keep>(?=\S)[^*\n]{1,400}?(?<=\S))(?P=mark)(?!\w(?<=_))", re.DOTALL
)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|nbsp|quot|apos|alpha|beta|gamma|delta|kappa|mu|plusmn|times|ndash|mdash|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
)
_MATH = re.compile(r"\$(?=\S|\s\S)([^$\n]{1,240}?)\$(?!\d)")
_COMMANDS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "sim": "~", "approx": "≈", "rightarrow": "→",
    "to": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "cdot": "·", "circ": "°", "prime": "′", "infty": "∞",
    "neq": "≠", "ne": "≠", "ll": "≪", "gg": "≫", "degree": "°", "bullet": "•", "dagger": "†", "ddagger": "‡",
}  # fmt: skip
_COMMAND = re.compile(r"\\(?:(?P<name>[A-Za-z]+)\*?\s?|(?P<symbol>[^A-Za-z]))")
_MATH_TOKEN = re.compile(r"\\[A-Za-z]+\*?\s?|\\.|[{}]|\^(?=\{)|\^(?P<one>[^{\\\s])|_(?=\{)|_(?=[^\s{])|~")


def _unescape(match: re.Match[str]) -> str:
    from html import unescape

    return unescape(match[0])


def _math_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for region in _MATH.finditer(text):
        start, end = region.span(1)
        inner = region[1]
        looks = re.search(r"[\\^_{}]|<su[bp]>|\d|^[\sA-Za-zα-ω=<>+-]{1,25}$", inner)
        if not looks:
            continue
        left = start + len(inner) - len(inner.lstrip())
        right = end - (len(inner) - len(inner.rstrip()))
        edits.append(Edit(region.start(), left))
        closers: list[str] = []
        pending = ""
        for token in _MATH_TOKEN.finditer(text, left, right):
            word = token[0]
            if word == "{":
                closers.append(SUP_CLOSE if pending else "")
                edits.append(Edit(token.start(), token.end(), pending))
                pending = ""
            elif word == "}":
                edits.append(Edit(token.start(), token.end(), closers.pop() if closers else ""))
            elif word == "^":
                edits.append(Edit(token.start(), token.end()))
                pending = SUP_OPEN
            elif token["one"]:
                edits.append(Edit(token.start(), token.end(), SUP_OPEN + token["one"] + SUP_CLOSE))
            elif word == "_":
                edits.append(Edit(token.start(), token.end()))
            elif word == "~":
                edits.append(Edit(token.start(), token.end(), " "))
            else:
                name = word[1:].strip().rstrip("*")
                new = _COMMANDS.get(name, "") if name.isalpha() else ("" if name in ",;!:" else name or " ")
                edits.append(Edit(token.start(), token.end(), new))
        gap = re.match(r" (?=-\w|[)\],.;])", text[region.end() : region.end() + 2])
        edits.append(Edit(right, region.end() + (1 if gap else 0)))
    return edits


def plain_math(tex: str) -> str:
    """Return what a formula in TeX prints, on one line: Greek and signs as characters, no braces or commands."""
    work = Rewriter(f"${tex}$", [(0, len(tex) + 2)])
    work.apply(_math_edits(work.text))
    drop_delimiters(work)
    return " ".join(work.text.strip("$").split())


def strip_markup(work: Rewriter) -> None:
    """Take Markdown, inline HTML and inline LaTeX out of a text; superscripts keep their delimiters."""
    work.sub(_COMMENT, "")
    work.sub(_IMAGE, "")
    edits = []
    for match in _SUP_TAG.finditer(work.text):
        edits.append(Edit(match.start(), match.start("keep"), SUP_OPEN))
        edits.append(Edit(match.end("keep"), match.end(), SUP_CLOSE))
    work.apply(edits)
    work.sub(_TAG, "")
    work.apply(_math_edits(work.text))
    for _ in range(2):
        work.sub(_LINK, "")
    work.sub(_FOOTNOTE, "")
    work.sub(_STRUCK, "")
    work.sub(_ESCAPE, "")
    for _ in range(2):
        work.sub(_STRONG, "")
    work.sub(_ENTITY, _unescape)


def mark_superscripts(work: Rewriter) -> None:
    """Put delimiters around superscripts that plain text writes as "^{12}" or with superscript digits."""
    edits = []
    for match in _CARET.finditer(work.text):
        group = "keep" if match["keep"] is not None else "keep2"
        edits.append(Edit(match.start(), match.start(group), SUP_OPEN))
        edits.append(Edit(match.end(group), match.end(), SUP_CLOSE))
    work.apply(edits)
    edits = []
    for match in _RAISED.finditer(work.text):
        edits.append(Edit(match.start(), match.start(), SUP_OPEN))
        edits.append(Edit(match.end(), match.end(), SUP_CLOSE))
    work.apply(edits)


_RAISED = re.compile(r"(?<!\ufdd0)[⁰¹²³⁴⁵⁶⁷⁸⁹](?:[⁰¹²³⁴⁵⁶⁷⁸⁹˒⁻]|[,–-](?=[⁰¹²³⁴⁵⁶⁷⁸⁹]))*(?!\ufdd1)")
_DELIMITER = re.compile(f"[{SUP_OPEN}{SUP_CLOSE}]")


def drop_delimiters(work: Rewriter) -> None:
    """Remove the superscript delimiters."""
    work.sub(_DELIMITER, "")


# --- lines and characters -------------------------------------------------------------------------------------------

_LIGATURES = {c: unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆĲĳ"}
_PLAIN = _LIGATURES | {
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2004": " ", "\u2005": " ", "\u2006": " ", "\u2007": " ",
    "\u2008": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u205f": " ", "\u3000": " ", "\t": " ",
    "\u000b": " ", "\u000c": " ", "\u00b5": "μ", "\u2010": "-", "\u2011": "-", "\u00ad": "", "\u200b": "",
    "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u2126": "Ω", "\u2206": "Δ", "\u03f5": "ε",
    "\u2212": "-", "\u2217": "*", "ϐ": "β", "\u2028": "\n", "\u2029": "\n", "\r": "",
}  # fmt: skip
_ODD = re.compile("[" + re.escape("".join(_PLAIN)) + "]")
_COMBINING = re.compile(r"(?:[^\W\d_][\u0300-\u036f]+)")
# Spacing accents that PDF fonts print beside the letter, before it or after a space.
_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c", "˚": "\u030a",
    "¸": "\u0327", "˘": "\u0306", "¯": "\u0304", "˝": "\u030b", "˛": "\u0328", "˙": "\u0307",
}  # fmt: skip
_SPLIT_ACCENT = re.compile(
    r"(?<=[^\W\d_])\s?([´¨ˆ˜ˇ˚˘˝˙¯]) ?([aeiouyncszrlgtdAEIOUYNCSZRLGTDıj])|(?<=\s)([¨´ˇ])"
    r" ?([AEIOUSCZ])(?=[a-z])|([cCsStT])\s?(¸)"
)
_ACCENT = re.compile(f"[\u0300-\u036f{''.join(_ACCENTS)}]")
_SPACES = re.compile(r"[ \n]*\n[ \n]*|  +")
_BREAK_HYPHEN = re.compile(r"(?P<left>[^\W_]+)(?P<hyphen>[-\u00ad\u2010]) ?\n[ \n]*(?P<right>[^\W_]+)")
_SLASH_BREAK = re.compile(r"(?<=[^\s/][/–—])[ ]?\n\s*(?=\w)|(?<=[A-Za-z0-9]) ?\n\s*(?=[/–][A-Za-z0-9])")
_COMPOUND_TAIL = re.compile(
    r"(?:related|induced|mediated|dependent|independent|based|associated|specific|resistant|resistance|sensitive|sensitivity|positive|"
    r"negative|free|like|term|line|type|derived|treated|treatment|risk|binding|regulated|regulation|regulating|regulate|driven|targeted|"
    r"targeting|scale|wide|throughput|dose|fold|level|range|deficient|rich|poor|cell|stage|stranded|bound|expressing|containing|naive|"
    r"naïve|activated|competent|blind|blinded|controlled|center|centre|point|world|up|quality|dimensional|linked|coated|labeled|labelled|"
    r"responsive|refractory|catenin|analysis|old|year|week|day|month|hour|weight|density|step|way|known|established|called|fluorouracil)s?\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W_]+)*")
_GREEK_GAP = re.compile(
    r"(?<=[A-Z][A-Z])( )(?=[α-ω](?![α-ω\w]))|(?<=[\s/(-][α-ω])( )(?=-[a-zA-Z])|(?<=/)(-? )(?=[α-ω]-?[a-z])"
)


class Vocabulary:
    """The words of one document, to tell a hyphenated word from a word broken at a line's end."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word.lower() for text in self._texts for word in _WORD.findall(text))

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Tell whether a hyphen between two parts at a line's end belongs to the word."""
        if not right[0].islower() or not right.isascii() or any(c.isdigit() for c in left + right):
            return True
        if len(left) == 1 or (left.isupper() and len(left) > 1) or sum(c.isupper() for c in left[1:]) > 0:
            return True
        joined, hyphenated = self._words[(left + right).lower()], self._words[f"{left}-{right}".lower()]
        if joined or hyphenated:
            return hyphenated > joined
        if _COMPOUND_TAIL.fullmatch(right):
            return True
        known_left, known_right = self._words[left.lower()], self._words[right.lower()]
        return known_left > 1 and known_right > 1 and len(left) > 3 and len(right) > 3


def join_lines(work: Rewriter, vocabulary: Vocabulary) -> None:
    """Join broken lines and hyphenated words into running text."""
    if "\n" not in work.text:
        return

    def hyphen(match: re.Match[str]) -> str:
        return ""

    edits = []
    for match in _BREAK_HYPHEN.finditer(work.text):
        keep = match["hyphen"] == "-" and vocabulary.keeps_hyphen(match["left"], match["right"])
        start = match.start("hyphen") + (1 if keep else 0)
        edits.append(Edit(start, match.start("right")))
    work.apply(edits)
    work.sub(re.compile(r"(?<=\w[-\u2010]) ?\n[ \n]*(?=\w)"), hyphen)
    work.sub(_SLASH_BREAK, hyphen)


def plain_characters(work: Rewriter) -> None:
    """Replace ligatures, odd spaces, compatibility Greek, split and combining accents by plain characters."""
    work.sub(_ODD, lambda match: _PLAIN[match[0]])
    if _ACCENT.search(work.text):
        work.sub(_SPLIT_ACCENT, _accented)
        work.sub(_COMBINING, lambda match: unicodedata.normalize("NFC", match[0].replace("ı", "i")))


def _accented(match: re.Match[str]) -> str:
    accent, letter = (match[1] or match[3] or match[6]), (match[2] or match[4] or match[5])
    letter = {"ı": "i"}.get(letter, letter)
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])


def close_greek(work: Rewriter) -> None:
    """Close the gap converters leave between a symbol and its Greek letter ("TGF β")."""
    if not work.text.isascii():
        work.sub(_GREEK_GAP, "")


def collapse_spaces(work: Rewriter) -> None:
    """Turn line breaks and runs of spaces into one space, and trim the ends."""
    if "\n" in work.text or "  " in work.text:
        work.sub(_SPACES, " ")
    stripped = work.text.strip()
    lead = len(work.text) - len(work.text.lstrip())
    edits = [Edit(0, lead)] if lead else []
    if stripped and lead + len(stripped) < len(work.text):
        edits.append(Edit(lead + len(stripped), len(work.text)))
    work.apply([e for e in edits if e.end > e.start])


_BEFORE_STOP = re.compile(r" +(?=[,;.](?:\s|$))|(?<=[(\[]) +| +(?=[)\]])")
_EMPTY_BRACKETS = re.compile(r" ?\(\s*[,;]?\s*\)| ?\[\s*[,;]?\s*\]")


_LONG_WORD = re.compile(r"\S{1000}(?=\S)")


def part_long_words(work: Rewriter) -> None:
    """Part what is too long for a word, such as a rule of asterisks: a tokenizer takes the square of its length."""
    work.apply([Edit(match.end(), match.end(), " ") for match in _LONG_WORD.finditer(work.text)])


def cut(work: Rewriter, spans: Iterable[tuple[int, int]]) -> None:
    """Remove spans with the space that would be left standing before punctuation or doubled."""
    edits = []
    text = work.text
    for start, end in spans:
        after = text[end : end + 1]
        while start > 0 and text[start - 1] == " " and (not after or after in " .,;:)]"):
            start -= 1
        if start > 0 and after and text[start - 1].isalnum() and after.isalnum():
            edits.append(Edit(start, end, " "))
        elif end > start:
            edits.append(Edit(start, end))
    work.apply(_disjoint(edits))


def _disjoint(edits: list[Edit]) -> list[Edit]:
    out: list[Edit] = []
    for edit in edits:
        if out and edit.start < out[-1].end:
            edit = Edit(out[-1].end, max(edit.end, out[-1].end), edit.text)
        out.append(edit)
    return out


def tidy(work: Rewriter) -> None:
    """Remove brackets left empty and spaces before punctuation."""
    work.sub(_EMPTY_BRACKETS, "")
    work.sub(_BEFORE_STOP, "")


def drop_echoes(work: Rewriter, *, shortest: int = 5, longest: int = 40) -> None:
    """Remove the second copy of a run of words printed twice on end, as broken text layers give it."""
    words = [(m.start(), m.end(), m[0]) for m in re.finditer(r"\S+", work.text)]
    tokens = [w[2].strip("*_#") for w in words]
    edits: list[Edit] = []
    i = 0
    while i < len(tokens):
        for n in range(min(longest, (len(tokens) - i) // 2), shortest - 1, -1):
            if tokens[i] == tokens[i + n] and tokens[i : i + n] == tokens[i + n : i + 2 * n]:
                edits.append(Edit(words[i + n - 1][1], words[i + 2 * n - 1][1]))
                i += n
                # The copy may be followed by more copies: stay on its last position.
                tokens[i : i + n] = [f"\0{k}" for k in range(n)]
                i += n - 1
                break
        i += 1
    work.apply(edits)


Step = Callable[[Rewriter], None]
