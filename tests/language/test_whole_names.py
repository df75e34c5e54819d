import pytest


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Q had no effect on adhesion to gelatin.", "adhesion to gelatin", "PROCESS"),
        ("It slows the growth of retinal blood vessels.", "growth of retinal blood vessels", "PROCESS"),
        ("It slows the metabolism of thyroid hormones.", "metabolism of thyroid hormones", "PROCESS"),
        ("It slows chloroplast proliferation.", "chloroplast proliferation", "PROCESS"),
        ("Q is effective for knee OA.", "knee OA", "DISEASE"),
        ("IL-33 activates innate immune cells.", "innate immune cells", "CELL_TYPE"),
        ("The innate immune pathways were lost.", "innate immune pathways", "PATHWAY"),
        ("It is linked to high cholesterol levels.", "cholesterol", "CHEMICAL"),
        ("Loss of ZNF598 slows translation.", "ZNF598", "GENE"),
        ("It raised structural plasticity.", "structural plasticity", "PROCESS"),
        ("It slowed overall growth.", "growth", "PROCESS"),
        ("Phase II metabolism was slow.", "Phase II metabolism", "PROCESS"),
        ("Most phase II metabolism is hepatic.", "phase II metabolism", "PROCESS"),
        ("Myometrial invasion was deep.", "Myometrial invasion", "PROCESS"),
        ("Q slowed cancer cachexia.", "cancer cachexia", "PROCESS"),
        ("Q lowered the endogenous thrombin potential.", "endogenous thrombin potential", "PROCESS"),
        ("Cooling reduced O2 delivery.", "O2 delivery", "PROCESS"),
        ("It showed antimicrobial activity.", "antimicrobial activity", "PROCESS"),
        ("It lowered the anti-inflammatory activity.", "anti-inflammatory", "PROCESS"),
        ("It binds liver X receptor (LXR) alpha.", "liver X receptor (LXR) alpha", "GENE"),
        ("It fosters the development of cancer cachexia.", "development of cancer", None),
        (
            "It blocks the phosphoinositide 3-kinase/protein kinase B signaling pathway.",
            "phosphoinositide 3-kinase/protein kinase B signaling pathway",
            "PATHWAY",
        ),
        ("The growth of HCC cells was slowed.", "growth", "PROCESS"),
        ("The growth of these cells was slowed.", "growth", "PROCESS"),
        ("It slowed the growth of these plants.", "growth", "PROCESS"),
        ("Store-operated calcium entry was lost.", "Store-operated calcium entry", "PROCESS"),
        ("Loss of TRPV1 reduced central sensitization.", "central sensitization", "PROCESS"),
        ("Oxidized LDL raised CD36 expression.", "Oxidized LDL", "CHEMICAL"),
        ("The type III secretion system injects proteins.", "type III secretion system", "GENE"),
        ("Growth cones collapse.", "Growth", None),
        ("T cell effector functions were lost.", "T cell effector functions", "PROCESS"),
        ("Bacteria-lymphocyte cross-talk was lost.", "Bacteria-lymphocyte cross-talk", "PROCESS"),
        ("The hydride transfer was slow.", "hydride transfer", "PROCESS"),
        ("It blocks the H+,K+-ATPase.", "H+,K+-ATPase", "GENE"),
        ("It opens hyperpolarization-activated cyclic nucleotide-gated channels.", "cyclic nucleotide", None),
        ("LPS raised IL-8 production.", "IL-8", "GENE"),
        ("LPS raised the generation of ROS.", "ROS", "CHEMICAL"),
        ("LPS raised the release of reactive oxygen species.", "reactive oxygen species", "CHEMICAL"),
        ("Lower A1C levels were seen.", "A1C", "GENE"),
        ("It blocked microglial and macrophage activation.", "microglial and macrophage activation", "PROCESS"),
        ("It causes local and systemic inflammation.", "systemic inflammation", "PROCESS"),
        ("The miRNA biogenesis pathway was lost.", "miRNA biogenesis pathway", "PATHWAY"),
        ("Lupus erythematosus is a disease.", "Lupus erythematosus", "DISEASE"),
        ("Gels were stained with Coomassie Brilliant Blue R-250.", "Coomassie Brilliant Blue R-250", "CHEMICAL"),
        ("Cells were grown under hypoxia conditions.", "hypoxia", "PROCESS"),
        ("LPS raised the release of pro-inflammatory cytokines.", "release of pro-inflammatory cytokines", "PROCESS"),
        ("Glucose raised insulin secretion.", "insulin secretion", "PROCESS"),
        ("The antidepressant effect of ketamine is fast.", "antidepressant", "PROCESS"),
    ],
)
def test_a_name_is_not_cut_to_a_piece_of_itself(spans, text, name, label):
    assert spans(text).get(name) == label


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("An increase in β-catenin protein stability was seen.", "protein stability", None),
        ("Artemisia princeps Pamp (APP) was tested. APP cut the weight.", "APP", None),
        ("The amyloid precursor protein (APP) was cleaved.", "APP", "GENE"),
    ],
)
def test_what_belongs_to_another_name_is_none_of_its_own(spans, text, name, label):
    assert spans(text).get(name) == label


def test_a_head_that_shares_its_modifier_is_named_with_it(nlp):
    doc = nlp("It controls tumour formation and progression.")
    assert [ent._.norm for ent in doc.ents] == ["tumor formation", "tumor progression"]


@pytest.mark.parametrize(
    ("text", "substance", "effect"),
    [
        ("Acetaminophen hepatotoxicity was severe.", "Acetaminophen", "hepatotoxicity"),
        ("Cisplatin nephrotoxicity was severe.", "Cisplatin", "nephrotoxicity"),
    ],
)
def test_what_a_substance_does_does_not_take_in_its_name(spans, text, substance, effect):
    found = spans(text)
    assert (found.get(substance), found.get(effect)) == ("CHEMICAL", "PROCESS")
