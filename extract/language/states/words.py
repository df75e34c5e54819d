"""Finding the words that put a mention into a state, by order of words.

Modifiers, compound nouns and suffixes are read this way, which holds where parsers err in long noun phrases; so are the
plainest predicates and "of" phrases, as a second opinion on the parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from extract.language.candidates import data, is_dash, word_lists
from extract.language.names import constructs
from extract.language.word_forms import Cue, base, gerund_base, skip_bracket

STATES = ("up", "down", "altered")
DEGREES = word_lists("states")["degrees"]
SHARES = word_lists("states")["shares"]
OLIGOS = word_lists("states")["oligos"]
SILENCING = word_lists("states")["silencing"]

AGENTS = word_lists("states")["agents"]
DESCRIPTORS = word_lists("states")["descriptors"]
PASSED = word_lists("states")["passed"]
DOINGS = word_lists("states")["doings"]
LIKE_VERBS = word_lists("states")["like_verbs"]
ANTIBODIES = word_lists("states")["antibodies"]
IMMUNE = word_lists("states")["immune"]
AGONISTIC = word_lists("states")["agonistic"]
LOCI = word_lists("states")["loci"]
BLOCKING = word_lists("states")["blocking"]
KINDS = word_lists("states")["kinds"]
STIMULATED = word_lists("states")["stimulated"]
LESIONS = word_lists("states")["lesions"]
CARRIERS = word_lists("states")["carriers"]


def table(rules: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the state of each word in lists that are named for states."""
    return {word: state for state in STATES for word in rules.get(state, ())}


MUTATING = table(data("states")["mutating"])
RAISED = table(data("states")["predicates"])


def of_function(doc: Doc, i: int) -> Cue | None:
    """Return where "loss-of-function" or "gain of function" before a noun starts, and the state it puts a gene in."""
    words = [j for j in range(max(0, i - 4), i) if not is_dash(doc[j].text)][-2:]
    if len(words) < 2 or doc[words[1]].lower_ != "of":
        return None
    state = {"loss": "down", "gain": "up"}.get(doc[words[0]].lower_)
    return (words[0], state) if state else None


OPENERS = word_lists("states")["openers"]
BEFORE_GERUNDS = word_lists("states")["before_gerunds"]

# "antiproliferative effects" are against a process; antiviral and antioxidant ones are what a host or a drug has.
_ANTI = data("states")["anti"]
AGAINST_PROCESS = re.compile(rf"[Aa]nti-?(?!{'|'.join(_ANTI['others'])})[a-z]+(?:{'|'.join(_ANTI['endings'])})")


@dataclass
class Behind:
    """What the words behind an entity say so far: ``last`` is the last that belongs to it, ``ended`` that it is all."""

    last: int
    cues: list[Cue] = field(default_factory=list)
    named: bool = False  # an inhibitor that is a named drug
    dashed: bool = False  # a hyphen was the word before
    ended: bool = False

    def add(self, i: int, state: str, *, last: int | None = None, ends: bool = False) -> None:
        """Add a cue."""
        self.cues.append((i, state))
        self.last = self.last if last is None else last
        self.ended = ends


