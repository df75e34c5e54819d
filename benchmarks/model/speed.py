"""Load time, words a second and peak memory of a pipeline, in a process of its own."""

import argparse
import json
import resource
import time

import spacy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("text", help="plain text, one paragraph a line")
    parser.add_argument("--words", type=int, default=60_000)
    arguments = parser.parse_args()

    started = time.perf_counter()
    nlp = spacy.load(arguments.model)
    loaded = time.perf_counter() - started
    lines, words = [], 0
    with open(arguments.text, encoding="utf-8") as file:
        for line in file:
            if words >= arguments.words:
                break
            if line.strip():
                lines.append(line.strip())
                words += len(line.split())
    list(nlp.pipe(lines[:20]))
    started = time.process_time()
    for _ in nlp.pipe(lines, batch_size=64):
        pass
    seconds = time.process_time() - started
    print(
        json.dumps(
            {
                "model": f"{nlp.meta['lang']}_{nlp.meta['name']}",
                "components": nlp.pipe_names,
                "load_s": round(loaded, 2),
                "words_per_cpu_s": round(words / seconds),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )


if __name__ == "__main__":
    main()
