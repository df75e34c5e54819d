"""Official names and identifiers of mentions: the ``resistract_grounding`` component."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.candidates import data, text_of
from extract.language.lexicon.concepts import linked
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.keys import key
from extract.language.lexicon.kingdoms import SENTENCE, is_elsewhere, is_foreign
from extract.language.lexicon.resolve import Resolver, Surroundings
from extract.language.lexicon.senses import longer_words
from extract.language.lexicon.spellings import DASH, american, plain, singular
from extract.language.names.abbreviations import definitions
from extract.language.names.patterns import ELIDED
from extract.language.names.unsupported import is_unsupported
from extract.language.names.variants import genes_of, parts
from extract.language.phrases.processes import GROWING, GROWN
from extract.language.prerequisites import check
from extract.language.responses.drugs import CLASS_NOUNS
from extract.schema import Named

_UNNAMED = {name: "|".join(patterns) for name, patterns in data("drug_response")["unnamed"].items()}
ANY_DRUG = re.compile(rf"(?:(?:{_UNNAMED['before']})[\s-]+)*(?:{_UNNAMED['drugs']})", re.IGNORECASE)
BARE = re.compile(_UNNAMED["bare"])
IRRADIATED = re.compile(rf"\b(?:{_UNNAMED['radiation']})", re.IGNORECASE)
ANY_CHEMICAL = re.compile(rf"\b(?:{_UNNAMED['chemicals']})\b", re.IGNORECASE)


@Language.factory(
    "resistract_grounding",
    assigns=["doc.ents", "span._.norm", "span._.curie", "span._.drugs"],
    requires=["doc.ents", "span._.direction"],
)
def make_grounding(nlp: Language, name: str) -> Grounding:
    """Make the component."""
    check(nlp, "resistract_grounding")
    return Grounding(Resolver(load_lexicon()))


class Grounding:
    """Sets ``_.norm`` (never empty) and ``_.curie`` (None when unknown) of every entity, and ``_.drugs`` of responses.

    The norm of a variant has its gene before it where the text says which: "EGFR T790M". The abbreviations that the
    document itself defines (``doc._.abbreviations``) win over the lexicon. Where the lexicon knows no identifier, the
    first candidate of scispaCy's EntityLinker is taken, if it was run on these entities. Identifiers are set as
    ``kb_id_`` too.
    """

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        extensions.register()

    def __call__(self, doc: Doc) -> Doc:
        """Ground the entities of a doc."""
        around = surroundings(doc, self.resolver)
        genes = genes_of(doc, doc.ents)
        elided = elided_names(doc) | elided_heads(doc)
        resolve = cache(lambda text, type_: self.resolver.resolve(text, type_, around))
        for ent in doc.ents:
            own = ent._
            if ent.label_ == "DRUG_RESPONSE":
                drugs = self.drugs(ent, around)
                own.drugs = drugs
                sentence = "" if drugs else sentence_of(ent)
                own.norm, own.curie = response_norm(ent.text, own.direction, drugs, sentence), None
            else:
                text = parts(ent)[1].text if ent.label_ == "VARIANT" else elided.get(ent.start, ent.text)
                named = resolve(text, ent.label_)
                if named.curie is not None and ent.start not in elided and is_unsupported(ent, around):
                    named = Named(norm=plain(ent.text) or ent.text, curie=None)
                own.norm, own.curie = named.norm, named.curie or linked(ent)
            change = ent.start + own.gene_tokens
            if change in genes and own.curie is None:
                own.norm = f"{self.resolver.gene(genes[change].text, around).norm} {own.norm}"
        doc.ents = [Span(doc, e.start, e.end, label=e.label, kb_id=e._.curie or "") for e in doc.ents]
        return doc

    def drugs(self, response: Span, around: Surroundings) -> tuple[Named, ...]:
        """Return the drugs of a response, each once, in the order of the text."""
        names = [span.text for span in response._.drug_spans] or list(response._.drug_names)
        targeted = any(token.lower_ in CLASS_NOUNS for token in response)
        found: dict[str, Named] = {}
        for name in names:
            if not ANY_DRUG.fullmatch(name.strip()):
                drug = self.resolver.drug(name, around, targeted=targeted)
                found.setdefault(drug.norm, drug)
        return tuple(found.values())


def elided_names(doc: Doc) -> dict[int, str]:
    """Return the whole names of which a list has but the end, by their token: "MMP-2 and -9", "vitamins C and E"."""
    whole: dict[int, str] = {}
    stems: dict[str, str] = {}
    for ent in doc.ents:
        if ent.label_ not in ELIDED:
            continue
        if ELIDED[ent.label_].fullmatch(ent.text):
            if ent.label_ in stems:
                whole[ent.start] = stems[ent.label_] + ent.text
        elif ent.label_ == "GENE":
            stems["GENE"] = re.sub(rf"{DASH}?\d+[A-Za-z]?$", "", ent.text)
        else:
            stems["CHEMICAL"] = "vitamin " if ent.text.lower().startswith("vitamin") else ""
    return whole


def elided_heads(doc: Doc) -> dict[int, str]:
    """Return the whole names of what tumours do where a list has but the head: "tumor formation and progression"."""
    whole: dict[int, str] = {}
    for ent, after in pairwise(doc.ents):
        joined = after.start == ent.end + 1 and doc[ent.end].lower_ in ("and", "or") and len(after) == 1 < len(ent)
        processes = joined and ent.label_ == after.label_ == "PROCESS"
        if processes and after.text in GROWING and ent[0].lower_ in GROWN:
            whole[after.start] = f"{ent[:-1].text} {after.text}"
    return whole


def surroundings(doc: Doc, resolver: Resolver) -> Surroundings:
    """Return what a document says that bears on its names."""
    long_forms = definitions(doc, resolver.lexicon)
    short_forms = {key(long): short for short, long in long_forms.items()}
    keys = {key(ent.text) for ent in doc.ents}
    chemicals = []
    for ent in doc.ents:
        if ent.label_ == "CHEMICAL":
            entries = resolver.lexicon.lookup(ent.text, ("CHEMICAL",))
            chemicals += [entry.norm for entry in entries[:1]]
    return Surroundings(
        long_forms=long_forms,
        short_forms=short_forms,
        keys=keys,
        chemicals=tuple(dict.fromkeys(chemicals)),
        words=longer_words(doc),
        text=text_of(doc).lower(),
        whole=len(doc) >= SENTENCE,
        foreign=is_foreign(doc),
        elsewhere=is_elsewhere(doc),
    )


def sentence_of(ent: Span) -> str:
    """Return the text of an entity's sentence, of the whole Doc where it has none."""
    return ent.sent.text if ent.doc.has_annotation("SENT_START") else ent.doc.text


def response_norm(text: str, direction: str | None, drugs: tuple[Named, ...], sentence: str = "") -> str:
    """Return the norm of a response: its drugs and its direction, or the kind of resistance it names.

    A bare "sensitization" in a ``sentence`` on radiation and no drug is to radiation.
    """
    noun = direction or "response"
    if drugs:
        names = [drug.norm for drug in drugs]
        joined = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
        return f"{joined} {noun}".lower()
    lower = american(singular(plain(text))).lower()
    if BARE.fullmatch(lower) and IRRADIATED.search(sentence) and not ANY_CHEMICAL.search(sentence):
        return f"radio{noun}" if direction == "resistance" else "radiosensitivity"
    for stem in ("chemo", "radio"):
        if stem in lower or (stem == "radio" and re.search(r"radiation|irradiation|radiotherapy", lower)):
            return f"{stem}{noun}" if direction == "resistance" else f"{stem}sensitivity"
    if re.search(r"multi-?drug|\bmdr\b", lower):
        return f"multidrug {noun}"
    if re.search(r"\btherap|\btreatment", lower):
        return f"therapy {noun}"
    return f"drug {noun}"
