import pytest

from extract.language.candidates import Candidate
from extract.language.names.counted import as_what_it_is


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Transfection of hsa-miR-9876-5p slowed the cells.", "hsa-miR-9876-5p", "NCRNA"),
        ("The level of let-7c fell.", "let-7c", "NCRNA"),
        ("Levels of microRNA-345 fell.", "microRNA-345", "NCRNA"),
        ("The lncRNA QRZ7A sits in the nucleus.", "QRZ7A", "NCRNA"),
        ("Exosomes carried hsa_circ_0099999 to neighbours.", "hsa_circ_0099999", "NCRNA"),
        ("We found circZNF999 in serum.", "circZNF999", "NCRNA"),
        ("LINC09999 is abundant in serum.", "LINC09999", "NCRNA"),
        ("HuH-7 cells grew.", "HuH-7", "CELL_LINE"),
        ("Hep3B and SNU-449 cells grew.", "SNU-449", "CELL_LINE"),
        ("PLC/PRF/5 cells grew.", "PLC/PRF/5", "CELL_LINE"),
        ("A375 and SK-MEL-28 cells grew.", "SK-MEL-28", "CELL_LINE"),
        ("The subline A549/DDP was made.", "A549/DDP", "CELL_LINE"),
        ("Tumours with BRAF V600E shrank.", "BRAF V600E", "VARIANT"),
        ("Tumours with BRAFV600E shrank.", "BRAFV600E", "VARIANT"),
        ("Tumours with EGFR E746_A750del shrank.", "EGFR E746_A750del", "VARIANT"),
        ("Tumours with FLT3-ITD shrank.", "ITD", "VARIANT"),
        ("Carriers of CYP2D6*4 relapsed.", "CYP2D6*4", "VARIANT"),
        ("The QRZ1-ALK fusion was found. QRZ1-ALK is rare.", "QRZ1-ALK", "GENE"),
        ("TPM3-NTRK1 was found.", "TPM3-NTRK1", "GENE"),
        ("Patients took FOLFOX4 for years.", "FOLFOX4", "CHEMICAL"),
        ("Carriers of rs1234567 relapsed.", "rs1234567", "VARIANT"),
        ("The inhibitor XQZ-4471 stopped growth.", "XQZ-4471", "CHEMICAL"),
        ("Treatment with quorafenib stopped growth.", "quorafenib", "CHEMICAL"),
        ("The level of p-ERK rose.", "p-ERK", "GENE"),
        ("The drug blocks VEGFR1–3.", "VEGFR1–3", "GENE"),
        ("Patients with NSCLC relapsed.", "NSCLC", "DISEASE"),
        ("It was high in GC cells.", "GC", "DISEASE"),
        ("It was low in the tissues of NPC patients.", "NPC", "DISEASE"),
        ("Gastric tumours differ. GC is common.", "GC", "DISEASE"),
        ("Cells were treated with CQ for a day.", "CQ", "CHEMICAL"),
        ("QXN-7 and QXN-9 cells grew.", "QXN-7", "CELL_LINE"),
        ("We used a new cell line, QXN-7, in mice.", "QXN-7", "CELL_LINE"),
        ("The size of the QXN-7 tumor-bearing mice fell.", "QXN-7", "CELL_LINE"),
        ("The subline QXN-CisR was made.", "QXN-CisR", "CELL_LINE"),
        ("The PKA inhibitor Q97 was added.", "Q97", "CHEMICAL"),
        ("Mice were given CCl4 by mouth.", "CCl4", "CHEMICAL"),
        ("Phases of serotonin increases were seen.", "serotonin", "CHEMICAL"),
        ("Patients took proton pump inhibitors for years.", "proton pump inhibitors", "CHEMICAL"),
        ("CCL4 is a chemokine.", "CCL4", "GENE"),
        ("Levels of TGF-beta 1 rose.", "TGF-beta 1", "GENE"),
        ("The ATR inhibitor Qu-0058777 was added.", "Qu-0058777", "CHEMICAL"),
        ("Levels of PFUnDA rose.", "PFUnDA", "CHEMICAL"),
        ("The rats had lung injury.", "lung injury", "PROCESS"),
        ("The patients had traumatic brain injury.", "traumatic brain injury", "DISEASE"),
        ("Hyperglycemia was common.", "Hyperglycemia", "PROCESS"),
        ("It raises cAMP signaling.", "cAMP signaling", "PATHWAY"),
        ("The renin-angiotensin system is active.", "renin-angiotensin system", "PATHWAY"),
        ("The mitochondrial respiratory chain is slow.", "mitochondrial respiratory chain", "PATHWAY"),
        ("The GABA shunt is slow.", "GABA shunt", "PATHWAY"),
        ("Levels of NF kappa B rose.", "NF kappa B", "GENE"),
        ("Levels of interleukin-2 rose.", "interleukin-2", "GENE"),
        ("It is lost in EGFRmut tumours.", "EGFRmut", "GENE"),
        ("Levels of DNA methyltransferases rose.", "DNA methyltransferases", "GENE"),
        ("The activity of glucose dehydrogenases rose.", "glucose dehydrogenases", "GENE"),
        ("Levels of heat shock proteins rose.", "heat shock proteins", "GENE"),
        ("It blocks class IIa HDACs in mice.", "class IIa HDACs", "GENE"),
    ],
)
def test_names_told_by_their_form(spans, text, name, label):
    assert spans(text).get(name) == label


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("AFM1 and AFB1 impaired the barrier.", "AFM1", "CHEMICAL"),
        ("MAsIII and DMAsV raised oxidative stress.", "MAsIII", "CHEMICAL"),
        ("Asn raised mTORC1 activity in starved cells.", "Asn", "CHEMICAL"),
        ("The low level of peptide 1 phosphorylation is due to Src.", "peptide 1", "CHEMICAL"),
        ("Glycoprotein VI (GPVI) was lost.", "GPVI", "GENE"),
        ("The C-1019T polymorphism of CYP2E1 is common.", "C-1019T", "VARIANT"),
        ("A dural arteriovenous fistula (DAVF) was seen.", "DAVF", "DISEASE"),
        ("Patients with DAVQ had a hemorrhage.", "DAVQ", "DISEASE"),
    ],
)
def test_names_are_what_their_form_says(spans, text, name, label):
    assert spans(text).get(name) == label


