"""Treebank sentences and their transfer to another tokenisation."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

DASHES = "-\u2010\u2011\u2012\u2013\u2212"
ADJECTIVE = re.compile(
    r"(?:al|an|ant|ent|ar|ary|ory|ate|ble|ful|ic|il|ile|ive|less|like|ly|oid|ous|free|high|low|long|mutant|null|poor|prone|rich|short"
    r"|single|double|type|wide|wild|different|dependent)$"
)
GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "kappa": "κ", "zeta": "ζ", "omega": "ω"}


@dataclass(frozen=True)
class Node:
    """A token of a treebank. `head` is an index into the sentence; the root is its own head; `after` is white space."""

    text: str
    tag: str
    head: int
    dep: str
    after: str = " "


Sentence = list[Node]


def read_conll(path: Path) -> Iterator[tuple[list[str], Sentence]]:
    """Yield (comment lines, sentence) for a file in CoNLL-X or CoNLL-U columns."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for filled, block in groupby(lines, key=lambda line: bool(line.strip())):
        if not filled:
            continue
        rows = list(block)
        fields = [row.split("\t") for row in rows if not row.startswith("#")]
        sentence = [
            Node(
                text=row[1].replace(" ", ""),
                tag=row[4],
                head=int(row[6]) - 1 if row[6] != "0" else number,
                dep="ROOT" if row[6] == "0" else row[7],
            )
            for number, row in enumerate(fields)
        ]
        yield [row for row in rows if row.startswith("#")], sentence


def craft_article(conllu: Path, text: Path) -> list[Sentence]:
    """Sentences of one CRAFT article, with the blank lines of its text between headings and paragraphs."""
    sentences = [sentence for _, sentence in read_conll(conllu)]
    return _with_spaces(sentences, text.read_text(encoding="utf-8"))


def genia_abstracts(conll: Path, ids: Path, raw: Path) -> list[list[Sentence]]:
    """Sentences of the GENIA treebank by abstract, with the spaces of the raw abstracts."""
    sentences = [sentence for _, sentence in read_conll(conll)]
    numbers = ids.read_text().split()
    if len(numbers) != len(sentences):
        raise SystemExit(f"{ids}: {len(numbers)} lines for the {len(sentences)} sentences of {conll}")
    abstracts = []
    for number, group in groupby(zip(numbers, sentences, strict=True), key=lambda pair: pair[0]):
        path = raw / f"{int(number)}.txt"
        text = path.read_text(encoding="utf-8").replace("\n", " ") if path.exists() else ""
        abstracts.append(_with_spaces([sentence for _, sentence in group], text))
    return abstracts


def _with_spaces(sentences: list[Sentence], text: str) -> list[Sentence]:
    """Take the white space between tokens from `text`; guess it where the text differs."""
    position = 0
    result = []
    for sentence in sentences:
        spaced = []
        for node, guess in zip(sentence, _guess_spaces(sentence), strict=True):
            found = text.find(node.text, position, position + len(node.text) + 40)
            after = guess
            if found >= 0:
                position = found + len(node.text)
                rest = text[position : position + 8]
                after = rest[: len(rest) - len(rest.lstrip())]
            spaced.append(replace(node, after="\n\n" if "\n" in after else " " if after else ""))
        result.append(spaced)
    return result


def _guess_spaces(sentence: Sentence) -> list[str]:
    tight_before = {".", ",", ";", ":", ")", "]", "%", "'s", "?", "'"}
    following = [*(node.text for node in sentence[1:]), ""]
    return [
        "" if node.text in "([" or after in tight_before else " "
        for node, after in zip(sentence, following, strict=True)
    ]


def chunks(sentences: Iterable[Sentence], size: int) -> Iterator[list[Sentence]]:
    """Cut a text into training documents of about `size` tokens, between sentences."""
    chunk: list[Sentence] = []
    count = 0
    for sentence in sentences:
        if count and count + len(sentence) > size:
            yield chunk
            chunk, count = [], 0
        chunk.append(sentence)
        count += len(sentence)
    if chunk:
        yield chunk


def native_doc(nlp: Language, chunk: list[Sentence]) -> Doc:
    """Make a Doc over the treebank's own tokens."""
    words, tags, heads, deps = [], [], [], []
    for sentence in chunk:
        offset = len(words)
        for node in sentence:
            words.append(node.text)
            tags.append(node.tag)
            heads.append(node.head + offset)
            deps.append(node.dep)
    return Doc(nlp.vocab, words=words, tags=tags, heads=heads, deps=deps)


def chunk_text(chunk: list[Sentence]) -> tuple[str, list[tuple[int, int]], list[int]]:
    """Return the text, the (start, end) of every node, and the number of the sentence of every node."""
    text, spans, owners = "", [], []
    for number, sentence in enumerate(chunk):
        for node in sentence:
            spans.append((len(text), len(text) + len(node.text)))
            owners.append(number)
            text += node.text + node.after
    return text.rstrip(), spans, owners


