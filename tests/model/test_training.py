"""The conversion of treebanks and entity corpora, on invented sentences."""

import lzma
import random
import sys
from pathlib import Path

import pytest
import spacy

from extract.language.model.tokenizer import create_tokenizer

SCRIPTS = Path(__file__).parents[2] / "training" / "scripts"
sys.path.insert(0, str(SCRIPTS))

import clauses  # noqa: E402
import convert_entities  # noqa: E402
import entities  # noqa: E402
import entity_docs  # noqa: E402
import prose  # noqa: E402
import raw_passages  # noqa: E402
import trees  # noqa: E402


@pytest.fixture(scope="module")
def nlp():
    blank = spacy.blank("en")
    blank.tokenizer = create_tokenizer()(blank)
    return blank


def sentence(rows):
    """Rows of text, tag, 1-based head (0 for the root), relation, white space after."""
    return [
        trees.Node(text, tag, head - 1 if head else number, dep if head else "ROOT", after)
        for number, (text, tag, head, dep, after) in enumerate(rows)
    ]


SPLIT = sentence(
    [
        ("KDM5A", "NN", 5, "npadvmod", ""),
        ("-", "HYPH", 5, "punct", ""),
        ("3", "CD", 1, "nummod", ""),
        ("-", "HYPH", 5, "punct", ""),
        ("driven", "VBN", 6, "amod", " "),
        ("growth", "NN", 7, "nsubj", " "),
        ("stopped", "VBD", 0, "", ""),
        (".", ".", 7, "punct", "\n\n"),
    ]
)
WHOLE = sentence(
    [
        ("Axitinib-resistant", "JJ", 2, "amod", " "),
        ("cells", "NNS", 3, "nsubj", " "),
        ("grew", "VBD", 0, "", " "),
        ("after", "IN", 3, "prep", " "),
        ("p12(ABC1)", "NN", 6, "compound", " "),
        ("loss", "NN", 4, "pobj", ""),
        (".", ".", 3, "punct", ""),
    ]
)


def test_merged_token_takes_the_place_of_its_head(nlp):
    doc = trees.retokenized_doc(nlp, [SPLIT])
    assert [t.text for t in doc] == ["KDM5A-3", "-", "driven", "growth", "stopped", "."]
    assert [(t.dep_, t.head.text) for t in doc][:3] == [("npadvmod", "driven"), ("punct", "driven"), ("amod", "growth")]


def test_split_token_becomes_a_phrase(nlp):
    doc = trees.retokenized_doc(nlp, [WHOLE])
    arcs = {(t.text, t.dep_, t.head.text) for t in doc}
    assert {("Axitinib", "npadvmod", "resistant"), ("resistant", "amod", "cells"), ("cells", "nsubj", "grew")} <= arcs
    assert {("p12", "compound", "loss"), ("ABC1", "appos", "p12"), ("(", "punct", "p12")} <= arcs


def test_sentences_and_blank_lines(nlp):
    doc = trees.retokenized_doc(nlp, [SPLIT, WHOLE])
    assert "\n\n" in [t.text for t in doc]
    assert [sent.text.strip()[-8:] for sent in doc.sents] == ["stopped.", "1) loss."]
    assert sum(t.dep_ == "ROOT" for t in doc) == 2


def test_every_augmented_tree_is_a_tree(nlp):
    rng = random.Random(3)
    for _ in range(50):
        doc = trees.retokenized_doc(nlp, trees.augmented([SPLIT, WHOLE], rng))
        assert sum(t.dep_ == "ROOT" for t in doc) == 2
        assert all(t.head.i != t.i or t.dep_ == "ROOT" for t in doc)


def test_native_doc_keeps_the_tokens_of_the_treebank(nlp):
    doc = trees.native_doc(nlp, [SPLIT, WHOLE])
    assert [t.text for t in doc] == [node.text for part in (SPLIT, WHOLE) for node in part]
    assert doc.has_unknown_spaces


def test_chunks_lose_nothing():
    parts = list(trees.chunks([SPLIT, WHOLE, SPLIT], 10))
    assert [s for part in parts for s in part] == [SPLIT, WHOLE, SPLIT]
    assert len(parts) == 3


def test_conll(tmp_path):
    path = tmp_path / "x.conllu"
    path.write_text(
        "# text = It grew\n1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n"
        "2\tgrew\tgrow\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\n"
    )
    ((comments, nodes),) = trees.read_conll(path)
    assert comments == ["# text = It grew"]
    assert [(n.text, n.head, n.dep) for n in nodes] == [("It", 1, "nsubj"), ("grew", 1, "ROOT")]


