"""Docs made without a model."""

import re

from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import create_vocab

from extract.language import extensions

VOCAB = create_vocab("en", English.Defaults)
TOKEN = re.compile(r"[^\W_]+(?:[-‐/.][^\W_]+)*(?:\([^\W_]+\))?|\n\n|[^\w\s]")


def make_doc(text: str) -> Doc:
    """Split at blanks and around punctuation; names with hyphens and slashes inside stay whole."""
    extensions.register()
    words, spaces, place = [], [], 0
    for match in TOKEN.finditer(text):
        if match.start() == place + 1 and words:
            spaces[-1] = True
        words.append(match[0])
        spaces.append(False)
        place = match.end()
    doc = Doc(VOCAB, words=words, spaces=spaces)
    assert doc.text == text
    return doc
