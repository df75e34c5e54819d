import pytest


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
        ("Tumours with BRAF V600E shrank.", "V600E", "VARIANT"),
        ("Carriers of rs1234567 relapsed.", "rs1234567", "VARIANT"),
        ("The inhibitor XQZ-4471 stopped growth.", "XQZ-4471", "CHEMICAL"),
        ("Treatment with quorafenib stopped growth.", "quorafenib", "CHEMICAL"),
        ("The level of p-ERK rose.", "p-ERK", "GENE"),
        ("The drug blocks VEGFR1–3.", "VEGFR1–3", "GENE"),
        ("Patients with NSCLC relapsed.", "NSCLC", "DISEASE"),
    ],
)
def test_names_told_by_their_form(spans, text, name, label):
    assert spans(text).get(name) == label


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
