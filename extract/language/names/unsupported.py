"""Short symbols of genes that little speaks for: "CTRL", "HBZ", "patients with AR" stand for other things as well."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc, Span

from extract.language.candidates import data, is_dash, places_of, text_of
from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.keys import key
from extract.language.lexicon.kingdoms import SENTENCE
from extract.language.lexicon.resolve import Surroundings
from extract.language.lexicon.senses import cued, meanings_of
from extract.language.lexicon.spellings import protein_spellings, without_phospho
from extract.language.names import constructs
from extract.language.names.likelihood import likelihood_in

SHORT = 5  # letters; longer symbols stand for one thing
LIKELY = 0.6  # the probability from which a short symbol is the gene's, if the recogniser sees one, ...
SURE = 0.7  # ... and if it does not
NAMED = ("curated", "name", "family")  # kinds of names that are no mere symbols
CAPITALS = re.compile(r"[A-Z]{2,4}")


def is_unsupported(ent: Span, around: Surroundings) -> bool:
    """Return whether too little speaks for a gene's short symbol being the gene's, so that it has no identifier."""
    name = ent.text
    if ent.label_ != "GENE" or len(key(name)) > SHORT or constructs.split(name) or is_known(name):
        return False
    if around.long(name) or around.short(name) or cued(name, "GENE", around.text):
        return False
    if CAPITALS.fullmatch(name) and any(is_suffered(ent.doc, i) for i in places_of(ent.doc, name)):
        return True
    likely = likelihood_in(ent.doc)
    probability = likely(ent.start, ent.end, "GENE")
    least = LIKELY if likely.is_backed(ent.start, ent.end, "GENE") else SURE
    return probability is not None and probability < least


def is_known(name: str) -> bool:
    """Return whether a name is more than some gene's symbol: curated, a family's, or that of a well-known gene."""
    if name.lower() in data("names")["variants"]["genes"] or settled().fullmatch(name):
        return True
    forms = dict.fromkeys((name, re.sub(r"(?<=[A-Z])s$", "", name), without_phospho(name) or name))
    spelt = (form for form in protein_spellings(name) if len(key(form)) > SHORT)
    return any(entry.kind in NAMED for form in (*forms, *spelt) for entry in load_lexicon().lookup(form, ("GENE",))[:1])


def is_ambiguous(doc: Doc, name: str, label: str) -> bool:
    """Return whether a short name may be something else than a ``label``: a longer Doc speaks for no meaning of it."""
    if len(doc) < SENTENCE or (label == "GENE" and any(_is_called_gene(doc, i) for i in places_of(doc, name))):
        return False
    open_ = not is_known(name) if label == "GENE" else bool(meanings_of(name, label))
    return open_ and not cued(name, label, text_of(doc).lower())


def _is_called_gene(doc: Doc, i: int) -> bool:
    """Return whether a word of genes stands right behind token ``i``: "GBA mutations"."""
    return i + 1 < len(doc) and doc[i + 1].lower_ in data("names")["short"]["GENE"]["after"]


@cache
def settled() -> re.Pattern[str]:
    """Return the pattern of symbols that stand for members of well-known families alone."""
    return re.compile(data("names")["short"]["settled"])


def is_ailment(span: Span) -> bool:
    """Return whether a few capitals stand where a disease does and the recogniser sees no gene in them."""
    one = len(span) == 1 and CAPITALS.fullmatch(span.text) is not None and is_suffered(span.doc, span.start)
    return one and not is_known(span.text) and not likelihood_in(span.doc).is_backed(span.start, span.end, "GENE")


def is_suffered(doc: Doc, i: int) -> bool:
    """Return whether people have what token ``i`` names: "in patients with X.", "the incidence of X and"."""
    rules = data("names")["short"]["suffered"]
    behind = doc[i + 1] if i + 1 < len(doc) else None
    if i < 2 or doc[i - 1].lower_ not in rules["by"] or doc[i - 2].lower_ not in rules["of"]:
        return False
    return behind is None or not (is_dash(behind.text) or behind.pos_ in ("NOUN", "PROPN", "ADJ", "NUM"))
