"""Scores of a pipeline on the treebanks' test files and the entity corpora's development parts."""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import blas  # noqa: F401  speed alone
import spacy
from convert_trees import read_corpora
from entities import (
    CELL_LINE,
    CELL_TYPE,
    CHEMICAL,
    DISEASE,
    GENE,
    NCRNA,
    ORGANISM,
    UNKNOWN,
    VARIANT,
    Annotated,
    read_all,
)
from spacy.language import Language
from spacy.scorer import PRFScore, Scorer
from spacy.tokens import Doc, DocBin, Token
from spacy.training import Example
from trees import Sentence, chunk_text

#: What tags and trees come from.
PARTS = ("tok2vec", "resistract_second_reading", "tagger", "parser")
#: What each corpus calls a thing, for the labels that the pipeline gives.
SCHEMES = {
    "cg-dev": {
        GENE: "gene",
        NCRNA: "gene",
        CHEMICAL: "chemical",
        DISEASE: "cancer",
        CELL_LINE: "cell",
        CELL_TYPE: "cell",
        ORGANISM: "organism",
    },
    "bc5cdr-dev": {CHEMICAL: "chemical", DISEASE: "disease"},
    "jnlpba-dev": {GENE: "protein", NCRNA: "protein", CELL_LINE: "cell line", CELL_TYPE: "cell type"},
    "ncbi-dev": {DISEASE: "disease"},
    "bc2gm-dev": {GENE: "gene", NCRNA: "gene"},
    "biored-dev": {
        GENE: "gene",
        NCRNA: "gene",
        CHEMICAL: "chemical",
        DISEASE: "disease",
        CELL_LINE: "cell line",
        ORGANISM: "organism",
        VARIANT: "variant",
    },
}


def tree_scores(nlp: Language, path: Path) -> dict[str, float]:
    """Tag accuracy, UAS, LAS and sentence F1 over a file made by ``convert_trees.py``; blank lines are not counted."""
    gold = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    examples = []
    with nlp.select_pipes(enable=[name for name in PARTS if name in nlp.pipe_names]):
        for reference in gold:
            words, spaces = [t.text for t in reference], [bool(t.whitespace_) for t in reference]
            predicted = nlp(Doc(nlp.vocab, words=words, spaces=None if reference.has_unknown_spaces else spaces))
            examples.append(Example(predicted, reference))

    def label(token: Token, attr: str) -> str:
        return "space" if token.is_space else getattr(token, f"{attr}_").lower()

    deps = Scorer.score_deps(examples, "dep", getter=label, ignore_labels=("p", "punct", "space"))
    tags = Scorer.score_token_attr(examples, "tag")
    sents = Scorer.score_spans(examples, "sents")
    return {
        "tag_acc": tags["tag_acc"],
        "uas": deps["dep_uas"],
        "las": deps["dep_las"],
        "las_with_punct": Scorer.score_deps(examples, "dep", getter=label, ignore_labels=("space",))["dep_las"],
        "sents_f": sents["sents_f"],
    }


def sentence_scores(nlp: Language, articles: list[list[Sentence]]) -> float:
    """Sentence F1 over whole articles as running text, blank lines between paragraphs and no boundary given."""
    score = PRFScore()
    for article in articles:
        text, spans, owners = chunk_text(article)
        gold: dict[int, tuple[int, int]] = {}
        for (begin, end), owner in zip(spans, owners, strict=True):
            gold[owner] = (gold.get(owner, (begin, end))[0], end)
        with nlp.select_pipes(enable=["tok2vec", "parser"]):
            doc = nlp(text)
        score.score_set({_stripped(sent) for sent in doc.sents if sent.text.strip()}, set(gold.values()))
    return score.fscore


def _stripped(span: object) -> tuple[int, int]:
    text = span.text
    start = span.start_char + len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def entity_scores(nlp: Language, documents: Iterable[Annotated], scheme: dict[str, str]) -> dict[str, dict[str, float]]:
    """Exact precision, recall and F1 by type, and over all types of the corpus, on character offsets."""
    scores: dict[str, PRFScore] = defaultdict(PRFScore)
    documents = list(documents)
    for document, doc in zip(
        documents, nlp.pipe((d.text for d in documents), disable=["tagger", "parser", "lemmatizer"]), strict=True
    ):
        gold = {(start, end, scheme[label]) for start, end, label in document.spans if label != UNKNOWN}
        found = {(ent.start_char, ent.end_char, scheme[ent.label_]) for ent in doc.ents if ent.label_ in scheme}
        scores["all"].score_set(found, gold)
        for kind in set(scheme.values()):
            scores[kind].score_set({s for s in found if s[2] == kind}, {s for s in gold if s[2] == kind})
    return {kind: {"p": s.precision, "r": s.recall, "f": s.fscore} for kind, s in sorted(scores.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("converted", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--only", choices=("trees", "entities"))
    arguments = parser.parse_args()

    nlp = spacy.load(arguments.model)
    result: dict[str, object] = {}
    if arguments.only != "entities":
        for name in ("genia-test", "genia-test-native", "craft-test", "craft-test-native"):
            result[name] = tree_scores(nlp, arguments.converted / f"{name}.spacy")
        result["craft-test-sentences-f"] = sentence_scores(nlp, read_corpora(arguments.corpora)["craft-test"])
    if arguments.only != "trees" and "ner" in nlp.pipe_names:
        corpora = read_all(arguments.corpora)
        for name, scheme in SCHEMES.items():
            result[name] = entity_scores(nlp, corpora[name], scheme)
    text = json.dumps(result, indent=1)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
