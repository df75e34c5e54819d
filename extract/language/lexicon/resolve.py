"""From a mention and its type to its official name and identifier."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from extract.language.candidates import data
from extract.language.lexicon.dictionary import SURE, Entry, Lexicon
from extract.language.lexicon.doubt import CLUSTER, SECONDARY, SHORT, UNSURE, is_doubtful
from extract.language.lexicon.keys import case_mask, key
from extract.language.lexicon.ncrna import MICRO, cluster_norm, micro_norm, micro_parents
from extract.language.lexicon.phrasings import phrasings
from extract.language.lexicon.senses import COMMON, cued, meanings_of, sense
from extract.language.lexicon.spellings import (
    DASH,
    american,
    chemical_spellings,
    greek_letters,
    list_stem,
    noun_first,
    parts_of_list,
    plain,
    protein_spellings,
    singular,
    without_phospho,
)
from extract.language.names import constructs
from extract.language.names.variants import FUSED, substitution
from extract.schema import Named

PATHWAY_HEAD = re.compile(
    r"[\s-]+(?:(?:signal(?:l)?ing|signals?|transduction)\s+)?(?:pathways?|cascades?|axis|axes|arms?|signal(?:l)?ing|limb|circuit(?:ry)?|system|network|module)$"
)
SHORT_IN_BRACKETS = re.compile(r"(?:[\w'/-]+\s){1,8}?\(([A-Za-z][\w-]{1,9})\)")


@dataclass(frozen=True)
class Surroundings:
    """What the document says that bears on its names.

    ``long_forms`` and ``short_forms`` are the document's own abbreviations, both ways (short as written; long by key);
    ``keys`` are keys of the other names in it, ``chemicals`` the official names of the chemicals it mentions, ``words``
    its longer words and ``text`` all of it, in lower case. A ``whole`` document is more than a sentence; a ``foreign``
    one is on bacteria, plants or fungi, which have no human genes; one that is ``elsewhere`` says nothing of people or
    animals.
    """

    long_forms: Mapping[str, str] = field(default_factory=dict)
    short_forms: Mapping[str, str] = field(default_factory=dict)
    keys: Collection[str] = ()
    chemicals: Collection[str] = ()
    words: Collection[str] = ()
    text: str = ""
    whole: bool = False
    foreign: bool = False
    elsewhere: bool = False

    def long(self, name: str) -> str | None:
        """Return the long form that the document gives a short form, if it does."""
        long = self.long_forms.get(name)
        if not long and name.endswith("s"):
            long = self.long_forms.get(re.sub(r"(?<=[A-Z])s$", "", name))
        return long if long is None or not key(name).endswith(key(long)) else None  # "inducible NOS (iNOS)"

    def short(self, name: str) -> str | None:
        """Return the short form that the document gives a long form, if it does."""
        return self.short_forms.get(key(name)) or self.short_forms.get(key(singular(name)))


AGAINST_OR_FOR = re.compile(rf"(anti|pro){DASH}?([a-z]+)", re.IGNORECASE)
NOWHERE = Surroundings()
SURE_ABBREVIATION = 0.9  # ... and from which two letters do: "NO"
SURE_DEFINED = 0.65  # the score from which four letters that a document defines otherwise may mean it
SURE_RECEPTOR = 0.62
# What is given against a target: "BRAF inhibitors", "inhibition of BRAF".
_BLOCKING = r"(?:inhibit(?:ion|ors?)|blockade|blockers?|antagonists?)"
BLOCKED = re.compile(rf"\s+{_BLOCKING}$|^{_BLOCKING}\s+of\s+")
RECEPTOR = re.compile(rf"([A-Z][A-Za-z]*{DASH}?\d{{0,2}}[A-Z]?) receptors?")
SURE_SHORT = 0.75  # the score from which an abbreviation means one thing
UNDEFINED = re.compile(r"[A-Z]{2,3}s?")
SURE_SYMBOL = 5  # letters from which a symbol is the human gene's even in texts on plants or bacteria
CAPITALS = re.compile(r"[a-z]?[A-Z\d]{2,6}s?")  # an abbreviation, whatever it stands for
SPECIES = re.compile(r"^[hmr](?=i?[A-Z]{3,}s?$)")  # whose cells they are, before an abbreviation: hMSC, mESC
OTHER = {"PROCESS": "DISEASE", "DISEASE": "PROCESS"}  # weight loss and bleeding are both
KIND_OF_DISEASE = (" disorder", " disease")
FULL = 9  # letters from which a name is no mere symbol
NUMBERED = re.compile(r"[A-Z]{4,}\d{1,2}[A-Z]?\d?")  # as genes of people are written, and hardly those of plants
MEMBERS, FIGURES = "ABCDG", "1234"  # the last letters and figures of the symbols of a family


class Resolver:
    """Finds official names and identifiers in a lexicon, the document's own definitions first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def resolve(self, text: str, type_: str, around: Surroundings = NOWHERE) -> Named:
        """Return the official name of a mention and its CURIE; the name is never empty, the CURIE None when unknown."""
        name = plain(text) or text.strip() or text
        made = constructs.split(name) if type_ in ("GENE", "NCRNA") else None
        if made and self.lexicon.lookup(made[0], ("GENE", "NCRNA")):
            name = made[0]
        if type_ == "CELL_TYPE" and around.long(name) is None:
            name = self._of_species(name)
        return self._cued(name, type_, around) or self._resolve(name, type_, around)

    def _of_species(self, name: str) -> str:
        """Return an abbreviation of a kind of cell without the letter for the species, if it is known so."""
        bare = SPECIES.sub("", name)
        own, known = (self.lexicon.lookup(singular(form), ("CELL_TYPE",)) for form in (name, bare))
        sure = any(entry.kind in SURE for entry in known) or meanings_of(bare, "CELL_TYPE")
        return bare if sure and not own else name

    def _cued(self, name: str, type_: str, around: Surroundings) -> Named | None:
        """Resolve a short name of several meanings by what else the document speaks of, unless it defines the name.

        A whole document that speaks of none of several leaves it open, but for a gene's symbol, which is a name itself.
        """
        meanings = meanings_of(name, type_)
        if not meanings or around.long(name):
            return None
        meaning = cued(name, type_, around.text)
        if meaning is None:
            several = sum(map(bool, meanings)) > 1 and type_ != "GENE"
            return Named(norm=name, curie=None) if around.whole and several else None
        return self._resolve(meaning, type_, NOWHERE) if meaning else Named(norm=name, curie=None)

    def _resolve(self, name: str, type_: str, around: Surroundings) -> Named:
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
            return self.variant(name, around)
        return self.phrase(name, type_, around)

    def gene(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a gene, protein, family or complex."""
        entry = self._defined(name, around, lambda form: self._gene_entry(form, around))
        if entry and _is_anothers(name, entry, around):
            return Named(norm=_symbol(name), curie=None)
        if entry and _is_class(entry):
            return Named(norm=_lower(singular(around.long(name) or name)), curie=entry.curie)
        if entry:
            return Named(norm=entry.norm, curie=entry.curie)
        listed = self._gene_list(name, around) or self._fusion(name, around) or self._described(name, around)
        return listed or Named(norm=_symbol(name), curie=None)

    def _described(self, name: str, around: Surroundings) -> Named | None:
        """Resolve a name behind words that say what it is: "adapter molecule MyD88"."""
        words, _, last = name.rpartition(" ")
        if (
            not words.islower()
            or last.islower()
            or words.split(" ")[-1] not in data("names")["classes"]["before"]
            or len(last) <= SHORT
        ):
            return None
        named = self.gene(last, around)
        return named if named.curie else None

    def _defined(self, name: str, around: Surroundings, find: Callable[[str], Entry | None]) -> Entry | None:
        """Return what a name means, by the document's definition of it before the lexicon's.

        A short form that the lexicon is sure of, and that is long enough to mean one thing, stands against a long form
        that the lexicon knows less well: definitions vary in wording. Two letters that are nobody's official symbol
        mean nothing without a definition.
        """
        long, short = around.long(name), around.short(name)
        meant = find(long) if long else None
        own = find(name)
        unsettled = own if meant is None and not short else None
        if unsettled and (
            _means_too_much(name, unsettled, defined=long is not None) or self._is_open(name, unsettled, around)
        ):
            return None
        if meant and own and _is_class(meant) and own.kind in SURE:
            return own
        surer = own is not None and own.kind in (SURE if meant and meant.kind not in SURE else ("curated",))
        if meant and own and surer and len(key(name)) >= 4:
            return own
        if short and own and _is_class(own):
            family = find(short)
            return family if family and family.kind in SURE else own
        if meant or own or not short:
            return meant or own
        known = find(short)
        return None if known is None or _means_too_much(short, known, defined=True) else known

    def _is_open(self, name: str, entry: Entry, around: Surroundings) -> bool:
        """Return whether a name is too short, or too much another's, to mean the entry."""
        form = name
        if entry.type == "GENE":
            known = (form for form in protein_spellings(name) if entry in self.lexicon.lookup(form, ("GENE",)))
            form = next(known, name)
        return is_doubtful(form, entry, self.lexicon.lookup(form), around.keys) or self._is_member(name, entry)

    def _is_member(self, name: str, entry: Entry) -> bool:
        """Return whether an entry is one of several genes that a name may mean: Gadd45 is GADD45A, -B or -G."""
        norm = entry.norm
        if entry.type != "GENE" or entry.kind not in SECONDARY or key(norm[:-1]) != key(name):
            return False
        others = (norm[:-1] + last for last in (MEMBERS if norm[-1].isalpha() else FIGURES) if last != norm[-1])
        return any(e.kind == "official" for other in others for e in self.lexicon.lookup(other, ("GENE",)))

    def _gene_entry(self, name: str, around: Surroundings) -> Entry | None:
        phosphorylated = without_phospho(name)
        if phosphorylated:
            entries = self.lexicon.lookup(phosphorylated, ("GENE",))
            own = [entry for entry in self.lexicon.lookup(name, ("GENE",)) if entry.mask == case_mask(name)]
            if entries and entries[0].kind in SURE and not any(entry.kind not in UNSURE for entry in own):
                return entries[0]
        classes = []
        for form in protein_spellings(name):
            entries = self.lexicon.lookup(form, ("GENE",)) or self.lexicon.lookup(form, ("NCRNA",))
            if entries and not _is_class(entries[0]):
                return self._likeliest(name, entries, around)
            classes += entries
        return self._receptor_entry(name) or next(iter(classes), None)

    def _receptor_entry(self, name: str) -> Entry | None:
        """Return the receptor that is called by its ligand or class: "GH receptor" is GHR."""
        match = RECEPTOR.fullmatch(name)
        symbol = f"{match[1]}R" if match else ""
        entries = self.lexicon.lookup(symbol, ("GENE",)) if symbol else []
        sure = [e for e in entries if e.kind in SURE or e.score >= SURE_RECEPTOR]
        one = sure and (sure[0].kind in SURE or not is_doubtful(symbol, sure[0], entries))
        return sure[0] if one else None

    def _gene_entries(self, names: Iterable[str], around: Surroundings) -> list[Entry]:
        """Return the entries of those names that have one."""
        return [entry for name in names if (entry := self._gene_entry(name, around)) is not None]

    def _gene_list(self, name: str, around: Surroundings) -> Named | None:
        stem, parts = list_stem(name), parts_of_list(name)
        if not parts and re.search(r"\w/\w", name) and not name.islower():
            tail = re.search(r"\s(complex|complexes)$", name)
            parts = (name[: tail.start()] if tail else name).split("/")
            if min(map(len, parts)) < 2:
                return None  # "Atoh1a/b"
            names = [entry.norm for entry in self._gene_entries(parts, around)]
            if len(names) == len(parts):
                joined = "/".join(names)
                return Named(norm=f"{joined} complex" if tail else joined, curie=None)
            return None
        family = self._gene_entry(stem, around) if stem and len(stem) > 2 else None
        if family and re.search(rf"\d\s?{DASH}\s?\d", name) and (family.curie or "").startswith("fplx:"):
            return Named(norm=family.norm, curie=family.curie)
        found = self._gene_entries(parts, around)
        if parts and len(found) == len(parts):
            return Named(norm="/".join(entry.norm for entry in found), curie=None)
        return None

    def _fusion(self, name: str, around: Surroundings) -> Named | None:
        """Resolve a fusion of two genes, in HGNC's notation: "EML4-ALK" -> "EML4::ALK" (Bruford et al. 2021)."""
        parts = re.split(r"::|-", name)
        if len(parts) != 2 or not all(re.fullmatch(r"[A-Z][A-Zα-ω0-9]{2,}", part) for part in parts):
            return None
        genes = self._gene_entries(parts, around)
        if len(genes) == len(parts) and all((gene.curie or "").startswith("hgnc:") for gene in genes):
            return Named(norm="::".join(gene.norm for gene in genes), curie=None)
        return None

    def variant(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a sequence variant; with its gene where the name holds it ("BRAFV600E")."""
        if re.fullmatch(r"[Rr][Ss]\d+", name):
            return Named(norm=name, curie=f"dbsnp:{name.lower()}")
        fused = FUSED.fullmatch(name)
        entry = self._gene_entry(fused["gene"], around) if fused else None
        if fused and entry:
            return Named(norm=entry.norm + (fused["allele"] or " " + fused["variant"]), curie=None)
        return Named(norm=substitution(name), curie=None)

    def ncrna(self, name: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a microRNA, lncRNA or circRNA."""
        bare = re.sub(r"\s?\([^()]*\)\s?", "", name)
        cluster = cluster_norm(bare)
        if cluster is not None:
            return Named(norm=cluster, curie=None)
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
        entry = self._meant(name, ("CHEMICAL",), around) or self._defined(name, around, self._chemical_entry)
        if entry:
            return Named(norm=entry.norm, curie=entry.curie)
        inhibitor = re.fullmatch(r"([A-Z][\w/]*?[A-Z0-9])is?", name)
        if inhibitor:
            return Named(norm=f"{inhibitor[1]} inhibitor", curie=None)
        for chemical in around.chemicals:
            if misspelt(name.lower(), chemical):
                return self.chemical(chemical)
        return Named(norm=_lower(singular(around.long(name) or name)), curie=None)

    def drug(self, name: str, around: Surroundings = NOWHERE, *, targeted: bool = True) -> Named:
        """Resolve what a response is to: a chemical, or what is given against a target ("BRAF inhibition").

        A protein that is not ``targeted`` is given itself ("sensitivity to TRAIL").
        """
        name = plain(name)
        target = BLOCKED.sub("", name)
        named = self.chemical(name, around)
        gene = self._gene_entry(target, around) if named.curie is None else None
        if named.curie is None and gene is None and target != name and parts_of_list(target):
            return Named(norm=f"{target} inhibitor", curie=None)  # "CDK4/6 inhibition"
        if not gene or gene.kind not in SURE:
            return named
        if target == name and not targeted:
            return Named(norm=gene.norm, curie=gene.curie)
        return Named(norm=f"{gene.norm} inhibitor", curie=None)

    def _chemical_entry(self, name: str) -> Entry | None:
        for form in chemical_spellings(name):
            entries = self.lexicon.lookup(form, ("CHEMICAL",))
            if entries:
                return self._class_of(form, entries[0])
        return None

    def _class_of(self, name: str, entry: Entry) -> Entry:
        """Return the class that bears a compound's name in the plural, where that is less the compound's own."""
        if entry.kind in SURE or name.endswith("s") or not name.islower():
            return entry
        classes = self.lexicon.lookup(f"{name}s", ("CHEMICAL",))
        return classes[0] if classes and classes[0].kind in SURE else entry

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
        own = self._meant(name, ("PATHWAY", "PROCESS"), around)
        if own:
            return Named(norm=own.norm.lower(), curie=own.curie)
        text = around.long(name) or SHORT_IN_BRACKETS.sub(r"\1", name)
        text = greek_letters(american(singular(plain(text)))).lower()
        text = re.sub(r"^(?:the )?signaling (?:through|via|by) (.+)$", r"\1 signaling", text)
        text = re.sub(r"\bsignal$", "signaling", text)
        whole = self.lexicon.lookup(text, ("PROCESS",)) if text.endswith(" system") else []
        if whole:
            return Named(norm=text, curie=whole[0].curie)
        text = re.sub(r"\s(?:limb|arm|system|network|module|route)$", " pathway", text)
        core = PATHWAY_HEAD.sub("", text)
        norm = text if core != text or re.search(r"\b(?:cycle|shunt)$", text) else f"{text} pathway"
        same = same_pathways().get(_members(core))
        for form in (
            *([same] if same else ()),
            norm,
            f"{core} signaling pathway",
            f"{core} pathway",
            f"{core} signaling",
        ):
            entries = self.lexicon.lookup(form, ("PATHWAY",))
            if entries:
                return Named(norm=norm, curie=entries[0].curie)
        entries = self.lexicon.lookup(text, ("PROCESS",))
        return Named(norm=norm, curie=entries[0].curie if entries else None)

    def _meant(self, name: str, types: tuple[str, ...], around: Surroundings) -> Entry | None:
        """Return what the document's words say that an abbreviation means; None if it defines it or says nothing."""
        if not UNDEFINED.fullmatch(name) or around.long(name):
            return None
        return sense(self.lexicon.lookup(singular(name), types), around.words)

    def phrase(self, name: str, type_: str, around: Surroundings = NOWHERE) -> Named:
        """Resolve a disease, cell type or process: the norm is the full name in lower case and the singular."""
        name = meant(name) if type_ == "PROCESS" else name
        long = around.long(name)
        own = self._meant(name, (type_,), around)
        if own:
            return Named(norm=own.norm.lower(), curie=own.curie)
        if long is None and not self._means_one_thing(name, type_, around):
            return Named(norm=name, curie=None)
        written = american(singular(self._expanded(long or name, around)))
        if type_ == "DISEASE" and " " in written and long is None:
            written = self._last_expanded(written)
        forms = dict.fromkeys(form for form in (long, name, written, noun_first(written)) if form)
        found = ((form, entry) for form in forms for entry in self.lexicon.lookup(form, (type_,)))
        entries = [entry for form, entry in found if form != name or long is None or _fits(entry, long)]
        entries.sort(key=lambda entry: entry.mode == "lookup" and entry.kind != "curated")
        if not entries:
            said = self._noun(written, type_)
            norm = name if CAPITALS.fullmatch(written) else noun_first(written).lower()
            return said or Named(norm=norm, curie=self._other(written, type_))
        official = entries[0]
        if long is None and _stands_for(written, official):
            return Named(norm=official.norm.lower(), curie=official.curie)
        return Named(norm=noun_first(written).lower(), curie=official.curie)

    def _other(self, written: str, type_: str) -> str | None:
        """Return the identifier of a phrase that dictionaries have in other words, or as something of another type."""
        said = (form for first in dict.fromkeys((written, noun_first(written))) for form in phrasings(first, type_))
        for form in said:
            entries = self.lexicon.lookup(form, (type_,))
            if entries and len(key(form)) > SHORT:
                return entries[0].curie
        other = self.lexicon.lookup(written, (OTHER[type_],)) if type_ in OTHER else []
        return other[0].curie if other else None

    def _noun(self, name: str, type_: str) -> Named | None:
        """Resolve an adjective by its noun: "neuropathic" is said of neuropathy; None if no noun is known."""
        rules = data("processes")["nouns"]
        for ending, forms in rules["endings"].items():
            if not name.lower().endswith(ending) or " " in name:
                continue
            for form in forms:
                noun = name.lower().removesuffix(ending) + form
                entries = self.lexicon.lookup(noun, (type_,))
                if entries or form in rules["made"]:
                    return Named(norm=noun, curie=entries[0].curie if entries else None)
        return None

    def _means_one_thing(self, name: str, type_: str, around: Surroundings) -> bool:
        """Tell whether an abbreviation that the document does not define is known to mean one thing."""
        if not UNDEFINED.fullmatch(name):
            return True
        entries = [entry for entry in self.lexicon.lookup(name) if entry.mask == case_mask(name)]
        own = [entry for entry in entries if entry.type == type_]
        if not own or own[0].kind in SURE or own[0].score >= SURE_SHORT:
            return True
        alone = len(own) == 1 or own[0].score >= own[1].score + 0.2
        if alone and name in data("names")["diseases"]["abbreviations"]:
            return True
        rival = max((entry.score for entry in entries if entry.norm != own[0].norm), default=0.0)
        return own[0].score >= rival + 0.2 or not rival or key(own[0].norm) in around.keys

    def _expanded(self, name: str, around: Surroundings) -> str:
        """Spell out the document's abbreviations inside a phrase: "HCC progression"."""
        words = [around.long(word) or word for word in re.sub(r"\s?\([^()]*\)", "", name).split(" ")]
        return " ".join(words)

    def _last_expanded(self, name: str) -> str:
        """Spell out an abbreviation that ends a disease's name where the whole is known: "knee OA"."""
        first, _, last = name.rpartition(" ")
        for entry in self.lexicon.lookup(last, ("DISEASE",)) if UNDEFINED.fullmatch(last) else ():
            if self.lexicon.lookup(f"{first} {entry.norm}", ("DISEASE",)):
                return f"{first} {entry.norm}"
        return name

    def _likeliest(self, name: str, entries: list[Entry], around: Surroundings) -> Entry:
        """Prefer the family that is called so and, of meanings of like score, the one that the document also names."""
        best = entries[0]
        if best.kind == "name" and " " not in name:
            families = (e for e in entries if e.kind == "family" and key(e.norm) == key(name))
            best = next(families, best)
        if len(entries) > 1 and best.kind in ("alias", "previous", "abbreviation", "synonym"):
            for entry in entries:
                if entry.score > best.score - 0.2 and key(entry.norm) in around.keys:
                    return entry
        return best


def _means_too_much(name: str, entry: Entry, *, defined: bool) -> bool:
    """Tell whether a short name that is an unsure one of an entry's has too many meanings to be the entry's.

    Two letters have; where the document defines the name by what the lexicon does not know, so have three, and four
    that name a gene.
    """
    letters = len(key(name))
    if defined and letters < SHORT and entry.kind == "official" and entry.type == "CHEMICAL":
        return True  # a code of three letters
    if defined and letters == 4 and name.isalpha():
        return entry.type == "GENE" and entry.kind in SECONDARY and entry.score < SURE_DEFINED
    return entry.kind in UNSURE and entry.score < SURE_ABBREVIATION and letters < (4 if defined else 3)


def _is_anothers(name: str, entry: Entry, around: Surroundings) -> bool:
    """Tell whether an entry is a human gene and the document speaks of other organisms, or of none."""
    if not (entry.curie or "").startswith("hgnc:"):
        return False
    if entry.kind in SECONDARY:
        return around.foreign or (around.elsewhere and not _is_telling(around.long(name) or name))
    return around.foreign and entry.kind == "official" and len(key(name)) < SURE_SYMBOL


def _fits(entry: Entry, long: str) -> bool:
    """Tell whether an entry that a short form has in dictionaries may be what the document says it means."""
    words = set(re.findall(r"\w{4,}", singular(long).lower())) - COMMON
    return key(entry.norm) == key(long) or not words.isdisjoint(re.findall(r"\w{4,}", entry.norm.lower()))


def _is_class(entry: Entry) -> bool:
    """Tell whether an entry is a class of proteins of MeSH's."""
    return entry.kind == "synonym" and (entry.curie or "").startswith("mesh:")


def _is_telling(name: str) -> bool:
    """Tell whether a name is a vertebrate gene's by itself: by its capitals and figures, or long and no enzyme's."""
    capitals = CLUSTER.fullmatch(name) is not None or NUMBERED.fullmatch(name) is not None
    return capitals or (len(key(name)) >= FULL and not name.rstrip("s").endswith("ase"))


def _stands_for(name: str, entry: Entry) -> bool:
    """Tell whether a phrase is a short or derived way to say the entry's name, rather than a full name of its own."""
    if key(entry.norm) == key(name):
        return True
    if re.search(r"[A-Z].*[A-Z\d]|\d", name):
        return entry.kind == "curated" or " " not in name
    if entry.norm.lower().startswith(f"{name.lower()} "):
        # "diabetes" is said of diabetes mellitus; what dictionaries call "migraine disorder" is migraine.
        return " " not in name and not entry.norm.endswith(KIND_OF_DISEASE)
    if entry.kind != "curated":
        return False
    return " " not in name or re.match(r"(?:cell|cellular|\w+(?:ive|ory|ic))\s", name) is not None


def meant(name: str) -> str:
    """Return the process that an adjective is against or for, the name itself of any other.

    What is against no process of the body keeps its name, for it puts none down: antioxidant.

    >>> meant("anti-inflammatory"), meant("proapoptotic"), meant("apoptosis"), meant("antioxidant")
    ('inflammation', 'apoptosis', 'apoptosis', 'antioxidant')
    """
    adjective = AGAINST_OR_FOR.fullmatch(name)
    if not adjective:
        return name
    prefix, stem = adjective[1].lower(), adjective[2].lower()
    if prefix == "anti" and stem.startswith(tuple(data("states")["anti"]["others"])):
        return name
    processes: dict[str, str] = data("processes")["meant"]
    return processes.get(stem, name)


@cache
def same_pathways() -> dict[str, str]:
    """Return what one pathway is called by different members of it: their letters -> a name that the lexicon knows."""
    return {_members(core): name for name, cores in data("pathways")["same"].items() for core in cores}


def _members(core: str) -> str:
    return key(core).replace("/", "")


def misspelt(name: str, right: str) -> bool:
    """Tell whether a long name is another one with up to two letters wrong, missing, added or swapped."""
    if len(name) < 8 or name[:3] != right[:3] or abs(len(name) - len(right)) > 2 or re.search(r"[\d\s]", name + right):
        return False
    rows = [list(range(len(right) + 1))]
    for i, char in enumerate(name, start=1):
        row = [i]
        for j, other in enumerate(right, start=1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and name[i - 2] == other:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1] <= 2


def _symbol(name: str) -> str:
    return re.sub(r"\s?\([^()]*\)", "", name).strip() or name


def _lower(name: str) -> str:
    """Lower the case of words, not of codes and abbreviations."""
    return " ".join(
        word if re.search(r"[A-Z].*[A-Z\d]|\d.*[A-Z]", word) and not re.search(r"[a-z]{4}", word) else word.lower()
        for word in name.split(" ")
    )
