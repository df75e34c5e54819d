"""Put the trained parts together into the pipeline that ships."""

import argparse
import tomllib
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import DocBin
from spacy.util import registry
from tags import add_tag_rules

DESCRIPTION = (
    "Biomedical English: tokeniser for names and hyphenated phrases, tags, lemmas, dependency parse with ClearNLP "
    "labels, sentence boundaries, mentions (GENE, NCRNA, CHEMICAL, DISEASE, CELL_LINE, CELL_TYPE, PATHWAY, PROCESS, "
    "DRUG_RESPONSE, VARIANT)"
)
SOURCES = (
    ("CRAFT 5", "https://github.com/UCDenver-ccp/CRAFT", "CC BY 3.0"),
    ("GENIA treebank", "http://www.geniaproject.org/", "CC BY 3.0"),
    ("BioNLP 2013 Cancer Genetics", "http://2013.bionlp-st.org/", "CC BY-SA 3.0"),
    ("BioNLP 2013 Pathway Curation", "http://2013.bionlp-st.org/", "CC BY-SA 3.0"),
    ("AnatEM", "http://nactem.ac.uk/anatomytagger/", "CC BY-SA 3.0"),
    ("JNLPBA", "http://www.geniaproject.org/", "CC BY 3.0"),
    ("BC5CDR", "https://biocreative.bioinformatics.udel.edu/", "public domain"),
    ("NCBI Disease and BC2GM", "https://github.com/cambridgeltl/MTL-Bioinformatics-2016", "as their README"),
    ("BioRED", "https://ftp.ncbi.nlm.nih.gov/pub/lu/BioRED/", "public domain"),
    ("all-MiniLM-L6-v2", "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2", "Apache 2.0"),
)

WORDS = Path(__file__).parents[1] / "words"


def lemma_tables() -> Lookups:
    """Return spaCy's English lemma tables with the verbs of the field."""
    lookups = load_lookups("en", tables=["lemma_rules", "lemma_exc", "lemma_index"])
    index = lookups.get_table("lemma_index")
    index["verb"] = sorted(
        {*index["verb"], *tomllib.loads((WORDS / "verbs.toml").read_text(encoding="utf-8"))["verbs"]}
    )
    return lookups


def second_reading() -> dict[str, object]:
    """Return the settings of `resistract_second_reading`."""
    return tomllib.loads((WORDS / "second_reading.toml").read_text(encoding="utf-8"))


def make_surer(recogniser: Language, factor: float) -> None:
    """Multiply the scores of the tags, before they become probabilities, by a factor."""
    for layer in recogniser.get_pipe("resistract_recogniser").model.walk():
        if layer.name == "softmax":
            for name in layer.param_names:
                layer.set_param(name, layer.get_param(name) * factor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parser", type=Path, help="trained pipeline with tok2vec, tagger and parser")
    parser.add_argument("trees", type=Path, help="the treebanks that tagger and parser learned from")
    parser.add_argument("output", type=Path)
    parser.add_argument("--recogniser", type=Path, help="trained pipeline with resistract_recogniser")
    parser.add_argument("--surer", type=float, default=1.0, help="what to multiply the recogniser's scores of tags by")
    parser.add_argument("--version", default="0.1.0")
    arguments = parser.parse_args()

    nlp = spacy.load(arguments.parser)
    nlp.tokenizer = registry.tokenizers.get("resistract.Tokenizer.v1")()(nlp)
    ruler = nlp.add_pipe("attribute_ruler")
    add_tag_rules(ruler)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lemma_tables())
    reading = nlp.add_pipe("resistract_second_reading", after="tok2vec", config=second_reading())
    reading.count(DocBin().from_disk(arguments.trees).get_docs(nlp.vocab))
    if arguments.recogniser:
        recogniser = spacy.load(arguments.recogniser, vocab=nlp.vocab)
        make_surer(recogniser, arguments.surer)
        nlp.add_pipe("resistract_recogniser", source=recogniser)
    nlp.meta.update(
        name="resistract",
        version=arguments.version,
        description=DESCRIPTION,
        author="The resistract authors",
        license="CC BY-SA 3.0",
        sources=[{"name": name, "url": url, "license": licence, "author": ""} for name, url, licence in SOURCES],
    )
    nlp.to_disk(arguments.output)


if __name__ == "__main__":
    main()
