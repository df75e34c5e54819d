"""Negation and certainty of a trigger, scoped by syntax."""

from __future__ import annotations

from dataclasses import dataclass

from extract.relations.records import TriggerMatch
from extract.relations.rules.model import RuleSet
from extract.relations.tree.graph import SentenceGraph

# Labels through which a governing verb's negation reaches down ("did not appear to inhibit") ...
_NEGATION_LINKS = frozenset({"xcomp", "attr", "acomp", "oprd", "dobj", "aux"})
# ... and through which its modality does ("may act by inhibiting", "might improve R, thereby blocking B").
_MODAL_LINKS = frozenset(
    {
        "xcomp",
        "conj",
        "advcl",
        "pcomp",
        "prep",
        "pobj",
        "attr",
        "acomp",
        "oprd",
        "dobj",
        "acl",
        "agent",
        "nsubj",
        "nsubjpass",
        "csubj",
    }
)
# Labels through which what is said of a finding reaches the claim in it ("no evidence of an effect of A on B").
_DENIED_LINKS = frozenset(
    {"acl", "ccomp", "prep", "pobj", "pcomp", "dobj", "compound", "agent", "nmod", "amod", "appos"}
)
_CLAUSE_LINKS = frozenset(
    {
        "ccomp",
        "xcomp",
        "advcl",
        "acl",
        "conj",
        "relcl",
        "pcomp",
        "prep",
        "pobj",
        "attr",
        "acomp",
        "oprd",
        "dobj",
        "csubj",
        "nsubj",
        "nsubjpass",
        "parataxis",
        "agent",
        "appos",
        "dep",
        "compound",
        "amod",
    }
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """Whether a claim is denied or hedged, and by which tokens."""

    negators: tuple[int, ...] = ()
    hedges: tuple[int, ...] = ()


class PolarityReader:
    """Reads negation and certainty in one sentence."""

    def __init__(self, graph: SentenceGraph, rules: RuleSet):
        self.graph, self.words = graph, rules.words

    def read(self, match: TriggerMatch, subject_path: tuple[int, ...], object_path: tuple[int, ...]) -> Polarity:
        """Return the polarity of a claim from its trigger and the nodes that its arguments were reached through."""
        return Polarity(
            tuple(sorted(self._negators(match, subject_path, object_path))),
            tuple(sorted(self._hedges(match, subject_path, object_path))),
        )

    # ------------------------------------------------------------------ negation
    def _negators(self, match: TriggerMatch, subject_path: tuple[int, ...], object_path: tuple[int, ...]) -> set[int]:
        """Return the tokens that deny a claim; an even number of some cancels out."""
        graph = self.graph
        nodes, found = self._governing(match)
        for node in (*nodes, *match.tokens):
            found |= self._own_negators(node)
        for node in nodes:
            found |= self._nor(node)
        found |= self._without(match) | self._capacity(match) | self._unsupported(match)
        if match.form == "noun" and match.trigger.cls == "regulate":  # "had little effect on"
            kids = graph.kids(match.head, "amod", "det")
            found |= {kid for kid in kids if graph.lower(kid) in self.words["hardly_any"]}
        found |= self._on_the_way(subject_path) | self._on_the_way(object_path) | self._of_none(subject_path)
        before = graph.doc[max(graph.sent.start, match.head - 2) : match.head]
        if before.text.lower() == "no longer":
            found = {match.head - 1}
        if match.trigger.negated:
            found.add(match.head)
        parity = {token for token in found if not self._only(token)}
        return parity if len(parity) % 2 or not self._double(parity) else set()

    def _on_the_way(self, path: tuple[int, ...]) -> set[int]:
        """Find the "no" and "neither" of the nouns that lead to an argument."""
        graph, found = self.graph, set()
        for node in path:
            if graph.mention(node) is None or node == path[-1]:
                found |= {kid for kid in graph.kids(node, "det") if graph.lower(kid) in {"no", "neither"}}
            first = graph.first_conjunct(graph.node(node))
            found |= {kid for kid in graph.kids(first, "preconj", "cc", "det") if graph.lower(kid) == "neither"}
        return found

    def _governing(self, match: TriggerMatch) -> tuple[list[int], set[int]]:
        """Return the words above a trigger whose negation is its own, and those that deny it themselves."""
        graph = self.graph
        found: set[int] = set()
        nodes = [match.head]
        node = match.head
        for _ in range(5):
            top = self._shared_negation(node)
            if top != node:
                nodes.append(top)
                node = top
            dep, head = graph.dep(node), graph.head(node)
            if dep in {"acl", "advcl"} and self._is_plan(head, node):  # "is no way to", "is not a strategy to"
                nodes += [head, graph.head(head)] if graph.dep(head) == "attr" else [head]
                break
            if head == node or dep not in _NEGATION_LINKS or not self._reaches(match, node, head):
                break
            denying = graph.lemma(head) in self.words["negative_verbs"]
            if dep == "xcomp" and (denying or graph.lower(head) in self.words["negative_adjectives"]):
                found.add(head)
            nodes.append(head)
            node = head
        return nodes, found

    def _reaches(self, match: TriggerMatch, node: int, head: int) -> bool:
        """Tell whether what denies a word denies what hangs on it by a node."""
        graph = self.graph
        if graph.dep(node) == "dobj" and match.form == "verb" and node == match.head:
            return False
        if graph.dep(node) == "dobj" and match.form == "noun" and self._presupposes(head):
            return False
        return graph.is_clause(head) or graph.pos(head) == "ADJ"

    def _of_none(self, path: tuple[int, ...]) -> set[int]:
        """Find what leaves nobody over: "none of the patients with V", "no patient with V", "0 of 7", "0/7"."""
        graph = self.graph
        found = set()
        for node in path:
            if graph.mention(node) is None and (graph.lower(node) == "none" or graph.lower(node).startswith("0/")):
                found.add(node)
            counts = graph.kids(node, "nummod", "det", "advmod") if graph.mention(node) is None else []
            found |= {kid for kid in counts if graph.lower(kid) in {"0", "zero", "none"}}
            if graph.lower(node) in {"0", "zero"}:
                found.add(node)
        return found

    def _unsupported(self, match: TriggerMatch) -> set[int]:
        """Find what denies the clause of a claim: "no evidence that", "it is unlikely that", "argue against"."""
        graph = self.graph
        node = match.head
        for _ in range(8):
            dep, head = graph.dep(node), graph.head(node)
            if head == node or dep not in _DENIED_LINKS:
                break
            if not graph.is_clause(head):
                denied = self._without_evidence(head)
                if denied:
                    return denied
            elif dep in {"ccomp", "dobj", "prep"}:
                doubts = self._doubted(head, dep)
                if doubts:
                    return doubts
                if dep in {"ccomp", "dobj"} and self._refutes(head):
                    return set() if graph.kids(head, "neg") else {head}
            node = head
        return set()

    def _without_evidence(self, noun: int) -> set[int]:
        """Find what denies in "no evidence of", "argue against"."""
        graph, words = self.graph, self.words
        if graph.lower(noun) == "against" and graph.lemma(graph.head(noun)) in words["arguing_verbs"]:
            return {noun}
        if graph.lemma(noun) not in words["finding_nouns"]:
            return set()
        return {kid for kid in graph.kids(noun, "det") if graph.lower(kid) in {"no", "little"}}

    def _doubted(self, verb: int, dep: str) -> set[int]:
        """Find what denies in "it is unlikely that", "no difference was found in"."""
        graph, words = self.graph, self.words
        doubts = {kid for kid in graph.kids(verb, "acomp") if graph.lower(kid) in words["doubting_adjectives"]}
        results = graph.kids(verb, "nsubjpass", "nsubj") if dep == "prep" else []
        for noun in results:
            if graph.lemma(noun) in words["finding_nouns"]:
                doubts |= {kid for kid in graph.kids(noun, "det") if graph.lower(kid) == "no"}
        return doubts if dep == "ccomp" or results else set()

    def _refutes(self, verb: int) -> bool:
        out = any(self.graph.lower(kid) == "out" for kid in self.graph.kids(verb, "prt", "advmod", "prep"))
        return self.graph.lemma(verb) in self.words["refuting_verbs"] or (self.graph.lemma(verb) == "rule" and out)

    def _presupposes(self, verb: int) -> bool:
        """Tell whether a denied verb takes its object for granted: "did not reverse the inhibition of A by B"."""
        words = self.words
        bringing = words["light_verbs"] | words["show_verbs"] | words["observing_verbs"] | words["result_verbs"]
        return self.graph.lemma(verb) not in bringing | {"induce", "trigger", "lead"}

    def _double(self, tokens: set[int]) -> bool:
        """Tell whether two negators cancel out ("did not fail to")."""
        return any(self.graph.lemma(t) in self.words["negative_verbs"] for t in tokens) and len(tokens) == 2

    def _shared_negation(self, node: int) -> int:
        """Climb from "or activate" to "did not inhibit"; "but" and a subject of its own stop the sharing."""
        graph = self.graph
        while graph.dep(node) == "conj":
            head = graph.head(node)
            joiners = {graph.lower(kid) for kid in graph.kids(head, "cc") if kid < node}
            if graph.kids(node, "nsubj", "nsubjpass", "neg", "aux", "auxpass") or not joiners & {"or", "nor"}:
                break
            node = head
        return node

    def _nor(self, node: int) -> set[int]:
        """Find the "nor" that joins a verb to the one before it: "inhibits A, nor does it raise B"."""
        graph = self.graph
        if graph.dep(node) != "conj":
            return set()
        head = graph.head(node)
        joined = [kid for kid in graph.kids(head, "conj") if kid < node]
        joiners = [kid for kid in graph.kids(head, "cc") if max(joined, default=head) < kid < node]
        return {kid for kid in joiners if graph.lower(kid) == "nor"}

    def _own_negators(self, node: int) -> set[int]:
        graph = self.graph
        found = set()
        for kid in graph.kids(node):
            lower, dep = graph.lower(kid), graph.dep(kid)
            if graph.mention(kid) is not None:
                continue
            if lower == "longer" and kid > graph.sent.start and graph.lower(kid - 1) == "no":
                found.add(kid)
                continue
            if (
                dep == "neg"
                or lower in {"not", "n't", "never"}
                or (
                    dep in {"det", "advmod", "preconj", "cc"}
                    and lower in {"no", "neither", "nor", "hardly", "barely", "scarcely"}
                )
            ):
                if dep == "cc" and kid > node:
                    continue
                if (
                    lower == "not"
                    and kid > node
                    and dep in {"neg", "advmod", "cc"}
                    and not graph.kids(node, "aux", "auxpass")
                    and graph.pos(node) != "AUX"
                ):
                    continue
                found.add(kid)
        return found

    def _only(self, token: int) -> bool:
        doc = self.graph.doc
        following = [doc[i].lower_ for i in range(token + 1, min(token + 3, self.graph.sent.end))]
        return (bool(following) and following[0] in {"only", "just", "merely", "simply", "solely"}) or following[
            :2
        ] == ["necessarily", "only"]

    def _without(self, match: TriggerMatch) -> set[int]:
        graph = self.graph
        tops = {match.head, graph.first_conjunct(match.head)}
        return {
            link.token
            for link in graph.preps
            if link.target in tops
            and (link.name in self.words["negative_prepositions"] or graph.lower(link.token - 1) == "instead")
        }

    def _capacity(self, match: TriggerMatch) -> set[int]:
        """Find the noun in "failure to inhibit", "lack of inhibition", "no longer able to"."""
        graph = self.graph
        node = graph.first_conjunct(match.head)
        head = graph.head(node)
        if graph.dep(node) in {"acl", "xcomp"} and graph.lemma(head) in {"failure", "inability"}:
            return {head}
        for link in graph.preps:
            if link.target == node and link.name == "of" and graph.lemma(link.governor) in {"lack", "absence"}:
                return {link.governor}
        return set()

    # ------------------------------------------------------------------ certainty
    def _hedges(self, match: TriggerMatch, subject_path: tuple[int, ...], object_path: tuple[int, ...]) -> set[int]:
        graph, words = self.graph, self.words
        found = self._own_hedges(match.head)
        for token in match.tokens:
            found |= self._own_hedges(token)
        if (
            match.form == "agent"
            and match.trigger.cls in {"treat", "inhibit"}
            and graph.lemma(match.head) in words["plans"]
        ):
            subject = graph.mention(subject_path[-1]) if subject_path else None
            if subject is None or subject.label_ != "CHEMICAL":  # a drug may be in use
                found.add(match.head)
        for path in (subject_path, object_path):
            for node in path[:-1]:
                found |= {kid for kid in graph.kids(node, "amod") if graph.lower(kid) in words["hedge_adjectives"]}
        found |= self._hedges_above(match) | self._markers(match)
        last = graph.sent.end - 1
        if graph.lower(last) == "?":
            found.add(last)
        return {token for token in found if not self._established(token, match)}

    def _hedges_above(self, match: TriggerMatch) -> set[int]:
        """Find the hedges of the clauses that a trigger stands in."""
        graph = self.graph
        found: set[int] = set()
        node = match.head
        modal_open = True
        for _ in range(8):
            dep, head = graph.dep(node), graph.head(node)
            if head == node or dep not in _CLAUSE_LINKS:
                break
            if self._presupposed(node, dep):
                found |= self._content_of(node, head)
                break
            modal_open = modal_open and not self._closes(match, node)
            if modal_open and dep in _MODAL_LINKS:
                found |= self._own_hedges(head, governed=True)
            if dep in {"ccomp", "xcomp", "advcl", "acl", "pcomp", "pobj", "dobj", "oprd", "attr", "prep"}:
                found |= self._governor_hedges(head, node, dep)
            if dep in {"nsubj", "nsubjpass"} and node == match.head and match.form == "noun":
                found |= self._studied(head, node) if dep == "nsubjpass" else set()
                found |= self._unknown(head)
            if dep == "relcl":
                break
            node = head
        return found

    def _closes(self, match: TriggerMatch, node: int) -> bool:
        """Tell whether a modal verb above a node says nothing of what is below it."""
        graph, dep = self.graph, self.graph.dep(node)
        if dep in {"nsubj", "nsubjpass", "csubj"}:
            return node == match.head and match.form == "verb"
        own = dep == "conj" and bool(graph.kids(node, "nsubj", "nsubjpass"))
        return own or dep in {"relcl", "ccomp"}

    def _presupposed(self, node: int, dep: str) -> bool:
        """Tell whether a node is a modifier whose truth is taken for granted ("sorafenib-induced autophagy")."""
        if dep in {"amod", "compound", "nmod"}:
            return True
        return dep == "acl" and not any(self.graph.lower(kid) == "to" for kid in self.graph.kids(node, "aux"))

    def _content_of(self, clause: int, noun: int) -> set[int]:
        """Find the noun in "the possibility that X causes R", which leaves open what follows it."""
        graph = self.graph
        told = any(graph.lower(kid) == "that" for kid in graph.kids(clause, "mark"))
        return {noun} if told and graph.lemma(noun) in self.words["hedge_nouns"] else set()

    def _own_hedges(self, node: int, *, governed: bool = False) -> set[int]:
        graph, words = self.graph, self.words
        found = set()
        for kid in graph.kids(node):
            lower = graph.lower(kid)
            if graph.mention(kid) is not None:
                continue
            if (
                (graph.dep(kid) == "aux" and lower in words["modals"] and not (lower == "should" and governed))
                or (
                    graph.dep(kid) in {"advmod", "amod"} and lower in words["hedge_adverbs"] | words["hedge_adjectives"]
                )
                or (
                    graph.dep(kid) == "compound" and lower == "candidate"  # "a candidate driver of"
                )
                or (graph.dep(kid) == "acomp" and lower in words["hedge_adjectives"] and governed)
            ):
                found.add(kid)
        return found

    def _governor_hedges(self, head: int, node: int, dep: str) -> set[int]:
        graph, words = self.graph, self.words
        lemma, lower = graph.lemma(head), graph.lower(head)
        if graph.mention(head) is not None:
            return set()
        if dep in {"ccomp", "dobj"} and graph.kids(head, "neg") and self._refutes(head):
            return {head}  # "we cannot rule out that"
        if dep in {"acl", "advcl", "prep"} and self._is_plan(head, node):
            return {head}
        if lemma in words["hedge_verbs"] and dep in {"ccomp", "xcomp", "oprd", "dobj", "attr", "acomp", "prep"}:
            return {head}
        if (
            lemma in words["aim_verbs"]
            and graph.is_clause(head)
            and dep in {"dobj", "ccomp"}
            and self._is_aim(head, node, dep)
        ):
            return {head}
        if lemma in words["hedge_nouns"] | words["aim_nouns"] and dep in {"acl", "ccomp", "xcomp", "prep", "attr"}:
            return {head}
        if lower in words["hedge_adjectives"] and dep in {"ccomp", "xcomp", "prep"}:
            return {head}
        return set()

    def _is_plan(self, head: int, node: int) -> bool:
        """Tell whether something is only proposed: "a strategy to overcome R", "represents a way of reversing R"."""
        graph, plans = self.graph, self.words["plans"]
        if graph.lemma(head) in plans:
            return True
        infinitive = any(graph.lower(kid) == "to" for kid in graph.kids(node, "aux"))
        nouns = graph.kids(head, "dobj", "attr", "oprd") + [
            kid for prep in graph.kids(head, "prep") if graph.lower(prep) == "as" for kid in graph.kids(prep, "pobj")
        ]
        return infinitive and any(graph.lemma(noun) in plans and noun < node for noun in nouns)

    def _studied(self, verb: int, noun: int) -> set[int]:
        """Find the verb in "the effect of A on B was evaluated", which does not say that there is one."""
        if self._refutes(verb) and self.graph.kids(verb, "neg"):
            return {verb}  # "a role of A in B cannot be ruled out"
        aims = self.words["aim_verbs"] - self.words["established_verbs"]
        on = any(link.governor == noun and link.name == "on" for link in self.graph.preps)
        return {verb} if on and self.graph.lemma(verb) in aims else set()

    def _unknown(self, verb: int) -> set[int]:
        """Find what leaves open in "the role of A in B is unclear", "has not been elucidated", "is poorly understood"."""
        graph, words = self.graph, self.words
        open_words = {kid for kid in graph.kids(verb, "acomp", "oprd", "xcomp", "attr") if self._is_open(kid)}
        asked = graph.lemma(verb) in words["knowing_verbs"]
        denied = any(graph.lower(kid) in words["poorly"] for kid in graph.kids(verb, "neg", "advmod"))
        return open_words | ({verb} if asked and denied else set())

    def _is_open(self, node: int) -> bool:
        """Tell whether a predicate says that something is not known: "unclear", "to be determined"."""
        graph, words = self.graph, self.words
        infinitive = any(graph.lower(kid) == "to" for kid in graph.kids(node, "aux"))
        return graph.lower(node) in words["unknown_adjectives"] or (
            graph.lemma(node) in words["knowing_verbs"] and infinitive
        )

    def _is_aim(self, head: int, node: int, dep: str) -> bool:
        """Tell whether an investigating verb states an aim: "to investigate the role", "to ask whether"."""
        graph = self.graph
        if dep == "ccomp":
            marks = {graph.lower(kid) for kid in graph.kids(node, "mark", "advmod")}
            return bool(marks & {"whether", "if", "how", "why"})
        return True

    def _markers(self, match: TriggerMatch) -> set[int]:
        graph = self.graph
        node = match.head
        for _ in range(4):
            for kid in graph.kids(node, "mark", "advmod"):
                if graph.lower(kid) == "whether":
                    return {kid}
                if graph.lower(kid) == "if" and graph.dep(node) in {"ccomp", "advcl"}:
                    return {kid}
            if graph.dep(node) not in {"conj", "xcomp", "attr", "acomp", "dobj"}:
                break
            node = graph.head(node)
        return set()

    def _established(self, token: int, match: TriggerMatch) -> bool:
        """Tell whether "could" stands under "it was shown that"."""
        graph = self.graph
        if graph.lower(token) not in {"could", "can"}:
            return False
        if graph.lower(token) == "can" and graph.dep(token) == "aux":
            return True
        for ancestor in graph.ancestors(graph.head(token)):
            if graph.is_clause(ancestor) and graph.lemma(ancestor) in self.words["established_verbs"]:
                return True
        return False
