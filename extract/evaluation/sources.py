"""Where the text of gold documents comes from, and what the system makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from spacy.language import Language

from extract.documents import ReadError, read
from extract.evaluation.gold import GoldDocument, GoldError
from extract.evaluation.place import place_document
from extract.evaluation.system import document_units, sentence_units, share_out
from extract.evaluation.units import Unit
from extract.export.jsonl import read_jsonl
from extract.schema import FoundMention, Section, Triple

SUFFIXES = (".txt", ".md", ".xml", ".nxml", ".json", ".pdf")


@dataclass
class Collected:
    """The units of an evaluation, those with gold mentions given, and the documents that could not be scored."""

    units: list[Unit] = field(default_factory=list)
    given: list[Unit] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def find_source(gold: GoldDocument, folders: Sequence[Path] = ()) -> Path | None:
    """Return the file to read for a gold document: one in the folders given, else the one its set names.

    In a folder, ``<doc_id>.<suffix>`` and ``<doc_id>/fulltext.<suffix>`` are looked for.
    """
    for folder in folders:
        for suffix in SUFFIXES:
            for path in (folder / f"{gold.doc_id}{suffix}", folder / gold.doc_id / f"fulltext{suffix}"):
                if path.is_file():
                    return path
    return gold.source if gold.source is not None and gold.source.is_file() else None


def collect(
    nlp: Language,
    gold: Iterable[GoldDocument],
    *,
    folders: Sequence[Path] = (),
    by_sentence: bool = False,
    given: bool = True,
    progress: Callable[[str], None] = lambda doc_id: None,
) -> Collected:
    """Run the pipeline over gold documents. The claims of a file that cannot be read count as not read.

    Parameters
    ----------
    folders : sequence of Path
        Where to look for the documents before the files that the gold set names.
    by_sentence : bool
        Score gold sentences by themselves instead of whole documents. Gold that carries its text and names no file
        is always scored so.
    given : bool
        Also run with the gold mentions preset.
    progress : callable
        Called with the id of each document before it is run.
    """
    collected = Collected()
    for document in gold:
        progress(document.doc_id)
        source = find_source(document, folders)
        if document.has_text and (by_sentence or source is None):
            collected.units += sentence_units(nlp, [document])
            if given:
                collected.given += sentence_units(nlp, [document], given_mentions=True)
        elif source is None or by_sentence:
            collected.skipped[document.doc_id] = "its text is not part of the gold set"
        else:
            try:
                text = read(source, doc_id=document.doc_id)
            except ReadError as error:
                collected.skipped[document.doc_id] = f"its claims count as not read: {error}"
                unread = share_out(document, [None] * len(document.sentences), "", (), (), sections=lambda start: "")
                collected.units += unread
                collected.given += unread if given else []
                continue
            collected.units += document_units(nlp, document, text)
            if given:
                collected.given += document_units(nlp, document, text, given_mentions=True)
    return collected


def collect_run(run: str | Path, gold: Iterable[GoldDocument]) -> Collected:
    """Take what a run folder holds on gold documents.

    Raises
    ------
    GoldError
        If the folder is not that of a run, or holds none of the documents.
    """
    run = Path(run)
    try:
        triples = list(read_jsonl(run / "triples.jsonl", Triple))
        mentions = list(read_jsonl(run / "mentions.jsonl", FoundMention))
    except OSError as error:
        raise GoldError(f"{run}: not the output folder of a run ({error.strerror}: {error.filename})") from error
    collected = Collected()
    for document in gold:
        base = run / "documents" / document.doc_id
        if not Path(f"{base}.txt").is_file():
            collected.skipped[document.doc_id] = "not in the run"
            continue
        text = Path(f"{base}.txt").read_bytes().decode("utf-8")
        sections = _sections(Path(f"{base}.json"))
        collected.units += share_out(
            document,
            place_document(document, text),
            text,
            [mention for mention in mentions if mention.doc_id == document.doc_id],
            [triple for triple in triples if triple.doc_id == document.doc_id],
            sections=partial(_innermost, sections),
        )
    if not collected.units:
        raise GoldError(
            f"{run}: holds none of the {len(collected.skipped)} gold documents; "
            "a document of the run needs the id that its gold file is named for"
        )
    return collected


def _sections(path: Path) -> list[Section]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return [Section.model_validate(section) for section in content.get("sections", [])]
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error


def _innermost(sections: Sequence[Section], start: int) -> str:
    holding = [section for section in sections if section.start <= start < section.end]
    return min(holding, key=lambda section: section.end - section.start).type if holding else "body"
