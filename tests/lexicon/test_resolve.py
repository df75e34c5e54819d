import pytest

from extract.language.lexicon.dictionary import load_lexicon
from extract.language.lexicon.keys import key
from extract.language.lexicon.resolve import Resolver, Surroundings, misspelt


@pytest.fixture(scope="module")
def resolver():
    return Resolver(load_lexicon())


@pytest.mark.parametrize(
    ("text", "type_", "norm", "curie"),
    [
        ("HER2/neu", "GENE", "ERBB2", "hgnc:3430"),
        ("p-STAT3", "GENE", "STAT3", "hgnc:11364"),
        ("PERK", "GENE", "EIF2AK3", "hgnc:3255"),
        ("pERK", "GENE", "ERK", "fplx:ERK"),
        ("P-selectin", "GENE", "SELP", "hgnc:10721"),
        ("PDGFRβ", "GENE", "PDGFRB", "hgnc:8804"),
        ("PARP", "GENE", "PARP", "fplx:PARP"),
        ("GH receptor", "GENE", "GHR", "hgnc:4263"),
        ("CycD1", "GENE", "CCND1", "hgnc:1582"),
        ("Apo A-IV", "GENE", "APOA4", "hgnc:602"),
        ("apolipoprotein A-IV", "GENE", "APOA4", "hgnc:602"),
        ("TGF-β receptor II", "GENE", "TGFBR2", "hgnc:11773"),
        ("type I TGF-beta receptor", "GENE", "TGFBR1", "hgnc:11772"),
        ("IL-6 receptor alpha", "GENE", "IL6R", "hgnc:6019"),
        ("alpha3 integrin", "GENE", "ITGA3", "hgnc:6139"),
        ("integrin β1", "GENE", "ITGB1", "hgnc:6153"),
        ("epsilon-sarcoglycan", "GENE", "SGCE", "hgnc:10808"),
        ("B-Catenin", "GENE", "CTNNB1", "hgnc:2514"),
        ("Nav1.1alpha", "GENE", "SCN1A", "hgnc:10585"),
        ("rIFN-gamma", "GENE", "IFNG", "hgnc:5438"),
        ("ULK1Ser555", "GENE", "ULK1", "hgnc:12558"),
        ("HSL-S563", "GENE", "LIPE", "hgnc:6621"),
        ("CD20", "GENE", "MS4A1", "hgnc:7315"),
        ("p35", "GENE", "p35", None),
        ("PIA", "GENE", "PIA", None),
        ("TPA", "CHEMICAL", "TPA", None),
        ("NO", "CHEMICAL", "nitric oxide", "chebi:16480"),
        ("thiazolidinedione", "CHEMICAL", "thiazolidinediones", "chebi:50990"),
        ("cAMP signaling", "PATHWAY", "camp signaling", "go:0019933"),
        ("neuroprotective", "PROCESS", "neuroprotection", None),
        ("lung injury", "PROCESS", "lung injury", "mesh:D055370"),
        ("human insulin receptors", "GENE", "INSR", "hgnc:6091"),
        ("SMAD2/3", "GENE", "SMAD2/3", "fplx:SMAD2_3"),
        ("FZD1/2", "GENE", "FZD1/FZD2", None),
        ("ETV6-NTRK3", "GENE", "ETV6::NTRK3", None),
        ("TMPRSS2-ERG", "GENE", "TMPRSS2::ERG", None),
        ("microRNA-155", "NCRNA", "miR-155", None),
        ("lncRNA HOTAIR", "NCRNA", "HOTAIR", "hgnc:33510"),
        ("circHIPK3", "NCRNA", "circHIPK3", None),
        ("gefitinib hydrochloride", "CHEMICAL", "gefitinib", "chebi:49668"),
        ("KRASi", "CHEMICAL", "KRAS inhibitor", None),
        ("EGFR-TKIs", "CHEMICAL", "EGFR tyrosine kinase inhibitor", None),
        ("MCF7 cells", "CELL_LINE", "MCF-7", "cellosaurus:0031"),
        ("A549/TAX", "CELL_LINE", "A-549/TAX", None),
        ("tumours of the bile duct", "DISEASE", "bile duct tumors", None),
        ("tumour angiogenesis", "PROCESS", "tumor angiogenesis", "go:0001525"),
        ("ferroptotic", "PROCESS", "ferroptosis", "go:0097707"),
        ("anti-apoptotic", "PROCESS", "apoptosis", "go:0006915"),
        ("proangiogenic", "PROCESS", "angiogenesis", "go:0001525"),
        ("antioxidant", "PROCESS", "antioxidant", None),
        ("pro-oxidant", "PROCESS", "oxidative stress", "mesh:D018384"),
        ("neuropathic", "DISEASE", "neuropathy", "mondo:0005244"),
        ("cardioprotective", "PROCESS", "cardioprotection", None),
        ("GH receptor", "GENE", "GHR", "hgnc:4263"),
        ("CycD1", "GENE", "CCND1", "hgnc:1582"),
        ("Torsin-1A", "GENE", "TOR1A", "hgnc:3098"),
        ("PARP", "GENE", "PARP", "fplx:PARP"),
        ("TRK", "GENE", "TRK", None),
        ("frdA", "GENE", "frdA", None),
        ("Zn2+", "CHEMICAL", "zinc", "chebi:30185"),
        ("Cd", "CHEMICAL", "cadmium", "chebi:22977"),
        ("NO", "CHEMICAL", "nitric oxide", "chebi:16480"),
        ("GA", "CHEMICAL", "GA", None),
        ("renin-angiotensin system", "PATHWAY", "renin-angiotensin system", "mesh:D012084"),
        ("uptake of iron", "PROCESS", "iron uptake", None),
        ("Hippo signalling", "PATHWAY", "hippo signaling", "go:0035329"),
        ("JAK/STAT", "PATHWAY", "jak/stat pathway", "go:0007259"),
        ("rs1045642", "VARIANT", "rs1045642", "dbsnp:rs1045642"),
    ],
)
def test_names_and_identifiers(resolver, text, type_, norm, curie):
    named = resolver.resolve(text, type_)
    assert named.norm == norm
    if curie is not None:
        assert named.curie == curie


