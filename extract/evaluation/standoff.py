"""Gold without its text, for papers whose sentences are not ours to pass on; and the way back, given the paper."""

from __future__ import annotations

from dataclasses import replace

from extract.evaluation.gold import GoldDocument, GoldError, GoldSentence
from extract.evaluation.place import Place, fold, mention_quotes, place_document, sentence_quotes, text_hash


def to_standoff(sentence: GoldSentence) -> GoldSentence:
    """Return the record without the sentence: offsets, and quotes of at most four words each side.

    A mention is quoted with the words around it only where its own words stand more than once in the sentence.
    """
    if sentence.text is None:
        return sentence
    starts, ends = sentence_quotes(sentence)
    entities = []
    for mention in sentence.entities:
        prefix, suffix = mention_quotes(mention, sentence)
        entities.append(mention.model_copy(update={"prefix": prefix, "suffix": suffix}))
    return sentence.model_copy(
        update={
            "text": None,
            "starts": starts,
            "ends": ends,
            "length": len(fold(sentence.text)),
            "entities": tuple(entities),
        }
    )


def with_text(gold: GoldDocument, text: str) -> GoldDocument:
    """Return a gold document whose sentences carry their text, taken from a rendering of the document.

    Offsets become those of this text.

    Raises
    ------
    GoldError
        If a sentence or a mention is not found in it.
    """
    sentences = []
    for sentence, place in zip(gold.sentences, place_document(gold, text), strict=True):
        if place is None:
            raise GoldError(f"{gold.doc_id}: {sentence.sid} (“{sentence.starts} …”) is not found in the document")
        sentences.append(_filled(sentence, place, text))
    return replace(gold, sentences=tuple(sentences), sha256=text_hash(text))


def _filled(sentence: GoldSentence, place: Place, text: str) -> GoldSentence:
    start, end = place.span
    entities = []
    for mention in sentence.entities:
        there = place.mentions[mention.id]
        if there.start == there.end:
            raise GoldError(f"{sentence.sid}: {mention.id} “{mention.text}” is not found in the document")
        offsets = {
            "start": there.start - start,
            "end": there.end - start,
            "raw_start": there.start,
            "raw_end": there.end,
        }
        own = {"text": text[there.start : there.end], "prefix": "", "suffix": ""}
        entities.append(mention.model_copy(update=offsets | own))
    bare = {"starts": "", "ends": "", "length": 0, "entities": tuple(entities)}
    return sentence.model_copy(update={"start": start, "end": end, "text": text[start:end], **bare})