PASSAGE = " ".join(["The value of this was compared with that of the other one by the same kind of test."] * 5)


@pytest.mark.parametrize(
    "text",
    [
        "In progeny, PSQW was strongly correlated with the gain.",
        "Relaxation of the lattice and migration of the nodes were slow.",
    ],
)
def test_a_passage_on_nothing_living_has_no_genes_or_processes(spans, text):
    assert spans(f"{text} {PASSAGE}") == {}


def test_in_a_passage_the_development_of_a_disease_is_the_disease(spans):
    found = spans(f"Obesity of patients leads to the development of asthma. {PASSAGE}")
    assert found.get("asthma") == "DISEASE"


def test_unknown_capitals_count_beside_known_genes(spans):
    assert spans("Levels of TYMS, DHFR and GARFT mRNA rose.").get("GARFT") == "GENE"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KSHV was found in patients.", "KSHV"),
        ("The H5N1 strain spreads in poultry.", "H5N1"),
        ("Cells were transfected with pCP20.", "pCP20"),
        ("Ruminiclostridium 9 was enriched in mice.", "Ruminiclostridium 9"),
        ("It was reported before (Wnt and Murphy, 2014).", "Wnt"),
        ("Insect cells were infected with baculovirus.", "baculovirus"),
        ("The EEG electrodes F3, CP2 and P6 were read.", "CP2"),
        ("The residues P84 and G178 kink the helix.", "G178"),
        ("Sequences are in GenBank (FJ657521, FJ657523).", "FJ657523"),
        ("Homologues were identified using BLAST.", "BLAST"),
        ("ST-segment depression was seen.", "depression"),
        ("Inbreeding depression was seen.", "depression"),
        ("It needs the decomposition of complex questions.", "decomposition of complex questions"),
        ("Haemophilus influenza was isolated from sputum.", "influenza"),
        ("The scaffold was poly(1,8-octamethylene-citrate).", "citrate"),
        ("Peroxisomes were counted.", "Peroxisomes"),
        ("M. tuberculosis was found in sputum.", "tuberculosis"),
        ("Silencing of Fusarium graminearum genes helps.", "Fusarium graminearum"),
        ("Competing interests: ADF and AEC are employed by a company.", "AEC"),
        ("The ERP amplitude rose with the cue.", "ERP"),
        ("See https://doi.org/10.6084/m9.q.14672379 for data.", "https://doi.org/10.6084/m9.q.14672379"),
        ("It grows under all growth conditions.", "growth"),
        ("It needs the removal of sentences.", "removal of sentences"),
        ("The PBB3-PET signals rose.", "PBB3-PET signals"),
        ("Spores were put in growth medium.", "growth"),
        ("The isolates FJ794269, AB524405 and AB534206 are alike.", "AB524405"),
        ("Death was more frequent (aHR, 2.01; 95% CI, 1.1-3.7).", "aHR"),
        ("Blots were stained with anti-MARK4 (Abcam, #ab105211).", "ab105211"),
        ("The amount of collagen is high in tendons.", "collagen is"),
    ],
)
def test_what_has_no_type_is_no_name(spans, text, name):
    assert name not in spans(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CHK1 is phosphorylated at S345 and Ser317.", "S345"),
        ("It is seen in Figure S5H and in Table S15.", "S5H"),
        ("The CCK-8 kit and the MTT assay were used.", "CCK-8"),
        ("RNAi was used.", "RNAi"),
        ("Genes that cluster in the promoter were counted.", "cluster in"),
        ("It is methylated at H3K27.", "H3K27"),
        ("Cells in the G1/S phase were counted.", "G1/S"),
        ("It blocks the SH2 domain.", "SH2 domain"),
        ("It is seen in other cancers.", "other cancers"),
        ("Cytotoxic drugs and gold nanoparticles were given.", "gold nanoparticles"),
        ("It phosphorylates serine/threonine kinases.", "serine"),
        ("KDM9Q is a histone demethylase.", "histone demethylase"),
        ("The RNA methyltransferase METTL3 was lost.", "RNA methyltransferase"),
        ("IR-treated cells died.", "IR-treated"),
        ("Pseudomonas aeruginosa was isolated.", "Pseudomonas aeruginosa"),
        ("Growth of yeast was slow.", "yeast"),
        ("The probiotic strain Qb-04 was given.", "Qb-04"),
    ],
)
def test_what_is_no_name(spans, text, name):
    assert name not in spans(text)


