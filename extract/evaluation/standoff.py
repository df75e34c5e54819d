"""Gold without its text: for papers whose sentences are not ours to pass on."""

from __future__ import annotations

from extract.evaluation.gold import GoldSentence
from extract.evaluation.place import fold, mention_quotes, sentence_quotes


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
