"""Result files: whole or absent, and read back as written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.batch.results import Header, read_header, read_result, result_path, write_result
from extract.export.jsonl import open_atomic, read_jsonl, write_jsonl
from extract.schema import Mention


def mention(text: str, start: int) -> Mention:
    return Mention(text=text, type="GENE", norm=text.upper(), start=start, end=start + len(text))


def header(mentions: int) -> Header:
    return Header("a", "key", "text", 3, 1, mentions, 0, {"read": 0.1, "extract": 0.2})


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=5), st.text(st.characters(codec="utf-8")))
def test_a_result_is_read_back_as_written(tmp_path_factory, names: list[str], text: str) -> None:
    folder = tmp_path_factory.mktemp("work")
    mentions = [mention(name, start) for start, name in enumerate(names)]
    write_result(folder, header(len(names)), text=text, metadata={"title": text}, mentions=mentions, triples=[])
    result = read_result(folder, "a")
    assert (result.text, result.metadata, result.header) == (text, {"title": text}, header(len(names)))
    assert [json.loads(line)["text"] for line in result.mentions] == names
    assert result.triples == ()
    assert read_header(folder, "a") == result.header


def test_a_damaged_result_counts_as_none_or_is_named(tmp_path: Path) -> None:
    path = result_path(tmp_path, "a")
    assert read_header(tmp_path, "a") is None
    for content in ("", "{", "[]\n", '{"doc_id": "a"}\n'):
        path.write_text(content)
        assert read_header(tmp_path, "a") is None
    write_result(tmp_path, header(1), text="x", metadata={}, mentions=[mention("x", 0)], triples=[])
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(ValueError, match="damaged"):
        read_result(tmp_path, "a")


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with open_atomic(path) as stream:
        stream.write("old\r\n")
    with pytest.raises(KeyboardInterrupt), open_atomic(path) as stream:
        stream.write("new")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_jsonl_names_file_and_line_of_a_bad_record(tmp_path: Path) -> None:
    path = tmp_path / "mentions.jsonl"
    assert write_jsonl(path, [mention("a\u2028b", 0), mention("c", 5)]) == 2
    assert list(read_jsonl(path, Mention)) == [mention("a\u2028b", 0), mention("c", 5)]
    with path.open("a") as stream:
        stream.write('{"text": "d"}\n')
    with pytest.raises(ValueError, match=r"mentions\.jsonl, line 3: not a Mention: type"):
        list(read_jsonl(path, Mention))
