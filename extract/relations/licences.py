"""Which mention types a trigger class takes in which role."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Span

from extract.relations.records import Argument
from extract.relations.rules.model import Trigger
from extract.relations.rules.ruleset import RuleSet

Words = Mapping[str, frozenset[str]]


def is_carrier(mention: Span, words: Words) -> bool:
    """Tell whether a mention names where something holds and not what acts: a disease, a line, "resistant" cells."""
    if mention.label_ == "DRUG_RESPONSE":
        endings = tuple(words["response_adjectives"])
        return mention.root.tag_.startswith("JJ") or mention.text.lower().endswith(endings)
    return mention.label_ in {"DISEASE", "CELL_LINE"}


def sensitizes(mention: Span, verbs: frozenset[str]) -> bool:
    """Tell whether a response is a verb, whatever the tagger made of it: "sensitized cells to D"."""
    first = mention[0].lower_
    forms = any(first.startswith(verb[:-1]) and first.endswith(("s", "d", "g", "e")) for verb in verbs)
    return mention.label_ == "DRUG_RESPONSE" and (mention[0].lemma_.lower() in verbs or forms)


def role_allowed(rules: RuleSet, trigger: Trigger, role: str, argument: Argument) -> bool:
    """Tell whether a mention may fill a grammatical role of a trigger; the types of an entry are those of its claim."""
    if trigger.inverse:
        role = {"subject": "object", "object": "subject"}[role]
    own = trigger.subject_types if role == "subject" else trigger.object_types
    licensed = rules.subjects if role == "subject" else rules.objects
    return argument.mention.label_ in (own or licensed[trigger.cls])
