"""The component ``resistract_states``: what was done to each mention, or the condition it is in.

"Loss of DUSP9", "DUSP9-deficient", "DUSP9 was depleted" all put DUSP9 `down`. Every cue multiplies into the state, so
that what takes away an inhibitor adds to its target. The tokens of the cues are kept: where a cue is the predicate of a
claim ("upregulation of Bcl-2 by miR-21"), the claim takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.candidates import is_dash, word_lists
from extract.language.prerequisites import need_parse
from extract.language.states.cues import CueFinder
from extract.language.states.words import opposed
from extract.language.word_forms import Cue, skip_bracket

STATELESS = frozenset(("VARIANT", "CELL_LINE", "DISEASE"))
LIST_WORDS = word_lists("states")["list_words"]
CONJUNCTIONS = word_lists("states")["conjunctions"]
FINITE = frozenset(("VBD", "VBZ", "VBP"))
LIST_LIMIT = 8  # neighbours in a list that may share a cue


def compose(states: Iterable[str]) -> str:
    """Return the state that cues make together: two `down` are `up`; a direction outweighs `altered`.

    Examples
    --------
    >>> compose(["down", "down"]), compose(["altered", "down"]), compose([])
    ('up', 'down', 'none')
    """
    sign = 0
    result = "none"
    for state in states:
        if state == "altered":
            result = "altered"
        else:
            sign = (sign or 1) * (-1 if state == "down" else 1)
    if sign:
        return "up" if sign > 0 else "down"
    return result


@Language.factory(
    "resistract_states", assigns=["span._.state", "span._.state_cues"], requires=["doc.ents", "token.dep"]
)
def make_states(nlp: Language, name: str) -> States:
    """Return the component; it works on any ``doc.ents`` with tags and a dependency parse."""
    return States()


class States:
    """Sets ``span._.state`` and ``span._.state_cues`` of every entity of a Doc."""

    def __init__(self) -> None:
        extensions.register()
        self.cues = CueFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Set the states of the entities of ``doc`` and return it.

        Raises
        ------
        ValueError
            If the Doc has no dependency parse.
        """
        need_parse(doc, "resistract_states")
        at = {i: ent for ent in doc.ents for i in range(ent.start, ent.end)}
        own = {ent.start: [] if ent.label_ in STATELESS else self.cues(doc, ent, at) for ent in doc.ents}
        for ent in doc.ents:
            if ent.label_ in STATELESS:
                continue
            if not own[ent.start]:
                own[ent.start] = self.shared(doc, ent, at, own)
            cues = [*own[ent.start], *under_a_ratio(doc, ent, at)]
            ent._.state_cues = tuple(cues)
            ent._.state = compose(state for _, state in cues)
        return doc

    def shared(self, doc: Doc, ent: Span, at: dict[int, Span], own: dict[int, list[Cue]]) -> list[Cue]:
        """Return the cues that an entity has from its neighbours in a list, or from its long form before a bracket."""
        if ent.start > 1 and doc[ent.start - 1].text == "(" and (ent.start - 2) in at:
            other = at[ent.start - 2]
            if other.label_ == ent.label_ and own[other.start]:
                return own[other.start]
        right = neighbour(doc, ent, at, step=1)
        for _ in range(LIST_LIMIT):
            if right is None:
                break
            cues = [c for c in own[right.start] if c[0] >= right.end and self.covers_list(doc, right, c[0])]
            cues = [c for c in cues if not of_other_clause(doc, ent, c[0])]
            if cues:
                return cues
            right = neighbour(doc, right, at, step=1)
        left = neighbour(doc, ent, at, step=-1)
        for _ in range(LIST_LIMIT):
            if left is None:
                break
            if own[left.start]:
                if not self.conjoined(doc, left, ent, at):
                    break
                shared = [c for c in own[left.start] if not left.start <= c[0] < ent.start]
                return [c for c in shared if doc[c[0]].lower_ not in ("anti", "si", "sh")]
            left = neighbour(doc, left, at, step=-1)
        return []

    def conjoined(self, doc: Doc, left: Span, ent: Span, at: dict[int, Span]) -> bool:
        """Whether an entity stands in a list with one on its left: commas alone ("lacking A, B rose") make none."""
        last: Span | None = left
        following: Span | None = ent
        for _ in range(LIST_LIMIT):
            if last is None or following is None:
                return False
            if any(token.lower_ in CONJUNCTIONS for token in doc[last.end : following.start]):
                return True
            last, following = following, neighbour(doc, following, at, step=1)
        return False

    def covers_list(self, doc: Doc, last: Span, cue: int) -> bool:
        """Whether a cue behind the last member of a list is said of the whole list.

        It is in "A and B deficiencies" and "A and B were upregulated"; "C inhibits A and B was upregulated" says it of
        B alone.
        """
        between = doc[skip_bracket(doc, last.end) + opposed(doc, last) : cue]
        if any(token.lower_ in ("was", "is", "has") for token in between):
            return False
        return all(
            is_dash(t.text) or t.text in "()" or t.lower_ in self.cues.neutral or t.pos_ in ("ADV", "AUX", "ADJ")
            for t in between
        )


def under_a_ratio(doc: Doc, ent: Span, at: dict[int, Span]) -> list[Cue]:
    """Return the cue that lowers the second of "the A/B ratio", "the ratio of A to B": the more of it, the less."""
    joint = ent.start - 1
    if joint < 1 or doc[joint].lower_ not in ("/", "to", "over", ":") or joint - 1 not in at:
        return []
    if at[joint - 1].text.endswith(ent.text):
        return []  # "the p-ERK/ERK ratio"
    before = max(0, at[joint - 1].start - 2)
    around = {token.lower_ for token in (*doc[before : at[joint - 1].start], *doc[ent.end : ent.end + 1])}
    return [(joint, "down")] if around & {"ratio", "ratios"} else []


def of_other_clause(doc: Doc, ent: Span, cue: int) -> bool:
    """Whether a cue noun is the subject of a clause that an entity does not stand in: "raised A, and B loss did"."""
    noun = doc[cue]
    verb = doc[cue + 1] if cue + 1 < len(doc) else noun
    told = any(token.tag_ in FINITE for token in doc[ent.sent.start : ent.start])
    parted = any(doc[i].text == "," and doc[i + 1].lower_ == "and" for i in range(ent.end, cue))
    if noun.pos_ == "NOUN" and verb.tag_ in FINITE and told and parted:
        return True
    subject = noun.dep_ in ("nsubj", "nsubjpass") and noun.pos_ == "NOUN"
    return subject and ent.end <= noun.left_edge.i


def neighbour(doc: Doc, ent: Span, at: dict[int, Span], *, step: int) -> Span | None:
    """Return the next entity of a list, of the same type, with nothing but list words and brackets between."""
    i = ent.end if step > 0 else ent.start - 1
    if step > 0:
        i = skip_bracket(doc, i)
    elif i >= 0 and doc[i].text == ")":
        while i > 0 and doc[i].text != "(":
            i -= 1
        i -= 1
    gap = 0
    while 0 <= i < len(doc) and gap < 4:
        if i in at:
            other = at[i]
            same = other.label_ == ent.label_ and other.sent.start == ent.sent.start
            return other if gap and same else None
        if step < 0 and gap and doc[i].text == ")":
            while i > 0 and doc[i].text != "(":
                i -= 1
            i -= 1
            continue
        if doc[i].lower_ not in LIST_WORDS:
            return None
        i += step
        gap += 1
    return None
