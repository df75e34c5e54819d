"""Train small stand-ins for scispaCy's models, whose makers' server is not the package index.

Each has the name, the labels and the components of its original, the entities of the corpus that the original was
trained on, and the tags and parse of the bundled model. They serve the table in docs/SPACY.md and are not shipped.

    python benchmarks/other_models/standins.py CORPORA OUTPUT [NAME ...]
"""

from __future__ import annotations

import random
import re
import sys
import typing
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
import typer
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed, load_config
from thinc.api import Adam

from extract.language.load import MODEL_DIR

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training" / "scripts"))
import blas  # noqa: E402, F401
from entities import Annotated, EntitySpan, held_out, read_pubtator, read_standoff  # noqa: E402
from entity_docs import to_doc  # noqa: E402

BATCH = 6  # abstracts a step

#: The ontologies of CRAFT and the labels that en_ner_craft_md has for them.
CRAFT = {"PR/PR": "GGP", "CHEBI/CHEBI": "CHEBI", "GO_BP/GO_BP": "GO", "CL/CL": "CL"}


def cancer_genetics(corpora: Path) -> Iterator[Annotated]:
    """Yield Cancer Genetics train; labels in capitals, as en_ner_bionlp13cg_md has them."""
    for doc_id, text, spans in read_standoff(corpora / "bionlp-st-2013-cg/original-data/train", ".a1"):
        yield Annotated("cg", doc_id, text, tuple((start, end, label.upper()) for start, end, label in spans))


def bc5cdr(corpora: Path) -> Iterator[Annotated]:
    """Yield BC5CDR train."""
    for doc_id, text, spans in read_pubtator(corpora / "bran-cdr/data/cdr/CDR_TrainingSet.PubTator.txt.gz"):
        yield Annotated("cdr", doc_id, text, tuple((start, end, label.upper()) for start, end, label in spans))


def jnlpba(corpora: Path) -> Iterator[Annotated]:
    """Yield the part of JNLPBA that is trained on."""
    for doc_id, text, spans in read_standoff(corpora / "jnlpba/standoff/train", ".ann"):
        if not held_out(doc_id):
            yield Annotated("jnlpba", doc_id, text, tuple((start, end, label.upper()) for start, end, label in spans))


def craft(corpora: Path) -> Iterator[Annotated]:
    """Yield CRAFT's training articles by the paragraph."""
    folder = corpora / "CRAFT"
    for doc_id in (folder / "articles/ids/craft-ids-train.txt").read_text(encoding="utf-8").split():
        text = (folder / f"articles/txt/{doc_id}.txt").read_text(encoding="utf-8")
        spans = [span for name, label in CRAFT.items() for span in _knowtator(folder, name, doc_id, label)]
        for match in re.finditer(r"\S[^\n]{80,}", text):
            inside = tuple(
                (a - match.start(), b - match.start(), k) for a, b, k in spans if match.start() <= a < b <= match.end()
            )
            yield Annotated("craft", doc_id, match[0], inside)


def _knowtator(folder: Path, ontology: str, doc_id: str, label: str) -> Iterator[EntitySpan]:
    path = folder / "concept-annotation" / ontology / "knowtator" / f"{doc_id}.txt.knowtator.xml"
    for annotation in ElementTree.parse(path).getroot().iter("annotation"):  # noqa: S314
        places = annotation.findall("span")
        if len(places) == 1:
            yield int(places[0].attrib["start"]), int(places[0].attrib["end"]), label


def everything(corpora: Path) -> Iterator[Annotated]:
    """Yield a mixture of the corpora with the one label ENTITY, as the en_core_sci models have it."""
    for read, share in ((cancer_genetics, 1), (bc5cdr, 1), (craft, 3), (jnlpba, 4)):
        for number, document in enumerate(read(corpora)):
            if number % share == 0:
                spans = tuple((start, end, "ENTITY") for start, end, _ in document.spans)
                yield Annotated(document.corpus, document.doc_id, document.text, spans)


MODELS: dict[str, Callable[[Path], Iterator[Annotated]]] = {
    "en_ner_bionlp13cg_md": cancer_genetics,
    "en_ner_bc5cdr_md": bc5cdr,
    "en_ner_jnlpba_md": jnlpba,
    "en_ner_craft_md": craft,
    "en_core_sci_sm": everything,
}


def train(name: str, documents: list[Annotated], steps: int, output: Path) -> Language:
    """Write the bundled pipeline with a recogniser of the corpus's labels in place of the bundled one."""
    fix_random_seed(0)
    nlp = spacy.load(MODEL_DIR, exclude=["resistract_recogniser"])
    config = load_config(ROOT / "training/configs/ner.cfg")["components"]["ner"]
    recogniser = nlp.add_pipe("ner", config={"model": config["model"]})
    gold = [doc for doc in (to_doc(nlp, document)[0] for document in documents) if len(doc)]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in gold]
    recogniser.initialize(lambda: examples, nlp=nlp)
    optimizer = Adam(0.001, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    order = random.Random(0)  # noqa: S311
    for step in range(1, steps + 1):
        losses = recogniser.update(order.sample(examples, BATCH), drop=0.15, sgd=optimizer)
        if step % 200 == 0:
            typer.echo(f"{name}: step {step}, loss {losses['ner']:.0f}")
    nlp.meta.update(name=name.removeprefix("en_"), description=f"A small stand-in for {name}, for benchmarks alone")
    output.mkdir(parents=True, exist_ok=True)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(output / name)
    return nlp


def main(
    corpora: Path,
    output: Path,
    names: typing.Annotated[list[str] | None, typer.Argument()] = None,
    steps: int = 1500,
) -> None:
    """Train the stand-ins into one folder each."""
    for name in names or MODELS:
        nlp = train(name, list(MODELS[name](corpora)), steps, output)
        typer.echo(f"{name}: {', '.join(nlp.get_pipe('ner').labels)}")


if __name__ == "__main__":
    typer.run(main)