@pytest.mark.parametrize(
    "name",
    ["miR-422a", "let-7b-5p", "LINC01234", "SNHG3", "circRAB3", "XYZ2-AS1", "HOTAIR", "hsa-miR-9", "microRNA-30"],
)
def test_non_coding_names(name):
    assert entities.ncrna_or_gene(name) == "NCRNA"


@pytest.mark.parametrize("name", ["MIRO1", "AKT1", "LIN28", "DICER", "AS3MT", "cyclin D1", "CIRBP"])
def test_coding_names(name):
    assert entities.ncrna_or_gene(name) == "GENE"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("786-O cells", "CELL_LINE"), ("HeLa", "CELL_LINE"), ("CD8+ T cells", "CELL_TYPE"), ("fibroblasts", "CELL_TYPE")],
)
def test_cell_lines_and_types(name, kind):
    assert entities.cell_line_or_type(name) == kind


def annotated(text, *spans, known=("GENE",)):
    found = tuple((text.index(part), text.index(part) + len(part), label) for part, label in spans)
    return entities.Annotated("toy", "1", text, found, frozenset(known))


def test_silver_fills_only_what_the_corpus_does_not_mark(nlp):
    document = annotated("KDM5A binds axitinib in liver cells.", ("KDM5A", "GENE"))
    silver = [(0, 5, "CHEMICAL"), (12, 20, "CHEMICAL"), (24, 29, "GENE")]
    doc, lost = entity_docs.to_doc(nlp, document, silver)
    assert [(e.text, e.label_) for e in doc.ents] == [("KDM5A", "GENE"), ("axitinib", "CHEMICAL")]
    assert lost == 0


def test_unknown_spans_are_missing_not_outside(nlp):
    doc, _ = entity_docs.to_doc(nlp, annotated("The KDM5A promoter was open.", ("KDM5A promoter", "UNKNOWN")))
    assert [t.ent_iob for t in doc][:4] == [2, 0, 0, 2]


def marker(**patterns):
    """A stand-in for a trained recogniser, which finds the given phrases."""
    blank = spacy.blank("en")
    blank.tokenizer = create_tokenizer()(blank)
    ruler = blank.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": phrase} for label, names in patterns.items() for phrase in names])
    return blank


def test_teachers_and_checker_must_agree():
    text = "Axitinib and tivozanib slowed renal carcinoma in Caki-1 cells of mice."
    document = entities.Annotated("bc5cdr", "1", text, (), frozenset({entities.DISEASE}))
    teachers = {
        "chemicals-diseases": marker(CHEMICAL=["Axitinib", "tivozanib"], DISEASE=["renal carcinoma"]),
        "genes-cells": marker(CELL_LINE=["Caki-1 cells"], CELL_TYPE=["cells"], ORGANISM=["mice"], CHEMICAL=["slowed"]),
    }
    checker = marker(CHEMICAL=["Axitinib"], CELL_LINE=["Caki-1"], ORGANISM=["mice"], DISEASE=["carcinoma"])

    def marked(checker):
        return {(text[start:end], label) for start, end, label in convert_entities.silver(document, teachers, checker)}

    assert marked(None) >= {("tivozanib", "CHEMICAL"), ("Caki-1 cells", "CELL_LINE")}
    assert marked(checker) == {
        ("Axitinib", "CHEMICAL"),
        ("mice", "ORGANISM"),
        ("tivozanib", "UNKNOWN"),
        ("Caki-1 cells", "UNKNOWN"),
        ("Caki-1", "UNKNOWN"),
    }


def test_implausible_spans_are_missing():
    document = entities.Annotated("bc5cdr", "1", "These cells died.", (), frozenset())
    teachers = {"genes-cells": marker(CELL_TYPE=["cells"])}
    assert convert_entities.silver(document, teachers, None) == [(6, 11, entities.UNKNOWN)]


