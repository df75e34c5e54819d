"""From a trigger and its two arguments to a predicate, states and a traced sign."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import prod

from spacy.tokens import Span

from extract.language.candidates import is_dash
from extract.language.extensions import cues_of, direction_of, state_of
from extract.relations.records import CLASS_SIGN, PREDICATE_SIGN, Argument, Factor, TriggerMatch, ends_in, net_sign
from extract.relations.rules.model import CAUSAL
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import SentenceGraph
from extract.schema import Predicate, Sign, State

Cues = list[tuple[int, State]]  # tokens and the states that they put something in

_PARTICIPLES = frozenset({"VBN", "VBD", "VBG"})
_MOVED = frozenset({"up", "down"})
_PARTICLES = frozenset({"down", "off", "out", "on", "up"})  # "knocking out A", "switching off A"
_AMOUNTS = frozenset({"GENE", "NCRNA", "CHEMICAL"})
NEGATED: dict[Sign, Sign] = {1: -1, -1: 1, 0: 0}
_FIXED: dict[str, Predicate] = {
    "regulate": "regulates",
    "bind": "binds",
    "target": "targets",
    "sponge": "sponges",
    "modify": "modifies",
    "combine": "combines_with",
    "treat": "treats",
    "associate": "associated_with",
}


@dataclass(frozen=True, slots=True)
class Composed:
    """Predicate, states, sign and the tokens that made them."""

    predicate: Predicate
    subject_state: State
    object_state: State
    sign: Sign
    trace: tuple[Factor, ...]


class Composer:
    """Composes claims in one sentence."""

    def __init__(self, graph: SentenceGraph, rules: RuleSet, matches: dict[int, TriggerMatch]):
        self.graph, self.words, self._matches = graph, rules.words, matches

    def compose(
        self, match: TriggerMatch, cls: str, subject: Argument, object: Argument, *, defining: bool = False
    ) -> Composed:
        """Return the claim that a trigger of class `cls` makes of its arguments.

        A `defining` one says what the subject is, not what it does in a state that the sentence puts it into.
        """
        subject_state, subject_cues = self._subject_state(subject, match)
        if defining and subject_state != "altered":
            subject_state, subject_cues = "none", []
        object_state, object_cues = self._state(object, match)
        if cls == "associate":
            object_state, object_cues = self._subject_state(object, match)
            inverse = self._inverse(match)
            if inverse is not None and subject_state in _MOVED and object_state not in _MOVED:
                object_state, object_cues = "down", [*object_cues, (inverse, "down")]
            elif inverse is not None and subject_state == object_state == "down":  # "loss of A, inversely, with less B"
                object_state, object_cues = "up", [*object_cues, (inverse, "down")]
            elif inverse is not None and object_state in _MOVED and subject_state not in _MOVED:
                subject_state, subject_cues = "down", [*subject_cues, (inverse, "down")]
        trace = [Factor(i, "subject_state", sign) for i, sign in _signed(subject_cues)]
        if cls in CAUSAL:
            effects = self._effects(object, match, object_cues)
            own = self._own_participle(object, match)
            if own is not None:  # "inhibited A and increased B": B has a verb of its own
                cls, effects = "increase" if own[1] == "up" else "decrease", {}
                trace.append(Factor(own[0], "object_state", 1 if own[1] == "up" else -1))
            trace += [Factor(i, "object_state", s) for i, s in effects.items()]
            predicate, object_state = self._causal(cls, object, effects, match)
        else:
            predicate = _FIXED[cls]
            if cls in {"associate", "combine", "treat"}:
                trace += [Factor(i, "object_state", sign) for i, sign in _signed(object_cues)]
            elif object_state != "altered":
                object_state = "none"
        return self._finish(match, predicate, (subject.mention, subject_state, object.mention, object_state), trace)

    def _inverse(self, match: TriggerMatch) -> int | None:
        """Return the word that makes an association one of more of the one with less of the other."""
        near = {*match.tokens, *self.graph.kids(match.head, "advmod", "amod")}
        return next((i for i in sorted(near) if self.graph.lower(i) in self.words["inverse"]), None)

    def _finish(
        self, match: TriggerMatch, predicate: Predicate, ends: tuple[Span, State, Span, State], trace: list[Factor]
    ) -> Composed:
        subject, subject_state, object, object_state = ends
        own = PREDICATE_SIGN[predicate]
        flipped = prod(f.factor for f in trace if f.role == "object_state")
        word_sign: Sign = own if flipped > 0 or own == 0 else NEGATED[own]
        word_sign = word_sign if match.trigger.cls in CLASS_SIGN else own
        trace = [Factor(match.head, "predicate", word_sign), *trace]
        for mention in (subject, object):
            if mention.label_ == "DRUG_RESPONSE" and direction_of(mention) == "sensitivity":
                trace.append(Factor(mention.root.i, "response", -1))
        sign = net_sign(predicate, subject, subject_state, object, object_state)
        return Composed(predicate, subject_state, object_state, sign, tuple(trace))

    def _state(self, argument: Argument, match: TriggerMatch) -> tuple[State, Cues]:
        mention = argument.mention
        all_cues = cues_of(mention)
        both_blocked = match.trigger.cls == "combine" and state_of(mention) == "down"  # "dual inhibition of A and B"
        if match.trigger.cls == "associate" or both_blocked:  # "was upregulated in": the change is the state
            return state_of(mention), list(all_cues)
        cues = [(i, s) for i, s in all_cues if i not in match.tokens]
        if len(cues) == len(all_cues):
            return state_of(mention), cues
        return combine_cues(cues), cues

    def _own_participle(self, object: Argument, match: TriggerMatch) -> tuple[int, State] | None:
        """Return the participle after "and" that stands before a later object of a verb."""
        graph = self.graph
        if match.form != "verb" or CLASS_SIGN.get(match.trigger.cls) != -1:
            return None
        first = object.shared or object.mention
        for index, state in cues_of(first):
            near = first.start - 3 <= index < first.start
            if not near or index - 1 <= match.head or self.graph.tag(index) not in _PARTICIPLES or state == "altered":
                continue
            between = [m for m in graph.mentions if match.head < m.start and m.end <= index]
            if between and self.graph.lower(index - 1) in {"and", "but", ",", ";"}:
                return index, state
        return None

    def _subject_state(self, argument: Argument, match: TriggerMatch) -> tuple[State, Cues]:
        """Return the state of a subject: its own, or that which the words on the path to it give ("blocking X")."""
        outer = self._outer(argument, match)
        _, cues = self._state(argument, match)
        aside = set(self.graph.kids(self.graph.node(argument.mention.root.i), "relcl")) - {match.head}
        cues = [] if argument.anaphor else [(i, s) for i, s in cues if i not in outer | aside]
        known = {i for i, _ in cues}
        cues = self._respective(argument, match, cues)
        opener = self._opening_gerund(argument)
        if opener is not None and opener not in known:
            sign = self._effect_sign(opener)
            if sign:
                cues.append((opener, "up" if sign > 0 else "down"))
                known.add(opener)
        for node in argument.path:
            if node in known or node in match.tokens or self.graph.mention(node) is not None:
                continue
            lost = {
                argument.mention.start
                for i, state in cues
                if (state == "down" or argument.negator is not None) and i == argument.mention.end
            }
            if self._of_another(node, known | lost, argument.mention):
                continue  # "loss of A and B knockdown"
            if self._is_kind_of_next(node, argument):
                continue  # "defects such as loss of A": one loss
            made = state_of(argument.mention) == "altered" and self.graph.lemma(node) in self.words["making"]
            if made or self._by_means_of(argument, node):
                continue
            if argument.anaphor and self.graph.lemma(node) in self.words["reversal_nouns"]:
                continue  # "the reversal of these phenotypes": which way they had changed stands elsewhere
            sign = -1 if self._against_variant(argument.mention, node) else self._effect_sign(node)
            if sign and not any(kid in known for kid in self.graph.kids(node, "prep")):
                cues.append((node, "up" if sign > 0 else "down"))
        return combine_cues(cues), cues

    def _is_kind_of_next(self, node: int, argument: Argument) -> bool:
        """Tell whether a noun on the way only says of which kind the next one is: "defects such as loss of A"."""
        names = self.words["instance_openers"]
        links = (link for link in self.graph.preps if link.governor == node and link.target in argument.path)
        return any(link.name in names or self.graph.lower(link.token - 1) == "such" for link in links)

    def _against_variant(self, mention: Span, node: int) -> bool:
        """Tell whether a variant, whose mention has no state, is blocked: "KRAS G12C inhibitors"."""
        inner = self._matches.get(node)
        behind = mention.label_ == "VARIANT" and node == mention.end
        return behind and inner is not None and inner.form == "agent" and inner.trigger.cls == "inhibit"

    def _outer(self, argument: Argument, match: TriggerMatch) -> set[int]:
        """Return the words above a trigger, which say nothing of the state of its subject."""
        finite = match.kind == "past" and argument.mention.end == match.head  # "loss of X promoted B": "X-promoted"
        if finite or argument.distance >= 1.0:  # found on the surface, where the tree cannot be trusted
            return set()
        outer = {
            node
            for node in self.graph.ancestors(match.head)
            if node not in argument.path and not self._left_changed(node, argument, match)
        }
        if match.form == "noun":  # "D inhibition of X was lower": not D
            outer |= {kid for node in outer for kid in self.graph.kids(node, "acomp", "attr", "oprd")}
        return outer

    def _respective(self, argument: Argument, match: TriggerMatch, cues: Cues) -> Cues:
        """Give the first verb the first state of "gain and loss of X raised and lowered Y, respectively"."""
        graph = self.graph
        seconds = [
            i
            for i, _ in cues
            if i < argument.mention.start and self.graph.lower(i - 1) in {"and", "or"} and i - 2 in self._matches
        ]
        if not seconds or "respectively" not in map(graph.lower, range(match.head, graph.sent.end)):
            return cues
        leads = any(kid in self._matches for kid in graph.kids(match.head, "conj"))
        first = seconds[0] - 2
        sign = self._effect_sign(first)
        if not leads or not sign:
            return cues
        return [(first, "up" if sign > 0 else "down") if i == seconds[0] else (i, s) for i, s in cues]

    def _of_another(self, node: int, cues: Collection[int], mention: Span) -> bool:
        """Tell whether a word of effect is said of an earlier conjunct: "a decrease in A and raised levels of B"."""
        own = [i for i in cues if node < i <= mention.start]
        return any(self.graph.lower(k) in {"and", "or", "but"} for i in own for k in range(node + 1, i))

    def _by_means_of(self, argument: Argument, effect: int) -> bool:
        """Tell whether an argument is what an effect is had with: "inhibition of it with X siRNA" is none of X."""
        behind = {*argument.path, argument.mention.root.i}
        return not behind.isdisjoint(self.graph.brought(effect, "with"))

    def _left_changed(self, verb: int, argument: Argument, match: TriggerMatch) -> bool:
        """Tell whether a passive verb leaves its subject in the state that acts: "X was inhibited, leading to R"."""
        graph = self.graph
        if match.head < verb or not graph.kids(verb, "auxpass"):
            return False
        if not any(argument.mention.root.i in graph.subtree(node) for node in graph.kids(verb, "nsubjpass")):
            return False
        if match.trigger.cls == "associate" and graph.first_conjunct(match.head) == verb:
            return True  # "X was raised and associated with R"
        if graph.kids(match.head, "aux") and graph.head(match.head) == verb and match.kind == "base":
            return True  # "X was silenced to induce R"
        return match.kind == "ing" or any(graph.lower(node) == "which" for node in range(verb + 1, match.head))

    def _opening_gerund(self, argument: Argument) -> int | None:
        """Return the gerund right before an argument at the start of its clause: "blocking it", "Silencing METTL3"."""
        graph = self.graph
        first = argument.path[0] if argument.anaphor else argument.mention.start
        opener = first - 1
        if opener > graph.sent.start and graph.lower(opener) in _PARTICLES:
            opener -= 1
        if opener < graph.sent.start or not graph.lower(opener).endswith("ing"):
            return None
        opens = opener == graph.sent.start or graph.lower(opener - 1) in self.words["clause_openers"]
        return opener if opens else None

    def _effect_sign(self, node: int) -> int:
        """Return the sign that a noun or gerund on the way to an argument brings, 0 for none."""
        inner = self._matches.get(node)
        lemma = self.graph.lemma(node)
        if inner is not None and inner.trigger.cls in CLASS_SIGN:
            noun = inner.form == "noun" and "of" in inner.trigger.noun_object_prep
            sign = 0 if lemma in self.words["neutral_nouns"] else CLASS_SIGN[inner.trigger.cls]
            if sign and (noun or (inner.form == "verb" and inner.kind == "ing")):
                return sign
        targeting = (
            inner is not None and inner.trigger.cls == "target" and inner.kind == "ing"
        )  # "targeting X enhances"
        return -1 if targeting or lemma in self.words["negative_effect_nouns"] else 0

    def _effects(self, object: Argument, match: TriggerMatch, cues: Cues) -> dict[int, Sign]:
        """Return the effect words between trigger and object: "the loss of", "activation of", "decreased"."""
        cues = self._cues_of_object(object, match, cues)
        inside = self._cues_inside(object, match)
        effects = {i: sign for i, sign in _signed(cues) if i in inside}
        first = object.shared
        if not effects and first is not None and match.form != "agent":
            own = self.graph.kids(self.graph.node(first.root.i), "amod")
            near = {*own, *range(first.start - 3, first.start)} - set(match.tokens)
            effects = {i: sign for i, sign in _signed(cues_of(first)) if i in near}
        if not object.anaphor:  # what stands beside the antecedent is not meant of "this gene"
            effects |= self._effect_behind(object, match) | self._hindering(object, match)
        if not effects and object.mention.label_ == "DISEASE":
            effects = self._lessened(object, match)
        for node in object.path:
            if node in match.tokens or node in effects or self.graph.mention(node) is not None:
                continue
            sign = self._sign_of_noun(node)
            elsewhere = self._of_another(node, effects, object.mention) or self._opens_a_clause(node, match)
            if sign and not elsewhere and not self._is_whose_effect(node, object):
                effects[node] = sign
        return effects

    def _sign_of_noun(self, node: int) -> Sign:
        """Return the sign that a noun gives what it is an effect on, 0 for none: "loss", "activation"."""
        inner = self._matches.get(node)
        if inner is not None and inner.form == "noun" and inner.trigger.cls in CLASS_SIGN:
            return CLASS_SIGN[inner.trigger.cls]
        if self.graph.lemma(node) in self.words["negative_effect_nouns"]:
            return -1
        return 1 if self.graph.lemma(node) in self.words["positive_effect_nouns"] else 0

    def _is_whose_effect(self, node: int, object: Argument) -> bool:
        """Tell whether an effect is the thing's own, not one on it: "the suppressive effects of X"."""
        inner = self._matches.get(node)
        on = inner is not None and "of" not in inner.trigger.noun_object_prep
        return on and not set(object.path).isdisjoint(self.graph.brought(node, "of"))

    def _cues_of_object(self, object: Argument, match: TriggerMatch, cues: Cues) -> Cues:
        """Return the cues of an object's state that say something beside the trigger."""
        if object.anaphor:  # "its inhibitor": what was done to the antecedent elsewhere is not meant here
            return []
        if match.form == "agent":  # "an anti-X antibody" is one that hits X: said once, counted once
            cues = [(i, s) for i, s in cues if self.graph.lower(i) not in self.words["prefixes_against"]]
        if match.form == "noun":  # "blocking X activation by B": B activates X
            above = set(self.graph.ancestors(match.head))
            cues = [(i, s) for i, s in cues if i not in above]
        beside = {kid for kid in self.graph.kids(match.head, "conj") if match.form == "verb"}
        own, end = self.graph.lemma(match.head), object.mention.end
        again = {i for i, _ in cues if i >= end and match.head < end and self.graph.lemma(i) == own}
        # "Raised and lowered X" says two things of it, "decreased the level of X decreases" one thing twice.
        return [(i, s) for i, s in cues if i not in beside | again]

    def _opens_a_clause(self, node: int, match: TriggerMatch) -> bool:
        """Tell whether a noun is rather the subject of the next verb: "raised A, and B suppression showed"."""
        graph, doc = self.graph, self.graph.doc
        following = node + 1 if node + 1 < graph.sent.end else node
        parted = any(doc[i].text == "," for i in range(match.head, node))
        return (
            match.form == "verb" and match.head < node and parted and self.graph.tag(following) in {"VBD", "VBZ", "VBP"}
        )

    def _hindering(self, object: Argument, match: TriggerMatch) -> dict[int, Sign]:
        """Return what makes an effect one against the object: "enhanced its growth-inhibiting effects"."""
        doc, end = self.graph.doc, object.mention.end
        if end + 2 >= self.graph.sent.end or not is_dash(doc[end].text) or end + 1 in match.tokens:
            return {}
        return {end + 1: -1} if self.graph.lower(end + 1) in self.words["hindering"] else {}

    def _lessened(self, object: Argument, match: TriggerMatch) -> dict[int, Sign]:
        """Return what lessens a disease, which carries no state of its own: "led to reduced incidence of hepatitis"."""
        graph = self.graph
        for node in {*object.path, object.mention.root.i}:
            for kid in graph.kids(node, "amod", "advmod", "nmod"):
                if not match.head < kid < object.mention.start or is_dash(graph.doc[kid - 1].text):
                    continue
                inner = self._matches.get(kid)
                lessened = inner is not None and inner.trigger.cls in {"decrease", "inhibit"}
                words = {graph.lower(kid), *(graph.lower(k) for k in graph.kids(kid, "advmod"))}
                if lessened or words & (self.words["little"] | self.words["milder"]):
                    return {kid: -1}
        return {}

    def _effect_behind(self, object: Argument, match: TriggerMatch) -> dict[int, Sign]:
        """Return the noun behind an object to which the parser gave the trigger: "induced growth inhibition"."""
        head = object.mention.end
        inner = self._matches.get(head)
        states = dict(_signed(cues_of(object.mention)))
        if head in states and self.graph.tag(head).startswith("NN") and head not in match.tokens:
            return {head: states[head]}
        if inner is None or head in object.path or head in match.tokens:
            return {}
        return {head: CLASS_SIGN[inner.trigger.cls]} if inner.form == "noun" and inner.trigger.cls in CLASS_SIGN else {}

    def _cues_inside(self, object: Argument, match: TriggerMatch) -> set[int]:
        """Return the tokens that stand between trigger and object: nodes of the path and what modifies them.

        What stands above the trigger does not change its object: in "inhibition of OXA-induced cytotoxicity" OXA
        induces cytotoxicity.
        """
        graph = self.graph
        outer = set(graph.ancestors(match.head)) - set(object.path)
        inside = set(object.path)
        for node in object.path:
            for kid in graph.kids(node):
                below = graph.subtree(kid)
                inside |= {i for i in below if i < object.mention.start} if match.head not in below else set()
        inside |= set(range(object.mention.start, object.mention.end))
        inside |= {
            graph.node(i) for i in range(object.mention.start - 3, object.mention.start) if i >= graph.sent.start
        }
        prenominal = (
            match.head in set().union(*(graph.kids(n) for n in object.path)) and match.head < object.mention.start
        )
        if prenominal:
            return {i for i in inside if i > match.head} - outer
        return inside

    def _from_harm(self, object: Argument, match: TriggerMatch) -> bool:
        """Tell whether a thing is freed from what lowers it: "relieves X of repression", "shields X from decay"."""
        graph = self.graph
        own, top = {match.head, object.mention.root.i}, object.path[0]
        targets = [target for anchor in own | {top} for target in graph.brought(anchor, "from")]
        if match.form == "verb":  # not "the inhibitory effect of X loss"
            targets += [target for anchor in own for target in graph.brought(anchor, "of")]
        return any(
            target not in object.path and graph.lemma(target) in self.words["negative_effect_nouns"]
            for target in targets
        )

    def _makes_good(self, words: set[str], effects: dict[int, Sign]) -> bool:
        """Tell whether a loss is made good: "rescued the inhibition of X", "restored the reduced expression of X"."""
        lowered = [i for i, sign in effects.items() if sign < 0]
        if "rescue" in words:
            return bool(lowered)
        participles = all(self.graph.tag(i).startswith(("VB", "JJ")) for i in lowered)
        lost = all(self.graph.lemma(i) in self.words["losses"] for i in lowered)  # "restored the decrease in X"
        good = words & (self.words["restoring_verbs"] | self.words["bettering_verbs"] - {"ameliorate"})
        return bool(lowered) and (participles or lost) and bool(good)

    def _causal(
        self, cls: str, object: Argument, effects: dict[int, Sign], match: TriggerMatch
    ) -> tuple[Predicate, State]:
        if cls == "regulate":
            return "regulates", "none"
        sign = CLASS_SIGN[cls]
        effect = prod(effects.values())
        words = {self.graph.lemma(i) for i in match.tokens}
        sensitizing = self.words["sensitizing_verbs"] - self.words["desensitizing_verbs"]
        if words & sensitizing and direction_of(object.mention) == "resistance":
            sign = -sign
        if sign == -1 and self._from_harm(object, match):
            sign = 1
        if words & self.words["bettering_verbs"] and self._is_harm(object.mention):
            sign = -1
        if words & {*self.words["restoring_verbs"], "rescue"} and ends_in(object.mention, self.words["lacks"]):
            sign = -1
        if self._makes_good(words, effects):
            effect = 1
        label, path = object.mention.label_, {self.graph.lemma(node) for node in object.path}
        path |= {self.graph.lemma(i) for i in effects}
        amount, activity = path & self.words["amount_nouns"], path & self.words["activity_nouns"]
        by_amount = label in _AMOUNTS and (bool(amount) or self._changes_amount(cls, effects)) and not activity
        if sign * effect > 0:
            if label in _AMOUNTS:
                return ("upregulates" if by_amount else "activates"), "none"
            return ("activates" if label == "PATHWAY" else "promotes"), "none"
        return ("downregulates" if by_amount else "inhibits"), "none"

    def _is_harm(self, mention: Span) -> bool:
        """Tell whether less of a thing is better: "improved insulin resistance", "improved colitis"."""
        return mention.label_ == "DISEASE" or ends_in(mention, self.words["harms"])

    def _changes_amount(self, cls: str, effects: dict[int, Sign]) -> bool:
        if cls in {"increase", "decrease"}:
            return True
        inner = [self._matches[i].trigger.cls for i in effects if i in self._matches]
        return any(name in {"increase", "decrease"} for name in inner)


def _signed(cues: Iterable[tuple[int, State]]) -> list[tuple[int, Sign]]:
    """Return the cues that say which way, each with its sign."""
    return [(i, -1 if state == "down" else 1) for i, state in cues if state in _MOVED]


def combine_cues(cues: Cues) -> State:
    """Return the state that cues make together: two downs are an up."""
    signs = [sign for _, sign in _signed(cues)]
    if signs:
        return "down" if prod(signs) < 0 else "up"
    return "altered" if cues else "none"