class WordOrderCues:
    """Reads state cues from the words around an entity; holds the word lists."""

    def __init__(self) -> None:
        rules = data("states")
        self.nouns = table(rules["nouns"])
        self.neutral = frozenset(rules["nouns"]["neutral"])
        self.adjectives = table(rules["adjectives"])
        self.of_what_cells_have = frozenset(rules["adjectives"]["of_what_cells_have"])
        self.suffixes = table(rules["suffixes"])
        verbs = rules["verbs"]
        self.verbs = table(verbs)
        self.alone = dict.fromkeys(verbs["intransitive_up"], "up") | dict.fromkeys(verbs["intransitive_down"], "down")
        self.having = dict.fromkeys(verbs["having_up"], "up") | dict.fromkeys(verbs["having_down"], "down")
        self.linking = frozenset(verbs["linking"])
        self.prepositions = {word: frozenset(nouns) for word, nouns in rules["prepositions"].items()}
        self.participles = frozenset(rules["agents"]["participles"])
        self.titles = frozenset(rules["titles"]["nouns"])
        self.mutants, self.made, self.unable = (frozenset(rules["mutants"][key]) for key in ("words", "made", "unable"))
        self.prefixes_down = frozenset(rules["prefixes"]["down"])
        self.prefixes_up = frozenset(rules["prefixes"]["up"])

    def inside(self, ent: Span) -> Iterator[Cue]:
        """Yield cues in the name itself: "p-ERK", "anti-miR-21"."""
        if ent.label_ == "GENE" and re.match(r"p-?(?=[A-Z]{2,}|4E-?BP|S6\b|p65)|[Pp]hospho-?(?=[A-Z])", ent.text):
            yield ent.start, "up"
        if ent.label_ == "NCRNA" and re.match(r"[Aa]nti-?(?=mi[Rr])|[Aa]ntagomi[Rr]s?-?(?=\d|mi[Rr])", ent.text):
            yield ent.start, "down"
        if ent.label_ == "DRUG_RESPONSE" and re.match(r"respond\w* (?:poorly|weakly|minimally)\b", ent.text):
            yield ent.start, "down"
        if ent.label_ == "PROCESS" and AGAINST_PROCESS.fullmatch(ent.text):
            yield ent.start, "down"
        made = constructs.split(ent.text) if ent.label_ in ("GENE", "NCRNA") else None
        if made:
            yield ent.start, made[1]

    def before(self, doc: Doc, start: int, at: dict[int, Span], ent: Span) -> Iterator[Cue]:
        """Yield the cues among the modifiers directly before token ``start``."""
        i = start - 1
        if i > 0 and is_dash(doc[i].text):
            state = self.prefix(doc, i - 1, ent)
            if state is not None:
                yield i - 1, state
            if state is None or doc[i - 1].lower_ in DEGREES:  # "low-MET tumors"
                return
            i -= 2
        for _ in range(7):
            if i < 0 or i in at or doc[i + 1].is_sent_start or doc[i].tag_ == "WRB":
                return
            function = of_function(doc, i) if doc[i].lower_ == "function" else None
            if function is not None:
                i, state = function
                yield i, state
            elif not is_part_of_kind(doc, i, start, ent):
                told = self.modifier(doc, i, at, ent)
                if told is None:
                    return
                if told != "none":
                    yield i, told
            i -= 1

    def prefix(self, doc: Doc, i: int, ent: Span) -> str | None:
        """Return the state that a prefix before a hyphen puts an entity in, ``None`` if it is no such prefix."""
        prefix = doc[i].lower_
        if prefix in self.prefixes_up:
            return "up"
        if prefix == "anti" and immune(doc, ent):
            return None
        if prefix in self.prefixes_down:
            return "up" if prefix == "anti" and stimulated(doc, ent) else "down"
        return self.adjectives[prefix] if prefix in DEGREES else None

    def modifier(self, doc: Doc, i: int, at: dict[int, Span], ent: Span) -> str | None:
        """Return the state that a word before an entity puts it in, "none" for none; ``None`` if it is no modifier."""
        token, word = doc[i], doc[i].lower_
        if word == "negative" and dominant(doc, i):
            return "down"
        if word in self.adjectives and (token.pos_ != "ADV" or word in ("more", "less", "constitutively")):
            state = self.adjectives[word]
            of_another = i > 1 and is_dash(doc[i - 1].text) and (i - 2) in at and state != "altered"
            more = word == "more" and ent.label_ == "DRUG_RESPONSE"
            of_another |= ent.label_ == "CELL_TYPE" and word in self.of_what_cells_have  # "deficient macrophages"
            return None if more or of_another or self.is_finite(doc, i, at) else state
        nominal = token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or is_dash(token.text)
        if nominal or token.tag_ == "VBN" or word in self.neutral:
            ends = (word in self.nouns and token.pos_ != "ADJ") or self.is_finite(doc, i, at)
            return None if ends else "none"
        joins = word in ("and", "or", ",") and self.ends_modifier(doc, i, at)
        passes = token.pos_ == "ADV" or word in ("the", "both") or joins
        return "none" if passes and word != "not" else None

    def ends_modifier(self, doc: Doc, i: int, at: dict[int, Span]) -> bool:
        """Whether a list of adjectives goes on left of ``i``; the "lost" of "once X is lost," ends a clause."""
        if i == 0 or (i - 1) in at or doc[i - 1].lower_ not in self.adjectives:
            return False
        j = i - 2
        while j >= 0 and doc[j].pos_ == "ADV":
            j -= 1
        return j < 0 or doc[i].text != "," or (doc[j].pos_ != "AUX" and j not in at)

    def is_finite(self, doc: Doc, i: int, at: dict[int, Span]) -> bool:
        """Whether a form in -ed is a verb with a subject before it ("metformin inhibited METTL3"), no modifier."""
        token = doc[i]
        if not token.lower_.endswith("ed") or (token.dep_ == "amod" and token.tag_ == "JJ"):
            return False
        if token.tag_ == "VBD" and token.dep_ in ("ROOT", "conj", "ccomp", "advcl", "relcl"):
            return True
        j = i - 1
        while j >= 0 and doc[j].pos_ == "ADV":
            j -= 1
        if j < 0 or doc[j + 1].is_sent_start:
            return False
        if is_dash(doc[j].text):
            return False
        return (
            j in at
            or doc[j].pos_ in ("NOUN", "PROPN", "PRON")
            or doc[j].text == ")"
            or (doc[j].lower_ in ("which", "that", "who") and doc[j].dep_ != "mark")
        )

    def of_carriers(self, doc: Doc, i: int, at: dict[int, Span]) -> bool:
        """Tell whether a participle says what is wrong with a gene in the cells or disease behind it."""
        if doc[i].lower_ not in LESIONS or i + 1 >= len(doc):
            return False
        other = at.get(i + 1)
        disease = other is not None and other.label_ in ("DISEASE", "CELL_LINE")
        return disease or doc[i + 1].lower_.removesuffix("s") in CARRIERS

    def behind(self, doc: Doc, ent: Span, at: dict[int, Span]) -> tuple[list[Cue], int, bool]:
        """Return the cues among the nouns and suffixes behind an entity.

        Returns
        -------
        tuple
            The cues; the last token of the noun phrase; whether an inhibitor found there is a drug that is named
            ("MEK inhibitor trametinib"), which leaves the entity without a state.
        """
        seen = Behind(ent.end - 1)
        if ent.label_ == "DRUG_RESPONSE" and re.search(r"-(?:mediated|induced)", ent.text):
            return [], seen.last, False  # "sensitive to D-mediated growth inhibition"
        i = skip_bracket(doc, ent.end) + opposed(doc, ent)
        while not seen.ended and i < len(doc) and i - ent.end < 14 and not doc[i].is_sent_start:
            if i in at:
                seen.named = bool(seen.cues) and is_drug_name(at[i]) and doc[seen.cues[-1][0]].lower_ in AGENTS
                break
            taken = (
                self.by_hyphen(doc, i, seen)
                or self.by_noun(doc, i, ent, at, seen)
                or self.by_stage(doc, i, seen)
                or self.by_carrier(doc, i, at, seen)
            )
            seen.ended |= not taken
            i += 1
        if not seen.named and seen.cues and doc[seen.cues[-1][0]].lower_ in AGENTS:
            seen.named = self.apposed_drug(doc, ent, at)
        return seen.cues, seen.last, seen.named

    def by_hyphen(self, doc: Doc, i: int, seen: Behind) -> bool:
        """Take a hyphen, a word behind one, or signs: "-/-", "-deficient"; tell whether it was one."""
        token, word = doc[i], doc[i].lower_
        following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if is_dash(token.text) or (token.text == "/" and following in self.nouns):
            seen.dashed = True
        elif word == "knock" and following in ("down", "out"):
            seen.add(i, "down", last=i + 1, ends=True)
        elif seen.dashed and word in ("specific", "directed") and word not in self.nouns:
            seen.dashed = False
        elif seen.dashed:
            state = self.suffixes.get(word) or self.nouns.get(word)
            seen.ended = state is None
            if state is not None:
                seen.add(i, state, last=i, ends=word in self.suffixes and word not in self.nouns)
            seen.dashed = False
        elif re.fullmatch(r"\(?[-−–]/[-−–]\)?", token.text):
            seen.add(i, "down", last=i, ends=True)
        else:
            return False
        return True

    def by_noun(self, doc: Doc, i: int, ent: Span, at: dict[int, Span], seen: Behind) -> bool:
        """Take a noun that says what was done to the entity, or that says nothing; tell whether it was one."""
        token, word = doc[i], doc[i].lower_
        verb = token.tag_ in ("VBZ", "VBP", "VBD") and word not in ("mimic", "mimics")
        if word in BLOCKING and "anti" in words_before(doc, ent):
            seen.last = i  # "anti-X blocking antibodies" says it once
        elif word in self.nouns and not verb and not (word in LIKE_VERBS and token.pos_ == "VERB"):
            seen.add(i, self.nouns[word], last=i)
            if word in AGENTS and i + 2 < len(doc) and doc[i + 1].text == "(" and (i + 2) in at:
                seen.named, seen.ended = is_drug_name(at[i + 2]), True
        elif word in ANTIBODIES and not seen.cues:
            before = words_before(doc, ent)
            if "anti" not in before:
                seen.add(i, "up" if before & AGONISTIC else "down")
            seen.last = i
        elif word in self.neutral and token.pos_ not in ("VERB", "AUX"):
            seen.last = i
        else:
            return False
        return True

    def by_stage(self, doc: Doc, i: int, seen: Behind) -> bool:
        """Take a word that only leads on to what was done: "X exon 11 mutations"; tell whether it was one."""
        word, following = doc[i].lower_, doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if word in ("ectopic", "enforced", "forced", "exogenous"):
            seen.add(i, "up")
            return True
        if word in LOCI or (doc[i].like_num and doc[i - 1].lower_ in LOCI):
            return True
        if word in MUTATING and self.nouns.get(following) == "altered":
            seen.add(i, MUTATING[word])
            return True
        return False

    def by_carrier(self, doc: Doc, i: int, at: dict[int, Span], seen: Behind) -> bool:
        """Take what says how much X there is in something, or a means against X; tell whether it was one."""
        token, word = doc[i], doc[i].lower_
        noun_follows = i + 1 < len(doc) and doc[i + 1].pos_ == "NOUN"
        if (word in SHARES and noun_follows) or self.of_carriers(doc, i, at):  # "FGFR1 amplified tumours"
            seen.add(i, self.suffixes[word], last=i, ends=True)
        elif word in PASSED and token.tag_ not in ("VBZ", "VBD"):
            if word in BLOCKING and doc[min(i + 1, len(doc) - 1)].lower_.startswith("antibod"):
                seen.add(i, "down")
        elif word in OLIGOS and doc[i - 1].lower_ in SILENCING:
            seen.add(i, "down", last=i, ends=True)
        else:
            return False
        return True

    def apposed_drug(self, doc: Doc, ent: Span, at: dict[int, Span]) -> bool:
        """Whether "trametinib, a (potent) ..." stands before an inhibited entity."""
        i = ent.start - 1
        for _ in range(5):
            if i < 2 or i in at or (doc[i].pos_ not in ("ADJ", "NOUN", "PROPN") and not is_dash(doc[i].text)):
                break
            i -= 1
        if i < 2 or doc[i].lower_ not in ("a", "an", "the", "another"):
            return False
        return doc[i - 1].text in (",", "(") and (i - 2) in at and at[i - 2].label_ == "CHEMICAL"

    def is_agent(self, doc: Doc, ent: Span) -> bool:
        """Whether an entity brings about what stands behind it: of "loss of X-induced growth" X is not lost."""
        i = ent.end
        if i + 1 < len(doc) and doc[i].dep_ == "amod" and doc[i].tag_ in ("VBN", "JJ") and doc[i].head.i > i:
            return doc[i].lower_ in self.participles  # "reduced X mediated growth"
        return i + 1 < len(doc) and is_dash(doc[i].text) and doc[i + 1].lower_ in self.participles

    def is_title(self, doc: Doc, ent: Span, at: dict[int, Span]) -> bool:
        """Whether an entity only says what the one behind it is: "the ABCG2 repressor KLF9", "EMT-inducing factor"."""
        i = skip_bracket(doc, ent.end)
        while i < len(doc) and i - ent.end < 8 and i not in at and not doc[i].is_sent_start:
            if not (is_dash(doc[i].text) or doc[i].pos_ in ("NOUN", "PROPN", "ADJ") or is_dash(doc[i - 1].text)):
                return False
            i += 1
        return i > ent.end and i < len(doc) and i in at and doc[i - 1].lower_ in self.titles

    def title_start(self, doc: Doc, ent: Span, at: dict[int, Span]) -> int:
        """Return where the title of an entity starts, the entity itself where it has none."""
        i = ent.start - 1
        if i < 0 or i in at or doc[i].lower_ not in self.titles:
            return ent.start
        start = i
        while i >= 0 and ent.start - i < 9 and doc[i].sent.start <= i:
            if not (
                i in at or is_dash(doc[i].text) or doc[i].pos_ in ("NOUN", "PROPN", "ADJ") or is_dash(doc[i - 1].text)
            ):
                break
            if doc[i].lower_ in self.nouns and doc[i].lower_ not in self.titles:
                break
            start = i
            i -= 1
        return start

    @staticmethod
    def by_antibody(doc: Doc, word: str, ent: Span) -> str | None:
        """Return the state of a receptor that antibodies stimulate: "antibodies to CD3"."""
        return "up" if word in ANTIBODIES and stimulated(doc, ent) else None

    def linear_of(self, doc: Doc, ent: Span, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield the cue of "CUE of (the) X" by order of words alone, against errors of the parse."""
        i = self.title_start(doc, ent, at) - 1
        if i >= 2 and doc[i].lower_ in self.participles and is_dash(doc[i - 1].text) and (i - 2) in at:
            i = at[i - 2].start - 1  # "loss of X-induced Y activation"
        while i >= 1 and (
            doc[i].pos_ == "DET"
            or doc[i].lower_ in DESCRIPTORS
            or (i in at and at[i].label_ == "PROCESS" and at[i].end < ent.start)
        ):
            i -= 1
        preposition = doc[i].lower_ if i >= 1 else ""
        if preposition not in self.prepositions or i in at or i - 1 in at:
            return
        noun = doc[i - 1]
        word = noun.lower_
        taking = i > 1 and doc[i - 2].lower_ in ("depleting", "depriving", "starving") and word not in DOINGS
        if preposition == "of" and taking:
            yield i - 2, "down"
        if (
            word in self.nouns
            and (preposition == "of" or word in self.prepositions[preposition])
            and noun.pos_ not in ("VERB", "AUX")
        ):
            yield noun.i, self.by_antibody(doc, word, ent) or self.nouns[word]
            yield from self.before(doc, noun.i, at, ent)
        elif preposition in ("against", "targeting") and word in self.prepositions[preposition]:
            yield noun.i, self.by_antibody(doc, word, ent) or "down"
        elif word in self.neutral and preposition == "of":
            yield from self.before(doc, noun.i, at, ent)
            if i > 3 and doc[i - 2].lower_ == "of" and doc[i - 3].lower_ in self.nouns:
                yield i - 3, self.nouns[doc[i - 3].lower_]

    def predicated(self, doc: Doc, ent: Span, last: int, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield what a plain predicate says, by order of words: "X was significantly upregulated", "X rose"."""
        if ent.label_ == "CHEMICAL":
            return
        i = skip_bracket(doc, last + 1)
        passive = False
        if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ in ("when", "once", "if"):
            i, passive = i + 2, True
        for _ in range(6):
            if i >= len(doc) or i in at or doc[i].is_sent_start:
                return
            token, word = doc[i], doc[i].lower_
            if base(token) in self.verbs and word.endswith(("ed", "en", "lost")) and passive:
                if word != "induced" or ent.label_ in ("GENE", "NCRNA"):
                    yield i, self.verbs[base(token)]
                return
            if word in RAISED and not passive:
                yield from raised(doc, i)
                return
            if word in ("is", "are", "was", "were", "been", "be", "found", "shown", "to", "being", "observed"):
                passive = True
            elif token.pos_ not in ("ADV", "AUX"):
                return
            i += 1

    def linear_gerund(self, doc: Doc, ent: Span, at: dict[int, Span]) -> Iterator[Cue]:
        """Yield the gerund right before a name at the start of a clause: "Silencing X lowered Y"."""
        i = before_organism(doc, self.title_start(doc, ent, at)) - 1
        while i > 0 and doc[i].lower_ in ("the", "of"):
            i -= 1
        if i > 0 and doc[i].lower_ in ("out", "down"):
            i -= 1
        if i < 0 or i in at or not doc[i].lower_.endswith("ing"):
            return
        state = self.verbs.get(gerund_base(doc[i].lower_))
        first = i
        while first > 0 and not doc[first].is_sent_start and doc[first - 1].lower_ in BEFORE_GERUNDS:
            first -= 1
        if state and (first == 0 or doc[first].is_sent_start or doc[first - 1].lower_ in OPENERS):
            yield i, state


def before_organism(doc: Doc, start: int) -> int:
    """Return where "C. albicans" starts that stands before token ``start``, that token where none does."""
    genus = start - (3 if start > 2 and doc[start - 2].text == "." else 2)
    named = genus >= 0 and re.fullmatch(r"[A-Z][a-z]?\. ?[a-z]{4,}", doc[genus:start].text)
    return genus if named else start


def opposed(doc: Doc, ent: Span) -> bool:
    """Whether a comma closes what is set against the name before it: "X, but not Y, knockdown"."""
    closed = ent.end < len(doc) and doc[ent.end].text == ","
    return closed and ent.start > 1 and [t.lower_ for t in doc[ent.start - 2 : ent.start]] == ["but", "not"]


def raised(doc: Doc, i: int) -> Iterator[Cue]:
    """Yield a verb like "rose" at token ``i`` if nothing that it could take stands behind it."""
    following = doc[i + 1] if i + 1 < len(doc) else None
    if following is None or following.is_punct or following.pos_ in ("ADP", "ADV", "CCONJ", "SCONJ"):
        yield i, RAISED[doc[i].lower_]


def is_part_of_kind(doc: Doc, i: int, start: int, ent: Span) -> bool:
    """Whether a word only says of which kind an entity is: "low-grade", "the delayed rectifier X"."""
    word = doc[i].lower_
    if i + 2 < start and is_dash(doc[i + 1].text) and not doc[i].whitespace_:
        return True
    if word == "ectopic" and ent.label_ == "PROCESS":
        return True  # "ectopic lipid accumulation": where it is
    return not KINDS.isdisjoint({f"{word} {doc[i + 1].lower_}", f"{word} {ent[-1].lower_}"})


def words_before(doc: Doc, ent: Span) -> set[str]:
    """Return the three words before an entity."""
    return {token.lower_ for token in doc[max(0, ent.start - 3) : ent.start]}


def is_drug_name(mention: Span) -> bool:
    """Whether a mention names a drug, not a class of them."""
    return mention.label_ == "CHEMICAL" and not re.search(r"is?$", mention.text)


def stimulated(doc: Doc, ent: Span) -> bool:
    """Whether antibodies against a receptor stand for its ligand, as "anti-CD3" does, unless they block it."""
    behind = {token.lower_ for token in doc[ent.end : ent.end + 3]}
    return ent.text.lower() in STIMULATED and not behind & BLOCKING


def immune(doc: Doc, ent: Span) -> bool:
    """Whether what is against an entity is an answer of the body, not a drug: "anti-X T cells", "anti-X titers"."""
    return any(token.ent_type_ == "CELL_TYPE" or token.lower_ in IMMUNE for token in doc[ent.end : ent.end + 2])


def dominant(doc: Doc, i: int) -> bool:
    """Whether "dominant" stands before the "negative" at ``i``."""
    return any(doc[j].lower_ == "dominant" for j in range(max(0, i - 2), i))
