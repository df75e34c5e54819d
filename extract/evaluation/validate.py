"""Checking gold files, in words an annotator understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from extract.documents import Document
from extract.evaluation.gold import GoldError, GoldMention, GoldSentence, read_sentences
from extract.evaluation.place import QUOTE_WORDS, fold

CONTEXT_TYPES = ("CELL_LINE", "CELL_TYPE", "DISEASE", "DRUG_RESPONSE")
# Section 4 of the guidelines, for the predicates whose object has a type of its own.
OBJECT_TYPES = {
    "binds": ("GENE", "NCRNA", "CHEMICAL"),
    "modifies": ("GENE", "NCRNA"),
    "sponges": ("NCRNA",),
    "targets": ("GENE", "NCRNA", "PATHWAY"),
    "treats": ("DISEASE",),
    "upregulates": ("GENE", "NCRNA", "CHEMICAL"),
    "downregulates": ("GENE", "NCRNA", "CHEMICAL"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a gold file; ``error`` is False for what is only unusual."""

    path: str
    line: int
    sid: str
    message: str
    error: bool = True

    def __str__(self) -> str:
        kind = "error" if self.error else "unusual"
        return f"{self.path}, line {self.line} ({self.sid}): {kind}: {self.message}"


def validate_file(path: str | Path, document: Document | None = None) -> list[Problem]:
    """Return the problems of a gold file.

    Parameters
    ----------
    path : str or Path
        The gold file.
    document : Document, optional
        The document it was marked on: its offsets are checked too.

    Raises
    ------
    GoldError
        If a line is not a gold record at all.
    """
    path = Path(path)
    sentences = read_sentences(path)
    if not sentences:
        raise GoldError(f"{path}: holds no sentences")
    problems: list[Problem] = []
    seen: set[str] = set()
    behind = 0
    for line, sentence in enumerate(sentences, start=1):
        found = list(check_sentence(sentence))
        if sentence.sid in seen:
            found.append((f"the sentence id {sentence.sid} was used before; every sentence needs its own", True))
        if sentence.doc != path.stem:
            found.append((f"doc is {sentence.doc!r} but the file is named for {path.stem!r}", True))
        if sentence.start < behind:
            found.append(("the sentence starts before the one above it ends", True))
        if document is not None:
            found += list(_check_source(sentence, document.text))
        seen.add(sentence.sid)
        behind = sentence.end
        problems += [Problem(str(path), line, sentence.sid, message, error) for message, error in found]
    return problems


def check_sentence(sentence: GoldSentence) -> Iterator[tuple[str, bool]]:
    """Yield (message, whether it is an error) for what is wrong with one sentence."""
    if sentence.start >= sentence.end:
        yield f"start {sentence.start} is not before end {sentence.end}", True
    if sentence.text is None and not (sentence.starts and sentence.ends):
        yield "it has neither text nor the quotes starts and ends, so it cannot be found again", True
    for quote in (sentence.starts, sentence.ends):
        if len(quote.split()) > QUOTE_WORDS:
            yield f"the quote {quote!r} has more than {QUOTE_WORDS} words", True
    ids = [mention.id for mention in sentence.entities]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield f"two mentions have the id {id_}", True
    for mention in sentence.entities:
        yield from _check_mention(mention, sentence)
    ordered = sorted(sentence.entities, key=lambda mention: (mention.start, mention.end))
    for first, second in pairwise(ordered):
        if second.start < first.end:
            yield f"the mentions {_name(first)} and {_name(second)} overlap; keep the longer one", True
    yield from _check_relations(sentence)


def _check_mention(mention: GoldMention, sentence: GoldSentence) -> Iterator[tuple[str, bool]]:
    name = _name(mention)
    if not 0 <= mention.start < mention.end:
        yield f"{name} starts at {mention.start} and ends at {mention.end}", True
    elif sentence.text is not None and sentence.text[mention.start : mention.end] != mention.text:
        there = sentence.text[mention.start : mention.end]
        yield f"{name} is said to stand at {mention.start}–{mention.end}, but there stands “{there}”", True
    if not sentence.start <= mention.raw_start < mention.raw_end <= sentence.end:
        yield f"{name}: raw_start and raw_end lie outside the sentence", True
    if mention.text != mention.text.strip():
        yield f"{name} begins or ends with a space", True
    if not mention.norm.strip():
        yield f"{name} has an empty norm; give its official name", True
    if mention.type == "DRUG_RESPONSE":
        if mention.direction is None:
            yield f"{name} needs a direction, resistance or sensitivity", True
        if mention.drugs is None:
            yield f"{name} needs its drugs; an empty list when none is named", True
    elif mention.direction is not None or mention.drugs:
        yield f"{name} has a direction or drugs, which only DRUG_RESPONSE has", True
    for quote in (mention.prefix, mention.suffix):
        if len(quote.split()) > QUOTE_WORDS:
            yield f"the quote {quote!r} of {name} has more than {QUOTE_WORDS} words", True


def _check_relations(sentence: GoldSentence) -> Iterator[tuple[str, bool]]:
    mentions = {mention.id: mention for mention in sentence.entities}
    seen = set()
    for relation in sentence.relations:
        named = (relation.subject, relation.object, *relation.via, *relation.context)
        missing = [id_ for id_ in named if id_ not in mentions]
        if missing:
            yield f"a {relation.predicate} claim names {', '.join(missing)}, but no mention has that id", True
            continue
        subject, object_ = mentions[relation.subject], mentions[relation.object]
        claim = f"“{subject.text} {relation.predicate} {object_.text}”"
        if subject.id == object_.id:
            yield f"{claim} has one mention on both sides", True
        if {subject.id, object_.id} & set(relation.via):
            yield f"{claim} names its subject or object as via", True
        for id_ in relation.context:
            if mentions[id_].type not in CONTEXT_TYPES:
                yield f"the context of {claim} holds {_name(mentions[id_])}; it takes {', '.join(CONTEXT_TYPES)}", True
        allowed = OBJECT_TYPES.get(relation.predicate)
        if allowed and object_.type not in allowed:
            yield f"{claim}: {relation.predicate} is for {', '.join(allowed)}, not {object_.type}", False
        key = relation.model_dump_json(exclude={"context", "certainty", "via"})
        if key in seen:
            yield f"{claim} is marked twice", False
        seen.add(key)


def _check_source(sentence: GoldSentence, text: str) -> Iterable[tuple[str, bool]]:
    if sentence.end > len(text):
        yield f"it ends at {sentence.end}, behind the end of the document ({len(text)})", True
        return
    for mention in sentence.entities:
        there = text[mention.raw_start : mention.raw_end]
        if fold(there) != fold(mention.text):
            yield f"{_name(mention)} is not what the document has at {mention.raw_start}: “{there}”", False


def _name(mention: GoldMention) -> str:
    return f"{mention.id} “{mention.text}” ({mention.type})"
