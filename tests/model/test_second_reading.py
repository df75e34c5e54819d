"""Words between verb and noun: sentences of our own, the words in question between asterisks."""

import numpy as np
import pytest
from spacy.tokens import Doc

from extract.language.load import load_model
from extract.language.model.second_reading import SecondReading, _parts

VERBS = """
Chronic stress *fuels* metastasis in mice with breast tumors.
Loss of KEAP1 *blunts* the response to cisplatin, and NRF2 *shields* cells from oxidative damage.
As plasma levels of the drug fall, tumor size *rebounds* within weeks.
METTL3 *writes* m6A marks on nascent transcripts, which YTHDF2 *reads* in the cytoplasm.
Lactate *curbs* T cell activity and *skews* macrophages toward an M2 state.
Hypoxia *rewires* lipid metabolism in hepatoma cells.
The loop *ties* iron uptake to ferroptosis.
Cancer-associated fibroblasts *feed* serine to starved tumor cells.
Sorafenib *starves* tumors of oxygen, yet VEGF levels *surge* after withdrawal.
Resistance *surfaces* within a year in most patients.
Autophagy *buffers* the stress that chemotherapy imposes.
Such exosomes *ferry* miR-21 between cells.
Aging *erodes* the regenerative capacity of satellite cells.
Deletion of PTEN *unleashes* AKT, and rapamycin *reins* it in.
Metformin *dampens* mTORC1 signaling, *lowers* glucose and *slows* growth.
In these cells, EGFR signaling *wanes* while MET activity *climbs*.
IL-6 *primes* hepatocytes for regeneration.
The kinase *phosphorylates* BAD, *blocks* apoptosis and *spares* mitochondria.
PD-L1 *brakes* T cells at the tumor margin.
Fibrosis *stiffens* the matrix, which *spurs* YAP activity.
BRD4 *anchors* the complex at super-enhancers.
ERK *drives* proliferation, whereas p38 *stalls* the cell cycle.
Ferroptosis *culls* drug-tolerant cells.
Both drugs *target* the same kinase but *spark* different feedback loops.
Neutrophil traps *shelter* dormant cells from immune attack.
USP7 *guards* MDM2 from degradation.
These mutations *lock* the receptor in its active state.
Statins *lower* cholesterol and *limit* inflammation in the vessel wall.
GPX4 inhibitors *kill* persister cells.
When glucose *drops*, AMPK *halts* anabolic pathways.
Efflux pumps *clear* doxorubicin from the cytosol.
Insulin resistance *compounds* the damage caused by lipids.
The drug *silences* MYC and *cripples* ribosome production.
WNT ligands *nurse* the stem cell pool.
TP53 loss *uncouples* damage sensing from arrest.
Expression of ABCB1 *peaks* at day three and then *declines*.
Obesity *speeds* tumor onset and *worsens* outcome.
Microglia *prune* synapses during development, and CX3CR1 loss *delays* this process.
STAT3 *tunes* the balance of Th17 and Treg cells.
Aspirin *thins* the blood; it also *cools* inflammation.
A high-fat diet *reshapes* the microbiome and *weakens* the gut barrier.
Collagen deposition *walls* off the tumor from drugs.
Androgen deprivation *spawns* neuroendocrine clones.
Ionizing radiation *fans* inflammation in the lung.
LKB1 *checks* mTOR activity under low energy.
CDK4 inhibitors *arrest* cells in G1 and *age* them prematurely.
Excess iron *harms* neurons and *seeds* plaque formation.
In the absence of BIM, imatinib *fails* and leukemia *returns*.
Glutamine *tops* the list of fuels that such tumors *burn*.
Endothelial cells *sprout* and *branch* when VEGF *peaks*.
miR-34a *hits* several oncogenes at once, and its loss *tips* cells into senescence bypass.
Adhesion to collagen *cues* survival signals.
CXCL12 *lures* regulatory T cells into the tumor bed.
Lenvatinib *thwarts* angiogenesis and *boosts* immunity.
Loss of NF1 *frees* RAS from its brake.
HIF1A *switches* cells from respiration to glycolysis.
Tumor cells *hijack* this pathway and *evade* death.
Inhibition of BCL2 *sets* cells on a path to death.
Constant signaling through the antigen receptor *tires* T cells.
PARP1 *senses* strand breaks and *flags* them for repair.
Clonal expansion *mirrors* drug exposure.
Heat shock proteins *fold* client kinases, and their loss *traps* clients in aggregates.
Vitamin D *hampers* renin production.
A second mutation *restores* the reading frame and *rescues* BRCA2 function.
Interferon *marks* cells for clearance.
""".strip().split("\n")
NOUNS = """
The *fuels* that tumors prefer include glutamine and lactate.
Amplifications, *gains* and losses of chromosome 7 were found in gliomas.
Treatment *declines* were rare among older patients.
Cell cycle *checks* and repair pathways protect the genome.
Protein *folds* of this class bind heme.
Neuronal *branches* were shorter in mutant mice.
Changes in blood *levels* of IL-6 predicted relapse.
Peptide *anchors* in the HLA groove determine binding.
The *drops* in viability were dose-dependent.
Drug *targets* and their ligands are listed in the table.
Extracellular *traps* released by neutrophils promote thrombosis.
Histone *marks* at the promoter were lost after treatment.
Calcium *surges* and sodium spikes were recorded in neurons.
Kinase *switches* control entry into mitosis.
Temperature *shifts* induced the mutant protein.
Efflux *pumps* and drug transporters confer resistance.
Gene expression *signatures* and risk scores were computed.
DNA *breaks* activate ATM.
Feedback *loops* and signaling hubs shape the response.
Immune *attacks* on the graft were suppressed by cyclosporine.
Feedback *brakes* on RAS signaling were removed by the mutation.
Iron *stores* and ferritin levels rose.
Tumor *masses* and ascites were seen.
Survival *benefits* from bevacizumab were modest.
Lipid *shields* around the virus hinder antibodies.
The *writers* and *reads* of the sequencing run were counted.
RNA-seq *reads* and peaks were aligned to the genome.
Seizure *clusters* and fever spikes followed the infusion.
Serum *peaks* of cortisol occur in the morning.
Stress *responses* in plants differ from heat shock responses in animals.
Mitochondrial *networks* and lysosomes were stained.
Copy number *changes* of MET drive resistance.
Synaptic *links* between microglia and neurons are transient.
The *returns* of symptoms after withdrawal were frequent.
Cholesterol *traffic* in macrophages depends on NPC1.
Receptor *clusters* and lipid rafts were isolated.
Membrane *pores* and proton leaks lower the potential.
Tissue *repairs* and wound closure require TGFB1.
Adverse *drug* reactions and treatment *delays* were recorded.
Enhancer *hijacking* and promoter *swaps* activate oncogenes.
The cell *surface* and its receptors were blocked by antibodies.
Cell *surfaces* coated with mucin resist adhesion.
Oxygen *limits* and nutrient stress select for such clones.
Among the *causes* of resistance, efflux ranks first.
Viral *loads* and antibody titers correlated.
Kinase *screens* and proteomic profiles revealed new hits.
Growth *arrests* in G1 and G2 were seen with both drugs.
Metabolic *costs* of resistance explain its loss.
Three *drives* of the therapy approach were compared.
Neural *guides* and scaffold proteins direct axon growth.
Blood *flows* in the tumor were measured.
Weight *loss* and muscle *wastes* were reported.
Mucosal *barriers* and immune *guards* fail in colitis.
Ligand *traps* such as aflibercept block VEGF.
Bone *turnover* and calcium *release* increased.
Oncogene *dependence* and pathway *cross-talk* underlie relapse.
The *aims* of the trial were survival and toxicity.
BRCA1 *mutants* and drug *combinations* were tested.
Intestinal *stem* cells and their niche *signals* were studied.
Tumor *starts* and stops along the evolutionary tree remain unclear.
Cytokine *storms* and organ failures followed infection.
Ubiquitin *tags* on PCNA recruit polymerases.
Dose *cuts* and treatment breaks lowered response rates.
The epigenetic *clocks* of blood cells run fast.
Lactate *exports* and glucose imports were measured.
Metastatic *spread* and local *control* were endpoints.
""".strip().split("\n")
MISSED = 14  # verbs among VERBS that stay nouns; 23 without the component
TAKEN = 7  # nouns among NOUNS that are taken for verbs, with and without


