"""What a glyph prints where its font's encoding is silent or lies: symbol fonts, small capitals, named glyphs."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFCIDFont, PDFFont, TrueTypeFont
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

UNMAPPED = "\ufffd"


def _table(first: int, characters: str) -> dict[int, str]:
    return {first + i: c for i, c in enumerate(characters) if c != "\0"}


# The Symbol font's own encoding. Many PDFs give its codes as private-use characters from U+F000.
_SYMBOL = (
    _table(0x20, " !∀#∃%&∋()*+,−./0123456789:;<=>?")
    | _table(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_")
    | _table(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~")
    | _table(0xA0, " ϒ′≤/∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵")
    | _table(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓")
    | _table(0xE0, "◊\0®©™∑")
)
_WINGDINGS = re.compile(r"dingbats|wingdings", re.IGNORECASE)
# TeX's fonts for symbols (cmsy) and Greek (cmmi); typesetters keep their codes under names of their own, and put
# parentheses and signs where the standard encoding has letters of Icelandic.
_CMSY = _table(0, "−·×∗÷⋄±∓⊕⊖⊗⊘⊙○°•≍≡⊆⊇≤≥≼≽~≈⊂⊃≪≫≺≻←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋") | {
    102: "{", 103: "}", 106: "|", 112: "√", 121: "†", 122: "‡",
    133: "(", 134: ")", 136: "=", ord("ð"): "(", ord("Þ"): ")", ord("¼"): "=", ord("þ"): "+",
}  # fmt: skip
_CMMI = _table(0, "ΓΔΘΛΞΠΣΥΦΨΩαβγδεζηθικλμνξπρστυφχψωεθϖρςφ")
_CMSY_FONT = re.compile(r"AdvP4C4E74|TeX_CM_Maths_Symbols|MinionMathSymbols|^CMSY|^MTSY")
_CMMI_FONT = re.compile(r"AdvP4C4E51|TeX_CM_Maths_Italic|^CMMI|^MTMI")
# What the "Mathematical Pi" fonts and their kin print where their encoding says an ASCII character.
_SIGNS = {",": "<", ".": ">", "1": "+", "2": "−", "3": "×", "4": "÷", "5": "=", "6": "±", "9": "′", "#": "≤", "$": "≥"}
_GREEK = dict(zip("abgdezhuiklmnjoprstyfxcvGDULJPSFCV", "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", strict=True))
_ALPHABET = dict(zip("abcdefghijklmnopqrstuvwx", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_DISGUISED = (
    (re.compile(r"MathematicalPi-?One|AdvP7DA6|AdvP4A5FDB|Greek.*Math-?Pi", re.I), _SIGNS | _GREEK),
    (re.compile(r"MathematicalPi|Math-?Pi|MathematicalTen", re.I), _SIGNS),
    (re.compile(r"AdvPSMP13"), _ALPHABET),
    (re.compile(r"AdvP7DB7"), {",": "~"}),
    (re.compile(r"AdvP4C4E46"), {"P": "∑"}),
    (
        re.compile(r"AdvP4C4E74|TeX_CM_Maths_Symbols"),
        {chr(code): c for code, c in _CMSY.items() if 0x20 < code < 0x41 or code > 0xA0},
    ),
)
_SYMBOL_FONT = re.compile(r"AdvPSSym|AdvP697C|(?:^|\+)Symbol", re.I)
_ENCODED = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put")
_CODE_NAME = re.compile(r"C(\d{1,3})")
_GLYPH_NAMES = {"prime": "′", "parenleft": "(", "parenright": ")", "bracketleft": "[", "bracketright": "]"}
_BIG = re.compile(r"(?:big|Big|bigg|Bigg)$")
_SMALL_CAPITAL = re.compile(r"[A-Za-z](?:\.(?:sc|smcp|c2sc)|small)")
_SMALL_CAPITALS_FONT = re.compile(r"(?:SC|[-,]?SmallCaps|[-,]SmCp|csc\d*)$|^cmcsc|smallcaps", re.IGNORECASE)


def glyph_names(spec: Mapping[str, Any]) -> dict[int, str]:
    """Return the names of a simple font's glyphs by code: those of its encoding, else of the embedded font program."""
    encoding = resolve1(spec.get("Encoding"))
    if isinstance(encoding, dict):
        names: dict[int, str] = {}
        code = 0
        for item in resolve1(encoding.get("Differences")) or ():
            item = resolve1(item)
            if isinstance(item, int):
                code = item
            elif isinstance(item, PSLiteral):
                names[code] = str(item.name)
                code += 1
        return names
    descriptor = resolve1(spec.get("FontDescriptor"))
    if encoding is not None or not isinstance(descriptor, dict):
        return {}
    program = resolve1(descriptor.get("FontFile"))
    if not isinstance(program, PDFStream):
        return {}
    head = program.get_data().partition(b"eexec")[0]
    return {int(code): name.decode("latin-1") for code, name in _ENCODED.findall(head)}


