"""What names count as by the guidelines, where dictionaries and recognisers count them as something else."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from extract.language.candidates import Candidate, data


def as_what_it_is(doc: Doc, candidate: Candidate) -> Candidate:
    """Return a candidate as the type it counts as: an injury is a process."""
    if candidate.label == "DISEASE" and _happenings().fullmatch(doc[candidate.start : candidate.end].text):
        return replace(candidate, label="PROCESS", source="phrase")
    return candidate


@cache
def _happenings() -> re.Pattern[str]:
    rules = data("names")
    return re.compile("|".join(rules["happenings"]["patterns"]).replace("<dash>", rules["dash"]), re.IGNORECASE)
