"""From an annotated sentence to its relations: triggers, frames, arguments, polarity, sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from extract.relations import associations, chains, conditions, context, findings, licences, named, via
from extract.relations.confidence import confidence
from extract.relations.find import choice, surface
from extract.relations.find.arguments import Argument, Arguments
from extract.relations.find.frames import Filler, RoleReader
from extract.relations.find.polarity import PolarityReader
from extract.relations.find.sign import CAUSAL, Composer
from extract.relations.find.triggers import TriggerIndex, TriggerMatch
from extract.relations.records import SYMMETRIC, Factor, Relation, same_thing
from extract.relations.rereading import Rereader
from extract.relations.rules.model import RuleSet
from extract.relations.tree.graph import SentenceGraph

_OF_OTHERS = frozenset({"gerund", "adverbial", "participle", "control", "noun-means", "noun-means-of-object"})
_MOLECULES = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY"})
_BRINGING = frozenset({"promote", "activate", "increase"})  # "induces the cleavage of X" cleaves X


@dataclass(frozen=True, slots=True)
class Draft:
    """A relation on the way: what it was read from, beside what it says."""

    relation: Relation
    match: TriggerMatch
    subject: Argument
    object: Argument
    subject_filler: Filler
    object_filler: Filler


class Reading:
    """All readers of one sentence."""

    def __init__(self, sent: Span, mentions: Iterable[Span], rules: RuleSet, index: TriggerIndex):
        self.rules = rules
        self.graph = SentenceGraph(sent, mentions, rules.words)
        self.matches = index.find(self.graph)
        self.graph.mend_nouns(match.head for match in self.matches if match.kind == "s")
        self.graph.mend_past(match.head for match in self.matches if match.kind == "past")
        self.graph.mend_gerunds(match.head for match in self.matches if match.kind == "ing")
        self.refused: set[int] = set()  # heads of triggers with a claim that the words in between unsay
        self.by_head: dict[int, TriggerMatch] = {}
        for match in self.matches:
            self.by_head.setdefault(match.head, match)
        self.roles = RoleReader(self.graph, rules, self.by_head)
        self.arguments = Arguments(self.graph, rules, self.by_head)
        self.polarity = PolarityReader(self.graph, rules)
        self.rereader = Rereader(self.graph, rules, self.by_head)
        self.composer = Composer(self.graph, rules, self.by_head)

    def draft(
        self,
        match: TriggerMatch,
        cls: str,
        subject: Argument,
        object: Argument,
        subject_filler: Filler,
        object_filler: Filler,
    ) -> Draft | None:
        """Compose one claim; None where the types do not allow it."""
        if match.trigger.inverse:
            subject, object = object, subject
            subject_filler, object_filler = object_filler, subject_filler
        shown = {"noun-light-verb", "noun-object-at-verb", "noun-object-at-passive"} & {
            *subject_filler.frames,
            *object_filler.frames,
        }
        if shown and licences.is_carrier(subject.mention):
            return None  # "R cells showed increased production of X": an association
        licensed = subject.mention.label_ in match.trigger.subject_types
        if cls in CAUSAL and licences.is_carrier(subject.mention) and not licensed:
            own = not _OF_OTHERS & set(subject_filler.frames)
            if own and cls in {"increase", "decrease", "activate"} and object.mention.label_ in _MOLECULES:
                return associations.changed(self, match, object, subject, object_filler, subject_filler)
            return None
        if cls in CAUSAL and match.trigger.inverse and licences.is_cells(object.mention):
            return None  # "R cells depend on X": X does not promote the cells' resistance
        lacking = [node for node in subject.path if self.graph.lemma(node) in self.rules.words["negative_nouns"]]
        if any(self.graph.kids(node, "acl") for node in lacking):
            self.refused.add(match.head)
            return None  # "failure of A to block B results in R": A does not
        if match.head != subject.mention.root.i and self.arguments.is_predicate(subject.mention.root.i):
            return None  # "sensitized cells to D" is what something did
        if same_thing(subject.mention, object.mention) or not licences.allowed(
            cls, match.trigger, subject, object, object_filler.frames
        ):
            return None
        reread = self.rereader.reread(match, self._inner_class(cls, object), subject, object)
        if reread is None:
            self.refused.add(match.head)
            return None
        cls = "associate" if self._to_be_targeted(match, subject) else reread
        if "rescue" in {self.graph.lemma(i) for i in match.tokens} and self._of_an_effect(object, object_filler):
            cls = "regulate"
        if (
            match.form == "agent"
            and cls == "target"
            and self._marked(match, {"inhibitory", "repressive", "suppressive"})
        ):
            cls = "inhibit"
        if cls == "inhibit" and match.form in {"agent", "prefix"} and self._switches_on(match, object):
            cls = "activate"
        polarity = self.polarity.read(match, subject.path, object.path)
        denied = [i for i in (subject.negator, object.negator) if i is not None]
        if subject.affirmed or object.affirmed:
            polarity = replace(polarity, negators=())
        elif denied:
            polarity = replace(polarity, negators=tuple(sorted({*polarity.negators, *denied})))
        response = match.trigger.name == "role" and object.mention[0].lower_ in {"response", "responses"}
        if match.form == "noun" and cls == "promote" and (response or self._aimed_at(polarity.hedges)):
            cls = "regulate"  # "to assess the role of A in B", "a role in the response to D": which way is not said
        composed = self.composer.compose(match, cls, subject, object)
        trace = composed.trace
        trace += tuple(Factor(i, "negation", 1) for i in polarity.negators)
        trace += tuple(Factor(i, "certainty", 1) for i in polarity.hedges)
        frames = [name for filler in (subject_filler, object_filler) for name in filler.frames[:2]]
        relation = Relation(
            subject=subject.mention,
            predicate=composed.predicate,
            object=object.mention,
            subject_state=composed.subject_state,
            object_state=composed.object_state,
            sign=composed.sign,
            negated=bool(polarity.negators),
            certainty="hedged" if polarity.hedges else "asserted",
            sent=self.graph.sent,
            trigger=match.tokens,
            rule=f"{'+'.join(dict.fromkeys(frames))}:{match.trigger.name}",
            trace=trace,
            features=_features(match, subject, object, subject_filler, object_filler),
        )
        return Draft(relation, match, subject, object, subject_filler, object_filler)

    def _marked(self, match: TriggerMatch, words: set[str]) -> bool:
        return any(self.graph.lower(kid) in words for kid in self.graph.kids(match.head, "amod"))

    def _switches_on(self, match: TriggerMatch, object: Argument) -> bool:
        """Tell whether an antibody is one that activates its target: "an agonistic anti-X antibody"."""
        if match.trigger.subject_types != ("CHEMICAL",):
            return False
        graph, span = self.graph, object.mention
        near = range(max(graph.sent.start, span.start - 4), min(span.end + 3, graph.sent.end))
        return any(graph.lower(i) in self.rules.words["agonistic"] for i in near)

    def _aimed_at(self, hedges: tuple[int, ...]) -> bool:
        aims = self.rules.words["aim_verbs"] | self.rules.words["aim_nouns"]
        return any(self.graph.lemma(token) in aims for token in hedges)

    def _of_an_effect(self, object: Argument, filler: Filler) -> bool:
        """Tell whether an effect is rescued, which does not say whether the thing itself rises or falls."""
        directed = [self.by_head[node].trigger.cls for node in object.path if node in self.by_head]
        if "inhibit" in directed:  # "rescued the inhibitory effect of A on B": B rises again
            return False
        lemmas = {self.graph.lemma(node) for node in object.path}
        whole_clause = "which" in lemmas or "relative-clause" in filler.frames
        return whole_clause or bool(lemmas & {"effect", "phenotype", "change"})

    def _to_be_targeted(self, match: TriggerMatch, subject: Argument) -> bool:
        """Tell whether not the subject but hitting it has the effect: "X is a target to overcome R"."""
        graph = self.graph
        if match.form != "verb" or subject.mention.label_ == "CHEMICAL" or subject.mention._.state != "none":
            return False
        node, dep = graph.head(match.head), graph.dep(match.head)
        if dep == "pcomp":
            node, dep = graph.head(node), graph.dep(node)
        if dep not in {"acl", "advcl", "xcomp", "prep"}:
            return False
        roles = [node, *graph.kids(node, "attr", "dobj", "oprd")]
        roles += [link.target for link in graph.preps if link.governor == node and link.name == "as"]
        targets = [noun for noun in roles if graph.lemma(noun) == "target" and graph.doc[noun].tag_ == "NN"]
        return any(graph.mention(noun) is None and noun < match.head for noun in targets)

    def _inner_class(self, cls: str, object: Argument) -> str:
        """Return the class of the noun that a verb of bringing about takes: "mediates regulation of X" regulates."""
        inner = self.by_head.get(object.path[0]) if len(object.path) > 1 and cls in _BRINGING else None
        if inner is not None and cls == "increase" and inner.trigger.cls != "modify":
            return cls
        if inner is None or inner.form != "noun" or inner.trigger.cls not in {"regulate", "modify", "bind", "sponge"}:
            return cls
        if "of" in inner.trigger.noun_object_prep and not inner.trigger.inverse:
            return inner.trigger.cls
        return cls


def find_relations(doc: Doc, rules: RuleSet, index: TriggerIndex) -> list[Relation]:
    """Return the relations of a Doc, sentence by sentence."""
    mentions: dict[int, list[Span]] = {}
    sentences = list(doc.sents)
    starts = [sent.start for sent in sentences]
    position = 0
    for ent in doc.ents:
        while position + 1 < len(starts) and ent.start >= starts[position + 1]:
            position += 1
        if ent.end <= sentences[position].end:  # a parser may end a sentence inside a name: that name has no tree
            mentions.setdefault(position, []).append(ent)
    found: list[Relation] = []
    for position, inside in mentions.items():
        sent = sentences[position]
        if len(inside) > 1:
            found += read_sentence(sent, inside, rules, index)
    return found


def read_sentence(sent: Span, mentions: list[Span], rules: RuleSet, index: TriggerIndex) -> list[Relation]:
    """Return the relations between the mentions of one sentence."""
    reading = Reading(sent, mentions, rules, index)
    drafts: list[Draft] = []
    for match in reading.matches:
        drafts += _drafts(reading, match)
    drafts += surface.find(reading, drafts)
    drafts += associations.find(reading, drafts)
    drafts += findings.find(reading, drafts)
    drafts += conditions.find(reading, drafts)
    drafts = named.settle(reading, chains.find(reading, drafts))
    drafts = via.link(reading, _unique(drafts))
    found = [_with_crowd(context.attach(reading, draft), len(mentions)) for draft in drafts]
    return [replace(relation, confidence=confidence(relation)) for relation in found]


def _with_crowd(relation: Relation, mentions: int) -> Relation:
    return replace(relation, features=(*relation.features, ("mentions", float(mentions))))


def _drafts(reading: Reading, match: TriggerMatch) -> list[Draft]:
    if choice.background(reading, match):
        return []
    exclude = frozenset(match.tokens)
    objects, object_filler = choice.fill(reading, match, "object", exclude, frozenset())
    modified = choice.modified(reading, match, objects) if "prenominal-participle" in object_filler.frames else []
    if modified:
        match, objects = replace(match, trigger=match.trigger.model_copy(update={"cls": "modify"})), modified
    kind = choice.effect_of_a_kind(reading, match)
    if kind:
        objects, object_filler = kind, Filler(match.head, (), ("noun-compound",))
    elif match.form == "noun":
        objects = choice.without_owner(reading, match, objects)
    taken = frozenset(a.mention.start for a in objects)
    subjects, subject_filler = choice.fill(reading, match, "subject", exclude, taken)
    cls = match.trigger.cls
    if cls in choice.RECIPROCAL:
        subjects, objects, subject_filler, object_filler = choice.pair_up(
            reading, match, subjects, objects, subject_filler, object_filler
        )
    if not subjects or not objects:
        return []
    drafts = []
    if cls == "associate" and "idiom-object" in object_filler.frames:
        cls = choice.involved_in(reading, match, objects) or cls
    if choice.effect_of_a_kind(reading, match):
        cls = "promote"
    for subject, object in choice.combinations(reading, match, subjects, objects):
        if object.anaphor and not match.trigger.inverse and same_thing(subject.mention, object.mention):
            object = reading.arguments.other_antecedent(object, subject.mention) or object
        draft = reading.draft(match, cls, subject, object, subject_filler, object_filler)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _unique(drafts: list[Draft]) -> list[Draft]:
    """Drop repeats: same arguments, predicate, states and negation; a stated predicate beats an association."""
    kept: dict[tuple, Draft] = {}
    for draft in drafts:
        r = draft.relation
        ends = [(_name(r.subject), r.subject_state), (_name(r.object), r.object_state)]
        if r.predicate in SYMMETRIC:
            ends.sort()
        key = (*ends, r.predicate, r.negated)
        known = kept.get(key)
        if known is None or _cost(draft) < _cost(known):
            kept[key] = draft if known is None else replace(draft, relation=draft.relation)
    return list(kept.values())


def _cost(draft: Draft) -> float:
    return dict(draft.relation.features).get("distance", 0.0)


def _name(mention: Span) -> tuple[str, str]:
    return mention.label_, str(mention._.norm or mention.text.lower())


def _features(
    match: TriggerMatch, subject: Argument, object: Argument, subject_filler: Filler, object_filler: Filler
) -> tuple[tuple[str, float], ...]:
    return (
        ("distance", subject.distance + object.distance),
        ("climbed", float(len(subject_filler.climbed) + len(object_filler.climbed))),
        ("frame", subject_filler.weight * object_filler.weight),
        ("trigger", match.weight),
        ("anaphor", float(subject.anaphor or object.anaphor)),
        ("tokens", float(abs(subject.mention.start - object.mention.start))),
    )
