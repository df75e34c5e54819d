"""What names count as by the guidelines, where dictionaries and recognisers count them as something else."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from extract.language.candidates import Candidate, data


def as_what_it_is(doc: Doc, candidate: Candidate) -> Candidate:
    """Return a candidate as the type it counts as by its form: an injury is a process, "AFM1" a chemical."""
    forms = _forms().get(candidate.label)
    if not forms:
        return candidate
    text = doc[candidate.start : candidate.end].text
    label = next((label for label, pattern in forms if pattern.fullmatch(text)), None)
    return replace(candidate, label=label, source="phrase") if label is not None else candidate


@cache
def _forms() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    rules = data("names")
    forms: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for entry in rules["counted"]:
        for written in entry["patterns"]:
            pattern = re.compile(written.replace("<dash>", rules["dash"]))
            for label in entry["from"]:
                forms[label].append((entry["type"], pattern))
    return dict(forms)