def font_map(font: PDFFont) -> Mapping[int, str]:
    """Return the characters a font for glyph numbers prints by the table of its embedded TrueType program, if any."""
    program = resolve1(font.descriptor.get("FontFile2")) if isinstance(font, PDFCIDFont) else None
    if not isinstance(program, PDFStream):
        return {}
    try:
        return TrueTypeFont("", BytesIO(program.get_data())).create_unicode_map().cid2unichr
    # A subset's tables are often missing or cut.
    except (PDFException, struct.error, ValueError, AssertionError):
        return {}


def coded(code: int, font: str) -> str:
    """Return what a code prints in a font that keeps a known encoding under another name."""
    for pattern, table in ((_CMSY_FONT, _CMSY), (_CMMI_FONT, _CMMI), (_SYMBOL_FONT, _SYMBOL)):
        if pattern.search(font):
            return table.get(code, UNMAPPED)
    return UNMAPPED


def symbol_glyph(number: int, font: PDFFont) -> str:
    """Return what a glyph of the Symbol font prints by its number in the font, whose glyphs follow its encoding."""
    if _SYMBOL_FONT.search(str(getattr(font, "basefont", ""))) and "FontFile2" not in font.descriptor:
        code = number + 0x20 if number < 95 else number - 95 + 0xA1
        return _SYMBOL.get(code + (code >= 0xF0), UNMAPPED)
    return UNMAPPED


def named(name: str, code: int, text: str, font: str) -> str:
    """Return what a glyph prints by its name where that tells more than ``text``, what its encoding gives its code."""
    if _SMALL_CAPITAL.fullmatch(name):
        return name[0].upper()
    first = _CODE_NAME.fullmatch(name)
    if first and (text == UNMAPPED or text < " " or text == chr(code)):
        # Typesetters rename the glyphs of a symbol font after their codes in it.
        return coded(int(first[1]), font)
    if text == UNMAPPED or text < " ":
        return _GLYPH_NAMES.get(_BIG.sub("", name), text)
    return text


def repair(text: str, font: str) -> str:
    """Return what a glyph prints where its font's encoding is known to lie, and nothing for control characters."""
    if len(text) != 1:
        return "".join(repair(c, font) for c in text)
    for pattern, table in _DISGUISED:
        if pattern.search(font):
            return table.get(text, text)
    if "\ue000" <= text <= "\uf8ff":
        return _private(text, font)
    if (text < " " and text not in "\t\n\r") or "\ufdd0" <= text <= "\ufdef":
        return UNMAPPED
    if text.islower() and _SMALL_CAPITALS_FONT.search(font):
        return text.upper()
    return " " if text in "\t\n\r\xa0" else text


def _private(text: str, font: str) -> str:
    """Return what a private-use character stands for: small capitals, codes of Wingdings, mostly of Symbol."""
    if "\uf761" <= text <= "\uf77a":
        return chr(ord(text) - 0xF720)
    code = ord(text) - 0xF000
    if _WINGDINGS.search(font):
        return "→" if code in (0xE0, 0xE8, 0xF0) else "•"
    if code == 0xE0 and not _SYMBOL_FONT.search(font):
        return "→"
    return _SYMBOL.get(code, UNMAPPED)
