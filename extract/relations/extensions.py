"""The extension attributes ``doc._.relations``, ``_.triples`` and ``_.claims``, and what they are kept as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.extensions import Kept
from extract.relations.records import Factor, Relation
from extract.schema import Triple

_SPANS = ("subject", "object")
_LISTS_OF_SPANS = ("via", "context")


class PlainTriple(dict[str, Any]):
    """A claim as it goes into JSON; its fields can be read as attributes too, as those of a ``schema.Triple``."""

    @cached_property
    def record(self) -> Triple:
        """The claim as a record."""
        return Triple.model_validate(dict(self))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.record, name)


def register() -> None:
    """Register all extension attributes, as to read Docs that were stored; safe to call more than once."""
    extensions.register()
    RELATIONS.register(Doc)
    TRIPLES.register(Doc)
    if not Doc.has_extension("claims"):
        Doc.set_extension("claims", getter=_claims)


def _claims(doc: Doc) -> Any:
    """Return the claims of a Doc as a DataFrame."""
    from extract.export.frames import claims_frame

    return claims_frame(doc._.triples)


def _keep_relations(doc: Doc, relations: Iterable[Relation | Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(r) if isinstance(r, Mapping) else _plain(r) for r in relations]


def _plain(relation: Relation) -> dict[str, Any]:
    plain = {field.name: getattr(relation, field.name) for field in fields(relation)}
    for name in _SPANS:
        plain[name] = _place(plain[name])
    for name in _LISTS_OF_SPANS:
        plain[name] = [_place(span) for span in plain[name]]
    plain["sent"] = None if relation.sent is None else [relation.sent.start, relation.sent.end]
    plain["trace"] = [[factor.token, factor.role, factor.factor] for factor in relation.trace]
    return plain


def _place(span: Span) -> list[Any]:
    return [span.start, span.end, span.label_]


def _read_relations(doc: Doc, plain: Iterable[Mapping[str, Any]]) -> tuple[Relation, ...]:
    entities = {(ent.start, ent.end, ent.label_): ent for ent in doc.ents}

    def span(place: Iterable[Any]) -> Span:
        start, end, label = place
        return entities.get((start, end, label)) or Span(doc, start, end, label=label)

    return tuple(
        Relation(
            **{
                **entry,
                **{name: span(entry[name]) for name in _SPANS},
                **{name: tuple(span(place) for place in entry[name]) for name in _LISTS_OF_SPANS},
                "sent": None if entry["sent"] is None else doc[entry["sent"][0] : entry["sent"][1]],
                "trigger": tuple(entry["trigger"]),
                "trace": tuple(Factor(*factor) for factor in entry["trace"]),
                "features": tuple((name, value) for name, value in entry["features"]),
            }
        )
        for entry in plain
    )


def _keep_triples(doc: Doc, triples: Iterable[Triple | Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [triple.model_dump(mode="json") if isinstance(triple, Triple) else dict(triple) for triple in triples]


def _read_triples(doc: Doc, plain: Iterable[Mapping[str, Any]]) -> tuple[PlainTriple, ...]:
    return tuple(PlainTriple(_lists(entry)) for entry in plain)


def _lists(value: Any) -> Any:
    """Return a plain value with lists for tuples, which ``DocBin`` reads lists as."""
    if isinstance(value, Mapping):
        return {key: _lists(entry) for key, entry in value.items()}
    return [_lists(entry) for entry in value] if isinstance(value, list | tuple) else value


RELATIONS = Kept("relations", (), _keep_relations, _read_relations)
TRIPLES = Kept("triples", (), _keep_triples, _read_triples)
