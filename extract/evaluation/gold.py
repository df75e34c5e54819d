"""Gold records: what an annotator marked in a sentence, and where the sentence stands.

A gold folder holds one ``<doc_id>.jsonl`` per document, one sentence a line, and may hold a ``sources.toml`` that says
which file each document was annotated on. Records come in two forms. With ``text``, mention offsets ``start``/``end``
index the sentence. Without it (stand-off, for papers whose text is somebody else's), a sentence is found again by its
offsets where the source has the recorded hash, and by quotes where it differs.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from extract.schema import Certainty, MentionType, Predicate, Record, State

SOURCES_FILE = "sources.toml"


class GoldError(ValueError):
    """A gold file that cannot be used; the message names the file and line and says what to do."""


class GoldMention(Record):
    """A marked mention.

    ``start``/``end`` index the sentence as cleaned for reading, ``raw_start``/``raw_end`` the source text. ``prefix``
    and ``suffix`` are the words around it, at most four a side, where its text alone is ambiguous in the sentence.
    """

    id: str
    text: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    type: MentionType
    norm: str
    direction: Literal["resistance", "sensitivity"] | None = None
    drugs: tuple[str, ...] | None = None
    prefix: str = ""
    suffix: str = ""


class GoldRelation(Record):
    """A marked claim; ``subject``, ``object``, ``via`` and ``context`` are ids of mentions of the same sentence."""

    subject: str
    subject_state: State = "none"
    predicate: Predicate
    object: str
    object_state: State = "none"
    via: tuple[str, ...] = ()
    negated: bool = False
    certainty: Certainty = "asserted"
    context: tuple[str, ...] = ()


class GoldSentence(Record):
    """A sentence with its mentions and claims. ``start``/``end`` index the source text.

    When ``text`` is left out, ``starts`` and ``ends`` quote its first and last words, at most four each, and
    ``length`` is the number of its letters and digits.
    """

    sid: str
    doc: str
    start: int
    end: int
    text: str | None = None
    starts: str = ""
    ends: str = ""
    length: int = 0
    entities: tuple[GoldMention, ...] = ()
    relations: tuple[GoldRelation, ...] = ()

    def mention(self, id_: str) -> GoldMention:
        """Return the mention with this id; KeyError if there is none."""
        for entity in self.entities:
            if entity.id == id_:
                return entity
        raise KeyError(id_)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The gold sentences of one document, in order, and the file they were marked on when it is known.

    ``sha256`` is that of the text the offsets index, in UTF-8. ``source`` may be another rendering of the same
    document (a PDF, say): the quotes then find the sentences in it.
    """

    doc_id: str
    sentences: tuple[GoldSentence, ...]
    gold_set: str = ""
    title: str = ""
    doi: str | None = None
    sha256: str | None = None
    source: Path | None = None

    @property
    def has_text(self) -> bool:
        """Whether every sentence carries its text."""
        return all(sentence.text is not None for sentence in self.sentences)


def read_sentences(path: str | Path) -> list[GoldSentence]:
    """Read one gold file; GoldError names the line that is not a gold record."""
    path = Path(path)
    sentences = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            sentences.append(GoldSentence.model_validate_json(line))
        except ValidationError as error:
            raise GoldError(f"{path}, line {number}: {explain(error)}") from error
    return sentences


def write_sentences(path: str | Path, sentences: Iterable[GoldSentence]) -> None:
    """Write a gold file, one sentence a line, leaving out what has its default value."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        for sentence in sentences:
            file.write(dump(sentence) + "\n")


def dump(sentence: GoldSentence) -> str:
    """Return a gold sentence as one line of JSON: relations in full, other fields where they say something."""
    fields = sentence.model_dump(exclude_defaults=True)
    fields["entities"] = [entity.model_dump(exclude_defaults=True) for entity in sentence.entities]
    fields["relations"] = [relation.model_dump() for relation in sentence.relations]
    return json.dumps(fields, ensure_ascii=False)


def read_gold(folder: str | Path) -> list[GoldDocument]:
    """Read a gold folder, or a folder of such folders (each is a set of its own), sorted by set and document.

    Raises
    ------
    GoldError
        If the folder is missing or holds no gold, or a file in it is not gold.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; give --gold a folder of gold files (one <document>.jsonl each)")
    folders = [folder, *sorted(child for child in folder.iterdir() if child.is_dir())]
    documents = [document for child in folders for document in _read_set(child)]
    if not documents:
        raise GoldError(f"{folder}: holds no gold; expected <document>.jsonl files, one sentence a line")
    return documents


def explain(error: ValidationError) -> str:
    """Say in one line, in an annotator's words, what is wrong with a record."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def _read_set(folder: Path) -> Iterator[GoldDocument]:
    sources = _read_sources(folder / SOURCES_FILE)
    for path in sorted(folder.glob("*.jsonl")):
        sentences = tuple(read_sentences(path))
        if not sentences:
            continue
        about = sources.get(path.stem, {})
        source = about.get("source")
        yield GoldDocument(
            doc_id=path.stem,
            sentences=sentences,
            gold_set=folder.name,
            title=about.get("title", ""),
            doi=about.get("doi"),
            sha256=about.get("sha256"),
            source=(folder / source).resolve() if source else None,
        )


def _read_sources(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return {document["id"]: document for document in content.get("document", [])}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise GoldError(f"{path}: not a list of [[document]] tables with an id each ({error})") from error


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text ({error})") from error
