"""From a node of the tree to the mentions it speaks of: transparent heads, coordination, anaphora."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from spacy.tokens import Span

from extract.language.extensions import cues_of, state_of
from extract.language.names.variants import introduced
from extract.relations.find.anaphora import Anaphora
from extract.relations.records import Argument, TriggerMatch, name_of
from extract.relations.rules.ruleset import RuleSet
from extract.relations.tree.graph import SentenceGraph
from extract.relations.tree.lists import Lists

_RELATIVE = frozenset({"which", "that", "who", "whom", "whose"})
_JOINTS = frozenset({"-", "–", "/", ":"})
_MODIFIERS = ("compound", "nmod", "amod", "poss", "npadvmod", "nounmod", "det", "quantmod", "appos")
_MAX_DEPTH = 7
_OPENING = 4  # tokens before a name in which its phrase begins
_FAR = 8  # tokens from a mention, in which it is looked for what denies it


class _Way(NamedTuple):
    """How a node was come to: what not to go through, the nodes passed, the cost of doubtful steps, their number."""

    exclude: frozenset[int]
    path: tuple[int, ...] = ()
    cost: float = 0.0
    depth: int = 0

    def through(self, node: int) -> _Way:
        return _Way(self.exclude, (*self.path, node), self.cost, self.depth)

    def dearer(self, cost: float) -> _Way:
        return _Way(self.exclude, self.path, self.cost + cost, self.depth)

    def on(self, cost: float = 0.0, *, avoiding: int | None = None) -> _Way:
        """Return the way to a node below the last one."""
        exclude = self.exclude if avoiding is None else self.exclude | {avoiding}
        return _Way(exclude, self.path, self.cost + cost, self.depth + 1)

    def beside(self, cost: float = 0.0) -> _Way:
        """Return the way to a node that stands beside the last one."""
        return _Way(self.exclude, self.path[:-1], self.cost + cost, self.depth + 1)


class Arguments(Anaphora):
    """Resolves the nodes of one sentence to mentions."""

    def __init__(self, graph: SentenceGraph, rules: RuleSet, matches: dict[int, TriggerMatch]):
        self.graph, self.rules, self.words, self._matches = graph, rules, rules.words, matches
        self.lists = Lists(graph)
        self._variants = [m for m in graph.mentions if m.label_ == "VARIANT"]
        self._set_against: dict[int, bool] = {}
        self._resolved: dict[tuple[int, frozenset[int]], list[Argument]] = {}

    def resolve(self, node: int, *, exclude: frozenset[int] = frozenset()) -> list[Argument]:
        """Return the mentions that a node speaks of, without those reached through nodes in `exclude`."""
        if (node, exclude) not in self._resolved:
            self._resolved[node, exclude] = self._meaning(node, exclude)
        return [*self._resolved[node, exclude]]

    def _meaning(self, node: int, exclude: frozenset[int]) -> list[Argument]:
        found = self._with_variants(self._resolve(node, _Way(exclude)))
        unique: dict[int, Argument] = {}
        for argument in found:
            known = unique.get(argument.mention.start)
            if known is None or argument.distance < known.distance:
                unique[argument.mention.start] = argument
        meant = [self._denied(self._in_list(a)) for a in unique.values() if not self.set_against(a.mention)]
        return self._without_synonyms(meant)

    def _denied(self, argument: Argument) -> Argument:
        """Return an argument with the word that sets it apart: "loss of A, but not of B", "A, but neither B nor C"."""
        end = argument.mention.end
        hyphened = end < self.graph.sent.end and self.graph.lower(end) in _JOINTS  # "but not B-induced"
        denial = None if argument.negator is not None or hyphened else self._denial_before(argument.mention)
        return argument if denial is None else replace(argument, negator=denial)

    def _denial_before(self, mention: Span) -> int | None:
        """Return the "not" or "neither" of a "but not" that only a phrase's own words part from a mention."""
        doc, first, passed = self.graph.doc, self.graph.sent.start, {"DET", "ADJ"}
        for i in range(mention.start - 1, max(first, mention.start - _FAR), -1):
            lower = doc[i].lower_
            if lower in {"not", "neither"}:
                return i if doc[i - 1].lower_ == "but" else None
            if lower == "nor":
                passed = {*passed, "NOUN", "PROPN"}
            elif lower not in {"of", "in"} and doc[i].pos_ not in passed and doc[i].tag_ != "VBN":
                return None
        return None

    def set_against(self, mention: Span) -> bool:
        """Tell whether a mention is named only as what another is not: "A rather than B", "unlike B"."""
        if mention.start not in self._set_against:
            self._set_against[mention.start] = self._follows_contrast(mention)
        return self._set_against[mention.start]

    def _follows_contrast(self, mention: Span) -> bool:
        return any(map(self._ends_contrast, self._openings(mention)))

    def _openings(self, mention: Span) -> Iterator[int]:
        """Yield where a phrase may begin: at its name, its adjectives, at "the", "of" or "that of" before it."""
        first, before = self.graph.sent.start, mention.start
        while before > first and mention.start - before < _OPENING:
            yield before
            word = self.graph.lower(before - 1)
            if self.graph.pos(before - 1) not in {"DET", "ADJ"} and word not in {"of", "that"}:
                return
            before -= 1

    def _ends_contrast(self, before: int) -> bool:
        """Tell whether words that set what follows apart end before a token."""
        doc, first = self.graph.doc, self.graph.sent.start
        if before == first or self.graph.lower(before - 1) not in self.rules.last_words(("$contrasting",)):
            return False
        phrases = (doc[max(first, before - size) : before].text.lower() for size in (1, 2, 3))
        return any(phrase in self.words["contrasting"] for phrase in phrases)

    def _with_variants(self, arguments: list[Argument]) -> list[Argument]:
        """Say of a gene's variants what is said of "KRAS G12C" or "BRAF(V600E)"."""
        variants = self._variants
        if not variants:
            return arguments
        found: list[Argument] = []
        for argument in arguments:
            gene = argument.mention.label_ == "GENE"
            named = introduced(self.graph.doc, argument.mention, variants) if gene else []
            found += [replace(argument, mention=variant) for variant in named] or [argument]
            if gene and not named:
                found += [replace(argument, mention=variant) for variant in self._listed(argument.mention, variants)]
        return found

    def _listed(self, gene: Span, variants: list[Span]) -> list[Span]:
        """Return the variants in the brackets of "PIK3CA mutations (E110K, E542K)"."""
        doc, i = self.graph.doc, gene.end
        while i < self.graph.sent.end and self.graph.pos(i) == "NOUN" and i - gene.end < 3:
            i += 1
        if i == gene.end or i >= self.graph.sent.end or doc[i].text != "(":
            return []
        close = next((j for j in range(i, self.graph.sent.end) if doc[j].text == ")"), i)
        return [variant for variant in variants if i < variant.start < close]

    def _in_list(self, argument: Argument) -> Argument:
        first = self.lists.group(argument.mention)[0]
        return argument if first == argument.mention else replace(argument, shared=first)

    def _without_synonyms(self, arguments: list[Argument]) -> list[Argument]:
        kept: dict[tuple[str, str], Argument] = {}
        for argument in arguments:
            key = name_of(argument.mention)
            first = kept.get(key)
            if first is None or self._stated(argument) > self._stated(first):
                kept[key] = argument
        return list(kept.values())

    @staticmethod
    def _stated(argument: Argument) -> bool:
        return bool(state_of(argument.mention) != "none")

    def _resolve(self, node: int, way: _Way) -> list[Argument]:
        graph = self.graph
        if way.depth > _MAX_DEPTH or node in way.exclude or node in way.path:
            return []
        way = way.through(node)
        mention = graph.mention(node)
        if mention is not None:
            of_class = self._of_its_class(node, mention, way)
            if of_class:
                return of_class
            found = [Argument(mention, way.path, way.cost)]
            found += [
                Argument(m, way.path, way.cost + 0.1) for m in self.lists.others(mention) if m.root.i not in way.exclude
            ]
            found += self._additions(node, way)
            return found + self._conjuncts(node, way)
        lower = graph.lower(node)
        if lower in _RELATIVE and not (lower == "that" and self._stands_for_a_noun(node)):
            return self._relative(node, way)
        if graph.pos(node) in {"PRON", "DET"}:
            return self._pronoun(node, way)
        if graph.is_clause(node):
            return self._clause(node, way)
        found = self._noun(node, way)
        return found + self._conjuncts(node, way)

    def _stands_for_a_noun(self, node: int) -> bool:
        return bool(self.graph.brought(node, "of"))

    def _additions(self, node: int, way: _Way) -> list[Argument]:
        """Return what "together with", "along with", "in addition to" add to a mention, unless it changed by itself."""
        graph = self.graph
        found: list[Argument] = []
        verb = graph.head(node) if graph.dep(node) == "dobj" else None
        for link in graph.preps:
            if link.name not in self.words["additive"] or link.token in way.exclude or graph.is_clause(link.target):
                continue
            if any(graph.lower(kid) in self.words["changed_forms"] for kid in graph.kids(link.target, "amod")):
                continue  # "lowers A, together with increased B"
            behind = link.governor == verb and link.token > node  # "inhibits A in addition to B"
            if link.governor == node or behind:
                found += self._resolve(link.target, way.beside(0.1))
        return found

    def _conjuncts(self, node: int, way: _Way) -> list[Argument]:
        graph, found = self.graph, []
        for kid in graph.kids(node, "conj"):
            if graph.is_clause(kid) and not self._given(node, kid):
                continue
            if self._contrasted(node, kid):
                denied = [i for i in range(node + 1, kid) if graph.lower(i) == "not" and graph.lower(i - 1) == "but"]
                if denied:
                    found += [replace(a, negator=denied[-1]) for a in self._resolve(kid, way.beside())]
                continue
            if graph.mention(kid) is None and graph.pos(kid) in {"ADJ", "ADV", "ADP"}:
                continue
            found += self._resolve(kid, way.beside())
        return found

    def _given(self, node: int, kid: int) -> bool:
        """Tell whether a conjunct is a second thing done: "silencing A or using an inhibitor of B", "depleting B"."""
        graph = self.graph
        done = graph.tag(node) == "VBG" or any(graph.lower(k).endswith("ing") for k in graph.kids(node, "amod"))
        return done and graph.tag(kid) == "VBG"

    def _contrasted(self, node: int, kid: int) -> bool:
        """Tell whether "but not" or "rather than" stands between two conjuncts."""
        between = [self.graph.lower(i) for i in range(node + 1, kid)]
        return "not" in between[-4:] or "than" in between[-3:]

    def _relative(self, node: int, way: _Way) -> list[Argument]:
        graph = self.graph
        for ancestor in graph.ancestors(node):
            if graph.dep(ancestor) == "relcl":
                antecedent = graph.antecedent(graph.head(ancestor), self.words["kind_nouns"])
                if graph.is_clause(antecedent):
                    break
                return self._resolve(antecedent, way.on(avoiding=ancestor))
        return self._nearest_before(node, way.path, way.cost + 0.5)

    def _pronoun(self, node: int, way: _Way) -> list[Argument]:
        graph = self.graph
        lower = graph.lower(node)
        for target in graph.brought(node, "of"):  # "all of which", "both of these"
            return self._resolve(target, way.on())
        if lower in {"it", "its", "itself"}:
            return self._antecedent(node, way.path, way.cost + 0.5, plural=False)
        if lower in {"they", "their", "them", "both"}:
            return self._antecedent(node, way.path, way.cost + 0.6, plural=True)
        return []

    def _clause(self, node: int, way: _Way) -> list[Argument]:
        graph = self.graph
        dep = graph.dep(graph.first_conjunct(node))
        found: list[Argument] = []
        if dep in {"csubj", "csubjpass", "pcomp", "nsubj", "nsubjpass", "pobj", "dobj"} or graph.tag(node) == "VBG":
            targets = graph.kids(node, "dobj")
            match = self._matches.get(node)
            if match is not None and match.trigger.object_prep:
                targets = targets + graph.brought(node, *match.trigger.object_prep)
            for target in targets:
                found += self._resolve(target, way.on(0.2))
            if graph.dep(node) in {"nsubj", "csubj"}:
                found += self._conjuncts(node, way.dearer(0.2))
        elif dep in {"ccomp", "xcomp", "oprd", "acomp"}:
            for kid in graph.kids(node, "acomp", "attr", "oprd", "dobj", "xcomp", "nsubj"):
                if graph.mention(kid) is not None and graph.dep(kid) in {"acomp", "attr", "oprd", "xcomp"}:
                    found += self._resolve(kid, way.on(0.2))
        return found

    def _noun(self, node: int, way: _Way) -> list[Argument]:
        graph, words = self.graph, self.words
        lemma = graph.lemma(node)
        way = way.dearer(0.0 if lemma in words["transparent_nouns"] or node in self._matches else 0.25)
        equated = self._equated(node, way)
        agent = self._matches.get(node)
        told = graph.dep(node) == "attr" or (graph.dep(node) == "appos" and bool(equated))
        if agent is not None and agent.form == "agent" and told:
            return equated  # "it is an inhibitor of A, blocking B", "D, an inhibitor of A that blocks B": not A
        if equated and (self.rules.types_of_noun(lemma) or lemma in words["opaque_nouns"]):
            return equated
        if lemma in words["opaque_nouns"]:
            return []
        demonstrative = self._demonstrative(node, way.path, way.cost)
        if demonstrative:
            return demonstrative
        groups = self._groups(node, way)
        if lemma in words["carrier_nouns"]:
            return self._carrier(groups)
        named = ("appos",) if agent is not None and agent.form == "agent" else ()
        meant = self._meant(lemma, groups) if not (named and groups["appos"]) else None
        if meant is not None:
            return meant
        found = [groups[name] for name in (*named, "of", "modifier", "appos", "other") if groups[name]]
        return found[0] if found else equated

    def _meant(self, lemma: str, groups: dict[str, list[Argument]]) -> list[Argument] | None:
        """Return what a noun of some kinds speaks of, among what hangs on it; None for any other noun."""
        words = self.words
        variants = [a for a in groups["modifier"] if a.mention.label_ == "VARIANT"]
        if variants:
            return variants
        if lemma in words["care_nouns"]:
            for name, group in groups.items():  # who treats resistant tumours does not bring resistance about
                groups[name] = [a for a in group if a.mention.label_ != "DRUG_RESPONSE"]
        if lemma in words["treatment_nouns"]:
            given = [a for name in ("with", "modifier") for a in groups[name] if self._is_given(a, groups[name])]
            if not given and {a.mention.label_ for a in groups["of"]} & self.rules.types["places"]:
                given = [a for a in groups["with"] if a.mention.label_ in self.rules.types["molecules"]]
            if given and not any(a.mention.label_ == "PROCESS" for a in groups["of"]):
                return given  # "D treatment of C cells", "treatment of C cells with D", "exposure of C cells to D"
        named = self._named_kind(lemma, groups)
        if named:
            return named
        if lemma in words["handling_nouns"] or lemma.endswith(tuple(words["enzyme_endings"])):
            handled = [a for a in groups["modifier"] if a.mention.label_ == "CHEMICAL"]
            if handled and len(handled) == len(groups["modifier"]):
                return groups["appos"]  # "glucose transporters" are not glucose
        return None

    def _named_kind(self, lemma: str, groups: dict[str, list[Argument]]) -> list[Argument]:
        """Return what a noun that says what kind of thing something is speaks of, with what else it says of it."""
        words = self.words
        effects = [a for a in groups["modifier"] if a.mention.label_ in {"DRUG_RESPONSE", "PROCESS"}]
        if groups["such"] and {a.mention.label_ for a in groups["such"]} <= self._kinds(lemma):
            processes = effects if lemma in words["property_nouns"] else []
            return processes + groups["such"]  # "resistance-related genes such as ABCB1"
        molecules = [a for a in groups["modifier"] if a.mention.label_ in {"GENE", "NCRNA"}]
        if not molecules and lemma in words["molecule_nouns"]:
            molecules = [a for a in groups["appos"] + groups["such"] if a.mention.label_ in {"GENE", "NCRNA"}]
        if effects and molecules:
            return molecules  # "the antiapoptotic protein BCL2", "stemness markers (SOX2 and NANOG)"
        if all(a.mention.label_ in {"DISEASE", "CELL_LINE", "CELL_TYPE"} for a in groups["of"]):
            return effects  # "the resistance mechanism of lung cancer"
        return []

    def _kinds(self, lemma: str) -> frozenset[str]:
        """Return the types of mention that a noun may stand for, with "such as" behind it."""
        molecules = {"GENE", "NCRNA"} if lemma in self.words["molecule_nouns"] else set()
        processes = {"PROCESS"} if lemma in self.words["property_nouns"] else set()
        return self.rules.types_of_noun(lemma) | molecules | processes

    def _is_given(self, argument: Argument, group: list[Argument]) -> bool:
        """Tell whether something is given as a drug, or named in one list with one: "treatment with D or TRAIL"."""
        drugs = [a.mention for a in group if a.mention.label_ == "CHEMICAL"]
        return argument.mention in drugs or any(d.end < argument.mention.start <= d.end + 2 for d in drugs)

    def _equated(self, node: int, way: _Way) -> list[Argument]:
        """Return what a predicate or appositive noun is said of: "X is a receptor that …", "X, a protein that …"."""
        graph = self.graph
        dep, head = graph.dep(node), graph.head(node)
        if dep == "attr":
            found = []
            for kid in graph.kids(head, "nsubj"):
                found += self._resolve(kid, way.on(0.2))
            return found
        mention = graph.mention(head)
        if dep == "appos" and mention is not None and graph.lemma(node) not in self.words["event_nouns"]:
            return [Argument(mention, (*way.path, head), way.cost + 0.2, anaphor=True)]
        return []

    def _of_its_class(self, node: int, mention: Span, way: _Way) -> list[Argument]:
        """Return what a mention only names the class of: "X, a GTPase required for B"."""
        if not any(self.graph.lower(kid) in {"a", "an"} for kid in self.graph.kids(node, "det")):
            return []
        return [replace(a, anaphor=True) for a in self._equated(node, way) if a.mention.label_ == mention.label_]

    def _groups(self, node: int, way: _Way) -> dict[str, list[Argument]]:
        """Return what hangs on a noun, by how it does."""
        groups: dict[str, list[Argument]] = {"of": [], "modifier": [], "appos": [], "with": [], "such": [], "other": []}
        self._by_prepositions(groups, node, way)
        self._by_clauses(groups, node, way)
        self._by_modifiers(groups, node, way)
        groups["other"] = groups["with"] + groups["such"] + groups["other"]
        return groups

    def _by_prepositions(self, groups: dict[str, list[Argument]], node: int, way: _Way) -> None:
        graph, words, match, lemma = self.graph, self.words, self._matches.get(node), self.graph.lemma(node)
        own = {"of"} | (set(match.trigger.noun_object_prep) if match and match.form == "noun" else set())
        if lemma in words["treatment_nouns"]:
            own.discard("with")
        for link in graph.preps_from(node):
            if link.token in way.exclude:
                continue
            if link.name in own:
                groups["of"] += self._resolve(link.target, way.on())
            elif link.name in words["having"] or (link.name == "to" and lemma == "exposure"):
                groups["with"] += self._resolve(link.target, way.on(0.3))
            elif link.name == "in" and match is not None:
                continue  # "NOX4 inhibition in fibroblasts" is not about fibroblasts
            elif link.name in words["exemplifying"]:
                groups["such"] += self._resolve(link.target, way.on(0.3))
            elif link.name in words["concerning"]:
                found = self._resolve(link.target, way.on(0.3))
                if link.name == "in":  # "the lack of extensions in C cells" is not about these
                    found = [a for a in found if a.mention.label_ not in {"CELL_TYPE", "CELL_LINE"}]
                groups["other"] += found

    def _by_clauses(self, groups: dict[str, list[Argument]], node: int, way: _Way) -> None:
        graph, words = self.graph, self.words
        for kid in graph.kids(node, "acl"):
            if graph.tag(kid) == "VBG" and graph.lemma(kid) in words["carrying_verbs"]:
                for thing in graph.kids(kid, "dobj"):
                    groups["with"] += self._resolve(thing, way.on(0.3))
        for kid in graph.kids(node, "parataxis"):  # "stemness-related genes (SOX2 and SOX9)"
            if graph.doc[kid - 1].text == "(":
                groups["such"] += self._resolve(kid, way.on(0.3))
        for kid in graph.kids(node, "acl"):  # "antisense oligonucleotides targeting X"
            for thing in graph.kids(kid, "dobj") if graph.tag(kid) == "VBG" else ():
                hit = self._resolve(thing, way.on(0.1))
                groups["of"] += [a for a in hit if any(cue == node for cue, _ in cues_of(a.mention))]

    def _by_modifiers(self, groups: dict[str, list[Argument]], node: int, way: _Way) -> None:
        graph, words = self.graph, self.words
        for kid in [kid for kid in graph.kids(node, *_MODIFIERS) if not self._is_against(node, kid)]:
            if graph.dep(kid) == "appos":
                groups["appos"] += self._resolve(kid, way.on(0.1))
            elif graph.mention(kid) is not None or graph.dep(kid) == "poss":
                groups["modifier"] += self._resolve(kid, way.on())
                if graph.lemma(node) in words["pair_nouns"]:
                    groups["modifier"] += self._joined(kid, way)
            elif graph.dep(kid) == "amod" and graph.lower(kid) in words["directed_adjectives"]:
                for name in graph.kids(kid, "npadvmod", "compound", "nmod"):
                    groups["modifier"] += self._resolve(name, way.on())
            elif graph.dep(kid) in {"compound", "nmod"} and not graph.is_clause(kid) and not self._hyphenated(kid):
                groups["modifier"] += self._resolve(kid, way.on(0.2))

    def _is_against(self, node: int, kid: int) -> bool:
        """Tell whether a word says what molecules are against: "anti-apoptotic proteins" are no apoptosis."""
        mention = self.graph.mention(kid)
        against = mention is not None and mention.label_ == "PROCESS" and mention.text.lower().startswith("anti")
        return against and self.graph.lemma(node) in self.words["molecule_nouns"]

    def _joined(self, node: int, way: _Way) -> list[Argument]:
        """Return the other of two names that a hyphen or slash joins: A in "the A-B complex"."""
        graph, second = self.graph, self.graph.mention(node)
        if second is None or second.start < graph.sent.start + 2 or graph.lower(second.start - 1) not in _JOINTS:
            return []
        first = graph.mention(graph.node(second.start - 2))
        return [Argument(first, (*way.path, first.root.i), way.cost)] if first is not None else []

    def _hyphenated(self, node: int) -> bool:
        """Tell whether a word is the second part of "X-driven", which says how X bears on what follows."""
        graph = self.graph
        return node > graph.sent.start and graph.lower(node - 1) in {"-", "–"} and node in self._matches

    def _carrier(self, groups: dict[str, list[Argument]]) -> list[Argument]:
        """Choose what "X cells with Y" speaks of: Y if it is in a state, else X, the response before the disease."""
        telling = [a for a in groups["with"] if a.mention.label_ == "DRUG_RESPONSE"]
        stated = telling or [a for a in groups["with"] if state_of(a.mention) != "none"]
        if stated:
            return stated
        found = groups["modifier"] or groups["of"] or groups["appos"]
        for label in ("DRUG_RESPONSE", "CELL_LINE", "DISEASE"):
            named = [a for a in found if a.mention.label_ == label]
            if named:
                return named
        return found or groups["with"] or groups["such"]
