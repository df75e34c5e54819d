"""Fit the weights of ``resistract_second_reading`` on the treebanks' development parts, with words not trained on."""

import argparse
import random
from collections import Counter
from pathlib import Path

import blas  # noqa: F401  speed alone
import numpy as np
import spacy
from clauses import Clauses
from convert_trees import CHUNK, read_corpora
from prose import Words, reworded
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Doc
from trees import Sentence, chunks, retokenized_doc

CHUNKS = 500
PUT_TOGETHER = 600
COLUMNS = ["word", "seen", "context", "parse"]
SEEN = 30  # times in the training texts that a word is no longer rare


def rare_words(nlp: Language, training: list[list[Sentence]]) -> Words:
    """Return word lists of verbs that are nouns, too, hardly in the training texts and not in `prose.toml`."""
    words = Words()
    used = {
        *words.transitive,
        *words.intransitive,
        *words.nouns,
        *(v for verbs in words.framed.values() for v in verbs),
    }
    seen = Counter(node.text.lower() for text in training for sentence in text for node in sentence)
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    rare = [
        word
        for word in sorted({*index["verb"]} & {*index["noun"]} - used)
        if word.isalpha()
        and len(word) > 2
        and not word.endswith(("ing", "ed"))
        and seen[word] + seen[f"{word}s"] < SEEN
    ]
    words.transitive = words.intransitive = words.nouns = rare
    words.framed = dict.fromkeys(words.framed, rare)
    return words


def texts(nlp: Language, corpora: Path, rng: random.Random) -> list[Doc]:
    """Make the texts to fit on: the development parts as they are and reworded, and sentences put together of them."""
    parts = read_corpora(corpora)
    words = rare_words(nlp, parts["craft-train"] + parts["genia-train"])
    development = parts["craft-dev"] + parts["genia-dev"]
    made = [chunk for text in development for chunk in chunks(text, CHUNK)]
    rng.shuffle(made)
    made = made[:CHUNKS]
    clauses = Clauses([sentence for text in development for sentence in text], words, rng)
    others = [[clauses.sentence()] for _ in range(PUT_TOGETHER)]
    reworded_ = [[reworded(sentence, words, rng) for sentence in chunk] for chunk in made]
    docs = [retokenized_doc(nlp, sentences) for sentences in made + reworded_ + others]
    return [doc for doc in docs if doc is not None]


def evidence(nlp: Language, docs: list[Doc]) -> tuple[np.ndarray, np.ndarray]:
    """Return for every doubt (rows) what `COLUMNS` names, and whether it is a verb."""
    component, tok2vec = nlp.get_pipe("resistract_second_reading"), nlp.get_pipe("tok2vec")
    rows, verbs = [], []
    for gold in docs:
        doc = tok2vec(Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold]))
        doubts = [d for d in component.doubts(doc) if gold[d.place].tag_[:2] in {"VB", "NN"}]
        if doubts:
            own = [[doubt.odds, doubt.seen] for doubt in doubts]
            rows.append(np.column_stack([own, component.context(doc, doubts), component.parses(doc, doubts)]))
            verbs += [gold[doubt.place].tag_.startswith("VB") for doubt in doubts]
    return np.concatenate(rows), np.array(verbs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="the assembled pipeline")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    nlp = spacy.load(arguments.model)
    rows, verbs = evidence(nlp, texts(nlp, arguments.corpora, random.Random(arguments.seed)))  # noqa: S311
    print(f"{len(verbs)} doubts, {verbs.sum()} of them verbs")
    for name, columns in {"first": COLUMNS[:3], "second": COLUMNS}.items():
        fitted = LogisticRegression().fit(rows[:, : len(columns)], verbs)
        wrong = (fitted.predict(rows[:, : len(columns)]) != verbs).sum()
        print(f"[weights.{name}]  # wrong about {wrong}")
        for key, value in zip([*columns, "bias"], [*fitted.coef_[0], *fitted.intercept_], strict=True):
            print(f"{key} = {value:.2f}")


if __name__ == "__main__":
    main()