def test_an_abbreviation_without_company_has_no_type(spans):
    assert spans("The GC content was measured.") == {}


def test_what_a_document_defines_is_not_read_by_its_company(nlp):
    doc = nlp("The germinal centre (GC) is small. GC cells divide.")
    assert ("GC", "DISEASE") not in [(ent.text, ent.label_) for ent in doc.ents]


def test_a_name_is_read_alike_in_the_whole_document(nlp):
    doc = nlp("GC tissues were stained. The stage of GC is known.")
    assert [ent.label_ for ent in doc.ents if ent.text == "GC"] == ["DISEASE", "DISEASE"]


def test_elided_micrornas(spans):
    found = spans("Serum held miR-7001 and -7002 in excess.")
    assert found["miR-7001"] == found["-7002"] == "NCRNA"


def test_class_nouns_are_left_out(spans):
    found = spans("EGFR gene expression rose in HuH-7 cells under the MEK inhibitor.")
    assert {"EGFR", "HuH-7", "MEK"} <= set(found)
    assert found["MEK"] == "GENE"


@pytest.mark.parametrize("word", ["cancer", "tumor", "disease", "protein", "drug", "kinase", "antibody", "miRNAs"])
def test_general_words_are_no_mentions(spans, word):
    assert word not in spans(f"The {word} was studied in detail.")


def test_the_documents_own_definition_wins(nlp):
    doc = nlp("Overall survival (OS) was long. OS did not differ. Hepatocellular carcinoma (HCC) is common. HCC grows.")
    found = [(ent.text, ent.label_) for ent in doc.ents]
    assert ("OS", "GENE") not in found
    assert found.count(("HCC", "DISEASE")) == 2


