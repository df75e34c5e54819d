"""spaCy extension attributes of resistract, registered in one place."""

from __future__ import annotations

from spacy.tokens import Doc, Span

SPAN_ATTRIBUTES = {
    "norm": None,  # official name
    "curie": None,  # identifier, e.g. "hgnc:7029"
    "lexicon_score": None,  # 0..1, set on candidates in doc.spans["lexicon"]
    "probability": None,  # 0..1, set on spans in doc.spans["recognised"]
    "state": "none",  # none | up | down | altered
    "state_cues": (),  # ((token index, state), ...) that composed the state
    "gene_tokens": 0,  # VARIANT: how many of its first tokens name the gene
    "direction": None,  # DRUG_RESPONSE: resistance | sensitivity
    "drug_spans": (),  # DRUG_RESPONSE: mentions of its drugs elsewhere in the sentence
    "drug_names": (),  # DRUG_RESPONSE: names of its drugs as written
    "drugs": (),  # DRUG_RESPONSE: schema.Named
}

DOC_ATTRIBUTES = {
    "document": None,  # the extract.documents.Document the text came from
    "relations": (),  # extract.relations.relation.Relation
}


def register() -> None:
    """Register the extension attributes; safe to call more than once."""
    for name, default in SPAN_ATTRIBUTES.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
    for name, default in DOC_ATTRIBUTES.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    if not Span.has_extension("settings"):
        Span.set_extension("settings", getter=_settings)


def _settings(span: Span) -> tuple[str, ...]:
    from extract.language.components.context import settings_of

    return settings_of(span)
