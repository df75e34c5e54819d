"""Claims about effects that a later clause takes up: "A raised B, and this increase was abolished by C"."""

from __future__ import annotations

from extract.relations import registry
from extract.relations.derive import like
from extract.relations.drafting import draft_claim, of_role
from extract.relations.reading import Reading
from extract.relations.records import CLASS_SIGN, PREDICATE_SIGN, Draft

_CHANGED, _APPOSED = ("@passive nsubjpass", "@active dobj"), "<relcl|acl"
_TAKEN_UP = " {$effects_taken_up} with[det|predet|amod:$taking_up]"


@registry.derivations("effect-changed")
def effects_changed(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Read "A raised B, and this increase was abolished by C", "…, an effect that C enhanced": C acts on B as well."""
    graph, words = reading.graph, reading.rules.words
    found: list[Draft] = []
    for match in reading.matches:
        change = -1 if graph.lemma(match.head) in words["repairing"] else CLASS_SIGN.get(match.trigger.cls, 0)
        if match.form != "verb" or not change or any(d.match.head == match.head for d in drafts):
            continue
        for node in _effects_of(reading, match.head):
            models = _models(reading, drafts, node)
            for subject, filler in of_role(reading, match, "subject"):
                if any(subject.mention.start == d.relation.subject.start for d in models):
                    continue
                for model in models:
                    new = draft_claim(reading, match, model.match.trigger.cls, subject, model.object, filler)
                    if new is not None:
                        found.append(like(new, model, match.head, "effect-changed", turned=change < 0))
    return [*drafts, *found]


def _effects_of(reading: Reading, verb: int) -> list[int]:
    """Return what a verb changes if it only takes up what was said: "this increase", "an effect that"."""
    graph, clause = reading.graph, reading.graph.dep(verb) in {"relcl", "acl"}
    tops = [top for path in ((_APPOSED,) if clause else _CHANGED) for top in reading.reach(verb, path + _TAKEN_UP)]
    tops = [top for top in tops if not clause or graph.dep(top) == "appos"]
    return [top for top in tops if graph.mention(top) is None and not graph.brought(top)]


def _models(reading: Reading, drafts: list[Draft], node: int) -> list[Draft]:
    """Return the claims of the clause before that an effect noun may mean, those of its own direction."""
    words, lemma = reading.rules.words, reading.graph.lemma(node)
    wanted = {1, -1} - {-1 if lemma in words["raising_nouns"] else 1 if lemma in words["lowering_nouns"] else 0}
    before = [d for d in drafts if d.match.head < node and d.match.form == "verb" and not d.relation.negated]
    last = [d for d in before if d.match.head == max(b.match.head for b in before)]
    return [d for d in last if PREDICATE_SIGN[d.relation.predicate] in wanted]
