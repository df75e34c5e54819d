"""Inflected forms of English verbs and nouns, so that triggers are found whatever the tagger made of a word."""

from __future__ import annotations

import tomllib
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parents[2] / "data" / "inflection.toml").read_text(encoding="utf-8"))
IRREGULAR: dict[str, tuple[str, str]] = {
    base: (past, participle) for base, (past, participle) in _DATA["irregular"].items()
}
_PREFIXES: tuple[str, ...] = ("", *_DATA["prefixes"]["verbs"])
_IN_ES = frozenset(_DATA["plurals"]["es"])
_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str) -> dict[str, str]:
    """Map each form of a verb to its kind: base, s, past (past tense and participle) or ing.

    Both spellings of -ise/-ize and of a final -l before an ending are given.
    """
    forms: dict[str, str] = {}
    for base in _spellings(lemma):
        for form, kind in _regular(base):
            forms.setdefault(form, kind)
        prefix, stem = _split_prefix(base)
        if stem in IRREGULAR:
            for form in (base + "ed", base[:-1] + "ed"):
                forms.pop(form, None)
            for form in IRREGULAR[stem]:
                forms[prefix + form] = "past" if prefix + form != base else "base"
    return forms


def noun_forms(lemma: str) -> tuple[str, ...]:
    """Return singular and plural of a noun, in both spellings of -isation/-ization and -our/-or."""
    forms = []
    for base in _spellings(lemma):
        forms += [base, _plural(base)]
    return tuple(dict.fromkeys(forms))


def _split_prefix(base: str) -> tuple[str, str]:
    for prefix in _PREFIXES:
        if base.startswith(prefix) and base[len(prefix) :].lstrip("-") in IRREGULAR:
            stem = base[len(prefix) :].lstrip("-")
            return base[: len(base) - len(stem)], stem
    return "", base


def _spellings(lemma: str) -> list[str]:
    words = [lemma]
    for old, new in (("iz", "is"), ("is", "iz")):
        for ending in ("e", "ation", "er", "ing"):
            if lemma.endswith(old + ending) and len(lemma) > len(old + ending) + 2:
                words.append(lemma[: -len(old + ending)] + new + ending)
    for old, new in (("our", "or"), ("ll", "l"), ("yse", "yze"), ("yze", "yse"), ("naling", "nalling")):
        if lemma.endswith(old) and len(lemma) > 5:
            words.append(lemma[: -len(old)] + new)
    return words


def _regular(base: str) -> list[tuple[str, str]]:
    forms = [(base, "base"), (_plural(base), "s")]
    if base.endswith("e"):
        ing = base + "ing" if base.endswith(("ee", "oe", "ye")) else base[:-1] + "ing"
        if base.endswith("ie"):
            ing = base[:-2] + "ying"
        return [*forms, (base + "d", "past"), (ing, "ing")]
    if base.endswith("y") and base[-2] not in _VOWELS:
        return [*forms, (base[:-1] + "ied", "past"), (base + "ing", "ing")]
    if (
        len(base) > 2
        and base[-1] not in "aeiouwxy"
        and base[-2] in _VOWELS
        and (base[-3] not in _VOWELS or base[-4:-2] == "qu")
    ):
        forms += [
            (base + base[-1] + "ed", "past"),
            (base + base[-1] + "ing", "ing"),
        ]  # where stress allows; else no word
    return [*forms, (base + "ed", "past"), (base + "ing", "ing")]


def _plural(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh")) or base in _IN_ES:
        return base[:-2] + "es" if base.endswith("sis") else base + "es"
    if base.endswith("y") and len(base) > 1 and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"