def test_unknown_names_say_so(resolver):
    named = resolver.resolve("XYZQ17", "GENE")
    assert (named.norm, named.curie) == ("XYZQ17", None)


@pytest.mark.parametrize(
    "type_", ["GENE", "NCRNA", "CHEMICAL", "DISEASE", "CELL_LINE", "CELL_TYPE", "PATHWAY", "PROCESS", "VARIANT"]
)
@pytest.mark.parametrize("text", ["-", "(", "β", "s", "  x ", "1/2", "$"])
def test_norms_are_never_empty(resolver, type_, text):
    assert resolver.resolve(text, type_).norm


def test_definitions_of_the_document_win(resolver):
    around = Surroundings({"CAT": "chloramphenicol", "HX": "heme oxygenase 1"}, {key("heme oxygenase 1"): "HX"})
    assert resolver.resolve("CAT", "CHEMICAL", around).norm == "chloramphenicol"
    assert resolver.resolve("HX", "GENE", around).norm == "HMOX1"
    assert resolver.resolve("CAT", "GENE").norm == "CAT"


def test_a_short_form_helps_an_unknown_long_form(resolver):
    around = Surroundings({"AXL": "anexelekto kinase"}, {key("anexelekto kinase"): "AXL"})
    assert resolver.resolve("anexelekto kinase", "GENE", around).norm == "AXL"


def test_expansion_inside_phrases(resolver):
    around = Surroundings({"CRC": "colorectal cancer"}, {})
    assert resolver.resolve("progression of CRC", "PROCESS", around).norm == "colorectal cancer progression"


def test_misspelt_drugs_of_the_same_document(resolver):
    around = Surroundings(chemicals=("erlotinib",))
    assert resolver.resolve("erlotnib", "CHEMICAL", around).norm == "erlotinib"
    assert resolver.resolve("erlotnib", "CHEMICAL").norm == "erlotnib"


