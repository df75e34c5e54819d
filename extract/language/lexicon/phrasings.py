"""Other ways to say a process, a disease or a kind of cell, for when dictionaries do not know a phrase as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from extract.language.candidates import data


def phrasings(phrase: str, type_: str) -> Iterator[str]:
    """Yield other ways to say a phrase of a type, in the singular and the plural, the closest first.

    Examples
    --------
    >>> [*phrasings("neuronal apoptosis", "PROCESS")][1:4]
    ['neuronal apoptotic process', 'neuron apoptosis', 'neuron apoptotic process']
    >>> [*phrasings("photoreceptor", "CELL_TYPE")]
    ['photoreceptors', 'photoreceptor cell']
    >>> [*phrasings("severe asthma", "DISEASE")][-1]
    'asthma'
    """
    yield phrase + "s"
    rules = data("phrasings").get(type_, {})
    *before, last = phrase.split(" ")
    if before:
        firsts = [" ".join(before), *_exchanged(before, rules.get("words", {}))]
        lasts = [last, *rules.get("last", {}).get(last.lower(), ())]
        made = (f"{first} {end}".strip() for first in firsts for end in lasts)
        yield from (form for form in made if form != phrase)
    if type_ == "CELL_TYPE" and not last.lower().startswith("cell"):
        yield f"{phrase} cell"
    for first in rules.get("said", {}).get("first", ()):
        if phrase.lower().startswith(f"{first} "):
            yield phrase[len(first) + 1 :]


def _exchanged(words: list[str], others: dict[str, list[str]]) -> Iterator[str]:
    """Yield words with one of them exchanged for another that means the same."""
    for i, word in enumerate(words):
        for other in others.get(word.lower(), ()):
            yield " ".join((*words[:i], other, *words[i + 1 :]))
