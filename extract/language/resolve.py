"""From a mention and its type to its official name and identifier."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from extract.language.dictionary import Entry, Lexicon
from extract.language.keys import key
from extract.language.ncrna import MICRO, micro_norm, micro_parents
from extract.language.spellings import (
    DASH,
    american,
    chemical_spellings,
    list_stem,
    parts_of_list,
    plain,
    protein_spellings,
    singular,
)
from extract.schema import Named

PATHWAY_HEAD = re.compile(
    r"[\s-]+(?:(?:signal(?:l)?ing|signals?|transduction)\s+)?(?:pathways?|cascades?|axis|axes|arms?|signal(?:l)?ing|limb|circuit(?:ry)?|system|network|module)$"
)
SHORT_IN_BRACKETS = re.compile(r"(?:[\w'/-]+\s){1,8}?\(([A-Za-z][\w-]{1,9})\)")


@dataclass(frozen=True)
class Surroundings:
    """What the document says that bears on its names.

    ``long_forms`` and ``short_forms`` are the document's own abbreviations, both ways (short as written; long by key);
    ``keys`` are keys of the other names in it, ``chemicals`` the official names of the chemicals it mentions.
    """

    long_forms: Mapping[str, str] = field(default_factory=dict)
    short_forms: Mapping[str, str] = field(default_factory=dict)
    keys: Collection[str] = ()
    chemicals: Collection[str] = ()

    def long(self, name: str) -> str | None:
        """Return the long form that the document gives a short form, if it does."""
        return self.long_forms.get(name) or self.long_forms.get(re.sub(r"(?<=[A-Z])s$", "", name))

    def short(self, name: str) -> str | None:
        """Return the short form that the document gives a long form, if it does."""
        return self.short_forms.get(key(name)) or self.short_forms.get(key(singular(name)))


NOWHERE = Surroundings()


class Resolver:
    """Finds official names and identifiers in a lexicon, the document's own definitions first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def resolve(self, text: str, type_: str, around: Surroundings = NOWHERE) -> Named:
        """Return the official name of a mention and its CURIE; the name is never empty, the CURIE None when unknown."""
        name = plain(text) or text.strip() or text
        if type_ == "GENE":
            return self.gene(name, around)
        if type_ == "NCRNA":
            return self.ncrna(name, around)
        if type_ == "CHEMICAL":
            return self.chemical(name, around)
        if type_ == "CELL_LINE":
            return self.cell_line(name, around)
        if type_ == "PATHWAY":
            return self.pathway(name, around)
        if type_ == "VARIANT":
            return Named(norm=name, curie=f"dbsnp:{name.lower()}" if re.fullmatch(r"[Rr][Ss]\d+", name) else None)
        return self.phrase(name, type_, around)

    def gene(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a gene, protein, family or complex."""
        names = [name]
        for expansion in (around.long(name), around.short(name)):
            if expansion:
                names.append(expansion)
        if names[1:] and around.long(name):
            # The document's definition wins, where the dictionary knows it.
            names.reverse()
        for candidate in names:
            entry = self._gene_entry(candidate, around)
            if entry:
                return Named(norm=entry.norm, curie=entry.curie)
        return self._gene_list(name, around) or Named(norm=_symbol(name), curie=None)

    def _gene_entry(self, name: str, around: Surroundings) -> Entry | None:
        for form in protein_spellings(name):
            entries = self.lexicon.lookup(form, ("GENE",)) or self.lexicon.lookup(form, ("NCRNA",))
            if entries:
                return self._likeliest(entries, around)
        return None

    def _gene_list(self, name: str, around: Surroundings) -> Named | None:
        stem, parts = list_stem(name), parts_of_list(name)
        if not parts and re.search(r"\w/\w", name) and not name.islower():
            tail = re.search(r"\s(complex|complexes)$", name)
            parts = (name[: tail.start()] if tail else name).split("/")
            found = [self._gene_entry(part, around) for part in parts]
            if all(found):
                joined = "/".join(entry.norm for entry in found)
                return Named(norm=f"{joined} complex" if tail else joined, curie=None)
            return None
        family = self._gene_entry(stem, around) if stem and len(stem) > 2 else None
        if family and re.search(rf"\d\s?{DASH}\s?\d", name) and (family.curie or "").startswith("fplx:"):
            return Named(norm=family.norm, curie=family.curie)
        found = [self._gene_entry(part, around) for part in parts]
        if parts and all(found):
            return Named(norm="/".join(entry.norm for entry in found), curie=None)
        return None

    def ncrna(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a microRNA, lncRNA or circRNA."""
        bare = re.sub(r"\s?\([^()]*\)\s?", "", name)
        micro = micro_norm(bare)
        if micro is None and re.match(rf"^{DASH}?\d", bare):
            micro = micro_norm("miR-" + bare.lstrip("- "))
        if micro is None and MICRO.match(bare):
            micro = "/".join(filter(None, (micro_norm(match[0]) for match in MICRO.finditer(bare)))) or None
        if micro is not None:
            for parent in micro_parents(micro):
                entries = self.lexicon.lookup(parent, ("NCRNA",))
                if entries:
                    return Named(norm=micro, curie=entries[0].curie)
            return Named(norm=micro, curie=None)
        stripped = re.sub(rf"^(?:lncRNA|lincRNA|circRNA|RNA)(?:\s|{DASH})+(?=\w)", "", bare, flags=re.IGNORECASE)
        for candidate in (around.long(name), name, bare, stripped, around.short(name)):
            for type_ in ("NCRNA", "GENE"):
                entries = self.lexicon.lookup(candidate, (type_,)) if candidate else []
                if entries:
                    return Named(norm=entries[0].norm, curie=entries[0].curie)
        return Named(norm=bare, curie=None)

    def chemical(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a drug, compound, metabolite or class of drug."""
        known = [form for form in (around.long(name), name, around.short(name)) if form]
        for candidate in known:
            for form in chemical_spellings(candidate):
                entries = self.lexicon.lookup(form, ("CHEMICAL",))
                if entries:
                    return Named(norm=entries[0].norm, curie=entries[0].curie)
        inhibitor = re.fullmatch(r"([A-Z][\w/]*?[A-Z0-9])is?", name)
        if inhibitor:
            return Named(norm=f"{inhibitor[1]} inhibitor", curie=None)
        close = difflib.get_close_matches(name.lower(), around.chemicals, n=1, cutoff=0.85) if len(name) >= 7 else []
        if close:
            return self.chemical(close[0])
        return Named(norm=_lower(singular(around.long(name) or name)), curie=None)

    def cell_line(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a cell line; of a subline ("HCT116/OXA") the parental part of the name becomes official."""
        bare = re.sub(r"\s+(?:cell lines?|cells?)$", "", name)
        for candidate in (bare, bare.rstrip("s"), around.long(name)):
            entries = self.lexicon.lookup(candidate, ("CELL_LINE",)) if candidate else []
            if entries:
                return Named(norm=entries[0].norm, curie=entries[0].curie)
        for match in reversed([*re.finditer(r"[/-]", bare)]):
            parent = self.lexicon.lookup(bare[: match.start()], ("CELL_LINE",))
            if parent and match.start() > 1:
                return Named(norm=parent[0].norm + bare[match.start() :], curie=None)
        return Named(norm=bare, curie=None)

    def pathway(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a pathway or axis; its norm ends in a head noun."""
        text = around.long(name) or SHORT_IN_BRACKETS.sub(r"\1", name)
        text = american(singular(plain(text))).lower()
        core = PATHWAY_HEAD.sub("", text)
        norm = text if core != text else f"{text} pathway"
        for form in (norm, f"{core} signaling pathway", f"{core} pathway", f"{core} signaling"):
            entries = self.lexicon.lookup(form, ("PATHWAY",))
            if entries:
                return Named(norm=norm, curie=entries[0].curie)
        return Named(norm=norm, curie=None)

    def phrase(self, name: str, type_: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a disease, cell type or process: the norm is the full name in lower case and the singular."""
        long = around.long(name)
        written = american(singular(self._expanded(long or name, around)))
        entries = [
            entry
            for form in dict.fromkeys((long, name, written))
            if form
            for entry in self.lexicon.lookup(form, (type_,))
        ]
        official = next(iter(entries), None)
        if official is None:
            return Named(norm=written.lower(), curie=None)
        short = " " not in written and "-" not in written
        if long is None and (short or official.kind in ("curated", "abbreviation") or key(official.norm) == key(written)):
            return Named(norm=official.norm.lower(), curie=official.curie)
        return Named(norm=written.lower(), curie=official.curie)

    def _expanded(self, name: str, around: Surroundings) -> str:
        """Spell out the document's abbreviations inside a phrase: "HCC progression"."""
        words = [around.long(word) or word for word in re.sub(r"\s?\([^()]*\)", "", name).split(" ")]
        return " ".join(words)

    def _likeliest(self, entries: list[Entry], around: Surroundings) -> Entry:
        """Prefer, among meanings of like score, the one that the document also names by its official name."""
        best = entries[0]
        if len(entries) > 1 and best.kind in ("alias", "previous", "abbreviation", "synonym"):
            for entry in entries:
                if entry.score > best.score - 0.2 and key(entry.norm) in around.keys:
                    return entry
        return best


def _symbol(name: str) -> str:
    return re.sub(r"\s?\([^()]*\)", "", name).strip() or name


def _lower(name: str) -> str:
    """Lower the case of words, not of codes and abbreviations."""
    return " ".join(
        word if re.search(r"[A-Z].*[A-Z\d]|\d.*[A-Z]", word) and not re.search(r"[a-z]{4}", word) else word.lower()
        for word in name.split(" ")
    )
