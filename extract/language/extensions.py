"""spaCy extension attributes of resistract, registered in one place.

A Doc travels: to other processes, into files, into JSON. So ``doc.user_data`` holds numbers, strings and lists of them;
records and Spans are made of them when an attribute is read. Token indices are kept relative to the span that has them,
so that ``span.as_doc()`` and ``Doc.from_docs`` keep them right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

from extract.schema import Named

if TYPE_CHECKING:
    from extract.documents.document import Document

PLAIN_SPAN_ATTRIBUTES = {
    "norm": None,  # official name
    "curie": None,  # identifier, e.g. "hgnc:7029"
    "lexicon_score": None,  # 0..1, set on candidates in doc.spans["lexicon"]
    "probability": None,  # 0..1, set on spans in doc.spans["likely"]
    "state": "none",  # none | up | down | altered
    "gene_tokens": 0,  # VARIANT: how many of its first tokens name the gene
    "direction": None,  # DRUG_RESPONSE: resistance | sensitivity
}


@dataclass(frozen=True)
class Kept:
    """An attribute that is read and set as one thing and kept in ``user_data`` as another, plain one.

    ``keep`` makes the plain value of ``(object, value)``, ``read`` the value of ``(object, plain value)``. Both are
    functions of a module, so that spaCy can hand the attribute to processes that it starts afresh.
    """

    name: str
    default: Any
    keep: Callable[[Any, Any], Any]
    read: Callable[[Any, Any], Any]

    def get(self, owner: Doc | Span) -> Any:
        """Return the attribute of a Doc or Span."""
        kept: dict[Any, Any] = owner.doc.user_data
        plain = kept.get(self._key(owner))
        return self.default if plain is None else self.read(owner, plain)

    def set(self, owner: Doc | Span, value: Any) -> None:
        """Set the attribute of a Doc or Span; what is plain already, as from JSON, is taken as it is."""
        kept: dict[Any, Any] = owner.doc.user_data
        kept[self._key(owner)] = self.keep(owner, value)

    def register(self, kind: type[Doc] | type[Span]) -> None:
        """Add the attribute to a class."""
        if not kind.has_extension(self.name):
            kind.set_extension(self.name, getter=self.get, setter=self.set)

    def _key(self, owner: Doc | Span) -> tuple[str, str, int | None, int | None]:
        """Return the key that spaCy itself would use, which ``Doc.to_json`` and ``span.as_doc`` go by."""
        if isinstance(owner, Span):
            return "._.", self.name, owner.start_char, owner.end_char
        return "._.", self.name, None, None


def _keep_cues(span: Span, cues: Iterable[tuple[int, str]]) -> list[list[Any]]:
    return [[index - span.start, state] for index, state in cues]


def _read_cues(span: Span, plain: Iterable[Iterable[Any]]) -> tuple[tuple[int, str], ...]:
    return tuple((offset + span.start, state) for offset, state in plain)


def _keep_spans(span: Span, spans: Iterable[Span]) -> list[list[Any]]:
    return [[other.start - span.start, other.end - span.start, other.label_] for other in spans]


def _read_spans(span: Span, plain: Iterable[Iterable[Any]]) -> tuple[Span, ...]:
    return tuple(Span(span.doc, a + span.start, b + span.start, label=label) for a, b, label in plain)


def _keep_names(span: Span, names: Iterable[str]) -> list[str]:
    return list(names)


def _read_names(span: Span, plain: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain)


def _keep_drugs(span: Span, drugs: Iterable[Named]) -> list[list[str | None]]:
    return [[drug.norm, drug.curie] for drug in drugs]


def _read_drugs(span: Span, plain: Iterable[Iterable[Any]]) -> tuple[Named, ...]:
    return tuple(Named(norm=norm, curie=curie) for norm, curie in plain)


def _keep_document(doc: Doc, document: Document | dict[str, Any] | None) -> dict[str, Any] | None:
    from extract.documents.document import to_plain

    return document if document is None or isinstance(document, dict) else to_plain(document)


def _read_document(doc: Doc, plain: dict[str, Any]) -> Document:
    from extract.documents.document import from_plain

    return from_plain(plain)


SPAN_ATTRIBUTES = (
    Kept("state_cues", (), _keep_cues, _read_cues),  # ((token index, state), ...) that composed the state
    Kept("drug_spans", (), _keep_spans, _read_spans),  # DRUG_RESPONSE: mentions of its drugs elsewhere in the sentence
    Kept("drug_names", (), _keep_names, _read_names),  # DRUG_RESPONSE: names of its drugs as written
    Kept("drugs", (), _keep_drugs, _read_drugs),  # DRUG_RESPONSE: schema.Named
)
#: The extract.documents.Document that the text came from; made anew on each reading, so read it once for a Doc.
DOCUMENT = Kept("document", None, _keep_document, _read_document)


def _reader(name: str) -> Callable[[Span], Any]:
    """Return what reads a plain attribute of a span as ``span._`` would, which takes several times as long."""
    default = PLAIN_SPAN_ATTRIBUTES[name]

    def read(span: Span) -> Any:
        kept: dict[Any, Any] = span.doc.user_data
        return kept.get(("._.", name, span.start_char, span.end_char), default)

    return read


norm_of, state_of, direction_of = map(_reader, ("norm", "state", "direction"))
score_of, probability_of = map(_reader, ("lexicon_score", "probability"))
cues_of = SPAN_ATTRIBUTES[0].get


def register() -> None:
    """Register the extension attributes; safe to call more than once."""
    for name, default in PLAIN_SPAN_ATTRIBUTES.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
    for attribute in SPAN_ATTRIBUTES:
        attribute.register(Span)
    DOCUMENT.register(Doc)
    if not Doc.has_extension("abbreviations"):
        Doc.set_extension("abbreviations", default=[])
    if not Span.has_extension("settings"):
        Span.set_extension("settings", getter=_settings)


def _settings(span: Span) -> tuple[str, ...]:
    from extract.language.components.context import settings_of

    return settings_of(span)
