"""A slice of the campaign of hostile inputs: whatever the bytes, a file is read or refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from extract.documents import ReadError, detect_format, read, split

sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / "hostile"))
from inputs import inputs


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_bytes_a_file_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    for name, data in inputs(60, seed):
        path = tmp_path / name
        path.write_bytes(data)
        try:
            list(split(data, str(path), detect_format(data, str(path))))
            document = read(path)
        except ReadError as error:
            assert error.reason
            continue
        document.text.encode()
        document.clean.encode()
        for block in document.blocks[:50]:
            start, end = document.to_source(block.start, block.end)
            assert 0 <= start <= end <= len(document.text)
