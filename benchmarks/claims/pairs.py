"""Related pairs of annotated entities, and how many of them the pipeline's claims find.

A corpus that marks relations its own way is reduced to pairs of entities with a sign where it gives one. All offsets
are code points of a document's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.evaluation.system import MENTION_COMPONENTS, preset
from extract.language.load import apply
from extract.schema import Mention, MentionType

Sign = Literal[-1, 0, 1]
LONGEST = 3  # two spans that overlap name the same thing if the longer is at most this many times the shorter
SYMMETRIC = frozenset({"associated_with", "binds", "combines_with"})


@dataclass(frozen=True, slots=True)
class Entity:
    """An annotated entity; ``key`` is the same for all mentions of one thing."""

    start: int
    end: int
    key: str
    type: MentionType


@dataclass(frozen=True, slots=True)
class Pair:
    """Two related things by their keys; ``sign`` is 0 where the corpus gives none.

    ``directed`` says that ``subject`` is the cause.
    """

    subject: str
    object: str
    sign: Sign
    directed: bool = False


@dataclass(frozen=True, slots=True)
class PairDocument:
    """A text with its entities and the pairs that its annotators related."""

    id: str
    text: str
    entities: tuple[Entity, ...]
    pairs: tuple[Pair, ...]


@dataclass(slots=True)
class PairCounts:
    """What was counted over a corpus."""

    pairs: int = 0
    found: int = 0
    signed: int = 0
    sign_right: int = 0
    directed: int = 0
    direction_right: int = 0
    claims: int = 0
    claims_related: int = 0

    def as_dict(self) -> dict[str, float | int | None]:
        """Return counts and shares; the share of nothing is 0, and None for the direction where a corpus has none."""
        return {
            "pairs": self.pairs,
            "found": _share(self.found, self.pairs),
            "precision": _share(self.claims_related, self.claims),
            "sign": _share(self.sign_right, self.signed),
            "direction": _share(self.direction_right, self.directed) if self.directed else None,
            "claims": self.claims,
            "signed": self.signed,
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


@dataclass(slots=True)
class _Claims:
    """The claims of one document between annotated entities: (subject key, object key) -> signs."""

    signs: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def add(self, subject: str, object: str, sign: int) -> None:
        self.signs.setdefault((subject, object), set()).add(sign)


def measure(nlp: Language, documents: Iterable[PairDocument], *, given: bool = False) -> PairCounts:
    """Count the pairs of one sentence that the pipeline finds.

    Parameters
    ----------
    nlp : Language
        A pipeline from ``extract.load``.
    documents : iterable of PairDocument
        The corpus.
    given : bool
        Preset the annotated entities instead of finding mentions.
    """
    counts = PairCounts()
    off = [name for name in MENTION_COMPONENTS if given and name in nlp.pipe_names]
    with nlp.select_pipes(disable=off):
        for document in documents:
            doc = nlp.make_doc(document.text)
            if given:
                preset(doc, _mentions(document))
            _count(counts, document, apply(nlp, doc))
    return counts


def _mentions(document: PairDocument) -> Iterator[Mention]:
    for entity in document.entities:
        text = document.text[entity.start : entity.end]
        yield Mention(text=text, type=entity.type, norm=text, start=entity.start, end=entity.end)


def _count(counts: PairCounts, document: PairDocument, doc: Doc) -> None:
    claims = _claims(document.entities, doc)
    together = _in_one_sentence(document.entities, doc)
    pairs = [pair for pair in document.pairs if frozenset((pair.subject, pair.object)) in together]
    related = {frozenset((pair.subject, pair.object)) for pair in document.pairs}
    counts.claims += len({frozenset(ends) for ends in claims.signs})
    counts.claims_related += len({frozenset(ends) for ends in claims.signs} & related)
    for pair in pairs:
        straight = claims.signs.get((pair.subject, pair.object), set())
        turned = claims.signs.get((pair.object, pair.subject), set())
        counts.pairs += 1
        counts.found += bool(straight or turned)
        if pair.directed and (straight or turned):
            counts.directed += 1
            counts.direction_right += bool(straight)
        signs = (straight | turned) - {0}
        if pair.sign and len(signs) == 1:
            counts.signed += 1
            counts.sign_right += pair.sign in signs


def _claims(entities: Sequence[Entity], doc: Doc) -> _Claims:
    claims = _Claims()
    for relation in doc._.relations:
        if relation.negated:
            continue
        for subject in _keys(entities, relation.subject):
            for object_ in _keys(entities, relation.object):
                if subject == object_:
                    continue
                claims.add(subject, object_, relation.sign)
                if relation.predicate in SYMMETRIC:
                    claims.add(object_, subject, relation.sign)
    return claims


def _keys(entities: Sequence[Entity], mention: Span) -> set[str]:
    return {entity.key for entity in entities if _same_place(entity, mention)}


def _same_place(entity: Entity, mention: Span) -> bool:
    shared = min(entity.end, mention.end_char) - max(entity.start, mention.start_char)
    lengths = sorted((entity.end - entity.start, mention.end_char - mention.start_char))
    return shared * 2 >= lengths[0] > 0 and lengths[1] <= LONGEST * lengths[0]


def _in_one_sentence(entities: Sequence[Entity], doc: Doc) -> set[frozenset[str]]:
    together: set[frozenset[str]] = set()
    for sent in doc.sents:
        keys = sorted({e.key for e in entities if sent.start_char <= e.start and e.end <= sent.end_char})
        together |= {frozenset((a, b)) for i, a in enumerate(keys) for b in keys[i + 1 :]}
    return together