def test_a_defined_pathway_is_one_everywhere(nlp):
    doc = nlp("The pentose phosphate pathway (PPP) makes NADPH. Loss of G6PD slows the PPP.")
    assert [ent.label_ for ent in doc.ents if ent.text == "PPP"] == ["PATHWAY", "PATHWAY"]


def test_mentions_are_of_our_types_and_do_not_overlap(nlp):
    from extract.language.candidates import LABELS

    doc = nlp(
        "Sorafenib-resistant HuH-7 cells with low miR-21 and high EGFR grew by EMT via PI3K/AKT signaling (Fig. 2)."
    )
    assert {ent.label_ for ent in doc.ents} <= LABELS
    ends = [0, *(ent.end for ent in doc.ents)]
    assert all(ent.start >= end for ent, end in zip(doc.ents, ends, strict=False))


@pytest.mark.parametrize("symbol", ["PIK3CA", "EPO", "FGF2", "IL10"])
def test_the_symbol_of_a_gene_whose_product_is_a_drug(spans, symbol):
    assert spans(f"Expression of {symbol} was raised.")[symbol] == "GENE"


def test_in_response_to_a_drug_is_no_response(spans):
    assert spans("CHK2 rises in response to cisplatin.") == {"CHK2": "GENE", "cisplatin": "CHEMICAL"}


def test_a_short_symbol_without_support_has_no_identifier(nlp):
    named = {ent.text: ent._.curie for ent in nlp("CTRL cells grew, while loss of PTEN raised AKT.").ents}
    assert named.get("CTRL") is None
    assert named["PTEN"] == "hgnc:9588"


@pytest.mark.parametrize("text", ["Inflammation was found in patients with AR.", "The incidence of HBZ and SF1 rose."])
def test_what_patients_have_has_no_identifier_of_a_gene(nlp, text):
    assert not any((ent._.curie or "").startswith("hgnc:") and ent.text in ("AR", "HBZ") for ent in nlp(text).ents)


def test_a_target_before_a_class_of_drugs(spans):
    """What is inhibited is the name, as in "PIM1 inhibitor"; a kinase inhibitor by itself is a class of drugs."""
    assert spans("The PIM1 kinase inhibitor reduced growth.") == {"PIM1": "GENE", "growth": "PROCESS"}
    assert spans("The kinase inhibitor reduced growth.") == {"kinase inhibitor": "CHEMICAL", "growth": "PROCESS"}


def test_numbered_genes(spans):
    assert spans("Loss of CDK12/13 reduced growth.") == {"CDK12/13": "GENE", "growth": "PROCESS"}


def test_names_of_trials_are_no_genes(spans):
    assert "IMPACT" not in spans("In the IMPACT and SOLAR trials, two arms were closed.")


def test_a_change_behind_a_gene_is_no_cell_line(spans):
    assert spans("PIK3CA H1047R is common.").get("H1047R") != "CELL_LINE"
    assert spans("H1975R cells were grown.").get("H1975R") == "CELL_LINE"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PKA phosphorylates CREB at Ser 133.", "Ser 133"),
        ("Disulfide bonds formed between C338 and C140, and C246 was left free.", "C140"),
        ("Cells with pET28a were counted on Day28.", "pET28a"),
        ("Cells with pET28a were counted on Day28.", "Day28"),
        ("The leak current was raised by AMMECR1.", "leak current"),
        ("The lineages of Monosiga and Salpingoeca diverged.", "Salpingoeca"),
        ("RSV promotes IL-6 release.", "RSV"),
    ],
)
def test_residues_plasmids_currents_genera_and_viruses_are_no_mentions(nlp, text, name):
    assert name not in {ent.text for ent in nlp(text).ents}


def test_a_protein_that_is_also_given_is_a_gene_and_a_small_peptide_a_chemical(spans):
    found = spans("Calcitonin and growth hormone activate CREB1, oxytocin does not.")
    assert (found["Calcitonin"], found["growth hormone"], found["oxytocin"]) == ("GENE", "GENE", "CHEMICAL")


def test_a_guess_gives_way_to_what_a_name_is_known_for(nlp):
    guess = Candidate(0, 1, "GENE", "model")
    for name, label in (("H2S", "CHEMICAL"), ("calprotectin", "GENE"), ("KRAS", "GENE")):
        assert as_what_it_is(nlp.make_doc(name), guess).label == label
