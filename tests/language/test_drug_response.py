import pytest

CASES = [
    ("MET drives lenvatinib resistance in mice.", "lenvatinib resistance", "resistance", ["lenvatinib"]),
    ("MET drives resistance to sorafenib in mice.", "resistance to sorafenib", "resistance", ["sorafenib"]),
    (
        "MET drives resistance of HCC cells to sorafenib.",
        "resistance of HCC cells to sorafenib",
        "resistance",
        ["sorafenib"],
    ),
    (
        "MET drives sorafenib, regorafenib, and lenvatinib resistance.",
        "sorafenib, regorafenib, and lenvatinib resistance",
        "resistance",
        ["sorafenib", "regorafenib", "lenvatinib"],
    ),
    (
        "It was high in sorafenib- and lenvatinib-resistant cells.",
        "sorafenib- and lenvatinib-resistant",
        "resistance",
        ["sorafenib", "lenvatinib"],
    ),
    ("It was high in sorafenib-resistant cells.", "sorafenib-resistant", "resistance", ["sorafenib"]),
    ("It was high in cells refractory to gefitinib.", "refractory to gefitinib", "resistance", ["gefitinib"]),
    ("It was high in cells tolerant to gefitinib.", "tolerant to gefitinib", "resistance", ["gefitinib"]),
    ("Loss of it restored sensitivity to cisplatin.", "sensitivity to cisplatin", "sensitivity", ["cisplatin"]),
    ("Loss of it raised susceptibility to cisplatin.", "susceptibility to cisplatin", "sensitivity", ["cisplatin"]),
    (
        "The line is sensitive to the growth-inhibiting effects of gefitinib.",
        "sensitive to the growth-inhibiting effects of gefitinib",
        "sensitivity",
        ["gefitinib"],
    ),
    ("Therapeutic resistance is common in melanoma.", "Therapeutic resistance", "resistance", []),
    ("It governs the response to vemurafenib.", "response to vemurafenib", "sensitivity", ["vemurafenib"]),
    ("Loss of it raised the efficacy of erlotinib.", "efficacy of erlotinib", "sensitivity", ["erlotinib"]),
    ("Loss of it raised the antitumor effect of erlotinib.", "effect of erlotinib", "sensitivity", ["erlotinib"]),
    (
        "miR-7 sensitizes glioma cells to temozolomide.",
        "sensitizes glioma cells to temozolomide",
        "sensitivity",
        ["temozolomide"],
    ),
    (
        "Loss of RB1 causes resistance to CDK4/6 inhibition.",
        "resistance to CDK4/6 inhibition",
        "resistance",
        ["CDK4/6 inhibition"],
    ),
    (
        "MET causes resistance to inhibitors of BRAF.",
        "resistance to inhibitors of BRAF",
        "resistance",
        ["inhibitors of BRAF"],
    ),
    (
        "MET causes resistance to EGFR and ALK inhibitors.",
        "resistance to EGFR and ALK inhibitors",
        "resistance",
        ["EGFR", "ALK"],
    ),
    ("XIAP lowers sensitivity to TRAIL.", "sensitivity to TRAIL", "sensitivity", ["TRAIL"]),
    ("Cells with high AXL resist erlotinib.", "resist erlotinib", "resistance", ["erlotinib"]),
    ("It is found in drug resistance.", "drug resistance", "resistance", []),
    ("It is found in antibiotic resistance.", "antibiotic resistance", "resistance", []),
    ("It is found in antibiotic-resistant strains.", "antibiotic-resistant", "resistance", []),
    ("It is found in chemoresistance.", "chemoresistance", "resistance", []),
    ("It is found in radiosensitivity of tumours.", "radiosensitivity", "sensitivity", []),
    ("It brings resistance to BRAF inhibitors.", "resistance to BRAF inhibitors", "resistance", ["BRAF inhibitors"]),
    (
        "It brings resistance to anti-PD-1 antibodies.",
        "resistance to anti-PD-1 antibodies",
        "resistance",
        ["anti-PD-1 antibodies"],
    ),
    ("It brings TKI resistance.", "TKI resistance", "resistance", ["TKI"]),
    ("It brings resistance to EGFR TKIs in mice.", "resistance to EGFR TKIs", "resistance", ["EGFR TKIs"]),
    ("Loss of it restored sensitivity to TRAIL.", "sensitivity to TRAIL", "sensitivity", ["TRAIL"]),
    ("It was high in TRAIL-resistant clones.", "TRAIL-resistant", "resistance", ["TRAIL"]),
    ("It was high in QZT-resistant clones.", "QZT-resistant", "resistance", ["QZT"]),
    ("MET drives QZT resistance.", "QZT resistance", "resistance", ["QZT"]),
    ("It was high in irradiation-resistant clones.", "irradiation-resistant", "resistance", []),
    ("It brings drug and radiation resistance.", "drug and radiation resistance", "resistance", []),
    (
        "It brings resistance to cisplatin and ionizing radiation.",
        "resistance to cisplatin and ionizing radiation",
        "resistance",
        ["cisplatin"],
    ),
    (
        "Loss of it sensitizes glioma cells to DNA damaging agents such as cisplatin.",
        "sensitizes glioma cells to DNA damaging agents such as cisplatin",
        "sensitivity",
        ["cisplatin"],
    ),
    ("It was lost in the TmzR clones.", "TmzR", "resistance", ["temozolomide"]),
    ("It was lost in the OXA-R clones.", "OXA-R", "resistance", ["oxaliplatin"]),
    ("Loss of it raised the IC50 of erlotinib.", "IC50 of erlotinib", "resistance", ["erlotinib"]),
    ("It reduced the erlotinib IC50 values.", "erlotinib IC50", "resistance", ["erlotinib"]),
    (
        "Loss of it made cells resistant to the cytotoxic effects of cisplatin.",
        "resistant to the cytotoxic effects of cisplatin",
        "resistance",
        ["cisplatin"],
    ),
    (
        "They were sensitive to the pan-FGFR inhibitor ponatinib.",
        "sensitive to the pan-FGFR inhibitor ponatinib",
        "sensitivity",
        ["ponatinib"],
    ),
    ("They showed resistance to hormone therapy.", "resistance to hormone therapy", "resistance", []),
    ("The lenvatinibresistant cells grew.", "lenvatinibresistant", "resistance", ["lenvatinib"]),
]