@pytest.fixture(scope="module")
def nlp():
    return load_model(exclude=["resistract_recogniser"])


def marked(nlp, line):
    """Return a sentence's Doc and the tags of the words between asterisks."""
    parts = line.split("*")
    doc = nlp("".join(parts))
    starts = np.cumsum([0, *map(len, parts)]).tolist()
    return doc, [
        doc.char_span(starts[k], starts[k + 1], alignment_mode="expand").root.tag_ for k in range(1, len(parts), 2)
    ]


def test_verbs_that_look_like_nouns(nlp):
    tags = [tag for line in VERBS for tag in marked(nlp, line)[1]]
    assert sum(not tag.startswith("VB") for tag in tags) <= MISSED


def test_nouns_that_look_like_verbs(nlp):
    tags = [tag for line in NOUNS for tag in marked(nlp, line)[1]]
    assert sum(tag.startswith("VB") for tag in tags) <= TAKEN


@pytest.mark.parametrize(
    "line", ["The drug *silences* MYC and cripples ribosome production.", "The loop *ties* iron uptake to ferroptosis."]
)
def test_the_words_stay_and_the_verb_is_the_root(nlp, line):
    doc, tags = marked(nlp, line)
    assert doc.text == line.replace("*", "")
    assert tags == ["VBZ"]
    assert line.split("*")[1] == next(token.text for token in doc if token.dep_ == "ROOT")
    assert next(token.lemma_ for token in doc if token.dep_ == "ROOT") in {"silence", "tie"}


