"""Average the weights of entity recognisers that were trained on from one another."""

import argparse
from pathlib import Path

import spacy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("models", type=Path, nargs="+", help="pipelines with the same ner architecture and labels")
    arguments = parser.parse_args()

    pipelines = [spacy.load(path) for path in arguments.models]
    walks = [list(nlp.get_pipe("ner").model.walk()) for nlp in pipelines]
    for nodes in zip(*walks, strict=True):
        for name in nodes[0].param_names:
            if nodes[0].has_param(name):
                nodes[0].set_param(name, sum(node.get_param(name) for node in nodes) / len(nodes))
    pipelines[0].to_disk(arguments.output)


if __name__ == "__main__":
    main()