@pytest.mark.parametrize(("text", "expected", "direction", "drugs"), CASES)
def test_wordings(nlp, text, expected, direction, drugs):
    found = [ent for ent in nlp(text).ents if ent.label_ == "DRUG_RESPONSE"]
    assert [ent.text for ent in found] == [expected]
    assert found[0]._.direction == direction
    assert list(found[0]._.drug_names) == drugs


@pytest.mark.parametrize(
    ("text", "bare", "drugs"),
    [
        ("Lenvatinib-resistant cells spread resistance by exosomes.", "resistance", ["Lenvatinib"]),
        (
            "Sorafenib and lenvatinib were given, and it raised sensitivity to both drugs.",
            "sensitivity to both drugs",
            ["Sorafenib", "lenvatinib"],
        ),
        ("The resistant cells grew.", "resistant", []),
        ("Resistance in PDX tumors was delayed.", "Resistance", []),
        ("EGFR limits the efficacy of lenvatinib, and gefitinib stops this.", "efficacy of lenvatinib", ["lenvatinib"]),
        ("Patients treated with gefitinib had a partial response.", "partial response", ["gefitinib"]),
        ("Cells exposed to cisplatin became resistant.", "resistant", ["cisplatin"]),
        ("ABCB1 exports doxorubicin and confers resistance.", "resistance", ["doxorubicin"]),
        ("Gefitinib was started. After a month a partial response was seen.", "partial response", ["Gefitinib"]),
        (
            "Some lines lost gemcitabine sensitivity. Low AXL went along with more sensitivity.",
            "sensitivity",
            ["gemcitabine"],
        ),
        ("Few had a response to erlotinib. EGFR was mutated in responders.", "responders", ["erlotinib"]),
        ("Cells were treated with cisplatin. Loss of PTEN caused resistance.", "resistance", ["cisplatin"]),
        ("Women on tamoxifen treatment responded to treatment.", "responded to treatment", ["tamoxifen"]),
        ("Metformin was named in a line refractory to treatment.", "refractory to treatment", []),
        ("Metformin was named. After a month a partial response was seen.", "partial response", []),
        (
            "A platinum-refractory patient treated with olaparib had a partial response.",
            "partial response",
            ["olaparib"],
        ),
        (
            "Patients treated with gefitinib had a better response, compared to carboplatin treatment.",
            "response",
            ["gefitinib"],
        ),
        (
            "A platinum-refractory patient had a partial response on treatment with alpelisib (BYL719).",
            "partial response",
            ["alpelisib"],
        ),
        ("Patients had a durable response upon treatment with imatinib.", "response", ["imatinib"]),
        ("Of those treated with gefitinib, few showed a non-response.", "non-response", ["gefitinib"]),
        ("Metformin overcame the resistance.", "resistance", []),
        ("Gefitinib and metformin were given, and a partial response was seen.", "partial response", []),
    ],
)
def test_drugs_that_are_meant(nlp, text, bare, drugs):
    found = next(ent for ent in nlp(text).ents if ent.text == bare)
    assert found.label_ == "DRUG_RESPONSE"
    assert list(found._.drug_names) == drugs


@pytest.mark.parametrize(
    "text",
    [
        "The immune response was weak.",
        "The assay has high sensitivity and specificity.",
        "Insulin resistance is common in obesity.",
        "A sensitive method was used.",
        "The highest sensitivity (90%) was reached with serum.",
        "The response rate was low.",
        "The IC50 of erlotinib was 2 µM.",
        "The graft showed resistance to infection.",
        "The dosage sensitivity of the locus is known.",
        "Desensitization of the receptor was fast.",
        "The sensitivity of the meta-analyses was assessed.",
        "The therapeutic efficacy of exercise is unknown.",
        "Rats did resistance training.",
        "Resistance vessels narrowed.",
        "They grew to castrate resistance.",
        "Selectively vulnerable neurons were counted.",
        "Glia take part in the response to CNS injury.",
        "In the Trier Social Stress Test (TSST), women differed in their responses to the TSST.",
    ],
)
def test_what_is_no_drug_response(nlp, text):
    assert not [ent for ent in nlp(text).ents if ent.label_ == "DRUG_RESPONSE"]


def test_a_clause_ends_a_list_of_drugs(nlp):
    doc = nlp("The cells were resistant to imatinib, dasatinib killed them.")
    found = next(ent for ent in doc.ents if ent.label_ == "DRUG_RESPONSE")
    assert found.text == "resistant to imatinib"
