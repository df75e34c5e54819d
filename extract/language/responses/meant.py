"""Which drugs a response is to, where the mention itself does not name them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extract.language.candidates import Candidate, data, word_lists
from extract.language.responses.finder import GLUED, resisted

Drugs = tuple[tuple[Span, ...], tuple[str, ...]]
NONE: Drugs = ((), ())
COMPARING = word_lists("drug_response")["comparing"]
_MODIFYING = frozenset({"compound", "nmod", "amod"})
_GIVEN = frozenset({"prep", "dobj", "nsubjpass"})


def drugs_of(doc: Doc, response: Candidate, mentions: list[Candidate]) -> Drugs:
    """Return the spans of the drugs of a DRUG_RESPONSE and their names as written.

    A drug named inside the mention is its own. "Both drugs" and "the drug" mean the two, or the one, named last before
    it. A bare word of response takes the drugs of another response in its sentence when all of those name the same,
    or the only drug that its sentence says was given; what clinicians report, the only drug of the sentence. Where a
    sentence names none, both mean the only one given, or responded to, in the two sentences before.
    """
    if response.drugs:
        return _ranges(doc, response.drugs)
    drug = _in_name(doc, response)
    if drug is not None:
        return (), (drug,)
    sentence = doc[response.start].sent
    words = {t.lower_ for t in doc[response.start : response.end]}
    here = [c for c in mentions if sentence.start <= c.start < sentence.end]
    named = [c for c in here if c.label == "CHEMICAL"]
    before = [c for c in named if c.end <= response.start]
    if "both" in words:
        return _spans(doc, _distinct(doc, before)[-2:])
    if words & {"drug", "agent", "compound"} and words & {"the", "that", "this"}:
        return _spans(doc, _distinct(doc, before)[-1:])
    rules = data("drug_response")["meant"]
    reported = not words.isdisjoint(rules["reported"]) and response.direction == "sensitivity"
    general = "to" in words and not words.isdisjoint(rules["general"])  # "responded to treatment"
    if response.end - response.start > 1 and not reported and not general:
        return NONE
    others = {
        tuple(doc[a:b].text.lower() for a, b in c.drugs): c for c in here if c.label == "DRUG_RESPONSE" and c.drugs
    }
    given = _distinct(doc, [c for c in named if _is_given(doc, c, rules) and not _is_compared(doc, response, c)])
    if len(others) == 1 and not (reported and len(given) == 1):
        return _ranges(doc, next(iter(others.values())).drugs)
    if not (reported or general or (words & set(rules["bare"]) and not others)):
        return NONE
    if reported and not others and len(_distinct(doc, named)) == 1:
        given = _distinct(doc, named)
    if not others and not named:
        given = _given_before(doc, sentence, mentions, rules)
    return _spans(doc, given) if len(given) == 1 else NONE


def _given_before(doc: Doc, sentence: Span, mentions: list[Candidate], rules: dict[str, list[str]]) -> list[Candidate]:
    """Return the drugs that the last sentence before, or the one before that, says were given: "D was started. …"."""
    for _ in range(2):
        if not sentence.start:
            break
        sentence = doc[sentence.start - 1].sent
        here = [c for c in mentions if sentence.start <= c.start < sentence.end]
        given = _distinct(doc, [c for c in here if c.label == "CHEMICAL" and _is_given(doc, c, rules)])
        responses = [c for c in here if c.label == "DRUG_RESPONSE" and c.drugs]
        if given or responses:
            return given or _distinct(doc, _drugs_in(responses))
    return []


def _drugs_in(responses: list[Candidate]) -> list[Candidate]:
    return [Candidate(*drug, "CHEMICAL", "phrase") for response in responses for drug in response.drugs]


def _in_name(doc: Doc, response: Candidate) -> str | None:
    """Return the drug that stands in the one word of a response: "gefitinibresistant", "TMZ-R"."""
    if response.end != response.start + 1:
        return None
    match = GLUED.fullmatch(doc[response.start].lower_)
    return match["drug"] if match else resisted(doc[response.start].text)


def _is_compared(doc: Doc, response: Candidate, drug: Candidate) -> bool:
    """Whether a drug stands behind a response as what it is measured by: "compared with D", "than with D"."""
    return any(token.lower_ in COMPARING for token in doc[response.end : drug.start])


def _is_given(doc: Doc, drug: Candidate, rules: dict[str, list[str]]) -> bool:
    """Whether a drug is what somebody is treated with, or what cells meet: "treated with D", "D therapy"."""
    return any(token.lemma_.lower() in rules["giving"] for token in _governors(doc[drug.start : drug.end].root))


def _governors(token: Token) -> Iterator[Token]:
    """Yield what a drug hangs on: the nouns it modifies, and what it is given by."""
    for _ in range(5):
        head = token.head
        if head is token or token.dep_ not in _MODIFYING | _GIVEN | {"pobj", "conj", "appos"}:
            return
        if token.dep_ in _MODIFYING | _GIVEN:
            yield head
        if token.dep_ in _GIVEN:
            return
        token = head


def _ranges(doc: Doc, ranges: tuple[tuple[int, int], ...]) -> Drugs:
    spans = tuple(Span(doc, start, end) for start, end in ranges)
    return spans, tuple(span.text for span in spans)


def _distinct(doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates with different texts, each at its last place, without a class that one of them follows."""
    starts, ends = {c.start for c in candidates}, {c.end for c in candidates}
    candidates = [c for c in candidates if c.end not in starts]  # "tyrosine kinase inhibitor gefitinib"
    candidates = [c for c in candidates if not (doc[c.start - 1].text == "(" and c.start - 1 in ends)]  # "D (code)"
    last = {doc[c.start : c.end].text.lower(): c for c in candidates}
    return sorted(last.values(), key=lambda c: c.start)


def _spans(doc: Doc, candidates: list[Candidate]) -> Drugs:
    return _ranges(doc, tuple((c.start, c.end) for c in candidates))
