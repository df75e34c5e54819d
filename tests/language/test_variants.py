import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from extract.language import extensions
from extract.language.names.variants import FUSED, RESIDUES, genes_of, substitution

extensions.register()
NLP = English()
# Words, the tokens of genes and variants, and the gene that each variant has.
CASES = [
    ("EGFR T790M causes R .", [0], [1], {1: "EGFR"}),
    ("BRAF ( V600E ) drives growth .", [0], [2], {2: "BRAF"}),
    ("EGFR L858R / T790M and MET D1228N grew .", [0, 5], [1, 3, 6], {1: "EGFR", 3: "EGFR", 6: "MET"}),
    ("The C797S mutation in EGFR was new .", [4], [1], {1: "EGFR"}),
    ("V600E BRAF and wild-type KRAS differ .", [1, 4], [0], {0: "BRAF"}),
    ("KRAS G12C is rare ; G12C cells grow .", [0], [1, 5], {1: "KRAS", 5: "KRAS"}),
    ("G12C was found with loss of TP53 .", [6], [0], {}),
    ("L536Q in the kinase domain of ESR1 grew with AKT1 .", [6, 9], [0], {0: "ESR1"}),
    ("AKT1 and ERBB2 harboring an L755W mutation grew .", [0, 2], [5], {5: "ERBB2"}),
    ("L755W cells resist an ERBB2 inhibitor .", [4], [0], {0: "ERBB2"}),
    ("L755W cells resist AKT1 and ERBB2 inhibitors .", [3, 5], [0], {}),
]


@pytest.mark.parametrize(("text", "genes", "variants", "expected"), CASES)
def test_a_variant_has_the_gene_it_is_named_with(text, genes, variants, expected):
    doc = Doc(NLP.vocab, words=text.split())
    for token in doc:
        token.is_sent_start = token.i == 0
    doc.ents = [Span(doc, i, i + 1, label) for label, at in (("GENE", genes), ("VARIANT", variants)) for i in at]
    assert {i: gene.text for i, gene in genes_of(doc, doc.ents).items()} == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [("p.Val600Glu", "V600E"), ("p.(Arg273His)", "R273H"), ("p.V600E", "V600E"), ("V600E", "V600E"), ("ITD", "ITD")],
)
def test_substitutions_are_written_one_way(name, short):
    assert substitution(name) == short


@given(st.sampled_from(sorted(RESIDUES)), st.integers(1, 4000), st.sampled_from(sorted(RESIDUES)))
def test_long_and_short_notation_are_the_same_variant(old, at, new):
    assert substitution(f"p.{old}{at}{new}") == f"{RESIDUES[old]}{at}{RESIDUES[new]}"


@pytest.mark.parametrize(
    ("word", "gene", "variant"),
    [("BRAFV600E", "BRAF", "V600E"), ("KRASG12D", "KRAS", "G12D"), ("CYP2D6*4", "CYP2D6", "*4")],
)
def test_a_gene_in_one_word_with_its_variant_is_told_apart(word, gene, variant):
    match = FUSED.fullmatch(word)
    assert (match["gene"], match["variant"]) == (gene, variant)


@pytest.mark.parametrize("word", ["CDK4", "FOXP3", "MIR21HG", "SLC7A11", "COX4I1"])
def test_gene_symbols_hold_no_variant(word):
    assert FUSED.fullmatch(word) is None


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("KRAS Q61H/K is active.", "KRAS Q61H/K"),
        ("The ABCB1 G2677T/A variant is rare.", "ABCB1 G2677T/A"),
        ("Cells with EGFR L747_P753>S grew.", "EGFR L747_P753>S"),
        ("Cells with EGFR vIII grew.", "EGFR vIII"),
        ("A BRAF V600E-expressing line grew.", "BRAF V600E"),
        ("T47D-derived clones grew.", None),
    ],
)
def test_forms_of_variants(nlp, text, variant):
    assert [ent.text for ent in nlp(text).ents if ent.label_ == "VARIANT"] == [variant] * bool(variant)
