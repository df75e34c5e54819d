"""A pipeline without a model that misbehaves on demand; importable by worker processes."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract.batch.tasks import Task
from extract.language import extensions


@Language.component("misbehave")
def misbehave(doc: Doc) -> Doc:
    if "HANG" in doc.text:
        re.match(r"(a+)+$", "a" * 60 + "b")  # a loop in C that holds the interpreter
    if "CRASH" in doc.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "MEMORY" in doc.text:
        _ = b"x" * (64 << 30)
    if "RAISE" in doc.text:
        raise RuntimeError("told to")
    return doc


def make_pipeline() -> Language:
    extensions.register()
    if not Doc.has_extension("triples"):
        Doc.set_extension("triples", default=())
    nlp = spacy.blank("en")
    nlp.add_pipe("misbehave")
    return nlp


def make_broken_pipeline() -> Language:
    raise ValueError("rules.toml, line 3: no such class")


def make_task(folder: Path, name: str, text: str, *, timeout: float = 60.0) -> Task:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    (folder / "work").mkdir(exist_ok=True)
    return Task(name, path, str(path), None, None, None, "sha", "key", folder / "work", timeout)


def make_mortal_pipeline() -> Language:
    """Die of the first loading, and live after."""
    try:
        with open(os.environ["RESISTRACT_TEST_DEATHS"], "x") as stream:
            stream.write(str(int(signal.SIGKILL)))
    except FileExistsError:
        return make_pipeline()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


_held: list[bytearray] = []


def hold(task: Task) -> int:
    """Keep as many megabytes as the task's file has characters; return which process did."""
    _held.append(bytearray(b"x" * (1_000_000 * task.path.stat().st_size)))
    return os.getpid()
