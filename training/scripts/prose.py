"""Treebank sentences in the words of reviews: gold trees, other verbs, nouns and names."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import replace
from pathlib import Path

from spacy.lookups import load_lookups
from trees import Node, Sentence, invented_name

from extract.relations.rules.inflection import IRREGULAR

WORDS = Path(__file__).parents[1] / "words" / "prose.toml"
UNCHANGING = {"cast", "offset", "quit", "reset", "rid", "thrust"}
NAME = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]*\d{0,3}[A-Za-z]?")
#: What hangs on a verb whose place other verbs cannot take.
FRAMED = {"ccomp", "xcomp", "dative", "prt", "acomp", "attr", "oprd", "csubj", "expl", "pcomp"}


class Words:
    """The word lists of ``words/prose.toml`` and the forms of the verbs.

    A verb's forms are keyed by tag: VB, VBP, VBZ, VBD, VBN, VBG.
    """

    def __init__(self, path: Path = WORDS):
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
        self.transitive = self._verbs(lists["transitive"])
        self.intransitive = self._verbs(lists["intransitive"])
        self.framed = {preposition: verbs.split() for preposition, verbs in lists["transitive"]["with"].items()}
        self.nouns = lists["nouns"]["words"].split()
        self.names = {key: words.split() for key, words in lists["names"].items()}
        self._known = load_lookups("en", tables=["lemma_exc"]).get_table("lemma_exc")["verb"]

    @staticmethod
    def _verbs(lists: dict[str, str]) -> list[str]:
        return 2 * lists["like_nouns"].split() + lists["plain"].split()

    def form(self, verb: str, tag: str) -> str:
        """Return the form of a verb for a tag of the Penn Treebank."""
        if tag in {"VB", "VBP"}:
            return verb
        if tag == "VBZ":
            return plural(verb)
        prefix = next((p for p in ("over", "out", "under", "up", "off", "re") if verb.startswith(p)), "")
        stem = verb if verb in IRREGULAR else verb[len(prefix) :]
        if tag in {"VBD", "VBN"} and stem in IRREGULAR:
            past = IRREGULAR[stem][0 if tag == "VBD" else 1]
            return past if stem == verb else prefix + past
        if tag != "VBG" and verb in UNCHANGING:
            return verb
        return self._regular(verb, "ing" if tag == "VBG" else "ed")

    def _regular(self, verb: str, ending: str) -> str:
        if verb.endswith("e") and not (ending == "ing" and verb.endswith(("ee", "oe", "ye"))):
            if ending == "ing" and verb.endswith("ie"):
                return verb[:-2] + "ying"
            return verb[:-1] + ending
        if verb.endswith("y") and verb[-2] not in "aeiou" and ending == "ed":
            return verb[:-1] + "ied"
        doubled = verb + verb[-1] + ending
        short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb)
        british = verb.endswith("l") and not short and doubled in self._known and len(verb) % 2  # "modelled", "fueled"
        return doubled if short or british or (doubled in self._known and not verb.endswith("l")) else verb + ending


def plural(word: str) -> str:
    """Return a word with the ending "-s"."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def reworded(sentence: Sentence, words: Words, rng: random.Random) -> Sentence:
    """Return the sentence with other verbs of the same frame and form, other nouns, and other names; the same tree."""
    kids: dict[int, list[int]] = {}
    for index, node in enumerate(sentence):
        if node.head != index:
            kids.setdefault(node.head, []).append(index)
    names: dict[str, str] = {}
    renamed = rng.random() < 0.6
    result = []
    for index, node in enumerate(sentence):
        below = [sentence[kid] for kid in kids.get(index, ())]
        text = node.text
        if node.tag.startswith("VB") and text.islower() and text.isalpha():
            text = _other_verb(node, below, words, rng)
        elif node.tag in {"NN", "NNS"} and text.islower() and text.isalpha():
            text = _other_noun(node, below, words, rng)
        elif renamed and node.tag in {"NN", "NNP"} and len(text) > 2 and NAME.fullmatch(text):
            text = names.setdefault(text, other_name(words, rng))
        result.append(replace(node, text=text))
    return result


def _other_verb(node: Node, below: list[Node], words: Words, rng: random.Random) -> str:
    labels = {kid.dep for kid in below}
    if labels & FRAMED or node.dep in {"aux", "auxpass", "prep", "case"} or rng.random() > 0.7:
        return node.text
    if node.text in {"using", "including", "according", "followed", "based", "compared"}:
        return node.text
    passive = bool(labels & {"auxpass", "nsubjpass"}) or (node.tag == "VBN" and node.dep in {"acl", "amod"})
    if not passive and "dobj" not in labels:
        return node.text
    prepositions = [kid.text.lower() for kid in below if kid.dep == "prep"]
    framed = [p for p in prepositions if p in words.framed]
    if framed and not passive:
        return words.form(rng.choice(words.framed[framed[0]]), node.tag)
    if set(prepositions) & {"to", "with", "as", "for", "from", "into", "on", "of"}:
        return node.text
    return words.form(rng.choice(words.transitive), node.tag)


def _other_noun(node: Node, below: list[Node], words: Words, rng: random.Random) -> str:
    modified = {"det", "amod", "poss", "nummod", "compound", "nmod"} & {kid.dep for kid in below}
    argument = node.dep in {"dobj", "pobj", "nsubj", "nsubjpass", "conj", "attr", "appos"}
    if not modified or not argument or rng.random() > 0.2:
        return node.text
    vowel = re.match(r"[aeiou]", node.text)  # "a", "an" before it stays right
    fitting = [word for word in words.nouns if bool(re.match(r"[aeiou]", word)) == bool(vowel)]
    word = rng.choice(fitting)
    return plural(word) if node.tag == "NNS" else word


def other_name(words: Words, rng: random.Random) -> str:
    """Return a name of a gene, RNA, cell line or drug: made up, or a drug's."""
    return rng.choice(words.names["chemicals"]) if rng.random() < 0.2 else invented_name(rng)
