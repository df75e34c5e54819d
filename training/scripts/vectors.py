"""Train subword vectors (floret) on unannotated text, tokenised as the pipeline tokenises."""

import argparse
import lzma
import tempfile
from pathlib import Path

import floret
import spacy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="plain text, one paragraph a line; .xz is read too")
    parser.add_argument("output", type=Path, help="the .floret file to write")
    parser.add_argument("--dim", type=int, default=96)
    parser.add_argument("--bucket", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "resistract.Tokenizer.v1"}}})
    opener = lzma.open if arguments.text.suffix == ".xz" else open
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as tokens:
        with opener(arguments.text, "rt", encoding="utf-8") as lines:
            for doc in nlp.tokenizer.pipe(line.strip() for line in lines):
                tokens.write(" ".join(token.text for token in doc if not token.is_space) + "\n")
        tokens.flush()
        model = floret.train_unsupervised(
            tokens.name,
            model="skipgram",
            mode="floret",
            hashCount=2,
            bucket=arguments.bucket,
            minn=3,
            maxn=5,
            minCount=5,
            dim=arguments.dim,
            epoch=arguments.epochs,
            thread=arguments.threads,
            verbose=1,
        )
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    model.save_floret_vectors(str(arguments.output))


if __name__ == "__main__":
    main()
