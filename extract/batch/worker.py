"""The unit of work: one document in, one result file out. Runs in a worker process, or anywhere that has the files."""

from __future__ import annotations

import gc
import os
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from extract import documents
from extract.batch import limits
from extract.batch.results import Header, write_result
from extract.batch.tasks import OUT_OF_MEMORY, Failure, PipelineError, Task
from extract.claims.tables import table_triples
from extract.documents import Document, ReadError
from extract.language.load import annotate
from extract.relations.assemble import mentions_of
from extract.relations.sentence import MAX_MENTIONS, MAX_TOKENS, unread_sentences
from extract.schema import Mention, Triple

PIPELINE_HINT = "this is an error in resistract: report it with the traceback"


@dataclass
class _State:
    nlp: Language | None = None
    error: str | None = None


_state = _State()


def start(make_pipeline: Callable[[], Language], memory: float) -> None:
    """Load the pipeline into this process and limit what a document may add to its memory (gigabytes; 0: no limit)."""
    limits.start(0)
    threadpool_limits(1)  # a worker is one process on one core; more threads would fight over them
    try:
        _state.nlp = make_pipeline()
    except Exception as error:  # whatever is wrong with model or rules is told once, for the whole run
        known = isinstance(error, OSError | ValueError)
        _state.error = str(error) if known else f"the pipeline cannot be loaded: {error!r}"
    else:
        gc.collect()
        gc.freeze()  # the rules and the lexicon stay: to look them through for garbage takes a thirtieth of the time
        limits.limit_memory(memory)


def do(task: Task) -> Header | Failure:
    """Read a document, extract its claims and write its result.

    Raises
    ------
    PipelineError
        If the pipeline could not be loaded.
    """
    if _state.nlp is None:
        raise PipelineError(_state.error)
    limits.set_alarm(task.timeout + limits.ALARM_GRACE)
    try:
        return process(_state.nlp, task)
    except ReadError as error:
        return task.failed(error.reason, error.hint or "replace the file, or leave it out")
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of the heap is not to be trusted with the next document
    except OSError as error:
        return task.failed(f"its result cannot be written ({error.strerror})", "free some space, and run again")
    except Exception as error:
        return task.failed(f"{type(error).__name__}: {error}", PIPELINE_HINT, traceback.format_exc())
    finally:
        limits.set_alarm(0)


def process(nlp: Language, task: Task) -> Header:
    """Do one document with a loaded pipeline; errors are the caller's."""
    started = time.perf_counter()
    document = read(task)
    if len(document.clean) > nlp.max_length:
        raise ReadError(
            task.path,
            f"the text is too long: {len(document.clean):,} characters, at most {nlp.max_length:,} are taken",
            "split the file, for example by chapter",
        )
    read_by = time.perf_counter()
    doc = annotate(nlp, document)
    if skipped := unread_sentences(doc):
        reason = f"{skipped} have more than {MAX_TOKENS} words or {MAX_MENTIONS} names"
        document = replace(document, warnings=(*document.warnings, f"sentences left out of the claims: {reason}"))
    triples = (*doc._.triples, *table_triples(nlp, document, doc))
    mentions = all_mentions(mentions_of(doc), triples)
    finished = time.perf_counter()
    header = Header(
        doc_id=document.doc_id,
        key=task.key,
        format=document.format,
        characters=len(document.text),
        words=_count_words(doc),
        mentions=len(mentions),
        triples=len(triples),
        seconds={"read": round(read_by - started, 3), "extract": round(finished - read_by, 3)},
        warnings=document.warnings,
    )
    write_result(
        task.folder, header, text=document.text, metadata=document.metadata(), mentions=mentions, triples=triples
    )
    return header


def read(task: Task) -> Document:
    """Read a task's file; its manifest fills in what the file does not say about itself."""
    document = documents.read(task.path, format=task.format, doc_id=task.doc_id)
    return replace(document, title=document.title or task.title or "", doi=document.doi or task.doi, source=task.name)


def all_mentions(mentions: Iterable[Mention], triples: Iterable[Triple]) -> list[Mention]:
    """Return the mentions of the running text and those of claims from tables, each place once, in reading order."""
    places = {(mention.start, mention.end, mention.type): mention for mention in mentions}
    for triple in triples:
        for mention in (triple.subject, triple.object, *triple.via):
            places.setdefault((mention.start, mention.end, mention.type), mention)
    return [places[place] for place in sorted(places)]


def _count_words(doc: Doc) -> int:
    return sum(1 for token in doc if not token.is_space and not token.is_punct)
