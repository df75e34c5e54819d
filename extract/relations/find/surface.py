"""Frames without a tree: mention, trigger, mention in a row, for sentences that the parser got wrong."""

from __future__ import annotations

from spacy.tokens import Span, Token

from extract.language.extensions import cues_of
from extract.relations import licences
from extract.relations.drafting import draft_claim
from extract.relations.find import choice
from extract.relations.reading import Reading
from extract.relations.records import Argument, Draft, Filler, TriggerMatch

_COST = 1.0
_REACH = 9  # tokens between a trigger and its argument
_OPEN_TAGS = ("NN", "JJ", "DT", "RB", "CD", "PRP$", "POS", "HYPH", "FW", "SYM", "VBN", "VBG", "AFX", "PDT")
_PHRASE_TAGS = ("NN", "JJ", "DT", "CD", "PRP$", "POS", "HYPH")
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_INNER = frozenset({"compound", "nmod", "amod", "poss"})
_SUBJECT_TYPES = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY", "PROCESS", "VARIANT"})


def find(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Return the claims of triggers for which the tree gave none, read from the row of words."""
    done = {token for draft in drafts for token in draft.match.tokens} | reading.refused
    found: list[Draft] = []
    for match in reading.matches:
        if done & set(match.tokens):
            continue
        if match.form == "verb":
            found += _verb(reading, match)
        elif match.form == "noun" and "of" in match.trigger.noun_object_prep:
            found += _noun(reading, match)
    return found


def _verb(reading: Reading, match: TriggerMatch) -> list[Draft]:
    """Read "A inhibits B", "B was inhibited by A"."""
    graph, doc = reading.graph, reading.graph.doc
    first, last = min(match.tokens), max(match.tokens)
    auxiliaries, past = _auxiliaries(reading, first), match.kind == "past"
    hyphened = first > graph.sent.start and doc[first - 1].text in {"-", "–"}
    participle = past and not auxiliaries and graph.tag(match.head) != "VBD"
    left = None if match.kind == "ing" or hyphened or participle else to_the_left(reading, first)
    if left is not None and "to" in auxiliaries and _is_aside(reading, left):
        left = None
    prepositions, passive = match.trigger.object_prep, past and bool(auxiliaries & _BE)
    start: int | None = match.head
    if prepositions:
        start = last if graph.lower(last) in prepositions else _after(reading, last, set(prepositions))
    elif passive:
        start = _after(reading, last, {"by"})
    right = None if left is None or start is None else _to_the_right(reading, start)
    if left is None or right is None:
        return []
    ends = (right, left) if passive and not prepositions else (left, right)
    return _build(reading, match, *ends, "surface-passive" if passive else "surface-active")


def _is_aside(reading: Reading, mention: Span) -> bool:
    """Tell whether a thing is only what the main clause goes on about: "they secrete A as a response to stop B"."""
    graph = reading.graph
    node = graph.first_conjunct(mention.root.i)
    while graph.dep(node) in _INNER or (graph.dep(node) == "pobj" and graph.lower(graph.head(node)) == "of"):
        node = graph.head(node)
        node = graph.first_conjunct(graph.head(node) if graph.dep(node) == "prep" else node)
    return graph.dep(node) == "pobj"


def _noun(reading: Reading, match: TriggerMatch) -> list[Draft]:
    """Read "inhibition of B by A"."""
    graph = reading.graph
    of = max(match.tokens) + 1
    object = _to_the_right(reading, of) if of < graph.sent.end and graph.lower(of) == "of" else None
    if object is None:
        return []
    by = _after(reading, reading.arguments.lists.group(object)[-1].end - 1, {"by"})
    subject = _to_the_right(reading, by) if by is not None else None
    return _build(reading, match, subject, object, "surface-noun") if subject is not None else []


def _build(reading: Reading, match: TriggerMatch, subject: Span, object: Span, frame: str) -> list[Draft]:
    if not reading.rules.reads(frame):
        return []
    lists = reading.arguments.lists
    drafts = []
    filler = Filler(match.head, (), (frame,), weight=0.7)
    lefts = [Argument(m, (m.root.i,), _COST) for m in lists.group(subject)]
    rights = [Argument(m, _path(reading, match, m), _COST) for m in lists.group(object)]
    for ends in choice.combinations(reading, match, lefts, rights):
        roles = zip(("subject", "object"), ends, strict=True)
        if not all(licences.role_allowed(reading.rules, match.trigger, role, end) for role, end in roles):
            continue
        draft = draft_claim(reading, match, match.trigger.cls, *ends, filler, filler)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _path(reading: Reading, match: TriggerMatch, mention: Span) -> tuple[int, ...]:
    """Return the nodes between trigger and object, which stand for the path in the tree."""
    graph = reading.graph
    first = reading.arguments.lists.group(mention)[0]
    between = (
        range(max(match.tokens) + 1, first.start) if first.start > match.head else range(first.end, min(match.tokens))
    )
    after = [mention.end] if mention.end < graph.sent.end and graph.tag(mention.end).startswith("NN") else []
    return (*(i for i in between if graph.tag(i).startswith("NN")), *after, mention.root.i)


def _auxiliaries(reading: Reading, first: int) -> set[str]:
    graph, found = reading.graph, set()
    for i in range(first - 1, max(graph.sent.start, first - 5) - 1, -1):
        if (
            graph.tag(i).startswith("RB")
            or graph.tag(i) in {"MD", "TO"}
            or graph.lower(i) in _BE | {"has", "have", "had"}
        ):
            found.add(graph.lower(i))
        else:
            break
    return found


def to_the_left(reading: Reading, first: int) -> Span | None:
    """Return the subject that nouns, adverbs and auxiliaries lead back to; places ("in X cells") are passed."""
    graph, doc = reading.graph, reading.graph.doc
    i = _before_apposition(reading, first - 1)
    steps = 0
    depth = 0
    while i >= graph.sent.start and steps < _REACH:
        mention = graph.mention(graph.node(i))
        token = doc[i]
        if mention is not None:
            if mention.label_ in _SUBJECT_TYPES and not depth and not _hyphenated(reading, mention):
                before = reading.arguments.lists.group(mention)[0].start - 1
                if reading.arguments.set_against(mention):  # "A rather than B"
                    i, steps = mention.start - 3, steps + 1
                    continue
                if _is_acted_on(reading, before):
                    return None
                if _opens_phrase(reading, mention, before):
                    return mention
            i = mention.start - 1
            steps += 1
            continue
        if token.text in ")]":
            depth += 1
        elif token.text in "([":
            depth = max(0, depth - 1)
        elif not depth and not _is_open(token):
            return None
        i -= 1
        steps += 1
    return None


def _is_acted_on(reading: Reading, before: int) -> bool:
    """Tell whether a mention is the object of a verb before it: "silencing X, …", "exercise that raises X is …"."""
    graph = reading.graph
    if before < graph.sent.start:
        return False
    verb = graph.tag(before) in {"VBZ", "VBP"} and graph.lemma(before) not in reading.rules.words["established_verbs"]
    return verb or graph.tag(before) == "VBG"


def _opens_phrase(reading: Reading, mention: Span, before: int) -> bool:
    """Tell whether a mention is what its noun phrase is about: no preposition but "of" leads to it."""
    graph = reading.graph
    if before >= graph.sent.start and graph.lower(before) == "of":  # "at the early stage of X"
        while before >= graph.sent.start and (
            graph.lower(before) == "of" or graph.tag(before).startswith(_PHRASE_TAGS)
        ):
            before -= 1
    return (
        before < graph.sent.start
        or graph.lower(before) not in {"in", "at", "on", "with", "by", "from", "to", "for", "via", "through"}
        or any(cue < before for cue, _ in cues_of(mention))  # "antisense to X"
    )


def _is_open(token: Token) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    if token.tag_.startswith(_OPEN_TAGS) or token.tag_ in {"MD", "TO"}:
        return True
    return token.lower_ in _BE | {"has", "have", "had", "in", "of", "can", "by"}


def _before_apposition(reading: Reading, last: int) -> int:
    """Return the token before an apposition that ends at a comma: "D, an X inhibitor, did", else the token itself."""
    graph, doc = reading.graph, reading.graph.doc
    if last <= graph.sent.start or doc[last].text != ",":
        return last
    i = last - 1
    while i > graph.sent.start and last - i < 12 and doc[i].text != "," and not graph.tag(i).startswith(("VB", "MD")):
        i -= 1
    opens = doc[i].text == "," and graph.tag(i + 1) == "DT"
    return i - 1 if opens else last


def _to_the_right(reading: Reading, last: int) -> Span | None:
    """Return the mention that determiners, adjectives, transparent nouns and "of" lead to."""
    graph, doc, words = reading.graph, reading.graph.doc, reading.rules.words
    for i in range(last + 1, min(last + _REACH, graph.sent.end)):
        mention = graph.mention(graph.node(i))
        token = doc[i]
        if mention is not None:
            return None if _hyphenated(reading, mention) or _of_another_thing(reading, mention) else mention
        if token.tag_.startswith("NN"):
            lemma = token.lemma_.lower()
            known = lemma in words["transparent_nouns"] or graph.node(i) in reading.by_head
            if lemma in words["opaque_nouns"] or not known:
                return None
        elif not (
            token.tag_.startswith(("JJ", "DT", "RB", "PRP$", "VBN", "PDT", "CD"))
            or token.lower_ in {"of", "both", "the", "human"}
        ):
            return None
    return None


def _hyphenated(reading: Reading, mention: Span) -> bool:
    """Tell whether a mention only modifies what follows: "X-dependent", "X-induced"."""
    graph, end = reading.graph, mention.end
    if any(cue >= end for cue, _ in cues_of(mention)):
        return False  # "X-specific siRNA"
    return end + 1 < graph.sent.end and graph.lower(end) in {"-", "–"} and graph.tag(end + 1).startswith(("V", "J"))


def _of_another_thing(reading: Reading, mention: Span) -> bool:
    """Tell whether a mention only says of which kind another thing is: "glutamine dependency", "PD-L1 assay"."""
    graph, words = reading.graph, reading.rules.words
    end = mention.end
    return end < graph.sent.end and graph.mention(graph.node(end)) is None and graph.lemma(end) in words["opaque_nouns"]


def _after(reading: Reading, last: int, names: set[str]) -> int | None:
    """Return the index of the first of some prepositions within a few tokens."""
    graph = reading.graph
    for i in range(last + 1, min(last + _REACH, graph.sent.end)):
        if graph.lower(i) in names:
            return i
        if graph.tag(i).startswith(("VB", "W", ",", ".", ":")):
            return None
    return None
