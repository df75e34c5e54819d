"""The component ``resistract_context``: the settings that each sentence reports from."""

from __future__ import annotations

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.language import extensions
from extract.language.candidates import data
from extract.language.phrases.processes import spellings

# What is said of a sentence is true of it in the wider setting too.
IMPLIED = {
    "xenograft": ("in vivo",),
    "patient-derived xenograft": ("in vivo", "xenograft"),
    "mice": ("in vivo",),
    "rats": ("in vivo",),
    "organoid": ("in vitro",),
    "spheroid": ("in vitro",),
}


@Language.factory("resistract_context", assigns=["span._.settings"], requires=["doc.sents"])
def make_context(nlp: Language, name: str) -> ContextFinder:
    """Return the component; it works on any pipeline that sets sentence boundaries."""
    return ContextFinder(nlp)


class ContextFinder:
    """Marks the cue words of settings in ``doc.spans["settings"]``; ``span._.settings`` reads them.

    The settings are "in vitro", "in vivo", "in silico", "ex vivo", "patients", "mice", "rats", "xenograft",
    "patient-derived xenograft", "organoid", "spheroid" and "CRISPR screen".
    """

    def __init__(self, nlp: Language):
        extensions.register()
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for setting, terms in data("settings").items():
            forms = sorted({form for term in terms for form in spellings(term)})
            self.matcher.add(setting, [nlp.make_doc(form) for form in forms])

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.spans["settings"]``; the longest of overlapping cues counts."""
        doc.spans["settings"] = filter_spans(self.matcher(doc, as_spans=True))
        return doc


def settings_of(span: Span) -> tuple[str, ...]:
    """Return the settings that the cue words inside a span name, in alphabetical order, with those they imply."""
    found: set[str] = set()
    for cue in span.doc.spans.get("settings", ()):
        if span.start <= cue.start and cue.end <= span.end:
            found |= {cue.label_, *IMPLIED.get(cue.label_, ())}
    return tuple(sorted(found))
