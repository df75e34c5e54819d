"""Inflected forms of English verbs and nouns, so that triggers are found whatever the tagger made of a word."""

from __future__ import annotations

IRREGULAR = {
    "arise": ("arose", "arisen"),
    "awake": ("awoke", "awoken"),
    "bear": ("bore", "borne"),
    "beat": ("beat", "beaten"),
    "become": ("became", "become"),
    "beget": ("begot", "begotten"),
    "begin": ("began", "begun"),
    "bind": ("bound", "bound"),
    "bleed": ("bled", "bled"),
    "break": ("broke", "broken"),
    "breed": ("bred", "bred"),
    "bring": ("brought", "brought"),
    "build": ("built", "built"),
    "burst": ("burst", "burst"),
    "buy": ("bought", "bought"),
    "catch": ("caught", "caught"),
    "choose": ("chose", "chosen"),
    "cling": ("clung", "clung"),
    "come": ("came", "come"),
    "cut": ("cut", "cut"),
    "deal": ("dealt", "dealt"),
    "do": ("did", "done"),
    "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"),
    "eat": ("ate", "eaten"),
    "fall": ("fell", "fallen"),
    "feed": ("fed", "fed"),
    "feel": ("felt", "felt"),
    "fight": ("fought", "fought"),
    "find": ("found", "found"),
    "fling": ("flung", "flung"),
    "forbid": ("forbade", "forbidden"),
    "foretell": ("foretold", "foretold"),
    "forgo": ("forwent", "forgone"),
    "freeze": ("froze", "frozen"),
    "get": ("got", "gotten"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "grind": ("ground", "ground"),
    "grow": ("grew", "grown"),
    "hamstring": ("hamstrung", "hamstrung"),
    "hang": ("hung", "hung"),
    "have": ("had", "had"),
    "hide": ("hid", "hidden"),
    "hold": ("held", "held"),
    "hurt": ("hurt", "hurt"),
    "keep": ("kept", "kept"),
    "lay": ("laid", "laid"),
    "lead": ("led", "led"),
    "leave": ("left", "left"),
    "lend": ("lent", "lent"),
    "let": ("let", "let"),
    "lie": ("lay", "lain"),
    "light": ("lit", "lit"),
    "lose": ("lost", "lost"),
    "make": ("made", "made"),
    "mean": ("meant", "meant"),
    "meet": ("met", "met"),
    "mow": ("mowed", "mown"),
    "overcome": ("overcame", "overcome"),
    "override": ("overrode", "overridden"),
    "partake": ("partook", "partaken"),
    "put": ("put", "put"),
    "quit": ("quit", "quit"),
    "relay": ("relayed", "relayed"),
    "ride": ("rode", "ridden"),
    "rise": ("rose", "risen"),
    "run": ("ran", "run"),
    "see": ("saw", "seen"),
    "seek": ("sought", "sought"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "shake": ("shook", "shaken"),
    "shed": ("shed", "shed"),
    "shoot": ("shot", "shot"),
    "show": ("showed", "shown"),
    "shrink": ("shrank", "shrunk"),
    "shut": ("shut", "shut"),
    "sink": ("sank", "sunk"),
    "sit": ("sat", "sat"),
    "sow": ("sowed", "sown"),
    "speed": ("sped", "sped"),
    "spell": ("spelt", "spelled"),
    "split": ("split", "split"),
    "spread": ("spread", "spread"),
    "spring": ("sprang", "sprung"),
    "stand": ("stood", "stood"),
    "steal": ("stole", "stolen"),
    "stem": ("stemmed", "stemmed"),
    "stick": ("stuck", "stuck"),
    "strike": ("struck", "struck"),
    "sweep": ("swept", "swept"),
    "swell": ("swelled", "swollen"),
    "swing": ("swung", "swung"),
    "take": ("took", "taken"),
    "tear": ("tore", "torn"),
    "tell": ("told", "told"),
    "throw": ("threw", "thrown"),
    "undergo": ("underwent", "undergone"),
    "underlie": ("underlay", "underlain"),
    "undo": ("undid", "undone"),
    "upset": ("upset", "upset"),
    "wake": ("woke", "woken"),
    "weaken": ("weakened", "weakened"),
    "wear": ("wore", "worn"),
    "weave": ("wove", "woven"),
    "win": ("won", "won"),
    "wind": ("wound", "wound"),
    "withdraw": ("withdrew", "withdrawn"),
    "withstand": ("withstood", "withstood"),
    "write": ("wrote", "written"),
}
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
    for prefix in ("", "re", "over", "under", "up", "out", "mis", "un", "off"):
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
    if base.endswith(("s", "x", "z", "ch", "sh")) or base in {"go", "do", "undergo", "forgo", "veto", "echo"}:
        return base[:-2] + "es" if base.endswith("sis") else base + "es"
    if base.endswith("y") and len(base) > 1 and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"
