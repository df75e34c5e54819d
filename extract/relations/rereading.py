"""Second thoughts on a claim: words between a trigger and its object that change what is said of it, or unsay it.

"Reversed the effects of X on Y" does not act on X; "resistance to X" is not X; "growth in D" is not D.
"""

from __future__ import annotations

from spacy.tokens import Span

from extract.relations import licences
from extract.relations.find.arguments import Argument
from extract.relations.find.sign import CAUSAL, CLASS_SIGN
from extract.relations.find.triggers import TriggerMatch
from extract.relations.rules.model import RuleSet
from extract.relations.tree.graph import SentenceGraph

_MOLECULES = frozenset({"GENE", "NCRNA", "CHEMICAL", "PATHWAY"})
_PLACES = frozenset({"DISEASE", "CELL_LINE", "CELL_TYPE"})
_OF_GENES = frozenset({"expression", "transcription", "mrna", "transcript"})
_TOWARDS = frozenset({"on", "upon", "over", "in"})


class Rereader:
    """Checks the claims of one sentence."""

    def __init__(self, graph: SentenceGraph, rules: RuleSet, matches: dict[int, TriggerMatch]):
        self.graph, self.words, self._matches = graph, rules.words, matches

    def reread(self, match: TriggerMatch, cls: str, subject: Argument, object: Argument) -> str | None:
        """Return the class that a claim has when all words are counted, None where it makes none."""
        if match.form == "agent" and self._no_agent(match, cls, subject):
            return None
        if self._of_other_kind(match, object) or (cls != "associate" and self._is_verb(subject.mention)):
            return None
        if cls in CAUSAL and object.mention.root.i != match.head and self._sensitizes_beside(object.mention):
            return None
        if match.trigger.name == "achieve" and self._of_a_clause(match):
            return None
        if self._modifiers([match.head]) & self.words["opposite"] and match.form == "noun" and cls != "associate":
            return None  # "a function opposite to that of X"
        if match.form == "verb" and subject.mention.label_ == "PROCESS" and self._beside(match, subject):
            return None
        if cls == "combine" and any(self._not_given(end.mention) for end in (subject, object)):
            return None
        if cls == "associate" and any(self._of_less(end) for end in (subject, object)):
            return None
        if cls == "treat" and {self.graph.lemma(node) for node in object.path} & {"cell", "line", "culture"}:
            return None  # cells in a dish are not cured
        reversal = {self.graph.lemma(node) for node in subject.path} & self.words["reversal_nouns"]
        if cls == "associate" and reversal and not subject.anaphor:
            return None  # "the reversal of EMT went along with": not EMT itself
        if match.form == "adjective" and match.trigger.inverse and self._of_an_event(match):
            return None
        if cls not in CAUSAL:
            return cls
        before = match.form == "adjective" or (match.kind == "ing" and self.graph.dep(match.head) == "amod")
        if before and cls != "regulate" and subject.mention._.direction == "sensitivity":
            return None  # "the growth-inhibitory effect of D": it is D that inhibits growth
        passed = [node for node in object.path if self.graph.mention(node) is None and node not in match.tokens]
        lemmas = {self.graph.lemma(node) for node in passed}
        label = object.mention.label_
        if label != "DRUG_RESPONSE" and lemmas & self.words["response_nouns"]:
            return None
        if label in _PLACES and (self._only_a_place(match, object) or lemmas & _OF_GENES):
            return None
        if label == "DISEASE" and cls == "promote" and match.form == "noun":
            cared_for = self._cared_for(match, lemmas, subject)
            if cared_for is not None:
                return cared_for
        if cls in CAUSAL and lemmas & self.words["foretelling_nouns"]:
            return "associate"
        if any(self._agent_of(node, object) for node in passed):
            return None  # "suppressors of X and stimulators of Y": said by the stimulators
        if lemmas & self.words["conversion_nouns"] and self._converted(object):
            return None
        gerunds = [node for node in passed if self.graph.is_clause(node) and node in self._matches]
        classes = {self._matches[node].trigger.cls for node in gerunds}
        if any(CLASS_SIGN.get(name, 0) != 1 for name in classes):  # "contributes to inhibiting X": the gerund says it
            return "regulate" if classes == {"regulate"} else None
        moved = lemmas & self.words["transport_nouns"]
        if label in _MOLECULES and moved and ("export" in moved or "nuclear" not in self._modifiers(passed)):
            return "regulate"
        for node in passed:
            if self.graph.lemma(node) in self.words["effect_nouns"]:
                return self._of_an_effect(node, match, cls, object)
        return cls

    def _no_agent(self, match: TriggerMatch, cls: str, subject: Argument) -> bool:
        """Tell whether an agent noun has no agent: "a therapeutic gateway", "the X inhibitor sensitized cells to D"."""
        if subject.mention.label_ == "DRUG_RESPONSE" and cls in {"inhibit", "activate", "decrease", "target"}:
            return True
        return cls == "promote" and "therapeutic" in self._modifiers([match.head])

    def _of_other_kind(self, match: TriggerMatch, object: Argument) -> bool:
        """Tell whether a drug was taken for a second target: "A, an inhibitor of X, and B"."""
        if match.form != "agent" or object.mention.label_ != "CHEMICAL":
            return False
        targets = [self.graph.mention(at.target) for at in self.graph.preps if at.governor == match.head]
        genes = [m for m in targets if m is not None and m.label_ == "GENE"]
        return bool(genes) and genes[0].end <= object.mention.start

    def _beside(self, match: TriggerMatch, subject: Argument) -> bool:
        """Tell whether a process only goes with what a passive verb says: "is lost in cells with invasive growth"."""
        return any(
            at.governor == match.head and at.name == "with" and at.target == subject.path[0] for at in self.graph.preps
        )

    def _is_verb(self, mention: Span) -> bool:
        """Tell whether a response is a verb with a subject of its own, which is what acts: "responded to D"."""
        return mention.label_ == "DRUG_RESPONSE" and self.graph.doc[mention.root.i].tag_ in {"VB", "VBD", "VBZ", "VBP"}

    def _sensitizes_beside(self, mention: Span) -> bool:
        """Tell whether a response is a verb beside another, not its object: "reverted A and sensitized cells to D"."""
        if mention.start == self.graph.sent.start or mention[0].lower_.endswith("g"):
            return False
        verb = licences.sensitizes(mention, self.words["sensitizing_verbs"])
        return verb and self.graph.lower(mention.start - 1) in {"and", "but", ",", "then", "also"}

    def _of_a_clause(self, match: TriggerMatch) -> bool:
        """Tell whether what is achieved is all that was said before: "to overcome R, which D achieved"."""
        graph = self.graph
        relative = graph.dep(match.head) in {"relcl", "advcl"}
        return relative and any(graph.lower(kid) == "which" for kid in graph.kids(match.head))

    def _not_given(self, mention: Span) -> bool:
        """Tell whether a partner of a combination is no treatment: a gene that nothing was done to."""
        return mention.label_ in {"GENE", "NCRNA"} and mention._.state in {"none", "altered"}

    def _of_less(self, end: Argument) -> bool:
        """Tell whether what a claim says of a disease is that there is less of it: "a reduced risk of D"."""
        graph = self.graph
        if end.mention.label_ != "DISEASE":
            return False
        passed = [node for node in end.path if graph.mention(node) is None]
        less = {"reduced", "decreased", "lower", "low", "diminished", "lowered"}
        return bool(
            less & self._modifiers([*passed, end.mention.root.i])
            or {graph.lemma(node) for node in passed} & self.words["negative_effect_nouns"]
        )

    def _cared_for(self, match: TriggerMatch, lemmas: set[str], subject: Argument) -> str | None:
        """Read a role that is not one in causing a disease: "a role in the treatment of D", "prognostic value in D"."""
        if lemmas & self.words["care_nouns"]:
            given = subject.mention.label_ == "CHEMICAL" or subject.mention._.state == "down"
            return "treat" if given else "associate"
        verb = self.graph.head(match.head)
        if self.graph.dep(match.head) == "nsubjpass" and self.graph.lemma(verb) in self.words["studying_verbs"]:
            return "associate"  # "its roles have been described in D"
        if lemmas & self.words["knowing_nouns"] or self._modifiers([match.head]) & self.words["knowing_adjectives"]:
            return "associate"
        return None

    def _agent_of(self, node: int, object: Argument) -> bool:
        """Tell whether a noun passed has the object for its own: "stimulators of X"."""
        inner = self._matches.get(node)
        if inner is None or inner.form != "agent" or inner.trigger.cls not in CLASS_SIGN:
            return False
        if self.graph.lemma(node) in self.words["effect_nouns"]:
            return False  # "the consequences of X"
        return any(
            link.governor == node and link.name == "of" and link.target in object.path for link in self.graph.preps
        )

    def _of_an_event(self, match: TriggerMatch) -> bool:
        """Tell whether a cause is that of an event: "D has less effect due to R" is not about D itself."""
        verb = self.graph.head(match.head)
        adverbial = self.graph.dep(match.head) in {"prep", "advmod"} and self.graph.is_clause(verb)
        inner = self._matches.get(verb)
        linked = inner is not None and inner.trigger.cls == "associate" and self.graph.is_passive(verb)
        return adverbial and (linked or bool(self.graph.kids(verb, "dobj")))

    def _modifiers(self, nodes: list[int]) -> set[str]:
        return {self.graph.lower(kid) for node in nodes for kid in self.graph.kids(node, "amod", "compound", "nmod")}

    def _only_a_place(self, match: TriggerMatch, object: Argument) -> bool:
        """Tell whether a disease or cell is where something else changes: "reduced the density of vessels in D"."""
        graph = self.graph
        steps = dict(zip(object.path[1:], object.path, strict=False))
        changes = self.words["negative_effect_nouns"] | self.words["positive_effect_nouns"]
        for link in graph.preps:
            if link.name not in {"in", "within", "among", "from"}:
                continue
            noun = link.governor
            of_trigger = noun in match.tokens and link.target == object.path[0] and match.form == "noun"
            if steps.get(link.target) != noun and not of_trigger:
                continue
            if not of_trigger and graph.lemma(noun) not in changes:
                return True
            if any(at.governor == noun and noun < at.token < link.token for at in graph.preps):
                return True  # "a decrease in X in D"
        return False

    def _converted(self, object: Argument) -> bool:
        """Tell whether an object is what is turned into something else: "inhibits the conversion of X to Y"."""
        graph = self.graph
        for node in object.path:
            links = [link for link in graph.preps if link.governor == node]
            if graph.lemma(node) in self.words["conversion_nouns"] and any(at.name in {"to", "into"} for at in links):
                return any(at.name in {"of", "from"} and at.target in object.path for at in links)
        return False

    def _of_an_effect(self, node: int, match: TriggerMatch, cls: str, object: Argument) -> str | None:
        """Read "reversed the (inhibitory) effect of X on Y": Y is acted on, not X; a bare effect has no direction."""
        graph = self.graph
        links = [link for link in graph.preps if link.governor == node]
        own = self._matches.get(node)
        signed = own is not None and own.trigger.cls in CLASS_SIGN  # "inhibitory effect": counted with the words passed
        towards = [link for link in links if link.name in _TOWARDS]
        ends = {*object.path, graph.first_conjunct(object.path[-1])}
        if any(link.target in ends for link in towards):
            return cls if signed else "regulate"
        if object.mention.label_ not in _MOLECULES or not any(link.name == "of" for link in links):
            return cls
        if towards or signed or cls == "promote" or object.mention._.state != "none":
            return None
        return cls
