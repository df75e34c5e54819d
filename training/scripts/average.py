"""The mean of two pipelines' weights, where the second went on from the first: errs less than either."""

import argparse
from pathlib import Path

import spacy

COMPONENTS = ("tok2vec", "tagger", "parser")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path, help="pipeline with tok2vec, tagger and parser")
    parser.add_argument("after", type=Path, help="the same after a further leg")
    parser.add_argument("output", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second in the mean")
    arguments = parser.parse_args()

    before, after = spacy.load(arguments.before), spacy.load(arguments.after)
    for name in COMPONENTS:
        nodes = zip(before.get_pipe(name).model.walk(), after.get_pipe(name).model.walk(), strict=True)
        for ours, theirs in nodes:
            for parameter in ours.param_names:
                if ours.has_param(parameter):
                    mean = (1 - arguments.share) * ours.get_param(parameter)
                    ours.set_param(parameter, mean + arguments.share * theirs.get_param(parameter))
    before.to_disk(arguments.output)


if __name__ == "__main__":
    main()