def test_misspelling_is_near():
    assert misspelt("sunitnib", "sunitinib")
    assert misspelt("axitiinbs", "axitinibs")
    assert not misspelt("dasatinib", "dacomitinib")
    assert not misspelt("sunitinib", "nilotinib")


@pytest.mark.parametrize(
    ("curie", "names"),
    [
        ("go:0060070", ["Wnt/β-catenin pathway", "β-catenin signaling", "WNT/beta-catenin signalling pathway"]),
        (
            "go:0070371",
            ["ERK pathway", "RAS/MEK/ERK pathway", "RAF–MEK–ERK cascade", "MAPK/ERK signaling", "ERK1/2 signaling"],
        ),
        ("go:0043491", ["PI3K/AKT pathway", "PI3K-Akt-mTOR axis", "AKT signaling"]),
        ("go:0007259", ["JAK/STAT3 pathway", "JAK2/STAT3 signaling", "IL-6/JAK2/STAT3 axis"]),
        ("go:0007179", ["TGF-β signaling", "TGF-β1/Smad3 pathway"]),
        ("go:0007249", ["NF-κB signaling", "IKK/NF-κB pathway"]),
    ],
)
def test_one_pathway_has_one_identifier(curie, names):
    resolver = Resolver(load_lexicon())
    assert {resolver.resolve(name, "PATHWAY").curie for name in names} == {curie}


@pytest.mark.parametrize(
    ("text", "type_", "norm"),
    [
        ("selenoproteins", "GENE", "selenoproteins"),
        ("Gadd45", "GENE", "Gadd45"),
        ("PAR", "GENE", "PAR"),
        ("PAT family", "GENE", "PAT family"),
        ("BH3-only", "GENE", "BH3-only"),
        ("cP", "GENE", "cP"),
        ("DMT", "CHEMICAL", "DMT"),
    ],
)
def test_names_that_mean_too_much_stay_open(resolver, text, type_, norm):
    named = resolver.resolve(text, type_)
    assert (named.norm, named.curie) == (norm, None)


@pytest.mark.parametrize(
    ("text", "type_", "norm"),
    [
        ("CD11a", "GENE", "ITGAL"),
        ("CB2 receptors", "GENE", "CNR2"),
        ("COX-1", "GENE", "PTGS1"),
        ("hERG", "GENE", "KCNH2"),
        ("MK-801", "CHEMICAL", "dizocilpine"),
        ("β-arrestin 2", "GENE", "ARRB2"),
        ("Glu", "CHEMICAL", "glutamate"),
        ("LDL", "CHEMICAL", "low-density lipoprotein"),
    ],
)
def test_names_whose_meaning_is_listed(resolver, text, type_, norm):
    assert resolver.resolve(text, type_).norm == norm


def test_genes_of_no_organism_have_no_human_identifier(resolver):
    """An alias is anybody's gene where nothing is said of people or animals, a symbol in a text on bacteria."""
    assert resolver.resolve("RPB2", "GENE").curie == "hgnc:9188"
    assert resolver.resolve("RPB2", "GENE", Surroundings(elsewhere=True)).curie is None
    assert resolver.resolve("NRG1", "GENE", Surroundings(elsewhere=True)).curie == "hgnc:7997"
    assert resolver.resolve("NRG1", "GENE", Surroundings(foreign=True)).curie is None


@pytest.mark.parametrize(
    ("text", "targeted", "norm"),
    [
        ("BRAF inhibition", True, "BRAF inhibitor"),
        ("inhibitors of BRAF", True, "BRAF inhibitor"),
        ("CDK4/6 inhibition", True, "CDK4/6 inhibitor"),
        ("ALK", True, "ALK inhibitor"),  # of "EGFR and ALK inhibitors"
        ("TRAIL", False, "TNFSF10"),
        ("erlotinib", False, "erlotinib"),
    ],
)
def test_what_a_response_is_to(resolver, text, targeted, norm):
    assert resolver.drug(text, targeted=targeted).norm == norm
