"""Whatever a parser makes of a sentence, reading it raises nothing."""

import random

import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TAGS = listed("NN NNS NNP VB VBD VBG VBN VBP VBZ JJ JJR RB IN TO DT CC CD MD PRP PRP$ WDT RP , . : -LRB- -RRB- HYPH")
LABELS = listed(
    "acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj dative dep det dobj"
    " expl mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp"
    " pobj poss preconj prep prt punct relcl xcomp"
)
WORDS = listed(
    "AKT PTEN sorafenib HCC cells resistance loss expression of to by with in and or but , ; ( ) . which that"
    " together along due targeting targets reduced increased induced knockdown effect inhibitor levels promotes"
    " activates silencing is was not their led sensitizes when while mediated role"
)
POS = {"NN": "NOUN", "VB": "VERB", "JJ": "ADJ", "IN": "ADP", "RB": "ADV", "CC": "CCONJ", "MD": "AUX", "DT": "DET"}
VOCAB = spacy.blank("en").vocab
TYPES = ("GENE", "CHEMICAL", "DISEASE", "PROCESS", "PATHWAY", "CELL_LINE", "DRUG_RESPONSE", "NCRNA")


def random_parse(vocab, seed: int, size: int) -> Doc:
    """Build a Doc of random words, tags, labels and heads, of one or two sentences, with mentions."""
    rng = random.Random(seed)
    words, tags = rng.choices(WORDS, k=size), rng.choices(TAGS, k=size)
    cut = rng.randint(1, size)
    heads, deps = [0] * size, [""] * size
    for start, end in ((0, cut), (cut, size)):
        order = rng.sample(range(start, end), end - start)
        for place, token in enumerate(order):
            heads[token] = order[rng.randrange(place)] if place else token
            deps[token] = rng.choice(LABELS) if place else "ROOT"
    doc = Doc(
        vocab,
        words=words,
        tags=tags,
        pos=[POS.get(tag[:2], "X") for tag in tags],
        lemmas=[word.lower() for word in words],
        heads=heads,
        deps=deps,
    )
    doc.ents = random_mentions(doc, rng)
    return doc


def random_mentions(doc: Doc, rng: random.Random) -> list[Span]:
    """Mark about every third word, or two or three words together: across a sentence's end, too."""
    spans, position = [], 0
    while position < len(doc):
        width = rng.choice((1, 1, 2, 3))
        if rng.random() < 0.4 and position + width <= len(doc):
            span = Span(doc, position, position + width, label=rng.choice(TYPES))
            span._.norm = span.text
            if span.label_ == "DRUG_RESPONSE":
                span._.direction = rng.choice(("resistance", "sensitivity"))
            spans.append(span)
        position += width
    return spans


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0), size=st.integers(min_value=2, max_value=40))
def test_random_parses_raise_nothing(finder, seed, size):
    doc = finder(random_parse(VOCAB, seed, size))
    for relation in doc._.relations:
        assert relation.subject in doc.ents
        assert relation.object in doc.ents
