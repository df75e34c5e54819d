"""The evidence on a claim as strings, each of which is there or not: what the model of confidence weighs.

Two kinds: what a sentence says of a pair of mentions, whatever the rules make of it (types, states, words between, path
in the dependency tree), and how a claim was read from it (rule, predicate, states, steps).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log1p

from spacy.tokens import Span, Token

from extract.language.extensions import state_of
from extract.relations.records import Relation

_NEAR = 6  # up to so many tokens between, the words between are evidence as a whole
_FAR = 25  # beyond so many, single words between are none
_STEPS = 4  # up to so many words on the path, they are evidence as a whole


def pair_evidence(subject: Span, object: Span, mentions: Sequence[Span] | None = None) -> list[str]:
    """Return what the sentence says of two mentions, in this direction.

    `mentions` are all mentions of their sentence, where the caller has them: looking for them takes longest.
    """
    first, second = (subject, object) if subject.start < object.start else (object, subject)
    sent = subject.root.sent
    mentions = sent.ents if mentions is None else mentions
    order = "before" if first is subject else "behind"
    found = [
        f"types {subject.label_} {object.label_}",
        f"order {order}",
        f"types {subject.label_} {order} {object.label_}",
        *_between(first, second, mentions, order),
        *_path(subject.root, object.root, order),
    ]
    for role, mention in (("subject", subject), ("object", object)):
        found += _surroundings(role, mention)
    found += [f"mentions {min(len(mentions), 12)}", f"length {min(len(sent) // 8, 8)}"]
    return found


def claim_evidence(relation: Relation) -> list[str]:
    """Return how a claim was read."""
    frames, _, trigger = relation.rule.partition(":")
    subject, object_ = relation.subject, relation.object
    found = [
        f"predicate {relation.predicate}",
        f"predicate {subject.label_} {relation.predicate} {object_.label_}",
        f"trigger {trigger}",
        f"frames {frames}",
        f"sign {relation.sign}",
        f"negated {relation.negated}",
        f"certainty {relation.certainty}",
        f"state of subject {relation.subject_state}",
        f"state of object {relation.object_state}",
        f"via {bool(relation.via)}",
        f"turns {sum(step.factor < 0 for step in relation.trace)}",
        f"steps {len(relation.trace)}",
    ]
    found += [f"frame {name}" for name in frames.split("+")]
    for name, value in relation.features:
        if name in {"distance", "climbed", "anaphor"}:
            found.append(f"{name} {min(int(value * 2), 8)}")
        elif name in {"frame", "trigger"}:
            found.append(f"weight of {name} {round(value, 1)}")
    for role, mention in (("subject", subject), ("object", object_)):
        found.append(f"grounded {role} {mention.label_} {mention._.curie is not None}")
    return found


def _between(first: Span, second: Span, mentions: Sequence[Span], order: str) -> Iterator[str]:
    tokens = list(first.doc[first.end : second.start])
    apart = len(tokens)
    yield f"apart {apart if apart < 4 else 4 + min(int(2 * log1p(apart - 3)), 8)}"
    crossed = sum(first.end <= ent.start and ent.end <= second.start for ent in mentions)
    yield f"crossed {min(crossed, 6)}"
    if apart <= _NEAR:
        yield f"between {order} " + " ".join("*" if token.ent_type_ else _word(token) for token in tokens)
    if apart <= _FAR:
        for word in dict.fromkeys(_word(token) for token in tokens if not token.ent_type_ and _tells(token)):
            yield f"word {word}"
            yield f"word {order} {word}"


def _surroundings(role: str, mention: Span) -> Iterator[str]:
    root, doc = mention.root, mention.doc
    yield f"{role} {state_of(mention)}"
    yield f"{role} is {root.dep_}"
    yield f"{role} of {_word(root.head)}"
    if mention.start:
        yield f"{role} behind {_word(doc[mention.start - 1])}"
    if mention.end < len(doc):
        yield f"{role} before {_word(doc[mention.end])}"


def _path(start: Token, end: Token, order: str) -> Iterator[str]:
    climbed, descended = _shortest(start, end)
    if not climbed:
        yield "path none"
        return
    up, down = [token.dep_ for token in climbed[:-1]], [token.dep_ for token in descended]
    yield f"path {' '.join(up)} ^ {' '.join(down)}"
    yield f"path of {min(len(up) + len(down), 10)}"
    yield from (f"up {name}" for name in up)
    yield from (f"down {name}" for name in down)
    inner = [_word(token) for token in climbed[1:] + descended[:-1] if not token.ent_type_]
    yield from (f"on path {word}" for word in inner)
    yield from (f"on path {order} {word}" for word in inner)
    if len(inner) <= _STEPS:
        yield f"path words {' '.join(inner)}"
    yield f"top {_word(climbed[-1])}"
    yield f"top {order} {climbed[-1].pos_}"


def _shortest(start: Token, end: Token) -> tuple[list[Token], list[Token]]:
    """Return the tokens up to the common ancestor, which is the last, and those from there down; empty without one."""
    climbed = list(_with_ancestors(start))
    depth = {token.i: position for position, token in enumerate(climbed)}
    descended: list[Token] = []
    for token in _with_ancestors(end):
        if token.i in depth:
            return climbed[: depth[token.i] + 1], descended[::-1]
        descended.append(token)
    return [], []


def _with_ancestors(token: Token) -> Iterable[Token]:
    yield token
    yield from token.ancestors


def _word(token: Token) -> str:
    return (token.lemma_ or token.text).lower()


def _tells(token: Token) -> bool:
    return token.is_alpha or token.text in ",;:()-/"