def test_raw_text_leaves_out_what_is_held_out(tmp_path):
    held_out = entities.Annotated("cg", "1", "one two three four five six seven eight nine", (), frozenset())
    fresh = " ".join(f"word{number}" for number in range(50))
    with lzma.open(tmp_path / "raw.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join((f"{fresh} one two three four five six seven eight", fresh, "too short")))
    assert [doc.text for doc in entities.read_raw(tmp_path / "raw.xz", [held_out], every=1)] == [fresh]


def test_renaming_keeps_spans_on_their_names():
    document = annotated("KDM5A binds SMAD4; KDM5A stays.", ("KDM5A", "GENE"), ("SMAD4", "GENE"))
    for seed in range(40):
        new = entity_docs.renamed(document, random.Random(seed))
        assert len(new.spans) == 2
        assert all(label in {"GENE", "NCRNA"} and end > start for start, end, label in new.spans)
        assert new.text[new.spans[0][1] :].lstrip().startswith("binds")


def test_references_move_spans_along():
    text = "KDM5A binds SMAD4. It grows, then SMAD4 falls. KDM5A stays."
    document = annotated(text, ("KDM5A", "GENE"), ("SMAD4", "GENE"))
    document = entities.Annotated(
        "toy", "1", text, (*document.spans, (34, 39, "GENE"), (47, 52, "GENE")), document.known
    )
    longer = 0
    for seed in range(40):
        new = entity_docs.with_references(document, random.Random(seed))
        assert [new.text[start:end] for start, end, _ in new.spans] == ["KDM5A", "SMAD4", "SMAD4", "KDM5A"]
        longer += len(new.text) > len(text)
    assert longer


def test_held_out_fifth_is_a_fifth():
    assert 0.17 < sum(entities.held_out(str(number)) for number in range(5000)) / 5000 < 0.23


PROSE = sentence(
    [
        ("The", "DT", 2, "det", " "),
        ("kinase", "NN", 3, "nsubj", " "),
        ("activates", "VBZ", 0, "ROOT", " "),
        ("several", "JJ", 5, "amod", " "),
        ("genes", "NNS", 3, "dobj", " "),
        ("in", "IN", 3, "prep", " "),
        ("these", "DT", 8, "det", " "),
        ("cells", "NNS", 6, "pobj", ""),
        (".", ".", 3, "punct", " "),
    ]
)


@pytest.fixture(scope="module")
def words():
    pytest.importorskip("spacy_lookups_data")
    return prose.Words()


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("tie", ("ties", "tied", "tied", "tying")),
        ("write", ("writes", "wrote", "written", "writing")),
        ("curb", ("curbs", "curbed", "curbed", "curbing")),
        ("stop", ("stops", "stopped", "stopped", "stopping")),
        ("quench", ("quenches", "quenched", "quenched", "quenching")),
        ("undercut", ("undercuts", "undercut", "undercut", "undercutting")),
    ],
)
def test_forms_of_verbs(words, verb, forms):
    assert tuple(words.form(verb, tag) for tag in ("VBZ", "VBD", "VBN", "VBG")) == forms


def test_reworded_sentences_keep_their_tree_and_change_their_verb(words):
    verbs = set()
    for seed in range(20):
        changed = prose.reworded(PROSE, words, random.Random(seed))
        assert [(n.tag, n.head, n.dep) for n in changed] == [(n.tag, n.head, n.dep) for n in PROSE]
        verbs.add(changed[2].text)
    assert len(verbs) > 5


def test_sentences_put_together_are_projective_trees(words):
    maker = clauses.Clauses([PROSE], words, random.Random(0))
    for _ in range(300):
        made = maker.sentence()
        assert [n.dep for n in made].count("ROOT") == 1
        assert all(made[n.head] is n for n in made if n.dep == "ROOT")
        arcs = [tuple(sorted((index, node.head))) for index, node in enumerate(made)]
        assert not any(a < c < b < d for a, b in arcs for c, d in arcs)


def test_lines_that_records_name_are_known(tmp_path):
    (tmp_path / "f9-raw12.jsonl").write_text('{"sid": "f9-raw12-s1"}\n')
    (tmp_path / "unseen.jsonl").write_text('{"line": 3}\n{"line": 40}\n')
    assert raw_passages.lines_of(tmp_path.glob("*.jsonl")) == {12, 3, 40}


def test_passages_come_from_lines_that_share_nothing_with_known_ones(nlp, tmp_path):
    lines = [" ".join(f"{name}{number}" for number in range(20)) + " . " for name in "abcd"]
    lines = [line + line for line in lines]
    lines[2] = lines[0][:60] + lines[2]
    raw = tmp_path / "raw.txt.xz"
    raw.write_bytes(lzma.compress("\n".join(lines).encode()))
    refused = entities.runs(lines[3])
    found = list(raw_passages.passages(nlp, raw, {0}, refused, 1000, seed=0))
    assert found and {token.text[0] for passage in found for token in passage} == {"b", "."}
    assert max(map(len, found)) <= raw_passages.LONGEST
