"""Checks an installed wheel, from an empty folder and without the checkout, in the Python that it is installed in."""

import subprocess
import sys
import tempfile
from importlib import metadata, resources
from pathlib import Path

TEXT = "Loss of DUSP9 activates MAPK/ERK signaling in Huh7 cells."


def claims(doc):
    return [(t.subject.norm, t.subject.state, t.predicate, t.object.norm, t.sign) for t in doc._.triples]


def main() -> None:
    import resistract
    import spacy

    import extract

    wanted = [("DUSP9", "down", "activates", "mapk/erk signaling", -1)]
    require("site-packages" in Path(extract.__file__).parts, "the checkout was imported, not the wheel")
    require(resistract.read_run is extract.read_run, "resistract is no alias of extract")
    require((resources.files("extract") / "py.typed").is_file(), "py.typed is missing")
    require(claims(resistract.load()(TEXT)) == wanted, "extract.load() finds other claims")
    nlp = spacy.load("resistract")
    nlp.add_pipe("resistract")
    require(claims(nlp(TEXT)) == wanted, 'nlp.add_pipe("resistract") finds other claims')
    colours = spacy.registry.displacy_colors.get_all()
    require("resistract" in colours, "displaCy has no colours")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one.txt").write_text(TEXT, encoding="utf-8")
        command = [sys.executable, "-m", "resistract", "run", "one.txt", "-o", "out", "-q"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"python -m resistract run: {done.stderr}")
        require(len(extract.read_run(folder / "out").triples) == 1, "the run found other claims")
    version = metadata.version("resistract")
    print(f"resistract {version} works on Python {sys.version.split()[0]}")  # noqa: T201


def require(holds: bool, message: str) -> None:
    if not holds:
        sys.exit(f"check_wheel: {message}")


if __name__ == "__main__":
    main()
