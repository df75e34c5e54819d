"""Manifests: what they give, and how a bad one is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.batch.fingerprint import hash_file
from extract.batch.manifest import ManifestError, find_entry, read_manifest

CORPUS = Path(__file__).parents[2] / "corpus"


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "manifest.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_manifest_of_another_tool_gives_nothing(tmp_path: Path) -> None:
    assert read_manifest(write(tmp_path, '[package]\nname = "x"\n')) == {}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("[[document]\n", "cannot be read"),
        ('[[document]]\nfile = "a.txt"\n', "document 1 has no id"),
        ('[[document]]\nid = "a"\n[[document]]\nid = "a"\n', "'a' stands twice"),
        ('[[document]]\nid = "a"\nfile = 3\n', "file of document 'a' must be a string"),
    ],
)
def test_a_bad_manifest_is_named_with_its_fault(tmp_path: Path, content: str, what: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ManifestError, match=what) as caught:
        read_manifest(path)
    assert str(path) in str(caught.value)


def test_the_corpus_is_what_its_manifest_says() -> None:
    entries = read_manifest(CORPUS / "manifest.toml")
    files = {path.resolve() for path in [*CORPUS.glob("synopses/*.txt"), *CORPUS.glob("reviews/*.pdf")]}
    assert set(entries) == files
    for path, entry in entries.items():
        assert entry.sha256 == hash_file(path), entry.id
        assert entry.title
        assert find_entry(path) == entry