def test_vectors_are_those_of_the_text_with_a_verb_in_it(nlp):
    reading, tok2vec = nlp.get_pipe("resistract_second_reading"), nlp.get_pipe("tok2vec")
    text = (
        "We saw in these cells that the loop ties iron uptake to ferroptosis , and iron chelators did not change this ."
    )
    words = text.split(" ")
    before = tok2vec(Doc(nlp.vocab, words=words))
    place, plain = words.index("ties"), np.array(before.tensor)
    whole = tok2vec(Doc(nlp.vocab, words=[*words[:place], "promotes", *words[place + 1 :]]))
    after = reading(before)
    near = slice(place - 4, place + 5)
    np.testing.assert_allclose(after.tensor[near], whole.tensor[near], atol=1e-5)
    assert (after.tensor[: place - 4] == plain[: place - 4]).all()
    assert (after.tensor[place + 5 :] == plain[place + 5 :]).all()


@pytest.mark.parametrize("text", ["", " ", "cells", "ties", "The loop ties"])
def test_short_texts(nlp, text):
    assert nlp(text).text == text


@pytest.mark.parametrize("name", ["parser", "lemmatizer"])
def test_without_what_it_needs_nothing_changes(name):
    nlp = load_model(exclude=["resistract_recogniser", name])
    assert [token.tag_ for token in nlp("The drug silences MYC.")][2] == "NNS"


def test_what_was_counted_is_saved(nlp, tmp_path):
    reading = nlp.get_pipe("resistract_second_reading")
    reading.to_disk(tmp_path / "reading")
    again = SecondReading(nlp, ("tok2vec", "tagger", "parser"), 4, {}, {}, 0.0, 0.0).from_disk(tmp_path / "reading")
    assert again.seen == reading.seen
    assert again.seen["levels"] > 100


def test_familiar_nouns_are_left_alone(nlp):
    reading = nlp.get_pipe("resistract_second_reading")
    docs = [
        nlp.get_pipe("tok2vec")(nlp.make_doc(text))
        for text in ("Cell levels and controls.", "Activity in control cells.")
    ]
    assert not any(reading.doubts(doc) for doc in docs)


def test_stretches_that_overlap_are_one():
    assert [*_parts([5, 20, 60], 4, 100)] == [(0, 29), (52, 69)]
    assert [*_parts([], 4, 10)] == []
