"""A hundred small files of other projects, where they lie beside the checkout: each read, or refused by name."""

from pathlib import Path

import pytest

from extract.documents import ReadError, detect_format, read, read_string, split
from extract.documents.sniff import REFUSED

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "formats"
FILES = sorted(FOLDER.glob("*")) if FOLDER.is_dir() else []


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the files are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_read_rightly_or_refused_by_name(path):
    data = path.read_bytes()
    kind = detect_format(data, path.name)
    told = {"ann": "brat", "conll": "conll", "tsv": "other table"}.get(path.suffix[1:])
    if told or "europepmc" in path.name:
        with pytest.raises(ReadError) as refused:
            read(path)
        assert refused.value.reason == REFUSED[told or "europepmc annotations"][0]
        return
    texts = [
        read_string(record.data.decode("utf-8"), doc_id=record.id, format=record.format)
        for record in split(data, str(path), kind)
    ]
    for document in texts or [read(path)]:
        assert len(document.clean) > 20
        assert document.clean.lstrip()[0] not in "{[<|"
        assert "denotations" not in document.clean
        assert "|a|" not in document.clean
    assert (kind in ("text", "markdown")) == (path.suffix == ".md" or path.name.startswith("bconv_txt_"))