def retokenized_doc(nlp: Language, chunk: list[Sentence]) -> Doc | None:
    """Transfer the trees of `chunk` to the tokens of `nlp`; None where a token would span two sentences.

    A token that covers several treebank tokens takes the place of their head. A treebank token that is split becomes
    a phrase headed by its last part, with the relations that CRAFT gives to hyphenated phrases.
    """
    text, spans, owners = chunk_text(chunk)
    nodes: list[Node] = []
    for sentence in chunk:
        offset = len(nodes)
        nodes.extend(replace(node, head=node.head + offset) for node in sentence)
    doc = nlp.make_doc(text)
    size = len(doc)
    heads = list(range(size))
    deps, tags = ["dep"] * size, ["_SP"] * size
    place = [-1] * len(nodes)
    pending: list[tuple[int, int]] = []
    for tokens, covered in _blocks(doc, spans):
        if len({owners[index] for index in covered}) > 1:
            return None
        top = _top(nodes, covered)
        last = next((i for i in reversed(tokens) if any(c.isalnum() for c in doc[i].text)), tokens[-1])
        if doc[tokens[-1]].text == ")" and len(tokens) > 2:
            last = tokens[0]
        for index in covered:
            place[index] = last
        pending.append((last, top))
        tags[last], deps[last] = nodes[top].tag, nodes[top].dep
        if len(tokens) > 1:
            _split(doc, tokens, last, tags, heads, deps)
    for token, top in pending:
        heads[token] = place[nodes[top].head]
        if heads[token] == token:
            deps[token] = "ROOT"
    for token in doc:
        if token.is_space:
            heads[token.i] = max(token.i - 1, 0)
    return Doc(
        nlp.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=tags,
        heads=heads,
        deps=deps,
    )


def _blocks(doc: Doc, spans: list[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (tokens, nodes) for the smallest groups that cover the same characters."""
    tokens = [token for token in doc if not token.is_space]
    left = right = 0
    while left < len(tokens) and right < len(spans):
        group, covered = [tokens[left].i], [right]
        token_end, node_end = tokens[left].idx + len(tokens[left]), spans[right][1]
        while token_end != node_end:
            if token_end < node_end:
                left += 1
                group.append(tokens[left].i)
                token_end = tokens[left].idx + len(tokens[left])
            else:
                right += 1
                covered.append(right)
                node_end = spans[right][1]
        yield group, covered
        left += 1
        right += 1


def _top(nodes: list[Node], covered: list[int]) -> int:
    if len(covered) == 1:
        return covered[0]
    inside = set(covered)
    tops = [index for index in covered if nodes[index].head not in inside or nodes[index].head == index]

    def depth(index: int) -> int:
        steps = 0
        while nodes[index].head != index:
            index, steps = nodes[index].head, steps + 1
        return steps

    return min(tops or covered, key=lambda index: (nodes[index].dep == "punct", depth(index)))


def _split(doc: Doc, tokens: list[int], last: int, tags: list[str], heads: list[int], deps: list[str]) -> None:
    word = doc[last].text
    hyphened = any(doc[index].text in DASHES for index in tokens)
    if tags[last] == "JJ" and hyphened:
        ending = next((tag for end, tag in (("ed", "VBN"), ("ing", "VBG")) if word.endswith(end)), "JJ")
        tags[last] = ending if ending != "JJ" or ADJECTIVE.search(word) else "NN"
        if tags[last] == "NN" and deps[last] == "amod":
            deps[last] = "compound"
    for index in tokens:
        if index == last:
            continue
        heads[index] = last
        text = doc[index].text
        if not any(c.isalnum() for c in text):
            tags[index] = {"(": "-LRB-", "[": "-LRB-", ")": "-RRB-", "]": "-RRB-"}.get(text, "HYPH")
            deps[index] = "punct"
        elif re.fullmatch(r"[\d.,]+", text):
            tags[index], deps[index] = "CD", "nummod"
        elif index > last:
            tags[index], deps[index] = "NN", "appos"
        elif text.endswith("ly"):
            tags[index], deps[index] = "RB", "advmod"
        elif ADJECTIVE.search(text) and text.islower():
            tags[index], deps[index] = "JJ", "amod"
        else:
            tags[index] = "NN"
            deps[index] = "npadvmod" if hyphened and tags[last] in {"JJ", "VBN", "VBG"} else "compound"


def augmented(chunk: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Return the chunk as a PDF, a heading or another author would have it: case, Greek, dashes, new gene names."""
    change = rng.choice(("lower", "upper", "greek", "dash", "names", "names"))
    names: dict[str, str] = {}

    def text(node: Node) -> str:
        if change == "lower":
            return node.text.lower()
        if change == "upper":
            return node.text.upper() if node.text.upper().lower() == node.text.lower() else node.text
        if change == "greek":
            return re.sub("|".join(GREEK), lambda match: GREEK[match.group()], node.text)
        if change == "dash":
            return node.text.replace("-", rng.choice(DASHES[1:]))
        if (
            re.fullmatch(r"[A-Z][A-Za-z]?[A-Z]*-?\d{0,2}[A-Za-z]?", node.text)
            and node.tag == "NN"
            and len(node.text) > 2
        ):
            return names.setdefault(node.text, invented_name(rng))
        return node.text

    return [[replace(node, text=text(node)) for node in sentence] for sentence in chunk]


def invented_name(rng: random.Random) -> str:
    """Make up a name in the shape of a gene, RNA, cell line or drug code."""
    letters = "ABCDEFGHIKLMNPRSTUVXYZ"
    stem = "".join(rng.choices(letters, k=rng.randint(2, 5)))
    digits = str(rng.randint(1, 30))
    long_digits = str(rng.randint(100, 9999))
    return rng.choice(
        (
            stem,
            stem + digits,
            stem + digits,
            f"{stem}-{digits}",
            stem.capitalize() + digits,
            f"{stem}{digits}{rng.choice('ABCαβ')}",
            f"miR-{long_digits[:3]}-{rng.choice('35')}p",
            f"LINC0{long_digits}",
            f"circ{stem}",
            f"{stem}-AS1",
            f"{stem}-{long_digits}",
            rng.choice(("le", "so", "ta", "ri", "ve", "da"))
            + rng.choice(("vati", "rafe", "muri", "goli", "brafe"))
            + rng.choice(("nib", "mab", "tinib")),
        )
    )
